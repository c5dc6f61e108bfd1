//! A leg that sits in a room: what it sends is made by the room.

use super::Circuit;
use crate::codec::{Codec, FRAME};
use crate::event::LegEvent;
use crate::outbox::Outbox;
use crate::rtp::HEADER_LENGTH;
use crate::srtp::SEAL_ROOM;

/// What a seated leg sends in its turn.
pub enum Due<'a> {
    /// The room's sound in the leg's codec, unless a play of its own goes on.
    Frame(&'a [u8]),
    /// Packets of another leg were passed on already.
    Relayed,
    Nothing,
}

impl Circuit {
    /// The codec of both directions, once it is agreed.
    pub fn codec(&self) -> Option<Codec> {
        self.link.as_ref().map(|link| link.remote.codec)
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
        self.tell_owed(outbox);
        match due {
            Due::Frame(codes) if self.play.is_none() => self.send_frame(codes, outbox),
            Due::Relayed if self.play.is_none() => {}
            _ => self.play_frame(outbox),
        }
        self.end_turn(now, outbox);
    }

    fn send_frame(&mut self, codes: &[u8], outbox: &mut Outbox) {
        let Some(link) = self.link.as_ref().filter(|link| link.remote.listens) else {
            return self.sender.paused();
        };
        if link.remote.opus.is_some() {
            let codec = link.remote.codec;
            return self.say(self.own_time(), codec, codes, outbox);
        }
        let octets = codes.len().min(FRAME);
        let mut packet = [0; HEADER_LENGTH + FRAME + SEAL_ROOM];
        packet[HEADER_LENGTH..][..octets].copy_from_slice(&codes[..octets]);
        let header = self.sender.frame(link.remote.payload_type, octets);
        self.send(header, &mut packet, octets);
    }
}
