//! People, their numbers, devices, secrets and greetings, and the one writer of them.

mod attendants;
mod checks;
pub mod contacts;
mod distribution;
mod door;
mod greeting;
mod groups;
mod house_call;
pub mod local;
pub mod memory;
mod people;
mod pins;
mod profiles;
mod recording_page;
mod registry;
mod rows;
mod secret;
mod sites;
#[cfg(test)]
mod tests;
mod trunks;
mod welcomes;

pub use attendants::Attendants;
pub use contacts::Contacts;
pub use distribution::{Lists, NobodyThere, Recipient};
pub use domain::greeting::Recording as Greeting;
pub use door::*;
pub use greeting::{Caller, Circumstances, choose_greeting, hears_the_company_alone, zone_of};
pub use groups::Groups;
pub use house_call::{HouseCallStage, NotCalled, ToRecord};
pub use people::{Company, Device, DigestAlgorithms, People, User};
pub use pins::{PinEvent, Pins};
pub use profiles::{Announced, Profiles};
pub use recording_page::{Invitation, OpenPage, PageLogIn, RecordingPage};
pub use sites::Sites;
pub use trunks::{NewTrunk, Outside};
pub use welcomes::{LOCKED, PinSaid, WELCOME, WelcomePin, Welcomes};
