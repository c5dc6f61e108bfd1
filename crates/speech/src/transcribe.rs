//! Speech becomes text: recognisers are programs or services of their own, which whoever runs the house chooses and brings.

mod answer;
mod program;
mod service;

pub use answer::{Answered, read as read_answer};
pub use program::Program;
pub use service::{ByService, read_service_answer};

use crate::audio::{self, AudioError};
use domain::language::Language;
use domain::transcript::{self, Spoken, Standing, Trouble, Words};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// Sound to be transcribed.
#[derive(Clone)]
pub struct Sound {
    /// A WAV file: PCM 16 bit, 8 kHz, mono.
    pub wav: Arc<[u8]>,
    /// The listener's: what is spoken is most likely in it.
    pub language: Language,
}

/// A recogniser. It has one user at a time.
pub trait Transcribe: Send {
    /// What is said in a sound. Ends within a limit of its own.
    fn transcribe<'a>(&'a mut self, sound: &'a Sound) -> BoxFuture<'a, Result<Words, Fault>>;

    /// Nothing is to be done for a while: what is held for the next sound may go.
    fn rest(&mut self);
}

/// Why a recogniser has no words. No word of a message is in it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the recogniser cannot be run: {0}")]
    NotRun(std::io::Error),
    #[error("the recogniser cannot be reached: {0}")]
    Away(std::io::Error),
    #[error("the recogniser broke off: {0}")]
    BrokeOff(std::io::Error),
    #[error("the recogniser took longer than {} s", .0.as_secs())]
    TooSlow(Duration),
    #[error("the recogniser's answer cannot be read: {0}")]
    Unreadable(&'static str),
    /// A status of HTTP.
    #[error("the recogniser answers {0}")]
    Answered(u16),
    #[error("the recogniser cannot do it now")]
    NotNow,
    #[error("the recogniser refuses this sound")]
    Refused,
    #[error("the sound cannot be read: {0}")]
    NoSound(#[from] AudioError),
    #[error("the sound is longer than {0} s")]
    TooLong(u64),
}

impl Fault {
    /// What it means for the message.
    pub fn trouble(&self) -> Trouble {
        match self {
            // About the sound. Every other refusal (a key, a path, a name, too many requests) may be put right.
            Fault::Answered(400 | 413 | 415 | 422) => Trouble::Refused,
            Fault::Answered(500 | 504) => Trouble::Failed,
            Fault::NotRun(_) | Fault::Away(_) | Fault::NotNow | Fault::Answered(_) => Trouble::Away,
            Fault::BrokeOff(_) | Fault::TooSlow(_) | Fault::Unreadable(_) => Trouble::Failed,
            Fault::Refused | Fault::NoSound(_) | Fault::TooLong(_) => Trouble::Refused,
        }
    }
}

/// What a message says, and how far that can be relied on. Its `Debug` tells no word.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcribed {
    pub standing: Standing,
    pub words: Words,
    /// Of the whole recording.
    pub milliseconds: u64,
}

/// Transcribes a sound file of any kind. A recogniser is asked only where somebody speaks in it.
pub async fn transcribed(
    recogniser: &mut dyn Transcribe,
    file: Arc<[u8]>,
    language: Language,
    longest: Duration,
) -> Result<Transcribed, Fault> {
    // Minutes of sound take a while, in which nobody else is to wait.
    let read = tokio::task::spawn_blocking(move || readable(&file, longest));
    let (spoken, milliseconds, wav) = read.await.map_err(|error| Fault::BrokeOff(error.into()))??;
    if transcript::is_empty(spoken) {
        let words = Words { text: String::new(), confidence: None };
        return Ok(Transcribed { standing: Standing::Empty, words, milliseconds });
    }
    let words = recogniser.transcribe(&Sound { wav: wav.into(), language }).await?;
    Ok(Transcribed { standing: transcript::judge(spoken, &words), words, milliseconds })
}

/// How much is spoken in a file, its length, and the same sound as recognisers are given it.
fn readable(file: &[u8], longest: Duration) -> Result<(Spoken, u64, Vec<u8>), Fault> {
    let samples = audio::any_samples(file)?;
    let milliseconds = samples.len() as u64 * 1000 / u64::from(audio::RATE_HZ);
    if u128::from(milliseconds) > longest.as_millis() {
        return Err(Fault::TooLong(longest.as_secs()));
    }
    let measured = audio::measure(&samples);
    let spoken =
        Spoken { milliseconds: measured.active_milliseconds, level_dbov: measured.active_level_dbov };
    Ok((spoken, milliseconds, audio::wav(&samples)))
}

#[cfg(test)]
mod tests;
