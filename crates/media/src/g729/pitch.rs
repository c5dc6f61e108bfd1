//! The adaptive codebook: what was heard a pitch period ago is heard again (§3.4, §3.7, §4.1.3).

use super::tables::INTERPOLATION;
use super::{FRAME, HALF};

/// In samples.
pub const SHORTEST: usize = 20;
pub const LONGEST: usize = 143;
/// Samples on each side that an interpolated one is made of.
const REACH: usize = 10;
/// Excitation that must be kept.
pub const PAST: usize = LONGEST + REACH + 1;

/// The excitation of a frame behind that of the past.
pub type Excitation = [f32; PAST + FRAME];

/// A delay of so many samples and thirds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    pub samples: usize,
    /// -1, 0 or 1.
    pub thirds: i8,
}

impl Delay {
    pub fn whole(samples: usize) -> Delay {
        Delay { samples, thirds: 0 }
    }

    /// Of the first half of a frame.
    pub fn first(code: u8) -> Delay {
        let code = usize::from(code);
        if code < 197 {
            let samples = code.div_ceil(3) + 19;
            Delay { samples, thirds: (code as i32 - 3 * samples as i32 + 58) as i8 }
        } else {
            Delay::whole(code - 112)
        }
    }

    pub fn first_code(self) -> u8 {
        let has_thirds = 3 * self.samples as i32 + i32::from(self.thirds) < 3 * (FRACTIONS_UP_TO as i32 + 1);
        let code = if has_thirds {
            (3 * self.samples as i32 + i32::from(self.thirds) - 58) as usize
        } else {
            self.samples + 112
        };
        code as u8
    }

    /// Of the second half, near that of the first.
    pub fn second(code: u8, first: usize) -> Delay {
        let code = i32::from(code);
        let step = (code + 2) / 3 - 1;
        let samples = (step + lowest_near(first) as i32) as usize;
        Delay { samples, thirds: (code - 2 - 3 * step) as i8 }
    }

    pub fn second_code(self, first: usize) -> u8 {
        (3 * (self.samples as i32 - lowest_near(first) as i32) + i32::from(self.thirds) + 2) as u8
    }
}

/// Longer delays of the first half are whole.
pub const FRACTIONS_UP_TO: usize = 84;

/// Where the ten delays begin that the second half may have.
pub fn lowest_near(first: usize) -> usize {
    first.saturating_sub(5).clamp(SHORTEST, LONGEST - 9)
}

/// Repeats what lies at a delay before `at`, for half a frame from there on. Where the delay is shorter than that, it repeats
/// what it has just written.
pub fn repeat(excitation: &mut Excitation, at: usize, delay: Delay) {
    // The filter looks forward by thirds.
    let (samples, third) = match delay.thirds {
        1 => (delay.samples + 1, 2),
        -1 => (delay.samples, 1),
        _ => (delay.samples, 0),
    };
    for place in at..at + HALF {
        let centre = place - samples;
        excitation[place] = interpolated(excitation, centre, third);
    }
}

/// Of the samples on one side, for so many thirds between.
const WEIGHTS: [[f32; REACH]; 4] = {
    let mut weights = [[0.0; REACH]; 4];
    let mut at = 0;
    while at < 4 * REACH {
        let (third, step) = (at / REACH, at % REACH);
        weights[third][step] = INTERPOLATION[third + 3 * step] as f32 / 32768.0;
        at += 1;
    }
    weights
};

/// So many thirds after a place.
fn interpolated(excitation: &Excitation, centre: usize, third: usize) -> f32 {
    let (before, after) = (&excitation[centre + 1 - REACH..=centre], &excitation[centre + 1..][..REACH]);
    let (back, ahead) = (&WEIGHTS[third], &WEIGHTS[3 - third]);
    let back: f32 = before.iter().rev().zip(back).map(|(sample, weight)| sample * weight).sum();
    let ahead: f32 = after.iter().zip(ahead).map(|(sample, weight)| sample * weight).sum();
    back + ahead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_delays_are_turned_back() {
        for code in 0..=255 {
            let delay = Delay::first(code);
            assert!((19..=LONGEST).contains(&delay.samples) && (-1..=1).contains(&delay.thirds), "{delay:?}");
            assert_eq!(delay.first_code(), code);
        }
        for first in SHORTEST..=LONGEST {
            for code in 0..32 {
                let delay = Delay::second(code, first);
                assert!((19..=LONGEST + 1).contains(&delay.samples), "{first} {delay:?}");
                assert_eq!(delay.second_code(first), code);
            }
        }
    }
}
