//! What an ear would notice: how loud speech is (ITU-T P.56), whether it clicks, how long it keeps one waiting.

use super::{ACTIVE_LEVEL_DBOV, RATE_HZ};
use std::ops::Range;

/// P.56: speech is what lies at most so far below its own active level.
const MARGIN_DB: f64 = 15.9;
/// P.56: time constant of the envelope.
const ENVELOPE_SECONDS: f64 = 0.03;
/// P.56: gaps up to this long belong to the speech around them.
const HANGOVER_SAMPLES: u32 = RATE_HZ / 5;
/// P.56: thresholds of 2^-1 to 2^-15.
const THRESHOLDS: usize = 15;

/// Sound this far below the active level is silence at the ends.
const SILENCE_BELOW_DB: f64 = 32.0;
/// Sound is looked for in windows of 5 ms.
const WINDOW_SAMPLES: usize = RATE_HZ as usize / 200;

/// A step of this height next to 4 ms of silence is heard as a click; consonants rise more slowly.
const CLICK_STEP: i32 = 2_500;
const SILENT_STEP: i32 = 150;
const SILENT_SAMPLES: usize = RATE_HZ as usize / 250;

/// What was found in a sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Active speech level; `None` where there is only silence.
    pub active_level_dbov: Option<f64>,
    /// In which there is speech, short gaps included.
    pub active_milliseconds: u64,
    pub clicks: usize,
    pub leading_silence_milliseconds: u64,
    pub trailing_silence_milliseconds: u64,
}

/// Measures 8 kHz mono PCM.
pub fn measure(samples: &[i16]) -> Measured {
    let floats: Vec<f32> = samples.iter().map(|&sample| f32::from(sample) / 32_768.0).collect();
    let active_level_dbov = active_level(&floats);
    let heard = heard(&floats, active_level_dbov.unwrap_or(ACTIVE_LEVEL_DBOV))
        .unwrap_or(samples.len()..samples.len());
    let milliseconds = |samples: usize| samples as u64 * 1000 / u64::from(RATE_HZ);
    let active = active_level_dbov.map_or(0.0, |level| power(&floats) / 10f64.powf(level / 10.0));
    Measured {
        active_level_dbov,
        active_milliseconds: milliseconds(active.round() as usize),
        clicks: clicks(samples),
        leading_silence_milliseconds: milliseconds(heard.start),
        trailing_silence_milliseconds: milliseconds(samples.len() - heard.end),
    }
}

/// From the first to the last window that is more than a whisper of `level_dbov`.
pub(super) fn heard(samples: &[f32], level_dbov: f64) -> Option<Range<usize>> {
    let threshold = 10f64.powf((level_dbov - SILENCE_BELOW_DB) / 10.0);
    let loud = |window: &[f32]| power(window) / window.len() as f64 > threshold;
    let windows = || samples.chunks(WINDOW_SAMPLES);
    let first = windows().position(loud)?;
    let last = windows().rposition(loud)?;
    Some(first * WINDOW_SAMPLES..((last + 1) * WINDOW_SAMPLES).min(samples.len()))
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|&sample| f64::from(sample).powi(2)).sum()
}

/// ITU-T P.56 method B: the level over the time in which there is speech; `None` for silence.
pub(super) fn active_level(samples: &[f32]) -> Option<f64> {
    let energy = power(samples);
    let active = active_samples(samples);
    // A(j): the level if what lies above threshold j is the speech. The true level is where A(j) - C(j) is the margin.
    let mut below: Option<(f64, f64)> = None;
    for (j, &count) in active.iter().enumerate().rev() {
        if count == 0 {
            break;
        }
        let level = 10.0 * (energy / count as f64).log10();
        let over = level - threshold_dbov(j) - MARGIN_DB;
        if over <= 0.0 {
            let (last_level, last_over) = below.unwrap_or((level, over));
            let share = if last_over > over { last_over / (last_over - over) } else { 0.0 };
            return Some(last_level + share * (level - last_level));
        }
        below = Some((level, over));
    }
    below.map(|(level, _)| level).filter(|level| level.is_finite())
}

fn threshold_dbov(j: usize) -> f64 {
    -20.0 * (j + 1) as f64 * 2f64.log10()
}

/// For each threshold, in how many samples the envelope reached it, gaps up to the hangover included.
fn active_samples(samples: &[f32]) -> [u64; THRESHOLDS] {
    let keep = (-1.0 / (f64::from(RATE_HZ) * ENVELOPE_SECONDS)).exp();
    let mut active = [0; THRESHOLDS];
    let mut since = [HANGOVER_SAMPLES; THRESHOLDS];
    let (mut first, mut envelope) = (0.0, 0.0);
    for &sample in samples {
        first = keep * first + (1.0 - keep) * f64::from(sample.abs());
        envelope = keep * envelope + (1.0 - keep) * first;
        let mut threshold = 0.5;
        for j in 0..THRESHOLDS {
            since[j] = if envelope >= threshold { 0 } else { since[j].saturating_add(1) };
            active[j] += u64::from(since[j] < HANGOVER_SAMPLES);
            threshold *= 0.5;
        }
    }
    active
}

/// Steps between silence and full height.
fn clicks(samples: &[i16]) -> usize {
    let silent = |part: &[i16]| part.iter().all(|&sample| i32::from(sample).abs() <= SILENT_STEP);
    let step = |at: usize| {
        let before = at.checked_sub(1).map_or(0, |i| i32::from(samples[i]));
        let after = samples.get(at).map_or(0, |&sample| i32::from(sample));
        (after - before).abs() >= CLICK_STEP
    };
    (0..=samples.len())
        .filter(|&at| step(at))
        .filter(|&at| {
            silent(&samples[at.saturating_sub(SILENT_SAMPLES)..at])
                || silent(&samples[at..(at + SILENT_SAMPLES).min(samples.len())])
        })
        .count()
}
