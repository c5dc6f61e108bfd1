//! Line spectral frequencies: how the spectrum of a frame is sent (§3.2.3 to §3.2.6, annex B §B.4.2.1).

use super::ORDER;
use super::filter::Predictor;
use super::tables::{
    LSF_FIRST, LSF_PREDICTORS, LSF_SECOND, NOISE_LSF_FIRST, NOISE_LSF_LOWER, NOISE_LSF_UPPER, NOISE_PREDICTOR,
};
use std::f32::consts::PI;

/// In radians, rising.
pub type Frequencies = [f32; ORDER];

const HALF: usize = ORDER / 2;
/// Frequencies of the tables are scaled by this.
const SCALE: f32 = 8192.0;
/// The least distances within a quantised vector, one after the other.
const LEAST_DISTANCES: [f32; 2] = [0.0012, 0.0006];
/// Rows of the first stage, and of each half of the second.
const FIRST: usize = 128;
const SECOND: usize = 32;

/// What is sent of a frame of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    pub predictor: u8,
    pub first: u8,
    pub lower: u8,
    pub upper: u8,
}

/// What is sent of comfort noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoiseCodes {
    pub predictor: u8,
    pub first: u8,
    pub second: u8,
}

/// The four frames that the next one is predicted from, the latest first.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    past: [Frequencies; 4],
    /// The latest frame and its predictor, in case the next one is lost.
    latest: Frequencies,
    predictor: u8,
}

impl Memory {
    pub fn new() -> Memory {
        let flat = flat();
        Memory { past: [flat; 4], latest: flat, predictor: 0 }
    }

    pub fn speech(&mut self, codes: Codes) -> Frequencies {
        let mut vector = speech_vector(codes);
        spread(&mut vector, &LEAST_DISTANCES);
        let frequencies = self.compose(&vector, predictor(codes.predictor));
        self.predictor = codes.predictor;
        self.keep(vector, frequencies)
    }

    pub fn noise(&mut self, codes: NoiseCodes) -> Frequencies {
        let vector = noise_vector(codes);
        let frequencies = self.compose(&vector, noise_predictor(codes.predictor));
        self.keep(vector, frequencies)
    }

    /// The frequencies of the latest frame.
    pub fn latest(&self) -> Frequencies {
        self.latest
    }

    /// A frame was lost: the one before is heard on.
    pub fn lost(&mut self) -> Frequencies {
        let vector = self.target(&self.latest, predictor(self.predictor));
        self.keep(vector, self.latest)
    }

    fn keep(&mut self, vector: Frequencies, frequencies: Frequencies) -> Frequencies {
        self.past.copy_within(..3, 1);
        self.past[0] = vector;
        self.latest = stable(frequencies);
        self.latest
    }

    fn compose(&self, vector: &Frequencies, predictor: &[[i16; ORDER]; 4]) -> Frequencies {
        std::array::from_fn(|at| rest(predictor, at) * vector[at] + self.predicted(predictor, at))
    }

    /// The vector that would give these frequencies.
    fn target(&self, frequencies: &Frequencies, predictor: &[[i16; ORDER]; 4]) -> Frequencies {
        std::array::from_fn(|at| (frequencies[at] - self.predicted(predictor, at)) / rest(predictor, at))
    }

    fn predicted(&self, predictor: &[[i16; ORDER]; 4], at: usize) -> f32 {
        predictor.iter().zip(&self.past).map(|(weights, past)| share(weights[at]) * past[at]).sum()
    }

    /// The codes of frequencies: the first stage by plain distance, each half of the second by how well it is heard.
    pub fn quantise(&self, frequencies: &Frequencies) -> Codes {
        let weights = weights(frequencies);
        let candidates = [0, 1].map(|number| {
            let predictor = predictor(number);
            let target = self.target(frequencies, predictor);
            let codes = nearest(number, &target, &weights);
            let mut vector = speech_vector(codes);
            spread(&mut vector, &LEAST_DISTANCES);
            let error: f32 = (0..ORDER)
                .map(|at| weights[at] * (rest(predictor, at) * (vector[at] - target[at])).powi(2))
                .sum();
            (error, codes)
        });
        if candidates[0].0 <= candidates[1].0 { candidates[0].1 } else { candidates[1].1 }
    }

