//! Mailboxes that several people share, as folders of each member's own: `Shared/NAME` is the inbox of the one called NAME, and
//! `Shared/NAME/FOLDER` another folder of it. All members see and change the same messages and flags.

use crate::folder_name::INBOX;
use crate::mailbox::*;
use crate::post::Post;
use bytes::Bytes;
use directory::{Directory, People, User};
use domain::id::{FolderId, UserId};
use futures_util::future::{self, BoxFuture, FutureExt};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// The level above all of them.
pub const SHARED: &str = "Shared";

/// A person's mailbox with those that the person shares. Who is a member is asked anew with every call, so that nobody reads on
/// who is none any more.
pub fn mailbox(post: Arc<dyn Post>, directory: Arc<dyn Directory>, user: UserId) -> Arc<dyn Mailbox> {
    let own = post.mailbox(user);
    Arc::new(Together { own, post, directory, whose: Mutex::default() })
}

struct Together {
    own: Arc<dyn Mailbox>,
    post: Arc<dyn Post>,
    directory: Arc<dyn Directory>,
    /// Whose the shared folders are that were listed.
    whose: Mutex<HashMap<FolderId, UserId>>,
}

/// A mailbox that is shared, and the level below [`SHARED`] that it has.
struct Part {
    level: String,
    owner: UserId,
    mailbox: Arc<dyn Mailbox>,
}

impl Part {
    fn name_of(&self, folder: &str) -> String {
        match folder {
            INBOX => format!("{SHARED}/{}", self.level),
            other => format!("{SHARED}/{}/{other}", self.level),
        }
    }

    /// The folder's name in the mailbox itself; none where it is no folder of this one.
    fn own_name<'a>(&self, name: &'a str) -> Option<&'a str> {
        let rest = name.strip_prefix(SHARED)?.strip_prefix('/')?.strip_prefix(self.level.as_str())?;
        if rest.is_empty() { Some(INBOX) } else { rest.strip_prefix('/') }
    }
}

/// What stands for a mailbox in the names of its folders: its person's name, told from others of that name by the extension.
fn level(user: &User, others: &[Arc<User>]) -> String {
    let name: String =
        user.name.chars().map(|c| if matches!(c, '/' | '*' | '%') { '-' } else { c }).collect();
    let is_other = |other: &&Arc<User>| other.id != user.id && other.name == user.name;
    match others.iter().find(is_other) {
        Some(_) => format!("{name} {}", user.extension),
        None => name,
    }
}

impl Together {
    fn parts(&self) -> Vec<Part> {
        let people: Arc<People> = self.directory.people();
        let shared = people.shared_with(self.own.owner());
        let part = |user: &Arc<User>| Part {
            level: level(user, &shared),
            owner: user.id,
            mailbox: self.post.mailbox(user.id),
        };
        shared.iter().map(part).collect()
    }

    /// `None`: nobody else's.
    fn whose(&self, folder: FolderId) -> Option<UserId> {
        self.whose.lock().unwrap_or_else(PoisonError::into_inner).get(&folder).copied()
    }

    /// The mailbox of a folder: a shared one that was listed, else the own.
    fn at(&self, folder: FolderId) -> Result<Arc<dyn Mailbox>, MailboxError> {
        let Some(owner) = self.whose(folder) else { return Ok(Arc::clone(&self.own)) };
        let part = self.parts().into_iter().find(|part| part.owner == owner);
        part.map(|part| part.mailbox).ok_or(MailboxError::NoSuchFolder)
    }

    /// The one mailbox of both folders: messages do not go from one to another, which could not be done wholly or not at all.
    fn at_both(&self, from: FolderId, to: FolderId) -> Result<Arc<dyn Mailbox>, MailboxError> {
        let (one, other) = (self.at(from)?, self.at(to)?);
        if one.owner() == other.owner() { Ok(one) } else { Err(MailboxError::NotAllowed) }
    }

