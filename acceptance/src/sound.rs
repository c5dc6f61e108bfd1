//! Sound to speak with, and what was heard.

use std::f64::consts::TAU;
use std::path::Path;

const RATE: u32 = 8000;

/// Speech-like sound: gliding harmonics in syllables, without a pause longer than 150 ms.
pub fn speech(milliseconds: u32) -> Vec<i16> {
    let samples = (RATE / 1000 * milliseconds) as usize;
    let mut phase = 0.0;
    let voice = |index: usize, phase: f64| {
        let seconds = index as f64 / f64::from(RATE);
        let syllable = 0.35 + 0.65 * (TAU * 4.0 * seconds).sin().abs();
        6000.0 * syllable * (phase.sin() + 0.6 * (3.0 * phase).sin() + 0.4 * (7.0 * phase).sin())
    };
    (0..samples)
        .map(|index| {
            let pitch = 140.0 + 40.0 * (TAU * 0.7 * index as f64 / f64::from(RATE)).sin();
            phase += TAU * pitch / f64::from(RATE);
            voice(index, phase) as i16
        })
        .collect()
}

pub fn silence(milliseconds: u32) -> Vec<i16> { vec![0; (RATE / 1000 * milliseconds) as usize] }

/// A WAV file as phones play it.
pub fn write_wav(path: &Path, samples: &[i16]) {
    let spec = hound::WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).expect("a file");
    for sample in samples {
        writer.write_sample(*sample).expect("a sample");
    }
    writer.finalize().expect("a file");
}

/// What a phone has recorded, or a message holds.
pub struct Heard {
    pub samples: Vec<i16>,
    pub rate: u32,
}

impl Heard {
    pub fn read(wav: impl std::io::Read) -> Heard {
        let mut reader = hound::WavReader::new(wav).expect("a WAV file");
        let rate = reader.spec().sample_rate;
        assert_eq!(reader.spec().channels, 1);
        Heard { samples: reader.samples().map(|sample| sample.expect("a sample")).collect(), rate }
    }

    pub fn open(path: &Path) -> Heard { Heard::read(std::fs::File::open(path).expect("a recording")) }

    pub fn milliseconds(&self) -> u64 { self.samples.len() as u64 * 1000 / u64::from(self.rate) }

    /// Milliseconds in which somebody spoke: 20 ms pieces louder than −40 dBov.
    pub fn loud_milliseconds(&self) -> u64 {
        let piece = self.rate as usize / 50;
        let loud = self.samples.chunks(piece).filter(|piece| level(piece) > 327.0).count();
        loud as u64 * 20
    }

    /// Strength of one frequency, from 0 to 1 of all that is there.
    pub fn share_of(&self, hertz: f64) -> f64 {
        let step = TAU * hertz / f64::from(self.rate);
        let (mut real, mut imaginary, mut energy) = (0.0, 0.0, 0.0);
        for (index, sample) in self.samples.iter().enumerate() {
            let (value, angle) = (f64::from(*sample), step * index as f64);
            real += value * angle.cos();
            imaginary += value * angle.sin();
            energy += value * value;
        }
        if energy == 0.0 { 0.0 } else { 2.0 * (real * real + imaginary * imaginary) / (energy * self.samples.len() as f64) }
    }
}

/// Root of the mean square.
fn level(samples: &[i16]) -> f64 {
    let sum: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    (sum / samples.len().max(1) as f64).sqrt()
}
