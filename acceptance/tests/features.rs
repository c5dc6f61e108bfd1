//! What people have done with their calls: forwarded, kept away, and where such calls end.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Heard, Person, Phone, Scenario, eventually, free_address, speech, write_wav};
use serde_json::{Value, json};
use std::time::Duration;

/// Sets settings of people.
fn set(demo: &Demo, settings: &[(&str, &str, &Person)]) {
    for (key, value, person) in settings {
        demo.set(key, value, person);
    }
    demo.hears_of_what_others_wrote();
}

/// The newest row of a person's journal, when there are so many.
fn row(demo: &Demo, person: &Person, rows: usize) -> Value {
    let desk = Desk::sign_in(demo, person);
    eventually("a row", || Some(desk.calls()).filter(|calls| calls.len() == rows))[0].clone()
}

fn why(row: &Value) -> &str {
    row["why"].as_str().expect("a reason")
}

#[test]
fn all_calls_are_forwarded_and_the_phone_that_rings_is_told_by_whom() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    set(&demo, &[("forward.always", &clara.extension, ben)]);
    let (mut annas, mut bens, mut claras) =
        (Phone::register(&demo, anna), Phone::register(&demo, ben), Phone::register(&demo, clara));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let incoming = claras.wait("incoming", |_| true);
    let text = incoming["text"].as_str().unwrap();
    for line in [
        format!("Diversion: <sip:{}@{}>;reason=unconditional;counter=1", ben.extension, ben.realm()),
        format!("History-Info: <sip:{}@{}>;index=1", ben.extension, ben.realm()),
        format!("History-Info: <sip:{}@{};cause=302>;index=1.1;mp=1", clara.extension, ben.realm()),
    ] {
        assert!(text.contains(&line), "{line} in {text}");
    }
    let ringing = incoming["call"].as_u64().unwrap();
    claras.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(calling);
    annas.hang_up(calling);
    claras.ends(ringing);
    assert!(!bens.seen().iter().any(|event| event["event"] == "incoming"), "the forwarded phone rang");
    assert_eq!(why(&row(&demo, ben, 1)), "forwarded always: answered");
}

/// Busy, not answered and not registered each go to a place of their own.
#[test]
fn who_does_not_take_the_call_has_it_forwarded_for_each_reason_elsewhere() {
    let demo = Demo::start();
    let (anna, ben, clara, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    set(
        &demo,
        &[
            ("forward.unreachable", &clara.extension, ben),
            ("forward.busy", &dan.extension, ben),
            ("forward.no_answer", &clara.extension, ben),
            ("ring_seconds", "5", ben),
        ],
    );
    let (mut annas, mut claras, mut dans) =
        (Phone::register(&demo, anna), Phone::register(&demo, clara), Phone::register(&demo, dan));
    let mut taken_by = |other: &mut Phone, rows: usize, reason: &str, refuse: &mut dyn FnMut()| {
        let calling = annas.call(&demo, &ben.extension, json!({}));
        refuse();
        let ringing = other.rings();
        other.tell(json!({"do": "answer", "call": ringing}));
        annas.talks(calling);
        annas.hang_up(calling);
        other.ends(ringing);
        annas.ends(calling);
        assert_eq!(why(&row(&demo, ben, rows)), reason);
    };
    taken_by(&mut claras, 1, "forwarded when not registered: answered", &mut || {});
    let mut bens = Phone::register(&demo, ben);
    for (rows, code) in [(2, 486), (3, 603)] {
        taken_by(&mut dans, rows, "forwarded when busy: answered", &mut || {
            let ringing = bens.rings();
            bens.tell(json!({"do": "hangup", "call": ringing, "code": code}));
        });
    }
    taken_by(&mut claras, 4, "forwarded when not answered: answered", &mut || {
        let ringing = bens.rings();
        bens.ends(ringing);
    });
}

#[test]
fn a_circle_of_forwarding_ends_in_the_voice_mail_of_whom_was_called_first() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    set(&demo, &[("forward.always", &clara.extension, ben), ("forward.always", &ben.extension, clara)]);
    let mut annas = Phone::register(&demo, anna);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    annas.hang_up(calling);
    annas.ends(calling);
    let row = row(&demo, ben, 1);
    assert!(why(&row).starts_with("forwarded always: always diverted; "), "{row}");
    assert!(Desk::sign_in(&demo, clara).calls().is_empty());
}

#[test]
fn who_is_not_to_be_disturbed_does_not_ring_but_for_whom_may_pass() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    set(&demo, &[("do_not_disturb", "true", ben), ("do_not_disturb.passes", &clara.extension, ben)]);
    let (mut annas, mut bens, mut claras) =
        (Phone::register(&demo, anna), Phone::register(&demo, ben), Phone::register(&demo, clara));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    annas.hang_up(calling);
    annas.ends(calling);
    assert!(why(&row(&demo, ben, 1)).starts_with("do not disturb: "));
    assert!(!bens.seen().iter().any(|event| event["event"] == "incoming"), "a phone rang");

    set(&demo, &[("do_not_disturb.callers", "busy", ben)]);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    assert_eq!(annas.ends(calling), 486);
    assert_eq!(why(&row(&demo, ben, 2)), "do not disturb: busy");

    let calling = claras.call(&demo, &ben.extension, json!({}));
    let ringing = bens.rings();
    claras.hang_up(calling);
    bens.ends(ringing);
}

