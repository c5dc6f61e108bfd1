//! The engine as the rest of the house sees it: start it, ask it for legs, stop it.

use crate::booth::{self, Booth, Summons};
use crate::circuit::{Circuit, Parts};
use crate::door::{Command, Door};
use crate::event::{LegEvents, LegId, LegStats, Mailboxes, PlayId};
use crate::handshake::{Handshake, Identity};
use crate::ice::Credentials;
use crate::leg::Leg;
use crate::outbox::{Note, Outbox};
use crate::ports::{self, Pair, Ports};
use crate::reports::Reports;
use crate::room::RoomMailboxes;
use crate::sender::Sender;
use crate::spool::{self, Chunks, Lane, Order};
use crate::sys::Bell;
use crate::transcoder::Transcoder;
use crate::worker::Worker;
use rtrb::{Consumer, RingBuffer};
use std::io;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Instant;

/// How the engine runs.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// Threads; 0: one per core.
    pub workers: usize,
    /// What is relayed waits no longer. 5 by default; divides 20.
    pub tick_milliseconds: u32,
    /// Ports for RTP and RTCP. Should lie outside the system's own range for outgoing connections.
    pub ports: RangeInclusive<u16>,
    /// Where recordings are written; made if it is missing.
    pub spool: PathBuf,
    /// Sound on its way to the disk, all recordings together. 80 kB carry one recording over 10 s of a slow disk.
    pub recording_buffer_octets: usize,
    /// The mark of RTP and RTCP (RFC 2474), 0 to 63.
    pub code_point: u8,
    /// After how long, and then how often, missing RTP is told.
    pub no_rtp_seconds: u32,
}

impl Default for EngineConfig {
    fn default() -> EngineConfig {
        EngineConfig {
            workers: 0,
            tick_milliseconds: 4,
            ports: 16384..=32767,
            spool: PathBuf::from("spool"),
            recording_buffer_octets: 80 << 20,
            code_point: ports::EXPEDITED,
            no_rtp_seconds: 30,
        }
    }
}

/// What the engine refuses.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    #[error("the media engine cannot start: {0}")]
    Start(io::Error),
    #[error("a tick of {0} ms does not divide 20 ms")]
    Tick(u32),
    #[error("the media engine has stopped")]
    Stopped,
    #[error("the media engine has no time for more legs")]
    Overloaded,
    #[error("no RTP port is free")]
    NoPort,
    #[error("RTP cannot be received at this address: {0}")]
    Address(io::Error),
    #[error("two legs of different workers cannot be bridged: the second must be born beside the first")]
    Elsewhere,
    #[error("the room is full")]
    Full,
}

/// How the engine fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EngineStats {
    pub legs: usize,
    pub recordings: usize,
    /// How often a worker was so late that sound was left out.
    pub overruns: u64,
    /// Events that found no room.
    pub dropped_events: u64,
    /// Packets of sound that were left out because turning Opus into other codecs took too long.
    pub left_out: u64,
    /// Legs that ended because of a fault of ours.
    pub panics: u64,
    pub overloaded: bool,
}

/// A handle on the engine. The engine ends with [`Engine::stop`], or with its last handle and leg.
#[derive(Clone)]
pub struct Engine(pub(crate) Arc<House>);

/// What all handles share.
pub(crate) struct House {
    pub workers: Vec<Room>,
    pub mailboxes: Arc<Mailboxes>,
    pub rooms: Arc<RoomMailboxes>,
    pub orders: mpsc::Sender<Order>,
    pub recordings: AtomicU64,
    pub plays: AtomicU64,
    serials: AtomicU32,
    ports: Arc<Mutex<Ports>>,
    code_point: u8,
    no_rtp_seconds: u32,
    stopped: AtomicBool,
    threads: Mutex<Option<Threads>>,
    deliver: Arc<Delivery>,
}

/// One worker, from outside.
pub(crate) struct Room {
    pub door: Arc<Door>,
    pub chunks: Arc<Chunks>,
}

struct Threads {
    workers: Vec<JoinHandle<()>>,
    delivery: JoinHandle<()>,
    booths: Vec<(Arc<Summons>, JoinHandle<()>)>,
    spool: [JoinHandle<()>; 2],
}

/// Events that one worker may have on the way.
const MOST_NOTES: usize = 8192;

