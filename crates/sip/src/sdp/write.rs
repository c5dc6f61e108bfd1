//! What we say about our audio.

use super::crypto::{Crypto, CryptoKey};
use super::dtls::{Dtls, DtlsPeer, Setup};
use super::g729::G729Parameters;
use super::opus::{self, OpusParameters};
use super::{Description, Direction, Format, SdpError};
use bytes::Bytes;
use std::fmt::Write;
use std::net::SocketAddr;

/// The payload type that we offer for telephone events; dynamic (RFC 4733 §2.4.1), and what everybody uses.
const EVENT_PAYLOAD_TYPE: u8 = 101;

/// What our stream is called where the other side has given it no name.
const OWN_MID: &str = "0";

/// We look for no way, we are found (RFC 8445 §2.5).
const ICE_LITE: &str = "a=ice-lite\r\n";

/// Our side of a description.
#[derive(Clone, Debug)]
pub struct Local {
    pub address: SocketAddr,
    /// In the order of preference.
    pub formats: Vec<Format>,
    /// Silence may be described with G.711 instead of sent (RFC 3389).
    pub comfort_noise: bool,
    /// What we would do.
    pub direction: Direction,
    /// One for each suite that we would seal with, the preferred first. An offer with any is one of SRTP.
    pub keys: Vec<CryptoKey>,
    /// For a browser, instead of keys. An offer with this is one of a handshake.
    pub dtls: Option<Dtls>,
    pub session_id: u64,
    /// Rises with each change (RFC 3264 §8).
    pub version: u64,
}

/// What offer and answer have come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub format: Format,
    pub payload_type: u8,
    pub event_type: Option<u8>,
    /// Both sides may describe their silence, by the payload type 13.
    pub comfort_noise: bool,
    /// What the other side asks for, if the format is Opus.
    pub opus: Option<OpusParameters>,
    /// What both sides may do, if it is G.729.
    pub g729: Option<G729Parameters>,
    /// The payload type of redundant audio, if it was offered to us.
    pub redundancy: Option<u8>,
    /// As seen by us: with `RecvOnly` we only listen.
    pub direction: Direction,
    /// None: plain RTP, or keys by a handshake.
    pub keys: Option<Keys>,
    /// With whom keys are agreed on by a handshake.
    pub dtls: Option<DtlsPeer>,
}

/// What each side seals with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    pub ours: CryptoKey,
    pub theirs: CryptoKey,
}

impl Agreed {
    /// From the answer to our offer, which had these keys.
    pub fn from_answer(answer: &Description, offered: &[CryptoKey]) -> Result<Self, SdpError> {
        let &(payload_type, format) = answer.formats.first().ok_or(SdpError::NothingInCommon)?;
        let direction = Direction::of(answer.direction.receives(), answer.direction.sends());
        let keys = match answer.crypto.first() {
            Some(theirs) => Some(Keys::of(theirs, offered).ok_or(SdpError::NothingInCommon)?.1),
            None => None,
        };
        let (opus, g729) = (answer.opus(payload_type, format), answer.g729(payload_type, format));
        let (event_type, dtls) = (answer.telephone_event, answer.dtls);
        // It is not offered by us.
        let redundancy = None;
        let comfort_noise = answer.comfort_noise && format.takes_comfort_noise();
        Ok(Self {
            format,
            payload_type,
            event_type,
            comfort_noise,
            opus,
            g729,
            redundancy,
            direction,
            keys,
            dtls,
        })
    }
}

impl Keys {
    /// Our line in answer to theirs, and what is agreed by it.
    fn of(theirs: &Crypto, ours: &[CryptoKey]) -> Option<(Crypto, Self)> {
        let key = *ours.iter().find(|key| key.suite() == theirs.key.suite())?;
        Some((Crypto { tag: theirs.tag, key }, Self { ours: key, theirs: theirs.key }))
    }
}

