//! The disk's side of blobs: one thread appends them to segment files, syncs once for all that wait, then answers.
//!
//! A process never appends to a segment that it did not open itself: what a crash left torn at an end stays there,
//! unnamed, until reclaiming punches it out. A file whose sync failed is never trusted again (its pages may be gone
//! from the cache although a second sync "succeeds"), so the batch is written anew to the next one.

use crate::StoreError;
use crate::seal::Sealed;
use std::fs::{File, OpenOptions};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use tokio::sync::oneshot;

/// A segment that has grown so far is closed; 128 MB is deleted or copied in a moment.
const SEGMENT_OCTETS: u64 = 128 << 20;
/// Larger blobs get a file of their own: they would fill segments with holes when they go.
const OWN_FILE_OCTETS: u64 = 1 << 20;
/// Jobs that one sync serves at most.
const BATCH_JOBS: usize = 100;
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

type Places = Result<Vec<Place>, StoreError>;

struct Job {
    blobs: Arc<[Sealed]>,
    answer: oneshot::Sender<Places>,
}

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
        let mut writer = Writer { folder: folder.clone(), current: None };
        std::thread::Builder::new().name("blobs".to_owned()).spawn(move || writer.run(&waiting))?;
        Ok(Segments { folder, jobs })
    }

    /// Writes blobs; they are on the disk when this answers.
    pub(crate) async fn put(&self, blobs: Arc<[Sealed]>) -> Places {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job { blobs, answer }).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Reads sealed octets.
    pub(crate) fn read(&self, name: &str, place: Place, range: Range<u64>) -> Result<Vec<u8>, StoreError> {
        let mut octets = vec![0; (range.end - range.start) as usize];
        let file = File::open(self.path(name, place.segment))?;
        file.read_exact_at(&mut octets, place.start + range.start).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => StoreError::Damaged("a blob"),
            _ => error.into(),
        })?;
        Ok(octets)
    }

    pub(crate) fn path(&self, name: &str, segment: i64) -> PathBuf {
        if segment == OWN_FILE { own_file(&self.folder, name) } else { segment_file(&self.folder, segment) }
    }
}

struct Writer {
    folder: PathBuf,
    current: Option<Current>,
}

struct Current {
    number: i64,
    file: File,
    end: u64,
}

impl Writer {
    /// While one batch is being synced the next one gathers in the channel.
    fn run(&mut self, waiting: &mpsc::Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let mut jobs = vec![first];
            jobs.extend(waiting.try_iter().take(BATCH_JOBS - 1));
            let written = self.write_twice(&jobs);
            for (at, job) in jobs.into_iter().enumerate() {
                let places = written.as_ref().map(|places| places[at].clone()).map_err(Clone::clone);
                // Nobody waits any more: the octets lie unnamed and will be reclaimed.
                let _ = job.answer.send(places);
            }
        }
    }

    fn write_twice(&mut self, jobs: &[Job]) -> Result<Vec<Vec<Place>>, StoreError> {
        let first = self.write(jobs);
        let Err(error) = first else { return first };
        tracing::warn!(%error, "a blob segment is closed for good; its last batch is written anew");
        self.close();
        let second = self.write(jobs);
        if second.is_err() {
            self.close();
        }
        second
    }

    fn close(&mut self) {
        self.current = None;
    }

    fn write(&mut self, jobs: &[Job]) -> Result<Vec<Vec<Place>>, StoreError> {
        let mut buffer = Vec::new();
        let mut places = Vec::with_capacity(jobs.len());
        let mut own = Vec::new();
        let needs_segment =
            jobs.iter().flat_map(|job| job.blobs.iter()).any(|blob| blob.size <= OWN_FILE_OCTETS);
        let base = if needs_segment { self.current()?.end } else { 0 };
        let number = self.current.as_ref().map_or(OWN_FILE, |current| current.number);
        for job in jobs {
            let mut of_job = Vec::with_capacity(job.blobs.len());
            for blob in job.blobs.iter() {
                if blob.size > OWN_FILE_OCTETS {
                    own.push(blob);
                    of_job.push(Place { segment: OWN_FILE, start: 0 });
                } else {
                    of_job.push(Place { segment: number, start: base + buffer.len() as u64 });
                    buffer.extend_from_slice(&blob.octets);
                }
            }
            places.push(of_job);
        }
        self.append(&buffer)?;
        write_own_files(&self.folder, &own)?;
        Ok(places)
    }

    fn append(&mut self, octets: &[u8]) -> Result<(), StoreError> {
        let Some(current) = self.current.as_mut().filter(|_| !octets.is_empty()) else { return Ok(()) };
        current.file.write_all_at(octets, current.end)?;
        current.file.sync_data()?;
        current.end += octets.len() as u64;
        if current.end >= SEGMENT_OCTETS {
            self.close();
        }
        Ok(())
    }

    fn current(&mut self) -> Result<&mut Current, StoreError> {
        let current = match self.current.take() {
            Some(current) => current,
            None => self.create()?,
        };
        Ok(self.current.insert(current))
    }

    /// The next number that no file has; another process may be quicker.
    fn create(&self) -> Result<Current, StoreError> {
        let mut number = 1 + numbers(&self.folder)?.into_iter().max().unwrap_or(0);
        loop {
            // Said before the file is there, so that no reclaimer finds it closed.
            match OpenOptions::new().write(true).create_new(true).open(segment_file(&self.folder, number)) {
                Ok(file) => {
                    sync_folder(&self.folder.join("segments"))?;
                    return Ok(Current { number, file, end: 0 });
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Large blobs: written one by one, synced side by side.
fn write_own_files(folder: &Path, blobs: &[&Sealed]) -> Result<(), StoreError> {
    std::thread::scope(|scope| {
        let write = |blob: &Sealed| -> Result<(), StoreError> {
            let path = own_file(folder, blob.id.as_str());
            // A second attempt finds the first one's file.
            let file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
            file.write_all_at(&blob.octets, 0)?;
            Ok(file.sync_all()?)
        };
        let writers: Vec<_> = blobs.iter().map(|blob| scope.spawn(move || write(blob))).collect();
        for writer in writers {
            writer.join().unwrap_or(Err(StoreError::Closed))?;
        }
        Ok::<(), StoreError>(())
    })?;
    if !blobs.is_empty() {
        sync_folder(&folder.join("files"))?;
    }
    Ok(())
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
    Ok(numbers)
}
