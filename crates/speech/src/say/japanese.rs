//! How values are said in Japanese, in kana: engines that know no kanji read it, and numbers change their sound before counters.

use super::{COMMA, Day, Form, Manner, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const JAPANESE: Manner = Manner {
    digits: |text| one_by_one(text, digit),
    count,
    moment,
    duration: |time| spans(time, None, span),
    vocabulary,
};

const ONES: [&str; 10] = ["", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"];
const HUNDREDS: [&str; 10] = [
    "",
    "ひゃく",
    "にひゃく",
    "さんびゃく",
    "よんひゃく",
    "ごひゃく",
    "ろっぴゃく",
    "ななひゃく",
    "はっぴゃく",
    "きゅうひゃく",
];
const THOUSANDS: [&str; 10] = [
    "",
    "せん",
    "にせん",
    "さんぜん",
    "よんせん",
    "ごせん",
    "ろくせん",
    "ななせん",
    "はっせん",
    "きゅうせん",
];
/// With the counters for minutes and cases: 分 and 件.
const MINUTES: [&str; 10] = [
    "",
    "いっぷん",
    "にふん",
    "さんぷん",
    "よんぷん",
    "ごふん",
    "ろっぷん",
    "ななふん",
    "はっぷん",
    "きゅうふん",
];
const CASES: [&str; 10] = [
    "",
    "いっけん",
    "にけん",
    "さんけん",
    "よんけん",
    "ごけん",
    "ろっけん",
    "ななけん",
    "はっけん",
    "きゅうけん",
];
/// Hours of the clock and of a duration, and years, before their counters.
const HOURS: [&str; 10] = ["れい", "いち", "に", "さん", "よ", "ご", "ろく", "しち", "はち", "く"];
const YEARS: [&str; 10] = ["", "いち", "に", "さん", "よ", "ご", "ろく", "なな", "はち", "きゅう"];
const MONTHS: [&str; 12] = [
    "いちがつ",
    "にがつ",
    "さんがつ",
    "しがつ",
    "ごがつ",
    "ろくがつ",
    "しちがつ",
    "はちがつ",
    "くがつ",
    "じゅうがつ",
    "じゅういちがつ",
    "じゅうにがつ",
];
const DAYS: [&str; 31] = [
    "ついたち",
    "ふつか",
    "みっか",
    "よっか",
    "いつか",
    "むいか",
    "なのか",
    "ようか",
    "ここのか",
    "とおか",
    "じゅういちにち",
    "じゅうににち",
    "じゅうさんにち",
    "じゅうよっか",
    "じゅうごにち",
    "じゅうろくにち",
    "じゅうしちにち",
    "じゅうはちにち",
    "じゅうくにち",
    "はつか",
    "にじゅういちにち",
    "にじゅうににち",
    "にじゅうさんにち",
    "にじゅうよっか",
    "にじゅうごにち",
    "にじゅうろくにち",
    "にじゅうしちにち",
    "にじゅうはちにち",
    "にじゅうくにち",
    "さんじゅうにち",
    "さんじゅういちにち",
];
const WEEKDAYS: [&str; 7] =
    ["げつようび", "かようび", "すいようび", "もくようび", "きんようび", "どようび", "にちようび"];
const OTHERS: [&str; 16] = [
    "ゼロ",
    "まん",
    "けん",
    "プラス",
    "コメじるし",
    "シャープ",
    "きょう",
    "きのう",
    "あした",
    "ごぜん",
    "ごご",
    "しょうご",
    "ねん",
    "じかん",
    "びょう",
    "ゼロけん",
];

/// `*` is called by its shape, that of the sign ※ (a grain of rice).
fn digit(c: char) -> Option<&'static str> {
    match c {
        '+' => Some("プラス"),
        '*' => Some("コメじるし"),
        '#' => Some("シャープ"),
        '0' => Some("ゼロ"),
        _ => c.to_digit(10).and_then(|digit| ONES.get(digit as usize)).copied(),
    }
}

fn count(n: u64, form: Form) -> Vec<Word> {
    match (form, n / 100 * 100, n % 100) {
        (Form::Ken, 0, 0) => vec!["ゼロけん".into()],
        (Form::Ken, 0, low) => vec![counted(low, &CASES, "じゅっけん")],
        (Form::Ken, high, 0) => [number(high), vec!["けん".into()]].concat(),
        (Form::Ken, high, low) => [number(high), vec![counted(low, &CASES, "じゅっけん")]].concat(),
        _ => number(n),
    }
}

fn number(n: u64) -> Vec<Word> {
    if n == 0 {
        return vec!["ゼロ".into()];
    }
    let (ten_thousands, rest) = (n / 10_000, n % 10_000);
    let mut words = Vec::new();
    if ten_thousands > 0 {
        words = vec![below_hundred(ten_thousands), "まん".into()];
    }
    words.extend(group(rest / 1000, &THOUSANDS));
    words.extend(group(rest / 100 % 10, &HUNDREDS));
    if !rest.is_multiple_of(100) {
        words.push(below_hundred(rest % 100));
    }
    words
}

fn group(n: u64, names: &[&'static str; 10]) -> Option<Word> {
    (n > 0).then(|| names[n as usize].into())
}

/// 1 to 99.
fn below_hundred(n: u64) -> Word {
    format!("{}{}", tens(n / 10), ONES[(n % 10) as usize]).into()
}

fn tens(tens: u64) -> String {
    match tens {
        0 => String::new(),
        1 => "じゅう".into(),
        _ => format!("{}じゅう", ONES[tens as usize]),
    }
}

/// 1 to 99 with a counter: its form after each of the ones, and after a round ten.
fn counted(n: u64, ones: &[&str; 10], after_ten: &str) -> Word {
    match (n / 10, n % 10) {
        (1, 0) => after_ten.to_owned().into(),
        (before, 0) => format!("{}{after_ten}", ONES[before as usize]).into(),
        (before, low) => format!("{}{}", tens(before), ones[low as usize]).into(),
    }
}

fn moment(at: DateTime, day: Day) -> Vec<Word> {
    let mut words: Vec<Word> = match day {
        Day::Today => vec!["きょう".into()],
        Day::Yesterday => vec!["きのう".into()],
        Day::Tomorrow => vec!["あした".into()],
        Day::ThisWeek => vec![weekday(at.weekday())],
        Day::ThisYear => dated(at),
        Day::OtherYear => [year(at.year().unsigned_abs().into()), dated(at)].concat(),
    };
    words.push(COMMA);
    words.extend(clock(at));
    words
}

fn dated(at: DateTime) -> Vec<Word> {
    let day = DAYS[at.day() as usize - 1].into();
    vec![MONTHS[at.month() as usize - 1].into(), day, COMMA, weekday(at.weekday())]
}

fn weekday(weekday: Weekday) -> Word {
    WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

fn year(year: u64) -> Vec<Word> {
    match (year / 100 * 100, year % 100) {
        (high, 0) => [number(high), vec!["ねん".into()]].concat(),
        (0, low) => vec![of_year(low)],
        (high, low) => [number(high), vec![of_year(low)]].concat(),
    }
}

fn of_year(low: u64) -> Word {
    format!("{}{}ねん", tens(low / 10), YEARS[(low % 10) as usize]).into()
}

/// "ごぜんくじ さんじゅっぷん", "しょうご", "ごごれいじ ごふん".
fn clock(at: DateTime) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    if (hour, minute) == (12, 0) {
        return vec!["しょうご".into()];
    }
    let mut words = vec![if hour < 12 { "ごぜん".into() } else { "ごご".into() }, o_clock(hour % 12)];
    if minute > 0 {
        words.push(minutes(minute));
    }
    words
}

fn o_clock(hour: u64) -> Word {
    match hour {
        10 => "じゅうじ".into(),
        _ => format!("{}{}じ", tens(hour / 10), HOURS[(hour % 10) as usize]).into(),
    }
}

/// 1 to 99.
fn minutes(n: u64) -> Word {
    counted(n, &MINUTES, "じゅっぷん")
}

fn span(n: u64, unit: Unit) -> Vec<Word> {
    match unit {
        Unit::Hours if n < 100 => vec![hours_long(n)],
        Unit::Hours => [number(n), vec!["じかん".into()]].concat(),
        Unit::Minutes => vec![minutes(n)],
        Unit::Seconds => [number(n), vec!["びょう".into()]].concat(),
    }
}

/// 1 to 99.
fn hours_long(n: u64) -> Word {
    match n % 10 {
        0 => format!("{}じかん", tens(n / 10)).into(),
        low => format!("{}{}じかん", tens(n / 10), HOURS[low as usize]).into(),
    }
}

fn vocabulary() -> Vec<Word> {
    let numbers = (1..100).map(below_hundred).chain(fixed(HUNDREDS).skip(1)).chain(fixed(THOUSANDS).skip(1));
    let cases = (1..100).map(|n| counted(n, &CASES, "じゅっけん"));
    let times = (0..12).map(o_clock).chain((1..60).map(minutes)).chain((1..100).map(hours_long));
    let dates = (1..100).map(of_year).chain(fixed(MONTHS)).chain(fixed(DAYS)).chain(fixed(WEEKDAYS));
    numbers.chain(cases).chain(times).chain(dates).chain(fixed(OTHERS)).collect()
}

#[cfg(test)]
mod tests {
    use super::Form::Ken;
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::JaJp;

    #[test]
    fn as_in_japan() {
        counts(
            JaJp,
            plain(&[
                (0, "ゼロ"),
                (1, "いち"),
                (4, "よん"),
                (10, "じゅう"),
                (11, "じゅういち"),
                (20, "にじゅう"),
                (99, "きゅうじゅうきゅう"),
                (100, "ひゃく"),
                (300, "さんびゃく"),
                (666, "ろっぴゃく ろくじゅうろく"),
                (1000, "せん"),
                (3800, "さんぜん はっぴゃく"),
                (10_000, "いち まん"),
                (21_016, "に まん せん じゅうろく"),
            ]),
        );
        counts(
            JaJp,
            [
                (0, Ken, "ゼロけん"),
                (1, Ken, "いっけん"),
                (2, Ken, "にけん"),
                (3, Ken, "さんけん"),
                (6, Ken, "ろっけん"),
                (8, Ken, "はっけん"),
                (10, Ken, "じゅっけん"),
                (21, Ken, "にじゅういっけん"),
                (30, Ken, "さんじゅっけん"),
                (108, Ken, "ひゃく はっけん"),
            ],
        );
        digits(
            JaJp,
            &[
                ("301", "さん ゼロ いち"),
                ("4797", "よん なな きゅう なな"),
                ("+8136", "プラス はち いち, さん ろく"),
                ("*5#", "コメじるし ご シャープ"),
            ],
        );
        moments(
            JaJp,
            &[
                ("2026-03-11T09:30", "きょう, ごぜん くじ さんじゅっぷん"),
                ("2026-03-11T04:04", "きょう, ごぜん よじ よんぷん"),
                ("2026-03-11T00:05", "きょう, ごぜん れいじ ごふん"),
                ("2026-03-11T12:00", "きょう, しょうご"),
                ("2026-03-11T12:01", "きょう, ごご れいじ いっぷん"),
                ("2026-03-10T19:21", "きのう, ごご しちじ にじゅういっぷん"),
                ("2026-03-12T01:13", "あした, ごぜん いちじ じゅうさんぷん"),
                ("2026-03-09T21:45", "げつようび, ごご くじ よんじゅうごふん"),
                ("2026-03-04T22:16", "さんがつ よっか, すいようび, ごご じゅうじ じゅうろっぷん"),
                ("2026-01-20T08:00", "いちがつ はつか, かようび, ごぜん はちじ"),
                (
                    "2024-12-31T23:59",
                    "にせん にじゅうよねん じゅうにがつ さんじゅういちにち, かようび, ごご じゅういちじ ごじゅうきゅうふん",
                ),
            ],
        );
        durations(
            JaJp,
            &[
                (0, "ゼロ びょう"),
                (1, "いち びょう"),
                (45, "よんじゅうご びょう"),
                (60, "いっぷん"),
                (61, "いっぷん いち びょう"),
                (600, "じゅっぷん"),
                (125, "にふん ご びょう"),
                (3661, "いちじかん いっぷん"),
                (15_000, "よじかん じゅっぷん"),
                (72_000, "にじゅうじかん"),
            ],
        );
    }
}
