//! Rows of a company's sites, and of who belongs to which.

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore, audit};
use domain::id::{SiteId, UserId};
use domain::settings::Level;

/// A site as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRow {
    pub id: SiteId,
    pub name: String,
    pub country: String,
    pub area: String,
    pub subscriber: String,
    pub outside_access: String,
}

/// A tenant's sites.
#[derive(Clone)]
pub struct SiteRows {
    tenant: TenantStore,
}

impl SiteRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        SiteRows { tenant }
    }

    /// By name.
    pub async fn all(&self) -> Result<Vec<SiteRow>, StoreError> {
        let sql = "SELECT id, name, country, area, subscriber, outside_access FROM site WHERE tenant = $1 \
                   ORDER BY name";
        self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?.iter().map(site).collect()
    }

    /// Who belongs to which.
    pub async fn people(&self) -> Result<Vec<(UserId, SiteId)>, StoreError> {
        let sql = "SELECT person, site FROM site_person WHERE tenant = $1";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?;
        rows.iter().map(|row| Ok((UserId::new(row.int(0)?), SiteId::new(row.int(1)?)))).collect()
    }

    /// Adds a site; the id of the row given is not looked at. `actor` is who did it.
    pub async fn add(&self, row: SiteRow, actor: Option<UserId>) -> Result<SiteId, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO site (tenant, name, country, area, subscriber, outside_access) \
                       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
            let values = std::iter::once(tenant.into()).chain(values(row)).collect();
            let rows = tx.rows(sql, values).await?;
            let id = SiteId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            audit::append(tx, actor, "site added", &id.to_string()).await?;
            tx.change("site", id.to_string(), None).await?;
            Ok(id)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Writes a site over.
    pub async fn change(&self, row: SiteRow, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let id = row.id;
            let sql = "UPDATE site SET name = $1, country = $2, area = $3, subscriber = $4, outside_access = $5 \
                       WHERE tenant = $6 AND id = $7";
            let values = values(row).into_iter().chain([tenant.into(), id.get().into()]).collect();
            if tx.execute(sql, values).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "site changed", &id.to_string()).await?;
            tx.change("site", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// With its settings. Its people belong to none then.
    pub async fn remove(&self, id: SiteId, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM site WHERE tenant = $1 AND id = $2";
            if tx.execute(sql, vec![tenant.into(), id.get().into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            let sql = "DELETE FROM site_person WHERE tenant = $1 AND site = $2";
            tx.execute(sql, vec![tenant.into(), id.get().into()]).await?;
            let sql = "DELETE FROM setting WHERE tenant = $1 AND level = $2 AND place = $3";
            tx.execute(sql, vec![tenant.into(), Level::Site.name().into(), id.get().into()]).await?;
            audit::append(tx, actor, "site removed", &id.to_string()).await?;
            tx.change("site", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Where a person belongs from now on; `None`: nowhere.
    pub async fn place(
        &self,
        person: UserId,
        site: Option<SiteId>,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            match site {
                Some(site) => put(tx, tenant, person, site).await?,
                None => {
                    let sql = "DELETE FROM site_person WHERE tenant = $1 AND person = $2";
                    tx.execute(sql, vec![tenant.into(), person.get().into()]).await?;
                }
            }
            audit::append(tx, actor, "site of a person set", &person.to_string()).await?;
            tx.change("site", person.to_string(), Some(person)).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// The site may have been removed meanwhile.
async fn put(tx: &mut Tx<'_>, tenant: i64, person: UserId, site: SiteId) -> Result<(), StoreError> {
    let sql = "SELECT id FROM site WHERE tenant = $1 AND id = $2";
    if tx.rows(sql, vec![tenant.into(), site.get().into()]).await?.is_empty() {
        return Err(StoreError::NotFound);
    }
    let sql = "INSERT INTO site_person (person, tenant, site) VALUES ($1, $2, $3) \
               ON CONFLICT (person) DO UPDATE SET site = excluded.site";
    tx.execute(sql, vec![person.get().into(), tenant.into(), site.get().into()]).await.map(drop)
}

fn values(row: SiteRow) -> Vec<Value> {
    vec![
        row.name.into(),
        row.country.into(),
        row.area.into(),
        row.subscriber.into(),
        row.outside_access.into(),
    ]
}

fn site(row: &Row) -> Result<SiteRow, StoreError> {
    Ok(SiteRow {
        id: SiteId::new(row.int(0)?),
        name: row.text(1)?,
        country: row.text(2)?,
        area: row.text(3)?,
        subscriber: row.text(4)?,
        outside_access: row.text(5)?,
    })
}
