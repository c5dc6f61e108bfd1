//! Sealing and opening one packet in place, given its sender and index.

use super::derive::{Use, derive};
use super::{Keying, RTCP_CLEAR, RTCP_ENCRYPTED, RTCP_INDEX, Suite};
use aes::{Aes128, Aes256};
use ctr::CtrCore;
use ctr::cipher::{InnerIvInit, KeyInit, StreamCipher, StreamCipherCoreWrapper};
use ctr::flavors::Ctr128BE;
use hmac::{Hmac, Mac};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha1::Sha1;

const GCM_TAG: usize = 16;

/// Which of two packets: each kind has session keys of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Rtp,
    Rtcp,
}

/// The session keys of one side for one kind of packet.
pub enum Cipher {
    CounterMode { aes: Box<Aes>, salt: [u8; 14], authentication: Box<Hmac<Sha1>>, tag: usize },
    Gcm { key: Box<LessSafeKey>, salt: [u8; 12] },
}

/// AES by the length of its key.
pub enum Aes {
    Short(Aes128),
    Long(Aes256),
}

impl Cipher {
    pub fn new(keying: &Keying, kind: Kind) -> Cipher {
        let (cipher, authentication, salt) = match kind {
            Kind::Rtp => (Use::RtpCipher, Use::RtpAuthentication, Use::RtpSalt),
            Kind::Rtcp => (Use::RtcpCipher, Use::RtcpAuthentication, Use::RtcpSalt),
        };
        let mut key = [0; 32];
        let key = &mut key[..keying.suite.key_octets()];
        derive(keying, cipher, key);
        if let Suite::AeadAes128Gcm | Suite::AeadAes256Gcm = keying.suite {
            let mut of_session = [0; 12];
            derive(keying, salt, &mut of_session);
            return Cipher::gcm(key, of_session);
        }
        let (mut of_session, mut secret) = ([0; 14], [0; 20]);
        derive(keying, salt, &mut of_session);
        derive(keying, authentication, &mut secret);
        // SRTCP keeps its eighty bits with the short suite (RFC 4568 §6.2.2).
        let is_short = keying.suite == Suite::AesCm128HmacSha1_32 && kind == Kind::Rtp;
        Cipher::counter_mode(key, of_session, &secret, if is_short { 4 } else { 10 })
    }

