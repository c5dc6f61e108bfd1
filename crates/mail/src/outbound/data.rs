//! A message as DATA carries it (RFC 5321 §4.5.2), and what a server must be able to do to take it.

/// A line with its end (RFC 5321 §4.5.3.1.6).
const MOST_LINE_OCTETS: usize = 1000;

/// What a message asks of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Needs {
    /// There are octets above 127 (RFC 6152).
    pub eight_bit: bool,
    /// There are some in its header (RFC 6532).
    pub utf8: bool,
    /// A line is longer than lines may be.
    pub long_lines: bool,
}

impl Needs {
    pub(super) fn of(message: &[u8]) -> Needs {
        let header = memchr::memmem::find(message, b"\r\n\r\n").map_or(message, |end| &message[..end]);
        let longest = message.split(|octet| *octet == b'\n').map(<[u8]>::len).max().unwrap_or_default();
        Needs {
            eight_bit: !message.is_ascii(),
            utf8: !header.is_ascii(),
            long_lines: longest >= MOST_LINE_OCTETS,
        }
    }
}

/// Every line ends with CR LF, dots at their beginnings are doubled, and the last line is a dot.
pub(super) fn on_the_wire(message: &[u8]) -> Vec<u8> {
    let mut sent = Vec::with_capacity(message.len() + message.len() / 50 + 5);
    let whole = message.strip_suffix(b"\n").unwrap_or(message);
    for line in whole.split(|octet| *octet == b'\n') {
        if line.iter().find(|octet| **octet != b'\r') == Some(&b'.') {
            sent.push(b'.');
        }
        // A CR on its own is a line end to some: it does not go out (RFC 5321 §2.3.8).
        sent.extend(line.iter().filter(|octet| **octet != b'\r'));
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(b".\r\n");
    sent
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_end_with_cr_lf_and_dots_are_doubled() {
        for (message, sent) in [
            ("a\r\nb\r\n", "a\r\nb\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            (".\r\n..\r\n.a\r\nb.\r\n", "..\r\n...\r\n..a\r\nb.\r\n.\r\n"),
            ("a\n.\nb\n", "a\r\n..\r\nb\r\n.\r\n"),
            ("a\r.\r\nb\r", "a.\r\nb\r\n.\r\n"),
            ("a\n\r.\nb", "a\r\n..\r\nb\r\n.\r\n"),
            ("\r\n\r\n", "\r\n\r\n.\r\n"),
        ] {
            assert_eq!(String::from_utf8(on_the_wire(message.as_bytes())).unwrap(), sent, "{message:?}");
        }
    }

    #[test]
    fn what_a_message_needs_is_seen() {
        let needs = |eight_bit, utf8, long_lines| Needs { eight_bit, utf8, long_lines };
        for (message, expected) in [
            ("Subject: x\r\n\r\ny\r\n".to_owned(), needs(false, false, false)),
            ("Subject: x\r\n\r\nü\r\n".to_owned(), needs(true, false, false)),
            ("Subject: ü\r\n\r\ny\r\n".to_owned(), needs(true, true, false)),
            (format!("A: b\r\n\r\n{}\r\n", "x".repeat(998)), needs(false, false, false)),
            (format!("A: b\r\n\r\n{}\r\n", "x".repeat(999)), needs(false, false, true)),
        ] {
            assert_eq!(Needs::of(message.as_bytes()), expected, "{message:.20}");
        }
    }

    proptest! {
        #[test]
        fn nothing_in_a_message_ends_it(message in "([.\r\na]|\r\n\\.\r\n){0,60}") {
            let sent = on_the_wire(message.as_bytes());
            let text = String::from_utf8(sent).unwrap();
            let ends: Vec<_> = text.match_indices("\r\n.\r\n").collect();
            let is_last = |at: usize| at + 5 == text.len();
            prop_assert!(ends.iter().all(|(at, _)| is_last(*at)), "{text:?}");
            prop_assert!(text.ends_with(".\r\n"));
        }
    }
}
