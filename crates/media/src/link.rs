//! The far end of a leg: what was agreed with it, who of all senders it is, and the way to it.

use crate::codec::Codec;
use crate::rtp::Header;
use crate::source::{Origin, Source, Verdict};
use crate::sys;
use crate::tongue::{Language, Tongue};
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, UdpSocket};

/// What an offer and its answer agreed, as the engine needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Where the SDP wants RTP to go.
    pub rtp: SocketAddr,
    /// Where the SDP wants RTCP to go, if it says so.
    pub rtcp: Option<SocketAddr>,
    /// Where the signalling really came from.
    pub signalling: IpAddr,
    /// The device may send from anywhere.
    pub anywhere: bool,
    /// What the leg works in: what is played on it is encoded so, what is heard is recorded and passed on so. It is also
    /// what is spoken, if nothing else is.
    pub codec: Codec,
    /// What is spoken, if the leg cannot work in it.
    pub tongue: Option<Tongue>,
    pub payload_type: u8,
    /// Payload type of telephone events, if both sides know them.
    pub event_type: Option<u8>,
    /// Payload type of redundant audio (RFC 2198), if that is agreed; not where a tongue is spoken.
    pub redundancy: Option<u8>,
    /// How much sound they would have in a packet: 10 to 60 ms. (Packets of Opus have 20 ms.)
    pub packet_milliseconds: u8,
    /// They send sound.
    pub sends: bool,
    /// They want to hear sound.
    pub listens: bool,
}

/// What a payload type means on this leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sound,
    Key,
    /// Sound, and what was said before it once more.
    Redundant,
    /// Comfort noise (RFC 3389): a sign of life, no sound.
    Noise,
}

pub const COMFORT_NOISE: u8 = 13;

pub struct Link {
    pub remote: Remote,
    source: Source,
    /// Where RTP goes: where it comes from, once that is known.
    to: SocketAddr,
    /// The socket hears only `to`.
    connected: bool,
}

impl Link {
    /// After an offer and answer; `old` is what was before, whose source must be learnt anew.
    pub fn new(remote: Remote, old: Option<Link>, socket: &UdpSocket, now: u64) -> Link {
        let Remote { rtp, signalling, anywhere, .. } = remote;
        let mut to = rtp;
        if let Some(old) = old {
            if old.connected {
                let _ = sys::disconnect(socket);
            }
            // The same place again: until it is heard, the way that worked still does.
            if old.remote.rtp == remote.rtp && old.remote.signalling == remote.signalling {
                to = old.to;
            }
        }
        Link { remote, source: Source::new(rtp, signalling, anywhere, now), to, connected: false }
    }

    pub fn kind(&self, payload_type: u8) -> Option<Kind> {
        if payload_type == self.remote.payload_type {
            Some(Kind::Sound)
        } else if Some(payload_type) == self.remote.event_type {
            Some(Kind::Key)
        } else if Some(payload_type) == self.remote.redundancy {
            Some(Kind::Redundant)
        } else {
            (payload_type == COMFORT_NOISE).then_some(Kind::Noise)
        }
    }

    /// Whether a packet comes from the one who may be heard. Learns who that is.
    pub fn hears(&mut self, socket: &UdpSocket, now: u64, from: SocketAddr, header: &Header) -> bool {
        let origin = Origin { address: from, ssrc: header.ssrc, sequence: header.sequence };
        match self.source.packet(now, origin) {
            Verdict::Refused => return false,
            Verdict::Heard => {}
            Verdict::Locked { settled } => {
                self.to = from;
                self.connected = settled && socket.connect(from).is_ok();
            }
        }
        true
    }

    /// What is spoken, if the leg cannot work in it.
    pub fn language(&self) -> Option<Language> {
        self.remote.tongue.map(Tongue::language)
    }

    /// RTP time units of the stream for one at 8 kHz.
    pub fn clock_units(&self) -> u32 {
        self.language().map_or(1, Language::clock_units)
    }

    pub fn may_report(&self, from: SocketAddr) -> bool {
        self.source.may_report(from.ip())
    }

    /// Where reports go, unless they come from somewhere.
    pub fn rtcp(&self) -> SocketAddr {
        match self.remote.rtcp {
            Some(rtcp) if rtcp.ip() == self.to.ip() => rtcp,
            _ => SocketAddr::new(self.to.ip(), self.to.port().saturating_add(1)),
        }
    }

    /// Sends a packet; whether it went.
    pub fn send(&self, socket: &UdpSocket, packet: &[u8]) -> bool {
        match self.send_once(socket, packet) {
            // The error is of an earlier packet (ICMP); this one was not sent because of it, and the error is cleared now.
            Err(ErrorKind::ConnectionRefused) => self.send_once(socket, packet).is_ok(),
            result => result.is_ok(),
        }
    }

    fn send_once(&self, socket: &UdpSocket, packet: &[u8]) -> Result<usize, ErrorKind> {
        let sent = if self.connected { socket.send(packet) } else { socket.send_to(packet, self.to) };
        sent.map_err(|error| error.kind())
    }
}
