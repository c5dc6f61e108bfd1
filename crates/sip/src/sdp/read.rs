//! What the other side says about its audio.

use super::crypto::Crypto;
use super::dtls::{self, DtlsPeer, Setup};
use super::g729::G729Parameters;
use super::ice;
use super::opus::OpusParameters;
use super::red;
use super::{Direction, Format, SdpError, Srtp};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;

/// A description is a page, not a book; more lines than this are not read.
const MOST_LINES: usize = 500;
/// More streams than this are not answered.
const MOST_STREAMS: usize = 32;
/// RFC 8843 §9.2 has three octets in mind.
const LONGEST_TOKEN: usize = 64;
/// What is assumed where nothing is said (RFC 3551 §4.5), in milliseconds.
const USUAL_PTIME_MS: u16 = 20;
/// Other packet times are taken for the nearest of these.
const PTIME_MS: RangeInclusive<u16> = 10..=60;

/// A description by its first audio stream. A `remote` with port 0 means that there is no audio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    pub remote: SocketAddr,
    pub rtcp: Option<SocketAddr>,
    /// Codecs we know, in the other side's order of preference.
    pub formats: Vec<(u8, Format)>,
    pub telephone_event: Option<u8>,
    /// It takes comfort noise (RFC 3389) in the place of silence.
    pub comfort_noise: bool,
    /// As the other side says it: with `SendOnly` it sends.
    pub direction: Direction,
    /// How much sound the other side would have in a packet: 10 to 60 ms, and never more than it takes at most.
    pub ptime_ms: u16,
    /// Keys that may be agreed on, in the other side's order of preference; none: plain RTP.
    pub(super) crypto: Vec<Crypto>,
    /// With whom keys are agreed on by a handshake; none: they are not.
    pub dtls: Option<DtlsPeer>,
    /// What the other side calls itself in connectivity checks; a new name is a restart.
    pub ice: Option<String>,
    /// Its streams would share one transport (RFC 9143).
    pub(super) bundle: bool,
    pub(super) streams: Vec<Stream>,
    /// Which of the streams the above is about.
    pub(super) audio: Option<usize>,
}

/// An `m=` line, so that it can be answered in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stream {
    pub media: String,
    pub protocol: String,
    pub formats: String,
    port: u16,
    lines: Attributes,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Attributes {
    connection: Option<IpAddr>,
    direction: Option<Direction>,
    rtpmap: Vec<(u8, String)>,
    fmtp: Vec<(u8, String)>,
    rtcp: Option<(u16, Option<IpAddr>)>,
    ptime_ms: Option<u16>,
    maxptime_ms: Option<u16>,
    crypto: Vec<Crypto>,
    fingerprint: Option<[u8; 32]>,
    setup: Option<Setup>,
    ice: Option<String>,
    mid: Option<String>,
    rtcp_mux: bool,
    bundle: bool,
}

