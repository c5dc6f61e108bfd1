//! How values are said in British English.

use super::{COMMA, Day, Span, Unit, Word, spans};
use jiff::civil::{DateTime, Weekday};
use std::borrow::Cow;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 31] = [
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
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const ON_WEEKDAYS: [&str; 7] =
    ["on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"];
const OTHERS: [&str; 16] = [
    "and",
    "thousand",
    "plus",
    "star",
    "hash",
    "at",
    "today at",
    "yesterday at",
    "tomorrow at",
    "a.m.",
    "p.m.",
    "midnight",
    "twelve noon",
    "seconds",
    "minutes",
    "hours",
];

const HOUR: Unit = Unit { one: "one hour", many: "hours" };
const MINUTE: Unit = Unit { one: "one minute", many: "minutes" };
const SECOND: Unit = Unit { one: "one second", many: "seconds" };

pub(super) fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("plus"),
        '*' => Some("star"),
        '#' => Some("hash"),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

/// Up to 999,999.
pub(super) fn count(n: u64) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    if thousands == 0 {
        return below_thousand(rest);
    }
    let mut words = below_thousand(thousands);
    words.push("thousand".into());
    if (1..100).contains(&rest) {
        words.push("and".into());
    }
    if rest > 0 {
        words.extend(below_thousand(rest));
    }
    words
}

fn below_thousand(n: u64) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0, rest) => vec![below_hundred(rest)],
        (hundreds, 0) => vec![hundred(hundreds)],
        (hundreds, rest) => vec![hundred(hundreds), "and".into(), below_hundred(rest)],
    }
}

fn hundred(hundreds: u64) -> Word {
    format!("{} hundred", SMALL[hundreds as usize]).into()
}

fn below_hundred(n: u64) -> Word {
    match (n / 10, n % 10) {
        (0 | 1, _) => SMALL[n as usize].into(),
        (tens, 0) => TENS[tens as usize].into(),
        (tens, ones) => format!("{}-{}", TENS[tens as usize], SMALL[ones as usize]).into(),
    }
}

pub(super) fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["today at".into()],
        Day::Yesterday => vec!["yesterday at".into()],
        Day::Tomorrow => vec!["tomorrow at".into()],
        Day::ThisWeek => vec![on_weekday(at.weekday()), "at".into()],
        Day::ThisYear => dated(at, vec![]),
        Day::OtherYear => dated(at, year(at.year().unsigned_abs().into())),
    };
    words.extend(clock(at));
    words
}

fn dated(at: DateTime, year: Vec<Word>) -> Vec<Word> {
    let mut words = vec![on_weekday(at.weekday()), COMMA, ordinal_of(at.day() as usize), month(at.month())];
    words.extend(year);
    words.extend([COMMA, "at".into()]);
    words
}

fn on_weekday(weekday: Weekday) -> Word {
    ON_WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

fn ordinal_of(day: usize) -> Word {
    format!("the {} of", ORDINALS[day - 1]).into()
}

fn month(month: i8) -> Word {
    MONTHS[month as usize - 1].into()
}

/// "two thousand and nine", "twenty twenty-six", "nineteen ninety-nine".
fn year(year: u64) -> Vec<Word> {
    match (year / 100, year % 100) {
        (10 | 20, 0..=9) | (0..=9 | 100.., _) => count(year),
        (century, 0) => [below_hundred(century)].into_iter().chain(count(100)).collect(),
        (century, rest) if rest < 10 => vec![below_hundred(century), oh(rest)],
        (century, rest) => vec![below_hundred(century), below_hundred(rest)],
    }
}

/// "nine a.m.", "nine oh five a.m.", "twelve noon".
fn clock(at: DateTime) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    match (hour, minute) {
        (0, 0) => return vec!["midnight".into()],
        (12, 0) => return vec!["twelve noon".into()],
        _ => {}
    }
    let mut words = vec![below_hundred(if hour % 12 == 0 { 12 } else { hour % 12 })];
    match minute {
        0 => {}
        1..=9 => words.push(oh(minute)),
        _ => words.push(below_hundred(minute)),
    }
    words.push(if hour < 12 { "a.m.".into() } else { "p.m.".into() });
    words
}

fn oh(n: u64) -> Word {
    format!("oh {}", SMALL[n as usize]).into()
}

pub(super) fn duration(time: Span) -> Vec<Word> {
    if time.is_zero() {
        return vec!["zero".into(), SECOND.many.into()];
    }
    spans([(time.hours, &HOUR), (time.minutes, &MINUTE), (time.seconds, &SECOND)], "and", count)
}

pub(super) fn vocabulary() -> Vec<Word> {
    let numbers = (0..100).map(below_hundred).chain((1..10).map(hundred)).chain((1..10).map(oh));
    let dates = (1..=31).map(ordinal_of).chain((1..=12).map(month)).chain(ON_WEEKDAYS.map(Cow::Borrowed));
    let units = [HOUR, MINUTE, SECOND].map(|unit| Cow::Borrowed(unit.one));
    numbers.chain(dates).chain(units).chain(OTHERS.map(Cow::Borrowed)).collect()
}
