//! `"Name" <uri>;parameters`: what From, To, Contact and Route are made of (RFC 3261 §20.10).

use super::Uri;
use super::grammar::{are_parameters, is_token, parameter, quoted_end, quotes_are_closed, unescaped};
use std::fmt::{self, Write};

/// An address with a name and parameters. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq)]
pub struct NameAddr {
    name: Option<String>,
    uri: Uri,
    /// From the first `;`.
    parameters: String,
}

impl NameAddr {
    pub fn new(uri: Uri) -> Self {
        Self { name: None, uri, parameters: String::new() }
    }

    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = (!name.is_empty()).then(|| name.replace(['\r', '\n', '\0'], " "));
        self
    }

    #[must_use]
    pub fn with_parameter(mut self, name: &str, value: &str) -> Self {
        if is_token(name) && is_token(value) {
            let _ = write!(self.parameters, ";{name}={value}");
        }
        self
    }

    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, rest) = if text.starts_with('"') {
            let end = quoted_end(text)?;
            let inner = text.get(1..end - 1)?;
            (Some(unescaped(inner)), text.get(end..)?.trim_start())
        } else {
            match text.find('<') {
                Some(at) => (bare_name(text.get(..at)?)?, text.get(at..)?),
                None => return Self::parse_bare(text),
            }
        };
        let (uri, parameters) = rest.strip_prefix('<')?.split_once('>')?;
        Self::of(name, uri.trim(), parameters)
    }

    /// Without brackets the parameters belong to the field and not to the URI, and the URI may not hold `,` or `?`.
    fn parse_bare(text: &str) -> Option<Self> {
        let (uri, parameters) = text.split_at(text.find(';').unwrap_or(text.len()));
        if uri.contains([',', '?']) {
            return None;
        }
        Self::of(None, uri.trim(), parameters)
    }

    fn of(name: Option<String>, uri: &str, parameters: &str) -> Option<Self> {
        if !are_parameters(parameters) {
            return None;
        }
        let name = name.filter(|name| !name.is_empty());
        Some(Self { name, uri: Uri::parse(uri).ok()?, parameters: parameters.trim().to_owned() })
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
fn bare_name(text: &str) -> Option<Option<String>> {
    let text = text.trim();
    let is_name = quotes_are_closed(text) && !text.contains(['"', ',', ';', '@', ':']);
    is_name.then(|| (!text.is_empty()).then(|| text.to_owned()))
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
