//! Addresses of houses: a street with a number, and the town behind it; in German also a town with its postcode.

use super::words::Word;
use super::{Found, What, span};
use crate::language::Written;

const STREETS: [&str; 17] = [
    "street",
    "road",
    "avenue",
    "lane",
    "drive",
    "square",
    "way",
    "close",
    "court",
    "boulevard",
    "place",
    "terrace",
    "crescent",
    "st",
    "rd",
    "ave",
    "blvd",
];
/// Ends of German names of streets; such a name alone is one word, or the last of some.
const STRASSEN: [&str; 11] =
    ["straße", "strasse", "str", "weg", "platz", "allee", "gasse", "ring", "ufer", "damm", "chaussee"];
/// Words of a street's name before its kind.
const MOST_NAME_WORDS: usize = 3;
/// Words of a town's name.
const MOST_TOWN_WORDS: usize = 2;

pub(super) fn find(text: &str, words: &[Word<'_>], written: Written) -> Vec<Found> {
    let length = match written {
        Written::English => english,
        Written::German => german,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match length(&words[at..]) {
            Some(count) => {
                let range = span(&words[at..at + count]);
                let line = text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
                found.push(Found { range, what: What::Place(line) });
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// `12 Baker Street`, `221B Baker Street, London`, `12 Baker Street in London`: how many words.
fn english(words: &[Word<'_>]) -> Option<usize> {
    words.first().filter(|word| is_house_number(word.text) && !word.is_last())?;
    let kind = words.iter().skip(2).take(MOST_NAME_WORDS).position(is_street).map(|index| index + 2)?;
    let name = &words[1..=kind];
    let is_one_name = name.iter().all(Word::is_capital) && !name[..name.len() - 1].iter().any(Word::is_last);
    is_one_name.then(|| kind + 1 + town(words, kind + 1))
}

fn is_street(word: &Word<'_>) -> bool {
    STREETS.contains(&word.lower().as_str())
}

/// `Hauptstraße 5`, `Lange Straße 5a, 10115 Berlin`, `Am Platz 3 in Köln`, or `10115 Berlin`: how many words.
fn german(words: &[Word<'_>]) -> Option<usize> {
    if let Some(count) = town_with_postcode(words) {
        return Some(count);
    }
    let first = words.first().filter(|word| word.is_capital())?;
    let kind = match is_strasse(&first.lower()) {
        true => 0,
        false => words.get(1).filter(|word| !first.is_last() && is_kind(&word.lower())).map(|_| 1)?,
    };
    // `Hauptstr.` has a mark of its own behind it.
    let joined = !words[kind].comma && (!words[kind].stopped || words[kind].lower().ends_with("str"));
    let number = words.get(kind + 1).filter(|word| joined && is_house_number(word.text))?;
    let behind = kind + 2;
    if number.stopped {
        return Some(behind);
    }
    let postcode = words.get(behind..).and_then(town_with_postcode);
    Some(behind + postcode.unwrap_or_else(|| town(words, behind)))
}

fn is_kind(word: &str) -> bool {
    STRASSEN.contains(&word)
}

/// A name that ends with its kind.
fn is_strasse(word: &str) -> bool {
    STRASSEN.iter().any(|kind| word.strip_suffix(kind).is_some_and(|name| name.chars().count() >= 3))
}

fn town_with_postcode(words: &[Word<'_>]) -> Option<usize> {
    let [postcode, town, ..] = words else { return None };
    let is_one = postcode.text.len() == 5
        && postcode.text.bytes().all(|b| b.is_ascii_digit())
        && !postcode.is_last()
        && town.is_capital();
    is_one.then_some(2)
}

/// 1 to 4 digits, and a letter.
fn is_house_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    (1..=4).contains(&digits)
        && (rest.is_empty() || (rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_alphabetic())))
}

/// How many words behind a street, at `at`, name its town: after `in` or a comma.
fn town(words: &[Word<'_>], at: usize) -> usize {
    let Some(street) = at.checked_sub(1).and_then(|last| words.get(last)) else { return 0 };
    if street.stopped {
        return 0;
    }
    let joins = words.get(at).is_some_and(|word| word.text == "in");
    if !joins && !street.comma {
        return 0;
    }
    let from = at + usize::from(joins);
    let mut count = 0;
    for word in words.iter().skip(from).take(MOST_TOWN_WORDS) {
        if !word.is_capital() {
            break;
        }
        count += 1;
        if word.is_last() {
            break;
        }
    }
    if count == 0 { 0 } else { from - at + count }
}
