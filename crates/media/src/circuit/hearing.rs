//! What comes in on a leg: sound, keys, silence that is described.

use super::{Circuit, DATAGRAM_ROOM, Empty, Form, MOST_HURRIED, Passed, Passing, Silence};
use crate::codec::FRAME;
use crate::comfort::{Description, Noise};
use crate::dtmf::Keys;
use crate::event::LegEvent;
use crate::gate::Let;
use crate::interpreter::{Content, Parcel};
use crate::link::Kind;
use crate::outbox::Outbox;
use crate::presses::Way;
use crate::rtp::{HEADER_LENGTH, Header, Packet};
use std::io::ErrorKind;
use std::net::SocketAddr;

impl Circuit {
    /// Reads what has come since the last turn, when it is for this leg alone.
    pub fn listen(&mut self, now: u64, room: &mut [u8; DATAGRAM_ROOM], outbox: &mut Outbox) {
        let mut read = 0;
        while self.receive(read, now, room, outbox).is_some() {
            read += 1;
        }
    }

    /// Reads one more datagram, after so many in this turn; none if the turn is over, because nothing is left or likely to
    /// be. What was heard stays in `room` for the other leg of a bridge.
    pub fn receive(
        &mut self,
        read: u8,
        now: u64,
        room: &mut [u8; DATAGRAM_ROOM],
        outbox: &mut Outbox,
    ) -> Option<Option<Passing>> {
        if self.redundancy.is_some()
            && let Some(passing) = self.next_part(now, room, outbox)
        {
            return Some(Some(passing));
        }
        // Who is in a handshake sends seldom, and all at once.
        let hurries = read < MOST_HURRIED && self.gate.as_ref().is_some_and(|gate| !gate.is_open());
        if !hurries && !self.arrivals.asks(read) {
            self.arrivals.end_turn(read, false);
            return None;
        }
        match self.datagram(room) {
            Ok(Some((length, from))) => Some(self.hear(now, from, &mut room[..length], outbox)),
            Ok(None) => Some(None),
            // In a bridge, a look in vain is not a turn.
            Err(Empty) if read == 0 && self.bridged.is_some() => None,
            Err(Empty) => {
                self.arrivals.end_turn(read, true);
                None
            }
        }
    }

    /// One datagram; none where an error stood in its place. Errors are the echo of what we sent (ICMP): calls end by
    /// their owner's policy, not by them.
    fn datagram(&self, room: &mut [u8; DATAGRAM_ROOM]) -> Result<Option<(usize, SocketAddr)>, Empty> {
        // What came before the socket was connected still waits there, so that the kernel must say whose it is.
        match self.rtp.recv_from(room) {
            Ok(datagram) => Ok(Some(datagram)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Err(Empty),
            Err(_) => Ok(None),
        }
    }

    fn hear(
        &mut self,
        now: u64,
        from: SocketAddr,
        datagram: &mut [u8],
        outbox: &mut Outbox,
    ) -> Option<Passing> {
        if let Some(gate) = &mut self.gate {
            match gate.take(from, datagram, &self.rtp) {
                Let::Sound => {}
                Let::Report => {
                    self.report_by_browser(now, from, datagram);
                    return None;
                }
                Let::Knock => {
                    outbox.knock(gate.bell());
                    return None;
                }
                Let::Done => return None,
                Let::Refused => {
                    self.refused += 1;
                    return None;
                }
            }
        }
        let link = self.link.as_mut()?;
        // What is not true does not even say where it came from.
        let opened = self.context.as_mut().map_or(Some(datagram.len()), |context| context.open(datagram));
        let Some(datagram) = opened.and_then(|length| datagram.get_mut(..length)) else {
            self.refused += 1;
            return None;
        };
        let Packet { header, payload } = Packet::parse(datagram)?;
        let kind = link.kind(header.payload_type)?;
        match &mut self.gate {
            Some(gate) => gate.proven(from),
            None if link.hears(&self.rtp, now, from, &header) => {}
            None => {
                self.refused += 1;
                return None;
            }
        }
        if kind == Kind::Redundant {
            self.reception.packet(now, &header);
            self.redundancy.as_mut()?.hear(&header, &datagram[payload]);
            return self.next_part(now, datagram, outbox);
        }
        let header = match &mut self.interpreting {
            None => header,
            Some(interpreting) if kind == Kind::Sound => interpreting.sound_time(header),
            Some(interpreting) => interpreting.key_time(header),
        };
        self.reception.packet(now, &header);
        self.heard(now, kind, Passed { header, payload }, datagram, outbox)
    }

    /// The next of what a packet of redundant audio holds.
    fn next_part(&mut self, now: u64, room: &mut [u8], outbox: &mut Outbox) -> Option<Passing> {
        while let Some((header, length)) = self.redundancy.as_mut()?.next(room.get_mut(HEADER_LENGTH..)?) {
            let kind = self.link.as_ref()?.kind(header.payload_type);
            let payload = HEADER_LENGTH..HEADER_LENGTH + length;
            match kind {
                None | Some(Kind::Redundant | Kind::Noise) => {}
                Some(kind) => return self.heard(now, kind, Passed { header, payload }, room, outbox),
            }
        }
        None
    }

    /// What may be heard, its time counted at 8 kHz.
    fn heard(
        &mut self,
        now: u64,
        kind: Kind,
        Passed { header, payload }: Passed,
        datagram: &[u8],
        outbox: &mut Outbox,
    ) -> Option<Passing> {
        let link = self.link.as_ref()?;
        let (codec, language) = (link.remote.codec, link.language());
        let form = language.map_or(Form::Codes, Form::Foreign);
        self.silence = Silence { since: now, told_seconds: 0, ..self.silence };
        if header.ssrc != self.heard_ssrc {
            self.heard_ssrc = header.ssrc;
            self.keys = Keys::default();
        }
        match kind {
            Kind::Sound if language.is_some() => {
                let silence =
                    language.and_then(|language| language.silence_after(&datagram[payload.clone()]));
                self.pause_or_speech(&header, silence);
                if self.recorder.is_some() {
                    self.interpret(&header, Content::Codes, &datagram[payload.clone()], outbox);
                }
            }
            Kind::Sound => {
                self.pause.end();
                self.record(now, &header, &datagram[payload.clone()], outbox);
                self.listen_for_keys(now, &header, &datagram[payload.clone()], outbox);
                self.follow_tones(&header, codec, &datagram[payload.clone()], outbox);
            }
            Kind::Key => self.key(now, &header, &datagram[payload.clone()], outbox),
            Kind::Noise => {
                self.describe(&header, &datagram[payload]);
                return None;
            }
            Kind::Redundant => return None,
        }
        Some(Passing { header, kind, form, codec, payload })
    }

    /// Comfort noise. It is of G.711: where something else is spoken, that has its own.
    fn describe(&mut self, header: &Header, payload: &[u8]) {
        let is_g711 = self
            .link
            .as_ref()
            .is_some_and(|link| link.remote.tongue.is_none() && link.remote.codec.law().is_some());
        let Some(description) = Description::read(payload).filter(|_| is_g711) else { return };
        match &mut self.noise {
            Some(noise) => noise.describe(description),
            None => self.noise = Some(Noise::new(description)),
        }
        self.pause.begin(header.timestamp);
    }

    /// What is interpreted knows by itself what its silence is like.
    fn pause_or_speech(&mut self, header: &Header, silence_after: Option<u32>) {
        self.noise = None;
        match silence_after {
            Some(units) => self.pause.begin(header.timestamp.wrapping_add(units)),
            None => self.pause.end(),
        }
    }

    /// Whether the far end describes its silence now.
    pub fn is_paused(&self) -> bool {
        self.pause.is_under_way()
    }

    /// 20 ms of a pause, if the far end makes one: noise as it was described. Where an interpreter makes it, it is asked for.
    pub fn fill_pause(
        &mut self,
        now: u64,
        into: Content,
        room: &mut [u8; DATAGRAM_ROOM],
        outbox: &mut Outbox,
    ) -> Option<Passing> {
        let timestamp = self.pause.turn()?;
        let header = Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc: self.heard_ssrc };
        let codec = self.link.as_ref()?.remote.codec;
        let Some(noise) = &mut self.noise else {
            self.interpret(&header, into, &[], outbox);
            return None;
        };
        let mut samples = [0; FRAME];
        noise.fill(&mut samples);
        let payload = HEADER_LENGTH..HEADER_LENGTH + FRAME;
        codec.law()?.encode_into(&samples, &mut room[payload.clone()]);
        self.record(now, &header, &room[payload.clone()], outbox);
        Some(Passing { header, kind: Kind::Sound, form: Form::Made, codec, payload })
    }