    pub fn quantise_noise(&self, frequencies: &Frequencies) -> NoiseCodes {
        let weights = weights(frequencies);
        let mut best = (f32::MAX, NoiseCodes::default());
        for number in [0, 1] {
            let predictor = noise_predictor(number);
            let target = self.target(frequencies, predictor);
            let all = (0..32).flat_map(|first| (0..16).map(move |second| (first, second)));
            for (first, second) in all {
                let codes = NoiseCodes { predictor: number, first, second };
                let vector = noise_vector(codes);
                let error: f32 = (0..ORDER)
                    .map(|at| weights[at] * (rest(predictor, at) * (vector[at] - target[at])).powi(2))
                    .sum();
                if error < best.0 {
                    best = (error, codes);
                }
            }
        }
        best.1
    }
}

/// Frequencies of a spectrum without form.
pub fn flat() -> Frequencies {
    std::array::from_fn(|at| (at + 1) as f32 * PI / (ORDER + 1) as f32)
}

fn share(weight: i16) -> f32 {
    f32::from(weight) / 32768.0
}

fn predictor(number: u8) -> &'static [[i16; ORDER]; 4] {
    &LSF_PREDICTORS[usize::from(number & 1)]
}

fn noise_predictor(number: u8) -> &'static [[i16; ORDER]; 4] {
    if number & 1 == 0 { &LSF_PREDICTORS[0] } else { &NOISE_PREDICTOR }
}

/// What is not predicted.
fn rest(predictor: &[[i16; ORDER]; 4], at: usize) -> f32 {
    1.0 - predictor.iter().map(|weights| share(weights[at])).sum::<f32>()
}

fn row(first: usize, lower: usize, upper: usize) -> Frequencies {
    std::array::from_fn(|at| {
        let second = if at < HALF { lower } else { upper };
        (f32::from(LSF_FIRST[first][at]) + f32::from(LSF_SECOND[second][at])) / SCALE
    })
}

fn speech_vector(codes: Codes) -> Frequencies {
    let [first, lower, upper] = [codes.first, codes.lower, codes.upper].map(usize::from);
    row(first % FIRST, lower % SECOND, upper % SECOND)
}

fn noise_vector(codes: NoiseCodes) -> Frequencies {
    let (first, second) = (usize::from(codes.first % 32), usize::from(codes.second % 16));
    let [first, lower, upper] =
        [NOISE_LSF_FIRST[first], NOISE_LSF_LOWER[second], NOISE_LSF_UPPER[second]].map(usize::from);
    let mut vector = row(first, lower, upper);
    spread(&mut vector, &LEAST_DISTANCES[..1]);
    vector
}

/// Neighbours that are too near or out of order go apart.
fn spread(vector: &mut Frequencies, distances: &[f32]) {
    for distance in distances {
        for at in 1..ORDER {
            let lack = (vector[at - 1] - vector[at] + distance) / 2.0;
            if lack > 0.0 {
                vector[at - 1] -= lack;
                vector[at] += lack;
            }
        }
    }
}

/// Frequencies of a filter that is stable.
fn stable(mut frequencies: Frequencies) -> Frequencies {
    const LEAST: f32 = 0.005;
    const MOST: f32 = 3.135;
    const DISTANCE: f32 = 0.0391;
    for at in 1..ORDER {
        if frequencies[at] < frequencies[at - 1] {
            frequencies.swap(at, at - 1);
        }
    }
    frequencies[0] = frequencies[0].max(LEAST);
    for at in 1..ORDER {
        frequencies[at] = frequencies[at].max(frequencies[at - 1] + DISTANCE);
    }
    frequencies[ORDER - 1] = frequencies[ORDER - 1].min(MOST);
    frequencies
}

/// Where frequencies lie close together, the ear is sharp (§3.2.4).
fn weights(frequencies: &Frequencies) -> Frequencies {
    std::array::from_fn(|at| {
        let below = if at == 0 { 0.04 * PI } else { frequencies[at - 1] };
        let above = frequencies.get(at + 1).copied().unwrap_or(0.92 * PI);
        let distance = above - below - 1.0;
        let weight = if distance > 0.0 { 1.0 } else { 10.0 * distance * distance + 1.0 };
        if at == 4 || at == 5 { 1.2 * weight } else { weight }
    })
}

fn nearest(number: u8, target: &Frequencies, weights: &Frequencies) -> Codes {
    let first = least(FIRST, |first| {
        (0..ORDER).map(|at| (target[at] - f32::from(LSF_FIRST[first][at]) / SCALE).powi(2)).sum()
    });
    let half = |range: std::ops::Range<usize>| {
        least(SECOND, |second| {
            range
                .clone()
                .map(|at| {
                    let value = f32::from(LSF_FIRST[first][at]) + f32::from(LSF_SECOND[second][at]);
                    weights[at] * (target[at] - value / SCALE).powi(2)
                })
                .sum()
        })
    };
    let (lower, upper) = (half(0..HALF), half(HALF..ORDER));
    Codes { predictor: number, first: first as u8, lower: lower as u8, upper: upper as u8 }
}

