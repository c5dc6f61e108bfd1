//! Whether a frame is worth mixing, and whether somebody is speaking: the first at once and for a while after, so that no
//! word loses its ends; the second only after a syllable, so that a cough takes nobody the floor.

/// Mean square below which nothing is speech: −54 dBov.
const QUIETEST: f32 = 65.0 * 65.0;
/// Mean square above which everything is: −33 dBov.
const LOUDEST_FLOOR: f32 = 734.0 * 734.0;
/// Speech stands 8 dB above the floor.
const ABOVE_FLOOR: f32 = 6.3;
/// The floor falls at once and rises by 3 dB a second.
const FLOOR_RISES: f32 = 1.014;
/// Frames that are mixed after the last loud one: 300 ms.
const AFTER_SPEECH: u32 = 15;
/// Loud frames, less quiet ones, after which somebody speaks: 200 ms.
const SPEAKS_AFTER: u32 = 10;
/// As many quiet frames end it, at most: one second.
const LONGEST_PAUSE: u32 = 50;

/// One stream.
#[derive(Clone, Debug)]
pub struct Activity {
    floor: f32,
    lingers: u32,
    score: u32,
    speaks: bool,
}

impl Default for Activity {
    fn default() -> Activity {
        Activity { floor: QUIETEST / ABOVE_FLOOR, lingers: 0, score: 0, speaks: false }
    }
}

impl Activity {
    /// Hears the mean square of a frame; whether the frame is to be mixed.
    pub fn frame(&mut self, power: f32) -> bool {
        let loud = power > (self.floor * ABOVE_FLOOR).clamp(QUIETEST, LOUDEST_FLOOR);
        self.floor = (self.floor * FLOOR_RISES).min(power.max(1.0));
        if loud {
            self.lingers = AFTER_SPEECH;
            self.score = (self.score + 1).min(LONGEST_PAUSE);
        } else {
            self.lingers = self.lingers.saturating_sub(1);
            self.score = self.score.saturating_sub(1);
        }
        self.lingers > 0
    }

    /// Whether the last frame was speech itself and not its end.
    pub fn is_loud(&self) -> bool {
        self.lingers == AFTER_SPEECH
    }

    /// Whether somebody speaks, if that has changed.
    pub fn turn(&mut self) -> Option<bool> {
        let speaks = if self.speaks { self.score > 0 } else { self.score >= SPEAKS_AFTER };
        if speaks == self.speaks {
            return None;
        }
        if speaks {
            self.score = LONGEST_PAUSE;
        }
        self.speaks = speaks;
        Some(speaks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of a root mean square each; in which frames sound is mixed, and when speaking began and ended.
    fn hear(parts: &[(f32, usize)]) -> (Vec<bool>, Vec<(usize, bool)>) {
        let mut activity = Activity::default();
        let frames = parts.iter().flat_map(|&(rms, frames)| std::iter::repeat_n(rms, frames));
        let (mut mixed, mut turns) = (Vec::new(), Vec::new());
        for (at, rms) in frames.enumerate() {
            mixed.push(activity.frame(rms * rms));
            turns.extend(activity.turn().map(|speaks| (at, speaks)));
        }
        (mixed, turns)
    }

    #[test]
    fn speech_is_mixed_from_its_first_frame_and_quiet_is_not() {
        let (mixed, turns) = hear(&[(10.0, 100), (2000.0, 50), (10.0, 100)]);
        assert!(!mixed[..100].contains(&true) && mixed[100..164].iter().all(|&mixed| mixed));
        assert!(!mixed[165..].contains(&true));
        assert_eq!(turns, [(109, true), (199, false)]);
    }

    #[test]
    fn a_click_takes_nobody_the_floor_and_a_pause_ends_no_speech() {
        assert_eq!(hear(&[(10.0, 50), (9000.0, 4), (10.0, 50)]).1, []);
        let words = [(2000.0, 20), (10.0, 18)].repeat(10);
        assert_eq!(hear(&words).1, [(9, true)]);
    }

    #[test]
    fn a_noisy_line_falls_silent_and_speech_stands_above_it() {
        let (mixed, _) = hear(&[(200.0, 1500), (2000.0, 50)]);
        assert!(!mixed[1400..1500].contains(&true));
        assert!(mixed[1500..].iter().all(|&mixed| mixed));
        let (mixed, _) = hear(&[(3000.0, 3000)]);
        assert!(mixed.iter().all(|&mixed| mixed), "what is loud stays loud");
    }
}
