//! Keys for SRTP in a session description (RFC 4568).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::{self, Write};

/// The longest key and salt.
const LONGEST: usize = 32 + 14;
/// A tag has nine digits at most (RFC 4568 §9.1).
const LARGEST_TAG: u32 = 999_999_999;

/// How a stream is sealed; by the names of RFC 4568 §6.2, RFC 6188 §2.2 and RFC 7714 §14.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CryptoSuite {
    AeadAes256Gcm,
    AeadAes128Gcm,
    Aes256CmHmacSha1_80,
    AesCm128HmacSha1_80,
    AesCm128HmacSha1_32,
}

impl CryptoSuite {
    /// All that is spoken, the better first.
    pub const ALL: [CryptoSuite; 5] = [
        CryptoSuite::AeadAes256Gcm,
        CryptoSuite::AeadAes128Gcm,
        CryptoSuite::Aes256CmHmacSha1_80,
        CryptoSuite::AesCm128HmacSha1_80,
        CryptoSuite::AesCm128HmacSha1_32,
    ];

    fn name(self) -> &'static str {
        match self {
            CryptoSuite::AeadAes256Gcm => "AEAD_AES_256_GCM",
            CryptoSuite::AeadAes128Gcm => "AEAD_AES_128_GCM",
            CryptoSuite::Aes256CmHmacSha1_80 => "AES_256_CM_HMAC_SHA1_80",
            CryptoSuite::AesCm128HmacSha1_80 => "AES_CM_128_HMAC_SHA1_80",
            CryptoSuite::AesCm128HmacSha1_32 => "AES_CM_128_HMAC_SHA1_32",
        }
    }

    /// Octets of key and salt together.
    const fn octets(self) -> usize {
        match self {
            CryptoSuite::AeadAes256Gcm => 32 + 12,
            CryptoSuite::AeadAes128Gcm => 16 + 12,
            CryptoSuite::Aes256CmHmacSha1_80 => 32 + 14,
            CryptoSuite::AesCm128HmacSha1_80 | CryptoSuite::AesCm128HmacSha1_32 => 16 + 14,
        }
    }
}

/// What one side seals with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CryptoKey {
    suite: CryptoSuite,
    octets: [u8; LONGEST],
}

impl CryptoKey {
    /// A key that was drawn at random by whoever calls; of `random` as much is used as the suite wants.
    pub fn new(suite: CryptoSuite, random: [u8; LONGEST]) -> Self {
        let mut octets = random;
        octets[suite.octets()..].fill(0);
        Self { suite, octets }
    }

    pub fn suite(&self) -> CryptoSuite {
        self.suite
    }

    /// The key followed by the salt.
    pub fn octets(&self) -> &[u8] {
        &self.octets[..self.suite.octets()]
    }
}

/// Keys are for nobody's eyes.
impl fmt::Debug for CryptoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CryptoKey({:?})", self.suite)
    }
}

/// An `a=crypto` line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crypto {
    pub(super) tag: u32,
    pub key: CryptoKey,
}

impl Crypto {
    /// None if it cannot be agreed to: another suite, several keys, a master key identifier, or a session parameter, none
    /// of which may be passed over (RFC 4568 §6.3).
    pub(super) fn parse(value: &str) -> Option<Self> {
        let mut words = value.split_ascii_whitespace();
        let (tag, suite, key) = (words.next()?, words.next()?, words.next()?);
        if words.next().is_some() {
            return None;
        }
        let tag = tag.parse().ok().filter(|tag| *tag <= LARGEST_TAG)?;
        let suite = CryptoSuite::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(suite))?;
        let (method, key) = key.split_once(':')?;
        let mut parts = key.split('|');
        let (inline, rest) = (parts.next()?, parts.next());
        // A lifetime is longer than any call; `1:4` would be a master key identifier.
        let is_plain = rest.is_none_or(|rest| !rest.contains(':')) && parts.next().is_none();
        if !method.eq_ignore_ascii_case("inline") || inline.contains(';') || !is_plain {
            return None;
        }
        let decoded = STANDARD.decode(inline).ok().filter(|octets| octets.len() == suite.octets())?;
        let mut octets = [0; LONGEST];
        octets.iter_mut().zip(decoded).for_each(|(to, from)| *to = from);
        Some(Self { tag, key: CryptoKey { suite, octets } })
    }

    pub(super) fn write(&self, out: &mut String) {
        let (tag, suite, inline) = (self.tag, self.key.suite.name(), STANDARD.encode(self.key.octets()));
        let _ = write!(out, "a=crypto:{tag} {suite} inline:{inline}\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 4568 §10.1 has a lifetime and a key identifier; without the latter it is taken.
    #[test]
    fn a_line_is_taken_if_all_of_it_is_understood() {
        let key = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
        for (line, taken) in [
            (format!("1 AES_CM_128_HMAC_SHA1_80 inline:{key}"), true),
            (format!("1 aes_cm_128_hmac_sha1_32 INLINE:{key}|2^20"), true),
            (format!("1 AES_CM_128_HMAC_SHA1_80 inline:{key}|2^20|1:32"), false),
            (format!("1 AES_CM_128_HMAC_SHA1_80 inline:{key}|1:4"), false),
            (format!("1 AES_CM_128_HMAC_SHA1_80 inline:{key};inline:{key}"), false),
            (format!("1 AES_CM_128_HMAC_SHA1_80 inline:{key} UNENCRYPTED_SRTP"), false),
            (format!("1 F8_128_HMAC_SHA1_80 inline:{key}"), false),
            (format!("1 AEAD_AES_128_GCM inline:{key}"), false),
            (format!("9999999999 AES_CM_128_HMAC_SHA1_80 inline:{key}"), false),
            (format!("x AES_CM_128_HMAC_SHA1_80 inline:{key}"), false),
            ("1 AES_CM_128_HMAC_SHA1_80 inline:%%%".to_owned(), false),
            ("1 AES_CM_128_HMAC_SHA1_80".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(Crypto::parse(&line).is_some(), taken, "{line}");
        }
    }

    #[test]
    fn what_is_written_is_read_and_keys_are_not_shown() {
        for suite in CryptoSuite::ALL {
            let crypto = Crypto { tag: 7, key: CryptoKey::new(suite, std::array::from_fn(|at| at as u8)) };
            let mut line = String::new();
            crypto.write(&mut line);
            assert_eq!(Crypto::parse(line.trim().strip_prefix("a=crypto:").unwrap()), Some(crypto));
            assert_eq!(format!("{:?}", crypto.key), format!("CryptoKey({suite:?})"));
        }
    }
}
