//! What leaves a worker during its tick: events, things to be thrown away, recorded sound. Never waits, never allocates.

use crate::booth::{Task, Ways};
use crate::circuit::Circuit;
use crate::codec::Codec;
use crate::codec::seam::Seamless;
use crate::door::{Command, Fittings};
use crate::event::{LegEvent, LegId, LegStats};
use crate::interpreter::Interpreter;
use crate::progress::Listening;
use crate::recorder::{Chunk, Ending, RecordEnd};
use crate::room::{RoomEvent, RoomId};
use crate::seat::Seat;
use crate::spool::Parcel;
use crate::srtp::Context;
use crate::table::Table;
use crate::transcoder::Transcoder;
use rtrb::{Consumer, Producer};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::Notify;

/// From a worker to the thread that delivers events and drops what must not be dropped in a tick.
pub enum Note {
    Event(LegId, LegEvent),
    Sound(Arc<[u8]>),
    /// A leg needs a transcoder from one codec into another.
    Wanted(LegId, Codec, Codec),
    Scrapped(Box<Transcoder>),
    Dismissed(Box<Interpreter>),
    Unneeded(Box<Fittings>),
    Context(Box<Context>),
    /// Somebody is to be woken: a wake-up may lock.
    Knock(Arc<Notify>),
    Gone(Box<Circuit>, LegStats),
    RoomEvent(RoomId, RoomEvent),
    /// To another worker.
    Travel(u16, Command),
    /// To be thrown away.
    Samples(Arc<[i16]>),
    Seat(Box<Seat>),
    Seamless(Box<Seamless>),
    Listening(Box<Listening>),
    Room(Box<Table>),
}

pub struct Outbox {
    notes: Producer<Note>,
    parcels: Producer<Parcel>,
    free: Consumer<Chunk>,
    /// What must arrive and found no room yet.
    backlog: VecDeque<Note>,
    booths: Ways,
    /// Empty chunks, the last one returned on top: it is still warm.
    spare: Vec<Chunk>,
    /// Whether the bell must be rung at the end of the tick.
    pub unheard: bool,
    /// Events that found no room.
    pub dropped: u64,
    /// Packets of sound that found too many others waiting for an interpreter.
    pub left_out: u64,
}

impl Outbox {
    pub fn new(
        notes: Producer<Note>,
        parcels: Producer<Parcel>,
        free: Consumer<Chunk>,
        booths: Ways,
    ) -> Outbox {
        let spare = Vec::with_capacity(free.buffer().capacity());
        let backlog = VecDeque::with_capacity(64);
        Outbox { notes, parcels, free, backlog, booths, spare, unheard: false, dropped: 0, left_out: 0 }
    }

    /// Tells an event that may be lost when nobody listens.
    pub fn tell(&mut self, leg: LegId, event: LegEvent) {
        if self.try_tell(leg, event).is_err() {
            self.dropped += 1;
        }
    }

    /// Tells an event that must arrive; given back when there is no room now.
    pub fn try_tell(&mut self, leg: LegId, event: LegEvent) -> Result<(), LegEvent> {
        match self.notes.push(Note::Event(leg, event)) {
            Err(rtrb::PushError::Full(_)) => Err(event),
            Ok(()) => {
                self.unheard = true;
                Ok(())
            }
        }
    }

    /// The last holder of a sound frees its memory: not here. (Without room it is freed here after all.)
    pub fn discard(&mut self, sound: Arc<[u8]>) {
        self.unheard |= self.notes.push(Note::Sound(sound)).is_ok();
    }

    /// The same for samples.
    pub fn discard_samples(&mut self, sound: Arc<[i16]>) {
        self.unheard |= self.notes.push(Note::Samples(sound)).is_ok();
    }

    /// Tells what happened in a room; it may be lost when nobody listens.
    pub fn tell_room(&mut self, room: RoomId, event: RoomEvent) {
        match self.notes.push(Note::RoomEvent(room, event)) {
            Ok(()) => self.unheard = true,
            Err(_) => self.dropped += 1,
        }
    }