impl Description {
    /// Of several audio streams an SRTP one is preferred, if that may be.
    pub fn parse(text: &[u8], srtp: Srtp) -> Result<Self, SdpError> {
        let text = String::from_utf8_lossy(text);
        let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).take(MOST_LINES);
        if lines.next() != Some("v=0") {
            return Err(SdpError::Unreadable);
        }
        let mut session = Attributes::default();
        let mut streams: Vec<Stream> = Vec::new();
        for line in lines {
            let (kind, value) = line.split_once('=').ok_or(SdpError::Unreadable)?;
            if kind == "m" {
                if streams.len() == MOST_STREAMS {
                    return Err(SdpError::Unreadable);
                }
                streams.push(Stream::parse(value).ok_or(SdpError::Unreadable)?);
                continue;
            }
            let at = streams.last_mut().map_or(&mut session, |stream| &mut stream.lines);
            at.take(kind, value)?;
        }
        Ok(Self::of(&session, streams, srtp))
    }

    fn of(session: &Attributes, streams: Vec<Stream>, srtp: Srtp) -> Self {
        let by_handshake = || {
            let position = streams.iter().position(|stream| stream.is_dtls_audio(session));
            position.filter(|_| srtp != Srtp::Refused)
        };
        let sealed = || streams.iter().position(Stream::is_sealed_audio).filter(|_| srtp != Srtp::Refused);
        let plain = || streams.iter().position(Stream::is_plain_audio).filter(|_| srtp != Srtp::Required);
        let audio = by_handshake().or_else(sealed).or_else(plain);
        let Some(stream) = audio.and_then(|audio| streams.get(audio)) else {
            return Self::without_audio(streams);
        };
        let lines = &stream.lines;
        let ip = lines.connection.or(session.connection).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let remote = SocketAddr::new(ip, stream.port);
        let said = lines.direction.or(session.direction).unwrap_or(Direction::SendRecv);
        let dtls = stream.dtls(session);
        // RFC 2543's way to hold (RFC 3264 §8.4): nothing can be sent to nowhere. With ICE it means nothing (RFC 8839 §4.3.1).
        let direction =
            if ip.is_unspecified() && dtls.is_none() { Direction::of(said.sends(), false) } else { said };
        let rtcp = lines.rtcp.map(|(port, other)| SocketAddr::new(other.unwrap_or(ip), port));
        let payload_types = stream.formats.split_whitespace().filter_map(|text| text.parse::<u8>().ok());
        let formats =
            payload_types.clone().filter_map(|number| lines.format(number).map(|format| (number, format)));
        let telephone_event = payload_types.clone().find(|&number| lines.is_telephone_event(number));
        let comfort_noise = payload_types.clone().any(|number| lines.is_comfort_noise(number));
        Self {
            remote,
            rtcp,
            formats: formats.collect(),
            telephone_event,
            comfort_noise,
            direction,
            ptime_ms: lines.packet_time_ms(),
            crypto: if stream.is_sealed_audio() { lines.crypto.clone() } else { Vec::new() },
            ice: dtls.and_then(|_| stream.fragment(session).map(str::to_owned)),
            dtls,
            bundle: session.bundle,
            audio,
            streams,
        }
    }

    /// What the other side asks for of a codec, if that is Opus.
    pub(super) fn opus(&self, number: u8, format: Format) -> Option<OpusParameters> {
        let said = || self.said_of(number).map_or_else(OpusParameters::default, OpusParameters::parse);
        (format == Format::Opus).then(said)
    }

    /// The same, if it is G.729.
    pub(super) fn g729(&self, number: u8, format: Format) -> Option<G729Parameters> {
        let said = || self.said_of(number).map_or_else(G729Parameters::default, G729Parameters::parse);
        (format == Format::G729).then(said)
    }

    /// The payload type of redundant audio of a codec, where that is offered. Opus and G.729 need none: they have means of
    /// their own, or packets that nobody notices.
    pub(super) fn redundancy(&self, number: u8, format: Format) -> Option<u8> {
        let stream = self.audio.and_then(|audio| self.streams.get(audio))?;
        let offered = stream.formats.split_whitespace().filter_map(|text| text.parse::<u8>().ok());
        let is_of = |other: &u8| {
            stream.lines.is_redundant_audio(*other)
                && self.said_of(*other).is_some_and(|text| red::is_of(text, number))
        };
        let has_octets = matches!(format, Format::Pcma | Format::Pcmu | Format::G722);
        offered.filter(|_| has_octets).find(is_of)
    }

    /// `a=fmtp` of a payload type.
    fn said_of(&self, number: u8) -> Option<&str> {
        let lines = self.audio.and_then(|audio| self.streams.get(audio)).map(|stream| &stream.lines)?;
        lines.fmtp.iter().find(|(other, _)| *other == number).map(|(_, text)| text.as_str())
    }

    fn without_audio(streams: Vec<Stream>) -> Self {
        Self {
            remote: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0),
            rtcp: None,
            formats: Vec::new(),
            telephone_event: None,
            comfort_noise: false,
            direction: Direction::Inactive,
            ptime_ms: USUAL_PTIME_MS,
            crypto: Vec::new(),
            dtls: None,
            ice: None,
            bundle: false,
            audio: None,
            streams,
        }
    }
}

impl Stream {
    fn parse(value: &str) -> Option<Self> {
        let mut words = value.splitn(4, ' ');
        let media = words.next()?.to_owned();
        let port = words.next()?.split('/').next()?.parse().ok()?;
        let protocol = words.next()?.to_owned();
        let formats = words.next()?.trim().to_owned();
        Some(Self { media, protocol, formats, port, lines: Attributes::default() })
    }

    fn is_plain_audio(&self) -> bool {
        self.is_audio() && matches!(self.protocol.as_str(), "RTP/AVP" | "RTP/AVPF")
    }

    fn is_sealed_audio(&self) -> bool {
        let is_sealed = matches!(self.protocol.as_str(), "RTP/SAVP" | "RTP/SAVPF");
        self.is_audio() && is_sealed && !self.lines.crypto.is_empty()
    }

    fn is_dtls_audio(&self, session: &Attributes) -> bool {
        self.is_audio() && self.dtls(session).is_some()
    }

    /// Our part is one socket for all (RFC 8858), and somebody who is there: without either there is no such stream.
    fn dtls(&self, session: &Attributes) -> Option<DtlsPeer> {
        if !dtls::PROTOCOLS.contains(&self.protocol.as_str()) || !self.lines.rtcp_mux {
            return None;
        }
        self.fragment(session)?;
        let fingerprint = self.lines.fingerprint.or(session.fingerprint)?;
        // RFC 4145 §4.1: who says nothing begins.
        let setup = self.lines.setup.or(session.setup).unwrap_or(Setup::Active);
        Some(DtlsPeer { fingerprint, setup: setup.answered() })
    }

