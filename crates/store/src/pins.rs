//! What stands beside PINs: since when one holds, whether another is asked for, and the log of wrong ones.

use crate::sql::{Row, Tx};
use crate::{NewLetter, StoreError, TenantStore, audit, letter};
use domain::id::UserId;
use jiff::Timestamp;

/// A PIN beside its hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PinStanding {
    /// Since when it holds; `None`: there is none.
    pub set_at: Option<Timestamp>,
    /// Somebody has asked for another one.
    pub must_change: bool,
}

/// A row of the log.
#[derive(Clone, PartialEq, Eq)]
pub struct PinEvent {
    pub at: Timestamp,
    /// Whose box it was; `None`: nobody's.
    pub person: Option<UserId>,
    /// As it was entered.
    pub extension: String,
    /// `wrong`, `locked`, `refused`, `unlocked`.
    pub what: String,
    /// The device, or the address it came from.
    pub caller: String,
}

/// A tenant's PINs.
#[derive(Clone)]
pub struct PinRows {
    tenant: TenantStore,
}

impl PinRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        PinRows { tenant }
    }

    pub async fn standing(&self, user: UserId) -> Result<PinStanding, StoreError> {
        let sql = "SELECT set_at FROM person_secret WHERE person = $1 AND kind = 'pin'";
        let set = self.tenant.rows(sql, vec![user.get().into()]).await?;
        let sql = "SELECT must_change FROM pin_standing WHERE person = $1";
        let asked = self.tenant.rows(sql, vec![user.get().into()]).await?;
        Ok(PinStanding {
            set_at: set.first().map(|row| row.moment(0)).transpose()?,
            must_change: asked.first().map(|row| row.int(0)).transpose()? == Some(1),
        })
    }

    /// A person, or everybody who has a PIN, must choose another one. `actor` is who wants it.
    pub async fn require_change(
        &self,
        user: Option<UserId>,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO pin_standing (tenant, person, must_change) \
                       SELECT tenant, person, 1 FROM person_secret \
                       WHERE tenant = $1 AND kind = 'pin' AND ($2 = 0 OR person = $2) \
                       ON CONFLICT (person) DO UPDATE SET must_change = 1";
            tx.execute(sql, vec![tenant.into(), user.map_or(0, UserId::get).into()]).await?;
            let whose = user.map_or_else(|| "everybody".to_owned(), |user| user.to_string());
            audit::append(tx, actor, "PIN to be changed", &whose).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// With the letter that its owner is told of it by.
    pub async fn append(&self, event: PinEvent, told: Option<NewLetter>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO pin_log (tenant, at, person, extension, what, caller) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
            let person = event.person;
            let values = vec![
                tenant.into(),
                event.at.into(),
                person.map(UserId::get).into(),
                event.extension.into(),
                event.what.into(),
                event.caller.into(),
            ];
            tx.execute(sql, values).await?;
            match told {
                Some(told) => letter::keep(tx, &told).await,
                None => Ok(()),
            }
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// The newest first, with their places in the log; those before a place, or from the end on.
    pub async fn log(&self, before: Option<i64>, limit: usize) -> Result<Vec<(i64, PinEvent)>, StoreError> {
        let sql = "SELECT at, person, extension, what, caller, id FROM pin_log WHERE tenant = $1 AND id < $2 \
                   ORDER BY id DESC LIMIT $3";
        let before = before.unwrap_or(i64::MAX);
        let values = vec![self.tenant.id().get().into(), before.into(), (limit as i64).into()];
        let rows = self.tenant.rows(sql, values).await?;
        rows.iter().map(|row| Ok((row.int(5)?, event(row)?))).collect()
    }

    /// Since when everybody's PIN holds.
    pub async fn set_at(&self) -> Result<Vec<(UserId, Timestamp)>, StoreError> {
        let sql =
            "SELECT person, set_at FROM person_secret WHERE tenant = $1 AND kind = 'pin' ORDER BY person";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?;
        rows.iter().map(|row| Ok((UserId::new(row.int(0)?), row.moment(1)?))).collect()
    }
}

/// Part of the command that sets a PIN.
pub(crate) async fn is_changed(tx: &mut Tx<'_>, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE pin_standing SET must_change = 0 WHERE person = $1";
    tx.execute(sql, vec![user.get().into()]).await.map(drop)
}

fn event(row: &Row) -> Result<PinEvent, StoreError> {
    Ok(PinEvent {
        at: row.moment(0)?,
        person: row.int_or_null(1)?.map(UserId::new),
        extension: row.text(2)?,
        what: row.text(3)?,
        caller: row.text(4)?,
    })
}
