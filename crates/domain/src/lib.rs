//! The vocabulary and every decision, pure: values come in, a decision goes out.
//!
//! Nothing here does I/O, reads a clock, draws a random number or awaits; time is an argument. This crate imports
//! no other crate of ours, and every other crate imports it.

pub mod greeting;
pub mod id;
pub mod language;
pub mod number;
