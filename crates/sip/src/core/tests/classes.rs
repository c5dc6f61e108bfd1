//! The classes of broken messages that PROTOS c07-sip made famous, made anew: every field of an INVITE and of the answer to
//! ours is filled with what has felled other stacks. Nothing may fall, hang or stay behind, and after each message a call
//! goes through.

use super::*;
use crate::message::{Frame, Framer};
use crate::sdp::{Description, Srtp};

/// Fields stand in brackets with what is usual in them.
const INVITE: &str = "[method|INVITE] [scheme|sip]:[user|100]@[host|192.0.2.1]:[port|5060];[uri parameter|transport]=[uri value|udp] [protocol|SIP]/[version|2.0]\r\n\
    [via name|Via]: [via protocol|SIP]/[via version|2.0]/[via transport|UDP] [via host|192.0.2.9]:[via port|5060];branch=[branch|z9hG4bKBRANCH];[via parameter|rport]\r\n\
    [from name|From]: [from display|\"Bob\"] <[from scheme|sip]:[from user|bob]@[from host|192.0.2.9]>;tag=[from tag|peer]\r\n\
    To: [to display|Us] <sip:[to user|100]@[to host|192.0.2.1]>[to parameters|;x=y]\r\n\
    Call-ID: [call-id|CALL]@[call-id host|192.0.2.9]\r\nCSeq: [cseq|1] [cseq method|INVITE]\r\nMax-Forwards: [hops|70]\r\n\
    Contact: [contact display|Bob] <sip:[contact user|bob]@[contact host|192.0.2.9]:[contact port|5060]>;expires=[contact expires|60]\r\n\
    Record-Route: <sip:[route host|192.0.2.8];[route parameter|lr]>\r\nExpires: [expires|120]\r\nAccept: [accept|application/sdp]\r\n\
    Authorization: [auth scheme|Digest] username=\"[auth user|bob]\", realm=\"[realm|example]\", nonce=\"[nonce|00]\", uri=\"sip:100@192.0.2.1\", response=\"[auth response|00]\", nc=[nc|00000001]\r\n\
    Date: [date|Mon, 02 Nov 2026 10:00:00 GMT]\r\nSubject: [subject|a call]\r\n[other name|X-Other]: [other value|x]\r\n\
    Content-Type: [content type|application/sdp]\r\nContent-Length: [length|LENGTH]\r\n\r\n\
    v=[sdp version|0]\r\no=[origin|-] [session|1] 1 IN IP4 [origin host|192.0.2.9]\r\ns=[name|-]\r\nc=IN [family|IP4] [address|192.0.2.9]\r\nt=[start|0] 0\r\n\
    m=[media|audio] [media port|4000] [profile|RTP/AVP] [format|8]\r\na=[attribute|ptime]:[attribute value|20]\r\na=rtpmap:[payload|8] [encoding|PCMA]/[clock|8000]\r\n";

/// The answer to our INVITE.
const ANSWER: &str = "[protocol|SIP]/[version|2.0] [status|200] [reason|OK]\r\n\
    Via: SIP/2.0/[via transport|UDP] [via host|192.0.2.1]:[via port|5060];branch=[branch|BRANCH][via parameters|;rport]\r\n\
    From: [from|FROM]\r\nTo: [to display|Bob] <sip:[to user|bob]@[to host|192.0.2.9]>;tag=[to tag|peer]\r\nCall-ID: [call-id|CALL]\r\n\
    CSeq: [cseq|1] [cseq method|INVITE]\r\nContact: [contact display|Bob] <[scheme|sip]:[contact user|bob]@[contact host|192.0.2.9]:[contact port|5060]>\r\n\
    Record-Route: <sip:[route host|192.0.2.8];lr>[more routes|, <sip:p2;lr>]\r\nContent-Type: [content type|application/sdp]\r\n\
    Content-Length: [length|LENGTH]\r\n\r\nv=0\r\nc=IN IP4 [address|192.0.2.9]\r\nm=audio [media port|4000] RTP/AVP [format|8]\r\n";

