//! SIP, SIPS and tel URIs (RFC 3261 §19.1, RFC 3966), read once and compared as the RFC says.

use super::grammar::{are_parameters, is_token, parameter, parameters};
use std::fmt::{self, Write};
use std::net::IpAddr;

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
    user: Option<String>,
    /// As it is written.
    user_written: Option<String>,
    /// Lower case; brackets of IPv6 kept. Empty for tel; the whole rest for other schemes.
    host: String,
    port: Option<u16>,
    /// From the first `;`.
    parameters: String,
    /// Behind `?`.
    headers: String,
}

impl Uri {
    /// `sip:user@host`; an empty user means none. What has no place in a user name is escaped, in a host left out.
    pub fn sip(user: &str, host: &str) -> Self {
        let host =
            host.chars().filter(|c| c.is_ascii_alphanumeric() || ".-[]:_".contains(*c)).collect::<String>();
        let (host, port) = host_and_port(&host).unwrap_or_else(|| (host.clone(), None));
        Self {
            scheme: Scheme::Sip,
            user: (!user.is_empty()).then(|| user.to_owned()),
            user_written: (!user.is_empty()).then(|| escaped_user(user)),
            host,
            port,
            parameters: String::new(),
            headers: String::new(),
        }
    }

    pub fn parse(text: &str) -> Result<Self, UriError> {
        let (scheme, rest) = text.split_once(':').ok_or(UriError)?;
        let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        if !is_scheme || !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || rest.is_empty() {
            return Err(UriError);
        }
        if rest.chars().any(|c| c.is_control() || matches!(c, ' ' | '<' | '>' | '"')) {
            return Err(UriError);
        }
        match scheme.to_ascii_lowercase().as_str() {
            "sip" => Self::parse_sip(Scheme::Sip, rest),
            "sips" => Self::parse_sip(Scheme::Sips, rest),
            "tel" => Self::parse_tel(rest),
            other => Ok(Self::opaque(Scheme::Other(other.to_owned()), rest)),
        }
    }

    fn opaque(scheme: Scheme, rest: &str) -> Self {
        let (host, parameters, headers) = (rest.to_owned(), String::new(), String::new());
        Self { scheme, user: None, user_written: None, host, port: None, parameters, headers }
    }

    fn parse_sip(scheme: Scheme, rest: &str) -> Result<Self, UriError> {
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
            user: shown.map(decoded),
            user_written: user_written.map(str::to_owned),
            host: host.to_ascii_lowercase(),
            port,
            parameters: parameters.to_owned(),
            headers: headers.to_owned(),
        })
    }

    fn parse_tel(rest: &str) -> Result<Self, UriError> {
        let (number, parameters) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
        if number.is_empty() || !are_parameters(parameters) {
            return Err(UriError);
        }
        Ok(Self {
            scheme: Scheme::Tel,
            user: Some(number.to_owned()),
            user_written: Some(number.to_owned()),
            host: String::new(),
            port: None,
            parameters: parameters.to_owned(),
            headers: String::new(),
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

    /// With a parameter appended.
    #[must_use]
    pub fn with_parameter(mut self, name: &str, value: &str) -> Self {
        if is_token(name) && is_token(value) {
            let _ = write!(self.parameters, ";{name}={value}");
        }
        self
    }

    /// As `sips`. That needs TLS, so that no parameter says which (RFC 3261 §26.2.2 gives up `transport=tls`).
    pub(crate) fn secure(self) -> Self {
        let parameters = if self.parameters == ";transport=tls" { String::new() } else { self.parameters };
        Self { scheme: Scheme::Sips, parameters, ..self }
    }

    pub(crate) fn with_port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }
}

fn are_uri_parameters(text: &str) -> bool {
    text.is_empty()
        || parameters(text)
            .all(|(name, value)| !name.is_empty() && value.is_none_or(|value| !value.is_empty()))
}

/// `host`, `host:port`, `[v6]:port`; a host in bounds of RFC 3261's grammar.
pub(super) fn host_and_port(text: &str) -> Option<(String, Option<u16>)> {
    let text = text.trim();
    let (host, rest) = match text.strip_prefix('[') {
        Some(inner) => {
            let end = inner.find(']')?;
            inner.get(..end)?.parse::<std::net::Ipv6Addr>().ok()?;
            text.split_at(end + 2)
        }
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let host = host.trim();
    let is_host = !host.is_empty()
        && (host.starts_with('[')
            || host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)));
    if !is_host {
        return None;
    }
    match rest.trim().strip_prefix(':') {
        None if rest.trim().is_empty() => Some((host.to_owned(), None)),
        None => None,
        Some(port) => {
            let port = port.trim();
            let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| port.parse().ok()).flatten().map(|port| (host.to_owned(), Some(port)))
        }
    }
}

fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
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
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn escaped_user(user: &str) -> String {
    let mut out = String::with_capacity(user.len());
    for byte in user.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,;?/".contains(&byte) {
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
            "1:x",
            "sip:a@h;",
        ] {
            assert!(Uri::parse(text).is_err(), "{text}");
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
