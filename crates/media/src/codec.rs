//! The codecs that are spoken, and what is to be known of each. All are mono; all count RTP time at 8 kHz and have one
//! octet for each of its units, so that octets, RTP time and milliseconds turn into each other without a look inside.

mod decoder;
mod g711;
pub(crate) mod g722;
pub(crate) mod seam;

pub use decoder::{Decoder, Encoder};
pub(crate) use decoder::{Ear, Telephone};
pub use g711::Law;

use audio_codec::BoxedResampler;

/// A codec of 64 kbit/s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// G.711 A-law.
    Pcma,
    /// G.711 µ-law.
    Pcmu,
    /// 7 kHz of sound, sampled at 16 kHz; RTP counts it at 8 kHz all the same (RFC 3551 §4.5.2).
    G722,
}

/// RTP time units of a millisecond, and octets.
pub const SAMPLES_PER_MILLISECOND: u64 = 8;

/// 20 ms, the packet time that everybody uses.
pub const FRAME: usize = 160;

/// The resampler may want room for more than it gives.
const SPARE: usize = 24;

impl Codec {
    pub const ALL: [Codec; 3] = [Codec::Pcma, Codec::Pcmu, Codec::G722];

    /// Samples a second that go in and come out.
    pub const fn sample_rate_hz(self) -> u32 {
        match self {
            Codec::Pcma | Codec::Pcmu => 8000,
            Codec::G722 => 16_000,
        }
    }

    /// Samples of a frame of 20 ms.
    pub const fn frame_samples(self) -> usize {
        self.sample_rate_hz() as usize / 50
    }

    /// The static payload type (RFC 3551 §6).
    pub const fn payload_type(self) -> u8 {
        match self {
            Codec::Pcmu => 0,
            Codec::Pcma => 8,
            Codec::G722 => 9,
        }
    }

    /// The law, if it is G.711.
    pub const fn law(self) -> Option<Law> {
        match self {
            Codec::Pcma => Some(Law::A),
            Codec::Pcmu => Some(Law::U),
            Codec::G722 => None,
        }
    }

    /// A whole sound of 8 kHz.
    pub fn encode(self, samples: &[i16]) -> Vec<u8> {
        let mut codes = vec![self.silence(); samples.len()];
        match self.sample_rate_hz() {
            8000 => Encoder::new(self).encode(samples, &mut codes),
            _ => Encoder::new(self).encode(&widened(samples), &mut codes),
        }
        codes
    }

    /// A whole sound, at 8 kHz.
    pub fn decode(self, codes: &[u8]) -> Vec<i16> {
        let mut samples = vec![0; codes.len()];
        Telephone::new(self).decode(codes, &mut samples);
        samples
    }

    /// What fills up the last frame of a sound.
    pub fn silence(self) -> u8 {
        match self.law() {
            Some(law) => law.silence(),
            None => G722_SILENCE,
        }
    }

    /// Whether codes of this codec become codes of another one by one, by [`Codec::transcode`].
    pub(crate) fn is_table_away_from(self, other: Codec) -> bool {
        self == other || self.law().is_some() && other.law().is_some()
    }

    /// Turns codes of one G.711 law into codes of the other, in place.
    pub(crate) fn transcode(self, into: Codec, codes: &mut [u8]) {
        if let (Some(from), Some(into)) = (self.law(), into.law()) {
            g711::transcode(from, into, codes);
        }
    }
}

/// Repeated, it leaves the least behind of all codes: steps of both bands that shrink.
const G722_SILENCE: u8 = 0xBC;

/// 8 kHz becomes 16 kHz.
fn widened(samples: &[i16]) -> Vec<i16> {
    let mut wide = vec![0; 2 * samples.len() + SPARE];
    // Only rates of zero are refused.
    if let Ok(mut resampler) = BoxedResampler::new(8000, 16_000) {
        let _ = resampler.resample_into(samples, &mut wide);
    }
    wide.truncate(2 * samples.len());
    wide
}

#[cfg(test)]
#[path = "codec/g722_tests.rs"]
mod g722_tests;
