//! Old rows that nobody asks for any more are forgotten, a few at a time.

use crate::sql::{Row, Value};
use crate::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

const DAY: i64 = 24;
/// Who has been away for longer reads everything anew ([`crate::Changes::TooOld`]).
const CHANGES_KEPT: SignedDuration = SignedDuration::from_hours(7 * DAY);
/// A delivery is repeated within seconds, or when a machine that crashed is started again: one that lies switched off for
/// a season delivers nothing twice.
const DELIVERIES_KEPT: SignedDuration = SignedDuration::from_hours(90 * DAY);
/// A mail client that has been away for longer compares all UIDs of a folder instead of those that went.
const VANISHED_KEPT: SignedDuration = SignedDuration::from_hours(90 * DAY);

/// What is done may come back; servers give up after five days (RFC 5321 §4.5.4.1).
const OUTBOUND_KEPT: SignedDuration = SignedDuration::from_hours(14 * DAY);

/// Rows looked at or removed in one step.
const STEP_ROWS: i64 = 500;
/// Folders looked at in one step.
const STEP_FOLDERS: i64 = 100;
/// Between two steps others have the writer for themselves.
const PAUSE: Duration = Duration::from_millis(5);

/// How many rows are forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    pub changes: u64,
    pub deliveries: u64,
    pub vanished: u64,
    pub outbound: u64,
}

impl Store {
    /// Forgets what is older than it is kept. Two processes that do so at once do no harm.
    pub async fn forget_old(&self, now: Timestamp) -> Result<Forgotten, StoreError> {
        let mut forgotten = Forgotten::default();
        for tenant in self.system().tenants().await? {
            forgotten.changes += self.forget_changes(tenant.id.get(), now - CHANGES_KEPT).await?;
        }
        self.inner.ground.bulletin.forget();
        forgotten.deliveries = self.forget_deliveries(now - DELIVERIES_KEPT).await?;
        forgotten.vanished = self.forget_vanished(now - VANISHED_KEPT).await?;
        forgotten.outbound = self.forget_outbound(now - OUTBOUND_KEPT).await?;
        Ok(forgotten)
    }

    /// From the lowest number on and without gaps: whoever asks for the changes after a number gets all of them, or
    /// hears that they are too old.
    async fn forget_changes(&self, tenant: i64, before: Timestamp) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        loop {
            let sql = "SELECT seq, at FROM change WHERE tenant = $1 ORDER BY seq LIMIT $2";
            let rows = self.rows(sql, vec![tenant.into(), STEP_ROWS.into()]).await?;
            let Some(last) = last_before(&rows, before)? else { return Ok(forgotten) };
            let sql = "DELETE FROM change WHERE tenant = $1 AND seq <= $2";
            forgotten += self.step(vec![(sql, vec![tenant.into(), last.into()])]).await?;
        }
    }

    async fn forget_deliveries(&self, before: Timestamp) -> Result<u64, StoreError> {
        let (mut forgotten, mut after) = (0, 0);
        loop {
            let sql = "SELECT id, taken FROM delivery WHERE id > $1 ORDER BY id LIMIT $2";
            let rows = self.rows(sql, vec![after.into(), STEP_ROWS.into()]).await?;
            let Some(last) = last_before(&rows, before)? else { return Ok(forgotten) };
            let sql = "DELETE FROM delivery WHERE id > $1 AND id <= $2 AND taken < $3";
            forgotten += self.step(vec![(sql, vec![after.into(), last.into(), before.into()])]).await?;
            after = last;
        }
    }

    async fn forget_outbound(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        loop {
            let sql = "DELETE FROM outbound WHERE id IN \
                       (SELECT id FROM outbound WHERE done_at < $1 ORDER BY id LIMIT $2)";
            let step = self.step(vec![(sql, vec![before.into(), STEP_ROWS.into()])]).await?;
            forgotten += step;
            if step < STEP_ROWS as u64 {
                return Ok(forgotten);
            }
        }
    }

    async fn forget_vanished(&self, before: Timestamp) -> Result<u64, StoreError> {
        let (mut forgotten, mut after) = (0, 0);
        loop {
            let sql = "SELECT id, (SELECT MAX(modseq) FROM vanished WHERE folder = folder.id AND at < $1) \
                       FROM folder WHERE id > $2 ORDER BY id LIMIT $3";
            let rows = self.rows(sql, vec![before.into(), after.into(), STEP_FOLDERS.into()]).await?;
            let Some(last) = rows.last() else { return Ok(forgotten) };
            after = last.int(0)?;
            for row in &rows {
                if let Some(modseq) = row.int_or_null(1)? {
                    forgotten += self.forget_vanished_of(row.int(0)?, modseq).await?;
                }
            }
        }
    }

    /// All that went at this modseq or below. The folder's mark is raised first: from then on nobody relies on them.
    async fn forget_vanished_of(&self, folder: i64, modseq: i64) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        loop {
            let mark = "UPDATE folder SET forgotten_modseq = $1 WHERE id = $2 AND forgotten_modseq < $1";
            let gone = "DELETE FROM vanished WHERE folder = $1 AND uid IN \
                        (SELECT uid FROM vanished WHERE folder = $1 AND modseq <= $2 ORDER BY modseq LIMIT $3)";
            let step = self.step(vec![
                (mark, vec![modseq.into(), folder.into()]),
                (gone, vec![folder.into(), modseq.into(), STEP_ROWS.into()]),
            ]);
            let step = step.await?;
            forgotten += step;
            if step < STEP_ROWS as u64 {
                return Ok(forgotten);
            }
        }
    }

    /// One short write, and a pause after it; answers how many rows its last statement removed.
    async fn step(&self, statements: Vec<(&'static str, Vec<Value>)>) -> Result<u64, StoreError> {
        let removed = self.write(None, Vec::new(), move |tx| {
            Box::pin(async move {
                let mut removed = 0;
                for (sql, values) in statements {
                    removed = tx.execute(sql, values).await?;
                }
                Ok::<_, StoreError>(removed)
            })
        });
        let removed = removed.await?;
        tokio::time::sleep(PAUSE).await;
        Ok(removed)
    }
}

/// The last number of rows `(number, time)` whose time is before this.
fn last_before(rows: &[Row], before: Timestamp) -> Result<Option<i64>, StoreError> {
    for row in rows.iter().rev() {
        if row.moment(1)? < before {
            return row.int(0).map(Some);
        }
    }
    Ok(None)
}
