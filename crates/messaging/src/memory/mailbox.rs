//! The mailbox door over what is kept in memory.

use super::folder::{Kept, Row, Shelf, Stand};
use super::{Rooms, lock};
use crate::mailbox::*;
use crate::{kept, text_search};
use bytes::Bytes;
use domain::id::{FolderId, UserId};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::{Arc, Mutex};

pub(super) struct MemoryMailbox {
    pub owner: UserId,
    pub rooms: Arc<Mutex<Rooms>>,
}

impl MemoryMailbox {
    /// Reads under the lock.
    fn look<T: Send + 'static>(&self, read: impl FnOnce(&Stand) -> Result<T, MailboxError>) -> Answer<'_, T> {
        let answer =
            lock(&self.rooms).mailboxes.get(&self.owner).ok_or(MailboxError::NoSuchFolder).and_then(read);
        Box::pin(std::future::ready(answer))
    }

    /// Changes under the lock and tells the watchers. `last_folder` counts folders.
    fn change<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Stand, &mut i64) -> Result<(T, bool), MailboxError>,
    ) -> Answer<'_, T> {
        let mut rooms = lock(&self.rooms);
        let rooms = &mut *rooms;
        let stand = rooms.mailboxes.get_mut(&self.owner).ok_or(MailboxError::NoSuchFolder);
        let answer = stand.and_then(|stand| write(stand, &mut rooms.last_folder)).map(|(answer, changed)| {
            if changed {
                rooms.changed(self.owner);
            }
            answer
        });
        Box::pin(std::future::ready(answer))
    }
}

fn entries<'a>(shelf: &Shelf, rows: impl Iterator<Item = (&'a u32, &'a Row)>) -> Vec<Entry> {
    rows.map(|(&uid, row)| shelf.entry(uid, row)).collect()
}

impl Mailbox for MemoryMailbox {
    fn owner(&self) -> UserId {
        self.owner
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { modseq: true, keywords: true, folders: true }
    }

