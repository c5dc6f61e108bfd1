//! Who waits for news of which mailbox: the tenant's changes, told only to those who can see them.

use crate::office::lock;
use domain::id::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use store::{Changes, TenantStore};
use tokio::sync::watch;

/// Changes read at once.
const MOST_CHANGES: usize = 1_000;

#[derive(Default)]
pub(super) struct Watching {
    people: Mutex<HashMap<UserId, watch::Sender<u64>>>,
}

impl Watching {
    /// Begins to follow the tenant's changes; ends when the last user of the answer is gone.
    pub fn begin(store: &TenantStore) -> Arc<Watching> {
        let watching = Arc::new(Watching::default());
        let changes = store.changes();
        let news = changes.watch();
        tokio::spawn(follow(Arc::downgrade(&watching), changes, news));
        watching
    }

    pub fn watch(&self, user: UserId, now: u64) -> watch::Receiver<u64> {
        lock(&self.people).entry(user).or_insert_with(|| watch::channel(now).0).subscribe()
    }

    /// `None`: everybody can see it.
    fn tell(&self, user: Option<UserId>, seq: u64) {
        let people = lock(&self.people);
        match user {
            Some(user) => people.get(&user).into_iter().for_each(|watched| rise(watched, seq)),
            None => people.values().for_each(|watched| rise(watched, seq)),
        }
    }
}

fn rise(watched: &watch::Sender<u64>, seq: u64) {
    watched.send_if_modified(|last| {
        let risen = seq > *last;
        *last = seq.max(*last);
        risen
    });
}

async fn follow(watching: Weak<Watching>, changes: store::ChangeLog, mut news: watch::Receiver<u64>) {
    let mut seen = *news.borrow_and_update();
    while news.changed().await.is_ok() {
        news.borrow_and_update();
        loop {
            let Some(watching) = watching.upgrade() else { return };
            match changes.since(seen, MOST_CHANGES).await {
                Ok(Changes::Rows(rows)) => {
                    for change in &rows {
                        watching.tell(change.user, change.seq);
                        seen = change.seq;
                    }
                    if rows.len() < MOST_CHANGES {
                        break;
                    }
                }
                Ok(Changes::TooOld { now }) => {
                    watching.tell(None, now);
                    seen = now;
                }
                // The store is away: its next change, or its return, comes by the same road.
                Err(_) => break,
            }
        }
    }
}
