//! Who may come in, and how much they may say: one gate for all sockets of a stack. Sources that have proven who they are
//! keep their way when strangers flood it.

use super::rate::{Bucket, Rate, Sources, source_of};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Vouched sources at once; beyond, the newest counts as a stranger.
const KNOWN_LIMIT: usize = 100_000;

/// A stranger's connection that says nothing: by then a phone has registered or a trunk's call has gone on elsewhere.
const STRANGERS_SILENCE: Duration = Duration::from_secs(300);

/// What a stack takes from the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once from strangers, and as many again from sources that are vouched for; and from one source.
    pub connections: usize,
    pub connections_of_one: usize,
    /// TLS and WebSocket handshakes at once from strangers, and as many again from sources that are vouched for.
    pub handshakes: usize,
    /// What a handshake may take.
    pub handshake: Duration,
    /// A connection that says nothing for so long is closed.
    pub silence: Duration,
    /// Of each source.
    pub source: Rate,
    /// Of all sources together that nobody vouches for.
    pub strangers: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            connections_of_one: 500,
            handshakes: 256,
            handshake: Duration::from_secs(10),
            // Phones keep theirs alive, or come again with their next registration.
            silence: Duration::from_secs(3900),
            source: Rate { per_second: 1000, burst: 2000 },
            // Each request is remembered for 32 s (timer J): they must never fill the core's 50,000 transactions.
            strangers: Rate { per_second: 1000, burst: 2000 },
        }
    }
}

/// What the sockets have done since the start.
#[derive(Debug, Default)]
pub struct Counters {
    /// Messages handed to the core.
    pub messages: AtomicU64,
    /// System calls that have read datagrams.
    pub reads: AtomicU64,
    /// Datagrams and messages over the rate.
    pub over_rate: AtomicU64,
    /// Connections turned away because there are too many.
    pub turned_away: AtomicU64,
    /// Handshakes that failed, took too long or were too many.
    pub handshakes_failed: AtomicU64,
    /// STUN requests answered.
    pub stun: AtomicU64,
}

impl Counters {
    pub(super) fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// The gate.
pub(crate) struct Gate {
    pub limits: Limits,
    pub counters: Arc<Counters>,
    inside: Mutex<Inside>,
}

/// What is open from one of the two: strangers, and those who are vouched for.
#[derive(Clone, Copy, Debug, Default)]
struct Inward {
    connections: usize,
    handshakes: usize,
}

struct Inside {
    of: HashMap<IpAddr, usize>,
    strangers_in: Inward,
    known_in: Inward,
    sources: Sources,
    strangers: Bucket,
    /// Until when each source is vouched for.
    known: HashMap<IpAddr, Instant>,
}

impl Gate {
    pub fn new(limits: Limits, now: Instant) -> Self {
        let inside = Inside {
            of: HashMap::new(),
            strangers_in: Inward::default(),
            known_in: Inward::default(),
            sources: Sources::new(),
            strangers: Bucket::new(now),
            known: HashMap::new(),
        };
        Self { limits, counters: Arc::default(), inside: Mutex::new(inside) }
    }

    /// Somebody at this address has proven who they are.
    pub fn vouch(&self, address: IpAddr, until: Instant, now: Instant) {
        let mut inside = self.lock();
        if inside.known.len() >= KNOWN_LIMIT {
            inside.known.retain(|_, until| *until > now);
        }
        let source = source_of(address);
        if inside.known.len() < KNOWN_LIMIT || inside.known.contains_key(&source) {
            let before = inside.known.entry(source).or_insert(until);
            *before = (*before).max(until);
        }
    }

    /// Takes a look at many messages under one lock.
    pub fn look(&self) -> Look<'_> {
        Look { inside: self.lock(), gate: self }
    }

    /// A place for a connection, until the pass is dropped.
    pub fn enter(self: &Arc<Self>, address: IpAddr, now: Instant) -> Option<Pass> {
        let source = source_of(address);
        let mut inside = self.lock();
        let is_known = inside.is_known(source, now);
        let is_full = inside.inward(is_known).connections >= self.limits.connections
            || inside.of.get(&source).is_some_and(|own| *own >= self.limits.connections_of_one);
        if is_full {
            drop(inside);
            Counters::count(&self.counters.turned_away);
            return None;
        }
        inside.inward(is_known).connections += 1;
        *inside.of.entry(source).or_default() += 1;
        Some(Pass { gate: self.clone(), source, is_known })
    }

    /// A place for a handshake, until the pass is dropped.
    pub fn begin_handshake(self: &Arc<Self>, address: IpAddr, now: Instant) -> Option<Handshake> {
        let mut inside = self.lock();
        let is_known = inside.is_known(source_of(address), now);
        let under_way = &mut inside.inward(is_known).handshakes;
        if *under_way >= self.limits.handshakes {
            return None;
        }
        *under_way += 1;
        Some(Handshake { gate: self.clone(), is_known })
    }

