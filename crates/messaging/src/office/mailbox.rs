//! The mailbox door over the store.

use super::{Office, now_seconds, rows};
use crate::folder_name::{self, INBOX};
use crate::kept::Kept;
use crate::mailbox::*;
use crate::sorting::MOST_MESSAGE_BYTES;
use crate::text_search;
use bytes::Bytes;
use domain::id::{FolderId, MessageId, UserId};
use std::ops::Range;
use std::sync::Arc;
use store::DiskRoom;
use store::messages::{FlagsRow, PositionRow, Shelves, Shown};

pub(super) struct StoreMailbox {
    owner: UserId,
    office: Arc<Office>,
    shelves: Shelves,
}

impl StoreMailbox {
    pub fn new(owner: UserId, office: Arc<Office>) -> Self {
        let shelves = office.shelves(owner);
        Self { owner, office, shelves }
    }

    async fn ordered_folders(&self) -> Result<Vec<Folder>, MailboxError> {
        let mut folders: Vec<_> = self.office.open(self.owner).await?.into_iter().map(rows::folder).collect();
        folders.sort_by(|a, b| (a.name != INBOX, &a.name).cmp(&(b.name != INBOX, &b.name)));
        Ok(folders)
    }

    async fn create(&self, name: &str) -> Result<FolderId, MailboxError> {
        let name = folder_name::checked(name)?;
        self.office.inbox(self.owner).await?;
        let above = folder_name::above(&name).map(str::to_owned).collect();
        Ok(self.shelves.create(name, above, now_seconds()).await?)
    }

    async fn rename(&self, folder: FolderId, name: &str) -> Result<(), MailboxError> {
        let new = folder_name::checked(name)?;
        let folders = self.ordered_folders().await?;
        let old = &folders.iter().find(|known| known.id == folder).ok_or(MailboxError::NoSuchFolder)?.name;
        if old == INBOX || folder_name::renamed(&new, old, "").is_some_and(|below| !below.is_empty()) {
            return Err(MailboxError::NotAllowed);
        }
        let mut names = Vec::new();
        for known in &folders {
            if let Some(name) = folder_name::renamed(&known.name, old, &new) {
                names.push((known.id, folder_name::checked(&name)?));
            }
        }
        let above = folder_name::above(&new).map(str::to_owned).collect();
        Ok(self.shelves.rename(names, above, now_seconds()).await?)
    }

    async fn delete(&self, folder: FolderId) -> Result<(), MailboxError> {
        let folders = self.ordered_folders().await?;
        let known = folders.iter().find(|known| known.id == folder).ok_or(MailboxError::NoSuchFolder)?;
        if known.name == INBOX || known.special_use.is_some() {
            return Err(MailboxError::NotAllowed);
        }
        Ok(self.shelves.delete(folder).await?)
    }

    async fn entries(&self, rows: Vec<store::messages::EntryRow>) -> Result<Vec<Entry>, MailboxError> {
        self.office.described.entries(&self.shelves, rows).await
    }

    async fn find_entry(&self, message: &MessageRef) -> Result<Option<Entry>, MailboxError> {
        let Some(id) = id(message) else { return Ok(None) };
        let row = self.shelves.find(id, INBOX).await?;
        Ok(self.entries(row.into_iter().collect()).await?.pop())
    }

    /// The header lies in the row: what clients ask for first costs no blob.
    async fn octets(&self, message: MessageId, range: Range<u64>) -> Result<Bytes, MailboxError> {
        let in_header = range.end <= rows::MOST_HEADER_BYTES;
        let place = self.shelves.place(message, in_header).await?.ok_or(MailboxError::NoSuchMessage)?;
        let end = range.end.min(place.size);
        let range = range.start.min(end)..end;
        match place.header.as_ref() {
            Some(header) if range.end <= header.len() as u64 => {
                Ok(header.slice(range.start as usize..range.end as usize))
            }
            _ if range.is_empty() => Ok(Bytes::new()),
            _ => Ok(self.shelves.read(&place, range).await?),
        }
    }

