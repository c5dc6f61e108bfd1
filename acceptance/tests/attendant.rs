//! The attendant from outside: it greets by the hour, sends on by a key or a name, and takes back whom nobody took.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Imap, Person, Phone, Speaks, Words, eventually, speech};
use serde_json::{Value, json};
use std::time::Duration;

/// Open at all hours.
const DAY: &str = "660";
/// Closed at all hours.
const NIGHT: &str = "661";
/// A group whose members have no telephones.
const EMPTY: &str = "662";

fn send(demo: &Demo, path: &str, wanted: &Value) -> Value {
    let reply = Desk::sign_in_as_administrator(demo).send("POST", path, Some(wanted));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()
}

/// Attendants for Ben by day and by night, and a group of nobody.
fn furnish(demo: &Demo, ben: &Person, clara: &Person) {
    send(demo, "/api/v1/groups", &json!({"extension": EMPTY, "name": "Away", "members": [clara.extension]}));
    let menu = json!({
        "name": "day", "says": "welcome", "rounds": 3, "after": "end",
        "keys": [
            {"key": "1", "label": "Ben", "to": {"call": ben.extension}},
            {"key": "2", "label": null, "to": {"call": EMPTY}},
            {"key": "3", "label": null, "to": {"call": "040555123"}},
            {"key": "5", "label": null, "to": "names"},
        ],
    });
    let night = json!({"name": "night", "when": {"hours": ["00:00-24:00"]}, "says": "break", "to": {"voice-mail": ben.extension}});
    let plan = json!({
        "extension": DAY, "name": "Switchboard", "language": "en-GB", "zone": "Europe/London",
        "person": ben.extension, "otherwise": {"menu": "day"}, "menus": [menu],
    });
    send(demo, "/api/v1/attendants", &plan);
    let mut plan = plan;
    (plan["extension"], plan["rules"]) = (json!(NIGHT), json!([night]));
    send(demo, "/api/v1/attendants", &plan);
}

/// A trunk to a telephone far away, for numbers of every kind.
fn trunk_to(demo: &Demo, far: &Phone) {
    let desk = Desk::sign_in_as_administrator(demo);
    let terms = json!({
        "server": format!("sip:{}", far.address()), "networks": ["127.0.0.1/32"], "direct": ["+4930123:10-999"],
        "pingSeconds": 0,
    });
    let wanted = json!({"name": "provider", "terms": terms, "secret": "x"});
    let added = send(demo, "/api/v1/trunks", &wanted);
    let routes = json!([{"prefix": "+", "trunks": [added["id"]]}]);
    assert_eq!(desk.send("PUT", "/api/v1/trunk-routes", Some(&routes)).status, 204);
}

#[test]
fn a_trunks_caller_is_sent_on_by_key_and_comes_back_from_nobody() {
    let demo = Demo::start();
    let (ben, clara) = (demo.person(1), demo.person(2));
    furnish(&demo, ben, clara);
    let mut far = Phone::stranger(&demo);
    trunk_to(&demo, &far);
    let mut bens = Phone::register(&demo, ben);

    // Nobody of the group has a telephone: the caller is back at the menu, and chooses again.
    let calling = far.call(&demo, &format!("+4930123{DAY}"), json!({}));
    far.talks(calling);
    far.keys(calling, "2");
    std::thread::sleep(Duration::from_secs(4));
    far.keys(calling, "1");
    let at_ben = bens.rings();
    bens.tell(json!({"do": "answer", "call": at_ben}));
    bens.talks(at_ben);
    far.hang_up(calling);
    bens.ends(at_ben);
    let row = &Desk::sign_in(&demo, ben).calls_once_there_are(1)[0];
    assert_eq!((row["outcome"].as_str(), row["why"].as_str()), (Some("answered"), Some("answered")), "{row}");

    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn somebody_is_found_by_name_and_who_is_busy_has_voice_mail() {
    let demo = Demo::start();
    let (ben, clara) = (demo.person(1), demo.person(2));
    furnish(&demo, ben, clara);
    let mut bens = Phone::register(&demo, ben);
    // By name: B, E and N lie on 2, 3 and 6.
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(DAY, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press("5");
    caller.wait_for(&Words::of("en-GB", "please-spell-the-first-letters-of-the-name-on-th"));
    caller.press("236#1");
    let at_ben = bens.rings();
    // Who is busy has voice mail, as if called directly.
    bens.tell(json!({"do": "hangup", "call": at_ben, "code": 486}));
    bens.ends(at_ben);
    caller.wait_for_tone();
    caller.hang_up();
    let row = &Desk::sign_in(&demo, ben).calls_once_there_are(1)[0];
    assert!(row["why"].as_str().unwrap().starts_with("busy; "), "{row}");
    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn at_night_callers_hear_so_and_leave_a_message() {
    let demo = Demo::start();
    let (ben, clara) = (demo.person(1), demo.person(2));
    furnish(&demo, ben, clara);
    let before = Desk::sign_in(&demo, ben).messages().len();
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(NIGHT, Speaks::Always), 200);
    caller.wait_for(&Words::of("en-GB", "thank-you-for-calling-we-are-having-a-short-brea"));
    // The greeting comes after the announcement; a key before it counts for nothing.
    caller.wait_for_tone();
    caller.say(&speech(3000));
    caller.wait_until_said();
    caller.hang_up();
    eventually("a message", || (Desk::sign_in(&demo, ben).messages().len() > before).then_some(()));
}

/// Where the greeting puts callers through to is busy: the caller is still there, and leaves a message.
#[test]
fn a_caller_is_put_through_and_comes_back_from_who_is_busy() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let desk = Desk::sign_in(&demo, anna);
    let profile = json!({"takesMessages": true, "transfer": {"number": ben.extension, "on": true}});
    let kept = desk.send("PUT", "/api/v1/me/profiles/office", Some(&profile));
    assert!((200..300).contains(&kept.status), "{}", kept.text());
    demo.set("operator", &ben.extension, anna);
    let mut bens = Phone::register(&demo, ben);
    let before = desk.messages().len();

    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&anna.extension, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press("2");
    let at_ben = bens.rings();
    bens.tell(json!({"do": "hangup", "call": at_ben, "code": 486}));
    bens.ends(at_ben);
    caller.wait_for_tone();
    caller.say(&speech(3000));
    caller.wait_until_said();
    caller.press("#");
    caller.wait_for(&Words::of(&anna.language, "zum-senden-dr-cken-sie-going"));
    caller.press("4#");
    caller.wait_for_end();
    eventually("a message", || (desk.messages().len() > before).then_some(()));
    let mail = Imap::open(&demo, anna).new_voice_message();
    assert_eq!(mail.headers["Importance"].trim(), "high");

    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&anna.extension, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press("9");
    let at_ben = bens.rings();
    bens.tell(json!({"do": "answer", "call": at_ben}));
    bens.talks(at_ben);
    caller.hang_up();
    bens.ends(at_ben);
    assert_eq!(desk.messages().len(), before + 1);
    demo.all_is_free_within(Duration::from_secs(20));
}
