//! Rows of the calls that were made to owners because messages wait.

use crate::sql::Tx;
use crate::{StoreError, TenantStore};
use domain::id::UserId;
use jiff::Timestamp;

/// The last calls to an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcallRow {
    pub person: UserId,
    /// The newest message that they were for.
    pub up_to: Timestamp,
    pub tries: u32,
    pub last_at: Timestamp,
    pub is_told: bool,
}

/// A tenant's.
#[derive(Clone)]
pub struct OutcallRows {
    tenant: TenantStore,
}

impl OutcallRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        OutcallRows { tenant }
    }

    /// `None`: this person was never called.
    pub async fn of(&self, person: UserId) -> Result<Option<OutcallRow>, StoreError> {
        let sql = "SELECT up_to, tries, last_at, told FROM outcall WHERE tenant = $1 AND person = $2";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), person.get().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(OutcallRow {
            person,
            up_to: row.moment(0)?,
            tries: u32::try_from(row.int(1)?).unwrap_or(u32::MAX),
            last_at: row.moment(2)?,
            is_told: row.int(3)? == 1,
        }))
    }

    /// Nobody is told of it: it is the affair of whoever calls.
    pub async fn keep(&self, row: OutcallRow) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO outcall (tenant, person, up_to, tries, last_at, told) \
                       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person) DO UPDATE SET \
                       up_to = excluded.up_to, tries = excluded.tries, last_at = excluded.last_at, \
                       told = excluded.told";
            let values = vec![
                tenant.into(),
                row.person.get().into(),
                row.up_to.into(),
                row.tries.into(),
                row.last_at.into(),
                i64::from(row.is_told).into(),
            ];
            tx.execute(sql, values).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}
