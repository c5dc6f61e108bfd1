//! Gains of both codebooks, that of the pulses predicted from those before (§3.9, §4.1.5, §4.4.2).

use super::HALF;
use super::tables::{GAIN_FIRST_OF_CODE, GAIN_SECOND_OF_CODE, GAINS_FIRST, GAINS_SECOND};

/// Weights of the last four corrections, the latest first.
const WEIGHTS: [f32; 4] = [0.68, 0.58, 0.34, 0.19];
/// In decibels, of what is to be expected.
const MEAN_ENERGY: f32 = 30.0;
/// In decibels, at the beginning and at the least.
const LEAST_CORRECTION: f32 = -14.0;
/// In decibels for each frame that is lost.
const FADING: f32 = 4.0;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gains {
    pub pitch: f32,
    pub pulses: f32,
}

/// The corrections of the last halves of frames, in decibels.
#[derive(Clone, Copy, Debug)]
pub struct Memory([f32; 4]);

/// What the choice of gains is judged by: inner products of the target, the pitch and the pulses, all filtered.
#[derive(Clone, Copy, Debug)]
pub struct Products {
    pub pitch: f32,
    pub pulses: f32,
    pub pitch_target: f32,
    pub pulses_target: f32,
    pub pitch_pulses: f32,
}

impl Memory {
    pub fn new() -> Memory {
        Memory([LEAST_CORRECTION; 4])
    }

    pub fn read(&mut self, codes: [u8; 2], pulses: &[f32; HALF]) -> Gains {
        let (pitch, correction) = entry(codes);
        let expected = self.expected(pulses);
        self.keep(20.0 * correction.max(f32::MIN_POSITIVE).log10());
        Gains { pitch, pulses: expected * correction }
    }

    pub fn lost(&mut self) {
        let mean = self.0.iter().sum::<f32>() / 4.0;
        self.keep((mean - FADING).max(LEAST_CORRECTION));
    }

    fn keep(&mut self, correction: f32) {
        self.0.copy_within(..3, 1);
        self.0[0] = correction;
    }

    fn expected(&self, pulses: &[f32; HALF]) -> f32 {
        let energy = pulses.iter().map(|pulse| pulse * pulse).sum::<f32>() / HALF as f32;
        let predicted: f32 = WEIGHTS.iter().zip(&self.0).map(|(weight, past)| weight * past).sum();
        10f32.powf((predicted + MEAN_ENERGY - 10.0 * energy.max(f32::MIN_POSITIVE).log10()) / 20.0)
    }

    /// The codes whose gains leave the least error; the pitch's gain is below `limit`.
    pub fn quantise(&self, products: &Products, pulses: &[f32; HALF], limit: f32) -> [u8; 2] {
        let expected = self.expected(pulses);
        let mut best = ([0; 2], f32::MAX);
        for codes in (0..8).flat_map(|first| (0..16).map(move |second| [first, second])) {
            let (pitch, correction) = entry(codes);
            let gain = correction * expected;
            let error = pitch * pitch * products.pitch + gain * gain * products.pulses
                - 2.0 * pitch * products.pitch_target
                - 2.0 * gain * products.pulses_target
                + 2.0 * pitch * gain * products.pitch_pulses;
            if pitch < limit && error < best.1 {
                best = (codes, error);
            }
        }
        best.0
    }
}

/// Gain of the pitch, and correction of that of the pulses.
fn entry(codes: [u8; 2]) -> (f32, f32) {
    let first = GAINS_FIRST[usize::from(GAIN_FIRST_OF_CODE[usize::from(codes[0] & 7)])];
    let second = GAINS_SECOND[usize::from(GAIN_SECOND_OF_CODE[usize::from(codes[1] & 15)])];
    let sum = |at: usize| f32::from(first[at]) + f32::from(second[at]);
    (sum(0) / 16384.0, sum(1) / 4096.0)
}
