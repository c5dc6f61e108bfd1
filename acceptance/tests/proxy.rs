//! Kamailio before the server: phones register, call and are called through it, and leave messages.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Heard, Imap, Kamailio, Phone, speech, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

/// A company that phones know by its proxy alone.
struct Proxied {
    proxy: Kamailio,
    demo: Demo,
}

fn proxied() -> Proxied {
    let mut proxy = Kamailio::prepare();
    let (host, _) = proxy.address.rsplit_once(':').unwrap();
    let mut demo = Demo::start_with(&[
        ("SWITCHROOM_SIP__SERVICE_ROUTE", &proxy.route()),
        ("SWITCHROOM_SIP__PROXIES", &format!("[\"{host}\"]")),
    ]);
    proxy.stand_before(&demo.page.sip);
    demo.page.sip.clone_from(&proxy.address);
    Proxied { proxy, demo }
}

fn voice(demo: &Demo) -> PathBuf {
    let path = demo.folder().join("voice.wav");
    write_wav(&path, &speech(60_000));
    path
}

#[test]
fn phones_behind_a_proxy_call_each_other_through_it() {
    let Proxied { proxy, demo } = proxied();
    let (mut annas, mut bens) =
        (Phone::register(&demo, demo.person(0)), Phone::register(&demo, demo.person(1)));
    let said = voice(&demo);
    let (heard_by_anna, heard_by_ben) = (demo.folder().join("anna.wav"), demo.folder().join("ben.wav"));
    let calling =
        annas.call(&demo, &demo.person(1).extension, json!({"play": said, "record": heard_by_anna}));
    let incoming = bens.wait("incoming", |_| true);
    let ringing = incoming["call"].as_u64().unwrap();
    let text = incoming["text"].as_str().unwrap();
    assert!(text.contains(&format!("Record-Route: <sip:{}", proxy.address)), "{text}");
    bens.tell(json!({"do": "answer", "call": ringing, "play": said, "record": heard_by_ben}));
    annas.talks(calling);
    bens.talks(ringing);
    std::thread::sleep(Duration::from_secs(2));
    // Held and resumed by a re-INVITE, ended by a BYE: both follow the Record-Route.
    annas.tell(json!({"do": "hold", "call": calling}));
    annas.wait("media", |event| event["call"] == calling && event["active"] == false);
    annas.tell(json!({"do": "resume", "call": calling}));
    annas.wait("media", |event| event["call"] == calling && event["active"] == true);
    std::thread::sleep(Duration::from_secs(1));
    bens.hang_up(ringing);
    assert_eq!(annas.ends(calling), 200);
    for heard in [heard_by_anna, heard_by_ben] {
        assert!(Heard::open(&heard).loud_milliseconds() > 1500, "{}", heard.display());
    }
    let passed = proxy.passed();
    for method in ["REGISTER", "INVITE", "ACK", "BYE"] {
        assert!(passed.contains(&format!("passes {method} ")), "{method}: {passed}");
    }
    // The phone sends its INVITE by the route that the answer to its REGISTER has named.
    let by_route = |line: &str| line.contains("passes INVITE") && line.contains(&proxy.route());
    assert!(passed.lines().any(by_route), "{passed}");
    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn a_message_left_through_a_proxy_arrives_and_the_lamp_goes_on() {
    let Proxied { proxy: _proxy, demo } = proxied();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let greeting = demo.folder().join("greeting.wav");
    write_wav(&greeting, &speech(700));
    Desk::sign_in(&demo, ben).put_greeting("no-answer", &ben.language, &greeting);
    let mut annas = Phone::register(&demo, anna);
    let mut bens = Phone::subscribe(&demo, ben);
    let (new, old) = bens.lamp();
    bens.tell(json!({"do": "dnd"}));
    let said = voice(&demo);
    let calling = annas.call(&demo, &ben.extension, json!({"play": said}));
    annas.talks(calling);
    std::thread::sleep(Duration::from_secs(6));
    annas.hang_up(calling);
    annas.ends(calling);
    let mail = Imap::open(&demo, ben).new_voice_message();
    assert!(mail.headers["From"].contains(&anna.name), "{:?}", mail.headers);
    assert!(mail.sound().loud_milliseconds() > 1000);
    bens.lamp_shows(new + 1, old);
}

/// Behind a proxy all are at one address: a scan through it is its own affair, and shuts nobody out.
#[test]
fn a_scan_through_a_proxy_that_is_named_shuts_out_no_phone() {
    let Proxied { proxy, demo } = proxied();
    for number in 0..30 {
        let socket = std::net::UdpSocket::bind("127.0.0.78:0").unwrap();
        let from = socket.local_addr().unwrap();
        let request = format!(
            "REGISTER sip:demo.example SIP/2.0\r\nVia: SIP/2.0/UDP {from};rport;branch=z9hG4bKs{number}\r\nMax-Forwards: 9\r\n\
             From: <sip:n{number}@demo.example>;tag=1\r\nTo: <sip:n{number}@demo.example>\r\nCall-ID: s{number}\r\n\
             CSeq: 1 REGISTER\r\nContact: <sip:x@{from}>\r\nContent-Length: 0\r\n\r\n"
        );
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        socket.send_to(request.as_bytes(), &proxy.address).unwrap();
        let mut room = [0; 4096];
        let length = socket.recv(&mut room).expect("an answer");
        assert!(room[..length].starts_with(b"SIP/2.0 401"), "{}", String::from_utf8_lossy(&room[..length]));
    }
    Phone::register(&demo, demo.person(0));
    assert_eq!(demo.metric("switchroom_sip_unheard_total"), 0.0);
}
