//! G.711 by table, frame by frame: what a mix takes in and gives out.

use crate::codec::Codec;
use std::sync::LazyLock;

/// One law both ways.
pub struct Tables {
    decoded: [i16; 256],
    /// By the upper 14 bits of a sample: no law has finer steps.
    encoded: Vec<u8>,
}

const SPARE_BITS: u32 = 2;

static PCMA: LazyLock<Tables> = LazyLock::new(|| Tables::new(Codec::Pcma));
static PCMU: LazyLock<Tables> = LazyLock::new(|| Tables::new(Codec::Pcmu));

impl Tables {
    /// The tables of a codec; none of one that is no G.711. They are made at the first call, which must not be in a tick.
    pub fn of(codec: Codec) -> Option<&'static Tables> {
        match codec {
            Codec::Pcma => Some(&PCMA),
            Codec::Pcmu => Some(&PCMU),
            #[allow(unreachable_patterns, reason = "other codecs have no table, whichever there are")]
            _ => None,
        }
    }

    /// Does nothing: whoever has the tables, has made them.
    pub fn warm(&self) {
        debug_assert_eq!(self.encoded.len(), 1 << (16 - SPARE_BITS));
    }

    fn new(codec: Codec) -> Tables {
        let codes: Vec<u8> = (0..=255).collect();
        let mut decoded = [0; 256];
        decoded.copy_from_slice(&codec.decode(&codes));
        let samples: Vec<i16> =
            (0..1u32 << (16 - SPARE_BITS)).map(|index| (index << SPARE_BITS) as u16 as i16).collect();
        Tables { decoded, encoded: codec.encode(&samples) }
    }

    pub fn decode(&self, codes: &[u8], samples: &mut [i16]) {
        codes.iter().zip(samples).for_each(|(&code, sample)| *sample = self.decoded[usize::from(code)]);
    }

    pub fn encode(&self, samples: &[i16], codes: &mut [u8]) {
        // As long as the index may become, so that no bound is checked.
        let Some(table) = self.encoded.first_chunk::<{ 1 << (16 - SPARE_BITS) }>() else { return };
        for (&sample, code) in samples.iter().zip(codes) {
            *code = table[usize::from(sample as u16 >> SPARE_BITS)];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_say_what_the_codec_says() {
        for codec in [Codec::Pcma, Codec::Pcmu] {
            let tables = Tables::of(codec).unwrap();
            let codes: Vec<u8> = (0..=255).collect();
            let mut samples = [0; 256];
            tables.decode(&codes, &mut samples);
            assert_eq!(samples[..], codec.decode(&codes));
            let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
            let mut encoded = vec![0; all.len()];
            tables.encode(&all, &mut encoded);
            let expected = codec.encode(&all);
            let differing = encoded.iter().zip(&expected).filter(|(one, other)| one != other).count();
            // Steps of µ-law end one sample beside a multiple of four, where the sign turns.
            assert!(differing < 512, "{codec:?}: {differing}");
            let mut again = [0; 256];
            tables.encode(&samples, &mut again);
            assert_eq!(again[..], codec.encode(&samples), "what is passed on alone stays as it is");
        }
    }
}
