//! How values are said in Russian: one, two to four, and five and more take words of different forms, and one and two agree in
//! gender.

use super::{COMMA, Day, Form, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const RUSSIAN: Manner = Manner {
    digits: |text| one_by_one(text, digit),
    count,
    moment,
    duration: |time| spans(time, None, span),
    vocabulary,
};

const SMALL: [&str; 20] = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const TENS: [&str; 10] = [
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
];
const HUNDREDS: [&str; 10] =
    ["", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"];
/// Of days and years, in the genitive: "четвёртого марта", "двадцать пятого года".
const ORDINALS: [&str; 20] = [
    "",
    "первого",
    "второго",
    "третьего",
    "четвёртого",
    "пятого",
    "шестого",
    "седьмого",
    "восьмого",
    "девятого",
    "десятого",
    "одиннадцатого",
    "двенадцатого",
    "тринадцатого",
    "четырнадцатого",
    "пятнадцатого",
    "шестнадцатого",
    "семнадцатого",
    "восемнадцатого",
    "девятнадцатого",
];
const TENTHS: [&str; 10] = [
    "",
    "десятого",
    "двадцатого",
    "тридцатого",
    "сорокового",
    "пятидесятого",
    "шестидесятого",
    "семидесятого",
    "восьмидесятого",
    "девяностого",
];
const OF_MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const ON_WEEKDAYS: [&str; 7] =
    ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"];
const OTHERS: [&str; 17] = [
    "плюс",
    "звёздочка",
    "решётка",
    "сегодня в",
    "вчера в",
    "завтра в",
    "в",
    "тысяча девятьсот",
    "две тысячи",
    "двухтысячного",
    "года",
    "год",
    "тысяча",
    "тысячи",
    "тысяч",
    "часа",
    "часов",
];

/// The form that a counted word has: with 1, 21, 31; with 2 to 4, 22 to 24; with all others.
#[derive(Clone, Copy)]
struct Counted {
    one: &'static str,
    few: &'static str,
    many: &'static str,
    form: Form,
}

const THOUSANDS: Counted =
    Counted { one: "тысяча", few: "тысячи", many: "тысяч", form: Form::Feminine };
const HOURS: Counted = Counted { one: "час", few: "часа", many: "часов", form: Form::Masculine };
const MINUTES: Counted =
    Counted { one: "минута", few: "минуты", many: "минут", form: Form::Feminine };
const SECONDS: Counted =
    Counted { one: "секунда", few: "секунды", many: "секунд", form: Form::Feminine };
/// As one says when something happens: "в девять часов одну минуту".
const AT_MINUTES: Counted = Counted { one: "минуту", ..MINUTES };

impl Counted {
    fn with(self, n: u64) -> &'static str {
        match (n % 100, n % 10) {
            (11..=14, _) => self.many,
            (_, 1) => self.one,
            (_, 2..=4) => self.few,
            _ => self.many,
        }
    }
}

fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("плюс"),
        '*' => Some("звёздочка"),
        '#' => Some("решётка"),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

fn count(n: u64, form: Form) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    let mut words = match thousands {
        0 => return below_thousand(rest, form),
        1 => vec![THOUSANDS.one.into()],
        _ => counted(thousands, THOUSANDS),
    };
    if rest > 0 {
        words.extend(below_thousand(rest, form));
    }
    words
}

fn counted(n: u64, what: Counted) -> Vec<Word> {
    [count(n, what.form), vec![what.with(n).into()]].concat()
}

fn below_thousand(n: u64, form: Form) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0, low) => vec![below_hundred(low, form)],
        (hundreds, 0) => vec![HUNDREDS[hundreds as usize].into()],
        (hundreds, low) => vec![HUNDREDS[hundreds as usize].into(), below_hundred(low, form)],
    }
}

fn below_hundred(n: u64, form: Form) -> Word {
    let small = |n| match (n, form) {
        (1, Form::Feminine) => "одна",
        (1, Form::Neuter) => "одно",
        (2, Form::Feminine) => "две",
        _ => SMALL[n as usize],
    };
    match (n / 10, n % 10) {
        (0 | 1, _) => small(n).into(),
        (tens, 0) => TENS[tens as usize].into(),
        (tens, ones) => format!("{} {}", TENS[tens as usize], small(ones)).into(),
    }
}

fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["сегодня в".into()],
        Day::Yesterday => vec!["вчера в".into()],
        Day::Tomorrow => vec!["завтра в".into()],
        Day::ThisWeek => vec![on_weekday(at.weekday()), "в".into()],
        Day::ThisYear => dated(at, None),
        Day::OtherYear => dated(at, Some(at.year().unsigned_abs().into())),
    };
    words.push(at_hours(at.hour().unsigned_abs().into()));
    if at.minute() > 0 {
        words.push(at_minutes(at.minute().unsigned_abs().into()));
    }
    words
}

fn dated(at: DateTime, year: Option<u64>) -> Vec<Word> {
    let mut words = vec![
        on_weekday(at.weekday()),
        COMMA,
        ordinal(at.day().unsigned_abs().into()),
        OF_MONTHS[at.month() as usize - 1].into(),
    ];
    words.extend(year.into_iter().flat_map(of_year));
    words.extend([COMMA, "в".into()]);
    words
}

