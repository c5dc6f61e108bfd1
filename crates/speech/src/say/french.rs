//! How values are said in French, in France and in Canada.

use super::{COMMA, Day, Form, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const FRENCH: Manner = Manner {
    digits: in_pairs,
    count,
    moment,
    duration: |time| spans(time, Some("et"), span),
    vocabulary: || vocabulary("dièse"),
};

pub(super) const CANADIAN: Manner = Manner {
    digits: |text| one_by_one(text, |c| digit(c, "carré")),
    vocabulary: || vocabulary("carré"),
    ..FRENCH
};

const SMALL: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
/// Of seventy and ninety only the beginning: what follows counts on to nineteen.
const TENS: [&str; 10] = [
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const OTHERS: [&str; 17] = [
    "et",
    "mille",
    "plus",
    "étoile",
    "à",
    "aujourd'hui à",
    "hier à",
    "demain à",
    "minuit",
    "midi",
    "heures",
    "minutes",
    "secondes",
    "une heure",
    "une minute",
    "une seconde",
    "seconde",
];

/// France reads its telephone numbers, always of ten digits, in pairs; the country code of France takes the place of the first.
fn in_pairs(text: &str) -> Vec<Word> {
    let digits: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect();
    let is_number =
        |number: &str, length| number.len() == length && number.bytes().all(|c| c.is_ascii_digit());
    match digits.strip_prefix("+33") {
        Some(number) if is_number(number, 9) => {
            let (first, pairs) = number.split_at(1);
            let mut words = vec!["plus".into(), below_hundred(33, Form::Plain), COMMA];
            words.extend(one_by_one(first, |c| digit(c, "dièse")));
            words.extend(pairs_of(pairs).flat_map(|pair| [vec![COMMA], pair].concat()));
            words
        }
        None if is_number(&digits, 10) && digits.starts_with('0') => {
            pairs_of(&digits).collect::<Vec<_>>().join(&COMMA)
        }
        _ => one_by_one(text, |c| digit(c, "dièse")),
    }
}

/// "zéro six", "quarante-deux".
fn pairs_of(digits: &str) -> impl Iterator<Item = Vec<Word>> + '_ {
    digits.as_bytes().chunks(2).map(|pair| {
        let number = pair.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        match (pair.len(), number) {
            (2, 0..10) => vec![SMALL[0].into(), below_hundred(number, Form::Plain)],
            _ => vec![below_hundred(number, Form::Plain)],
        }
    })
}

fn digit(c: char, hash: &'static str) -> Option<&'static str> {
    match c {
        '+' => Some("plus"),
        '*' => Some("étoile"),
        '#' => Some(hash),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

fn count(n: u64, form: Form) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    let mut words = match thousands {
        0 => return below_thousand(rest, form),
        1 => vec![],
        _ => below_thousand(thousands, Form::Plain),
    };
    // "quatre-vingt mille", "deux cent mille": the plural's s is written at the end alone, and is never heard.
    words.push("mille".into());
    if rest > 0 {
        words.extend(below_thousand(rest, form));
    }
    words
}

fn below_thousand(n: u64, form: Form) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0, low) => vec![below_hundred(low, form)],
        (hundreds, 0) => vec![hundred(hundreds)],
        (hundreds, low) => vec![hundred(hundreds), below_hundred(low, form)],
    }
}

fn hundred(hundreds: u64) -> Word {
    match hundreds {
        1 => "cent".into(),
        _ => format!("{} cent", SMALL[hundreds as usize]).into(),
    }
}

fn below_hundred(n: u64, form: Form) -> Word {
    let one = if form == Form::Feminine { "une" } else { "un" };
    match (n / 10, n % 10) {
        (0, 1) => one.into(),
        (0 | 1, _) => SMALL[n as usize].into(),
        (8, 0) => "quatre-vingts".into(),
        (7, 1) => "soixante et onze".into(),
        (tens @ (7 | 9), ones) => format!("{}-{}", TENS[tens as usize], SMALL[10 + ones as usize]).into(),
        (tens, 0) => TENS[tens as usize].into(),
        (8, 1) => format!("quatre-vingt-{one}").into(),
        (tens, 1) => format!("{} et {one}", TENS[tens as usize]).into(),
        (tens, ones) => format!("{}-{}", TENS[tens as usize], SMALL[ones as usize]).into(),
    }
}

fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["aujourd'hui à".into()],
        Day::Yesterday => vec!["hier à".into()],
        Day::Tomorrow => vec!["demain à".into()],
        Day::ThisWeek => vec![weekday(at.weekday()), "à".into()],
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
    words.extend([COMMA, "à".into()]);
    words
}

fn weekday(weekday: Weekday) -> Word {
    WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

fn day_of_month(day: i8) -> Word {
    match day {
        1 => "premier".into(),
        day => below_hundred(day.unsigned_abs().into(), Form::Plain),
    }
}

/// "neuf heures trente", "treize heures une": minutes are feminine.
fn clock(at: DateTime) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    match (hour, minute) {
        (0, 0) => vec!["minuit".into()],
        (12, 0) => vec!["midi".into()],
        (_, 0) => vec![hours(hour)],
        _ => vec![hours(hour), below_hundred(minute, Form::Feminine)],
    }
}

