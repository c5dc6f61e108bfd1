//! Conference rooms as the rest of the house sees them: legs join and leave, everybody hears everybody else.
//!
//! A room lives on one worker. A leg that joins moves there as a value, between two ticks, and goes home when it leaves.
//! The same rooms carry the supervision of a bridge: see [`Engine::tap`].

use crate::door::Command;
use crate::engine::{Engine, House, MediaError};
use crate::event::{LegId, PlayId};
use crate::leg::Leg;
use crate::play::Repeat;
use crate::seat::Seat;
use crate::table::Table;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Names a room for as long as the engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoomId {
    pub(crate) serial: u32,
    pub(crate) worker: u16,
}

/// How a room is.
#[derive(Clone, Debug)]
pub struct RoomConfig {
    /// Participants; 1 to [`RoomConfig::LARGEST`].
    pub most: usize,
    /// Brings all voices to the same loudness, slowly.
    pub automatic_level: bool,
    /// What somebody hears who is alone: 8 kHz samples, over and over.
    pub music: Option<Arc<[i16]>>,
}

impl RoomConfig {
    /// One worker mixes them all within its tick.
    pub const LARGEST: usize = 512;
}

impl Default for RoomConfig {
    fn default() -> RoomConfig {
        RoomConfig { most: 64, automatic_level: true, music: None }
    }
}

/// Who hears a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeardBy {
    Everyone,
    /// A whisper to one.
    Only(LegId),
    /// Muted, or listening only.
    Nobody,
}

/// How a participant takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    pub heard_by: HeardBy,
    /// How loud others hear it: −20 to 20 dB.
    pub gain_db: i8,
    /// How loud it hears the room: −20 to 20 dB.
    pub volume_db: i8,
    /// It hears nothing of the room.
    pub deaf: bool,
}

impl Default for Voice {
    fn default() -> Voice {
        Voice { heard_by: HeardBy::Everyone, gain_db: 0, volume_db: 0, deaf: false }
    }
}

impl Voice {
    /// Hears, and is not heard.
    pub const LISTENING: Voice = Voice { heard_by: HeardBy::Nobody, gain_db: 0, volume_db: 0, deaf: false };

    /// Hears all, and is heard by one.
    pub fn whispering(to: &Leg) -> Voice {
        Voice { heard_by: HeardBy::Only(to.id()), ..Voice::default() }
    }
}

/// What happens in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomEvent {
    /// Somebody begins to speak, or has ended.
    Speaking { leg: LegId, speaking: bool },
    /// An announcement ended; `complete`: it was heard to its end.
    Announced { play: PlayId, complete: bool },
    /// The room is closed; always the last event.
    Closed,
}

/// A room. It closes when this is dropped; its legs go home and live on.
pub struct Room {
    house: Arc<House>,
    id: RoomId,
    most: usize,
    automatic_level: bool,
    members: Arc<AtomicUsize>,
}

/// Who may join the two of a bridge at once.
const TAPPED_BY: usize = 6;

impl Engine {
    /// A new room, on the worker that has the least to do.
    pub fn room(&self, config: RoomConfig) -> Result<(Room, RoomEvents), MediaError> {
        self.room_at(self.0.emptiest(), config)
    }

    /// Makes a bridge a room of two, so that somebody may join it to listen ([`Voice::LISTENING`]), to whisper
    /// ([`Voice::whispering`]) or to barge in ([`Voice::default`]). Keys still pass between the two, and as long as one of
    /// them hears nobody but the other, so do their packets, as they are. When the room is dropped, they are bridged again.
    pub fn tap(&self, one: &Leg, other: &Leg) -> Result<(Room, RoomEvents), MediaError> {
        if one.id().worker != other.id().worker {
            return Err(MediaError::Elsewhere);
        }
        self.pair(one, other, TAPPED_BY)
    }

    /// Bridges two legs that were not born beside each other, for as long as the room is held: one of them sits with the
    /// other on its worker. Packets pass as in a bridge, but in the room's turns, every 20 ms. When the room is dropped,
    /// both go home and hear nothing.
    pub fn span(&self, one: &Leg, other: &Leg) -> Result<(Room, RoomEvents), MediaError> {
        self.pair(one, other, 0)
    }

    /// A room of two whose packets pass as in a bridge, with room for others.
    fn pair(&self, one: &Leg, other: &Leg, others: usize) -> Result<(Room, RoomEvents), MediaError> {
        let (left, right) = (one.id(), other.id());
        let config = RoomConfig { most: 2 + others, automatic_level: false, music: None };
        let (room, events) = self.room_at(usize::from(left.worker), config)?;
        room.seat(one, Voice::default(), Some(right))?;
        room.seat(other, Voice::default(), Some(left))?;
        Ok((room, events))
    }

    fn room_at(&self, worker: usize, config: RoomConfig) -> Result<(Room, RoomEvents), MediaError> {
        let house = &self.0;
        let id = RoomId { serial: house.next_serial(), worker: worker as u16 };
        let most = config.most.clamp(1, RoomConfig::LARGEST);
        let mailbox = house.rooms.open(id);
        let automatic_level = config.automatic_level;
        let table = Table::new(id, most, config.music);
        if !house.workers[worker].door.send(Command::OpenRoom(Box::new(table))) {
            house.rooms.deliver(id, RoomEvent::Closed);
            return Err(MediaError::Stopped);
        }
        let room = Room { house: house.clone(), id, most, automatic_level, members: Arc::default() };
        Ok((room, RoomEvents { mailbox }))
    }
}

