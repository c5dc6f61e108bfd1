//! One hop of the way a request took (RFC 3261 §20.42, RFC 3581).

use super::grammar::{are_parameters, is_token, parameter};
use super::uri::host_and_port;
use std::net::SocketAddr;

/// A Via element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// `UDP`, `TCP` …, upper case.
    pub transport: String,
    pub host: String,
    pub port: Option<u16>,
    parameters: String,
    version: String,
}

impl Via {
    pub fn parse(text: &str) -> Option<Self> {
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
            transport: transport.to_ascii_uppercase(),
            host: host.to_ascii_lowercase(),
            port,
            parameters: parameters.trim().to_owned(),
            version: version.to_owned(),
        })
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        parameter(&self.parameters, name)
    }

    pub fn branch(&self) -> Option<&str> {
        self.parameter("branch").filter(|branch| !branch.is_empty())
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
        let mut out = format!("SIP/{}/{} {}", self.version, self.transport, self.host);
        if let Some(port) = self.port {
            out.push_str(&format!(":{port}"));
        }
        for part in self.parameters.split(';').skip(1) {
            let name = part.split('=').next().unwrap_or_default().trim();
            if name.eq_ignore_ascii_case("rport") {
                out.push_str(&format!(";rport={}", source.port()));
            } else if !name.eq_ignore_ascii_case("received") {
                out.push(';');
                out.push_str(part.trim());
            }
        }
        out.push_str(&format!(";received={}", source.ip()));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hops_are_read_and_the_source_is_noted() {
        let via = Via::parse("SIP  / 2.0 / UDP  192.0.2.2 : 5070 ; rport ;received=1.2.3.4; branch=z9hG4bK1")
            .unwrap();
        assert_eq!((via.transport.as_str(), via.host.as_str(), via.port), ("UDP", "192.0.2.2", Some(5070)));
        assert_eq!(via.branch(), Some("z9hG4bK1"));
        let noted = via.with_source("198.51.100.7:4000".parse().unwrap());
        assert_eq!(noted, "SIP/2.0/UDP 192.0.2.2:5070;rport=4000;branch=z9hG4bK1;received=198.51.100.7");
        for text in ["", "SIP/2.0/UDP", "SIP/2.0/UDP ;branch=x", "HTTP/1.1/TCP h", "SIP/2.0/UDP h;;,;,,"] {
            assert_eq!(Via::parse(text), None, "{text}");
        }
    }
}
