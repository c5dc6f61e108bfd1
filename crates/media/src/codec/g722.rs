//! ITU-T G.722 at 64 kbit/s: two bands of 8000 values a second, each with a predictor and a step size that follow the codes
//! and nothing else. So a decoder goes on from what it heard before ([`Bands`]), and whoever encodes for it must go on from
//! the same; what differs is forgotten as codes that are the same come in.
//!
//! Bit for bit as the recommendation has it. Nothing allocates, nothing fails; a few hundred octets each.

/// Where the lower band's codes part, in 4096ths of the step size.
const LEVELS: [u16; 32] = [
    35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
    1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919, 4095, 4095, 4095,
];
/// Levels that there are; the rest, which nothing is beyond that is not beyond these, fills a vector up.
const MOST_LEVELS: usize = 29;
/// Codes of what lies beyond so many levels, below and above zero.
const BELOW: [u8; 30] = [
    63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
    6, 5, 4,
];
const ABOVE: [u8; 30] = [
    61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
    35, 34, 33, 32,
];
/// What codes of the lower band mean, in step sizes: to the ear by six bits, to the predictor by four.
const LOW_BY_SIX: [i32; 64] = [
    -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360,
    -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688,
    -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856,
    7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136,
    -432, -136,
];
const LOW_BY_FOUR: [i32; 16] =
    [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];
/// By how much a code of four bits makes the lower band's scale grow or shrink.
const LOW_SCALING: [i32; 16] =
    [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];
/// The same of the upper band, whose codes have two bits.
const HIGH: [i32; 4] = [-7408, -1616, 7408, 1616];
const HIGH_SCALING: [i32; 4] = [798, -214, 798, -214];
/// Beyond so much of a step size lies the upper band's other code.
const HIGH_LEVEL: i32 = 564;
const MOST_LOW_SCALE: i32 = 18_432;
const MOST_HIGH_SCALE: i32 = 22_528;
/// Powers of two between one and two.
const POWERS: [i32; 32] = [
    2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896,
    2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
];
/// Step sizes of a scale of zero.
const LOW_STEP: i32 = 32;
const HIGH_STEP: i32 = 8;
/// Nobody hears so little: without it, two ears would hear silence each in its own way for ever.
const FAINT: i32 = 8;
/// One half of the mirror filter that parts the bands and joins them.
const MIRROR: [i32; 12] = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];
/// Zeros of the predictor; the last two stay zero, and fill a vector up.
const ZEROS: usize = 8;
/// Zeros that there are.
const MOST_ZEROS: usize = 6;

/// What one band goes on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Band {
    /// The next value as it is foreseen, and the zeros' part of that.
    foreseen: i32,
    by_zeros: i32,
    /// The logarithm of the step size, and the step size.
    scale: i32,
    step: i32,
    /// The value before.
    last: i32,
    poles: [i32; 2],
    /// Signs of the last two sums of difference and zeros' part: −1 or 0.
    signs: [i32; 2],
    zeros: [i16; ZEROS],
    /// Twice the last differences.
    differences: [i16; ZEROS],
}

/// What both bands go on from, at either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    low: Band,
    high: Band,
}

/// A value of each band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    pub low: i32,
    pub high: i32,
}

impl Default for Bands {
    /// Nothing was heard yet.
    fn default() -> Bands {
        Bands { low: Band::new(LOW_STEP), high: Band::new(HIGH_STEP) }
    }
}

impl Bands {
    /// Hears a code.
    #[inline]
    pub fn hear(&mut self, code: u8) -> Pair {
        let (low, high) = (code & 63, code >> 6);
        let heard = Pair { low: self.low_of(low), high: self.high_of(high) };
        self.go_on(low, high);
        heard
    }

    /// The code of what is to be heard.
    #[inline]
    pub fn say(&mut self, pair: Pair) -> u8 {
        let (low, high) = (self.low_code(pair.low), self.high_code(pair.high));
        self.go_on(low, high);
        high << 6 | low
    }

