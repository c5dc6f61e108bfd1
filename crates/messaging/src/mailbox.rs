//! The door to a mailbox: telephone, desk, IMAP server and lamp see a person's messages only through this.

use bytes::Bytes;
use domain::id::{FolderId, MessageId, UserId};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What the maker answers, now or later.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, MailboxError>>;

/// A person's mailbox: folders of messages with UIDs, flags and modification sequence numbers (RFC 9051, RFC 7162).
///
/// Contract, held by every maker and tested by one suite:
/// - UIDs rise strictly within a folder and are never given twice; a UIDVALIDITY never changes while a folder lives.
/// - Every change of a folder raises its `highest_modseq`; expunged UIDs are remembered with the modseq of their end.
/// - A call that answers `Ok` is durable. Calls that name several UIDs happen wholly or not at all.
/// - UIDs that do not exist (any more) are passed over silently.
pub trait Mailbox: Send + Sync {
    fn owner(&self) -> UserId;

    /// Whose mailbox a folder lies in that was listed; another's than [`Mailbox::owner`] where mailboxes are shared.
    fn owner_of(&self, _folder: FolderId) -> UserId {
        self.owner()
    }

    /// What this maker keeps; what it does not is answered by [`MailboxError::Unsupported`].
    fn capabilities(&self) -> Capabilities;

    /// All folders, the inbox first, then by name.
    fn folders(&self) -> Answer<'_, Vec<Folder>>;

    /// Makes a folder; its parents, too. Names are UTF-8 with `/` between levels, at most 255 bytes.
    fn create_folder<'a>(&'a self, name: &'a str) -> Answer<'a, FolderId>;

    /// Renames a folder and all below it. The inbox cannot be renamed.
    fn rename_folder<'a>(&'a self, folder: FolderId, name: &'a str) -> Answer<'a, ()>;

    /// Deletes a folder with its messages. Folders with a special use cannot be deleted.
    fn delete_folder(&self, folder: FolderId) -> Answer<'_, ()>;

    fn subscribe(&self, folder: FolderId, subscribed: bool) -> Answer<'_, ()>;

    /// Where a folder stands now.
    fn status(&self, folder: FolderId) -> Answer<'_, FolderStatus>;

    /// Entries of a folder by UID, lowest first, at most `limit` (1 to 10,000).
    fn list(&self, folder: FolderId, uids: Range<u32>, limit: usize) -> Answer<'_, Vec<Entry>>;

    /// A page of what a person looks at, without what is `\Deleted`: the newest received first, of one moment that of
    /// the highest UID; begun after `before` (none: the newest), at most `limit` (1 to 500).
    fn newest(
        &self,
        folder: FolderId,
        filter: Filter,
        before: Option<Position>,
        limit: usize,
    ) -> Answer<'_, Vec<Entry>>;

    /// One message wherever it lies; `None` when it is gone.
    fn find<'a>(&'a self, message: &'a MessageRef) -> Answer<'a, Option<Entry>>;

    /// What has happened in a folder after `modseq`: changed and new entries, and UIDs that are gone.
    fn changes(&self, folder: FolderId, modseq: u64) -> Answer<'_, FolderChanges>;

    /// Bytes of the RFC 5322 message; a range beyond its end is cut.
    fn read<'a>(&'a self, message: &'a MessageRef, bytes: Range<u64>) -> Answer<'a, Bytes>;

    /// UIDs whose message holds `text` (without case) in the given part of it.
    fn search_text<'a>(&'a self, folder: FolderId, part: TextPart, text: &'a str) -> Answer<'a, Vec<u32>>;

    /// Sets, adds or removes flags. With `unchanged_since`, messages with a higher modseq are left alone and returned.
    fn set_flags<'a>(
        &'a self,
        folder: FolderId,
        uids: &'a [u32],
        change: FlagChange,
        unchanged_since: Option<u64>,
    ) -> Answer<'a, Vec<u32>>;

    /// Appends a message as a client brings it. Answers its UID and reference.
    fn append(
        &self,
        folder: FolderId,
        message: Bytes,
        flags: Flags,
        received: jiff::Timestamp,
    ) -> Answer<'_, (u32, MessageRef)>;

    /// Copies; answers pairs of old and new UID in order.
    fn copy<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>>;

    /// Moves at once (RFC 6851); answers pairs of old and new UID in order.
    fn move_to<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>>;

    /// Removes those of `uids` (none: all) that carry `\Deleted`; answers the UIDs that are gone.
    fn expunge<'a>(&'a self, folder: FolderId, uids: Option<&'a [u32]>) -> Answer<'a, Vec<u32>>;

    /// New and old messages of each kind in the inbox: what the lamp and the telephone say.
    fn counts(&self) -> Answer<'_, Counts>;

    /// Rises with every change that the owner can see. The number is the tenant's change number.
    fn watch(&self) -> tokio::sync::watch::Receiver<u64>;
}

