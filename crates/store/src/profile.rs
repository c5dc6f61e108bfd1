//! Rows of what people say of themselves for their callers: presence and profiles, texts and how greetings are used; and what
//! is recorded for the whole company.

use crate::sql::{Row, Tx};
use crate::{StoreError, TenantStore, audit};
use bytes::Bytes;
use domain::id::{BlobId, UserId};
use jiff::Timestamp;

/// A presence that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceRow {
    pub person: UserId,
    pub set_by: String,
    pub state: String,
    pub until: Option<Timestamp>,
}

/// What holds in a presence state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRow {
    pub person: UserId,
    pub state: String,
    pub takes_messages: bool,
    /// The number, and whether it is switched on.
    pub transfer: Option<(String, bool)>,
}

/// The name of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow {
    pub person: UserId,
    pub number: i64,
    /// Empty: it has none.
    pub name: String,
}

/// How a greeting is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    pub person: UserId,
    pub slot: String,
    pub assigned: Option<i64>,
    pub unskippable: bool,
}

/// What is recorded for the whole company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncementRow {
    pub slot: String,
    /// Empty: all languages are spoken in it.
    pub language: String,
    pub blob: BlobId,
    /// When it was recorded; none: before that was written down.
    pub set_at: Option<Timestamp>,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct EverybodysProfiles {
    pub presences: Vec<PresenceRow>,
    pub profiles: Vec<ProfileRow>,
    pub texts: Vec<TextRow>,
    pub usages: Vec<UsageRow>,
    pub announcements: Vec<AnnouncementRow>,
}

/// One thing that a person says.
#[derive(Clone, Debug)]
pub enum ProfileWrite {
    SetPresence(PresenceRow),
    ClearPresence {
        person: UserId,
        set_by: String,
    },
    Profile(ProfileRow),
    Text(TextRow),
    Usage(UsageRow),
    /// All greetings, texts and the name, with how they are used.
    ForgetGreetings(UserId),
}

impl ProfileWrite {
    fn person(&self) -> UserId {
        match self {
            ProfileWrite::SetPresence(row) => row.person,
            ProfileWrite::ClearPresence { person, .. } | ProfileWrite::ForgetGreetings(person) => *person,
            ProfileWrite::Profile(row) => row.person,
            ProfileWrite::Text(row) => row.person,
            ProfileWrite::Usage(row) => row.person,
        }
    }
}

/// A tenant's profiles.
#[derive(Clone)]
pub struct ProfileRows {
    tenant: TenantStore,
}

