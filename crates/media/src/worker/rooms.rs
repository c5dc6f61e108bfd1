//! The rooms of a worker, and the coming and going of legs: each leg has a home, the place where it was born, and goes from
//! there to its room and back, by way of the thread that delivers events. Whoever asks something of a leg asks at its home;
//! from there it is sent on, in the same order.

use super::{NANOSECONDS, Worker};
use crate::circuit::Circuit;
use crate::door::Command;
use crate::event::{LegId, PlayId};
use crate::outbox::Note;
use crate::play::Repeat;
use crate::recorder::{RecordEnd, RecordRules};
use crate::room::{RoomEvent, RoomId};
use crate::seat::Seat;
use crate::sys;
use crate::table::{Member, Table};
use std::sync::Arc;

/// Who is expected in a room at least.
const FEW: usize = 8;
/// Rooms on one worker.
pub const MOST_ROOMS: usize = 4096;

/// All rooms, and where legs are that were born here.
pub struct Rooms {
    /// They arrive boxed and leave boxed.
    pub tables: Vec<Box<Table>>,
    /// Legs that were born here and sit in a room of another worker.
    away: Vec<(LegId, u16)>,
    /// What waits for legs that are on their way home.
    waiting: Vec<Command>,
}

impl Rooms {
    pub fn new(places: usize) -> Rooms {
        Rooms {
            tables: Vec::with_capacity(MOST_ROOMS),
            away: Vec::with_capacity(places),
            waiting: Vec::with_capacity(places),
        }
    }

    /// A leg that sits in a room here.
    pub fn member(&mut self, leg: LegId) -> Option<&mut Member> {
        self.tables.iter_mut().find_map(|table| table.find(leg))
    }

    /// The other one of a pair in a room, if it hears this one's packets as they are.
    pub fn relayed_from(&self, leg: LegId) -> Option<LegId> {
        self.tables.iter().find_map(|table| table.relayed_from(leg))
    }

    pub fn seated(&mut self) -> impl Iterator<Item = &mut Circuit> {
        self.tables.iter_mut().flat_map(|table| &mut table.members).map(|member| &mut *member.circuit)
    }

    pub fn by_serial(&mut self, serial: u32) -> Option<&mut Circuit> {
        self.seated().find(|circuit| circuit.id.serial == serial)
    }

    pub fn are_due(&self, slot: usize) -> bool {
        self.tables.iter().any(|table| table.slot == slot && !table.members.is_empty())
    }

    /// Legs that have their turn in a slot because they sit in a room; a room that is young is taken for one of a few.
    pub fn seated_in(&self, slot: usize) -> usize {
        let tables = self.tables.iter().filter(|table| table.slot == slot);
        tables.map(|table| table.members.len().max(FEW)).sum()
    }

    fn table(&mut self, room: RoomId) -> Option<&mut Table> {
        self.tables.iter_mut().find(|table| table.id == room).map(|table| &mut **table)
    }

    fn whereabouts(&self, leg: LegId) -> Option<u16> {
        self.away.iter().find(|(id, _)| *id == leg).map(|&(_, worker)| worker)
    }
}

impl Worker {
    /// Sends on what concerns a leg that is elsewhere, and keeps what must wait until it is here.
    pub(super) fn reroute(&mut self, command: Command) -> Option<Command> {
        match &command {
            Command::Bridge(one, other) => {
                let (one, other) = (*one, *other);
                let here = [self.call_home(one), self.call_home(other)];
                self.when_home(command, here == [true, true])
            }
            Command::Join { leg, .. } => {
                let here = self.call_home(*leg);
                self.when_home(command, here)
            }
            _ => {
                let Some(leg) = command.leg() else { return Some(command) };
                if self.circuit(leg).is_some() {
                    return Some(command);
                }
                let elsewhere = match self.rooms.whereabouts(leg) {
                    Some(worker) => worker,
                    None if leg.worker != self.number => leg.worker,
                    None => return Some(command),
                };
                self.outbox.must(Note::Travel(elsewhere, command));
                None
            }
        }
    }

    fn when_home(&mut self, command: Command, home: bool) -> Option<Command> {
        if home {
            return Some(command);
        }
        self.rooms.waiting.push(command);
        None
    }

    /// Whether a leg is at home, or is not at all; if it sits in a room, it is called.
    fn call_home(&mut self, leg: LegId) -> bool {
        if self.rooms.member(leg).is_some() {
            self.leave(leg);
        } else if let Some(worker) = self.rooms.whereabouts(leg) {
            self.outbox.must(Note::Travel(worker, Command::Leave(leg)));
        }
        self.rooms.whereabouts(leg).is_none()
    }

    pub(super) fn open_room(&mut self, mut table: Box<Table>) {
        if self.rooms.tables.len() >= MOST_ROOMS {
            self.outbox.tell_room(table.id, RoomEvent::Closed);
            return self.outbox.must(Note::Room(table));
        }
        table.slot = self.freest_slot();
        self.rooms.tables.push(table);
    }

    /// All go home; the two of a bridge are bridged again.
    pub(super) fn close_room(&mut self, room: RoomId) {
        let Some(at) = self.rooms.tables.iter().position(|table| table.id == room) else { return };
        let pair = self.rooms.tables[at]
            .members
            .iter()
            .find_map(|member| member.seat.pair.map(|pair| (member.circuit.id, pair)));
        while let Some(leg) = self.rooms.tables[at].members.last().map(|member| member.circuit.id) {
            self.leave(leg);
        }
        if let Some((one, other)) = pair {
            self.bridge(one, other);
        }
        let mut table = self.rooms.tables.swap_remove(at);
        table.end_announcement(false, &mut self.outbox);
        self.outbox.must(Note::RoomEvent(room, RoomEvent::Closed));
        self.outbox.must(Note::Room(table));
    }

