//! The ICE of a server that everybody reaches (ICE-lite, RFC 8445 §2.5): it answers connectivity checks, and the other side,
//! a browser, chooses the way. Pure: datagrams in, answers out, and nothing is allocated.
//!
//! A check that does not prove that its sender knows our password is not answered at all: nobody else learns that there
//! is somebody. (RFC 5389 §10.1.2 would answer 401, to an address that anybody can forge.)

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::net::{IpAddr, SocketAddr};

const HEADER: usize = 20;
const BINDING_REQUEST: [u8; 2] = [0, 1];
const BINDING_SUCCESS: [u8; 2] = [1, 1];
const BINDING_ERROR: [u8; 2] = [1, 0x11];
const MAGIC_COOKIE: [u8; 4] = 0x2112_A442_u32.to_be_bytes();
const ATTRIBUTE_HEADER: usize = 4;
/// HMAC-SHA1 (RFC 5389 §15.4).
const INTEGRITY_LENGTH: usize = 20;
const INTEGRITY_WHOLE: usize = ATTRIBUTE_HEADER + INTEGRITY_LENGTH;
const FINGERPRINT_WHOLE: usize = ATTRIBUTE_HEADER + 4;
/// RFC 5389 §15.5.
const FINGERPRINT_MASK: u32 = 0x5354_554E;
/// From here on a receiver may pass over what it does not know (RFC 5389 §15).
const OPTIONAL_FROM: u16 = 0x8000;
/// The longest answer: an IPv6 address, or four unknown attributes.
pub const ANSWER_ROOM: usize = 96;
const UNKNOWN_TOLD: usize = 4;

mod attribute {
    pub const USERNAME: u16 = 0x0006;
    pub const MESSAGE_INTEGRITY: u16 = 0x0008;
    pub const ERROR_CODE: u16 = 0x0009;
    pub const UNKNOWN_ATTRIBUTES: u16 = 0x000A;
    pub const XOR_MAPPED_ADDRESS: u16 = 0x0020;
    pub const PRIORITY: u16 = 0x0024;
    pub const USE_CANDIDATE: u16 = 0x0025;
    pub const FINGERPRINT: u16 = 0x8028;
    pub const ICE_CONTROLLING: u16 = 0x802A;
}

/// Characters of a fragment: 24 bits, as are wanted at least (RFC 8839 §5.4). It is a name, not a secret.
const FRAGMENT: usize = 4;
/// Characters of a password: 144 bits; at least 128 are wanted.
const PASSWORD: usize = 24;
/// ice-char (RFC 8839 §5.4).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What one side of ICE is called and proves itself by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Credentials {
    fragment: [u8; FRAGMENT],
    password: [u8; PASSWORD],
}

impl Credentials {
    /// From octets that were drawn at random by whoever calls.
    pub fn new(random: [u8; FRAGMENT + PASSWORD]) -> Credentials {
        let letters = random.map(|octet| LETTERS[usize::from(octet % 64)]);
        Credentials {
            fragment: std::array::from_fn(|at| letters[at]),
            password: std::array::from_fn(|at| letters[FRAGMENT + at]),
        }
    }

    /// As `a=ice-ufrag` says it.
    pub fn fragment(&self) -> &str {
        std::str::from_utf8(&self.fragment).unwrap_or_default()
    }

    /// As `a=ice-pwd` says it.
    pub fn password(&self) -> &str {
        std::str::from_utf8(&self.password).unwrap_or_default()
    }

    fn mac(&self, parts: &[&[u8]]) -> Option<Hmac<Sha1>> {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.password).ok()?;
        parts.iter().for_each(|part| mac.update(part));
        Some(mac)
    }
}

/// Passwords are for nobody's eyes.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({})", self.fragment())
    }
}

/// What a true check is answered, and what it chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Octets of the answer.
    pub length: usize,
    /// This way is the chosen one (RFC 8445 §8.1.1).
    pub nominates: bool,
}

