//! How values are said in German.

use super::{COMMA, Day, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const GERMAN: Manner = Manner {
    digits: |text| one_by_one(text, digit),
    count: |n, _| count(n),
    moment,
    duration: |time| spans(time, Some("und"), span),
    vocabulary,
};

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

fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("plus"),
        '*' => Some("Stern"),
        '#' => Some("Raute"),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

/// Up to 999,999.
fn count(n: u64) -> Vec<Word> {
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

fn moment(at: DateTime, day: Day) -> Vec<Word> {
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

fn span(n: u64, unit: Unit) -> Vec<Word> {
    let (one, many) = match unit {
        Unit::Hours => ("eine Stunde", "Stunden"),
        Unit::Minutes => ("eine Minute", "Minuten"),
        Unit::Seconds => ("eine Sekunde", "Sekunden"),
    };
    if n == 1 {
        return vec![one.into()];
    }
    let mut words = count(n);
    words.push(many.into());
    words
}

fn vocabulary() -> Vec<Word> {
    let numbers = (0..100).map(below_hundred).chain((1..10).map(hundred)).chain(["neunzehnhundert".into()]);
    let dates = (1..=31).map(the_ordinal).chain((1..=12).map(month)).chain(fixed(ON_WEEKDAYS));
    let units = fixed(["eine Stunde", "eine Minute", "eine Sekunde"]);
    let hours = (0..24).map(o_clock);
    numbers.chain(dates).chain(hours).chain(units).chain(fixed(OTHERS)).collect()
}

#[cfg(test)]
mod tests {
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::DeDe;

    #[test]
    fn as_in_germany() {
        counts(
            DeDe,
            plain(&[
                (0, "null"),
                (1, "eins"),
                (21, "einundzwanzig"),
                (30, "dreißig"),
                (100, "einhundert"),
                (101, "einhundert eins"),
                (999, "neunhundert neunundneunzig"),
                (1000, "ein tausend"),
                (1005, "ein tausend fünf"),
                (1100, "ein tausend einhundert"),
                (21_016, "einundzwanzig tausend sechzehn"),
                (101_000, "einhundert ein tausend"),
                (1_000_000, "eins null null, null null null, null"),
            ]),
        );
        digits(
            DeDe,
            &[
                ("301", "drei null eins"),
                ("4711", "vier sieben eins eins"),
                ("+4930", "plus vier neun, drei null"),
                ("030 1234", "null drei null, eins zwei drei, vier"),
                ("*5#", "Stern fünf Raute"),
            ],
        );
        moments(
            DeDe,
            &[
                ("2026-03-11T09:30", "heute um neun Uhr dreißig"),
                ("2026-03-11T09:00:59", "heute um neun Uhr"),
                ("2026-03-11T00:00", "heute um null Uhr"),
                ("2026-03-11T00:05", "heute um null Uhr fünf"),
                ("2026-03-11T12:00", "heute um zwölf Uhr"),
                ("2026-03-10T13:01", "gestern um dreizehn Uhr eins"),
                ("2026-03-12T01:21", "morgen um ein Uhr einundzwanzig"),
                ("2026-03-09T21:45", "am Montag um einundzwanzig Uhr fünfundvierzig"),
                ("2026-03-04T08:15", "am Mittwoch, dem vierten März, um acht Uhr fünfzehn"),
                (
                    "2025-12-31T23:59",
                    "am Mittwoch, dem einunddreißigsten Dezember zwei tausend fünfundzwanzig, um dreiundzwanzig Uhr neunundfünfzig",
                ),
            ],
        );
        durations(
            DeDe,
            &[
                (0, "null Sekunden"),
                (1, "eine Sekunde"),
                (45, "fünfundvierzig Sekunden"),
                (60, "eine Minute"),
                (61, "eine Minute und eine Sekunde"),
                (125, "zwei Minuten und fünf Sekunden"),
                (3600, "eine Stunde"),
                (3661, "eine Stunde und eine Minute"),
                (9000, "zwei Stunden und dreißig Minuten"),
            ],
        );
    }
}
