//! What is kept of passwords, PINs and phone secrets, and how they are checked: argon2id for what is typed, digests for
//! what SIP and SCRAM need.

use crate::door::{DirectoryError, Ha1};
use argon2::{Algorithm, Argon2, Params, Version};
use md5::{Digest, Md5};
use ring::{hmac, pbkdf2};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::num::NonZeroU32;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use tokio::sync::oneshot;

/// Memory of one hash, in KiB; with the two numbers below what OWASP recommends for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_OCTETS: usize = 16;
const HASH_OCTETS: usize = 32;
/// Hashes waiting for the one thread that makes them: 2 s of work. More log-ins at once are asked to come again.
const WAITING: usize = 64;
/// RFC 7677 §4.
const SCRAM_ITERATIONS: u32 = 4096;
/// The lowest priority that still makes progress: sound goes first.
const NICENESS: i32 = 10;
/// Of drawn secrets: none that look alike, none that a phone's page mangles.
const ALPHABET: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const DEVICE_SECRET_CHARACTERS: usize = 24;
/// More than guessers get through in the life of the universe, and few enough to be typed.
const PASSWORD_CHARACTERS: usize = 16;

/// A salted argon2id hash: salt and hash, one behind the other.
pub type Hash = Vec<u8>;

/// One hash to be made.
pub struct Job {
    plain: Vec<u8>,
    salt: [u8; SALT_OCTETS],
    answer: oneshot::Sender<Result<Hash, DirectoryError>>,
}

/// Makes hashes on a thread of its own at low priority, one at a time: a flood of log-ins costs no call its sound.
#[derive(Clone)]
pub enum Hasher {
    Thread(SyncSender<Job>),
    /// At once, on the caller's thread: for directories in memory under a virtual clock.
    Immediate,
}

impl Hasher {
    /// The thread ends with the last handle.
    pub fn start() -> Result<Self, DirectoryError> {
        let (jobs, waiting) = sync_channel::<Job>(WAITING);
        std::thread::Builder::new()
            .name("argon2".into())
            .spawn(move || {
                // Without leave to be nice the thread is as good as any.
                let _ = rustix::process::nice(NICENESS);
                while let Ok(job) = waiting.recv() {
                    let _ = job.answer.send(argon2id(&job.plain, &job.salt));
                }
            })
            .map_err(|error| DirectoryError::Unavailable(Box::new(error)))?;
        Ok(Self::Thread(jobs))
    }

    /// A new hash under a new salt.
    pub async fn hash(&self, plain: &[u8]) -> Result<Hash, DirectoryError> {
        self.make(plain, rand::random()).await
    }

    /// Whether this is what was hashed; without a hash the same work is done for nothing, and the answer is no.
    pub async fn is(&self, plain: &[u8], hash: Option<&[u8]>) -> Result<bool, DirectoryError> {
        let salt = hash.and_then(|hash| hash.first_chunk::<SALT_OCTETS>()).copied();
        let made = self.make(plain, salt.unwrap_or_default()).await?;
        // An empty secret opens nothing, whatever is kept (B-014).
        Ok(!plain.is_empty() && hash.is_some_and(|hash| constant_time_eq(&made, hash)))
    }

    async fn make(&self, plain: &[u8], salt: [u8; SALT_OCTETS]) -> Result<Hash, DirectoryError> {
        let Self::Thread(jobs) = self else { return argon2id(plain, &salt) };
        let (answer, made) = oneshot::channel();
        jobs.try_send(Job { plain: plain.to_vec(), salt, answer }).map_err(|error| match error {
            TrySendError::Full(_) => DirectoryError::Unavailable("too many log-ins at once".into()),
            TrySendError::Disconnected(_) => DirectoryError::Unavailable("the hashing thread is gone".into()),
        })?;
        made.await.map_err(|error| DirectoryError::Unavailable(Box::new(error)))?
    }
}

fn argon2id(plain: &[u8], salt: &[u8; SALT_OCTETS]) -> Result<Hash, DirectoryError> {
    let failed = |error: argon2::Error| DirectoryError::Invalid(error.to_string());
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_OCTETS)).map_err(failed)?;
    let mut hash = vec![0; SALT_OCTETS + HASH_OCTETS];
    hash[..SALT_OCTETS].copy_from_slice(salt);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(plain, salt, &mut hash[SALT_OCTETS..]).map_err(failed)?;
    Ok(hash)
}