impl ProfileRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        ProfileRows { tenant }
    }

    pub async fn all(&self) -> Result<EverybodysProfiles, StoreError> {
        let all = |sql| self.tenant.rows(sql, vec![self.tenant.id().get().into()]);
        let presences = all("SELECT person, set_by, state, until FROM presence WHERE tenant = $1").await?;
        let profiles = all(
            "SELECT person, state, takes_messages, transfer, transfer_on FROM profile WHERE tenant = $1 ORDER BY state",
        )
        .await?;
        let texts =
            all("SELECT person, number, name FROM greeting_text WHERE tenant = $1 ORDER BY number").await?;
        let usages = all(
            "SELECT person, slot, assigned, unskippable FROM greeting_usage WHERE tenant = $1 ORDER BY slot",
        )
        .await?;
        let announcements = all(
            "SELECT slot, language, blob, set_at FROM announcement WHERE tenant = $1 ORDER BY slot, language",
        )
        .await?;
        Ok(EverybodysProfiles {
            presences: presences.iter().map(presence).collect::<Result<_, _>>()?,
            profiles: profiles.iter().map(profile).collect::<Result<_, _>>()?,
            texts: texts.iter().map(text).collect::<Result<_, _>>()?,
            usages: usages.iter().map(usage).collect::<Result<_, _>>()?,
            announcements: announcements.iter().map(announcement).collect::<Result<_, _>>()?,
        })
    }

    pub async fn write(&self, write: ProfileWrite) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let person = write.person();
            keep(tx, tenant, write).await?;
            tx.change("profile", person.to_string(), Some(person)).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Keeps what is recorded for the company; the same of the same language is replaced.
    pub async fn set_announcement(
        &self,
        slot: &str,
        language: &str,
        wav: Bytes,
        actor: Option<UserId>,
    ) -> Result<BlobId, StoreError> {
        let tenant = self.tenant.id().get();
        let blob = self.tenant.blobs().draw();
        let (slot, language, named) = (slot.to_owned(), language.to_owned(), blob.clone());
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO announcement (tenant, slot, language, blob, set_at) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (tenant, slot, language) DO UPDATE SET blob = excluded.blob, set_at = excluded.set_at";
            let now = Timestamp::now();
            let values =
                vec![tenant.into(), slot.as_str().into(), language.into(), named.as_str().into(), now.into()];
            tx.execute(sql, values).await?;
            audit::append(tx, actor, "announcement set", &slot).await?;
            tx.change("announcement", slot, None).await?;
            Ok::<_, StoreError>(named)
        };
        self.tenant.write(vec![(blob, wav)], move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Says whether there was one.
    pub async fn remove_announcement(
        &self,
        slot: &str,
        language: &str,
        actor: Option<UserId>,
    ) -> Result<bool, StoreError> {
        let tenant = self.tenant.id().get();
        let (slot, language) = (slot.to_owned(), language.to_owned());
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM announcement WHERE tenant = $1 AND slot = $2 AND language = $3";
            let removed = tx.execute(sql, vec![tenant.into(), slot.as_str().into(), language.into()]).await?;
            if removed > 0 {
                audit::append(tx, actor, "announcement removed", &slot).await?;
                tx.change("announcement", slot, None).await?;
            }
            Ok(removed > 0)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

async fn keep(tx: &mut Tx<'_>, tenant: i64, write: ProfileWrite) -> Result<(), StoreError> {
    let tenant = tenant.into();
    let (sql, values) = match write {
        ProfileWrite::SetPresence(row) => (
            "INSERT INTO presence (tenant, person, set_by, state, until) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (person, set_by) DO UPDATE SET state = excluded.state, until = excluded.until",
            vec![tenant, row.person.get().into(), row.set_by.into(), row.state.into(), row.until.into()],
        ),
        ProfileWrite::ClearPresence { person, set_by } => (
            "DELETE FROM presence WHERE person = $1 AND set_by = $2",
            vec![person.get().into(), set_by.into()],
        ),
        ProfileWrite::Profile(row) => {
            let (number, on) = row.transfer.map_or((None, false), |(number, on)| (Some(number), on));
            (
                "INSERT INTO profile (tenant, person, state, takes_messages, transfer, transfer_on) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, state) DO UPDATE SET \
                 takes_messages = excluded.takes_messages, transfer = excluded.transfer, transfer_on = excluded.transfer_on",
                vec![
                    tenant,
                    row.person.get().into(),
                    row.state.into(),
                    row.takes_messages.into(),
                    number.into(),
                    on.into(),
                ],
            )
        }
        ProfileWrite::Text(row) if row.name.is_empty() => (
            "DELETE FROM greeting_text WHERE person = $1 AND number = $2",
            vec![row.person.get().into(), row.number.into()],
        ),
        ProfileWrite::Text(row) => (
            "INSERT INTO greeting_text (tenant, person, number, name) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (person, number) DO UPDATE SET name = excluded.name",
            vec![tenant, row.person.get().into(), row.number.into(), row.name.into()],
        ),
        ProfileWrite::Usage(row) => (
            "INSERT INTO greeting_usage (tenant, person, slot, assigned, unskippable) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (person, slot) DO UPDATE SET assigned = excluded.assigned, unskippable = excluded.unskippable",
            vec![
                tenant,
                row.person.get().into(),
                row.slot.into(),
                row.assigned.into(),
                row.unskippable.into(),
            ],
        ),
        ProfileWrite::ForgetGreetings(person) => {
            for table in ["greeting_text", "greeting_usage"] {
                let sql = format!("DELETE FROM {table} WHERE person = $1");
                tx.execute(&sql, vec![person.get().into()]).await?;
            }
            ("DELETE FROM greeting WHERE person = $1", vec![person.get().into()])
        }
    };
    tx.execute(sql, values).await.map(drop)
}

fn presence(row: &Row) -> Result<PresenceRow, StoreError> {
    Ok(PresenceRow {
        person: UserId::new(row.int(0)?),
        set_by: row.text(1)?,
        state: row.text(2)?,
        until: row.moment_or_null(3)?,
    })
}

fn profile(row: &Row) -> Result<ProfileRow, StoreError> {
    let on = row.int(4)? != 0;
    Ok(ProfileRow {
        person: UserId::new(row.int(0)?),
        state: row.text(1)?,
        takes_messages: row.int(2)? != 0,
        transfer: row.text_or_null(3)?.map(|number| (number, on)),
    })
}

fn text(row: &Row) -> Result<TextRow, StoreError> {
    Ok(TextRow { person: UserId::new(row.int(0)?), number: row.int(1)?, name: row.text(2)? })
}

fn usage(row: &Row) -> Result<UsageRow, StoreError> {
    Ok(UsageRow {
        person: UserId::new(row.int(0)?),
        slot: row.text(1)?,
        assigned: row.int_or_null(2)?,
        unskippable: row.int(3)? != 0,
    })
}

fn announcement(row: &Row) -> Result<AnnouncementRow, StoreError> {
    Ok(AnnouncementRow {
        slot: row.text(0)?,
        language: row.text(1)?,
        blob: BlobId::parse(&row.text(2)?).ok_or(StoreError::Damaged("a blob's name"))?,
        set_at: row.moment_or_null(3)?,
    })
}
