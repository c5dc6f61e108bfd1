//! How values are said in Portuguese, in Portugal and in Brazil.

use super::{COMMA, Day, Form, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const EUROPEAN: Manner = Manner {
    digits: |text| one_by_one(text, european_digit),
    count: |n, form| count(n, form, Region::Portugal),
    moment: |at, day| moment(at, day, Region::Portugal),
    duration: |time| spans(time, Some("e"), |n, unit| span(n, unit, Region::Portugal)),
    vocabulary: || vocabulary(Region::Portugal),
};

pub(super) const BRAZILIAN: Manner = Manner {
    digits: |text| one_by_one(text, brazilian_digit),
    count: |n, form| count(n, form, Region::Brazil),
    moment: |at, day| moment(at, day, Region::Brazil),
    duration: |time| spans(time, Some("e"), |n, unit| span(n, unit, Region::Brazil)),
    vocabulary: || vocabulary(Region::Brazil),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Region {
    Portugal,
    Brazil,
}

const SMALL: [&str; 20] = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezasseis",
    "dezassete",
    "dezoito",
    "dezanove",
];
const TENS: [&str; 10] =
    ["", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"];
/// Without their ending, which agrees: "duzentos", "duzentas".
const HUNDREDS: [&str; 10] =
    ["", "", "duzent", "trezent", "quatrocent", "quinhent", "seiscent", "setecent", "oitocent", "novecent"];
const MONTHS: [&str; 12] = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
];
const ON_WEEKDAYS: [&str; 7] = [
    "na segunda-feira",
    "na terça-feira",
    "na quarta-feira",
    "na quinta-feira",
    "na sexta-feira",
    "no sábado",
    "no domingo",
];
const OTHERS: [&str; 23] = [
    "e",
    "de",
    "cem",
    "cento",
    "mil",
    "mais",
    "asterisco",
    "hoje",
    "ontem",
    "amanhã",
    "às",
    "à",
    "à meia-noite",
    "ao meio-dia",
    "horas",
    "minutos",
    "segundos",
    "uma hora",
    "um minuto",
    "um segundo",
    "uma",
    "duas",
    "primeiro",
];

fn european_digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("mais"),
        '*' => Some("asterisco"),
        '#' => Some("cardinal"),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

/// "meia" (half a dozen) is no "três" on a bad line, as "seis" may be.
fn brazilian_digit(c: char) -> Option<&'static str> {
    match c {
        '6' => Some("meia"),
        '#' => Some("jogo da velha"),
        _ => european_digit(c),
    }
}

fn count(n: u64, form: Form, region: Region) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    let mut words = match thousands {
        0 => return below_thousand(rest, form, region),
        1 => vec![],
        _ => below_thousand(thousands, form, region),
    };
    words.push("mil".into());
    // "mil e cinco", "mil e cem", but "mil cento e um".
    if rest > 0 && (rest < 100 || rest.is_multiple_of(100)) {
        words.push("e".into());
    }
    if rest > 0 {
        words.extend(below_thousand(rest, form, region));
    }
    words
}

fn below_thousand(n: u64, form: Form, region: Region) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0, low) => vec![below_hundred(low, form, region)],
        (1, 0) => vec!["cem".into()],
        (1, low) => vec!["cento".into(), "e".into(), below_hundred(low, form, region)],
        (hundreds, 0) => vec![hundred(hundreds, form)],
        (hundreds, low) => vec![hundred(hundreds, form), "e".into(), below_hundred(low, form, region)],
    }
}

fn hundred(hundreds: u64, form: Form) -> Word {
    let ending = if form == Form::Feminine { "as" } else { "os" };
    format!("{}{ending}", HUNDREDS[hundreds as usize]).into()
}

fn below_hundred(n: u64, form: Form, region: Region) -> Word {
    let small = |n| match (n, form, region) {
        (1, Form::Feminine, _) => "uma",
        (2, Form::Feminine, _) => "duas",
        (14, _, Region::Brazil) => "quatorze",
        (16, _, Region::Brazil) => "dezesseis",
        (17, _, Region::Brazil) => "dezessete",
        (19, _, Region::Brazil) => "dezenove",
        _ => SMALL[n as usize],
    };
    match (n / 10, n % 10) {
        (0 | 1, _) => small(n).into(),
        (tens, 0) => TENS[tens as usize].into(),
        (tens, ones) => format!("{} e {}", TENS[tens as usize], small(ones)).into(),
    }
}

fn moment(at: DateTime, day: Day, region: Region) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["hoje".into()],
        Day::Yesterday => vec!["ontem".into()],
        Day::Tomorrow => vec!["amanhã".into()],
        Day::ThisWeek => vec![on_weekday(at.weekday())],
        Day::ThisYear => dated(at, None, region),
        Day::OtherYear => dated(at, Some(at.year().unsigned_abs().into()), region),
    };
    words.extend(clock(at, region));
    words
}

fn dated(at: DateTime, year: Option<u64>, region: Region) -> Vec<Word> {
    let day = match (at.day(), region) {
        (1, Region::Brazil) => "primeiro".into(),
        (day, _) => below_hundred(day.unsigned_abs().into(), Form::Plain, region),
    };
    let mut words =
        vec![on_weekday(at.weekday()), COMMA, day, "de".into(), MONTHS[at.month() as usize - 1].into()];
    if let Some(year) = year {
        words.push("de".into());
        words.extend(count(year, Form::Plain, region));
    }
    words.push(COMMA);
    words
}

