//! What all who say nothing in a room hear, encoded once for each codec, whoever they are and however many.

use crate::codec::g722::G722Encoder;
use crate::codec::{Codec, FRAME, Law};

/// Codes of a frame, made when the first one needs them.
#[derive(Default)]
pub struct Crowd {
    laws: [Option<[u8; FRAME]>; Law::ALL.len()],
    /// Of G.722, with the encoder as it was before them.
    wide: Option<([u8; FRAME], G722Encoder)>,
    encoder: G722Encoder,
    /// How often that began anew.
    begun: u32,
}

impl Crowd {
    /// The next frame. What nobody has heard of the last one, nobody goes on from.
    pub fn begin_frame(&mut self) {
        self.laws = [None; Law::ALL.len()];
        if self.wide.take().is_none() {
            self.encoder = G722Encoder::new();
            self.begun = self.begun.wrapping_add(1);
        }
    }

    /// The codes of these samples, which are the same for all who ask in this frame.
    pub fn codes(&mut self, codec: Codec, samples: &[i16]) -> &[u8; FRAME] {
        let encoded = |law: Law| {
            let mut codes = [0; FRAME];
            law.encode_into(samples, &mut codes);
            codes
        };
        match codec.law() {
            Some(law) => self.laws[law as usize].get_or_insert_with(|| encoded(law)),
            None => {
                let encoder = &mut self.encoder;
                let made = self.wide.get_or_insert_with(|| {
                    let (mut codes, before) = ([0; FRAME], *encoder);
                    encoder.encode(samples, &mut codes);
                    (codes, before)
                });
                &made.0
            }
        }
    }

    /// Tells the encoders of G.722 apart that there were.
    pub fn begun(&self) -> u32 {
        self.begun
    }

    /// The encoder of G.722 as it was before this frame: whoever hears something else from here on goes on from it.
    pub fn before(&self) -> &G722Encoder {
        self.wide.as_ref().map_or(&self.encoder, |(_, before)| before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::seam::{Beginning, Seamless, Source};
    use crate::codec::{Decoder, Encoder};

    /// A frame of a voice at 16 kHz.
    fn voice(frame: usize, pitch: f64) -> Vec<i16> {
        let sample = |at: usize| {
            let time = (320 * frame + at) as f64 / 16_000.0;
            let phase = std::f64::consts::TAU * (pitch * time + 1.4 * (4.4 * time).sin());
            let syllable = 0.4 + 0.6 * (11.0 * time).sin().abs();
            (4000.0 * syllable * (phase.sin() + 0.6 * (3.0 * phase).sin() + 0.4 * (7.0 * phase).sin())) as i16
        };
        (0..320).map(sample).collect()
    }

    fn decoded(decoder: &mut Decoder, codes: &[u8]) -> [i16; 320] {
        let mut samples = [0; 320];
        decoder.decode(codes, &mut samples);
        samples
    }

    /// Who speaks now and then, hears what all hear and what nobody else hears by turns; `smooth`: as a leg does it. How far
    /// off the worst sample is from what one encoder of its own would have told.
    fn worst(smooth: bool) -> i32 {
        let (mut crowd, mut alone) = (Crowd::default(), G722Encoder::new());
        let (mut ears, mut steady) = (Decoder::new(Codec::G722), Decoder::new(Codec::G722));
        let (mut seamless, mut one) = (Seamless::default(), Encoder::new(Codec::G722));
        let (mut worst, mut was_alone) = (0, false);
        for frame in 0..300 {
            crowd.begin_frame();
            let samples = voice(frame, 130.0);
            let shared = *crowd.codes(Codec::G722, &samples);
            let is_alone = frame / 25 % 2 == 1;
            let (shared_source, own_source) = (Source::Room(1, crowd.begun()), Source::RoomAlone(1));
            let shared_before = *crowd.before().bands();
            let (mut codes, source, begins) = if is_alone {
                if !was_alone && smooth {
                    alone = *crowd.before();
                }
                let (mut codes, before) = ([0; FRAME], *alone.bands());
                alone.encode(&samples, &mut codes);
                (
                    codes,
                    own_source,
                    Beginning { theirs: Some(before), ears: Some((shared_source, shared_before)) },
                )
            } else {
                let ears = Some((own_source, *alone.bands()));
                (shared, shared_source, Beginning { theirs: Some(shared_before), ears })
            };
            was_alone = is_alone;
            if smooth {
                seamless.pass(source, || begins, &mut codes);
            }
            let mut expected = [0; FRAME];
            one.encode(&samples, &mut expected);
            let pairs = decoded(&mut ears, &codes).into_iter().zip(decoded(&mut steady, &expected));
            let off = pairs.map(|(one, other)| (i32::from(one) - i32::from(other)).abs()).max().unwrap_or(0);
            worst = worst.max(off);
        }
        worst
    }

    #[test]
    fn who_speaks_now_and_then_hears_no_click() {
        let (bare, smooth) = (worst(false), worst(true));
        assert!(smooth < 1000 && bare > 4 * smooth, "{bare} becomes {smooth}");
    }

    #[test]
    fn all_hear_the_same_and_what_nobody_heard_is_begun_anew() {
        let mut crowd = Crowd::default();
        let samples = [3000; 320];
        for _ in 0..3 {
            crowd.begin_frame();
            let before = *crowd.before();
            let codes = *crowd.codes(Codec::G722, &samples);
            assert_eq!(*crowd.codes(Codec::G722, &samples), codes);
            assert_eq!(*crowd.before(), before, "as it was before this frame");
        }
        assert_eq!(crowd.begun(), 1, "at the first frame");
        crowd.begin_frame();
        crowd.begin_frame();
        assert_eq!((crowd.begun(), *crowd.before()), (2, G722Encoder::new()));
    }
}
