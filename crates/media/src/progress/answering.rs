//! Who has answered: a person or a machine, by how long is spoken before somebody listens.
//!
//! A person says a few words and waits. A machine goes on, and ends with a beep. That is a guess, the one that all who dial
//! by themselves make: a machine that pauses after its first word is taken for a person, and whoever answers with a speech for
//! a machine. What is certain are fax machines and tones of the network.

use super::{Heard, Plan, Progress, Signal};
use crate::tone::Tone;
use crate::vad::Vad;

/// Samples of 20 ms at 8 kHz.
const FRAME: usize = 160;
const FRAME_MS: u64 = 20;
/// Lengths of a beep, in milliseconds, and below which frequency a steady sound is a voice.
const BEEP_MS: std::ops::RangeInclusive<u64> = 120..=3000;
const BEEP_HERTZ: f32 = 350.0;
/// Sound that is steady for so long is not spoken.
const STEADY_MS: u64 = 100;
/// What the detector of speech takes for its beginning.
const ONSET_MS: u64 = 60;

/// What a greeting is judged by, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerLimits {
    /// Whoever speaks longer without a pause is a machine: 500 to 10,000.
    pub longest_hello_ms: u64,
    /// So long nobody speaks after a hello: 300 to 3000. Shorter pauses belong to what is said.
    pub pause_ms: u64,
    /// Whoever has said nothing by then is nobody: 1000 to 20,000.
    pub longest_silence_ms: u64,
}

impl Default for AnswerLimits {
    /// A name and a greeting; a second; five.
    fn default() -> AnswerLimits {
        AnswerLimits { longest_hello_ms: 2500, pause_ms: 900, longest_silence_ms: 5000 }
    }
}

/// Who has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Person,
    Machine,
    Fax,
    /// The network itself: the call has not been answered at all.
    Network(Tone),
    Nobody,
}

/// What has become certain, and when, in milliseconds since the first sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Told once.
    Is { who: Who, at_ms: u64 },
    /// A machine's beep is over: from now on it records.
    Beeped { at_ms: u64 },
}

/// Judges one stream of sound.
#[derive(Clone, Debug)]
pub struct Answering {
    limits: AnswerLimits,
    progress: Progress,
    vad: Vad,
    frame: [i16; FRAME],
    filled: usize,
    now_ms: u64,
    /// Since when somebody speaks, and when somebody spoke last.
    spoke: Option<(u64, u64)>,
    /// When a tone was there last.
    toned_ms: u64,
    /// Where the steady sound began that goes on.
    steady_since: Option<u64>,
    who: Option<Who>,
    /// A beep that has itself told who it is.
    owed: Option<Answer>,
}

impl Answering {
    pub fn new(limits: AnswerLimits) -> Answering {
        Answering {
            limits,
            progress: Progress::new(8000, Plan::Any),
            vad: Vad::new(),
            frame: [0; FRAME],
            filled: 0,
            now_ms: 0,
            spoke: None,
            toned_ms: 0,
            steady_since: None,
            who: None,
            owed: None,
        }
    }

    /// Takes the next samples, of 8 kHz; the last thing that has become certain with them.
    pub fn hear(&mut self, samples: &[i16]) -> Option<Answer> {
        let mut told = None;
        for &sample in samples {
            self.frame[self.filled] = sample;
            self.filled += 1;
            if self.filled == FRAME {
                self.filled = 0;
                told = self.frame().or(told);
            }
        }
        told
    }

    fn frame(&mut self) -> Option<Answer> {
        self.now_ms += FRAME_MS;
        let heard = self.progress.hear(&self.frame);
        let power = self.frame.iter().map(|&sample| u64::from(sample.unsigned_abs()).pow(2)).sum::<u64>()
            / FRAME as u64;
        let is_loud = self.vad.frame(FRAME_MS as u32, u32::try_from(power).unwrap_or(u32::MAX));
        // Where nobody has spoken before, it is a tone of the network.
        let beeped = self.steady().filter(|_| self.spoke.is_some());
        if is_loud && self.steady_since.is_none() {
            let began = self.spoke.map_or(self.now_ms.saturating_sub(ONSET_MS), |(began, _)| began);
            self.spoke = Some((began, self.now_ms));
        }
        match self.who {
            Some(Who::Machine) => self.owed.take().or(beeped),
            Some(_) => None,
            None => {
                self.owed = beeped;
                self.judged(heard)
            }
        }
    }

    /// Follows steady sound, which is not spoken, nor what of it was taken for speech at its beginning; tells the end of a
    /// beep.
    fn steady(&mut self) -> Option<Answer> {
        match self.progress.going_on().filter(|burst| burst.lasted_ms >= STEADY_MS) {
            Some(burst) => {
                self.steady_since = Some(burst.began_ms);
                self.toned_ms = self.now_ms;
                self.spoke = match self.spoke {
                    Some((began, _)) if began + ONSET_MS >= burst.began_ms => None,
                    Some((began, last)) => Some((began, last.min(burst.began_ms))),
                    None => None,
                };
                None
            }
            None => {
                let ended = self.progress.last().filter(|burst| Some(burst.began_ms) == self.steady_since);
                // A break in it may belong to it.
                let burst = ended?;
                self.steady_since = None;
                let is_beep = BEEP_MS.contains(&burst.lasted_ms) && burst.sines.low_hertz >= BEEP_HERTZ;
                is_beep.then_some(Answer::Beeped { at_ms: burst.ended_ms() })
            }
        }
    }

