//! How much what was heard resembles what was said.

use crate::Heard;
use crate::sound::RATE;
use std::ops::{Range, RangeInclusive};

/// What is compared as a whole: a quarter of a second, in which hardly anything slips.
const PIECE: usize = RATE as usize / 4;
/// What comes before the first piece and after the last one: a phone fades in, or its file begins anew.
const MARGIN: usize = RATE as usize / 4;
/// The first look is at every eighth sample, at every second place: voices are lower than 1.3 kHz here.
const COARSE_SAMPLES: usize = 8;
const COARSE_STEP: usize = 2;
/// Amplitudes of what was heard for one of what was said: PJSIP hears and speaks G.722 6 dB louder and softer than others.
const LEVELS: RangeInclusive<f64> = 0.4..=2.5;

impl Heard {
    /// How much it resembles what was said (at 8 kHz, over and over perhaps); 1 is the same, 0 is also what is louder or
    /// softer by more than 8 dB.
    ///
    /// It is judged piece by piece, each where it is heard best, and the worst third of the pieces does not count: on a
    /// machine with much to do a packet is lost or comes too late, and the pieces around it are as they should be. What is
    /// wrong throughout (pitch, level, sound that comes and goes) is so in most of them.
    pub fn likeness(&self, said: &[i16]) -> f64 {
        self.found(said).0
    }

    /// Its likeness to what was said, and the sample after the last piece of it, where that is heard best.
    pub fn found(&self, said: &[i16]) -> (f64, usize) {
        let recording = Recording::of(self);
        let said: Vec<f32> = said.iter().map(|&sample| f32::from(sample)).collect();
        assert!(said.len() >= 2 * MARGIN + PIECE, "what was said is too short to be judged");
        let begins = (MARGIN..=said.len() - MARGIN - PIECE).step_by(PIECE);
        let mut all: Vec<Found> =
            begins.map(|begin| recording.find(&Piece::of(&said[begin..][..PIECE]))).collect();
        let end = all.last().map_or(0, |last| last.at + PIECE);
        all.sort_by(|one, other| one.likeness.total_cmp(&other.likeness));
        (all[all.len() / 3].likeness, end * (self.rate / RATE) as usize)
    }
}

/// At 8 kHz.
struct Recording {
    samples: Vec<f32>,
    /// The sum of the squares before each sample, and of all.
    energy: Vec<f64>,
}

/// A part of what was said.
struct Piece<'a> {
    samples: &'a [f32],
    /// The sum of the squares.
    strength: f64,
}

impl Piece<'_> {
    fn of(said: &[f32]) -> Piece<'_> {
        Piece { samples: said, strength: said.iter().map(|sample| f64::from(*sample).powi(2)).sum() }
    }
}

struct Found {
    at: usize,
    likeness: f64,
}

impl Recording {
    fn of(heard: &Heard) -> Recording {
        let step = (heard.rate / RATE) as usize;
        let samples: Vec<f32> = heard.samples.iter().step_by(step).map(|&sample| f32::from(sample)).collect();
        let mut energy = vec![0.0];
        for sample in &samples {
            energy.push(energy[energy.len() - 1] + f64::from(*sample).powi(2));
        }
        Recording { samples, energy }
    }

    /// Of a piece, where it is heard best: at first by a look at some samples, then near there by all.
    fn find(&self, piece: &Piece<'_>) -> Found {
        let end = (self.samples.len() + 1).saturating_sub(PIECE);
        let coarse = best(0..end, COARSE_STEP, |at| self.likeness_at(piece, at, COARSE_SAMPLES));
        let near = coarse.at.saturating_sub(COARSE_STEP)..(coarse.at + COARSE_STEP + 1).min(end);
        best(near, 1, |at| self.likeness_at(piece, at, 1))
    }

    /// Judged by every so manieth sample.
    fn likeness_at(&self, piece: &Piece<'_>, at: usize, every: usize) -> f64 {
        let strength = piece.strength;
        let energy = self.energy[at + PIECE] - self.energy[at];
        if strength == 0.0 || !LEVELS.contains(&(energy / strength).sqrt()) {
            return 0.0;
        }
        // Index by index: this is what takes the time, in a build that is not optimised.
        let (heard, mut product, mut index) = (&self.samples[at..], 0.0, 0);
        while index < PIECE {
            product += heard[index] * piece.samples[index];
            index += every;
        }
        every as f64 * f64::from(product) / (energy * strength).sqrt()
    }
}

fn best(places: Range<usize>, step: usize, likeness: impl Fn(usize) -> f64) -> Found {
    let start = Found { at: places.start, likeness: 0.0 };
    places.step_by(step).fold(start, |best, at| {
        let likeness = likeness(at);
        if likeness > best.likeness { Found { at, likeness } } else { best }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{silence, speech, tone};

    /// What codecs and resamplers leave at least (as the tests with phones ask).
    const LIKE: f64 = 0.9;
    const FRAME: usize = 160;

    /// Likeness to four seconds of speech of what somebody heard who listened for six, from the middle on.
    fn of(change: impl FnOnce(&mut Vec<i16>)) -> f64 {
        let said = speech(4000);
        let mut samples = [&said[9000..], &said, &said[..15_000]].concat();
        change(&mut samples);
        Heard { samples, rate: RATE }.likeness(&said)
    }

    #[test]
    fn what_was_said_is_recognised_wherever_it_is() {
        assert!(of(|_| {}) > 0.999);
        assert!(of(|samples| samples.splice(0..0, silence(700)).for_each(drop)) > 0.999);
        let wide = Heard { samples: speech(3000).into_iter().flat_map(|s| [s, s]).collect(), rate: 2 * RATE };
        assert!(wide.likeness(&speech(3000)) > 0.999);
    }

    #[test]
    fn a_lost_packet_and_one_that_was_waited_for_are_forgiven() {
        for at in (0..40_000).skip(5000).step_by(25_000) {
            assert!(of(|samples| samples[at..at + 3 * FRAME].fill(0)) > LIKE, "lost at {at}");
            assert!(of(|samples| samples.drain(at..at + FRAME).for_each(drop)) > LIKE, "left out at {at}");
            let late = |samples: &mut Vec<i16>| samples.splice(at..at, silence(40)).for_each(drop);
            assert!(of(late) > LIKE, "waited for at {at}");
        }
    }

    #[test]
    fn what_is_wrong_throughout_is_not() {
        let halves = |samples: &mut Vec<i16>| {
            samples.chunks_mut(RATE as usize).for_each(|second| {
                let half = second.len() / 2;
                second[half..].fill(0);
            });
        };
        assert!(of(halves) < LIKE, "halves are missing");
        let every_third = |samples: &mut Vec<i16>| {
            samples.chunks_mut(FRAME).step_by(3).for_each(|frame| frame.fill(0));
        };
        assert!(of(every_third) < LIKE, "every third packet is missing");
        let higher = |samples: &mut Vec<i16>| {
            *samples = (0..samples.len() * 49 / 50).map(|at| samples[at * 50 / 49]).collect();
        };
        assert!(of(higher) < LIKE, "it is higher by 2 %");
        for level in [0.33, 3.0] {
            let scaled = |samples: &mut Vec<i16>| {
                samples.iter_mut().for_each(|sample| *sample = (f64::from(*sample) * level) as i16);
            };
            assert!(of(scaled) < LIKE, "its level is {level}");
        }
        assert!(of(|samples| *samples = tone(150.0, 6000)) < LIKE, "it is another sound");
        assert!(of(|samples| samples.truncate(12_000)) < LIKE, "it ends early");
        assert!(of(Vec::clear) < LIKE, "there is nothing");
    }
}
