//! Of which level owners were told how full their mailboxes are.

use crate::sql::Tx;
use crate::{StoreError, TenantStore};
use domain::id::UserId;
use domain::quota::Level;

/// What an owner was told last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaTold {
    pub person: UserId,
    pub level: Level,
    /// How often that has changed.
    pub round: i64,
}

impl QuotaTold {
    /// Before anybody was told anything.
    pub fn nothing(person: UserId) -> QuotaTold {
        QuotaTold { person, level: Level::Below, round: 0 }
    }
}

/// A tenant's.
#[derive(Clone)]
pub struct QuotaToldRows {
    tenant: TenantStore,
}

impl QuotaToldRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        QuotaToldRows { tenant }
    }

    pub async fn of(&self, person: UserId) -> Result<QuotaTold, StoreError> {
        let sql = "SELECT level, round FROM quota_told WHERE tenant = $1 AND person = $2";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), person.get().into()]).await?;
        let Some(row) = rows.first() else { return Ok(QuotaTold::nothing(person)) };
        let level = Level::from_name(&row.text(0)?).ok_or(StoreError::Damaged("how full a mailbox is"))?;
        Ok(QuotaTold { person, level, round: row.int(1)? })
    }

    /// Unless a later round is kept already. Nobody is told of it: it is the affair of whoever writes the letters.
    pub async fn keep(&self, told: QuotaTold) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO quota_told (tenant, person, level, round) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (person) DO UPDATE SET level = excluded.level, round = excluded.round \
                       WHERE quota_told.round < excluded.round";
            let (person, level) = (told.person.get(), told.level.name());
            tx.execute(sql, vec![tenant.into(), person.into(), level.into(), told.round.into()])
                .await
                .map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}
