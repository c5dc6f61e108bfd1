//! What calls may be asked while they stand, by SIPp and PJSIP: session timers, UPDATE, PRACK, transfers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Phone, Scenario};
use serde_json::json;
use std::time::Duration;

/// Longer than RFC 3261's 32 s after which an unanswered request is given up.
const FREE_AGAIN: Duration = Duration::from_secs(50);

fn succeeds(demo: &Demo, name: &str) {
    for transport in ["u1", "t1"] {
        Scenario::of(name)
            .with(&["-s", "202", "-m", "1", "-t", transport])
            .key("from", "+4930900001")
            .succeeds(demo);
    }
}

#[test]
fn a_session_timer_is_agreed_on_and_refreshed() {
    let demo = Demo::start();
    succeeds(&demo, "timer");
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn hold_and_resume_go_by_update_too() {
    let demo = Demo::start();
    succeeds(&demo, "update");
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn provisional_responses_are_reliable_to_who_needs_it() {
    let demo = Demo::start();
    let person = demo.person(2);
    let mut phone = Phone::register(&demo, person);
    let answering =
        Scenario::of("prack").with(&["-s", &person.extension, "-m", "1"]).key("from", "+4930900001");
    std::thread::scope(|scope| {
        let run = scope.spawn(|| answering.run(&demo));
        let call = phone.rings();
        std::thread::sleep(Duration::from_secs(3));
        phone.tell(json!({"do": "answer", "call": call}));
        let ran = run.join().unwrap();
        assert!(ran.is_success, "{}", ran.words);
    });
    demo.all_is_free_within(FREE_AGAIN);
}

/// The called person sends the caller on, and is out of it; the two others talk, and the journal has both parts.
#[test]
fn a_call_is_transferred_to_a_colleague() {
    let demo = Demo::start();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [caller, called, third] = &mut phones;
    let (outgoing, incoming) = caller.talks_with(&demo, called, &ben.extension);
    called.transfer(&demo, incoming, &chris.extension);
    let rung = third.rings();
    third.tell(json!({"do": "answer", "call": rung}));
    third.talks(rung);
    assert_eq!(called.transferred(incoming), 200);
    called.ends(incoming);
    third.hang_up(rung);
    caller.ends(outgoing);
    demo.all_is_free_within(FREE_AGAIN);
    let calls = Desk::sign_in(&demo, chris).calls();
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0]["outcome"], "answered", "{calls:?}");
}

/// The caller sends the called person on to somebody who declines: both talk on, and the caller is told why.
#[test]
fn a_transfer_that_fails_leaves_both_where_they_were() {
    let demo = Demo::start();
    let (anna, ben, chris) = (demo.person(0), demo.person(1), demo.person(2));
    let mut phones = [anna, ben, chris].map(|person| Phone::register(&demo, person));
    let [caller, called, third] = &mut phones;
    let (outgoing, incoming) = caller.talks_with(&demo, called, &ben.extension);
    caller.transfer(&demo, outgoing, &chris.extension);
    let rung = third.rings();
    third.tell(json!({"do": "hangup", "call": rung, "code": 603}));
    assert_eq!(caller.transferred(outgoing), 603);
    caller.transfer(&demo, outgoing, "999");
    assert_eq!(caller.transferred(outgoing), 404);
    assert_eq!(demo.metric("switchroom_calls"), 1.0);
    caller.hang_up(outgoing);
    called.ends(incoming);
    demo.all_is_free_within(FREE_AGAIN);
}