    async fn bring(
        &self,
        folder: FolderId,
        message: Bytes,
        flags: Flags,
        received: jiff::Timestamp,
    ) -> Result<(u32, MessageRef), MailboxError> {
        flags.check()?;
        if message.len() as u64 > MOST_MESSAGE_BYTES {
            return Err(MailboxError::TooLarge(MOST_MESSAGE_BYTES));
        }
        self.refuse_if_full()?;
        let row = rows::new_message(&Kept::read(&message), &message, received)
            .map_err(|error| MailboxError::Unavailable(Box::new(error)))?;
        let (uid, id) = self.shelves.append(folder, row, message, rows::flags_row(&flags)).await?;
        Ok((uid, MessageRef::from(id)))
    }

    fn refuse_if_full(&self) -> Result<(), MailboxError> {
        if self.office.messages.room() == DiskRoom::Scarce { Err(MailboxError::DiskFull) } else { Ok(()) }
    }

    async fn count(&self) -> Result<Counts, MailboxError> {
        let mut counts = Counts::default();
        for row in self.shelves.counts(INBOX).await? {
            let kind = rows::kind(&row.kind);
            *counts.of(kind, false) += row.new;
            *counts.of(kind, true) += row.old;
        }
        Ok(counts)
    }

    async fn search(&self, folder: FolderId, part: TextPart, text: &str) -> Result<Vec<u32>, MailboxError> {
        let text = text.to_lowercase();
        let mut found = Vec::new();
        let mut next = 0;
        loop {
            let page = self.shelves.list(folder, next..u32::MAX, SEARCHED_AT_ONCE).await?;
            let known = self.office.described.of(&self.shelves, &page).await?;
            for (row, known) in page.iter().zip(known) {
                next = row.uid + 1;
                let Some(known) = known else { continue };
                if self.holds(row.message, &known.structure, &part, &text).await? {
                    found.push(row.uid);
                }
            }
            if page.len() < SEARCHED_AT_ONCE {
                return Ok(found);
            }
        }
    }

