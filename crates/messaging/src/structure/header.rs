//! Header fields of a message or part, found by their octets (RFC 5322 §2.2); broken lines are passed over.

use std::borrow::Cow;

/// Of one field at most this much is looked at: what is longer is an attack or a mistake, and would swell the row.
const MOST_FIELD_BYTES: usize = 64 * 1024;

/// The fields of a header block in order: name and raw value, folds and all.
///
/// ```
/// let fields: Vec<_> = messaging::structure::Fields::of(b"To: a\r\n b\r\nX: y\r\n\r\nbody").collect();
/// assert_eq!(fields, [(&b"To"[..], &b" a\r\n b"[..]), (&b"X"[..], &b" y"[..])]);
/// ```
pub struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    /// From the first octet of a header; what follows its blank line is not looked at.
    pub fn of(header: &'a [u8]) -> Self {
        Self { rest: header }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rest.is_empty() || is_blank(self.rest) {
                return None;
            }
            let (field, rest) = self.rest.split_at(field_end(self.rest));
            self.rest = rest;
            let Some(colon) = memchr::memchr(b':', field) else { continue };
            let name = field[..colon].trim_ascii_end();
            if name.is_empty() || name.iter().any(|b| !b.is_ascii_graphic()) {
                continue;
            }
            let value = field[colon + 1..].trim_ascii_end();
            return Some((name, &value[..value.len().min(MOST_FIELD_BYTES)]));
        }
    }
}

/// The blank line that ends a header begins here.
fn is_blank(text: &[u8]) -> bool {
    text.starts_with(b"\r\n") || text.starts_with(b"\n")
}

/// Length of the first line with the lines that continue it.
fn field_end(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at = line_end(text, at);
        let continued = matches!(text.get(at), Some(b' ' | b'\t'));
        if !continued {
            return at;
        }
    }
}

/// Where the line that holds `at` ends, behind its line feed.
pub(super) fn line_end(text: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |feed| at + feed + 1)
}

/// Length of the header with its closing blank line; all of `entity` when there is no such line.
pub(super) fn header_length(entity: &[u8]) -> usize {
    let mut at = 0;
    while at < entity.len() {
        if is_blank(&entity[at..]) {
            return line_end(entity, at);
        }
        at = line_end(entity, at);
    }
    at
}

/// A value without its folds and outer space. What is no UTF-8 is taken for ISO 8859-1, so that nothing gets lost.
pub fn unfold(value: &[u8]) -> String {
    let flat: Cow<'_, [u8]> = match memchr::memchr2(b'\r', b'\n', value) {
        None => Cow::Borrowed(value),
        Some(_) => Cow::Owned(value.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect()),
    };
    let trimmed = flat.trim_ascii();
    match std::str::from_utf8(trimmed) {
        Ok(text) => text.to_owned(),
        Err(_) => trimmed.iter().map(|&b| char::from(b)).collect(),
    }
}

/// A token, quoted string or run of other characters at the start of `text`, and what follows; comments go.
pub(super) fn parameters(text: &str) -> (String, Vec<(String, String)>) {
    let mut pieces = split_parameters(text).into_iter();
    let value = pieces.next().unwrap_or_default().to_ascii_lowercase();
    let parameters = pieces.filter_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        let name = name.trim().to_ascii_lowercase();
        (!name.is_empty()).then(|| (name, value.trim().to_owned()))
    });
    (value.trim().to_owned(), parameters.take(MOST_PARAMETERS).collect())
}

/// More than any writer of mail puts; RFC 2231 continuations are counted one by one.
const MOST_PARAMETERS: usize = 100;

/// Splits at `;` outside quotes and comments (RFC 2045 §5.1); quotes, escapes and comments are taken off.
fn split_parameters(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let (mut quoted, mut comments) = (false, 0_usize);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if quoted || comments > 0 => {
                let escaped = letters.next();
                if quoted {
                    push(&mut pieces, escaped);
                }
            }
            '"' if comments == 0 => quoted = !quoted,
            '(' if !quoted => comments += 1,
            ')' if !quoted && comments > 0 => comments -= 1,
            ';' if !quoted && comments == 0 => pieces.push(String::new()),
            other if comments == 0 => push(&mut pieces, Some(other)),
            _ => {}
        }
    }
    pieces
}

fn push(pieces: &mut [String], letter: Option<char>) {
    if let (Some(piece), Some(letter)) = (pieces.last_mut(), letter) {
        piece.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_goes_on_while_lines_are_indented_and_nonsense_is_passed_over() {
        let header =
            b"From someone\nSubject: one\n\ttwo\r\nnonsense\r\n: empty name\r\nX-Y : z\r\n\r\nNot: this";
        let names: Vec<_> = Fields::of(header).map(|(name, value)| (name.to_vec(), unfold(value))).collect();
        assert_eq!(names, [(b"Subject".to_vec(), "one\ttwo".to_owned()), (b"X-Y".to_vec(), "z".to_owned())]);
    }

    #[test]
    fn parameters_lose_quotes_and_comments() {
        for (text, value, expected) in [
            ("text/plain", "text/plain", vec![]),
            ("Text/HTML; Charset=utf-8", "text/html", vec![("charset", "utf-8")]),
            (r#"a/b; name="x; \"y\"" (a; comment); z=1"#, "a/b", vec![("name", r#"x; "y""#), ("z", "1")]),
            (
                "attachment; filename*0*=utf-8''a; filename*1=b;;=",
                "attachment",
                vec![("filename*0*", "utf-8''a"), ("filename*1", "b")],
            ),
            (r#"a/b; name="unclosed"#, "a/b", vec![("name", "unclosed")]),
            ("", "", vec![]),
        ] {
            let (kind, found) = parameters(text);
            let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!((kind.as_str(), found), (value, expected), "{text}");
        }
    }

    #[test]
    fn octets_that_are_no_utf_8_are_kept_as_latin_1() {
        assert_eq!(unfold(b" M\xfcller\r\n x "), "Müller x");
        assert_eq!(unfold("Müller".as_bytes()), "Müller");
    }
}
