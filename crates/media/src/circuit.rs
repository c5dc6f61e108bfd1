//! One leg as its worker holds it: what a packet does that comes in, and what goes out every 20 ms.

pub mod seated;

use crate::arrivals::Arrivals;
use crate::codec::seam::{Beginning, Seamless, Source};
use crate::codec::{Codec, FRAME};
use crate::comfort::{Description, Noise, Pause};
use crate::door::Fittings;
use crate::dtmf::Keys;
use crate::event::{LegEvent, LegId, LegStats, PlayId};
use crate::gate::{Gate, Let};
use crate::interpreter::{Batch, Content, Interpreter, Interpreting, PAYLOAD_ROOM, Parcel};
use crate::link::{Kind, Link, Remote};
use crate::outbox::Outbox;
use crate::packer::{self, Packed, Packer, Whose};
use crate::play::{Piece, Play, Repeat};
use crate::pressed::InBand;
use crate::presses::{Presses, Way};
use crate::quality::{Course, opinion};
use crate::recorder::{Ending, RecordEnd, RecordRules, Recorder};
use crate::red::{self, Redundancy};
use crate::reports::Reports;
use crate::rtcp::{Goodbye, Reception};
use crate::rtp::{HEADER_LENGTH, Header, Packet};
use crate::sender::Sender;
use crate::srtp::{Context, SEAL_ROOM};
use crate::sys;
use crate::tongue::Language;
use crate::transcoder::Transcoder;
use std::io::ErrorKind;
use std::net::{SocketAddr, UdpSocket};
use std::ops::Range;
use std::sync::Arc;

/// Larger datagrams are no sound of ours.
pub const DATAGRAM_ROOM: usize = 2048;
/// Datagrams read at once of a leg in a handshake.
const MOST_HURRIED: u8 = 16;

/// Until something is agreed.
const USUAL_PACKET_MILLISECONDS: u8 = 20;

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
    /// There if a browser is at the other end.
    gate: Option<Box<Gate>>,
    /// There if the call is SRTP.
    context: Option<Box<Context>>,
    sender: Sender,
    reception: Reception,
    heard_ssrc: u32,
    keys: Keys,
    presses: Presses,
    play: Option<Play>,
    /// The end of a play that could not be told yet.
    owed: Option<LegEvent>,
    recorder: Option<Recorder>,
    /// There if the far end speaks what the leg cannot work in.
    interpreting: Option<Box<Interpreting>>,
    /// There if keys can only come in the sound.
    in_band: Option<Box<InBand>>,
    /// There if audio is redundant.
    redundancy: Option<Box<Redundancy>>,
    /// There while the far end describes its silence.
    pause: Pause,
    noise: Option<Noise>,
    /// A room listens for keys.
    seated: bool,
    /// Makes the other leg's sound ours, where the codecs differ.
    transcoder: Option<Box<Transcoder>>,
    /// Brings sound into packets of the length that was agreed.
    packer: Packer,
    /// There once the leg has worked in G.722.
    seamless: Option<Box<Seamless>>,
    /// From and into which codec one is being made.
    asked: Option<(Codec, Codec)>,
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
    /// Its time is counted at 8 kHz.
    pub header: Header,
    pub kind: Kind,
    pub form: Form,
    pub codec: Codec,
    pub payload: Range<usize>,
}

/// What the payload of a passing packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Codes of its codec, as they came.
    Codes,
    /// Codes of its codec that an interpreter has made; there may be more or fewer packets than came.
    Made,
    /// What an interpreter understands, as it came.
    Foreign(Language),
}

impl Passing {
    /// What an interpreter has made; it is put into the receive room.
    pub fn interpreted(parcel: &Parcel, room: &mut [u8; DATAGRAM_ROOM]) -> Passing {
        let payload = HEADER_LENGTH..HEADER_LENGTH + parcel.payload().len();
        room[payload.clone()].copy_from_slice(parcel.payload());
        Passing { header: parcel.header, kind: Kind::Sound, form: Form::Made, codec: parcel.codec, payload }
    }
}

impl Form {
    pub fn is_foreign(self) -> bool {
        matches!(self, Form::Foreign(_))
    }
}

