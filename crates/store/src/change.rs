//! Changes: what a person can see, numbered by tenant in the order of commits.

use crate::sql::{Link, NewChange, Value};
use crate::{StoreError, TenantStore};
use domain::id::{TenantId, UserId};
use std::collections::BTreeMap;
use tokio::sync::watch;

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: u64,
    /// `message`, `folder`, `call`, `person`, `device`, `greeting`, `profile`, `announcement`, `contact`, `setting`.
    pub kind: String,
    /// The row's name.
    pub reference: String,
    /// Whom it concerns; none: everybody.
    pub user: Option<UserId>,
}

/// Changes after a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    Rows(Vec<Change>),
    /// They are kept no longer (or never were): read everything anew, and go on from `now`.
    TooOld {
        now: u64,
    },
}

/// A tenant's changes.
#[derive(Clone)]
pub struct ChangeLog {
    tenant: TenantStore,
}

impl ChangeLog {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        ChangeLog { tenant }
    }

    /// Holds the number of the newest change; at most 2 s late for what another process wrote.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.tenant.store.inner.ground.bulletin.watch(self.tenant.id())
    }

    /// The number of the newest change.
    pub async fn now(&self) -> Result<u64, StoreError> {
        let sql = "SELECT change_seq FROM tenant WHERE id = $1";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into()]).await?;
        Ok(rows.first().ok_or(StoreError::NotFound)?.int(0)? as u64)
    }

    /// At most `limit` changes after `seq`, in order.
    pub async fn since(&self, seq: u64, limit: usize) -> Result<Changes, StoreError> {
        if let Some(changes) = self.tenant.store.inner.ground.bulletin.since(self.tenant.id(), seq, limit) {
            return Ok(Changes::Rows(changes));
        }
        let now = self.now().await?;
        if seq == now {
            return Ok(Changes::Rows(Vec::new()));
        }
        let sql = "SELECT seq, kind, reference, person FROM change \
                   WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3";
        let after = i64::try_from(seq).unwrap_or(i64::MAX);
        let values = vec![self.tenant.id().get().into(), after.into(), (limit as i64).into()];
        let mut changes = Vec::new();
        for row in self.tenant.rows(sql, values).await? {
            changes.push(Change {
                seq: row.int(0)? as u64,
                kind: row.text(1)?,
                reference: row.text(2)?,
                user: row.int_or_null(3)?.map(UserId::new),
            });
        }
        match changes.first() {
            Some(first) if first.seq == seq + 1 => Ok(Changes::Rows(changes)),
            _ if seq != now => Ok(Changes::TooOld { now }),
            _ => Ok(Changes::Rows(changes)),
        }
    }
}

/// Numbers the changes and writes them, as the last thing in a transaction: the tenant's row stays locked until the
/// commit. Answers them by tenant.
pub(crate) async fn append(
    link: &mut Link<'_>,
    changes: Vec<NewChange>,
) -> Result<Vec<(TenantId, Vec<Change>)>, StoreError> {
    let mut by_tenant: BTreeMap<TenantId, Vec<NewChange>> = BTreeMap::new();
    for change in changes {
        by_tenant.entry(change.tenant).or_default().push(change);
    }
    let at = jiff::Timestamp::now();
    let mut written = Vec::with_capacity(by_tenant.len());
    for (tenant, changes) in by_tenant {
        let sql = "UPDATE tenant SET change_seq = change_seq + $1 WHERE id = $2 RETURNING change_seq";
        let rows = link.rows(sql, vec![(changes.len() as i64).into(), tenant.get().into()]).await?;
        let newest = rows.first().ok_or(StoreError::NotFound)?.int(0)?;
        let first = newest - changes.len() as i64 + 1;
        let changes: Vec<_> =
            (first as u64..).zip(changes).map(|(seq, change)| numbered(seq, change)).collect();
        let rows = changes.iter().map(|change| row(tenant, change, at));
        link.insert("change (tenant, seq, kind, reference, person, at)", rows.collect()).await?;
        written.push((tenant, changes));
    }
    Ok(written)
}

fn numbered(seq: u64, change: NewChange) -> Change {
    Change { seq, kind: change.kind.to_owned(), reference: change.reference, user: change.user }
}

fn row(tenant: TenantId, change: &Change, at: jiff::Timestamp) -> Vec<Value> {
    vec![
        tenant.get().into(),
        (change.seq as i64).into(),
        change.kind.as_str().into(),
        change.reference.as_str().into(),
        change.user.map(UserId::get).into(),
        at.into(),
    ]
}
