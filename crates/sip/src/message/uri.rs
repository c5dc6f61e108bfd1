//! SIP, SIPS and tel URIs (RFC 3261 §19.1, RFC 3966), read once and compared as the RFC says.

use super::grammar::{are_parameters, is_token, parameter, parameters};
use bytestring::ByteString;
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What kind of URI.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    Sip,
    Sips,
    Tel,
    Other(String),
}

/// The text is no URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a URI")]
pub struct UriError;

/// A URI. Its `Debug` is masked: it names a person.
#[derive(Clone)]
pub struct Uri {
    scheme: Scheme,
    /// As it is read, escapes undone.
    user: Option<ByteString>,
    /// As it is written.
    user_written: Option<ByteString>,
    /// Lower case; brackets of IPv6 kept. Empty for tel; the whole rest for other schemes.
    host: ByteString,
    port: Option<u16>,
    /// From the first `;`.
    parameters: ByteString,
    /// Behind `?`.
    headers: ByteString,
}

impl Uri {
    /// `sip:user@host`; an empty user means none. What has no place in a user name is escaped, in a host left out.
    pub fn sip(user: &str, host: &str) -> Self {
        let host =
            host.chars().filter(|c| c.is_ascii_alphanumeric() || ".-[]:_".contains(*c)).collect::<String>();
        let (host, port) = host_and_port(&host)
            .map_or_else(|| (host.as_str().into(), None), |(name, port)| (name.as_ref().into(), port));
        Self {
            scheme: Scheme::Sip,
            user: (!user.is_empty()).then(|| user.into()),
            user_written: (!user.is_empty()).then(|| escaped_user(user).into()),
            host,
            port,
            parameters: ByteString::new(),
            headers: ByteString::new(),
        }
    }

    pub fn parse(text: &str) -> Result<Self, UriError> {
        Self::read(&text.into())
    }

    /// The same, as parts of the text.
    pub(super) fn read(text: &ByteString) -> Result<Self, UriError> {
        let (scheme, rest) = text.split_once(':').ok_or(UriError)?;
        let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        if !is_scheme || !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || rest.is_empty() {
            return Err(UriError);
        }
        if has_forbidden(rest) {
            return Err(UriError);
        }
        let is = |name: &str| scheme.eq_ignore_ascii_case(name);
        match () {
            () if is("sip") => Self::read_sip(text, Scheme::Sip, rest),
            () if is("sips") => Self::read_sip(text, Scheme::Sips, rest),
            () if is("tel") => Self::read_tel(text, rest),
            () => Ok(Self::opaque(Scheme::Other(scheme.to_ascii_lowercase()), text.slice_ref(rest))),
        }
    }

    fn opaque(scheme: Scheme, host: ByteString) -> Self {
        let (parameters, headers) = (ByteString::new(), ByteString::new());
        Self { scheme, user: None, user_written: None, host, port: None, parameters, headers }
    }

    fn read_sip(text: &ByteString, scheme: Scheme, rest: &str) -> Result<Self, UriError> {
        let (user_written, rest) = match rest.split_once('@') {
            Some(("", _)) => return Err(UriError),
            Some((user, rest)) => (Some(user), rest),
            None => (None, rest),
        };
        let (rest, headers) = rest.split_once('?').unwrap_or((rest, ""));
        let (address, parameters) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
        let (host, port) = host_and_port(address).ok_or(UriError)?;
        if !are_uri_parameters(parameters) {
            return Err(UriError);
        }
        // A password (deprecated, RFC 3261 §19.1.1) is written back but never shown.
        let shown = user_written.map(|user| user.split_once(':').map_or(user, |(user, _)| user));
        Ok(Self {
            scheme,
            user: shown.map(|shown| part(text, decoded(shown))),
            user_written: user_written.map(|user| text.slice_ref(user)),
            host: lower_case(part(text, host)),
            port,
            parameters: text.slice_ref(parameters),
            headers: text.slice_ref(headers),
        })
    }