/// Texts that a field is given, by class.
fn classes() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let repeated = |text: &str, counts: &[usize]| {
        counts.iter().map(|&count| text.repeat(count).into_bytes()).collect::<Vec<_>>()
    };
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let lengths = [17, 128, 255, 256, 257, 1023, 4097, 20_000, 60_000];
    let separators: Vec<Vec<u8>> = [
        "/", ":", "@", "<", ">", ";", ",", "=", "\"", "\\", "(", ")", "[", "]", "?", "&", "%", "\t", " ", ".",
    ]
    .iter()
    .flat_map(|separator| repeated(separator, &[1, 2, 100, 5000]))
    .collect();
    vec![
        ("overflow", repeated("a", &lengths)),
        ("overflow of digits", repeated("9", &lengths)),
        ("separators", separators),
        ("empty and blank", texts(&["", " ", "\t", "  \t ", "\r\n ", "\r\n\t\r\n "])),
        (
            "line ends",
            texts(&[
                "\r\n",
                "\n",
                "\r",
                "\r\n\r\n",
                "\n\n",
                "\0",
                "\r\nVia: x",
                "\n\r\n\r",
                "a\r\nContent-Length: 5",
            ]),
        ),
        (
            "numbers",
            texts(&[
                "-1",
                "0",
                "+1",
                "00000000000000000000001",
                "255",
                "256",
                "65535",
                "65536",
                "2147483647",
                "2147483648",
                "4294967295",
                "4294967296",
                "9223372036854775808",
                "18446744073709551615",
                "18446744073709551616",
                "-9223372036854775809",
                "0x10",
                "1e9",
                "1.5",
                "NaN",
                "99999999999999999999999999999999999999999999",
                "٣",
            ]),
        ),
        (
            "addresses",
            texts(&[
                "0.0.0.0",
                "255.255.255.255",
                "256.1.1.1",
                "1.2.3",
                "1.2.3.4.5",
                "127.0.0.1",
                "224.0.0.1",
                "[::]",
                "[::1",
                "::1]",
                "[]",
                "[1:2:3:4:5:6:7:8:9]",
                "[:::192.0.2.1]",
                "[::ffff:0.0.0.0]",
                "[fe80::1%eth0]",
                "a..b",
                "-",
                "_",
                "xn--",
                "1.1.1.1:99999",
                "h:",
            ]),
        ),
        (
            "format strings",
            texts(&[
                "%s%s%s%s%n",
                "%x%x%x%x",
                "%99999999d",
                "%.9999f",
                "%%",
                "{}",
                "${jndi:x}",
                "$(reboot)",
                "`x`",
                "'; --",
            ]),
        ),
        (
            "bytes that are no UTF-8",
            vec![
                vec![0xff],
                vec![0xc0, 0x80],
                vec![0xed, 0xa0, 0x80],
                vec![0xf8, 0x88, 0x80, 0x80, 0x80],
                vec![0xc3],
                vec![0xe2, 0x82],
                vec![0xfe, 0xff],
                vec![0x80; 300],
                (0..=255).collect(),
                vec![0xef, 0xbb, 0xbf, b'a'],
                vec![0xf4, 0x90, 0x80, 0x80],
            ],
        ),
        (
            "characters",
            texts(&["é", "日本語", "\u{202e}", "\u{0}", "\u{7f}", "\u{feff}", "🂡", "\u{1b}[2J", "ß\u{301}"]),
        ),
        (
            "escapes",
            texts(&[
                "%00",
                "%",
                "%4",
                "%zz",
                "%0d%0a",
                "%25%30%30",
                "\\",
                "\\\"",
                "\"\\",
                "\"",
                "\"\"",
                "\"\\\"",
                "\"a\\\r\n\"",
                "%c0%80",
            ]),
        ),
        (
            "nesting",
            [("<", ">"), ("\"", "\""), ("(", ")"), ("<sip:", ">"), ("sip:", "@x"), ("[", "]")]
                .iter()
                .flat_map(|(open, close)| {
                    [2, 50, 3000].map(|depth| [open.repeat(depth), close.repeat(depth)].concat().into_bytes())
                })
                .collect(),
        ),
        (
            "parameters and lists",
            vec![
                ";a=b".repeat(3000).into_bytes(),
                ";tag=x".repeat(2000).into_bytes(),
                ";=".repeat(500).into_bytes(),
                ";a=".into(),
                ";=b".into(),
                ";lr;lr;lr".into(),
                ";maddr=1.2.3.4;ttl=0".into(),
                ", <sip:a@b>".repeat(2000).into_bytes(),
                ",,,,".into(),
                "*".into(),
                ";branch=z9hG4bK;branch=z9hG4bKother".into(),
                ";received=999.1.1.1;rport=70000".into(),
                "?a=b&c=d".into(),
            ],
        ),
        (
            "other protocols",
            texts(&[
                "SIP/1.0",
                "SIP/99999999.9",
                "sip:/",
                "HTTP/1.1",
                "TLS",
                "SCTP",
                "sips",
                "tel:+1",
                "http://x/",
                "data:,x",
                "multipart/mixed",
                "multipart/mixed;boundary=",
                "multipart/mixed;boundary=x",
            ]),
        ),
    ]
}