    /// The code of what is to be heard, by one who would have these ears agree with others: of the codes that lead there the
    /// nearest, if it is near enough.
    #[inline]
    pub fn say_like(&mut self, theirs: u8, pair: Pair) -> u8 {
        let low = self.low_like(theirs & 63, pair.low);
        let high = self.high_like(theirs >> 6, pair.high);
        self.go_on(low, high);
        high << 6 | low
    }

    /// Whether ears that go on from these hear the same as from those, but for what is fainter than a code's own noise: from
    /// here on, equal codes make the difference smaller.
    pub fn is_near(&self, other: &Bands) -> bool {
        self.low.is_near(&other.low) && self.high.is_near(&other.high)
    }

    fn low_of(&self, code: u8) -> i32 {
        let difference = (self.low.step * LOW_BY_SIX[usize::from(code & 63)]) >> 15;
        (self.low.foreseen + difference).clamp(-16_384, 16_383)
    }

    fn high_of(&self, code: u8) -> i32 {
        let difference = (self.high.step * HIGH[usize::from(code & 3)]) >> 15;
        (self.high.foreseen + difference).clamp(-16_384, 16_383)
    }

    fn low_code(&self, value: i32) -> u8 {
        let error = saturated(value - self.low.foreseen);
        let size = (error ^ (error >> 31)) as u16;
        let step = self.low.step as u32;
        let levels = LEVELS.map(|level| ((u32::from(level << 4) * step) >> 16) as u16);
        let beyond: u16 = levels.map(|level| u16::from(size >= level)).iter().sum();
        let codes = if error < 0 { &BELOW } else { &ABOVE };
        codes[usize::from(beyond).min(MOST_LEVELS)]
    }

    fn high_code(&self, value: i32) -> u8 {
        let error = saturated(value - self.high.foreseen);
        let is_far = (error ^ (error >> 31)) >= (HIGH_LEVEL * self.high.step) >> 12;
        match (error < 0, is_far) {
            (true, false) => 1,
            (true, true) => 0,
            (false, false) => 3,
            (false, true) => 2,
        }
    }

    fn low_like(&self, theirs: u8, value: i32) -> u8 {
        let off = |code: u8| (self.low_of(code) - value).abs();
        // The last two bits are for the ear alone.
        let first = theirs & 60;
        let near = (first..first + 4).min_by_key(|&code| off(code)).unwrap_or(theirs);
        if off(near) <= FAINT { near } else { self.low_code(value) }
    }

    fn high_like(&self, theirs: u8, value: i32) -> u8 {
        let is_near = (self.high_of(theirs) - value).abs() <= FAINT;
        if is_near { theirs } else { self.high_code(value) }
    }

    #[inline]
    fn go_on(&mut self, low: u8, high: u8) {
        let core = usize::from(low >> 2);
        let difference = (self.low.step * LOW_BY_FOUR[core]) >> 15;
        self.low.rescale(LOW_SCALING[core], MOST_LOW_SCALE, 8);
        self.low.go_on(difference);
        let high = usize::from(high & 3);
        let difference = (self.high.step * HIGH[high]) >> 15;
        self.high.rescale(HIGH_SCALING[high], MOST_HIGH_SCALE, 10);
        self.high.go_on(difference);
    }
}

fn saturated(value: i32) -> i32 {
    value.clamp(i32::from(i16::MIN), i32::from(i16::MAX))
}

/// −1 below zero, else 0.
fn sign(value: i32) -> i32 {
    value >> 31
}

impl Band {
    fn new(step: i32) -> Band {
        Band {
            foreseen: 0,
            by_zeros: 0,
            scale: 0,
            step,
            last: 0,
            poles: [0; 2],
            signs: [0; 2],
            zeros: [0; ZEROS],
            differences: [0; ZEROS],
        }
    }

