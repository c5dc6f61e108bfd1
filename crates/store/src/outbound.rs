//! Work that leaves the house: fetched under a lease, tried by whoever speaks the wire, finished or put off. Why and when
//! is decided elsewhere.

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore, audit, key};
use bytes::Bytes;
use domain::id::{BlobId, TenantId, UserId};
use jiff::Timestamp;
use zeroize::Zeroizing;

/// Work to be kept. Its message is that of the delivery it comes with, or one of its own.
#[derive(Clone, Debug)]
pub struct NewOutbound {
    /// By which wire it goes.
    pub kind: &'static str,
    /// What it is.
    pub class: &'static str,
    /// Whose it is.
    pub person: UserId,
    pub recipient: String,
    /// Unique in the tenant.
    pub token: String,
    pub due: Timestamp,
    /// `None`: the message that is delivered with it.
    pub message: Option<Bytes>,
}

/// Work as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboundRow {
    pub id: i64,
    pub class: String,
    pub person: UserId,
    pub recipient: String,
    pub token: String,
    /// `None` once it is done.
    pub blob: Option<BlobId>,
    pub created: Timestamp,
    pub due: Timestamp,
    pub attempts: u32,
    pub state: OutboundState,
    /// What the other side has said last.
    pub reason: String,
    pub epoch: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboundState {
    Waiting,
    /// The next server has taken it.
    Sent,
    Failed,
}

