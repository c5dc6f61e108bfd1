//! Rows of attendants and of the announcements that were recorded for them.

use crate::sql::{Row, Tx};
use crate::{StoreError, TenantStore, audit, group};
use bytes::Bytes;
use domain::id::{AttendantId, BlobId, UserId};

/// An attendant as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendantRow {
    pub id: AttendantId,
    pub extension: String,
    /// JSON.
    pub plan: String,
}

/// One recorded announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendantSoundRow {
    pub attendant: AttendantId,
    pub name: String,
    pub language: String,
    pub blob: BlobId,
}

/// A tenant's attendants.
#[derive(Clone)]
pub struct AttendantRows {
    tenant: TenantStore,
}

impl AttendantRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        AttendantRows { tenant }
    }

    /// By extension.
    pub async fn all(&self) -> Result<Vec<AttendantRow>, StoreError> {
        let sql = "SELECT id, extension, plan FROM attendant WHERE tenant = $1 ORDER BY extension";
        self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?.iter().map(attendant).collect()
    }

    /// By attendant, name and language.
    pub async fn sounds(&self) -> Result<Vec<AttendantSoundRow>, StoreError> {
        let sql = "SELECT attendant, name, language, blob FROM attendant_sound WHERE tenant = $1 \
                   ORDER BY attendant, name, language";
        self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?.iter().map(sound).collect()
    }

    /// Adds an attendant; the id of the row given is not looked at. `actor` is who did it.
    pub async fn add(&self, row: AttendantRow, actor: Option<UserId>) -> Result<AttendantId, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            group::is_no_persons(tx, tenant, &row.extension).await?;
            group::is_no_groups(tx, tenant, &row.extension).await?;
            let sql = "INSERT INTO attendant (tenant, extension, plan) VALUES ($1, $2, $3) RETURNING id";
            let rows = tx.rows(sql, vec![tenant.into(), row.extension.into(), row.plan.into()]).await?;
            let id = AttendantId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            audit::append(tx, actor, "attendant added", &id.to_string()).await?;
            tx.change("attendant", id.to_string(), None).await?;
            Ok(id)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Writes an attendant over.
    pub async fn change(&self, row: AttendantRow, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            group::is_no_persons(tx, tenant, &row.extension).await?;
            group::is_no_groups(tx, tenant, &row.extension).await?;
            let id = row.id;
            let sql = "UPDATE attendant SET extension = $1, plan = $2 WHERE tenant = $3 AND id = $4";
            let values = vec![row.extension.into(), row.plan.into(), tenant.into(), id.get().into()];
            if tx.execute(sql, values).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "attendant changed", &id.to_string()).await?;
            tx.change("attendant", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// With what was recorded for it.
    pub async fn remove(&self, id: AttendantId, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM attendant WHERE tenant = $1 AND id = $2";
            if tx.execute(sql, vec![tenant.into(), id.get().into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            let sounds = "DELETE FROM attendant_sound WHERE tenant = $1 AND attendant = $2";
            tx.execute(sounds, vec![tenant.into(), id.get().into()]).await?;
            audit::append(tx, actor, "attendant removed", &id.to_string()).await?;
            tx.change("attendant", id.to_string(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Keeps an announcement in the place of the one of the same name and language.
    pub async fn set_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
        wav: Bytes,
    ) -> Result<BlobId, StoreError> {
        let tenant = self.tenant.id().get();
        let blob = self.tenant.blobs().draw();
        let (name, language, named) = (name.to_owned(), language.to_owned(), blob.clone());
        let command = async move |tx: &mut Tx<'_>| {
            let there = "SELECT id FROM attendant WHERE tenant = $1 AND id = $2";
            if tx.rows(there, vec![tenant.into(), id.get().into()]).await?.is_empty() {
                return Err(StoreError::NotFound);
            }
            let sql = "INSERT INTO attendant_sound (tenant, attendant, name, language, blob) \
                       VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (attendant, name, language) DO UPDATE SET blob = excluded.blob";
            let values =
                vec![tenant.into(), id.get().into(), name.into(), language.into(), named.as_str().into()];
            tx.execute(sql, values).await?;
            tx.change("attendant", id.to_string(), None).await?;
            Ok(named)
        };
        self.tenant.write(vec![(blob, wav)], move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Says whether there was one.
    pub async fn remove_sound(
        &self,
        id: AttendantId,
        name: &str,
        language: &str,
    ) -> Result<bool, StoreError> {
        let tenant = self.tenant.id().get();
        let (name, language) = (name.to_owned(), language.to_owned());
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM attendant_sound \
                       WHERE tenant = $1 AND attendant = $2 AND name = $3 AND language = $4";
            let values = vec![tenant.into(), id.get().into(), name.into(), language.into()];
            let removed = tx.execute(sql, values).await? > 0;
            if removed {
                tx.change("attendant", id.to_string(), None).await?;
            }
            Ok(removed)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// An extension is a person's, a group's or an attendant's.
pub(crate) async fn is_no_attendants(
    tx: &mut Tx<'_>,
    tenant: i64,
    extension: &str,
) -> Result<(), StoreError> {
    let sql = "SELECT id FROM attendant WHERE tenant = $1 AND extension = $2";
    let attendants = tx.rows(sql, vec![tenant.into(), extension.into()]).await?;
    if attendants.is_empty() { Ok(()) } else { Err(StoreError::Taken) }
}

fn attendant(row: &Row) -> Result<AttendantRow, StoreError> {
    Ok(AttendantRow { id: AttendantId::new(row.int(0)?), extension: row.text(1)?, plan: row.text(2)? })
}

fn sound(row: &Row) -> Result<AttendantSoundRow, StoreError> {
    Ok(AttendantSoundRow {
        attendant: AttendantId::new(row.int(0)?),
        name: row.text(1)?,
        language: row.text(2)?,
        blob: BlobId::parse(&row.text(3)?).ok_or(StoreError::Damaged("an announcement's blob"))?,
    })
}