    /// Within a 200th of a step's size, and of what the predictor makes of it.
    fn is_near(&self, other: &Band) -> bool {
        let near = |one: i32, other: i32, most: i32| (one - other).abs() <= most;
        let pairs = self.zeros.iter().zip(&other.zeros);
        let values = self.differences.iter().zip(&other.differences);
        near(self.scale, other.scale, 16)
            && near(self.foreseen, other.foreseen, 2 + self.step / 256)
            && near(self.last, other.last, 2 + self.step / 256)
            && near(self.poles[0], other.poles[0], 80)
            && near(self.poles[1], other.poles[1], 80)
            && pairs.into_iter().all(|(&one, &other)| near(one.into(), other.into(), 80))
            && values.into_iter().all(|(&one, &other)| near(one.into(), other.into(), 4 + self.step / 128))
    }

    /// Blocks 3L and 3H.
    #[inline]
    fn rescale(&mut self, by: i32, most: i32, shift: i32) {
        self.scale = (((self.scale * 127) >> 7) + by).clamp(0, most);
        let power = POWERS[(self.scale >> 6 & 31) as usize];
        // Three more than by the book, so that it never shifts to the left by a negative number.
        self.step = (power << 3 >> (shift + 3 - (self.scale >> 11))) << 2;
    }

    /// Block 4: the predictor learns the difference that was.
    #[inline]
    fn go_on(&mut self, difference: i32) {
        let value = saturated(self.foreseen + difference);
        let newest = sign(self.by_zeros + difference);
        self.move_poles(newest);
        self.move_zeros(difference);
        self.signs = [newest, self.signs[0]];
        let before = std::mem::replace(&mut self.last, value);
        let by_poles = ((self.poles[0] * saturated(value << 1)) >> 15)
            + ((self.poles[1] * saturated(before << 1)) >> 15);
        self.foreseen = saturated(saturated(by_poles) + self.by_zeros);
    }

    #[inline]
    fn move_poles(&mut self, newest: i32) {
        let [first, second] = self.poles;
        let by_first = saturated(first << 2);
        let turned = if newest == self.signs[0] { (-by_first).min(32_767) } else { by_first };
        let by_sign = if newest == self.signs[1] { 128 } else { -128 };
        let second = ((turned >> 7) + by_sign + ((second * 32_512) >> 15)).clamp(-12_288, 12_288);
        let limit = 15_360 - second;
        let by_sign = if newest == self.signs[0] { 192 } else { -192 };
        let first = (by_sign + ((first * 32_640) >> 15)).clamp(-limit, limit);
        self.poles = [first, second];
    }

    #[inline]
    fn move_zeros(&mut self, difference: i32) {
        let (by, negative) = (if difference == 0 { 0 } else { 128 }, sign(difference));
        for (zero, &older) in self.zeros.iter_mut().zip(&self.differences) {
            let held = i32::from(*zero);
            let by = if sign(i32::from(older)) == negative { by } else { -by };
            // 255 of 256 parts are left.
            *zero = saturated(by + (((held << 8) - held) >> 8)) as i16;
        }
        // What fills up must not learn.
        self.zeros[MOST_ZEROS..].fill(0);
        self.differences.copy_within(0..MOST_ZEROS - 1, 1);
        self.differences[0] = saturated(difference << 1) as i16;
        let parts = self.zeros.iter().zip(&self.differences);
        self.by_zeros =
            saturated(parts.map(|(&zero, &twice)| (i32::from(zero) * i32::from(twice)) >> 15).sum());
    }
}

/// How much there is in a stream that its predictor did not foresee, in the lower band: a tenth of what decoding costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Novelty {
    scale: i32,
}

