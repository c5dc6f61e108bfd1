//! G.711: A-law and µ-law, by table where it is hot.

/// The two kinds of G.711.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    A,
    U,
}

impl Law {
    pub const ALL: [Law; 2] = [Law::A, Law::U];

    fn encoder(self) -> fn(i16) -> u8 {
        match self {
            Law::A => encode_a,
            Law::U => encode_u,
        }
    }

    /// The code of each sample, as far as both reach.
    pub fn encode_into(self, samples: &[i16], codes: &mut [u8]) {
        let encode = self.encoder();
        samples.iter().zip(codes).for_each(|(&sample, code)| *code = encode(sample));
    }

    /// The sample of each code, as far as both reach.
    pub fn decode_into(self, codes: &[u8], samples: &mut [i16]) {
        let table = self.table();
        codes.iter().zip(samples).for_each(|(&code, sample)| *sample = table[usize::from(code)]);
    }

    /// The code of silence.
    pub fn silence(self) -> u8 {
        match self {
            Law::A => 0xD5,
            Law::U => 0xFF,
        }
    }

    /// The sample of every code.
    pub(super) fn table(self) -> &'static [i16; 256] {
        match self {
            Law::A => &DECODED_A,
            Law::U => &DECODED_U,
        }
    }

    /// The square of every code's sample.
    pub fn squares(self) -> &'static [u32; 256] {
        match self {
            Law::A => &SQUARES_A,
            Law::U => &SQUARES_U,
        }
    }
}

/// Turns codes of one law into codes of another, in place.
pub(super) fn transcode(from: Law, into: Law, codes: &mut [u8]) {
    let table = match (from, into) {
        (Law::A, Law::U) => &A_TO_U,
        (Law::U, Law::A) => &U_TO_A,
        _ => return,
    };
    for code in codes {
        *code = table[usize::from(*code)];
    }
}

static DECODED_A: [i16; 256] = decoded_a();
static DECODED_U: [i16; 256] = decoded_u();
/// The square of each code's sample.
static SQUARES_A: [u32; 256] = squares(decoded_a());
static SQUARES_U: [u32; 256] = squares(decoded_u());
static A_TO_U: [u8; 256] = a_to_u();
static U_TO_A: [u8; 256] = u_to_a();

/// G.711 table 1: even bits inverted, sign 1 is positive; 13 bits, here scaled to 16.
const fn decode_a(code: u8) -> i16 {
    let code = code ^ 0x55;
    let segment = (code >> 4) & 7;
    let step = ((code & 0x0F) as i16) << 4;
    let magnitude = match segment {
        0 => step + 8,
        _ => (step + 0x108) << (segment - 1),
    };
    if code & 0x80 != 0 { magnitude } else { -magnitude }
}

/// G.711 table 2: all bits inverted, sign 1 (inverted 0) is positive; 14 bits, here scaled to 16.
const fn decode_u(code: u8) -> i16 {
    let code = !code;
    let magnitude = ((((code & 0x0F) as i16) << 3) + BIAS) << ((code >> 4) & 7);
    if code & 0x80 != 0 { BIAS - magnitude } else { magnitude - BIAS }
}

/// 33 in the 14 bits of G.711.
const BIAS: i16 = 0x84;
/// The highest magnitude that µ-law can say, less the bias.
const CLIP_U: i16 = 32635;

const fn encode_a(sample: i16) -> u8 {
    let (sign, magnitude) = if sample >= 0 { (0x80, sample >> 3) } else { (0, !(sample >> 3)) };
    let segment = if magnitude < 0x20 { 0 } else { (10 - (magnitude.leading_zeros() as i16 - 1)) as u8 };
    let shift = if segment < 2 { 1 } else { segment };
    (sign | (segment << 4) | ((magnitude >> shift) & 0x0F) as u8) ^ 0x55
}

const fn encode_u(sample: i16) -> u8 {
    let sign = if sample < 0 { 0x80 } else { 0 };
    let magnitude = if sample < -CLIP_U || sample > CLIP_U { CLIP_U } else { sample.abs() } + BIAS;
    let segment = (8 - magnitude.leading_zeros() as i16) as u8;
    !(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0F) as u8)
}

