//! What phones with SIM cards were asked by last: each is asked by a higher number than before (3GPP TS 33.102 §6.3). Not kept over
//! a restart: the numbers follow the clock, and a SIM that is ahead says so.

use domain::id::DeviceId;
use domain::sim::next_sequence;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The last sequence number of each phone.
#[derive(Default)]
pub struct Sims(Mutex<HashMap<DeviceId, u64>>);

impl Sims {
    /// The next number for a phone; for nobody, one that looks like it.
    pub fn next(&self, device: Option<DeviceId>, now: Timestamp) -> u64 {
        let Some(device) = device else { return next_sequence(now, 0) };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last.entry(device).or_default();
        *last = next_sequence(now, *last);
        *last
    }

    /// A phone has proven that it was asked by a higher number before.
    pub fn is_ahead(&self, device: DeviceId, sequence: u64) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last.entry(device).or_default();
        *last = sequence.max(*last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phone_is_asked_by_higher_numbers() {
        let now = Timestamp::constant(1_700_000_000, 0);
        let (sims, anna, ben) = (Sims::default(), Some(DeviceId::new(1)), Some(DeviceId::new(2)));
        let first = sims.next(anna, now);
        assert_eq!(sims.next(ben, now), first);
        let second = sims.next(anna, now);
        assert!(second > first);
        sims.is_ahead(DeviceId::new(1), second + (1 << 40));
        assert!(sims.next(anna, now) > second + (1 << 40));
        sims.is_ahead(DeviceId::new(2), 1);
        assert!(sims.next(ben, now) > first);
    }
}
