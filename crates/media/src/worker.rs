//! A worker: one thread, some of the legs, and a tick on an absolute clock. Between two ticks it sleeps; within one it
//! never waits, locks, logs or allocates. Packets are fetched on the tick, never one by one: a wake-up costs six sends.
//!
//! Every leg has its turn once in 20 ms; then it sends what it plays and reads what has come. Only the legs of a bridge
//! are looked at at the tick at which their datagrams come (`looks`), so that what is relayed waits no longer than that.
//! Where nothing is bridged, ticks in which no leg has its turn are slept through. Reports are found by a poll.

mod bridge;
mod rooms;

use crate::circuit::{Circuit, DATAGRAM_ROOM};
use crate::door::{Command, Door};
use crate::event::LegId;
use crate::looks::Bridged;
use crate::outbox::Outbox;
use crate::recorder::RecordEnd;
use crate::sys::{self, Bell, Poll, Ready};
use rooms::Rooms;
use rtrb::Consumer;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{Ordering, fence};

const NANOSECONDS: u64 = 1_000_000;
/// Every leg has its turn once in so many milliseconds.
const TURN_MILLISECONDS: u64 = 20;
/// A worker that is late by no more than this makes up for it; beyond, what is past is left out.
const CATCH_UP_MILLISECONDS: u64 = 60;
/// Relayed sound that is older than this after a stall is thrown away.
const OLDEST_RELAYED_MILLISECONDS: u64 = 200;
/// Legs that share a slot before the next one is opened: few slots, few wake-ups; more would be a burst on the network.
const SLOT_FILL: usize = 128;
/// Sockets looked at in one round.
const ROUND: usize = 256;
/// A socket's share of one tick after a stall; each round reads one datagram of each.
const MOST_ROUNDS: usize = 64;
/// Precedence over ordinary work, where the system grants it.
const NICE: i32 = -12;

pub struct Worker {
    number: u16,
    door: Arc<Door>,
    commands: Consumer<Command>,
    outbox: Outbox,
    /// Wakes the thread that delivers events.
    bell: Arc<Bell>,
    poll: Poll,
    ready: Ready,
    room: Box<[u8; DATAGRAM_ROOM]>,
    circuits: Vec<Option<Box<Circuit>>>,
    legs: usize,
    bridged: Bridged,
    rooms: Rooms,
    /// Legs that have ended and could not be handed over yet.
    #[expect(
        clippy::vec_box,
        reason = "they arrive boxed and leave boxed; moving them out would copy and allocate"
    )]
    unburied: Vec<Box<Circuit>>,
    /// The places of the legs whose turn comes with each tick of 20 ms.
    slots: Vec<Vec<u32>>,
    slot: usize,
    tick: u64,
    stopping: bool,
}

impl Worker {
    pub fn new(
        number: u16,
        door: Arc<Door>,
        commands: Consumer<Command>,
        outbox: Outbox,
        bell: Arc<Bell>,
        tick_milliseconds: u32,
    ) -> io::Result<Worker> {
        let places = door.places();
        let tick = u64::from(tick_milliseconds);
        let slots = (TURN_MILLISECONDS / tick) as usize;
        Ok(Worker {
            number,
            door,
            commands,
            outbox,
            bell,
            poll: Poll::new()?,
            ready: Ready::new(ROUND),
            room: Box::new([0; DATAGRAM_ROOM]),
            circuits: std::iter::repeat_with(|| None).take(places).collect(),
            legs: 0,
            bridged: Bridged::new(places, slots as u32),
            rooms: Rooms::new(places),
            unburied: Vec::with_capacity(places),
            slots: (0..slots).map(|_| Vec::with_capacity(places)).collect(),
            slot: 0,
            tick: tick * NANOSECONDS,
            stopping: false,
        })
    }

    pub fn run(mut self) {
        sys::raise_priority(NICE);
        let mut next = self.beat();
        while !self.stopping {
            if self.legs == 0 && self.unburied.is_empty() && self.outbox.is_caught_up() {
                self.park();
                // What it was woken for says when the next turn is.
                self.obey_all(sys::now() / NANOSECONDS);
                next = self.beat();
            }
            next += self.tick * self.ticks_to_next();
            sys::sleep_until(next);
            let late = sys::now().saturating_sub(next);
            if late > CATCH_UP_MILLISECONDS * NANOSECONDS {
                next += self.skip(late / NANOSECONDS) * NANOSECONDS;
            }
            // Ticks are told apart for as long as a sender pauses: half of what 32 bits can count is four months.
            self.tick(sys::now() / NANOSECONDS, (next / self.tick) as u32);
        }
        self.stop(sys::now() / NANOSECONDS);
    }

