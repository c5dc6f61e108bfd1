//! Calls whose sound is sealed (SRTP), with phones whose SRTP is not ours.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{By, Demo, Heard, Imap, Phone, eventually, speech, write_wav};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

/// Speech for a phone to play, in the demo's folder.
fn voice(demo: &Demo) -> PathBuf {
    let path = demo.folder().join("said.wav");
    write_wav(&path, &speech(60_000));
    path
}

#[test]
fn a_sealed_and_a_plain_phone_hear_each_other() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register_sealed(&demo, anna, By::Tls), Phone::register(&demo, ben));
    let said = voice(&demo);
    // Each calls once: an offer of SRTP that we answer, and one that we make.
    for anna_calls in [true, false] {
        let heard = ["anna", "ben"].map(|name| demo.folder().join(format!("{name}-{anna_calls}.wav")));
        let (caller, called, number) = match anna_calls {
            true => (&mut annas, &mut bens, &ben.extension),
            false => (&mut bens, &mut annas, &anna.extension),
        };
        let calling =
            caller.call(&demo, number, json!({"play": said, "record": heard[usize::from(!anna_calls)]}));
        let ringing = called.rings();
        let record = &heard[usize::from(anna_calls)];
        called.tell(json!({"do": "answer", "call": ringing, "play": said, "record": record}));
        caller.talks(calling);
        called.talks(ringing);
        std::thread::sleep(Duration::from_secs(3));
        caller.hang_up(calling);
        called.ends(ringing);
        caller.ends(calling);
        for heard in heard {
            assert!(Heard::open(&heard).loud_milliseconds() > 1500, "{}", heard.display());
        }
    }
}

#[test]
fn a_sealed_phone_leaves_a_message_and_presses_keys() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register_sealed(&demo, anna, By::Udp);
    let calling = annas.call(&demo, &ben.extension, json!({"play": voice(&demo)}));
    annas.talks(calling);
    // Past the greeting, and the end of the message.
    std::thread::sleep(Duration::from_millis(1500));
    annas.keys(calling, "0");
    std::thread::sleep(Duration::from_secs(4));
    annas.keys(calling, "#");
    annas.ends(calling);
    let mut imap = Imap::open(&demo, ben);
    let milliseconds = imap.new_voice_message().sound().loud_milliseconds();
    assert!((2000..6000).contains(&milliseconds), "{milliseconds} ms of speech");
}

#[test]
fn who_wants_only_sealed_calls_gets_no_others() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    for person in [anna, ben] {
        demo.set("call.srtp", "require", person);
    }
    let (mut plain, mut sealed) = (Phone::register(&demo, anna), Phone::register_sealed(&demo, ben, By::Udp));
    let refused = eventually("the setting", || {
        let calling = plain.call(&demo, &ben.extension, json!({}));
        let status = plain.ends(calling);
        (status == 488).then_some(status)
    });
    assert_eq!(refused, 488);
    // A phone that cannot seal is not rung: its owner's voice mail answers.
    let calling = sealed.call(&demo, &anna.extension, json!({}));
    sealed.talks(calling);
    sealed.hang_up(calling);
    sealed.ends(calling);
    assert!(plain.seen().iter().all(|event| event["event"] != "incoming"));
}
