//! One person's folders in memory, and what can happen to them.

use crate::folder_name::{self, INBOX};
use crate::kept;
use crate::mailbox::{Entry, FlagChange, Flags, Folder, FolderStatus, MailboxError, MessageRef};
use bytes::Bytes;
use domain::id::FolderId;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A message with its bytes; shared by every folder that shows it.
pub(super) struct Kept {
    pub message: MessageRef,
    pub octets: Bytes,
    pub kept: kept::Kept,
}

/// A person's folders.
pub(super) struct Stand {
    pub folders: Vec<Shelf>,
}

/// A folder with its messages.
pub(super) struct Shelf {
    pub folder: Folder,
    /// The id of the folder, which is never given twice.
    uid_validity: u32,
    uid_next: u32,
    pub highest_modseq: u64,
    pub rows: BTreeMap<u32, Row>,
    pub vanished: BTreeMap<u32, u64>,
}

/// A message as it lies in one folder.
pub(super) struct Row {
    pub kept: Arc<Kept>,
    pub modseq: u64,
    pub flags: Flags,
    pub received: Timestamp,
}

impl Stand {
    pub fn new(last_folder: &mut i64) -> Self {
        let mut stand = Self { folders: Vec::new() };
        for (name, special_use) in folder_name::DEFAULTS {
            stand.add(name, special_use, last_folder);
        }
        stand
    }

    fn add(
        &mut self,
        name: &str,
        special_use: Option<crate::mailbox::SpecialUse>,
        last_folder: &mut i64,
    ) -> FolderId {
        *last_folder += 1;
        let id = FolderId::new(*last_folder);
        let folder = Folder { id, name: name.to_owned(), special_use, subscribed: true };
        self.folders.push(Shelf {
            folder,
            uid_validity: u32::try_from(*last_folder).unwrap_or(u32::MAX),
            uid_next: 1,
            highest_modseq: 1,
            rows: BTreeMap::new(),
            vanished: BTreeMap::new(),
        });
        self.folders.sort_by(|a, b| {
            (a.folder.name != INBOX, &a.folder.name).cmp(&(b.folder.name != INBOX, &b.folder.name))
        });
        id
    }

    pub fn shelf(&self, id: FolderId) -> Result<&Shelf, MailboxError> {
        self.folders.iter().find(|shelf| shelf.folder.id == id).ok_or(MailboxError::NoSuchFolder)
    }

    pub fn shelf_mut(&mut self, id: FolderId) -> Result<&mut Shelf, MailboxError> {
        self.folders.iter_mut().find(|shelf| shelf.folder.id == id).ok_or(MailboxError::NoSuchFolder)
    }

    /// Of all messages in all folders.
    pub fn octets(&self) -> u64 {
        let rows = self.folders.iter().flat_map(|shelf| shelf.rows.values());
        rows.map(|row| row.kept.kept.size).sum()
    }

    pub fn inbox(&self) -> Option<&Shelf> {
        self.folders.iter().find(|shelf| shelf.folder.name == INBOX)
    }

    /// The inbox first, as folders are ordered.
    pub fn kept(&self, message: &MessageRef) -> Option<(&Shelf, u32)> {
        self.folders.iter().find_map(|shelf| {
            shelf.rows.iter().find(|(_, row)| row.kept.message == *message).map(|(&uid, _)| (shelf, uid))
        })
    }

    pub fn deliver(&mut self, kept: &Arc<Kept>, received: Timestamp) {
        if let Some(inbox) = self.folders.iter_mut().find(|shelf| shelf.folder.name == INBOX) {
            inbox.add(Arc::clone(kept), Flags::default(), received);
        }
    }

    pub fn create(&mut self, name: &str, last_folder: &mut i64) -> Result<FolderId, MailboxError> {
        let name = folder_name::checked(name)?;
        if self.folders.iter().any(|shelf| shelf.folder.name == name) {
            return Err(MailboxError::FolderExists);
        }
        for above in folder_name::above(&name) {
            if !self.folders.iter().any(|shelf| shelf.folder.name == above) {
                self.add(above, None, last_folder);
            }
        }
        Ok(self.add(&name, None, last_folder))
    }

