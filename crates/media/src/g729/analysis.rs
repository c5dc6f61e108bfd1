//! The spectrum of speech by linear prediction (§3.2).

use super::ORDER;
use super::filter::Predictor;
use std::f32::consts::PI;

/// Samples that are looked at: 15 ms of the past, the frame and 5 ms of the future.
pub const WINDOW: usize = 240;
/// The window rises for so long.
const RISE: usize = 200;
/// Widens the peaks of the spectrum by so much.
const WIDENING_HERTZ: f32 = 60.0;
/// White noise 40 dB below.
const FLOOR: f32 = 1.0001;

/// Products of a signal with itself, so many samples later.
pub type Correlation = [f32; ORDER + 1];

/// The window and how later products count less.
pub struct Analysis {
    window: [f32; WINDOW],
    lags: Correlation,
}

impl Analysis {
    pub fn new() -> Analysis {
        let window = std::array::from_fn(|at| {
            if at < RISE {
                0.54 - 0.46 * (2.0 * PI * at as f32 / (2 * RISE - 1) as f32).cos()
            } else {
                (2.0 * PI * (at - RISE) as f32 / (4 * (WINDOW - RISE) - 1) as f32).cos()
            }
        });
        let lags = std::array::from_fn(|lag| {
            if lag == 0 {
                return FLOOR;
            }
            let turn = 2.0 * PI * WIDENING_HERTZ * lag as f32 / 8000.0;
            (-0.5 * turn * turn).exp()
        });
        Analysis { window, lags }
    }

    pub fn correlation(&self, speech: &[f32; WINDOW]) -> Correlation {
        let mut seen = *speech;
        seen.iter_mut().zip(&self.window).for_each(|(sample, window)| *sample *= window);
        std::array::from_fn(|lag| {
            let product: f32 = seen[lag..].iter().zip(&seen).map(|(late, early)| late * early).sum();
            let product = if lag == 0 { product.max(1.0) } else { product };
            product * self.lags[lag]
        })
    }
}

/// The predictor by Levinson and Durbin, and what it leaves of the energy.
pub fn predictor(correlation: &Correlation) -> (Predictor, f32) {
    let mut predictor = [0.0; ORDER + 1];
    predictor[0] = 1.0;
    let mut error = correlation[0];
    for order in 1..=ORDER {
        let sum: f32 = (0..order).map(|at| predictor[at] * correlation[order - at]).sum();
        let reflection = -sum / error;
        let before = predictor;
        for at in 1..order {
            predictor[at] += reflection * before[order - at];
        }
        predictor[order] = reflection;
        error = (error * (1.0 - reflection * reflection)).max(f32::MIN_POSITIVE);
    }
    (predictor, error)
}
