//! How values are said in Italian.

use super::{COMMA, Day, Form, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const ITALIAN: Manner = Manner {
    digits: |text| one_by_one(text, digit),
    count,
    moment,
    duration: |time| spans(time, Some("e"), span),
    vocabulary,
};

const SMALL: [&str; 20] = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];
const TENS: [&str; 10] =
    ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];
const MONTHS: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
const WEEKDAYS: [&str; 7] = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"];
const OTHERS: [&str; 21] = [
    "e",
    "mille",
    "mila",
    "più",
    "asterisco",
    "cancelletto",
    "oggi",
    "ieri",
    "domani",
    "alle",
    "all'una",
    "a mezzanotte",
    "a mezzogiorno",
    "ore",
    "minuti",
    "secondi",
    "un'ora",
    "un minuto",
    "un secondo",
    "primo",
    "una",
];

fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("più"),
        '*' => Some("asterisco"),
        '#' => Some("cancelletto"),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

fn count(n: u64, form: Form) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    let mut words = match (thousands, form) {
        (0, Form::Feminine) if n == 1 => return vec!["una".into()],
        (0, Form::Masculine) if n == 1 => return vec!["un".into()],
        (0, _) => return below_thousand(rest),
        (1, _) => vec!["mille".into()],
        _ => [below_thousand(thousands), vec!["mila".into()]].concat(),
    };
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
        1 => "cento".into(),
        _ => format!("{}cento", SMALL[hundreds as usize]).into(),
    }
}

/// "ventuno", "ventotto" lose a vowel; "ventitré" gets its accent.
fn below_hundred(n: u64) -> Word {
    let tens = TENS[(n / 10) as usize];
    match (n / 10, n % 10) {
        (0 | 1, _) => SMALL[n as usize].into(),
        (_, 0) => tens.into(),
        (_, 1 | 8) => format!("{}{}", &tens[..tens.len() - 1], SMALL[(n % 10) as usize]).into(),
        (_, 3) => format!("{tens}tré").into(),
        (_, ones) => format!("{tens}{}", SMALL[ones as usize]).into(),
    }
}

fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["oggi".into()],
        Day::Yesterday => vec!["ieri".into()],
        Day::Tomorrow => vec!["domani".into()],
        Day::ThisWeek => vec![weekday(at.weekday())],
        Day::ThisYear => dated(at, None),
        Day::OtherYear => dated(at, Some(at.year().unsigned_abs().into())),
    };
    words.extend(clock(at));
    words
}

fn dated(at: DateTime, year: Option<u64>) -> Vec<Word> {
    let mut words =
        vec![weekday(at.weekday()), day_of_month(at.day()), MONTHS[at.month() as usize - 1].into()];
    words.extend(year.into_iter().flat_map(|year| count(year, Form::Plain)));
    words.push(COMMA);
    words
}

fn weekday(weekday: Weekday) -> Word {
    WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

fn day_of_month(day: i8) -> Word {
    match day {
        1 => "primo".into(),
        day => below_hundred(day.unsigned_abs().into()),
    }
}

/// "alle nove e trenta", "all'una e ventuno".
fn clock(at: DateTime) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    let mut words: Vec<Word> = match (hour, minute) {
        (0, _) => vec!["a mezzanotte".into()],
        (12, 0) => vec!["a mezzogiorno".into()],
        (1, _) => vec!["all'una".into()],
        _ => vec!["alle".into(), below_hundred(hour)],
    };
    if minute > 0 {
        words.extend(["e".into(), below_hundred(minute)]);
    }
    words
}

fn span(n: u64, unit: Unit) -> Vec<Word> {
    let (one, many) = match unit {
        Unit::Hours => ("un'ora", "ore"),
        Unit::Minutes => ("un minuto", "minuti"),
        Unit::Seconds => ("un secondo", "secondi"),
    };
    if n == 1 {
        return vec![one.into()];
    }
    let mut words = count(n, Form::Plain);
    words.push(many.into());
    words
}

fn vocabulary() -> Vec<Word> {
    let numbers = (0..100).map(below_hundred).chain((1..10).map(hundred)).chain(["un".into()]);
    numbers.chain(fixed(MONTHS)).chain(fixed(WEEKDAYS)).chain(fixed(OTHERS)).collect()
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::ItIt;

    #[test]
    fn as_in_italy() {
        counts(
            ItIt,
            plain(&[
                (0, "zero"),
                (1, "uno"),
                (16, "sedici"),
                (17, "diciassette"),
                (21, "ventuno"),
                (23, "ventitré"),
                (28, "ventotto"),
                (31, "trentuno"),
                (88, "ottantotto"),
                (100, "cento"),
                (101, "cento uno"),
                (999, "novecento novantanove"),
                (1000, "mille"),
                (2026, "due mila ventisei"),
                (21_016, "ventuno mila sedici"),
            ]),
        );
        counts(ItIt, [(1, Form::Feminine, "una"), (1, Form::Masculine, "un"), (2, Form::Feminine, "due")]);
        digits(
            ItIt,
            &[
                ("301", "tre zero uno"),
                ("+3906", "più tre nove, zero sei"),
                ("*5#", "asterisco cinque cancelletto"),
            ],
        );
        moments(
            ItIt,
            &[
                ("2026-03-11T09:30", "oggi alle nove e trenta"),
                ("2026-03-11T09:00", "oggi alle nove"),
                ("2026-03-11T00:00", "oggi a mezzanotte"),
                ("2026-03-11T00:05", "oggi a mezzanotte e cinque"),
                ("2026-03-11T12:00", "oggi a mezzogiorno"),
                ("2026-03-10T13:01", "ieri alle tredici e uno"),
                ("2026-03-12T01:21", "domani all'una e ventuno"),
                ("2026-03-09T21:45", "lunedì alle ventuno e quarantacinque"),
                ("2026-03-04T08:15", "mercoledì quattro marzo, alle otto e quindici"),
                ("2026-03-01T08:00", "domenica primo marzo, alle otto"),
                (
                    "2025-12-31T23:59",
                    "mercoledì trentuno dicembre due mila venticinque, alle ventitré e cinquantanove",
                ),
            ],
        );
        durations(
            ItIt,
            &[
                (0, "zero secondi"),
                (1, "un secondo"),
                (21, "ventuno secondi"),
                (61, "un minuto e un secondo"),
                (125, "due minuti e cinque secondi"),
                (3661, "un'ora e un minuto"),
                (9000, "due ore e trenta minuti"),
            ],
        );
    }
}
