//! The post office: every message is taken once, kept in its owners' mailboxes, and said to be so only then.

mod compose;
mod delivery;
pub mod fax;
mod flags;
mod folder_name;
mod kept;
pub mod letters;
mod mailbox;
pub mod marks;
pub mod memory;
mod office;
pub mod outbound;
pub mod outbox;
pub mod pages;
pub mod parts;
mod post;
pub mod quota;
mod receipts;
pub mod report;
pub mod shared;
mod sorting;
pub mod speakable;
pub mod spoken;
mod status_fields;
pub mod structure;
#[cfg(any(test, feature = "testing"))]
pub mod suite;
mod text_search;
pub mod transcripts;
pub mod voice;
pub mod waiting;

pub use delivery::{
    Body, DeliverError, Delivered, Delivery, Enclosure, Help, Letter, LetterElsewhere, Page, Receipt, Report,
    Sent, Voice,
};
pub use mailbox::*;
pub use office::PostOffice;
pub use post::Post;
pub use sorting::MOST_MESSAGE_BYTES;
