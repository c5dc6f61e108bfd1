//! A company of several sites behind gateways: how people dial at each, what gateways are told, where greetings are recorded, and one
//! number for everybody's voice mail. SIPp is a telephone system, PJSIP telephones here and far away.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Imap, Person, Phone, Running, Scenario, eventually, speech, tone, write_wav,
};
use serde_json::{Value, json};

const CALLER: &str = "+493044400001";
const FIELD: &str = "X-Site";
const VOICE: &str = "From: <+493044400009@outside.example>\r\nMessage-Context: voice-message\r\n\
                     Content-Type: audio/wav\r\n\r\nno sound is needed\r\n";

/// Adds a trunk; answers its id.
fn trunk(desk: &Desk, name: &str, server: &str, more: Value) -> Value {
    let mut terms =
        json!({"server": format!("sip:{server}"), "networks": [], "direct": [], "pingSeconds": 0});
    for (key, value) in more.as_object().expect("an object") {
        terms[key] = value.clone();
    }
    let reply = desk.send("POST", "/api/v1/trunks", Some(&json!({"name": name, "terms": terms})));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["id"].clone()
}

/// A telephone far away, where all calls to the public network go.
fn far_away(demo: &Demo, desk: &Desk) -> Phone {
    let far = Phone::stranger(demo);
    let id = trunk(desk, "up", far.address(), json!({"networks": ["127.0.0.3/32"]}));
    let routes = json!([{"prefix": "+", "trunks": [id]}]);
    assert_eq!(desk.send("PUT", "/api/v1/trunk-routes", Some(&routes)).status, 204);
    far
}

/// A telephone system that is told lamps.
fn shows_lamps(desk: &Desk) -> Running {
    let (system, address) = Scenario::of("lamp_is_told").serve();
    trunk(
        desk,
        "pbx",
        &address.to_string(),
        json!({"networks": ["127.0.0.2/32"], "lamps": true, "diverts": true}),
    );
    system
}

fn add_site(demo: &Demo, name: &str, area: &str, subscriber: &str, access: &str, people: &[&Person]) {
    let numbers = ["--country", "+49", "--area", area, "--subscriber", subscriber];
    demo.told(&[&["site", "add", name, "--outside-access", access][..], &numbers].concat());
    let emails = people.iter().map(|person| person.email.as_str());
    demo.told(&["site", "place", name].into_iter().chain(emails).collect::<Vec<_>>());
}

fn two_sites(demo: &Demo) {
    add_site(demo, "Olching", "8142", "4799", "0", &[demo.person(1)]);
    add_site(demo, "Gauting", "8151", "36856", "", &[demo.person(2)]);
    demo.set_for_all("sites.routing_header", FIELD);
    for (site, value) in [("Olching", "gw-olching"), ("Gauting", "gw-gauting")] {
        demo.told(&["setting", "set", "site.routing_value", value, "--site", site]);
    }
    demo.hears_of_what_others_wrote();
}

/// What an INVITE that rings at a telephone says; it is declined.
fn rung(phone: &mut Phone) -> String {
    let incoming = phone.wait("incoming", |_| true);
    let call = incoming["call"].as_u64().unwrap();
    phone.hang_up(call);
    phone.ends(call);
    incoming["text"].as_str().unwrap().to_owned()
}

/// What a NOTIFY for a telephone's lamp says.
fn lamp_of(phone: &mut Phone) -> String {
    let is_lamp = |event: &Value| event["text"].as_str().is_some_and(|text| text.contains("essages-Waiting"));
    phone.wait("lamp", is_lamp)["text"].as_str().unwrap().to_owned()
}

fn field(message: &str, name: &str) -> Option<String> {
    let begins = format!("{name}: ");
    message.lines().find_map(|line| line.strip_prefix(&begins)).map(str::to_owned)
}

fn wants_to_be_called(desk: &Desk, number: &str) {
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        set(desk, &format!("outcall.{day}"), "00:00-24:00");
    }
    set(desk, "outcall.delay_minutes", "0");
    set(desk, "outcall.numbers", number);
    set(desk, "outcall.on", "true");
}

fn set(desk: &Desk, key: &str, value: &str) {
    let reply = desk.send("PUT", &format!("/api/v1/me/settings/{key}"), Some(&json!({"value": value})));
    assert_eq!(reply.status, 204, "{key}: {}", reply.text());
}

