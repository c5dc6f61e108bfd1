//! Rows of settings; what they mean and which are allowed is decided in `domain`.

use crate::sql::{Row, Tx};
use crate::{StoreError, TenantStore};
use domain::id::{TenantId, UserId};
use domain::settings::{self, Level, Scope};

/// A tenant's settings.
#[derive(Clone)]
pub struct SettingRows {
    tenant: TenantStore,
}

impl SettingRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        SettingRows { tenant }
    }

    pub async fn all(&self) -> Result<Vec<settings::Row>, StoreError> {
        let sql = "SELECT level, place, setting_key, value FROM setting WHERE tenant = $1 \
                   ORDER BY setting_key, level, place";
        let tenant = self.tenant.id();
        let rows = self.tenant.rows(sql, vec![tenant.get().into()]).await?;
        rows.iter().map(|row| read(row, tenant)).collect()
    }

    /// Writes one row; `actor` is who did it.
    pub async fn set(&self, row: settings::Row, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let (level, place) = (row.scope.level().name(), place(row.scope));
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO setting (tenant, level, place, setting_key, value) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (tenant, level, place, setting_key) DO UPDATE SET value = excluded.value";
            let values =
                vec![tenant.into(), level.into(), place.into(), row.key.as_str().into(), row.value.into()];
            tx.execute(sql, values).await?;
            let user = if let Scope::User(user) = row.scope { Some(user) } else { None };
            crate::audit::append(tx, actor, "setting changed", &format!("{} at {level} {place}", row.key))
                .await?;
            tx.change("setting", row.key, user).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

fn place(scope: Scope) -> i64 {
    match scope {
        Scope::System | Scope::Tenant(_) => 0,
        Scope::Site(row) | Scope::Class(row) => row,
        Scope::User(user) => user.get(),
    }
}

fn read(row: &Row, tenant: TenantId) -> Result<settings::Row, StoreError> {
    let place = row.int(1)?;
    let scope = match Level::from_name(&row.text(0)?).ok_or(StoreError::Damaged("a setting's level"))? {
        Level::System => Scope::System,
        Level::Tenant => Scope::Tenant(tenant),
        Level::Site => Scope::Site(place),
        Level::Class => Scope::Class(place),
        Level::User => Scope::User(UserId::new(place)),
    };
    Ok(settings::Row { scope, key: row.text(2)?, value: row.text(3)? })
}