impl Novelty {
    /// The mean of these codes, in 256ths of a value of 15 bits.
    pub fn hear(&mut self, codes: &[u8]) -> i32 {
        let mut sum = 0i64;
        for &code in codes {
            let core = usize::from(code >> 2 & 15);
            let power = POWERS[(self.scale >> 6 & 31) as usize];
            // The step size, less two bits.
            let step = power << 3 >> (11 - (self.scale >> 11));
            sum += i64::from((step * LOW_BY_FOUR[core].abs()) >> 5);
            self.scale = (((self.scale * 127) >> 7) + LOW_SCALING[core]).clamp(0, MOST_LOW_SCALE);
        }
        (sum / codes.len().max(1) as i64) as i32
    }
}

/// Sound into codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct G722Encoder {
    bands: Bands,
    /// The last samples.
    before: [i16; 22],
}

impl Default for G722Encoder {
    fn default() -> G722Encoder {
        G722Encoder::new()
    }
}

impl G722Encoder {
    pub fn new() -> G722Encoder {
        G722Encoder::going_on(Bands::default())
    }

    /// For ears that have heard something.
    pub fn going_on(bands: Bands) -> G722Encoder {
        G722Encoder { bands, before: [0; 22] }
    }

    /// What the ears will have heard.
    pub fn bands(&self) -> &Bands {
        &self.bands
    }

    /// Two samples of 16 kHz a code; as many as there is room for.
    pub fn encode(&mut self, samples: &[i16], codes: &mut [u8]) {
        for (samples, codes) in samples.chunks(2 * STRETCH).zip(codes.chunks_mut(STRETCH)) {
            let mut line = [0; 22 + 2 * STRETCH];
            line[..22].copy_from_slice(&self.before);
            line[22..22 + samples.len()].copy_from_slice(samples);
            for (at, code) in codes.iter_mut().enumerate().take(samples.len().div_ceil(2)) {
                *code = self.bands.say(parted(&line[2 * at..2 * at + 24]));
            }
            self.before.copy_from_slice(&line[samples.len().next_multiple_of(2)..][..22]);
        }
    }
}

/// Codes into sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct G722Decoder {
    bands: Bands,
    /// The last sums and differences of the bands.
    before: [i32; 22],
}

impl Default for G722Decoder {
    fn default() -> G722Decoder {
        G722Decoder::new()
    }
}

impl G722Decoder {
    pub fn new() -> G722Decoder {
        G722Decoder::going_on(Bands::default())
    }

    /// Ears that have heard something.
    pub fn going_on(bands: Bands) -> G722Decoder {
        G722Decoder { bands, before: [0; 22] }
    }

    /// What they have heard.
    pub fn bands(&self) -> &Bands {
        &self.bands
    }

    /// Two samples of 16 kHz for each code, as far as there is room; how many.
    pub fn decode(&mut self, codes: &[u8], samples: &mut [i16]) -> usize {
        let mut count = 0;
        for (codes, samples) in codes.chunks(STRETCH).zip(samples.chunks_mut(2 * STRETCH)) {
            let codes = &codes[..codes.len().min(samples.len() / 2)];
            let mut line = [0; 22 + 2 * STRETCH];
            line[..22].copy_from_slice(&self.before);
            for (&code, line) in codes.iter().zip(line[22..].chunks_exact_mut(2)) {
                let heard = self.bands.hear(code);
                (line[0], line[1]) = (heard.low + heard.high, heard.low - heard.high);
            }
            for (at, samples) in samples.chunks_exact_mut(2).enumerate().take(codes.len()) {
                (samples[0], samples[1]) = joined(&line[2 * at..2 * at + 24]);
            }
            self.before.copy_from_slice(&line[2 * codes.len()..][..22]);
            count += 2 * codes.len();
        }
        count
    }
}

/// Codes that are worked on as one.
const STRETCH: usize = 160;

/// The mirror filter's two halves over 24 values.
#[inline]
fn mirrored(odd: impl Fn(usize) -> i32, even: impl Fn(usize) -> i32) -> (i32, i32) {
    (0..12).fold((0, 0), |(odds, evens), at| {
        (odds + odd(2 * at) * MIRROR[at], evens + even(2 * at + 1) * MIRROR[11 - at])
    })
}

