//! From any rate to 8 kHz by a windowed-sinc filter, so that nothing above 4 kHz folds back into speech.

use super::RATE_HZ;

/// Zero crossings of the sinc on each side: 16 give about 80 dB with the Blackman window.
const CROSSINGS: f64 = 16.0;

/// Where the filter lets go, as a share of the lower Nyquist frequency.
const PASSED: f64 = 0.94;

/// Turns sound that comes in pieces into 8 kHz.
pub(super) struct ToTelephone {
    /// `None`: it is at 8 kHz already.
    filter: Option<Filter>,
    /// What came and is still needed: the first output sample has silence before it.
    held: Vec<f32>,
    /// Samples that are not held any more, counted with the silence at the beginning.
    let_go: usize,
    /// Samples that came.
    taken: usize,
    out: Vec<f32>,
}

impl ToTelephone {
    pub fn new(rate_hz: u32) -> ToTelephone {
        let divisor = gcd(rate_hz, RATE_HZ);
        let filter = (rate_hz != RATE_HZ).then(|| Filter::new(rate_hz / divisor, RATE_HZ / divisor));
        let held = vec![0.0; filter.as_ref().map_or(0, |filter| filter.half)];
        ToTelephone { filter, held, let_go: 0, taken: 0, out: Vec::new() }
    }

    pub fn push(&mut self, samples: &[f32]) {
        self.taken += samples.len();
        match &self.filter {
            None => self.out.extend_from_slice(samples),
            Some(filter) => {
                self.held.extend_from_slice(samples);
                let needed = filter.fill(&mut self.out, &self.held, self.let_go);
                self.held.drain(..needed);
                self.let_go += needed;
            }
        }
    }

    /// All of it: as long as what came.
    pub fn finish(mut self) -> Vec<f32> {
        let Some(filter) = &self.filter else { return self.out };
        let length = self.taken * filter.to / filter.from;
        self.held.resize(self.held.len() + 2 * filter.half, 0.0);
        filter.fill(&mut self.out, &self.held, self.let_go);
        self.out.truncate(length);
        self.out
    }
}

/// One set of taps for each position of an output sample between two input samples.
struct Filter {
    /// Of so many input samples …
    from: usize,
    /// … so many output samples are made.
    to: usize,
    /// Taps on each side of the middle.
    half: usize,
    phases: Vec<Vec<f32>>,
}

impl Filter {
    fn new(from: u32, to: u32) -> Self {
        let (from, to) = (from as usize, to as usize);
        // Cutoff in cycles per input sample.
        let cutoff = PASSED * 0.5 * (to as f64 / from as f64).min(1.0);
        let reach = CROSSINGS / (2.0 * cutoff);
        let half = reach.ceil() as usize;
        let phases = (0..to).map(|phase| taps(phase as f64 / to as f64, cutoff, reach, half)).collect();
        Filter { from, to, half, phases }
    }

    /// Continues `out` as far as what is held reaches, which begins at `first`. How much of it is not needed again.
    fn fill(&self, out: &mut Vec<f32>, held: &[f32], first: usize) -> usize {
        loop {
            let place = out.len() * self.from;
            // The silence at the beginning is as long as half of the filter, of which the middle is one sample.
            let begin = place / self.to + 1 - first;
            let Some(window) = held.get(begin..begin + 2 * self.half) else { return begin.min(held.len()) };
            let taps = &self.phases[place % self.to];
            out.push(taps.iter().zip(window).map(|(tap, sample)| tap * sample).sum());
        }
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
