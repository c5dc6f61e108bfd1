//! Telephones in browsers: they come by a WebSocket and are reached by it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Phone, WebPhone, speech, write_wav};
use serde_json::json;
use std::time::Duration;

/// It calls, and is called, with sound both ways.
fn calls_and_is_called(demo: &Demo, mut page: WebPhone) -> WebPhone {
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut bens = Phone::register(demo, ben);
    let said = demo.folder().join("said.wav");
    write_wav(&said, &speech(60_000));
    page.tell(json!({"do": "ping"}));
    page.wait("pong");

    page.call(&ben.extension);
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing, "play": said}));
    assert_eq!(page.wait("called")["code"], 200);
    bens.talks(ringing);
    std::thread::sleep(Duration::from_secs(1));
    page.hang_up();
    assert_eq!(bens.ends(ringing), 200);
    assert!(page.ends() > 20);

    let calling = bens.call(demo, &anna.extension, json!({"play": said}));
    let incoming = page.wait("incoming");
    assert!(incoming["uri"].as_str().unwrap().contains(".invalid;transport=ws"), "{incoming}");
    page.tell(json!({"do": "answer"}));
    page.wait("acknowledged");
    bens.talks(calling);
    std::thread::sleep(Duration::from_secs(1));
    bens.hang_up(calling);
    assert!(page.ends() > 20);
    assert_eq!(bens.ends(calling), 200);
    page
}

#[test]
fn a_page_registers_calls_and_is_called_over_ws() {
    let demo = Demo::start();
    let (page, _) = WebPhone::register(&demo, demo.person(0));
    calls_and_is_called(&demo, page);
}

#[test]
fn a_page_registers_calls_and_is_called_over_wss() {
    let demo = Demo::start();
    let (page, _) = WebPhone::register_securely(&demo, demo.person(0));
    // It has refused sealed sound and taken plain sound.
    calls_and_is_called(&demo, page).wait("refused");
}

/// A parameter of the Contact that a REGISTER was answered with.
fn told(answer: &str, name: &str) -> String {
    let value = answer.split_once(&format!("{name}=\"")).expect("it is told").1;
    value.split_once('"').expect("quotes").0.to_owned()
}

#[test]
fn a_gruu_rings_one_phone_of_several() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut one, answer) = WebPhone::register_as(&demo, anna, 1, 1);
    let (mut two, _) = WebPhone::register_as(&demo, anna, 2, 1);
    assert!(answer.contains("Require: outbound\r\n"), "{answer}");
    let mut bens = Phone::register(&demo, ben);
    let public = told(&answer, "pub-gruu");
    assert!(public.ends_with(&format!("@{};gr=urn:uuid:00000000-0000-4000-8000-000000000001", anna.realm())));
    for uri in [public, told(&answer, "temp-gruu")] {
        // Without brackets PJSIP cannot read its own To any more: `:` is not for parameters of fields.
        bens.tell(json!({"do": "call", "uri": format!("<{uri}>")}));
        let calling = bens.wait("calling", |_| true)["call"].as_u64().unwrap();
        one.wait("incoming");
        one.tell(json!({"do": "answer"}));
        bens.talks(calling);
        bens.hang_up(calling);
        one.ends();
        bens.ends(calling);
    }
    assert!(two.seen().iter().all(|event| event["event"] != "incoming"), "{:?}", two.seen());
    // Nobody outside learns whether there is such a phone.
    let mut stranger = Phone::stranger(&demo);
    let uri = told(&answer, "pub-gruu").replace(anna.realm(), &demo.page.sip);
    stranger.tell(json!({"do": "call", "uri": format!("<{uri}>")}));
    let calling = stranger.wait("calling", |_| true)["call"].as_u64().unwrap();
    assert_eq!(stranger.ends(calling), 404);
}

#[test]
fn a_phone_with_two_ways_rings_once_and_by_the_other_when_one_is_gone() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut first, _) = WebPhone::register_as(&demo, anna, 1, 1);
    let (mut second, answer) = WebPhone::register_as(&demo, anna, 1, 2);
    assert_eq!(answer.matches("+sip.instance").count(), 2, "{answer}");
    let mut bens = Phone::register(&demo, ben);
    let calling = bens.call(&demo, &anna.extension, json!({}));
    second.wait("incoming");
    second.tell(json!({"do": "answer"}));
    bens.talks(calling);
    bens.hang_up(calling);
    bens.ends(calling);
    assert!(first.seen().iter().all(|event| event["event"] != "incoming"), "{:?}", first.seen());
    drop(second);
    let calling = bens.call(&demo, &anna.extension, json!({}));
    first.wait("incoming");
    first.tell(json!({"do": "answer"}));
    bens.talks(calling);
    bens.hang_up(calling);
    assert_eq!(bens.ends(calling), 200);
}