/// Answers a connectivity check. `None`: it is none, or not by the one whom we gave our password.
pub fn answer(
    datagram: &[u8],
    from: SocketAddr,
    ours: &Credentials,
    out: &mut [u8; ANSWER_ROOM],
) -> Option<Answer> {
    let check = Check::read(datagram, ours)?;
    let mut answer = Writer { out, length: HEADER };
    let (kind, nominates) = if check.unknown[0] == 0 {
        answer.mapped(from, check.transaction)?;
        (BINDING_SUCCESS, check.nominates)
    } else {
        answer.unknown(&check.unknown)?;
        (BINDING_ERROR, false)
    };
    let length = answer.finish(kind, check.transaction, ours)?;
    Some(Answer { length, nominates })
}

/// A binding request that is as it should be and whose sender knows our password.
struct Check<'a> {
    transaction: &'a [u8; 16],
    nominates: bool,
    /// Attributes that must be understood and are not, up to the first 0.
    unknown: [u16; UNKNOWN_TOLD],
}

impl<'a> Check<'a> {
    fn read(datagram: &'a [u8], ours: &Credentials) -> Option<Check<'a>> {
        let (header, body) = datagram.split_first_chunk::<HEADER>()?;
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let is_binding = header.starts_with(&BINDING_REQUEST) && header[4..8] == MAGIC_COOKIE;
        if !is_binding || length != body.len() || length % 4 != 0 {
            return None;
        }
        let (mut named, mut proven, mut whole) = (false, false, false);
        let (mut asks, mut controls) = (false, false);
        let (mut unknown, mut told) = ([0; UNKNOWN_TOLD], 0);
        let mut rest = body;
        while !rest.is_empty() {
            let at = body.len() - rest.len();
            let (kind, value, after) = split_attribute(rest)?;
            match kind {
                // Nothing behind the proof is proven, but for the check sum (RFC 5389 §15.4).
                _ if proven && kind != attribute::FINGERPRINT => {}
                attribute::USERNAME => named = is_for(value, ours),
                // A stranger costs no hash: whoever does not know the name cannot know the password.
                attribute::MESSAGE_INTEGRITY if !named => return None,
                attribute::MESSAGE_INTEGRITY => proven = is_proven(header, &body[..at], value, ours),
                attribute::FINGERPRINT => whole = is_whole(header, &body[..at], value) && after.is_empty(),
                attribute::USE_CANDIDATE => asks = true,
                attribute::ICE_CONTROLLING => controls = true,
                attribute::PRIORITY => {}
                kind if kind < OPTIONAL_FROM && told < UNKNOWN_TOLD => {
                    unknown[told] = kind;
                    told += 1;
                }
                _ => {}
            }
            rest = after;
        }
        let transaction = header.last_chunk::<16>()?;
        (proven && whole).then_some(Check { transaction, nominates: asks && controls, unknown })
    }
}

/// The first attribute, its value, and what follows.
fn split_attribute(attributes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (head, rest) = attributes.split_first_chunk::<ATTRIBUTE_HEADER>()?;
    let kind = u16::from_be_bytes([head[0], head[1]]);
    let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
    Some((kind, rest.get(..length)?, rest.get(length.next_multiple_of(4)..)?))
}

/// `OURS:THEIRS` (RFC 8445 §7.2.2).
fn is_for(name: &[u8], ours: &Credentials) -> bool {
    name.strip_prefix(&ours.fragment).is_some_and(|rest| rest.first() == Some(&b':'))
}

/// The header as if the message ended so many octets behind it: what proof and check sum are made over.
fn header_with(header: &[u8; HEADER], length: usize) -> [u8; HEADER] {
    let mut header = *header;
    header[2..4].copy_from_slice(&u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
    header
}

fn is_proven(header: &[u8; HEADER], before: &[u8], value: &[u8], ours: &Credentials) -> bool {
    let header = header_with(header, before.len() + INTEGRITY_WHOLE);
    ours.mac(&[&header, before]).is_some_and(|mac| mac.verify_slice(value).is_ok())
}

fn is_whole(header: &[u8; HEADER], before: &[u8], value: &[u8]) -> bool {
    let header = header_with(header, before.len() + FINGERPRINT_WHOLE);
    value == fingerprint(&[&header, before])
}

fn fingerprint(parts: &[&[u8]]) -> [u8; 4] {
    (crc32(parts) ^ FINGERPRINT_MASK).to_be_bytes()
}

/// As in ITU-T V.42, bit by bit: a check comes every few seconds.
fn crc32(parts: &[&[u8]]) -> u32 {
    !parts.iter().copied().flatten().fold(u32::MAX, |sum, octet| {
        (0..8).fold(sum ^ u32::from(*octet), |sum, _| (sum >> 1) ^ (0xEDB8_8320 * (sum & 1)))
    })
}

struct Writer<'a> {
    out: &'a mut [u8; ANSWER_ROOM],
    length: usize,
}

impl Writer<'_> {
    fn attribute(&mut self, kind: u16, value: &[u8]) -> Option<()> {
        let [[k1, k2], [l1, l2]] = [kind, value.len() as u16].map(u16::to_be_bytes);
        let place = self.out.get_mut(self.length..)?;
        place.get_mut(..ATTRIBUTE_HEADER)?.copy_from_slice(&[k1, k2, l1, l2]);
        place.get_mut(ATTRIBUTE_HEADER..)?.get_mut(..value.len())?.copy_from_slice(value);
        self.length += ATTRIBUTE_HEADER + value.len().next_multiple_of(4);
        Some(())
    }

