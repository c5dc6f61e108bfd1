//! Steady sines in the last 50 ms: where their power lies, and whether there is anything else.
//!
//! A Fourier transform of 50 ms in the band of the tones, of five blocks of 10 ms that are transformed once each, seen through a
//! Hann window. All of a steady sine lies within 60 Hz of it then.

use std::f64::consts::TAU;
use std::sync::{Arc, LazyLock};

/// How often it is looked.
pub const STEP_MILLISECONDS: u64 = 10;
/// Blocks of a window.
const BLOCKS: usize = 5;
const BIN_HERTZ: f32 = 20.0;
/// From 260 to 2240 Hz.
const FIRST_BIN: usize = 13;
const BINS: usize = 100;
/// Bins beside its middle in which a sine, or two that are closer than 60 Hz, has its power.
const BESIDE: usize = 3;
/// The share of the power that steady sines have, with noise 15 dB below them and the noise of G.711.
const LEAST_SHARE: f32 = 0.87;
/// The softer one of two sines has so much of the power of the louder one: 10 dB less.
const LEAST_SECOND: f32 = 0.1;
/// Mean square below which nothing is a tone: −55 dBov, 6 dB below the softest.
const QUIETEST: f32 = 58.0 * 58.0;
/// What a Hann window leaves of the power in each block: means of sin⁴ over fifths of half a turn.
const WEIGHTS: [f32; BLOCKS] = [0.025_82, 0.443_01, 0.937_35, 0.443_01, 0.025_82];

/// What 50 ms sound like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Mean square.
    pub power: f32,
    pub sines: Option<Sines>,
}

/// One steady sine, or two; such as are closer than 60 Hz count as one in their middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sines {
    pub low_hertz: f32,
    /// Zero: there is one.
    pub high_hertz: f32,
}

type Row = [f32; BINS];

/// Cosines and sines of each bin for each sample of a block.
struct Waves {
    rows: Vec<(Row, Row)>,
}

static NARROW: LazyLock<Arc<Waves>> = LazyLock::new(|| Waves::new(80));
static WIDE: LazyLock<Arc<Waves>> = LazyLock::new(|| Waves::new(160));
/// By how much each bin has turned after so many blocks.
static TURNS: LazyLock<[(Row, Row); BLOCKS]> =
    LazyLock::new(|| std::array::from_fn(|block| row(block as f64 * 0.01)));

impl Waves {
    fn new(samples: usize) -> Arc<Waves> {
        let rows = (0..samples).map(|at| row(0.01 * at as f64 / samples as f64)).collect();
        Arc::new(Waves { rows })
    }
}

/// Where each bin's wave is after so many seconds.
fn row(seconds: f64) -> (Row, Row) {
    let phase = |bin: usize| TAU * f64::from(BIN_HERTZ) * (FIRST_BIN + bin) as f64 * seconds;
    (std::array::from_fn(|bin| phase(bin).cos() as f32), std::array::from_fn(|bin| phase(bin).sin() as f32))
}

/// The last blocks of a stream.
#[derive(Clone)]
pub struct Spectrum {
    waves: Arc<Waves>,
    blocks: [Block; BLOCKS],
    /// Samples in the block that is being filled, the last one.
    filled: usize,
}

#[derive(Clone, Copy)]
struct Block {
    real: Row,
    imaginary: Row,
    power: f32,
}

const SILENT: Block = Block { real: [0.0; BINS], imaginary: [0.0; BINS], power: 0.0 };

impl std::fmt::Debug for Spectrum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spectrum").field("filled", &self.filled).finish_non_exhaustive()
    }
}

impl Spectrum {
    pub fn new(sample_rate_hz: u32) -> Spectrum {
        let waves = if sample_rate_hz == 16_000 { WIDE.clone() } else { NARROW.clone() };
        LazyLock::force(&TURNS);
        Spectrum { waves, blocks: [SILENT; BLOCKS], filled: 0 }
    }

    /// Takes a sample; what the last 50 ms sound like, every 10 ms.
    pub fn push(&mut self, sample: i16) -> Option<Window> {
        let value = f32::from(sample);
        let block = &mut self.blocks[BLOCKS - 1];
        let (cosines, sines) = &self.waves.rows[self.filled];
        if sample != 0 {
            for bin in 0..BINS {
                block.real[bin] += value * cosines[bin];
                block.imaginary[bin] += value * sines[bin];
            }
            block.power += value * value;
        }
        self.filled += 1;
        let samples = self.waves.rows.len();
        if self.filled < samples {
            return None;
        }
        let window = self.window(samples as f32);
        self.filled = 0;
        self.blocks.rotate_left(1);
        self.blocks[BLOCKS - 1] = SILENT;
        Some(window)
    }

    fn window(&self, samples: f32) -> Window {
        let power = self.blocks.iter().map(|block| block.power).sum::<f32>() / (samples * BLOCKS as f32);
        if power < QUIETEST {
            return Window { power, sines: None };
        }
        // Power of the samples behind the Hann window, as a mean of all.
        let weighted: f32 =
            self.blocks.iter().zip(WEIGHTS).map(|(block, weight)| block.power * weight).sum::<f32>();
        let scale = 2.0 / (weighted * samples * BLOCKS as f32);
        Window { power, sines: sines(&self.shares(scale)) }
    }

