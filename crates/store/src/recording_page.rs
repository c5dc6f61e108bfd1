//! What opens the page on which the company's announcement is recorded, who is signed in there, and to whom mails go that say so.

use crate::session::TokenDigest;
use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore, audit, key};
use domain::id::UserId;
use jiff::Timestamp;
use zeroize::Zeroizing;

/// What the secret is sealed as.
const PURPOSE: &str = "recording page";
/// More browsers than people who record one announcement; the one that ends first makes room.
const MOST_SESSIONS: i64 = 20;

/// What opens the page.
#[derive(Clone)]
pub struct RecordingPageRow {
    pub name: String,
    pub secret: Zeroizing<Vec<u8>>,
    pub set_at: Timestamp,
}

/// A mail to be written.
#[derive(Clone)]
pub struct InvitationRow {
    pub id: i64,
    pub address: String,
    /// Who is told if it cannot be delivered.
    pub person: Option<UserId>,
    pub at: Timestamp,
}

/// A browser that signs in.
#[derive(Clone, Copy)]
pub struct NewPageSession {
    pub token: TokenDigest,
    pub at: Timestamp,
    pub expires: Timestamp,
    /// With what was set then.
    pub set_at: Timestamp,
}

/// A tenant's page.
#[derive(Clone)]
pub struct RecordingPageRows {
    tenant: TenantStore,
}

