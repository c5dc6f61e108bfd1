//! How values look in IMAP responses (RFC 3501 §9).
//!
//! Written by hand into one buffer instead of by the codec's response types: a list of 10,000 messages would otherwise
//! be built as a tree of checked strings first.

use super::marks::Marks;
use std::io::Write;

/// Longest text sent as a quoted string; some clients read lines into small buffers.
const QUOTED_BYTES: usize = 512;

/// Writes formatted ASCII.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => {{
        // Writing to a `Vec` cannot fail.
        let _ = std::io::Write::write_fmt($out, format_args!($($arg)*));
    }};
}
pub(crate) use put;

/// `nstring`.
pub(crate) fn text_or_nil(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => string(out, text),
        None => out.extend_from_slice(b"NIL"),
    }
}

/// `string`: quoted where RFC 3501 allows it, else a literal.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    if text.len() > QUOTED_BYTES || !text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return literal(out, text.as_bytes());
    }
    out.push(b'"');
    for byte in text.bytes() {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// `literal`. A NUL cannot stand in one; it is sent as 0x80, as other servers do.
pub(crate) fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    put!(out, "{{{}}}\r\n", bytes.len());
    octets(out, bytes);
}

/// The content of a literal.
pub(crate) fn octets(out: &mut Vec<u8>, bytes: &[u8]) {
    let start = out.len();
    out.extend_from_slice(bytes);
    if memchr::memchr(0, bytes).is_some() {
        for byte in &mut out[start..] {
            if *byte == 0 {
                *byte = 0x80;
            }
        }
    }
}

/// `flag-list` without its parentheses.
pub(crate) fn marks(out: &mut Vec<u8>, marks: &Marks) {
    let mut first = true;
    for name in marks.names() {
        if !std::mem::take(&mut first) {
            out.push(b' ');
        }
        out.extend_from_slice(name.as_bytes());
    }
}

/// `date-time`, in UTC: the store keeps the moment only.
pub(crate) fn date_time(out: &mut Vec<u8>, moment: jiff::Timestamp) {
    let local = moment.to_zoned(jiff::tz::TimeZone::UTC);
    let shown = local.strftime("\"%d-%b-%Y %H:%M:%S +0000\"");
    let _ = write!(out, "{shown}");
}

/// `sequence-set` of rising numbers: `1:3,5`.
pub(crate) fn number_set(out: &mut Vec<u8>, numbers: &[u32]) {
    let mut rest = numbers;
    while let [first, ..] = *rest {
        let run = rest
            .iter()
            .zip(u64::from(first)..)
            .take_while(|(number, expected)| u64::from(**number) == *expected)
            .count();
        if rest.len() != numbers.len() {
            out.push(b',');
        }
        match run {
            1 => put!(out, "{first}"),
            _ => put!(out, "{first}:{}", rest[run - 1]),
        }
        rest = &rest[run..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_text_is_quoted_where_that_is_allowed() {
        for (text, expected) in [
            ("", "\"\""),
            ("a \"b\" \\", "\"a \\\"b\\\" \\\\\""),
            ("ä", "{2}\r\nä"),
            ("a\r\nb", "{4}\r\na\r\nb"),
        ] {
            assert_eq!(written(|out| string(out, text)), expected);
        }
    }

    #[test]
    fn numbers_are_gathered_into_ranges() {
        for (numbers, expected) in [
            (&[][..], ""),
            (&[7], "7"),
            (&[1, 2, 3, 5, 9, 10], "1:3,5,9:10"),
            (&[u32::MAX - 1, u32::MAX], "4294967294:4294967295"),
        ] {
            assert_eq!(written(|out| number_set(out, numbers)), expected);
        }
    }

    #[test]
    fn a_moment_is_shown_in_utc() {
        let moment: jiff::Timestamp = "2026-03-05T09:08:07Z".parse().expect("a time");
        assert_eq!(written(|out| date_time(out, moment)), "\"05-Mar-2026 09:08:07 +0000\"");
    }
}
