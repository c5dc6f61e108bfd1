//! How values are said in British and in American English.

use super::{COMMA, Day, Manner, Span, Unit, Word, fixed, one_by_one, spans};
use jiff::civil::{DateTime, Weekday};

pub(super) const BRITISH: Manner = Manner {
    digits: |text| one_by_one(text, |c| digit(c, "hash")),
    count: |n, _| count(n, Some("and")),
    moment: |at, day| moment(at, day, Region::Britain),
    duration: |time| duration(time, british_span),
    vocabulary: || vocabulary(Region::Britain),
};

pub(super) const AMERICAN: Manner = Manner {
    digits: |text| one_by_one(text, |c| digit(c, "pound")),
    count: |n, _| count(n, None),
    moment: |at, day| moment(at, day, Region::America),
    duration: |time| duration(time, american_span),
    vocabulary: || vocabulary(Region::America),
};

/// What differs beside the word for `#` and the "and" within numbers: dates, and noon.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Region {
    Britain,
    America,
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 31] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const ON_WEEKDAYS: [&str; 7] =
    ["on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"];
const OTHERS: [&str; 16] = [
    "thousand",
    "plus",
    "star",
    "at",
    "and",
    "today at",
    "yesterday at",
    "tomorrow at",
    "a.m.",
    "p.m.",
    "midnight",
    "seconds",
    "minutes",
    "hours",
    "one hour",
    "one minute",
];

