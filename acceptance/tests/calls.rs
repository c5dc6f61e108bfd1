//! Colleagues call each other: registration, ringing, talking, hold, and all the ways in which nobody answers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Heard, Phone, speech, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

/// Speech for a phone to play, in the demo's folder.
fn voice(demo: &Demo, name: &str, milliseconds: u32) -> PathBuf {
    let path = demo.folder().join(format!("{name}.wav"));
    write_wav(&path, &speech(milliseconds));
    path
}

#[test]
fn two_phones_hear_each_other() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register_by_tcp(&demo, ben));
    let said = voice(&demo, "said", 4000);
    let (heard_by_anna, heard_by_ben) = (demo.folder().join("anna.wav"), demo.folder().join("ben.wav"));

    let calling = annas.call(&demo, &ben.extension, json!({"play": said, "record": heard_by_anna}));
    let ringing = bens.rings();
    annas.wait("state", |event| event["call"] == calling && event["code"] == 180);
    bens.tell(json!({"do": "answer", "call": ringing, "play": said, "record": heard_by_ben}));
    annas.talks(calling);
    bens.talks(ringing);
    std::thread::sleep(Duration::from_secs(3));
    annas.hang_up(calling);
    assert_eq!(bens.ends(ringing), 200);
    assert_eq!(annas.ends(calling), 200);

    for heard in [heard_by_anna, heard_by_ben] {
        assert!(Heard::open(&heard).loud_milliseconds() > 1500, "{}", heard.display());
    }
}

#[test]
fn the_called_phone_shows_who_calls() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let incoming = bens.wait("incoming", |_| true);
    let remote = incoming["remote"].as_str().unwrap();
    assert!(remote.contains(&anna.name), "{remote}");
    assert!(remote.contains(&format!("sip:{}@{}", anna.extension, anna.realm())), "{remote}");
    annas.hang_up(calling);
}

#[test]
fn all_devices_ring_and_the_others_are_told_that_one_has_answered() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register(&demo, anna);
    let (mut desk, mut pocket) = (Phone::register(&demo, ben), Phone::register(&demo, ben));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let (at_desk, in_pocket) = (desk.rings(), pocket.rings());
    desk.tell(json!({"do": "answer", "call": at_desk}));
    annas.talks(calling);
    let ended = pocket.wait("state", |event| event["call"] == in_pocket && event["state"] == "DISCONNCTD");
    assert_ne!(ended["code"], 200, "{ended}");
    desk.hang_up(at_desk);
    annas.ends(calling);
}

#[test]
fn hold_plays_a_tone_and_resume_brings_the_voice_back() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let said = voice(&demo, "said", 20_000);
    let calling = annas.call(&demo, &ben.extension, json!({"play": said}));
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(calling);
    bens.talks(ringing);

    annas.tell(json!({"do": "hold", "call": calling}));
    annas.wait("media", |event| event["call"] == calling && event["active"] == false);
    let held = demo.folder().join("held.wav");
    bens.tell(json!({"do": "record", "call": ringing, "path": held}));
    std::thread::sleep(Duration::from_secs(6));
    bens.tell(json!({"do": "stop_recording", "call": ringing}));
    let tone = Heard::open(&held);
    assert!(tone.loud_milliseconds() > 100, "the hold tone is heard");
    assert!(tone.loud_milliseconds() < 4000, "the voice is not heard while held");

    annas.tell(json!({"do": "resume", "call": calling}));
    annas.wait("media", |event| event["call"] == calling && event["active"] == true);
    let resumed = demo.folder().join("resumed.wav");
    bens.tell(json!({"do": "record", "call": ringing, "path": resumed}));
    std::thread::sleep(Duration::from_secs(3));
    annas.hang_up(calling);
    bens.ends(ringing);
    assert!(Heard::open(&resumed).loud_milliseconds() > 1500, "the voice is back");
}

/// Calls Ben, lets `refuse` deal with the ringing, and expects voice mail to answer.
fn goes_to_voice_mail(refuse: impl FnOnce(&mut Phone, u64)) {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let ringing = bens.rings();
    refuse(&mut bens, ringing);
    annas.talks(calling);
    annas.hang_up(calling);
}

#[test]
fn busy_goes_to_voice_mail() {
    goes_to_voice_mail(|phone, call| phone.tell(json!({"do": "hangup", "call": call, "code": 486})));
}

#[test]
fn declined_goes_to_voice_mail() {
    goes_to_voice_mail(|phone, call| phone.tell(json!({"do": "hangup", "call": call, "code": 603})));
}

#[test]
fn nobody_answering_goes_to_voice_mail_after_20_seconds() {
    goes_to_voice_mail(|phone, call| {
        phone.ends(call);
    });
}

#[test]
fn not_registered_goes_to_voice_mail() {
    let demo = Demo::start();
    let mut annas = Phone::register(&demo, demo.person(0));
    let calling = annas.call(&demo, &demo.person(1).extension, json!({}));
    annas.talks(calling);
    annas.hang_up(calling);
}

#[test]
fn an_unregistered_phone_rings_no_more() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    bens.tell(json!({"do": "unregister"}));
    bens.wait("registered", |event| event["expires"] == 0);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    assert!(!bens.seen().iter().any(|event| event["event"] == "incoming"));
    annas.hang_up(calling);
}

#[test]
fn a_number_that_nobody_has_is_answered_404() {
    let demo = Demo::start();
    let mut annas = Phone::register(&demo, demo.person(0));
    let calling = annas.call(&demo, "777", json!({}));
    assert_eq!(annas.ends(calling), 404);
}

#[test]
fn a_wrong_password_registers_nothing() {
    let demo = Demo::start();
    let mut wrong = demo.person(0).clone();
    wrong.sip_password = "wrong".into();
    let mut phone = Phone::unregistered(&demo, &wrong);
    phone.tell(json!({"do": "register", "user": wrong.sip_user, "password": "wrong", "realm": wrong.realm(), "server": demo.page.sip}));
    let answer = phone.wait("registered", |_| true);
    assert!([401, 403].contains(&answer["code"].as_u64().unwrap()), "{answer}");
}

#[test]
fn phones_registered_by_udp_ring_after_a_restart_without_registering_anew() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let (anna, ben) = (demo.person(0).clone(), demo.person(1).clone());
    let mut bens = Phone::register(&demo, &ben);
    assert_eq!(demo.stop(), 0);

    let demo = Demo::start_at(folder.path());
    let mut annas = Phone::register(&demo, &anna);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    bens.rings();
    annas.hang_up(calling);
    annas.ends(calling);
}
