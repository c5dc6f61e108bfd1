//! Keys in the sound of a leg that knows no telephone events, where nobody else listens for them: a room's seats do so by
//! themselves.

use crate::codec::{Codec, Decoder};
use crate::mix::inband::{self, Keys};

/// Samples of 20 ms at the highest rate.
const MOST: usize = 320;

/// Follows one leg's sound.
pub struct InBand {
    codec: Codec,
    decoder: Decoder,
    keys: Keys,
    frame: [i16; MOST],
    filled: usize,
}

impl InBand {
    pub fn new(codec: Codec) -> InBand {
        InBand { codec, decoder: Decoder::new(codec), keys: Keys::default(), frame: [0; MOST], filled: 0 }
    }

    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// Takes a packet of up to 60 ms; the key that is certain now.
    pub fn packet(&mut self, codes: &[u8]) -> Option<char> {
        let length = self.codec.frame_samples();
        let mut found = None;
        // Pieces that are halves of a frame at most, so that each finds room.
        for codes in codes.chunks(40) {
            let mut samples = [0; MOST];
            let count = self.decoder.decode(codes, &mut samples);
            for &sample in &samples[..count] {
                self.frame[self.filled] = sample;
                self.filled += 1;
                if self.filled == length {
                    self.filled = 0;
                    let tone = inband::tone(&self.frame[..length], self.codec.sample_rate_hz());
                    found = self.keys.frame(tone).or(found);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both sines of a key (ITU-T Q.23), at 8 kHz.
    fn press(low: f64, high: f64, milliseconds: usize) -> Vec<i16> {
        let wave = |at: usize, hertz: f64| (at as f64 / 8000.0 * hertz * std::f64::consts::TAU).sin();
        (0..milliseconds * 8).map(|at| (4000.0 * (wave(at, low) + wave(at, high))) as i16).collect()
    }

    #[test]
    fn keys_are_found_in_every_codec_and_packets_of_every_length() {
        for codec in Codec::ALL {
            let pause = vec![0; 800];
            let sound = [&press(770.0, 1336.0, 90)[..], &pause, &press(941.0, 1477.0, 90), &pause].concat();
            let codes = codec.encode(&sound);
            for octets in [80, 160, 240, 480, 33] {
                let mut keys = InBand::new(codec);
                let found: String = codes.chunks(octets).filter_map(|codes| keys.packet(codes)).collect();
                assert_eq!(found, "5#", "{codec:?} {octets}");
            }
        }
    }
}