    pub(super) fn announce(&mut self, room: RoomId, play: PlayId, sound: Arc<[i16]>, repeat: Repeat) {
        match self.rooms.tables.iter_mut().find(|table| table.id == room) {
            Some(table) => table.announce(play, sound, repeat, &mut self.outbox),
            None => self.outbox.discard_samples(sound),
        }
    }

    pub(super) fn stop_announcement(&mut self, room: RoomId) {
        if let Some(table) = self.rooms.tables.iter_mut().find(|table| table.id == room) {
            table.end_announcement(false, &mut self.outbox);
        }
    }

    pub(super) fn join(&mut self, leg: LegId, room: RoomId, seat: Box<Seat>) {
        self.unbridge(leg);
        let Some(circuit) = self.take_home(leg) else { return self.outbox.must(Note::Seat(seat)) };
        if room.worker == self.number {
            return self.enter(circuit, room, seat);
        }
        self.rooms.away.push((leg, room.worker));
        self.outbox.must(Note::Travel(room.worker, Command::Enter(circuit, room, seat)));
    }

    /// A leg has come; if there is no room for it, it goes home at once.
    pub(super) fn enter(&mut self, circuit: Box<Circuit>, room: RoomId, seat: Box<Seat>) {
        match self.rooms.table(room) {
            Some(table) if table.has_room() => {
                let _ = self.poll.add(circuit.rtcp(), super::key(circuit.id) | super::SEATED);
                table.members.push(Member::new(circuit, seat));
                self.legs += 1;
            }
            _ => {
                self.outbox.must(Note::Seat(seat));
                self.send_home(circuit);
            }
        }
    }

    pub(super) fn leave(&mut self, leg: LegId) {
        if let Some(circuit) = self.unseat(leg) {
            self.send_home(circuit);
        }
    }

    fn send_home(&mut self, circuit: Box<Circuit>) {
        if circuit.id.worker == self.number {
            return self.welcome(circuit);
        }
        self.outbox.must(Note::Travel(circuit.id.worker, Command::Return(circuit)));
    }

    /// A leg has come home: what waited for it is done.
    pub(super) fn welcome(&mut self, circuit: Box<Circuit>) {
        let leg = circuit.id;
        self.rooms.away.retain(|(id, _)| *id != leg);
        self.attach(circuit);
        self.resume();
    }

    /// A leg ended in a room elsewhere.
    pub(super) fn forget(&mut self, leg: LegId) {
        self.rooms.away.retain(|(id, _)| *id != leg);
        self.resume();
    }

    fn resume(&mut self) {
        let away = &self.rooms.away;
        let is_away = |leg: &LegId| away.iter().any(|(id, _)| id == leg);
        let ready = self.rooms.waiting.iter().position(|command| match command {
            Command::Bridge(one, other) => !is_away(one) && !is_away(other),
            Command::Join { leg, .. } => !is_away(leg),
            _ => true,
        });
        if let Some(at) = ready {
            let command = self.rooms.waiting.remove(at);
            self.obey(command, sys::now() / NANOSECONDS);
            // Each that is done may make another ready; there are fewer each time.
            self.resume();
        }
    }

    /// Takes a leg out of its room.
    pub(super) fn unseat(&mut self, leg: LegId) -> Option<Box<Circuit>> {
        let table = self
            .rooms
            .tables
            .iter_mut()
            .find(|table| table.members.iter().any(|member| member.circuit.id == leg))?;
        let at = table.members.iter().position(|member| member.circuit.id == leg)?;
        let Member { circuit, seat, .. } = table.members.swap_remove(at);
        self.outbox.must(Note::Seat(seat));
        self.poll.remove(circuit.rtcp());
        self.legs -= 1;
        Some(circuit)
    }

    /// Takes a leg out of its place.
    pub(super) fn take_home(&mut self, leg: LegId) -> Option<Box<Circuit>> {
        let place = self.circuits.get_mut(leg.place as usize)?;
        let circuit = place.take_if(|circuit| circuit.id == leg)?;
        self.poll.remove(circuit.rtcp());
        for slot in &mut self.slots {
            if let Some(at) = slot.iter().position(|&place| place == leg.place) {
                slot.swap_remove(at);
            }
        }
        self.legs -= 1;
        Some(circuit)
    }

    pub(super) fn turn_rooms(&mut self, now: u64) {
        for at in 0..self.rooms.tables.len() {
            let table = &mut self.rooms.tables[at];
            if table.slot != self.slot || table.members.is_empty() {
                continue;
            }
            table.turn(now, &mut self.room, &mut self.outbox);
            while let Some(broken) = self.rooms.tables[at]
                .members
                .iter()
                .find(|member| member.broken)
                .map(|member| member.circuit.id)
            {
                self.panicked(broken);
            }
        }
    }

    /// The two sides of a bridge are recorded from the same moment on.
    pub(super) fn record_both(&mut self, sides: [(LegId, u64); 2], rules: RecordRules, now: u64) {
        for (leg, key) in sides {
            self.obey(Command::Record { leg, key, rules }, now);
        }
    }

    /// Every room closes; its legs, wherever they were born, end here.
    pub(super) fn stop_rooms(&mut self, now: u64) {
        let seated: Vec<LegId> = self.rooms.seated().map(|circuit| circuit.id).collect();
        seated.into_iter().for_each(|leg| self.end(leg, RecordEnd::Stopped, now));
        let rooms: Vec<RoomId> = self.rooms.tables.iter().map(|table| table.id).collect();
        rooms.into_iter().for_each(|room| self.close_room(room));
    }
}