/// An offer of one audio stream.
pub fn offer(local: &Local) -> Bytes {
    let codec = |&format: &Format| Line::codec(format.payload_type(), format, parameters(format, None));
    let has_noise = local.comfort_noise && local.formats.iter().any(|format| format.takes_comfort_noise());
    let beside = has_noise.then(Line::comfort_noise).into_iter().chain([Line::events(EVENT_PAYLOAD_TYPE)]);
    let lines: Vec<Line> = local.formats.iter().map(codec).chain(beside).collect();
    let mut out = head(local);
    let protocol = match (&local.dtls, local.keys.is_empty()) {
        (Some(_), _) => "UDP/TLS/RTP/SAVPF",
        (None, false) => "RTP/SAVP",
        (None, true) => "RTP/AVP",
    };
    if local.dtls.is_some() {
        out.push_str(ICE_LITE);
        bundle(&mut out, OWN_MID);
    }
    audio(&mut out, local, protocol, &lines, local.direction);
    if let Some(dtls) = &local.dtls {
        // RFC 5763 §5: the other side chooses.
        dtls.write(&mut out, OWN_MID, Setup::Either);
        return out.into();
    }
    for (tag, &key) in (1..).zip(&local.keys) {
        Crypto { tag, key }.write(&mut out);
    }
    out.into()
}

/// Answers an offer: one codec, ours by preference, under the offer's number; all other streams are refused in
/// their places (RFC 3264 §6).
pub fn answer(offer: &Description, local: &Local) -> Result<(Bytes, Agreed), SdpError> {
    let preferred =
        local.formats.iter().find_map(|&format| offer.formats.iter().find(|(_, other)| *other == format));
    let &(payload_type, format) = preferred.ok_or(SdpError::NothingInCommon)?;
    let g729 = offer.g729(payload_type, format);
    let redundancy = offer.redundancy(payload_type, format);
    let direction = Direction::of(
        local.direction.sends() && offer.direction.receives(),
        local.direction.receives() && offer.direction.sends(),
    );
    let keys = match &offer.crypto[..] {
        [] => None,
        offered => {
            let sealed = offered.iter().find_map(|theirs| Keys::of(theirs, &local.keys));
            Some(sealed.ok_or(SdpError::NothingInCommon)?)
        }
    };
    let dtls = match (&offer.dtls, &local.dtls) {
        (Some(peer), Some(ours)) => Some((*peer, ours)),
        (Some(_), None) | (None, Some(_)) => return Err(SdpError::NothingInCommon),
        (None, None) => None,
    };
    let mut out = head(local);
    let mid = offer.audio.and_then(|audio| offer.streams.get(audio)?.mid());
    if dtls.is_some() {
        out.push_str(ICE_LITE);
        if offer.bundle {
            bundle(&mut out, mid.unwrap_or(OWN_MID));
        }
    }
    let codec = Line::codec(payload_type, format, parameters(format, g729));
    let redundancy_of = |number| Line::redundancy(number, payload_type);
    let comfort_noise = local.comfort_noise && offer.comfort_noise && format.takes_comfort_noise();
    let noise = comfort_noise.then(Line::comfort_noise);
    let events = offer.telephone_event.map(Line::events);
    let lines: Vec<Line> =
        [codec].into_iter().chain(redundancy.map(redundancy_of)).chain(noise).chain(events).collect();
    for (index, stream) in offer.streams.iter().enumerate() {
        if offer.audio == Some(index) {
            audio(&mut out, local, &stream.protocol, &lines, direction);
            if let Some((line, _)) = keys {
                line.write(&mut out);
            }
            if let Some((peer, ours)) = dtls {
                ours.write(&mut out, mid.unwrap_or(OWN_MID), peer.setup);
            }
        } else {
            let _ = write!(out, "m={} 0 {} {}\r\n", stream.media, stream.protocol, stream.formats);
        }
    }
    let keys = keys.map(|(_, keys)| keys);
    let dtls = dtls.map(|(peer, _)| peer);
    let opus = offer.opus(payload_type, format);
    let event_type = offer.telephone_event;
    Ok((
        out.into(),
        Agreed {
            format,
            payload_type,
            event_type,
            comfort_noise,
            opus,
            g729,
            redundancy,
            direction,
            keys,
            dtls,
        },
    ))
}

