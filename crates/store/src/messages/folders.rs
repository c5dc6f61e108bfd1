//! A person's folders.

use super::{FolderRow, MOST_LISTED, MessagesError, Shelves, StandRow, Whose, lock};
use crate::StoreError;
use crate::sql::{Row, Tx};
use domain::id::FolderId;

/// A folder that every mailbox begins with.
#[derive(Clone, Copy, Debug)]
pub struct FirstFolder {
    pub name: &'static str,
    pub special_use: Option<&'static str>,
}

impl Shelves {
    /// Makes the first folders unless the mailbox has been opened before; answers all there are.
    pub async fn open(
        &self,
        first: &'static [FirstFolder],
        now_seconds: u32,
    ) -> Result<Vec<FolderRow>, MessagesError> {
        let folders = self.folders().await?;
        if !folders.is_empty() {
            return Ok(folders);
        }
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
            let sql = "INSERT INTO mailbox (tenant, owner, next_uid_validity) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            let fresh = tx
                .execute(sql, vec![whose.tenant.get().into(), whose.owner.get().into(), i64::from(now_seconds).into()])
                .await?;
            for folder in first.iter().filter(|_| fresh > 0) {
                insert(tx, whose, folder.name, folder.special_use, now_seconds).await?;
            }
            Ok::<_, MessagesError>(())
            })
        })
        .await?;
        self.folders().await
    }

    /// In no order.
    pub async fn folders(&self) -> Result<Vec<FolderRow>, MessagesError> {
        let sql = "SELECT id, name, special_use, subscribed FROM folder WHERE tenant = $1 AND owner = $2";
        let rows =
            self.tenant.rows(sql, vec![self.tenant.id().get().into(), self.owner.get().into()]).await?;
        rows.iter().map(folder).collect()
    }

    /// The bytes of all messages in all folders. A copy counts as what it is a copy of.
    pub async fn octets(&self) -> Result<u64, MessagesError> {
        let sql =
            "SELECT CAST(COALESCE(SUM(octets), 0) AS BIGINT) FROM folder WHERE tenant = $1 AND owner = $2";
        let rows =
            self.tenant.rows(sql, vec![self.tenant.id().get().into(), self.owner.get().into()]).await?;
        let octets = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or_default();
        Ok(u64::try_from(octets).unwrap_or_default())
    }

    /// Where a folder stands.
    pub async fn status(&self, folder: FolderId) -> Result<StandRow, MessagesError> {
        let sql = "SELECT uid_validity, uid_next, highest_modseq, \
                   (SELECT COUNT(*) FROM entry WHERE folder = folder.id), \
                   (SELECT COUNT(*) FROM entry WHERE folder = folder.id AND (flags & 1) = 0) \
                   FROM folder WHERE id = $1 AND tenant = $2 AND owner = $3";
        let values = vec![folder.get().into(), self.tenant.id().get().into(), self.owner.get().into()];
        let rows = self.tenant.rows(sql, values).await?;
        let row = rows.first().ok_or(MessagesError::NoSuchFolder)?;
        Ok(StandRow {
            uid_validity: row.uid(0)?,
            uid_next: row.uid(1)?,
            highest_modseq: row.int(2)? as u64,
            messages: row.uid(3)?,
            unseen: row.uid(4)?,
        })
    }

    /// Makes a folder; those of `above` that are missing, too.
    pub async fn create(
        &self,
        name: String,
        above: Vec<String>,
        now_seconds: u32,
    ) -> Result<FolderId, MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                make_missing(tx, whose, &above, now_seconds).await?;
                let id =
                    insert(tx, whose, &name, None, now_seconds).await?.ok_or(MessagesError::FolderExists)?;
                changed(tx, whose, id).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Gives folders new names, all or none, and makes those of `above` that are missing.
    pub async fn rename(
        &self,
        names: Vec<(FolderId, String)>,
        above: Vec<String>,
        now_seconds: u32,
    ) -> Result<(), MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                for (folder, name) in names {
                    lock(tx, whose, folder).await?;
                    let sql = "UPDATE folder SET name = $1 WHERE id = $2 AND NOT EXISTS \
                           (SELECT 1 FROM folder WHERE tenant = $3 AND owner = $4 AND name = $1)";
                    let values = vec![
                        name.into(),
                        folder.get().into(),
                        whose.tenant.get().into(),
                        whose.owner.get().into(),
                    ];
                    if tx.execute(sql, values).await? == 0 {
                        return Err(MessagesError::FolderExists);
                    }
                    changed(tx, whose, folder).await?;
                }
                make_missing(tx, whose, &above, now_seconds).await
            })
        })
        .await
    }

    pub async fn subscribe(&self, folder: FolderId, subscribed: bool) -> Result<(), MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                lock(tx, whose, folder).await?;
                let sql = "UPDATE folder SET subscribed = $1 WHERE id = $2";
                tx.execute(sql, vec![i64::from(subscribed).into(), folder.get().into()]).await?;
                changed(tx, whose, folder).await
            })
        })
        .await
    }

    /// Deletes a folder with all that lies in it.
    pub async fn delete(&self, folder: FolderId) -> Result<(), MessagesError> {
        let whose = self.whose();
        self.write(move |tx| {
            Box::pin(async move {
                lock(tx, whose, folder).await?;
                let rows =
                    tx.rows("SELECT uid FROM entry WHERE folder = $1", vec![folder.get().into()]).await?;
                let uids = rows.iter().map(|row| row.uid(0)).collect::<Result<Vec<_>, _>>()?;
                for chunk in uids.chunks(MOST_LISTED) {
                    super::changing::remove(tx, folder, chunk).await?;
                }
                tx.execute("DELETE FROM vanished WHERE folder = $1", vec![folder.get().into()]).await?;
                tx.execute("DELETE FROM folder WHERE id = $1", vec![folder.get().into()]).await?;
                changed(tx, whose, folder).await
            })
        })
        .await
    }
}

