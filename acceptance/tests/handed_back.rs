//! Calls handed back to the telephone system beside us that both of their ends belong to, which is played by two PJSIPs: they take
//! REFER and Replaces for real.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Heard, Phone, eventually, speech, write_wav};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

const DIRECT: &str = "+4930123";
const FAR: &str = "040555123";
/// Sound that went through codecs and resamplers resembles what was said so much at least.
const LIKE: f64 = 0.9;

/// The telephone system: a person of it who calls us, and one who is called; and its trunk.
struct Pbx<'a> {
    demo: &'a Demo,
    desk: Desk,
    caller: Phone,
    far: Phone,
    trunk: String,
}

impl<'a> Pbx<'a> {
    fn beside(demo: &'a Demo) -> Pbx<'a> {
        let desk = Desk::sign_in_as_administrator(demo);
        let ((caller, _), (far, _)) = (Phone::alone(), Phone::alone());
        let terms = json!({
            "server": format!("sip:{}", far.address()), "networks": ["127.0.0.1/32"], "direct": [format!("{DIRECT}:10-999")],
            "pingSeconds": 0, "channels": 2, "takesBack": true,
        });
        let reply = desk.send("POST", "/api/v1/trunks", Some(&json!({"name": "pbx", "terms": terms})));
        assert_eq!(reply.status, 201, "{}", reply.text());
        assert_eq!(reply.json()["terms"]["takesBack"], true);
        let trunk = reply.json()["id"].as_str().expect("an id").to_owned();
        let routes = json!([{"prefix": "+", "trunks": [trunk]}]);
        assert_eq!(desk.send("PUT", "/api/v1/trunk-routes", Some(&routes)).status, 204);
        Pbx { demo, desk, caller, far, trunk }
    }

    /// Its caller talks with a person of ours.
    fn calls(&mut self, phone: &mut Phone, extension: &str) -> (u64, u64) {
        let theirs = self.caller.call(self.demo, &format!("{DIRECT}{extension}"), json!({}));
        let ours = phone.rings();
        phone.tell(json!({"do": "answer", "call": ours}));
        self.caller.talks(theirs);
        phone.talks(ours);
        (theirs, ours)
    }

    fn far_answers(&mut self) -> u64 {
        let call = self.far.rings();
        self.far.tell(json!({"do": "answer", "call": call}));
        call
    }

    /// Which call of the caller's phone has been made for us.
    fn referred(&mut self, call: u64) -> Value {
        self.caller.wait("referred", |event| event["call"] == call)
    }

    fn holds_channels(&self, count: u32) {
        eventually(&format!("{count} channels are held"), || {
            let trunks = self.desk.get("/api/v1/trunks").json();
            let trunk =
                trunks["items"].as_array()?.iter().find(|trunk| trunk["id"] == self.trunk.as_str())?;
            (trunk["state"]["calls"] == count).then_some(())
        });
    }

    fn said(&self) -> PathBuf {
        let said = self.demo.folder().join("said.wav");
        write_wav(&said, &speech(2000));
        said
    }

    /// A call that they have made for us talks; then the caller hangs up.
    fn talk_anew(&mut self, calling: u64, called: u64) {
        self.caller.talks(calling);
        self.far.talks(called);
        self.send_each_other_sound(calling, called);
    }

    /// Both get sound; then the caller hangs up.
    fn send_each_other_sound(&mut self, calling: u64, called: u64) {
        let said = self.said();
        for (phone, call) in [(&mut self.caller, calling), (&mut self.far, called)] {
            phone.tell(json!({"do": "play", "call": call, "path": said, "loop": true}));
        }
        for (phone, call) in [(&mut self.caller, calling), (&mut self.far, called)] {
            eventually("sound comes", || (phone.stream(call).got.0 > 20).then_some(()));
        }
        self.caller.hang_up(calling);
        self.caller.ends(calling);
        self.far.ends(called);
    }

    /// Both hear each other through us; then the caller hangs up.
    fn hear_each_other(&mut self, calling: u64, called: u64, name: &str) {
        let said = self.said();
        let file = |who: &str| self.demo.folder().join(format!("{name}-{who}.wav"));
        for (phone, call, who) in [(&mut self.caller, calling, "caller"), (&mut self.far, called, "far")] {
            phone.tell(json!({"do": "play", "call": call, "path": said, "loop": true}));
            phone.tell(json!({"do": "record", "call": call, "path": file(who)}));
        }
        std::thread::sleep(Duration::from_secs(5));
        self.caller.hang_up(calling);
        self.caller.ends(calling);
        self.far.ends(called);
        for who in ["caller", "far"] {
            let likeness = Heard::open(&file(who)).likeness(&speech(2000));
            assert!(likeness > LIKE, "{name}: {who} has heard what resembles it by {likeness}");
        }
    }
}

#[test]
fn a_transferred_call_is_handed_back_and_holds_no_channel() {
    let demo = Demo::start();
    let mut pbx = Pbx::beside(&demo);
    let anna = demo.person(0);
    let mut annas = Phone::register(&demo, anna);

    // To somebody whom she talks with already.
    let (first, hers) = pbx.calls(&mut annas, &anna.extension);
    let second = annas.call(&demo, FAR, json!({}));
    let consulted = pbx.far_answers();
    annas.talks(second);
    pbx.holds_channels(2);
    annas.transfer_to_call(hers, second);
    assert_eq!(annas.transferred(hers), 200);
    let joined = pbx.referred(first);
    assert!(joined["to"].as_str().unwrap().contains("Replaces="), "{joined}");
    let called = pbx.far.wait("replaced", |event| event["call"] == consulted)["new"].as_u64().unwrap();
    assert_eq!(pbx.caller.ends(first), 200);
    // PJSIP calls a call that is replaced gone.
    assert_eq!(pbx.far.ends(consulted), 410);
    pbx.holds_channels(0);
    pbx.talk_anew(joined["new"].as_u64().unwrap(), called);

    // To a number: we call nobody.
    let (first, hers) = pbx.calls(&mut annas, &anna.extension);
    annas.transfer(&demo, hers, FAR);
    let sent = pbx.referred(first);
    assert!(sent["to"].as_str().unwrap().contains("+4940555123@"), "{sent}");
    let called = pbx.far_answers();
    assert_eq!(annas.transferred(hers), 200);
    assert_eq!((annas.ends(hers), pbx.caller.ends(first)), (200, 200));
    pbx.holds_channels(0);
    pbx.talk_anew(sent["new"].as_u64().unwrap(), called);

    // Forwarded there: they are joined when it is answered.
    demo.set("forward.always", FAR, anna);
    demo.hears_of_what_others_wrote();
    let first = pbx.caller.call(&demo, &format!("{DIRECT}{}", anna.extension), json!({}));
    let rung = pbx.far_answers();
    let joined = pbx.referred(first);
    let called = pbx.far.wait("replaced", |event| event["call"] == rung)["new"].as_u64().unwrap();
    pbx.caller.ends(first);
    pbx.holds_channels(0);
    pbx.talk_anew(joined["new"].as_u64().unwrap(), called);
    demo.all_is_free_within(Duration::from_secs(10));
    // Who was joined to somebody else is not hers to see.
    let calls = Desk::sign_in(&demo, anna).calls();
    let handed: Vec<_> = calls.iter().filter(|call| call["reason"]["course"] == "handed-back").collect();
    assert_eq!((handed.len(), calls.len()), (2, 4), "{calls:?}");
    assert_eq!(handed[0]["why"], "forwarded always: handed back");
    assert!(handed.iter().all(|call| call["outcome"] == "answered"), "{calls:?}");
}

#[test]
fn a_call_that_the_telephone_system_does_not_take_back_goes_on() {
    let demo = Demo::start();
    let mut pbx = Pbx::beside(&demo);
    let anna = demo.person(0);
    let mut annas = Phone::register(&demo, anna);
    pbx.caller.tell(json!({"do": "keep_calls"}));

    // It is called by us then, and asked no more.
    let (first, hers) = pbx.calls(&mut annas, &anna.extension);
    annas.transfer(&demo, hers, FAR);
    pbx.referred(first);
    let called = pbx.far_answers();
    assert_eq!(annas.transferred(hers), 200);
    annas.ends(hers);
    pbx.holds_channels(2);
    pbx.hear_each_other(first, called, "blind");
    assert!(!pbx.caller.seen().iter().any(|event| event["event"] == "referred"), "asked twice");

    let (first, hers) = pbx.calls(&mut annas, &anna.extension);
    let second = annas.call(&demo, FAR, json!({}));
    let consulted = pbx.far_answers();
    annas.talks(second);
    annas.transfer_to_call(hers, second);
    assert_eq!(annas.transferred(hers), 200);
    pbx.referred(first);
    pbx.send_each_other_sound(first, consulted);
    demo.all_is_free_within(Duration::from_secs(10));
}

#[test]
fn a_caller_whom_voice_mail_puts_through_is_sent_on_by_refer_and_calls_by_invite() {
    let demo = Demo::start();
    let mut pbx = Pbx::beside(&demo);
    // None of her phones is registered: the greeting answers.
    let anna = demo.person(0);
    let profile = json!({"takesMessages": true, "transfer": {"number": FAR, "on": true}});
    let kept = Desk::sign_in(&demo, anna).send("PUT", "/api/v1/me/profiles/office", Some(&profile));
    assert!((200..300).contains(&kept.status), "{}", kept.text());
    let first = pbx.caller.call(&demo, &format!("{DIRECT}{}", anna.extension), json!({}));
    pbx.caller.talks(first);
    pbx.caller.keys(first, "2");
    let sent = pbx.referred(first);
    assert!(sent["to"].as_str().unwrap().contains("+4940555123@"), "{sent}");
    let called = pbx.far_answers();
    assert_eq!(pbx.caller.ends(first), 200);
    pbx.holds_channels(0);
    pbx.talk_anew(sent["new"].as_u64().unwrap(), called);
    demo.all_is_free_within(Duration::from_secs(10));
}
