//! The two rates at which a room mixes, and frames of one becoming frames of the other: a half-band filter, flat to 3.4 kHz
//! and 42 dB down from 4.6 kHz on. It delays by 1.25 ms.

use super::MOST_SAMPLES;
use crate::codec::Codec;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// 8 kHz.
    Narrow,
    /// 16 kHz.
    Wide,
}

impl Band {
    pub const ALL: [Band; 2] = [Band::Narrow, Band::Wide];

    /// What a codec carries.
    pub const fn of(codec: Codec) -> Band {
        if codec.sample_rate_hz() > 8000 { Band::Wide } else { Band::Narrow }
    }

    pub const fn other(self) -> Band {
        match self {
            Band::Narrow => Band::Wide,
            Band::Wide => Band::Narrow,
        }
    }

    pub const fn rate_hz(self) -> u32 {
        match self {
            Band::Narrow => 8000,
            Band::Wide => 16_000,
        }
    }

    /// Samples of a frame of 20 ms.
    pub const fn samples(self) -> usize {
        self.rate_hz() as usize / 50
    }
}

/// One half of the filter's taps beside the middle one: every second tap is zero. Windowed by Kaiser (β = 5.1), brought to a
/// sum of one half.
const TAPS: [f32; 10] = [
    0.633_583_6,
    -0.201_709_1,
    0.110_260_7,
    -0.068_261_7,
    0.043_580_2,
    -0.027_518_3,
    0.016_699_6,
    -0.009_455_2,
    0.004_778_1,
    -0.001_957_9,
];
/// Samples that the filter looks back, at most.
const BEFORE: usize = 38;

/// One stream on its way from a band into the other one.
#[derive(Clone, Debug)]
pub struct Turning {
    from: Band,
    before: [f32; BEFORE],
}

impl Turning {
    pub fn new(from: Band) -> Turning {
        Turning { from, before: [0.0; BEFORE] }
    }

    /// Before the next frame there is silence.
    pub fn reset(&mut self) {
        self.before = [0.0; BEFORE];
    }

    /// A frame of the one band into a frame of the other.
    pub fn turn(&mut self, frame: &[i16], out: &mut [i16]) {
        let count = frame.len().min(self.from.samples());
        let mut samples = [0.0; BEFORE + MOST_SAMPLES];
        samples[..BEFORE].copy_from_slice(&self.before);
        samples[BEFORE..].iter_mut().zip(&frame[..count]).for_each(|(to, &from)| *to = f32::from(from));
        self.before.copy_from_slice(&samples[count..count + BEFORE]);
        match self.from {
            Band::Narrow => widen(&samples[..BEFORE + count], out),
            Band::Wide => narrow(&samples[..BEFORE + count], out),
        }
    }
}

/// Each sample as it is, and between two of them what the filter makes of ten on either side.
fn widen(samples: &[f32], out: &mut [i16]) {
    // The last sample of each window is the newest.
    for (window, out) in samples[BEFORE - 19..].windows(20).zip(out.chunks_exact_mut(2)) {
        let between: f32 =
            TAPS.iter().enumerate().map(|(at, tap)| tap * (window[9 - at] + window[10 + at])).sum();
        // Saturates.
        (out[0], out[1]) = (window[9] as i16, between as i16);
    }
}

/// Of two samples one, after what it cannot carry is taken away.
fn narrow(samples: &[f32], out: &mut [i16]) {
    for (window, out) in samples[1..].windows(39).step_by(2).zip(out) {
        let beside: f32 =
            TAPS.iter().enumerate().map(|(at, tap)| tap * (window[18 - 2 * at] + window[20 + 2 * at])).sum();
        *out = (0.5 * (window[19] + beside)) as i16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hertz: f64, rate_hz: u32, samples: usize) -> Vec<i16> {
        let wave = |at: usize| (at as f64 / f64::from(rate_hz) * hertz * std::f64::consts::TAU).sin();
        (0..samples).map(|at| (10_000.0 * wave(at)) as i16).collect()
    }

    fn turned(from: Band, sound: &[i16]) -> Vec<i16> {
        let mut turning = Turning::new(from);
        let into = from.other();
        sound
            .chunks_exact(from.samples())
            .flat_map(|frame| {
                let mut out = vec![0; into.samples()];
                turning.turn(frame, &mut out);
                out
            })
            .collect()
    }

    /// The amplitude of a tone and of everything else, in the second half second.
    fn parts(sound: &[i16], hertz: f64, rate_hz: u32) -> (f64, f64) {
        let half = rate_hz as usize / 2;
        let sound = &sound[half..2 * half];
        let part = |wave: fn(f64) -> f64| {
            let turn = |at: usize| at as f64 / f64::from(rate_hz) * hertz * std::f64::consts::TAU;
            2.0 * sound
                .iter()
                .enumerate()
                .map(|(at, &sample)| f64::from(sample) * wave(turn(at)))
                .sum::<f64>()
                / half as f64
        };
        let tone = part(f64::sin).hypot(part(f64::cos));
        let all = sound.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / half as f64;
        (tone, (2.0 * all - tone * tone).max(0.0).sqrt())
    }

    #[test]
    fn what_a_telephone_carries_passes_both_ways_and_nothing_is_added() {
        for from in Band::ALL {
            for hertz in [100.0, 300.0, 1000.0, 2000.0, 3000.0, 3400.0] {
                let sound = turned(from, &tone(hertz, from.rate_hz(), from.rate_hz() as usize));
                assert_eq!(sound.len(), from.other().rate_hz() as usize);
                let (level, rest) = parts(&sound, hertz, from.other().rate_hz());
                assert!((9800.0..10_200.0).contains(&level), "{from:?} {hertz} Hz: {level}");
                assert!(rest < 110.0, "{from:?} {hertz} Hz: {rest} beside it");
            }
        }
    }

    #[test]
    fn what_the_narrow_band_cannot_carry_does_not_come_back_as_something_else() {
        for hertz in [4800.0, 5500.0, 7000.0] {
            let sound = turned(Band::Wide, &tone(hertz, 16_000, 16_000));
            let (level, _) = parts(&sound, 8000.0 - hertz, 8000);
            assert!(level < 40.0, "{hertz} Hz: {level}");
        }
    }

    #[test]
    fn what_is_too_loud_saturates() {
        let square: Vec<i16> =
            (0..1600).map(|at| if at / 20 % 2 == 0 { i16::MAX } else { i16::MIN }).collect();
        for from in Band::ALL {
            assert!(turned(from, &square).contains(&i16::MAX));
        }
    }
}
