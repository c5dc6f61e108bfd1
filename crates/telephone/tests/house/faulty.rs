//! A mailbox that fails on purpose.

use bytes::Bytes;
use domain::id::{FolderId, UserId};
use futures_util::future::BoxFuture;
use messaging::{
    Answer, Capabilities, Counts, DeliverError, Delivered, Delivery, Entry, Filter, FlagChange, Flags,
    Folder, FolderChanges, FolderStatus, Mailbox, MailboxError, MessageRef, Post, TextPart,
};
use std::ops::Range;
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Every call is answered with an error.
    Unavailable,
    /// No call is ever answered.
    Silent,
    /// Messages are listed and then no longer there.
    Vanishing,
    /// Lists and plays, but takes no change.
    Unchangeable,
}

/// A post office whose mailboxes are all like this.
pub struct FaultyPost<'a> {
    pub inner: &'a dyn Post,
    pub fault: Fault,
}

impl Post for FaultyPost<'_> {
    fn mailbox(&self, user: UserId) -> Arc<dyn Mailbox> {
        Arc::new(FaultyMailbox { inner: self.inner.mailbox(user), fault: self.fault })
    }
    fn deliver(&self, delivery: Delivery) -> BoxFuture<'_, Result<Delivered, DeliverError>> {
        self.inner.deliver(delivery)
    }
    fn usage(&self, _: UserId) -> Answer<'_, u64> {
        Box::pin(std::future::ready(Err(MailboxError::Unavailable("broken on purpose".into()))))
    }
}

pub struct FaultyMailbox {
    pub inner: Arc<dyn Mailbox>,
    pub fault: Fault,
}

#[derive(PartialEq, Eq)]
enum Does {
    Lists,
    Reads,
    Changes,
}

impl FaultyMailbox {
    fn answer<'a, T: Send + 'a>(
        &'a self,
        does: Does,
        sound: impl FnOnce() -> Answer<'a, T>,
    ) -> Answer<'a, T> {
        let error = match (self.fault, does) {
            (Fault::Silent, _) => return Box::pin(std::future::pending()),
            (Fault::Unavailable, _) | (Fault::Unchangeable, Does::Changes) => {
                MailboxError::Unavailable("broken on purpose".into())
            }
            (Fault::Vanishing, Does::Reads) => MailboxError::NoSuchMessage,
            _ => return sound(),
        };
        Box::pin(std::future::ready(Err(error)))
    }
}

/// Each method: what it does, and the sound mailbox's own answer.
macro_rules! answers {
    ($($does:ident $method:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)*) => {$(
        fn $method<'a>(&'a self, $($argument: $kind),*) -> Answer<'a, $answer> {
            self.answer(Does::$does, || self.inner.$method($($argument),*))
        }
    )*};
}

impl Mailbox for FaultyMailbox {
    fn owner(&self) -> UserId {
        self.inner.owner()
    }
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }
    fn watch(&self) -> tokio::sync::watch::Receiver<u64> {
        self.inner.watch()
    }

    answers! {
        Lists folders() -> Vec<Folder>;
        Changes create_folder(name: &'a str) -> FolderId;
        Changes rename_folder(folder: FolderId, name: &'a str) -> ();
        Changes delete_folder(folder: FolderId) -> ();
        Changes subscribe(folder: FolderId, subscribed: bool) -> ();
        Lists status(folder: FolderId) -> FolderStatus;
        Lists list(folder: FolderId, uids: Range<u32>, limit: usize) -> Vec<Entry>;
        Lists newest(folder: FolderId, filter: Filter, before: Option<messaging::Position>, limit: usize) -> Vec<Entry>;
        Lists find(message: &'a MessageRef) -> Option<Entry>;
        Lists changes(folder: FolderId, modseq: u64) -> FolderChanges;
        Reads read(message: &'a MessageRef, bytes: Range<u64>) -> Bytes;
        Lists search_text(folder: FolderId, part: TextPart, text: &'a str) -> Vec<u32>;
        Changes set_flags(folder: FolderId, uids: &'a [u32], change: FlagChange, unchanged_since: Option<u64>) -> Vec<u32>;
        Changes append(folder: FolderId, message: Bytes, flags: Flags, received: jiff::Timestamp) -> (u32, MessageRef);
        Changes copy(folder: FolderId, uids: &'a [u32], to: FolderId) -> Vec<(u32, u32)>;
        Changes move_to(folder: FolderId, uids: &'a [u32], to: FolderId) -> Vec<(u32, u32)>;
        Changes expunge(folder: FolderId, uids: Option<&'a [u32]>) -> Vec<u32>;
        Lists counts() -> Counts;
    }
}
