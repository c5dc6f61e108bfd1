//! The way to a worker: commands from any thread, a place for each leg, and figures of how it fares.

use crate::circuit::Circuit;
use crate::codec::seam::Seamless;
use crate::event::{LegId, PlayId};
use crate::interpreter::{Interpreter, Interpreting};
use crate::link::Remote;
use crate::play::Repeat;
use crate::pressed::InBand;
use crate::recorder::RecordRules;
use crate::red::Redundancy;
use crate::room::{RoomId, Voice};
use crate::seat::Seat;
use crate::srtp::Context;
use crate::sys::Bell;
use crate::table::Table;
use crate::transcoder::Transcoder;
use rtrb::{Consumer, Producer};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, fence};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a leg needs for what it has agreed. It is made and thrown away outside of the tick.
pub struct Fittings {
    /// There if the far end speaks what the leg cannot work in.
    pub interpreting: Option<Box<Interpreting>>,
    /// There if keys can only come in the sound.
    pub in_band: Option<Box<InBand>>,
    /// There if audio is redundant.
    pub redundancy: Option<Box<Redundancy>>,
}

impl Fittings {
    pub fn of(remote: &Remote) -> Box<Fittings> {
        let interpreting = remote.tongue.map(|tongue| Interpreting::new(remote.codec, tongue));
        let in_band = remote.event_type.is_none().then(|| Box::new(InBand::new(remote.codec)));
        let redundancy = remote
            .redundancy
            .filter(|_| remote.tongue.is_none())
            .map(|payload_type| Box::new(Redundancy::new(payload_type)));
        Box::new(Fittings { interpreting, in_band, redundancy })
    }
}

/// What a worker is told.
pub enum Command {
    Attach(Box<Circuit>),
    /// SRTP with these keys, or plain RTP.
    Secure(LegId, Option<Box<Context>>),
    Connect(LegId, Remote, Box<Fittings>),
    /// What keeps a leg that works in G.722 free of clicks.
    Smooth(LegId, Box<Seamless>),
    /// An interpreter has done its work.
    Interpreted(LegId, Box<Interpreter>),
    Play {
        leg: LegId,
        play: PlayId,
        sound: Arc<[u8]>,
        octet: usize,
        repeat: Repeat,
    },
    StopPlay(LegId),
    /// A key, said by signalling.
    Press(LegId, char),
    Record {
        leg: LegId,
        key: u64,
        rules: RecordRules,
    },
    /// Both sides of a bridge, from the same moment on.
    RecordBoth {
        sides: [(LegId, u64); 2],
        rules: RecordRules,
    },
    StopRecord(LegId),
    /// The recording's files cannot be written.
    AbandonRecord(LegId, u64),
    Bridge(LegId, LegId),
    Unbridge(LegId),
    OpenRoom(Box<Table>),
    CloseRoom(RoomId),
    Join {
        leg: LegId,
        room: RoomId,
        seat: Box<Seat>,
    },
    /// A leg has come from its home to a room of this worker.
    Enter(Box<Circuit>, RoomId, Box<Seat>),
    SetVoice(LegId, Voice),
    Leave(LegId),
    /// A leg has come home.
    Return(Box<Circuit>),
    /// A leg that was away has ended.
    Forget(LegId),
    Announce {
        room: RoomId,
        play: PlayId,
        sound: Arc<[i16]>,
        repeat: Repeat,
    },
    StopAnnouncement(RoomId),
    /// What a leg of a bridge asked for.
    Transcode(LegId, Box<Transcoder>),
    Close(LegId),
    Stop,
    #[cfg(test)]
    Panic(LegId),
}

impl Command {
    /// The leg that must be found to do it, wherever it is.
    pub fn leg(&self) -> Option<LegId> {
        match self {
            Command::Secure(leg, _)
            | Command::Connect(leg, ..)
            | Command::Smooth(leg, _)
            | Command::Interpreted(leg, _)
            | Command::Transcode(leg, _)
            | Command::Play { leg, .. }
            | Command::StopPlay(leg)
            | Command::Press(leg, _)
            | Command::Record { leg, .. }
            | Command::StopRecord(leg)
            | Command::AbandonRecord(leg, _)
            | Command::SetVoice(leg, _)
            | Command::Leave(leg)
            | Command::Close(leg) => Some(*leg),
            #[cfg(test)]
            Command::Panic(leg) => Some(*leg),
            _ => None,
        }
    }
}

/// Commands between two ticks. More only wait for the next tick.
const MOST_COMMANDS: usize = 4096;

pub struct Door {
    waiting: Mutex<Waiting>,
    /// The worker sleeps on [`Door::bell`].
    pub asleep: AtomicBool,
    pub bell: Bell,
    pub figures: Figures,
    places: usize,
}

struct Waiting {
    commands: Producer<Command>,
    /// Places that were used and are free again, and the first that was never used.
    free: Vec<u32>,
    unused: u32,
    refused: bool,
}