fn head(local: &Local) -> String {
    let ip = local.address.ip();
    let family = if ip.is_ipv4() { "IP4" } else { "IP6" };
    let (id, version) = (local.session_id, local.version);
    format!("v=0\r\no=- {id} {version} IN {family} {ip}\r\ns=-\r\nc=IN {family} {ip}\r\nt=0 0\r\n")
}

/// What `a=fmtp` says; in an answer by what was offered.
fn parameters(format: Format, offered: Option<G729Parameters>) -> &'static str {
    match format {
        Format::Opus => opus::OURS,
        Format::G729 => offered.unwrap_or_default().said(),
        Format::Pcma | Format::Pcmu | Format::G722 => "",
    }
}

/// One transport for the one stream that there is (RFC 9143).
fn bundle(out: &mut String, mid: &str) {
    let _ = write!(out, "a=group:BUNDLE {mid}\r\n");
}

/// A payload type, what it is and what is said of it.
struct Line {
    number: u8,
    rtpmap: &'static str,
    fmtp: String,
}

impl Line {
    fn codec(number: u8, format: Format, parameters: &str) -> Self {
        Self { number, rtpmap: format.rtpmap(), fmtp: parameters.to_owned() }
    }

    fn events(number: u8) -> Self {
        Self { number, rtpmap: "telephone-event/8000", fmtp: "0-16".to_owned() }
    }

    fn comfort_noise() -> Self {
        Self { number: super::COMFORT_NOISE, rtpmap: "CN/8000", fmtp: String::new() }
    }

    /// A payload and a copy of the one before it.
    fn redundancy(number: u8, of: u8) -> Self {
        Self { number, rtpmap: "red/8000", fmtp: format!("{of}/{of}") }
    }
}

fn audio(out: &mut String, local: &Local, protocol: &str, lines: &[Line], direction: Direction) {
    let _ = write!(out, "m=audio {} {protocol}", local.address.port());
    for line in lines {
        let _ = write!(out, " {}", line.number);
    }
    out.push_str("\r\n");
    for Line { number, rtpmap, fmtp } in lines {
        let _ = write!(out, "a=rtpmap:{number} {rtpmap}\r\n");
        if !fmtp.is_empty() {
            let _ = write!(out, "a=fmtp:{number} {fmtp}\r\n");
        }
    }
    let _ = write!(out, "a=ptime:20\r\na={}\r\n", direction.name());
}

#[cfg(test)]
mod tests {
    use super::super::{CryptoSuite, Srtp};
    use super::*;

    fn local() -> Local {
        super::super::ours::local(&[Format::Pcma, Format::Pcmu])
    }

    #[test]
    fn an_offer_is_answered_stream_by_stream() {
        let text = "v=0\r\no=- 1 1 IN IP4 198.51.100.1\r\ns=-\r\nc=IN IP4 198.51.100.1\r\nt=0 0\r\nm=video 5000 RTP/AVP 96\r\n\
            m=audio 6000 RTP/SAVP 8\r\nm=audio 7000 RTP/AVP 0 111 97 96\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:96 telephone-event/8000\r\n\
            a=rtpmap:97 pcma/8000\r\na=rtcp:7009\r\na=sendonly\r\na=ptime:30\r\n";
        let description = Description::parse(text.as_bytes(), Srtp::Taken).unwrap();
        assert_eq!(description.remote, "198.51.100.1:7000".parse().unwrap());
        assert_eq!(description.rtcp, Some("198.51.100.1:7009".parse().unwrap()));
        assert_eq!(description.formats, [(0, Format::Pcmu), (111, Format::Opus), (97, Format::Pcma)]);
        assert_eq!((description.telephone_event, description.ptime_ms), (Some(96), 30));
        let (answer, agreed) = answer(&description, &local()).unwrap();
        let expected = Agreed {
            format: Format::Pcma,
            payload_type: 97,
            event_type: Some(96),
            comfort_noise: false,
            opus: None,
            g729: None,
            redundancy: None,
            direction: Direction::RecvOnly,
            keys: None,
            dtls: None,
        };
        assert_eq!(agreed, expected);
        let answer = String::from_utf8(answer.to_vec()).unwrap();
        let media: Vec<&str> = answer.lines().filter(|line| line.starts_with("m=")).collect();
        assert_eq!(media, ["m=video 0 RTP/AVP 96", "m=audio 0 RTP/SAVP 8", "m=audio 4000 RTP/AVP 97 96"]);
        assert!(answer.contains("a=recvonly"));
    }

