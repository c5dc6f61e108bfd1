//! A segment that nobody appends to, as reclaiming sees it.

use super::{Segments, segment_file};
use crate::StoreError;
use crate::seal::sealed_octets;
use jiff::Timestamp;
use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::path::PathBuf;

/// Held: as long as this lives, no process appends to it and no other holds it.
pub(crate) struct Closed {
    file: File,
    path: PathBuf,
    pub number: i64,
}

impl Segments {
    /// `None` while a process appends to it. The lock goes with the process, however that ends.
    pub(crate) fn hold(&self, number: i64) -> Result<Option<Closed>, StoreError> {
        let path = segment_file(&self.folder, number);
        let file = OpenOptions::new().read(true).write(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Closed { file, path, number })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// When a segment was written to last; whoever appends to it may do so again at once.
    pub(crate) fn written_at(&self, number: i64) -> Result<Timestamp, StoreError> {
        written_at(&segment_file(&self.folder, number).metadata()?)
    }
}

impl Closed {
    pub(crate) fn octets(&self) -> Result<u64, StoreError> {
        Ok(self.file.metadata()?.len())
    }

    pub(crate) fn written_at(&self) -> Result<Timestamp, StoreError> {
        written_at(&self.file.metadata()?)
    }

    /// As if it had been written to now.
    pub(crate) fn touch(&self, now: Timestamp) -> Result<(), StoreError> {
        Ok(self.file.set_modified(now.into())?)
    }

    /// The sealed octets of a blob of this plain size.
    pub(crate) fn read(&self, start: u64, size: u64) -> Result<Vec<u8>, StoreError> {
        super::read_at(&self.file, start, sealed_octets(size))
    }

    /// Takes the file away.
    pub(crate) fn remove(self) -> Result<(), StoreError> {
        Ok(std::fs::remove_file(&self.path)?)
    }

    /// Gives its room back and leaves its name.
    pub(crate) fn empty(self) -> Result<(), StoreError> {
        Ok(self.file.set_len(0)?)
    }
}

pub(super) fn written_at(metadata: &Metadata) -> Result<Timestamp, StoreError> {
    Timestamp::try_from(metadata.modified()?).map_err(|_| StoreError::Damaged("the time of a file"))
}
