//! Why sessions end (RFC 3326): what we say of it, and what peers say, to be passed on.

use super::{Core, SessionId};
use crate::message::{Fields, HeaderName, Request};
use std::fmt;

/// Reasons of one message, each of another protocol; and how long they may be altogether, in octets.
const MOST: usize = 4;
const LONGEST: usize = 512;

/// A Reason field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// By a SIP status, with a text for people.
    pub fn sip(cause: u16, text: &str) -> Self {
        Self(format!("SIP;cause={cause};text=\"{}\"", text.replace(['"', '\\'], "")))
    }

    /// What a message says, as it stands there. `None`: nothing that can be read.
    fn of(fields: &Fields) -> Option<Self> {
        let all: Vec<&str> =
            fields.elements(&HeaderName::Reason).filter(|text| is_reason(text)).take(MOST).collect();
        let text = all.join(", ");
        (!text.is_empty() && text.len() <= LONGEST).then_some(Self(text))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A protocol, and with it a cause as a number, if there is one.
fn is_reason(text: &str) -> bool {
    let mut parts = text.split(';').map(str::trim);
    let is_protocol = |name: &str| {
        let is_part = |c: u8| c.is_ascii_alphanumeric() || b"-.".contains(&c);
        !name.is_empty() && name.bytes().all(is_part)
    };
    let is_cause = |part: &str| match part.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("cause") => {
            let value = value.trim();
            !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => true,
    };
    parts.next().is_some_and(is_protocol)
        && parts.all(is_cause)
        && !text.bytes().any(|byte| byte.is_ascii_control())
}

impl Core {
    /// A BYE or CANCEL says why it comes.
    pub(super) fn note_reason(&mut self, session: SessionId, request: &Request) {
        if let Some(state) = self.sessions.get_mut(&session) {
            state.peers_reason = Reason::of(request.fields());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_is_passed_on_as_it_stands() {
        for (lines, expected) in [
            (vec!["Q.850;cause=16;text=\"Terminated\""], Some("Q.850;cause=16;text=\"Terminated\"")),
            (vec!["SIP ;cause=200", "Q.850;cause=16"], Some("SIP ;cause=200, Q.850;cause=16")),
            (vec!["preemption"], Some("preemption")),
            (vec!["SIP;cause=x"], None),
            (vec!["SIP;cause=x, Q.850;cause=31"], Some("Q.850;cause=31")),
            (vec![";cause=1", "", "a b;cause=1"], None),
            (vec![], None),
        ] {
            let mut fields = Fields::default();
            lines.iter().for_each(|line| fields.push(HeaderName::Reason, *line));
            assert_eq!(
                Reason::of(&fields).map(|reason| reason.to_string()).as_deref(),
                expected,
                "{lines:?}"
            );
        }
        let mut fields = Fields::default();
        fields.push(HeaderName::Reason, format!("SIP;text={}", "x".repeat(LONGEST)));
        assert_eq!(Reason::of(&fields), None);
    }

    #[test]
    fn a_text_cannot_break_out_of_its_quotes() {
        let reason = Reason::sip(487, "No \"answer\"\\").to_string();
        assert_eq!(reason, "SIP;cause=487;text=\"No answer\"");
    }
}
