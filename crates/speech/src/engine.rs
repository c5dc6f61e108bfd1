//! What can speak any text: engines, each a program or service of its own.

mod child;
mod choice;
mod engines;
mod espeak;
mod flite;
mod found;
mod open_jtalk;
mod piper;
mod service;
mod text;

pub use choice::{Choice, Choices};
pub use engines::{Engines, Unusable, Why, usable};
pub use espeak::Espeak;
pub use found::{Found, Voices, found};

use crate::audio;
use domain::language::Language;
use futures_util::future::BoxFuture;
use std::time::Duration;

/// Silence left at both ends, in milliseconds: pauses are made where sentences are put together.
const EDGE_MILLISECONDS: usize = 12;

/// What the longest text becomes at 48 kHz and a slow pace, and some. Who sends more is no engine.
const LARGEST_SOUND_BYTES: usize = 32 << 20;

/// A sentence takes 30 ms to a second; what takes this long never ends.
const LIMIT: Duration = Duration::from_secs(10);

/// Beyond that, for each character: slow engines speak twice as fast as they are listened to.
const LIMIT_PER_CHARACTER: Duration = Duration::from_millis(30);

/// How many texts an engine is given at once: more are not spoken sooner.
const AT_ONCE: usize = 4;

/// An engine that turns text into sound.
pub trait Speak: Send + Sync {
    /// Speaks a text: 8 kHz mono PCM, levelled, without silence at the ends. Ends within a limit of its own.
    fn speak<'a>(&'a self, text: &'a str, language: Language)
    -> BoxFuture<'a, Result<Vec<i16>, EngineError>>;

    /// Whether it speaks a language at all.
    fn knows(&self, _language: Language) -> bool {
        true
    }

    /// Whether another one speaks a language in its place now: what is said so is not what will be said later.
    fn is_stood_in(&self, _language: Language) -> bool {
        false
    }
}

/// Why an engine said nothing.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("the speech engine could not be run: {0}")]
    Failed(#[from] std::io::Error),
    #[error("the speech engine ended with status {0}")]
    Refused(std::process::ExitStatus),
    #[error("the speech engine took longer than {0} s")]
    TooSlow(u64),
    #[error("the speech engine said more than {} MB", LARGEST_SOUND_BYTES >> 20)]
    TooLarge,
    #[error("the speech service answers {0}")]
    Answered(u16),
    #[error("the speech engine cannot read this text")]
    Unreadable,
    #[error("what the speech engine said is no sound: {0}")]
    NoSound(#[from] audio::AudioError),
    #[error("no speech engine speaks {0}")]
    NoEngine(Language),
}

impl EngineError {
    /// Whether another text may fare better.
    fn is_about_the_text(&self) -> bool {
        matches!(
            self,
            Self::Unreadable | Self::NoSound(audio::AudioError::Silent) | Self::Answered(400 | 413 | 422)
        )
    }
}

/// How long an engine may take for a text.
fn patience(text: &str) -> Duration {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    LIMIT + LIMIT_PER_CHARACTER.saturating_mul(characters)
}

/// A WAV file of an engine as it is heard.
async fn heard(file: Vec<u8>) -> Result<Vec<i16>, EngineError> {
    // A minute of sound takes a while, in which nobody else is to wait.
    let heard = tokio::task::spawn_blocking(move || {
        audio::telephone(&file).and_then(|samples| audio::prepare(samples, EDGE_MILLISECONDS))
    });
    Ok(heard.await.map_err(std::io::Error::other)??)
}
