//! How a listener's sound is encoded. What many hear alike is encoded once for all of them; whoever hears something else has
//! an encoder of their own.
//!
//! A code of G.711 stands for itself, so that one may change from the one to the other at any time. G.722 goes on from what
//! it said before, and what a listener has heard before came from another encoder. But it forgets: encoders that are fed
//! the same for some frames become the same. So an encoder of one's own hears first what was shared last, and goes on
//! beside the shared one for a while after there is nothing of one's own any more.

use super::MOST_SAMPLES;
use crate::codec::{Codec, Encoder, FRAME};

/// Frames of the shared sound after which it can be taken from the shared encoder: 200 ms.
const JOINS_AFTER: u8 = 10;
/// Frames that an encoder hears before it goes its own way: 60 ms.
pub const REMEMBERED: usize = 3;

/// The last frames of the shared sound, the newest last.
pub type Recent = [[i16; MOST_SAMPLES]; REMEMBERED];

/// One listener.
pub struct Listening {
    codec: Codec,
    own: Encoder,
    /// Frames in a row in which it heard what all hear.
    alike: u8,
}

impl Listening {
    pub fn new(codec: Codec) -> Listening {
        Listening { codec, own: Encoder::new(codec), alike: 0 }
    }

    fn remembers(&self) -> bool {
        self.codec.law().is_none()
    }

    /// A frame that nobody else hears.
    pub fn own(&mut self, samples: &[i16], recent: &Recent, codes: &mut [u8; FRAME]) {
        if self.remembers() && self.alike >= JOINS_AFTER {
            let mut unheard = [0; FRAME];
            recent.iter().for_each(|frame| self.own.encode(frame, &mut unheard));
        }
        self.alike = 0;
        self.own.encode(samples, codes);
    }

    /// A frame that all hear: its samples, and what the shared encoder made of them.
    pub fn shared(&mut self, samples: &[i16], shared: &[u8; FRAME], codes: &mut [u8; FRAME]) {
        if self.remembers() && self.alike < JOINS_AFTER {
            self.alike += 1;
            return self.own.encode(samples, codes);
        }
        *codes = *shared;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Decoder;

    /// Gliding harmonics, quieter or louder.
    fn sound(frame: usize, pitch: f64, amplitude: f64) -> [i16; MOST_SAMPLES] {
        std::array::from_fn(|at| {
            let seconds = (frame * MOST_SAMPLES + at) as f64 / 16_000.0;
            let phase = seconds * pitch * std::f64::consts::TAU;
            (amplitude * (phase.sin() + 0.5 * (5.0 * phase).sin() + 0.2 * (17.0 * phase).sin())) as i16
        })
    }

    /// The strongest error of a listener's decoder against what it should hear, by frames, over two changes: it hears
    /// something of its own from frame 100 to 150.
    fn errors(codec: Codec) -> Vec<i32> {
        let mut listening = Listening::new(codec);
        let (mut common, mut decoder) = (Encoder::new(codec), Decoder::new(codec));
        let mut recent = Recent::default_silence();
        let (mut meant, mut heard) = (Vec::new(), Vec::new());
        for frame in 0..250 {
            let all = sound(frame, 130.0, 4000.0);
            let (mut shared, mut codes) = ([0; FRAME], [0; FRAME]);
            common.encode(&all, &mut shared);
            if (100..150).contains(&frame) {
                let own = sound(frame, 210.0, 3000.0);
                listening.own(&own, &recent, &mut codes);
                meant.extend(own);
            } else {
                listening.shared(&all, &shared, &mut codes);
                meant.extend(all);
            }
            recent.rotate_left(1);
            recent[REMEMBERED - 1] = all;
            let mut samples = [0; MOST_SAMPLES];
            decoder.decode(&codes, &mut samples);
            heard.extend(samples);
        }
        // The filters of G.722 delay by 22 samples.
        meant[..meant.len() - 22]
            .chunks(MOST_SAMPLES)
            .zip(heard[22..].chunks(MOST_SAMPLES))
            .map(|(meant, heard)| {
                let error = |(&meant, &heard): (&i16, &i16)| (i32::from(meant) - i32::from(heard)).abs();
                meant.iter().zip(heard).map(error).max().unwrap_or(0)
            })
            .collect()
    }

    trait Silence {
        fn default_silence() -> Self;
    }

    impl Silence for Recent {
        fn default_silence() -> Recent {
            [[0; MOST_SAMPLES]; REMEMBERED]
        }
    }

    #[test]
    fn a_listener_that_comes_back_to_the_shared_sound_hears_no_click() {
        let errors = errors(Codec::G722);
        let usual = errors[20..98].iter().max().copied().unwrap_or(0);
        // Where the shared encoder takes over, and where one's own does (the sound itself jumps there).
        let joined = errors[155..].iter().max().copied().unwrap_or(0);
        assert!(joined <= 2 * usual, "{joined} against {usual}");
    }

    #[test]
    fn where_all_hear_the_same_the_shared_codes_are_heard() {
        for codec in Codec::ALL {
            let mut listening = Listening::new(codec);
            let (mut codes, shared) = ([0; FRAME], [7; FRAME]);
            let samples = vec![100; codec.frame_samples()];
            for _ in 0..JOINS_AFTER {
                listening.shared(&samples, &shared, &mut codes);
            }
            listening.shared(&samples, &shared, &mut codes);
            assert_eq!(codes, shared, "{codec:?}");
        }
    }
}
