//! Linear prediction filters of order ten, and sections of second order.

use super::{HALF, ORDER};

/// Coefficients of a predictor; the first is 1.
pub type Predictor = [f32; ORDER + 1];

/// The same with its formants widened: A(z/γ).
pub fn widened(predictor: &Predictor, gamma: f32) -> Predictor {
    let mut factor = 1.0;
    predictor.map(|coefficient| {
        let scaled = coefficient * factor;
        factor *= gamma;
        scaled
    })
}

/// A(z): what is left of a signal. `signal` begins with [`ORDER`] samples of its past.
pub fn residual(predictor: &Predictor, signal: &[f32], out: &mut [f32]) {
    for (past, out) in signal.windows(ORDER + 1).zip(out) {
        *out = predictor.iter().zip(past.iter().rev()).map(|(a, x)| a * x).sum();
    }
}

/// 1/A(z) and its past, the latest sample last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Synthesis([f32; ORDER]);

impl Synthesis {
    pub fn of(past: [f32; ORDER]) -> Synthesis {
        Synthesis(past)
    }

    /// In place.
    pub fn filter(&mut self, predictor: &Predictor, signal: &mut [f32]) {
        for part in signal.chunks_mut(HALF) {
            let mut whole = [0.0; ORDER + HALF];
            whole[..ORDER].copy_from_slice(&self.0);
            for (at, sample) in part.iter_mut().enumerate() {
                let past = whole[at..at + ORDER].iter().rev();
                *sample -= predictor[1..].iter().zip(past).map(|(a, y)| a * y).sum::<f32>();
                whole[at + ORDER] = *sample;
            }
            self.0.copy_from_slice(&whole[part.len()..part.len() + ORDER]);
        }
    }
}

/// A section of second order.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    zeros: [f32; 3],
    poles: [f32; 2],
    inputs: [f32; 2],
    outputs: [f32; 2],
}

impl Section {
    pub fn new(zeros: [f32; 3], poles: [f32; 2]) -> Section {
        Section { zeros, poles, inputs: [0.0; 2], outputs: [0.0; 2] }
    }

    pub fn sample(&mut self, input: f32) -> f32 {
        let [b0, b1, b2] = self.zeros;
        let [a1, a2] = self.poles;
        let output = b0 * input + b1 * self.inputs[0] + b2 * self.inputs[1]
            - a1 * self.outputs[0]
            - a2 * self.outputs[1];
        self.inputs = [input, self.inputs[0]];
        self.outputs = [output, self.outputs[0]];
        output
    }
}
