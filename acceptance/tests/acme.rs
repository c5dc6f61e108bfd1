//! A certificate from a real authority, obtained and renewed by the server itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Authority, Demo, Desk, Heard, Phone, Visitor, eventually, speech, write_wav};
use serde_json::{Value, json};
use std::time::Duration;

/// A company whose first certificate is signed, and somebody who trusts nothing but its authority.
fn signed(authority: &Authority) -> (Demo, Visitor) {
    let demo = authority.company();
    eventually("the first certificate", || demo.log().contains("the authority has signed it").then_some(()));
    let visitor = Visitor::trusting(&authority.root());
    (demo, visitor)
}

/// The serial number that every door shows.
fn serial(authority: &Authority, demo: &Demo, visitor: &mut Visitor) -> String {
    let page = &demo.page;
    let serials = [&page.sips, &page.wss, &page.imaps, &authority.desk()].map(|door| visitor.serial(door));
    let first = serials[0].clone().expect("the authority's certificate");
    assert!(serials.iter().all(|serial| serial.as_ref() == Some(&first)), "{serials:?}");
    assert_eq!(visitor.serial_by_starttls(&page.smtp).as_ref(), Some(&first));
    first
}

/// What `/health` says of the certificate.
fn condition(demo: &Demo) -> Value {
    let health = Desk::visit(demo).get("/health").json();
    let mut parts = health["parts"].as_array().expect("parts").iter();
    parts.find(|part| part["name"] == "certificate").expect("the part").clone()
}

#[test]
fn a_certificate_is_obtained_and_renewed_under_a_call() {
    let authority = Authority::start();
    let (demo, mut visitor) = signed(&authority);
    let first = serial(&authority, &demo, &mut visitor);
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register_by_tls(&demo, anna), Phone::register_by_tls(&demo, ben));
    visitor.hold(&demo.page.imaps);
    let (said, heard) = (demo.folder().join("said.wav"), demo.folder().join("heard.wav"));
    write_wav(&said, &speech(60_000));
    let calling = annas.call(&demo, &ben.extension, json!({"play": said}));
    let ringing = bens.rings();
    bens.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(calling);
    bens.talks(ringing);

    let renewed = authority.command(&demo, &["certificate", "renew"]);
    assert!(renewed.status.success(), "{renewed:?}");
    demo.signal("HUP");
    eventually("the renewed certificate", || {
        visitor.serial(&demo.page.sips).filter(|serial| *serial != first)
    });
    assert_ne!(serial(&authority, &demo, &mut visitor), first);

    // The call goes on, and so does every connection from before.
    bens.tell(json!({"do": "record", "call": ringing, "path": heard}));
    std::thread::sleep(Duration::from_secs(2));
    bens.stop_recording(ringing);
    assert!(Heard::open(&heard).loud_milliseconds() > 1000);
    assert!(visitor.ask().starts_with("a OK"));
    bens.hang_up(ringing);
    assert_eq!(annas.ends(calling), 200);
    for phone in [&mut annas, &mut bens] {
        assert!(phone.seen().iter().all(|event| event["event"] != "registered"), "its connection has stood");
    }
    // Somebody new finds the new one.
    let carla = demo.person(2);
    let mut carlas = Phone::register_by_tls(&demo, carla);
    carlas.talks_with(&demo, &mut annas, &anna.extension);
}

/// Where nobody reaches port 80: the authority asks at the desk's door, while a command orders beside the server.
#[test]
fn an_authority_may_ask_at_the_desks_door() {
    let authority = Authority::start_by_tls();
    let (demo, mut visitor) = signed(&authority);
    let first = serial(&authority, &demo, &mut visitor);
    let renewed = authority.command(&demo, &["certificate", "renew"]);
    assert!(renewed.status.success(), "{renewed:?}");
    demo.signal("HUP");
    eventually("the renewed certificate", || {
        visitor.serial(&authority.desk()).filter(|serial| *serial != first)
    });
    let exhibits = std::fs::read_dir(demo.folder().join("tls/asked")).expect("a folder");
    assert_eq!(exhibits.count(), 0, "nothing stays that an authority was shown");
}

#[test]
fn while_the_authority_is_away_the_old_certificate_is_used_and_somebody_is_told() {
    let mut authority = Authority::start();
    let (demo, mut visitor) = signed(&authority);
    let first = serial(&authority, &demo, &mut visitor);
    assert_eq!(condition(&demo)["status"], "good");
    assert!(demo.metric("switchroom_certificate_ends_seconds") > 0.0);

    authority.go_away();
    let failed = authority.command(&demo, &["certificate", "renew"]);
    assert!(!failed.status.success() && !failed.stderr.is_empty(), "{failed:?}");
    demo.signal("HUP");
    let told =
        eventually("the condition", || Some(condition(&demo)).filter(|part| part["status"] == "degraded"));
    assert!(told["detail"].as_str().expect("a text").contains("cannot be renewed: 1 tries"), "{told}");
    assert!(demo.metric("switchroom_certificate_orders_failed") >= 1.0);
    let doctor = authority.command(&demo, &["doctor"]);
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("FAIL  certificate"), "{doctor:?}");
    assert_eq!(serial(&authority, &demo, &mut visitor), first);
    let mut phone = Phone::register_by_tls(&demo, demo.person(0));
    let mut other = Phone::register_by_tls(&demo, demo.person(1));
    phone.talks_with(&demo, &mut other, &demo.person(1).extension);

    authority.come_back();
    let renewed = authority.command(&demo, &["certificate", "renew"]);
    assert!(renewed.status.success(), "{renewed:?}");
    demo.signal("HUP");
    eventually("all is well", || (condition(&demo)["status"] == "good").then_some(()));
    assert_ne!(serial(&authority, &demo, &mut visitor), first);
}