/// Literal text and fields of a template.
fn pieces(template: &'static str) -> Vec<(Option<&'static str>, &'static str)> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, field)) = rest.split_once('[') {
        let (field, behind) = field.split_once(']').unwrap();
        let (name, usual) = field.split_once('|').unwrap();
        pieces.extend([(None, literal), (Some(name), usual)]);
        rest = behind;
    }
    pieces.push((None, rest));
    pieces
}

/// A message with one field given; the length is right unless that is the field.
fn filled(pieces: &[(Option<&str>, &str)], field: usize, value: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    for (at, (_, usual)) in pieces.iter().enumerate() {
        message.extend_from_slice(if at == field { value } else { usual.as_bytes() });
    }
    let head = message.windows(4).position(|end| end == b"\r\n\r\n").map_or(message.len(), |at| at + 4);
    replaced(&message, "LENGTH", &(message.len() - head).to_string())
}

fn replaced(message: &[u8], from: &str, to: &str) -> Vec<u8> {
    let first = from.as_bytes()[0];
    let is_there = |at: &usize| message[*at] == first && message[*at..].starts_with(from.as_bytes());
    match (0..message.len()).find(is_there) {
        Some(at) => [&message[..at], to.as_bytes(), &message[at + from.len()..]].concat(),
        None => message.to_vec(),
    }
}

struct Trial {
    desk: Desk,
    cases: u32,
}

impl Trial {
    fn new() -> Self {
        Self { desk: Desk::new(), cases: 0 }
    }

    /// Gives one message, as a datagram and over a stream, and owns what comes of it.
    fn give(&mut self, message: &[u8]) {
        self.cases += 1;
        let message = replaced(message, "z9hG4bKBRANCH", &format!("z9hG4bKb{}", self.cases));
        let message = replaced(&message, "CALL", &format!("c{}", self.cases));
        self.take(&udp(5060), message.clone().into());
        let mut framer = Framer::default();
        framer.buffer().extend_from_slice(&message);
        for _ in 0..=message.len() {
            match framer.next() {
                Ok(Some(Frame::Message(message))) => self.take(&tcp(), message),
                Ok(Some(Frame::Ping)) => {}
                Ok(None) | Err(_) => break,
            }
        }
        self.desk.pass(milliseconds(5));
    }

    fn take(&mut self, flow: &FlowId, message: Bytes) {
        self.desk.core.receive(self.desk.now, flow, &message);
        let before = self.desk.sent.len();
        // What is written must be readable: the desk reads it.
        self.desk.drain();
        assert!(self.desk.sent.len() - before <= 3, "one message makes many");
        self.own();
    }

    fn own(&mut self) {
        let desk = &mut self.desk;
        for (session, invite) in std::mem::take(&mut desk.invites) {
            let _ = invite.sdp().map(|sdp| Description::parse(&sdp, Srtp::Taken));
            desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
            desk.command(Command::Bye { session, reason: None });
        }
        for (pending, request) in std::mem::take(&mut desk.requests) {
            desk.command(Command::Respond { pending, response: Box::new(Response::to(&request, 200)) });
        }
        desk.said();
        desk.events.clear();
    }

    /// The next call goes through, whatever has come.
    fn assert_call(&mut self, about: &dyn Fn() -> String) {
        let (number, desk) = (self.cases, &mut self.desk);
        let call = |text: String| text.replace("call-1", &format!("sound-{number}"));
        desk.get(&call(peer_says("INVITE", &format!("s{number}"), 1, None, "", OFFER)));
        let session = desk.invites.pop().unwrap_or_else(|| panic!("no call after {}", about())).0;
        desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
        let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
        desk.get(&call(peer_says("ACK", &format!("a{number}"), 1, Some(&tag), "", "")));
        desk.get(&call(peer_says("BYE", &format!("e{number}"), 2, Some(&tag), "", "")));
        assert_eq!(desk.session_words(), ["acknowledged", "ended ByeReceived"], "{}", about());
        desk.said();
    }

