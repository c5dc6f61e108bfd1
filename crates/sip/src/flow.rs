//! Ways to a peer: a pair of UDP addresses or a TCP connection. Answers go back the way a request came, and phones
//! behind a NAT are reached by the flow that they opened (RFC 5626's idea, without its headers).

use std::fmt;
use std::net::SocketAddr;

/// What carries messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    Udp,
    Tcp,
}

impl Transport {
    /// As in Via.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
        }
    }

    pub(crate) fn is_reliable(self) -> bool {
        self == Self::Tcp
    }
}

/// A way to a peer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FlowId {
    transport: Transport,
    local: SocketAddr,
    remote: SocketAddr,
    /// Which connection of this process; 0 for UDP, and for "any TCP connection to there, or a new one".
    connection: u64,
}

impl FlowId {
    pub(crate) fn udp(local: SocketAddr, remote: SocketAddr) -> Self {
        Self { transport: Transport::Udp, local, remote, connection: 0 }
    }

    pub(crate) fn tcp(local: SocketAddr, remote: SocketAddr, connection: u64) -> Self {
        Self { transport: Transport::Tcp, local, remote, connection }
    }

    /// From its text, as kept with a binding.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let transport = match words.next()? {
            "udp" => Transport::Udp,
            "tcp" => Transport::Tcp,
            _ => return None,
        };
        let local = words.next()?.parse().ok()?;
        let remote = words.next()?.parse().ok()?;
        let connection = words.next()?.parse().ok()?;
        Some(Self { transport, local, remote, connection })
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

    /// A TCP connection ends with the process; a pair of UDP addresses does not.
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
        let flow = FlowId::tcp("[::1]:5060".parse().unwrap(), "[::1]:4000".parse().unwrap(), 7);
        assert_eq!(FlowId::parse(&flow.to_string()), Some(flow));
        for text in ["", "udp", "tls 1.1.1.1:1 1.1.1.1:1 0", "udp 1.1.1.1 1.1.1.1:1 0"] {
            assert_eq!(FlowId::parse(text), None, "{text}");
        }
    }
}
