//! What can be dialled and who can be written to: parsed once, at the door.

use crate::e164::E164;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("an extension has 2 to 12 digits")]
    Extension,
    #[error("a number has 1 to 32 characters out of 0-9, *, # and a leading +")]
    Number,
    #[error(
        "an e-mail address is local-part@domain, at most 254 printable characters without spaces or angle brackets"
    )]
    Email,
}

/// An internal number: 2 to 12 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Extension(String);

/// Anything a phone can dial: digits, `*`, `#`, a leading `+`; 1 to 32 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(String);

/// An e-mail address. The domain compares without case; the local part, too, since people cannot tell.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Extension {
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let well_formed = (2..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        well_formed.then(|| Self(text.to_owned())).ok_or(AddressError::Extension)
    }
}

impl Number {
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let well_formed = !digits.is_empty()
            && text.len() <= 32
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'*' || b == b'#');
        well_formed.then(|| Self(text.to_owned())).ok_or(AddressError::Number)
    }
}

impl Email {
    /// Kept in lower case.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let printable =
            |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"' | ',' | ';');
        let well_formed = text.len() <= 254
            && text.chars().all(printable)
            && text.rsplit_once('@').is_some_and(|(local, domain)| {
                !local.is_empty() && local.len() <= 64 && !domain.is_empty() && !local.contains('@')
            });
        well_formed.then(|| Self(text.to_lowercase())).ok_or(AddressError::Email)
    }

    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

macro_rules! text_address {
    ($($name:ident)*) => {$(
        impl $name { pub fn as_str(&self) -> &str { &self.0 } }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }

        /// Masked: what names a person does not reach a log by accident. Two characters are left to tell rows apart.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let shown: String = self.0.chars().take(2).collect();
                write!(f, "{}({shown}…)", stringify!($name))
            }
        }

        impl TryFrom<String> for $name {
            type Error = AddressError;
            fn try_from(text: String) -> Result<Self, AddressError> { Self::parse(&text) }
        }

        impl From<$name> for String {
            fn from(address: $name) -> String { address.0 }
        }
    )*};
}

text_address! { Extension Number Email }

impl From<&E164> for Number {
    fn from(full: &E164) -> Number {
        Number(full.as_str().to_owned())
    }
}

impl From<&Extension> for Number {
    fn from(extension: &Extension) -> Number {
        Number(extension.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_two_to_twelve_digits() {
        for (text, well_formed) in [
            ("10", true),
            ("123456789012", true),
            ("1", false),
            ("1234567890123", false),
            ("1a", false),
            ("+49", false),
        ] {
            assert_eq!(Extension::parse(text).is_ok(), well_formed, "{text}");
        }
    }

    #[test]
    fn a_number_may_begin_with_a_plus_and_hold_star_and_hash() {
        for (text, well_formed) in [
            ("+4930123", true),
            ("*55#", true),
            ("+", false),
            ("", false),
            ("1+2", false),
            ("300&Zap/1", false),
        ] {
            assert_eq!(Number::parse(text).is_ok(), well_formed, "{text}");
        }
    }

    #[test]
    fn an_email_address_carries_no_line_break_and_compares_without_case() {
        assert_eq!(Email::parse("Anna@Example.org"), Email::parse("anna@example.org"));
        for wrong in ["anna", "@x", "anna@", "a b@x", "a@b\r\nRCPT TO:<c@d>", "a@b@c", "<a@b>"] {
            assert!(Email::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn debug_shows_no_whole_address() {
        let shown = format!("{:?}", Number::parse("+493012345678"));
        assert!(!shown.contains("12345678"), "{shown}");
    }
}
