//! What a conference room does to sound, as values without sockets or clocks: it absorbs jitter and drift (`playout`),
//! tells speech from silence (`activity`), evens out levels (`level`), sums without clipping (`limiter`) and finds keys in
//! the sound (`inband`), at 8 or 16 kHz (`band`). Everything counts in frames of 20 ms; nothing allocates after it is made.

pub mod activity;
pub mod band;
pub mod hush;
pub mod inband;
pub mod level;
pub mod limiter;
pub mod playout;

/// Samples of 20 ms at the highest rate.
pub const MOST_SAMPLES: usize = 320;

/// Mean square of a frame.
pub fn power(samples: &[i16]) -> f32 {
    let sum: f32 = samples
        .chunks(16)
        .map(|part| part.iter().map(|&sample| f32::from(sample) * f32::from(sample)).sum::<f32>())
        .sum();
    sum / samples.len().max(1) as f32
}
