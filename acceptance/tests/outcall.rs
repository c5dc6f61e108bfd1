//! Owners are called because messages wait, call on from there, and are reached elsewhere: PJSIP is their other telephone, and a
//! telephone far away.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Person, Phone, Postfix, SMARTHOST, Speaks, eventually, speech, write_wav,
};
use serde_json::json;
use std::time::Duration;

const CALLER: &str = "+493044400001";
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn set(desk: &Desk, key: &str, value: &str) {
    let reply = desk.send("PUT", &format!("/api/v1/me/settings/{key}"), Some(&json!({"value": value})));
    assert_eq!(reply.status, 204, "{key}: {}", reply.text());
}

/// The owner wants to be called there, at any hour, at once, and again after a minute.
fn wants_to_be_called(desk: &Desk, number: &str) {
    for day in DAYS {
        set(desk, &format!("outcall.{day}"), "00:00-24:00");
    }
    set(desk, "outcall.delay_minutes", "0");
    set(desk, "outcall.distance_minutes", "1");
    set(desk, "outcall.numbers", number);
    set(desk, "outcall.on", "true");
}

/// A telephone that is reached by the company's only trunk.
fn far_away(demo: &Demo) -> Phone {
    let far = Phone::stranger(demo);
    let desk = Desk::sign_in_as_administrator(demo);
    let terms =
        json!({"server": format!("sip:{}", far.address()), "networks": ["127.0.0.2/32"], "pingSeconds": 0});
    let trunk =
        desk.send("POST", "/api/v1/trunks", Some(&json!({"name": "up", "terms": terms, "secret": "x"})));
    assert_eq!(trunk.status, 201, "{}", trunk.text());
    let routes = json!([{"prefix": "+", "trunks": [trunk.json()["id"]]}]);
    let reply = desk.send("PUT", "/api/v1/trunk-routes", Some(&routes));
    assert_eq!(reply.status, 204, "{}", reply.text());
    far
}

/// With sound of its own: without any this phone sends no keys in a second call.
fn answers(demo: &Demo, phone: &mut Phone) -> u64 {
    let said = demo.folder().join("said.wav");
    write_wav(&said, &speech(2000));
    let ringing = phone.rings();
    phone.tell(json!({"do": "answer", "call": ringing, "play": said, "loop": true}));
    phone.talks(ringing);
    ringing
}

#[test]
fn an_owner_is_called_again_after_a_call_that_failed_hears_the_message_and_is_called_no_more() {
    let demo = Demo::start();
    let (owner, elsewhere): (&Person, &Person) = (demo.person(1), demo.person(2));
    let mut own = Phone::subscribe(&demo, owner);
    let (new, old) = own.lamp();
    assert_eq!(new, 0, "the first four people have no new messages");
    own.tell(json!({"do": "dnd"}));
    let mut other = Phone::register(&demo, elsewhere);
    let desk = Desk::sign_in(&demo, owner);
    wants_to_be_called(&desk, &elsewhere.extension);

    Caller::leave(&demo, owner, CALLER, &speech(3000));
    // The lamp is lit whatever else is done for the same message.
    own.lamp_shows(1, old);
    let declined = other.rings();
    other.hang_up(declined);
    other.ends(declined);

    std::thread::sleep(Duration::from_secs(50));
    let call = answers(&demo, &mut other);
    other.keys(call, &format!("{}#12", owner.pin));
    own.lamp_shows(0, old + 1);
    other.hang_up(call);
    other.ends(call);
    let calls = eventually("the journal's rows", || {
        let calls = desk.calls();
        calls.iter().any(|call| call["outcome"] == "answered").then_some(calls)
    });
    assert!(calls.iter().any(|call| call["other"]["number"] == demo.page.numbers.mailbox), "{calls:?}");
    // The distance between two calls is over once more, and nothing is new.
    std::thread::sleep(Duration::from_secs(65));
    assert!(!other.seen().iter().any(|event| event["event"] == "incoming"), "{:?}", other.seen());
}

#[test]
fn an_owner_who_is_called_by_a_trunk_calls_on_from_there_within_the_own_limits() {
    let demo = Demo::start();
    let owner = demo.person(1);
    let mut far = far_away(&demo);
    demo.set("menu.call", "true", owner);
    demo.hears_of_what_others_wrote();
    wants_to_be_called(&Desk::sign_in(&demo, owner), "040555123");
    Caller::leave(&demo, owner, CALLER, &speech(3000));

    let first = answers(&demo, &mut far);
    far.keys(first, &format!("{}#8040555999#", owner.pin));
    let second = answers(&demo, &mut far);
    far.hang_up(second);
    far.ends(second);
    // A premium number is beyond what this person may call.
    assert_eq!(demo.metric("switchroom_toll_barred_total{limit=\"class\"}"), 0.0);
    eventually("the menu is there again", || {
        far.keys(first, "80900123456#");
        std::thread::sleep(Duration::from_secs(6));
        (demo.metric("switchroom_toll_barred_total{limit=\"class\"}") > 0.0).then_some(())
    });
    far.hang_up(first);
    far.ends(first);
    demo.all_is_free_within(Duration::from_secs(50));
}

