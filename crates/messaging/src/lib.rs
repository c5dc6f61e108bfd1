//! The post office: every message is taken once, kept in its owners' mailboxes, and said to be so only then.

mod compose;
mod delivery;
pub mod fax;
mod flags;
mod folder_name;
mod kept;
mod mailbox;
pub mod marks;
pub mod memory;
mod office;
pub mod outbound;
pub mod outbox;
pub mod parts;
mod post;
mod receipts;
pub mod report;
mod sorting;
pub mod speakable;
pub mod spoken;
pub mod structure;
#[cfg(any(test, feature = "testing"))]
pub mod suite;
mod text_search;
pub mod transcripts;
pub mod voice;

pub use delivery::{Body, DeliverError, Delivered, Delivery, Help, Receipt, Report, Voice};
pub use mailbox::*;
pub use office::PostOffice;
pub use post::Post;
pub use sorting::MOST_MESSAGE_BYTES;
