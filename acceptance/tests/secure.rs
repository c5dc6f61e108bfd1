//! Phones over TLS, and a certificate that is renewed under them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Heard, Phone, eventually, speech, write_wav};
use serde_json::json;
use std::time::Duration;

#[test]
fn phones_register_and_call_over_tls() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register_by_tls(&demo, anna), Phone::register_by_tls(&demo, ben));
    let (said, heard) = (demo.folder().join("said.wav"), demo.folder().join("heard.wav"));
    write_wav(&said, &speech(60_000));
    let calling = annas.call(&demo, &ben.extension, json!({"play": said}));
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing, "record": heard}));
    annas.talks(calling);
    bens.talks(ringing);
    std::thread::sleep(Duration::from_secs(3));
    // The called phone ends it: a request within the dialog, by its own connection.
    bens.hang_up(ringing);
    assert_eq!(annas.ends(calling), 200);
    assert!(Heard::open(&heard).loud_milliseconds() > 1500);
}

#[test]
fn a_renewed_certificate_is_shown_to_new_phones_and_drops_no_old_one() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut annas = Phone::register_by_tls(&demo, anna);
    // What another company would show: it is as good as any other.
    let other = Demo::start();
    let folder = |demo: &Demo| demo.page.certificate.parent().unwrap().to_path_buf();
    for file in ["key.pem", "cert.pem"] {
        std::fs::copy(folder(&other).join(file), folder(&demo).join(file)).unwrap();
    }
    demo.signal("HUP");
    eventually("the new certificate", || demo.log().contains("new certificate").then_some(()));
    // This phone trusts only what lies there now.
    let mut bens = Phone::register_by_tls(&demo, ben);
    let calling = bens.call(&demo, &anna.extension, json!({}));
    let ringing = annas.rings();
    annas.tell(json!({"do": "answer", "call": ringing}));
    bens.talks(calling);
    bens.hang_up(calling);
    assert_eq!(annas.ends(ringing), 200);
    assert!(annas.seen().iter().all(|event| event["event"] != "registered"), "its connection has stood");
}