    fn judged(&mut self, heard: Option<Heard>) -> Option<Answer> {
        let who = match heard.map(|heard| heard.signal) {
            Some(Signal::FaxCalls | Signal::FaxAnswers) => Who::Fax,
            // It still rings.
            Some(Signal::Tone(tone)) if tone != Tone::Ringing => Who::Network(tone),
            _ => self.by_speech()?,
        };
        self.who = Some(who);
        Some(Answer::Is { who, at_ms: self.now_ms })
    }

    fn by_speech(&self) -> Option<Who> {
        let Some((began, last)) = self.spoke else {
            let is_over = self.now_ms - self.toned_ms >= self.limits.longest_silence_ms;
            return is_over.then_some(Who::Nobody);
        };
        if self.owed.is_some() || last - began > self.limits.longest_hello_ms {
            return Some(Who::Machine);
        }
        // Whatever is steady may be a beep.
        let waits =
            self.steady_since.is_none() && self.now_ms - last.max(self.toned_ms) >= self.limits.pause_ms;
        waits.then_some(Who::Person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::{Country, beep, cadence};

    /// Something that is spoken: syllables of a gliding, buzzing voice.
    fn speech(milliseconds: usize) -> Vec<i16> {
        let mut phase = 0.0f64;
        (0..milliseconds * 8)
            .map(|at| {
                let seconds = at as f64 / 8000.0;
                phase += (140.0 + 40.0 * (4.4 * seconds).sin()) / 8000.0 * std::f64::consts::TAU;
                let syllable = 0.35 + 0.65 * (25.0 * seconds).sin().abs();
                (5000.0 * syllable * (phase.sin() + 0.6 * (3.0 * phase).sin() + 0.4 * (7.0 * phase).sin()))
                    as i16
            })
            .collect()
    }

    fn silence(milliseconds: usize) -> Vec<i16> {
        vec![0; milliseconds * 8]
    }

    fn answers(parts: &[Vec<i16>]) -> Vec<Answer> {
        let mut answering = Answering::new(AnswerLimits::default());
        parts.concat().chunks(160).filter_map(|frame| answering.hear(frame)).collect()
    }

    /// Who it was, and within which milliseconds that had to be told.
    fn check(parts: &[Vec<i16>], who: Who, within: std::ops::Range<u64>) {
        let told = answers(parts);
        assert!(
            matches!(told[..], [Answer::Is { who: is, at_ms }] if is == who && within.contains(&at_ms)),
            "{who:?}: {told:?}"
        );
    }

    #[test]
    fn persons_machines_fax_machines_and_networks_are_told_apart() {
        check(&[silence(300), speech(800), silence(3000)], Who::Person, 1900..2100);
        // Words with pauses between.
        check(&[speech(500), silence(500), speech(900), silence(3000)], Who::Person, 2700..2900);
        check(&[silence(500), speech(6000), silence(1000)], Who::Machine, 2900..3200);
        check(&[silence(8000)], Who::Nobody, 4980..5020);
        for (tone, until) in [(Tone::Busy, 3000), (Tone::SpecialInformation, 2000), (Tone::Dial, 3000)] {
            check(&[silence(300), cadence(Country::Germany, tone).repeat(4)], Who::Network(tone), 0..until);
        }
        // It rings on, and then somebody answers.
        let rings = cadence(Country::Germany, Tone::Ringing).repeat(2);
        check(&[rings, speech(700), silence(2000)], Who::Person, 11_500..11_700);
        let sine = |hertz: f64, milliseconds: usize| -> Vec<i16> {
            (0..milliseconds * 8)
                .map(|at| (4000.0 * (std::f64::consts::TAU * hertz * at as f64 / 8000.0).sin()) as i16)
                .collect()
        };
        check(&[silence(200), sine(2100.0, 3000), silence(1000)], Who::Fax, 1100..1400);
        check(&[silence(200), sine(1100.0, 500), silence(1000)], Who::Fax, 700..900);
    }

    #[test]
    fn the_end_of_a_machines_beep_is_told() {
        let told = answers(&[silence(500), speech(5000), silence(300), beep(), silence(2000)]);
        let [Answer::Is { who: Who::Machine, .. }, Answer::Beeped { at_ms }] = told[..] else {
            panic!("{told:?}")
        };
        assert!(at_ms.abs_diff(6050) <= 30, "{at_ms}");
        // A short greeting is known by its beep.
        let told = answers(&[speech(1200), silence(300), beep(), silence(2000)]);
        assert!(
            matches!(told[..], [Answer::Is { who: Who::Machine, .. }, Answer::Beeped { .. }]),
            "{told:?}"
        );
    }
}
