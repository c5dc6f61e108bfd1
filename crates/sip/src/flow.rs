//! Ways to a peer: a pair of UDP addresses or a connection. Answers go back the way a request came, and phones behind a
//! NAT, or in a browser, are reached by the flow that they opened (RFC 5626, RFC 7118).

use crate::message::{Scheme, Uri};
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

/// What carries messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transport {
    Udp,
    Tcp,
    Tls,
    /// WebSocket (RFC 7118).
    Ws,
    /// WebSocket over TLS.
    Wss,
}

impl Transport {
    pub const ALL: [Self; 5] = [Self::Udp, Self::Tcp, Self::Tls, Self::Ws, Self::Wss];

    /// As in Via.
    pub fn name(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Ws => "WS",
            Self::Wss => "WSS",
        }
    }

    /// As in the `transport` parameter of a URI: RFC 7118 §5.2 knows `ws` for both.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Ws | Self::Wss => "ws",
        }
    }

    pub fn is_reliable(self) -> bool {
        self != Self::Udp
    }

    pub fn is_secure(self) -> bool {
        matches!(self, Self::Tls | Self::Wss)
    }

    /// Where a peer listens that names no port (RFC 3261 §19.1.2, RFC 7118 §5.1).
    pub fn port(self) -> u16 {
        match self {
            Self::Udp | Self::Tcp => 5060,
            Self::Tls => 5061,
            Self::Ws => 80,
            Self::Wss => 443,
        }
    }

    /// The one that a URI asks for: by its parameter, and never one without TLS for `sips` (RFC 3261 §26.2.2). `None`:
    /// it leaves the choice, or names one that does not go with its scheme or that nobody here speaks.
    pub fn asked_by(uri: &Uri) -> Option<Self> {
        let is_secure = *uri.scheme() == Scheme::Sips;
        match uri.parameter("transport").map(str::to_ascii_lowercase).as_deref() {
            Some("udp") if !is_secure => Some(Self::Udp),
            Some("tcp") if !is_secure => Some(Self::Tcp),
            Some("tls" | "tcp") => Some(Self::Tls),
            Some("ws") if !is_secure => Some(Self::Ws),
            Some("ws" | "wss") => Some(Self::Wss),
            _ => None,
        }
    }
}

/// A way to a peer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FlowId {
    transport: Transport,
    local: SocketAddr,
    remote: SocketAddr,
    /// Which connection of this process; 0 for UDP, and for "any connection to there, or a new one".
    connection: u64,
    /// SIP domains (RFC 5922 §7.1): those that the peer has proven by its certificate, or the one that it must prove when
    /// a connection is made.
    names: Option<Arc<[String]>>,
}

impl FlowId {
    pub(crate) fn udp(local: SocketAddr, remote: SocketAddr) -> Self {
        Self::connection_of(Transport::Udp, local, remote, 0)
    }

    pub(crate) fn connection_of(
        transport: Transport,
        local: SocketAddr,
        remote: SocketAddr,
        connection: u64,
    ) -> Self {
        Self { transport, local, remote, connection, names: None }
    }

    pub(crate) fn with_names(self, names: Option<Arc<[String]>>) -> Self {
        Self { names, ..self }
    }

    /// From its text, as kept with a binding. Certificates are not kept.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let name = words.next()?;
        let transport =
            Transport::ALL.into_iter().find(|transport| transport.name().eq_ignore_ascii_case(name))?;
        let local = words.next()?.parse().ok()?;
        let remote = words.next()?.parse().ok()?;
        let connection = words.next()?.parse().ok()?;
        Some(Self::connection_of(transport, local, remote, connection))
    }

    pub fn transport(&self) -> Transport {
        self.transport
    }

    pub fn local(&self) -> SocketAddr {
        self.local
    }

    pub fn remote(&self) -> SocketAddr {
        self.remote
    }

    /// The SIP domains that the peer's certificate proves, which an authority of ours has signed; lower case. Empty
    /// without a certificate.
    pub fn names(&self) -> &[String] {
        self.names.as_deref().unwrap_or_default()
    }

    /// A connection ends with the process; a pair of UDP addresses does not.
    pub fn outlives_the_process(&self) -> bool {
        self.transport == Transport::Udp
    }

    pub(crate) fn connection(&self) -> u64 {
        self.connection
    }

    /// The same way to another address of the peer.
    pub(crate) fn towards(&self, remote: SocketAddr) -> Self {
        if remote == self.remote { self.clone() } else { Self { remote, connection: 0, ..self.clone() } }
    }
}

impl fmt::Display for FlowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = self.transport.name().to_ascii_lowercase();
        write!(f, "{transport} {} {} {}", self.local, self.remote, self.connection)
    }
}

/// Where a request came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub transport: Transport,
    pub address: SocketAddr,
    pub local: SocketAddr,
    pub flow: FlowId,
}

impl Source {
    pub(crate) fn of(flow: &FlowId) -> Self {
        Self { transport: flow.transport, address: flow.remote, local: flow.local, flow: flow.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_is_kept_as_text() {
        for transport in Transport::ALL {
            let (local, remote) = ("[::1]:5060".parse().unwrap(), "[::1]:4000".parse().unwrap());
            let flow = FlowId::connection_of(transport, local, remote, 7);
            assert_eq!(FlowId::parse(&flow.to_string()), Some(flow));
        }
        for text in ["", "udp", "sctp 1.1.1.1:1 1.1.1.1:1 0", "udp 1.1.1.1 1.1.1.1:1 0"] {
            assert_eq!(FlowId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_uri_asks_for_its_transport() {
        use Transport::{Tcp, Tls, Udp, Ws, Wss};
        for (text, expected) in [
            ("sip:a@h", None),
            ("sip:a@h;transport=UDP", Some(Udp)),
            ("sip:a@h;transport=tcp", Some(Tcp)),
            ("sip:a@h;transport=tls", Some(Tls)),
            ("sip:a@h;transport=ws", Some(Ws)),
            ("sip:a@h;transport=sctp", None),
            ("sips:a@h", None),
            ("sips:a@h;transport=tcp", Some(Tls)),
            ("sips:a@h;transport=ws", Some(Wss)),
            ("sips:a@h;transport=udp", None),
        ] {
            assert_eq!(Transport::asked_by(&Uri::parse(text).unwrap()), expected, "{text}");
        }
    }
}