fn on_weekday(weekday: Weekday) -> Word {
    ON_WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

/// "às nove e trinta", "à uma e vinte e um": hours are feminine, minutes masculine.
fn clock(at: DateTime, region: Region) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    let mut words: Vec<Word> = match (hour, minute) {
        (0, _) => vec!["à meia-noite".into()],
        (12, 0) => vec!["ao meio-dia".into()],
        (1, _) => vec!["à".into(), "uma hora".into()],
        (_, 0) => vec!["às".into(), below_hundred(hour, Form::Feminine, region), "horas".into()],
        _ => vec!["às".into(), below_hundred(hour, Form::Feminine, region)],
    };
    if minute > 0 {
        words.extend(["e".into(), below_hundred(minute, Form::Plain, region)]);
    }
    words
}

fn span(n: u64, unit: Unit, region: Region) -> Vec<Word> {
    let (one, many, form) = match unit {
        Unit::Hours => ("uma hora", "horas", Form::Feminine),
        Unit::Minutes => ("um minuto", "minutos", Form::Masculine),
        Unit::Seconds => ("um segundo", "segundos", Form::Masculine),
    };
    if n == 1 {
        return vec![one.into()];
    }
    let mut words = count(n, form, region);
    words.push(many.into());
    words
}

fn vocabulary(region: Region) -> Vec<Word> {
    let agreeing = (2..10)
        .flat_map(move |tens| [1, 2].map(|ones| below_hundred(tens * 10 + ones, Form::Feminine, region)));
    let hundreds = (2..10).flat_map(|n| [Form::Plain, Form::Feminine].map(|form| hundred(n, form)));
    let numbers =
        (0..100).map(move |n| below_hundred(n, Form::Plain, region)).chain(agreeing).chain(hundreds);
    let dates = fixed(MONTHS).chain(fixed(ON_WEEKDAYS));
    let keys: &[&str] = match region {
        Region::Portugal => &["cardinal"],
        Region::Brazil => &["jogo da velha", "meia"],
    };
    numbers.chain(dates).chain(fixed(OTHERS)).chain(keys.iter().map(|&key| key.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::Form::Feminine;
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::{PtBr, PtPt};

    #[test]
    fn as_in_portugal_and_brazil() {
        for language in [PtPt, PtBr] {
            counts(
                language,
                plain(&[
                    (0, "zero"),
                    (1, "um"),
                    (18, "dezoito"),
                    (21, "vinte e um"),
                    (99, "noventa e nove"),
                    (100, "cem"),
                    (101, "cento e um"),
                    (200, "duzentos"),
                    (555, "quinhentos e cinquenta e cinco"),
                    (1000, "mil"),
                    (1005, "mil e cinco"),
                    (1100, "mil e cem"),
                    (1101, "mil cento e um"),
                    (2026, "dois mil e vinte e seis"),
                ]),
            );
            counts(
                language,
                [
                    (1, Feminine, "uma"),
                    (2, Feminine, "duas"),
                    (22, Feminine, "vinte e duas"),
                    (201, Feminine, "duzentas e uma"),
                    (2000, Feminine, "duas mil"),
                ],
            );
            moments(
                language,
                &[
                    ("2026-03-11T09:30", "hoje às nove e trinta"),
                    ("2026-03-11T09:00", "hoje às nove horas"),
                    ("2026-03-11T00:00", "hoje à meia-noite"),
                    ("2026-03-11T00:05", "hoje à meia-noite e cinco"),
                    ("2026-03-11T12:00", "hoje ao meio-dia"),
                    ("2026-03-10T13:01", "ontem às treze e um"),
                    ("2026-03-12T01:21", "amanhã à uma hora e vinte e um"),
                    ("2026-03-09T21:45", "na segunda-feira às vinte e uma e quarenta e cinco"),
                    ("2026-03-07T22:10", "no sábado às vinte e duas e dez"),
                    ("2026-03-04T08:15", "na quarta-feira, quatro de março, às oito e quinze"),
                    (
                        "2025-12-31T23:59",
                        "na quarta-feira, trinta e um de dezembro de dois mil e vinte e cinco, às vinte e três e cinquenta e nove",
                    ),
                ],
            );
            durations(
                language,
                &[
                    (0, "zero segundos"),
                    (1, "um segundo"),
                    (61, "um minuto e um segundo"),
                    (125, "dois minutos e cinco segundos"),
                    (3661, "uma hora e um minuto"),
                    (9000, "duas horas e trinta minutos"),
                ],
            );
        }
    }

    #[test]
    fn what_differs_between_portugal_and_brazil() {
        counts(PtPt, plain(&[(14, "catorze"), (16, "dezasseis"), (17, "dezassete"), (19, "dezanove")]));
        counts(
            PtBr,
            plain(&[
                (14, "quatorze"),
                (16, "dezesseis"),
                (17, "dezessete"),
                (19, "dezenove"),
                (36, "trinta e seis"),
            ]),
        );
        digits(PtPt, &[("+3516", "mais três cinco, um seis"), ("*5#", "asterisco cinco cardinal")]);
        digits(PtBr, &[("+5516", "mais cinco cinco, um meia"), ("*5#", "asterisco cinco jogo da velha")]);
        moments(PtPt, &[("2026-03-01T08:00", "no domingo, um de março, às oito horas")]);
        moments(PtBr, &[("2026-03-01T08:00", "no domingo, primeiro de março, às oito horas")]);
    }
}
