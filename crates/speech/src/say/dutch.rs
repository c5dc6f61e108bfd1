//! How values are said in Dutch.

use super::{COMMA, Day, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const DUTCH: Manner = Manner {
    digits: |text| one_by_one(text, digit),
    count: |n, _| count(n),
    moment,
    duration: |time| spans(time, Some("en"), span),
    vocabulary,
};

const SMALL: [&str; 20] = [
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
];
const TENS: [&str; 10] =
    ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];
const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
const OTHERS: [&str; 16] = [
    "en",
    "duizend",
    "plus",
    "sterretje",
    "hekje",
    "om",
    "vandaag om",
    "gisteren om",
    "morgen om",
    "negentienhonderd",
    "uur",
    "minuten",
    "seconden",
    "één uur",
    "één minuut",
    "één seconde",
];

fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("plus"),
        '*' => Some("sterretje"),
        '#' => Some("hekje"),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

fn count(n: u64) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    let mut words = match thousands {
        0 => return below_thousand(rest),
        1 => vec![],
        _ => below_thousand(thousands),
    };
    words.push("duizend".into());
    if rest > 0 {
        words.extend(below_thousand(rest));
    }
    words
}

fn below_thousand(n: u64) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0, low) => vec![below_hundred(low)],
        (hundreds, 0) => vec![hundred(hundreds)],
        (hundreds, low) => vec![hundred(hundreds), below_hundred(low)],
    }
}

fn hundred(hundreds: u64) -> Word {
    match hundreds {
        1 => "honderd".into(),
        _ => format!("{}honderd", SMALL[hundreds as usize]).into(),
    }
}

/// "eenentwintig", "tweeëntwintig": after an e the "en" gets its dots.
fn below_hundred(n: u64) -> Word {
    let tens = TENS[(n / 10) as usize];
    match (n / 10, n % 10) {
        (0 | 1, _) => SMALL[n as usize].into(),
        (_, 0) => tens.into(),
        (_, 1) => format!("eenen{tens}").into(),
        (_, ones @ (2 | 3)) => format!("{}ën{tens}", SMALL[ones as usize]).into(),
        (_, ones) => format!("{}en{tens}", SMALL[ones as usize]).into(),
    }
}

fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["vandaag om".into()],
        Day::Yesterday => vec!["gisteren om".into()],
        Day::Tomorrow => vec!["morgen om".into()],
        Day::ThisWeek => vec![weekday(at.weekday()), "om".into()],
        Day::ThisYear => dated(at, None),
        Day::OtherYear => dated(at, Some(at.year().unsigned_abs().into())),
    };
    words.extend(clock(at));
    words
}

fn dated(at: DateTime, of_year: Option<u64>) -> Vec<Word> {
    let day = below_hundred(at.day().unsigned_abs().into());
    let mut words = vec![weekday(at.weekday()), day, MONTHS[at.month() as usize - 1].into()];
    words.extend(of_year.into_iter().flat_map(year));
    words.extend([COMMA, "om".into()]);
    words
}

fn weekday(weekday: Weekday) -> Word {
    WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

/// "negentienhonderd negenennegentig", "tweeduizend zesentwintig".
fn year(year: u64) -> Vec<Word> {
    match (year / 100, year % 100) {
        (19, rest) if rest > 0 => vec!["negentienhonderd".into(), below_hundred(rest)],
        _ => count(year),
    }
}

/// "negen uur dertig": the 24-hour clock, as times are announced.
fn clock(at: DateTime) -> Vec<Word> {
    let hour = o_clock(at.hour() as u64);
    match at.minute() as u64 {
        0 => vec![hour],
        minute => vec![hour, below_hundred(minute)],
    }
}

fn o_clock(hour: u64) -> Word {
    format!("{} uur", below_hundred(hour)).into()
}

/// "twee uur", but "twee minuten": "uur" stays as it is after a number.
fn span(n: u64, unit: Unit) -> Vec<Word> {
    let (one, many) = match unit {
        Unit::Hours => ("één uur", "uur"),
        Unit::Minutes => ("één minuut", "minuten"),
        Unit::Seconds => ("één seconde", "seconden"),
    };
    if n == 1 {
        return vec![one.into()];
    }
    let mut words = count(n);
    words.push(many.into());
    words
}

fn vocabulary() -> Vec<Word> {
    let numbers = (0..100).map(below_hundred).chain((1..10).map(hundred));
    let hours = (0..24).filter(|&hour| hour != 1).map(o_clock);
    numbers.chain(hours).chain(fixed(MONTHS)).chain(fixed(WEEKDAYS)).chain(fixed(OTHERS)).collect()
}

#[cfg(test)]
mod tests {
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::NlNl;

    #[test]
    fn as_in_the_netherlands() {
        counts(
            NlNl,
            plain(&[
                (0, "nul"),
                (1, "één"),
                (14, "veertien"),
                (21, "eenentwintig"),
                (22, "tweeëntwintig"),
                (33, "drieëndertig"),
                (88, "achtentachtig"),
                (100, "honderd"),
                (101, "honderd één"),
                (999, "negenhonderd negenennegentig"),
                (1000, "duizend"),
                (1100, "duizend honderd"),
                (2026, "twee duizend zesentwintig"),
                (101_000, "honderd één duizend"),
            ]),
        );
        digits(
            NlNl,
            &[("301", "drie nul één"), ("+3120", "plus drie één, twee nul"), ("*5#", "sterretje vijf hekje")],
        );
        moments(
            NlNl,
            &[
                ("2026-03-11T09:30", "vandaag om negen uur dertig"),
                ("2026-03-11T00:00", "vandaag om nul uur"),
                ("2026-03-11T00:05", "vandaag om nul uur vijf"),
                ("2026-03-11T12:00", "vandaag om twaalf uur"),
                ("2026-03-10T13:01", "gisteren om dertien uur één"),
                ("2026-03-12T01:21", "morgen om één uur eenentwintig"),
                ("2026-03-09T21:45", "maandag om eenentwintig uur vijfenveertig"),
                ("2026-03-04T08:15", "woensdag vier maart, om acht uur vijftien"),
                (
                    "2025-12-31T23:59",
                    "woensdag eenendertig december twee duizend vijfentwintig, om drieëntwintig uur negenenvijftig",
                ),
                ("1999-07-14T10:00", "woensdag veertien juli negentienhonderd negenennegentig, om tien uur"),
            ],
        );
        durations(
            NlNl,
            &[
                (0, "nul seconden"),
                (1, "één seconde"),
                (61, "één minuut en één seconde"),
                (125, "twee minuten en vijf seconden"),
                (3661, "één uur en één minuut"),
                (9000, "twee uur en dertig minuten"),
            ],
        );
    }
}
