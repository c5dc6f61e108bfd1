//! Dates: written in figures, said with the month's name, or said from today's point of view.

use super::words::Word;
use super::{Found, What, span};
use crate::language::{Language, Written};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Without a year it is the next such day, unless it is only so many days past.
const MOST_DAYS_PAST: i64 = 60;

const MONTHS: [[&str; 12]; 2] = [
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    [
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
];

const WEEKDAYS: [[&str; 7]; 2] = [
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
];

const ORDINALS: [&[&str]; 2] = [
    &[
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
        "twenty-second",
        "twenty-third",
        "twenty-fourth",
        "twenty-fifth",
        "twenty-sixth",
        "twenty-seventh",
        "twenty-eighth",
        "twenty-ninth",
        "thirtieth",
        "thirty-first",
    ],
    &[
        "erste",
        "zweite",
        "dritte",
        "vierte",
        "fünfte",
        "sechste",
        "siebte",
        "achte",
        "neunte",
        "zehnte",
        "elfte",
        "zwölfte",
        "dreizehnte",
        "vierzehnte",
        "fünfzehnte",
        "sechzehnte",
        "siebzehnte",
        "achtzehnte",
        "neunzehnte",
        "zwanzigste",
        "einundzwanzigste",
        "zweiundzwanzigste",
        "dreiundzwanzigste",
        "vierundzwanzigste",
        "fünfundzwanzigste",
        "sechsundzwanzigste",
        "siebenundzwanzigste",
        "achtundzwanzigste",
        "neunundzwanzigste",
        "dreißigste",
        "einunddreißigste",
    ],
];

/// Who says it in which tongue, and when.
struct Speaker {
    language: Language,
    today: Date,
}

pub(super) fn find(words: &[Word<'_>], language: Language, today: Date) -> Vec<Found> {
    let speaker = Speaker { language, today };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let named = speaker.with_weekday(&words[at..]).or_else(|| speaker.calendar(&words[at..]));
        match named.or_else(|| speaker.relative(words, at)) {
            Some((date, count)) => {
                found.push(Found { range: span(&words[at..at + count]), what: What::Date(date) });
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

impl Speaker {
    fn row(&self) -> usize {
        match self.language.written() {
            Written::English => 0,
            Written::German => 1,
        }
    }

    /// `Monday, the fifth of May`: the date says which Monday.
    fn with_weekday(&self, words: &[Word<'_>]) -> Option<(Date, usize)> {
        self.weekday(words.first()?)?;
        let skipped = words
            .get(1)
            .map_or(0, |word| usize::from(matches!(word.lower().as_str(), "the" | "den" | "dem")));
        let (date, count) = self.calendar(words.get(1 + skipped..)?)?;
        Some((date, 1 + skipped + count))
    }

    /// A day of a month; with how many words it is said.
    fn calendar(&self, words: &[Word<'_>]) -> Option<(Date, usize)> {
        let first = words.first()?;
        if let Some(date) = self.figures(first) {
            return Some((date, 1));
        }
        if let Some(month) = self.month(first) {
            let day = words.get(1).filter(|_| !first.is_last()).and_then(|word| self.day(word))?;
            return self.dated(words, 2, month, day);
        }
        let day = self.day(first).filter(|_| !first.comma)?;
        let of = usize::from(words.get(1).is_some_and(|word| word.text == "of"));
        let month = self.month(words.get(1 + of)?)?;
        self.dated(words, 2 + of, month, day)
    }

    /// The year behind it, or the one that is meant.
    fn dated(&self, words: &[Word<'_>], count: usize, month: i8, day: i8) -> Option<(Date, usize)> {
        let before = &words[count - 1];
        let year = words.get(count).filter(|_| !before.stopped).and_then(|word| year(word.text));
        match year {
            Some(year) => Some((Date::new(year, month, day).ok()?, count + 1)),
            None => Some((self.next(month, day)?, count)),
        }
    }

    fn month(&self, word: &Word<'_>) -> Option<i8> {
        let lower = word.lower();
        let index = MONTHS[self.row()].iter().position(|month| *month == lower)?;
        i8::try_from(index + 1).ok().filter(|_| word.is_capital())
    }

    fn weekday(&self, word: &Word<'_>) -> Option<Weekday> {
        let lower = word.lower();
        let index = WEEKDAYS[self.row()].iter().position(|day| *day == lower)?;
        Weekday::from_monday_one_offset(i8::try_from(index + 1).ok()?).ok().filter(|_| word.is_capital())
    }

    /// `5`, `5th`, `fifth`; `5.`, `fünfte`, `fünften`.
    fn day(&self, word: &Word<'_>) -> Option<i8> {
        let lower = word.lower();
        let endings: &[&str] = if self.row() == 0 { &["st", "nd", "rd", "th"] } else { &[] };
        let figures = endings.iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower);
        let said = match self.row() {
            0 => lower.as_str(),
            _ => lower.strip_suffix(['n', 'r']).unwrap_or(&lower),
        };
        let in_words = || {
            let index = ORDINALS[self.row()].iter().position(|ordinal| *ordinal == said)?;
            i8::try_from(index + 1).ok()
        };
        figures.parse().ok().or_else(in_words).filter(|day| (1..=31).contains(day))
    }

    /// `2026-12-24`, `24/12/2026`, `24.12.2026`, `24.12.`
    fn figures(&self, word: &Word<'_>) -> Option<Date> {
        let text = word.text;
        if let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] {
            let is_iso = year.len() == 4 && month.len() == 2 && day.len() == 2;
            return is_iso.then(|| date(year, month, day)).flatten();
        }
        if let [one, other, year] = text.split('/').collect::<Vec<_>>()[..] {
            let (day, month) = if self.language == Language::EnUs { (other, one) } else { (one, other) };
            return date(&full(year)?, month, day);
        }
        match text.split('.').collect::<Vec<_>>()[..] {
            [day, month, year] => date(&full(year)?, month, day),
            [day, month] if word.stopped && self.row() == 1 => self.next(figure(month)?, figure(day)?),
            _ => None,
        }
    }

    fn next(&self, month: i8, day: i8) -> Option<Date> {
        let this = Date::new(self.today.year(), month, day);
        let is_near = |date: &Date| {
            self.today.since(*date).is_ok_and(|past| i64::from(past.get_days()) <= MOST_DAYS_PAST)
        };
        let next = || Date::new(self.today.year() + 1, month, day).ok();
        this.ok().filter(is_near).or_else(next)
    }

    /// `tomorrow`, `on Monday`, from today's point of view.
    fn relative(&self, words: &[Word<'_>], at: usize) -> Option<(Date, usize)> {
        let word = &words[at];
        let before = at.checked_sub(1).map(|before| words[before].lower()).unwrap_or_default();
        let days = match (self.row(), word.lower().as_str()) {
            (0, "today" | "tonight") | (1, "heute") => 0,
            (0, "tomorrow") => 1,
            (1, "übermorgen") => 2,
            (1, "morgen") if !word.is_capital() && !self.is_morning(&before) => 1,
            _ => return self.coming(word, &before).map(|date| (date, 1)),
        };
        Some((self.today.checked_add(days.days()).ok()?, 1))
    }

    /// `heute morgen`, `Montag morgen`, `guten morgen`: the hour, not the day.
    fn is_morning(&self, before: &str) -> bool {
        matches!(before, "heute" | "gestern" | "guten" | "schönen" | "jeden" | "am")
            || WEEKDAYS[1].contains(&before)
    }

    /// The next such day after today. What is said of one that is over, or of all of them, names none.
    fn coming(&self, word: &Word<'_>, before: &str) -> Option<Date> {
        let other =
            ["last", "every", "each", "past", "letzten", "letzter", "vergangenen", "jeden", "vorigen"];
        let weekday = self.weekday(word).filter(|_| !other.contains(&before))?;
        self.today.nth_weekday(1, weekday).ok()
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, figure(month)?, figure(day)?).ok()
}

/// One or two figures.
fn figure(text: &str) -> Option<i8> {
    text.parse().ok().filter(|_| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
}

/// Four figures of a year, of two or four.
fn full(year: &str) -> Option<String> {
    let is_figures = year.bytes().all(|b| b.is_ascii_digit());
    match year.len() {
        4 if is_figures => Some(year.to_owned()),
        2 if is_figures => Some(format!("20{year}")),
        _ => None,
    }
}

fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| word.len() == 4 && (1900..=2200).contains(year))
}
