//! Entries and messages are read; nothing waits for the writer.

use super::{
    CountRow, DELETED, EntryRow, FlagsRow, MOST_LISTED, MessageRow, MessagesError, SEEN, Shelves, listed,
};
use crate::StoreError;
use crate::sql::{Row, Value};
use bytes::Bytes;
use domain::id::{BlobId, FolderId, MessageId};
use std::ops::Range;

const ENTRY: &str =
    "SELECT e.folder, e.uid, e.message, e.modseq, e.flags, e.keywords, e.received, e.edition FROM entry e";

/// What a page shows.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Only this kind.
    pub kind: Option<&'static str>,
    pub seen: Option<bool>,
    /// Only what comes after it on the way from the newest to the oldest.
    pub before: Option<PositionRow>,
}

/// Where an entry stands among those of its folder: by time, in microseconds since 1970, then by UID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PositionRow {
    pub received: i64,
    pub uid: u32,
}

/// Where the bytes of a message lie.
#[derive(Clone, Debug)]
pub struct Place {
    pub blob: BlobId,
    pub size: u64,
    /// The header's octets, if they were asked for and lie in the row.
    pub header: Option<Bytes>,
}

impl Shelves {
    /// Fails unless the folder is the owner's.
    async fn owned(&self, folder: FolderId) -> Result<(), MessagesError> {
        let sql = "SELECT 1 FROM folder WHERE id = $1 AND tenant = $2 AND owner = $3";
        let values = vec![folder.get().into(), self.tenant.id().get().into(), self.owner.get().into()];
        let rows = self.tenant.rows(sql, values).await?;
        if rows.is_empty() { Err(MessagesError::NoSuchFolder) } else { Ok(()) }
    }

    async fn entries(&self, condition: &str, values: Vec<Value>) -> Result<Vec<EntryRow>, MessagesError> {
        let rows = self.tenant.rows(&format!("{ENTRY} {condition}"), values).await?;
        Ok(rows.iter().map(entry).collect::<Result<_, _>>()?)
    }

    /// Entries by UID, lowest first.
    pub async fn list(
        &self,
        folder: FolderId,
        uids: Range<u32>,
        limit: usize,
    ) -> Result<Vec<EntryRow>, MessagesError> {
        self.owned(folder).await?;
        let values = vec![
            folder.get().into(),
            i64::from(uids.start).into(),
            i64::from(uids.end).into(),
            (limit as i64).into(),
        ];
        self.entries("WHERE e.folder = $1 AND e.uid >= $2 AND e.uid < $3 ORDER BY e.uid LIMIT $4", values)
            .await
    }

    /// Entries without `\Deleted`, the newest received first; of one moment that of the highest UID.
    pub async fn newest(
        &self,
        folder: FolderId,
        shown: Shown,
        limit: usize,
    ) -> Result<Vec<EntryRow>, MessagesError> {
        self.owned(folder).await?;
        let mut condition = format!("WHERE e.folder = $1 AND (e.flags & {DELETED}) = 0");
        let mut values = vec![folder.get().into(), (limit as i64).into()];
        if let Some(before) = shown.before {
            condition.push_str(" AND (e.received, e.uid) < ($3, $4)");
            values.extend([before.received.into(), i64::from(before.uid).into()]);
        }
        if let Some(kind) = shown.kind {
            values.push(kind.into());
            condition.push_str(&format!(" AND e.kind = ${}", values.len()));
        }
        if let Some(seen) = shown.seen {
            condition.push_str(&format!(" AND (e.flags & {SEEN}) = {}", if seen { SEEN } else { 0 }));
        }
        self.entries(&format!("{condition} ORDER BY e.received DESC, e.uid DESC LIMIT $2"), values).await
    }

    /// One of the entries that show a message, that in `first` before all others.
    pub async fn find(&self, message: MessageId, first: &str) -> Result<Option<EntryRow>, MessagesError> {
        let condition = "JOIN folder f ON f.id = e.folder WHERE e.message = $1 AND f.tenant = $2 AND f.owner = $3 \
                         ORDER BY CASE WHEN f.name = $4 THEN 0 ELSE 1 END, f.name, e.uid LIMIT 1";
        let values = vec![
            message.get().into(),
            self.tenant.id().get().into(),
            self.owner.get().into(),
            first.to_owned().into(),
        ];
        Ok(self.entries(condition, values).await?.pop())
    }

