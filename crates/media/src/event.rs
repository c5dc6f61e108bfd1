//! What a leg tells its owner, and the mailbox in which it waits for him: bounded, and never losing an ending.

use crate::handshake::HandshakeError;
use crate::progress::{Answer, Signal};
use crate::recorder::RecordEnd;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Names a leg for as long as the engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LegId {
    pub(crate) serial: u32,
    pub(crate) worker: u16,
    pub(crate) place: u32,
}

/// Names one play of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlayId(pub(crate) u64);

/// What happens on a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegEvent {
    /// A key was pressed (RFC 4733).
    Key(char),
    /// A play ended; `octet` is the place that it reached.
    PlayEnded { play: PlayId, octet: usize, complete: bool },
    /// A recording ended and is written and synced in the spool.
    RecordEnded { milliseconds: u64, speech_milliseconds: u64, ended: RecordEnd },
    /// The line itself has said what was asked for by [`Leg::listen_for_tones`](crate::Leg::listen_for_tones). A recording under way
    /// ended where the tone began, `ago_ms` milliseconds before this was certain.
    LineTone { signal: Signal, ago_ms: u64 },
    /// Who has answered, where [`Leg::listen_for_answer`](crate::Leg::listen_for_answer) has asked for it.
    Answerer(Answer),
    /// Nothing was heard for so long although the other side should send; told again and again.
    NoRtp { seconds: u32 },
    /// A browser and we have not come to keys: nothing will ever be heard.
    Unsealed(HandshakeError),
    /// The leg is gone; always the last event.
    Closed(LegStats),
}

/// What became of a leg's packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LegStats {
    /// Heard, from the source that was believed.
    pub packets: u64,
    /// Of the packets towards us.
    pub lost: u64,
    pub jitter_ms: u32,
    pub sent: u64,
    /// Packets of strangers.
    pub refused: u64,
    /// What the other side's RTCP says of the packets towards it.
    pub remote_lost: u32,
    pub remote_jitter_ms: u32,
    pub round_trip_ms: Option<u32>,
    /// What people would say of the sound that came, in hundredths: 100 to 450 (mean opinion score by the E-model, ITU-T
    /// G.107, from loss, bursts, jitter and delay). `None`: nothing came.
    pub mos_hundredths: Option<u16>,
    /// The same of the sound that we sent, as far as the other side's RTCP tells.
    pub remote_mos_hundredths: Option<u16>,
}

/// Keys that nobody fetches beyond this many are dropped: no flow wants so many keys typed ahead.
const MOST_WAITING: usize = 128;

/// The owner's end of a leg's events.
pub struct LegEvents {
    pub(crate) mailbox: Arc<Mailbox>,
}

impl LegEvents {
    /// The next event; `None` once the leg is gone and all was told. Safe to abandon at any time.
    pub async fn recv(&mut self) -> Option<LegEvent> {
        loop {
            match self.mailbox.take() {
                Taken::Event(event) => return Some(event),
                Taken::Nothing => self.mailbox.arrived.notified().await,
                Taken::Over => return None,
            }
        }
    }

    /// The next event, if there is one by now.
    pub fn try_recv(&mut self) -> Option<LegEvent> {
        match self.mailbox.take() {
            Taken::Event(event) => Some(event),
            Taken::Nothing | Taken::Over => None,
        }
    }
}

/// Where one leg's events wait.
#[derive(Default)]
pub(crate) struct Mailbox {
    waiting: Mutex<Waiting>,
    arrived: Notify,
}

#[derive(Default)]
struct Waiting {
    events: VecDeque<LegEvent>,
    /// Recordings that were begun and whose end was not yet told: the leg's own end waits for them.
    recordings: u32,
    closed: Option<LegStats>,
    over: bool,
}

enum Taken {
    Event(LegEvent),
    Nothing,
    Over,
}

impl Mailbox {
    /// One into which nothing is put.
    pub fn over() -> Mailbox {
        let waiting = Waiting { over: true, ..Waiting::default() };
        Mailbox { waiting: Mutex::new(waiting), arrived: Notify::new() }
    }

    /// A recording begins; its end must be told.
    pub fn expect_recording(&self) {
        self.lock().recordings += 1
    }