impl RecordingPageRows {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        RecordingPageRows { tenant }
    }

    pub async fn page(&self) -> Result<Option<RecordingPageRow>, StoreError> {
        let sql = "SELECT name, sealed, set_at FROM recording_page WHERE tenant = $1";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let secret = key::unwrap(&*self.tenant.key().await?, PURPOSE, &row.bytes(1)?)?;
        Ok(Some(RecordingPageRow { name: row.text(0)?, secret, set_at: row.moment(2)? }))
    }

    /// In the place of what opened it before: who is signed in with that is out, and no mail names it any more.
    pub async fn set(&self, page: RecordingPageRow, actor: Option<UserId>) -> Result<(), StoreError> {
        let sealed = self.sealed(&page.secret).await?;
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            clear_all(tx, tenant).await?;
            let sql = "INSERT INTO recording_page (tenant, name, sealed, set_at) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (tenant) DO UPDATE SET name = excluded.name, sealed = excluded.sealed, \
                       set_at = excluded.set_at";
            let values = vec![tenant.into(), page.name.into(), sealed.into(), page.set_at.into()];
            tx.execute(sql, values).await?;
            audit::append(tx, actor, "recording page opened", "").await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Nothing opens it any more.
    pub async fn remove(&self, actor: Option<UserId>) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            clear_all(tx, tenant).await?;
            let sql = "DELETE FROM recording_page WHERE tenant = $1";
            if tx.execute(sql, vec![tenant.into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            audit::append(tx, actor, "recording page closed", "").await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// A mail is to be written that names this secret, which takes the place of the one before. The name stays, and so do mails that
    /// are not written yet: they name the new one.
    pub async fn invite(
        &self,
        address: String,
        secret: Zeroizing<Vec<u8>>,
        at: Timestamp,
        actor: Option<UserId>,
    ) -> Result<(), StoreError> {
        let sealed = self.sealed(&secret).await?;
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            clear(tx, tenant).await?;
            let sql = "UPDATE recording_page SET sealed = $1, set_at = $2 WHERE tenant = $3";
            if tx.execute(sql, vec![sealed.into(), at.into(), tenant.into()]).await? == 0 {
                return Err(StoreError::NotFound);
            }
            let sql =
                "INSERT INTO recording_page_invitation (tenant, address, person, at) VALUES ($1, $2, $3, $4)";
            let person = actor.map(UserId::get);
            let values = vec![tenant.into(), address.as_str().into(), person.into(), at.into()];
            tx.execute(sql, values).await?;
            audit::append(tx, actor, "recording page: new password mailed", &address).await?;
            tx.change("letter", "recording-page".to_owned(), None).await
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// The oldest first.
    pub async fn invitations(&self, limit: usize) -> Result<Vec<InvitationRow>, StoreError> {
        let sql = "SELECT id, address, person, at FROM recording_page_invitation WHERE tenant = $1 ORDER BY id LIMIT $2";
        let values = vec![self.tenant.id().get().into(), (limit as i64).into()];
        self.tenant.rows(sql, values).await?.iter().map(invitation).collect()
    }

    /// A mail is written. After the last one the secret that was set then is kept as this one, its hash.
    pub async fn invited(
        &self,
        id: i64,
        hash: Zeroizing<Vec<u8>>,
        set_at: Timestamp,
    ) -> Result<(), StoreError> {
        let sealed = self.sealed(&hash).await?;
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM recording_page_invitation WHERE tenant = $1 AND id = $2";
            tx.execute(sql, vec![tenant.into(), id.into()]).await?;
            let sql = "UPDATE recording_page SET sealed = $1 WHERE tenant = $2 AND set_at = $3 AND NOT EXISTS \
                       (SELECT id FROM recording_page_invitation WHERE tenant = $2)";
            tx.execute(sql, vec![sealed.into(), tenant.into(), set_at.into()]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Says whether what it signed in with still opens the page.
    pub async fn begin_session(&self, new: NewPageSession) -> Result<bool, StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM recording_page_session WHERE expires <= $1";
            tx.execute(sql, vec![new.at.into()]).await?;
            let sql = "INSERT INTO recording_page_session (token, tenant, expires) \
                       SELECT $1, tenant, $2 FROM recording_page WHERE tenant = $3 AND set_at = $4";
            let values = vec![octets(new.token), new.expires.into(), tenant.into(), new.set_at.into()];
            let has_begun = tx.execute(sql, values).await? > 0;
            let sql = "DELETE FROM recording_page_session WHERE tenant = $1 AND token NOT IN \
                       (SELECT token FROM recording_page_session WHERE tenant = $1 ORDER BY expires DESC LIMIT $2)";
            tx.execute(sql, vec![tenant.into(), MOST_SESSIONS.into()]).await?;
            Ok(has_begun)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Whether this browser is signed in.
    pub async fn is_session(&self, token: TokenDigest, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM recording_page_session WHERE tenant = $1 AND token = $2 AND expires > $3";
        let values = vec![self.tenant.id().get().into(), octets(token), now.into()];
        Ok(!self.tenant.rows(sql, values).await?.is_empty())
    }

    pub async fn end_session(&self, token: TokenDigest) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM recording_page_session WHERE tenant = $1 AND token = $2";
            tx.execute(sql, vec![tenant.into(), octets(token)]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    async fn sealed(&self, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
        key::wrap(&*self.tenant.key().await?, PURPOSE, secret)
    }
}

/// Whoever got in with what opened the page before is out.
async fn clear(tx: &mut Tx<'_>, tenant: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM recording_page_session WHERE tenant = $1";
    tx.execute(sql, vec![tenant.into()]).await.map(drop)
}

/// Nor does any mail name it any more.
async fn clear_all(tx: &mut Tx<'_>, tenant: i64) -> Result<(), StoreError> {
    clear(tx, tenant).await?;
    let sql = "DELETE FROM recording_page_invitation WHERE tenant = $1";
    tx.execute(sql, vec![tenant.into()]).await.map(drop)
}

/// Part of a restore: a browser that has signed out since the backup was made stays signed out.
pub(crate) async fn end_all_sessions(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM recording_page_session", Vec::new()).await.map(drop)
}

fn octets(token: TokenDigest) -> Value {
    token.to_vec().into()
}

fn invitation(row: &Row) -> Result<InvitationRow, StoreError> {
    Ok(InvitationRow {
        id: row.int(0)?,
        address: row.text(1)?,
        person: row.int_or_null(2)?.map(UserId::new),
        at: row.moment(3)?,
    })
}
