//! A second stack on the line: baresip registers, calls a PJSIP phone, is called, and leaves a message.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Baresip, Demo, Desk, Heard, Imap, Phone, speech, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

/// Speech of so many milliseconds, in the demo's folder.
fn voice(demo: &Demo, milliseconds: u32) -> PathBuf {
    let path = demo.folder().join(format!("voice-{milliseconds}.wav"));
    write_wav(&path, &speech(milliseconds));
    path
}

/// Both talk for a while; what each has heard is answered.
fn talk(demo: &Demo, transport: &str) -> [Heard; 2] {
    let (anna, ben) = (demo.person(0), demo.person(1));
    let said = voice(demo, 60_000);
    let mut annas = Baresip::register(demo, anna, transport, &said);
    let mut bens = Phone::register(demo, ben);
    let heard = demo.folder().join("heard.wav");
    annas.tell("dial", &format!("sip:{}@{}", ben.extension, ben.realm()));
    let ringing = bens.rings();
    annas.wait("CALL_RINGING");
    bens.tell(json!({"do": "answer", "call": ringing, "play": said, "record": heard}));
    annas.wait("CALL_ESTABLISHED");
    bens.talks(ringing);
    std::thread::sleep(Duration::from_secs(3));
    annas.tell("hangup", "");
    annas.wait("CALL_CLOSED");
    assert_eq!(bens.ends(ringing), 200);
    [annas.heard(), Heard::open(&heard)]
}

#[test]
fn baresip_and_pjsip_hear_each_other_by_udp_tcp_and_tls() {
    let demo = Demo::start();
    for transport in ["udp", "tcp", "tls"] {
        for heard in talk(&demo, transport) {
            assert!(heard.loud_milliseconds() > 1500, "{transport}: {} ms", heard.loud_milliseconds());
        }
    }
}

#[test]
fn pjsip_calls_baresip() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let said = voice(&demo, 60_000);
    let mut annas = Baresip::register(&demo, anna, "udp", &said);
    let mut bens = Phone::register(&demo, ben);
    let heard = demo.folder().join("heard.wav");
    let calling = bens.call(&demo, &anna.extension, json!({"play": said, "record": heard}));
    annas.wait("CALL_INCOMING");
    annas.tell("accept", "");
    bens.talks(calling);
    std::thread::sleep(Duration::from_secs(3));
    bens.hang_up(calling);
    annas.wait("CALL_CLOSED");
    bens.ends(calling);
    assert!(Heard::open(&heard).loud_milliseconds() > 1500);
    assert!(annas.heard().loud_milliseconds() > 1500);
}

#[test]
fn baresip_leaves_a_message() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let greeting = demo.folder().join("greeting.wav");
    write_wav(&greeting, &speech(700));
    Desk::sign_in(&demo, ben).put_greeting("no-answer", "en-GB", &greeting);
    let mut annas = Baresip::register(&demo, anna, "udp", &voice(&demo, 60_000));
    annas.tell("dial", &format!("sip:{}@{}", ben.extension, ben.realm()));
    annas.wait("CALL_ESTABLISHED");
    std::thread::sleep(Duration::from_secs(5));
    annas.tell("hangup", "");
    let mail = Imap::open(&demo, ben).new_voice_message();
    assert!(mail.headers["From"].contains(&anna.name), "{:?}", mail.headers);
    assert!(
        (2000..6000).contains(&mail.sound().loud_milliseconds()),
        "{} ms",
        mail.sound().loud_milliseconds()
    );
}
