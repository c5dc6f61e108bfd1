//! Rows of distribution lists.

use crate::sql::{Row, Tx};
use crate::{StoreError, TenantStore, audit};
use domain::id::{ListId, UserId};

/// A distribution list as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    pub id: ListId,
    /// None: the company's.
    pub owner: Option<UserId>,
    pub number: u8,
    pub name: String,
    /// As JSON.
    pub members: String,
}

/// A tenant's distribution lists.
#[derive(Clone)]
pub struct ListRows {
    tenant: TenantStore,
}

impl ListRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        ListRows { tenant }
    }

    /// The company's first, each owner's by number.
    pub async fn all(&self) -> Result<Vec<ListRow>, StoreError> {
        let sql = "SELECT id, owner, number, name, members FROM distribution_list WHERE tenant = $1 \
                   ORDER BY owner, number";
        self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?.iter().map(list).collect()
    }

    /// Keeps a list in the place of the one that its owner has under its number; the id given is not looked at. `actor` is
    /// who did it.
    pub async fn keep(&self, row: ListRow, actor: Option<UserId>) -> Result<ListId, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO distribution_list (tenant, owner, number, name, members) \
                       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, owner, number) \
                       DO UPDATE SET name = excluded.name, members = excluded.members RETURNING id";
            let values = vec![
                tenant.into(),
                owner(row.owner).into(),
                i64::from(row.number).into(),
                row.name.into(),
                row.members.into(),
            ];
            let rows = tx.rows(sql, values).await?;
            let id = ListId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            audit::append(tx, actor, "list kept", &id.to_string()).await?;
            tx.change("list", id.to_string(), None).await?;
            Ok(id)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    pub async fn remove(&self, id: ListId, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM distribution_list WHERE tenant = $1 AND id = $2";
            if tx.execute(sql, vec![tenant.into(), id.get().into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "list removed", &id.to_string()).await?;
            tx.change("list", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// NULLs differ from each other, and the company has each number once.
fn owner(owner: Option<UserId>) -> i64 {
    owner.map_or(0, UserId::get)
}

fn list(row: &Row) -> Result<ListRow, StoreError> {
    let owner = row.int(1)?;
    Ok(ListRow {
        id: ListId::new(row.int(0)?),
        owner: (owner != 0).then(|| UserId::new(owner)),
        number: u8::try_from(row.int(2)?).map_err(|_| StoreError::Damaged("a list's number"))?,
        name: row.text(3)?,
        members: row.text(4)?,
    })
}
