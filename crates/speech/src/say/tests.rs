//! The tables of each language are read here; and nothing may be said that has not been recorded.

use super::*;
use jiff::ToSpan;
use jiff::civil::{date, datetime};
use std::collections::HashSet;

fn text(words: &[Word]) -> String {
    words.join("|").replace("|,|", ", ").replace('|', " ")
}

/// Numbers that stand alone.
pub fn plain<'a>(cases: &'a [(u64, &'a str)]) -> impl Iterator<Item = (u64, Form, &'a str)> {
    cases.iter().map(|&(n, said)| (n, Form::Plain, said))
}

pub fn counts<'a>(language: Language, cases: impl IntoIterator<Item = (u64, Form, &'a str)>) {
    for (n, form, said) in cases {
        assert_eq!(text(&count(language, n, form)), said, "{language} {n} {form:?}");
    }
}

pub fn digits(language: Language, cases: &[(&str, &str)]) {
    for (number, said) in cases {
        assert_eq!(text(&super::digits(language, number)), *said, "{language} {number}");
    }
}

/// As seen from Wednesday, the 11th of March 2026.
pub fn moments(language: Language, cases: &[(&str, &str)]) {
    for (at, said) in cases {
        let words = moment(language, at.parse().unwrap(), date(2026, 3, 11));
        assert_eq!(text(&words), *said, "{language} {at}");
    }
}

pub fn durations(language: Language, cases: &[(u64, &str)]) {
    for (seconds, said) in cases {
        assert_eq!(text(&duration(language, *seconds)), *said, "{language} {seconds}");
    }
}

#[test]
fn every_word_that_is_said_is_in_the_vocabulary() {
    for language in Language::ALL {
        let known: HashSet<Word> = vocabulary(language).into_iter().chain([COMMA]).collect();
        let check = |said: Vec<Word>| {
            for word in said {
                assert!(known.contains(&word), "{language}: {word}");
            }
        };
        for form in Form::ALL {
            let counts = (0..3000).chain((3000..=LARGEST_COUNT + 1).step_by(997));
            counts.for_each(|n| check(count(language, n, form)));
        }
        (0..20_000).chain((20_000..3_600_000).step_by(1_799)).for_each(|n| check(duration(language, n)));
        for number in ["+0123456789*#", "0123456789", "+33612345678", "+336123", "12345", "#", "0"] {
            check(super::digits(language, number));
        }
        let today = date(2026, 11, 21);
        for minute in 0..1440 {
            check(moment(language, datetime(2026, 11, 21, 0, 0, 0, 0) + minute.minutes(), today));
        }
        for days_ago in (-400..4000).chain((-70_000..70_000).step_by(311)) {
            check(moment(language, (today - days_ago.days()).at(9, 30, 0, 0), today));
        }
    }
}

#[test]
fn no_word_is_recorded_that_is_there_already() {
    for language in Language::ALL {
        let words = vocabulary(language);
        let different: HashSet<&Word> = words.iter().collect();
        assert!(words.len() < different.len() + 20, "{language}: {} of {}", different.len(), words.len());
    }
}
