//! What goes out on a leg: what is played, and what the other leg of a bridge says.

use super::{Circuit, DATAGRAM_ROOM, Form, Passing};
use crate::codec::seam::{Beginning, Source};
use crate::codec::{Codec, FRAME};
use crate::comfort::{OURS, Silence};
use crate::event::{LegEvent, PlayId};
use crate::interpreter::{Batch, PAYLOAD_ROOM};
use crate::link::{COMFORT_NOISE, Kind, Link};
use crate::outbox::Outbox;
use crate::packer::{self, Packed, Whose};
use crate::play::{Piece, Play, Repeat};
use crate::red;
use crate::rtp::{HEADER_LENGTH, Header};
use crate::srtp::SEAL_ROOM;
use crate::transcoder::Transcoder;
use std::sync::Arc;

impl Circuit {
    /// Codes that are said next in the leg's codec, which may be of another encoder than those before.
    pub(super) fn smooth(&mut self, source: Source, begins: impl FnOnce() -> Beginning, codes: &mut [u8]) {
        if self.link.as_ref().is_some_and(|link| link.remote.codec == Codec::G722)
            && let Some(seamless) = &mut self.seamless
        {
            seamless.pass(source, begins, codes);
        }
    }

    pub fn start_play(
        &mut self,
        id: PlayId,
        sound: Arc<[u8]>,
        octet: usize,
        repeat: Repeat,
        outbox: &mut Outbox,
    ) {
        self.end_play(false, outbox);
        self.play = Some(Play { id, sound, octet, repeat, rounds: 0 });
    }

    pub fn end_play(&mut self, complete: bool, outbox: &mut Outbox) {
        let Some(play) = self.play.take() else { return };
        let octet = play.octet.min(play.sound.len());
        let ended = LegEvent::PlayEnded { play: play.id, octet, complete };
        if let Err(ended) = outbox.try_tell(self.id, ended) {
            // Only the newest end can still be awaited: each play replaces the one before.
            self.owed = Some(ended);
        }
        outbox.discard(play.sound);
    }

    /// Whether another leg speaks the same, which this one does not work in.
    pub fn shares_language(&self, other: &Circuit) -> bool {
        self.language().is_some() && self.language() == other.language()
    }

    /// Whether a packet of the other leg can be passed on before it is interpreted.
    pub fn understands(&self, passing: &Passing) -> bool {
        match passing.form {
            Form::Foreign(theirs) if passing.kind == Kind::Sound => self.language() == Some(theirs),
            _ => true,
        }
    }

    /// A packet of the other leg.
    pub fn relay(&mut self, passing: &Passing, room: &mut [u8; DATAGRAM_ROOM], outbox: &mut Outbox) {
        let Some(link) = self.link.as_ref().filter(|link| link.remote.listens) else { return };
        if self.play.is_some() {
            return;
        }
        let remote = &link.remote;
        let payload_type = match (passing.kind, remote.event_type) {
            (Kind::Sound, _) => remote.payload_type,
            (Kind::Key, Some(event_type)) => event_type,
            _ => return,
        };
        let payload = passing.payload.clone();
        if passing.kind == Kind::Sound && !passing.form.is_foreign() && passing.codec == Codec::G722 {
            self.smooth(Source::Relay(passing.header.ssrc), Beginning::default, &mut room[payload.clone()]);
        }
        let Some(link) = &self.link else { return };
        let (remote, language) = (&link.remote, link.language());
        let is_untouched = match passing.form {
            Form::Foreign(theirs) => language == Some(theirs),
            Form::Codes => language.is_none() && passing.codec.is_table_away_from(remote.codec),
            Form::Made => false,
        };
        let keeps_numbers = is_untouched && !self.sender.converts(&passing.header);
        let is_near = passing.codec.is_table_away_from(remote.codec);
        let header = if passing.kind == Kind::Sound && language.is_some() && !is_untouched {
            let codes = &room[payload];
            return self.say(passing.header, passing.codec, codes, outbox);
        } else if passing.kind == Kind::Sound && language.is_none() && is_near {
            passing.codec.transcode(remote.codec, &mut room[payload.clone()]);
            if !keeps_numbers || !self.packer.fits(payload.len()) {
                return self.pack(Whose::Theirs, passing.header, &room[payload]);
            }
            self.sender.relay(&passing.header, payload_type, payload.len())
        } else if keeps_numbers {
            self.sender.relay(&passing.header, payload_type, payload.len())
        } else if passing.kind == Kind::Sound && !is_untouched {
            return self.convert(passing, &room[payload], outbox);
        } else {
            self.sender.convert(&passing.header, payload_type, payload.len())
        };
        self.send(header, &mut room[payload.start - HEADER_LENGTH..], payload.len());
    }