    /// How long a connection from there may say nothing.
    pub fn silence(&self, address: IpAddr, now: Instant) -> Duration {
        let is_known = self.lock().is_known(source_of(address), now);
        if is_known { self.limits.silence } else { self.limits.silence.min(STRANGERS_SILENCE) }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn inward(&mut self, is_known: bool) -> &mut Inward {
        if is_known { &mut self.known_in } else { &mut self.strangers_in }
    }

    fn is_known(&self, source: IpAddr, now: Instant) -> bool {
        self.known.get(&source).is_some_and(|until| *until > now)
    }
}

/// The gate, held.
pub(crate) struct Look<'a> {
    inside: MutexGuard<'a, Inside>,
    gate: &'a Gate,
}

impl Look<'_> {
    /// Whether a message may pass: within its source's rate, and within that of all strangers for one of them.
    pub fn admits(&mut self, address: IpAddr, now: Instant) -> bool {
        let (source, limits) = (source_of(address), &self.gate.limits);
        let is_admitted = if self.inside.is_known(source, now) {
            self.inside.sources.admits(source, limits.source, now)
        } else {
            // One that is too loud takes nothing from the others; and many must not fill the table.
            self.inside.sources.have_room(source, limits.source, now)
                && self.inside.strangers.admits(limits.strangers, now)
                && self.inside.sources.admits(source, limits.source, now)
        };
        let counters = &self.gate.counters;
        Counters::count(if is_admitted { &counters.messages } else { &counters.over_rate });
        is_admitted
    }
}

/// A connection's place.
pub(crate) struct Pass {
    gate: Arc<Gate>,
    source: IpAddr,
    /// As it was at the door.
    is_known: bool,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self.gate.lock();
        let inward = inside.inward(self.is_known);
        inward.connections = inward.connections.saturating_sub(1);
        if let Some(own) = inside.of.get_mut(&self.source) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                inside.of.remove(&self.source);
            }
        }
    }
}

/// A handshake's place.
pub(crate) struct Handshake {
    gate: Arc<Gate>,
    is_known: bool,
}

impl Drop for Handshake {
    fn drop(&mut self) {
        let mut inside = self.gate.lock();
        let inward = inside.inward(self.is_known);
        inward.handshakes = inward.handshakes.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn gate(now: Instant) -> Arc<Gate> {
        let limits = Limits {
            connections: 3,
            connections_of_one: 2,
            handshakes: 1,
            source: Rate { per_second: 10, burst: 5 },
            strangers: Rate { per_second: 10, burst: 8 },
            ..Limits::default()
        };
        Arc::new(Gate::new(limits, now))
    }

    fn address(last: u8) -> IpAddr {
        [127, 0, 0, last].into()
    }

    #[test]
    fn strangers_share_a_rate_and_those_vouched_for_have_their_own() {
        let now = Instant::now();
        let gate = gate(now);
        gate.vouch(address(1), now + HOUR, now);
        let passed = (2..100).filter(|last| gate.look().admits(address(*last), now)).count();
        assert_eq!(passed, 8);
        assert_eq!((0..9).filter(|_| gate.look().admits(address(1), now)).count(), 5);
        assert_eq!(gate.counters.over_rate.load(Ordering::Relaxed), 90 + 4);
        // Nobody is vouched for any longer than was said.
        assert!(!gate.look().admits(address(3), now + Duration::from_millis(50)));
        let later = now + HOUR + Duration::from_secs(1);
        for _ in 0..8 {
            gate.look().admits(address(9), later);
            gate.look().admits(address(8), later);
        }
        assert!(!gate.look().admits(address(1), later));
    }

    #[test]
    fn a_shorter_word_does_not_take_back_a_longer_one() {
        let now = Instant::now();
        let gate = gate(now);
        gate.vouch(address(1), now + HOUR, now);
        gate.vouch(address(1), now, now);
        assert!(gate.lock().is_known(address(1), now + HOUR / 2));
    }

    #[test]
    fn places_are_counted_in_all_and_for_one_and_given_back() {
        let now = Instant::now();
        let gate = gate(now);
        let first = gate.enter(address(1), now).unwrap();
        let _second = gate.enter(address(1), now).unwrap();
        assert!(gate.enter(address(1), now).is_none());
        let _other = gate.enter(address(2), now).unwrap();
        assert!(gate.enter(address(3), now).is_none());
        assert_eq!(gate.counters.turned_away.load(Ordering::Relaxed), 2);
        // Those who are known have places of their own, and time.
        gate.vouch(address(9), now + HOUR, now);
        let known = gate.enter(address(9), now);
        assert!(known.is_some());
        assert_eq!(gate.silence(address(9), now), gate.limits.silence);
        assert_eq!(gate.silence(address(3), now), STRANGERS_SILENCE);
        // Each gives back what it has taken, whatever it is by then.
        drop(known);
        drop(first);
        let inside = gate.lock();
        assert_eq!((inside.strangers_in.connections, inside.known_in.connections), (2, 0));
        drop(inside);
        assert!(gate.enter(address(3), now).is_some());
    }

    #[test]
    fn strangers_handshakes_leave_room_for_those_who_are_known() {
        let now = Instant::now();
        let gate = gate(now);
        gate.vouch(address(1), now + HOUR, now);
        let stranger = gate.begin_handshake(address(2), now);
        assert!(stranger.is_some());
        assert!(gate.begin_handshake(address(3), now).is_none());
        assert!(gate.begin_handshake(address(1), now).is_some());
        drop(stranger);
        assert!(gate.begin_handshake(address(3), now).is_some());
    }
}
