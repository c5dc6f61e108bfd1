//! Rows of people, their devices, secrets and greetings. What is secret is sealed here, under the tenant's key.

use crate::sql::{Row, Tx};
use crate::{StoreError, TenantStore, attendant, audit, group, key, pins, session};
use bytes::Bytes;
use domain::id::{BlobId, DeviceId, UserId};
use zeroize::Zeroizing;

/// A person as it is kept.
#[derive(Clone, Debug)]
pub struct PersonRow {
    pub id: UserId,
    pub name: String,
    pub extension: String,
    pub email: String,
    pub language: String,
    pub zone: String,
    pub administrator: bool,
}

/// A device as it is kept, with its secret opened.
#[derive(Clone)]
pub struct DeviceRow {
    pub id: DeviceId,
    pub person: UserId,
    pub name: String,
    pub sip_user: String,
    pub algorithms: String,
    pub media_from_anywhere: bool,
    pub secret: Zeroizing<Vec<u8>>,
}

/// A recorded greeting's place.
#[derive(Clone, Debug)]
pub struct GreetingRow {
    pub person: UserId,
    pub situation: String,
    pub language: String,
    pub blob: BlobId,
}

/// What a secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    Password,
    Scram,
    Pin,
}

impl SecretKind {
    const fn name(self) -> &'static str {
        match self {
            SecretKind::Password => "password",
            SecretKind::Scram => "scram",
            SecretKind::Pin => "pin",
        }
    }
}

/// Everybody and everything of theirs that is no secret, but for devices', which calls need at once.
pub struct Everybody {
    pub people: Vec<PersonRow>,
    pub devices: Vec<DeviceRow>,
    pub greetings: Vec<GreetingRow>,
}

/// A tenant's people.
#[derive(Clone)]
pub struct PeopleRows {
    tenant: TenantStore,
}

