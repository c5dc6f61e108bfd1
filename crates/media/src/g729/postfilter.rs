//! What the decoder does to its sound so that it is heard better: pitch and formants stand out, at the same level (§A.4.2).

use super::filter::{Predictor, Section, Synthesis, residual, widened};
use super::pitch::LONGEST;
use super::{FRAME, HALF, ORDER};

const NUMERATOR: f32 = 0.55;
const DENOMINATOR: f32 = 0.7;
const PITCH: f32 = 0.5;
const TILT: f32 = 0.8;
/// Samples of the response by which the tilt is judged.
const RESPONSE: usize = 22;
/// How slowly the level follows.
const INERTIA: f32 = 0.9;
/// Delays around that of the excitation.
const AROUND: usize = 3;

pub struct Postfilter {
    /// Synthesised sound, its past before it.
    sound: [f32; ORDER + HALF],
    /// What the numerator leaves of it, its past before it.
    rest: [f32; LONGEST + HALF],
    synthesis: Synthesis,
    tilted: f32,
    level: f32,
    high_pass: Section,
}

/// The pitch of half a frame, if it is speech.
pub type Pitch = Option<usize>;

impl Postfilter {
    pub fn new() -> Postfilter {
        Postfilter {
            sound: [0.0; ORDER + HALF],
            rest: [0.0; LONGEST + HALF],
            synthesis: Synthesis::default(),
            tilted: 0.0,
            level: 1.0,
            // Above 100 Hz, and twice as loud: all was half as loud until here (§4.2.5).
            high_pass: Section::new(
                [2.0 * 0.939_805_8, -2.0 * 1.879_583_4, 2.0 * 0.939_805_8],
                [-1.933_073_5, 0.935_892],
            ),
        }
    }

    /// Half a frame, in place.
    pub fn filter(&mut self, predictor: &Predictor, pitch: Pitch, sound: &mut [f32; HALF]) {
        self.sound.copy_within(HALF.., 0);
        self.sound[ORDER..].copy_from_slice(sound);
        self.rest.copy_within(HALF.., 0);
        let numerator = widened(predictor, NUMERATOR);
        let mut rest = [0.0; HALF];
        residual(&numerator, &self.sound, &mut rest);
        self.rest[LONGEST..].copy_from_slice(&rest);
        let denominator = widened(predictor, DENOMINATOR);
        let mut out = pitch.map_or(rest, |pitch| self.with_pitch(pitch));
        self.tilt(tilt(&numerator, &denominator), &mut out);
        self.synthesis.filter(&denominator, &mut out);
        self.adapt(sound, &mut out);
        *sound = out.map(|sample| self.high_pass.sample(sample));
    }

    fn with_pitch(&self, pitch: usize) -> [f32; HALF] {
        let now = &self.rest[LONGEST..];
        let highest = (pitch + AROUND).min(LONGEST);
        let lowest = if highest == LONGEST { LONGEST - 2 * AROUND } else { pitch - AROUND };
        let correlation = |delay: usize| dot(now, &self.rest[LONGEST - delay..]);
        let best = (lowest..=highest).map(|delay| (delay, correlation(delay)));
        let (delay, likeness) = best.fold((lowest, f32::MIN), |a, b| if b.1 > a.1 { b } else { a });
        let before = &self.rest[LONGEST - delay..][..HALF];
        let (energy, energy_now) = (dot(before, before), dot(now, now));
        // Less than 3 dB are gained.
        if likeness <= 0.0 || 2.0 * likeness * likeness < energy * energy_now {
            return std::array::from_fn(|at| now[at]);
        }
        let gain = PITCH * (likeness / energy).min(1.0);
        std::array::from_fn(|at| (now[at] + gain * before[at]) / (1.0 + gain))
    }

    fn tilt(&mut self, tilt: f32, signal: &mut [f32; HALF]) {
        for sample in signal {
            let before = std::mem::replace(&mut self.tilted, *sample);
            *sample -= tilt * before;
        }
    }

    fn adapt(&mut self, wanted: &[f32; HALF], signal: &mut [f32; HALF]) {
        let energy = dot(signal, signal);
        let gain = if energy > 0.0 { (dot(wanted, wanted) / energy).sqrt() } else { 0.0 };
        for sample in signal {
            self.level = INERTIA * self.level + (1.0 - INERTIA) * gain;
            *sample *= self.level;
        }
    }
}

/// How much the filter falls towards high sounds, which is made up for.
fn tilt(numerator: &Predictor, denominator: &Predictor) -> f32 {
    let mut response = [0.0; RESPONSE];
    response[..=ORDER].copy_from_slice(numerator);
    Synthesis::default().filter(denominator, &mut response);
    let energy = dot(&response, &response);
    let likeness = dot(&response[..RESPONSE - 1], &response[1..]);
    if likeness > 0.0 { TILT * likeness / energy } else { 0.0 }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

const _: () = assert!(FRAME == 2 * HALF);