    /// Sends a payload of so many octets that stands behind room for its header; with that before it, where that is agreed.
    fn send(&mut self, header: Header, packet: &mut [u8], octets: usize) {
        let is_sound = self.link.as_ref().is_some_and(|link| link.remote.payload_type == header.payload_type);
        let Some(redundancy) = self.redundancy.as_mut().filter(|_| is_sound) else {
            return self.transmit(header, packet, octets);
        };
        let mut twice = [0; HEADER_LENGTH + red::ROOM + SEAL_ROOM];
        let payload = &packet[HEADER_LENGTH..][..octets];
        let room = twice[HEADER_LENGTH..].first_chunk_mut();
        match room.and_then(|room| redundancy.say(&header, payload, room)) {
            Some(octets) => {
                let payload_type = redundancy.payload_type();
                self.transmit(Header { payload_type, ..header }, &mut twice, octets);
            }
            None => self.transmit(header, packet, octets),
        }
    }

    fn transmit(&mut self, header: Header, packet: &mut [u8], octets: usize) {
        let units = self.link.as_ref().map_or(1, Link::clock_units);
        let header = Header { timestamp: header.timestamp.wrapping_mul(units), ..header };
        packet[..HEADER_LENGTH].copy_from_slice(&header.to_bytes());
        let length = HEADER_LENGTH + octets;
        let sealed = self.context.as_mut().map_or(Some(length), |context| context.seal(packet, length));
        let Some(length) = sealed else { return };
        let went = match (&self.gate, &self.link) {
            (Some(gate), _) => gate.send(&self.rtp, &packet[..length]),
            (None, Some(link)) => link.send(&self.rtp, &packet[..length]),
            (None, None) => false,
        };
        self.sent += u64::from(went);
    }

    /// Sends sound in packets of the length that was agreed.
    fn pack(&mut self, whose: Whose, mut header: Header, mut codes: &[u8]) {
        while !codes.is_empty() {
            let (taken, packed) = self.packer.push(whose, &header, codes);
            codes = &codes[taken..];
            header.timestamp = header.timestamp.wrapping_add(taken as u32);
            header.marker &= taken == 0;
            if let Some(packed) = packed {
                self.send_packed(&packed);
            }
        }
    }

    pub(super) fn send_packed(&mut self, packed: &Packed) {
        let Some(link) = self.link.as_ref().filter(|link| link.remote.listens) else { return };
        let (payload_type, octets) = (link.remote.payload_type, packed.codes().len());
        let header = match packed.whose {
            Whose::Ours => self.sender.frame_of(packed.header.timestamp, payload_type, octets),
            Whose::Theirs => self.sender.convert(&packed.header, payload_type, octets),
        };
        let mut packet = [0; HEADER_LENGTH + packer::LONGEST + SEAL_ROOM];
        packet[HEADER_LENGTH..][..octets].copy_from_slice(packed.codes());
        self.send(header, &mut packet, octets);
    }

    /// Sends a frame of our own, which stands behind room for its header.
    pub(super) fn send_own(
        &mut self,
        payload_type: u8,
        packet: &mut [u8; HEADER_LENGTH + FRAME + SEAL_ROOM],
    ) {
        if self.packer.fits(FRAME) {
            let header = self.sender.frame(payload_type, FRAME);
            return self.send(header, packet, FRAME);
        }
        self.pack(Whose::Ours, self.own_time(), &packet[HEADER_LENGTH..][..FRAME]);
    }

    /// Sound of the other leg in a codec that only a transcoder makes ours. Without one, it is asked for; what comes until
    /// then, some milliseconds, is not heard.
    fn convert(&mut self, passing: &Passing, codes: &[u8], outbox: &mut Outbox) {
        let Some(link) = &self.link else { return };
        let (from, into) = (passing.codec, link.remote.codec);
        let payload_type = link.remote.payload_type;
        let Some(mut transcoder) = self.transcoder.take_if(|transcoder| transcoder.turns(from, into)) else {
            if self.asked != Some((from, into)) && outbox.ask(self.id, from, into) {
                self.asked = Some((from, into));
            }
            return;
        };
        transcoder.packet(&passing.header, codes);
        let mut packet = [0; HEADER_LENGTH + FRAME + SEAL_ROOM];
        while let Some(frame) =
            packet[HEADER_LENGTH..].first_chunk_mut().and_then(|out| transcoder.frame(out))
        {
            let theirs = Header { timestamp: frame.timestamp, marker: frame.marker, ..passing.header };
            self.smooth(
                Source::Relay(theirs.ssrc),
                Beginning::default,
                &mut packet[HEADER_LENGTH..][..FRAME],
            );
            if self.packer.fits(FRAME) {
                let header = self.sender.convert(&theirs, payload_type, FRAME);
                self.send(header, &mut packet, FRAME);
            } else {
                self.pack(Whose::Theirs, theirs, &packet[HEADER_LENGTH..][..FRAME]);
            }
        }
        self.transcoder = Some(transcoder);
    }

