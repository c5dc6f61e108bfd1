//! E-mail and web addresses, as far as they are written as such.

use super::words::Word;
use super::{Found, What};
use crate::number::Email;

/// Ends of names that are addresses without `www.` before them. Others may be two sentences without a blank.
const ENDINGS: [&str; 10] = ["com", "org", "net", "de", "uk", "eu", "info", "at", "ch", "io"];
/// Longer ones nobody says.
const MOST_OCTETS: usize = 100;

pub(super) fn find(words: &[Word<'_>]) -> Vec<Found> {
    let found = |word: &Word<'_>| {
        let what = email(word.text).or_else(|| web(word.text))?;
        Some(Found { range: word.range.clone(), what })
    };
    words.iter().filter_map(found).collect()
}

fn email(word: &str) -> Option<What> {
    let (local, domain) = word.split_once('@')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let well_formed = !local.is_empty() && local.chars().all(plain) && is_host(domain);
    (well_formed && word.len() <= MOST_OCTETS).then(|| Email::parse(word).ok()).flatten()?;
    Some(What::Email(word.to_lowercase()))
}

fn web(word: &str) -> Option<What> {
    let lower = word.to_ascii_lowercase();
    let schemeless = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let address = schemeless.unwrap_or(&lower);
    let host = address.split('/').next().unwrap_or_default();
    let ending = host.rsplit('.').next().unwrap_or_default();
    let says_so = schemeless.is_some() || host.starts_with("www.") || ENDINGS.contains(&ending);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    let well_formed = is_host(host) && address.chars().all(plain) && address.len() <= MOST_OCTETS;
    (says_so && well_formed).then(|| What::Web(address.to_owned()))
}

/// Labels with dots between them, the last of letters.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && host.split('.').all(is_label)
        && last.len() >= 2
        && last.chars().all(|c| c.is_ascii_alphabetic())
}
