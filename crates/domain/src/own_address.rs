//! Which of this machine's addresses a peer is told.

use std::net::IpAddr;

/// The address to write into what a peer is sent (Via, Contact, SDP): `local`, by which the peer is reached, or the
/// `public` one, by which those reach this machine who are outside of its network.
///
/// A public address that is itself private stands for a network around ours (a container's host, a site's router), and
/// those in it are told it.
pub fn told(local: IpAddr, peer: IpAddr, public: Option<IpAddr>) -> IpAddr {
    let Some(public) = public.filter(|public| public.is_ipv4() == local.is_ipv4()) else { return local };
    let unknown = local.is_unspecified();
    let here = local.is_loopback() || peer.is_loopback() || peer == local;
    let beside = share_a_private_network(local, peer) && !share_a_private_network(public, peer);
    if !unknown && (here || beside) { local } else { public }
}

/// Whether a peer is told an address where it can reach nobody: one of a network that it is not in.
pub fn leads_nowhere(told: IpAddr, peer: IpAddr) -> bool {
    let is_inside = |address: IpAddr| address.is_loopback() || private_network(address).is_some();
    is_inside(told) && !is_inside(peer)
}

fn share_a_private_network(one: IpAddr, other: IpAddr) -> bool {
    private_network(one).is_some_and(|network| Some(network) == private_network(other))
}

/// Addresses that are reached without a NAT from others of the same network, whatever its parts are.
#[derive(PartialEq, Eq)]
enum Network {
    /// RFC 1918 §3.
    Ten,
    OneSevenTwo,
    OneNineTwo,
    /// RFC 6598: a carrier's inner network, or a virtual private one.
    Shared,
    /// RFC 3927, RFC 4291 §2.5.6.
    LinkLocal,
    /// RFC 4193: the first 48 bits are the site's.
    UniqueLocal([u16; 3]),
}

fn private_network(address: IpAddr) -> Option<Network> {
    match address {
        IpAddr::V4(ip) => match ip.octets() {
            [10, ..] => Some(Network::Ten),
            [172, 16..=31, ..] => Some(Network::OneSevenTwo),
            [192, 168, ..] => Some(Network::OneNineTwo),
            [100, 64..=127, ..] => Some(Network::Shared),
            [169, 254, ..] => Some(Network::LinkLocal),
            _ => None,
        },
        IpAddr::V6(ip) => {
            let [first, second, third, ..] = ip.segments();
            match first {
                0xfe80..=0xfebf => Some(Network::LinkLocal),
                0xfc00..=0xfdff => Some(Network::UniqueLocal([first, second, third])),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_address_leads_nobody_outside_anywhere() {
        for (told, peer, expected) in [
            ("192.168.1.2", "198.51.100.9", true),
            ("100.64.0.2", "198.51.100.9", true),
            ("127.0.0.1", "198.51.100.9", true),
            ("fd00:1:2::1", "2001:db8::9", true),
            ("203.0.113.1", "198.51.100.9", false),
            ("192.168.1.2", "192.168.1.9", false),
            ("192.168.1.2", "10.0.0.9", false),
            ("127.0.0.1", "127.0.0.1", false),
            ("2001:db8::1", "2001:db8::9", false),
        ] {
            let address = |text: &str| text.parse::<IpAddr>().unwrap();
            assert_eq!(leads_nowhere(address(told), address(peer)), expected, "{told} to {peer}");
        }
    }

    #[test]
    fn only_who_is_outside_is_told_the_public_address() {
        for (case, local, peer, public, expected) in [
            ("nothing public", "192.168.1.2", "198.51.100.9", None, "192.168.1.2"),
            ("another family", "2001:db8::1", "2001:db8::9", Some("203.0.113.1"), "2001:db8::1"),
            ("on loopback", "127.0.0.1", "127.0.0.1", Some("203.0.113.1"), "127.0.0.1"),
            ("on loopback", "::1", "::1", Some("2001:db8::1"), "::1"),
            ("on this machine", "198.51.100.2", "198.51.100.2", Some("203.0.113.1"), "198.51.100.2"),
            ("at home", "192.168.1.2", "192.168.1.9", Some("203.0.113.1"), "192.168.1.2"),
            ("at another site", "10.1.0.2", "10.2.0.9", Some("203.0.113.1"), "10.1.0.2"),
            ("at home", "172.16.0.2", "172.31.0.9", Some("203.0.113.1"), "172.16.0.2"),
            ("in a virtual network", "100.64.0.2", "100.127.3.4", Some("203.0.113.1"), "100.64.0.2"),
            ("on the same link", "169.254.1.2", "169.254.9.9", Some("203.0.113.1"), "169.254.1.2"),
            ("on the same link", "fe80::1", "fe80::2", Some("2001:db8::1"), "fe80::1"),
            ("on the same site", "fd00:1:2::1", "fd00:1:2:7::2", Some("2001:db8::1"), "fd00:1:2::1"),
            ("on another site", "fd00:1:2::1", "fd00:1:3::2", Some("2001:db8::1"), "2001:db8::1"),
            ("outside", "192.168.1.2", "198.51.100.9", Some("203.0.113.1"), "203.0.113.1"),
            ("outside", "192.168.1.2", "172.32.0.9", Some("203.0.113.1"), "203.0.113.1"),
            ("outside", "192.168.1.2", "192.169.0.9", Some("203.0.113.1"), "203.0.113.1"),
            ("outside", "192.168.1.2", "100.128.0.9", Some("203.0.113.1"), "203.0.113.1"),
            ("two public ones", "198.51.100.2", "198.51.100.9", Some("203.0.113.1"), "203.0.113.1"),
            ("another private one", "192.168.1.2", "10.0.0.9", Some("203.0.113.1"), "203.0.113.1"),
            ("around a container", "172.17.0.2", "192.168.1.9", Some("192.168.1.2"), "192.168.1.2"),
            ("around a container", "10.88.0.2", "10.0.0.9", Some("10.0.0.5"), "10.0.0.5"),
            ("no route", "0.0.0.0", "192.168.1.9", Some("203.0.113.1"), "203.0.113.1"),
            ("no route", "0.0.0.0", "127.0.0.1", Some("203.0.113.1"), "203.0.113.1"),
        ] {
            let address = |text: &str| text.parse::<IpAddr>().unwrap();
            let is = told(address(local), address(peer), public.map(address));
            assert_eq!(is, address(expected), "{case}: {peer} by {local}");
        }
    }
}
