//! Who is listened to: what each address has tried and proven, by the rule of [`domain::scan`].

use domain::network::Network;
use domain::scan::{Hearing, Name, Source};
use jiff::Timestamp;
use sip::source_of;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tracing::error;

/// Addresses remembered at once. Beyond, those that have proven nothing are forgotten together: a flood from more of them
/// gains ten tries for each.
const SOURCES_LIMIT: usize = 20_000;

/// What is told to those who watch the house.
#[derive(Debug, Default)]
pub struct ScanCounters {
    /// Requests that were not listened to.
    pub unheard: AtomicU64,
    /// Addresses that were found scanning, each once until it is forgotten.
    pub scans: AtomicU64,
}

/// What is known of addresses.
pub struct Scans {
    sources: Mutex<HashMap<IpAddr, Known>>,
    /// Behind these are many, and they keep scans out themselves.
    proxies: Vec<Network>,
    names: RandomState,
    counters: Arc<ScanCounters>,
}

#[derive(Default)]
struct Known {
    source: Source,
    is_told: bool,
}

impl Scans {
    pub fn new(proxies: Vec<Network>) -> Self {
        Self { sources: Mutex::default(), proxies, names: RandomState::new(), counters: Arc::default() }
    }

    pub fn counters(&self) -> Arc<ScanCounters> {
        self.counters.clone()
    }

    /// Whether a proxy of ours has sent it on.
    pub fn is_proxy(&self, from: IpAddr) -> bool {
        self.proxies.iter().any(|network| network.contains(from))
    }

    /// Whether a request under a name is listened to.
    pub fn hears(&self, from: IpAddr, name: &str, now: Timestamp) -> bool {
        self.judged(from, now, |source| source.ask(self.name(name), now))
    }

    /// Whether a request that claims no name is listened to.
    pub fn hears_nobody(&self, from: IpAddr, now: Timestamp) -> bool {
        self.judged(from, now, |source| source.hear(now))
    }

    pub fn wrong(&self, from: IpAddr, name: &str, now: Timestamp) {
        self.with(from, now, |known| known.source.wrong(self.name(name), now));
    }

    pub fn proven(&self, from: IpAddr, name: &str, now: Timestamp) {
        self.with(from, now, |known| known.source.proven(self.name(name), now));
    }

    /// Somebody whom nobody knows has dialled what leads nowhere: a try like any other.
    pub fn dialled_nowhere(&self, from: IpAddr, number: &str, now: Timestamp) {
        self.with(from, now, |known| known.source.ask(self.name(&format!("dialled {number}")), now));
    }

    fn judged(&self, from: IpAddr, now: Timestamp, judge: impl FnOnce(&mut Source) -> Hearing) -> bool {
        let heard = self.with(from, now, |known| {
            let hearing = judge(&mut known.source);
            let is_news = hearing == Hearing::Scan && !std::mem::replace(&mut known.is_told, true);
            (hearing, is_news)
        });
        let Some((hearing, is_news)) = heard else { return true };
        if is_news {
            self.counters.scans.fetch_add(1, Ordering::Relaxed);
            error!(alarm = "scan", peer = %from, "names are asked for and not proven: not listened to for a while");
        }
        if hearing != Hearing::Heard {
            self.counters.unheard.fetch_add(1, Ordering::Relaxed);
        }
        hearing == Hearing::Heard
    }

    /// `None`: a proxy of ours.
    fn with<T>(&self, from: IpAddr, now: Timestamp, work: impl FnOnce(&mut Known) -> T) -> Option<T> {
        if self.is_proxy(from) {
            return None;
        }
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let address = source_of(from);
        if sources.len() >= SOURCES_LIMIT && !sources.contains_key(&address) {
            sources.retain(|_, known| known.source.has_proven() && !known.source.is_forgotten(now));
        }
        if sources.len() >= SOURCES_LIMIT && !sources.contains_key(&address) {
            // So many with phones of ours: a house of that size has proxies.
            return None;
        }
        let known = sources.entry(address).or_default();
        if known.is_told && known.source.is_forgotten(now) {
            known.is_told = false;
        }
        Some(work(known))
    }

    fn name(&self, name: &str) -> Name {
        Name(self.names.hash_one(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u32) -> IpAddr {
        std::net::Ipv4Addr::from_bits(0x0a00_0000 + last).into()
    }

    #[test]
    fn each_address_has_its_own_tries_and_proxies_have_no_limit() {
        let scans = Scans::new(vec![Network::parse("10.0.0.9").unwrap()]);
        let now = Timestamp::UNIX_EPOCH;
        let heard = |from| (0..30).filter(|name| scans.hears(from, &name.to_string(), now)).count();
        assert_eq!(heard(address(1)), 10);
        assert_eq!(heard(address(2)), 10);
        assert_eq!(heard(address(9)), 30);
        let counted = scans.counters();
        assert_eq!(counted.unheard.load(Ordering::Relaxed), 40);
        assert_eq!(counted.scans.load(Ordering::Relaxed), 0, "they could be phones yet");
        let later = now + jiff::SignedDuration::from_secs(5);
        assert!(!scans.hears_nobody(address(1), later) && !scans.hears(address(1), "x", later));
        assert_eq!(counted.scans.load(Ordering::Relaxed), 1, "told once");
    }

    #[test]
    fn numbers_that_lead_nowhere_are_tries() {
        let scans = Scans::new(Vec::new());
        let now = Timestamp::UNIX_EPOCH;
        for number in 0..10 {
            assert!(scans.hears_nobody(address(1), now), "{number}");
            scans.dialled_nowhere(address(1), &number.to_string(), now);
        }
        assert!(!scans.hears_nobody(address(1), now));
    }

    #[test]
    fn a_full_table_keeps_those_who_have_proven_something() {
        let scans = Scans::new(Vec::new());
        let now = Timestamp::UNIX_EPOCH;
        scans.proven(address(0), "anna", now);
        for last in 1..=SOURCES_LIMIT as u32 {
            assert!(scans.hears(address(last), "name", now));
        }
        let sources = scans.sources.lock().unwrap();
        assert!(sources.contains_key(&address(0)) && sources.len() <= SOURCES_LIMIT);
    }
}
