//! Colleagues call each other: registration, ringing, talking, hold, and all the ways in which nobody answers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Heard, Phone, eventually, speech, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};

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
fn all_devices_ring_and_answered_elsewhere_is_no_missed_call() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register(&demo, anna);
    let (mut desk, mut pocket) = (Phone::register(&demo, ben), Phone::register(&demo, ben));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let (at_desk, in_pocket) = (desk.rings(), pocket.rings());
    desk.tell(json!({"do": "answer", "call": at_desk}));
    annas.talks(calling);
    let cancelled = pocket.wait("request", |event| event["call"] == in_pocket && event["method"] == "CANCEL");
    let reason = cancelled["text"].as_str().unwrap().lines().find(|line| line.starts_with("Reason:"));
    assert!(reason.is_some_and(|reason| reason.contains("cause=200")), "{cancelled}");
    assert_ne!(pocket.ends(in_pocket), 200);
    desk.hang_up(at_desk);
    annas.ends(calling);
    let calls =
        eventually("a row", || Some(Desk::sign_in(&demo, ben).calls()).filter(|calls| !calls.is_empty()));
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(
        (&calls[0]["outcome"], &calls[0]["other"]["number"]),
        (&json!("answered"), &json!(anna.extension))
    );
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
    bens.stop_recording(ringing);
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

/// How long a call may outlive a side that vanished: a minute of silence, then a question that nobody answers for the
/// 32 s of RFC 3261 timer B, and something to spare.
const VANISHED_IS_NOTICED: Duration = Duration::from_secs(60 + 32 + 15);

/// One phone dies and leaves a closed port, the other hangs and leaves one that nobody reads.
#[test]
fn a_phone_that_vanishes_while_talking_frees_the_call_and_the_other_side() {
    let demo = Demo::start();
    let said = voice(&demo, "said", 4000);
    let talking = [(0, 1, "KILL"), (2, 3, "STOP")].map(|(here, there, signal)| {
        let (stays, goes) = (demo.person(here), demo.person(there));
        let (mut stays, mut goes) = (Phone::register(&demo, stays), Phone::register(&demo, goes));
        let calling = stays.call(&demo, &demo.person(there).extension, json!({"play": said}));
        let ringing = goes.rings();
        goes.tell(json!({"do": "answer", "call": ringing, "play": said}));
        stays.talks(calling);
        goes.talks(ringing);
        (stays, calling, goes, signal)
    });
    assert_eq!(demo.metric("switchroom_calls"), 2.0);
    for (_, _, goes, signal) in &talking {
        goes.signal(signal);
    }
    let gone = Instant::now();
    demo.all_is_free_within(VANISHED_IS_NOTICED);
    assert!(gone.elapsed() > Duration::from_secs(60), "a phone that is only silent is not cut off at once");
    for (mut stays, calling, _, signal) in talking {
        assert_eq!(stays.ends(calling), 200, "{signal}");
    }
    let calls = Desk::sign_in(&demo, demo.person(1)).calls();
    assert_eq!(calls[0]["outcome"], "answered", "{calls:?}");
}

/// Busy, declined, rung out, no phone, a phone that is no more: each time voice mail answers, and the journal says why.
#[test]
fn who_does_not_take_the_call_has_voice_mail_do_it() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register(&demo, anna);
    let mut expected = Vec::new();
    let mut voice_mail_answers = |annas: &mut Phone, why: &'static str, refuse: &mut dyn FnMut()| {
        let calling = annas.call(&demo, &ben.extension, json!({}));
        refuse();
        annas.talks(calling);
        annas.hang_up(calling);
        annas.ends(calling);
        expected.insert(0, why);
    };
    voice_mail_answers(&mut annas, "not registered", &mut || {});
    let mut bens = Phone::register(&demo, ben);
    for (code, why) in [(486, "busy"), (603, "declined")] {
        voice_mail_answers(&mut annas, why, &mut || {
            let ringing = bens.rings();
            bens.tell(json!({"do": "hangup", "call": ringing, "code": code}));
        });
    }
    voice_mail_answers(&mut annas, "no answer", &mut || {
        let ringing = bens.rings();
        bens.ends(ringing);
    });
    bens.tell(json!({"do": "unregister"}));
    bens.wait("registered", |event| event["expires"] == 0);
    voice_mail_answers(&mut annas, "not registered", &mut || {});
    assert!(!bens.seen().iter().any(|event| event["event"] == "incoming"));

    let desk = Desk::sign_in(&demo, ben);
    let calls =
        eventually("a row for each", || Some(desk.calls()).filter(|calls| calls.len() == expected.len()));
    for (call, why) in calls.iter().zip(&expected) {
        assert!(call["why"].as_str().is_some_and(|words| words.starts_with(why)), "{why}: {call}");
        assert_eq!(call["outcome"], "missed");
    }
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
    let (user, realm) = (&wrong.sip_user, wrong.realm());
    phone.tell(
        json!({"do": "register", "user": user, "password": "wrong", "realm": realm, "server": demo.page.sip}),
    );
    let answer = phone.wait("registered", |_| true);
    assert!([401, 403].contains(&answer["code"].as_u64().unwrap()), "{answer}");
}

#[test]
fn after_a_restart_phones_on_udp_ring_and_those_on_tcp_have_voice_mail_until_they_are_back() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let (anna, ben, clara) = (demo.person(0).clone(), demo.person(1).clone(), demo.person(2).clone());
    let mut bens = Phone::register(&demo, &ben);
    // Gone before the restart, so that it cannot come back.
    drop(Phone::register_by_tcp(&demo, &clara));
    assert_eq!(demo.stop(), 0);

    let demo = Demo::start_at(folder.path());
    let mut annas = Phone::register(&demo, &anna);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    bens.rings();
    annas.hang_up(calling);
    annas.ends(calling);

    let calling = annas.call(&demo, &clara.extension, json!({}));
    annas.talks(calling);
    annas.hang_up(calling);
    let desk = Desk::sign_in(&demo, &clara);
    let calls = eventually("a row", || Some(desk.calls()).filter(|calls| !calls.is_empty()));
    assert!(calls[0]["why"].as_str().unwrap().starts_with("not registered"), "{calls:?}");
    let mut claras = Phone::register_by_tcp(&demo, &clara);
    let calling = annas.call(&demo, &clara.extension, json!({}));
    claras.rings();
    annas.hang_up(calling);
}
