//! The door to the people: found without waiting, changed durably.

use crate::contacts::Contacts;
use crate::distribution::Lists;
use crate::people::{Device, DigestAlgorithms, People, User};
use crate::pins::Pins;
use crate::profiles::Profiles;
use crate::recording_page::RecordingPage;
use crate::trunks::{NewTrunk, Outside};
use crate::welcomes::Welcomes;
use bytes::Bytes;
use domain::greeting::Slot;
use domain::guesser::Guesser;
use domain::id::{BlobId, DeviceId, TrunkId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension};
use domain::outside::OutsideRoute;
use domain::settings::Row;
use domain::sim::SimKey;
use domain::trunk::Trunk;
use futures_util::future::BoxFuture;
use std::net::IpAddr;
use std::sync::Arc;
use zeroize::Zeroizing;

pub type Answer<'a, T> = BoxFuture<'a, Result<T, DirectoryError>>;

/// People, their devices, secrets and greetings: the one writer of them for desk, telephone and command line.
///
/// Made by [`crate::local`] over the store and by [`crate::memory`]; both pass one suite.
pub trait Directory: Profiles + Pins + Welcomes + RecordingPage + Send + Sync + Lists + Contacts {
    /// The tenant's people as they stand: a snapshot that is never edited. Costs no I/O.
    fn people(&self) -> Arc<People>;

    /// Rises when [`Directory::people`] has changed.
    fn watch(&self) -> tokio::sync::watch::Receiver<u64>;

    fn add_user(&self, user: NewUser) -> Answer<'_, Arc<User>>;

    /// Adds a phone with a random secret, which is answered this once.
    fn add_device(&self, device: NewDevice) -> Answer<'_, (Arc<Device>, String)>;

    /// Adds a phone that is proven by its SIM instead of a password, whatever algorithms are asked for. The key is written as
    /// [`SimKey::parse`] reads it.
    fn add_sim(&self, device: NewDevice, key: Zeroizing<String>) -> Answer<'_, Arc<Device>>;

    fn set_password<'a>(&'a self, user: UserId, password: &'a str) -> Answer<'a, ()>;

    /// Sets the PIN if the policy allows it; see `domain::pin`.
    fn set_pin<'a>(&'a self, user: UserId, pin: &'a str) -> Answer<'a, ()>;

    /// Checks a log-in name and password for desk, IMAP and submission. The answer and its time are the same for an
    /// unknown name and a wrong password; delay and lock are per (`from`, name).
    fn log_in<'a>(&'a self, email: &'a str, password: &'a str, from: IpAddr) -> Answer<'a, LogIn>;

    /// Checks the PIN of the box with this extension, existing or not: the answers are the same. Delay and lock are per
    /// box; a `guesser` with too many wrong PINs, over all boxes, is answered as if every box were locked.
    fn check_pin<'a>(&'a self, extension: &'a str, pin: &'a str, guesser: Guesser) -> Answer<'a, PinCheck>;

    /// What a device is proven by; from memory, without I/O.
    fn device_secret(&self, device: DeviceId) -> Option<DeviceSecret>;

    /// Writes one row of settings if `domain::settings::check` allows it.
    fn set_setting(&self, row: Row) -> Answer<'_, ()>;

    /// Trunks and the routes over them as they stand: a snapshot that is never edited. Costs no I/O. Renewed with
    /// [`Directory::people`].
    fn outside(&self) -> Arc<Outside>;

    /// The password of a trunk's account; from memory, without I/O.
    fn trunk_secret(&self, trunk: TrunkId) -> Option<Zeroizing<String>>;

    /// Adds a trunk if `domain::trunk` finds it sound. `actor` is who does it, for the audit.
    fn add_trunk(&self, trunk: NewTrunk, actor: Option<UserId>) -> Answer<'_, Trunk>;

    /// Writes a trunk over; without a secret the one that there is stays.
    fn change_trunk(&self, id: TrunkId, trunk: NewTrunk, actor: Option<UserId>) -> Answer<'_, Trunk>;

    /// Removes a trunk, from all routes, too.
    fn remove_trunk(&self, id: TrunkId, actor: Option<UserId>) -> Answer<'_, ()>;

    /// Puts these routes in the place of all.
    fn set_routes(&self, routes: Vec<OutsideRoute>, actor: Option<UserId>) -> Answer<'_, ()>;

    /// Keeps a greeting, a text or the name, in the place of the one before; a text that was assigned to it no longer is: a WAV file, PCM 16 bit, 8 kHz, mono, as `speech::audio` makes it of what was brought.
    fn set_greeting(&self, user: UserId, slot: Slot, language: Language, wav: Bytes) -> Answer<'_, BlobId>;

    fn remove_greeting(&self, user: UserId, slot: Slot, language: Language) -> Answer<'_, ()>;

    /// The greeting's WAV file.
    fn greeting<'a>(&'a self, blob: &'a BlobId) -> Answer<'a, Bytes>;
}

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub name: String,
    pub extension: Extension,
    pub email: Email,
    /// None: the company's.
    pub language: Option<Language>,
    /// IANA name of the time zone.
    pub zone: String,
    pub administrator: bool,
    pub password: String,
    /// Must be allowed by the policy; `domain::pin::draw` makes one of random digits. Empty: there is none yet, and the
    /// company's (`pin.default`) opens the choice of one.
    pub pin: String,
}

/// A phone to be added.
#[derive(Clone, Debug)]
pub struct NewDevice {
    pub user: UserId,
    pub name: String,
    /// The name at SIP: unique in the tenant, 1 to 64 of `a-z 0-9 . _ -`.
    pub sip_user: String,
    pub algorithms: DigestAlgorithms,
}

/// What a device is proven by.
#[derive(Clone)]
pub enum DeviceSecret {
    /// Of its password, HA1 under the tenant's realm (RFC 7616).
    Password(Ha1),
    /// The key of its SIM (RFC 3310).
    Sim(SimKey),
}

/// H(user:realm:secret) in hexadecimal, once for each algorithm.
#[derive(Clone)]
pub struct Ha1 {
    pub md5: String,
    pub sha256: String,
}

/// How a log-in ended.
#[derive(Clone, Debug)]
pub enum LogIn {
    Welcome(Arc<User>),
    /// Name or password is wrong, or the account is locked for this address: never said which.
    Refused {
        wait_seconds: u32,
    },
}

/// How a PIN check ended. The caller waits `wait_seconds` before it says so.
#[derive(Clone, Debug)]
pub enum PinCheck {
    Right(Arc<User>),
    Wrong {
        wait_seconds: u32,
    },
    /// Too many wrong PINs: the call ends.
    Locked {
        wait_seconds: u32,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    #[error("there is no such person, device or trunk")]
    NotFound,
    #[error("{0} is in use already")]
    Taken(&'static str),
    #[error("{0}")]
    Invalid(String),
    /// Somebody has changed it since it was read.
    #[error("it was changed in the meantime")]
    Changed,
    #[error("there is no room: an address book has at most {0} entries")]
    Full(usize),
    #[error("the store does not answer: {0}")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}
