//! The voice: texts become audio, cached; numbers, dates and durations are said as people say them.

mod script;

pub use script::{Argument, Arguments, Piece, Script};
