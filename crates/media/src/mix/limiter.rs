//! Brings a sum of many voices back into 16 bits: what is too loud is made softer as a whole, at once, and comes back over
//! some hundred milliseconds. Clipping would be heard as a crackle.

/// −0.8 dBov: a little is left for what the codec adds.
const CEILING: f32 = 30_000.0;
/// What is missing to the full strength shrinks by this in a frame.
const RECOVERY: f32 = 0.06;
/// Samples of 8 kHz within which the strength goes down: 2.5 ms.
const ATTACK: usize = 20;

/// One output.
#[derive(Clone, Debug)]
pub struct Limiter {
    gain: f32,
}

impl Default for Limiter {
    fn default() -> Limiter {
        Limiter { gain: 1.0 }
    }
}

impl Limiter {
    pub fn limit(&mut self, sum: &[i32], out: &mut [i16]) {
        let peak = sum.iter().fold(0u32, |peak, &sample| peak.max(sample.unsigned_abs())) as f32;
        if peak * self.gain <= CEILING && self.gain == 1.0 {
            sum.iter().zip(out).for_each(|(&sum, out)| *out = sum as i16);
            return;
        }
        let wanted = (CEILING / peak.max(1.0)).min(1.0);
        let before = self.gain;
        let recovered = before + (1.0 - before) * RECOVERY;
        // So near that nobody hears the rest.
        self.gain = if recovered > 0.995 { 1.0 } else { recovered }.min(wanted);
        let reach = if self.gain < before { ATTACK } else { sum.len() };
        let step = (self.gain - before) / reach as f32;
        for (at, (&sum, out)) in sum.iter().zip(out).enumerate() {
            // Saturates: only a peak within the attack can be beyond.
            *out = (sum as f32 * (before + step * (at + 1).min(reach) as f32)) as i16;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(amplitude: f64, frame: usize) -> Vec<i32> {
        (0..160).map(|at| (amplitude * ((frame * 160 + at) as f64 * 0.2).sin()) as i32).collect()
    }

    #[test]
    fn what_fits_passes_untouched() {
        let (mut limiter, mut out) = (Limiter::default(), [0; 160]);
        let sum = wave(29_000.0, 0);
        limiter.limit(&sum, &mut out);
        assert!(out.iter().zip(&sum).all(|(&out, &sum)| i32::from(out) == sum));
    }

    #[test]
    fn what_is_too_loud_keeps_its_form_and_softer_sound_comes_back() {
        let (mut limiter, mut out) = (Limiter::default(), [0; 160]);
        for frame in 0..20 {
            let sum = wave(120_000.0, frame);
            limiter.limit(&sum, &mut out);
            let crushed = out.iter().filter(|&&out| out == i16::MAX || out == i16::MIN).count();
            assert!(crushed <= if frame == 0 { ATTACK } else { 0 }, "frame {frame}: {crushed}");
        }
        let expected = wave(30_000.0, 19);
        assert!(out.iter().zip(&expected).all(|(&out, &sum)| (i32::from(out) - sum).abs() < 700));
        for frame in 20..140 {
            limiter.limit(&wave(8000.0, frame), &mut out);
        }
        let expected = wave(8000.0, 139);
        assert!(out.iter().zip(&expected).all(|(&out, &sum)| i32::from(out) == sum));
    }
}
