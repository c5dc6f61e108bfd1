//! A storm of SUBSCRIBEs costs little: each source has its even pace, and what comes faster is turned away unread.

use sip::{Rate, Sources, source_of};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// New subscriptions of one source. A hundred phones behind one address that start at once, with twenty keys each that are
/// challenged first, are all in within two minutes. What is refreshed within its dialog does not count.
const RATE: Rate = Rate { per_second: 20, burst: 2000 };

/// Who has subscribed how often.
#[derive(Default)]
pub struct Storm(Mutex<Sources>);

impl Storm {
    /// Whether a SUBSCRIBE from there is looked at.
    pub fn admits(&self, address: IpAddr, now: Instant) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).admits(source_of(address), RATE, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_storm_is_turned_away_and_nobody_else_feels_it() {
        let (storm, start) = (Storm::default(), Instant::now());
        let [wild, calm] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse::<IpAddr>().unwrap());
        // 580 a second for a minute: 50 million a day.
        let at = |number: u64| start + Duration::from_secs(60) * number as u32 / 34_800;
        let taken = (0..34_800).filter(|number| storm.admits(wild, at(*number))).count();
        assert!((2000 + 1190..=2000 + 1201).contains(&taken), "{taken}");
        assert!(storm.admits(calm, at(34_800)));
        assert!(storm.admits(wild, start + Duration::from_secs(61)));
    }
}
