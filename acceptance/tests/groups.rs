//! Several people behind one number, and calls that wait.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Demo, Desk, Heard, Person, Phone, Running, Scenario, eventually, program, speech, write_wav,
};
use serde_json::{Value, json};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// The group's extension; nobody of the demo company has it.
const GROUP: &str = "650";

/// Another group's.
const OTHER_GROUP: &str = "651";

/// Adds the group; it is used from the next call on.
fn group(demo: &Demo, members: &[&Person], more: Value) {
    let members: Vec<&str> = members.iter().map(|person| person.extension.as_str()).collect();
    let mut wanted = json!({"extension": GROUP, "name": "Sales", "members": members});
    for (key, value) in more.as_object().expect("an object") {
        wanted[key] = value.clone();
    }
    let reply = Desk::sign_in_as_administrator(demo).send("POST", "/api/v1/groups", Some(&wanted));
    assert_eq!(reply.status, 201, "{}", reply.text());
}

/// Sets settings of people.
fn set(demo: &Demo, settings: &[(&str, &str, &Person)]) {
    for (key, value, person) in settings {
        demo.set(key, value, person);
    }
    demo.hears_of_what_others_wrote();
}

/// Sets settings of the whole company.
fn set_for_all(demo: &Demo, settings: &[(&str, &str)]) {
    for (key, value) in settings {
        demo.set_for_all(key, value);
    }
    demo.hears_of_what_others_wrote();
}

/// The newest row of a person's journal, when there are so many.
fn row(demo: &Demo, person: &Person, rows: usize) -> Value {
    let desk = Desk::sign_in(demo, person);
    eventually("a row", || Some(desk.calls()).filter(|calls| calls.len() == rows))[0].clone()
}

fn rang(phone: &mut Phone) -> bool {
    phone.seen().iter().any(|event| event["event"] == "incoming")
}

fn answer(phone: &mut Phone, ringing: u64) {
    phone.tell(json!({"do": "answer", "call": ringing}));
    phone.talks(ringing);
}

/// A trunk to a telephone far away, for numbers of every kind.
fn trunk_to(demo: &Demo, far: &Phone) {
    let desk = Desk::sign_in_as_administrator(demo);
    let terms = json!({
        "server": format!("sip:{}", far.address()), "networks": ["127.0.0.1/32"], "direct": ["+4930123:10-999"],
        "pingSeconds": 0,
    });
    let wanted = json!({"name": "provider", "terms": terms, "secret": "x"});
    let added = desk.send("POST", "/api/v1/trunks", Some(&wanted));
    assert_eq!(added.status, 201, "{}", added.text());
    let routes = json!([{"prefix": "+", "trunks": [added.json()["id"]]}]);
    assert_eq!(desk.send("PUT", "/api/v1/trunk-routes", Some(&routes)).status, 204);
}

