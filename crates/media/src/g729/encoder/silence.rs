//! When nothing is said (annex B §B.3, §B.4.1). By what the annex leaves free this is not its detector, but one that follows
//! the noise around the speaker: what stands 6 dB above it, or changes its colour, is speech, and for a while after that.

use super::super::analysis::Correlation;
use super::super::noise::{self, Noise};
use super::super::{FRAME, ORDER};

/// In decibels of the mean square of half as loud samples.
type Level = f32;

/// Fainter is never speech: about -62 dBm0.
const FAINTEST: Level = 12.0;
/// Louder is never taken for noise: about -30 dBm0.
const LOUDEST: Level = 44.0;
/// What stands so much above the noise is speech.
const ABOVE: Level = 6.0;
/// So much the noise may rise in a frame.
const RISE: Level = 0.05;
/// Frames that are sent after the last that was speech: 150 ms.
const AFTER: u32 = 15;
/// Frames between two descriptions, at least.
const APART: u32 = 3;
/// Frames after which silence is described again, whether or not it has changed: a second.
const REMINDER: u32 = 100;
/// A change of so much is worth a description.
const CHANGE: Level = 2.0;
/// How slowly the description's spectrum follows.
const INERTIA: f32 = 0.75;

/// What is to be sent of a silent frame.
#[derive(Clone, Copy, Debug)]
pub enum Description {
    New { correlation: Correlation, level: u8 },
    AsBefore,
}

pub struct Watch {
    floor: Level,
    after: u32,
    /// Frames since the last description, if speech has not come since.
    described: Option<u32>,
    described_level: u8,
    correlation: Correlation,
    /// Of what the predictor leaves, over a frame.
    energy: f32,
    noise: Noise,
}

impl Watch {
    pub fn new() -> Watch {
        Watch {
            floor: FAINTEST,
            after: AFTER,
            described: None,
            described_level: 0,
            correlation: [0.0; ORDER + 1],
            energy: 0.0,
            noise: Noise::new(),
        }
    }

    /// None: it is speech. `left` is what the predictor leaves of the correlation's energy.
    pub fn frame(&mut self, correlation: &Correlation, left: f32) -> Option<Description> {
        // The window lets 0.4 of the energy of 240 samples through.
        let square = correlation[0] / 96.0;
        let level = 10.0 * square.max(1e-3).log10();
        if self.is_speech(level) {
            self.described = None;
            return None;
        }
        self.follow(correlation, left * FRAME as f32 / 96.0);
        let code = noise::code(self.energy);
        let is_due = match self.described {
            None => true,
            Some(frames) if frames + 1 < APART => false,
            Some(frames) => {
                let change = 2.0 * f32::from(code.abs_diff(self.described_level));
                change > CHANGE || frames + 1 >= REMINDER
            }
        };
        if !is_due {
            self.described = self.described.map(|frames| frames + 1);
            return Some(Description::AsBefore);
        }
        self.noise.describe(code, self.described.is_none());
        (self.described, self.described_level) = (Some(0), code);
        Some(Description::New { correlation: self.correlation, level: code })
    }

    fn is_speech(&mut self, level: Level) -> bool {
        self.floor =
            if level < self.floor { level } else { (self.floor + RISE).min(level) }.clamp(0.0, LOUDEST);
        if level > FAINTEST && level > self.floor + ABOVE {
            self.after = AFTER;
            return true;
        }
        self.after = self.after.saturating_sub(1);
        self.after > 0
    }

    fn follow(&mut self, correlation: &Correlation, energy: f32) {
        let inertia = if self.described.is_none() { 0.0 } else { INERTIA };
        for (known, new) in self.correlation.iter_mut().zip(correlation) {
            *known = inertia * *known + (1.0 - inertia) * new;
        }
        self.energy = inertia * self.energy + (1.0 - inertia) * energy;
    }

    pub fn noise(&mut self, excitation: &mut [f32]) {
        self.noise.fill(excitation);
    }
}
