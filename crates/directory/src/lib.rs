//! People, their numbers, devices, secrets and greetings, and the one writer of them.

mod attendants;
mod checks;
mod door;
mod groups;
pub mod local;
pub mod memory;
mod people;
mod registry;
mod rows;
mod secret;
#[cfg(test)]
mod tests;
mod trunks;

pub use attendants::Attendants;
pub use domain::greeting::Recording as Greeting;
pub use door::*;
pub use groups::Groups;
pub use people::{Device, DigestAlgorithms, People, User};
pub use trunks::{NewTrunk, Outside, home};