fn folder(row: &Row) -> Result<FolderRow, MessagesError> {
    Ok(FolderRow {
        id: FolderId::new(row.int(0)?),
        name: row.text(1)?,
        special_use: row.text_or_null(2)?,
        subscribed: row.int(3)? != 0,
    })
}

pub(super) async fn changed(tx: &mut Tx<'_>, whose: Whose, folder: FolderId) -> Result<(), MessagesError> {
    Ok(tx.change("folder", folder.to_string(), Some(whose.owner)).await?)
}

async fn make_missing(
    tx: &mut Tx<'_>,
    whose: Whose,
    names: &[String],
    now_seconds: u32,
) -> Result<(), MessagesError> {
    for name in names {
        insert(tx, whose, name, None, now_seconds).await?;
    }
    Ok(())
}

/// `None` if there is a folder of that name. Its UIDVALIDITY is the time, or more than that of any folder before.
async fn insert(
    tx: &mut Tx<'_>,
    whose: Whose,
    name: &str,
    special_use: Option<&str>,
    now_seconds: u32,
) -> Result<Option<FolderId>, MessagesError> {
    let sql = "UPDATE mailbox SET next_uid_validity = 1 + \
               CASE WHEN next_uid_validity > $1 THEN next_uid_validity ELSE $1 END \
               WHERE tenant = $2 AND owner = $3 RETURNING next_uid_validity - 1";
    let rows = tx
        .rows(sql, vec![i64::from(now_seconds).into(), whose.tenant.get().into(), whose.owner.get().into()])
        .await?;
    let validity = rows.first().ok_or(MessagesError::NoSuchFolder)?.int(0)?;
    let sql = "INSERT INTO folder (tenant, owner, name, special_use, subscribed, uid_validity, uid_next, highest_modseq) \
               VALUES ($1, $2, $3, $4, 1, $5, 1, 1) ON CONFLICT (tenant, owner, name) DO NOTHING RETURNING id";
    let values = vec![
        whose.tenant.get().into(),
        whose.owner.get().into(),
        name.into(),
        special_use.into(),
        validity.into(),
    ];
    let rows = tx.rows(sql, values).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.map(FolderId::new))
}

/// More than any folder is given between a backup and its restore.
const RAISED_AT_RESTORE: i64 = 1 << 20;

/// After a restore: UIDs and modseqs that were given after the backup are never given again.
pub(crate) async fn raise_after_restore(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let sql = "UPDATE folder SET uid_next = uid_next + $1, highest_modseq = highest_modseq + $1";
    tx.execute(sql, vec![RAISED_AT_RESTORE.into()]).await?;
    Ok(())
}
