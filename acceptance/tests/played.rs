//! A message is opened in a mail program, or played on a telephone of one's choice: asked for at the desk, heard at a PJSIP phone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Heard, Imap, Phone, eventually, tone, write_wav};
use serde_json::json;

const CALLER: &str = "+493044400001";
const SAID_HERTZ: f64 = 1300.0;
const SAID_MILLISECONDS: u32 = 4000;

fn is_seen(desk: &Desk, id: &str) -> bool {
    desk.get(&format!("/api/v1/me/messages/{id}")).json()["seen"] == true
}

#[test]
fn a_message_is_opened_as_wav_or_played_on_the_own_telephone_or_another_one_that_is_chosen() {
    let demo = Demo::start();
    let (owner, elsewhere) = (demo.person(0), demo.person(2));
    demo.set("access.mode", "settings", owner);
    Caller::leave(&demo, owner, CALLER, &tone(SAID_HERTZ, SAID_MILLISECONDS));
    let attached = Imap::open(&demo, owner).new_voice_message().sound().milliseconds_of(SAID_HERTZ);
    assert!(attached.abs_diff(SAID_MILLISECONDS.into()) < 400, "{attached} ms of it");
    let desk = Desk::sign_in(&demo, owner);
    let id = eventually("the message", || {
        let messages = desk.messages();
        let left = messages.iter().find(|message| message["from"]["number"] == CALLER)?;
        Some(left["id"].as_str()?.to_owned())
    });
    let (mut own, mut other) = (Phone::register(&demo, owner), Phone::register(&demo, elsewhere));

    let path = format!("/api/v1/me/messages/{id}/call");
    let said = demo.folder().join("silence.wav");
    write_wav(&said, &acceptance::silence(1000));
    let hears = |phone: &mut Phone, telephone: serde_json::Value| {
        desk.send("PATCH", &format!("/api/v1/me/messages/{id}"), Some(&json!({"seen": false})));
        assert!(!is_seen(&desk, &id));
        let call = || desk.send("POST", &path, Some(&telephone));
        let begun = eventually("a call", || Some(call()).filter(|begun| begun.status == 202));
        let stage = format!("/api/v1/me/house-calls/{}", begun.json()["id"].as_str().expect("an id"));
        let heard = demo.folder().join("heard.wav");
        let ringing = phone.rings();
        phone.tell(json!({"do": "answer", "call": ringing, "play": said, "loop": true, "record": heard}));
        phone.talks(ringing);
        eventually("it is heard to its end", || is_seen(&desk, &id).then_some(()));
        assert_eq!(desk.get(&stage).json()["stage"], "talking");
        phone.hang_up(ringing);
        phone.ends(ringing);
        // Once, and whole: what comes late is bridged by a phone that has to wait.
        let milliseconds = Heard::open(&heard).milliseconds_of(SAID_HERTZ);
        assert!(milliseconds.abs_diff(SAID_MILLISECONDS.into()) < 1000, "{milliseconds} ms of it");
        eventually("the call is over", || (desk.get(&stage).json()["stage"] == "over").then_some(()));
    };
    let refused = |telephone: serde_json::Value, why: &str| {
        let reply = desk.send("POST", &path, Some(&telephone));
        assert_eq!(reply.status, 409, "{}", reply.text());
        assert!(reply.text().contains(why), "{}", reply.text());
    };
    refused(json!({}), "cannot be heard by telephone");
    demo.set("access.mode", "all", owner);
    hears(&mut own, json!({}));
    refused(json!({"number": "112"}), "emergency services");
    hears(&mut other, json!({"number": elsewhere.extension}));
}
