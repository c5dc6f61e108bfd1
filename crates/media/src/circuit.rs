//! One leg as its worker holds it: what a packet does that comes in, and what goes out every 20 ms.

mod hearing;
mod recording;
pub mod seated;
mod speaking;
mod tones;

use crate::arrivals::Arrivals;
use crate::codec::seam::Seamless;
use crate::codec::{Codec, FRAME};
use crate::comfort::{Noise, OwnSilence, Pause};
use crate::door::Fittings;
use crate::dtmf::Keys;
use crate::event::{LegEvent, LegId, LegStats};
use crate::gate::Gate;
use crate::interpreter::{Interpreter, Interpreting, Parcel};
use crate::link::{Kind, Link, Remote};
use crate::outbox::Outbox;
use crate::packer::Packer;
use crate::play::Play;
use crate::pressed::InBand;
use crate::presses::Presses;
use crate::progress::Listening;
use crate::quality::{Course, opinion};
use crate::recorder::{RecordEnd, Recorder};
use crate::red::Redundancy;
use crate::reports::Reports;
use crate::rtcp::{Goodbye, Reception};
use crate::rtp::{HEADER_LENGTH, Header};
use crate::sender::Sender;
use crate::srtp::Context;
use crate::sys;
use crate::tongue::Language;
use crate::transcoder::Transcoder;
use std::net::UdpSocket;
use std::ops::Range;

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
    /// There if somebody wants to know what the line itself says.
    listening: Option<Box<Listening>>,
    /// There if audio is redundant.
    redundancy: Option<Box<Redundancy>>,
    /// There while the far end describes its silence.
    pause: Pause,
    noise: Option<Noise>,
    own_silence: OwnSilence,
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
            listening: None,
            redundancy: None,
            pause: Pause::default(),
            noise: None,
            own_silence: OwnSilence::default(),
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

    /// What is spoken, if the leg does not work in it.
    pub fn language(&self) -> Option<Language> {
        self.link.as_ref().and_then(Link::language)
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

    /// What this leg does every 20 ms.
    pub fn turn(&mut self, now: u64, outbox: &mut Outbox) {
        self.seated = false;
        self.tell_owed(outbox);
        self.play_frame(outbox);
        self.end_turn(now, outbox);
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
