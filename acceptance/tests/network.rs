//! Phones on the network: a server that listens on an address of its own, and phones that reach it over a wire.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{By, Demo, Desk, FarNetwork, Heard, Imap, Phone, speech, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

fn voice(demo: &Demo) -> PathBuf {
    let path = demo.folder().join("voice.wav");
    write_wav(&path, &speech(60_000));
    path
}

/// On one address, and on all of them with one that phones are told.
fn demos(far: &FarNetwork) -> [Demo; 2] {
    [&["--listen", far.here()][..], &["--listen", "0.0.0.0", "--public", far.here()]].map(Demo::start_as)
}

/// The sound comes from where the server says, and that is where the phone has found it.
fn is_heard_from_where_it_was_found(far: &FarNetwork, phone: &mut Phone, call: u64) {
    let (told, heard) = phone.sources(call);
    assert_eq!(told.ip().to_string(), far.here());
    assert_eq!(heard, told);
}

#[test]
fn a_phone_on_the_network_registers_and_leaves_a_message_for_a_colleague() {
    let Some(far) = FarNetwork::lay() else { return };
    for demo in demos(&far) {
        let (anna, ben) = (demo.person(0), demo.person(1));
        let greeting = demo.folder().join("greeting.wav");
        write_wav(&greeting, &speech(700));
        Desk::sign_in(&demo, ben).put_greeting("no-answer", "en-GB", &greeting);
        let (said, heard) = (voice(&demo), demo.folder().join("heard.wav"));
        let mut annas = Phone::register_from(&far, &demo, anna, By::Udp);
        let calling = annas.call(&demo, &ben.extension, json!({"play": said, "record": heard}));
        annas.talks(calling);
        std::thread::sleep(Duration::from_secs(5));
        is_heard_from_where_it_was_found(&far, &mut annas, calling);
        annas.hang_up(calling);
        annas.ends(calling);

        let mail = Imap::open(&demo, ben).new_voice_message();
        assert!(mail.headers["From"].contains(&anna.name), "{:?}", mail.headers);
        let loud = mail.sound().loud_milliseconds();
        assert!((2000..6000).contains(&loud), "{loud} ms");
        assert!(Heard::open(&heard).loud_milliseconds() > 500, "greeting and tone are heard");
    }
}

#[test]
fn phones_on_the_network_call_each_other() {
    let Some(far) = FarNetwork::lay() else { return };
    for demo in demos(&far) {
        let (anna, ben) = (demo.person(0), demo.person(1));
        let mut annas = Phone::register_from(&far, &demo, anna, By::Tcp);
        let mut bens = Phone::register_from(&far, &demo, ben, By::Udp);
        let said = voice(&demo);
        let (heard_by_anna, heard_by_ben) = (demo.folder().join("anna.wav"), demo.folder().join("ben.wav"));
        let calling = annas.call(&demo, &ben.extension, json!({"play": said, "record": heard_by_anna}));
        let ringing = bens.rings();
        bens.tell(json!({"do": "answer", "call": ringing, "play": said, "record": heard_by_ben}));
        annas.talks(calling);
        bens.talks(ringing);
        std::thread::sleep(Duration::from_secs(3));
        is_heard_from_where_it_was_found(&far, &mut annas, calling);
        is_heard_from_where_it_was_found(&far, &mut bens, ringing);
        annas.hang_up(calling);
        assert_eq!(bens.ends(ringing), 200);
        for heard in [heard_by_anna, heard_by_ben] {
            assert!(Heard::open(&heard).loud_milliseconds() > 1500, "{}", heard.display());
        }
    }
}

/// The public address here leads nowhere: who is told it hears nothing.
#[test]
fn a_phone_on_this_machine_is_told_this_machine_and_not_the_public_address() {
    let mut demo = Demo::start_as(&["--listen", "0.0.0.0", "--public", "203.0.113.7"]);
    let (public, port) = demo.page.sip.rsplit_once(':').unwrap();
    assert_eq!(public, "203.0.113.7");
    demo.page.sip = format!("127.0.0.1:{port}");
    let mut annas = Phone::register(&demo, demo.person(0));
    let mut bens = Phone::register(&demo, demo.person(1));
    let (said, heard) = (voice(&demo), demo.folder().join("heard.wav"));
    let calling = annas.call(&demo, &demo.person(1).extension, json!({"play": said, "record": heard}));
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing, "play": said}));
    annas.talks(calling);
    bens.talks(ringing);
    std::thread::sleep(Duration::from_secs(2));
    for (phone, call) in [(&mut annas, calling), (&mut bens, ringing)] {
        let (told, heard) = phone.sources(call);
        assert!(told.ip().is_loopback() && told == heard, "told {told}, heard {heard}");
    }
    annas.hang_up(calling);
    assert_eq!(bens.ends(ringing), 200);
    assert!(Heard::open(&heard).loud_milliseconds() > 800);
}