    /// A call of theirs goes through, and nothing is left of all that came before.
    fn assert_sound(&mut self, class: &str) {
        let desk = &mut self.desk;
        desk.get(&peer_says("INVITE", "sound", 1, None, "", OFFER));
        let session = desk.invites.first().unwrap_or_else(|| panic!("no call after {class}")).0;
        desk.invites.clear();
        desk.command(Command::Answer { session, sdp: Bytes::from_static(OFFER.as_bytes()) });
        let tag = desk.response().to_address().unwrap().tag().unwrap().to_owned();
        desk.get(&peer_says("ACK", "sound-ack", 1, Some(&tag), "", ""));
        desk.events.clear();
        desk.get(&peer_says("BYE", "sound-bye", 2, Some(&tag), "", ""));
        assert_eq!(desk.session_words(), ["ended ByeReceived"], "{class}");
        desk.assert_empty();
        desk.said();
        desk.events.clear();
    }
}

#[test]
fn every_field_of_an_invite_bears_every_class() {
    let pieces = pieces(INVITE);
    let mut trial = Trial::new();
    trial.desk.get(&String::from_utf8(filled(&pieces, usize::MAX, b"")).unwrap());
    assert_eq!(trial.desk.invites.len(), 1, "the template is a sound call");
    trial.own();
    for (class, values) in classes() {
        for (at, _) in pieces.iter().enumerate().filter(|(_, piece)| piece.0.is_some()) {
            for value in &values {
                trial.give(&filled(&pieces, at, value));
                trial.assert_call(&|| {
                    format!("{class} in {:?}: {:?}", pieces[at].0, Bytes::copy_from_slice(value))
                });
            }
        }
        trial.assert_sound(class);
    }
    assert!(trial.cases > 15_000, "{}", trial.cases);
}

#[test]
fn every_field_of_an_answer_bears_every_class() {
    let pieces = pieces(ANSWER);
    let mut trial = Trial::new();
    for (class, values) in classes() {
        for (at, _) in pieces.iter().enumerate().filter(|(_, piece)| piece.0.is_some()) {
            for value in &values {
                let invite = trial.desk.call();
                let message = filled(&pieces, at, value);
                let message = replaced(&message, "BRANCH", invite.via().unwrap().branch().unwrap());
                let message = replaced(&message, "FROM", invite.header(&HeaderName::From).unwrap());
                let message = replaced(&message, "CALL", invite.call_id());
                trial.give(&message);
                trial.desk.command(Command::Bye { session: OUT, reason: None });
                let ringing = peer_answers(&invite, 180, "peer", "");
                trial.desk.get(&ringing);
                trial.desk.get(&peer_answers(&invite, 487, "peer", ""));
                trial.desk.said();
                trial.desk.events.clear();
                assert_eq!(trial.desk.core.sessions(), 0, "{class}: {}", String::from_utf8_lossy(&message));
            }
        }
        trial.assert_sound(class);
    }
    assert!(trial.cases > 5_000, "{}", trial.cases);
}

/// Fields that are missing, repeated, in another order; messages that are cut off anywhere.
#[test]
fn lines_may_be_missing_repeated_moved_and_cut() {
    let whole = filled(&pieces(INVITE), usize::MAX, b"");
    let text = String::from_utf8(whole.clone()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let lines: Vec<&str> = head.split("\r\n").collect();
    let mut trial = Trial::new();
    let with = |lines: &[&str]| format!("{}\r\n\r\n{body}", lines.join("\r\n")).into_bytes();
    for at in 0..lines.len() {
        let mut missing = lines.clone();
        missing.remove(at);
        trial.give(&with(&missing));
        for times in [2, 3, 100, 1000] {
            let mut repeated = lines.clone();
            repeated.splice(at..at, vec![lines[at]; times - 1]);
            trial.give(&with(&repeated));
        }
        let mut moved = lines.clone();
        moved.rotate_left(at);
        trial.give(&with(&moved));
        let mut folded = lines.clone();
        let joined = lines[at].replace(' ', "\r\n  ");
        folded[at] = &joined;
        trial.give(&with(&folded));
    }
    trial.assert_sound("lines");
    for end in 0..whole.len() {
        trial.give(&whole[..end]);
        trial.give(&whole[end..]);
    }
    trial.assert_sound("cut");
}
