//! Lines that say by tones what others say by signalling: PJSIP as a gateway to the telephone network.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Imap, Phone, Scenario, eventually, silence, speech, tone, write_wav};
use serde_json::{Value, json};
use std::net::UdpSocket;
use std::path::PathBuf;
use std::time::Duration;

const SAID_MS: u32 = 3000;
/// German busy tone (ITU-T E.180 supplement 2).
const BUSY_HERTZ: f64 = 425.0;
const BUSY_MS: u32 = 480;

/// A gateway whose far ends never say BYE.
struct Gateway {
    desk: Desk,
    phone: Phone,
    trunk: String,
}

impl Gateway {
    fn of(demo: &Demo) -> Gateway {
        let desk = Desk::sign_in_as_administrator(demo);
        let phone = Phone::stranger(demo);
        let terms = json!({
            "server": format!("sip:{}", phone.address()), "networks": ["127.0.0.1/32"], "direct": ["+4930123:10-999"],
            "pingSeconds": 0, "hangsUpByTone": true,
        });
        let reply = desk.send(
            "POST",
            "/api/v1/trunks",
            Some(&json!({"name": "gateway", "terms": terms, "secret": ""})),
        );
        assert_eq!(reply.status, 201, "{}", reply.text());
        let trunk = reply.json()["id"].as_str().expect("an id").to_owned();
        let routes = json!([{"prefix": "+", "trunks": [trunk]}]);
        assert_eq!(desk.send("PUT", "/api/v1/trunk-routes", Some(&routes)).status, 204);
        Gateway { desk, phone, trunk }
    }

    fn has_no_call(&self) {
        eventually("a free channel", || {
            let trunks = self.desk.get("/api/v1/trunks").json();
            let state = &trunks["items"]
                .as_array()
                .expect("a list")
                .iter()
                .find(|trunk| trunk["id"] == *self.trunk)?["state"];
            (state["calls"] == 0).then_some(())
        });
    }

    fn plays(&mut self, call: u64, file: &PathBuf) {
        self.phone.tell(json!({"do": "play", "call": call, "path": file}));
    }
}

/// Sound, and then the busy tone of somebody who has hung up, for longer than anybody has to hear it.
fn then_busy(demo: &Demo, name: &str, said: &[i16]) -> PathBuf {
    let path = demo.folder().join(format!("{name}.wav"));
    let busy = [tone(BUSY_HERTZ, BUSY_MS), silence(BUSY_MS)].concat().repeat(20);
    write_wav(&path, &[said, &busy].concat());
    path
}

#[test]
fn busy_tone_ends_a_message_without_being_part_of_it() {
    let demo = Demo::start();
    let mut gateway = Gateway::of(&demo);
    let ben = demo.person(1);
    let mut imap = Imap::open(&demo, ben);
    let file = then_busy(&demo, "message", &[speech(SAID_MS), silence(300)].concat());

    let call = gateway.phone.call(&demo, "+4930123202", json!({}));
    gateway.phone.talks(call);
    gateway.phone.keys(call, "0");
    // The tone sounds meanwhile; what is silent in the message is none of its matter.
    std::thread::sleep(Duration::from_secs(1));
    gateway.plays(call, &file);
    gateway.phone.ends(call);
    gateway.has_no_call();
    let message = imap.new_voice_message().sound();
    assert!(
        message.loud_milliseconds() >= u64::from(SAID_MS) - 100,
        "{} ms were said",
        message.loud_milliseconds()
    );
    assert!(message.milliseconds_of(BUSY_HERTZ) <= 60, "{} ms of tone", message.milliseconds_of(BUSY_HERTZ));

    // Who has said nothing has left no message, whatever the line says; a conversation ends in the same way.
    let call = gateway.phone.call(&demo, "+4930123202", json!({"play": then_busy(&demo, "nothing", &[])}));
    gateway.phone.ends(call);
    let mut bens = Phone::register(&demo, ben);
    let call = gateway.phone.call(&demo, "+4930123202", json!({"play": file}));
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing}));
    gateway.phone.talks(call);
    bens.ends(ringing);
    gateway.phone.ends(call);
    gateway.has_no_call();
    assert_eq!(imap.voice_messages().iter().filter(|mail| mail.is_new()).count(), 1);
    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn busy_tone_instead_of_an_answer_is_busy() {
    let demo = Demo::start();
    let mut gateway = Gateway::of(&demo);
    let ben = demo.person(1);
    let mut bens = Phone::register(&demo, ben);
    let busy = then_busy(&demo, "busy", &[]);
    for (code, status) in [(183, 486), (200, 200)] {
        let calling = bens.call(&demo, "040555123", json!({}));
        let came = |event: &Value| event["call"].as_u64();
        let incoming = gateway.phone.wait("incoming", |event| came(event).is_some());
        let ringing = came(&incoming).expect("a call");
        gateway.phone.tell(json!({"do": "answer", "call": ringing, "code": code, "play": busy}));
        assert_eq!(bens.ends(calling), status, "{code}");
        gateway.phone.ends(ringing);
        gateway.has_no_call();
    }
    let calls = Desk::sign_in(&demo, ben).calls_once_there_are(2);
    for call in &calls {
        assert_eq!(call["outcome"], "busy", "{call}");
    }
    demo.all_is_free_within(Duration::from_secs(20));
}

/// The version, the payload type and the payload of a packet without extensions (RFC 3550 §5.1).
fn packet(datagram: &[u8]) -> (u8, u8, &[u8]) {
    (datagram[0] >> 6, datagram[1] & 0x7F, &datagram[12..])
}

#[test]
fn silence_is_described_to_whoever_takes_that() {
    let demo = Demo::start();
    // The greeting is short, so that the recording begins soon.
    let greeting = demo.folder().join("greeting.wav");
    write_wav(&greeting, &speech(1000));
    let ben = demo.person(1);
    Desk::sign_in(&demo, ben).put_greeting("no-answer", "en-GB", &greeting);
    let media = UdpSocket::bind("127.0.0.1:0").unwrap();
    media.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let calling = Scenario::of("comfort_noise")
        .with(&["-s", &ben.extension, "-m", "1", "-d", "6000"])
        .key("from", "+4930900001")
        .key("media", &media.local_addr().unwrap().port().to_string())
        .start(&demo);
    let mut room = [0; 1500];
    let mut sounds = 0;
    let described = std::iter::from_fn(|| {
        let length = media.recv(&mut room).ok()?;
        let (version, kind, payload) = packet(&room[..length]);
        assert_eq!(version, 2);
        sounds += u32::from(kind == 8);
        Some((kind, payload.to_vec()))
    });
    let (_, payload) = described.into_iter().find(|(kind, _)| *kind == 13).expect("a description");
    assert!(sounds > 50, "the greeting went before: {sounds}");
    // One octet: a level of −127 to 0 dBov, of which nobody's silence is above −40 (RFC 3389 §3.1).
    assert!(payload.len() == 1 && (40..=127).contains(&payload[0]), "{payload:?}");
    calling.succeeds();
}
