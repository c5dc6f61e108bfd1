//! The page on which the company's announcement is recorded, by whoever has its name and password: what it is called and where it is.

use crate::settings::Settings;
use crate::welcome;
use jiff::SignedDuration;

/// Where the desk's server has it.
pub const PATH: &str = "recording";
/// Who has signed in there does so again after a working day.
pub const SIGNED_IN: SignedDuration = SignedDuration::from_hours(12);
const MOST_CHARACTERS: usize = 64;

/// What its user is called. It is nobody's account.
#[derive(Clone, PartialEq, Eq)]
pub struct PageUser(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a user's name has 1 to {MOST_CHARACTERS} characters, none of them control characters")]
pub struct UnsoundName;

impl PageUser {
    /// Without the spaces around it, which nobody sees.
    pub fn parse(name: &str) -> Result<PageUser, UnsoundName> {
        let name = name.trim();
        let is_sound = (1..=MOST_CHARACTERS).contains(&name.chars().count());
        match is_sound && !name.chars().any(char::is_control) {
            true => Ok(PageUser(name.to_owned())),
            false => Err(UnsoundName),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where browsers find it; `domain` is the company's.
pub fn address(settings: &Settings<'_>, domain: &str) -> String {
    welcome::desk(settings, domain) + PATH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Bearing, Row, Scope};

    #[test]
    fn a_name_is_free_but_can_be_typed() {
        let longest = "ä".repeat(MOST_CHARACTERS);
        for (name, expected) in [
            ("speaker", Some("speaker")),
            ("  Studio Nord, 2. Stock ", Some("Studio Nord, 2. Stock")),
            (longest.as_str(), Some(longest.as_str())),
            (&format!("{longest}x"), None),
            ("", None),
            (" \t ", None),
            ("a\nb", None),
            ("a\u{0}", None),
        ] {
            let parsed = PageUser::parse(name).ok();
            assert_eq!(parsed.as_ref().map(PageUser::as_str), expected, "{name:?}");
        }
    }

    #[test]
    fn it_is_where_the_desk_is_whatever_welcome_mails_lead_to() {
        let row = |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
        for (rows, expected) in [
            (vec![], "https://demo.example/recording"),
            (vec![row("welcome.portal_host", "desk.demo.example")], "https://desk.demo.example/recording"),
            (
                vec![row("welcome.portal_port", "8080"), row("welcome.portal_https", "false")],
                "http://demo.example:8080/recording",
            ),
        ] {
            let settings = Settings { rows: &rows, bearing: Bearing::default() };
            assert_eq!(address(&settings, "demo.example"), expected);
        }
    }
}