    /// Whether everything was put in that will ever be.
    fn put(&self, event: LegEvent) -> bool {
        let mut waiting = self.lock();
        match event {
            LegEvent::Key(_) if waiting.events.len() >= MOST_WAITING => {}
            LegEvent::NoRtp { .. } => {
                waiting.events.retain(|event| !matches!(event, LegEvent::NoRtp { .. }));
                waiting.events.push_back(event);
            }
            LegEvent::Closed(stats) => waiting.closed = Some(stats),
            LegEvent::RecordEnded { .. } => {
                waiting.recordings = waiting.recordings.saturating_sub(1);
                waiting.events.push_back(event);
            }
            _ => waiting.events.push_back(event),
        }
        let complete = waiting.closed.is_some() && waiting.recordings == 0;
        drop(waiting);
        self.arrived.notify_one();
        complete
    }

    fn take(&self) -> Taken {
        let mut waiting = self.lock();
        if let Some(event) = waiting.events.pop_front() {
            return Taken::Event(event);
        }
        if waiting.over {
            return Taken::Over;
        }
        match waiting.closed {
            Some(stats) if waiting.recordings == 0 => {
                waiting.over = true;
                Taken::Event(LegEvent::Closed(stats))
            }
            _ => Taken::Nothing,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The mailboxes of all legs.
#[derive(Default)]
pub(crate) struct Mailboxes(Mutex<HashMap<LegId, Arc<Mailbox>>>);

impl Mailboxes {
    pub fn open(&self, leg: LegId) -> Arc<Mailbox> {
        let mailbox = Arc::new(Mailbox::default());
        self.lock().insert(leg, mailbox.clone());
        mailbox
    }

    /// Puts an event into its leg's mailbox; the last one takes the mailbox away.
    pub fn deliver(&self, leg: LegId, event: LegEvent) {
        let mut all = self.lock();
        if all.get(&leg).is_some_and(|mailbox| mailbox.put(event)) {
            all.remove(&leg);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<LegId, Arc<Mailbox>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEG: LegId = LegId { serial: 1, worker: 0, place: 0 };
    const RECORDED: LegEvent =
        LegEvent::RecordEnded { milliseconds: 1, speech_milliseconds: 0, ended: RecordEnd::Stopped };
    const CLOSED: LegEvent = LegEvent::Closed(LegStats {
        packets: 0,
        lost: 0,
        jitter_ms: 0,
        sent: 0,
        refused: 0,
        remote_lost: 0,
        remote_jitter_ms: 0,
        round_trip_ms: None,
        mos_hundredths: Some(440),
        remote_mos_hundredths: None,
    });

    fn told(put: &[LegEvent], recordings: u32) -> Vec<LegEvent> {
        let mailboxes = Mailboxes::default();
        let mailbox = mailboxes.open(LEG);
        (0..recordings).for_each(|_| mailbox.expect_recording());
        put.iter().for_each(|&event| mailboxes.deliver(LEG, event));
        let mut events = LegEvents { mailbox };
        std::iter::from_fn(|| events.try_recv()).collect()
    }

    #[test]
    fn the_end_of_a_leg_is_told_last_and_once() {
        let key = LegEvent::Key('1');
        assert_eq!(told(&[key, CLOSED], 0), [key, CLOSED]);
        assert_eq!(told(&[CLOSED, key], 1), [key]);
        assert_eq!(told(&[CLOSED, RECORDED], 1), [RECORDED, CLOSED]);
        assert_eq!(told(&[RECORDED, CLOSED, RECORDED, key], 2), [RECORDED, RECORDED, CLOSED]);
    }

    #[test]
    fn keys_are_bounded_silence_coalesces_and_endings_are_never_lost() {
        let ended = LegEvent::PlayEnded { play: PlayId(1), octet: 0, complete: true };
        let silent = |seconds| LegEvent::NoRtp { seconds };
        let mut put = vec![silent(30), silent(60)];
        put.extend([LegEvent::Key('1'); 2 * MOST_WAITING]);
        put.extend([ended, RECORDED]);
        let told = told(&put, 1);
        assert_eq!(told.len(), MOST_WAITING + 2);
        assert_eq!((told[0], &told[MOST_WAITING..]), (silent(60), &[ended, RECORDED][..]));
    }
}
