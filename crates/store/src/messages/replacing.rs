//! Other bytes take the place of a message's: in every folder where it lies it gets a new UID, since what is under a UID never
//! changes (RFC 9051 §2.3.1.1), and keeps its name, flags and time.

use super::reading::entry;
use super::{EntryRow, Messages, MessagesError, raise};
use crate::StoreError;
use crate::sql::{Row, Tx};
use crate::transcript::{self, TranscriptRow};
use bytes::Bytes;
use domain::id::{BlobId, FolderId, MessageId, TenantId, UserId};

/// What takes the place.
#[derive(Clone, Debug)]
pub struct Edition {
    pub octets: Bytes,
    /// JSON.
    pub structure: String,
}

/// What has become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    Done,
    /// It was decided against, and will not be tried again.
    Left,
    /// Another has ended this work; nothing was written.
    NotOurs,
}

impl Messages {
    /// The bytes of a message, whoever's it is; `None`: it is gone.
    pub async fn octets(&self, message: MessageId) -> Result<Option<Bytes>, StoreError> {
        let sql = "SELECT blob FROM message WHERE tenant = $1 AND id = $2";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), message.get().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let blob = BlobId::parse(&row.text(0)?).ok_or(StoreError::Damaged("the name of a blob"))?;
        Ok(Some(self.tenant.blobs().read(&blob, 0..u64::MAX).await?))
    }

    /// Ends claimed work by the message with its text, if that is `wanted` for the entries that show it at that moment. All of
    /// it is one transaction.
    pub async fn replace(
        &self,
        work: TranscriptRow,
        edition: Edition,
        wanted: impl Fn(&[EntryRow]) -> bool + Send + Sync + 'static,
    ) -> Result<Replaced, MessagesError> {
        let tenant = self.tenant.id();
        let blob = self.tenant.blobs().draw();
        let blobs = vec![(blob.clone(), edition.octets.clone())];
        let command = async move |tx: &mut Tx<'_>| {
            let places = locked(tx, tenant, work.message).await?;
            if !transcript::end(tx, tenant, &work).await? {
                return Ok(Replaced::NotOurs);
            }
            let entries: Vec<EntryRow> = places.iter().map(|place| place.entry.clone()).collect();
            if !wanted(&entries) {
                return Ok(Replaced::Left);
            }
            let grown = put(tx, work.message, &blob, &edition).await?;
            for place in &places {
                renew(tx, &place.entry, grown).await?;
            }
            let mut owners: Vec<_> = places.iter().map(|place| place.owner).collect();
            owners.sort_unstable();
            owners.dedup();
            for owner in owners {
                tx.change("message", work.message.to_string(), Some(owner)).await?;
            }
            Ok(Replaced::Done)
        };
        self.tenant.write(blobs, move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// Where a message lies.
struct Entered {
    owner: UserId,
    entry: EntryRow,
}

/// All entries of a message, with their folders locked in the order of their ids.
async fn locked(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    message: MessageId,
) -> Result<Vec<Entered>, MessagesError> {
    let mut folders: Vec<FolderId> =
        entered(tx, tenant, message).await?.iter().map(|place| place.entry.folder).collect();
    folders.dedup();
    for folder in &folders {
        let sql = "UPDATE folder SET highest_modseq = highest_modseq WHERE id = $1 AND tenant = $2";
        tx.execute(sql, vec![folder.get().into(), tenant.get().into()]).await?;
    }
    let places = entered(tx, tenant, message).await?;
    if places.iter().any(|place| !folders.contains(&place.entry.folder)) {
        // To lock one more now could wait for somebody who waits for us.
        return Err(StoreError::Refused("the message was moved at this moment").into());
    }
    Ok(places)
}

async fn entered(tx: &mut Tx<'_>, tenant: TenantId, message: MessageId) -> Result<Vec<Entered>, StoreError> {
    let sql = "SELECT e.folder, e.uid, e.message, e.modseq, e.flags, e.keywords, e.received, e.edition, f.owner \
               FROM entry e JOIN folder f ON f.id = e.folder WHERE e.message = $1 AND f.tenant = $2 \
               ORDER BY e.folder, e.uid";
    let rows = tx.rows(sql, vec![message.get().into(), tenant.get().into()]).await?;
    let read = |row: &Row| Ok(Entered { owner: UserId::new(row.int(8)?), entry: entry(row)? });
    rows.iter().map(read).collect()
}

/// Answers by how many octets the message has grown.
async fn put(
    tx: &mut Tx<'_>,
    message: MessageId,
    blob: &BlobId,
    edition: &Edition,
) -> Result<i64, StoreError> {
    let size = edition.octets.len() as i64;
    let rows = tx.rows("SELECT size FROM message WHERE id = $1", vec![message.get().into()]).await?;
    let before = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(size);
    let sql = "UPDATE message SET blob = $1, size = $2, structure = $3 WHERE id = $4";
    let values =
        vec![blob.as_str().into(), size.into(), edition.structure.as_str().into(), message.get().into()];
    tx.execute(sql, values).await?;
    Ok(size - before)
}

/// The old UID is gone and says which one is there instead.
async fn renew(tx: &mut Tx<'_>, entry: &EntryRow, grown: i64) -> Result<(), MessagesError> {
    let (uid, modseq) = raise(tx, entry.folder, 1, grown).await?;
    let (folder, old) = (entry.folder.get(), i64::from(entry.uid));
    let sql = "INSERT INTO vanished (folder, uid, modseq, at, successor) VALUES ($1, $2, $3, $4, $5)";
    let now = jiff::Timestamp::now();
    let values = vec![folder.into(), old.into(), (modseq as i64).into(), now.into(), i64::from(uid).into()];
    tx.execute(sql, values).await?;
    let sql = "UPDATE entry SET uid = $1, modseq = $2, edition = edition + 1 WHERE folder = $3 AND uid = $4";
    let values = vec![i64::from(uid).into(), (modseq as i64).into(), folder.into(), old.into()];
    tx.execute(sql, values).await?;
    Ok(())
}