    fn folders(&self) -> Answer<'_, Vec<Folder>> {
        self.look(|stand| Ok(stand.folders.iter().map(|shelf| shelf.folder.clone()).collect()))
    }

    fn create_folder<'a>(&'a self, name: &'a str) -> Answer<'a, FolderId> {
        self.change(|stand, last| Ok((stand.create(name, last)?, true)))
    }

    fn rename_folder<'a>(&'a self, folder: FolderId, name: &'a str) -> Answer<'a, ()> {
        self.change(|stand, last| Ok((stand.rename(folder, name, last)?, true)))
    }

    fn delete_folder(&self, folder: FolderId) -> Answer<'_, ()> {
        self.change(|stand, _| Ok((stand.delete(folder)?, true)))
    }

    fn subscribe(&self, folder: FolderId, subscribed: bool) -> Answer<'_, ()> {
        self.change(|stand, _| {
            stand.shelf_mut(folder)?.folder.subscribed = subscribed;
            Ok(((), true))
        })
    }

    fn status(&self, folder: FolderId) -> Answer<'_, FolderStatus> {
        self.look(|stand| Ok(stand.shelf(folder)?.status()))
    }

    fn list(&self, folder: FolderId, uids: Range<u32>, limit: usize) -> Answer<'_, Vec<Entry>> {
        self.look(|stand| {
            let shelf = stand.shelf(folder)?;
            let whole = uids.start.min(uids.end)..uids.end;
            Ok(entries(shelf, shelf.rows.range(whole).take(limit)))
        })
    }

    fn newest(
        &self,
        folder: FolderId,
        filter: Filter,
        before: Option<Position>,
        limit: usize,
    ) -> Answer<'_, Vec<Entry>> {
        self.look(|stand| {
            let shelf = stand.shelf(folder)?;
            let shown = |row: &Row| {
                !row.flags.deleted
                    && filter.kind.is_none_or(|kind| row.kept.kept.kind == kind)
                    && filter.seen.is_none_or(|seen| row.flags.seen == seen)
            };
            let position = |(uid, row): &(&u32, &Row)| Position { received: row.received, uid: **uid };
            let mut rows: Vec<_> = shelf
                .rows
                .iter()
                .filter(|at| shown(at.1) && before.is_none_or(|before| position(at) < before))
                .collect();
            rows.sort_by_key(|at| Reverse(position(at)));
            Ok(entries(shelf, rows.into_iter().take(limit)))
        })
    }

    fn find<'a>(&'a self, message: &'a MessageRef) -> Answer<'a, Option<Entry>> {
        self.look(|stand| {
            let found = stand.kept(message);
            Ok(found.and_then(|(shelf, uid)| shelf.rows.get(&uid).map(|row| shelf.entry(uid, row))))
        })
    }

    fn changes(&self, folder: FolderId, modseq: u64) -> Answer<'_, FolderChanges> {
        self.look(|stand| {
            let shelf = stand.shelf(folder)?;
            Ok(FolderChanges {
                highest_modseq: shelf.highest_modseq,
                changed: entries(shelf, shelf.rows.iter().filter(|(_, row)| row.modseq > modseq)),
                vanished: shelf
                    .vanished
                    .iter()
                    .filter(|(_, gone)| **gone > modseq)
                    .map(|(&uid, _)| uid)
                    .collect(),
            })
        })
    }

    fn read<'a>(&'a self, message: &'a MessageRef, bytes: Range<u64>) -> Answer<'a, Bytes> {
        self.look(|stand| {
            let (shelf, uid) = stand.kept(message).ok_or(MailboxError::NoSuchMessage)?;
            let octets =
                shelf.rows.get(&uid).map(|row| row.kept.octets.clone()).ok_or(MailboxError::NoSuchMessage)?;
            let end = bytes.end.min(octets.len() as u64);
            Ok(octets.slice(bytes.start.min(end) as usize..end as usize))
        })
    }

    fn search_text<'a>(&'a self, folder: FolderId, part: TextPart, text: &'a str) -> Answer<'a, Vec<u32>> {
        let text = text.to_lowercase();
        self.look(|stand| {
            let holds =
                |row: &Row| text_search::holds(&row.kept.octets, &row.kept.kept.structure, &part, &text);
            Ok(stand.shelf(folder)?.rows.iter().filter(|(_, row)| holds(row)).map(|(&uid, _)| uid).collect())
        })
    }

    fn set_flags<'a>(
        &'a self,
        folder: FolderId,
        uids: &'a [u32],
        change: FlagChange,
        unchanged_since: Option<u64>,
    ) -> Answer<'a, Vec<u32>> {
        self.change(|stand, _| {
            change.flags().check()?;
            Ok(stand.shelf_mut(folder)?.set_flags(uids, &change, unchanged_since))
        })
    }

    fn append(
        &self,
        folder: FolderId,
        message: Bytes,
        flags: Flags,
        received: jiff::Timestamp,
    ) -> Answer<'_, (u32, MessageRef)> {
        let id = lock(&self.rooms).next_message();
        self.change(|stand, _| {
            flags.check()?;
            let shelf = stand.shelf_mut(folder)?;
            let kept = kept::Kept::read(&message);
            let kept = Arc::new(Kept { message: id.clone(), octets: message, kept });
            Ok(((shelf.add(kept, flags, received), id), true))
        })
    }

    fn copy<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>> {
        self.change(|stand, _| {
            let pairs = stand.copy(folder, uids, to)?;
            let changed = !pairs.is_empty();
            Ok((pairs, changed))
        })
    }

    fn move_to<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>> {
        self.change(|stand, _| {
            let pairs = stand.copy(folder, uids, to)?;
            let moved: Vec<u32> = pairs.iter().map(|(old, _)| *old).collect();
            stand.shelf_mut(folder)?.remove(&moved);
            let changed = !pairs.is_empty();
            Ok((pairs, changed))
        })
    }

    fn expunge<'a>(&'a self, folder: FolderId, uids: Option<&'a [u32]>) -> Answer<'a, Vec<u32>> {
        self.change(|stand, _| {
            let shelf = stand.shelf_mut(folder)?;
            let named = |uid: &u32| uids.is_none_or(|uids| uids.contains(uid));
            let gone: Vec<u32> = shelf
                .rows
                .iter()
                .filter(|(uid, row)| row.flags.deleted && named(uid))
                .map(|(&uid, _)| uid)
                .collect();
            shelf.remove(&gone);
            let changed = !gone.is_empty();
            Ok((gone, changed))
        })
    }

    fn counts(&self) -> Answer<'_, Counts> {
        self.look(|stand| {
            let mut counts = Counts::default();
            let rows = stand.inbox().into_iter().flat_map(|inbox| inbox.rows.values());
            for row in rows.filter(|row| !row.flags.deleted) {
                *counts.of(row.kept.kept.kind, row.flags.seen) += 1;
            }
            Ok(counts)
        })
    }

    fn watch(&self) -> tokio::sync::watch::Receiver<u64> {
        lock(&self.rooms).watch(self.owner)
    }
}
