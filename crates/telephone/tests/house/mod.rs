//! A small house for flows: two people, their PINs and their mailboxes.
#![allow(dead_code, reason = "each test file uses its part of the house")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

pub mod company;
pub mod faulty;
pub mod greetings;
pub mod lists;
pub mod pins;

use bytes::Bytes;
use directory::{
    Answer, Device, DeviceSecret, DigestAlgorithms, Directory, DirectoryError, Greeting, LogIn, NewDevice,
    NewTrunk, NewUser, Outside, People, PinCheck, User,
};
use domain::greeting::{Book, Slot};
use domain::guesser::Guesser;
use domain::id::{BlobId, CallId, DeviceId, TenantId, TrunkId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension};
use domain::outside::OutsideRoute;
use domain::pin;
use domain::tries::{Tried, Tries, Verdict};
use domain::trunk::Trunk;
use jiff::Timestamp;
use messaging::memory::PostOffice;
use messaging::{Body, Delivery, Entry, Filter, Flags, Mailbox, MessageRef, Post, Sender, SpecialUse, Voice};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use telephone::simulated::{Caller, SimulatedLine, facts_of, facts_of_nobody};
use zeroize::Zeroizing;

pub const ANNA: UserId = UserId::new(1);
pub const BEN: UserId = UserId::new(2);
pub const CARL: UserId = UserId::new(3);
pub const ANNAS_PHONE: DeviceId = DeviceId::new(11);
pub const PIN: &str = "730184";

pub struct House {
    pub people: Arc<People>,
    pub post: PostOffice,
    pub directory: FixtureDirectory,
}

impl House {
    /// Anna (201) and Carl (203) speak English, Ben (202) German; all live in Berlin.
    pub fn new() -> House {
        House::with_greetings(Vec::new())
    }

    /// Anna has recorded these.
    pub fn with_greetings(greetings: Vec<Greeting>) -> House {
        let greetings = Book::of(greetings);
        let anna = User { greetings, ..user(ANNA, "Anna Schmidt", "201", Language::EnGb) };
        let ben = user(BEN, "Ben Weber", "202", Language::DeDe);
        let carl = user(CARL, "Carl Kurz", "203", Language::EnGb);
        let phone = Device {
            id: ANNAS_PHONE,
            user: ANNA,
            name: "desk".into(),
            sip_user: "anna".into(),
            algorithms: DigestAlgorithms::Md5,
            media_from_anywhere: false,
        };
        let people =
            Arc::new(People::new(TenantId::new(1), "example.org".into(), vec![anna, ben, carl], vec![phone]));
        let directory = FixtureDirectory {
            people: people.clone(),
            tries: Mutex::default(),
            changed: Mutex::default(),
            standing: Mutex::new(pin::Standing::Holds),
            refused: Mutex::default(),
        };
        House { post: PostOffice::new(people.clone()), people, directory }
    }

    pub fn anna(&self) -> Arc<User> {
        self.people.user(ANNA).unwrap().clone()
    }

    /// A voice message for Anna of so many milliseconds.
    pub async fn leave(&self, key: &str, from: Sender, at: &str, milliseconds: usize) -> MessageRef {
        let voice = Voice {
            samples: vec![1000; milliseconds * 8],
            language: Language::EnGb,
            zone: "Europe/Berlin".into(),
            call: CallId::new("test", 1),
            called: "201".into(),
            marks: Default::default(),
        };
        let at = at.parse().unwrap();
        let delivery = Delivery { key: key.into(), to: vec![ANNA], from, at, body: Body::Voice(voice) };
        self.post.deliver(delivery).await.unwrap().message
    }

    /// A voice message for Anna whose sound is none.
    pub async fn leave_unplayable(&self, at: &str) {
        let message = "From: <+4930666@example.org>\r\nMessage-Context: voice-message\r\nContent-Type: audio/wav\r\n\r\nno sound";
        let mailbox = self.mailbox();
        let inbox = mailbox.folders().await.unwrap()[0].id;
        mailbox.append(inbox, message.into(), Flags::default(), at.parse().unwrap()).await.unwrap();
    }

    /// A message in Anna's inbox, as a mail server brings it.
    pub async fn brought(&self, message: &str, at: &str) -> MessageRef {
        let mailbox = self.mailbox();
        let inbox = mailbox.folders().await.unwrap()[0].id;
        let message = message.to_owned().into();
        mailbox.append(inbox, message, Flags::default(), at.parse().unwrap()).await.unwrap().1
    }

    pub fn mailbox(&self) -> Arc<dyn Mailbox> {
        self.post.mailbox(ANNA)
    }

    pub async fn inbox(&self) -> Vec<Entry> {
        let mailbox = self.mailbox();
        let inbox = mailbox.folders().await.unwrap()[0].id;
        mailbox.newest(inbox, Filter::default(), None, 500).await.unwrap()
    }

    pub async fn trash(&self) -> Vec<Entry> {
        let mailbox = self.mailbox();
        let folders = mailbox.folders().await.unwrap();
        let trash = folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Trash)).unwrap();
        mailbox.newest(trash.id, Filter::default(), None, 500).await.unwrap()
    }

    /// How many messages are new and old in the inbox, and how many lie in the trash.
    pub async fn stand(&self) -> (u32, u32, usize) {
        let counts = self.mailbox().counts().await.unwrap();
        (counts.new_voice, counts.old_voice, self.trash().await.len())
    }
}

pub fn sender(name: Option<&str>, number: Option<&str>) -> Sender {
    Sender { name: name.map(str::to_owned), number: number.map(str::to_owned), email: None }
}

/// Anna calls from her desk.
pub fn from_annas_phone(caller: Caller) -> SimulatedLine {
    SimulatedLine::new(facts_of(ANNAS_PHONE, ANNA, "99"), caller)
}