/// Where a payload lies, and what its header says.
struct Passed {
    header: Header,
    payload: Range<usize>,
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
            gate: None,
            context: None,
            sender,
            reception: Reception::default(),
            heard_ssrc: 0,
            keys: Keys::default(),
            presses: Presses::default(),
            play: None,
            owed: None,
            recorder: None,
            interpreting: None,
            in_band: None,
            redundancy: None,
            pause: Pause::default(),
            noise: None,
            seated: false,
            transcoder: None,
            packer: Packer::new(USUAL_PACKET_MILLISECONDS),
            seamless: None,
            asked: None,
            reports,
            silence: Silence { period_seconds: no_rtp_seconds, since: 0, told_seconds: 0 },
            sent: 0,
            refused: 0,
        }
    }

    /// The same leg for a browser. Without keys nothing is heard, and nothing said in the clear.
    pub fn behind(self, gate: Gate) -> Circuit {
        let context = Some(Box::new(Context::new(None, None)));
        Circuit { gate: Some(Box::new(gate)), context, ..self }
    }

    /// Its socket once more, to send from.
    pub fn share_socket(&self) -> std::io::Result<UdpSocket> {
        self.rtp.try_clone()
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

    pub fn connect(&mut self, remote: Remote, mut fittings: Box<Fittings>, now: u64, outbox: &mut Outbox) {
        let spoken = |remote: &Remote| (remote.codec, remote.tongue);
        let is_same = self.link.as_ref().is_some_and(|link| spoken(&link.remote) == spoken(&remote));
        if !is_same {
            std::mem::swap(&mut self.interpreting, &mut fittings.interpreting);
        }
        let codec = |in_band: &Option<Box<InBand>>| in_band.as_ref().map(|known| known.codec());
        if codec(&self.in_band) != codec(&fittings.in_band) {
            std::mem::swap(&mut self.in_band, &mut fittings.in_band);
        }
        let payload_type = |red: &Option<Box<Redundancy>>| red.as_ref().map(|red| red.payload_type());
        if payload_type(&self.redundancy) != payload_type(&fittings.redundancy) {
            std::mem::swap(&mut self.redundancy, &mut fittings.redundancy);
        }
        outbox.discard_fittings(fittings);
        if self.link.as_ref().is_none_or(|link| link.remote.packet_milliseconds != remote.packet_milliseconds)
        {
            self.packer = Packer::new(remote.packet_milliseconds);
        }
        if self.link.as_ref().is_none_or(|link| link.remote.codec != remote.codec)
            && let Some(seamless) = &mut self.seamless
        {
            seamless.forget();
        }
        self.link = Some(Link::new(remote, self.link.take(), &self.rtp, now));
        self.silence = Silence { since: now, told_seconds: 0, ..self.silence };
        if let Some(recorder) = &mut self.recorder {
            recorder.set_codec(remote.codec);
        }
    }

    /// What keeps the leg free of clicks; given back if it has one.
    pub fn join_seamlessly(&mut self, seamless: Box<Seamless>, outbox: &mut Outbox) {
        match &self.seamless {
            Some(_) => outbox.discard_seamless(seamless),
            None => self.seamless = Some(seamless),
        }
    }

    /// Codes that are said next in the leg's codec, which may be of another encoder than those before.
    fn smooth(&mut self, source: Source, begins: impl FnOnce() -> Beginning, codes: &mut [u8]) {
        if self.link.as_ref().is_some_and(|link| link.remote.codec == Codec::G722)
            && let Some(seamless) = &mut self.seamless
        {
            seamless.pass(source, begins, codes);
        }
    }

    /// SRTP from here on, or plain RTP. What of the context is not new goes on counting where it was.
    pub fn secure(&mut self, context: Option<Box<Context>>, outbox: &mut Outbox) {
        if let Some(gate) = &mut self.gate {
            gate.open();
        }
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

    pub fn record(&mut self, now: u64, header: &Header, codes: &[u8], outbox: &mut Outbox) {
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

    fn send_packed(&mut self, packed: &Packed) {
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
    fn send_own(&mut self, payload_type: u8, packet: &mut [u8; HEADER_LENGTH + FRAME + SEAL_ROOM]) {
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

    /// What is spoken, if the leg does not work in it.
    pub fn language(&self) -> Option<Language> {
        self.link.as_ref().and_then(Link::language)
    }

    /// What was heard is needed in this leg's codec, or as samples at its rate.
    pub fn interpret(&mut self, header: &Header, into: Content, payload: &[u8], outbox: &mut Outbox) {
        let (Some(interpreting), Some(link)) = (&mut self.interpreting, &self.link) else { return };
        let parcel = Parcel::new(*header, link.remote.codec, payload);
        interpreting.hear(self.id, parcel.map(|parcel| parcel.to_become(into)), outbox);
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

    pub fn knows(&self, interpreter: &Interpreter) -> bool {
        self.interpreting.as_ref().is_some_and(|ours| ours.is_ours(interpreter))
    }

    /// An interpreter is back from its work.
    pub fn take_back(&mut self, interpreter: Box<Interpreter>, outbox: &mut Outbox) {
        let taken = match &mut self.interpreting {
            Some(interpreting) => interpreting.take_back(self.id, interpreter, outbox),
            None => Err(interpreter),
        };
        if let Err(interpreter) = taken {
            outbox.dismiss(interpreter);
        }
    }

    /// The transcoder that was asked for is made.
    pub fn set_transcoder(&mut self, transcoder: Box<Transcoder>, outbox: &mut Outbox) {
        self.asked = None;
        if let Some(old) = self.transcoder.replace(transcoder) {
            outbox.scrap(old);
        }
    }

    /// What this leg does every 20 ms.
    pub fn turn(&mut self, now: u64, outbox: &mut Outbox) {
        self.seated = false;
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
        if let Some(packed) = self.packer.turn() {
            self.send_packed(&packed);
        }
        self.sender.advance(1);
        self.watch_recording(now, outbox);
        self.watch_silence(now, outbox);
        if self.link.is_some() && self.reports.is_due(now, &self.sender) {
            self.report(now, Goodbye::No);
        }
    }

    /// The worker was late beyond catching up: so many turns are left out.
    pub fn skip(&mut self, turns: u32) {
        self.sender.advance(turns)
    }

    fn play_frame(&mut self, outbox: &mut Outbox) {
        // What is said before there are keys would be lost.
        let Some(link) = self.link.as_ref().filter(|_| self.gate.as_ref().is_none_or(|gate| gate.is_open()))
        else {
            return;
        };
        let Some(play) = &mut self.play else {
            if self.bridged.is_none() {
                self.sender.paused();
            }
            return;
        };
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

    /// What the interpreter is told of a frame of our own.
    fn own_time(&self) -> Header {
        let (timestamp, ssrc) = (self.sender.timestamp(), self.sender.ssrc());
        Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc }
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
        self.report(now, Goodbye::Yes);
    }

    fn report(&mut self, now: u64, goodbye: Goodbye) {
        let Some(link) = &self.link else { return };
        let context = self.context.as_deref_mut();
        let Some(report) = self.reports.write(now, link, context, &self.sender, &mut self.reception, goodbye)
        else {
            return;
        };
        match &self.gate {
            Some(gate) => drop(gate.send(&self.rtp, report.octets())),
            None => self.reports.send(link, &report),
        }
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

    pub fn stats(&self) -> LegStats {
        let hundredths = |course: Course| (100.0 * opinion(course.rating())).round() as u16;
        let is_heard = self.reception.received() > 0;
        // They count jitter by the clock of what we send them.
        let units = self.link.as_ref().map_or(1, Link::clock_units);
        LegStats {
            packets: self.reception.received(),
            lost: self.reception.lost(),
            jitter_ms: self.reception.jitter_milliseconds(),
            sent: self.sent,
            refused: self.refused,
            remote_lost: self.reports.heard.lost,
            remote_jitter_ms: self.reports.heard.jitter_milliseconds / units,
            round_trip_ms: self.reports.heard.round_trip_milliseconds,
            mos_hundredths: is_heard.then(|| hundredths(self.reports.inward(&self.reception))),
            remote_mos_hundredths: self.reports.outward(self.sent, units).map(hundredths),
        }
    }
}

#[cfg(test)]
#[path = "circuit/memory_tests.rs"]
mod memory_tests;