    fn fragment<'a>(&'a self, session: &'a Attributes) -> Option<&'a str> {
        self.lines.ice.as_deref().or(session.ice.as_deref())
    }

    /// What the stream is called in a bundle (RFC 5888).
    pub(super) fn mid(&self) -> Option<&str> {
        self.lines.mid.as_deref()
    }

    fn is_audio(&self) -> bool {
        self.media == "audio" && self.port != 0
    }
}

impl Attributes {
    fn take(&mut self, kind: &str, value: &str) -> Result<(), SdpError> {
        match kind {
            "c" => self.connection = Some(address(value).ok_or(SdpError::Unreadable)?),
            "a" => self.attribute(value),
            _ => {}
        }
        Ok(())
    }

    fn attribute(&mut self, text: &str) {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        match name {
            "sendrecv" => self.direction = Some(Direction::SendRecv),
            "sendonly" => self.direction = Some(Direction::SendOnly),
            "recvonly" => self.direction = Some(Direction::RecvOnly),
            "inactive" => self.direction = Some(Direction::Inactive),
            "ptime" => self.ptime_ms = value.trim().parse().ok(),
            "maxptime" => self.maxptime_ms = value.trim().parse().ok(),
            "rtcp" => self.rtcp = rtcp(value),
            "fingerprint" => self.fingerprint = self.fingerprint.or(dtls::fingerprint(value)),
            "setup" => self.setup = Setup::parse(value),
            "ice-ufrag" => self.ice = ice::fragment(value),
            "mid" => self.mid = token(value),
            "rtcp-mux" => self.rtcp_mux = true,
            "group" => self.bundle |= value.starts_with("BUNDLE"),
            "crypto" => self.crypto.extend(Crypto::parse(value)),
            "rtpmap" => {
                self.rtpmap.extend(numbered(value).map(|(number, name)| (number, name.to_ascii_uppercase())));
            }
            "fmtp" => self.fmtp.extend(numbered(value).map(|(number, text)| (number, text.to_owned()))),
            _ => {}
        }
    }

    fn packet_time_ms(&self) -> u16 {
        let wanted = self.ptime_ms.unwrap_or(USUAL_PTIME_MS);
        let most = self.maxptime_ms.unwrap_or(u16::MAX);
        wanted.min(most).clamp(*PTIME_MS.start(), *PTIME_MS.end())
    }

    fn name(&self, number: u8) -> Option<&str> {
        self.rtpmap.iter().find(|(other, _)| *other == number).map(|(_, name)| name.as_str())
    }

    fn format(&self, number: u8) -> Option<Format> {
        match self.name(number) {
            Some(name) => Format::from_rtpmap(name),
            // The static types need no rtpmap (RFC 3551 §6).
            None => Format::from_payload_type(number),
        }
    }

    fn is_redundant_audio(&self, number: u8) -> bool {
        matches!(self.name(number), Some("RED/8000" | "RED/8000/1"))
    }

    /// Only what is of 8 kHz has a number that needs no agreement (RFC 3389 §5).
    fn is_comfort_noise(&self, number: u8) -> bool {
        number == super::COMFORT_NOISE && self.name(number).is_none_or(|name| name == "CN/8000")
    }

    fn is_telephone_event(&self, number: u8) -> bool {
        self.name(number) == Some("TELEPHONE-EVENT/8000")
    }
}

/// A name that we give back as it is (RFC 8866 §9).
fn token(value: &str) -> Option<String> {
    let is_letter = |letter: char| letter.is_ascii_graphic() && !r#""(),/:;<=>?@[\]"#.contains(letter);
    let value = value.trim();
    let fits = !value.is_empty() && value.len() <= LONGEST_TOKEN && value.chars().all(is_letter);
    fits.then(|| value.to_owned())
}

/// `IN IP4 192.0.2.1`, maybe with a TTL. Names of hosts are not resolved: no phone sends them.
fn address(value: &str) -> Option<IpAddr> {
    let mut words = value.split_whitespace();
    let (network, _family, address) = (words.next()?, words.next()?, words.next()?);
    (network == "IN").then(|| address.split('/').next()?.parse().ok()).flatten()
}

/// A payload type, and what is said of it.
fn numbered(value: &str) -> Option<(u8, &str)> {
    let (number, text) = value.split_once(' ')?;
    Some((number.parse().ok()?, text.trim()))
}

/// RFC 3605.
fn rtcp(value: &str) -> Option<(u16, Option<IpAddr>)> {
    let (port, rest) = value.split_once(' ').unwrap_or((value, ""));
    Some((port.trim().parse().ok()?, address(rest)))
}