    pub fn rename(&mut self, id: FolderId, name: &str, last_folder: &mut i64) -> Result<(), MailboxError> {
        let new = folder_name::checked(name)?;
        let old = self.shelf(id)?.folder.name.clone();
        if old == INBOX || folder_name::renamed(&new, &old, "").is_some_and(|below| !below.is_empty()) {
            return Err(MailboxError::NotAllowed);
        }
        let names =
            self.folders.iter().filter_map(|shelf| folder_name::renamed(&shelf.folder.name, &old, &new));
        for name in names {
            folder_name::checked(&name)?;
            if self.folders.iter().any(|shelf| shelf.folder.name == name) {
                return Err(MailboxError::FolderExists);
            }
        }
        for shelf in &mut self.folders {
            if let Some(name) = folder_name::renamed(&shelf.folder.name, &old, &new) {
                shelf.folder.name = name;
            }
        }
        for above in folder_name::above(&new) {
            if !self.folders.iter().any(|shelf| shelf.folder.name == above) {
                self.add(above, None, last_folder);
            }
        }
        self.folders.sort_by(|a, b| {
            (a.folder.name != INBOX, &a.folder.name).cmp(&(b.folder.name != INBOX, &b.folder.name))
        });
        Ok(())
    }

    pub fn delete(&mut self, id: FolderId) -> Result<(), MailboxError> {
        let folder = &self.shelf(id)?.folder;
        if folder.name == INBOX || folder.special_use.is_some() {
            return Err(MailboxError::NotAllowed);
        }
        self.folders.retain(|shelf| shelf.folder.id != id);
        Ok(())
    }

    /// Copies rows of one folder into another, in the order of their UIDs.
    pub fn copy(
        &mut self,
        from: FolderId,
        uids: &[u32],
        to: FolderId,
    ) -> Result<Vec<(u32, u32)>, MailboxError> {
        let source = self.shelf(from)?;
        let copied: BTreeMap<u32, (Arc<Kept>, Flags, Timestamp)> = uids
            .iter()
            .filter_map(|uid| {
                source
                    .rows
                    .get(uid)
                    .map(|row| (*uid, (Arc::clone(&row.kept), row.flags.clone(), row.received)))
            })
            .collect();
        let target = self.shelf_mut(to)?;
        Ok(copied
            .into_iter()
            .map(|(uid, (kept, flags, received))| (uid, target.add(kept, flags, received)))
            .collect())
    }
}

impl Shelf {
    pub fn status(&self) -> FolderStatus {
        FolderStatus {
            uid_validity: self.uid_validity,
            uid_next: self.uid_next,
            highest_modseq: self.highest_modseq,
            messages: self.rows.len() as u32,
            unseen: self.rows.values().filter(|row| !row.flags.seen).count() as u32,
        }
    }

    pub fn add(&mut self, kept: Arc<Kept>, flags: Flags, received: Timestamp) -> u32 {
        let uid = self.uid_next;
        self.uid_next += 1;
        self.highest_modseq += 1;
        self.rows.insert(uid, Row { kept, modseq: self.highest_modseq, flags, received });
        uid
    }

    pub fn remove(&mut self, uids: &[u32]) {
        let gone: Vec<u32> = uids.iter().copied().filter(|uid| self.rows.remove(uid).is_some()).collect();
        if !gone.is_empty() {
            self.highest_modseq += 1;
            self.vanished.extend(gone.into_iter().map(|uid| (uid, self.highest_modseq)));
        }
    }

    /// Answers the UIDs that were left alone because they had changed since.
    pub fn set_flags(
        &mut self,
        uids: &[u32],
        change: &FlagChange,
        unchanged_since: Option<u64>,
    ) -> (Vec<u32>, bool) {
        let modseq = self.highest_modseq + 1;
        let mut refused = Vec::new();
        for &uid in uids {
            let Some(row) = self.rows.get_mut(&uid) else { continue };
            if unchanged_since.is_some_and(|known| row.modseq > known) && row.modseq != modseq {
                refused.push(uid);
                continue;
            }
            let flags = row.flags.after(change);
            if flags != row.flags {
                row.flags = flags;
                row.modseq = modseq;
                self.highest_modseq = modseq;
            }
        }
        (refused, self.highest_modseq == modseq)
    }

    pub fn entry(&self, uid: u32, row: &Row) -> Entry {
        let kept = &row.kept.kept;
        Entry {
            message: row.kept.message.clone(),
            folder: self.folder.id,
            uid,
            modseq: row.modseq,
            flags: row.flags.clone(),
            kind: kept.kind,
            received: row.received,
            size: kept.size,
            from: kept.from.clone(),
            subject: kept.subject.clone(),
            seconds: kept.seconds,
            structure: Arc::clone(&kept.structure),
        }
    }
}
