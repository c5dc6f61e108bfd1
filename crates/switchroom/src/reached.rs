//! The addresses that others reach this machine by.

use crate::config::Config;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Two of the root name servers (a.root-servers.net), which no machine has in its own network.
const OUTSIDE: [(IpAddr, IpAddr); 2] = [
    (IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V4(Ipv4Addr::new(198, 41, 0, 4))),
    (IpAddr::V6(Ipv6Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::new(0x2001, 0x503, 0xba3e, 0, 0, 0, 0x2, 0x30))),
];

/// Connecting a UDP socket sends nothing, so that any port will do.
const ANY_PORT: u16 = 9;

/// What to type to reach a listener: the public address, its own, or for one on all addresses that of the interface
/// towards the rest of the world. Without a network that is loopback.
pub fn by(public: Option<IpAddr>, listened: SocketAddr) -> SocketAddr {
    let ip = match (listened.ip(), public) {
        (ip, _) if ip.is_loopback() => ip,
        (_, Some(public)) => public,
        (ip, None) if ip.is_unspecified() => outward(ip),
        (ip, None) => ip,
    };
    SocketAddr::new(ip, listened.port())
}

/// All of them, for the names of a certificate.
pub fn by_tls(config: &Config) -> Vec<IpAddr> {
    let sip = config.sip.tls.iter().chain(&config.sip.wss);
    let listened = config.imap.tls.iter().chain(&config.http.tls).chain(sip);
    let own = |listened: &SocketAddr| by(None, *listened).ip();
    let mut addresses: Vec<IpAddr> = config.public.into_iter().chain(listened.map(own)).collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

/// IPv4 first, which every phone speaks; who listens on `0.0.0.0` is reached by no other.
fn outward(unspecified: IpAddr) -> IpAddr {
    let families = OUTSIDE.iter().filter(|(any, _)| any.is_ipv4() || unspecified.is_ipv6());
    let mut found = families.filter_map(|(any, outside)| {
        let socket = UdpSocket::bind((*any, 0)).ok()?;
        socket.connect((*outside, ANY_PORT)).ok()?;
        Some(socket.local_addr().ok()?.ip())
    });
    found.next().unwrap_or(Ipv4Addr::LOCALHOST.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_type_all_addresses() {
        let public = Some("203.0.113.7".parse().unwrap());
        for (public, listened, expected) in [
            (None, "127.0.0.1:5", Some("127.0.0.1:5")),
            (public, "127.0.0.1:5", Some("127.0.0.1:5")),
            (None, "192.0.2.1:5", Some("192.0.2.1:5")),
            (public, "192.0.2.1:5", Some("203.0.113.7:5")),
            (public, "0.0.0.0:5", Some("203.0.113.7:5")),
            (None, "0.0.0.0:5", None),
            (None, "[::]:5", None),
        ] {
            let told = by(public, listened.parse().unwrap());
            match expected {
                Some(expected) => assert_eq!(told.to_string(), expected, "{listened}"),
                // This machine's own, whatever it is: it can be listened on.
                None => {
                    assert!(!told.ip().is_unspecified(), "{listened}");
                    UdpSocket::bind((told.ip(), 0)).unwrap();
                }
            }
        }
    }
}
