//! What somebody hears of a call while a phone records it: the file is read as it grows.

use crate::sound::TONE_HERTZ;
use crate::{Heard, eventually};
use std::path::{Path, PathBuf};

/// Before the samples, as PJSIP writes it at once; only the lengths in it are filled in at the end.
const HEADER_OCTETS: usize = 44;
/// Of a header: samples a second.
const RATE_AT: usize = 24;
/// What codecs, resampling and a late packet leave of words.
const LIKE: f64 = 0.85;
/// So long of it is no accident.
const TONE_MILLISECONDS: u64 = 100;

pub struct Ear {
    recording: PathBuf,
    /// The sample from which on it listens.
    from: usize,
}

impl Ear {
    pub fn at(recording: &Path) -> Ear {
        Ear { recording: recording.to_path_buf(), from: 0 }
    }

    /// Waits until this was said after what was waited for before; answers all that was heard up to its end.
    pub fn hears(&mut self, what: &str, said: &[i16]) -> Heard {
        self.waits(what, |heard| {
            let (likeness, end) = heard.found(said);
            (likeness > LIKE).then_some(end)
        })
    }

    /// Waits for the tone after which one speaks.
    pub fn hears_the_tone(&mut self) {
        let is_there = |heard: &Heard| heard.milliseconds_of(TONE_HERTZ) >= TONE_MILLISECONDS;
        self.waits("the tone", |heard| is_there(heard).then_some(heard.samples.len()));
    }

    /// Whether this is part of what was heard.
    pub fn is_in(said: &[i16], heard: &Heard) -> bool {
        heard.likeness(said) > LIKE
    }

    fn waits(&mut self, what: &str, end: impl Fn(&Heard) -> Option<usize>) -> Heard {
        let (mut heard, end) = eventually(&format!("{what} is heard"), || {
            let heard = self.heard();
            end(&heard).map(|end| (heard, end))
        });
        heard.samples.truncate(end);
        self.from += heard.samples.len();
        heard
    }

    /// What has come since.
    fn heard(&self) -> Heard {
        let octets = std::fs::read(&self.recording).unwrap_or_default();
        let Some(rate) = octets.get(RATE_AT..RATE_AT + 4) else {
            return Heard { samples: Vec::new(), rate: 8000 };
        };
        let rate = u32::from_le_bytes(rate.try_into().expect("four octets"));
        let pairs = octets.get(HEADER_OCTETS..).unwrap_or_default().chunks_exact(2);
        let samples: Vec<i16> =
            pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).skip(self.from).collect();
        Heard { samples, rate }
    }
}
