//! What a sender has marked a message with, computed once when it arrives.

use crate::structure::{Fields, unfold};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::{Deserialize, Serialize};

/// What stands in the header beside sender and subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// `Importance: high` (RFC 2156 §5.3.4), `Priority: urgent`, or the `X-Priority` of many mail programs.
    pub urgent: bool,
    /// `Sensitivity` of any kind (RFC 2156 §5.3.4, RFC 3801 §4.3.10).
    pub confidential: bool,
    /// Who wants to know that it was read: `Disposition-Notification-To` (RFC 8098 §2.1).
    pub receipt_to: Option<String>,
    /// When its sender wants it to be delivered: `Deferred-Delivery` (RFC 2156 §5.3.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver_at: Option<Timestamp>,
    pub context: Context,
}

/// What the message says that it is (RFC 3458 §3), as far as that matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Context {
    #[default]
    Text,
    Voice,
    Fax,
}

/// An address longer than this is none (RFC 5321 §4.5.3.1.3), with a name before it.
const MOST_ADDRESS_BYTES: usize = 400;

impl Marks {
    /// From the octets of a header.
    pub fn of(header: &[u8]) -> Marks {
        let mut marks = Marks::default();
        for (name, value) in Fields::of(header) {
            let value = unfold(value);
            let value = value.trim();
            match name.to_ascii_lowercase().as_slice() {
                b"importance" => marks.urgent |= value.eq_ignore_ascii_case("high"),
                b"priority" => marks.urgent |= value.eq_ignore_ascii_case("urgent"),
                b"x-priority" => marks.urgent |= value.starts_with(['1', '2']),
                b"sensitivity" => marks.confidential |= is_confidential(value),
                b"disposition-notification-to" if is_one_address(value) => {
                    marks.receipt_to = Some(value.to_owned());
                }
                b"deferred-delivery" => {
                    marks.deliver_at = rfc2822::parse(value).ok().map(|at| at.timestamp());
                }
                b"message-context" => marks.context = context(value),
                _ => {}
            }
        }
        marks
    }

    pub(crate) fn is_none(&self) -> bool {
        *self == Marks::default()
    }
}

fn is_confidential(value: &str) -> bool {
    ["personal", "private", "company-confidential"].iter().any(|kind| value.eq_ignore_ascii_case(kind))
}

/// Receipts go to one address, or to none (RFC 8098 §2.1 has whoever asks for more confirmed by hand).
fn is_one_address(value: &str) -> bool {
    value.len() <= MOST_ADDRESS_BYTES
        && value.matches('@').count() == 1
        && !value.contains(',')
        && !value.chars().any(char::is_control)
}

fn context(value: &str) -> Context {
    match value.to_ascii_lowercase().as_str() {
        "voice-message" => Context::Voice,
        "fax-message" => Context::Fax,
        _ => Context::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_mail_programs_write_them() {
        let none = Marks::default;
        let receipt = |to: &str| Marks { receipt_to: Some(to.into()), ..none() };
        for (header, expected) in [
            ("Importance: High\r\n", Marks { urgent: true, ..none() }),
            ("importance: normal\r\nX-Priority: 1 (Highest)\r\n", Marks { urgent: true, ..none() }),
            ("Priority: urgent\r\n", Marks { urgent: true, ..none() }),
            ("X-Priority: 3\r\nPriority: normal\r\n", none()),
            ("Sensitivity: Company-Confidential\r\n", Marks { confidential: true, ..none() }),
            ("Sensitivity: private\r\n", Marks { confidential: true, ..none() }),
            ("Sensitivity: none\r\n", none()),
            ("Message-Context: FAX-message\r\n", Marks { context: Context::Fax, ..none() }),
            ("Disposition-Notification-To: Ben\r\n <b@x.org>\r\n", receipt("Ben <b@x.org>")),
            ("Disposition-Notification-To: a@x.org, b@x.org\r\n", none()),
            ("Disposition-Notification-To: nobody\r\n", none()),
            (
                "Deferred-Delivery: Sun, 22 Nov 2026 09:30:00 +0100\r\n",
                Marks { deliver_at: Some("2026-11-22T08:30:00Z".parse().unwrap()), ..none() },
            ),
            ("Deferred-Delivery: tomorrow\r\n", none()),
            ("", none()),
            ("Importance\r\n: high\r\n\u{0}\r\n", none()),
        ] {
            assert_eq!(Marks::of(header.as_bytes()), expected, "{header}");
        }
    }

    #[test]
    fn rows_that_were_written_before_there_were_marks_have_none() {
        assert_eq!(serde_json::from_str::<Marks>("{}").unwrap(), Marks::default());
        let written = serde_json::to_string(&crate::structure::parse(b"Subject: x\r\n\r\n")).unwrap();
        assert!(!written.contains("marks"), "{written}");
        assert!(serde_json::from_str::<crate::structure::Structure>(&written).unwrap().marks.is_none());
    }
}