    #[test]
    fn our_offer_is_understood_by_ourselves() {
        let offer = Description::parse(&offer(&local()), Srtp::Taken).unwrap();
        let (answer, answered) = answer(&offer, &local()).unwrap();
        let agreed = Agreed::from_answer(&Description::parse(&answer, Srtp::Refused).unwrap(), &[]).unwrap();
        assert_eq!(agreed, answered);
        assert_eq!((agreed.payload_type, agreed.event_type), (8, Some(101)));
    }

    #[test]
    fn g722_is_known_by_number_and_by_name_and_goes_where_we_prefer_it() {
        let wide = Local { formats: vec![Format::G722, Format::Pcma], ..local() };
        let parse = |formats: &str| {
            let text = format!("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 9 RTP/AVP {formats}\r\n");
            Description::parse(text.as_bytes(), Srtp::Taken).unwrap()
        };
        for (formats, number, format) in [
            ("0 8 9", 9, Format::G722),
            ("0 8", 8, Format::Pcma),
            ("8 97\r\na=rtpmap:97 g722/8000/1", 97, Format::G722),
            // Whoever says 16 kHz means something else (RFC 3551 §4.5.2).
            ("8 97\r\na=rtpmap:97 G722/16000", 8, Format::Pcma),
            ("8 9\r\na=rtpmap:9 other/8000", 8, Format::Pcma),
        ] {
            let (answer, agreed) = answer(&parse(formats), &wide).unwrap();
            assert_eq!((agreed.payload_type, agreed.format), (number, format), "{formats}");
            assert_eq!(
                Agreed::from_answer(&Description::parse(&answer, Srtp::Taken).unwrap(), &[]).unwrap().format,
                format
            );
        }
        let text = String::from_utf8(offer(&wide).to_vec()).unwrap();
        assert!(
            text.contains("RTP/AVP 9 8 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:8 PCMA/8000\r\n"),
            "{text}"
        );
    }

    #[test]
    fn packet_times_are_kept_within_what_is_possible() {
        for (lines, expected) in [
            ("", 20),
            ("a=ptime:30\r\n", 30),
            ("a=ptime:1\r\n", 10),
            ("a=ptime:200\r\n", 60),
            ("a=ptime:40\r\na=maxptime:30\r\n", 30),
            ("a=maxptime:10\r\n", 10),
            ("a=maxptime:0\r\n", 10),
            ("a=ptime:many\r\n", 20),
        ] {
            let text = format!("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 9 RTP/AVP 8\r\n{lines}");
            assert_eq!(
                Description::parse(text.as_bytes(), Srtp::Taken).unwrap().ptime_ms,
                expected,
                "{lines}"
            );
        }
    }

    #[test]
    fn hold_comes_in_two_ways() {
        for (c, a, expected) in [
            ("0.0.0.0", "sendrecv", Direction::SendOnly),
            ("192.0.2.1", "sendonly", Direction::SendOnly),
            ("192.0.2.1", "inactive", Direction::Inactive),
            ("0.0.0.0", "recvonly", Direction::Inactive),
        ] {
            let text = format!("v=0\r\nc=IN IP4 {c}\r\na={a}\r\nm=audio 9 RTP/AVP 8\r\n");
            assert_eq!(
                Description::parse(text.as_bytes(), Srtp::Taken).unwrap().direction,
                expected,
                "{c} {a}"
            );
        }
    }

