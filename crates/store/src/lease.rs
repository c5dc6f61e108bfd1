//! A lease: work that one process at a time does for all that share the database.

use crate::key::random;
use crate::sql::Tx;
use crate::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// A holder that has not been heard of for so long is taken for dead.
pub(crate) const LEASE_HOLDS: SignedDuration = SignedDuration::from_mins(10);

/// Held since it was taken. Another may take it once it has ended; every write under it therefore begins with
/// [`Lease::hold`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lease {
    name: &'static str,
    /// Rises whenever the lease is taken.
    epoch: i64,
}

impl Lease {
    /// `None` while it is another's.
    pub(crate) async fn take(
        store: &Store,
        name: &'static str,
        now: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        let holder = format!("{} {}", std::process::id(), hex::encode(random::<8>()));
        let command = async move |tx: &mut Tx<'_>| {
            let sql = "INSERT INTO lease (name, holder, ends_at, epoch) VALUES ($1, $2, $3, 1) \
                       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at, \
                       epoch = lease.epoch + 1 WHERE lease.ends_at <= $4 RETURNING epoch";
            let values = vec![name.into(), holder.into(), (now + LEASE_HOLDS).into(), now.into()];
            let rows = tx.rows(sql, values).await?;
            rows.first().map(|row| Ok(Lease { name, epoch: row.int(0)? })).transpose()
        };
        store.write(None, Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    /// Fails unless the lease is still ours; it is until the transaction ends, and [`LEASE_HOLDS`] from now.
    pub(crate) async fn hold(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
        self.end_at(tx, (now + LEASE_HOLDS).as_microsecond()).await
    }

    /// Anybody may take it from now on.
    pub(crate) async fn release(self, store: &Store) -> Result<(), StoreError> {
        store.write(None, Vec::new(), move |tx| Box::pin(self.end_at(tx, 0))).await
    }

    async fn end_at(self, tx: &mut Tx<'_>, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE lease SET ends_at = $1 WHERE name = $2 AND epoch = $3";
        match tx.execute(sql, vec![at.into(), self.name.into(), self.epoch.into()]).await? {
            0 => Err(StoreError::LeaseLost),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;

    async fn hold(store: &Store, lease: Lease, now: Timestamp) -> Result<(), StoreError> {
        store.write(None, Vec::new(), move |tx| Box::pin(lease.hold(tx, now))).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_lease_has_one_holder_and_an_old_one_writes_nothing() {
        for fixture in on_both().await {
            let store = &fixture.store;
            let now = Timestamp::now();
            let lapsed = now + LEASE_HOLDS;
            let first = Lease::take(store, "work", now).await.unwrap().unwrap();
            assert!(Lease::take(store, "work", now).await.unwrap().is_none());
            assert!(Lease::take(store, "other work", now).await.unwrap().is_some());
            hold(store, first, lapsed).await.unwrap();
            assert!(Lease::take(store, "work", lapsed).await.unwrap().is_none(), "held on");

            let second = Lease::take(store, "work", lapsed + LEASE_HOLDS).await.unwrap().unwrap();
            let late = hold(store, first, lapsed).await;
            assert!(matches!(late, Err(StoreError::LeaseLost)), "{late:?}");
            assert!(matches!(first.release(store).await, Err(StoreError::LeaseLost)));
            second.release(store).await.unwrap();
            assert!(Lease::take(store, "work", now).await.unwrap().is_some());
        }
    }
}
