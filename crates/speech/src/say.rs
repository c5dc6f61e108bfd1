//! Numbers, digits, dates, clock times and durations as people say them: values become words of a small vocabulary,
//! each of which is recorded once.

mod dutch;
mod english;
mod french;
mod german;
mod italian;
mod japanese;
mod portuguese;
mod russian;
mod spanish;
mod turkish;

use crate::script::Argument;
use domain::language::Language;
use jiff::civil::{Date, DateTime};
use std::borrow::Cow;

/// A word of the vocabulary, or [`COMMA`].
pub type Word = Cow<'static, str>;

/// A short pause between words.
pub const COMMA: Word = Cow::Borrowed(",");

/// Larger counts are read digit by digit: nobody counts messages in millions.
const LARGEST_COUNT: u64 = 999_999;

/// Digits are read in groups of so many, as one reads out a telephone number; up to [`UNGROUPED_DIGITS`] in one go.
const DIGITS_IN_A_GROUP: usize = 3;
const UNGROUPED_DIGITS: usize = 4;

/// What the counted word asks of its number, in the languages where it asks anything: "одно сообщение", "duas mensagens",
/// "veintiún mensajes", "さんけん".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A number that stands alone.
    #[default]
    Plain,
    /// Before a word of this gender.
    Masculine,
    Feminine,
    Neuter,
    /// The Japanese counter for messages and cases (件).
    Ken,
}

impl Form {
    pub const ALL: [Form; 5] = [Form::Plain, Form::Masculine, Form::Feminine, Form::Neuter, Form::Ken];

    /// As texts name it: `COUNT($count, form: "feminine")`.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Plain => "plain",
            Form::Masculine => "masculine",
            Form::Feminine => "feminine",
            Form::Neuter => "neuter",
            Form::Ken => "ken",
        }
    }

    pub fn from_name(name: &str) -> Option<Form> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// How one language says values.
struct Manner {
    digits: fn(&str) -> Vec<Word>,
    /// Up to [`LARGEST_COUNT`].
    count: fn(u64, Form) -> Vec<Word>,
    moment: fn(DateTime, Day) -> Vec<Word>,
    duration: fn(Span) -> Vec<Word>,
    /// Every word that the others can say.
    vocabulary: fn() -> Vec<Word>,
}

fn manner(language: Language) -> &'static Manner {
    match language {
        Language::EnGb => &english::BRITISH,
        Language::EnUs => &english::AMERICAN,
        Language::DeDe => &german::GERMAN,
        Language::FrFr => &french::FRENCH,
        Language::FrCa => &french::CANADIAN,
        Language::ItIt => &italian::ITALIAN,
        Language::PtPt => &portuguese::EUROPEAN,
        Language::PtBr => &portuguese::BRAZILIAN,
        Language::EsEs => &spanish::EUROPEAN,
        Language::EsUs => &spanish::AMERICAN,
        Language::TrTr => &turkish::TURKISH,
        Language::RuRu => &russian::RUSSIAN,
        Language::NlNl => &dutch::DUTCH,
        Language::JaJp => &japanese::JAPANESE,
    }
}

/// The words of a value; `None` for [`Argument::Text`] and [`Argument::Recording`], which have no words of ours. `form` bears on
/// counts alone.
pub fn words(language: Language, argument: &Argument, form: Form) -> Option<Vec<Word>> {
    Some(match argument {
        Argument::Count(n) => count(language, *n, form),
        Argument::Digits(text) => digits(language, text),
        Argument::Moment { at, today } => moment(language, *at, *today),
        Argument::Duration(seconds) => duration(language, *seconds),
        Argument::Text(_) | Argument::Recording(_) => return None,
    })
}

pub fn count(language: Language, n: u64, form: Form) -> Vec<Word> {
    if n > LARGEST_COUNT {
        return digits(language, &n.to_string());
    }
    (manner(language).count)(n, form)
}

/// Reads digits, `*`, `#` and `+`; what else stands in a number is not said.
pub fn digits(language: Language, text: &str) -> Vec<Word> {
    (manner(language).digits)(text)
}

pub fn moment(language: Language, at: DateTime, today: Date) -> Vec<Word> {
    (manner(language).moment)(at, Day::of(at.date(), today))
}

pub fn duration(language: Language, seconds: u64) -> Vec<Word> {
    (manner(language).duration)(Span::of(seconds))
}

/// Every word that a value of this language can become: what has to be recorded.
pub fn vocabulary(language: Language) -> Vec<Word> {
    (manner(language).vocabulary)()
}

/// Digits one by one, in groups.
fn one_by_one(text: &str, digit: fn(char) -> Option<&'static str>) -> Vec<Word> {
    let said: Vec<&str> = text.chars().filter_map(digit).collect();
    let group = if said.len() <= UNGROUPED_DIGITS { UNGROUPED_DIGITS } else { DIGITS_IN_A_GROUP };
    let mut words = Vec::with_capacity(said.len() * 2);
    for (i, digit) in said.iter().enumerate() {
        if i > 0 && i % group == 0 {
            words.push(COMMA);
        }
        words.push(Cow::Borrowed(*digit));
    }
    words
}

/// Words that never change.
fn fixed<const N: usize>(words: [&'static str; N]) -> impl Iterator<Item = Word> {
    words.into_iter().map(Cow::Borrowed)
}

/// How a day is named, seen from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    Today,
    Yesterday,
    Tomorrow,
    /// Within the last week: the weekday alone is clear.
    ThisWeek,
    ThisYear,
    OtherYear,
}

impl Day {
    fn of(date: Date, today: Date) -> Self {
        let days_ago = (today - date).get_days();
        match days_ago {
            0 => Day::Today,
            1 => Day::Yesterday,
            -1 => Day::Tomorrow,
            2..=6 => Day::ThisWeek,
            _ if date.year() == today.year() => Day::ThisYear,
            _ => Day::OtherYear,
        }
    }
}

/// A length of time in the units that are said. Beside hours nobody wants the seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    hours: u64,
    minutes: u64,
    seconds: u64,
}

impl Span {
    fn of(seconds: u64) -> Self {
        let hours = seconds / 3600;
        Span { hours, minutes: seconds / 60 % 60, seconds: if hours > 0 { 0 } else { seconds % 60 } }
    }

    fn is_zero(self) -> bool {
        self.hours == 0 && self.minutes == 0 && self.seconds == 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Hours,
    Minutes,
    Seconds,
}

/// Says hours, minutes and seconds, leaving out what is zero; `and`, where a language has one, stands before the last.
fn spans(time: Span, and: Option<&'static str>, say: fn(u64, Unit) -> Vec<Word>) -> Vec<Word> {
    if time.is_zero() {
        return say(0, Unit::Seconds);
    }
    let parts = [(time.hours, Unit::Hours), (time.minutes, Unit::Minutes), (time.seconds, Unit::Seconds)];
    let said: Vec<_> = parts.into_iter().filter(|(n, _)| *n > 0).collect();
    let mut words = Vec::new();
    for (i, (n, unit)) in said.iter().enumerate() {
        if i > 0 && i + 1 == said.len() {
            words.extend(and.map(Cow::Borrowed));
        }
        words.extend(say(*n, *unit));
    }
    words
}

#[cfg(test)]
mod tests;
