//! The bits of frames, in the order of tables 8 and B.2.

use super::lsf::{Codes, NoiseCodes};
use super::{SILENCE, SPEECH};

/// A frame of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    pub frequencies: Codes,
    /// Of the pitch in the first half, and whether its more important bits are right (§3.7.2).
    pub parity: u8,
    pub halves: [Half; 2],
}

/// What is sent of half a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Half {
    pub pitch: u8,
    pub positions: u16,
    pub signs: u8,
    pub gains: [u8; 2],
}

/// A frame of comfort noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noise {
    pub frequencies: NoiseCodes,
    pub level: u8,
}

struct Reader(u128);

impl Reader {
    fn take(&mut self, bits: u32) -> u16 {
        let value = self.0 >> (128 - bits);
        self.0 <<= bits;
        value as u16
    }

    fn byte(&mut self, bits: u32) -> u8 {
        self.take(bits) as u8
    }
}

/// Bits collected from the left, and how many there are.
struct Writer(u128);

impl Writer {
    fn put(&mut self, value: impl Into<u128>, bits: u32) {
        self.0 = self.0 << bits | value.into();
    }
}

impl Frame {
    pub fn read(octets: &[u8; SPEECH]) -> Frame {
        let mut whole = [0; 16];
        whole[..SPEECH].copy_from_slice(octets);
        let mut reader = Reader(u128::from_be_bytes(whole));
        let frequencies = Codes {
            predictor: reader.byte(1),
            first: reader.byte(7),
            lower: reader.byte(5),
            upper: reader.byte(5),
        };
        let pitch = reader.byte(8);
        let parity = reader.byte(1);
        let first = half(&mut reader, pitch);
        let pitch = reader.byte(5);
        Frame { frequencies, parity, halves: [first, half(&mut reader, pitch)] }
    }

    pub fn write(&self) -> [u8; SPEECH] {
        let Codes { predictor, first, lower, upper } = self.frequencies;
        let mut writer = Writer(0);
        writer.put(predictor, 1);
        writer.put(first, 7);
        writer.put(lower, 5);
        writer.put(upper, 5);
        for (half, pitch_bits) in self.halves.iter().zip([8, 5]) {
            writer.put(half.pitch, pitch_bits);
            if pitch_bits == 8 {
                writer.put(self.parity, 1);
            }
            writer.put(half.positions, 13);
            writer.put(half.signs, 4);
            writer.put(half.gains[0], 3);
            writer.put(half.gains[1], 4);
        }
        let mut octets = [0; SPEECH];
        octets.copy_from_slice(&writer.0.to_be_bytes()[16 - SPEECH..]);
        octets
    }

    /// Whether the pitch came through.
    pub fn is_whole(&self) -> bool {
        self.parity == parity(self.halves[0].pitch)
    }
}

fn half(reader: &mut Reader, pitch: u8) -> Half {
    let (positions, signs) = (reader.take(13), reader.byte(4));
    Half { pitch, positions, signs, gains: [reader.byte(3), reader.byte(4)] }
}

/// Of the six higher bits.
pub fn parity(pitch: u8) -> u8 {
    ((pitch >> 2).count_ones() as u8 + 1) & 1
}

impl Noise {
    pub fn read(octets: [u8; SILENCE]) -> Noise {
        let bits = u16::from_be_bytes(octets);
        let part = |shift: u32, bits_wide: u32| (bits >> shift) as u8 & ((1 << bits_wide) - 1);
        let frequencies = NoiseCodes { predictor: part(15, 1), first: part(10, 5), second: part(6, 4) };
        Noise { frequencies, level: part(1, 5) }
    }

    pub fn write(&self) -> [u8; SILENCE] {
        let NoiseCodes { predictor, first, second } = self.frequencies;
        let [predictor, first, second, level] = [predictor, first, second, self.level].map(u16::from);
        (predictor << 15 | first << 10 | second << 6 | level << 1).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_of_a_frame_has_its_place() {
        let mut state = 1u64;
        for _ in 0..2000 {
            let octets: [u8; SPEECH] = std::array::from_fn(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            });
            assert_eq!(Frame::read(&octets).write(), octets);
        }
        for bits in 0..u16::MAX / 2 {
            let octets = (bits << 1).to_be_bytes();
            assert_eq!(Noise::read(octets).write(), octets);
        }
    }
}