    pub fn receive_report(&mut self, now: u64, room: &mut [u8; DATAGRAM_ROOM]) {
        let context = self.context.as_deref_mut();
        self.reports.receive(now, room, self.link.as_ref(), context, self.sender.ssrc(), &mut self.reception);
    }

    fn key(&mut self, now: u64, header: &Header, payload: &[u8], outbox: &mut Outbox) {
        if let Some(key) = self.keys.packet(header.timestamp, payload) {
            self.pressed(now, header, key, outbox);
        }
    }

    /// Keys in the sound, where they cannot come otherwise and nobody else hears them.
    fn listen_for_keys(&mut self, now: u64, header: &Header, codes: &[u8], outbox: &mut Outbox) {
        let Some(in_band) = self.in_band.as_mut().filter(|_| !self.seated && self.bridged.is_none()) else {
            return;
        };
        if let Some(key) = in_band.packet(codes) {
            self.pressed(now, header, key, outbox);
        }
    }

    fn pressed(&mut self, now: u64, header: &Header, key: char, outbox: &mut Outbox) {
        if !self.presses.is_new(key, now, Way::Sound) {
            return;
        }
        outbox.tell(self.id, LegEvent::Key(key));
        if let Some(ending) = self.recorder.as_mut().and_then(|recorder| recorder.key(now, header, key)) {
            self.end_recording(&ending, outbox);
        }
    }

    /// A key that was said by signalling.
    pub fn press(&mut self, now: u64, key: char, outbox: &mut Outbox) {
        if !self.presses.is_new(key, now, Way::Said) {
            return;
        }
        outbox.tell(self.id, LegEvent::Key(key));
        if let Some(ending) = self.recorder.as_ref().and_then(|recorder| recorder.said_key(now, key)) {
            self.end_recording(&ending, outbox);
        }
    }

    /// What was heard is needed in this leg's codec, or as samples at its rate.
    pub fn interpret(&mut self, header: &Header, into: Content, payload: &[u8], outbox: &mut Outbox) {
        let (Some(interpreting), Some(link)) = (&mut self.interpreting, &self.link) else { return };
        let parcel = Parcel::new(*header, link.remote.codec, payload);
        interpreting.hear(self.id, parcel.map(|parcel| parcel.to_become(into)), outbox);
    }

    /// What came by the socket of sound (RFC 5761).
    fn report_by_browser(&mut self, now: u64, from: SocketAddr, datagram: &mut [u8]) {
        let Some(context) = self.context.as_deref_mut() else { return };
        let Some(length) = context.open_report(datagram) else {
            self.refused += 1;
            return;
        };
        if let Some(gate) = &mut self.gate {
            gate.proven(from);
        }
        self.reports.read(now, &datagram[..length], self.sender.ssrc(), &mut self.reception);
    }
}