#[test]
fn all_members_ring_at_once_or_who_has_not_telephoned_for_the_longest_time() {
    let demo = Demo::start();
    let (anna, ben, clara, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    let eva = demo.person(4);
    group(&demo, &[ben, clara, dan, anna], json!({}));
    group(&demo, &[ben, clara], json!({"extension": OTHER_GROUP, "manner": "longest-idle", "seconds": 60}));
    let (mut annas, mut bens, mut claras, mut dans) = (
        Phone::register(&demo, anna),
        Phone::register(&demo, ben),
        Phone::register(&demo, clara),
        Phone::register(&demo, dan),
    );
    let key = key(&demo, eva, &clara.extension);
    eventually("a key", || key.messages().contains("<dialog-info ").then_some(()));
    let calling = annas.call(&demo, GROUP, json!({}));
    let incoming = bens.wait("incoming", |_| true);
    let text = incoming["text"].as_str().unwrap();
    for line in [
        format!("From: \"{}\" <sip:{}@", anna.name, anna.extension),
        format!("To: \"Sales\" <sip:{GROUP}@{}>", ben.realm()),
        format!("P-Called-Party-ID: \"Sales\" <sip:{GROUP}@{}>", ben.realm()),
    ] {
        assert!(text.contains(&line), "{line} in {text}");
    }
    let (at_ben, at_clara, at_dan) = (incoming["call"].as_u64().unwrap(), claras.rings(), dans.rings());
    // Who declines speaks for the own telephone alone.
    dans.tell(json!({"do": "hangup", "call": at_dan, "code": 603}));
    dans.ends(at_dan);
    eventually("the key blinks", || key.messages().contains("<state>early</state>").then_some(()));
    answer(&mut claras, at_clara);
    annas.talks(calling);
    eventually("the key is lit", || key.messages().contains("<state>confirmed</state>").then_some(()));
    let cancelled = bens.wait("request", |event| event["call"] == at_ben && event["method"] == "CANCEL");
    assert!(cancelled["text"].as_str().unwrap().contains("cause=200"), "{cancelled}");
    annas.hang_up(calling);
    claras.ends(at_clara);
    key.succeeds();
    let row = row(&demo, clara, 1);
    assert_eq!((row["outcome"].as_str(), row["why"].as_str()), (Some("answered"), Some("answered")));
    assert!(Desk::sign_in(&demo, ben).calls().is_empty(), "it was no call of Ben's");
    demo.all_is_free_within(Duration::from_secs(20));

    // Ben has not telephoned yet, Clara just now.
    bens.ends(at_ben);
    for is_bens in [true, false, true] {
        let (first, other) = if is_bens { (&mut bens, &mut claras) } else { (&mut claras, &mut bens) };
        let calling = annas.call(&demo, OTHER_GROUP, json!({}));
        let ringing = first.rings();
        assert!(!rang(other), "Ben is first: {is_bens}");
        answer(first, ringing);
        annas.talks(calling);
        annas.hang_up(calling);
        first.ends(ringing);
        annas.ends(calling);
        demo.all_is_free_within(Duration::from_secs(20));
    }
}

#[test]
fn members_ring_in_turn_and_who_cannot_is_passed_over_until_voice_mail_takes_it() {
    let demo = Demo::start();
    let people: Vec<&Person> = (0..5).map(|at| demo.person(at)).collect();
    let [anna, ben, clara, dan, eva] = people[..] else { panic!("five people") };
    demo.set("do_not_disturb", "true", ben);
    group(
        &demo,
        &[ben, clara, dan, eva],
        json!({"manner": "in-turn", "seconds": 5, "overflow": {"person": ben.extension, "target": "voice-mail"}}),
    );
    let (mut annas, mut bens, mut claras, mut dans, mut evas) = (
        Phone::register(&demo, anna),
        Phone::register(&demo, ben),
        Phone::register(&demo, clara),
        Phone::register(&demo, dan),
        Phone::register(&demo, eva),
    );
    // Clara is on the telephone: she listens to her messages.
    let listening = claras.call(&demo, &demo.page.numbers.mailbox, json!({}));
    claras.talks(listening);
    let calling = annas.call(&demo, GROUP, json!({}));
    let at_dan = dans.rings();
    assert!(!rang(&mut evas), "one rings after the other");
    dans.tell(json!({"do": "hangup", "call": at_dan, "code": 486}));
    dans.ends(at_dan);
    let at_eva = evas.rings();
    evas.ends(at_eva);
    annas.talks(calling);
    annas.hang_up(calling);
    annas.ends(calling);
    assert!(!rang(&mut bens) && !rang(&mut claras), "who cannot take it is passed over");
    let row = row(&demo, ben, 1);
    assert!(row["why"].as_str().unwrap().starts_with("forwarded when not answered: no answer; "), "{row}");
    claras.hang_up(listening);
    claras.ends(listening);
}

#[test]
fn groups_are_called_by_trunks_and_forwarding_and_their_calls_go_on_or_hear_why_not() {
    let demo = Demo::start();
    let (anna, ben, clara, eva) = (demo.person(0), demo.person(1), demo.person(2), demo.person(4));
    demo.set("forward.always", OTHER_GROUP, ben);
    let mut far = Phone::stranger(&demo);
    trunk_to(&demo, &far);
    group(&demo, &[eva, clara], json!({"overflow": {"person": clara.extension, "target": "040555123"}}));
    group(&demo, &[clara], json!({"extension": OTHER_GROUP}));
    let mut annas = Phone::register(&demo, anna);

    // None of the members has a telephone: the call goes on at once.
    let calling = annas.call(&demo, GROUP, json!({}));
    let incoming = far.wait("incoming", |_| true);
    assert!(incoming["text"].as_str().unwrap().contains("reason=unavailable"), "{incoming}");
    let at_far = incoming["call"].as_u64().unwrap();
    answer(&mut far, at_far);
    annas.talks(calling);
    annas.hang_up(calling);
    far.ends(at_far);
    annas.ends(calling);
    let calling = annas.call(&demo, OTHER_GROUP, json!({}));
    assert_eq!(annas.ends(calling), 480, "nobody is there, and it goes nowhere");

    let mut claras = Phone::register(&demo, clara);
    let calling = far.call(&demo, &format!("+4930123{GROUP}"), json!({}));
    let at_clara = claras.rings();
    answer(&mut claras, at_clara);
    far.talks(calling);
    far.hang_up(calling);
    claras.ends(at_clara);

    let calling = annas.call(&demo, &ben.extension, json!({}));
    let at_clara = claras.rings();
    answer(&mut claras, at_clara);
    annas.talks(calling);
    // She is on the telephone now, and there is nobody else.
    let mut evas = Phone::register(&demo, eva);
    let waiting = evas.call(&demo, OTHER_GROUP, json!({}));
    assert_eq!(evas.ends(waiting), 486);
    annas.hang_up(calling);
    claras.ends(at_clara);
    annas.ends(calling);
    assert_eq!(row(&demo, ben, 1)["why"], "forwarded always: answered");
    // Nobody of the group takes it: the forwarding person's voice mail does.
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let at_clara = claras.rings();
    claras.tell(json!({"do": "hangup", "call": at_clara, "code": 603}));
    annas.talks(calling);
    annas.hang_up(calling);
    annas.ends(calling);
    assert!(row(&demo, ben, 2)["why"].as_str().unwrap().starts_with("forwarded always: always diverted; "));
}

#[test]
fn groups_are_kept_by_the_command_line() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    let run = |arguments: &[&str]| {
        let output = Command::new(program())
            .arg("--config")
            .arg(demo.folder().join("switchroom.toml"))
            .arg("group")
            .args(arguments)
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let members = [ben.extension.as_str(), &clara.extension];
    assert!(run(&["add", GROUP, "--name", "Sales", members[0], "--manner", "in-turn"]).0);
    assert!(!run(&["add", &anna.extension, "--name", "Sales", members[0]]).0, "the extension is Anna's");
    let (_, listed) = run(&["list"]);
    assert!(listed.contains(&format!("in-turn         20 s  {}", members[0])), "{listed}");
    let overflow = ["--overflow", "voice-mail", "--overflow-by", members[1]];
    let change =
        [&["change", GROUP, "--name", "Service"][..], &overflow, &["--", members[0], members[1]]].concat();
    assert!(run(&change).0);
    let (_, listed) = run(&["list"]);
    for expected in ["Service", "all-at-once", "then voice-mail by", &members.join(" ")] {
        assert!(listed.contains(expected), "{expected} in {listed}");
    }
    // The running server hears of it.
    let mut annas = Phone::register(&demo, anna);
    let mut bens = Phone::register(&demo, ben);
    demo.hears_of_what_others_wrote();
    let calling = annas.call(&demo, GROUP, json!({}));
    let ringing = bens.rings();
    annas.hang_up(calling);
    bens.ends(ringing);
    assert!(run(&["remove", GROUP]).0);
    assert!(!run(&["remove", GROUP]).0);
    assert_eq!(run(&["list"]).1, "");
}

/// A key for a colleague's extension or an orbit on a phone of `person`, until a call there has ended.
fn key(demo: &Demo, person: &Person, watched: &str) -> Running {
    Scenario::watching("dialog", "application/dialog-info+xml", "&gt;terminated&lt;")
        .with(&["-s", watched, "-m", "1"])
        .phone_of(person)
        .start(demo)
}

#[test]
fn calls_are_parked_by_transfer_or_from_hold_shown_by_a_key_and_taken_up_elsewhere() {
    let demo = Demo::start();
    let (anna, ben, clara, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    demo.set_for_all("park.first", "700");
    demo.set_for_all("park.count", "2");
    group(&demo, &[ben], json!({}));
    let (mut annas, mut bens, mut claras) =
        (Phone::register(&demo, anna), Phone::register(&demo, ben), Phone::register(&demo, clara));
    let key = key(&demo, dan, "701");
    let (said, waited, heard) =
        (demo.folder().join("said.wav"), demo.folder().join("waited.wav"), demo.folder().join("heard.wav"));
    write_wav(&said, &speech(4000));
    let calling = annas.call(&demo, &ben.extension, json!({"play": said}));
    let ringing = bens.rings();
    answer(&mut bens, ringing);
    annas.talks(calling);
    let nothing = claras.call(&demo, "701", json!({}));
    assert_eq!(claras.ends(nothing), 480, "nobody is parked there");
    bens.transfer(&demo, ringing, "701");
    assert_eq!(bens.transferred(ringing), 200);
    bens.ends(ringing);
    annas.tell(json!({"do": "record", "call": calling, "path": waited}));
    eventually("the key is lit", || key.messages().contains("<state>confirmed</state>").then_some(()));
    assert!(key.messages().contains(&format!("sip:{}@", anna.extension)), "{}", key.messages());
    std::thread::sleep(Duration::from_secs(3));
    annas.stop_recording(calling);
    assert!(Heard::open(&waited).loud_milliseconds() > 100, "the hold tone is heard");
    let taking = claras.call(&demo, "701", json!({"record": heard}));
    claras.talks(taking);
    std::thread::sleep(Duration::from_secs(3));
    annas.hang_up(calling);
    assert_eq!(claras.ends(taking), 200);
    assert!(Heard::open(&heard).loud_milliseconds() > 1000, "Clara hears Anna");
    key.succeeds();
    assert_eq!(row(&demo, clara, 1)["outcome"], "answered");

    for (called, orbit) in [(ben.extension.as_str(), "700"), (GROUP, "*5701")] {
        let calling = annas.call(&demo, called, json!({}));
        let ringing = bens.rings();
        answer(&mut bens, ringing);
        annas.talks(calling);
        let refused = bens.call(&demo, orbit, json!({}));
        assert_eq!(bens.ends(refused), 480, "nobody is held");
        bens.tell(json!({"do": "hold", "call": ringing}));
        bens.wait("media", |event| event["call"] == ringing && event["active"] == false);
        let parking = bens.call(&demo, orbit, json!({}));
        bens.ends(ringing);
        assert_eq!(bens.ends(parking), 200, "a tone confirms it");
        // He is free for the group's next call.
        let next = claras.call(&demo, GROUP, json!({}));
        let at_ben = bens.rings();
        claras.hang_up(next);
        bens.ends(at_ben);
        claras.ends(next);
        let taking = bens.call(&demo, orbit, json!({}));
        bens.talks(taking);
        annas.hang_up(calling);
        bens.ends(taking);
        annas.ends(calling);
    }
    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn an_orbit_takes_one_call_and_a_call_that_nobody_takes_up_comes_back() {
    let demo = Demo::start();
    let (anna, ben, clara, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    set_for_all(&demo, &[("park.first", "700"), ("park.count", "1"), ("park.seconds", "10")]);
    let (mut annas, mut bens, mut claras, mut dans) = (
        Phone::register(&demo, anna),
        Phone::register(&demo, ben),
        Phone::register(&demo, clara),
        Phone::register(&demo, dan),
    );
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let at_ben = bens.rings();
    answer(&mut bens, at_ben);
    annas.talks(calling);
    let other = claras.call(&demo, &dan.extension, json!({}));
    let at_dan = dans.rings();
    answer(&mut dans, at_dan);
    claras.talks(other);
    bens.transfer(&demo, at_ben, "700");
    assert_eq!(bens.transferred(at_ben), 200);
    dans.transfer(&demo, at_dan, "700");
    assert_eq!(dans.transferred(at_dan), 486, "somebody waits there");
    claras.hang_up(other);
    dans.ends(at_dan);
    let back = bens.wait("incoming", |_| true);
    assert!(back["text"].as_str().unwrap().contains(&format!("sip:{}@", anna.extension)), "{back}");
    let back = back["call"].as_u64().unwrap();
    answer(&mut bens, back);
    bens.hang_up(back);
    annas.ends(calling);
    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn who_has_so_many_calls_is_busy_and_who_shows_no_number_is_refused_where_that_is_wanted() {
    let demo = Demo::start();
    let (anna, ben, clara, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    let settings = [("calls_at_once", "1"), ("forward.busy", &dan.extension), ("reject_anonymous", "true")];
    set(&demo, &settings.map(|(key, value)| (key, value, ben)));
    let (mut annas, mut bens, mut claras, mut dans) = (
        Phone::register(&demo, anna),
        Phone::register(&demo, ben),
        Phone::register(&demo, clara),
        Phone::register(&demo, dan),
    );
    // A stranger's phone whose address has no number.
    let mut stranger = Phone::stranger(&demo);
    let calling = stranger.call(&demo, &ben.extension, json!({}));
    assert_eq!(stranger.ends(calling), 433);
    assert_eq!(row(&demo, ben, 1)["outcome"], "refused");

    let calling = annas.call(&demo, &ben.extension, json!({}));
    let at_ben = bens.rings();
    answer(&mut bens, at_ben);
    annas.talks(calling);
    let second = claras.call(&demo, &ben.extension, json!({}));
    let at_dan = dans.rings();
    claras.hang_up(second);
    dans.ends(at_dan);
    assert!(!rang(&mut bens), "one call is enough");
    annas.hang_up(calling);
    bens.ends(at_ben);
    annas.ends(calling);
    demo.all_is_free_within(Duration::from_secs(20));
    let third = claras.call(&demo, &ben.extension, json!({}));
    let at_ben = bens.rings();
    claras.hang_up(third);
    bens.ends(at_ben);
}

#[test]
fn numbers_are_barred_and_allowed_by_how_they_begin_and_by_the_day() {
    let demo = Demo::start();
    let anna = demo.person(0);
    let mut far = Phone::stranger(&demo);
    trunk_to(&demo, &far);
    let mut annas = Phone::register(&demo, anna);
    let goes_out = |annas: &mut Phone, far: &mut Phone| {
        let calling = annas.call(&demo, "040555123", json!({}));
        let ringing = far.rings();
        annas.hang_up(calling);
        far.ends(ringing);
        annas.ends(calling);
    };
    let is_kept_in = |annas: &mut Phone, number: &str| {
        let calling = annas.call(&demo, number, json!({}));
        assert_eq!(annas.ends(calling), 403, "{number}");
    };
    goes_out(&mut annas, &mut far);
    set(&demo, &[("outside.denied", "4940", anna), ("outside.allowed", "4940555", anna)]);
    goes_out(&mut annas, &mut far);
    set(&demo, &[("outside.reach", "nobody", anna)]);
    goes_out(&mut annas, &mut far);
    is_kept_in(&mut annas, "030777123");
    set(&demo, &[("outside.reach", "national", anna)]);
    is_kept_in(&mut annas, "040777123");
    // Neither yesterday, nor today, nor tomorrow.
    let days = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    set(&demo, &[("outside.days", &((days + 6) % 7 + 1).to_string(), anna)]);
    is_kept_in(&mut annas, "040555123");
}

#[test]
fn who_was_busy_is_called_back_when_both_are_free() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    set(&demo, &[("calls_at_once", "1", ben)]);
    let (mut annas, mut bens, mut claras) =
        (Phone::register(&demo, anna), Phone::register(&demo, ben), Phone::register(&demo, clara));
    let said = demo.folder().join("said.wav");
    write_wav(&said, &speech(4000));
    let nobody = annas.call(&demo, "*37%23", json!({}));
    assert_eq!(annas.ends(nobody), 480, "nobody was busy");
    let talking = claras.call(&demo, &ben.extension, json!({}));
    let at_ben = bens.rings();
    answer(&mut bens, at_ben);
    claras.talks(talking);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    annas.hang_up(calling);
    annas.ends(calling);
    let ordering = annas.call(&demo, "*37%23", json!({}));
    assert_eq!(annas.ends(ordering), 200);
    std::thread::sleep(Duration::from_secs(4));
    assert!(!rang(&mut annas), "Ben still talks");
    claras.hang_up(talking);
    bens.ends(at_ben);
    let back = annas.wait("incoming", |_| true);
    assert!(back["text"].as_str().unwrap().contains(&format!("<sip:{}@", ben.extension)), "{back}");
    let back = back["call"].as_u64().unwrap();
    let heard = demo.folder().join("heard.wav");
    annas.tell(json!({"do": "answer", "call": back, "play": said}));
    annas.talks(back);
    let at_ben = bens.rings();
    bens.tell(json!({"do": "answer", "call": at_ben, "record": heard}));
    bens.talks(at_ben);
    std::thread::sleep(Duration::from_secs(3));
    annas.hang_up(back);
    assert_eq!(bens.ends(at_ben), 200);
    assert!(Heard::open(&heard).loud_milliseconds() > 1000, "Ben hears Anna");
    demo.all_is_free_within(Duration::from_secs(20));
}

#[test]
fn a_call_is_transferred_to_a_group_and_to_whose_calls_go_on_to_one() {
    let demo = Demo::start();
    let (anna, ben, clara, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    group(&demo, &[clara], json!({"overflow": {"person": clara.extension, "target": anna.extension}}));
    set(&demo, &[("forward.always", GROUP, dan)]);
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let mut claras = Phone::register(&demo, clara);
    for number in [GROUP, &dan.extension] {
        let (theirs, his) = annas.talks_with(&demo, &mut bens, &ben.extension);
        bens.transfer(&demo, his, number);
        let hers = claras.rings();
        answer(&mut claras, hers);
        assert_eq!(bens.transferred(his), 200, "{number}");
        bens.ends(his);
        annas.hang_up(theirs);
        claras.ends(hers);
    }
    // Nobody of the group takes it: it goes where the group's calls go, here to whom it has come from, who is talking.
    let (theirs, his) = annas.talks_with(&demo, &mut bens, &ben.extension);
    bens.transfer(&demo, his, &dan.extension);
    let hers = claras.rings();
    claras.tell(json!({"do": "hangup", "call": hers, "code": 603}));
    let again = annas.rings();
    annas.tell(json!({"do": "hangup", "call": again, "code": 486}));
    assert_eq!(bens.transferred(his), 486);
    annas.hang_up(theirs);
    assert_eq!(bens.ends(his), 200, "both talked on");
}
