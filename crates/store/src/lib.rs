//! What is kept: SQL on SQLite or PostgreSQL, and blobs on the disk. The only room with SQL; it decides nothing.

mod attendant;
mod audit;
pub mod backup;
mod binding;
mod blob;
mod bulletin;
mod change;
mod contact;
mod dialect;
mod distribution;
mod error;
mod forget;
mod group;
mod journal;
mod key;
mod lease;
mod letter;
pub mod messages;
mod migrate;
mod outbound;
mod outcall;
mod people;
mod pins;
mod profile;
mod quota;
mod reclaim;
mod recording_page;
mod room;
mod seal;
mod segment;
mod session;
mod setting;
mod site;
pub mod sql;
mod sqlite;
mod system;
mod tenant;
#[cfg(any(test, feature = "testing"))]
#[allow(clippy::expect_used, reason = "tests fail by panicking")]
pub mod testing;
#[cfg(test)]
mod tests;
mod transcript;
mod trunk;
mod writer;

pub use attendant::{AttendantRow, AttendantRows, AttendantSoundRow};
pub use binding::{BindingRow, Bindings};
pub use blob::Blobs;
pub use change::{Change, ChangeLog, Changes};
pub use contact::{ContactChanged, ContactRow, ContactRows, ContactsAdded, ContactsWanted};
pub use distribution::{ListRow, ListRows};
pub use error::StoreError;
pub use forget::Forgotten;
pub use group::{GroupRow, GroupRows};
pub use journal::{CallRecord, Journal, Outcome};
pub use key::MasterKey;
pub use letter::{LetterRow, LetterRows, NewLetter, WelcomeRow};
pub use outbound::{Claim, NewOutbound, OutboundRow, OutboundRows, OutboundStanding, OutboundState, TurnEnd};
pub use outcall::OutcallRows;
pub use people::{DeviceRow, Everybody, GreetingRow, PeopleRows, PersonRow, SecretKind};
pub use pins::{PinEvent, PinRows, PinStanding};
pub use profile::{
    AnnouncementRow, EverybodysProfiles, PresenceRow, ProfileRow, ProfileRows, ProfileWrite, TextRow,
    UsageRow,
};
pub use quota::{QuotaTold, QuotaToldRows};
pub use reclaim::Reclaimed;
pub use recording_page::{InvitationRow, NewPageSession, RecordingPageRow, RecordingPageRows};
pub use room::{DiskRoom, free_bytes};
pub use session::{SessionRow, Sessions, TokenDigest};
pub use setting::SettingRows;
pub use site::{SiteRow, SiteRows};
pub use system::{SystemStore, TenantRow};
pub use tenant::TenantStore;
pub use transcript::{TranscribedRow, TranscriptRow, TranscriptRows, TranscriptStanding};
pub use trunk::{RouteRow, TollRow, TrunkRow, TrunkRows};

use bytes::Bytes;
use domain::id::{BlobId, TenantId};
use futures_util::future::BoxFuture;
use sql::{Link, Row, Tx, Value};
use sqlx::PgPool;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::mpsc;

/// What another process has changed is heard so late at most.
const POLL: Duration = Duration::from_secs(2);

/// Where the store is, and how full the disk may become.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The data folder: blobs lie in `blobs/`.
    pub dir: PathBuf,
    /// While less is free, nothing large is taken in.
    pub reserve_bytes: u64,
    pub master_key: MasterKey,
}

/// The whole store. A handle: cloning is cheap.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    ground: writer::Ground,
    gauge: room::Gauge,
    dir: PathBuf,
}

enum Database {
    Sqlite { path: PathBuf, writer: mpsc::Sender<writer::Command>, readers: sqlite::Readers },
    Postgres(PgPool),
}

impl Store {
    /// Opens the store, makes what is missing, and brings the schema forward.
    pub async fn open(config: StoreConfig) -> Result<Store, StoreError> {
        std::fs::create_dir_all(&config.dir)?;
        let ground = writer::Ground {
            segments: Arc::new(segment::Segments::start(config.dir.join("blobs"))?),
            keys: Arc::new(key::Keyring::new(&config.master_key)),
            bulletin: Arc::default(),
        };
        let database = if let Some(path) = sqlite::path(&config.database) {
            let writer = sqlite::start_writer(path.clone(), ground.clone()).await?;
            Database::Sqlite { writer, readers: sqlite::Readers::new(path.clone()), path }
        } else {
            let pool = dialect::postgres(&config.database).await?;
            migrate::migrate(Link::Postgres(&mut *pool.acquire().await?)).await?;
            Database::Postgres(pool)
        };
        let gauge = room::Gauge::new(config.dir.clone(), config.reserve_bytes);
        let store = Store { inner: Arc::new(Inner { database, ground, gauge, dir: config.dir }) };
        store.system().check_master_key().await?;
        store.hear_changes().await?;
        tokio::spawn(poll(Arc::downgrade(&store.inner)));
        Ok(store)
    }