impl Door {
    /// A door to a worker of so many places, and the worker's side of it.
    pub fn new(places: usize) -> io::Result<(Door, Consumer<Command>)> {
        let (commands, worker) = rtrb::RingBuffer::new(MOST_COMMANDS);
        let waiting = Waiting { commands, free: Vec::new(), unused: 0, refused: false };
        let door = Door {
            waiting: Mutex::new(waiting),
            asleep: AtomicBool::new(false),
            bell: Bell::new()?,
            figures: Figures::default(),
            places,
        };
        Ok((door, worker))
    }

    pub fn places(&self) -> usize {
        self.places
    }

    /// Hands a command in; false when the worker has ended.
    pub fn send(&self, command: Command) -> bool {
        self.offer(command).is_ok()
    }

    /// Hands a command in; given back when the worker has ended.
    pub fn offer(&self, command: Command) -> Result<(), Command> {
        let mut command = command;
        loop {
            let mut waiting = self.lock();
            if waiting.refused {
                return Err(command);
            }
            match waiting.commands.push(command) {
                Ok(()) => break,
                Err(rtrb::PushError::Full(back)) => command = back,
            }
            drop(waiting);
            // Thousands of commands within one tick: the tick that takes them is less than this away.
            std::thread::sleep(Duration::from_millis(1));
        }
        // Pairs with the worker's: either it sees the command, or this sees that it sleeps.
        fence(Ordering::SeqCst);
        if self.asleep.load(Ordering::SeqCst) {
            self.bell.ring();
        }
        Ok(())
    }

    /// The worker ends: nothing is taken any more.
    pub fn refuse(&self) {
        self.lock().refused = true
    }

    pub fn take_place(&self) -> Option<u32> {
        let mut waiting = self.lock();
        if let Some(place) = waiting.free.pop() {
            return Some(place);
        }
        let place = waiting.unused;
        let free = (place as usize) < self.places;
        waiting.unused += u32::from(free);
        free.then_some(place)
    }

    pub fn give_place_back(&self, place: u32) {
        self.lock().free.push(place)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a worker fares.
#[derive(Default)]
pub struct Figures {
    pub legs: AtomicUsize,
    pub panics: AtomicU64,
    /// How often it was so late that turns were left out.
    pub overruns: AtomicU64,
    pub dropped_events: AtomicU64,
    /// Packets that came while interpreters were too busy.
    pub left_out: AtomicU64,
    /// More than one tick in a hundred was slow: no more legs.
    pub overloaded: AtomicBool,
    /// Only the worker touches these.
    last_thread_time: AtomicU64,
    ticks: AtomicU64,
    slow_ticks: AtomicU64,
}

/// Of a tick of 4 ms; what is left is for what the machine does besides.
const SLOW_TICK_NANOSECONDS: u64 = 2_400_000;
/// Ticks over which slow ones are counted.
const TICKS_JUDGED: u64 = 1000;

impl Figures {
    /// A tick has ended, and the worker has used so much processor time in all.
    pub fn ticked(&self, thread_time: u64, dropped_events: u64) {
        let work = thread_time - self.last_thread_time.swap(thread_time, Ordering::Relaxed);
        self.dropped_events.store(dropped_events, Ordering::Relaxed);
        let slow = self.slow_ticks.load(Ordering::Relaxed) + u64::from(work > SLOW_TICK_NANOSECONDS);
        let ticks = self.ticks.load(Ordering::Relaxed) + 1;
        let judged = ticks >= TICKS_JUDGED;
        if judged {
            self.overloaded.store(slow * 100 > ticks, Ordering::Relaxed);
        }
        self.ticks.store(if judged { 0 } else { ticks }, Ordering::Relaxed);
        self.slow_ticks.store(if judged { 0 } else { slow }, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_come_again() {
        let (door, _worker) = Door::new(2).unwrap();
        assert_eq!([door.take_place(), door.take_place(), door.take_place()], [Some(0), Some(1), None]);
        door.give_place_back(0);
        assert_eq!([door.take_place(), door.take_place()], [Some(0), None]);
    }

    #[test]
    fn a_worker_is_overloaded_while_more_than_one_tick_in_a_hundred_is_slow() {
        let figures = Figures::default();
        let mut time = 0;
        let mut run = |slow_every: u64| {
            for tick in 1..=TICKS_JUDGED {
                time += if tick % slow_every == 0 { SLOW_TICK_NANOSECONDS + 1 } else { 1000 };
                figures.ticked(time, 0);
            }
            figures.overloaded.load(Ordering::Relaxed)
        };
        assert_eq!([run(50), run(100), run(TICKS_JUDGED + 1)], [true, false, false]);
    }

    #[test]
    fn a_worker_that_ended_takes_nothing() {
        let (door, mut worker) = Door::new(1).unwrap();
        assert!(door.send(Command::Stop));
        door.refuse();
        assert!(!door.send(Command::Stop));
        assert!(worker.pop().is_ok() && worker.pop().is_err());
    }
}
