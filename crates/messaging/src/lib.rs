//! The post office: every message is taken once, kept in its owners' mailboxes, and said to be so only then.

mod delivery;
mod mailbox;
pub mod structure;

pub use delivery::{Body, DeliverError, Delivered, Delivery, Voice};
pub use mailbox::*;