    /// The tick that was last, on a clock that all workers share: what sends together wakes a receiver once.
    fn beat(&mut self) -> u64 {
        let ticks = sys::now() / self.tick;
        self.slot = (ticks % self.slots.len() as u64) as usize;
        ticks * self.tick
    }

    /// Goes on to the next slot in which there is something to do; how many ticks ahead that is.
    fn ticks_to_next(&mut self) -> u64 {
        for ticks in 1..self.slots.len() {
            self.slot = (self.slot + 1) % self.slots.len();
            if !self.bridged.is_empty() || !self.slots[self.slot].is_empty() || self.rooms.are_due(self.slot)
            {
                return ticks as u64;
            }
        }
        self.slot = (self.slot + 1) % self.slots.len();
        self.slots.len() as u64
    }

    fn tick(&mut self, now: u64, number: u32) {
        self.obey_all(now);
        self.read_reports(now);
        self.read_bridges(now, number);
        // Backwards: a leg that ends in its turn is replaced by the last one, which had its turn.
        for at in (0..self.slots[self.slot].len()).rev() {
            self.look_ahead_in_slot(at);
            let place = self.slots[self.slot][at];
            self.turn(place, now);
        }
        self.turn_rooms(now);
        self.bury();
        self.outbox.catch_up();
        self.outbox.call_booths();
        self.door.figures.left_out.store(self.outbox.left_out, Ordering::Relaxed);
        if std::mem::take(&mut self.outbox.unheard) {
            self.bell.ring();
        }
        self.door.figures.ticked(sys::thread_time(), self.outbox.dropped);
    }

    /// Leaves out whole turns, so that all legs miss the same; how many milliseconds.
    fn skip(&mut self, late: u64) -> u64 {
        self.door.figures.overruns.fetch_add(1, Ordering::Relaxed);
        let turns = late / TURN_MILLISECONDS;
        let stale = late.saturating_sub(OLDEST_RELAYED_MILLISECONDS) / TURN_MILLISECONDS;
        for circuit in
            self.circuits.iter_mut().flatten().map(|circuit| &mut **circuit).chain(self.rooms.seated())
        {
            circuit.skip(turns as u32);
            circuit.stale_packets = stale as u32;
        }
        turns * TURN_MILLISECONDS
    }

    /// Sleeps until there is something to do. Whoever sends a command looks at the flag after it, so none is missed.
    fn park(&mut self) {
        self.door.asleep.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        if self.commands.is_empty() {
            self.door.bell.wait();
        }
        self.door.asleep.store(false, Ordering::SeqCst);
    }

    fn obey_all(&mut self, now: u64) {
        while let Ok(command) = self.commands.pop() {
            self.obey(command, now);
        }
    }