    /// Of the body only the parts that are text are read.
    async fn holds(
        &self,
        message: MessageId,
        structure: &crate::structure::Structure,
        part: &TextPart,
        text: &str,
    ) -> Result<bool, MailboxError> {
        if let TextPart::Header(name) = part
            && let Some(holds) = text_search::envelope_holds(&structure.envelope, name, text)
        {
            return Ok(holds);
        }
        if !matches!(part, TextPart::Body) {
            let header = self.octets(message, 0..structure.body.header.end).await?;
            match part {
                TextPart::Header(name) => return Ok(text_search::header_holds(&header, name, text)),
                _ if text_search::any_header_holds(&header, text) => return Ok(true),
                _ => {}
            }
        }
        for part in text_search::searched(structure) {
            let content = self.octets(message, part.content.clone()).await?;
            if text_search::content_holds(part, &content, text) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Entries of a folder that a search holds in memory.
const SEARCHED_AT_ONCE: usize = 500;

fn id(message: &MessageRef) -> Option<MessageId> {
    message.as_str().parse().ok().map(MessageId::new)
}

impl Mailbox for StoreMailbox {
    fn owner(&self) -> UserId {
        self.owner
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { modseq: true, keywords: true, folders: true }
    }

    fn folders(&self) -> Answer<'_, Vec<Folder>> {
        Box::pin(self.ordered_folders())
    }

    fn create_folder<'a>(&'a self, name: &'a str) -> Answer<'a, FolderId> {
        Box::pin(self.create(name))
    }

    fn rename_folder<'a>(&'a self, folder: FolderId, name: &'a str) -> Answer<'a, ()> {
        Box::pin(self.rename(folder, name))
    }

    fn delete_folder(&self, folder: FolderId) -> Answer<'_, ()> {
        Box::pin(self.delete(folder))
    }

    fn subscribe(&self, folder: FolderId, subscribed: bool) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.shelves.subscribe(folder, subscribed).await?) })
    }

    fn status(&self, folder: FolderId) -> Answer<'_, FolderStatus> {
        Box::pin(async move {
            let row = self.shelves.status(folder).await?;
            Ok(FolderStatus {
                uid_validity: row.uid_validity,
                uid_next: row.uid_next,
                highest_modseq: row.highest_modseq,
                messages: row.messages,
                unseen: row.unseen,
            })
        })
    }

    fn list(&self, folder: FolderId, uids: Range<u32>, limit: usize) -> Answer<'_, Vec<Entry>> {
        Box::pin(async move { self.entries(self.shelves.list(folder, uids, limit).await?).await })
    }

    fn newest(
        &self,
        folder: FolderId,
        filter: Filter,
        before: Option<Position>,
        limit: usize,
    ) -> Answer<'_, Vec<Entry>> {
        let before = before.map(|at| PositionRow { received: at.received.as_microsecond(), uid: at.uid });
        let shown = Shown { kind: filter.kind.map(rows::kind_word), seen: filter.seen, before };
        Box::pin(async move { self.entries(self.shelves.newest(folder, shown, limit).await?).await })
    }

    fn find<'a>(&'a self, message: &'a MessageRef) -> Answer<'a, Option<Entry>> {
        Box::pin(self.find_entry(message))
    }

    fn changes(&self, folder: FolderId, modseq: u64) -> Answer<'_, FolderChanges> {
        Box::pin(async move {
            let (highest_modseq, changed, vanished) = self.shelves.changes(folder, modseq).await?;
            Ok(FolderChanges { highest_modseq, changed: self.entries(changed).await?, vanished })
        })
    }

    fn read<'a>(&'a self, message: &'a MessageRef, bytes: Range<u64>) -> Answer<'a, Bytes> {
        Box::pin(async move { self.octets(id(message).ok_or(MailboxError::NoSuchMessage)?, bytes).await })
    }

    fn search_text<'a>(&'a self, folder: FolderId, part: TextPart, text: &'a str) -> Answer<'a, Vec<u32>> {
        Box::pin(self.search(folder, part, text))
    }

    fn set_flags<'a>(
        &'a self,
        folder: FolderId,
        uids: &'a [u32],
        change: FlagChange,
        unchanged_since: Option<u64>,
    ) -> Answer<'a, Vec<u32>> {
        Box::pin(async move {
            change.flags().check()?;
            let after = move |row: &FlagsRow| rows::flags_row(&rows::flags(row).after(&change));
            Ok(self.shelves.set_flags(folder, uids.to_vec(), unchanged_since, after).await?)
        })
    }

    fn append(
        &self,
        folder: FolderId,
        message: Bytes,
        flags: Flags,
        received: jiff::Timestamp,
    ) -> Answer<'_, (u32, MessageRef)> {
        Box::pin(self.bring(folder, message, flags, received))
    }

    fn copy<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>> {
        Box::pin(async move {
            self.refuse_if_full()?;
            Ok(self.shelves.copy(folder, uids.to_vec(), to).await?)
        })
    }

    fn move_to<'a>(&'a self, folder: FolderId, uids: &'a [u32], to: FolderId) -> Answer<'a, Vec<(u32, u32)>> {
        Box::pin(async move { Ok(self.shelves.move_to(folder, uids.to_vec(), to).await?) })
    }

    fn expunge<'a>(&'a self, folder: FolderId, uids: Option<&'a [u32]>) -> Answer<'a, Vec<u32>> {
        Box::pin(async move { Ok(self.shelves.expunge(folder, uids.map(<[u32]>::to_vec)).await?) })
    }

    fn counts(&self) -> Answer<'_, Counts> {
        Box::pin(self.count())
    }

    fn watch(&self) -> tokio::sync::watch::Receiver<u64> {
        let now = *self.office.store.changes().watch().borrow();
        self.office.watching.watch(self.owner, now)
    }
}
