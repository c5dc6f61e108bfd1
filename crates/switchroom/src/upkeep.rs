//! Every hour the store gives back what nothing names any more, and forgets what is too old.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::{Forgotten, Reclaimed, Store, StoreError};
use tokio::sync::watch;
use tracing::{info, warn};

/// An hour, more or less: nodes that were started together do not all ask at once.
const SHORTEST_WAIT: Duration = Duration::from_secs(45 * 60);
const LONGEST_WAIT: Duration = Duration::from_secs(75 * 60);

/// What has been given back and forgotten since the start.
#[derive(Default)]
pub struct Upkeep {
    pub octets: AtomicU64,
    pub blobs: AtomicU64,
    pub rows: AtomicU64,
    pub failures: AtomicU64,
}

impl Upkeep {
    /// Until the house closes. A round under way is then cut off, which harms nothing.
    pub async fn run(self: Arc<Self>, store: Store, mut closing: watch::Receiver<bool>) {
        let rounds = async {
            loop {
                tokio::time::sleep(rand::random_range(SHORTEST_WAIT..LONGEST_WAIT)).await;
                self.round(&store, Timestamp::now()).await;
            }
        };
        tokio::select! {
            () = rounds => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
    }

    async fn round(&self, store: &Store, now: Timestamp) {
        match both(store, now).await {
            Ok((forgotten, reclaimed)) => self.count(forgotten, reclaimed),
            Err(error) => {
                self.failures.fetch_add(1, Ordering::Relaxed);
                warn!(%error, "the store's upkeep is put off to the next round");
            }
        }
    }

    fn count(&self, forgotten: Forgotten, reclaimed: Reclaimed) {
        let Forgotten { changes, deliveries, vanished, outbound } = forgotten;
        let Reclaimed { messages, blobs, moved, files, octets } = reclaimed;
        self.octets.fetch_add(octets, Ordering::Relaxed);
        self.blobs.fetch_add(blobs, Ordering::Relaxed);
        self.rows.fetch_add(changes + deliveries + vanished + outbound + messages, Ordering::Relaxed);
        info!(
            changes,
            deliveries, vanished, outbound, messages, blobs, moved, files, octets, "upkeep of the store"
        );
    }
}

async fn both(store: &Store, now: Timestamp) -> Result<(Forgotten, Reclaimed), StoreError> {
    let forgotten = store.forget_old(now).await?;
    // Nothing is reclaimed here while another node is at it.
    Ok((forgotten, store.reclaim(now).await?.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use store::{MasterKey, StoreConfig};

    async fn store(dir: &std::path::Path) -> Store {
        let config = StoreConfig {
            database: format!("sqlite:{}", dir.join("switchroom.db").display()),
            dir: dir.to_owned(),
            reserve_bytes: 0,
            master_key: MasterKey::from_octets([1; 32]),
        };
        Store::open(config).await.unwrap()
    }

    #[tokio::test]
    async fn what_a_round_gives_back_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path()).await;
        let people = store.tenant_of_domain("example.org").await.unwrap().people();
        let (anna, wav) = (domain::id::UserId::new(1), vec![0; 5_000]);
        people.set_greeting(anna, "busy", "de-DE", wav.into()).await.unwrap();
        people.remove_greeting(anna, "busy", "de-DE").await.unwrap();
        let upkeep = Upkeep::default();
        for hours in [0, 25, 24 * 9] {
            upkeep.round(&store, Timestamp::now() + SignedDuration::from_hours(hours)).await;
        }
        let counted = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        assert_eq!(counted(&upkeep.octets), 5_016);
        assert_eq!((counted(&upkeep.blobs), counted(&upkeep.rows), counted(&upkeep.failures)), (1, 2, 0));
        store.close().await;
        upkeep.round(&store, Timestamp::now()).await;
        assert_eq!(counted(&upkeep.failures), 1);
    }

    #[tokio::test]
    async fn it_ends_with_the_house() {
        let dir = tempfile::tempdir().unwrap();
        let (closing, is_closing) = watch::channel(false);
        let running = tokio::spawn(Arc::new(Upkeep::default()).run(store(dir.path()).await, is_closing));
        closing.send_replace(true);
        tokio::time::timeout(Duration::from_secs(10), running).await.unwrap().unwrap();
    }
}