fn digit(c: char, hash: &'static str) -> Option<&'static str> {
    match c {
        '+' => Some("plus"),
        '*' => Some("star"),
        '#' => Some(hash),
        _ => c.to_digit(10).and_then(|digit| SMALL.get(digit as usize)).copied(),
    }
}

/// Up to 999,999; `and` stands before tens and ones.
fn count(n: u64, and: Option<&'static str>) -> Vec<Word> {
    let (thousands, rest) = (n / 1000, n % 1000);
    if thousands == 0 {
        return below_thousand(rest, and);
    }
    let mut words = below_thousand(thousands, and);
    words.push("thousand".into());
    if (1..100).contains(&rest) {
        words.extend(and.map(Into::into));
    }
    if rest > 0 {
        words.extend(below_thousand(rest, and));
    }
    words
}

fn below_thousand(n: u64, and: Option<&'static str>) -> Vec<Word> {
    match (n / 100, n % 100) {
        (0, rest) => vec![below_hundred(rest)],
        (hundreds, 0) => vec![hundred(hundreds)],
        (hundreds, rest) => {
            let mut words = vec![hundred(hundreds)];
            words.extend(and.map(Into::into));
            words.push(below_hundred(rest));
            words
        }
    }
}

fn hundred(hundreds: u64) -> Word {
    format!("{} hundred", SMALL[hundreds as usize]).into()
}

fn below_hundred(n: u64) -> Word {
    match (n / 10, n % 10) {
        (0 | 1, _) => SMALL[n as usize].into(),
        (tens, 0) => TENS[tens as usize].into(),
        (tens, ones) => format!("{}-{}", TENS[tens as usize], SMALL[ones as usize]).into(),
    }
}

fn moment(at: DateTime, day: Day, region: Region) -> Vec<Word> {
    let mut words = match day {
        Day::Today => vec!["today at".into()],
        Day::Yesterday => vec!["yesterday at".into()],
        Day::Tomorrow => vec!["tomorrow at".into()],
        Day::ThisWeek => vec![on_weekday(at.weekday()), "at".into()],
        Day::ThisYear => dated(at, None, region),
        Day::OtherYear => dated(at, Some(at.year().unsigned_abs().into()), region),
    };
    words.extend(clock(at, region));
    words
}

fn dated(at: DateTime, of_year: Option<u64>, region: Region) -> Vec<Word> {
    let mut words = vec![on_weekday(at.weekday()), COMMA];
    match region {
        Region::Britain => words.extend([ordinal(at.day(), region), month(at.month())]),
        Region::America => words.extend([month(at.month()), ordinal(at.day(), region)]),
    }
    words.extend(of_year.into_iter().flat_map(|number| year(number, region)));
    words.extend([COMMA, "at".into()]);
    words
}

fn on_weekday(weekday: Weekday) -> Word {
    ON_WEEKDAYS[weekday.to_monday_zero_offset() as usize].into()
}

/// "the fourth of" in Britain, "fourth" in America.
fn ordinal(day: i8, region: Region) -> Word {
    let ordinal = ORDINALS[day as usize - 1];
    match region {
        Region::Britain => format!("the {ordinal} of").into(),
        Region::America => ordinal.into(),
    }
}

fn month(month: i8) -> Word {
    MONTHS[month as usize - 1].into()
}

/// "two thousand and nine", "twenty twenty-six", "nineteen ninety-nine".
fn year(year: u64, region: Region) -> Vec<Word> {
    let and = (region == Region::Britain).then_some("and");
    match (year / 100, year % 100) {
        (10 | 20, 0..=9) | (0..=9 | 100.., _) => count(year, and),
        (century, 0) => [below_hundred(century)].into_iter().chain(count(100, and)).collect(),
        (century, rest) if rest < 10 => vec![below_hundred(century), oh(rest)],
        (century, rest) => vec![below_hundred(century), below_hundred(rest)],
    }
}

/// "nine a.m.", "nine oh five a.m.", "twelve noon".
fn clock(at: DateTime, region: Region) -> Vec<Word> {
    let (hour, minute) = (at.hour() as u64, at.minute() as u64);
    match (hour, minute) {
        (0, 0) => return vec!["midnight".into()],
        (12, 0) => return vec![noon(region)],
        _ => {}
    }
    let mut words = vec![below_hundred(if hour % 12 == 0 { 12 } else { hour % 12 })];
    match minute {
        0 => {}
        1..=9 => words.push(oh(minute)),
        _ => words.push(below_hundred(minute)),
    }
    words.push(if hour < 12 { "a.m.".into() } else { "p.m.".into() });
    words
}

fn noon(region: Region) -> Word {
    match region {
        Region::Britain => "twelve noon".into(),
        Region::America => "noon".into(),
    }
}

fn oh(n: u64) -> Word {
    format!("oh {}", SMALL[n as usize]).into()
}

fn duration(time: Span, say: fn(u64, Unit) -> Vec<Word>) -> Vec<Word> {
    spans(time, Some("and"), say)
}

fn british_span(n: u64, unit: Unit) -> Vec<Word> {
    units(n, unit, Some("and"))
}

fn american_span(n: u64, unit: Unit) -> Vec<Word> {
    units(n, unit, None)
}

fn units(n: u64, unit: Unit, and: Option<&'static str>) -> Vec<Word> {
    let (one, many) = match unit {
        Unit::Hours => ("one hour", "hours"),
        Unit::Minutes => ("one minute", "minutes"),
        Unit::Seconds => ("one second", "seconds"),
    };
    if n == 1 {
        return vec![one.into()];
    }
    let mut words = count(n, and);
    words.push(many.into());
    words
}

fn vocabulary(region: Region) -> Vec<Word> {
    let hash = match region {
        Region::Britain => "hash",
        Region::America => "pound",
    };
    let numbers = (0..100).map(below_hundred).chain((1..10).map(hundred)).chain((1..10).map(oh));
    let dates = (1..=31).map(|day| ordinal(day, region)).chain((1..=12).map(month)).chain(fixed(ON_WEEKDAYS));
    numbers
        .chain(dates)
        .chain(fixed(OTHERS))
        .chain([noon(region), "one second".into(), hash.into()])
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::say::tests::{counts, digits, durations, moments, plain};
    use domain::language::Language::{EnGb, EnUs};

    #[test]
    fn as_in_britain() {
        counts(
            EnGb,
            plain(&[
                (0, "zero"),
                (1, "one"),
                (21, "twenty-one"),
                (30, "thirty"),
                (100, "one hundred"),
                (101, "one hundred and one"),
                (999, "nine hundred and ninety-nine"),
                (1000, "one thousand"),
                (1005, "one thousand and five"),
                (1100, "one thousand one hundred"),
                (21_016, "twenty-one thousand and sixteen"),
                (101_000, "one hundred and one thousand"),
                (1_000_000, "one zero zero, zero zero zero, zero"),
            ]),
        );
        digits(
            EnGb,
            &[
                ("301", "three zero one"),
                ("4711", "four seven one one"),
                ("+4930", "plus four nine, three zero"),
                ("030 1234", "zero three zero, one two three, four"),
                ("*5#", "star five hash"),
                ("", ""),
                ("anonymous", ""),
            ],
        );
        moments(
            EnGb,
            &[
                ("2026-03-11T09:30", "today at nine thirty a.m."),
                ("2026-03-11T09:00:59", "today at nine a.m."),
                ("2026-03-11T00:00", "today at midnight"),
                ("2026-03-11T00:05", "today at twelve oh five a.m."),
                ("2026-03-11T12:00", "today at twelve noon"),
                ("2026-03-10T13:01", "yesterday at one oh one p.m."),
                ("2026-03-12T01:21", "tomorrow at one twenty-one a.m."),
                ("2026-03-09T21:45", "on Monday at nine forty-five p.m."),
                ("2026-03-04T08:15", "on Wednesday, the fourth of March, at eight fifteen a.m."),
                (
                    "2025-12-31T23:59",
                    "on Wednesday, the thirty-first of December twenty twenty-five, at eleven fifty-nine p.m.",
                ),
                ("2009-01-02T10:00", "on Friday, the second of January two thousand and nine, at ten a.m."),
            ],
        );
        durations(
            EnGb,
            &[
                (0, "zero seconds"),
                (1, "one second"),
                (45, "forty-five seconds"),
                (60, "one minute"),
                (61, "one minute and one second"),
                (125, "two minutes and five seconds"),
                (3600, "one hour"),
                (3661, "one hour and one minute"),
                (9000, "two hours and thirty minutes"),
            ],
        );
    }

    #[test]
    fn as_in_america() {
        counts(
            EnUs,
            plain(&[
                (7, "seven"),
                (21, "twenty-one"),
                (100, "one hundred"),
                (101, "one hundred one"),
                (999, "nine hundred ninety-nine"),
                (1005, "one thousand five"),
                (1100, "one thousand one hundred"),
                (101_000, "one hundred one thousand"),
            ]),
        );
        digits(
            EnUs,
            &[("*5#", "star five pound"), ("2125550123", "two one two, five five five, zero one two, three")],
        );
        moments(
            EnUs,
            &[
                ("2026-03-11T09:30", "today at nine thirty a.m."),
                ("2026-03-11T12:00", "today at noon"),
                ("2026-03-11T00:00", "today at midnight"),
                ("2026-03-10T13:01", "yesterday at one oh one p.m."),
                ("2026-03-09T21:45", "on Monday at nine forty-five p.m."),
                ("2026-03-04T08:15", "on Wednesday, March fourth, at eight fifteen a.m."),
                (
                    "2025-12-31T23:59",
                    "on Wednesday, December thirty-first twenty twenty-five, at eleven fifty-nine p.m.",
                ),
                ("2009-01-02T10:00", "on Friday, January second two thousand nine, at ten a.m."),
                ("1999-07-01T18:00", "on Thursday, July first nineteen ninety-nine, at six p.m."),
            ],
        );
        durations(
            EnUs,
            &[
                (0, "zero seconds"),
                (1, "one second"),
                (61, "one minute and one second"),
                (125, "two minutes and five seconds"),
                (3661, "one hour and one minute"),
                (363_600, "one hundred one hours"),
            ],
        );
    }
}
