//! One leg as its worker holds it: what a packet does that comes in, and what goes out every 20 ms.

pub mod seated;

use crate::arrivals::Arrivals;
use crate::codec::{Codec, FRAME};
use crate::dtmf::Keys;
use crate::event::{LegEvent, LegId, LegStats, PlayId};
use crate::link::{Kind, Link, Remote};
use crate::outbox::Outbox;
use crate::play::{Play, Repeat};
use crate::recorder::{Ending, RecordEnd, RecordRules, Recorder};
use crate::reports::Reports;
use crate::rtcp::{Goodbye, Reception};
use crate::rtp::{HEADER_LENGTH, Header, Packet};
use crate::sender::Sender;
use crate::srtp::{Context, SEAL_ROOM};
use crate::sys;
use std::io::ErrorKind;
use std::net::{SocketAddr, UdpSocket};
use std::ops::Range;
use std::sync::Arc;

/// Larger datagrams are no sound of ours.
pub const DATAGRAM_ROOM: usize = 2048;

pub struct Circuit {
    pub id: LegId,
    /// To be given back when the leg is gone.
    pub port: u16,
    /// The other leg of a bridge.
    pub bridged: Option<LegId>,
    /// So many relayed packets are too old after a stall.
    pub stale_packets: u32,
    rtp: UdpSocket,
    arrivals: Arrivals,
    link: Option<Link>,
    /// There if the call is SRTP.
    context: Option<Box<Context>>,
    sender: Sender,
    reception: Reception,
    heard_ssrc: u32,
    keys: Keys,
    play: Option<Play>,
    /// The end of a play that could not be told yet.
    owed: Option<LegEvent>,
    recorder: Option<Recorder>,
    reports: Reports,
    silence: Silence,
    sent: u64,
    refused: u64,
}

/// Watches for a far end that should send and does not.
#[derive(Clone, Copy, Debug)]
struct Silence {
    period_seconds: u32,
    since: u64,
    told_seconds: u32,
}

/// A packet that was heard, for the other leg of a bridge. Its payload lies in the receive room.
pub struct Passing {
    pub header: Header,
    pub kind: Kind,
    pub codec: Codec,
    pub payload: Range<usize>,
}

/// No datagram is waiting.
struct Empty;

/// What a new leg is made of.
pub struct Parts {
    pub id: LegId,
    pub port: u16,
    pub rtp: UdpSocket,
    pub reports: Reports,
    pub sender: Sender,
    pub no_rtp_seconds: u32,
}

impl Circuit {
    pub fn new(parts: Parts) -> Circuit {
        let Parts { id, port, rtp, reports, sender, no_rtp_seconds } = parts;
        Circuit {
            id,
            port,
            bridged: None,
            stale_packets: 0,
            rtp,
            arrivals: Arrivals::default(),
            link: None,
            context: None,
            sender,
            reception: Reception::default(),
            heard_ssrc: 0,
            keys: Keys::default(),
            play: None,
            owed: None,
            recorder: None,
            reports,
            silence: Silence { period_seconds: no_rtp_seconds, since: 0, told_seconds: 0 },
            sent: 0,
            refused: 0,
        }
    }

    pub fn rtcp(&self) -> &UdpSocket {
        self.reports.socket()
    }

    /// A packet is coming: brings near where it will be recorded.
    pub fn prefetch_recording(&self) {
        if let Some(recorder) = &self.recorder {
            sys::prefetch(recorder.ahead());
        }
    }

    /// Its turn is coming: brings near what it will play.
    pub fn prefetch_play(&self) {
        if let Some(frame) =
            self.play.as_ref().and_then(|play| play.sound.get(play.octet..)?.first_chunk::<FRAME>())
        {
            sys::prefetch(frame);
        }
    }

    pub fn connect(&mut self, remote: Remote, now: u64) {
        self.link = Some(Link::new(remote, self.link.take(), &self.rtp, now));
        self.silence = Silence { since: now, told_seconds: 0, ..self.silence };
        if let Some(recorder) = &mut self.recorder {
            recorder.set_codec(remote.codec);
        }
    }

