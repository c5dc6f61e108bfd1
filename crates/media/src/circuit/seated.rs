//! A leg that sits in a room: what it sends is made by the room.

use super::Circuit;
use crate::codec::seam::{Beginning, Source};
use crate::codec::{Codec, FRAME};
use crate::event::LegEvent;
use crate::outbox::Outbox;
use crate::rtp::HEADER_LENGTH;
use crate::srtp::SEAL_ROOM;

/// What a seated leg sends in its turn.
pub enum Due<'a> {
    /// The room's sound in the leg's codec, unless a play of its own goes on; whose it is, and how that begins.
    Frame(&'a [u8], Source, &'a Beginning),
    /// The same for a leg with an interpreter: 20 ms at the rate of the codec that it works in.
    Samples(&'a [i16]),
    /// Packets of another leg were passed on already.
    Relayed,
    Nothing,
}

impl Circuit {
    /// The codec of both directions, once it is agreed.
    pub fn codec(&self) -> Option<Codec> {
        self.link.as_ref().map(|link| link.remote.codec)
    }

    /// Whether what it says can be passed on to another leg as it is.
    pub fn is_understood_by(&self, other: &Circuit) -> bool {
        match (&self.link, &other.link) {
            (Some(ours), Some(theirs)) => {
                ours.language() == theirs.language()
                    && (ours.language().is_some()
                        || ours.remote.codec.is_table_away_from(theirs.remote.codec))
            }
            _ => false,
        }
    }

    pub fn is_recorded(&self) -> bool {
        self.recorder.is_some()
    }

    /// Keys can only come in the sound, because no telephone events were agreed.
    pub fn presses_in_band(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.remote.event_type.is_none())
    }

    /// A key was found in the sound.
    pub fn key_in_band(&self, key: char, outbox: &mut Outbox) {
        outbox.tell(self.id, LegEvent::Key(key));
    }

    pub fn turn_seated(&mut self, now: u64, due: Due<'_>, outbox: &mut Outbox) {
        self.seated = true;
        self.tell_owed(outbox);
        match due {
            Due::Frame(codes, source, begins) if self.play.is_none() => {
                self.send_frame(codes, source, begins)
            }
            Due::Samples(samples) if self.play.is_none() => self.say_samples(samples, outbox),
            Due::Relayed if self.play.is_none() => {}
            _ => self.play_frame(outbox),
        }
        self.end_turn(now, outbox);
    }

    fn say_samples(&mut self, samples: &[i16], outbox: &mut Outbox) {
        if !self.link.as_ref().is_some_and(|link| link.remote.listens) {
            return self.sender.paused();
        }
        let time = self.own_time();
        if let (Some(interpreting), Some(link)) = (&mut self.interpreting, &self.link) {
            interpreting.say_samples(self.id, time, link.remote.codec, samples, outbox);
        }
    }

    fn send_frame(&mut self, codes: &[u8], source: Source, begins: &Beginning) {
        let Some(link) = self.link.as_ref().filter(|link| link.remote.listens) else {
            return self.sender.paused();
        };
        let payload_type = link.remote.payload_type;
        let octets = codes.len().min(FRAME);
        let mut packet = [0; HEADER_LENGTH + FRAME + SEAL_ROOM];
        packet[HEADER_LENGTH..][..octets].copy_from_slice(&codes[..octets]);
        self.smooth(source, || *begins, &mut packet[HEADER_LENGTH..][..octets]);
        self.send_own(payload_type, &mut packet);
    }
}
