//! Folders, messages and where they lie: the rows behind a post office. What to do is decided there; that it happens
//! wholly or not at all, with UIDs and modification numbers that only rise, is kept here.
//!
//! Every command that changes a folder begins by writing to its row, which locks it until the commit: UIDs and modseqs
//! are given in the order of commits, on SQLite and PostgreSQL alike. Folders are locked in the order of their ids.

mod changing;
mod delivering;
mod folders;
mod reading;
mod replacing;
mod rows;

pub use delivering::Destinations;
pub use folders::FirstFolder;
pub(crate) use folders::raise_after_restore;
pub use reading::{Place, PositionRow, Shown};
pub use replacing::{Edition, Replaced};
pub use rows::*;

use crate::sql::Tx;
use crate::{DiskRoom, StoreError, TenantStore};
use domain::id::{FolderId, TenantId, UserId};
use futures_util::future::BoxFuture;

/// A tenant's folders and messages.
#[derive(Clone)]
pub struct Messages {
    tenant: TenantStore,
}

/// One person's folders: no command reaches those of another.
#[derive(Clone)]
pub struct Shelves {
    tenant: TenantStore,
    owner: UserId,
}

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum MessagesError {
    #[error("there is no such folder")]
    NoSuchFolder,
    #[error("a folder of that name exists")]
    FolderExists,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Messages {
    pub(crate) fn new(tenant: TenantStore) -> Self {
        Self { tenant }
    }

    /// Asked before something is taken in that names no new bytes, as a copy does; with bytes, the write asks itself.
    pub fn room(&self) -> DiskRoom {
        self.tenant.store.room()
    }

    /// Whose folder of this name is not empty.
    pub async fn owners_with(&self, folder: &'static str) -> Result<Vec<UserId>, StoreError> {
        let sql = "SELECT DISTINCT owner FROM folder WHERE tenant = $1 AND name = $2 \
                   AND EXISTS (SELECT 1 FROM entry WHERE entry.folder = folder.id)";
        let rows = self.tenant.rows(sql, vec![self.tenant.id().get().into(), folder.into()]).await?;
        rows.iter().map(|row| Ok(UserId::new(row.int(0)?))).collect()
    }

    pub fn of(&self, owner: UserId) -> Shelves {
        Shelves { tenant: self.tenant.clone(), owner }
    }
}

/// Whose folders a command may touch.
#[derive(Clone, Copy)]
struct Whose {
    tenant: TenantId,
    owner: UserId,
}

impl Shelves {
    fn whose(&self) -> Whose {
        Whose { tenant: self.tenant.id(), owner: self.owner }
    }

    /// A command without bytes.
    async fn write<T: Send + 'static>(
        &self,
        command: impl for<'a, 'b> FnOnce(&'a mut Tx<'b>) -> BoxFuture<'a, Result<T, MessagesError>>
        + Send
        + 'static,
    ) -> Result<T, MessagesError> {
        self.tenant.write(Vec::new(), command).await
    }
}

/// As many numbers as one statement lists.
const MOST_LISTED: usize = 500;

/// `1, 2, 3` for `IN (…)`: numbers cannot carry SQL.
fn listed(numbers: impl IntoIterator<Item = i64>) -> String {
    numbers.into_iter().map(|number| number.to_string()).collect::<Vec<_>>().join(", ")
}

/// Locks a folder until the commit, and proves that it is the owner's.
async fn lock(tx: &mut Tx<'_>, whose: Whose, folder: FolderId) -> Result<(), MessagesError> {
    let sql =
        "UPDATE folder SET highest_modseq = highest_modseq WHERE id = $1 AND tenant = $2 AND owner = $3";
    let values = vec![folder.get().into(), whose.tenant.get().into(), whose.owner.get().into()];
    if tx.execute(sql, values).await? == 0 { Err(MessagesError::NoSuchFolder) } else { Ok(()) }
}

/// Raises a folder's modseq by one, its next UID by `uids` and what it holds by `octets`; answers the first of those UIDs
/// and the new modseq.
async fn raise(
    tx: &mut Tx<'_>,
    folder: FolderId,
    uids: usize,
    octets: i64,
) -> Result<(u32, u64), MessagesError> {
    let sql = "UPDATE folder SET uid_next = uid_next + $1, highest_modseq = highest_modseq + 1, \
               octets = octets + $3 WHERE id = $2 RETURNING uid_next - $1, highest_modseq";
    let rows = tx.rows(sql, vec![(uids as i64).into(), folder.get().into(), octets.into()]).await?;
    let row = rows.first().ok_or(MessagesError::NoSuchFolder)?;
    Ok((row.uid(0)?, row.int(1)? as u64))
}