    fn obey(&mut self, command: Command, now: u64) {
        let Some(command) = self.reroute(command) else { return };
        match command {
            Command::Attach(circuit) => self.attach(circuit),
            Command::Secure(leg, context) => {
                self.with(leg, |circuit, outbox| circuit.secure(context, outbox))
            }
            Command::Connect(leg, remote, fittings) => {
                self.with(leg, |circuit, outbox| circuit.connect(remote, fittings, now, outbox));
            }
            Command::Smooth(leg, seamless) => {
                self.with(leg, |circuit, outbox| circuit.join_seamlessly(seamless, outbox));
            }
            Command::Interpreted(leg, interpreter) => self.interpreted(leg, interpreter, now),
            Command::Play { leg, play, sound, octet, repeat } => {
                self.with(leg, |circuit, outbox| circuit.start_play(play, sound, octet, repeat, outbox));
            }
            Command::Press(leg, key) => {
                self.with(leg, |circuit, outbox| circuit.press(now, key, outbox));
            }
            Command::FallSilent(leg, silence) => {
                self.with(leg, |circuit, _| circuit.fall_silent(silence));
            }
            Command::Listen(leg, listening) => {
                self.with(leg, |circuit, outbox| circuit.listen_for(listening, outbox));
            }
            Command::StopPlay(leg) => self.with(leg, |circuit, outbox| circuit.end_play(false, outbox)),
            Command::Record { leg, key, rules } => match self.circuit(leg) {
                Some(_) => self.with(leg, |circuit, outbox| circuit.start_recording(key, rules, now, outbox)),
                None => self.outbox.fail(key),
            },
            Command::StopRecord(leg) => {
                self.with(leg, |circuit, outbox| circuit.stop_recording(RecordEnd::Stopped, now, outbox));
            }
            Command::AbandonRecord(leg, key) => {
                self.with(leg, |circuit, outbox| circuit.abandon_recording(key, now, outbox));
            }
            Command::Bridge(one, other) => self.bridge(one, other),
            Command::Unbridge(leg) => self.unbridge(leg),
            Command::RecordBoth { sides, rules } => self.record_both(sides, rules, now),
            Command::OpenRoom(table) => self.open_room(table),
            Command::CloseRoom(room) => self.close_room(room),
            Command::Join { leg, room, seat } => self.join(leg, room, seat),
            Command::Enter(circuit, room, seat) => self.enter(circuit, room, seat),
            Command::SetVoice(leg, voice) => {
                if let Some(member) = self.rooms.member(leg) {
                    member.seat.set(voice);
                }
            }
            Command::Leave(leg) => self.leave(leg),
            Command::Return(circuit) => self.welcome(circuit),
            Command::Forget(leg) => self.forget(leg),
            Command::Announce { room, play, sound, repeat } => self.announce(room, play, sound, repeat),
            Command::StopAnnouncement(room) => self.stop_announcement(room),
            Command::Transcode(leg, transcoder) => {
                self.with(leg, |circuit, outbox| circuit.set_transcoder(transcoder, outbox));
            }
            Command::Close(leg) => self.end(leg, RecordEnd::Stopped, now),
            Command::Stop => self.stopping = true,
            #[cfg(test)]
            Command::Panic(leg) => self.with(leg, |_, _| panic!("a leg panics, as a test wants it to")),
        }
    }

    fn attach(&mut self, circuit: Box<Circuit>) {
        let id = circuit.id;
        // Without room for it in the kernel, no reports are read.
        let _ = self.poll.add(circuit.rtcp(), key(id));
        let slot = self.freest_slot();
        self.slots[slot].push(id.place);
        self.circuits[id.place as usize] = Some(circuit);
        self.legs += 1;
    }

    /// The first slot in use that is not full, or an empty one.
    fn freest_slot(&self) -> usize {
        let fill = |slot: &usize| {
            let legs = self.slots[*slot].len() + self.rooms.seated_in(*slot);
            (legs / SLOT_FILL, usize::from(legs == 0))
        };
        (0..self.slots.len()).min_by_key(fill).unwrap_or(0)
    }

    fn circuit(&mut self, leg: LegId) -> Option<&mut Circuit> {
        let home = self.circuits.get_mut(leg.place as usize).and_then(Option::as_deref_mut);
        match home.filter(|circuit| circuit.id == leg) {
            Some(circuit) => Some(circuit),
            None => self.rooms.member(leg).map(|member| &mut *member.circuit),
        }
    }

    /// Does something to a leg; if that panics, this leg ends and no other.
    fn with(&mut self, leg: LegId, work: impl FnOnce(&mut Circuit, &mut Outbox)) {
        let home = self.circuits.get_mut(leg.place as usize).and_then(Option::as_deref_mut);
        let found = match home.filter(|circuit| circuit.id == leg) {
            Some(circuit) => Some(circuit),
            None => self.rooms.member(leg).map(|member| &mut *member.circuit),
        };
        let Some(circuit) = found else { return };
        let outbox = &mut self.outbox;
        if catch_unwind(AssertUnwindSafe(|| work(circuit, outbox))).is_err() {
            self.panicked(leg);
        }
    }

    /// Legs lie all over the memory: those that come next are fetched while this one is served. Turns are taken backwards.
    fn look_ahead_in_slot(&self, at: usize) {
        let slot = &self.slots[self.slot];
        if let Some(circuit) = self.at(slot[at.saturating_sub(3)] as usize) {
            sys::prefetch(circuit);
        }
        if let Some(circuit) = self.at(slot[at.saturating_sub(1)] as usize) {
            circuit.prefetch_play();
            circuit.prefetch_recording();
        }
    }

