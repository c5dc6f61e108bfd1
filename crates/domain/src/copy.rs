//! Copies of voice messages that go by mail to an address elsewhere.

use crate::number::Email;
use crate::settings::{self, Settings};

/// What a copy holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copied {
    /// There is none.
    #[default]
    Off,
    /// The message as it lies in the mailbox.
    Recording,
    /// Who called when, without what was said.
    Notice,
}

/// The copy of a voice message of so many seconds: longer ones than are wanted leave as a notice.
pub fn of_message(settings: &Settings<'_>, own: &Email, seconds: u32) -> Option<(Copied, Email)> {
    let (copied, to) = wanted(settings, own)?;
    let is_long = seconds > settings.get(&settings::MAIL_COPY_LONGEST_SECONDS);
    Some((if is_long { Copied::Notice } else { copied }, to))
}

/// The copy of a person's voice messages, if one is wanted; never to `own`, the address of the mailbox itself.
pub fn wanted(settings: &Settings<'_>, own: &Email) -> Option<(Copied, Email)> {
    let copied = settings.get(&settings::MAIL_COPY);
    let to = settings.get(&settings::MAIL_COPY_TO)?;
    (copied != Copied::Off && to != *own).then_some((copied, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Bearing, Row, Scope};

    #[test]
    fn the_recording_goes_along_up_to_so_many_seconds() {
        let own = Email::parse("anna@example.org").unwrap();
        let row = |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
        for (copy, seconds, expected) in [
            ("recording", 30, Some(Copied::Recording)),
            ("recording", 31, Some(Copied::Notice)),
            ("notice", 30, Some(Copied::Notice)),
            ("off", 30, None),
        ] {
            let rows = [
                row("mail.copy", copy),
                row("mail.copy_to", "anna@home.example"),
                row("mail.copy_longest_seconds", "30"),
            ];
            let settings = Settings { rows: &rows, bearing: Bearing::default() };
            let found = of_message(&settings, &own, seconds).map(|(copied, _)| copied);
            assert_eq!(found, expected, "{copy} {seconds}");
        }
    }

    #[test]
    fn a_copy_needs_an_address_that_is_not_the_mailbox_itself() {
        let own = Email::parse("anna@example.org").unwrap();
        for (copy, to, expected) in [
            ("off", "anna@home.example", None),
            ("recording", "", None),
            ("recording", "Anna@example.org", None),
            ("recording", "anna@home.example", Some(Copied::Recording)),
            ("notice", "anna@home.example", Some(Copied::Notice)),
        ] {
            let row =
                |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
            let rows = [row("mail.copy", copy), row("mail.copy_to", to)];
            let wanted = wanted(&Settings { rows: &rows, bearing: Bearing::default() }, &own);
            assert_eq!(wanted.as_ref().map(|(copied, _)| *copied), expected, "{copy} {to}");
            assert!(wanted.is_none_or(|(_, address)| address.as_str() == to));
        }
    }
}
