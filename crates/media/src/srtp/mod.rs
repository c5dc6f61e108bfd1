//! SRTP and SRTCP (RFC 3711, RFC 6188, RFC 7714): packets are sealed and opened in place. Keys come from the signalling.

mod cipher;
mod context;
mod derive;
mod inbound;
mod outbound;
mod replay;
#[cfg(test)]
mod tests;

pub(crate) use context::Context;
pub use inbound::Inbound;
pub use outbound::Outbound;

use crate::rtp::HEADER_LENGTH;

/// What a sealed packet may be longer than it was: the index of an SRTCP packet and the longest tag.
pub const SEAL_ROOM: usize = 4 + 16;
/// The longest key and salt.
const LONGEST: usize = 32 + 14;
/// Sender's SSRC and what stands before it: what SRTCP leaves readable.
const RTCP_CLEAR: usize = 8;
/// The index of an SRTCP packet.
const RTCP_INDEX: usize = 4;
/// Set in it if the packet is encrypted.
const RTCP_ENCRYPTED: u32 = 1 << 31;

/// How packets are sealed, by the names of RFC 4568 §6.2, RFC 6188 §2.2 and RFC 7714 §14.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suite {
    AeadAes256Gcm,
    AeadAes128Gcm,
    Aes256CmHmacSha1_80,
    AesCm128HmacSha1_80,
    AesCm128HmacSha1_32,
}

impl Suite {
    /// All, the better first.
    pub const ALL: [Suite; 5] = [
        Suite::AeadAes256Gcm,
        Suite::AeadAes128Gcm,
        Suite::Aes256CmHmacSha1_80,
        Suite::AesCm128HmacSha1_80,
        Suite::AesCm128HmacSha1_32,
    ];

    pub const fn key_octets(self) -> usize {
        match self {
            Suite::AeadAes256Gcm | Suite::Aes256CmHmacSha1_80 => 32,
            _ => 16,
        }
    }

    pub const fn salt_octets(self) -> usize {
        match self {
            Suite::AeadAes256Gcm | Suite::AeadAes128Gcm => 12,
            _ => 14,
        }
    }
}

/// A master key with its salt, as one side sends with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Keying {
    suite: Suite,
    octets: [u8; LONGEST],
}

impl Keying {
    /// From the key followed by the salt; none if they are not as long as the suite wants them.
    pub fn new(suite: Suite, key_and_salt: &[u8]) -> Option<Keying> {
        let mut octets = [0; LONGEST];
        let used = octets.get_mut(..suite.key_octets() + suite.salt_octets())?;
        if used.len() != key_and_salt.len() {
            return None;
        }
        used.copy_from_slice(key_and_salt);
        Some(Keying { suite, octets })
    }

    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The key followed by the salt.
    pub fn octets(&self) -> &[u8] {
        &self.octets[..self.suite.key_octets() + self.suite.salt_octets()]
    }

    fn key(&self) -> &[u8] {
        &self.octets[..self.suite.key_octets()]
    }

    fn salt(&self) -> &[u8] {
        &self.octets()[self.suite.key_octets()..]
    }
}

impl std::fmt::Debug for Keying {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keying({:?})", self.suite)
    }
}

/// What changes about a leg's keys. A side that keeps its key goes on counting where it was (RFC 4568 §7.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Plain RTP from here on.
    Off,
    /// SRTP; none: as it was.
    On { ours: Option<Keying>, theirs: Option<Keying> },
}

/// What is read of an RTP header to find the key stream and the end of what stays readable.
struct Clear {
    sequence: u16,
    ssrc: u32,
    length: usize,
}

impl Clear {
    fn read(packet: &[u8]) -> Option<Clear> {
        let header = packet.first_chunk::<HEADER_LENGTH>()?;
        if header[0] >> 6 != 2 {
            return None;
        }
        let mut length = HEADER_LENGTH + 4 * usize::from(header[0] & 0x0F);
        if header[0] & 0x10 != 0 {
            let words = packet.get(length + 2..length + 4)?;
            length += 4 + 4 * usize::from(u16::from_be_bytes([words[0], words[1]]));
        }
        let sequence = u16::from_be_bytes([header[2], header[3]]);
        let ssrc = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
        (length <= packet.len()).then_some(Clear { sequence, ssrc, length })
    }
}

/// The sender of an RTCP packet.
fn rtcp_sender(packet: &[u8]) -> Option<u32> {
    let head = packet.first_chunk::<RTCP_CLEAR>()?;
    (head[0] >> 6 == 2).then(|| u32::from_be_bytes([head[4], head[5], head[6], head[7]]))
}
