//! A message as DATA brings it: where it ends, and what must not be in it.
//!
//! Only CR LF `.` CR LF ends it. A CR or LF on its own is remembered and the message refused at its end: what one
//! server reads as a line end and the next does not is how mails are smuggled (RFC 5321 §2.3.8, §4.1.1.4).

use bytes::Bytes;

/// Kept of each end of an over-long line that is only read over.
const LINE_END_BYTES: usize = 4;

/// Bytes of one message, read straight into place.
#[derive(Debug)]
pub(crate) struct Letter {
    bytes: Vec<u8>,
    limit_bytes: usize,
    /// Start of the line that `scanned` stands in.
    line: usize,
    scanned: usize,
    /// The line before ended with CR LF.
    after_line_end: bool,
    dots: usize,
    has_bare_line_end: bool,
    too_large: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    More,
    Ended,
}

/// What has come.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Message(Bytes),
    BareLineEnd,
    TooLarge,
}

impl Letter {
    /// `room_bytes` are reserved at once.
    pub(crate) fn new(limit_bytes: usize, room_bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(room_bytes),
            limit_bytes,
            line: 0,
            scanned: 0,
            after_line_end: true,
            dots: 0,
            has_bare_line_end: false,
            too_large: false,
        }
    }

    /// Where to append what is read; then [`Letter::scan`].
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Looks at what has been appended.
    pub(crate) fn scan(&mut self) -> Progress {
        while let Some(newline) = memchr::memchr(b'\n', &self.bytes[self.scanned..]) {
            let end = self.scanned + newline + 1;
            let line = &self.bytes[self.line..end];
            let content = line.strip_suffix(b"\r\n");
            if self.after_line_end && content == Some(b".") {
                self.scanned = end;
                return Progress::Ended;
            }
            self.has_bare_line_end |= content.is_none_or(|content| memchr::memchr(b'\r', content).is_some());
            self.dots += usize::from(self.after_line_end && line[0] == b'.');
            self.after_line_end = content.is_some();
            (self.line, self.scanned) = (end, end);
        }
        self.scanned = self.bytes.len();
        if self.too_large || self.line > self.limit_bytes || self.scanned > self.limit_bytes + LINE_END_BYTES
        {
            self.read_over();
        }
        Progress::More
    }

    /// The message is refused for its size: only what is needed to find its end is kept.
    fn read_over(&mut self) {
        self.too_large = true;
        self.bytes.drain(..self.line);
        self.line = 0;
        let length = self.bytes.len();
        if length > 2 * LINE_END_BYTES {
            self.bytes.drain(LINE_END_BYTES..length - LINE_END_BYTES);
        }
        self.scanned = self.bytes.len();
    }

    /// After [`Progress::Ended`]: the message, and what came after it.
    pub(crate) fn end(mut self) -> (Ended, Vec<u8>) {
        let rest = self.bytes.split_off(self.scanned);
        if self.too_large || self.line > self.limit_bytes {
            return (Ended::TooLarge, rest);
        }
        if self.has_bare_line_end {
            return (Ended::BareLineEnd, rest);
        }
        self.bytes.truncate(self.line);
        let bytes = if self.dots > 0 { without_stuffing(&self.bytes) } else { self.bytes };
        (Ended::Message(Bytes::from(bytes)), rest)
    }
}

/// Takes the first dot from each line that begins with one.
fn without_stuffing(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.strip_prefix(b".").unwrap_or(bytes);
    while let Some(at) = memchr::memmem::find(rest, b"\r\n.") {
        plain.extend_from_slice(&rest[..at + 2]);
        rest = &rest[at + 3..];
    }
    plain.extend_from_slice(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a letter of at most 40 bytes is, and what is left, when it comes in pieces of `step` bytes.
    fn read(input: &[u8], step: usize) -> Option<(Ended, Vec<u8>)> {
        let mut letter = Letter::new(40, 0);
        for (at, piece) in input.chunks(step).enumerate() {
            letter.buffer().extend_from_slice(piece);
            if letter.scan() == Progress::Ended {
                let (ended, mut rest) = letter.end();
                rest.extend_from_slice(&input[((at + 1) * step).min(input.len())..]);
                return Some((ended, rest));
            }
        }
        None
    }

    #[test]
    fn only_a_dot_between_line_ends_ends_a_message() {
        let message = |text: &'static str| Ended::Message(Bytes::from_static(text.as_bytes()));
        for (input, ended, rest) in [
            ("a\r\n.\r\nQUIT\r\n", message("a\r\n"), "QUIT\r\n"),
            (".\r\n", message(""), ""),
            ("..\r\n.a\r\nb..\r\n.\r\n", message(".\r\na\r\nb..\r\n"), ""),
            ("a\n.\r\nb\r\n.\r\n", Ended::BareLineEnd, ""),
            ("a\n.\nb\r\n.\r\n", Ended::BareLineEnd, ""),
            ("a\r\n.\nb\r\n.\r\n", Ended::BareLineEnd, ""),
            ("a\r.\r\nb\r\n.\r\n", Ended::BareLineEnd, ""),
            ("a\r\n.\rb\r\n.\r\n", Ended::BareLineEnd, ""),
            ("a\r\r\n.\r\n", Ended::BareLineEnd, ""),
            (
                "1234567890123456789012345678901234567\r\n.\r\n",
                message("1234567890123456789012345678901234567\r\n"),
                "",
            ),
            ("123456789012345678901234567890123456789\r\n.\r\nQUIT\r\n", Ended::TooLarge, "QUIT\r\n"),
            ("1\r\n2\r\n12345678901234567890123456789012345678901234567890\r\n.\r\nQ", Ended::TooLarge, "Q"),
        ] {
            for step in [1, 2, 3, 7, 1000] {
                let seen = read(input.as_bytes(), step);
                let seen = seen.map(|(ended, rest)| (ended, String::from_utf8(rest).expect("text")));
                let expected = match &ended {
                    Ended::Message(bytes) => Ended::Message(bytes.clone()),
                    Ended::BareLineEnd => Ended::BareLineEnd,
                    Ended::TooLarge => Ended::TooLarge,
                };
                assert_eq!(seen, Some((expected, rest.to_owned())), "{input:?} by {step}");
            }
        }
        for open in ["a\n.\n", "a\r\n.\n", "\n.\r\n", "a\r\n..\r\n", "a.\r\n"] {
            assert_eq!(read(open.as_bytes(), 3), None, "{open:?}");
        }
    }

    #[test]
    fn a_letter_that_is_too_large_is_not_kept() {
        let mut letter = Letter::new(100, 0);
        for _ in 0..1000 {
            letter.buffer().extend_from_slice(&[b'x'; 500]);
            assert_eq!(letter.scan(), Progress::More);
            assert!(letter.buffer().len() < 600);
        }
    }
}
