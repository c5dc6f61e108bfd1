//! What a description says of connectivity (RFC 8839), for a server that everybody reaches: it offers its addresses and
//! waits for checks, so that of the other side's candidates nothing is read.

use std::fmt::Write;
use std::net::SocketAddr;

/// What the other side may call itself at most (RFC 8839 §5.4).
const LONGEST_FRAGMENT: usize = 256;

/// Our side's ICE.
#[derive(Clone, PartialEq, Eq)]
pub struct Ice {
    pub fragment: String,
    pub password: String,
    /// Where we are reached, the best first.
    pub candidates: Vec<SocketAddr>,
}

/// Passwords are for nobody's eyes.
impl std::fmt::Debug for Ice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ice({}, {:?})", self.fragment, self.candidates)
    }
}

impl Ice {
    pub(super) fn write(&self, out: &mut String) {
        let _ = write!(out, "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\n", self.fragment, self.password);
        for (preference, candidate) in (0..=u16::MAX).rev().zip(&self.candidates) {
            let (ip, port) = (candidate.ip(), candidate.port());
            // RFC 8445 §5.1.2.1 with the type preference of a host and component 1.
            let priority = (126_u32 << 24) | (u32::from(preference) << 8) | 255;
            let foundation = u32::from(u16::MAX - preference) + 1;
            let _ = write!(out, "a=candidate:{foundation} 1 udp {priority} {ip} {port} typ host\r\n");
        }
        out.push_str("a=end-of-candidates\r\n");
    }
}

/// What the other side calls itself; a new name is a restart (RFC 8839 §4.4.1.1.1).
pub(super) fn fragment(value: &str) -> Option<String> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/');
    let value = value.trim();
    // Four are wanted at least; JSEP's stacks have always kept to it.
    ((4..=LONGEST_FRAGMENT).contains(&value.len()) && value.chars().all(is_letter)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_written_the_best_first_and_the_password_is_not_shown() {
        let ice = Ice {
            fragment: "abcd".to_owned(),
            password: "0123456789012345678901".to_owned(),
            candidates: vec!["203.0.113.1:4000".parse().unwrap(), "[2001:db8::1]:4000".parse().unwrap()],
        };
        let mut out = String::new();
        ice.write(&mut out);
        let expected = "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n\
            a=candidate:1 1 udp 2130706431 203.0.113.1 4000 typ host\r\n\
            a=candidate:2 1 udp 2130706175 2001:db8::1 4000 typ host\r\na=end-of-candidates\r\n";
        assert_eq!(out, expected);
        assert!(!format!("{ice:?}").contains(&ice.password));
    }

    #[test]
    fn names_have_their_letters_and_lengths() {
        for (value, taken) in
            [("8hhY", true), ("a+/9 ", true), ("abc", false), ("ab c", false), ("ab:cd", false), ("", false)]
        {
            assert_eq!(fragment(value).is_some(), taken, "{value}");
        }
        assert!(fragment(&"a".repeat(LONGEST_FRAGMENT)).is_some());
        assert!(fragment(&"a".repeat(LONGEST_FRAGMENT + 1)).is_none());
    }
}
