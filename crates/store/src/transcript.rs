//! Voice messages that wait to become text: fetched one by one under a lease, put off, or ended. The row of one that becomes
//! text goes with the write that adds the text (`messages/replacing.rs`).

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore};
use domain::id::{MessageId, TenantId};
use futures_util::future::BoxFuture;
use jiff::Timestamp;

/// A message that waits, claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptRow {
    pub message: MessageId,
    /// The reader's.
    pub language: String,
    pub created: Timestamp,
    /// Tries that have failed.
    pub attempts: u32,
    pub(crate) epoch: i64,
}

/// Where the sound lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscribedRow {
    pub size: u64,
    pub seconds: Option<u32>,
    /// JSON.
    pub structure: String,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TranscriptStanding {
    pub waiting: u64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
    /// When the next one is due.
    pub next_due: Option<Timestamp>,
}

/// A tenant's messages that wait to become text.
#[derive(Clone)]
pub struct TranscriptRows {
    tenant: TenantStore,
}

impl TranscriptRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        TranscriptRows { tenant }
    }

    /// Takes the one that is the longest due and nobody's, until this moment.
    pub async fn claim(
        &self,
        holder: String,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<TranscriptRow>, StoreError> {
        let tenant = self.tenant.id().get();
        // Read first: most looks find nothing, and nothing is written then.
        if self.next_of(tenant, now).await?.is_none() {
            return Ok(None);
        }
        let sql = "UPDATE transcript SET holder = $1, held_until = $2, epoch = epoch + 1 \
                   WHERE held_until <= $3 AND message IN (SELECT message FROM transcript \
                   WHERE tenant = $4 AND due <= $3 AND held_until <= $3 ORDER BY due, message LIMIT 1) \
                   RETURNING message, language, created, attempts, epoch";
        let values = vec![holder.into(), until.into(), now.into(), tenant.into()];
        self.write(move |tx| {
            Box::pin(async move { tx.rows(sql, values).await?.first().map(read).transpose() })
        })
        .await
    }

    async fn next_of(&self, tenant: i64, now: Timestamp) -> Result<Option<Row>, StoreError> {
        let sql = "SELECT 1 FROM transcript WHERE tenant = $1 AND due <= $2 AND held_until <= $2 LIMIT 1";
        Ok(self.tenant.rows(sql, vec![tenant.into(), now.into()]).await?.pop())
    }

    /// What is known of the message; `None`: it is gone.
    pub async fn message(&self, row: &TranscriptRow) -> Result<Option<TranscribedRow>, StoreError> {
        let sql = "SELECT size, seconds, structure FROM message WHERE tenant = $1 AND id = $2";
        let rows = self.tenant.rows(sql, self.named(row)).await?;
        let known = |row: &Row| {
            let seconds = row.int_or_null(1)?.and_then(|seconds| u32::try_from(seconds).ok());
            Ok(TranscribedRow { size: row.int(0)? as u64, seconds, structure: row.text(2)? })
        };
        rows.first().map(known).transpose()
    }

    /// Not to be tried before. Says whether it was still the holder's; otherwise nothing is written.
    pub async fn put_off(&self, row: &TranscriptRow, due: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE transcript SET attempts = attempts + 1, held_until = 0, due = $4 \
                   WHERE tenant = $1 AND message = $2 AND epoch = $3";
        let mut values = self.claimed(row);
        values.push(due.into());
        self.write(move |tx| Box::pin(async move { Ok(tx.execute(sql, values).await? > 0) })).await
    }

    /// There will be no text. Says whether it was still the holder's.
    pub async fn give_up(&self, row: &TranscriptRow) -> Result<bool, StoreError> {
        let values = self.claimed(row);
        self.write(move |tx| Box::pin(async move { Ok(tx.execute(DONE, values).await? > 0) })).await
    }

    /// What this holder has claimed is anybody's again.
    pub async fn release(&self, holder: String) -> Result<(), StoreError> {
        let sql = "UPDATE transcript SET held_until = 0, epoch = epoch + 1 \
                   WHERE tenant = $1 AND holder = $2 AND held_until > 0";
        let values = vec![self.tenant.id().get().into(), holder.into()];
        self.write(move |tx| Box::pin(async move { tx.execute(sql, values).await.map(drop) })).await
    }

    pub async fn standing(&self) -> Result<TranscriptStanding, StoreError> {
        let sql = "SELECT COUNT(*), MIN(created), MIN(CASE WHEN held_until > due THEN held_until ELSE due END) \
                   FROM transcript WHERE tenant = $1";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound)?;
        Ok(TranscriptStanding {
            waiting: row.int(0)? as u64,
            oldest: row.moment_or_null(1)?,
            next_due: row.moment_or_null(2)?,
        })
    }

    fn named(&self, row: &TranscriptRow) -> Vec<Value> {
        vec![self.tenant.id().get().into(), row.message.get().into()]
    }

    fn claimed(&self, row: &TranscriptRow) -> Vec<Value> {
        claimed(self.tenant.id(), row)
    }

    async fn write<T: Send + 'static>(
        &self,
        command: impl for<'a, 'b> FnOnce(&'a mut Tx<'b>) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.tenant.write(Vec::new(), command).await
    }
}

const DONE: &str = "DELETE FROM transcript WHERE tenant = $1 AND message = $2 AND epoch = $3";

fn claimed(tenant: TenantId, row: &TranscriptRow) -> Vec<Value> {
    vec![tenant.get().into(), row.message.get().into(), row.epoch.into()]
}

/// Part of the command that delivers the message.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    message: MessageId,
    language: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO transcript (message, tenant, language, created, due, attempts, holder, held_until, epoch) \
               VALUES ($1, $2, $3, $4, $4, 0, '', 0, 0)";
    let now = Timestamp::now();
    tx.execute(sql, vec![message.get().into(), tenant.get().into(), language.into(), now.into()])
        .await
        .map(drop)
}

/// Part of the command that adds the text. Says whether it was still the holder's.
pub(crate) async fn end(tx: &mut Tx<'_>, tenant: TenantId, row: &TranscriptRow) -> Result<bool, StoreError> {
    Ok(tx.execute(DONE, claimed(tenant, row)).await? > 0)
}

fn read(row: &Row) -> Result<TranscriptRow, StoreError> {
    Ok(TranscriptRow {
        message: MessageId::new(row.int(0)?),
        language: row.text(1)?,
        created: row.moment(2)?,
        attempts: u32::try_from(row.int(3)?).unwrap_or(u32::MAX),
        epoch: row.int(4)?,
    })
}
