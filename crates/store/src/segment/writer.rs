//! The thread that appends.
//!
//! A file whose sync failed is never trusted again (its pages may be gone from the cache although a second sync
//! "succeeds"), so the batch is written anew to the next one.

use super::{OWN_FILE, OWN_FILE_OCTETS, Place, Places, numbers, own_file, segment_file, sync_folder};
use crate::StoreError;
use crate::seal::Sealed;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use tokio::sync::oneshot;

/// A segment that has grown so far is closed; 128 MB is deleted or copied in a moment.
const SEGMENT_OCTETS: u64 = 128 << 20;
/// Jobs that one sync serves at most.
const BATCH_JOBS: usize = 100;

pub(super) enum Job {
    Put { blobs: Vec<Arc<[Sealed]>>, answer: oneshot::Sender<Places> },
    Retire { number: i64, answer: oneshot::Sender<()> },
}

/// The blobs of some commands, and who waits for their places.
type Put = (Vec<Arc<[Sealed]>>, oneshot::Sender<Places>);

/// How a segment is brought to the disk; a test's disk refuses.
type Sync = Box<dyn FnMut(&File) -> io::Result<()> + Send>;

pub(super) struct Writer {
    folder: PathBuf,
    current: Option<Current>,
    sync: Sync,
}

/// The segment that is appended to; locked as long as it is open.
struct Current {
    number: i64,
    file: File,
    end: u64,
}

impl Writer {
    pub(super) fn new(folder: PathBuf) -> Self {
        Writer { folder, current: None, sync: Box::new(File::sync_data) }
    }

    /// While one batch is being synced the next one gathers in the channel.
    pub(super) fn run(&mut self, waiting: &mpsc::Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let (mut puts, mut retired) = (Vec::new(), Vec::new());
            for job in std::iter::once(first).chain(waiting.try_iter().take(BATCH_JOBS - 1)) {
                match job {
                    Job::Put { blobs, answer } => puts.push((blobs, answer)),
                    Job::Retire { number, answer } => retired.push((number, answer)),
                }
            }
            self.put(puts);
            for (number, answer) in retired {
                if self.current.as_ref().is_some_and(|current| current.number == number) {
                    self.close();
                }
                let _ = answer.send(());
            }
        }
    }

    fn put(&mut self, puts: Vec<Put>) {
        let (blobs, answers): (Vec<_>, Vec<_>) = puts.into_iter().unzip();
        let lengths: Vec<_> = blobs.iter().map(Vec::len).collect();
        let mut written = self.write_twice(&blobs.concat()).map(Vec::into_iter);
        for (answer, length) in answers.into_iter().zip(lengths) {
            let places =
                written.as_mut().map(|places| places.take(length).collect()).map_err(|error| error.clone());
            // Nobody waits any more: the octets lie unnamed and will be reclaimed.
            let _ = answer.send(places);
        }
    }

    fn write_twice(&mut self, puts: &[Arc<[Sealed]>]) -> Result<Vec<Vec<Place>>, StoreError> {
        let first = self.write(puts);
        let Err(error) = first else { return first };
        tracing::warn!(%error, "a blob segment is closed for good; its last batch is written anew");
        self.close();
        let second = self.write(puts);
        if second.is_err() {
            self.close();
        }
        second
    }

    fn close(&mut self) {
        self.current = None;
    }

    /// Answers where the blobs of each put lie.
    fn write(&mut self, puts: &[Arc<[Sealed]>]) -> Result<Vec<Vec<Place>>, StoreError> {
        let (mut places, mut appended, mut own) = (Vec::with_capacity(puts.len()), Vec::new(), Vec::new());
        for blobs in puts {
            let mut of_put = Vec::with_capacity(blobs.len());
            for blob in blobs.iter() {
                if blob.size > OWN_FILE_OCTETS {
                    own.push(blob);
                    of_put.push(Place { segment: OWN_FILE, start: 0 });
                } else {
                    of_put.push(self.append(&blob.octets)?);
                    appended.push(blob);
                }
            }
            places.push(of_put);
        }
        if !appended.is_empty() {
            self.bring_to_disk()?;
        }
        write_own_files(&self.folder, &own)?;
        Ok(places)
    }

    fn append(&mut self, octets: &[u8]) -> Result<Place, StoreError> {
        let current = self.current()?;
        let place = Place { segment: current.number, start: current.end };
        current.file.write_all_at(octets, current.end)?;
        current.end += octets.len() as u64;
        Ok(place)
    }

    fn bring_to_disk(&mut self) -> Result<(), StoreError> {
        let Some(current) = &self.current else { return Ok(()) };
        (self.sync)(&current.file)?;
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
        let mut number = 1 + numbers(&self.folder)?.last().unwrap_or(&0);
        loop {
            match OpenOptions::new().write(true).create_new(true).open(segment_file(&self.folder, number)) {
                Ok(file) => {
                    // Reclaiming leaves alone what is younger than a day, so nobody holds it yet.
                    file.lock()?;
                    sync_folder(&self.folder.join("segments"))?;
                    return Ok(Current { number, file, end: 0 });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::BlobId;

    fn put(number: u128, octet: u8) -> Arc<[Sealed]> {
        let blob = Sealed { id: BlobId::from_bits(number), size: 100, octets: vec![octet; 116] };
        Arc::new([blob])
    }

    /// A disk that fails at these syncs, counted from 1.
    fn failing_at(folder: &Path, failing: &'static [usize]) -> Writer {
        for below in ["segments", "files"] {
            std::fs::create_dir_all(folder.join(below)).unwrap();
        }
        let mut syncs = 0;
        let sync = move |_: &File| {
            syncs += 1;
            if failing.contains(&syncs) { Err(io::Error::other("a bad sector")) } else { Ok(()) }
        };
        Writer { sync: Box::new(sync), ..Writer::new(folder.to_owned()) }
    }

    #[test]
    fn a_batch_whose_sync_failed_is_written_anew_to_another_segment() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = failing_at(folder.path(), &[2]);
        let first = writer.write_twice(&[put(1, 1)]).unwrap();
        let second = writer.write_twice(&[put(2, 2), put(3, 3)]).unwrap();
        let third = writer.write_twice(&[put(4, 4)]).unwrap();
        let place = |segment, start| Place { segment, start };
        assert_eq!(first, [[place(1, 0)]]);
        assert_eq!(second, [[place(2, 0)], [place(2, 116)]], "nothing is trusted to the first any more");
        assert_eq!(third, [[place(2, 232)]]);
        let octets = std::fs::read(segment_file(folder.path(), 2)).unwrap();
        assert_eq!(octets, [[2; 116], [3; 116], [4; 116]].concat());
    }

    #[test]
    fn a_disk_that_fails_twice_refuses_the_batch_and_takes_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = failing_at(folder.path(), &[1, 2]);
        assert!(matches!(writer.write_twice(&[put(1, 1)]), Err(StoreError::Disk(_))));
        let next = writer.write_twice(&[put(2, 2)]).unwrap();
        assert_eq!(next, [[Place { segment: 3, start: 0 }]]);
    }
}
