//! From any rate to 8 kHz by a windowed-sinc filter, so that nothing above 4 kHz folds back into speech.

use super::RATE_HZ;

/// Zero crossings of the sinc on each side: 16 give about 80 dB with the Blackman window.
const CROSSINGS: f64 = 16.0;

/// Where the filter lets go, as a share of the lower Nyquist frequency.
const PASSED: f64 = 0.94;

pub(super) fn to_telephone(samples: Vec<f32>, rate_hz: u32) -> Vec<f32> {
    if rate_hz == RATE_HZ {
        return samples;
    }
    let divisor = gcd(rate_hz, RATE_HZ);
    let (from, to) = ((rate_hz / divisor) as usize, (RATE_HZ / divisor) as usize);
    let filter = Filter::new(from, to);
    let length = samples.len() * to / from;
    (0..length).map(|n| filter.at(&samples, n * from / to, n * from % to)).collect()
}

/// One set of taps for each position of an output sample between two input samples.
struct Filter {
    /// Taps on each side of the middle.
    half: usize,
    phases: Vec<Vec<f32>>,
}

impl Filter {
    fn new(from: usize, to: usize) -> Self {
        // Cutoff in cycles per input sample.
        let cutoff = PASSED * 0.5 * (to as f64 / from as f64).min(1.0);
        let reach = CROSSINGS / (2.0 * cutoff);
        let half = reach.ceil() as usize;
        let phases = (0..to).map(|phase| taps(phase as f64 / to as f64, cutoff, reach, half)).collect();
        Filter { half, phases }
    }

    fn at(&self, samples: &[f32], middle: usize, phase: usize) -> f32 {
        let taps = &self.phases[phase];
        let first = middle as isize + 1 - self.half as isize;
        let skipped = (-first).max(0) as usize;
        let window = samples.get((first.max(0)) as usize..).unwrap_or_default();
        taps.iter().skip(skipped).zip(window).map(|(tap, sample)| tap * sample).sum()
    }
}

/// Taps for an output sample `offset` input samples behind the middle; they sum up to 1.
fn taps(offset: f64, cutoff: f64, reach: f64, half: usize) -> Vec<f32> {
    let raw: Vec<f64> = (0..2 * half)
        .map(|tap| tap as f64 + 1.0 - half as f64 - offset)
        .map(|distance| sinc(2.0 * cutoff * distance) * blackman(distance / reach))
        .collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|tap| (tap / sum) as f32).collect()
}

fn sinc(x: f64) -> f64 {
    let angle = std::f64::consts::PI * x;
    if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle }
}

/// The Blackman window over -1..1.
fn blackman(x: f64) -> f64 {
    if x.abs() >= 1.0 {
        return 0.0;
    }
    let angle = std::f64::consts::PI * x;
    0.42 + 0.5 * angle.cos() + 0.08 * (2.0 * angle).cos()
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