impl Engine {
    /// Starts workers and writers.
    pub fn start(config: EngineConfig) -> Result<Engine, MediaError> {
        if !matches!(config.tick_milliseconds, 1 | 2 | 4 | 5 | 10 | 20) {
            return Err(MediaError::Tick(config.tick_milliseconds));
        }
        House::build(&config).map(|house| Engine(Arc::new(house))).map_err(MediaError::Start)
    }

    /// A new leg with its own ports at a local address, which must be a concrete one. Legs of one call are born beside
    /// each other, so that they can be bridged. Sockets are made here, not in the tick.
    pub fn leg(&self, local: IpAddr, beside: Option<&Leg>) -> Result<(Leg, LegEvents), MediaError> {
        self.born(local, beside, |_, circuit| Ok((circuit, ()))).map(|(leg, events, ())| (leg, events))
    }

    /// The same for a browser that proves itself by `credentials`: nothing is heard or said before the handshake has
    /// brought keys.
    pub fn leg_for_browser(
        &self,
        local: IpAddr,
        beside: Option<&Leg>,
        credentials: Credentials,
        identity: Arc<Identity>,
    ) -> Result<(Leg, LegEvents, Handshake), MediaError> {
        self.born(local, beside, |house, circuit| {
            let socket = circuit.share_socket().map_err(MediaError::Address)?;
            let (handshake, gate) = Handshake::new(house.clone(), circuit.id, identity, credentials, socket);
            Ok((circuit.behind(gate), handshake))
        })
    }

    fn born<T>(
        &self,
        local: IpAddr,
        beside: Option<&Leg>,
        finish: impl FnOnce(&Arc<House>, Circuit) -> Result<(Circuit, T), MediaError>,
    ) -> Result<(Leg, LegEvents, T), MediaError> {
        let house = &self.0;
        if house.stopped.load(Ordering::Relaxed) {
            return Err(MediaError::Stopped);
        }
        let worker = beside.map_or_else(|| house.emptiest(), |leg| usize::from(leg.id().worker));
        let door = &house.workers[worker].door;
        if door.figures.overloaded.load(Ordering::Relaxed) {
            return Err(MediaError::Overloaded);
        }
        let Pair { port, rtp, rtcp } = house.bind(local)?;
        let Some(place) = door.take_place() else {
            house.rest(port);
            return Err(MediaError::NoPort);
        };
        let serial = house.next_serial();
        let id = LegId { serial, worker: worker as u16, place };
        let sender = Sender::new(rand::random(), rand::random(), rand::random());
        let reports = Reports::new(rtcp, name());
        let address = rtp.local_addr().map_err(MediaError::Address)?;
        let no_rtp_seconds = house.no_rtp_seconds;
        let circuit = Circuit::new(Parts { id, port, rtp, reports, sender, no_rtp_seconds });
        let (circuit, more) = finish(house, circuit).inspect_err(|_| {
            door.give_place_back(place);
            house.rest(port);
        })?;
        let mailbox = house.mailboxes.open(id);
        door.figures.legs.fetch_add(1, Ordering::Relaxed);
        if !door.send(Command::Attach(Box::new(circuit))) {
            return Err(MediaError::Stopped);
        }
        Ok((Leg::new(house.clone(), id, address, mailbox.clone()), LegEvents { mailbox }, more))
    }

    pub fn stats(&self) -> EngineStats {
        let mut stats = EngineStats::default();
        for Room { door, chunks } in &self.0.workers {
            let figures = &door.figures;
            stats.legs += figures.legs.load(Ordering::Relaxed);
            stats.recordings += chunks.recordings();
            stats.overruns += figures.overruns.load(Ordering::Relaxed);
            stats.dropped_events += figures.dropped_events.load(Ordering::Relaxed);
            stats.left_out += figures.left_out.load(Ordering::Relaxed);
            stats.panics += figures.panics.load(Ordering::Relaxed);
            stats.overloaded |= figures.overloaded.load(Ordering::Relaxed);
        }
        stats
    }

    /// Ends all legs and recordings; when it returns, every sample that was received is on the disk and every end is
    /// told. Blocks for as long as the disk takes: not to be called from an async task.
    pub fn stop(&self) {
        self.0.stop()
    }
}

