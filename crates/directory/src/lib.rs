//! People, their numbers, devices, secrets and greetings, and the one writer of them.

mod door;
mod people;

pub use door::*;
pub use people::{Device, DigestAlgorithms, Greeting, People, User};