    fn read_tel(text: &ByteString, rest: &str) -> Result<Self, UriError> {
        let (number, parameters) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
        if number.is_empty() || !are_parameters(parameters) {
            return Err(UriError);
        }
        Ok(Self {
            scheme: Scheme::Tel,
            user: Some(text.slice_ref(number)),
            user_written: Some(text.slice_ref(number)),
            host: ByteString::new(),
            port: None,
            parameters: text.slice_ref(parameters),
            headers: ByteString::new(),
        })
    }

    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The user part, escapes undone; the number of a tel URI.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The host as it is written; IPv6 in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host, when it is an address and no name.
    pub fn ip(&self) -> Option<IpAddr> {
        self.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&self.host).parse().ok()
    }

    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// The value of a parameter; empty for one without.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        parameter(&self.parameters, name)
    }

    /// Whether it carries header fields (behind `?`), which a Request-URI must not.
    pub fn has_headers(&self) -> bool {
        !self.headers.is_empty()
    }

    /// The value of one of those, escapes undone.
    pub fn header(&self, name: &str) -> Option<String> {
        let named = |field: &str| {
            let (other, value) = field.split_once('=')?;
            decoded(other).eq_ignore_ascii_case(name).then(|| decoded(value).into_owned())
        };
        self.headers.split('&').find_map(named)
    }

    /// As it may stand in a request line.
    #[must_use]
    pub fn without_headers(mut self) -> Self {
        self.headers = ByteString::new();
        self
    }

    /// With a parameter appended.
    #[must_use]
    pub fn with_parameter(mut self, name: &str, value: &str) -> Self {
        if is_token(name) && is_token(value) {
            self.parameters = [&self.parameters, ";", name, "=", value].concat().into();
        }
        self
    }

    /// With a header field appended (RFC 3261 §19.1.1), as a Refer-To needs it.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if is_token(name) {
            let sign = if self.headers.is_empty() { "" } else { "&" };
            self.headers =
                [&self.headers, sign, name, "=", &escaped(value, b"-_.!~*'()[]/?:+$")].concat().into();
        }
        self
    }

    /// As `sips`. That needs TLS, so that no parameter says which (RFC 3261 §26.2.2 gives up `transport=tls`).
    pub(crate) fn secure(self) -> Self {
        let parameters =
            if self.parameters == ";transport=tls" { ByteString::new() } else { self.parameters };
        Self { scheme: Scheme::Sips, parameters, ..self }
    }

    pub(crate) fn with_port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }
}

fn has_forbidden(text: &str) -> bool {
    let is_forbidden = |byte: u8| matches!(byte, 0..=b' ' | b'<' | b'>' | b'"' | 0x7f);
    text.bytes().any(is_forbidden) || !text.is_ascii() && text.chars().any(char::is_control)
}

fn are_uri_parameters(text: &str) -> bool {
    text.is_empty()
        || parameters(text)
            .all(|(name, value)| !name.is_empty() && value.is_none_or(|value| !value.is_empty()))
}

/// `host`, `host:port`, `[v6]:port`; a host in bounds of RFC 3261's grammar.
pub(super) fn host_and_port(text: &str) -> Option<(Cow<'_, str>, Option<u16>)> {
    let text = text.trim_ascii();
    let (host, rest) = if text.starts_with('[') {
        let (host, rest) = text.split_at(text.find(']')? + 1);
        (ipv6_reference(host)?, rest)
    } else {
        let (host, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
        let host = host.trim_ascii();
        let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        (Some(host).filter(|host| !host.is_empty() && is_name)?.into(), rest)
    };
    match rest.trim_ascii().strip_prefix(':') {
        None if rest.trim_ascii().is_empty() => Some((host, None)),
        None => None,
        Some(port) => {
            let port = port.trim();
            let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| port.parse().ok()).flatten().map(|port| (host, Some(port)))
        }
    }
}

/// `[address]`. RFC 3261's own grammar lets a third colon stand before an IPv4 address at the end; it is to be borne
/// with (RFC 5118 §4.10) and is left out.
fn ipv6_reference(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.parse::<Ipv6Addr>().is_ok() {
        return Some(text.into());
    }
    let (before, ipv4) = inner.split_once(":::")?;
    ipv4.parse::<Ipv4Addr>().ok()?;
    let mended = format!("{before}::{ipv4}");
    mended.parse::<Ipv6Addr>().ok()?;
    Some(format!("[{mended}]").into())
}

/// A part of the text, or what it was turned into.
pub(super) fn part(text: &ByteString, part: Cow<'_, str>) -> ByteString {
    match part {
        Cow::Borrowed(part) => text.slice_ref(part),
        Cow::Owned(part) => part.into(),
    }
}

pub(super) fn lower_case(text: ByteString) -> ByteString {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) { text.to_ascii_lowercase().into() } else { text }
}

fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = (byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        match escape.and_then(|digits| hex::decode(digits).ok()).and_then(|value| value.first().copied()) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn escaped_user(user: &str) -> String {
    escaped(user, b"-_.!~*'()&=+$,;?/")
}

/// All but letters, digits and these as `%HH`.
fn escaped(text: &str, plain: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.scheme {
            Scheme::Sip => f.write_str("sip:")?,
            Scheme::Sips => f.write_str("sips:")?,
            Scheme::Tel => f.write_str("tel:")?,
            Scheme::Other(scheme) => write!(f, "{scheme}:")?,
        }
        if let Some(user) = &self.user_written {
            f.write_str(user)?;
            if self.scheme != Scheme::Tel {
                f.write_char('@')?;
            }
        }
        f.write_str(&self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        f.write_str(&self.parameters)?;
        if self.headers.is_empty() { Ok(()) } else { write!(f, "?{}", self.headers) }
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({:?}, …@{})", self.scheme, self.host)
    }
}

/// RFC 3261 §19.1.4: escapes and letter case of host and parameters do not matter, nor the parameters' order; of
/// those that only one side has, some matter.
impl PartialEq for Uri {
    fn eq(&self, other: &Self) -> bool {
        self.scheme == other.scheme
            && self.user == other.user
            && self.host == other.host
            && self.port == other.port
            && self.headers == other.headers
            && agree(&self.parameters, &other.parameters)
            && agree(&other.parameters, &self.parameters)
    }
}

impl Eq for Uri {}

fn agree(one: &str, other: &str) -> bool {
    parameters(one).all(|(name, value)| match parameter(other, name) {
        Some(theirs) => value.unwrap_or_default().eq_ignore_ascii_case(theirs),
        None => !["user", "ttl", "method", "maddr", "transport"]
            .iter()
            .any(|must| name.eq_ignore_ascii_case(must)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_read_and_written_back() {
        for (text, user, host, port) in [
            ("sip:alice@example.com", Some("alice"), "example.com", None),
            ("sip:example.com:5070;lr", None, "example.com", Some(5070)),
            ("sip:a%40b@[2001:db8::1]:5060;transport=tcp", Some("a@b"), "[2001:db8::1]", Some(5060)),
            ("sips:bob:secret@h?Subject=x", Some("bob"), "h", None),
            ("sip:user;par=u%40example.net@example.com", Some("user;par=u@example.net"), "example.com", None),
            ("tel:+49301234;phone-context=x", Some("+49301234"), "", None),
        ] {
            let uri = Uri::parse(text).unwrap();
            assert_eq!((uri.user(), uri.host(), uri.port()), (user, host, port), "{text}");
            assert_eq!(uri.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_uri_is_refused() {
        for text in [
            "",
            "alice",
            "sip:",
            "sip:@h",
            "sip:a@",
            "sip:a@h:x",
            "sip:a@h:99999",
            "sip:a b@h",
            "sip:[::1",
            "sip:2001:db8::10",
            "sip:[2001:db8:::10]",
            "sip:[2001:db8::::192.0.2.1]",
            "1:x",
            "sip:a@h;",
        ] {
            assert!(Uri::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_third_colon_before_an_ipv4_address_is_borne_with() {
        for (text, expected) in [
            ("sip:[2001:db8:::192.0.2.1]", "2001:db8::192.0.2.1"),
            ("sip:[:::192.0.2.1]:5070", "::192.0.2.1"),
            ("sip:[2001:db8::192.0.2.1]", "2001:db8::192.0.2.1"),
            ("sip:[2001:db8::10:5070]", "2001:db8::10:5070"),
        ] {
            assert_eq!(Uri::parse(text).unwrap().ip(), Some(expected.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn uris_are_compared_by_the_rules() {
        for (one, other, same) in [
            ("sip:%61lice@Example.com;Transport=TCP", "sip:alice@example.COM;transport=tcp", true),
            ("sip:a@h;x=1", "sip:a@h", true),
            ("sip:a@h;x=1;lr", "sip:a@h;lr;x=1", true),
            ("sip:a@h;x=1", "sip:a@h;x=2", false),
            ("sip:a@h;transport=udp", "sip:a@h", false),
            ("sip:Alice@h", "sip:alice@h", false),
            ("sip:a@h:5060", "sip:a@h", false),
        ] {
            assert_eq!(Uri::parse(one).unwrap() == Uri::parse(other).unwrap(), same, "{one} {other}");
        }
    }

    #[test]
    fn a_made_uri_cannot_break_out() {
        assert_eq!(Uri::sip("a\r\nb@c>", "ex\r\nample").to_string(), "sip:a%0D%0Ab%40c%3E@example");
    }
}