    /// The folder's modseq, entries that changed after `modseq`, and UIDs that are gone since.
    pub async fn changes(
        &self,
        folder: FolderId,
        modseq: u64,
    ) -> Result<(u64, Vec<EntryRow>, Vec<u32>), MessagesError> {
        let sql = "SELECT highest_modseq FROM folder WHERE id = $1 AND tenant = $2 AND owner = $3";
        let values = vec![folder.get().into(), self.tenant.id().get().into(), self.owner.get().into()];
        let rows = self.tenant.rows(sql, values).await?;
        // Read first: what happens meanwhile is then told twice, never missed.
        let highest = rows.first().ok_or(MessagesError::NoSuchFolder)?.int(0)? as u64;
        let since = i64::try_from(modseq).unwrap_or(i64::MAX);
        let values = || vec![folder.get().into(), since.into()];
        let gone = self
            .tenant
            .rows("SELECT uid FROM vanished WHERE folder = $1 AND modseq > $2 ORDER BY uid", values());
        let gone = gone.await?.iter().map(|row| row.uid(0)).collect::<Result<_, _>>()?;
        let changed = self.entries("WHERE e.folder = $1 AND e.modseq > $2 ORDER BY e.uid", values()).await?;
        Ok((highest, changed, gone))
    }

    /// What is known of these messages; those that are gone are missing.
    pub async fn describe(
        &self,
        messages: &[MessageId],
    ) -> Result<Vec<(MessageId, MessageRow)>, MessagesError> {
        let mut described = Vec::with_capacity(messages.len());
        for chunk in messages.chunks(MOST_LISTED) {
            let sql = format!(
                "SELECT id, kind, size, from_name, from_number, from_email, subject, seconds, structure FROM message \
                 WHERE tenant = $1 AND id IN ({})",
                listed(chunk.iter().map(|message| message.get()))
            );
            for row in self.tenant.rows(&sql, vec![self.tenant.id().get().into()]).await? {
                described.push((MessageId::new(row.int(0)?), message(&row)?));
            }
        }
        Ok(described)
    }

    /// Where the bytes of a message of this owner lie; `with_header` also reads the header's octets.
    pub async fn place(&self, message: MessageId, with_header: bool) -> Result<Option<Place>, MessagesError> {
        let header = if with_header { "header" } else { "NULL" };
        let sql = format!(
            "SELECT blob, size, {header} FROM message WHERE id = $1 AND EXISTS (SELECT 1 FROM entry JOIN folder \
             ON folder.id = entry.folder WHERE entry.message = $1 AND folder.tenant = $2 AND folder.owner = $3)"
        );
        let values = vec![message.get().into(), self.tenant.id().get().into(), self.owner.get().into()];
        let rows = self.tenant.rows(&sql, values).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let blob = BlobId::parse(&row.text(0)?).ok_or(StoreError::Damaged("the name of a blob"))?;
        Ok(Some(Place { blob, size: row.int(1)? as u64, header: row.bytes_or_null(2)?.map(Bytes::from) }))
    }

    /// Bytes of a message's blob.
    pub async fn read(&self, place: &Place, range: Range<u64>) -> Result<Bytes, MessagesError> {
        Ok(self.tenant.blobs().read(&place.blob, range).await?)
    }

    /// Entries of the folder of this name that are not `\Deleted`, by kind.
    pub async fn counts(&self, name: &str) -> Result<Vec<CountRow>, MessagesError> {
        let sql = format!(
            "SELECT e.kind, COUNT(CASE WHEN (e.flags & {SEEN}) = 0 THEN 1 END), COUNT(*) FROM entry e \
             JOIN folder f ON f.id = e.folder WHERE f.tenant = $1 AND f.owner = $2 AND f.name = $3 \
             AND (e.flags & {DELETED}) = 0 GROUP BY e.kind"
        );
        let values = vec![self.tenant.id().get().into(), self.owner.get().into(), name.to_owned().into()];
        let rows = self.tenant.rows(&sql, values).await?;
        let count = |row: &Row| {
            let (new, all) = (row.uid(1)?, row.uid(2)?);
            Ok(CountRow { kind: row.text(0)?, new, old: all.saturating_sub(new) })
        };
        Ok(rows.iter().map(count).collect::<Result<_, StoreError>>()?)
    }
}

pub(super) fn entry(row: &Row) -> Result<EntryRow, StoreError> {
    Ok(EntryRow {
        folder: FolderId::new(row.int(0)?),
        uid: row.uid(1)?,
        message: MessageId::new(row.int(2)?),
        modseq: row.int(3)? as u64,
        flags: FlagsRow { bits: row.int(4)?, keywords: row.text(5)? },
        received: row.int(6)?,
        edition: row.int(7)?,
    })
}

fn message(row: &Row) -> Result<MessageRow, StoreError> {
    Ok(MessageRow {
        kind: row.text(1)?,
        size: row.int(2)? as u64,
        from_name: row.text_or_null(3)?,
        from_number: row.text_or_null(4)?,
        from_email: row.text_or_null(5)?,
        subject: row.text(6)?,
        seconds: row.int_or_null(7)?.and_then(|seconds| u32::try_from(seconds).ok()),
        structure: row.text(8)?,
        header: None,
    })
}
