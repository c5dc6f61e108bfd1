//! The lamp on its odd days: put out by the menu, and told to a phone that takes its time.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Imap, Phone, speech};
use serde_json::json;

const VOICE: &str = "From: <+493044400009@outside.example>\r\nMessage-Context: voice-message\r\n\
                     Content-Type: audio/wav\r\n\r\nno sound is needed\r\n";

#[test]
fn the_menu_puts_the_lamp_out_for_those_who_want_it_and_only_what_comes_later_lights_it() {
    // Set beforehand: nothing tells when a running server knows a setting.
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    demo.set("mwi.reset", "menu", demo.person(1));
    assert_eq!(demo.stop(), 0);
    let demo = Demo::start_at(folder.path());
    let owner = demo.person(1);
    let mut phone = Phone::subscribe(&demo, owner);
    let (new, old) = phone.lamp();
    assert_eq!(new, 0, "the first four people have no new messages");
    phone.tell(json!({"do": "dnd"}));
    Caller::leave(&demo, owner, "+493044400001", &speech(3000));
    phone.lamp_shows(1, old);

    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{}#", owner.pin));
    phone.lamp_shows(0, old + 1);
    phone.hang_up(calling);
    phone.ends(calling);
    let mut imap = Imap::open(&demo, owner);
    assert!(imap.new_voice_message().is_new(), "the message itself is as new as before");

    Caller::leave(&demo, owner, "+493044400002", &speech(3000));
    phone.lamp_shows(1, old + 1);
}

#[test]
fn a_phone_that_takes_its_time_is_told_one_lamp_after_the_other_and_the_newest_last() {
    let demo = Demo::start();
    let owner = demo.person(1);
    let mut imap = Imap::open(&demo, owner);
    // They have not subscribed: nothing but their order tells a phone which of two lamps is the newer one. The second
    // one is told at the same time, and shows that the server has done so.
    let mut phone = Phone::register(&demo, owner);
    let (new, old) = phone.lamp();
    let mut witness = Phone::register(&demo, owner);
    assert_eq!((witness.lamp(), phone.lamp()), ((new, old), (new, old)), "told at each registration");
    phone.signal("STOP");
    let mut another = |count: u32| {
        assert_eq!(imap.append(VOICE), "OK");
        assert_eq!(witness.lamp(), (new + count, old), "the other phone is told each");
    };
    (1..=4).for_each(&mut another);
    phone.signal("CONT");
    assert_eq!(phone.lamp(), (new + 1, old), "what was under way when the phone stopped");
    assert_eq!(phone.lamp(), (new + 4, old), "and then only the newest");
    another(5);
    assert_eq!(phone.lamp(), (new + 5, old), "with nothing between");
}