pub fn from_outside(called: &str, caller: Caller) -> SimulatedLine {
    SimulatedLine::new(facts_of_nobody(called), caller)
}

/// Runs a flow, which must be able to live in a task of its own. Time-outs come at once where something is waited for
/// in vain, else never.
pub fn run<T>(flow: impl Future<Output = T> + Send) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(flow)
}

fn user(id: UserId, name: &str, extension: &str, language: Language) -> User {
    User {
        id,
        name: name.into(),
        extension: Extension::parse(extension).unwrap(),
        email: Email::parse(&format!("{extension}@example.org")).unwrap(),
        language,
        zone: "Europe/Berlin".into(),
        administrator: false,
        greetings: Book::default(),
        presence: Vec::new(),
        profiles: Vec::new(),
    }
}

/// People with one PIN, [`PIN`], until they change it, judged as `domain` says; extension 666 makes it break down, 667 fall silent.
pub struct FixtureDirectory {
    people: Arc<People>,
    tries: Mutex<HashMap<String, Tries>>,
    changed: Mutex<HashMap<UserId, String>>,
    /// What a right PIN opens.
    pub standing: Mutex<pin::Standing>,
    /// Extensions whose boxes were not opened because of the rules of access.
    pub refused: Mutex<Vec<String>>,
}

fn not_here<'a, T: Send + 'a>() -> Answer<'a, T> {
    Box::pin(std::future::ready(Err(DirectoryError::NotFound)))
}

impl Directory for FixtureDirectory {
    fn set_setting(&self, _: domain::settings::Row) -> Answer<'_, ()> {
        not_here()
    }

    fn people(&self) -> Arc<People> {
        self.people.clone()
    }

    fn check_pin<'a>(&'a self, extension: &'a str, pin: &'a str, _: Guesser) -> Answer<'a, PinCheck> {
        if extension == "667" {
            return Box::pin(std::future::pending());
        }
        let owner =
            Extension::parse(extension).ok().and_then(|number| self.people.by_extension(&number).cloned());
        let changed = self.changed.lock().unwrap();
        let right = |owner: &Arc<User>| pin == changed.get(&owner.id).map_or(PIN, String::as_str);
        let tried = if owner.as_ref().is_some_and(right) { Tried::Right } else { Tried::Wrong };
        let mut all = self.tries.lock().unwrap();
        let tries = all.entry(extension.to_owned()).or_default();
        let (after, verdict) = tries.judge(&pin::LIMITS, tried, Timestamp::UNIX_EPOCH);
        *tries = after;
        let answer = match (verdict, owner) {
            _ if extension == "666" => Err(DirectoryError::Unavailable("broken on purpose".into())),
            (Verdict::Right, Some(owner)) => Ok(PinCheck::Right(owner)),
            (Verdict::Wrong { wait_seconds }, _) => Ok(PinCheck::Wrong { wait_seconds }),
            (Verdict::Locked { wait_seconds }, _) => Ok(PinCheck::Locked { wait_seconds }),
            (Verdict::Right, None) => unreachable!("only who exists is right"),
        };
        Box::pin(std::future::ready(answer))
    }

    fn watch(&self) -> tokio::sync::watch::Receiver<u64> {
        tokio::sync::watch::channel(0).1
    }
    fn device_secret(&self, _: DeviceId) -> Option<DeviceSecret> {
        None
    }
    fn add_user(&self, _: NewUser) -> Answer<'_, Arc<User>> {
        not_here()
    }
    fn add_device(&self, _: NewDevice) -> Answer<'_, (Arc<Device>, String)> {
        not_here()
    }
    fn add_sim(&self, _: NewDevice, _: Zeroizing<String>) -> Answer<'_, Arc<Device>> {
        not_here()
    }
    fn set_password<'a>(&'a self, _: UserId, _: &'a str) -> Answer<'a, ()> {
        not_here()
    }
    fn set_pin<'a>(&'a self, user: UserId, pin: &'a str) -> Answer<'a, ()> {
        let own_number = self.people.user(user).unwrap().extension.as_str();
        let chosen = pin::Pin::choose(&pin::Policy::default(), pin, own_number)
            .map_err(|refused| DirectoryError::Invalid(refused.to_string()))
            .map(|pin| drop(self.changed.lock().unwrap().insert(user, pin.as_str().to_owned())));
        Box::pin(std::future::ready(chosen))
    }
    fn log_in<'a>(&'a self, _: &'a str, _: &'a str, _: IpAddr) -> Answer<'a, LogIn> {
        not_here()
    }
    fn set_greeting(&self, _: UserId, _: Slot, _: Language, _: Bytes) -> Answer<'_, BlobId> {
        not_here()
    }
    fn remove_greeting(&self, _: UserId, _: Slot, _: Language) -> Answer<'_, ()> {
        not_here()
    }
    fn greeting<'a>(&'a self, _: &'a BlobId) -> Answer<'a, Bytes> {
        not_here()
    }
    fn outside(&self) -> Arc<Outside> {
        Arc::default()
    }
    fn trunk_secret(&self, _: TrunkId) -> Option<Zeroizing<String>> {
        None
    }
    fn add_trunk(&self, _: NewTrunk, _: Option<UserId>) -> Answer<'_, Trunk> {
        not_here()
    }
    fn change_trunk(&self, _: TrunkId, _: NewTrunk, _: Option<UserId>) -> Answer<'_, Trunk> {
        not_here()
    }
    fn remove_trunk(&self, _: TrunkId, _: Option<UserId>) -> Answer<'_, ()> {
        not_here()
    }
    fn set_routes(&self, _: Vec<OutsideRoute>, _: Option<UserId>) -> Answer<'_, ()> {
        not_here()
    }
}
