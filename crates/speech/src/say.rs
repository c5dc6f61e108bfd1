//! Numbers, digits, dates, clock times and durations as people say them: values become words of a small vocabulary,
//! each of which is recorded once.

mod english;
mod german;

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

/// The words of a value; `None` for [`Argument::Text`] and [`Argument::Recording`], which have no words of ours.
pub fn words(language: Language, argument: &Argument) -> Option<Vec<Word>> {
    Some(match argument {
        Argument::Count(n) => count(language, *n),
        Argument::Digits(text) => digits(language, text),
        Argument::Moment { at, today } => moment(language, *at, *today),
        Argument::Duration(seconds) => duration(language, *seconds),
        Argument::Text(_) | Argument::Recording(_) => return None,
    })
}

pub fn count(language: Language, n: u64) -> Vec<Word> {
    if n > LARGEST_COUNT {
        return digits(language, &n.to_string());
    }
    match language {
        Language::EnGb => english::count(n),
        Language::DeDe => german::count(n),
    }
}

/// Reads digits, `*`, `#` and `+` one by one; what else stands in a number is not said.
pub fn digits(language: Language, text: &str) -> Vec<Word> {
    let digit = match language {
        Language::EnGb => english::digit,
        Language::DeDe => german::digit,
    };
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

pub fn moment(language: Language, at: DateTime, today: Date) -> Vec<Word> {
    let day = Day::of(at.date(), today);
    match language {
        Language::EnGb => english::moment(at, day),
        Language::DeDe => german::moment(at, day),
    }
}

pub fn duration(language: Language, seconds: u64) -> Vec<Word> {
    let time = Span::of(seconds);
    match language {
        Language::EnGb => english::duration(time),
        Language::DeDe => german::duration(time),
    }
}

/// Every word that a value of this language can become: what has to be recorded.
pub fn vocabulary(language: Language) -> Vec<Word> {
    match language {
        Language::EnGb => english::vocabulary(),
        Language::DeDe => german::vocabulary(),
    }
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

/// The names of a unit of time: alone (`one minute`), and for several.
struct Unit {
    one: &'static str,
    many: &'static str,
}

/// Joins hours, minutes and seconds, leaving out what is zero, `and` before the last.
fn spans(parts: [(u64, &Unit); 3], and: &'static str, count: fn(u64) -> Vec<Word>) -> Vec<Word> {
    let said: Vec<_> = parts.into_iter().filter(|(n, _)| *n > 0).collect();
    let mut words = Vec::new();
    for (i, (n, unit)) in said.iter().enumerate() {
        if i > 0 && i + 1 == said.len() {
            words.push(Cow::Borrowed(and));
        }
        if *n == 1 {
            words.push(Cow::Borrowed(unit.one));
        } else {
            words.extend(count(*n));
            words.push(Cow::Borrowed(unit.many));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{DeDe, EnGb};
    use jiff::ToSpan;
    use jiff::civil::{date, datetime};
    use std::collections::HashSet;

    fn text(words: &[Word]) -> String {
        words.join("|").replace("|,|", ", ").replace('|', " ")
    }

    #[test]
    fn counts_are_said_as_people_count() {
        for (n, english, german) in [
            (0, "zero", "null"),
            (1, "one", "eins"),
            (21, "twenty-one", "einundzwanzig"),
            (30, "thirty", "dreißig"),
            (100, "one hundred", "einhundert"),
            (101, "one hundred and one", "einhundert eins"),
            (999, "nine hundred and ninety-nine", "neunhundert neunundneunzig"),
            (1000, "one thousand", "ein tausend"),
            (1005, "one thousand and five", "ein tausend fünf"),
            (1100, "one thousand one hundred", "ein tausend einhundert"),
            (21_016, "twenty-one thousand and sixteen", "einundzwanzig tausend sechzehn"),
            (101_000, "one hundred and one thousand", "einhundert ein tausend"),
            (1_000_000, "one zero zero, zero zero zero, zero", "eins null null, null null null, null"),
        ] {
            assert_eq!(text(&count(EnGb, n)), english);
            assert_eq!(text(&count(DeDe, n)), german);
        }
    }

    #[test]
    fn digits_are_read_one_by_one_in_groups() {
        for (number, english, german) in [
            ("301", "three zero one", "drei null eins"),
            ("4711", "four seven one one", "vier sieben eins eins"),
            ("+4930", "plus four nine, three zero", "plus vier neun, drei null"),
            ("030 1234", "zero three zero, one two three, four", "null drei null, eins zwei drei, vier"),
            ("*5#", "star five hash", "Stern fünf Raute"),
            ("", "", ""),
            ("anonymous", "", ""),
        ] {
            assert_eq!(text(&digits(EnGb, number)), english);
            assert_eq!(text(&digits(DeDe, number)), german);
        }
    }

    #[test]
    fn a_moment_is_said_as_seen_from_today() {
        let today = date(2026, 3, 11);
        for (at, english, german) in [
            (datetime(2026, 3, 11, 9, 30, 0, 0), "today at nine thirty a.m.", "heute um neun Uhr dreißig"),
            (datetime(2026, 3, 11, 9, 0, 59, 0), "today at nine a.m.", "heute um neun Uhr"),
            (datetime(2026, 3, 11, 0, 0, 0, 0), "today at midnight", "heute um null Uhr"),
            (datetime(2026, 3, 11, 0, 5, 0, 0), "today at twelve oh five a.m.", "heute um null Uhr fünf"),
            (datetime(2026, 3, 11, 12, 0, 0, 0), "today at twelve noon", "heute um zwölf Uhr"),
            (
                datetime(2026, 3, 10, 13, 1, 0, 0),
                "yesterday at one oh one p.m.",
                "gestern um dreizehn Uhr eins",
            ),
            (
                datetime(2026, 3, 12, 1, 21, 0, 0),
                "tomorrow at one twenty-one a.m.",
                "morgen um ein Uhr einundzwanzig",
            ),
            (
                datetime(2026, 3, 9, 21, 45, 0, 0),
                "on Monday at nine forty-five p.m.",
                "am Montag um einundzwanzig Uhr fünfundvierzig",
            ),
            (
                datetime(2026, 3, 4, 8, 15, 0, 0),
                "on Wednesday, the fourth of March, at eight fifteen a.m.",
                "am Mittwoch, dem vierten März, um acht Uhr fünfzehn",
            ),
            (
                datetime(2025, 12, 31, 23, 59, 0, 0),
                "on Wednesday, the thirty-first of December twenty twenty-five, at eleven fifty-nine p.m.",
                "am Mittwoch, dem einunddreißigsten Dezember zwei tausend fünfundzwanzig, um dreiundzwanzig Uhr neunundfünfzig",
            ),
        ] {
            assert_eq!(text(&moment(EnGb, at, today)), english);
            assert_eq!(text(&moment(DeDe, at, today)), german);
        }
    }

    #[test]
    fn a_duration_is_said_in_the_units_that_matter() {
        for (seconds, english, german) in [
            (0, "zero seconds", "null Sekunden"),
            (1, "one second", "eine Sekunde"),
            (45, "forty-five seconds", "fünfundvierzig Sekunden"),
            (60, "one minute", "eine Minute"),
            (61, "one minute and one second", "eine Minute und eine Sekunde"),
            (125, "two minutes and five seconds", "zwei Minuten und fünf Sekunden"),
            (3600, "one hour", "eine Stunde"),
            (3661, "one hour and one minute", "eine Stunde und eine Minute"),
            (9000, "two hours and thirty minutes", "zwei Stunden und dreißig Minuten"),
        ] {
            assert_eq!(text(&duration(EnGb, seconds)), english);
            assert_eq!(text(&duration(DeDe, seconds)), german);
        }
    }

    #[test]
    fn every_word_that_is_said_is_in_the_vocabulary() {
        for language in Language::ALL {
            let known: HashSet<Word> = vocabulary(language).into_iter().chain([COMMA]).collect();
            let check = |said: Vec<Word>| {
                for word in said {
                    assert!(known.contains(&word), "{language}: {word}");
                }
            };
            (0..3000).chain((3000..=LARGEST_COUNT + 1).step_by(997)).for_each(|n| check(count(language, n)));
            (0..20_000).for_each(|seconds| check(duration(language, seconds)));
            check(digits(language, "+0123456789*#"));
            let today = date(2026, 11, 21);
            for minute in 0..1440 {
                check(moment(language, datetime(2026, 11, 21, 0, 0, 0, 0) + minute.minutes(), today));
            }
            for days_ago in -400..4000 {
                check(moment(language, (today - days_ago.days()).at(9, 30, 0, 0), today));
            }
        }
    }
}
