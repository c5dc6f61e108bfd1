//! Telephone numbers: digits as they are written, grouped in whatever way, or said one by one.

use super::words::Word;
use super::{Found, What, span};

/// A number of so many digits is one even without a 0 or + before it; local numbers are shorter than amounts of money.
const FEWEST_DIGITS: usize = 7;
/// With a 0 or + before it.
const FEWEST_PREFIXED: usize = 6;
/// ITU-T E.164 has 15, and 2 or 3 are dialled before some.
const MOST_DIGITS: usize = 18;

/// The digit that is said by this word, in English or German.
pub fn digit(word: &str) -> Option<char> {
    Some(match word {
        "zero" | "null" => '0',
        "one" | "eins" => '1',
        "two" | "zwei" | "zwo" => '2',
        "three" | "drei" => '3',
        "four" | "vier" => '4',
        "five" | "fünf" => '5',
        "six" | "sechs" => '6',
        "seven" | "sieben" => '7',
        "eight" | "acht" => '8',
        "nine" | "neun" => '9',
        _ => return None,
    })
}

pub(super) fn find(words: &[Word<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (count, number) = run(&words[at..]);
        if is_number(&number) {
            found.push(Found { range: span(&words[at..at + count]), what: What::Telephone(number) });
        }
        at += count.max(1);
    }
    found
}

/// How many words from here on are pieces of one number, and the number.
fn run(words: &[Word<'_>]) -> (usize, String) {
    let mut number = String::new();
    for (index, word) in words.iter().enumerate() {
        let Some(digits) = piece(word.text, index == 0) else { return (index, number) };
        number.push_str(&digits);
        if word.stopped {
            return (index + 1, number);
        }
    }
    (words.len(), number)
}

fn piece(word: &str, is_first: bool) -> Option<String> {
    let lower = word.to_lowercase();
    if !is_first && matches!(lower.as_str(), "oh" | "o") {
        return Some("0".to_owned());
    }
    let (plus, rest) = match lower.strip_prefix('+') {
        Some(rest) if is_first => ("+", rest),
        Some(_) => return None,
        None => ("", lower.as_str()),
    };
    let between = ['-', '/', '.', '(', ')'];
    let parts: Vec<&str> = rest.split(between).filter(|part| !part.is_empty()).collect();
    let mut digits = String::new();
    for part in &parts {
        match digit(part) {
            Some(digit) => digits.push(digit),
            None if part.bytes().all(|b| b.is_ascii_digit()) => digits.push_str(part),
            None => return None,
        }
    }
    (!digits.is_empty()).then(|| format!("{plus}{digits}"))
}

fn is_number(number: &str) -> bool {
    let digits = number.trim_start_matches('+').len();
    let fewest = if number.starts_with(['+', '0']) { FEWEST_PREFIXED } else { FEWEST_DIGITS };
    (fewest..=MOST_DIGITS).contains(&digits)
}
