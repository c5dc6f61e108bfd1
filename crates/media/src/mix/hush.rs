//! G.722 that comes in is decoded where something is said. Most of those who sit in a room say nothing, and to decode what
//! they say would be most of what they cost. Each code makes the lower band's step size grow or shrink, and that says how
//! loud it is; what is slept through is caught up with when it grows.

use crate::codec::g722::{G722Decoder, Novelty};
use crate::codec::seam::Recent;

/// After so many packets of silence nothing is decoded.
const PATIENCE: u8 = 15;
/// What is less is silence, and what is more is not: hiss of −66 and of −60 dBov. Voices are foreseen better than hiss: one
/// of −50 dBov is more than the first.
const SILENT: i32 = 1200;
const LOUD: i32 = 2720;

/// One stream.
pub struct Hush {
    decoder: G722Decoder,
    novelty: Novelty,
    floor: i32,
    /// Packets of silence.
    quiet: u8,
    /// What was slept through.
    slept: Recent,
}

impl Default for Hush {
    fn default() -> Hush {
        let (decoder, novelty, slept) = (G722Decoder::new(), Novelty::default(), Recent::default());
        Hush { decoder, novelty, floor: LOUD, quiet: 0, slept }
    }
}

impl Hush {
    /// The samples of a packet; how many. `awake`: even silence is decoded.
    pub fn decode(&mut self, codes: &[u8], samples: &mut [i16], awake: bool) -> usize {
        let was_asleep = self.quiet >= PATIENCE;
        let novelty = self.novelty.hear(codes);
        // The quietest of late: it falls at once and rises by 7 dB a second. Three above it, something is said.
        self.floor = (self.floor + self.floor / 64 + 1).min(novelty);
        let is_quiet = novelty < (self.floor * 7 / 5).clamp(SILENT, LOUD);
        self.quiet = if is_quiet && !awake { self.quiet.saturating_add(1) } else { 0 };
        if self.quiet >= PATIENCE {
            self.slept.keep(codes);
            let count = (2 * codes.len()).min(samples.len());
            samples[..count].fill(0);
            return count;
        }
        if was_asleep {
            self.decoder = G722Decoder::going_on(self.slept.after(self.decoder.bands()));
            self.slept.clear();
        }
        self.decoder.decode(codes, samples)
    }

    #[cfg(test)]
    fn sleeps(&self) -> bool {
        self.quiet >= PATIENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Codec, Decoder, Encoder};
    use crate::mix::power;

    /// Hiss, at 16 kHz.
    fn hiss(rms: f64, milliseconds: usize) -> Vec<i16> {
        let mut state = 3u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24) - 0.5
        };
        (0..16 * milliseconds).map(|_| (rms * 12f64.sqrt() * next()).round() as i16).collect()
    }

    /// Gliding harmonics in syllables, whose loudest are of a root mean square.
    fn voice(rms: f64, milliseconds: usize) -> Vec<i16> {
        (0..16 * milliseconds)
            .map(|at| {
                let time = at as f64 / 16_000.0;
                let phase = std::f64::consts::TAU * (140.0 * time + 1.4 * (4.4 * time).sin());
                let syllable = 0.3 + 0.7 * (11.0 * time).sin().abs();
                let tones = phase.sin() + 0.6 * (3.0 * phase).sin() + 0.4 * (7.0 * phase).sin();
                (1.15 * rms * syllable * tones) as i16
            })
            .collect()
    }

    fn added(one: &[i16], other: &[i16]) -> Vec<i16> {
        one.iter().zip(other).map(|(one, other)| one + other).collect()
    }

    /// What is heard with it and without it, and in how many packets it slept.
    fn hear(sound: &[i16]) -> (Vec<i16>, Vec<i16>, Vec<bool>) {
        let mut codes = vec![0; sound.len() / 2];
        Encoder::new(Codec::G722).encode(sound, &mut codes);
        let (mut hush, mut decoder) = (Hush::default(), Decoder::new(Codec::G722));
        let (mut heard, mut wanted, mut slept) = (Vec::new(), Vec::new(), Vec::new());
        for codes in codes.chunks(160) {
            let (mut one, mut other) = ([0; 320], [0; 320]);
            assert_eq!(hush.decode(codes, &mut one, false), decoder.decode(codes, &mut other));
            heard.extend(one);
            wanted.extend(other);
            slept.push(hush.sleeps());
        }
        (heard, wanted, slept)
    }

    #[test]
    fn silence_and_the_hiss_of_a_line_are_slept_through() {
        for rms in [0.0, 4.0, 8.0, 16.0, 20.0] {
            let (_, _, slept) = hear(&hiss(rms, 5000));
            let asleep = slept[50..].iter().filter(|&&asleep| asleep).count();
            assert!(asleep > 190, "hiss of {rms}: {asleep} of 200 packets");
        }
    }

    #[test]
    fn a_word_is_heard_from_its_first_packet_as_if_nothing_had_been_slept_through() {
        for (line, word) in [(0.0, 240.0), (4.0, 240.0), (20.0, 400.0), (4.0, 3000.0)] {
            for silence in [400, 1000, 3000] {
                let quiet = hiss(line, silence);
                let spoken = added(&hiss(line, 400), &voice(word, 400));
                let (heard, wanted, slept) = hear(&[quiet, spoken].concat());
                let from = silence / 20;
                assert!(slept[from - 1], "a line of {line} sleeps");
                assert!(slept[from..].iter().all(|asleep| !asleep), "{word} over {line}: {slept:?}");
                // The mirror filter begins anew: a millisecond and a half.
                let (heard, wanted) = (&heard[16 * silence + 24..], &wanted[16 * silence + 24..]);
                let off: Vec<i16> = heard.iter().zip(wanted).map(|(one, other)| one - other).collect();
                let above = power(wanted) / power(&off).max(1.0);
                assert!(above > 200.0, "{word} over {line} after {silence} ms: {above}");
            }
        }
    }

    #[test]
    fn whoever_must_be_heard_in_full_is() {
        let mut hush = Hush::default();
        for _ in 0..100 {
            hush.decode(&[0xFA; 160], &mut [0; 320], true);
            assert!(!hush.sleeps());
        }
    }
}
