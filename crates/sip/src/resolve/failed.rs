//! Targets that have failed a moment ago: they are tried last for a while (RFC 3263 §4.3).

use super::Target;
use crate::flow::Transport;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How long a target counts as failed that does not say so itself.
pub(crate) const USUAL: Duration = Duration::from_secs(60);
/// However long a Retry-After: by then it is asked again.
const LONGEST: Duration = Duration::from_secs(600);
/// Targets remembered; beyond, those are forgotten whose time is over, and then no more are remembered.
const LIMIT: usize = 1000;

#[derive(Debug, Default)]
pub(crate) struct Failed(HashMap<(Transport, SocketAddr), Instant>);

impl Failed {
    pub fn note(&mut self, target: &Target, lasts: Duration, now: Instant) {
        if self.0.len() >= LIMIT {
            self.0.retain(|_, until| *until > now);
        }
        if self.0.len() < LIMIT {
            self.0.insert((target.transport, target.address), now + lasts.min(LONGEST));
        }
    }

    /// The same targets with the failed ones behind the others: when all have failed, all are tried again.
    pub fn last(&self, targets: Vec<Target>, now: Instant) -> Vec<Target> {
        let has_failed = |target: &Target| {
            self.0.get(&(target.transport, target.address)).is_some_and(|until| *until > now)
        };
        let (failed, mut ordered): (Vec<Target>, Vec<Target>) = targets.into_iter().partition(has_failed);
        ordered.extend(failed);
        ordered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(last: u8) -> Target {
        Target { transport: Transport::Udp, address: ([192, 0, 2, last], 5060).into(), domain: "a".into() }
    }

    #[test]
    fn what_has_failed_is_tried_last_until_its_time_is_over() {
        let now = Instant::now();
        let mut failed = Failed::default();
        failed.note(&target(1), USUAL, now);
        failed.note(&target(2), Duration::from_secs(1_000_000), now);
        let all = || vec![target(1), target(2), target(3)];
        assert_eq!(failed.last(all(), now), [target(3), target(1), target(2)]);
        assert_eq!(failed.last(all(), now + USUAL), [target(1), target(3), target(2)]);
        assert_eq!(failed.last(all(), now + LONGEST), all());
    }

    #[test]
    fn a_full_memory_makes_room_by_time_alone() {
        let now = Instant::now();
        let mut failed = Failed::default();
        for port in 0..=LIMIT as u16 {
            let target = Target { address: ([192, 0, 2, 1], port).into(), ..target(1) };
            failed.note(&target, USUAL, now);
        }
        assert_eq!(failed.0.len(), LIMIT);
        failed.note(&target(2), USUAL, now + USUAL);
        assert_eq!(failed.0.len(), 1);
    }
}
