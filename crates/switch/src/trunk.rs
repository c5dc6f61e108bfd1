//! Trunks as they live: which of them are there, how many calls they carry, and what is spent on them.

mod attempt;
pub mod handing;
pub mod headers;
pub mod held;
pub mod inbound;
pub mod lamps;
mod ledger;
pub mod outbound;
mod ping;
mod place;
mod register;

use crate::ground::Ground;
use directory::Outside;
use domain::id::TrunkId;
use domain::sim::SimKey;
use domain::toll::Barred;
use domain::trunk::{Access, Agreed, Trunk};
use jiff::Timestamp;
use ledger::Ledger;
use sip::auth::{Algorithm, Sim, ha1};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

/// The user part of a registered contact has so many characters: 64 bits that nobody guesses.
const CONTACT_CHARACTERS: usize = 16;

/// All trunks of this node.
pub struct Trunks {
    lines: Mutex<HashMap<TrunkId, LineState>>,
    pub ledger: Ledger,
    barred: [AtomicU64; Barred::ALL.len()],
    unserved: AtomicU64,
    helped: AtomicU64,
    /// What contacts are made with, so that a registration that outlives the process still leads here.
    secret: String,
}

/// What is known of one trunk.
#[derive(Clone, Debug, Default)]
struct LineState {
    reach: Reach,
    registration: Registration,
    calls: u32,
    /// The addresses of its server, where that is a name.
    addresses: Vec<IpAddr>,
    /// Its SIM, which remembers what it was asked by, for as long as the process runs.
    sim: Option<Arc<Sim>>,
}

/// Whether the other end is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Nobody has asked yet, or nobody is to.
    #[default]
    Unknown,
    Up,
    Down,
}

/// How a registration stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    /// This trunk does not register.
    #[default]
    None,
    Trying,
    Registered {
        until: Timestamp,
    },
    /// The last answer; none: there was none.
    Failed {
        status: Option<u16>,
    },
}

/// How a trunk stands, for those who watch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrunkState {
    pub id: TrunkId,
    pub name: String,
    pub reach: Reach,
    pub registration: Registration,
    pub calls: u32,
    pub channels: u32,
    pub disabled: bool,
}

/// Counts trunks for those who watch the house.
#[derive(Clone)]
pub struct TrunksMeter {
    ground: Arc<Ground>,
}

impl TrunksMeter {
    pub(crate) fn new(ground: Arc<Ground>) -> Self {
        Self { ground }
    }

    /// By name.
    pub fn states(&self) -> Vec<TrunkState> {
        let outside = self.ground.directory.outside();
        outside.trunks.iter().map(|trunk| self.ground.trunks.state(trunk)).collect()
    }

    /// Calls that were not let out, by the limit that kept them.
    pub fn barred(&self) -> Vec<(Barred, u64)> {
        let counters = self.ground.trunks.barred.iter().map(|counter| counter.load(Ordering::Relaxed));
        Barred::ALL.into_iter().zip(counters).collect()
    }

    /// Calls for help.
    pub fn helped(&self) -> u64 {
        self.ground.trunks.helped.load(Ordering::Relaxed)
    }

    /// Calls that no trunk took.
    pub fn unserved(&self) -> u64 {
        self.ground.trunks.unserved.load(Ordering::Relaxed)
    }
}

/// One call's place on a trunk; given back when it is dropped.
pub struct Channel {
    trunks: Arc<Trunks>,
    trunk: TrunkId,
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.trunks.with(self.trunk, |line| line.calls = line.calls.saturating_sub(1));
    }
}

/// Whether a call may take a place beyond a trunk's channels: a call for help may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    No,
    Channels,
}

impl Trunks {
    pub fn new(secret: [u8; 32]) -> Arc<Self> {
        Arc::new(Self {
            lines: Mutex::default(),
            ledger: Ledger::default(),
            barred: Default::default(),
            unserved: AtomicU64::new(0),
            helped: AtomicU64::new(0),
            secret: secret.iter().map(|octet| format!("{octet:02x}")).collect(),
        })
    }

    /// The SIM of a trunk whose secret is a key: the same one as long as the key is.
    fn sim(&self, trunk: TrunkId, secret: &str) -> Option<Arc<Sim>> {
        let key = SimKey::parse(secret).ok().flatten()?;
        self.with(trunk, |line| {
            let there = line.sim.take().filter(|sim| sim.is_of(&key));
            line.sim.insert(there.unwrap_or_else(|| Arc::new(Sim::new(key)))).clone().into()
        })
    }

    /// A place on a trunk, if it has one left.
    pub fn channel(self: &Arc<Self>, trunk: &Trunk, beyond: Beyond) -> Option<Channel> {
        let taken = self.with(trunk.id, |line| {
            let has_room = line.calls < trunk.agreed.channels || beyond == Beyond::Channels;
            line.calls += u32::from(has_room);
            has_room
        });
        taken.then(|| Channel { trunks: self.clone(), trunk: trunk.id })
    }

