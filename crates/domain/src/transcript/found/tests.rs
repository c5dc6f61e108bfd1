//! What is found in what people say, and what is not.

use super::{Found, What, find};
use crate::language::Language;
use jiff::civil::date;
use proptest::prelude::*;

/// A Sunday.
const TODAY: jiff::civil::Date = date(2026, 11, 22);

/// Each with the text it stands for.
fn found(text: &str, language: Language) -> Vec<(&str, String)> {
    let value = |what: What| match what {
        What::Telephone(text) | What::Place(text) | What::Email(text) | What::Web(text) => text,
        What::Date(date) => date.to_string(),
    };
    let pair = |found: Found| (&text[found.range], value(found.what));
    find(text, language, TODAY).into_iter().map(pair).collect()
}

fn check(language: Language, cases: &[(&str, &[(&str, &str)])]) {
    for (text, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|(piece, value)| (*piece, (*value).to_owned())).collect();
        assert_eq!(found(text, language), expected, "{text}");
    }
}

#[test]
fn telephone_numbers_are_found_however_they_are_grouped() {
    check(
        Language::EnGb,
        &[
            ("Call +49 30 444-0001, please.", &[("+49 30 444-0001", "+49304440001")]),
            ("Call me at (030) 444 0001.", &[("030) 444 0001", "0304440001")]),
            ("on 555-0123-456 or", &[("555-0123-456", "5550123456")]),
            (
                "at five, five, five, zero, one, two, three, four, five, six. Thank",
                &[("five, five, five, zero, one, two, three, four, five, six", "5550123456")],
            ),
            ("zero three oh, 4 4 4, 1 2", &[("zero three oh, 4 4 4, 1 2", "03044412")]),
            ("Room 4. 5550 123 456 is it", &[("5550 123 456", "5550123456")]),
            ("one or two of the 120 people", &[]),
            ("It costs 100,000 pounds", &[]),
            ("in 2026 and 2027", &[]),
            ("number 12345678901234567890", &[]),
        ],
    );
    check(
        Language::DeDe,
        &[
            ("Rückruf unter 030/4440001 bitte", &[("030/4440001", "0304440001")]),
            (
                "null drei null, vier vier vier eins zwo",
                &[("null drei null, vier vier vier eins zwo", "03044412")],
            ),
        ],
    );
}

#[test]
fn dates_are_found_and_mean_a_day() {
    check(
        Language::EnGb,
        &[
            ("on Monday, the fifth of May.", &[("Monday, the fifth of May", "2027-05-05")]),
            ("on Monday", &[("Monday", "2026-11-23")]),
            ("on Sunday", &[("Sunday", "2026-11-29")]),
            ("last Monday and every Tuesday", &[]),
            ("tomorrow or today", &[("tomorrow", "2026-11-23"), ("today", "2026-11-22")]),
            ("the 24th of December 2026.", &[("24th of December 2026", "2026-12-24")]),
            ("December 24, 2026", &[("December 24, 2026", "2026-12-24")]),
            ("May 5th", &[("May 5th", "2027-05-05")]),
            ("since November 1.", &[("November 1", "2026-11-01")]),
            ("You may 5 times march 3", &[]),
            ("May I call", &[]),
            ("on 5/6/2026", &[("5/6/2026", "2026-06-05")]),
            ("on 2026-12-24", &[("2026-12-24", "2026-12-24")]),
            ("February 30", &[]),
        ],
    );
    check(Language::EnUs, &[("on 5/6/2026", &[("5/6/2026", "2026-05-06")])]);
    check(
        Language::DeDe,
        &[
            ("am Montag, den 5. Mai, um acht", &[("Montag, den 5. Mai", "2027-05-05")]),
            ("am vierundzwanzigsten Dezember", &[("vierundzwanzigsten Dezember", "2026-12-24")]),
            ("am 24.12. oder am 1.2.27", &[("24.12", "2026-12-24"), ("1.2.27", "2027-02-01")]),
            ("Guten Morgen, heute morgen oder morgen", &[("heute", "2026-11-22"), ("morgen", "2026-11-23")]),
            ("übermorgen", &[("übermorgen", "2026-11-24")]),
            ("um 14.30 Uhr, Version 1.2", &[]),
            ("letzten Freitag", &[]),
        ],
    );
}

#[test]
fn places_are_found_with_their_town() {
    check(
        Language::EnGb,
        &[
            (
                "I live at 12 Baker Street in London.",
                &[("12 Baker Street in London", "12 Baker Street in London")],
            ),
            (
                "at 221B Baker Street, London, today",
                &[("221B Baker Street, London", "221B Baker Street, London"), ("today", "2026-11-22")],
            ),
            ("at 7 Old Mill Lane. It", &[("7 Old Mill Lane", "7 Old Mill Lane")]),
            ("10 people on the street", &[]),
            ("12 Baker. Street", &[]),
        ],
    );
    check(
        Language::DeDe,
        &[
            (
                "in der Hauptstraße 5, 10115 Berlin.",
                &[("Hauptstraße 5, 10115 Berlin", "Hauptstraße 5, 10115 Berlin")],
            ),
            ("Lange Straße 12a in Köln", &[("Lange Straße 12a in Köln", "Lange Straße 12a in Köln")]),
            ("Hauptstr. 5", &[("Hauptstr. 5", "Hauptstr. 5")]),
            ("nach 50667 Köln", &[("50667 Köln", "50667 Köln")]),
            ("ein langer Weg 5 Tage", &[]),
            ("die Straße", &[]),
        ],
    );
}

#[test]
fn addresses_are_found_and_nothing_that_only_looks_like_one() {
    check(
        Language::EnGb,
        &[
            ("Write to Anna@Example.org.", &[("Anna@Example.org", "anna@example.org")]),
            ("see www.example.org/help, or", &[("www.example.org/help", "www.example.org/help")]),
            ("see example.com", &[("example.com", "example.com")]),
            ("see https://example.museum", &[("https://example.museum", "example.museum")]),
            ("Done.Then e.g. a@b and javascript:alert(1).com", &[]),
        ],
    );
}

#[test]
fn links_carry_nothing_but_what_they_are() {
    for (what, link) in [
        (What::Telephone("+4930".into()), Some("tel:+4930")),
        (What::Place("Straße 5, \"x\"".into()), Some("geo:0,0?q=Stra%C3%9Fe%205%2C%20%22x%22")),
        (What::Email("a@b.org".into()), Some("mailto:a@b.org")),
        (What::Web("b.org".into()), Some("https://b.org")),
        (What::Date(TODAY), None),
    ] {
        assert_eq!(what.link().as_deref(), link);
    }
}

proptest! {
    /// Whatever a recogniser says, pieces lie in the text, in order, and apart.
    #[test]
    fn pieces_lie_in_any_text(text in "([0-9]{1,5}|[a-zäß]{1,6}|Mai|May|Street|Straße|Monday|\\+|@|[ .,/-]|\\PC){0,40}") {
        for language in [Language::EnGb, Language::EnUs, Language::DeDe, Language::JaJp] {
            let mut end = 0;
            for found in find(&text, language, TODAY) {
                prop_assert!(found.range.start >= end && found.range.start < found.range.end);
                prop_assert!(text.get(found.range.clone()).is_some());
                end = found.range.end;
            }
        }
    }
}