    #[test]
    fn broken_or_useless_descriptions_are_told_apart() {
        for text in [
            "",
            "x",
            "v=1\r\n",
            "v=0\r\nm=audio\r\n",
            "v=0\r\nc=IN IP4 nowhere\r\n",
            "v=0\r\nm=audio 99999 RTP/AVP 0\r\n",
        ] {
            assert_eq!(Description::parse(text.as_bytes(), Srtp::Taken), Err(SdpError::Unreadable), "{text}");
        }
        for text in [
            "v=0\r\n",
            "v=0\r\nm=audio 0 RTP/AVP 8\r\n",
            "v=0\r\nm=audio 9 RTP/AVP 4\r\n",
            "v=0\r\nm=video 9 RTP/AVP 8\r\n",
        ] {
            let description = Description::parse(text.as_bytes(), Srtp::Taken).unwrap();
            assert_eq!(answer(&description, &local()).unwrap_err(), SdpError::NothingInCommon, "{text}");
        }
    }

    fn keys(suites: &[CryptoSuite], seed: u8) -> Vec<CryptoKey> {
        suites.iter().map(|&suite| CryptoKey::new(suite, [seed; 46])).collect()
    }

    fn sealed(suites: &[CryptoSuite], seed: u8) -> Local {
        Local { keys: keys(suites, seed), ..local() }
    }

    #[test]
    fn srtp_is_agreed_in_the_offerers_order_with_a_key_of_each() {
        let offered = sealed(&CryptoSuite::ALL, 1);
        let text = offer(&offered);
        let description = Description::parse(&text, Srtp::Taken).unwrap();
        let ours = sealed(&[CryptoSuite::AesCm128HmacSha1_32, CryptoSuite::AesCm128HmacSha1_80], 2);
        let (answer, answered) = answer(&description, &ours).unwrap();
        let text = String::from_utf8(answer.to_vec()).unwrap();
        assert!(
            text.contains("m=audio 4000 RTP/SAVP 8 101\r\n")
                && text.contains("a=crypto:4 AES_CM_128_HMAC_SHA1_80 ")
        );
        let keys = answered.keys.unwrap();
        assert_eq!((keys.ours, keys.theirs), (ours.keys[1], offered.keys[3]));
        let agreed =
            Agreed::from_answer(&Description::parse(&answer, Srtp::Required).unwrap(), &offered.keys)
                .unwrap();
        assert_eq!(agreed.keys.map(|keys| (keys.ours, keys.theirs)), Some((keys.theirs, keys.ours)));
    }

    #[test]
    fn policy_says_whether_plain_or_sealed_streams_count() {
        let key = "inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
        let plain = "m=audio 7000 RTP/AVP 8\r\n".to_owned();
        let sealed = format!("m=audio 6000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 {key}\r\n");
        let strange = "m=audio 5000 RTP/SAVP 8\r\na=crypto:1 NEW_SUITE inline:AAAA\r\n".to_owned();
        for (streams, srtp, port) in [
            ([&plain, &sealed], Srtp::Refused, 7000),
            ([&plain, &sealed], Srtp::Taken, 6000),
            ([&plain, &sealed], Srtp::Required, 6000),
            ([&plain, &strange], Srtp::Taken, 7000),
            ([&plain, &strange], Srtp::Required, 0),
            ([&sealed, &strange], Srtp::Refused, 0),
        ] {
            let text = format!("v=0\r\nc=IN IP4 192.0.2.1\r\n{}{}", streams[0], streams[1]);
            let description = Description::parse(text.as_bytes(), srtp).unwrap();
            assert_eq!(description.remote.port(), port, "{srtp:?}\n{text}");
        }
        // An offer of SRTP is never answered in the clear, nor with a key that was not asked for.
        let text = format!("v=0\r\nc=IN IP4 192.0.2.1\r\n{sealed}");
        let offered = Description::parse(text.as_bytes(), Srtp::Taken).unwrap();
        assert_eq!(answer(&offered, &local()).unwrap_err(), SdpError::NothingInCommon);
        assert_eq!(Agreed::from_answer(&offered, &[]).unwrap_err(), SdpError::NothingInCommon);
    }
}