    /// SRTP from here on, or plain RTP. What of the context is not new goes on counting where it was.
    pub fn secure(&mut self, context: Option<Box<Context>>, outbox: &mut Outbox) {
        let old = std::mem::replace(&mut self.context, context);
        let Some(mut old) = old else { return };
        if let Some(context) = &mut self.context {
            context.go_on_from(&mut old);
        }
        outbox.discard_context(old);
    }

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
        if !self.arrivals.asks(read) {
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
        let link = self.link.as_mut()?;
        // What is not true does not even say where it came from.
        let opened = self.context.as_mut().map_or(Some(datagram.len()), |context| context.open(datagram));
        let Some(datagram) = opened.and_then(|length| datagram.get(..length)) else {
            self.refused += 1;
            return None;
        };
        let Packet { header, payload } = Packet::parse(datagram)?;
        let kind = link.kind(header.payload_type)?;
        if !link.hears(&self.rtp, now, from, &header) {
            self.refused += 1;
            return None;
        }
        let codec = link.remote.codec;
        self.reception.packet(now, &header);
        self.silence = Silence { since: now, told_seconds: 0, ..self.silence };
        if header.ssrc != self.heard_ssrc {
            self.heard_ssrc = header.ssrc;
            self.keys = Keys::default();
        }
        match kind {
            Kind::Sound => self.record(now, &header, &datagram[payload.clone()], outbox),
            Kind::Key => self.key(now, &header, &datagram[payload.clone()], outbox),
            Kind::Noise => return None,
        }
        Some(Passing { header, kind, codec, payload })
    }

    pub fn receive_report(&mut self, now: u64, room: &mut [u8; DATAGRAM_ROOM]) {
        let context = self.context.as_deref_mut();
        self.reports.receive(now, room, self.link.as_ref(), context, self.sender.ssrc(), &mut self.reception);
    }

    fn key(&mut self, now: u64, header: &Header, payload: &[u8], outbox: &mut Outbox) {
        let Some(key) = self.keys.packet(header.timestamp, payload) else { return };
        outbox.tell(self.id, LegEvent::Key(key));
        if let Some(ending) = self.recorder.as_mut().and_then(|recorder| recorder.key(now, header, key)) {
            self.end_recording(&ending, outbox);
        }
    }

    fn record(&mut self, now: u64, header: &Header, codes: &[u8], outbox: &mut Outbox) {
        self.ship(now, codes.len(), outbox);
        if let Some(recorder) = &mut self.recorder {
            recorder.sound(now, header, codes);
        }
    }

    /// Sends off a chunk that is full or old. When the pool is empty, a full one ends the recording.
    fn ship(&mut self, now: u64, octets: usize, outbox: &mut Outbox) {
        let Some(recorder) = &mut self.recorder else { return };
        if !recorder.wants_chunk(now, octets) {
            return;
        }
        if let Some(fresh) = outbox.chunk() {
            let full = recorder.change_chunk(now, fresh);
            outbox.ship(recorder.key, full, None);
        } else if !recorder.has_room(octets) {
            let ending = recorder.stop(now, RecordEnd::Failed);
            self.end_recording(&ending, outbox);
        }
    }

    fn end_recording(&mut self, ending: &Ending, outbox: &mut Outbox) {
        if let Some(recorder) = self.recorder.take() {
            let key = recorder.key;
            outbox.ship(key, recorder.finish(ending), Some(*ending));
        }
    }

    pub fn start_recording(&mut self, key: u64, rules: RecordRules, now: u64, outbox: &mut Outbox) {
        self.stop_recording(RecordEnd::Stopped, now, outbox);
        let codec = self.link.as_ref().map_or(Codec::Pcma, |link| link.remote.codec);
        match outbox.chunk() {
            Some(chunk) => self.recorder = Some(Recorder::new(key, rules, now, codec, chunk)),
            None => outbox.fail(key),
        }
    }

    pub fn stop_recording(&mut self, ended: RecordEnd, now: u64, outbox: &mut Outbox) {
        if let Some(ending) = self.recorder.as_ref().map(|recorder| recorder.stop(now, ended)) {
            self.end_recording(&ending, outbox);
        }
    }

    /// The recording's files failed.
    pub fn abandon_recording(&mut self, key: u64, now: u64, outbox: &mut Outbox) {
        if self.recorder.as_ref().is_some_and(|recorder| recorder.key == key) {
            self.stop_recording(RecordEnd::Failed, now, outbox);
        }
    }

