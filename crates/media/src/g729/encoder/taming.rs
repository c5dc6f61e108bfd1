//! Keeps the pitch's gain from building up what an error on the way has left at the other side (§3.9.1, "taming").

use super::super::HALF;
use super::super::pitch::Delay;

/// Errors that grow beyond this are tamed.
const MOST: f32 = 60_000.0;
/// The gain that is left then.
const LIMIT: f32 = 0.94;
/// Samples on either side that an interpolated one reaches.
const REACH: usize = 10;

/// How much an error may have grown in each zone of 40 samples of the past, the latest first.
pub struct Taming([f32; 4]);

impl Taming {
    pub fn new() -> Taming {
        Taming([1.0; 4])
    }

    fn zone(sample: usize) -> usize {
        (sample / HALF).min(3)
    }

    /// Gains below this do no harm.
    pub fn limit(&self, delay: Delay) -> f32 {
        let samples = delay.samples + usize::from(delay.thirds > 0);
        let first = Taming::zone(samples.saturating_sub(HALF + REACH));
        let last = Taming::zone(samples + REACH - 2);
        let grown = self.0[first..=last].iter().any(|&error| error > MOST);
        if grown { LIMIT } else { f32::INFINITY }
    }

    pub fn update(&mut self, samples: usize, gain: f32) {
        let worst = match samples.checked_sub(HALF) {
            None => {
                let once = 1.0 + gain * self.0[0];
                once.max(1.0 + gain * once)
            }
            Some(nearest) => {
                let zones = &self.0[Taming::zone(nearest)..=Taming::zone(samples - 1)];
                zones.iter().fold(-1.0, |worst: f32, error| worst.max(1.0 + gain * error))
            }
        };
        self.0.copy_within(..3, 1);
        self.0[0] = worst;
    }
}
