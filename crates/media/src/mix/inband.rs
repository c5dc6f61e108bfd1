//! Keys that are pressed into the sound (ITU-T Q.23, Q.24), for legs that know no telephone events: two sines, found by
//! Goertzel's filter in each frame of 20 ms. Speech is hardly ever two sines and nothing else, twice in a row.

use std::f32::consts::TAU;

const LOW: [f32; 4] = [697.0, 770.0, 852.0, 941.0];
const HIGH: [f32; 4] = [1209.0, 1336.0, 1477.0, 1633.0];
const KEYS: [[char; 4]; 4] =
    [['1', '2', '3', 'A'], ['4', '5', '6', 'B'], ['7', '8', '9', 'C'], ['*', '0', '#', 'D']];
/// Mean square below which nobody presses a key: −40 dBov.
const QUIETEST: f32 = 330.0 * 330.0;
/// The share of a frame's power that both sines together must have.
const LEAST_SHARE: f32 = 0.72;
/// One sine may be so many times as strong as the other: 9 dB (Q.24 asks for 4 to 8).
const MOST_TWIST: f32 = 8.0;
/// The strongest of a group stands so far above the second: 6 dB.
const STANDS_OUT: f32 = 4.0;
/// Frames that make a key: 40 ms, what Q.24 calls valid.
const FRAMES: u8 = 2;

/// What one frame sounds like.
pub fn tone(samples: &[i16], rate_hz: u32) -> Option<char> {
    let power = super::power(samples);
    if power < QUIETEST {
        return None;
    }
    let (row, low) = strongest(samples, rate_hz, &LOW)?;
    let (column, high) = strongest(samples, rate_hz, &HIGH)?;
    let twisted = low > high * MOST_TWIST || high > low * MOST_TWIST;
    (!twisted && low + high > power * LEAST_SHARE).then_some(KEYS[row][column])
}

/// Which of the frequencies stands out, and its mean square.
fn strongest(samples: &[i16], rate_hz: u32, group: &[f32; 4]) -> Option<(usize, f32)> {
    let powers = group.map(|hertz| goertzel(samples, hertz / rate_hz as f32));
    let at = (0..4).max_by(|&one, &other| powers[one].total_cmp(&powers[other]))?;
    let second = (0..4).filter(|&other| other != at).map(|other| powers[other]).fold(0.0, f32::max);
    (powers[at] > second * STANDS_OUT).then_some((at, powers[at]))
}

/// The mean square of one frequency, in turns a sample.
fn goertzel(samples: &[i16], frequency: f32) -> f32 {
    let coefficient = 2.0 * (TAU * frequency).cos();
    let (mut last, mut before) = (0.0f32, 0.0f32);
    for &sample in samples {
        (last, before) = (f32::from(sample) + coefficient * last - before, last);
    }
    let length = samples.len().max(1) as f32;
    2.0 * (last * last + before * before - coefficient * last * before) / (length * length)
}

/// Follows one stream.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys {
    candidate: Option<char>,
    frames: u8,
    pressed: Option<char>,
}

impl Keys {
    /// Takes what the next frame sounds like; the key whose press is certain now, once.
    pub fn frame(&mut self, tone: Option<char>) -> Option<char> {
        if tone == self.candidate {
            self.frames = self.frames.saturating_add(1);
        } else {
            (self.candidate, self.frames) = (tone, 1);
        }
        if self.frames < FRAMES {
            return None;
        }
        match tone {
            None => self.pressed = None,
            Some(key) if self.pressed != Some(key) => {
                self.pressed = Some(key);
                return Some(key);
            }
            Some(_) => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: char, milliseconds: usize, rate: u32, amplitudes: (f32, f32)) -> Vec<i16> {
        let (row, column) = (0..16)
            .map(|at| (at / 4, at % 4))
            .find(|&(row, column)| KEYS[row][column] == key)
            .expect("a key");
        let wave = |at: usize, hertz: f32| (TAU * hertz * at as f32 / rate as f32).sin();
        (0..milliseconds * rate as usize / 1000)
            .map(|at| (amplitudes.0 * wave(at, LOW[row]) + amplitudes.1 * wave(at, HIGH[column])) as i16)
            .collect()
    }

    fn keys(sound: &[i16], rate: u32) -> String {
        let mut keys = Keys::default();
        sound.chunks_exact(rate as usize / 50).filter_map(|frame| keys.frame(tone(frame, rate))).collect()
    }

    #[test]
    fn every_key_is_found_at_both_rates_however_it_lies() {
        for rate in [8000, 16_000] {
            for offset in [0, 37, 80, 121] {
                let mut sound = vec![0; offset];
                for key in "1234567890*#ABCD".chars() {
                    sound.extend(press(key, 80, rate, (4000.0, 5000.0)));
                    sound.resize(sound.len() + 80 * rate as usize / 1000, 0);
                }
                assert_eq!(keys(&sound, rate), "1234567890*#ABCD", "{rate} Hz, {offset}");
            }
        }
    }

    #[test]
    fn a_key_pressed_twice_is_two_and_held_is_one() {
        let pause = vec![0; 800];
        let press = |milliseconds| press('5', milliseconds, 8000, (4000.0, 4000.0));
        assert_eq!(keys(&[press(100), pause.clone(), press(100)].concat(), 8000), "55");
        assert_eq!(keys(&press(2000), 8000), "5");
    }

    #[test]
    fn neither_single_sines_nor_twisted_pairs_nor_noise_are_keys() {
        assert_eq!(keys(&press('5', 500, 8000, (6000.0, 0.0)), 8000), "");
        assert_eq!(keys(&press('5', 500, 8000, (8000.0, 1500.0)), 8000), "");
        assert_eq!(keys(&press('5', 500, 8000, (100.0, 100.0)), 8000), "");
        let mut state = 1u32;
        let noise: Vec<i16> = (0..80_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) as i16 / 4
            })
            .collect();
        assert_eq!(keys(&noise, 8000), "");
    }

    #[test]
    fn talking_presses_no_key() {
        // Gliding voices with formants, one minute.
        let mut phase = 0.0f64;
        let speech: Vec<i16> = (0..480_000)
            .map(|at| {
                let seconds = f64::from(at) / 8000.0;
                phase += (150.0 + 60.0 * (3.1 * seconds).sin()) / 8000.0 * std::f64::consts::TAU;
                let formants = (1..20).map(|n| {
                    let hertz = f64::from(n) * (150.0 + 60.0 * (3.1 * seconds).sin());
                    let near = |formant: f64| 1.0 / (1.0 + ((hertz - formant) / 120.0).powi(2));
                    let moving = 700.0 + 300.0 * (2.3 * seconds).sin();
                    (near(moving) + near(1250.0 + 400.0 * (1.7 * seconds).cos()))
                        * (f64::from(n) * phase).sin()
                });
                (5000.0 * formants.sum::<f64>() * (0.4 + 0.6 * (11.0 * seconds).sin().abs())) as i16
            })
            .collect();
        assert_eq!(keys(&speech, 8000), "");
    }
}
