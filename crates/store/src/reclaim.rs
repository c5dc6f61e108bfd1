//! What no row has named for a day is given back: messages that lie in no folder, blobs, and their room on the disk.
//!
//! A round runs beside a living house. Each of its writes is short and proves that the lease is still held; each of its
//! steps can be the last one, since a crash between any two leaves named blobs where their rows say. It rests on three
//! rules:
//!
//! - A blob and the row that names it are written in one transaction, and a blob once unnamed is never named again.
//! - Files change a day after they were last written to, never before. What a delivery has written but not yet committed
//!   is younger by far, and a backup that began by copying the database has a day to copy the files.
//! - Whoever appends to a segment keeps it locked.

mod blobs;
mod files;
mod folder;
mod messages;
mod segments;
#[cfg(test)]
mod tests;

use crate::lease::Lease;
use crate::segment::Segments;
use crate::sql::Tx;
use crate::{Store, StoreError};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long nothing must have named a blob, and how old a file must be.
pub(crate) const UNTOUCHED: SignedDuration = SignedDuration::from_hours(24);
/// Between two steps others have the disk and the writer for themselves.
const PAUSE: Duration = Duration::from_millis(20);

/// What a round has given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reclaimed {
    /// Messages that lay in no folder.
    pub messages: u64,
    /// Blobs whose keys are destroyed.
    pub blobs: u64,
    /// Blobs written anew, so that their old segment can go.
    pub moved: u64,
    /// Segments and blobs' own files that are gone from the disk, and what they held.
    pub files: u64,
    pub octets: u64,
}

impl Store {
    /// Gives back what no row has named for a day; `None` while another process is at it.
    pub async fn reclaim(&self, now: Timestamp) -> Result<Option<Reclaimed>, StoreError> {
        let Some(mut round) = Round::begin(self, now).await? else { return Ok(None) };
        let done = round.run().await;
        let released = round.lease.release(self).await;
        done.and(released).map(|()| Some(round.reclaimed))
    }
}

/// One round of reclaiming.
struct Round {
    store: Store,
    lease: Lease,
    /// The time that the round was given, and since when it runs.
    began: (Timestamp, Instant),
    reclaimed: Reclaimed,
}

impl Round {
    async fn begin(store: &Store, now: Timestamp) -> Result<Option<Round>, StoreError> {
        let lease = Lease::take(store, "reclaim", now).await?;
        let began = (now, Instant::now());
        Ok(lease.map(|lease| Round { store: store.clone(), lease, began, reclaimed: Reclaimed::default() }))
    }

    async fn run(&mut self) -> Result<(), StoreError> {
        self.sweep_messages().await?;
        self.forget_blobs().await?;
        self.check_folder().await?;
        self.clear_segments().await?;
        self.remove_files().await
    }

    fn now(&self) -> Timestamp {
        let (now, at) = self.began;
        SignedDuration::try_from(at.elapsed()).map_or(now, |elapsed| now + elapsed)
    }

    /// What was last touched before this may go.
    fn untouched_since(&self) -> Timestamp {
        self.now() - UNTOUCHED
    }

    fn segments(&self) -> Arc<Segments> {
        Arc::clone(&self.store.inner.ground.segments)
    }

    /// A short write under the lease.
    async fn write<T, F>(&self, run: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a, 'c> FnOnce(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
    {
        let (lease, now) = (self.lease, self.now());
        let command = async move |tx: &mut Tx<'_>| {
            lease.hold(tx, now).await?;
            run(tx).await
        };
        self.store.write(None, Vec::new(), move |tx| Box::pin(command(tx))).await
    }

    /// Between two steps.
    async fn pause(&self) {
        tokio::time::sleep(PAUSE).await;
    }
}

/// Work on the disk, where it holds up no other task.
async fn on_disk<T, F>(work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, StoreError> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Closed)?
}
