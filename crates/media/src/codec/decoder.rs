//! Streams of codes becoming sound again, packet by packet: at a codec's own rate, at 8 kHz, or only as loud as they are.
//! Nothing here allocates once it is made.

use super::g722::{Bands, G722Decoder, G722Encoder};
use super::{Codec, FRAME};
use audio_codec::BoxedResampler;

/// One stream's decoder.
#[expect(
    clippy::large_enum_variant,
    reason = "it is part of a leg, and a leg is made before it knows its codec"
)]
pub enum Decoder {
    G711(super::Law),
    G722(G722Decoder),
}

impl Decoder {
    pub fn new(codec: Codec) -> Decoder {
        match codec.law() {
            Some(law) => Decoder::G711(law),
            None => Decoder::G722(G722Decoder::new()),
        }
    }

    /// The samples of a packet at the codec's own rate; how many. What finds no room is left out.
    pub fn decode(&mut self, codes: &[u8], samples: &mut [i16]) -> usize {
        match self {
            Decoder::G711(law) => {
                law.decode_into(codes, samples);
                codes.len().min(samples.len())
            }
            Decoder::G722(decoder) => decoder.decode(codes, samples),
        }
    }
}

/// One stream's encoder.
pub enum Encoder {
    G711(super::Law),
    G722(G722Encoder),
}

impl Encoder {
    pub fn new(codec: Codec) -> Encoder {
        match codec.law() {
            Some(law) => Encoder::G711(law),
            None => Encoder::G722(G722Encoder::new()),
        }
    }

    /// What ears of G.722 have heard of it; of another codec, nothing.
    pub(crate) fn bands(&self) -> Bands {
        match self {
            Encoder::G711(_) => Bands::default(),
            Encoder::G722(encoder) => *encoder.bands(),
        }
    }

    /// The codes of samples at the codec's own rate. There must be room for all.
    pub fn encode(&mut self, samples: &[i16], codes: &mut [u8]) {
        match self {
            Encoder::G711(law) => law.encode_into(samples, codes),
            Encoder::G722(encoder) => encoder.encode(samples, codes),
        }
    }
}

/// A decoder to 8 kHz, whatever the codec.
pub struct Telephone {
    decoder: Decoder,
    narrowing: Option<BoxedResampler>,
}

impl Telephone {
    pub fn new(codec: Codec) -> Telephone {
        let narrowing = match codec.sample_rate_hz() {
            8000 => None,
            // Only rates of zero are refused.
            rate => BoxedResampler::new(rate as usize, 8000).ok(),
        };
        Telephone { decoder: Decoder::new(codec), narrowing }
    }

    /// One sample for each code, as far as both reach.
    pub fn decode(&mut self, codes: &[u8], samples: &mut [i16]) {
        let Some(narrowing) = &mut self.narrowing else {
            self.decoder.decode(codes, samples);
            return;
        };
        for (codes, samples) in codes.chunks(FRAME).zip(samples.chunks_mut(FRAME)) {
            let mut wide = [0; 2 * FRAME];
            let count = self.decoder.decode(codes, &mut wide);
            // Half of what goes in comes out.
            let _ = narrowing.resample_into(&wide[..count], samples);
        }
    }
}

/// Hears how loud a stream is.
pub struct Ear(Decoder);

impl Ear {
    pub fn new(codec: Codec) -> Ear {
        Ear(Decoder::new(codec))
    }

    /// Mean square of a packet; none of an empty one.
    pub fn power(&mut self, codes: &[u8]) -> Option<u32> {
        let sum: u64 = match &mut self.0 {
            Decoder::G711(law) => {
                let squares = law.squares();
                codes.iter().map(|&code| u64::from(squares[usize::from(code)])).sum()
            }
            wide => codes
                .chunks(FRAME)
                .map(|codes| {
                    let mut samples = [0; 2 * FRAME];
                    let count = wide.decode(codes, &mut samples);
                    // Two samples a code.
                    samples[..count].iter().map(|&sample| i64::from(sample).pow(2) as u64).sum::<u64>() / 2
                })
                .sum(),
        };
        sum.checked_div(codes.len() as u64).map(|power| power as u32)
    }
}

impl std::fmt::Debug for Ear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ear")
    }
}