    fn at(&self, place: usize) -> Option<&Circuit> {
        self.circuits.get(place).and_then(Option::as_deref)
    }

    fn turn(&mut self, place: u32, now: u64) {
        let Some(circuit) = self.circuits[place as usize].as_deref_mut() else { return };
        let (leg, room, outbox) = (circuit.id, &mut *self.room, &mut self.outbox);
        let work = AssertUnwindSafe(|| {
            if circuit.bridged.is_none() {
                circuit.listen(now, room, outbox);
            }
            circuit.turn(now, outbox);
        });
        if catch_unwind(work).is_err() {
            self.panicked(leg);
        } else if self.at(place as usize).is_some_and(Circuit::is_paused) {
            self.fill_pause(leg, now);
        }
    }

    fn read_reports(&mut self, now: u64) {
        for _ in 0..MOST_ROUNDS {
            let found = self.poll.ready(&mut self.ready);
            for at in 0..found {
                if self.ready.key(at) & SEATED != 0 {
                    self.read_seated_report(at, now);
                    continue;
                }
                let (place, serial) = unkey(self.ready.key(at));
                let Some(leg) = self.at(place).map(|circuit| circuit.id).filter(|id| id.serial == serial)
                else {
                    continue;
                };
                let circuit = self.circuits[place].as_deref_mut();
                let room = &mut *self.room;
                let read = AssertUnwindSafe(|| {
                    circuit.into_iter().for_each(|circuit| circuit.receive_report(now, room))
                });
                if catch_unwind(read).is_err() {
                    self.panicked(leg);
                }
            }
            if !self.ready.is_full() {
                break;
            }
        }
    }

    fn read_seated_report(&mut self, at: usize, now: u64) {
        let (_, serial) = unkey(self.ready.key(at));
        let room = &mut *self.room;
        let Some(circuit) = self.rooms.by_serial(serial) else { return };
        let leg = circuit.id;
        if catch_unwind(AssertUnwindSafe(|| circuit.receive_report(now, room))).is_err() {
            self.panicked(leg);
        }
    }

    fn panicked(&mut self, leg: LegId) {
        self.door.figures.panics.fetch_add(1, Ordering::Relaxed);
        self.end(leg, RecordEnd::Failed, sys::now() / NANOSECONDS);
    }

    /// Ends a leg. Its sockets are closed by another thread.
    fn end(&mut self, leg: LegId, ended: RecordEnd, now: u64) {
        if self.circuit(leg).is_none() {
            return;
        }
        self.unbridge(leg);
        let Some(mut circuit) = self.unseat(leg).or_else(|| self.take_home(leg)) else { return };
        let outbox = &mut self.outbox;
        // What panicked once may do so again: then its recording's end is told by whoever buries it.
        let _ = catch_unwind(AssertUnwindSafe(|| circuit.close(ended, now, outbox)));
        self.unburied.push(circuit);
    }

    fn bury(&mut self) {
        while let Some(circuit) = self.unburied.pop() {
            if let Err(circuit) = self.outbox.bury(circuit) {
                self.unburied.push(circuit);
                break;
            }
        }
    }

    /// Ends all legs. From here on there is time.
    fn stop(mut self, now: u64) {
        self.door.refuse();
        self.obey_all(now);
        self.stop_rooms(now);
        let legs: Vec<LegId> = self.circuits.iter().flatten().map(|circuit| circuit.id).collect();
        for leg in legs {
            self.end(leg, RecordEnd::Stopped, now);
        }
        while !(self.unburied.is_empty() && self.outbox.is_caught_up()) {
            self.bury();
            self.outbox.catch_up();
            self.bell.ring();
            sys::sleep_until(sys::now() + NANOSECONDS);
        }
        self.bell.ring();
    }
}

/// Marks the key of a leg that sits in a room.
const SEATED: u64 = 1 << 31;

/// Names a leg to the kernel. With the serial, so that nothing late concerns a later leg in the same place.
fn key(leg: LegId) -> u64 {
    u64::from(leg.serial) << 32 | u64::from(leg.place)
}

fn unkey(key: u64) -> (usize, u32) {
    (key as u32 as usize, (key >> 32) as u32)
}