/// Has the house call whoever wants to record.
fn records(desk: &Desk) -> String {
    let begun = desk.send("POST", "/api/v1/me/greetings/no-answer/call", None);
    assert_eq!(begun.status, 202, "{}", begun.text());
    begun.json()["id"].as_str().expect("an id").to_owned()
}

fn ends_as(desk: &Desk, id: &str, stage: &str) {
    let path = format!("/api/v1/me/house-calls/{id}");
    eventually(stage, || (desk.get(&path).json()["stage"] == stage).then_some(()));
}

/// Answers the next call, which records what this telephone plays until it is kept.
fn keeps_a_greeting(demo: &Demo, desk: &Desk, phone: &mut Phone, id: &str) {
    let said = demo.folder().join("said.wav");
    write_wav(&said, &tone(900.0, 10_000));
    let ringing = phone.rings();
    phone.tell(json!({"do": "answer", "call": ringing, "play": said, "loop": true}));
    phone.talks(ringing);
    // The limit ends the recording. `2` has a use only after it, when it keeps what was recorded.
    eventually("it is recorded and kept", || {
        phone.keys(ringing, "2");
        std::thread::sleep(std::time::Duration::from_secs(1));
        let greetings = desk.get("/api/v1/me/greetings").json();
        greetings.as_array()?.iter().any(|greeting| greeting["situation"] == "no-answer").then_some(())
    });
    ends_as(desk, id, "kept");
    phone.ends(ringing);
}

#[test]
fn sites_are_added_edited_and_removed_and_their_people_dial_as_it_is_done_there() {
    let demo = Demo::start();
    let desk = Desk::sign_in_as_administrator(&demo);
    let mut far = far_away(&demo, &desk);
    let (ben, clara) = (demo.person(1), demo.person(2));
    let (mut bens, mut claras) = (Phone::register(&demo, ben), Phone::register(&demo, clara));
    add_site(&demo, "Olching", "8142", "4799", "0", &[ben]);
    demo.hears_of_what_others_wrote();
    let listed = demo.told(&["site", "list"]);
    assert!(listed.contains("Olching") && listed.contains("8142") && listed.contains("1 people"), "{listed}");

    let goes_to = |phone: &mut Phone, far: &mut Phone, dialled: &str, full: &str| {
        let call = phone.call(&demo, dialled, json!({}));
        let text = rung(far);
        assert!(text.starts_with(&format!("INVITE sip:{full}@")), "{dialled}: {text}");
        phone.ends(call);
    };
    // With a line out, in the own town; the others as ever.
    goes_to(&mut bens, &mut far, "0040555123", "+4940555123");
    goes_to(&mut bens, &mut far, "07654321", "+4981427654321");
    goes_to(&mut claras, &mut far, "040555123", "+4940555123");
    let call = bens.call(&demo, "7654321", json!({}));
    assert_eq!(bens.ends(call), 404, "there is no such extension");

    // Another access, and other settings for the site's people.
    demo.told(&[
        "site",
        "change",
        "Olching",
        "--country",
        "49",
        "--area",
        "30",
        "--subscriber",
        "123",
        "--outside-access",
        "9",
        "--rename",
        "Berlin",
    ]);
    demo.hears_of_what_others_wrote();
    goes_to(&mut bens, &mut far, "97654321", "+49307654321");
    demo.told(&["setting", "set", "outside.reach", "nobody", "--site", "Berlin"]);
    demo.hears_of_what_others_wrote();
    let call = bens.call(&demo, "9040555123", json!({}));
    assert_eq!(bens.ends(call), 403);
    goes_to(&mut claras, &mut far, "040555123", "+4940555123");

    let sites = desk.get("/api/v1/sites").json();
    let site = &sites["items"][0];
    assert_eq!(site["plan"]["name"], "Berlin");
    let path = format!("/api/v1/sites/{}", site["id"].as_str().unwrap());
    assert_eq!(desk.send("DELETE", &path, None).status, 204);
    assert_eq!(demo.told(&["site", "list"]), "");
    goes_to(&mut bens, &mut far, "040555123", "+4940555123");
}