/// On the forwarding person's account: within that person's limits, and with that person's number.
#[test]
fn a_call_is_forwarded_outside_as_far_as_its_owner_may_call() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut far = Phone::stranger(&demo);
    let desk = Desk::sign_in_as_administrator(&demo);
    let terms = json!({
        "server": format!("sip:{}", far.address()), "networks": ["127.0.0.1/32"], "direct": ["+4930123:10-999"],
        "pingSeconds": 0,
    });
    let added = desk.send(
        "POST",
        "/api/v1/trunks",
        Some(&json!({"name": "provider", "terms": terms, "secret": "x"})),
    );
    assert_eq!(added.status, 201, "{}", added.text());
    let routes = json!([{"prefix": "+", "trunks": [added.json()["id"]]}]);
    assert_eq!(desk.send("PUT", "/api/v1/trunk-routes", Some(&routes)).status, 204);
    set(&demo, &[("forward.always", "040555123", ben), ("outside.reach", "nobody", anna)]);

    let mut annas = Phone::register(&demo, anna);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let incoming = far.wait("incoming", |_| true);
    let text = incoming["text"].as_str().unwrap();
    let own = format!("sip:+4930123{}@", ben.extension);
    let diversion = text.lines().find(|line| line.starts_with("Diversion:")).expect("a Diversion");
    assert!(diversion.contains(&own) && diversion.contains("reason=unconditional"), "{text}");
    let ringing = incoming["call"].as_u64().unwrap();
    far.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(calling);
    annas.hang_up(calling);
    far.ends(ringing);
    annas.ends(calling);
    assert_eq!(why(&row(&demo, ben, 1)), "forwarded always: answered");

    // Now Ben may not call there; his voice mail answers.
    set(&demo, &[("outside.reach", "nobody", ben)]);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    annas.hang_up(calling);
    annas.ends(calling);
    assert!(why(&row(&demo, ben, 2)).starts_with("forwarded always: always diverted; "));
    assert!(!far.seen().iter().any(|event| event["event"] == "incoming"), "the call went out");
}

#[test]
fn star_codes_forward_calls_and_take_that_back() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    let (mut annas, mut bens, mut claras) =
        (Phone::register(&demo, anna), Phone::register(&demo, ben), Phone::register(&demo, clara));
    let heard = demo.folder().join("tone.wav");
    let dial = |phone: &mut Phone, code: &str, more: Value| {
        let calling = phone.call(&demo, code, more);
        phone.ends(calling)
    };
    assert_eq!(dial(&mut bens, &format!("*21*{}%23", clara.extension), json!({"record": heard})), 200);
    assert!(Heard::open(&heard).loud_milliseconds() > 100, "a tone confirms it");
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let ringing = claras.rings();
    annas.hang_up(calling);
    claras.ends(ringing);
    annas.ends(calling);

    assert_eq!(dial(&mut bens, "%2321%23", json!({})), 200);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let ringing = bens.rings();
    annas.hang_up(calling);
    bens.ends(ringing);
    annas.ends(calling);

    assert_eq!(dial(&mut bens, "*26", json!({})), 200);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    annas.hang_up(calling);
    annas.ends(calling);
    assert!(!bens.seen().iter().any(|event| event["event"] == "incoming"), "a phone rang");

    for wrong in ["*21*2%235%23", "*26*1%23", "*61*205*4%23"] {
        assert_eq!(dial(&mut bens, wrong, json!({})), 484, "{wrong}");
    }
    for nowhere in
        ["*77%23".to_owned(), "*21*777%23".to_owned(), format!("*67*{}", ben.extension), "*62*112".into()]
    {
        assert_eq!(dial(&mut bens, &nowhere, json!({})), 404, "{nowhere}");
    }
}

