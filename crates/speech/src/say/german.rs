//! How values are said in German.

use super::{COMMA, Day, Span, Unit, Word, spans};
use jiff::civil::{DateTime, Weekday};
use std::borrow::Cow;

const SMALL: [&str; 20] = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const TENS: [&str; 10] =
    ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];
const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const ON_WEEKDAYS: [&str; 7] =
    ["am Montag", "am Dienstag", "am Mittwoch", "am Donnerstag", "am Freitag", "am Samstag", "am Sonntag"];
const OTHERS: [&str; 13] = [
    "und",
    "ein",
    "tausend",
    "plus",
    "Stern",
    "Raute",
    "um",
    "heute um",
    "gestern um",
    "morgen um",
    "Sekunden",
    "Minuten",
    "Stunden",
];

const HOUR: Unit = Unit { one: "eine Stunde", many: "Stunden" };
const MINUTE: Unit = Unit { one: "eine Minute", many: "Minuten" };
const SECOND: Unit = Unit { one: "eine Sekunde", many: "Sekunden" };

pub(super) fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("plus"),
        '*' => Some("Stern"),
        '#' => Some("Raute"),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

/// Up to 999,999.
pub(super) fn count(n: u64) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    if thousands == 0 {
        return below_thousand(rest, "eins");
    }
    let mut words = below_thousand(thousands, "ein");
    words.push("tausend".into());
    if rest > 0 {
        words.extend(below_thousand(rest, "eins"));
    }
    words
}

/// `one` is the form of a closing 1: "eins" at the end, "ein" before "tausend".
fn below_thousand(n: u64, one: &'static str) -> Vec<Word> {
    let rest = |rest| if rest == 1 { one.into() } else { below_hundred(rest) };
    match (n / 100, n % 100) {
        (0, low) => vec![rest(low)],
        (hundreds, 0) => vec![hundred(hundreds)],
        (hundreds, low) => vec![hundred(hundreds), rest(low)],
    }
}

fn stem(n: u64) -> &'static str {
    if n == 1 { "ein" } else { SMALL[n as usize] }
}

fn hundred(hundreds: u64) -> Word {
    format!("{}hundert", stem(hundreds)).into()
}

fn below_hundred(n: u64) -> Word {
    match (n / 10, n % 10) {
        (0 | 1, _) => SMALL[n as usize].into(),
        (tens, 0) => TENS[tens as usize].into(),
        (tens, ones) => format!("{}und{}", stem(ones), TENS[tens as usize]).into(),
    }
}

pub(super) fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["heute um".into()],
        Day::Yesterday => vec!["gestern um".into()],
        Day::Tomorrow => vec!["morgen um".into()],
        Day::ThisWeek => vec![on_weekday(at.weekday()), "um".into()],
        Day::ThisYear => dated(at, vec![]),
        Day::OtherYear => dated(at, year(at.year().unsigned_abs().into())),
    };
    words.extend(clock(at));
    words
}

fn dated(at: DateTime, year: Vec<Word>) -> Vec<Word> {
    let mut words = vec![on_weekday(at.weekday()), COMMA, the_ordinal(at.day() as u64), month(at.month())];
    words.extend(year);
    words.extend([COMMA, "um".into()]);
    words
}

fn on_weekday(weekday: Weekday) -> Word {
    ON_WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

/// "dem dritten".
fn the_ordinal(day: u64) -> Word {
    let ordinal = match day {
        1 => "ersten".into(),
        3 => "dritten".into(),
        7 => "siebten".into(),
        8 => "achten".into(),
        20.. => format!("{}sten", below_hundred(day)),
        _ => format!("{}ten", below_hundred(day)),
    };
    format!("dem {ordinal}").into()
}

fn month(month: i8) -> Word {
    MONTHS[month as usize - 1].into()
}

/// "neunzehnhundert neunundneunzig", "zwei tausend sechsundzwanzig".
fn year(year: u64) -> Vec<Word> {
    match (year / 100, year % 100) {
        (19, rest) if rest > 0 => vec!["neunzehnhundert".into(), below_hundred(rest)],
        _ => count(year),
    }
}

/// "neun Uhr", "neun Uhr fünf": the 24-hour clock is how times are announced.
fn clock(at: DateTime) -> Vec<Word> {
    let hour = o_clock(at.hour() as u64);
    match at.minute() as u64 {
        0 => vec![hour],
        minute => vec![hour, below_hundred(minute)],
    }
}

fn o_clock(hour: u64) -> Word {
    match hour {
        1 => "ein Uhr".into(),
        _ => format!("{} Uhr", below_hundred(hour)).into(),
    }
}

pub(super) fn duration(time: Span) -> Vec<Word> {
    if time.is_zero() {
        return vec!["null".into(), SECOND.many.into()];
    }
    spans([(time.hours, &HOUR), (time.minutes, &MINUTE), (time.seconds, &SECOND)], "und", count)
}

pub(super) fn vocabulary() -> Vec<Word> {
    let numbers = (0..100).map(below_hundred).chain((1..10).map(hundred)).chain(["neunzehnhundert".into()]);
    let dates = (1..=31).map(the_ordinal).chain((1..=12).map(month)).chain(ON_WEEKDAYS.map(Cow::Borrowed));
    let units = [HOUR, MINUTE, SECOND].map(|unit| Cow::Borrowed(unit.one));
    let hours = (0..24).map(o_clock);
    numbers.chain(dates).chain(hours).chain(units).chain(OTHERS.map(Cow::Borrowed)).collect()
}
