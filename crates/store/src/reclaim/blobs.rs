//! Blobs that no row names: marked when that is first seen, forgotten with their keys a day later.

use super::Round;
use crate::StoreError;
use crate::sql::{Tx, Value};

/// Blobs looked at in one step.
const STEP_BLOBS: i64 = 1_000;

/// Every table with a column `blob` that keeps a blob alive. A test holds it against the schema.
const NAMED_BY: [&str; 5] = ["announcement", "attendant_sound", "greeting", "message", "outbound"];

/// Blobs of one step, by their names.
#[derive(Clone)]
struct Page {
    after: String,
    to: String,
}

impl Page {
    /// Values for `$1` and `$2`, and one for `$3`.
    fn with(&self, value: impl Into<Value>) -> Vec<Value> {
        vec![self.after.as_str().into(), self.to.as_str().into(), value.into()]
    }
}

impl Round {
    pub(super) async fn forget_blobs(&mut self) -> Result<(), StoreError> {
        let mut after = String::new();
        while let Some(page) = self.page(after).await? {
            if self.has_work(&page).await? {
                self.reclaimed.blobs += self.forget(page.clone()).await?;
            }
            after = page.to;
            self.pause().await;
        }
        Ok(())
    }

    async fn page(&self, after: String) -> Result<Option<Page>, StoreError> {
        let sql = "SELECT MAX(id) FROM (SELECT id FROM blob WHERE id > $1 ORDER BY id LIMIT $2) page";
        let rows = self.store.rows(sql, vec![after.as_str().into(), STEP_BLOBS.into()]).await?;
        let to = rows.first().ok_or(StoreError::NotFound)?.text_or_null(0)?;
        Ok(to.map(|to| Page { after, to }))
    }

    async fn has_work(&self, page: &Page) -> Result<bool, StoreError> {
        let (unnamed, in_page) = (unnamed(), IN_PAGE);
        let sql = format!(
            "SELECT COUNT(*) FROM blob WHERE {in_page} AND ((unnamed_since IS NULL AND {unnamed}) \
             OR unnamed_since <= $3 OR (unnamed_since IS NOT NULL AND NOT ({unnamed})))"
        );
        let rows = self.store.rows(&sql, page.with(self.untouched_since())).await?;
        Ok(rows.first().ok_or(StoreError::NotFound)?.int(0)? > 0)
    }

    /// Answers how many blobs are gone. Their octets stay until their segment or file goes, but nothing opens them.
    async fn forget(&self, page: Page) -> Result<u64, StoreError> {
        let (now, untouched_since, unnamed) = (self.now(), self.untouched_since(), unnamed());
        let forget = async move |tx: &mut Tx<'_>| {
            let named = format!(
                "UPDATE blob SET unnamed_since = NULL WHERE {IN_PAGE} AND unnamed_since <= $3 AND NOT ({unnamed})"
            );
            tx.execute(&named, page.with(now)).await?;
            let gone = format!("{IN_PAGE} AND unnamed_since <= $3 AND {unnamed}");
            let keys = format!("DELETE FROM blob_key WHERE blob IN (SELECT id FROM blob WHERE {gone})");
            tx.execute(&keys, page.with(untouched_since)).await?;
            let forgotten =
                tx.execute(&format!("DELETE FROM blob WHERE {gone}"), page.with(untouched_since)).await?;
            let newly = format!(
                "UPDATE blob SET unnamed_since = $3 WHERE {IN_PAGE} AND unnamed_since IS NULL AND {unnamed}"
            );
            tx.execute(&newly, page.with(now)).await?;
            Ok(forgotten)
        };
        self.write(move |tx| Box::pin(async move { forget(tx).await })).await
    }
}

const IN_PAGE: &str = "id > $1 AND id <= $2";

fn unnamed() -> String {
    let by = |table| format!("NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.blob = blob.id)");
    NAMED_BY.map(by).join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_sqlite;

    #[tokio::test]
    async fn every_column_that_names_blobs_is_asked() {
        let fixture = on_sqlite().await;
        let sql = "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
                   WHERE t.type = 'table' AND c.name LIKE '%blob%' AND t.name <> 'blob_key' ORDER BY t.name";
        let rows = fixture.store.rows(sql, Vec::new()).await.unwrap();
        let tables: Vec<_> = rows.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(tables, NAMED_BY);
    }
}