fn hours(hour: u64) -> Word {
    let unit = if hour < 2 { "heure" } else { "heures" };
    format!("{} {unit}", below_hundred(hour, Form::Feminine)).into()
}

fn span(n: u64, unit: Unit) -> Vec<Word> {
    let (one, many) = match unit {
        Unit::Hours => ("une heure", "heures"),
        Unit::Minutes => ("une minute", "minutes"),
        Unit::Seconds => ("une seconde", "secondes"),
    };
    match n {
        0 => return vec![SMALL[0].into(), "seconde".into()],
        1 => return vec![one.into()],
        _ => {}
    }
    let mut words = count(n, Form::Feminine);
    words.push(many.into());
    words
}

fn vocabulary(hash: &'static str) -> Vec<Word> {
    let feminine = [1, 21, 31, 41, 51, 61, 81].map(|n| below_hundred(n, Form::Feminine));
    let numbers = (0..100).map(|n| below_hundred(n, Form::Plain)).chain(feminine).chain((1..10).map(hundred));
    let hours = (0..24).filter(|&hour| hour != 1).map(hours);
    let dates = fixed(MONTHS).chain(fixed(WEEKDAYS)).chain(["premier".into()]);
    numbers.chain(hours).chain(dates).chain(fixed(OTHERS)).chain([hash.into()]).collect()
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::{FrCa, FrFr};

    #[test]
    fn as_in_france_and_canada() {
        for language in [FrFr, FrCa] {
            counts(
                language,
                plain(&[
                    (0, "zéro"),
                    (1, "un"),
                    (16, "seize"),
                    (17, "dix-sept"),
                    (21, "vingt et un"),
                    (22, "vingt-deux"),
                    (70, "soixante-dix"),
                    (71, "soixante et onze"),
                    (72, "soixante-douze"),
                    (80, "quatre-vingts"),
                    (81, "quatre-vingt-un"),
                    (90, "quatre-vingt-dix"),
                    (91, "quatre-vingt-onze"),
                    (99, "quatre-vingt-dix-neuf"),
                    (100, "cent"),
                    (101, "cent un"),
                    (999, "neuf cent quatre-vingt-dix-neuf"),
                    (1000, "mille"),
                    (1001, "mille un"),
                    (2345, "deux mille trois cent quarante-cinq"),
                    (21_000, "vingt et un mille"),
                ]),
            );
            counts(language, [(1, Form::Feminine, "une"), (121, Form::Feminine, "cent vingt et une")]);
            moments(
                language,
                &[
                    ("2026-03-11T09:30", "aujourd'hui à neuf heures trente"),
                    ("2026-03-11T00:00", "aujourd'hui à minuit"),
                    ("2026-03-11T00:05", "aujourd'hui à zéro heure cinq"),
                    ("2026-03-11T12:00", "aujourd'hui à midi"),
                    ("2026-03-10T13:01", "hier à treize heures une"),
                    ("2026-03-12T01:21", "demain à une heure vingt et une"),
                    ("2026-03-09T21:45", "lundi à vingt et une heures quarante-cinq"),
                    ("2026-03-04T08:15", "mercredi quatre mars, à huit heures quinze"),
                    ("2026-03-01T08:00", "dimanche premier mars, à huit heures"),
                    (
                        "2025-12-31T23:59",
                        "mercredi trente et un décembre deux mille vingt-cinq, à vingt-trois heures cinquante-neuf",
                    ),
                    (
                        "1999-07-14T10:00",
                        "mercredi quatorze juillet mille neuf cent quatre-vingt-dix-neuf, à dix heures",
                    ),
                ],
            );
            durations(
                language,
                &[
                    (0, "zéro seconde"),
                    (1, "une seconde"),
                    (21, "vingt et une secondes"),
                    (60, "une minute"),
                    (61, "une minute et une seconde"),
                    (125, "deux minutes et cinq secondes"),
                    (3661, "une heure et une minute"),
                    (9000, "deux heures et trente minutes"),
                ],
            );
        }
    }

    #[test]
    fn france_reads_numbers_in_pairs_and_canada_does_not() {
        digits(
            FrFr,
            &[
                ("301", "trois zéro un"),
                ("01 42 68 53 00", "zéro un, quarante-deux, soixante-huit, cinquante-trois, zéro zéro"),
                (
                    "+33612345678",
                    "plus trente-trois, six, douze, trente-quatre, cinquante-six, soixante-dix-huit",
                ),
                ("+4930", "plus quatre neuf, trois zéro"),
                ("*5#", "étoile cinq dièse"),
            ],
        );
        digits(
            FrCa,
            &[
                ("0142685300", "zéro un quatre, deux six huit, cinq trois zéro, zéro"),
                ("514 555", "cinq un quatre, cinq cinq cinq"),
                ("*5#", "étoile cinq carré"),
            ],
        );
    }
}