impl PeopleRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        PeopleRows { tenant }
    }

    pub async fn everybody(&self) -> Result<Everybody, StoreError> {
        let tenant = || vec![self.tenant.id().get().into()];
        let sql =
            "SELECT id, name, extension, email, language, zone, administrator FROM person WHERE tenant = $1";
        let people = self.tenant.rows(sql, tenant()).await?;
        let sql = "SELECT id, person, name, sip_user, algorithms, media_from_anywhere, sealed FROM device WHERE tenant = $1";
        let mut devices = Vec::new();
        for row in self.tenant.rows(sql, tenant()).await? {
            devices.push(self.device(&row).await?);
        }
        let sql = "SELECT person, situation, language, blob FROM greeting WHERE tenant = $1";
        let greetings = self.tenant.rows(sql, tenant()).await?;
        Ok(Everybody {
            people: people.iter().map(person).collect::<Result<_, _>>()?,
            devices,
            greetings: greetings.iter().map(greeting).collect::<Result<_, _>>()?,
        })
    }

    /// Adds a person with the given secrets; the id of the row given is not looked at.
    pub async fn add_person(
        &self,
        row: PersonRow,
        secrets: Vec<(SecretKind, Vec<u8>)>,
    ) -> Result<UserId, StoreError> {
        let (tenant, extension) = (self.tenant.id().get(), row.extension.clone());
        let mut sealed = Vec::with_capacity(secrets.len());
        for (kind, secret) in secrets {
            sealed.push((kind, self.seal(kind.name(), &secret).await?));
        }
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO person (tenant, name, extension, email, language, zone, administrator) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
            let values = vec![
                tenant.into(),
                row.name.into(),
                row.extension.into(),
                row.email.into(),
                row.language.into(),
                row.zone.into(),
                row.administrator.into(),
            ];
            group::is_no_groups(tx, tenant, &extension).await?;
            attendant::is_no_attendants(tx, tenant, &extension).await?;
            let rows = tx.rows(sql, values).await?;
            let user = UserId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            for (kind, secret) in sealed {
                write_secret(tx, tenant, user, kind, secret).await?;
            }
            audit::append(tx, None, "person added", &user.to_string()).await?;
            tx.change("person", user.to_string(), Some(user)).await?;
            Ok(user)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    /// Adds a device; its id is not looked at.
    pub async fn add_device(&self, row: DeviceRow) -> Result<DeviceId, StoreError> {
        let tenant = self.tenant.id().get();
        let sealed = self.seal("device", &row.secret).await?;
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO device (tenant, person, name, sip_user, algorithms, media_from_anywhere, sealed) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
            let values = vec![
                tenant.into(),
                row.person.get().into(),
                row.name.into(),
                row.sip_user.into(),
                row.algorithms.into(),
                row.media_from_anywhere.into(),
                sealed.into(),
            ];
            let rows = tx.rows(sql, values).await?;
            let device = DeviceId::new(rows.first().ok_or(StoreError::NotFound)?.int(0)?);
            audit::append(tx, None, "device added", &device.to_string()).await?;
            tx.change("device", device.to_string(), Some(row.person)).await?;
            Ok(device)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    /// Sets secrets of a person, all or none.
    pub async fn set_secrets(
        &self,
        user: UserId,
        secrets: Vec<(SecretKind, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let mut sealed = Vec::with_capacity(secrets.len());
        for (kind, secret) in secrets {
            sealed.push((kind, self.seal(kind.name(), &secret).await?));
        }
        let command = async move |tx: &mut Tx<'_>| {
            for (kind, secret) in sealed {
                write_secret(tx, tenant, user, kind, secret).await?;
                audit::append(tx, None, "secret set", &format!("{} of {user}", kind.name())).await?;
                if kind == SecretKind::Pin {
                    pins::is_changed(tx, user).await?;
                }
                if kind == SecretKind::Password {
                    session::end_all_of(tx, user).await?;
                }
            }
            tx.change("person", user.to_string(), Some(user)).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    pub async fn secret(
        &self,
        user: UserId,
        kind: SecretKind,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let sql = "SELECT sealed FROM person_secret WHERE person = $1 AND kind = $2";
        let rows = self.tenant.rows(sql, vec![user.get().into(), kind.name().into()]).await?;
        match rows.first() {
            Some(row) => Ok(Some(self.open(kind.name(), &row.bytes(0)?).await?)),
            None => Ok(None),
        }
    }

    /// Keeps a greeting's WAV file; one of the same situation and language is replaced. A text that was assigned to it no longer is.
    pub async fn set_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
        wav: Bytes,
    ) -> Result<BlobId, StoreError> {
        let tenant = self.tenant.id().get();
        let blob = self.tenant.blobs().draw();
        let (situation, language) = (situation.to_owned(), language.to_owned());
        let named = blob.clone();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO greeting (tenant, person, situation, language, blob) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (person, situation, language) DO UPDATE SET blob = excluded.blob";
            let values = vec![
                tenant.into(),
                user.get().into(),
                situation.as_str().into(),
                language.into(),
                named.as_str().into(),
            ];
            tx.execute(sql, values).await?;
            let sql = "UPDATE greeting_usage SET assigned = NULL WHERE person = $1 AND slot = $2";
            tx.execute(sql, vec![user.get().into(), situation.as_str().into()]).await?;
            tx.change("greeting", situation, Some(user)).await?;
            Ok::<_, StoreError>(named)
        };
        self.tenant.write(vec![(blob, wav)], move |tx| Box::pin(command(tx))).await
    }

    /// Says whether there was one.
    pub async fn remove_greeting(
        &self,
        user: UserId,
        situation: &str,
        language: &str,
    ) -> Result<bool, StoreError> {
        let (situation, language) = (situation.to_owned(), language.to_owned());
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM greeting WHERE person = $1 AND situation = $2 AND language = $3";
            let removed =
                tx.execute(sql, vec![user.get().into(), situation.as_str().into(), language.into()]).await?;
            if removed > 0 {
                tx.change("greeting", situation, Some(user)).await?;
            }
            Ok(removed > 0)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    /// Wrong tries under a subject, as the one who judges them wrote them down.
    pub async fn tries(&self, subject: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT state FROM tries WHERE tenant = $1 AND subject = $2";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), subject.into()]).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    /// `None` forgets them.
    pub async fn set_tries(&self, subject: &str, state: Option<String>) -> Result<(), StoreError> {
        let (tenant, subject) = (self.tenant.id().get(), subject.to_owned());
        let command = async move |tx: &mut Tx<'_>| {
            let Some(state) = state else {
                let sql = "DELETE FROM tries WHERE tenant = $1 AND subject = $2";
                return tx.execute(sql, vec![tenant.into(), subject.into()]).await.map(drop);
            };
            let sql = "INSERT INTO tries (tenant, subject, state, at) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (tenant, subject) DO UPDATE SET state = excluded.state, at = excluded.at";
            let now = jiff::Timestamp::now();
            tx.execute(sql, vec![tenant.into(), subject.into(), state.into(), now.into()]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    async fn device(&self, row: &Row) -> Result<DeviceRow, StoreError> {
        Ok(DeviceRow {
            id: DeviceId::new(row.int(0)?),
            person: UserId::new(row.int(1)?),
            name: row.text(2)?,
            sip_user: row.text(3)?,
            algorithms: row.text(4)?,
            media_from_anywhere: row.int(5)? != 0,
            secret: self.open("device", &row.bytes(6)?).await?,
        })
    }

    async fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        key::wrap(&*self.tenant.key().await?, purpose, plain)
    }

    async fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        key::unwrap(&*self.tenant.key().await?, purpose, sealed)
    }
}

async fn write_secret(
    tx: &mut Tx<'_>,
    tenant: i64,
    user: UserId,
    kind: SecretKind,
    sealed: Vec<u8>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO person_secret (tenant, person, kind, sealed, set_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (person, kind) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at";
    let now = jiff::Timestamp::now();
    tx.execute(sql, vec![tenant.into(), user.get().into(), kind.name().into(), sealed.into(), now.into()])
        .await
        .map(drop)
}

fn person(row: &Row) -> Result<PersonRow, StoreError> {
    Ok(PersonRow {
        id: UserId::new(row.int(0)?),
        name: row.text(1)?,
        extension: row.text(2)?,
        email: row.text(3)?,
        language: row.text(4)?,
        zone: row.text(5)?,
        administrator: row.int(6)? != 0,
    })
}

fn greeting(row: &Row) -> Result<GreetingRow, StoreError> {
    Ok(GreetingRow {
        person: UserId::new(row.int(0)?),
        situation: row.text(1)?,
        language: row.text(2)?,
        blob: BlobId::parse(&row.text(3)?).ok_or(StoreError::Damaged("a blob's name"))?,
    })
}