    /// RFC 5389 §15.2: mixed with cookie and transaction, so that no NAT on the way rewrites it.
    fn mapped(&mut self, from: SocketAddr, transaction: &[u8; 16]) -> Option<()> {
        let mut value = [0; 20];
        let length = match from.ip() {
            IpAddr::V4(ip) => {
                value[1] = 1;
                value[4..8].copy_from_slice(&ip.octets());
                8
            }
            IpAddr::V6(ip) => {
                value[1] = 2;
                value[4..].copy_from_slice(&ip.octets());
                20
            }
        };
        value[2..4].copy_from_slice(&from.port().to_be_bytes());
        let mix = |part: &mut [u8]| part.iter_mut().zip(transaction).for_each(|(one, other)| *one ^= other);
        mix(&mut value[2..4]);
        mix(&mut value[4..]);
        self.attribute(attribute::XOR_MAPPED_ADDRESS, &value[..length])
    }

    /// 420 (RFC 5389 §15.6, §15.9).
    fn unknown(&mut self, kinds: &[u16; UNKNOWN_TOLD]) -> Option<()> {
        self.attribute(attribute::ERROR_CODE, b"\0\0\x04\x14Unknown")?;
        let mut value = [0; 2 * UNKNOWN_TOLD];
        let kinds = kinds.iter().take_while(|&&kind| kind != 0);
        let told =
            value.chunks_mut(2).zip(kinds).map(|(to, kind)| to.copy_from_slice(&kind.to_be_bytes())).count();
        self.attribute(attribute::UNKNOWN_ATTRIBUTES, &value[..2 * told])
    }

    /// Head, proof and check sum; the length of all.
    fn finish(mut self, kind: [u8; 2], transaction: &[u8; 16], ours: &Credentials) -> Option<usize> {
        let mut header = [0; HEADER];
        header[..2].copy_from_slice(&kind);
        header[4..].copy_from_slice(transaction);
        let body = self.length - HEADER;
        let proof =
            ours.mac(&[&header_with(&header, body + INTEGRITY_WHOLE), &self.out[HEADER..self.length]])?;
        self.attribute(attribute::MESSAGE_INTEGRITY, &proof.finalize().into_bytes())?;
        let header = header_with(&header, body + INTEGRITY_WHOLE + FINGERPRINT_WHOLE);
        let sum = fingerprint(&[&header, &self.out[HEADER..self.length]]);
        self.attribute(attribute::FINGERPRINT, &sum)?;
        self.out[..HEADER].copy_from_slice(&header);
        Some(self.length)
    }
}

#[cfg(test)]
#[path = "ice_tests.rs"]
pub(crate) mod tests;