    /// The user part of the contact that is registered for a trunk. Nobody but its registrar is told.
    fn contact_user(&self, trunk: TrunkId) -> String {
        let keyed = ha1(Algorithm::Sha256, &trunk.to_string(), "contact", &self.secret);
        keyed.chars().take(CONTACT_CHARACTERS).collect()
    }

    /// Asked for every INVITE and trunk, of which next to none is called by a contact: no digest is made of those.
    fn is_contact(&self, trunk: TrunkId, user: &str) -> bool {
        user.len() == CONTACT_CHARACTERS && self.contact_user(trunk) == user
    }

    fn state(&self, trunk: &Trunk) -> TrunkState {
        let line = self.with(trunk.id, |line| line.clone());
        TrunkState {
            id: trunk.id,
            name: trunk.name.clone(),
            reach: line.reach,
            registration: line.registration,
            calls: line.calls,
            channels: trunk.agreed.channels,
            disabled: trunk.agreed.disabled,
        }
    }

    fn count_barred(&self, why: Barred) {
        if let Some(index) = Barred::ALL.iter().position(|one| *one == why) {
            self.barred[index].fetch_add(1, Ordering::Relaxed);
        }
    }

    fn with<T>(&self, trunk: TrunkId, work: impl FnOnce(&mut LineState) -> T) -> T {
        work(self.lines().entry(trunk).or_default())
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<TrunkId, LineState>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets trunks that are no more and carry no call.
    fn keep_only(&self, outside: &Outside) {
        self.lines().retain(|id, line| line.calls > 0 || outside.trunk(*id).is_some());
    }
}

/// One trunk with what is needed to speak to it.
#[derive(Clone)]
struct Spoken {
    trunk: Trunk,
    secret: Zeroizing<String>,
    /// The SIM that the secret is the key of, if it is one.
    sim: Option<Arc<Sim>>,
}

impl Spoken {
    fn new(ground: &Ground, trunk: &Trunk) -> Spoken {
        let secret = ground.directory.trunk_secret(trunk.id).unwrap_or_default();
        let sim = ground.trunks.sim(trunk.id, &secret);
        Spoken { trunk: trunk.clone(), secret, sim }
    }
}

/// The tasks that look after one trunk, as long as it stays what it is.
struct Tended {
    agreed: Agreed,
    secret: Zeroizing<String>,
    over: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Looks after the trunks there are, until the process is to end; registrations are taken back then.
pub async fn follow(ground: Arc<Ground>) {
    let mut renewed = ground.directory.watch();
    let mut closing = ground.closing.clone();
    let mut tended: HashMap<TrunkId, Tended> = HashMap::new();
    loop {
        renewed.mark_unchanged();
        let outside = ground.directory.outside();
        let ended = tended.extract_if(|id, tended| !is_as_it_was(&ground, &outside, *id, tended));
        for (_, ended) in ended.collect::<Vec<_>>() {
            // A changed account is first taken back as it was.
            end(ended).await;
        }
        ground.trunks.keep_only(&outside);
        for trunk in outside.trunks.iter().filter(|trunk| !trunk.agreed.disabled) {
            tended.entry(trunk.id).or_insert_with(|| tend(&ground, trunk));
        }
        tokio::select! {
            _ = closing.wait_for(|closing| *closing) => break,
            changed = renewed.changed() => if changed.is_err() { break },
        }
    }
    futures_util::future::join_all(tended.into_values().map(end)).await;
}

fn is_as_it_was(ground: &Ground, outside: &Outside, id: TrunkId, tended: &Tended) -> bool {
    let same = outside.trunk(id).is_some_and(|trunk| trunk.agreed == tended.agreed && !trunk.agreed.disabled);
    same && ground.directory.trunk_secret(id).is_some_and(|secret| *secret == *tended.secret)
}

fn tend(ground: &Arc<Ground>, trunk: &Trunk) -> Tended {
    let (over, is_over) = watch::channel(false);
    let spoken = Spoken::new(ground, trunk);
    let secret = spoken.secret.clone();
    ground.trunks.with(trunk.id, |line| {
        line.reach = Reach::Unknown;
        line.registration = Registration::None;
        line.addresses.clear();
    });
    let mut tasks = vec![tokio::spawn(place::learn(ground.clone(), trunk.clone(), is_over.clone()))];
    if trunk.agreed.access == Access::Registering {
        tasks.push(tokio::spawn(register::keep(ground.clone(), spoken, is_over.clone())));
    }
    if trunk.agreed.ping_seconds > 0 {
        tasks.push(tokio::spawn(ping::keep(ground.clone(), trunk.clone(), is_over)));
    }
    Tended { agreed: trunk.agreed.clone(), secret, over, tasks }
}

/// Every task ends by itself within its limit.
async fn end(tended: Tended) {
    tended.over.send_replace(true);
    futures_util::future::join_all(tended.tasks).await;
}
