//! Where sound gathers while a file is read: whatever its rate and channels are, it becomes telephone sound at once, so that a
//! long file at a high rate needs no more memory than a telephone would.

use super::AudioError;
use super::resample::ToTelephone;
use std::time::Duration;

/// Rates of sound files, in samples a second: those of telephones and of studios.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;
const MOST_CHANNELS: usize = 2;

/// Samples a second, and how many channels each of them has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    rate_hz: u32,
    channels: usize,
}

impl Shape {
    pub fn new(rate_hz: u32, channels: usize) -> Result<Shape, AudioError> {
        if !RATES_HZ.contains(&rate_hz) {
            return Err(AudioError::Unsupported("the sample rate"));
        }
        if !(1..=MOST_CHANNELS).contains(&channels) {
            return Err(AudioError::Unsupported("the number of channels"));
        }
        Ok(Shape { rate_hz, channels })
    }
}

/// Takes the sound of one file.
pub(super) struct Gather {
    shape: Shape,
    longest_seconds: u32,
    /// Samples of each channel so far.
    frames: u64,
    mono: Vec<f32>,
    telephone: ToTelephone,
}

impl Gather {
    pub fn new(shape: Shape, longest_seconds: u32) -> Gather {
        let telephone = ToTelephone::new(shape.rate_hz);
        Gather { shape, longest_seconds, frames: 0, mono: Vec::new(), telephone }
    }

    /// Samples within ±1, the channels interleaved.
    pub fn take(&mut self, interleaved: &[f32]) -> Result<(), AudioError> {
        let frames = interleaved.chunks_exact(self.shape.channels);
        self.frames += frames.len() as u64;
        if self.frames > self.most_frames() {
            return Err(AudioError::TooLong(self.longest_seconds));
        }
        self.mono.clear();
        self.mono.extend(frames.map(|frame| frame.iter().sum::<f32>() / frame.len() as f32));
        self.telephone.push(&self.mono);
        Ok(())
    }

    fn most_frames(&self) -> u64 {
        u64::from(self.shape.rate_hz) * u64::from(self.longest_seconds)
    }

    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How long it is so far.
    pub fn lasts(&self) -> Duration {
        lasting(self.frames, self.shape.rate_hz)
    }

    /// What has come, at 8 kHz.
    pub fn finish(self) -> Vec<f32> {
        self.telephone.finish()
    }
}

/// How long so many frames last.
pub(super) fn lasting(frames: u64, rate_hz: u32) -> Duration {
    Duration::from_millis(frames.saturating_mul(1000) / u64::from(rate_hz.max(1)))
}
