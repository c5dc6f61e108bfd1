//! Letters that the house owes its people, and who was welcomed.

use crate::sql::{Row, Tx};
use crate::{StoreError, TenantStore, audit};
use domain::id::UserId;
use jiff::Timestamp;

/// A letter to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    pub person: UserId,
    pub what: &'static str,
    pub said: String,
    pub at: Timestamp,
}

/// A letter that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRow {
    pub id: i64,
    pub person: UserId,
    pub what: String,
    pub said: String,
    pub at: Timestamp,
}

/// How a person's welcome stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WelcomeRow {
    pub person: UserId,
    pub standing: String,
    pub round: i64,
}

/// A tenant's letters.
#[derive(Clone)]
pub struct LetterRows {
    tenant: TenantStore,
}

impl LetterRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        LetterRows { tenant }
    }

    /// One of a kind is due to a person at a time: who asks again meanwhile asks for nothing.
    pub async fn ask(&self, letter: NewLetter) -> Result<(), StoreError> {
        let command = async move |tx: &mut Tx<'_>| keep(tx, &letter).await;
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// The oldest first.
    pub async fn due(&self, limit: usize) -> Result<Vec<LetterRow>, StoreError> {
        let sql = "SELECT id, person, what, said, at FROM letter WHERE tenant = $1 ORDER BY id LIMIT $2";
        let values = vec![self.tenant.id().get().into(), (limit as i64).into()];
        self.tenant.rows(sql, values).await?.iter().map(letter).collect()
    }

    pub async fn done(&self, id: i64) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM letter WHERE tenant = $1 AND id = $2";
            tx.execute(sql, vec![tenant.into(), id.into()]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Of all for whom something was written.
    pub async fn welcomes(&self) -> Result<Vec<WelcomeRow>, StoreError> {
        let sql = "SELECT person, standing, round FROM welcome WHERE tenant = $1";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?;
        let read = |row: &Row| {
            Ok(WelcomeRow { person: UserId::new(row.int(0)?), standing: row.text(1)?, round: row.int(2)? })
        };
        rows.iter().map(read).collect()
    }

    /// A person, or everybody, is to be welcomed anew. `actor` is who wants it.
    pub async fn ask_welcome(
        &self,
        user: Option<UserId>,
        standing: &'static str,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO welcome (tenant, person, standing, round) \
                       SELECT tenant, id, $3, 1 FROM person WHERE tenant = $1 AND ($2 = 0 OR id = $2) \
                       ON CONFLICT (person) DO UPDATE SET standing = excluded.standing, round = welcome.round + 1";
            let values = vec![tenant.into(), user.map_or(0, UserId::get).into(), standing.into()];
            tx.execute(sql, values).await?;
            let whose = user.map_or_else(|| "everybody".to_owned(), |user| user.to_string());
            audit::append(tx, actor, "welcome mail to be sent", &whose).await?;
            tx.change("person", whose, user).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Where a welcome stands, if it is still of this round.
    pub async fn set_welcome(&self, row: WelcomeRow) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO welcome (tenant, person, standing, round) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (person) DO UPDATE SET standing = excluded.standing \
                       WHERE welcome.round = excluded.round";
            let person = row.person;
            let values = vec![tenant.into(), person.get().into(), row.standing.into(), row.round.into()];
            tx.execute(sql, values).await?;
            tx.change("person", person.to_string(), Some(person)).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// Part of the command that causes the letter.
pub(crate) async fn keep(tx: &mut Tx<'_>, letter: &NewLetter) -> Result<(), StoreError> {
    let tenant = tx.tenant.ok_or(StoreError::Refused("a letter belongs to a tenant"))?;
    let sql = "INSERT INTO letter (tenant, person, what, said, at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (tenant, person, what) DO NOTHING";
    let values = vec![
        tenant.get().into(),
        letter.person.get().into(),
        letter.what.into(),
        letter.said.as_str().into(),
        letter.at.into(),
    ];
    tx.execute(sql, values).await?;
    tx.change("letter", letter.what.to_owned(), Some(letter.person)).await
}

fn letter(row: &Row) -> Result<LetterRow, StoreError> {
    Ok(LetterRow {
        id: row.int(0)?,
        person: UserId::new(row.int(1)?),
        what: row.text(2)?,
        said: row.text(3)?,
        at: row.moment(4)?,
    })
}
