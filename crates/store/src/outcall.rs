//! Rows of what was done to tell owners that messages wait: calls, and news to their pagers.

use crate::sql::Tx;
use crate::{StoreError, TenantStore};
use domain::id::UserId;
use domain::outcall::Past;

/// A tenant's: the last that was done for each owner.
#[derive(Clone)]
pub struct OutcallRows {
    tenant: TenantStore,
    table: &'static str,
}

impl OutcallRows {
    pub(crate) fn of_calls(tenant: TenantStore) -> Self {
        OutcallRows { tenant, table: "outcall" }
    }

    pub(crate) fn of_pages(tenant: TenantStore) -> Self {
        OutcallRows { tenant, table: "paged" }
    }

    /// `None`: nothing was done yet.
    pub async fn of(&self, person: UserId) -> Result<Option<Past>, StoreError> {
        let table = self.table;
        let sql =
            format!("SELECT up_to, tries, last_at, told FROM {table} WHERE tenant = $1 AND person = $2");
        let rows = self.tenant.rows(&sql, vec![self.tenant.id().get().into(), person.get().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(Past {
            up_to: row.moment(0)?,
            tries: u32::try_from(row.int(1)?).unwrap_or(u32::MAX),
            last_at: row.moment(2)?,
            is_told: row.int(3)? == 1,
        }))
    }

    /// Nobody is told of it: it is the affair of whoever does it.
    pub async fn keep(&self, person: UserId, past: Past) -> Result<(), StoreError> {
        let (tenant, table) = (self.tenant.id().get(), self.table);
        let command = async move |tx: &mut Tx<'_>| {
            let sql = format!(
                "INSERT INTO {table} (tenant, person, up_to, tries, last_at, told) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person) DO UPDATE SET \
                 up_to = excluded.up_to, tries = excluded.tries, last_at = excluded.last_at, told = excluded.told"
            );
            let values = vec![
                tenant.into(),
                person.get().into(),
                past.up_to.into(),
                past.tries.into(),
                past.last_at.into(),
                i64::from(past.is_told).into(),
            ];
            tx.execute(&sql, values).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}
