//! Sound to speak with, and what was heard.

use std::f64::consts::TAU;
use std::path::Path;

/// Of sound that is made here.
pub(crate) const RATE: u32 = 8000;

/// The tone after which one speaks into a recording.
pub const TONE_HERTZ: f64 = 1400.0;

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

/// A sine, to be recognised among speech.
pub fn tone(hertz: f64, milliseconds: u32) -> Vec<i16> {
    let samples = RATE / 1000 * milliseconds;
    (0..samples)
        .map(|index| (9000.0 * (TAU * hertz * f64::from(index) / f64::from(RATE)).sin()) as i16)
        .collect()
}

pub fn silence(milliseconds: u32) -> Vec<i16> {
    vec![0; (RATE / 1000 * milliseconds) as usize]
}

/// A WAV file as phones play it.
pub fn write_wav(path: &Path, samples: &[i16]) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).expect("a file");
    for sample in samples {
        writer.write_sample(*sample).expect("a sample");
    }
    writer.finalize().expect("a file");
}

/// The same at 48 kHz in two channels, as phones that speak Opus play it.
pub fn write_wide_wav(path: &Path, samples: &[i16]) {
    const TIMES: i32 = 6;
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: RATE * TIMES as u32,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).expect("a file");
    for pair in samples.windows(2) {
        for step in 0..TIMES {
            let sample = (i32::from(pair[0]) * (TIMES - step) + i32::from(pair[1]) * step) / TIMES;
            writer.write_sample(sample as i16).expect("a sample");
            writer.write_sample(sample as i16).expect("a sample");
        }
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
        let hound::WavSpec { sample_rate: rate, channels, .. } = reader.spec();
        // The first channel tells all: nobody here speaks in stereo.
        let samples = reader.samples().step_by(channels.into());
        Heard { samples: samples.map(|sample| sample.expect("a sample")).collect(), rate }
    }

    pub fn open(path: &Path) -> Heard {
        Heard::read(std::fs::File::open(path).expect("a recording"))
    }

    pub fn milliseconds(&self) -> u64 {
        self.samples.len() as u64 * 1000 / u64::from(self.rate)
    }

    /// Milliseconds in which somebody spoke: 20 ms pieces louder than −40 dBov.
    pub fn loud_milliseconds(&self) -> u64 {
        let piece = self.rate as usize / 50;
        let loud = self.samples.chunks(piece).filter(|piece| level(piece) > 327.0).count();
        loud as u64 * 20
    }

    /// Milliseconds in which one frequency was nearly all there was.
    pub fn milliseconds_of(&self, hertz: f64) -> u64 {
        let pieces = self.samples.chunks(self.rate as usize / 50);
        let is_it = |piece: &&[i16]| level(piece) > 327.0 && share_of(hertz, piece, self.rate) > 0.7;
        pieces.filter(is_it).count() as u64 * 20
    }

    /// The same in the middle of its tenths of a second: what comes and goes, or slips, counts less.
    pub fn usual_share_of(&self, hertz: f64) -> f64 {
        let pieces = self.samples.chunks_exact(self.rate as usize / 10);
        let mut shares: Vec<f64> = pieces.map(|piece| share_of(hertz, piece, self.rate)).collect();
        shares.sort_by(f64::total_cmp);
        shares.get(shares.len() / 2).copied().unwrap_or_default()
    }

    /// Strength of one frequency, from 0 to 1 of all that is there.
    pub fn share_of(&self, hertz: f64) -> f64 {
        share_of(hertz, &self.samples, self.rate)
    }
}

fn share_of(hertz: f64, samples: &[i16], rate: u32) -> f64 {
    let step = TAU * hertz / f64::from(rate);
    let (mut real, mut imaginary, mut energy) = (0.0, 0.0, 0.0);
    for (index, sample) in samples.iter().enumerate() {
        let (value, angle) = (f64::from(*sample), step * index as f64);
        real += value * angle.cos();
        imaginary += value * angle.sin();
        energy += value * value;
    }
    if energy == 0.0 {
        0.0
    } else {
        2.0 * (real * real + imaginary * imaginary) / (energy * samples.len() as f64)
    }
}

/// Samples as RTP carries them in payload type 8.
pub fn alaw(samples: &[i16]) -> Vec<u8> {
    samples.iter().map(|sample| alaw_to(*sample)).collect()
}

/// A-law by G.711 table 1a, in the sample's upper 13 bits.
pub fn alaw_to(sample: i16) -> u8 {
    let sign = if sample >= 0 { 0x80 } else { 0 };
    let magnitude = (if sample >= 0 { sample } else { !sample } >> 3) as u16;
    let exponent = (16 - magnitude.leading_zeros()).saturating_sub(5) as u16;
    let mantissa = if exponent == 0 { magnitude >> 1 } else { magnitude >> exponent };
    (sign | (exponent << 4) as u8 | (mantissa & 0x0f) as u8) ^ 0x55
}

pub fn alaw_from(octet: u8) -> i16 {
    let octet = octet ^ 0x55;
    let (exponent, mantissa) = ((octet >> 4) & 7, i16::from(octet & 0x0f));
    let magnitude =
        if exponent == 0 { (mantissa << 4) + 8 } else { ((mantissa << 4) + 0x108) << (exponent - 1) };
    if octet & 0x80 != 0 { magnitude } else { -magnitude }
}

/// Root of the mean square.
fn level(samples: &[i16]) -> f64 {
    let sum: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    (sum / samples.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alaw_comes_back_within_its_step() {
        for sample in (-32_000..32_000).step_by(37) {
            let back = alaw_from(alaw_to(sample));
            let step = (i32::from(sample).abs() / 16).max(16);
            assert!((i32::from(back) - i32::from(sample)).abs() <= step, "{sample} {back}");
        }
        assert_eq!(alaw_to(0), 0xd5);
    }
}
