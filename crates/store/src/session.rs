//! Who is signed in at the desk: one row for each browser, found by the digest of its token. How long a session lasts
//! and how many a person may have is decided by who begins it.

use crate::sql::{Row, Tx, Value};
use crate::{StoreError, TenantStore};
use domain::id::UserId;
use jiff::Timestamp;

/// SHA-256 of a token. The token itself is known to the browser alone.
pub type TokenDigest = [u8; 32];

/// One browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub user: UserId,
    pub created: Timestamp,
    pub last_seen: Timestamp,
    /// It holds before this moment.
    pub expires: Timestamp,
}

/// A tenant's sessions.
#[derive(Clone)]
pub struct Sessions {
    tenant: TenantStore,
}

impl Sessions {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        Sessions { tenant }
    }

    /// Keeps a new session. Those that are over by then go, and of the same person's all but the `most` last seen.
    pub async fn begin(&self, token: TokenDigest, row: SessionRow, most: usize) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM session WHERE expires <= $1";
            tx.execute(sql, vec![row.created.into()]).await?;
            let sql = "INSERT INTO session (tenant, token, person, created, last_seen, expires) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
            let person = row.user.get();
            let values = vec![
                tenant.into(),
                octets(token),
                person.into(),
                row.created.into(),
                row.last_seen.into(),
                row.expires.into(),
            ];
            tx.execute(sql, values).await?;
            let sql = "DELETE FROM session WHERE tenant = $1 AND person = $2 AND token NOT IN \
                       (SELECT token FROM session WHERE tenant = $1 AND person = $2 \
                        ORDER BY last_seen DESC, created DESC LIMIT $3)";
            tx.execute(sql, vec![tenant.into(), person.into(), (most as i64).into()]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// The session of a token, unless it is over.
    pub async fn find(&self, token: TokenDigest, now: Timestamp) -> Result<Option<SessionRow>, StoreError> {
        let sql = "SELECT person, created, last_seen, expires FROM session \
                   WHERE tenant = $1 AND token = $2 AND expires > $3";
        let values = vec![self.tenant.id().get().into(), octets(token), now.into()];
        self.tenant.rows(sql, values).await?.first().map(read).transpose()
    }

    /// Writes down that it was used; one that has ended meanwhile stays ended.
    pub async fn seen(
        &self,
        token: TokenDigest,
        at: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "UPDATE session SET last_seen = $1, expires = $2 WHERE tenant = $3 AND token = $4";
            tx.execute(sql, vec![at.into(), expires.into(), tenant.into(), octets(token)]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }

    /// Ends it, if there is one.
    pub async fn end(&self, token: TokenDigest) -> Result<(), StoreError> {
        let tenant = self.tenant.id().get();
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "DELETE FROM session WHERE tenant = $1 AND token = $2";
            tx.execute(sql, vec![tenant.into(), octets(token)]).await.map(drop)
        };
        self.tenant.write(Vec::new(), move |tx| Box::pin(async move { command(tx).await })).await
    }
}

/// Part of the command that sets a new password: whoever got in with the old one is out when it holds.
pub(crate) async fn end_all_of(tx: &mut Tx<'_>, user: UserId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE person = $1", vec![user.get().into()]).await.map(drop)
}

/// Part of a restore: a browser that has signed out since the backup was made stays signed out.
pub(crate) async fn end_all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session", Vec::new()).await.map(drop)
}

fn octets(token: TokenDigest) -> Value {
    token.to_vec().into()
}

fn read(row: &Row) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        user: UserId::new(row.int(0)?),
        created: row.moment(1)?,
        last_seen: row.moment(2)?,
        expires: row.moment(3)?,
    })
}
