//! The small pieces that header fields are made of: lists, parameters, quoted strings, tokens (RFC 3261 §25.1).

/// The elements of a comma-separated list; commas in quotes and angle brackets do not separate.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    separated(text, b',').map(str::trim_ascii).filter(|element| !element.is_empty())
}

/// The `;name=value` parameters of a text that begins with the first `;` (or is empty).
pub(super) fn parameters(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    separated(text, b';').skip(1).map(|parameter| match parameter.split_once('=') {
        Some((name, value)) => (name.trim_ascii(), Some(value.trim_ascii())),
        None => (parameter.trim_ascii(), None),
    })
}

/// The value of a parameter; its name in any case. One without a value has an empty one.
pub(super) fn parameter<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    parameters(text)
        .find(|(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| unquoted(value.unwrap_or_default()))
}

/// Whether all parameters have a name that is a token, and all quotes are closed.
pub(super) fn are_parameters(text: &str) -> bool {
    let text = text.trim();
    (text.is_empty() || text.starts_with(';'))
        && quotes_are_closed(text)
        && parameters(text).all(|(name, value)| {
            is_token(name) && value.is_none_or(|value| !value.is_empty() && is_parameter_value(value))
        })
}

fn is_parameter_value(value: &str) -> bool {
    value.starts_with('"') || !value.bytes().any(|byte| matches!(byte, b',' | b'<' | b'>' | b'"' | b' '))
}

/// Without its quotes, when it has them; escapes inside stay.
pub(super) fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(text)
}

pub(super) fn quotes_are_closed(text: &str) -> bool {
    let mut scan = Scan::default();
    text.bytes().for_each(|byte| scan.step(byte));
    !scan.quoted
}

/// RFC 3261 §25.1, token.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

fn is_token_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~')
}

/// Undoes `\x` of a quoted string.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            other => out.push(other),
        }
    }
    out
}

/// Where the quoted string that the text begins with ends: behind its closing quote.
pub(super) fn quoted_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[derive(Default)]
struct Scan {
    quoted: bool,
    escaped: bool,
    angle: bool,
}

impl Scan {
    fn step(&mut self, byte: u8) {
        if self.escaped {
            self.escaped = false;
            return;
        }
        match byte {
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            b'<' if !self.quoted => self.angle = true,
            b'>' if !self.quoted => self.angle = false,
            _ => {}
        }
    }
}

/// Splits at a separator that stands neither in quotes nor in angle brackets.
fn separated(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        // Most texts have neither.
        if !text.bytes().any(|byte| byte == separator) {
            rest = None;
            return Some(text);
        }
        let mut scan = Scan::default();
        for (at, byte) in text.bytes().enumerate() {
            if byte == separator && !scan.quoted && !scan.angle {
                // The separator is ASCII, so both ends are character boundaries.
                rest = text.get(at + 1..);
                return text.get(..at);
            }
            scan.step(byte);
        }
        rest = None;
        Some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_split_only_outside_quotes_and_brackets() {
        let text = r#""A, \", B" <sip:a,b@c>;q=1 , <sip:d>,, e"#;
        assert_eq!(list(text).collect::<Vec<_>>(), [r#""A, \", B" <sip:a,b@c>;q=1"#, "<sip:d>", "e"]);
    }

    #[test]
    fn parameters_are_found_in_any_case() {
        for (text, name, expected) in [
            (";Tag=x;lr", "tag", Some("x")),
            (" ; tag = x ", "tag", Some("x")),
            (";lr", "LR", Some("")),
            (r#";a="b;c""#, "a", Some("b;c")),
            ("", "tag", None),
        ] {
            assert_eq!(parameter(text, name), expected, "{text}");
        }
    }
}
