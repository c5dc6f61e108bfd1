//! How much had been said by a moment of the last seconds, for an end that is found later than it was.

/// Samples between two looks: 100 ms.
const STEP: u64 = 800;
/// Looks that are remembered: 25 seconds, more than any row of tones that ends a recording.
const LOOKS: usize = 256;

/// Milliseconds of speech at each look.
#[derive(Clone, Debug)]
pub struct Spoken {
    looks: [u32; LOOKS],
    /// The newest look.
    last: u64,
}

impl Default for Spoken {
    fn default() -> Spoken {
        Spoken { looks: [0; LOOKS], last: 0 }
    }
}

impl Spoken {
    /// So much had been said until so many samples; later than what was told before, or it makes no difference.
    pub fn until(&mut self, samples: u64, milliseconds: u64) {
        let look = samples / STEP;
        let milliseconds = u32::try_from(milliseconds).unwrap_or(u32::MAX);
        let before = self.looks[slot(self.last)];
        // A gap in the sound: nothing was said in it.
        for passed in (self.last + 1..look).rev().take(LOOKS) {
            self.looks[slot(passed)] = before;
        }
        if look >= self.last {
            self.looks[slot(look)] = milliseconds;
            self.last = look;
        }
    }

    /// How much had been said by then, in milliseconds.
    pub fn by(&self, samples: u64) -> u64 {
        // What was said within the look itself may be later.
        let Some(look) = (samples / STEP).checked_sub(1) else { return 0 };
        let oldest = (self.last + 1).saturating_sub(LOOKS as u64);
        u64::from(self.looks[slot(look.clamp(oldest, self.last))])
    }
}

fn slot(look: u64) -> usize {
    (look % LOOKS as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_by_a_moment_is_known_for_the_last_seconds() {
        let mut spoken = Spoken::default();
        for at in 1..=100 {
            spoken.until(at * 160, at.min(50) * 20);
        }
        // One second of speech, and one of something else.
        for (samples, milliseconds) in
            [(0, 0), (799, 0), (1600, 180), (8800, 1000), (16_000, 1000), (99_999, 1000)]
        {
            assert_eq!(spoken.by(samples), milliseconds, "{samples}");
        }
        // A gap, a packet that is late, and the time before what is remembered.
        spoken.until(8000 * 20, 1020);
        spoken.until(8000 * 19, 5000);
        assert_eq!((spoken.by(8000 * 19), spoken.by(8000 * 21)), (1000, 1020));
        spoken.until(8000 * 400, 2000);
        assert_eq!((spoken.by(0), spoken.by(8000), spoken.by(8000 * 380)), (0, 1020, 1020));
    }
}
