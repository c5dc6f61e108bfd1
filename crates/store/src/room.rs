//! Room on the disk, looked at before something large is taken in.

use crate::StoreError;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A look at the disk is good for so long.
const LOOK_HOLDS: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskRoom {
    Enough,
    /// Less than the reserve is free: no deliveries; flags, removals and log-ins go on.
    Scarce,
}

pub(crate) struct Gauge {
    folder: PathBuf,
    reserve_bytes: u64,
    last: Mutex<Option<(Instant, DiskRoom)>>,
}

impl Gauge {
    pub(crate) fn new(folder: PathBuf, reserve_bytes: u64) -> Self {
        Gauge { folder, reserve_bytes, last: Mutex::default() }
    }

    pub(crate) fn look(&self) -> DiskRoom {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, room)) = *last
            && at.elapsed() < LOOK_HOLDS
        {
            return room;
        }
        let room = self.measure();
        *last = Some((Instant::now(), room));
        room
    }

    /// A disk that does not answer has no room.
    fn measure(&self) -> DiskRoom {
        if free_bytes(&self.folder).is_ok_and(|free| free >= self.reserve_bytes) {
            DiskRoom::Enough
        } else {
            DiskRoom::Scarce
        }
    }

    pub(crate) fn require(&self) -> Result<(), StoreError> {
        match self.look() {
            DiskRoom::Enough => Ok(()),
            DiskRoom::Scarce => Err(StoreError::Scarce),
        }
    }
}

/// What is free for us on the disk that holds this folder.
pub fn free_bytes(folder: &std::path::Path) -> Result<u64, StoreError> {
    let disk = rustix::fs::statvfs(folder).map_err(std::io::Error::from)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}