    /// The only way to a tenant's rows.
    pub fn tenant(&self, id: TenantId) -> TenantStore {
        TenantStore::new(self.clone(), id)
    }

    /// What stands above tenants.
    pub fn system(&self) -> SystemStore {
        SystemStore::new(self.clone())
    }

    /// Asked before something large is taken in.
    pub fn room(&self) -> DiskRoom {
        self.inner.gauge.look()
    }

    /// A secret of the house for one purpose: see [`MasterKey::derive_secret`].
    pub fn derive_secret(&self, label: &str) -> [u8; 32] {
        self.inner.ground.keys.above.derive_secret(label)
    }

    /// The tenant of this realm; made if there is none.
    pub async fn tenant_of_domain(&self, realm: &str) -> Result<TenantStore, StoreError> {
        Ok(self.tenant(self.system().tenant_of_domain(realm).await?))
    }

    /// Ends the store: what has been handed over is written, everything later is answered [`StoreError::Closed`].
    pub async fn close(&self) {
        match &self.inner.database {
            Database::Sqlite { writer, readers, .. } => {
                // Whatever was handed over before stands in front of this.
                let (command, done) =
                    writer::command::<(), StoreError, _>(None, blob::NewBlobs::default(), |_| {
                        Box::pin(async { Ok(()) })
                    });
                if writer.send(command.last()).await.is_ok() {
                    let _ = done.await;
                }
                writer.closed().await;
                readers.close().await;
            }
            Database::Postgres(pool) => pool.close().await,
        }
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// Reads rows; sees every write that was acknowledged.
    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match &self.inner.database {
            Database::Sqlite { readers, .. } => readers.rows(sql, values).await,
            Database::Postgres(pool) => Link::Postgres(&mut *pool.acquire().await?).rows(sql, values).await,
        }
    }

    /// Runs a command, wholly or not at all; durable with its blobs when this answers. It runs to its end even if
    /// the caller goes away.
    pub(crate) async fn write<T, E, F>(
        &self,
        tenant: Option<TenantId>,
        blobs: Vec<(BlobId, Bytes)>,
        run: F,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'a, 'c> FnOnce(&'a mut Tx<'c>) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    {
        let blobs = match tenant {
            Some(tenant) if !blobs.is_empty() => {
                self.inner.gauge.require()?;
                blob::seal_all(self.tenant(tenant).key().await?, blobs).await?
            }
            _ => blob::NewBlobs::default(),
        };
        let (command, answer) = writer::command(tenant, blobs, run);
        match &self.inner.database {
            Database::Sqlite { writer, .. } => {
                writer.send(command).await.map_err(|_| StoreError::Closed)?;
            }
            Database::Postgres(pool) => {
                let (pool, ground) = (pool.clone(), self.inner.ground.clone());
                tokio::spawn(async move { write_alone(pool, command, ground).await });
            }
        }
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Tells those who watch where the tenants stand.
    async fn hear_changes(&self) -> Result<(), StoreError> {
        let rows = self.rows("SELECT id, change_seq FROM tenant", Vec::new()).await?;
        let stand = |row: &Row| Ok((TenantId::new(row.int(0)?), row.int(1)? as u64));
        let stands: Vec<_> = rows.iter().map(stand).collect::<Result<_, StoreError>>()?;
        self.inner.ground.bulletin.hear(&stands);
        Ok(())
    }
}

/// One command in its own transaction.
async fn write_alone(pool: PgPool, command: writer::Command, ground: writer::Ground) {
    match pool.acquire().await {
        Ok(mut connection) => writer::batch(Link::Postgres(&mut connection), vec![command], &ground).await,
        Err(error) => command.refuse(error.into()),
    }
}

/// Hears what other processes have written, until the store is gone.
async fn poll(inner: Weak<Inner>) {
    loop {
        tokio::time::sleep(POLL).await;
        let Some(inner) = inner.upgrade() else { return };
        if let Err(error) = (Store { inner }).hear_changes().await {
            tracing::warn!(%error, "changes by others cannot be heard");
        }
    }
}