    /// The mailbox that a name lies in, and the name there.
    fn named<'a>(&self, name: &'a str) -> (Arc<dyn Mailbox>, &'a str) {
        let of_part = |part: Part| Some((Arc::clone(&part.mailbox), part.own_name(name)?));
        self.parts().into_iter().find_map(of_part).unwrap_or((Arc::clone(&self.own), name))
    }

    async fn all_folders(&self) -> Result<Vec<Folder>, MailboxError> {
        let mut folders = self.own.folders().await?;
        let mut whose = HashMap::new();
        for part in self.parts() {
            for folder in part.mailbox.folders().await? {
                let name = part.name_of(&folder.name);
                if folders.iter().any(|known| known.name == name) {
                    continue;
                }
                whose.insert(folder.id, part.owner);
                // What is drafts or trash to the group is not so to its members' mail clients.
                folders.push(Folder { name, special_use: None, ..folder });
            }
        }
        *self.whose.lock().unwrap_or_else(PoisonError::into_inner) = whose;
        Ok(folders)
    }

    async fn found(&self, message: &MessageRef) -> Result<Option<Entry>, MailboxError> {
        if let Some(entry) = self.own.find(message).await? {
            return Ok(Some(entry));
        }
        for part in self.parts() {
            if let Some(entry) = part.mailbox.find(message).await? {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    async fn bytes(&self, message: &MessageRef, range: Range<u64>) -> Result<Bytes, MailboxError> {
        // Most messages are the own ones, for which nobody else's mailbox is looked for.
        match self.own.read(message, range.clone()).await {
            Err(MailboxError::NoSuchMessage) => {}
            answer => return answer,
        }
        for part in self.parts() {
            match part.mailbox.read(message, range.clone()).await {
                Err(MailboxError::NoSuchMessage) => {}
                answer => return answer,
            }
        }
        Err(MailboxError::NoSuchMessage)
    }
}

/// Asks the mailbox of a folder.
macro_rules! ask {
    ($self:ident.$at:ident($($folder:expr),+), $mailbox:ident => $call:expr) => {
        Box::pin(async move {
            let $mailbox = $self.$at($($folder),+)?;
            $call.await
        })
    };
}

impl Mailbox for Together {
    fn owner(&self) -> UserId {
        self.own.owner()
    }

    fn owner_of(&self, folder: FolderId) -> UserId {
        self.whose(folder).unwrap_or_else(|| self.own.owner())
    }

    fn capabilities(&self) -> Capabilities {
        self.own.capabilities()
    }

    fn folders(&self) -> Answer<'_, Vec<Folder>> {
        Box::pin(self.all_folders())
    }

    fn create_folder<'a>(&'a self, name: &'a str) -> Answer<'a, FolderId> {
        Box::pin(async move {
            let (mailbox, name) = self.named(name);
            mailbox.create_folder(name).await
        })
    }

    fn rename_folder<'a>(&'a self, folder: FolderId, name: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let (from, (to, name)) = (self.at(folder)?, self.named(name));
            if from.owner() != to.owner() {
                return Err(MailboxError::NotAllowed);
            }
            from.rename_folder(folder, name).await
        })
    }

    fn delete_folder(&self, folder: FolderId) -> Answer<'_, ()> {
        ask!(self.at(folder), mailbox => mailbox.delete_folder(folder))
    }

    fn subscribe(&self, folder: FolderId, subscribed: bool) -> Answer<'_, ()> {
        ask!(self.at(folder), mailbox => mailbox.subscribe(folder, subscribed))
    }

    fn status(&self, folder: FolderId) -> Answer<'_, FolderStatus> {
        ask!(self.at(folder), mailbox => mailbox.status(folder))
    }

    fn list(&self, folder: FolderId, uids: Range<u32>, limit: usize) -> Answer<'_, Vec<Entry>> {
        ask!(self.at(folder), mailbox => mailbox.list(folder, uids, limit))
    }

    fn newest(
        &self,
        folder: FolderId,
        filter: Filter,
        before: Option<Position>,
        limit: usize,
    ) -> Answer<'_, Vec<Entry>> {
        ask!(self.at(folder), mailbox => mailbox.newest(folder, filter, before, limit))
    }

    fn find<'a>(&'a self, message: &'a MessageRef) -> Answer<'a, Option<Entry>> {
        Box::pin(self.found(message))
    }

    fn changes(&self, folder: FolderId, modseq: u64) -> Answer<'_, FolderChanges> {
        ask!(self.at(folder), mailbox => mailbox.changes(folder, modseq))
    }

    fn read<'a>(&'a self, message: &'a MessageRef, bytes: Range<u64>) -> Answer<'a, Bytes> {
        Box::pin(self.bytes(message, bytes))
    }

    fn search_text<'a>(&'a self, folder: FolderId, part: TextPart, text: &'a str) -> Answer<'a, Vec<u32>> {
        ask!(self.at(folder), mailbox => mailbox.search_text(folder, part, text))
    }

    fn set_flags<'a>(
        &'a self,
        folder: FolderId,
        uids: &'a [u32],
        change: FlagChange,
        unchanged_since: Option<u64>,
    ) -> Answer<'a, Vec<u32>> {
        ask!(self.at(folder), mailbox => mailbox.set_flags(folder, uids, change, unchanged_since))
    }

    fn append(
        &self,
        folder: FolderId,
        message: Bytes,
        flags: Flags,
        received: jiff::Timestamp,
    ) -> Answer<'_, (u32, MessageRef)> {
        ask!(self.at(folder), mailbox => mailbox.append(folder, message, flags, received))
    }

    fn copy<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>> {
        ask!(self.at_both(folder, to), mailbox => mailbox.copy(folder, uids, to))
    }

    fn move_to<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>> {
        ask!(self.at_both(folder, to), mailbox => mailbox.move_to(folder, uids, to))
    }

    fn expunge<'a>(&'a self, folder: FolderId, uids: Option<&'a [u32]>) -> Answer<'a, Vec<u32>> {
        ask!(self.at(folder), mailbox => mailbox.expunge(folder, uids))
    }

    fn counts(&self) -> Answer<'_, Counts> {
        self.own.counts()
    }

    /// Of all of them, as they are now: who becomes a member later hears of the group's news after the next log-in.
    fn watch(&self) -> watch::Receiver<u64> {
        let mut watched: Vec<_> = self.parts().iter().map(|part| part.mailbox.watch()).collect();
        if watched.is_empty() {
            return self.own.watch();
        }
        watched.push(self.own.watch());
        let newest = |watched: &mut [watch::Receiver<u64>]| {
            watched.iter_mut().map(|one| *one.borrow_and_update()).max().unwrap_or_default()
        };
        let (told, heard) = watch::channel(newest(&mut watched));
        tokio::spawn(async move {
            loop {
                let changed: Vec<BoxFuture<'_, bool>> = watched
                    .iter_mut()
                    .map(|one| one.changed().map(|changed| changed.is_ok()).boxed())
                    .collect();
                tokio::select! {
                    () = told.closed() => return,
                    (is_there, _, _) = future::select_all(changed) => if !is_there { return },
                }
                told.send_replace(newest(&mut watched));
            }
        });
        heard
    }
}

#[cfg(test)]
mod tests;