/// Takes the same time for all contents of one length.
pub fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// A PIN has few digits: without the pepper, which is not in the database, all of them could be tried in minutes.
pub fn peppered(pepper: &[u8; 32], pin: &str) -> Vec<u8> {
    if pin.is_empty() {
        return Vec::new();
    }
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, pepper), pin.as_bytes()).as_ref().to_vec()
}

/// What SCRAM-SHA-256 needs in place of a password (RFC 5802 §3, RFC 7677).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scram {
    pub salt: Vec<u8>,
    pub iterations: u32,
    pub stored_key: Vec<u8>,
    pub server_key: Vec<u8>,
}

impl Scram {
    pub fn of(password: &str, salt: [u8; SALT_OCTETS]) -> Scram {
        Self::with(password, &salt, SCRAM_ITERATIONS)
    }

    fn with(password: &str, salt: &[u8], iterations: u32) -> Scram {
        let mut salted = [0; HASH_OCTETS];
        let count = NonZeroU32::new(iterations).unwrap_or(NonZeroU32::MIN);
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, count, salt, password.as_bytes(), &mut salted);
        let key =
            |label: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &salted), label).as_ref().to_vec();
        let stored_key = ring::digest::digest(&ring::digest::SHA256, &key(b"Client Key")).as_ref().to_vec();
        Scram { salt: salt.to_vec(), iterations, stored_key, server_key: key(b"Server Key") }
    }
}

/// A phone's secret, drawn.
pub fn draw_device_secret() -> String {
    draw(DEVICE_SECRET_CHARACTERS)
}

/// A password for somebody who reads it in a mail, drawn.
pub fn draw_password() -> String {
    draw(PASSWORD_CHARACTERS)
}

fn draw(characters: usize) -> String {
    (0..characters).map(|_| char::from(ALPHABET[rand::random_range(0..ALPHABET.len())])).collect()
}

/// RFC 7616 §3.4.2.
pub fn ha1(user: &str, realm: &str, secret: &str) -> Ha1 {
    let text = format!("{user}:{realm}:{secret}");
    Ha1 {
        md5: hex::encode(Md5::digest(text.as_bytes())),
        sha256: hex::encode(Sha256::digest(text.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ha1_is_that_of_the_rfc() {
        // RFC 2617 §3.5 and RFC 7616 §3.9.1.
        assert_eq!(
            ha1("Mufasa", "testrealm@host.com", "Circle Of Life").md5,
            "939e7578ed9e3c518a452acee763bce9"
        );
        let expected = "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232";
        assert_eq!(ha1("Mufasa", "http-auth@example.org", "Circle of Life").sha256, expected);
    }

    #[test]
    fn scram_keys_are_those_of_the_rfc() {
        use base64::{Engine, engine::general_purpose::STANDARD};
        // RFC 7677 §3: user "user", password "pencil"; the server's signature is made with the server key.
        let salt = STANDARD.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        let scram = Scram::with("pencil", &salt, 4096);
        let message = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                       s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &scram.server_key), message.as_bytes());
        assert_eq!(STANDARD.encode(signature.as_ref()), "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    #[tokio::test]
    async fn only_what_was_hashed_is_it_and_nothing_empty_ever_is() {
        let hasher = Hasher::start().unwrap();
        let hash = hasher.hash(b"secret").await.unwrap();
        let empty = hasher.hash(b"").await.unwrap();
        assert!(hasher.is(b"secret", Some(&hash)).await.unwrap());
        for (plain, hash) in [
            (&b"other"[..], Some(&hash)),
            (b"", Some(&empty)),
            (b"", None),
            (b"secret", None),
            (b"secret", Some(&Vec::new())),
        ] {
            assert!(!hasher.is(plain, hash.map(Vec::as_slice)).await.unwrap());
        }
        assert_ne!(hasher.hash(b"secret").await.unwrap(), hash, "each has its own salt");
    }
}
