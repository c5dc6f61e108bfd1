//! When steady sines begin and end.

use super::spectrum::{STEP_MILLISECONDS, Sines, Window};

/// A sound goes on if its frequency stays within so many hertz: noise and two close sines move its middle.
const SAME_HERTZ: f32 = 13.0;
/// A break so short belongs to the sound: a lost packet, or a reversal of its phase.
const LONGEST_BREAK_MS: u64 = 80;
/// Shorter than this is no tone of any network.
const SHORTEST_MS: u64 = 60;
/// A window is steady, and told at its end, once so much of it is within the sound.
const LEAD_MS: u64 = 40;
/// Sound in a pause has at most so much of the power of the sound before it: 9 dB less.
const PAUSE_POWER: f32 = 0.125;
/// Time in a pause that may be loud all the same: both edges, and clicks.
const LOUD_PAUSE_MS: u64 = 110;

/// A steady sound that has ended, or, as far as it has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    pub sines: Sines,
    /// Since the first sample.
    pub began_ms: u64,
    pub lasted_ms: u64,
    /// Since the end of the burst before; none: there was none, or other sound came between.
    pub pause_ms: Option<u64>,
}

impl Burst {
    pub fn ended_ms(&self) -> u64 {
        self.began_ms + self.lasted_ms
    }
}

/// Finds bursts in a stream of windows.
#[derive(Clone, Debug, Default)]
pub struct Bursts {
    now_ms: u64,
    current: Option<Current>,
    /// Where the last one ended, and how loud it was.
    before: Option<(u64, f32)>,
    /// Loud time since then.
    loud_ms: u64,
}

#[derive(Clone, Copy, Debug)]
struct Current {
    /// Of all windows so far.
    low_sum: f32,
    high_sum: f32,
    power_sum: f32,
    windows: f32,
    /// The first and the last window.
    first_ms: u64,
    last_ms: u64,
    /// Loud time before it, since the one before.
    loud_ms: u64,
}

impl Current {
    fn new(now_ms: u64, loud_ms: u64) -> Current {
        Current {
            low_sum: 0.0,
            high_sum: 0.0,
            power_sum: 0.0,
            windows: 0.0,
            first_ms: now_ms,
            last_ms: now_ms,
            loud_ms,
        }
    }

    fn add(&mut self, now_ms: u64, sines: Sines, power: f32) {
        self.low_sum += sines.low_hertz;
        self.high_sum += sines.high_hertz;
        self.power_sum += power;
        self.windows += 1.0;
        self.last_ms = now_ms;
    }

    fn sines(&self) -> Sines {
        Sines { low_hertz: self.low_sum / self.windows, high_hertz: self.high_sum / self.windows }
    }

    fn power(&self) -> f32 {
        self.power_sum / self.windows
    }

    fn goes_on_with(&self, sines: Sines) -> bool {
        let own = self.sines();
        (own.low_hertz - sines.low_hertz).abs() < SAME_HERTZ
            && (own.high_hertz - sines.high_hertz).abs() < SAME_HERTZ
    }

    fn steady_ms(&self) -> u64 {
        self.last_ms - self.first_ms + STEP_MILLISECONDS
    }
}

impl Bursts {
    /// Takes the next window; the burst that has ended with it.
    pub fn window(&mut self, window: Window) -> Option<Burst> {
        self.now_ms += STEP_MILLISECONDS;
        let now = self.now_ms;
        let Some(current) = &mut self.current else {
            self.begin(window);
            return None;
        };
        match window.sines {
            Some(sines) if current.goes_on_with(sines) => {
                current.add(now, sines, window.power);
                self.loud_ms = 0;
                return None;
            }
            None if now - current.last_ms <= LONGEST_BREAK_MS => {
                self.count_loud(window.power);
                return None;
            }
            _ => {}
        }
        let ended = self.end();
        self.begin(window);
        ended
    }

    /// What sounds now.
    pub fn going_on(&self) -> Option<Burst> {
        self.current.filter(|current| current.last_ms == self.now_ms).map(|current| self.burst(&current))
    }

    fn begin(&mut self, window: Window) {
        match window.sines {
            Some(sines) => {
                let mut current = Current::new(self.now_ms, self.loud_ms);
                current.add(self.now_ms, sines, window.power);
                self.current = Some(current);
                self.loud_ms = 0;
            }
            None => self.count_loud(window.power),
        }
    }

    fn count_loud(&mut self, power: f32) {
        let limit = match (&self.current, self.before) {
            (Some(current), _) => current.power() * PAUSE_POWER,
            (None, Some((_, power))) => power * PAUSE_POWER,
            (None, None) => return,
        };
        if power > limit {
            self.loud_ms += STEP_MILLISECONDS;
        }
    }

    /// What was heard last is over. Too short, it was other sound.
    fn end(&mut self) -> Option<Burst> {
        let current = self.current.take()?;
        if current.steady_ms() < SHORTEST_MS {
            self.loud_ms += current.loud_ms + current.steady_ms();
            return None;
        }
        let burst = self.burst(&current);
        self.before = Some((burst.ended_ms(), current.power()));
        Some(burst)
    }

    fn burst(&self, current: &Current) -> Burst {
        let began_ms = current.first_ms.saturating_sub(LEAD_MS);
        // At its end as many windows are steady as are not at its beginning.
        let lasted_ms = current.steady_ms();
        let pause_ms = self
            .before
            .filter(|_| current.loud_ms <= LOUD_PAUSE_MS)
            .map(|(ended_ms, _)| began_ms.saturating_sub(ended_ms));
        Burst { sines: current.sines(), began_ms, lasted_ms, pause_ms }
    }
}
