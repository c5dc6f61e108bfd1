//! How much each source may say: a pure counting of messages by address (GCRA, the token bucket that keeps one moment for
//! each source).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

/// Addresses counted at once. Those that have said nothing for a while are forgotten first; with all of them busy, further
/// ones are refused.
const SOURCES_LIMIT: usize = 65_536;
/// A full table is looked through so often at most: 65,536 entries take a millisecond.
const SWEEP: Duration = Duration::from_millis(100);

/// So many messages a second for long, so many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Messages a second; 0 is read as 1.
    pub per_second: u32,
    /// Messages at once after a silence; 0 is read as 1.
    pub burst: u32,
}

impl Rate {
    fn interval(self) -> Duration {
        Duration::from_secs(1) / self.per_second.max(1)
    }

    /// What is ahead of its time by more is refused.
    fn tolerance(self) -> Duration {
        self.interval() * (self.burst.max(1) - 1)
    }
}

/// When the next message would be due at the even pace. Before that moment, by at most the burst, it is taken all the
/// same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket(Instant);

impl Bucket {
    pub fn new(now: Instant) -> Self {
        Self(now)
    }

    pub fn admits(&mut self, rate: Rate, now: Instant) -> bool {
        let has_room = self.has_room(rate, now);
        if has_room {
            self.0 = self.0.max(now) + rate.interval();
        }
        has_room
    }

    fn has_room(self, rate: Rate, now: Instant) -> bool {
        self.0.saturating_duration_since(now) <= rate.tolerance()
    }

    fn is_idle(self, now: Instant) -> bool {
        self.0 <= now
    }
}

/// A bucket for each source.
#[derive(Debug)]
pub struct Sources {
    of: HashMap<IpAddr, Bucket>,
    swept: Option<Instant>,
}

impl Default for Sources {
    fn default() -> Self {
        Self::new()
    }
}

impl Sources {
    pub fn new() -> Self {
        Self { of: HashMap::new(), swept: None }
    }

    /// Counts a message of a source ([`source_of`]) and says whether it is taken.
    pub fn admits(&mut self, source: IpAddr, rate: Rate, now: Instant) -> bool {
        if let Some(bucket) = self.of.get_mut(&source) {
            return bucket.admits(rate, now);
        }
        if self.of.len() >= SOURCES_LIMIT {
            self.sweep(now);
            if self.of.len() >= SOURCES_LIMIT {
                return false;
            }
        }
        let mut bucket = Bucket::new(now);
        let is_admitted = bucket.admits(rate, now);
        self.of.insert(source, bucket);
        is_admitted
    }

    /// Whether a message would be taken; nothing is counted.
    pub fn have_room(&self, source: IpAddr, rate: Rate, now: Instant) -> bool {
        self.of.get(&source).is_none_or(|bucket| bucket.has_room(rate, now))
    }

    fn sweep(&mut self, now: Instant) {
        if self.swept.is_some_and(|last| now.saturating_duration_since(last) < SWEEP) {
            return;
        }
        self.swept = Some(now);
        self.of.retain(|_, bucket| !bucket.is_idle(now));
    }
}

/// Who counts as one source: an IPv4 address, or the 64 bits of an IPv6 address that a customer gets whole.
pub fn source_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_second: 10, burst: 3 };

    fn address(last: u32) -> IpAddr {
        std::net::Ipv4Addr::from(0x0a00_0000 + last).into()
    }

    #[test]
    fn a_burst_is_taken_then_an_even_pace_and_after_silence_a_burst_again() {
        let start = Instant::now();
        let mut bucket = Bucket::new(start);
        for (milliseconds, expected) in [
            (0, true),
            (0, true),
            (0, true),
            (0, false),
            (99, false),
            (100, true),
            (100, false),
            (200, true),
            (1000, true),
            (1000, true),
            (1000, true),
            (1000, false),
        ] {
            let now = start + Duration::from_millis(milliseconds);
            assert_eq!(bucket.admits(RATE, now), expected, "{milliseconds} ms");
        }
    }

    #[test]
    fn a_rate_of_nothing_still_divides() {
        let now = Instant::now();
        let mut bucket = Bucket::new(now);
        let none = Rate { per_second: 0, burst: 0 };
        assert!(bucket.admits(none, now));
        assert!(!bucket.admits(none, now));
    }

    #[test]
    fn one_source_takes_nothing_from_another() {
        let now = Instant::now();
        let mut sources = Sources::new();
        assert_eq!((0..9).filter(|_| sources.admits(address(1), RATE, now)).count(), 3);
        assert!(sources.admits(address(2), RATE, now));
    }

    #[test]
    fn a_full_table_refuses_newcomers_until_somebody_is_idle() {
        let start = Instant::now();
        let mut sources = Sources::new();
        for last in 0..SOURCES_LIMIT as u32 {
            assert!(sources.admits(address(last), RATE, start));
        }
        assert!(!sources.admits(address(SOURCES_LIMIT as u32), RATE, start));
        assert!(sources.admits(address(7), RATE, start));
        assert!(sources.admits(address(SOURCES_LIMIT as u32), RATE, start + Duration::from_secs(1)));
    }

    #[test]
    fn a_source_is_an_ipv4_address_or_an_ipv6_network() {
        for (text, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ] {
            assert_eq!(source_of(text.parse().unwrap()), expected.parse::<IpAddr>().unwrap());
        }
    }
}
