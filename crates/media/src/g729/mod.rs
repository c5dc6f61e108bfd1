//! ITU-T G.729 with annexes A and B: speech at 8 kbit/s in frames of 10 ms, and comfort noise at less. Written from the
//! Recommendation, in floating point; its patents have expired.
//!
//! The bits are those of the Recommendation. How sound is made of them agrees with its fixed-point program up to rounding,
//! except for comfort noise, which it draws by itself. Nothing here allocates or fails: every frame of ten octets is speech.

mod analysis;
mod decoder;
mod encoder;
mod filter;
mod frame;
mod gains;
mod lsf;
mod noise;
mod pitch;
mod postfilter;
mod pulses;
mod stream;
mod tables;

pub use decoder::{Decoder, Heard};
pub use encoder::{Encoder, Said};
pub use stream::{Ear, G729Options, Mouth};

/// Of the prediction filters.
const ORDER: usize = 10;
/// Samples of a frame.
pub const FRAME: usize = 80;
/// Samples of half a frame, for which pitch, pulses and gains are sent.
const HALF: usize = 40;
/// Octets of a frame of speech.
pub const SPEECH: usize = 10;
/// Octets of a frame that describes silence (SID).
pub const SILENCE: usize = 2;

#[cfg(test)]
mod tests;
