//! A number of the public network in the one form that all others are made of: country code first, digits only.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The text is no number of the public network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a number of the public network is written +, country code and number, 4 to 15 digits in all")]
pub struct E164Error;

/// 4 to 15 digits, the first not 0 (ITU-T E.164 §6.2). Kept and shown with its `+`; its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct E164(String);

impl E164 {
    /// From `+49301234`. Blanks, hyphens, dots, slashes and brackets between the digits are how people write, and are left out.
    pub fn parse(text: &str) -> Result<Self, E164Error> {
        let digits = text.trim().strip_prefix('+').ok_or(E164Error)?;
        let between = |c: char| matches!(c, ' ' | '-' | '.' | '/' | '(' | ')');
        Self::of_digits(&digits.replace(between, ""))
    }

    /// From the digits alone, the country code first.
    pub fn of_digits(digits: &str) -> Result<Self, E164Error> {
        let well_formed = (4..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        well_formed.then(|| Self(format!("+{digits}"))).ok_or(E164Error)
    }

    /// With its `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without its `+`.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Masked but for the country: it names a person.
impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164({}…)", &self.0[..3])
    }
}

impl TryFrom<String> for E164 {
    type Error = E164Error;
    fn try_from(text: String) -> Result<Self, E164Error> {
        Self::parse(&text)
    }
}

impl From<E164> for String {
    fn from(number: E164) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_plus_and_four_to_fifteen_digits() {
        for (text, expected) in [
            ("+49 30 1234-56", Some("+4930123456")),
            ("+44 (20) 7946.0123", Some("+442079460123")),
            ("+1234", Some("+1234")),
            ("+123", None),
            ("+1234567890123456", None),
            ("+0301234", None),
            ("4930123456", None),
            ("+49x30", None),
            ("+", None),
            ("", None),
        ] {
            assert_eq!(E164::parse(text).ok().as_ref().map(E164::as_str), expected, "{text}");
        }
    }

    #[test]
    fn debug_shows_no_more_than_the_country() {
        assert_eq!(format!("{:?}", E164::parse("+4930123456").unwrap()), "E164(+49…)");
    }
}
