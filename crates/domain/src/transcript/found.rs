//! What in a transcript leads somewhere: telephone numbers, dates, places, e-mail and web addresses. Rather nothing than a
//! wrong one: it is for people who click.

mod addresses;
mod dates;
mod places;
mod telephones;
mod words;

pub use telephones::digit;

use crate::language::Language;
use jiff::civil::Date;
use std::fmt::Write;
use std::ops::Range;
use words::{Word, words};

/// More are not marked in one text.
const MOST_FOUND: usize = 200;

/// What a piece of text is. Its `Debug` tells none of it.
#[derive(Clone, PartialEq, Eq)]
pub enum What {
    /// As it is dialled: digits, a `+` before them if it was said.
    Telephone(String),
    Date(Date),
    /// An address of a house, in one line.
    Place(String),
    Email(String),
    /// Without its scheme.
    Web(String),
}

impl std::fmt::Debug for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A piece of text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Octets of the text.
    pub range: Range<usize>,
    pub what: What,
}

impl What {
    pub fn name(&self) -> &'static str {
        match self {
            What::Telephone(_) => "telephone",
            What::Date(_) => "date",
            What::Place(_) => "place",
            What::Email(_) => "email",
            What::Web(_) => "web",
        }
    }

    /// Where it leads; a date nowhere.
    pub fn link(&self) -> Option<String> {
        match self {
            What::Telephone(number) => Some(format!("tel:{number}")),
            What::Date(_) => None,
            // RFC 5870, with the question that maps understand beside a position.
            What::Place(place) => Some(format!("geo:0,0?q={}", escaped(place))),
            What::Email(address) => Some(format!("mailto:{address}")),
            What::Web(address) => Some(format!("https://{address}")),
        }
    }
}

/// For a URI (RFC 3986 §2.1).
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for octet in text.bytes() {
        match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => {
                escaped.push(char::from(octet))
            }
            _ => _ = write!(escaped, "%{octet:02X}"),
        }
    }
    escaped
}

/// In the order of the text, none within another. `today` is the day on which it was said, by its hearer's clock.
pub fn find(text: &str, language: Language, today: Date) -> Vec<Found> {
    let words = words(text);
    let mut all = addresses::find(&words);
    all.extend(places::find(text, &words, language.written()));
    all.extend(dates::find(&words, language, today));
    all.extend(telephones::find(&words));
    // A number in a date or a street is no telephone's: what was found first wins.
    let mut kept: Vec<Found> = Vec::new();
    for found in all {
        if kept.len() < MOST_FOUND && !kept.iter().any(|other| overlap(&other.range, &found.range)) {
            kept.push(found);
        }
    }
    kept.sort_by_key(|found| found.range.start);
    kept
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// From the first to the last of these words.
fn span(words: &[Word<'_>]) -> Range<usize> {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests;