    /// Sound that is to be interpreted.
    fn say(&mut self, header: Header, codec: Codec, codes: &[u8], outbox: &mut Outbox) {
        if let Some(interpreting) = &mut self.interpreting {
            interpreting.say(self.id, header, codec, codes, outbox);
        }
    }

    /// Sends what an interpreter has made of what was said.
    pub fn speak(&mut self, done: &Batch) {
        for parcel in &done.said {
            let Some(link) = self.link.as_ref().filter(|link| link.remote.listens) else { return };
            let payload_type = link.remote.payload_type;
            let mut packet = [0; HEADER_LENGTH + PAYLOAD_ROOM + SEAL_ROOM];
            let payload = parcel.payload();
            packet[HEADER_LENGTH..][..payload.len()].copy_from_slice(payload);
            let header = if parcel.header.ssrc == self.sender.ssrc() {
                if parcel.header.marker {
                    self.sender.paused();
                }
                self.sender.frame_of(parcel.header.timestamp, payload_type, payload.len())
            } else if self.play.is_none() {
                self.sender.convert(&parcel.header, payload_type, payload.len())
            } else {
                continue;
            };
            self.send(header, &mut packet, payload.len());
        }
    }

    /// The transcoder that was asked for is made.
    pub fn set_transcoder(&mut self, transcoder: Box<Transcoder>, outbox: &mut Outbox) {
        self.asked = None;
        if let Some(old) = self.transcoder.replace(transcoder) {
            outbox.scrap(old);
        }
    }

    pub(super) fn tell_owed(&mut self, outbox: &mut Outbox) {
        if let Some(owed) = self.owed.take() {
            self.owed = outbox.try_tell(self.id, owed).err();
        }
    }

    pub(super) fn play_frame(&mut self, outbox: &mut Outbox) {
        // What is said before there are keys would be lost.
        let Some(link) = self.link.as_ref().filter(|_| self.gate.as_ref().is_none_or(|gate| gate.is_open()))
        else {
            return;
        };
        let Some(play) = &mut self.play else {
            if self.bridged.is_none() {
                self.pause();
            }
            return;
        };
        self.own_silence.end();
        let mut packet = [0; HEADER_LENGTH + FRAME + SEAL_ROOM];
        let frame = &mut packet[HEADER_LENGTH..][..FRAME];
        let seamless = self.seamless.as_mut().filter(|_| link.remote.codec == Codec::G722);
        let mut hears = seamless.map(|seamless| {
            |piece: &Piece<'_>, codes: &mut [u8]| {
                seamless.pass(piece.source, || Beginning::after(piece.goes_on_from()), codes);
            }
        });
        let hears = |piece: &Piece<'_>, codes: &mut [u8]| {
            hears.iter_mut().for_each(|hears| hears(piece, codes));
        };
        if !play.fill(frame, link.remote.codec.silence(), hears) {
            // The frame before was the last: its 20 ms are over now.
            return self.end_play(true, outbox);
        }
        if link.remote.listens && link.remote.tongue.is_some() {
            let codec = link.remote.codec;
            self.say(self.own_time(), codec, &packet[HEADER_LENGTH..][..FRAME], outbox);
        } else if link.remote.listens {
            self.send_own(link.remote.payload_type, &mut packet);
        } else {
            self.sender.paused();
        }
    }

    /// 20 ms in which there is nothing to say. Who has said nothing yet is not silent: the call may not be answered.
    fn pause(&mut self) {
        self.sender.paused();
        let Some(link) = self.link.as_ref().filter(|link| link.remote.listens) else { return };
        let is_g711 = link.remote.tongue.is_none() && link.remote.codec.law().is_some();
        if self.seated || self.sent == 0 || !is_g711 || !self.own_silence.turn() {
            return;
        }
        let mut packet = [0; HEADER_LENGTH + OURS.len() + SEAL_ROOM];
        packet[HEADER_LENGTH..][..OURS.len()].copy_from_slice(&OURS);
        let header = self.sender.silence(COMFORT_NOISE, OURS.len());
        self.transmit(header, &mut packet, OURS.len());
    }

    /// What is done from here on while there is nothing to say.
    pub fn fall_silent(&mut self, silence: Silence) {
        self.own_silence.kind = silence;
    }

    /// What the interpreter is told of a frame of our own.
    pub(super) fn own_time(&self) -> Header {
        let (timestamp, ssrc) = (self.sender.timestamp(), self.sender.ssrc());
        Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc }
    }
}