#[test]
fn lamps_calls_for_messages_and_recording_calls_tell_gateways_the_site() {
    let demo = Demo::start();
    let desk = Desk::sign_in_as_administrator(&demo);
    let mut far = far_away(&demo, &desk);
    let system = shows_lamps(&desk);
    two_sites(&demo);
    let (ben, clara) = (demo.person(1), demo.person(2));
    let (bens_desk, claras_desk) = (Desk::sign_in(&demo, ben), Desk::sign_in(&demo, clara));
    let mut claras = Phone::subscribe(&demo, clara);
    assert_eq!(field(&lamp_of(&mut claras), FIELD).as_deref(), Some("gw-gauting"));

    // The lamp at the telephone system, and the call for the message.
    wants_to_be_called(&bens_desk, "0040555123");
    Caller::leave(&demo, ben, CALLER, &speech(3000));
    assert_eq!(field(&rung(&mut far), FIELD).as_deref(), Some("gw-olching"));
    let notified = |person: &Person| {
        let to = format!("NOTIFY sip:{}@", person.extension);
        let messages = system.messages();
        let at = messages.find(&to)?;
        field(&messages[at..], FIELD)
    };
    assert_eq!(eventually("the lamp is told", || notified(ben)), "gw-olching");
    // So is the lamp of a telephone that has not subscribed.
    let mut bens = Phone::register(&demo, ben);
    assert_eq!(field(&lamp_of(&mut bens), FIELD).as_deref(), Some("gw-olching"));

    // Calls to record a greeting, at telephones here.
    for (desk, phone, value) in
        [(&bens_desk, &mut bens, "gw-olching"), (&claras_desk, &mut claras, "gw-gauting")]
    {
        let id = records(desk);
        assert_eq!(field(&rung(phone), FIELD).as_deref(), Some(value));
        ends_as(desk, &id, "not-answered");
    }
    // One person's own value, and a number outside.
    demo.set("site.routing_value", "gw-ben", ben);
    demo.set("recording.as_notified", "false", ben);
    demo.set("number.office", "+49 40 555124", ben);
    demo.hears_of_what_others_wrote();
    let id = records(&bens_desk);
    assert_eq!(field(&rung(&mut far), FIELD).as_deref(), Some("gw-ben"));
    ends_as(&bens_desk, &id, "not-answered");

    // What people call is no job of the house.
    let call = bens.call(&demo, "0040555123", json!({}));
    assert_eq!(field(&rung(&mut far), FIELD), None);
    bens.ends(call);
    // With one site there is nothing to tell.
    demo.told(&["site", "remove", "Gauting"]);
    demo.hears_of_what_others_wrote();
    let id = records(&bens_desk);
    assert_eq!(field(&rung(&mut far), FIELD), None);
    ends_as(&bens_desk, &id, "not-answered");
}

#[test]
fn who_records_is_called_at_the_number_that_is_named_where_it_can_be_dialled() {
    let demo = Demo::start();
    let desk = Desk::sign_in_as_administrator(&demo);
    let mut far = far_away(&demo, &desk);
    let owner = demo.person(1);
    let own = Desk::sign_in(&demo, owner);
    demo.set("greeting.longest_seconds", "3", owner);
    demo.set("recording.as_notified", "false", owner);
    demo.set("number.office", "+49 (040) 555123", owner);
    demo.set("number.mobile", "+49 171 1234567", owner);
    demo.hears_of_what_others_wrote();
    // Not the own telephone, and no number that is written so.
    let mut phone = Phone::register(&demo, owner);
    let refused = own.send("POST", "/api/v1/me/greetings/no-answer/call", None);
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("number.office is not written as +49 30 56889654"), "{}", refused.text());

    demo.set("recording.number_otherwise", "mobile", owner);
    demo.hears_of_what_others_wrote();
    let id = records(&own);
    assert!(rung(&mut far).starts_with("INVITE sip:+491711234567@"));
    ends_as(&own, &id, "not-answered");

    demo.set("number.office", "+49 40 555123", owner);
    demo.hears_of_what_others_wrote();
    let id = records(&own);
    let ringing = far.wait("incoming", |_| true);
    assert!(ringing["text"].as_str().unwrap().starts_with("INVITE sip:+4940555123@"), "{ringing}");
    far.hang_up(ringing["call"].as_u64().unwrap());
    ends_as(&own, &id, "not-answered");
    let id = records(&own);
    keeps_a_greeting(&demo, &own, &mut far, &id);

    // As before: where the lamp is shown.
    demo.set("recording.as_notified", "true", owner);
    demo.hears_of_what_others_wrote();
    assert!(!phone.seen().iter().any(|event| event["event"] == "incoming"));
    let id = records(&own);
    rung(&mut phone);
    ends_as(&own, &id, "not-answered");
    // Who has no telephone here is called at the telephone system that shows the lamp.
    let mut system = Phone::stranger(&demo);
    trunk(&desk, "pbx", system.address(), json!({"networks": ["127.0.0.4/32"], "lamps": true}));
    let clara = demo.person(2);
    let claras = Desk::sign_in(&demo, clara);
    let id = records(&claras);
    assert!(rung(&mut system).starts_with(&format!("INVITE sip:{}@", clara.extension)));
    ends_as(&claras, &id, "not-answered");
    demo.all_is_free_within(std::time::Duration::from_secs(20));
}