#[test]
fn callers_reach_the_owner_on_the_move_by_the_companys_key_and_calls_are_forwarded_from_outside() {
    let demo = Demo::start();
    let (owner, colleague) = (demo.person(1), demo.person(2));
    demo.set_for_all("reach.key", "5");
    demo.hears_of_what_others_wrote();
    set(&Desk::sign_in(&demo, owner), "reach.number", &colleague.extension);
    let mut colleagues = Phone::register(&demo, colleague);

    // Nobody answers for the owner, who has no telephone here.
    let mut caller = Caller::new(&demo, CALLER);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press("5");
    let reached = answers(&demo, &mut colleagues);
    caller.hang_up();
    colleagues.ends(reached);

    // From an outside line: settings, forwarding, a number.
    let mut telephone = Caller::new(&demo, owner.extension.as_str());
    assert_eq!(telephone.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    telephone.press(&format!("{}#{}#971{}#", owner.extension, owner.pin, colleague.extension));
    eventually("calls are forwarded", || {
        holds(&demo, owner, "forward.always", &colleague.extension).then_some(())
    });
    telephone.hang_up();
    let mut another = Caller::new(&demo, CALLER);
    std::thread::scope(|scope| {
        let calling = scope.spawn(|| another.call(&owner.extension, Speaks::Always));
        answers(&demo, &mut colleagues);
        assert_eq!(calling.join().unwrap(), 200);
    });
    another.hang_up();
}

/// Whether a setting of a person has this value.
fn holds(demo: &Demo, person: &Person, key: &str, value: &str) -> bool {
    let listed = demo.told(&["setting", "list", "--user", &person.email]);
    listed.lines().any(|line| line == format!("{key} = {value}"))
}

/// The line that came for this address since the last look; none yet.
fn line(postfix: &Postfix, to: &str, word: &str) -> Option<String> {
    let to = format!("Delivered-To: {to}");
    let is_it = |mail: &String| mail.contains(&to) && mail.contains(word);
    let mail = postfix.mails().into_iter().find(is_it)?;
    mail.split_once("\n\n").map(|(_, body)| body.trim().to_owned())
}

#[test]
fn for_one_message_the_lamps_are_lit_the_owner_is_called_and_pager_and_mobile_get_a_line_where_the_owner_last_wanted_it()
 {
    let Some(mut postfix) = Postfix::prepare() else { return };
    let folder = tempfile::tempdir().unwrap();
    let authorities = postfix.certificate().display().to_string();
    let demo = Demo::start_at_with(folder.path(), &[("SWITCHROOM_SMTP__AUTHORITIES", authorities.as_str())]);
    demo.set_for_all("smarthost.host", SMARTHOST);
    demo.set_for_all("smarthost.port", &postfix.port.to_string());
    demo.set_for_all("smarthost.sealing", "starttls");
    let people = || (0..4).map(|index| demo.person(index));
    let owner = people().find(|person| person.language.starts_with("en")).unwrap();
    let elsewhere = people().find(|person| person.email != owner.email).unwrap();
    let colleague =
        people().find(|person| ![&owner.email, &elsewhere.email].contains(&&person.email)).unwrap();
    demo.set("mailbox.shared_with", &colleague.extension, owner);
    demo.set("mwi.shared", "true", colleague);
    demo.set_for_all("common.number", "7999");
    demo.hears_of_what_others_wrote();
    postfix.start(&demo);
    let mut own = Phone::subscribe(&demo, owner);
    let (new, old) = own.lamp();
    own.tell(json!({"do": "dnd"}));
    let mut colleagues = Phone::subscribe(&demo, colleague);
    let theirs = colleagues.lamp();
    let mut other = Phone::register(&demo, elsewhere);
    let desk = Desk::sign_in(&demo, owner);
    set(&desk, "notify.pager", "17@home.example");
    set(&desk, "notify.sms", "4917112345@home.example");
    wants_to_be_called(&desk, &elsewhere.extension);

    Caller::leave(&demo, owner, CALLER, &speech(3000));
    own.lamp_shows(new + 1, old);
    colleagues.lamp_shows(theirs.0 + 1, theirs.1);
    let ringing = other.rings();
    other.hang_up(ringing);
    other.ends(ringing);
    for to in ["17@home.example", "4917112345@home.example"] {
        let line = eventually("a line comes", || line(&postfix, to, CALLER));
        assert!(line.starts_with(&format!("Voice message from {CALLER}, 0:0")), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }

    // Another pager, and no calls any more: it holds for what comes next.
    set(&desk, "notify.pager", "18@home.example");
    set(&desk, "outcall.on", "false");
    Caller::leave(&demo, owner, "+493044400002", &speech(3000));
    own.lamp_shows(new + 2, old);
    std::thread::sleep(Duration::from_secs(45));
    for to in ["18@home.example", "4917112345@home.example"] {
        eventually("a line comes", || line(&postfix, to, "+493044400002"));
    }
    let mails = postfix.mails();
    assert_eq!(mails.len(), 4, "each once, and none at the old pager");
    assert!(mails.iter().all(|mail| mail.contains("From: ") && mail.contains("<7999@voice.")), "{mails:?}");
    assert!(!other.seen().iter().any(|event| event["event"] == "incoming"), "{:?}", other.seen());
}
