//! PINs guessed over many boxes: each box has its lock, and so has the one who guesses.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Imap, Person, Phone, Speaks, Words, eventually};
use serde_json::json;
use std::thread;

/// Calls of five wrong PINs each make twenty, all that a caller has in an hour.
const CALLS: usize = 4;
const TRIES_IN_A_CALL: usize = 5;

/// One wrong PIN at each of five boxes; the server ends the call.
fn guess(demo: &Demo, call: usize) {
    let mut caller = Caller::new(demo, &format!("+49304440000{call}"));
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.wait_for_sound();
    for index in 0..TRIES_IN_A_CALL {
        if index > 0 {
            caller.wait_for_words(caller.wait_until_said());
        }
        caller.press(&format!("{}#113574#", 500 + call * TRIES_IN_A_CALL + index));
    }
    caller.wait_for_end();
}

#[test]
fn who_walks_from_box_to_box_is_locked_out_after_twenty_wrong_pins() {
    let demo = Demo::start();
    thread::scope(|scope| {
        for call in 0..CALLS {
            let demo = &demo;
            scope.spawn(move || guess(demo, call));
        }
    });

    // Under another number, and with a right PIN.
    let owner = demo.person(4);
    let mut caller = Caller::new(&demo, "+493044400009");
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press(&format!("{}#{}#", owner.extension, owner.pin));
    caller.wait_for(&Words::of("en-GB", "access-to-this-mailbox-is-closed-for-a-while-ple-final"));
    caller.wait_for_end();

    // The owner's own phone opens the box as ever.
    let mut imap = Imap::open(&demo, owner);
    let mut new = || imap.voice_messages().iter().filter(|mail| mail.is_new()).count();
    let before = new();
    let mut phone = Phone::register(&demo, owner);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{}#12", owner.pin));
    eventually("one message is kept", || (new() == before - 1).then_some(()));
}

#[test]
fn no_door_opens_a_mailbox_without_its_password_or_pin() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let mut imap = Imap::open(&demo, owner);
    let new = |imap: &mut Imap| imap.voice_messages().iter().filter(|mail| mail.is_new()).count();
    let before = new(&mut imap);

    let guessed = Person { password: "correct horse".into(), ..owner.clone() };
    assert_eq!(Imap::try_to_log_in(&demo, &guessed), "NO");
    let visitor = Desk::visit(&demo);
    for path in ["me/messages", "me/calls", "me/greetings", "pin-log", "outbox"] {
        assert_eq!(visitor.get(&format!("/api/v1/{path}")).status, 401, "{path}");
    }
    assert_eq!(visitor.try_to_sign_in(&owner.email, &guessed.password).status, 401);

    // Not even from the owner's own phone.
    let mut phone = Phone::register(&demo, owner);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, "000001#12");
    let log = || Desk::sign_in_as_administrator(&demo).get("/api/v1/pin-log?limit=1").json();
    eventually("a wrong PIN is written down", || (log()["items"][0]["what"] == "wrong").then_some(()));
    phone.hang_up(calling);
    assert_eq!(new(&mut imap), before);
}
