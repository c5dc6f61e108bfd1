//! Puts recordings on the disk: one thread writes what the workers filled, one syncs. No worker ever waits for either.

use crate::event::{LegEvent, LegId, Mailboxes};
use crate::recorder::{CHUNK_OCTETS, Chunk, Ending, RecordEnd};
use crate::recording;
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Chunks that one recording may have in flight: 10 s, so that no slow disk costs a sample.
const CHUNKS_PER_RECORDING: usize = 10;
/// How often what was filled is written.
const WRITE_PERIOD: Duration = Duration::from_millis(100);
/// Recordings synced in one pass.
const SYNC_PASS: usize = 16;
/// Between passes over recordings that still go on; those that ended are synced at once.
const SYNC_PERIOD: Duration = Duration::from_secs(1);

/// What a worker hands over: a part of a recording, its end, or both.
pub struct Parcel {
    pub key: u64,
    pub chunk: Option<Chunk>,
    pub ending: Option<Ending>,
}

/// The chunks of one worker: bounded, made when they are first needed, never in the tick.
pub struct Chunks {
    free: Mutex<rtrb::Producer<Chunk>>,
    made: AtomicUsize,
    recordings: AtomicUsize,
    most: usize,
}

impl Chunks {
    /// The pool and the worker's end of it.
    pub fn new(octets: usize) -> (Chunks, rtrb::Consumer<Chunk>) {
        let most = (octets / CHUNK_OCTETS).max(1);
        let (free, worker) = rtrb::RingBuffer::new(most);
        let chunks = Chunks {
            free: Mutex::new(free),
            made: AtomicUsize::new(0),
            recordings: AtomicUsize::new(0),
            most,
        };
        (chunks, worker)
    }

    pub fn most(&self) -> usize {
        self.most
    }

    pub fn recordings(&self) -> usize {
        self.recordings.load(Ordering::Relaxed)
    }

    /// Makes sure, as far as the bound allows, that one more recording finds its chunks.
    pub fn admit(&self) {
        let recordings = self.recordings.fetch_add(1, Ordering::Relaxed) + 1;
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = (recordings * CHUNKS_PER_RECORDING).min(self.most);
        while self.made.load(Ordering::Relaxed) < wanted {
            self.made.fetch_add(1, Ordering::Relaxed);
            // There is room for as many as may be made.
            let _ = free.push(Chunk::new());
        }
    }

    fn give_back(&self, mut chunk: Chunk) {
        chunk.clear();
        let _ = self.free.lock().unwrap_or_else(PoisonError::into_inner).push(chunk);
    }

