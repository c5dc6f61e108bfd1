//! STUN binding requests on the SIP port (RFC 5626 §4.4.2, RFC 5389): phones behind a NAT keep their way open by them, and
//! see when their address has changed.

use std::net::{IpAddr, SocketAddr};

const HEADER: usize = 20;
const BINDING_REQUEST: [u8; 2] = [0, 1];
const BINDING_SUCCESS: [u8; 2] = [1, 1];
const BINDING_ERROR: [u8; 2] = [1, 0x11];
const MAGIC_COOKIE: [u8; 4] = 0x2112_A442_u32.to_be_bytes();
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const ERROR_CODE: u16 = 0x0009;
const UNKNOWN_ATTRIBUTES: u16 = 0x000A;
/// From here on a receiver may pass over what it does not know (RFC 5389 §15).
const OPTIONAL_FROM: u16 = 0x8000;
/// What is told of unknown attributes, at most.
const UNKNOWN_TOLD: usize = 8;

/// What a binding request is answered. `None`: it is none, and the datagram may be anything else.
pub fn answer(datagram: &[u8], remote: SocketAddr) -> Option<Vec<u8>> {
    let (header, attributes) = datagram.split_at_checked(HEADER)?;
    let length = usize::from(u16::from_be_bytes([*header.get(2)?, *header.get(3)?]));
    let is_binding = header.starts_with(&BINDING_REQUEST) && header.get(4..8) == Some(&MAGIC_COOKIE[..]);
    if !is_binding || length != attributes.len() || length % 4 != 0 {
        return None;
    }
    let transaction = header.get(4..HEADER)?;
    let unknown = unknown(attributes)?;
    let (kind, body) = if unknown.is_empty() {
        (BINDING_SUCCESS, attribute(XOR_MAPPED_ADDRESS, &mapped(remote, transaction)))
    } else {
        (BINDING_ERROR, refusal(&unknown))
    };
    let mut out = Vec::with_capacity(HEADER + body.len());
    out.extend_from_slice(&kind);
    out.extend_from_slice(&u16::try_from(body.len()).ok()?.to_be_bytes());
    out.extend_from_slice(transaction);
    out.extend_from_slice(&body);
    Some(out)
}

/// Attributes that must be understood and are not. `None`: they do not fit their length.
fn unknown(mut attributes: &[u8]) -> Option<Vec<u16>> {
    let mut unknown = Vec::new();
    while !attributes.is_empty() {
        let (head, rest) = attributes.split_at_checked(4)?;
        let kind = u16::from_be_bytes([*head.first()?, *head.get(1)?]);
        let length = usize::from(u16::from_be_bytes([*head.get(2)?, *head.get(3)?]));
        attributes = rest.get(length.next_multiple_of(4)..)?;
        if kind < OPTIONAL_FROM && unknown.len() < UNKNOWN_TOLD {
            unknown.push(kind);
        }
    }
    Some(unknown)
}

/// RFC 5389 §15.2: the address as it came, mixed with cookie and transaction, so that no NAT on the way rewrites it.
fn mapped(remote: SocketAddr, transaction: &[u8]) -> Vec<u8> {
    let (family, address) = match remote.ip() {
        IpAddr::V4(ip) => (1, ip.octets().to_vec()),
        IpAddr::V6(ip) => (2, ip.octets().to_vec()),
    };
    let mixed =
        |bytes: &[u8]| -> Vec<u8> { bytes.iter().zip(transaction).map(|(one, other)| one ^ other).collect() };
    let mut value = vec![0, family];
    value.extend(mixed(&remote.port().to_be_bytes()));
    value.extend(mixed(&address));
    value
}

/// 420 (RFC 5389 §15.6, §15.9).
fn refusal(unknown: &[u16]) -> Vec<u8> {
    let mut body = attribute(ERROR_CODE, b"\0\0\x04\x14Unknown");
    let kinds: Vec<u8> = unknown.iter().flat_map(|kind| kind.to_be_bytes()).collect();
    body.extend(attribute(UNKNOWN_ATTRIBUTES, &kinds));
    body
}

fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap_or_default();
    let mut out = kind.to_be_bytes().to_vec();
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(value);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The transaction of RFC 5769 §2.1.
    const TRANSACTION: [u8; 12] = [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];

    fn request(attributes: &[u8]) -> Vec<u8> {
        let mut out = vec![0, 1, 0, attributes.len() as u8];
        out.extend_from_slice(&MAGIC_COOKIE);
        out.extend_from_slice(&TRANSACTION);
        out.extend_from_slice(attributes);
        out
    }

    #[test]
    fn the_addresses_of_rfc_5769_are_mixed_as_there() {
        let four = answer(&request(&[]), "192.0.2.1:32853".parse().unwrap()).unwrap();
        assert_eq!(four[..4], [1, 1, 0, 12]);
        assert_eq!(four[HEADER..], [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]);
        let remote = "[2001:db8:1234:5678:11:2233:4455:6677]:32853".parse().unwrap();
        let six = answer(&request(&[]), remote).unwrap();
        assert_eq!(
            six[HEADER + 4..],
            [
                0, 2, 0xa1, 0x47, 0x01, 0x13, 0xa9, 0xfa, 0xa5, 0xd3, 0xf1, 0x79, 0xbc, 0x25, 0xf4, 0xb5,
                0xbe, 0xd2, 0xb9, 0xd9
            ]
        );
    }

    #[test]
    fn what_must_be_understood_and_is_not_is_refused() {
        // SOFTWARE may be passed over, CHANGE-REQUEST may not.
        let software = [0x80, 0x22, 0, 3, b'a', b'b', b'c', 0];
        assert_eq!(answer(&request(&software), ([192, 0, 2, 1], 1).into()).unwrap()[..2], BINDING_SUCCESS);
        let change = [0, 3, 0, 4, 0, 0, 0, 0];
        let refused = answer(&request(&change), ([192, 0, 2, 1], 1).into()).unwrap();
        assert_eq!(refused[..2], BINDING_ERROR);
        assert_eq!(refused[HEADER + 6..HEADER + 8], [4, 20]);
        assert_eq!(refused[HEADER + 16..], [0, 10, 0, 2, 0, 3, 0, 0]);
        assert_eq!(refused.len() - HEADER, usize::from(refused[3]));
    }

    #[test]
    fn what_is_no_binding_request_is_left_alone() {
        let whole = request(&[0x80, 0x22, 0, 0]);
        for end in 0..whole.len() {
            assert_eq!(answer(&whole[..end], ([192, 0, 2, 1], 1).into()), None);
        }
        for (at, value) in [(0, 1), (1, 2), (3, 3), (4, 0), (23, 9)] {
            let mut broken = whole.clone();
            broken[at] = value;
            assert_eq!(answer(&broken, ([192, 0, 2, 1], 1).into()), None, "octet {at}");
        }
        assert_eq!(answer(b"OPTIONS sip:a SIP/2.0\r\n\r\n", ([192, 0, 2, 1], 1).into()), None);
    }
}