impl OutboundState {
    const NAMES: [(OutboundState, &'static str); 3] = [
        (OutboundState::Waiting, "waiting"),
        (OutboundState::Sent, "sent"),
        (OutboundState::Failed, "failed"),
    ];

    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<OutboundState> {
        Self::NAMES.into_iter().find(|(_, of)| *of == name).map(|(state, _)| state)
    }
}

/// How a turn ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnEnd {
    /// Not to be tried before.
    Again { due: Timestamp, reason: String },
    /// For good.
    Done { state: OutboundState, reason: String },
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboundStanding {
    pub waiting: u64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
    /// When the next one is due.
    pub next_due: Option<Timestamp>,
}

/// Who fetches work, and until when nobody else does.
#[derive(Clone, Debug)]
pub struct Claim {
    pub kind: &'static str,
    pub holder: String,
    pub now: Timestamp,
    pub until: Timestamp,
    pub most: usize,
}

/// A tenant's outbound work.
#[derive(Clone)]
pub struct OutboundRows {
    tenant: TenantStore,
}

const COLUMNS: &str =
    "id, class, person, recipient, token, blob, created, due, attempts, state, reason, epoch";

impl OutboundRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        OutboundRows { tenant }
    }

    /// Takes work that is due and nobody's, the longest due first.
    pub async fn claim(&self, claim: Claim) -> Result<Vec<OutboundRow>, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = format!(
                "UPDATE outbound SET holder = $1, held_until = $2, epoch = epoch + 1 \
                 WHERE held_until <= $3 AND state = 'waiting' AND id IN \
                 (SELECT id FROM outbound WHERE tenant = $4 AND kind = $5 AND state = 'waiting' AND due <= $3 \
                  AND held_until <= $3 ORDER BY due, id LIMIT $6) RETURNING {COLUMNS}"
            );
            let values = vec![
                claim.holder.into(),
                claim.until.into(),
                claim.now.into(),
                tenant.into(),
                claim.kind.into(),
                (claim.most as i64).into(),
            ];
            let mut rows =
                tx.rows(&sql, values).await?.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
            rows.sort_by_key(|row| (row.due, row.id));
            Ok(rows)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// What this holder has claimed is anybody's again.
    pub async fn release(&self, holder: String) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "UPDATE outbound SET held_until = 0, epoch = epoch + 1 \
                       WHERE tenant = $1 AND holder = $2 AND state = 'waiting' AND held_until > 0";
            tx.execute(sql, vec![tenant.into(), holder.into()]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Ends a turn. Says whether it was still the holder's; otherwise nothing is written.
    pub async fn finish(&self, row: &OutboundRow, end: TurnEnd, now: Timestamp) -> Result<bool, StoreError> {
        let (tenant, id, epoch, person) = (self.tenant.id().get(), row.id, row.epoch, row.person);
        let command = async move |tx: &mut Tx<'_>| {
            let (sql, mut values): (_, Vec<Value>) = match end {
                TurnEnd::Again { due, reason } => (
                    "UPDATE outbound SET attempts = attempts + 1, held_until = 0, due = $4, reason = $5 \
                     WHERE tenant = $1 AND id = $2 AND epoch = $3 AND state = 'waiting'",
                    vec![due.into(), reason.into()],
                ),
                TurnEnd::Done { state, reason } => (
                    "UPDATE outbound SET attempts = attempts + 1, held_until = 0, done_at = $4, reason = $5, \
                     state = $6, blob = NULL WHERE tenant = $1 AND id = $2 AND epoch = $3 AND state = 'waiting'",
                    vec![now.into(), reason.into(), state.name().into()],
                ),
            };
            values.splice(0..0, [tenant.into(), id.into(), epoch.into()]);
            let done = tx.execute(sql, values).await? > 0;
            if done {
                tx.change("outbound", id.to_string(), Some(person)).await?;
            }
            Ok::<_, StoreError>(done)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// What was sent has come back. Says whether it had not before.
    pub async fn has_come_back(&self, row: &OutboundRow, reason: String) -> Result<bool, StoreError> {
        let (tenant, id, person) = (self.tenant.id().get(), row.id, row.person);
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "UPDATE outbound SET state = 'failed', reason = $1 \
                       WHERE tenant = $2 AND id = $3 AND state = 'sent'";
            let news = tx.execute(sql, vec![reason.into(), tenant.into(), id.into()]).await? > 0;
            if news {
                tx.change("outbound", id.to_string(), Some(person)).await?;
            }
            Ok::<_, StoreError>(news)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    pub async fn by_token(&self, token: &str) -> Result<Option<OutboundRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM outbound WHERE tenant = $1 AND token = $2");
        let rows = self.tenant.rows(&sql, vec![self.tenant.id().get().into(), token.into()]).await?;
        rows.first().map(read).transpose()
    }

    /// The message of work that is not done.
    pub async fn message(&self, row: &OutboundRow) -> Result<Bytes, StoreError> {
        let blob = row.blob.as_ref().ok_or(StoreError::NotFound)?;
        self.tenant.blobs().read(blob, 0..u64::MAX).await
    }

    /// What waits and what has failed, the oldest first: those numbered higher than `after`.
    pub async fn open(&self, after: i64, limit: usize) -> Result<Vec<OutboundRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM outbound WHERE tenant = $1 AND state <> 'sent' AND id > $2 ORDER BY id LIMIT $3"
        );
        let values = vec![self.tenant.id().get().into(), after.into(), (limit as i64).into()];
        self.tenant.rows(&sql, values).await?.iter().map(read).collect()
    }

    pub async fn standing(&self, kind: &str) -> Result<OutboundStanding, StoreError> {
        let sql = "SELECT COUNT(*), MIN(created), MIN(CASE WHEN held_until > due THEN held_until ELSE due END) \
                   FROM outbound WHERE tenant = $1 AND kind = $2 AND state = 'waiting'";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), kind.into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound)?;
        Ok(OutboundStanding {
            waiting: row.int(0)? as u64,
            oldest: row.moment_or_null(1)?,
            next_due: row.moment_or_null(2)?,
        })
    }

    /// Makes what waits due now: all, or one. Answers how many.
    pub async fn retry(&self, id: Option<i64>, now: Timestamp) -> Result<u64, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "UPDATE outbound SET due = $1 WHERE tenant = $2 AND state = 'waiting' AND ($3 = 0 OR id = $3)";
            let due = tx.execute(sql, vec![now.into(), tenant.into(), id.unwrap_or(0).into()]).await?;
            tx.change("outbound", "due".to_owned(), None).await?;
            Ok::<_, StoreError>(due)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Forgets work, whatever its state; whoever tries it at this moment may still send it. `actor` is who does it.
    pub async fn remove(&self, id: i64, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM outbound WHERE tenant = $1 AND id = $2";
            if tx.execute(sql, vec![tenant.into(), id.into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "outbound work removed", &id.to_string()).await?;
            tx.change("outbound", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Seals a secret of the house under this name; an empty one is removed.
    pub async fn set_secret(&self, name: &'static str, secret: &str) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let sealed = key::wrap(&*self.tenant.key().await?, name, secret.as_bytes())?;
        let is_empty = secret.is_empty();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM house_secret WHERE tenant = $1 AND name = $2";
            tx.execute(sql, vec![tenant.into(), name.into()]).await?;
            if !is_empty {
                let sql = "INSERT INTO house_secret (tenant, name, sealed) VALUES ($1, $2, $3)";
                tx.execute(sql, vec![tenant.into(), name.into(), sealed.into()]).await?;
            }
            audit::append(tx, None, "secret set", name).await?;
            tx.change("outbound", name.to_owned(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    pub async fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let sql = "SELECT sealed FROM house_secret WHERE tenant = $1 AND name = $2";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), name.into()]).await?;
        match rows.first() {
            Some(row) => Ok(Some(key::unwrap(&*self.tenant.key().await?, name, &row.bytes(0)?)?)),
            None => Ok(None),
        }
    }
}

/// Part of the command that causes the work.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    new: &NewOutbound,
    blob: &BlobId,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbound (tenant, kind, class, person, recipient, token, blob, created, due, attempts, \
               state, reason, holder, held_until, epoch) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, 'waiting', '', '', 0, 0)";
    let values = vec![
        tenant.get().into(),
        new.kind.into(),
        new.class.into(),
        new.person.get().into(),
        new.recipient.as_str().into(),
        new.token.as_str().into(),
        blob.as_str().into(),
        new.due.into(),
    ];
    tx.execute(sql, values).await?;
    tx.change("outbound", new.class.to_owned(), Some(new.person)).await
}

fn read(row: &Row) -> Result<OutboundRow, StoreError> {
    let blob = row.text_or_null(5)?;
    Ok(OutboundRow {
        id: row.int(0)?,
        class: row.text(1)?,
        person: UserId::new(row.int(2)?),
        recipient: row.text(3)?,
        token: row.text(4)?,
        blob: blob
            .map(|blob| BlobId::parse(&blob).ok_or(StoreError::Damaged("a blob's name")))
            .transpose()?,
        created: row.moment(6)?,
        due: row.moment(7)?,
        attempts: u32::try_from(row.int(8)?).unwrap_or(u32::MAX),
        state: OutboundState::from_name(&row.text(9)?).ok_or(StoreError::Damaged("an outbound state"))?,
        reason: row.text(10)?,
        epoch: row.int(11)?,
    })
}