    fn dismiss(&self) {
        self.recordings.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the writer is told apart from parcels.
pub enum Order {
    /// A recording begins. Must be given before the worker can send its first parcel.
    Open { key: u64, leg: LegId, id: String },
    /// A recording whose leg broke without ending it.
    Lost { key: u64, leg: LegId },
    /// Write everything, sync it, end.
    Stop,
}

/// One worker's ways to the writer.
pub struct Lane {
    pub parcels: rtrb::Consumer<Parcel>,
    pub chunks: Arc<Chunks>,
}

/// Tells a worker that a recording cannot be written, so that it ends it.
pub type OnFailure = Box<dyn Fn(LegId, u64) + Send>;

/// The file of one recording.
struct Spooled {
    file: File,
    /// Written since the last sync, or waiting for one.
    dirty: AtomicBool,
}

/// A recording that the writer knows.
struct Take {
    leg: LegId,
    spooled: Option<Arc<Spooled>>,
    /// Where the last sound ends that was written.
    written: u64,
}

/// What the syncing thread is told.
enum Sync {
    Dirty(Arc<Spooled>),
    Finished { spooled: Arc<Spooled>, leg: LegId, ending: Ending },
}

/// Starts both threads; they end after [`Order::Stop`].
pub fn start(
    dir: PathBuf,
    lanes: Vec<Lane>,
    mailboxes: Arc<Mailboxes>,
    on_failure: OnFailure,
) -> io::Result<(Sender<Order>, [std::thread::JoinHandle<()>; 2])> {
    std::fs::create_dir_all(&dir)?;
    let (orders, ordered) = mpsc::channel();
    let (sync, synced) = mpsc::channel();
    let syncer = Syncer { dir: File::open(&dir)?, mailboxes: mailboxes.clone() };
    let writer = Writer { dir, lanes, takes: HashMap::new(), lost: Vec::new(), sync, mailboxes, on_failure };
    let spawn = |name: &str| std::thread::Builder::new().name(name.to_owned());
    let threads = [
        spawn("media-writer").spawn(move || writer.run(&ordered))?,
        spawn("media-sync").spawn(move || syncer.run(&synced))?,
    ];
    Ok((orders, threads))
}

struct Writer {
    dir: PathBuf,
    lanes: Vec<Lane>,
    takes: HashMap<u64, Take>,
    /// Recordings whose legs broke.
    lost: Vec<(u64, LegId)>,
    sync: Sender<Sync>,
    mailboxes: Arc<Mailboxes>,
    on_failure: OnFailure,
}

impl Writer {
    fn run(mut self, orders: &Receiver<Order>) {
        while self.wait(orders) && self.pass(orders) {}
        // Whoever gives the order to stop has seen the workers end: what is in the rings now is all.
        self.pass(orders);
    }

    /// Writes what has been filled; false when told to stop.
    fn pass(&mut self, orders: &Receiver<Order>) -> bool {
        let mut running = true;
        // Their last parcels were in the rings before this was known.
        let lost = std::mem::take(&mut self.lost);
        let mut parcels = Vec::new();
        for (worker, lane) in self.lanes.iter_mut().enumerate() {
            parcels.extend(std::iter::from_fn(|| lane.parcels.pop().ok()).map(|parcel| (worker, parcel)));
        }
        // Orders come after parcels here: whatever sent a parcel, its recording's order is already there.
        while let Ok(order) = orders.try_recv() {
            running &= self.obey(order);
        }
        for (worker, parcel) in parcels {
            self.parcel(worker, parcel);
        }
        for (key, leg) in lost {
            self.lose(key, leg);
        }
        running
    }

    /// Waits for work; false when told to stop.
    fn wait(&mut self, orders: &Receiver<Order>) -> bool {
        let order = if self.takes.is_empty() {
            orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            orders.recv_timeout(WRITE_PERIOD)
        };
        match order {
            Ok(order) => self.obey(order),
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => false,
        }
    }

    fn obey(&mut self, order: Order) -> bool {
        match order {
            Order::Open { key, leg, id } => self.open(key, leg, &id),
            Order::Lost { key, leg } => self.lost.push((key, leg)),
            Order::Stop => return false,
        }
        true
    }

    fn lose(&mut self, key: u64, leg: LegId) {
        let Some(take) = self.takes.get(&key) else { return };
        let ending = Ending { samples: take.written, speech_milliseconds: 0, ended: RecordEnd::Failed };
        self.lanes[usize::from(leg.worker)].chunks.dismiss();
        self.finish(key, ending);
    }

    fn open(&mut self, key: u64, leg: LegId, id: &str) {
        let spooled = self.create(id).ok().map(Arc::new);
        let failed = spooled.is_none();
        self.takes.insert(key, Take { leg, spooled, written: 0 });
        if failed {
            self.fail(key);
        }
    }

    fn create(&self, id: &str) -> io::Result<Spooled> {
        let file = File::options().write(true).create_new(true).open(recording::path(&self.dir, id))?;
        Ok(Spooled { file, dirty: AtomicBool::new(false) })
    }

    fn parcel(&mut self, worker: usize, parcel: Parcel) {
        let chunks = self.lanes[worker].chunks.clone();
        if let Some(chunk) = parcel.chunk {
            if self.write(parcel.key, &chunk).is_err() {
                self.fail(parcel.key);
            }
            chunks.give_back(chunk);
        }
        if let Some(ending) = parcel.ending {
            chunks.dismiss();
            self.finish(parcel.key, ending);
        }
    }

    fn write(&mut self, key: u64, chunk: &Chunk) -> io::Result<()> {
        let Some(take) = self.takes.get_mut(&key) else { return Ok(()) };
        let Some(spooled) = &take.spooled else { return Ok(()) };
        (&spooled.file).write_all(&chunk.octets)?;
        take.written = take.written.max(chunk.sound_end);
        if !spooled.dirty.swap(true, Ordering::AcqRel) {
            let _ = self.sync.send(Sync::Dirty(spooled.clone()));
        }
        Ok(())
    }

    /// Nothing more can be written: the owner is told at once and the worker stops recording.
    fn fail(&mut self, key: u64) {
        let Some(take) = self.takes.get_mut(&key) else { return };
        let ending = Ending { samples: take.written, speech_milliseconds: 0, ended: RecordEnd::Failed };
        match take.spooled.take() {
            Some(spooled) => drop(self.sync.send(Sync::Finished { spooled, leg: take.leg, ending })),
            None => self.mailboxes.deliver(take.leg, ended(&ending)),
        }
        (self.on_failure)(take.leg, key);
    }

    fn finish(&mut self, key: u64, ending: Ending) {
        let Some(take) = self.takes.remove(&key) else { return };
        if let Some(spooled) = take.spooled {
            // The other end is gone only when the process ends.
            let _ = self.sync.send(Sync::Finished { spooled, leg: take.leg, ending });
        }
    }
}

fn ended(ending: &Ending) -> LegEvent {
    LegEvent::RecordEnded {
        milliseconds: ending.milliseconds(),
        speech_milliseconds: ending.speech_milliseconds,
        ended: ending.ended,
    }
}

struct Syncer {
    dir: File,
    mailboxes: Arc<Mailboxes>,
}

impl Syncer {
    fn run(self, orders: &Receiver<Sync>) {
        let mut finished: VecDeque<(Arc<Spooled>, LegId, Ending)> = VecDeque::new();
        let mut dirty: VecDeque<Arc<Spooled>> = VecDeque::new();
        let mut next_pass = Instant::now();
        loop {
            let wait = if !finished.is_empty() {
                Duration::ZERO
            } else if dirty.is_empty() {
                Duration::MAX
            } else {
                next_pass.saturating_duration_since(Instant::now())
            };
            match orders.recv_timeout(wait) {
                Ok(Sync::Dirty(spooled)) => dirty.push_back(spooled),
                Ok(Sync::Finished { spooled, leg, ending }) => finished.push_back((spooled, leg, ending)),
                Err(RecvTimeoutError::Timeout) if !finished.is_empty() => self.finish(&mut finished),
                Err(RecvTimeoutError::Timeout) => {
                    next_pass = Instant::now() + SYNC_PERIOD;
                    for spooled in dirty.drain(..dirty.len().min(SYNC_PASS)) {
                        spooled.dirty.store(false, Ordering::Release);
                        // A disk that fails here fails at the end too, where it is told.
                        let _ = spooled.file.sync_data();
                    }
                }
                Err(RecvTimeoutError::Disconnected) if finished.is_empty() => return,
                Err(RecvTimeoutError::Disconnected) => self.finish(&mut finished),
            }
        }
    }

    /// One pass over recordings that ended; then their owners are told.
    fn finish(&self, finished: &mut VecDeque<(Arc<Spooled>, LegId, Ending)>) {
        let mut pass: Vec<_> = finished.drain(..finished.len().min(SYNC_PASS)).collect();
        for (spooled, _, ending) in &mut pass {
            if spooled.file.sync_data().is_err() {
                ending.ended = RecordEnd::Failed;
            }
        }
        let named = self.dir.sync_all();
        for (_, leg, mut ending) in pass {
            if named.is_err() {
                ending.ended = RecordEnd::Failed;
            }
            self.mailboxes.deliver(leg, ended(&ending));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Codec;
    use crate::event::LegEvents;

    const LEG: LegId = LegId { serial: 1, worker: 0, place: 0 };

    #[test]
    fn a_recording_that_its_leg_lost_is_told_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let (chunks, mut free) = Chunks::new(2 * CHUNK_OCTETS);
        let chunks = Arc::new(chunks);
        let (mut packed, parcels) = rtrb::RingBuffer::new(4);
        let mailboxes = Arc::new(Mailboxes::default());
        let mailbox = mailboxes.open(LEG);
        mailbox.expect_recording();
        chunks.admit();
        let mut chunk = free.pop().unwrap();
        chunk.sound(0, Codec::Pcma, &[0xD5; 160]);
        packed.push(Parcel { key: 7, chunk: Some(chunk), ending: None }).unwrap();
        let lanes = vec![Lane { parcels, chunks: chunks.clone() }];
        let (orders, threads) =
            start(dir.path().into(), lanes, mailboxes, Box::new(|_, _| panic!("nothing fails"))).unwrap();
        orders.send(Order::Open { key: 7, leg: LEG, id: "lost".to_owned() }).unwrap();
        orders.send(Order::Lost { key: 7, leg: LEG }).unwrap();
        orders.send(Order::Stop).unwrap();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        let ended =
            LegEvent::RecordEnded { milliseconds: 20, speech_milliseconds: 0, ended: RecordEnd::Failed };
        assert_eq!(LegEvents { mailbox }.try_recv(), Some(ended));
        assert_eq!(recording::read(dir.path(), "lost").unwrap().samples, [8; 160]);
        assert_eq!(chunks.recordings(), 0);
    }

    #[test]
    fn the_pool_grows_with_recordings_up_to_its_bound() {
        let (chunks, free) = Chunks::new(25 * CHUNK_OCTETS);
        let sizes = [(); 4].map(|()| {
            chunks.admit();
            free.slots()
        });
        assert_eq!(sizes, [10, 20, 25, 25]);
    }
}
