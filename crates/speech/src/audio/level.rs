//! Making speech equally loud, and its ends clean.

use super::RATE_HZ;
use std::ops::Range;

/// A ramp at both ends, in samples (5 ms): a sound that begins or ends at full height clicks.
const RAMP_SAMPLES: usize = RATE_HZ as usize / 200;

/// Above this height peaks are bent instead of cut.
const KNEE: f32 = 0.8;

/// Takes off a constant offset and rumble below 60 Hz, which no telephone carries: one pole, one zero.
pub(super) fn remove_rumble(samples: &mut [f32]) {
    let keep = 1.0 - 2.0 * std::f32::consts::PI * 60.0 / RATE_HZ as f32;
    let (mut before, mut out) = (samples.first().copied().unwrap_or(0.0), 0.0);
    for sample in samples {
        out = *sample - before + keep * out;
        before = *sample;
        *sample = out;
    }
}

pub(super) fn amplify(samples: &mut [f32], decibels: f64) {
    let gain = 10f64.powf(decibels / 20.0) as f32;
    for sample in samples {
        *sample = bent(*sample * gain);
    }
}

/// Up to the knee as it is; above it approaches 1 without reaching it.
pub(super) fn bent(sample: f32) -> f32 {
    let over = sample.abs() - KNEE;
    if over <= 0.0 {
        return sample;
    }
    let room = 1.0 - KNEE;
    (KNEE + room * (over / room).tanh()).copysign(sample)
}

/// What is heard, with at most `edge_milliseconds` of what lies around it.
pub(super) fn cut(samples: &[f32], heard: Range<usize>, edge_milliseconds: usize) -> Vec<f32> {
    let edge = edge_milliseconds * RATE_HZ as usize / 1000;
    samples[heard.start.saturating_sub(edge)..(heard.end + edge).min(samples.len())].to_vec()
}

/// Fades the first and the last 5 ms.
pub(super) fn round_off(samples: &mut [f32]) {
    let ramp = RAMP_SAMPLES.min(samples.len() / 2);
    let last = samples.len().saturating_sub(1);
    for i in 0..ramp {
        let share = (i as f32 + 0.5) / ramp as f32;
        samples[i] *= share;
        samples[last - i] *= share;
    }
}
