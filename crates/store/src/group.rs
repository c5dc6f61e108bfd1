//! Rows of hunt groups.

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore, attendant, audit};
use domain::id::{GroupId, UserId};

/// A hunt group as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    pub id: GroupId,
    pub extension: String,
    pub name: String,
    pub manner: String,
    pub seconds: u32,
    pub members: Vec<UserId>,
    /// As whose forwarding calls go on, and where to.
    pub overflow: Option<(UserId, String)>,
}

/// A tenant's hunt groups.
#[derive(Clone)]
pub struct GroupRows {
    tenant: TenantStore,
}

impl GroupRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        GroupRows { tenant }
    }

    /// By extension.
    pub async fn all(&self) -> Result<Vec<GroupRow>, StoreError> {
        let sql = "SELECT id, extension, name, manner, seconds, members, overflow_person, overflow_target \
                   FROM hunt_group WHERE tenant = $1 ORDER BY extension";
        self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?.iter().map(group).collect()
    }

    /// Adds a group; the id of the row given is not looked at. `actor` is who did it.
    pub async fn add(&self, row: GroupRow, actor: Option<UserId>) -> Result<GroupId, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            is_no_persons(tx, tenant, &row.extension).await?;
            attendant::is_no_attendants(tx, tenant, &row.extension).await?;
            let sql = "INSERT INTO hunt_group \
                       (tenant, extension, name, manner, seconds, members, overflow_person, overflow_target) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
            let values = std::iter::once(tenant.into()).chain(values(row)).collect();
            let rows = tx.rows(sql, values).await?;
            let id = GroupId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            audit::append(tx, actor, "group added", &id.to_string()).await?;
            tx.change("group", id.to_string(), None).await?;
            Ok(id)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Writes a group over.
    pub async fn change(&self, row: GroupRow, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            is_no_persons(tx, tenant, &row.extension).await?;
            attendant::is_no_attendants(tx, tenant, &row.extension).await?;
            let id = row.id;
            let sql = "UPDATE hunt_group SET extension = $1, name = $2, manner = $3, seconds = $4, members = $5, \
                       overflow_person = $6, overflow_target = $7 WHERE tenant = $8 AND id = $9";
            let values = values(row).into_iter().chain([tenant.into(), id.get().into()]).collect();
            if tx.execute(sql, values).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "group changed", &id.to_string()).await?;
            tx.change("group", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    pub async fn remove(&self, id: GroupId, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM hunt_group WHERE tenant = $1 AND id = $2";
            if tx.execute(sql, vec![tenant.into(), id.get().into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "group removed", &id.to_string()).await?;
            tx.change("group", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// An extension is a person's, a group's or an attendant's.
pub(crate) async fn is_no_persons(tx: &mut Tx<'_>, tenant: i64, extension: &str) -> Result<(), StoreError> {
    let sql = "SELECT id FROM person WHERE tenant = $1 AND extension = $2";
    let people = tx.rows(sql, vec![tenant.into(), extension.into()]).await?;
    if people.is_empty() { Ok(()) } else { Err(StoreError::Taken) }
}

/// The same, seen from a person's side.
pub(crate) async fn is_no_groups(tx: &mut Tx<'_>, tenant: i64, extension: &str) -> Result<(), StoreError> {
    let sql = "SELECT id FROM hunt_group WHERE tenant = $1 AND extension = $2";
    let groups = tx.rows(sql, vec![tenant.into(), extension.into()]).await?;
    if groups.is_empty() { Ok(()) } else { Err(StoreError::Taken) }
}

fn values(row: GroupRow) -> Vec<Value> {
    let members: Vec<String> = row.members.iter().map(UserId::to_string).collect();
    let (person, target) = row.overflow.map(|(person, target)| (person.get(), target)).unzip();
    vec![
        row.extension.into(),
        row.name.into(),
        row.manner.into(),
        row.seconds.into(),
        members.join(" ").into(),
        person.into(),
        target.into(),
    ]
}

fn group(row: &Row) -> Result<GroupRow, StoreError> {
    let text = row.text(5)?;
    let members =
        text.split_ascii_whitespace().map(|id| id.parse().map(UserId::new)).collect::<Result<_, _>>();
    let overflow = match (row.int_or_null(6)?, row.text_or_null(7)?) {
        (Some(person), Some(target)) => Some((UserId::new(person), target)),
        _ => None,
    };
    Ok(GroupRow {
        id: GroupId::new(row.int(0)?),
        extension: row.text(1)?,
        name: row.text(2)?,
        manner: row.text(3)?,
        seconds: u32::try_from(row.int(4)?).map_err(|_| StoreError::Damaged("a group's seconds"))?,
        members: members.map_err(|_| StoreError::Damaged("a group's members"))?,
        overflow,
    })
}
