//! How values are said in Spanish, in Spain and in America.

use super::{COMMA, Day, Form, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const EUROPEAN: Manner = Manner {
    digits: |text| one_by_one(text, |c| digit(c, "almohadilla")),
    count,
    moment: |at, day| moment(at, day, "uno"),
    duration: |time| spans(time, Some("y"), span),
    vocabulary: || vocabulary("almohadilla"),
};

pub(super) const AMERICAN: Manner = Manner {
    digits: |text| one_by_one(text, |c| digit(c, "numeral")),
    moment: |at, day| moment(at, day, "primero"),
    vocabulary: || vocabulary("numeral"),
    ..EUROPEAN
};

const SMALL: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: [&str; 10] =
    ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
/// Without their ending, which agrees: "doscientos", "doscientas".
const HUNDREDS: [&str; 10] = [
    "",
    "",
    "doscient",
    "trescient",
    "cuatrocient",
    "quinient",
    "seiscient",
    "setecient",
    "ochocient",
    "novecient",
];
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const THE_WEEKDAYS: [&str; 7] =
    ["el lunes", "el martes", "el miércoles", "el jueves", "el viernes", "el sábado", "el domingo"];
const OTHERS: [&str; 30] = [
    "y",
    "de",
    "cien",
    "ciento",
    "mil",
    "más",
    "asterisco",
    "hoy",
    "ayer",
    "mañana",
    "a las",
    "a la",
    "a medianoche",
    "al mediodía",
    "de la madrugada",
    "de la mañana",
    "del mediodía",
    "de la tarde",
    "de la noche",
    "horas",
    "minutos",
    "segundos",
    "una hora",
    "un minuto",
    "un segundo",
    "un",
    "una",
    "veintiún",
    "veintiuna",
    "primero",
];

fn digit(c: char, hash: &'static str) -> Option<&'static str> {
    match c {
        '+' => Some("más"),
        '*' => Some("asterisco"),
        '#' => Some(hash),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

fn count(n: u64, form: Form) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    let mut words = match thousands {
        0 => return below_thousand(rest, form),
        1 => vec![],
        // "veintiún mil", "doscientas mil personas"
        _ if form == Form::Feminine => below_thousand_before_thousand(thousands),
        _ => below_thousand(thousands, Form::Masculine),
    };
    words.push("mil".into());
    if rest > 0 {
        words.extend(below_thousand(rest, form));
    }
    words
}

/// The hundreds agree through "mil", the ones do not: "doscientas veintiún mil".
fn below_thousand_before_thousand(n: u64) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0 | 1, _) => below_thousand(n, Form::Masculine),
        (hundreds, 0) => vec![hundred(hundreds, Form::Feminine)],
        (hundreds, low) => vec![hundred(hundreds, Form::Feminine), below_hundred(low, Form::Masculine)],
    }
}

fn below_thousand(n: u64, form: Form) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0, low) => vec![below_hundred(low, form)],
        (1, 0) => vec!["cien".into()],
        (1, low) => vec!["ciento".into(), below_hundred(low, form)],
        (hundreds, 0) => vec![hundred(hundreds, form)],
        (hundreds, low) => vec![hundred(hundreds, form), below_hundred(low, form)],
    }
}

fn hundred(hundreds: u64, form: Form) -> Word {
    let ending = if form == Form::Feminine { "as" } else { "os" };
    format!("{}{ending}", HUNDREDS[hundreds as usize]).into()
}

/// "uno" alone, "un" before a masculine word, "una" before a feminine one.
fn below_hundred(n: u64, form: Form) -> Word {
    let one = match form {
        Form::Masculine => "un",
        Form::Feminine => "una",
        _ => "uno",
    };
    match (n, n % 10, form) {
        (1, ..) => one.into(),
        (21, _, Form::Masculine) => "veintiún".into(),
        (21, ..) => format!("veinti{one}").into(),
        (0..30, ..) => SMALL[n as usize].into(),
        (_, 0, _) => TENS[(n / 10) as usize].into(),
        (_, 1, _) => format!("{} y {one}", TENS[(n / 10) as usize]).into(),
        (_, ones, _) => format!("{} y {}", TENS[(n / 10) as usize], SMALL[ones as usize]).into(),
    }
}

/// `first` is how the first day of a month is called.
fn moment(at: DateTime, day: Day, first: &'static str) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["hoy".into()],
        Day::Yesterday => vec!["ayer".into()],
        Day::Tomorrow => vec!["mañana".into()],
        Day::ThisWeek => vec![the_weekday(at.weekday())],
        Day::ThisYear => dated(at, None, first),
        Day::OtherYear => dated(at, Some(at.year().unsigned_abs().into()), first),
    };
    words.extend(clock(at));
    words
}

fn dated(at: DateTime, year: Option<u64>, first: &'static str) -> Vec<Word> {
    let day = match at.day() {
        1 => first.into(),
        day => below_hundred(day.unsigned_abs().into(), Form::Plain),
    };
    let mut words = vec![the_weekday(at.weekday()), day, "de".into(), MONTHS[at.month() as usize - 1].into()];
    if let Some(year) = year {
        words.push("de".into());
        words.extend(count(year, Form::Plain));
    }
    words.push(COMMA);
    words
}

