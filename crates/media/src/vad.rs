//! Tells speech from silence by the energy of frames, above a floor that follows the line's own noise.

/// Root mean square below which nothing is speech: −48 dBov.
const QUIETEST_SPEECH: u32 = 130;
/// Root mean square above which everything is speech, however loud the floor: −33 dBov.
const LOUDEST_NOISE: u32 = 734;
/// Speech stands 9 dB, here as power, above the floor.
const ABOVE_FLOOR: u32 = 8;
/// The floor is the quietest frame of the last two seconds, kept as four windows of half a second.
const WINDOWS: usize = 4;
const WINDOW_MILLISECONDS: u32 = 500;
/// The line is taken for quiet until it has shown its noise: −57 dBov.
const FIRST_FLOOR: u32 = 46 * 46;
/// Shorter than a syllable is a click.
const SHORTEST_SOUND_MILLISECONDS: u32 = 60;
/// Gaps between words that belong to the speech.
const LONGEST_PAUSE_MILLISECONDS: u32 = 200;

/// Hears one stream, frame by frame.
#[derive(Clone, Debug)]
pub struct Vad {
    windows: [u32; WINDOWS],
    lowest: u32,
    window_milliseconds: u32,
    /// How long the present sound has lasted; it counts once it is longer than a click.
    sound_milliseconds: u32,
    /// How long it has been quiet since the last sound that counted.
    pause_milliseconds: u32,
    speech_milliseconds: u64,
}

impl Vad {
    pub fn new() -> Vad {
        Vad {
            windows: [FIRST_FLOOR; WINDOWS],
            lowest: u32::MAX,
            window_milliseconds: 0,
            sound_milliseconds: 0,
            pause_milliseconds: LONGEST_PAUSE_MILLISECONDS,
            speech_milliseconds: 0,
        }
    }

    /// Hears so much sound of a mean square; whether it is speech.
    pub fn frame(&mut self, milliseconds: u32, power: u32) -> bool {
        if milliseconds == 0 {
            return false;
        }
        let loud = power > self.threshold();
        self.follow_floor(power, milliseconds);
        if !loud {
            self.sound_milliseconds = 0;
            self.pause_milliseconds = self.pause_milliseconds.saturating_add(milliseconds);
            return false;
        }
        self.sound_milliseconds = self.sound_milliseconds.saturating_add(milliseconds);
        if self.sound_milliseconds < SHORTEST_SOUND_MILLISECONDS {
            self.pause_milliseconds = self.pause_milliseconds.saturating_add(milliseconds);
            return false;
        }
        self.count(milliseconds);
        true
    }

    /// How much speech there was, short pauses between words included.
    pub fn speech_milliseconds(&self) -> u64 {
        self.speech_milliseconds
    }

    fn count(&mut self, milliseconds: u32) {
        let before = self.sound_milliseconds - milliseconds;
        let onset = if before < SHORTEST_SOUND_MILLISECONDS { before } else { 0 };
        let quiet = self.pause_milliseconds.saturating_sub(onset);
        let bridged = if quiet < LONGEST_PAUSE_MILLISECONDS { quiet } else { 0 };
        self.speech_milliseconds += u64::from(milliseconds + onset + bridged);
        self.pause_milliseconds = 0;
    }

    fn threshold(&self) -> u32 {
        let floor = self.windows.iter().copied().min().unwrap_or(FIRST_FLOOR).min(self.lowest);
        floor
            .saturating_mul(ABOVE_FLOOR)
            .clamp(QUIETEST_SPEECH * QUIETEST_SPEECH, LOUDEST_NOISE * LOUDEST_NOISE)
    }

    fn follow_floor(&mut self, power: u32, milliseconds: u32) {
        self.lowest = self.lowest.min(power);
        self.window_milliseconds += milliseconds;
        if self.window_milliseconds >= WINDOW_MILLISECONDS {
            self.windows.rotate_left(1);
            self.windows[WINDOWS - 1] = self.lowest;
            self.lowest = u32::MAX;
            self.window_milliseconds = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Codec, Ear};

    const CODEC: Codec = Codec::Pcma;

    /// A deterministic hiss of a root mean square.
    fn noise(rms: f64, milliseconds: usize) -> Vec<i16> {
        let mut state = 12345u32;
        let uniform = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24) * 2.0 - 1.0
        };
        std::iter::repeat_with(uniform)
            .take(milliseconds * 8)
            .map(|x| (x * rms * 3f64.sqrt()) as i16)
            .collect()
    }

    fn tone(rms: f64, milliseconds: usize) -> Vec<i16> {
        (0..milliseconds * 8).map(|at| (rms * 2f64.sqrt() * (at as f64 * 0.6).sin()) as i16).collect()
    }

    fn hear(parts: &[Vec<i16>]) -> (u64, Vec<bool>) {
        let mut vad = Vad::new();
        let codes = CODEC.encode(&parts.concat());
        let mut ear = Ear::new(CODEC);
        let heard = codes.chunks(160).map(|frame| vad.frame(20, ear.power(frame).unwrap())).collect();
        (vad.speech_milliseconds(), heard)
    }

    #[test]
    fn speech_is_counted_and_silence_is_not() {
        let quiet = || noise(20.0, 1000);
        for (parts, milliseconds) in [
            (vec![quiet(), quiet()], 0),
            (vec![quiet(), tone(3000.0, 1000), quiet()], 1000),
            (vec![quiet(), tone(400.0, 1000), quiet()], 1000),
            (vec![tone(3000.0, 400), noise(20.0, 160), tone(3000.0, 400)], 960),
            (vec![tone(3000.0, 400), noise(20.0, 400), tone(3000.0, 400)], 800),
            (vec![quiet(), tone(3000.0, 40), quiet()], 0),
        ] {
            assert_eq!(hear(&parts).0, milliseconds);
        }
    }

    #[test]
    fn a_noisy_line_becomes_silence_and_speech_above_it_is_heard() {
        let (_, heard) = hear(&[noise(250.0, 6000), tone(3000.0, 1000), noise(250.0, 1000)]);
        assert!(heard[150..300].iter().all(|speech| !speech), "the hiss is learnt within three seconds");
        assert!(heard[303..350].iter().all(|&speech| speech));
        assert!(heard[350..].iter().all(|speech| !speech));
    }

    #[test]
    fn a_long_loud_tone_does_not_become_silence() {
        let (speech, _) = hear(&[tone(2000.0, 20_000)]);
        assert_eq!(speech, 20_000);
    }

    #[test]
    fn an_empty_frame_is_nothing() {
        assert!(!Vad::new().frame(0, u32::MAX));
    }
}