fn least(count: usize, error: impl Fn(usize) -> f32) -> usize {
    let best = (0, f32::MAX);
    let all = (0..count).map(|at| (at, error(at)));
    all.fold(best, |best, next| if next.1 < best.1 { next } else { best }).0
}

/// Their cosines, between which frames are interpolated.
pub fn cosines(frequencies: &Frequencies) -> Frequencies {
    frequencies.map(f32::cos)
}

/// Predictors of both halves of a frame, by its cosines and those of the frame before (§3.2.5).
pub fn halves(before: &Frequencies, now: &Frequencies) -> [Predictor; 2] {
    let middle = std::array::from_fn(|at| (before[at] + now[at]) / 2.0);
    [predictor_of(&middle), predictor_of(now)]
}

/// §3.2.6.
pub fn predictor_of(cosines: &Frequencies) -> Predictor {
    let mut sum = product(cosines, 0);
    let mut difference = product(cosines, 1);
    for at in (1..=HALF).rev() {
        sum[at] += sum[at - 1];
        difference[at] -= difference[at - 1];
    }
    let mut predictor = [1.0; ORDER + 1];
    for at in 1..=HALF {
        predictor[at] = (sum[at] + difference[at]) / 2.0;
        predictor[ORDER + 1 - at] = (sum[at] - difference[at]) / 2.0;
    }
    predictor
}

/// The product of 1 - 2qz⁻¹ + z⁻² over every second cosine: the lower half of its coefficients.
fn product(cosines: &Frequencies, from: usize) -> [f32; HALF + 1] {
    let mut whole = [0.0; ORDER + 1];
    whole[0] = 1.0;
    for (count, cosine) in cosines.iter().skip(from).step_by(2).enumerate() {
        for at in (1..=2 * (count + 1)).rev() {
            let before = if at >= 2 { whole[at - 2] } else { 0.0 };
            whole[at] += before - 2.0 * cosine * whole[at - 1];
        }
    }
    std::array::from_fn(|at| whole[at])
}

/// Frequencies of a predictor; none where it has not ten of them (§3.2.3).
pub fn frequencies_of(predictor: &Predictor) -> Option<Frequencies> {
    let (mut sum, mut difference) = ([1.0; HALF + 1], [1.0; HALF + 1]);
    for at in 0..HALF {
        sum[at + 1] = predictor[at + 1] + predictor[ORDER - at] - sum[at];
        difference[at + 1] = predictor[at + 1] - predictor[ORDER - at] + difference[at];
    }
    const GRID: usize = 100;
    let angle = |step: usize| PI * step as f32 / GRID as f32;
    let (mut found, mut count) = ([0.0; ORDER], 0);
    let mut step = 0;
    let mut low = 0.0;
    let mut low_value = chebyshev(&sum, low);
    while count < ORDER && step < GRID {
        step += 1;
        let polynomial = if count % 2 == 0 { &sum } else { &difference };
        let (high, high_value) = (angle(step), chebyshev(polynomial, angle(step)));
        if low_value * high_value <= 0.0 {
            found[count] = root(polynomial, (low, low_value), (high, high_value));
            count += 1;
            // The other polynomial's next root lies beyond this one, perhaps within the same step.
            let next = if count % 2 == 0 { &sum } else { &difference };
            low = found[count - 1];
            low_value = chebyshev(next, low);
            step -= 1;
        } else {
            (low, low_value) = (high, high_value);
        }
    }
    (count == ORDER).then_some(found)
}

fn chebyshev(polynomial: &[f32; HALF + 1], angle: f32) -> f32 {
    let x = angle.cos();
    let (mut b1, mut b2) = (0.0, 0.0);
    for coefficient in &polynomial[..HALF] {
        (b1, b2) = (2.0 * x * b1 - b2 + coefficient, b1);
    }
    x * b1 - b2 + polynomial[HALF] / 2.0
}

/// Between two angles where the polynomial has different signs.
fn root(polynomial: &[f32; HALF + 1], mut low: (f32, f32), mut high: (f32, f32)) -> f32 {
    for _ in 0..4 {
        let angle = (low.0 + high.0) / 2.0;
        let middle = (angle, chebyshev(polynomial, angle));
        if low.1 * middle.1 <= 0.0 { high = middle } else { low = middle }
    }
    let rise = high.1 - low.1;
    if rise == 0.0 { low.0 } else { low.0 - low.1 * (high.0 - low.0) / rise }
}