    /// Hands over what must arrive, in this order. What finds no room waits for the next tick; only then it may allocate.
    pub fn must(&mut self, note: Note) {
        self.backlog.push_back(note);
        self.catch_up();
    }

    /// Hands over what has waited.
    pub fn catch_up(&mut self) {
        while let Some(note) = self.backlog.pop_front() {
            self.unheard = true;
            if let Err(rtrb::PushError::Full(note)) = self.notes.push(note) {
                return self.backlog.push_front(note);
            }
        }
    }

    /// Whether everything that must arrive was handed over.
    pub fn is_caught_up(&self) -> bool {
        self.backlog.is_empty()
    }

    /// The same for what a leg has already.
    pub fn discard_seamless(&mut self, seamless: Box<Seamless>) {
        self.unheard |= self.notes.push(Note::Seamless(seamless)).is_ok();
    }

    /// The same for what listened for tones.
    pub fn discard_listening(&mut self, listening: Box<Listening>) {
        self.unheard |= self.notes.push(Note::Listening(listening)).is_ok();
    }

    /// The same for cryptographic contexts.
    pub fn discard_context(&mut self, context: Box<Context>) {
        self.unheard |= self.notes.push(Note::Context(context)).is_ok();
    }

    /// Wakes whoever waits for what was handed out.
    pub fn knock(&mut self, bell: Arc<Notify>) {
        self.unheard |= self.notes.push(Note::Knock(bell)).is_ok();
    }

    /// Asks for a transcoder; false when there was no room to ask.
    pub fn ask(&mut self, leg: LegId, from: Codec, into: Codec) -> bool {
        let asked = self.notes.push(Note::Wanted(leg, from, into)).is_ok();
        self.unheard |= asked;
        asked
    }

    /// A transcoder is not needed any more. (Without room it is freed here after all.)
    pub fn scrap(&mut self, transcoder: Box<Transcoder>) {
        self.unheard |= self.notes.push(Note::Scrapped(transcoder)).is_ok();
    }

    /// Sends an interpreter to work; given back when there is no room.
    pub fn interpret(&mut self, leg: LegId, interpreter: Box<Interpreter>) -> Result<(), Box<Interpreter>> {
        self.booths.send(Task { leg, interpreter })
    }

    /// Wakes those who have got something to do in this tick.
    pub fn call_booths(&mut self) {
        self.booths.call()
    }

    /// An interpreter whose leg is gone, or has another.
    pub fn dismiss(&mut self, interpreter: Box<Interpreter>) {
        self.unheard |= self.notes.push(Note::Dismissed(interpreter)).is_ok();
    }

    /// What a leg does not need any more.
    pub fn discard_fittings(&mut self, fittings: Box<Fittings>) {
        self.unheard |= self.notes.push(Note::Unneeded(fittings)).is_ok();
    }

    /// Hands a leg over to be closed; given back when there is no room now.
    pub fn bury(&mut self, circuit: Box<Circuit>) -> Result<(), Box<Circuit>> {
        let stats = circuit.stats();
        match self.notes.push(Note::Gone(circuit, stats)) {
            Err(rtrb::PushError::Full(Note::Gone(circuit, _))) => Err(circuit),
            _ => {
                self.unheard = true;
                Ok(())
            }
        }
    }

    /// An empty chunk, while the pool has one.
    pub fn chunk(&mut self) -> Option<Chunk> {
        while let Ok(chunk) = self.free.pop() {
            self.spare.push(chunk);
        }
        self.spare.pop()
    }

    /// Recorded sound. There is always room: the ring holds as many parcels as there are chunks and legs.
    pub fn ship(&mut self, key: u64, chunk: Chunk, ending: Option<Ending>) {
        let _ = self.parcels.push(Parcel { key, chunk: Some(chunk), ending });
    }

    /// A recording for which there was no chunk at all.
    pub fn fail(&mut self, key: u64) {
        let ending = Ending { samples: 0, speech_milliseconds: 0, ended: RecordEnd::Failed };
        let _ = self.parcels.push(Parcel { key, chunk: None, ending: Some(ending) });
    }
}
