//! How loud a participant is made: the automatic level brings everybody near the same loudness, slowly; a setting adds to
//! it. A change is spread over a frame, so that it does not click.

/// What speech is brought to: −23 dBov, so that several who speak at once still fit.
const WANTED: f32 = 2320.0 * 2320.0;
/// The automatic level makes louder by up to 12 dB, and softer by up to 9.
const MOST: f32 = 3.98;
const LEAST: f32 = 0.355;
/// A frame's weight in the level: a second and a half of speech makes it known.
const WEIGHT: f32 = 1.0 / 75.0;
/// The change of one frame: a tenth of a decibel.
const STEP: f32 = 1.0116;

/// Settings may not go beyond.
pub const MOST_DECIBELS: i8 = 20;

#[derive(Clone, Debug)]
pub struct Level {
    automatic: bool,
    setting: f32,
    /// Mean square of the speech so far.
    heard: f32,
    gain: f32,
    /// What the last sample was multiplied by.
    applied: f32,
}

/// The factor of so many decibels.
pub fn factor(decibels: i8) -> f32 {
    10f32.powf(f32::from(decibels.clamp(-MOST_DECIBELS, MOST_DECIBELS)) / 20.0)
}

impl Level {
    pub fn new(automatic: bool) -> Level {
        Level { automatic, setting: 1.0, heard: WANTED, gain: 1.0, applied: 1.0 }
    }

    pub fn set(&mut self, decibels: i8) {
        self.setting = factor(decibels);
    }

    /// Hears the mean square of a frame of speech.
    pub fn speech(&mut self, power: f32) {
        if !self.automatic {
            return;
        }
        self.heard += (power - self.heard) * WEIGHT;
        let wanted = (WANTED / self.heard.max(1.0)).sqrt().clamp(LEAST, MOST);
        self.gain = wanted.clamp(self.gain / STEP, self.gain * STEP);
    }

    /// Makes a frame as loud as it shall be.
    pub fn apply(&mut self, samples: &mut [i16]) {
        let (from, to) = (self.applied, self.gain * self.setting);
        self.applied = to;
        scale(samples, from, to);
    }
}

/// Multiplies a frame by factors that go from one to the other.
pub fn scale(samples: &mut [i16], from: f32, to: f32) {
    if from == 1.0 && to == 1.0 {
        return;
    }
    let step = (to - from) / samples.len().max(1) as f32;
    for (at, sample) in samples.iter_mut().enumerate() {
        // Saturates.
        *sample = (f32::from(*sample) * (from + step * (at + 1) as f32)) as i16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::power;

    fn wave(amplitude: f32) -> Vec<i16> {
        (0..160).map(|at| (amplitude * (at as f32 * 0.3).sin()) as i16).collect()
    }

    fn after(seconds: usize, amplitude: f32, level: &mut Level) -> f32 {
        let mut last = 0.0;
        for _ in 0..50 * seconds {
            let mut frame = wave(amplitude);
            level.speech(power(&frame));
            level.apply(&mut frame);
            last = power(&frame).sqrt();
        }
        last
    }

    #[test]
    fn soft_and_loud_voices_come_near_each_other() {
        let soft = after(20, 1200.0, &mut Level::new(true));
        let loud = after(20, 9000.0, &mut Level::new(true));
        assert!((2000.0..2600.0).contains(&soft) && (2000.0..2600.0).contains(&loud), "{soft} {loud}");
        let whispering = after(60, 200.0, &mut Level::new(true));
        assert!(whispering < 600.0, "by 12 dB and no more: {whispering}");
    }

    #[test]
    fn without_it_nothing_changes_but_by_the_setting() {
        let mut level = Level::new(false);
        let mut frame = wave(9000.0);
        level.speech(power(&frame));
        level.apply(&mut frame);
        assert_eq!(frame, wave(9000.0));
        level.set(-6);
        let softer = after(1, 9000.0, &mut level);
        assert!((softer / (9000.0 / 2f32.sqrt()) - 0.501).abs() < 0.01);
    }

    #[test]
    fn a_change_is_spread_over_a_frame_and_the_loudest_saturates() {
        let mut samples = [1000i16; 160];
        scale(&mut samples, 1.0, 2.0);
        assert!(samples.windows(2).all(|two| (0..8).contains(&(two[1] - two[0]))));
        assert_eq!((samples[0], samples[159]), (1006, 2000));
        let mut loud = [30_000i16; 160];
        scale(&mut loud, 4.0, 4.0);
        assert_eq!(loud, [i16::MAX; 160]);
    }
}