impl Room {
    pub fn id(&self) -> RoomId {
        self.id
    }

    /// Lets a leg take part. Its bridge ends, or its part in another room. A sound that is played to the leg is heard by it
    /// alone, in place of the room.
    ///
    /// Who speaks G.722 or Opus is heard in the quality of 16 kHz by all others who do; telephones of 8 kHz hear, and are
    /// heard, as always.
    pub fn join(&self, leg: &Leg, voice: Voice) -> Result<(), MediaError> {
        self.seat(leg, voice, None)
    }

    fn seat(&self, leg: &Leg, voice: Voice, pair: Option<LegId>) -> Result<(), MediaError> {
        if self.members.fetch_add(1, Ordering::Relaxed) >= self.most {
            self.members.fetch_sub(1, Ordering::Relaxed);
            return Err(MediaError::Full);
        }
        let mut seat = Seat::new(self.automatic_level, pair, self.members.clone());
        seat.set(voice);
        if leg.send(Command::Join { leg: leg.id(), room: self.id, seat }) {
            return Ok(());
        }
        Err(MediaError::Stopped)
    }

    /// Changes how a leg takes part.
    pub fn set(&self, leg: &Leg, voice: Voice) {
        leg.send(Command::SetVoice(leg.id(), voice));
    }

    /// The leg goes home.
    pub fn leave(&self, leg: &Leg) {
        leg.send(Command::Leave(leg.id()));
    }

    /// Lets everybody hear samples of 8 kHz, in place of what is announced now.
    pub fn announce(&self, sound: Arc<[i16]>, repeat: Repeat) -> PlayId {
        let play = self.house.next_play();
        self.send(Command::Announce { room: self.id, play, sound, repeat });
        play
    }

    /// Ends what is announced.
    pub fn stop_announcement(&self) {
        self.send(Command::StopAnnouncement(self.id));
    }

    /// How many take part, those on their way included.
    pub fn members(&self) -> usize {
        self.members.load(Ordering::Relaxed)
    }

    fn send(&self, command: Command) -> bool {
        self.house.workers[usize::from(self.id.worker)].door.send(command)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if !self.send(Command::CloseRoom(self.id)) {
            self.house.rooms.deliver(self.id, RoomEvent::Closed);
        }
    }
}

/// The owner's end of a room's events.
pub struct RoomEvents {
    mailbox: Arc<RoomMailbox>,
}

impl RoomEvents {
    /// The next event; `None` once the room is closed and all was told. Safe to abandon at any time.
    pub async fn recv(&mut self) -> Option<RoomEvent> {
        loop {
            let (event, over) = self.mailbox.take();
            if event.is_some() || over {
                return event;
            }
            self.mailbox.arrived.notified().await;
        }
    }

    /// The next event, if there is one by now.
    pub fn try_recv(&mut self) -> Option<RoomEvent> {
        self.mailbox.take().0
    }
}

/// Where a room's events wait: for each leg only the newest, so their number is bounded by the room's size.
#[derive(Default)]
pub(crate) struct RoomMailbox {
    waiting: Mutex<(VecDeque<RoomEvent>, bool)>,
    arrived: Notify,
}

/// Ends of announcements that wait; older ones are forgotten.
const MOST_ANNOUNCED: usize = 32;

impl RoomMailbox {
    fn put(&self, event: RoomEvent) {
        let mut waiting = self.lock();
        match event {
            RoomEvent::Speaking { leg, .. } => waiting
                .0
                .retain(|old| !matches!(old, RoomEvent::Speaking { leg: other, .. } if *other == leg)),
            RoomEvent::Announced { .. } => {
                let is_announced = |old: &RoomEvent| matches!(old, RoomEvent::Announced { .. });
                if waiting.0.iter().filter(|old| is_announced(old)).count() >= MOST_ANNOUNCED
                    && let Some(oldest) = waiting.0.iter().position(is_announced)
                {
                    waiting.0.remove(oldest);
                }
            }
            RoomEvent::Closed => waiting.1 = true,
        }
        waiting.0.push_back(event);
        drop(waiting);
        self.arrived.notify_one();
    }

    /// The next event, and whether none will follow.
    fn take(&self) -> (Option<RoomEvent>, bool) {
        let mut waiting = self.lock();
        (waiting.0.pop_front(), waiting.1)
    }

    fn lock(&self) -> MutexGuard<'_, (VecDeque<RoomEvent>, bool)> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The mailboxes of all rooms.
#[derive(Default)]
pub(crate) struct RoomMailboxes(Mutex<HashMap<RoomId, Arc<RoomMailbox>>>);

impl RoomMailboxes {
    fn open(&self, room: RoomId) -> Arc<RoomMailbox> {
        let mailbox = Arc::new(RoomMailbox::default());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(room, mailbox.clone());
        mailbox
    }

    pub fn deliver(&self, room: RoomId, event: RoomEvent) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mailbox = if event == RoomEvent::Closed { all.remove(&room) } else { all.get(&room).cloned() };
        if let Some(mailbox) = mailbox {
            mailbox.put(event);
        }
    }
}
