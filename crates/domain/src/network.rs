//! Networks of addresses, as administrators write them: `192.0.2.0/24`, `2001:db8::/32`, or one address.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// The text is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a network is an address, or an address, a slash and the bits that count, such as 192.0.2.0/24")]
pub struct NetworkError;

/// A block of addresses. An IPv4 address that comes in IPv6 dress is the IPv4 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    pub fn parse(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= all).ok_or(NetworkError)?,
            None => all,
        };
        Ok(Self { address, bits })
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        let (own, other) = (self.address.to_canonical(), address.to_canonical());
        let shift = if own.is_ipv4() { 96 } else { 0 };
        own.is_ipv4() == other.is_ipv4()
            && leading(own, u32::from(self.bits) + shift) == leading(other, u32::from(self.bits) + shift)
    }

    /// How many addresses it leaves open, as a power of two: the smaller, the nearer.
    pub fn width(&self) -> u8 {
        if self.address.is_ipv4() { 32 - self.bits } else { 128 - self.bits }
    }
}

/// The first `bits` of an address as IPv6.
fn leading(address: IpAddr, bits: u32) -> u128 {
    let address: Ipv6Addr = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    };
    u128::from(address).checked_shr(128 - bits).unwrap_or(0)
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

impl TryFrom<String> for Network {
    type Error = NetworkError;
    fn try_from(text: String) -> Result<Self, NetworkError> {
        Self::parse(&text)
    }
}

impl From<Network> for String {
    fn from(network: Network) -> String {
        network.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_in_the_networks_that_hold_it() {
        for (network, address, expected) in [
            ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("192.0.2.7/32", "::ffff:192.0.2.7", true),
            ("0.0.0.0/0", "203.0.113.1", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db8::1", true),
            ("::/0", "192.0.2.1", false),
        ] {
            let network = Network::parse(network).unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), expected, "{network} {address}");
            assert_eq!(Network::parse(&network.to_string()), Ok(network));
        }
        for text in ["", "192.0.2", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/", "host", "192.0.2.0/-1"] {
            assert_eq!(Network::parse(text), Err(NetworkError), "{text}");
        }
    }
}
