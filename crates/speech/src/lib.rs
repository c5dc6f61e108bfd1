//! The voice: texts become audio, cached; numbers, dates and durations are said as people say them.
//!
//! A [`Script`] says what is wanted. Each prompt in it is a Fluent message, taken apart into fragments: its fixed texts
//! and the words of its values. Fragments are recorded once, when the program is built ([`render`]), or by a person;
//! [`Voice`] puts them together and encodes them. Only names of people need an engine ([`Speak`]) at run time.

pub mod audio;
mod embedded;
mod engine;
mod fragment;
pub mod music;
mod recorded;
pub mod render;
mod ruby;
mod say;
mod script;
mod service;
mod shelf;
mod texts;
pub mod transcribe;
mod voice;

pub use engine::{
    Choice, Choices, EngineError, Engines, Espeak, Found, Speak, Unusable, Voices, Why, found, usable,
};
pub use script::{Argument, Arguments, Piece, Script};
pub use service::Unaskable;
pub use texts::{TextError, worded, written};
pub use voice::{Recordings, SpeechError, Voice, VoiceConfig};
