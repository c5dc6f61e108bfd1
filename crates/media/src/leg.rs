//! A handle on one leg: one RTP stream in, one out. All that is asked is done at the next tick.

use crate::codec::Codec;
use crate::comfort::Silence;
use crate::door::{Command, Door, Fittings};
use crate::engine::{House, MediaError};
use crate::event::{LegEvent, LegEvents, LegId, Mailbox, PlayId};
use crate::link::Remote;
use crate::play::Repeat;
use crate::progress::{AnswerLimits, Listening, ToneRules};
use crate::recorder::{RecordEnd, RecordRules};
use crate::spool::Order;
use crate::srtp::{Context, Security};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// One leg. It ends when this is dropped; its recording is then finished, its ports rest.
pub struct Leg {
    house: Arc<House>,
    id: LegId,
    local: SocketAddr,
    mailbox: Arc<Mailbox>,
}

impl Leg {
    pub(crate) fn new(house: Arc<House>, id: LegId, local: SocketAddr, mailbox: Arc<Mailbox>) -> Leg {
        Leg { house, id, local, mailbox }
    }

    pub fn id(&self) -> LegId {
        self.id
    }

    /// Where RTP is received; RTCP one port above.
    pub fn local(&self) -> SocketAddr {
        self.local
    }

    /// A handle that stands for no leg, and events of which none ever comes: for the place of a leg that was taken away.
    pub fn nobody(&self) -> (Leg, LegEvents) {
        let id = LegId { serial: self.house.next_serial(), ..self.id };
        let mailbox = Arc::new(Mailbox::over());
        let leg = Leg::new(self.house.clone(), id, self.local, mailbox.clone());
        (leg, LegEvents { mailbox })
    }

    /// SRTP from here on, or plain RTP again; before [`Leg::connect`]. With SRTP nothing goes out or comes in that is not
    /// sealed.
    pub fn secure(&self, security: Security) {
        let context = match security {
            Security::Off => None,
            Security::On { ours, theirs } => Some(Box::new(Context::new(ours.as_ref(), theirs.as_ref()))),
        };
        self.send(Command::Secure(self.id, context));
    }

    /// What an offer and answer agreed. The source is learnt anew.
    pub fn connect(&self, remote: Remote) {
        if remote.codec == Codec::G722 {
            self.send(Command::Smooth(self.id, Box::default()));
        }
        self.send(Command::Connect(self.id, remote, Fittings::of(&remote)));
    }

    /// Plays a sound that is encoded in the leg's codec, in place of what plays now. It waits for [`Leg::connect`].
    /// Its end is told when its last frame has been heard.
    pub fn play(&self, sound: Arc<[u8]>, from_octet: usize, repeat: Repeat) -> PlayId {
        let play = self.house.next_play();
        self.send(Command::Play { leg: self.id, play, sound, octet: from_octet, repeat });
        play
    }

    /// A key that the far end has pressed by its signalling, not with its sound: it is told and ends recordings as others do.
    pub fn press(&self, key: char) {
        self.send(Command::Press(self.id, key));
    }

    /// What is done while nothing is played and the leg is neither bridged nor in a room, once something was played: described
    /// silence is sent where G.711 is spoken, every second. Nothing is sent until this is asked for.
    pub fn fall_silent(&self, silence: Silence) {
        self.send(Command::FallSilent(self.id, silence));
    }

    /// Listens for tones of the line: each row of them is told once, as [`LegEvent::LineTone`], and ends a recording where it
    /// began. What is heard in Opus or G.729 is listened to only while it is recorded, or bridged to a leg that does not
    /// speak the same.
    pub fn listen_for_tones(&self, rules: ToneRules) {
        self.send(Command::Listen(self.id, Box::new(Listening::for_tones(rules))));
    }

    /// Listens for who has answered, from here on, in place of what was listened for: told as [`LegEvent::Answerer`]. For
    /// whoever calls by a machine; what is heard in Opus or G.729 is listened to as for tones.
    pub fn listen_for_answer(&self, limits: AnswerLimits) {
        self.send(Command::Listen(self.id, Box::new(Listening::for_answer(limits))));
    }

    /// Ends what plays.
    pub fn stop_play(&self) {
        self.send(Command::StopPlay(self.id));
    }

    /// Records what is heard into the spool under a name that was never used, in place of a recording under way.
    /// Every recording is told to have ended, whatever happens.
    pub fn record(&self, id: &str, rules: RecordRules) {
        let key = self.announce_recording(id);
        if !key.is_some_and(|key| self.send(Command::Record { leg: self.id, key, rules })) {
            self.fail_recording();
        }
    }

    /// Records a bridge: what this side says under a name, what the other says under another, from the same moment on, for
    /// [`crate::recording::sides`]. What is relayed stays untouched. Each leg tells the end of its own side.
    pub fn record_both(&self, other: &Leg, id: &str, rules: RecordRules) -> Result<(), MediaError> {
        if self.id.worker != other.id.worker {
            return Err(MediaError::Elsewhere);
        }
        let [near, far] = crate::recording::side_names(id);
        let keys = [self.announce_recording(&near), other.announce_recording(&far)];
        let sent = match keys {
            [Some(near), Some(far)] => {
                self.send(Command::RecordBoth { sides: [(self.id, near), (other.id, far)], rules })
            }
            _ => false,
        };
        if !sent {
            self.fail_recording();
            other.fail_recording();
        }
        Ok(())
    }

    /// The writer must know of a recording before the worker's first parcel comes; none when it has ended.
    fn announce_recording(&self, id: &str) -> Option<u64> {
        let key = self.house.recordings.fetch_add(1, Ordering::Relaxed);
        self.mailbox.expect_recording();
        self.house.workers[usize::from(self.id.worker)].chunks.admit();
        self.house.orders.send(Order::Open { key, leg: self.id, id: id.to_owned() }).ok()?;
        Some(key)
    }

    fn fail_recording(&self) {
        let ended = RecordEnd::Failed;
        let failed = LegEvent::RecordEnded { milliseconds: 0, speech_milliseconds: 0, ended };
        self.house.mailboxes.deliver(self.id, failed);
    }

    /// Ends the recording.
    pub fn stop_record(&self) {
        self.send(Command::StopRecord(self.id));
    }

    /// Lets two legs hear each other: sound, and keys where both know them. Either leg's bridge to a third ends.
    pub fn bridge(&self, other: &Leg) -> Result<(), MediaError> {
        if self.id.worker != other.id.worker {
            return Err(MediaError::Elsewhere);
        }
        self.send(Command::Bridge(self.id, other.id));
        Ok(())
    }

    /// Ends the bridge, for both.
    pub fn unbridge(&self) {
        self.send(Command::Unbridge(self.id));
    }

    /// False when the engine has stopped: then there is nothing to be done and [`LegEvent::Closed`] was told.
    pub(crate) fn send(&self, command: Command) -> bool {
        self.door().send(command)
    }

    fn door(&self) -> &Door {
        &self.house.workers[usize::from(self.id.worker)].door
    }

    #[cfg(test)]
    pub(crate) fn panic(&self) {
        self.send(Command::Panic(self.id));
    }
}

impl Drop for Leg {
    fn drop(&mut self) {
        self.send(Command::Close(self.id));
    }
}
