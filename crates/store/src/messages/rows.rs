//! Rows of folders and messages as the post office reads and writes them; what they mean is decided there.

use domain::id::{FolderId, MessageId};

/// A person's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderRow {
    pub id: FolderId,
    pub name: String,
    /// `drafts`, `sent`, …; the post office's word.
    pub special_use: Option<String>,
    pub subscribed: bool,
}

/// Where a folder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandRow {
    pub uid_validity: u32,
    pub uid_next: u32,
    pub highest_modseq: u64,
    pub messages: u32,
    pub unseen: u32,
}

/// Flags of a message in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FlagsRow {
    /// Sum of [`SEEN`] and what the post office adds.
    pub bits: i64,
    /// Keywords, separated by spaces.
    pub keywords: String,
}

/// The bit of `\Seen`, which counts and pages ask for.
pub const SEEN: i64 = 1;
/// The bit of `\Deleted`.
pub const DELETED: i64 = 2;

/// A message as it lies in one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    pub folder: FolderId,
    pub uid: u32,
    pub message: MessageId,
    pub modseq: u64,
    pub flags: FlagsRow,
    /// Microseconds since 1970.
    pub received: i64,
    /// Rises when other bytes take the place of the message's.
    pub edition: i64,
}

/// What is known of one edition of a message beside its bytes; never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// The post office's word for the kind.
    pub kind: String,
    pub size: u64,
    pub from_name: Option<String>,
    pub from_number: Option<String>,
    pub from_email: Option<String>,
    pub subject: String,
    pub seconds: Option<u32>,
    /// JSON.
    pub structure: String,
    /// The header's octets, if they are few enough to lie in the row.
    pub header: Option<Vec<u8>>,
}

/// A message to be kept, with where it goes.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub row: MessageRow,
    pub received: i64,
}

/// An earlier or new delivery under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    pub message: MessageId,
    pub kind: String,
    pub again: bool,
}

/// How many messages of a kind an inbox holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRow {
    pub kind: String,
    pub new: u32,
    pub old: u32,
}
