//! The tones a telephone network makes, as 8 kHz samples; each begins and ends without a click.

use std::f64::consts::TAU;

/// Whose tones are heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Country {
    Germany,
    UnitedKingdom,
}

const SAMPLE_RATE: f64 = 8000.0;
/// Root mean square of −20 dBov: a tenth of the overload point (G.191).
const ACTIVE_LEVEL: f64 = 3276.8;
/// Long enough that no click is heard.
const RAMP_MILLISECONDS: usize = 5;
const PER_MILLISECOND: usize = 8;

/// "Speak after the tone."
pub fn beep() -> Vec<i16> {
    sound(&[1400.0], 250)
}

/// The called phone rings: one cadence, to be repeated (ITU-T E.180 supplement 2).
pub fn ringing(country: Country) -> Vec<i16> {
    match country {
        Country::Germany => cadence(&[(sound(&[425.0], 1000), 4000)]),
        Country::UnitedKingdom => {
            let ring = sound(&[400.0, 450.0], 400);
            cadence(&[(ring.clone(), 200), (ring, 2000)])
        }
    }
}

/// The called phone is busy: one cadence, to be repeated.
pub fn busy(country: Country) -> Vec<i16> {
    match country {
        Country::Germany => cadence(&[(sound(&[425.0], 480), 480)]),
        Country::UnitedKingdom => cadence(&[(sound(&[400.0], 375), 375)]),
    }
}

/// "You are on hold, still connected": two soft notes every four seconds, to be repeated.
pub fn hold() -> Vec<i16> {
    cadence(&[(sound(&[523.25], 180), 40), (sound(&[659.25], 180), 3600)])
}

/// Sounds, each followed by so many milliseconds of silence.
fn cadence(parts: &[(Vec<i16>, usize)]) -> Vec<i16> {
    let mut samples = Vec::new();
    for (sound, pause_milliseconds) in parts {
        samples.extend_from_slice(sound);
        samples.resize(samples.len() + pause_milliseconds * PER_MILLISECOND, 0);
    }
    samples
}

/// Sines of equal strength, together at the active level.
fn sound(frequencies: &[f64], milliseconds: usize) -> Vec<i16> {
    let amplitude = ACTIVE_LEVEL * (2.0 / frequencies.len() as f64).sqrt();
    let length = milliseconds * PER_MILLISECOND;
    let ramp = (RAMP_MILLISECONDS * PER_MILLISECOND) as f64;
    (0..length)
        .map(|at| {
            let edge = at.min(length - 1 - at) as f64;
            let time = at as f64 / SAMPLE_RATE;
            let wave: f64 = frequencies.iter().map(|frequency| (TAU * frequency * time).sin()).sum();
            (amplitude * wave * (edge / ramp).min(1.0)).round() as i16
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(&'static str, Vec<i16>, usize)> {
        vec![
            ("beep", beep(), 250),
            ("ringing in Germany", ringing(Country::Germany), 5000),
            ("ringing in the United Kingdom", ringing(Country::UnitedKingdom), 3000),
            ("busy in Germany", busy(Country::Germany), 960),
            ("busy in the United Kingdom", busy(Country::UnitedKingdom), 750),
            ("hold", hold(), 4000),
        ]
    }

    #[test]
    fn a_tone_lasts_as_long_as_it_should() {
        for (name, samples, milliseconds) in all() {
            assert_eq!(samples.len(), milliseconds * PER_MILLISECOND, "{name}");
        }
    }

    #[test]
    fn the_active_level_is_minus_twenty_dbov() {
        for (name, samples, _) in all() {
            let active: Vec<f64> = samples
                .chunks(PER_MILLISECOND * 10)
                .filter(|frame| frame.iter().any(|sample| sample.abs() > 1000))
                .flatten()
                .map(|&sample| f64::from(sample))
                .collect();
            let power = active.iter().map(|sample| sample * sample).sum::<f64>() / active.len() as f64;
            let level = 10.0 * (power / (32768.0 * 32768.0)).log10();
            assert!((-21.0..-19.5).contains(&level), "{name}: {level:.1} dBov");
        }
    }

    #[test]
    fn nothing_clicks_also_when_it_is_repeated() {
        for (name, samples, _) in all() {
            let twice = [samples.clone(), samples].concat();
            let bend =
                |three: &[i16]| (i32::from(three[0]) - 2 * i32::from(three[1]) + i32::from(three[2])).abs();
            let sharpest = twice.windows(3).map(bend).max().unwrap_or(0);
            // A sine of 1400 Hz bends by 1.21 of its amplitude of 4634 from sample to sample; a click by more.
            assert!(sharpest < 5700, "{name} bends by {sharpest}");
            assert!(samples_start_and_end_softly(&twice), "{name}");
        }
    }

    fn samples_start_and_end_softly(samples: &[i16]) -> bool {
        samples[0].abs() < 200 && samples[samples.len() - 1].abs() < 200
    }
}