fn the_weekday(weekday: Weekday) -> Word {
    THE_WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

/// "a las nueve y treinta de la mañana", "a la una y cinco de la tarde".
fn clock(at: DateTime) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    let part = match (hour, minute) {
        (0, 0) => return vec!["a medianoche".into()],
        (12, 0) => return vec!["al mediodía".into()],
        (0..6, _) => "de la madrugada",
        (6..12, _) => "de la mañana",
        (12, _) => "del mediodía",
        (13..20, _) => "de la tarde",
        _ => "de la noche",
    };
    let spoken = if hour % 12 == 0 { 12 } else { hour % 12 };
    let mut words: Vec<Word> =
        vec![if spoken == 1 { "a la".into() } else { "a las".into() }, below_hundred(spoken, Form::Feminine)];
    if minute > 0 {
        words.extend(["y".into(), below_hundred(minute, Form::Plain)]);
    }
    words.push(part.into());
    words
}

fn span(n: u64, unit: Unit) -> Vec<Word> {
    let (one, many, form) = match unit {
        Unit::Hours => ("una hora", "horas", Form::Feminine),
        Unit::Minutes => ("un minuto", "minutos", Form::Masculine),
        Unit::Seconds => ("un segundo", "segundos", Form::Masculine),
    };
    if n == 1 {
        return vec![one.into()];
    }
    let mut words = count(n, form);
    words.push(many.into());
    words
}

fn vocabulary(hash: &'static str) -> Vec<Word> {
    let forms = [Form::Masculine, Form::Feminine];
    let agreeing = (3..10).flat_map(move |tens| forms.map(|form| below_hundred(tens * 10 + 1, form)));
    let hundreds = (2..10).flat_map(move |n| forms.map(|form| hundred(n, form)));
    let numbers = (0..100).map(|n| below_hundred(n, Form::Plain)).chain(agreeing).chain(hundreds);
    let dates = fixed(MONTHS).chain(fixed(THE_WEEKDAYS));
    numbers.chain(dates).chain(fixed(OTHERS)).chain([hash.into()]).collect()
}

#[cfg(test)]
mod tests {
    use super::Form::{Feminine, Masculine};
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::{EsEs, EsUs};

    #[test]
    fn as_in_spain_and_america() {
        for language in [EsEs, EsUs] {
            counts(
                language,
                plain(&[
                    (0, "cero"),
                    (1, "uno"),
                    (16, "dieciséis"),
                    (21, "veintiuno"),
                    (22, "veintidós"),
                    (31, "treinta y uno"),
                    (99, "noventa y nueve"),
                    (100, "cien"),
                    (101, "ciento uno"),
                    (500, "quinientos"),
                    (777, "setecientos setenta y siete"),
                    (1000, "mil"),
                    (2026, "dos mil veintiséis"),
                    (21_000, "veintiún mil"),
                    (101_000, "ciento un mil"),
                ]),
            );
            counts(
                language,
                [
                    (1, Masculine, "un"),
                    (21, Masculine, "veintiún"),
                    (31, Masculine, "treinta y un"),
                    (1, Feminine, "una"),
                    (21, Feminine, "veintiuna"),
                    (201, Feminine, "doscientas una"),
                    (221_200, Feminine, "doscientas veintiún mil doscientas"),
                ],
            );
            moments(
                language,
                &[
                    ("2026-03-11T09:30", "hoy a las nueve y treinta de la mañana"),
                    ("2026-03-11T09:00", "hoy a las nueve de la mañana"),
                    ("2026-03-11T00:00", "hoy a medianoche"),
                    ("2026-03-11T00:05", "hoy a las doce y cinco de la madrugada"),
                    ("2026-03-11T12:00", "hoy al mediodía"),
                    ("2026-03-11T12:10", "hoy a las doce y diez del mediodía"),
                    ("2026-03-10T13:01", "ayer a la una y uno de la tarde"),
                    ("2026-03-12T01:21", "mañana a la una y veintiuno de la madrugada"),
                    ("2026-03-09T21:45", "el lunes a las nueve y cuarenta y cinco de la noche"),
                    ("2026-03-04T08:15", "el miércoles cuatro de marzo, a las ocho y quince de la mañana"),
                    (
                        "2025-12-31T23:59",
                        "el miércoles treinta y uno de diciembre de dos mil veinticinco, a las once y cincuenta y nueve de la noche",
                    ),
                ],
            );
            durations(
                language,
                &[
                    (0, "cero segundos"),
                    (1, "un segundo"),
                    (21, "veintiún segundos"),
                    (61, "un minuto y un segundo"),
                    (125, "dos minutos y cinco segundos"),
                    (3661, "una hora y un minuto"),
                    (75_600, "veintiuna horas"),
                ],
            );
        }
    }

    #[test]
    fn what_differs_between_spain_and_america() {
        digits(EsEs, &[("+3491", "más tres cuatro, nueve uno"), ("*5#", "asterisco cinco almohadilla")]);
        digits(EsUs, &[("301", "tres cero uno"), ("*5#", "asterisco cinco numeral")]);
        moments(EsEs, &[("2026-03-01T08:00", "el domingo uno de marzo, a las ocho de la mañana")]);
        moments(EsUs, &[("2026-03-01T08:00", "el domingo primero de marzo, a las ocho de la mañana")]);
    }
}
