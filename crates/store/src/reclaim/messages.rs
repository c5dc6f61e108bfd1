//! Messages that lie in no folder: two people removed the last two entries at the same moment, and each still saw the
//! other's.

use super::Round;
use crate::StoreError;
use crate::sql::Tx;

/// Message numbers looked through in one step.
const STEP_NUMBERS: i64 = 5_000;

const IN_NO_FOLDER: &str = "id > $1 AND id <= $2 AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.message = message.id) \
     AND NOT EXISTS (SELECT 1 FROM blob WHERE blob.id = message.blob AND blob.created > $3)";

impl Round {
    pub(super) async fn sweep_messages(&mut self) -> Result<(), StoreError> {
        let rows =
            self.store.rows("SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM message", Vec::new());
        let rows = rows.await?;
        let row = rows.first().ok_or(StoreError::NotFound)?;
        let (first, last) = (row.int(0)?, row.int(1)?);
        let mut after = first - 1;
        while after < last {
            let range = (after, after + STEP_NUMBERS);
            self.sweep(range).await?;
            after = range.1;
        }
        Ok(())
    }

    async fn sweep(&mut self, (after, to): (i64, i64)) -> Result<(), StoreError> {
        let untouched_since = self.untouched_since();
        let values = move || vec![after.into(), to.into(), untouched_since.into()];
        let sql = format!("SELECT COUNT(*) FROM message WHERE {IN_NO_FOLDER}");
        let rows = self.store.rows(&sql, values()).await?;
        if rows.first().ok_or(StoreError::NotFound)?.int(0)? > 0 {
            let sql = format!("DELETE FROM message WHERE {IN_NO_FOLDER}");
            let sweep = async move |tx: &mut Tx<'_>| tx.execute(&sql, values()).await;
            self.reclaimed.messages += self.write(move |tx| Box::pin(async move { sweep(tx).await })).await?;
        }
        self.pause().await;
        Ok(())
    }
}