impl House {
    fn build(config: &EngineConfig) -> io::Result<House> {
        let cores = std::thread::available_parallelism()?.get();
        let count = if config.workers == 0 { cores } else { config.workers };
        let ports = Ports::new(config.ports.clone(), rand::random::<u16>().into());
        let places = ports.count();
        let bell = Arc::new(Bell::new()?);
        let mut rooms = Vec::new();
        let mut lanes = Vec::new();
        let mut notes = Vec::new();
        let mut workers = Vec::new();
        let (booths, ways) = booth::build(count, places)?;
        for ways in ways {
            let (door, commands) = Door::new(places)?;
            let (chunks, free) = Chunks::new(config.recording_buffer_octets / count);
            let (told, heard) = RingBuffer::new(MOST_NOTES);
            // As many parcels as can exist: each has a chunk, or ends a recording that got none.
            let (packed, parcels) = RingBuffer::new(chunks.most() + places);
            let (door, chunks) = (Arc::new(door), Arc::new(chunks));
            let outbox = Outbox::new(told, packed, free, ways);
            workers.push(Worker::new(
                rooms.len() as u16,
                door.clone(),
                commands,
                outbox,
                bell.clone(),
                config.tick_milliseconds,
            )?);
            lanes.push(Lane { parcels, chunks: chunks.clone() });
            notes.push(heard);
            rooms.push(Room { door, chunks });
        }
        let mailboxes = Arc::new(Mailboxes::default());
        let room_mailboxes = Arc::new(RoomMailboxes::default());
        let ports = Arc::new(Mutex::new(ports));
        let doors: Vec<_> = rooms.iter().map(|room| room.door.clone()).collect();
        let deliver = Arc::new(Delivery { bell, stopped: AtomicBool::new(false) });
        let to_abandon = doors.clone();
        let abandon = move |leg: LegId, key| {
            to_abandon[usize::from(leg.worker)].send(Command::AbandonRecord(leg, key));
        };
        let (orders, spool) =
            spool::start(config.spool.clone(), lanes, mailboxes.clone(), Box::new(abandon))?;
        let booths = open(booths, &doors)?;
        let delivering = Deliverer {
            orders: orders.clone(),
            notes,
            doors,
            mailboxes: mailboxes.clone(),
            rooms: room_mailboxes.clone(),
            ports: ports.clone(),
        };
        let delivery = deliver.clone();
        let threads = Threads {
            workers: workers
                .into_iter()
                .enumerate()
                .map(|(number, worker)| spawn(format!("media-{number}"), move || worker.run()))
                .collect::<io::Result<_>>()?,
            delivery: spawn("media-events".to_owned(), move || delivering.run(&delivery))?,
            booths,
            spool,
        };
        Ok(House {
            code_point: config.code_point,
            workers: rooms,
            mailboxes,
            rooms: room_mailboxes,
            orders,
            recordings: AtomicU64::new(0),
            plays: AtomicU64::new(0),
            serials: AtomicU32::new(0),
            ports,
            no_rtp_seconds: config.no_rtp_seconds.max(1),
            stopped: AtomicBool::new(false),
            threads: Mutex::new(Some(threads)),
            deliver,
        })
    }

