//! A leg's sound, followed for what its owner wants to know of.

use super::spoken::Spoken;
use super::{Answer, AnswerLimits, Answering, Heard, Plan, Progress, Signal};
use crate::codec::{Codec, SAMPLES_PER_MILLISECOND, Telephone};
use crate::rtp::{Header, time_distance};
use crate::tone::Tone;

/// What is wanted of a leg's tones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToneRules {
    pub plan: Plan,
    /// Busy or congestion is told after so many cadences in a row, 2 or more; once for each row.
    pub busy_cycles: u32,
}

/// Pauses between packets beyond this are no part of a cadence: one begins anew.
const LONGEST_GAP_MS: u32 = 8000;
/// Samples that are decoded at once.
const PIECE: usize = 160;

/// Follows one leg.
pub struct Listening {
    hearing: Hearing,
    /// For a far end that speaks G.722; G.711 needs no memory.
    wide: Telephone,
    spoken: Spoken,
    /// Of whom, and where the next packet should begin.
    expected: Option<(u32, u32)>,
}

/// What is listened for.
enum Hearing {
    Tones(ToneRules, Box<Progress>),
    Answer(Box<Answering>),
}

/// What was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A tone that began so long ago, at the end of the packet.
    Tone {
        signal: Signal,
        ago_ms: u64,
    },
    Answer(Answer),
}

impl Listening {
    pub fn for_tones(rules: ToneRules) -> Listening {
        Listening::with(Hearing::Tones(rules, Box::new(Progress::new(8000, rules.plan))))
    }

    pub fn for_answer(limits: AnswerLimits) -> Listening {
        Listening::with(Hearing::Answer(Box::new(Answering::new(limits))))
    }

    fn with(hearing: Hearing) -> Listening {
        Listening { hearing, wide: Telephone::new(Codec::G722), spoken: Spoken::default(), expected: None }
    }

    /// Takes a packet of a codec, its time counted at 8 kHz. What comes late is left out: its time has gone by as silence.
    pub fn packet(&mut self, header: &Header, codec: Codec, codes: &[u8]) -> Option<Wanted> {
        let gap = match self.expected {
            Some((ssrc, timestamp)) if ssrc == header.ssrc => time_distance(timestamp, header.timestamp),
            _ => 0,
        };
        if gap < 0 && gap.unsigned_abs() <= LONGEST_GAP_MS * SAMPLES_PER_MILLISECOND as u32 {
            return None;
        }
        let end = header.timestamp.wrapping_add(codes.len() as u32);
        self.expected = Some((header.ssrc, end));
        let mut told = self.gap(gap.unsigned_abs());
        for codes in codes.chunks(PIECE) {
            let mut samples = [0; PIECE];
            match codec.law() {
                Some(law) => law.decode_into(codes, &mut samples),
                None => self.wide.decode(codes, &mut samples),
            }
            told = self.hearing.hear(&samples[..codes.len()]).or(told);
        }
        told
    }

    /// A recording begins.
    pub fn recording_begins(&mut self) {
        self.spoken = Spoken::default();
    }

    /// So many samples are recorded, with so many milliseconds of speech.
    pub fn recorded(&mut self, (samples, speech_milliseconds): (u64, u64)) {
        self.spoken.until(samples, speech_milliseconds);
    }

    /// How much speech there was by then.
    pub fn spoken_by(&self, samples: u64) -> u64 {
        self.spoken.by(samples)
    }

    /// Time for which nothing came: a far end that sends no silence, or losses.
    fn gap(&mut self, samples: u32) -> Option<Wanted> {
        if samples > LONGEST_GAP_MS * SAMPLES_PER_MILLISECOND as u32 {
            self.hearing.begin_anew();
            return None;
        }
        let mut told = None;
        let mut left = samples as usize;
        while left > 0 {
            let now = left.min(PIECE);
            told = self.hearing.hear(&[0; PIECE][..now]).or(told);
            left -= now;
        }
        told
    }
}

impl Hearing {
    fn hear(&mut self, samples: &[i16]) -> Option<Wanted> {
        match self {
            Hearing::Tones(rules, progress) => {
                let heard = progress.hear(samples).filter(|heard| is_wanted(rules, heard))?;
                let ago_ms = progress.milliseconds().saturating_sub(heard.began_ms);
                Some(Wanted::Tone { signal: heard.signal, ago_ms })
            }
            Hearing::Answer(answering) => answering.hear(samples).map(Wanted::Answer),
        }
    }

    /// After a long silence. Who has answered is judged by silence, too.
    fn begin_anew(&mut self) {
        if let Hearing::Tones(rules, progress) = self {
            **progress = Progress::new(8000, rules.plan);
        }
    }
}

fn is_wanted(rules: &ToneRules, heard: &Heard) -> bool {
    let is_busy = matches!(heard.signal, Signal::Tone(Tone::Busy | Tone::Congestion));
    is_busy && heard.cycles == rules.busy_cycles
}