    /// A recording that was never ended, because the leg broke over it.
    pub fn lost_recording(&self) -> Option<u64> {
        self.recorder.as_ref().map(|recorder| recorder.key)
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
        self.play = Some(Play { id, sound, octet, repeat });
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

    /// A packet of the other leg.
    pub fn relay(&mut self, passing: &Passing, room: &mut [u8; DATAGRAM_ROOM]) {
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
        if passing.kind == Kind::Sound {
            passing.codec.transcode(remote.codec, &mut room[payload.clone()]);
        }
        let header = self.sender.relay(&passing.header, payload_type, payload.len());
        self.send(header, &mut room[payload.start - HEADER_LENGTH..], payload.len());
    }

    /// Sends a payload of so many octets that stands behind room for its header.
    fn send(&mut self, header: Header, packet: &mut [u8], octets: usize) {
        packet[..HEADER_LENGTH].copy_from_slice(&header.to_bytes());
        let length = HEADER_LENGTH + octets;
        let sealed = self.context.as_mut().map_or(Some(length), |context| context.seal(packet, length));
        if let (Some(link), Some(length)) = (&self.link, sealed) {
            self.sent += u64::from(link.send(&self.rtp, &packet[..length]));
        }
    }

    /// What this leg does every 20 ms.
    pub fn turn(&mut self, now: u64, outbox: &mut Outbox) {
        self.tell_owed(outbox);
        self.play_frame(outbox);
        self.end_turn(now, outbox);
    }

    fn tell_owed(&mut self, outbox: &mut Outbox) {
        if let Some(owed) = self.owed.take() {
            self.owed = outbox.try_tell(self.id, owed).err();
        }
    }

    fn end_turn(&mut self, now: u64, outbox: &mut Outbox) {
        self.sender.advance(1);
        self.watch_recording(now, outbox);
        self.watch_silence(now, outbox);
        if let Some(link) = &self.link {
            self.reports.turn(now, link, self.context.as_deref_mut(), &self.sender, &mut self.reception);
        }
    }

    /// The worker was late beyond catching up: so many turns are left out.
    pub fn skip(&mut self, turns: u32) {
        self.sender.advance(turns)
    }

    fn play_frame(&mut self, outbox: &mut Outbox) {
        let Some(link) = &self.link else { return };
        let Some(play) = &mut self.play else {
            if self.bridged.is_none() {
                self.sender.paused();
            }
            return;
        };
        let mut packet = [0; HEADER_LENGTH + FRAME + SEAL_ROOM];
        let frame = &mut packet[HEADER_LENGTH..][..FRAME];
        if !play.fill(frame, link.remote.codec.silence()) {
            // The frame before was the last: its 20 ms are over now.
            return self.end_play(true, outbox);
        }
        if link.remote.listens {
            let header = self.sender.frame(link.remote.payload_type, FRAME);
            self.send(header, &mut packet, FRAME);
        } else {
            self.sender.paused();
        }
    }

    fn watch_recording(&mut self, now: u64, outbox: &mut Outbox) {
        self.ship(now, 0, outbox);
        if let Some(ending) = self.recorder.as_ref().and_then(|recorder| recorder.tick(now)) {
            self.end_recording(&ending, outbox);
        }
    }

    fn watch_silence(&mut self, now: u64, outbox: &mut Outbox) {
        if !self.link.as_ref().is_some_and(|link| link.remote.sends) {
            self.silence.since = now;
            return;
        }
        let seconds = (now.saturating_sub(self.silence.since) / 1000) as u32;
        if seconds >= self.silence.told_seconds + self.silence.period_seconds {
            self.silence.told_seconds = seconds;
            outbox.tell(self.id, LegEvent::NoRtp { seconds });
        }
    }

    /// The leg ends: its recording and its play with it, and the far end is told.
    pub fn close(&mut self, ended: RecordEnd, now: u64, outbox: &mut Outbox) {
        self.stop_recording(ended, now, outbox);
        self.end_play(false, outbox);
        if let Some(link) = &self.link {
            let context = self.context.as_deref_mut();
            self.reports.send(now, link, context, &self.sender, &mut self.reception, Goodbye::Yes);
        }
    }

    pub fn stats(&self) -> LegStats {
        LegStats {
            packets: self.reception.received(),
            lost: self.reception.lost(),
            jitter_ms: self.reception.jitter_milliseconds(),
            sent: self.sent,
            refused: self.refused,
            remote_lost: self.reports.heard.lost,
            remote_jitter_ms: self.reports.heard.jitter_milliseconds,
            round_trip_ms: self.reports.heard.round_trip_milliseconds,
        }
    }
}