    pub(crate) fn next_serial(&self) -> u32 {
        self.serials.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn next_play(&self) -> PlayId {
        PlayId(self.plays.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn emptiest(&self) -> usize {
        let legs = |room: &Room| room.door.figures.legs.load(Ordering::Relaxed);
        self.workers.iter().enumerate().min_by_key(|(_, room)| legs(room)).map_or(0, |(worker, _)| worker)
    }

    /// The next pair of ports that nobody else has.
    fn bind(&self, local: IpAddr) -> Result<Pair, MediaError> {
        if local.is_unspecified() {
            return Err(MediaError::Address(io::ErrorKind::InvalidInput.into()));
        }
        loop {
            let taken = self.ports.lock().unwrap_or_else(PoisonError::into_inner).take(Instant::now());
            let port = taken.ok_or(MediaError::NoPort)?;
            match ports::bind(local, port, self.code_point) {
                Ok(pair) => return Ok(pair),
                Err(error) => {
                    self.rest(port);
                    if error.kind() != io::ErrorKind::AddrInUse {
                        return Err(MediaError::Address(error));
                    }
                }
            }
        }
    }

    fn rest(&self, port: u16) {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner).rest(port, Instant::now());
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Whoever comes second waits here for the first.
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(running) = threads.take() else { return };
        for room in &self.workers {
            room.door.send(Command::Stop);
        }
        // A thread that panicked has ended too.
        running.workers.into_iter().for_each(|thread| drop(thread.join()));
        self.deliver.stopped.store(true, Ordering::SeqCst);
        self.deliver.bell.ring();
        let _ = running.delivery.join();
        for (summons, thread) in running.booths {
            summons.stop();
            let _ = thread.join();
        }
        let _ = self.orders.send(Order::Stop);
        running.spool.into_iter().for_each(|thread| drop(thread.join()));
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop()
    }
}

/// Starts the booths' threads.
fn open(booths: Vec<Booth>, doors: &[Arc<Door>]) -> io::Result<Vec<(Arc<Summons>, JoinHandle<()>)>> {
    let threads = booths.into_iter().enumerate().map(|(number, booth)| {
        let (summons, doors) = (booth.summons(), doors.to_vec());
        Ok((summons, spawn(format!("media-codec-{number}"), move || booth.run(&doors))?))
    });
    threads.collect()
}

fn spawn(name: String, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name).spawn(work)
}

/// A canonical name that says nothing (RFC 7022 §4.2).
fn name() -> [u8; 16] {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    rand::random::<[u8; 16]>().map(|octet| LETTERS[usize::from(octet % 32)])
}

/// How the delivering thread is woken and ended.
struct Delivery {
    bell: Arc<Bell>,
    stopped: AtomicBool,
}

/// Brings events to their owners, and makes and drops what a worker must not.
struct Deliverer {
    orders: mpsc::Sender<Order>,
    notes: Vec<Consumer<Note>>,
    doors: Vec<Arc<Door>>,
    mailboxes: Arc<Mailboxes>,
    rooms: Arc<RoomMailboxes>,
    ports: Arc<Mutex<Ports>>,
}

impl Deliverer {
    fn run(mut self, delivery: &Delivery) {
        let mut running = true;
        while running {
            delivery.bell.wait();
            running = !delivery.stopped.load(Ordering::SeqCst);
            for worker in 0..self.notes.len() {
                while let Ok(note) = self.notes[worker].pop() {
                    self.deliver(worker, note);
                }
            }
        }
    }

    fn deliver(&self, worker: usize, note: Note) {
        match note {
            Note::Event(leg, event) => self.mailboxes.deliver(leg, event),
            Note::Sound(sound) => drop(sound),
            Note::Wanted(leg, from, into) => {
                let door = &self.doors[usize::from(leg.worker)];
                door.send(Command::Transcode(leg, Transcoder::new(from, into)));
            }
            Note::Scrapped(transcoder) => drop(transcoder),
            Note::Dismissed(interpreter) => drop(interpreter),
            Note::Unneeded(interpreting) => drop(interpreting),
            Note::Context(context) => drop(context),
            Note::Knock(bell) => bell.notify_one(),
            Note::Gone(circuit, stats) => {
                let home = usize::from(circuit.id.worker);
                if worker != home {
                    self.doors[home].send(Command::Forget(circuit.id));
                }
                self.gone(circuit, stats);
            }
            Note::RoomEvent(room, event) => self.rooms.deliver(room, event),
            Note::Travel(to, command) => {
                if let Err(command) = self.doors[usize::from(to)].offer(command) {
                    self.stranded(command);
                }
            }
            Note::Samples(samples) => drop(samples),
            Note::Seat(seat) => drop(seat),
            Note::Seamless(seamless) => drop(seamless),
            Note::Room(table) => drop(table),
        }
    }

    fn gone(&self, circuit: Box<Circuit>, stats: LegStats) {
        let (id, port) = (circuit.id, circuit.port);
        if let Some(key) = circuit.lost_recording() {
            let _ = self.orders.send(Order::Lost { key, leg: id });
        }
        drop(circuit);
        self.ports.lock().unwrap_or_else(PoisonError::into_inner).rest(port, Instant::now());
        let door = &self.doors[usize::from(id.worker)];
        door.give_place_back(id.place);
        door.figures.legs.fetch_sub(1, Ordering::Relaxed);
        self.mailboxes.deliver(id, crate::event::LegEvent::Closed(stats));
    }

    /// The engine stops while something is between two workers.
    fn stranded(&self, command: Command) {
        match command {
            Command::Enter(circuit, ..) | Command::Return(circuit) => {
                let stats = circuit.stats();
                self.gone(circuit, stats);
            }
            Command::Record { leg, key, .. } => {
                let _ = self.orders.send(Order::Lost { key, leg });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