const fn decoded_a() -> [i16; 256] {
    let mut table = [0; 256];
    let mut code = 0;
    while code < 256 {
        table[code] = decode_a(code as u8);
        code += 1;
    }
    table
}

const fn decoded_u() -> [i16; 256] {
    let mut table = [0; 256];
    let mut code = 0;
    while code < 256 {
        table[code] = decode_u(code as u8);
        code += 1;
    }
    table
}

const fn squares(samples: [i16; 256]) -> [u32; 256] {
    let mut table = [0; 256];
    let mut code = 0;
    while code < 256 {
        table[code] = (samples[code] as i32 * samples[code] as i32) as u32;
        code += 1;
    }
    table
}

const fn a_to_u() -> [u8; 256] {
    let mut table = [0; 256];
    let mut code = 0;
    while code < 256 {
        table[code] = encode_u(decode_a(code as u8));
        code += 1;
    }
    table
}

const fn u_to_a() -> [u8; 256] {
    let mut table = [0; 256];
    let mut code = 0;
    while code < 256 {
        table[code] = encode_a(decode_u(code as u8));
        code += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::super::Codec;

    /// The formula of G.711 in real numbers, written apart from the code above.
    fn itu(codec: Codec, code: u8) -> f64 {
        let positive = code & 0x80 != 0;
        let magnitude = match codec {
            Codec::Pcma => {
                let bits = code ^ 0x55;
                let (segment, step) = (i32::from((bits >> 4) & 7), f64::from(bits & 15));
                let value = if segment == 0 { 2.0 * step + 1.0 } else { 2f64.powi(segment) * (step + 16.5) };
                value * 8.0
            }
            _ => {
                let bits = !code;
                let (segment, step) = (i32::from((bits >> 4) & 7), f64::from(bits & 15));
                ((2.0 * step + 33.0) * 2f64.powi(segment) - 33.0) * 4.0
            }
        };
        if positive { magnitude } else { -magnitude }
    }

    #[test]
    fn every_code_has_the_value_of_the_recommendation() {
        for codec in [Codec::Pcma, Codec::Pcmu] {
            for code in 0..=255u8 {
                assert_eq!(f64::from(codec.decode(&[code])[0]), itu(codec, code), "{codec:?} {code:#x}");
            }
        }
    }

    #[test]
    fn every_code_survives_decoding_and_encoding() {
        for codec in [Codec::Pcma, Codec::Pcmu] {
            for code in 0..=255u8 {
                let again = codec.encode(&codec.decode(&[code]))[0];
                let negative_zero = codec == Codec::Pcmu && code == 0x7F;
                assert_eq!(again, if negative_zero { 0xFF } else { code }, "{codec:?} {code:#x}");
            }
        }
    }

    #[test]
    fn every_sample_is_encoded_within_half_a_step() {
        for codec in [Codec::Pcma, Codec::Pcmu] {
            for sample in i16::MIN..=i16::MAX {
                let decoded = codec.decode(&codec.encode(&[sample]))[0];
                let error = (i32::from(decoded) - i32::from(sample)).abs();
                let step = (i32::from(sample).abs() / 16).max(16);
                assert!(error <= step, "{codec:?} {sample} came back as {decoded}");
            }
        }
    }

    #[test]
    fn silence_is_the_smallest_sample() {
        assert_eq!(Codec::Pcma.decode(&[Codec::Pcma.silence()]), [8]);
        assert_eq!(Codec::Pcmu.decode(&[Codec::Pcmu.silence()]), [0]);
    }

    #[test]
    fn transcoding_is_decoding_and_encoding() {
        let all: Vec<u8> = (0..=255).collect();
        for (from, into) in
            [(Codec::Pcma, Codec::Pcmu), (Codec::Pcmu, Codec::Pcma), (Codec::Pcma, Codec::Pcma)]
        {
            let mut codes = all.clone();
            from.transcode(into, &mut codes);
            let expected = if from == into { all.clone() } else { into.encode(&from.decode(&all)) };
            assert_eq!(codes, expected);
        }
    }
}
