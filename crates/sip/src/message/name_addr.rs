//! `"Name" <uri>;parameters`: what From, To, Contact and Route are made of (RFC 3261 §20.10).

use super::Uri;
use super::grammar::{
    are_parameters, is_token, parameter, parameters, quoted_end, quotes_are_closed, unescaped,
};
use bytestring::ByteString;
use std::fmt::{self, Write};

/// An address with a name and parameters. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq)]
pub struct NameAddr {
    name: Option<ByteString>,
    uri: Uri,
    /// From the first `;`.
    parameters: ByteString,
}

impl NameAddr {
    pub fn new(uri: Uri) -> Self {
        Self { name: None, uri, parameters: ByteString::new() }
    }

    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = (!name.is_empty()).then(|| name.replace(['\r', '\n', '\0'], " ").into());
        self
    }

    #[must_use]
    pub fn with_parameter(mut self, name: &str, value: &str) -> Self {
        if is_token(name) && is_token(value) {
            self.parameters = [&self.parameters, ";", name, "=", value].concat().into();
        }
        self
    }

    /// Without the header fields of its URI.
    #[must_use]
    pub fn without_headers(self) -> Self {
        Self { uri: self.uri.without_headers(), ..self }
    }

    /// Without the parameter of that name.
    #[must_use]
    pub(crate) fn without_parameter(mut self, name: &str) -> Self {
        let mut left = String::new();
        for (other, value) in
            parameters(&self.parameters).filter(|(other, _)| !other.eq_ignore_ascii_case(name))
        {
            let value = value.map(|value| format!("={value}")).unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = write!(left, ";{other}{value}");
        }
        self.parameters = left.into();
        self
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::read(&text.into())
    }

    /// The same, as parts of the text.
    pub(super) fn read(text: &ByteString) -> Option<Self> {
        let trimmed = text.trim();
        let (name, rest) = if trimmed.starts_with('"') {
            let (quoted, rest) = trimmed.split_at_checked(quoted_end(trimmed)?)?;
            let inner = quoted.get(1..quoted.len() - 1)?;
            let name = if inner.contains('\\') { unescaped(inner).into() } else { text.slice_ref(inner) };
            (name, rest.trim_start())
        } else {
            match trimmed.split_at_checked(trimmed.find('<').unwrap_or(trimmed.len()))? {
                (_, "") => return Self::read_bare(text),
                (name, rest) => (text.slice_ref(bare_name(name)?), rest),
            }
        };
        let (uri, parameters) = rest.strip_prefix('<')?.split_once('>')?;
        Self::of(text, Some(name).filter(|name| !name.is_empty()), uri.trim(), parameters)
    }

    /// Without brackets the parameters belong to the field and not to the URI, and the URI may not hold `,` or `?`.
    fn read_bare(text: &ByteString) -> Option<Self> {
        let trimmed = text.trim();
        let (uri, parameters) = trimmed.split_at(trimmed.find(';').unwrap_or(trimmed.len()));
        if uri.contains([',', '?']) {
            return None;
        }
        Self::of(text, None, uri.trim(), parameters)
    }

    fn of(text: &ByteString, name: Option<ByteString>, uri: &str, parameters: &str) -> Option<Self> {
        if !are_parameters(parameters) {
            return None;
        }
        let uri = Uri::read(&text.slice_ref(uri)).ok()?;
        Some(Self { name, uri, parameters: text.slice_ref(parameters.trim()) })
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        parameter(&self.parameters, name)
    }

    pub fn tag(&self) -> Option<&str> {
        self.parameter("tag").filter(|tag| !tag.is_empty())
    }
}

/// A name without quotes is tokens with blanks between (RFC 3261 §25.1); some phones send more, which does no harm
/// as long as it is not a list or a quote gone wrong.
fn bare_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_name = quotes_are_closed(text) && !text.contains(['"', ',', ';', '@', ':']);
    is_name.then_some(text)
}

impl fmt::Display for NameAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            f.write_char('"')?;
            for character in name.chars() {
                if matches!(character, '"' | '\\') {
                    f.write_char('\\')?;
                }
                f.write_char(character)?;
            }
            f.write_str("\" ")?;
        }
        write!(f, "<{}>{}", self.uri, self.parameters)
    }
}

impl fmt::Debug for NameAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NameAddr({:?})", self.uri)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (text, name, uri, tag) in [
            (r#""A \"B\"" <sip:a@h;x=1>;tag=5"#, Some(r#"A "B""#), "sip:a@h;x=1", Some("5")),
            ("sip:a@h;tag=5", None, "sip:a@h", Some("5")),
            ("Bob Roe <sip:b@h> ; tag = z", Some("Bob Roe"), "sip:b@h", Some("z")),
            ("<sip:b@h>", None, "sip:b@h", None),
            (r#""" <sip:b@h>"#, None, "sip:b@h", None),
        ] {
            let read = NameAddr::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.name(), read.uri().to_string().as_str(), read.tag()), (name, uri, tag));
            assert_eq!(NameAddr::parse(&read.to_string()), Some(read));
        }
        for text in ["", "*", r#""a <sip:b@h>"#, "<sip:b@h", "a, b <sip:c@h>", "sip:a@h?x=y", "<sip:a@h>;;;"]
        {
            assert_eq!(NameAddr::parse(text), None, "{text}");
        }
    }
}