    /// Which share of the power lies in each bin.
    fn shares(&self, scale: f32) -> Row {
        let (mut real, mut imaginary) = ([0.0; BINS], [0.0; BINS]);
        for (block, (cosines, sines)) in self.blocks.iter().zip(TURNS.iter()) {
            for bin in 0..BINS {
                real[bin] += block.real[bin] * cosines[bin] - block.imaginary[bin] * sines[bin];
                imaginary[bin] += block.imaginary[bin] * cosines[bin] + block.real[bin] * sines[bin];
            }
        }
        let mut shares = [0.0; BINS];
        for bin in 1..BINS - 1 {
            let behind = |part: &Row| 0.5 * part[bin] - 0.25 * (part[bin - 1] + part[bin + 1]);
            shares[bin] = scale * (behind(&real).powi(2) + behind(&imaginary).powi(2));
        }
        shares
    }
}

/// The steady sines, if there is little else.
fn sines(shares: &Row) -> Option<Sines> {
    let first = Cluster::around(shares, |_| true)?;
    if first.share >= LEAST_SHARE {
        return Some(Sines { low_hertz: first.hertz, high_hertz: 0.0 });
    }
    let apart = |bin: usize| bin.abs_diff(first.middle) > BESIDE;
    let second = Cluster::around(shares, apart)?;
    if first.share + second.share < LEAST_SHARE || second.share < first.share * LEAST_SECOND {
        return None;
    }
    let (low, high) = (first.hertz.min(second.hertz), first.hertz.max(second.hertz));
    Some(Sines { low_hertz: low, high_hertz: high })
}

/// Power in one place.
struct Cluster {
    middle: usize,
    share: f32,
    hertz: f32,
}

impl Cluster {
    /// That of the strongest bin of those that count.
    fn around(shares: &Row, counts: impl Fn(usize) -> bool) -> Option<Cluster> {
        let middle = (0..BINS)
            .filter(|&bin| counts(bin))
            .max_by(|&one, &other| shares[one].total_cmp(&shares[other]))?;
        let bins = middle.saturating_sub(BESIDE)..(middle + BESIDE + 1).min(BINS);
        let (mut share, mut moment) = (0.0, 0.0);
        for bin in bins.filter(|&bin| counts(bin)) {
            share += shares[bin];
            moment += shares[bin] * bin as f32;
        }
        (share > 0.0).then(|| Cluster {
            middle,
            share,
            hertz: (FIRST_BIN as f32 + moment / share) * BIN_HERTZ,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last window of half a second of sines.
    fn heard(rate: u32, parts: &[(f64, f64)]) -> Window {
        let mut spectrum = Spectrum::new(rate);
        let wave = |at: u32| {
            parts
                .iter()
                .map(|(amplitude, hertz)| amplitude * (TAU * hertz * f64::from(at) / f64::from(rate)).sin())
                .sum::<f64>()
        };
        (0..rate / 2).filter_map(|at| spectrum.push(wave(at) as i16)).last().unwrap()
    }

    #[test]
    fn a_sine_is_found_with_its_frequency_and_power() {
        for rate in [8000, 16_000] {
            for hertz in [330.0, 400.0, 418.6, 425.0, 431.4, 450.0, 950.0, 1100.0, 1800.0, 2111.0] {
                let window = heard(rate, &[(1000.0, hertz)]);
                let sines = window.sines.unwrap();
                assert!(
                    (f64::from(sines.low_hertz) - hertz).abs() < 1.5 && sines.high_hertz == 0.0,
                    "{hertz}: {sines:?}"
                );
                assert!((window.power / 500_000.0 - 1.0).abs() < 0.05, "{hertz}: {}", window.power);
            }
        }
    }

    #[test]
    fn two_sines_are_two_or_their_middle() {
        for (low, high) in [(350.0, 440.0), (480.0, 620.0)] {
            let sines = heard(8000, &[(1000.0, low), (700.0, high)]).sines.unwrap();
            assert!(
                (f64::from(sines.low_hertz) - low).abs() < 6.0
                    && (f64::from(sines.high_hertz) - high).abs() < 6.0,
                "{sines:?}"
            );
        }
        for (low, high) in [(400.0, 450.0), (440.0, 480.0)] {
            let sines = heard(8000, &[(1000.0, low), (1000.0, high)]).sines.unwrap();
            assert!(
                (f64::from(sines.low_hertz) - (low + high) / 2.0).abs() < 12.0 && sines.high_hertz == 0.0,
                "{sines:?}"
            );
        }
    }

    #[test]
    fn chords_and_what_is_soft_are_none() {
        assert_eq!(heard(8000, &[(1000.0, 440.0), (1000.0, 550.0), (1000.0, 660.0)]).sines, None);
        assert_eq!(heard(8000, &[(60.0, 425.0)]).sines, None);
        assert_eq!(heard(8000, &[]).sines, None);
    }
}
