//! Rows of trunks, of the routes over them, and of what was spent. Passwords are sealed here, under the tenant's key.

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore, audit, key};
use domain::id::{TrunkId, UserId};
use zeroize::Zeroizing;

const SEALED_FOR: &str = "trunk";

/// A trunk as it is kept, with its password opened.
#[derive(Clone)]
pub struct TrunkRow {
    pub id: TrunkId,
    pub name: String,
    /// JSON.
    pub agreed: String,
    pub secret: Zeroizing<Vec<u8>>,
}

/// A route as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteRow {
    pub prefix: String,
    pub trunks: Vec<TrunkId>,
}

/// What somebody has spent on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TollRow {
    pub person: UserId,
    pub calls: u32,
    pub cents: u32,
}

/// A tenant's trunks.
#[derive(Clone)]
pub struct TrunkRows {
    tenant: TenantStore,
}

impl TrunkRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        TrunkRows { tenant }
    }

    /// By name.
    pub async fn all(&self) -> Result<Vec<TrunkRow>, StoreError> {
        let sql = "SELECT id, name, agreed, sealed FROM trunk WHERE tenant = $1 ORDER BY name";
        let mut trunks = Vec::new();
        for row in self.tenant.rows(sql, self.tenant_value()).await? {
            trunks.push(self.read(&row).await?);
        }
        Ok(trunks)
    }

    /// Adds a trunk; the id of the row given is not looked at. `actor` is who did it.
    pub async fn add(&self, row: TrunkRow, actor: Option<UserId>) -> Result<TrunkId, StoreError> {
        let tenant = self.tenant.id().get();
        let sealed = self.seal(&row.secret).await?;
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO trunk (tenant, name, agreed, sealed) VALUES ($1, $2, $3, $4) RETURNING id";
            let values = vec![tenant.into(), row.name.into(), row.agreed.into(), sealed.into()];
            let rows = tx.rows(sql, values).await?;
            let id = TrunkId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            audit::append(tx, actor, "trunk added", &id.to_string()).await?;
            tx.change("trunk", id.to_string(), None).await?;
            Ok(id)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Writes a trunk over.
    pub async fn change(&self, row: TrunkRow, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let sealed = self.seal(&row.secret).await?;
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "UPDATE trunk SET name = $1, agreed = $2, sealed = $3 WHERE tenant = $4 AND id = $5";
            let values =
                vec![row.name.into(), row.agreed.into(), sealed.into(), tenant.into(), row.id.get().into()];
            if tx.execute(sql, values).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "trunk changed", &row.id.to_string()).await?;
            tx.change("trunk", row.id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Removes a trunk; routes over it are the caller's to change before.
    pub async fn remove(&self, id: TrunkId, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM trunk WHERE tenant = $1 AND id = $2";
            if tx.execute(sql, vec![tenant.into(), id.get().into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "trunk removed", &id.to_string()).await?;
            tx.change("trunk", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// By prefix.
    pub async fn routes(&self) -> Result<Vec<RouteRow>, StoreError> {
        let sql = "SELECT prefix, trunks FROM outside_route WHERE tenant = $1 ORDER BY prefix";
        self.tenant.rows(sql, self.tenant_value()).await?.iter().map(route).collect()
    }

    /// Puts these routes in the place of all.
    pub async fn set_routes(&self, routes: Vec<RouteRow>, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            tx.execute("DELETE FROM outside_route WHERE tenant = $1", vec![tenant.into()]).await?;
            for RouteRow { prefix, trunks } in routes {
                let trunks: Vec<String> = trunks.iter().map(TrunkId::to_string).collect();
                let sql = "INSERT INTO outside_route (tenant, prefix, trunks) VALUES ($1, $2, $3)";
                tx.execute(sql, vec![tenant.into(), prefix.into(), trunks.join(" ").into()]).await?;
            }
            audit::append(tx, actor, "routes changed", "outside").await?;
            tx.change("trunk", "routes".to_owned(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// What everybody has spent on a day.
    pub async fn tolls(&self, day: &str) -> Result<Vec<TollRow>, StoreError> {
        let sql = "SELECT person, calls, cents FROM toll WHERE tenant = $1 AND day = $2 ORDER BY person";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), day.into()]).await?;
        rows.iter().map(toll).collect()
    }

    /// Adds to what somebody has spent on a day.
    pub async fn add_toll(&self, day: &str, toll: TollRow) -> Result<(), StoreError> {
        let (tenant, day) = (self.tenant.id().get(), day.to_owned());
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO toll (tenant, person, day, calls, cents) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (tenant, person, day) DO UPDATE \
                       SET calls = toll.calls + excluded.calls, cents = toll.cents + excluded.cents";
            let values = vec![
                tenant.into(),
                toll.person.get().into(),
                day.into(),
                toll.calls.into(),
                toll.cents.into(),
            ];
            tx.execute(sql, values).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    fn tenant_value(&self) -> Vec<Value> {
        vec![self.tenant.id().get().into()]
    }

    async fn read(&self, row: &Row) -> Result<TrunkRow, StoreError> {
        let secret = key::unwrap(&*self.tenant.key().await?, SEALED_FOR, &row.bytes(3)?)?;
        Ok(TrunkRow { id: TrunkId::new(row.int(0)?), name: row.text(1)?, agreed: row.text(2)?, secret })
    }

    async fn seal(&self, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
        key::wrap(&*self.tenant.key().await?, SEALED_FOR, secret)
    }
}

fn route(row: &Row) -> Result<RouteRow, StoreError> {
    let text = row.text(1)?;
    let trunks = text.split(' ').map(|id| id.parse().map(TrunkId::new)).collect::<Result<_, _>>();
    Ok(RouteRow {
        prefix: row.text(0)?,
        trunks: trunks.map_err(|_| StoreError::Damaged("a route's trunks"))?,
    })
}

fn toll(row: &Row) -> Result<TollRow, StoreError> {
    let small = |column| Ok::<_, StoreError>(u32::try_from(row.int(column)?).unwrap_or(u32::MAX));
    Ok(TollRow { person: UserId::new(row.int(0)?), calls: small(1)?, cents: small(2)? })
}