#[inline]
fn parted(line: &[i16]) -> Pair {
    let (odd, even) = mirrored(|at| i32::from(line[at]), |at| i32::from(line[at]));
    Pair { low: (even + odd) >> 14, high: (even - odd) >> 14 }
}

#[inline]
fn joined(line: &[i32]) -> (i16, i16) {
    let (odd, even) = mirrored(|at| line[at], |at| line[at]);
    (saturated(even >> 11) as i16, saturated(odd >> 11) as i16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use audio_codec::{Decoder as _, Encoder as _};

    /// Something of everything: tones that glide and swell, hiss, silence, and what clips.
    fn sound() -> Vec<i16> {
        let mut state = 7u32;
        let mut hiss = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24) - 0.5
        };
        (0..160_000u32)
            .map(|at| {
                let time = f64::from(at) / 16_000.0;
                let loud = [0.0, 9.0, 300.0, 8000.0, 60_000.0][at as usize / 9000 % 5];
                let tone = (time * 900.0 * (1.0 + (0.7 * time).sin())).sin();
                let part = [0.0, 0.2, 1.0][at as usize / 13_000 % 3];
                (loud * (tone * (1.0 - part) + part * hiss())) as i16
            })
            .collect()
    }

    #[test]
    fn codes_and_sound_are_those_of_another_maker() {
        let sound = sound();
        let mut codes = vec![0; sound.len() / 2];
        // The other one begins with other steps, by which only its first code goes.
        let mut encoder = G722Encoder::new();
        (encoder.bands.low.step, encoder.bands.high.step) = (128, 32);
        encoder.encode(&sound, &mut codes);
        let mut theirs = vec![0; codes.len()];
        audio_codec::g722::G722Encoder::new().encode_into(&sound, &mut theirs).unwrap();
        assert_eq!(codes, theirs);
        let (mut heard, mut theirs) = (vec![0; sound.len()], vec![0; sound.len()]);
        let mut decoder = G722Decoder::new();
        (decoder.bands.low.step, decoder.bands.high.step) = (0, 0);
        assert_eq!(decoder.decode(&codes, &mut heard), sound.len());
        audio_codec::g722::G722Decoder::new().decode_into(&codes, &mut theirs).unwrap();
        assert!(heard == theirs);
    }

    #[test]
    fn every_stream_of_codes_is_heard_as_another_maker_hears_it() {
        let mut state = 1u32;
        let codes: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(80_000)
        .collect();
        let (mut heard, mut theirs) = (vec![0; 160_000], vec![0; 160_000]);
        let mut decoder = G722Decoder::new();
        (decoder.bands.low.step, decoder.bands.high.step) = (0, 0);
        decoder.decode(&codes, &mut heard);
        audio_codec::g722::G722Decoder::new().decode_into(&codes, &mut theirs).unwrap();
        assert!(heard == theirs);
    }

    #[test]
    fn pieces_of_any_length_are_one_stream() {
        let sound = sound();
        let mut whole = vec![0; sound.len() / 2];
        G722Encoder::new().encode(&sound, &mut whole);
        let (mut encoder, mut pieces) = (G722Encoder::new(), Vec::new());
        let mut heard = Vec::new();
        let mut decoder = G722Decoder::new();
        for (number, part) in sound.chunks(2 * 77).enumerate() {
            let mut codes = vec![0; part.len() / 2];
            encoder.encode(part, &mut codes);
            let mut samples = vec![0; part.len() + number % 3];
            let count = decoder.decode(&codes, &mut samples);
            heard.extend_from_slice(&samples[..count]);
            pieces.extend(codes);
        }
        assert_eq!(pieces, whole);
        let mut expected = vec![0; sound.len()];
        G722Decoder::new().decode(&whole, &mut expected);
        assert!(heard == expected);
        assert_eq!(G722Decoder::new().decode(&whole, &mut [0; 33]), 32, "as far as there is room");
    }
}
