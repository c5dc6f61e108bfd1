//! What the line itself says: the tones by which a telephone network tells how a call fares, and those of fax machines.
//!
//! Each tone is one or two steady sines in a cadence (ITU-T E.180, E.182; T.30 and V.8 for fax). `spectrum` finds steady
//! sines in windows of 50 ms, `bursts` when they begin and end, `cadence` whether that is a tone of [`crate::tone`]'s table.
//! A voice is never one steady sine for long, in equal lengths, with silence between: it is the cadence that keeps speech
//! out. Nothing here allocates once it is made.

mod answering;
mod bursts;
mod cadence;
mod listening;
mod spectrum;
mod spoken;

pub use answering::{Answer, AnswerLimits, Answering, Who};
pub use listening::ToneRules;
pub(crate) use listening::{Listening, Wanted};

use crate::tone::{Country, Tone};
use bursts::{Burst, Bursts};
use cadence::History;
use spectrum::Spectrum;

/// Whose tones are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Those of one country, by frequency and cadence.
    Of(Country),
    /// Those of every country of the table, and what has the cadence of one (E.180 §4 to §6) at any frequency of a tone:
    /// telephone systems have tones of their own.
    Any,
}

/// What a tone means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// [`Tone::CallWaiting`] is heard within a conversation by those who have it, and is never told.
    Tone(Tone),
    /// A fax machine calls: CNG, 1100 Hz (T.30 §4.1).
    FaxCalls,
    /// A fax machine or a modem answers: CED or ANS, 2100 Hz, also with reversals of its phase (T.30 §4.2, V.8, V.25).
    FaxAnswers,
}

/// A tone was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    pub signal: Signal,
    /// Cadences in a row, this one included; 1 of what goes on without a pause.
    pub cycles: u32,
    /// Where the first of them began, in milliseconds since the first sample.
    pub began_ms: u64,
}

/// Follows one stream of sound.
#[derive(Clone, Debug)]
pub struct Progress {
    plan: Plan,
    spectrum: Spectrum,
    bursts: Bursts,
    history: History,
    windows: u64,
}

impl Progress {
    /// For sound of 8000 or 16000 Hz.
    pub fn new(sample_rate_hz: u32, plan: Plan) -> Progress {
        Progress {
            plan,
            spectrum: Spectrum::new(sample_rate_hz),
            bursts: Bursts::default(),
            history: History::default(),
            windows: 0,
        }
    }

    /// Takes the next samples, as many as there are, and tells the last tone that is certain with them. What was lost is to be
    /// put in as silence, so that time goes on.
    pub fn hear(&mut self, samples: &[i16]) -> Option<Heard> {
        let mut told = None;
        for &sample in samples {
            if let Some(window) = self.spectrum.push(sample) {
                self.windows += 1;
                let ended = self.bursts.window(window);
                if let Some(burst) = ended {
                    self.history.ended(burst);
                    told = cadence::of_bursts(self.plan, &self.history).or(told);
                }
                if let Some(burst) = self.bursts.going_on() {
                    told = cadence::of_one(self.plan, &burst).or(told);
                }
            }
        }
        told
    }

    /// The steady sound that goes on.
    fn going_on(&self) -> Option<Burst> {
        self.bursts.going_on()
    }

    /// The steady sound that has ended last.
    fn last(&self) -> Option<Burst> {
        self.history.last()
    }

    /// How much was heard.
    pub fn milliseconds(&self) -> u64 {
        self.windows * spectrum::STEP_MILLISECONDS
    }
}

#[cfg(test)]
#[path = "progress/tests.rs"]
mod tests;
