//! Comfort noise (annex B): a level that follows what is said of it, and noise of that level.

use super::FRAME;
use super::tables::NOISE_GAINS;

/// What remains of the level before with each frame.
const INERTIA: f32 = 0.875;
/// Levels of the table are scaled by this.
const SCALE: f32 = 8.0;

#[derive(Clone, Copy, Debug)]
pub struct Noise {
    seed: u32,
    wanted: f32,
    level: f32,
}

impl Noise {
    pub fn new() -> Noise {
        Noise { seed: 11_111, wanted: 0.0, level: 0.0 }
    }

    /// What is said of the level; after speech it holds at once.
    pub fn describe(&mut self, code: u8, after_speech: bool) {
        self.wanted = level(code);
        if after_speech {
            self.level = self.wanted;
        }
    }

    /// Excitation of a frame.
    pub fn fill(&mut self, excitation: &mut [f32]) {
        self.level = INERTIA * self.level + (1.0 - INERTIA) * self.wanted;
        for sample in excitation {
            *sample = self.level * self.normal();
        }
    }

    /// Of variance one, by the sum of twelve even numbers.
    fn normal(&mut self) -> f32 {
        let sum: f32 = (0..12)
            .map(|_| {
                self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (self.seed >> 8) as f32 / (1 << 24) as f32
            })
            .sum();
        sum - 6.0
    }
}

fn level(code: u8) -> f32 {
    f32::from(NOISE_GAINS[usize::from(code & 31)]) / SCALE
}

/// The code of an excitation's energy over a frame.
pub fn code(energy: f32) -> u8 {
    let amplitude = (energy / FRAME as f32).max(0.0).sqrt();
    let distance = |code: u8| (level(code).ln() - amplitude.max(0.01).ln()).abs();
    (0..32).min_by(|&a, &b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
}
