//! One hop of the way a request took (RFC 3261 §20.42, RFC 3581).

use super::grammar::{are_parameters, is_token, parameter};
use super::uri::{host_and_port, lower_case, part};
use bytestring::ByteString;
use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};

/// What the branches of RFC 3261 begin with.
pub(crate) const MAGIC_COOKIE: &str = "z9hG4bK";

/// A Via element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// `UDP`, `TCP` …, upper case.
    pub transport: ByteString,
    /// Lower case; brackets of IPv6 kept.
    pub host: ByteString,
    pub port: Option<u16>,
    parameters: ByteString,
    version: ByteString,
}

impl Via {
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(&text.into())
    }

    /// The same, as parts of the text.
    pub(super) fn read(text: &ByteString) -> Option<Self> {
        let mut parts = text.splitn(3, '/');
        let protocol = parts.next()?.trim();
        let version = parts.next()?.trim();
        let rest = parts.next()?.trim_start();
        let (transport, rest) = rest.split_at(rest.find(char::is_whitespace)?);
        let (sent_by, parameters) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
        let (host, port) = host_and_port(sent_by)?;
        if !protocol.eq_ignore_ascii_case("SIP") || !is_token(transport) || !are_parameters(parameters) {
            return None;
        }
        Some(Self {
            transport: if transport.bytes().any(|byte| byte.is_ascii_lowercase()) {
                transport.to_ascii_uppercase().into()
            } else {
                text.slice_ref(transport)
            },
            host: lower_case(part(text, host)),
            port,
            parameters: text.slice_ref(parameters.trim()),
            version: text.slice_ref(version),
        })
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        parameter(&self.parameters, name)
    }

    pub fn branch(&self) -> Option<&str> {
        self.parameter("branch").filter(|branch| !branch.is_empty())
    }

    /// A branch that alone names the transaction (RFC 3261 §8.1.1.7): one of RFC 2543's peers, and the cookie with nothing
    /// behind it, does not.
    pub(crate) fn magic_branch(&self) -> Option<&str> {
        self.branch().filter(|branch| branch.len() > MAGIC_COOKIE.len() && branch.starts_with(MAGIC_COOKIE))
    }

    /// Where a proxy before us got it from; IPv6 with or without brackets (RFC 5118 §4.5).
    pub fn received(&self) -> Option<IpAddr> {
        let text = self.parameter("received")?;
        text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text).parse().ok()
    }

    /// Whether answers are to go to the port that the request came from (RFC 3581 §3).
    pub(crate) fn asks_for_port(&self) -> bool {
        self.parameters
            .split(';')
            .skip(1)
            .any(|part| part.split('=').next().unwrap_or_default().trim().eq_ignore_ascii_case("rport"))
    }

    /// Written as the first Via of a received request: `received` always, `rport` where it was asked for (RFC 3581 §4).
    pub(crate) fn with_source(&self, source: SocketAddr) -> String {
        let mut out = String::with_capacity(self.parameters.len() + self.host.len() + 96);
        // Writing to a string cannot fail.
        let _ = write!(out, "SIP/{}/{} {}", self.version, self.transport, self.host);
        if let Some(port) = self.port {
            let _ = write!(out, ":{port}");
        }
        for part in self.parameters.split(';').skip(1) {
            let name = part.split('=').next().unwrap_or_default().trim();
            if name.eq_ignore_ascii_case("rport") {
                let _ = write!(out, ";rport={}", source.port());
            } else if !name.eq_ignore_ascii_case("received") {
                out.push(';');
                out.push_str(part.trim());
            }
        }
        let _ = write!(out, ";received={}", source.ip());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_was_received_is_read_with_and_without_brackets() {
        for text in ["[2001:db8::9:255]", "2001:db8::9:255"] {
            let via = Via::parse(&format!("SIP/2.0/UDP [2001:db8::9:1];received={text};branch=x")).unwrap();
            assert_eq!(via.received(), Some("2001:db8::9:255".parse().unwrap()));
        }
    }

    #[test]
    fn hops_are_read_and_the_source_is_noted() {
        let via = Via::parse("SIP  / 2.0 / UDP  192.0.2.2 : 5070 ; rport ;received=1.2.3.4; branch=z9hG4bK1")
            .unwrap();
        assert_eq!((&*via.transport, &*via.host, via.port), ("UDP", "192.0.2.2", Some(5070)));
        assert_eq!(via.branch(), Some("z9hG4bK1"));
        let noted = via.with_source("198.51.100.7:4000".parse().unwrap());
        assert_eq!(noted, "SIP/2.0/UDP 192.0.2.2:5070;rport=4000;branch=z9hG4bK1;received=198.51.100.7");
        for text in ["", "SIP/2.0/UDP", "SIP/2.0/UDP ;branch=x", "HTTP/1.1/TCP h", "SIP/2.0/UDP h;;,;,,"] {
            assert_eq!(Via::parse(text), None, "{text}");
        }
    }
}
