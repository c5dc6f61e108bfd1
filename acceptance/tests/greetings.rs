//! Callers hear the greeting that its owner has recorded by telephone or brought by REST, for the presence that holds.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Person, Phone, Speaks, tone, write_wav};
use serde_json::json;
use std::time::Duration;

const CALLER: &str = "+493044400001";
/// Greetings that are recognised by it.
const EVERYDAY_HERTZ: f64 = 900.0;
const HOME_HERTZ: f64 = 600.0;
const GREETING_MILLISECONDS: u32 = 2000;

/// For how long a caller hears each of the two before the tone, in milliseconds.
fn greeted(demo: &Demo, owner: &Person) -> [u64; 2] {
    let mut caller = Caller::new(demo, CALLER);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    let end = caller.wait_for_tone();
    caller.hang_up();
    let heard = caller.heard(0, end);
    [EVERYDAY_HERTZ, HOME_HERTZ].map(|hertz| heard.milliseconds_of(hertz))
}

fn is_played(milliseconds: u64) -> bool {
    milliseconds.abs_diff(GREETING_MILLISECONDS.into()) < 400
}

#[test]
fn callers_hear_what_was_recorded_by_telephone_and_by_rest_for_the_presence_that_holds() {
    let demo = Demo::start();
    let owner = demo.person(0);
    demo.set("greeting.alternative", "false", owner);

    // By telephone, from outside: the settings, greetings, of a presence, the everyday one, record; and keep.
    let mut telephone = Caller::new(&demo, owner.extension.as_str());
    assert_eq!(telephone.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    telephone.press(&format!("{}#{}#92112", owner.extension, owner.pin));
    telephone.wait_for_tone();
    telephone.say(&tone(EVERYDAY_HERTZ, GREETING_MILLISECONDS));
    telephone.wait_until_said();
    telephone.press("#");
    // What can be done with it is said once it is safe.
    telephone.wait_for_words(telephone.wait_until_said());
    telephone.press("2");
    let desk = Desk::sign_in(&demo, owner);
    acceptance::eventually("the greeting is kept", || {
        let greetings = desk.get("/api/v1/me/greetings").json();
        greetings.as_array()?.iter().any(|greeting| greeting["situation"] == "no-answer").then_some(())
    });
    telephone.hang_up();
    let [everyday, home] = greeted(&demo, owner);
    assert!(is_played(everyday) && home == 0, "{everyday} ms, {home} ms");

    // By REST: another one for being at home, which holds from the next call on.
    let wav = demo.folder().join("home.wav");
    write_wav(&wav, &tone(HOME_HERTZ, GREETING_MILLISECONDS));
    desk.put_greeting("presence:home", &owner.language, &wav);
    assert!(is_played(greeted(&demo, owner)[0]), "it does not hold yet");
    assert_eq!(desk.send("PUT", "/api/v1/me/presence", Some(&json!({"state": "home"}))).status, 204);
    let [everyday, home] = greeted(&demo, owner);
    assert!(is_played(home) && everyday == 0, "{everyday} ms, {home} ms");

    // The list of calls says why.
    acceptance::eventually("the last call's reason", || {
        let calls = desk.calls();
        let greeting = &calls.first()?["reason"]["greeting"];
        (greeting["occasion"] == "presence" && greeting["presence"] == "home").then_some(())
    });
}

#[test]
fn the_house_calls_whoever_wants_to_record_and_says_how_it_went() {
    let demo = Demo::start();
    let owner = demo.person(0);
    demo.set("greeting.longest_seconds", "3", owner);
    let desk = Desk::sign_in(&demo, owner);
    let begin = || {
        let begun = desk.send("POST", "/api/v1/me/greetings/no-answer/call", None);
        assert_eq!(begun.status, 202);
        begun.json()["id"].as_str().expect("an id").to_owned()
    };
    let ends_as = |id: &str, stage: &str| {
        let path = format!("/api/v1/me/house-calls/{id}");
        acceptance::eventually(stage, || (desk.get(&path).json()["stage"] == stage).then_some(()));
    };
    let said = demo.folder().join("said.wav");
    write_wav(&said, &tone(EVERYDAY_HERTZ, 10_000));
    let mut phone = Phone::register(&demo, owner);

    // Whoever hangs up while recording keeps what was there: nothing.
    let left = begin();
    let ringing = phone.rings();
    phone.tell(json!({"do": "answer", "call": ringing}));
    phone.talks(ringing);
    assert_eq!(desk.send("POST", "/api/v1/me/greetings/busy/call", None).status, 409);
    phone.hang_up(ringing);
    ends_as(&left, "not-kept");
    assert!(desk.get("/api/v1/me/greetings").json().as_array().is_some_and(Vec::is_empty));

    let kept = begin();
    let ringing = phone.rings();
    phone.tell(json!({"do": "answer", "call": ringing, "play": said, "loop": true}));
    phone.talks(ringing);
    ends_as(&kept, "talking");
    // The limit ends the recording. `2` has a use only after it, when it keeps what was recorded.
    acceptance::eventually("it is recorded and kept", || {
        phone.keys(ringing, "2");
        std::thread::sleep(Duration::from_secs(1));
        let greetings = desk.get("/api/v1/me/greetings").json();
        greetings.as_array()?.iter().any(|greeting| greeting["situation"] == "no-answer").then_some(())
    });
    phone.ends(ringing);
    ends_as(&kept, "kept");
}