/// What a maker of mailboxes keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub modseq: bool,
    pub keywords: bool,
    pub folders: bool,
}

/// A message's name for all but IMAP: the same in every folder. Opaque outside the maker; text form is URL-safe.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageRef(Arc<str>);

impl MessageRef {
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<MessageId> for MessageRef {
    fn from(id: MessageId) -> Self {
        Self(id.to_string().into())
    }
}

/// A folder as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    pub id: FolderId,
    /// `INBOX` for the inbox, else the name with `/` between levels.
    pub name: String,
    pub special_use: Option<SpecialUse>,
    pub subscribed: bool,
}

/// RFC 6154.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecialUse {
    Drafts,
    Sent,
    Trash,
    Archive,
    Junk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderStatus {
    pub uid_validity: u32,
    pub uid_next: u32,
    pub highest_modseq: u64,
    pub messages: u32,
    pub unseen: u32,
}

/// One message in one folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub message: MessageRef,
    pub folder: FolderId,
    pub uid: u32,
    pub modseq: u64,
    pub flags: Flags,
    pub kind: Kind,
    /// When it arrived here.
    pub received: jiff::Timestamp,
    /// Octets of the whole message.
    pub size: u64,
    /// What the caller or sender is called, and the number or address; as the message says.
    pub from: Sender,
    pub subject: String,
    /// Seconds of sound, for a voice message.
    pub seconds: Option<u32>,
    /// Envelope and body structure, computed once at delivery; see [`crate::structure`].
    pub structure: Arc<crate::structure::Structure>,
}

/// Who a message is from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub name: Option<String>,
    /// A telephone number, for a voice message or a fax.
    pub number: Option<String>,
    pub email: Option<String>,
}

/// RFC 3458 message contexts that exist here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Voice,
    Email,
}

/// System flags and keywords of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub seen: bool,
    pub answered: bool,
    pub flagged: bool,
    pub deleted: bool,
    pub draft: bool,
    pub keywords: BTreeSet<String>,
}

/// How flags change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlagChange {
    Replace(Flags),
    Add(Flags),
    Remove(Flags),
}

/// Where an entry stands in the order of pages. It stays where it is when others come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub received: jiff::Timestamp,
    pub uid: u32,
}

impl Entry {
    pub fn position(&self) -> Position {
        Position { received: self.received, uid: self.uid }
    }
}

/// What a page of a folder shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<Kind>,
    pub seen: Option<bool>,
}

/// What a text search looks through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPart {
    Header(String),
    Body,
    Whole,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FolderChanges {
    pub highest_modseq: u64,
    pub changed: Vec<Entry>,
    pub vanished: Vec<u32>,
}

/// New (without `\Seen`) and old messages in the inbox that are not `\Deleted`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new_voice: u32,
    pub old_voice: u32,
    pub new_email: u32,
    pub old_email: u32,
}

impl Counts {
    /// The count that a message of this kind belongs to.
    pub(crate) fn of(&mut self, kind: Kind, seen: bool) -> &mut u32 {
        match (kind, seen) {
            (Kind::Voice, false) => &mut self.new_voice,
            (Kind::Voice, true) => &mut self.old_voice,
            (Kind::Email, false) => &mut self.new_email,
            (Kind::Email, true) => &mut self.old_email,
        }
    }
}

/// What goes wrong with a mailbox, by what its caller does about it.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    #[error("there is no such folder")]
    NoSuchFolder,
    #[error("there is no such message")]
    NoSuchMessage,
    #[error("a folder of that name exists")]
    FolderExists,
    #[error("that name or operation is not allowed for this folder")]
    NotAllowed,
    #[error("this mailbox does not keep {0}")]
    Unsupported(&'static str),
    #[error("the message is larger than {0} bytes")]
    TooLarge(u64),
    #[error("the disk is almost full: nothing new is taken")]
    DiskFull,
    #[error("the store does not answer: {0}")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}
