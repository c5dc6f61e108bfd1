//! Digest authentication (RFC 7616, RFC 8760, and with SIM cards RFC 3310): challenges and answers, pure. Who may do what is decided elsewhere.

mod aka;
mod client;
mod credentials;
mod milenage;
mod nonce;

pub use aka::{Sim, SimVerdict};
pub use client::{Account, Asked, Challenge, Door, Next, answer};
pub use credentials::Credentials;
pub use nonce::Nonces;

use md5::Md5;
use sha2::{Digest, Sha256};

/// The hash of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Md5,
    Sha256,
    /// MD5 with the answer of a SIM for a password (RFC 3310).
    AkaV1Md5,
}

impl Algorithm {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
            Self::AkaV1Md5 => "AKAv1-MD5",
        }
    }

    /// Others (`MD5-sess`, `SHA-512-256` …) are never offered.
    fn parse(text: &str) -> Option<Self> {
        [Self::Md5, Self::Sha256, Self::AkaV1Md5]
            .into_iter()
            .find(|algorithm| algorithm.as_str().eq_ignore_ascii_case(text))
    }

    fn hash(self, text: &str) -> String {
        self.hash_bytes(text.as_bytes())
    }

    fn hash_bytes(self, bytes: &[u8]) -> String {
        match self {
            Self::Md5 | Self::AkaV1Md5 => hex::encode(Md5::digest(bytes)),
            Self::Sha256 => hex::encode(Sha256::digest(bytes)),
        }
    }
}

/// What became of a digest answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// The secret is right, but the nonce is too old or used: challenge again with `stale`.
    Stale,
    /// The nonce was never sent to where this comes from: it proves nothing, neither for nor against anybody.
    Foreign,
    Wrong,
}

/// What is kept instead of a secret: H(user:realm:secret), in hex.
pub fn ha1(algorithm: Algorithm, user: &str, realm: &str, secret: &str) -> String {
    ha1_of(algorithm, user, realm, secret.as_bytes())
}

/// With a secret that may be no text.
fn ha1_of(algorithm: Algorithm, user: &str, realm: &str, secret: &[u8]) -> String {
    algorithm.hash_bytes(&[format!("{user}:{realm}:").as_bytes(), secret].concat())
}
