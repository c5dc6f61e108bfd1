//! How values are said in Turkish: nothing takes a plural after a number.

use super::{COMMA, Day, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const TURKISH: Manner = Manner {
    digits: |text| one_by_one(text, digit),
    count: |n, _| count(n),
    moment,
    duration: |time| spans(time, None, span),
    vocabulary,
};

const SMALL: [&str; 10] = ["sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"];
const TENS: [&str; 10] = ["", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"];
const MONTHS: [&str; 12] = [
    "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım",
    "aralık",
];
const WEEKDAYS: [&str; 7] = ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"];
const OTHERS: [&str; 11] =
    ["bin", "artı", "yıldız", "kare", "bugün", "dün", "yarın", "saat", "dakika", "saniye", "sıfır sıfır"];

fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("artı"),
        '*' => Some("yıldız"),
        '#' => Some("kare"),
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
    words.push("bin".into());
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
        1 => "yüz".into(),
        _ => format!("{} yüz", SMALL[hundreds as usize]).into(),
    }
}

fn below_hundred(n: u64) -> Word {
    match (n / 10, n % 10) {
        (0, ones) => SMALL[ones as usize].into(),
        (tens, 0) => TENS[tens as usize].into(),
        (tens, ones) => format!("{} {}", TENS[tens as usize], SMALL[ones as usize]).into(),
    }
}

fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words: Vec<Word> = match day {
        Day::Today => vec!["bugün".into()],
        Day::Yesterday => vec!["dün".into()],
        Day::Tomorrow => vec!["yarın".into()],
        Day::ThisWeek => vec![on_weekday(at.weekday())],
        Day::ThisYear => dated(at, None),
        Day::OtherYear => dated(at, Some(at.year().unsigned_abs().into())),
    };
    words.push("saat".into());
    words.extend(clock(at));
    words
}

/// "dört mart iki bin yirmi beş çarşamba günü".
fn dated(at: DateTime, year: Option<u64>) -> Vec<Word> {
    let mut words =
        vec![below_hundred(at.day().unsigned_abs().into()), MONTHS[at.month() as usize - 1].into()];
    words.extend(year.into_iter().flat_map(count));
    words.extend([on_weekday(at.weekday()), COMMA]);
    words
}

fn on_weekday(weekday: Weekday) -> Word {
    format!("{} günü", WEEKDAYS[weekday.to_monday_zero_offset() as usize]).into()
}

/// "dokuz otuz", "dokuz sıfır beş": hours and minutes one after the other, as a clock shows them.
fn clock(at: DateTime) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    let hour = if hour == 0 { "sıfır sıfır".into() } else { below_hundred(hour) };
    match minute {
        0 => vec![hour],
        1..10 => vec![hour, "sıfır".into(), below_hundred(minute)],
        _ => vec![hour, below_hundred(minute)],
    }
}

fn span(n: u64, unit: Unit) -> Vec<Word> {
    let unit = match unit {
        Unit::Hours => "saat",
        Unit::Minutes => "dakika",
        Unit::Seconds => "saniye",
    };
    let mut words = count(n);
    words.push(unit.into());
    words
}

fn vocabulary() -> Vec<Word> {
    let numbers = (0..100).map(below_hundred).chain((1..10).map(hundred));
    let weekdays = WEEKDAYS.map(|weekday| format!("{weekday} günü").into());
    numbers.chain(weekdays).chain(fixed(MONTHS)).chain(fixed(OTHERS)).collect()
}

#[cfg(test)]
mod tests {
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::TrTr;

    #[test]
    fn as_in_turkey() {
        counts(
            TrTr,
            plain(&[
                (0, "sıfır"),
                (1, "bir"),
                (11, "on bir"),
                (20, "yirmi"),
                (21, "yirmi bir"),
                (99, "doksan dokuz"),
                (100, "yüz"),
                (101, "yüz bir"),
                (250, "iki yüz elli"),
                (999, "dokuz yüz doksan dokuz"),
                (1000, "bin"),
                (1001, "bin bir"),
                (2026, "iki bin yirmi altı"),
                (101_000, "yüz bir bin"),
            ]),
        );
        digits(
            TrTr,
            &[
                ("301", "üç sıfır bir"),
                ("0212 555", "sıfır iki bir, iki beş beş, beş"),
                ("+9021", "artı dokuz sıfır, iki bir"),
                ("*5#", "yıldız beş kare"),
            ],
        );
        moments(
            TrTr,
            &[
                ("2026-03-11T09:30", "bugün saat dokuz otuz"),
                ("2026-03-11T09:00", "bugün saat dokuz"),
                ("2026-03-11T00:05", "bugün saat sıfır sıfır sıfır beş"),
                ("2026-03-11T12:00", "bugün saat on iki"),
                ("2026-03-10T13:01", "dün saat on üç sıfır bir"),
                ("2026-03-12T01:21", "yarın saat bir yirmi bir"),
                ("2026-03-09T21:45", "pazartesi günü saat yirmi bir kırk beş"),
                ("2026-03-04T08:15", "dört mart çarşamba günü, saat sekiz on beş"),
                (
                    "2025-12-31T23:59",
                    "otuz bir aralık iki bin yirmi beş çarşamba günü, saat yirmi üç elli dokuz",
                ),
            ],
        );
        durations(
            TrTr,
            &[
                (0, "sıfır saniye"),
                (1, "bir saniye"),
                (60, "bir dakika"),
                (61, "bir dakika bir saniye"),
                (125, "iki dakika beş saniye"),
                (3661, "bir saat bir dakika"),
                (9000, "iki saat otuz dakika"),
            ],
        );
    }
}