fn on_weekday(weekday: Weekday) -> Word {
    ON_WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

/// "две тысячи двадцать пятого года", "тысяча девятьсот девяносто девятого года"; years of other centuries are just counted.
fn of_year(year: u64) -> Vec<Word> {
    match (year / 100, year % 100) {
        (20, 0) => vec!["двухтысячного".into(), "года".into()],
        (20, rest) => vec!["две тысячи".into(), ordinal(rest), "года".into()],
        (19, rest) if rest > 0 => vec!["тысяча девятьсот".into(), ordinal(rest), "года".into()],
        _ => [vec!["год".into()], count(year, Form::Plain)].concat(),
    }
}

/// Of 1 to 99, in the genitive.
fn ordinal(n: u64) -> Word {
    match (n / 10, n % 10) {
        (tens, 0) => TENTHS[tens as usize].into(),
        (0 | 1, _) => ORDINALS[n as usize].into(),
        (tens, ones) => format!("{} {}", TENS[tens as usize], ORDINALS[ones as usize]).into(),
    }
}

fn at_hours(hour: u64) -> Word {
    format!("{} {}", below_hundred(hour, Form::Masculine), HOURS.with(hour)).into()
}

fn at_minutes(minute: u64) -> Word {
    let number = match (minute / 10, minute % 10) {
        (0, 1) => "одну".into(),
        (tens, 1) if tens > 1 => format!("{} одну", TENS[tens as usize]).into(),
        _ => below_hundred(minute, Form::Feminine),
    };
    format!("{number} {}", AT_MINUTES.with(minute)).into()
}

fn span(n: u64, unit: Unit) -> Vec<Word> {
    counted(
        n,
        match unit {
            Unit::Hours => HOURS,
            Unit::Minutes => MINUTES,
            Unit::Seconds => SECONDS,
        },
    )
}

fn vocabulary() -> Vec<Word> {
    let feminine = [0, 2, 3, 4, 5, 6, 7, 8, 9]
        .into_iter()
        .flat_map(|tens| [1, 2].map(|ones| below_hundred(tens * 10 + ones, Form::Feminine)));
    let neuter = [0, 2, 3, 4, 5, 6, 7, 8, 9].map(|tens| below_hundred(tens * 10 + 1, Form::Neuter));
    let numbers = (0..100).map(|n| below_hundred(n, Form::Plain)).chain(feminine).chain(neuter);
    let times = (0..24).map(at_hours).chain((1..60).map(at_minutes));
    let dates = (1..100).map(ordinal).chain(fixed(OF_MONTHS)).chain(fixed(ON_WEEKDAYS));
    let units = [MINUTES, SECONDS].into_iter().flat_map(|unit| [unit.one, unit.few, unit.many]);
    let hundreds = HUNDREDS.into_iter().skip(1);
    let all = numbers.chain(times).chain(dates).chain(fixed(OTHERS)).chain(["час".into()]);
    all.chain(units.chain(hundreds).map(Into::into)).collect()
}

#[cfg(test)]
mod tests {
    use super::Form::{Feminine, Masculine, Neuter};
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::RuRu;

    #[test]
    fn as_in_russia() {
        counts(
            RuRu,
            plain(&[
                (0, "ноль"),
                (1, "один"),
                (2, "два"),
                (11, "одиннадцать"),
                (21, "двадцать один"),
                (40, "сорок"),
                (100, "сто"),
                (101, "сто один"),
                (999, "девятьсот девяносто девять"),
                (1000, "тысяча"),
                (2000, "две тысячи"),
                (5000, "пять тысяч"),
                (11_000, "одиннадцать тысяч"),
                (21_016, "двадцать одна тысяча шестнадцать"),
                (122_000, "сто двадцать две тысячи"),
            ]),
        );
        counts(
            RuRu,
            [
                (1, Masculine, "один"),
                (1, Feminine, "одна"),
                (1, Neuter, "одно"),
                (2, Feminine, "две"),
                (2, Neuter, "два"),
                (21, Neuter, "двадцать одно"),
                (32, Feminine, "тридцать две"),
                (11, Feminine, "одиннадцать"),
            ],
        );
        digits(
            RuRu,
            &[
                ("301", "три ноль один"),
                ("+7495", "плюс семь четыре, девять пять"),
                ("*5#", "звёздочка пять решётка"),
            ],
        );
        moments(
            RuRu,
            &[
                ("2026-03-11T09:30", "сегодня в девять часов тридцать минут"),
                ("2026-03-11T09:00", "сегодня в девять часов"),
                ("2026-03-11T00:05", "сегодня в ноль часов пять минут"),
                ("2026-03-10T13:01", "вчера в тринадцать часов одну минуту"),
                ("2026-03-12T01:21", "завтра в один час двадцать одну минуту"),
                ("2026-03-10T22:02", "вчера в двадцать два часа две минуты"),
                ("2026-03-09T21:45", "в понедельник в двадцать один час сорок пять минут"),
                ("2026-03-04T08:15", "в среду, четвёртого марта, в восемь часов пятнадцать минут"),
                (
                    "2025-12-31T23:59",
                    "в среду, тридцать первого декабря две тысячи двадцать пятого года, в двадцать три часа пятьдесят девять минут",
                ),
                (
                    "1999-07-14T10:00",
                    "в среду, четырнадцатого июля тысяча девятьсот девяносто девятого года, в десять часов",
                ),
            ],
        );
        durations(
            RuRu,
            &[
                (0, "ноль секунд"),
                (1, "одна секунда"),
                (2, "две секунды"),
                (5, "пять секунд"),
                (11, "одиннадцать секунд"),
                (21, "двадцать одна секунда"),
                (61, "одна минута одна секунда"),
                (132, "две минуты двенадцать секунд"),
                (3661, "один час одна минута"),
                (7500, "два часа пять минут"),
                (18_000, "пять часов"),
            ],
        );
    }
}
