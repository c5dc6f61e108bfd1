//! What can speak any text: engines, each a program or service of its own.

mod espeak;

pub use espeak::Espeak;

use domain::language::Language;
use futures_util::future::BoxFuture;

/// An engine that turns text into sound.
pub trait Speak: Send + Sync {
    /// Speaks a text: 8 kHz mono PCM, levelled, without silence at the ends. Ends within a limit of its own.
    fn speak<'a>(&'a self, text: &'a str, language: Language)
    -> BoxFuture<'a, Result<Vec<i16>, EngineError>>;
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
    #[error("the speech engine cannot read this text")]
    Unreadable,
    #[error("what the speech engine said is no sound: {0}")]
    NoSound(#[from] crate::audio::AudioError),
}
