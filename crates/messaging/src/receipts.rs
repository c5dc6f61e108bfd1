//! Receipts for colleagues who have asked for one: a message was read, heard or deleted, by whatever door.
//!
//! A receipt is delivered by a key of its message and event: however often flags change, it is sent once. It follows the
//! change; a crash between the two costs the receipt, and nothing else. Nobody outside gets any.

use crate::delivery::{Body, Delivery, Receipt};
use crate::mailbox::*;
use crate::post::Post;
use crate::report::What;
use bytes::Bytes;
use directory::{People, User};
use domain::id::{FolderId, UserId};
use domain::number::Email;
use jiff::Timestamp;
use std::ops::Range;
use std::sync::Arc;
use tracing::warn;

/// So many of one change are looked at; who marks more as read reads none of them.
const MOST_LOOKED_AT: usize = 500;

/// A mailbox whose changes are told to senders who want to know.
pub(crate) struct Receipting<M, P> {
    pub mailbox: M,
    pub post: P,
    pub people: Arc<People>,
}

impl<M: Mailbox, P: Post> Receipting<M, P> {
    /// Those of these messages whose sender is a colleague and wants to know.
    async fn awaited(&self, folder: FolderId, uids: &[u32]) -> Vec<(Entry, Arc<User>)> {
        let (Some(first), Some(last)) = (uids.iter().min(), uids.iter().max()) else { return Vec::new() };
        let range = *first..last.saturating_add(1);
        let entries = self.mailbox.list(folder, range, MOST_LOOKED_AT).await.unwrap_or_default();
        let awaited = |entry: Entry| {
            let sender = self.sender(&entry)?;
            (uids.contains(&entry.uid) && sender.id != self.mailbox.owner()).then_some((entry, sender))
        };
        entries.into_iter().filter_map(awaited).collect()
    }

    fn sender(&self, entry: &Entry) -> Option<Arc<User>> {
        let to = entry.structure.marks.receipt_to.as_deref()?;
        let address = to.rsplit_once('<').map_or(to, |(_, address)| address).trim_end_matches(['>', ' ']);
        self.people.by_email(&Email::parse(address).ok()?).cloned()
    }

    async fn tell(&self, awaited: Vec<(Entry, Arc<User>)>, what: What) {
        let Some(owner) = self.people.user(self.mailbox.owner()) else { return };
        for (entry, sender) in awaited {
            let delivery = Delivery {
                key: format!("receipt {} {} {what:?}", entry.message.as_str(), owner.id.get()),
                to: vec![sender.id],
                from: Sender {
                    name: Some(owner.name.clone()),
                    number: Some(owner.extension.as_str().to_owned()),
                    email: Some(owner.email.as_str().to_owned()),
                },
                at: Timestamp::now(),
                body: Body::Receipt(Receipt {
                    what,
                    recipient_name: owner.name.clone(),
                    recipient_email: owner.email.as_str().to_owned(),
                    subject: entry.subject.clone(),
                    message_id: entry.structure.envelope.message_id.clone(),
                }),
            };
            if let Err(error) = self.post.deliver(delivery).await {
                warn!(%error, "a receipt is not sent");
            }
        }
    }

    async fn is_inbox(&self, folder: FolderId) -> bool {
        let folders = self.mailbox.folders().await.unwrap_or_default();
        folders.first().is_some_and(|inbox| inbox.id == folder)
    }

    async fn is_trash(&self, folder: FolderId) -> bool {
        let folders = self.mailbox.folders().await.unwrap_or_default();
        folders.iter().any(|known| known.id == folder && known.special_use == Some(SpecialUse::Trash))
    }
}

/// Methods that no receipt depends on.
macro_rules! passed_on {
    ($($method:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)*) => {$(
        fn $method<'a>(&'a self, $($argument: $kind),*) -> Answer<'a, $answer> {
            self.mailbox.$method($($argument),*)
        }
    )*};
}

impl<M: Mailbox, P: Post> Mailbox for Receipting<M, P> {
    fn owner(&self) -> UserId {
        self.mailbox.owner()
    }
    fn capabilities(&self) -> Capabilities {
        self.mailbox.capabilities()
    }
    fn watch(&self) -> tokio::sync::watch::Receiver<u64> {
        self.mailbox.watch()
    }

    fn set_flags<'a>(
        &'a self,
        folder: FolderId,
        uids: &'a [u32],
        change: FlagChange,
        unchanged_since: Option<u64>,
    ) -> Answer<'a, Vec<u32>> {
        Box::pin(async move {
            let reads = change.flags().seen && !matches!(change, FlagChange::Remove(_));
            let left = self.mailbox.set_flags(folder, uids, change, unchanged_since).await?;
            if reads {
                let mut awaited = self.awaited(folder, uids).await;
                awaited.retain(|(entry, _)| !left.contains(&entry.uid));
                self.tell(awaited, What::Read).await;
            }
            Ok(left)
        })
    }

    fn move_to<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>> {
        Box::pin(async move {
            let awaited = self.awaited(folder, uids).await;
            let moved = self.mailbox.move_to(folder, uids, to).await?;
            if !awaited.is_empty() && self.is_trash(to).await {
                self.tell(awaited, What::Deleted).await;
            }
            Ok(moved)
        })
    }

    fn expunge<'a>(&'a self, folder: FolderId, uids: Option<&'a [u32]>) -> Answer<'a, Vec<u32>> {
        Box::pin(async move {
            // What lies elsewhere was deleted from the inbox before, or was never received.
            let named = match uids {
                Some(uids) => uids.to_vec(),
                None => (self.mailbox.list(folder, 1..u32::MAX, MOST_LOOKED_AT).await?.iter())
                    .filter(|entry| entry.flags.deleted)
                    .map(|entry| entry.uid)
                    .collect(),
            };
            let mut awaited = self.awaited(folder, &named).await;
            let gone = self.mailbox.expunge(folder, uids).await?;
            awaited.retain(|(entry, _)| gone.contains(&entry.uid));
            if !awaited.is_empty() && self.is_inbox(folder).await {
                self.tell(awaited, What::Deleted).await;
            }
            Ok(gone)
        })
    }

    passed_on! {
        folders() -> Vec<Folder>;
        create_folder(name: &'a str) -> FolderId;
        rename_folder(folder: FolderId, name: &'a str) -> ();
        delete_folder(folder: FolderId) -> ();
        subscribe(folder: FolderId, subscribed: bool) -> ();
        status(folder: FolderId) -> FolderStatus;
        list(folder: FolderId, uids: Range<u32>, limit: usize) -> Vec<Entry>;
        newest(folder: FolderId, filter: Filter, before: Option<Position>, limit: usize) -> Vec<Entry>;
        find(message: &'a MessageRef) -> Option<Entry>;
        changes(folder: FolderId, modseq: u64) -> FolderChanges;
        read(message: &'a MessageRef, bytes: Range<u64>) -> Bytes;
        search_text(folder: FolderId, part: TextPart, text: &'a str) -> Vec<u32>;
        append(folder: FolderId, message: Bytes, flags: Flags, received: Timestamp) -> (u32, MessageRef);
        copy(folder: FolderId, uids: &'a [u32], to: FolderId) -> Vec<(u32, u32)>;
        counts() -> Counts;
    }
}