#[test]
fn a_ringing_call_is_picked_up_by_the_group_and_is_no_missed_call() {
    let demo = Demo::start();
    let (anna, ben, clara, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    set(&demo, &[("pick_up.group", "1", ben), ("pick_up.group", "1", clara)]);
    let (mut annas, mut bens, mut claras, mut dans) = (
        Phone::register(&demo, anna),
        Phone::register(&demo, ben),
        Phone::register(&demo, clara),
        Phone::register(&demo, dan),
    );
    let said = demo.folder().join("said.wav");
    write_wav(&said, &speech(4000));
    let nothing = claras.call(&demo, "*8", json!({}));
    assert_eq!(claras.ends(nothing), 480, "nothing rings");
    for (turn, code) in ["*8".to_owned(), format!("*8{}", ben.extension)].into_iter().enumerate() {
        let (by_anna, by_clara) =
            (demo.folder().join(format!("anna{turn}.wav")), demo.folder().join(format!("clara{turn}.wav")));
        let calling = annas.call(&demo, &ben.extension, json!({"play": said, "record": by_anna}));
        let ringing = bens.rings();
        let stranger = dans.call(&demo, &code, json!({}));
        assert_eq!(dans.ends(stranger), 480, "{code}: another group's call");
        let picking = claras.call(&demo, &code, json!({"play": said, "record": by_clara}));
        claras.talks(picking);
        annas.talks(calling);
        let cancelled = bens.wait("request", |event| event["call"] == ringing && event["method"] == "CANCEL");
        assert!(cancelled["text"].as_str().unwrap().contains("cause=200"), "{cancelled}");
        std::thread::sleep(Duration::from_secs(3));
        annas.hang_up(calling);
        assert_eq!(claras.ends(picking), 200);
        annas.ends(calling);
        for heard in [by_anna, by_clara] {
            assert!(Heard::open(&heard).loud_milliseconds() > 1500, "{}", heard.display());
        }
        let row = row(&demo, ben, turn + 1);
        assert_eq!((why(&row), &row["outcome"]), ("answered", &json!("answered")));
    }
    demo.all_is_free_within(Duration::from_secs(20));
}

/// A phone sends a call on while it rings: the other one rings, and is told by whom.
#[test]
fn a_phone_sends_a_call_on_while_it_rings() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    let (mut annas, mut claras) = (Phone::register(&demo, anna), Phone::register(&demo, clara));
    let address = free_address();
    Scenario::of("register")
        .with(&["-m", "1", "-i", "127.0.0.2", "-mi", "127.0.0.2", "-p", &address.port().to_string()])
        .phone_of(ben)
        .succeeds(&demo);
    // Its lamp is told beside the call: more than one of its exchanges are waited for.
    let _bens = Scenario::of("deflects").key("target", &clara.extension).with(&["-m", "9"]).wait_at(address);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let incoming = claras.wait("incoming", |_| true);
    let text = incoming["text"].as_str().unwrap();
    let told = format!("Diversion: <sip:{}@{}>;reason=deflection;counter=1", ben.extension, ben.realm());
    assert!(text.contains(&told), "{told} in {text}");
    for told in [
        format!("History-Info: <sip:{}@{}?Reason=SIP%3Bcause%3D302>;index=1\r\n", ben.extension, ben.realm()),
        format!("History-Info: <sip:{}@{};cause=480>;index=1.1;mp=1\r\n", clara.extension, ben.realm()),
    ] {
        assert!(text.contains(&told), "{told} in {text}");
    }
    let ringing = incoming["call"].as_u64().unwrap();
    claras.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(calling);
    annas.hang_up(calling);
    assert_eq!(claras.ends(ringing), 200);
    assert_eq!(why(&row(&demo, ben, 1)), "deflected by the phone: answered");
}

/// Whom we vouch for, who wants to be shown to nobody, what one phone has to say to the other, and why a call has ended.
#[test]
fn the_called_phone_is_told_what_is_known_of_the_caller_and_of_the_end() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let said = "4f70656e;encoding=hex;purpose=isdn-uui";
    let headers = json!({"headers": {"User-to-User": said, "P-Asserted-Identity": "<sip:boss@example.com>"}});
    let calling = annas.call(&demo, &ben.extension, headers);
    let incoming = bens.wait("incoming", |_| true);
    let text = incoming["text"].as_str().unwrap();
    let identity = format!("<sip:{}@{}>", anna.extension, anna.realm());
    let asserted = text.lines().find(|line| line.starts_with("P-Asserted-Identity:")).expect("an identity");
    assert!(asserted.ends_with(&identity) && !text.contains("boss@"), "{text}");
    assert!(text.contains(&format!("User-to-User: {said}\r\n")), "{text}");
    let ringing = incoming["call"].as_u64().unwrap();
    bens.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(calling);
    let reason = "Q.850;cause=16;text=\"Enough\"";
    annas.tell(json!({"do": "hangup", "call": calling, "headers": {"Reason": reason}}));
    let bye = bens.wait("request", |event| event["call"] == ringing && event["method"] == "BYE");
    assert!(bye["text"].as_str().unwrap().contains(&format!("Reason: {reason}\r\n")), "{bye}");
    bens.ends(ringing);

    let calling = annas.call(&demo, &ben.extension, json!({"headers": {"Privacy": "id"}}));
    let incoming = bens.wait("incoming", |_| true);
    let text = incoming["text"].as_str().unwrap();
    assert!(text.contains("Privacy: id\r\n") && text.contains("sip:anonymous@anonymous.invalid"), "{text}");
    assert!(!text.contains(&identity) && !text.contains("P-Asserted-Identity"), "{text}");
    annas.hang_up(calling);
    bens.ends(incoming["call"].as_u64().unwrap());
}
