//! Telephones in browsers: they come by a WebSocket and are reached by it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Phone, WebPhone, speech, write_wav};
use serde_json::json;
use std::time::Duration;

/// It calls, and is called, with sound both ways.
fn calls_and_is_called(demo: &Demo, mut page: WebPhone) {
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
    calls_and_is_called(&demo, page);
}
