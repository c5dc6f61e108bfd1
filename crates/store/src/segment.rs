//! The disk's side of blobs: one thread appends them to segment files, syncs once for all that wait, then answers.
//!
//! A process never appends to a segment that it did not open itself, and keeps the one that it appends to locked: what a
//! crash left torn at an end lies there, unnamed, until reclaiming has moved what is still named and removes the file.

mod closed;
mod writer;

pub(crate) use closed::Closed;

use crate::StoreError;
use crate::seal::Sealed;
use domain::id::BlobId;
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use tokio::sync::oneshot;
use writer::{Job, Writer};

/// Larger blobs get a file of their own: they would fill segments with holes when they go.
const OWN_FILE_OCTETS: u64 = 1 << 20;
/// Jobs that may wait; each is a writer who waits for the answer.
const WAITING_JOBS: usize = 1024;
/// A blob in a file of its own.
pub(crate) const OWN_FILE: i64 = 0;

/// Where a blob lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub segment: i64,
    pub start: u64,
}

/// Of the blobs of each command.
type Places = Result<Vec<Vec<Place>>, StoreError>;

/// The folder of blobs, and the way to the thread that writes it.
pub(crate) struct Segments {
    folder: PathBuf,
    jobs: mpsc::SyncSender<Job>,
}

impl Segments {
    pub(crate) fn start(folder: PathBuf) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder.join("segments"))?;
        std::fs::create_dir_all(folder.join("files"))?;
        sync_folder(&folder)?;
        let (jobs, waiting) = mpsc::sync_channel(WAITING_JOBS);
        let mut writer = Writer::new(folder.clone());
        std::thread::Builder::new().name("blobs".to_owned()).spawn(move || writer.run(&waiting))?;
        Ok(Segments { folder, jobs })
    }

    /// Writes the blobs of some commands with one sync; they are on the disk when this answers.
    pub(crate) async fn put(&self, blobs: Vec<Arc<[Sealed]>>) -> Places {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job::Put { blobs, answer }).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Appends no more to this segment, if it is the one that is appended to.
    pub(crate) async fn retire(&self, number: i64) -> Result<(), StoreError> {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job::Retire { number, answer }).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)
    }

    /// Reads sealed octets.
    pub(crate) fn read(&self, name: &str, place: Place, range: Range<u64>) -> Result<Vec<u8>, StoreError> {
        let file = File::open(self.path(name, place.segment))?;
        read_at(&file, place.start + range.start, range.end - range.start)
    }

    /// The numbers of all segments, lowest first.
    pub(crate) fn numbers(&self) -> Result<Vec<i64>, StoreError> {
        numbers(&self.folder)
    }

    /// Blobs in files of their own that have not been written to since `before`.
    pub(crate) fn own_files(&self, before: jiff::Timestamp) -> Result<Vec<BlobId>, StoreError> {
        let mut blobs = Vec::new();
        for entry in std::fs::read_dir(self.folder.join("files"))? {
            let entry = entry?;
            // What has another kind of name is not ours.
            let Some(blob) = entry.file_name().to_str().and_then(BlobId::parse) else { continue };
            if closed::written_at(&entry.metadata()?)? < before {
                blobs.push(blob);
            }
        }
        Ok(blobs)
    }

    /// Removes a blob's own file; answers how much it held.
    pub(crate) fn remove_own_file(&self, blob: &BlobId) -> Result<u64, StoreError> {
        let path = own_file(&self.folder, blob.as_str());
        let octets = path.metadata()?.len();
        std::fs::remove_file(path)?;
        Ok(octets)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, name: &str, segment: i64) -> PathBuf {
        if segment == OWN_FILE { own_file(&self.folder, name) } else { segment_file(&self.folder, segment) }
    }
}

fn read_at(file: &File, start: u64, octets: u64) -> Result<Vec<u8>, StoreError> {
    let mut read = vec![0; octets as usize];
    file.read_exact_at(&mut read, start).map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => StoreError::Damaged("a blob"),
        _ => error.into(),
    })?;
    Ok(read)
}

pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    Ok(File::open(folder)?.sync_all()?)
}

fn segment_file(folder: &Path, number: i64) -> PathBuf {
    folder.join("segments").join(format!("{number:08}.segment"))
}

fn own_file(folder: &Path, name: &str) -> PathBuf {
    folder.join("files").join(name)
}

fn numbers(folder: &Path) -> Result<Vec<i64>, StoreError> {
    let mut numbers = Vec::new();
    for entry in std::fs::read_dir(folder.join("segments"))? {
        let name = entry?.file_name();
        let number =
            name.to_str().and_then(|name| name.strip_suffix(".segment")).and_then(|n| n.parse::<i64>().ok());
        numbers.extend(number);
    }
    numbers.sort_unstable();
    Ok(numbers)
}