    #[expect(
        clippy::expect_used,
        reason = "a suite's keys are as long as its cipher wants them; an HMAC takes any"
    )]
    fn counter_mode(key: &[u8], salt: [u8; 14], secret: &[u8], tag: usize) -> Cipher {
        let aes = match Aes128::new_from_slice(key) {
            Ok(aes) => Aes::Short(aes),
            Err(_) => Aes::Long(Aes256::new_from_slice(key).expect("32 octets")),
        };
        let authentication = Hmac::new_from_slice(secret).expect("any length");
        Cipher::CounterMode { aes: Box::new(aes), salt, authentication: Box::new(authentication), tag }
    }

    #[expect(clippy::expect_used, reason = "a suite's keys are as long as its cipher wants them")]
    pub(super) fn gcm(key: &[u8], salt: [u8; 12]) -> Cipher {
        let algorithm = if key.len() == AES_128_GCM.key_len() { &AES_128_GCM } else { &AES_256_GCM };
        let key = UnboundKey::new(algorithm, key).expect("16 or 32 octets");
        Cipher::Gcm { key: Box::new(LessSafeKey::new(key)), salt }
    }

    /// Seals an RTP packet of `length`, readable up to `clear`; the new length. None without room for the tag.
    pub fn seal_rtp(
        &self,
        packet: &mut [u8],
        clear: usize,
        length: usize,
        ssrc: u32,
        index: u64,
    ) -> Option<usize> {
        let (content, rest) = packet.split_at_mut_checked(length)?;
        let tag = rest.get_mut(..self.tag())?;
        match self {
            Cipher::CounterMode { aes, salt, authentication, .. } => {
                aes.apply(salt, ssrc, index, &mut content[clear..]);
                let mac = Mac::chain_update(authentication.as_ref().clone(), &*content)
                    .chain_update(rollover(index));
                tag.copy_from_slice(&mac.finalize().into_bytes()[..tag.len()]);
            }
            Cipher::Gcm { key, salt } => {
                let (head, content) = content.split_at_mut(clear);
                let nonce = nonce(salt, ssrc, index);
                let sealed = key.seal_in_place_separate_tag(nonce, Aad::from(&*head), content).ok()?;
                tag.copy_from_slice(sealed.as_ref());
            }
        }
        Some(length + self.tag())
    }

    /// Opens an RTP packet; its length then, none if it is not true.
    pub fn open_rtp(&self, packet: &mut [u8], clear: usize, ssrc: u32, index: u64) -> Option<usize> {
        let length = packet.len().checked_sub(self.tag()).filter(|&length| length >= clear)?;
        match self {
            Cipher::CounterMode { aes, salt, authentication, .. } => {
                let (content, tag) = packet.split_at_mut(length);
                let mac = Mac::chain_update(authentication.as_ref().clone(), &*content)
                    .chain_update(rollover(index));
                mac.verify_truncated_left(tag).ok()?;
                aes.apply(salt, ssrc, index, &mut content[clear..]);
            }
            Cipher::Gcm { key, salt } => {
                let (head, sealed) = packet.split_at_mut(clear);
                key.open_in_place(nonce(salt, ssrc, index), Aad::from(&*head), sealed).ok()?;
            }
        }
        Some(length)
    }

    /// Seals an RTCP packet of `length`; the new length (RFC 3711 §3.4, RFC 7714 §9.2). None without room.
    pub fn seal_rtcp(&self, packet: &mut [u8], length: usize, ssrc: u32, index: u32) -> Option<usize> {
        let sealed_length = length + self.tag() + RTCP_INDEX;
        packet.get(..sealed_length).filter(|_| length >= RTCP_CLEAR)?;
        let word = (index | RTCP_ENCRYPTED).to_be_bytes();
        let (content, rest) = packet.split_at_mut(length);
        match self {
            Cipher::CounterMode { aes, salt, authentication, tag } => {
                aes.apply(salt, ssrc, index.into(), &mut content[RTCP_CLEAR..]);
                let mac = Mac::chain_update(authentication.as_ref().clone(), &*content).chain_update(word);
                rest[..RTCP_INDEX].copy_from_slice(&word);
                rest[RTCP_INDEX..][..*tag].copy_from_slice(&mac.finalize().into_bytes()[..*tag]);
            }
            Cipher::Gcm { key, salt } => {
                let (head, content) = content.split_at_mut(RTCP_CLEAR);
                let readable = readable(head, word);
                let nonce = nonce(salt, ssrc, index.into());
                let tag = key.seal_in_place_separate_tag(nonce, Aad::from(readable), content).ok()?;
                rest[..GCM_TAG].copy_from_slice(tag.as_ref());
                rest[GCM_TAG..][..RTCP_INDEX].copy_from_slice(&word);
            }
        }
        Some(sealed_length)
    }

    /// The index that an SRTCP packet claims; none if it is not encrypted, which nobody has agreed to.
    pub fn rtcp_index(&self, packet: &[u8]) -> Option<u32> {
        let behind = match self {
            Cipher::CounterMode { tag, .. } => *tag,
            Cipher::Gcm { .. } => 0,
        };
        let word = packet.get(..packet.len().checked_sub(behind)?)?.last_chunk::<RTCP_INDEX>()?;
        let word = u32::from_be_bytes(*word);
        (word & RTCP_ENCRYPTED != 0).then_some(word & !RTCP_ENCRYPTED)
    }

    /// Opens an SRTCP packet; its length then, none if it is not true.
    pub fn open_rtcp(&self, packet: &mut [u8], ssrc: u32, index: u32) -> Option<usize> {
        let length =
            packet.len().checked_sub(self.tag() + RTCP_INDEX).filter(|&length| length >= RTCP_CLEAR)?;
        let word = (index | RTCP_ENCRYPTED).to_be_bytes();
        match self {
            Cipher::CounterMode { aes, salt, authentication, .. } => {
                let (signed, tag) = packet.split_at_mut(length + RTCP_INDEX);
                let mac = Mac::chain_update(authentication.as_ref().clone(), &*signed);
                mac.verify_truncated_left(tag).ok()?;
                aes.apply(salt, ssrc, index.into(), &mut signed[RTCP_CLEAR..length]);
            }
            Cipher::Gcm { key, salt } => {
                let (head, sealed) = packet[..length + GCM_TAG].split_at_mut(RTCP_CLEAR);
                let readable = readable(head, word);
                key.open_in_place(nonce(salt, ssrc, index.into()), Aad::from(readable), sealed).ok()?;
            }
        }
        Some(length)
    }

    fn tag(&self) -> usize {
        match self {
            Cipher::CounterMode { tag, .. } => *tag,
            Cipher::Gcm { .. } => GCM_TAG,
        }
    }
}

impl Aes {
    /// AES in counter mode (RFC 3711 §4.1.1).
    fn apply(&self, salt: &[u8; 14], ssrc: u32, index: u64, content: &mut [u8]) {
        let mut iv = [0; 16];
        iv[..14].copy_from_slice(salt);
        place(&mut iv[4..14], ssrc, index);
        match self {
            Aes::Short(aes) => {
                let core = CtrCore::<&Aes128, Ctr128BE>::inner_iv_init(aes, &iv.into());
                StreamCipherCoreWrapper::from_core(core).apply_keystream(content);
            }
            Aes::Long(aes) => {
                let core = CtrCore::<&Aes256, Ctr128BE>::inner_iv_init(aes, &iv.into());
                StreamCipherCoreWrapper::from_core(core).apply_keystream(content);
            }
        }
    }
}

/// RFC 7714 §8.1 and §9.1.
fn nonce(salt: &[u8; 12], ssrc: u32, index: u64) -> Nonce {
    let mut iv = *salt;
    place(&mut iv[2..], ssrc, index);
    Nonce::assume_unique_for_key(iv)
}

/// Mixes who and when into ten octets of a salt: all suites have them in this order.
fn place(iv: &mut [u8], ssrc: u32, index: u64) {
    let index = index.to_be_bytes();
    iv.iter_mut()
        .zip(ssrc.to_be_bytes().iter().chain(&index[2..]))
        .for_each(|(octet, mixed)| *octet ^= mixed);
}

/// How often the sequence numbers have begun anew; signed, but not sent.
fn rollover(index: u64) -> [u8; 4] {
    ((index >> 16) as u32).to_be_bytes()
}

/// What SRTCP by GCM signs without sealing it (RFC 7714 §9.2).
fn readable(head: &[u8], word: [u8; RTCP_INDEX]) -> [u8; RTCP_CLEAR + RTCP_INDEX] {
    let mut readable = [0; RTCP_CLEAR + RTCP_INDEX];
    readable.iter_mut().zip(head.iter().chain(&word)).for_each(|(to, from)| *to = *from);
    readable
}
