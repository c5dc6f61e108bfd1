//! What can go wrong with the store, by what the caller does about it.

use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Something with this name or number exists already.
    #[error("it exists already")]
    Taken,
    #[error("there is no such row")]
    NotFound,
    /// Less than the reserve is free: deliveries wait, everything else goes on.
    #[error("too little room on the disk")]
    Scarce,
    /// Another holds the lease, or has held it since.
    #[error("the lease is another's")]
    LeaseLost,
    #[error("the master key is not the one that this store was sealed with")]
    WrongKey,
    #[error("the key file {path} {why}")]
    KeyFile { path: PathBuf, why: &'static str },
    #[error("{0} in the store is damaged")]
    Damaged(&'static str),
    #[error("{0}")]
    Refused(&'static str),
    #[error("the disk does not answer as it should: {0}")]
    Disk(#[source] Arc<std::io::Error>),
    #[error("the database does not answer as it should: {0}")]
    Database(#[source] Arc<dyn std::error::Error + Send + Sync>),
    /// The store is closing.
    #[error("the store is closed")]
    Closed,
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => StoreError::Scarce,
            _ => StoreError::Disk(Arc::new(error)),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => StoreError::Taken,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => StoreError::Closed,
            _ => StoreError::Database(Arc::new(error)),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        let Some(failure) = error.sqlite_error() else { return StoreError::Database(Arc::new(error)) };
        match (failure.code, failure.extended_code) {
            (rusqlite::ErrorCode::DiskFull, _) => StoreError::Scarce,
            (_, SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY) => StoreError::Taken,
            _ => StoreError::Database(Arc::new(error)),
        }
    }
}

impl StoreError {
    /// Too many wait for the database already.
    pub(crate) fn overloaded() -> Self {
        StoreError::Database(Arc::new(std::io::Error::from(std::io::ErrorKind::TimedOut)))
    }
}