#[test]
fn one_number_is_everybodys_voice_mail_and_the_house_calls_and_lights_lamps_by_it() {
    const COMMON: &str = "7999";
    let demo = Demo::start();
    let desk = Desk::sign_in_as_administrator(&demo);
    let mut far = far_away(&demo, &desk);
    let system = shows_lamps(&desk);
    let clara = demo.person(2);
    let claras = Desk::sign_in(&demo, clara);
    let call = |field: &str| {
        Scenario::of("from_trunk")
            .with(&["-s", COMMON, "-m", "1", "-d", "1000", "-i", "127.0.0.2", "-mi", "127.0.0.2"])
            .key("from", "040998877")
            .key("to", COMMON)
            .key("header", field)
            .run(&demo)
            .is_success
    };
    let diverted = format!("Diversion: <sip:{}@pbx.example>;reason=user-busy;counter=1", clara.extension);
    assert!(!call(&diverted), "it is nobody's before it is set");
    for (key, value) in [("common.number", COMMON), ("welcome.send", "true"), ("welcome.number", COMMON)] {
        demo.set_for_all(key, value);
    }
    demo.hears_of_what_others_wrote();
    assert!(call(&diverted));
    let entries = format!(
        "History-Info: <sip:{}@pbx.example>;index=1, <sip:{COMMON}@pbx.example;cause=408>;index=1.1",
        clara.extension
    );
    assert!(call(&entries));
    let calls = eventually("two rows", || Some(claras.calls()).filter(|calls| calls.len() == 2));
    for (call, why) in calls.iter().zip(["no-answer", "busy"]) {
        assert_eq!(call["reason"]["course"], why, "{call}");
        assert_eq!(call["other"]["number"], "+4940998877", "{call}");
    }
    let mut imap = Imap::open(&demo, clara);
    let welcome = eventually("the welcome", || {
        imap.messages().into_iter().find(|mail| mail.text.contains("PIN") && mail.text.contains(COMMON))
    });
    assert!(!welcome.text.contains(&format!(": {}\r\n", clara.extension)), "{}", welcome.text);

    // Lamps and calls for messages are in its name.
    wants_to_be_called(&claras, "040555123");
    assert_eq!(imap.append(VOICE), "OK");
    let called = rung(&mut far);
    assert!(field(&called, "From").is_some_and(|from| from.contains(&format!("sip:{COMMON}@"))), "{called}");
    let lamp = eventually("the lamp is told", || {
        let messages = system.messages();
        let at = messages.find(&format!("NOTIFY sip:{}@", clara.extension))?;
        field(&messages[at..], "From")
    });
    assert!(lamp.contains(&format!("sip:{COMMON}@")), "{lamp}");
    let mut phone = Phone::register(&demo, clara);
    let lamp = lamp_of(&mut phone);
    assert!(field(&lamp, "From").is_some_and(|from| from.contains(&format!("sip:{COMMON}@"))), "{lamp}");

    // Greetings are recorded and heard by a call from the desk as ever.
    demo.set("greeting.longest_seconds", "3", clara);
    demo.hears_of_what_others_wrote();
    let id = records(&claras);
    keeps_a_greeting(&demo, &claras, &mut phone, &id);
    let mut caller = Caller::new(&demo, CALLER);
    phone.tell(json!({"do": "dnd"}));
    assert_eq!(caller.call(&clara.extension, acceptance::Speaks::Always), 200);
    let end = caller.wait_for_tone();
    caller.hang_up();
    let milliseconds = caller.heard(0, end).milliseconds_of(900.0);
    assert!(milliseconds > 1000, "{milliseconds} ms of the greeting");
    // Whoever calls it from an own telephone is at the own mailbox.
    let calling = phone.call(&demo, COMMON, json!({}));
    phone.talks(calling);
    phone.hang_up(calling);
    phone.ends(calling);
}
