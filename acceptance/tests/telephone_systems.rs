//! Telephone systems beside us, in the words that they use: SIPp writes messages in the shape of Cisco Unified CM's and OmniPCX
//! Enterprise's. Neither machine has been there.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Imap, Person, Phone, Provider, Scenario, eventually};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::thread::JoinHandle;

const VOICE: &str = "From: <+493044400009@outside.example>\r\nMessage-Context: voice-message\r\n\
                     Content-Type: audio/wav\r\n\r\nno sound is needed\r\n";

/// A number of the telephone system.
const OTTO: &str = "040555123";

/// What the telephone system is to us: its extensions and ours are one plan, in which it is trusted.
fn trunk(desk: &Desk, server: &SocketAddr, transport: &str, more: Value) {
    let mut terms = json!({
        "server": format!("sip:{server};transport={transport}"), "networks": ["127.0.0.2/32"], "direct": [],
        "asserts": true, "diverts": true, "takesBack": true, "pingSeconds": 0,
    });
    for (key, value) in more.as_object().expect("an object") {
        terms[key] = value.clone();
    }
    let reply = desk.send("POST", "/api/v1/trunks", Some(&json!({"name": "pbx", "terms": terms})));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let routes = json!([{"prefix": "+", "trunks": [reply.json()["id"]]}]);
    assert_eq!(desk.send("PUT", "/api/v1/trunk-routes", Some(&routes)).status, 204);
}

/// Scenarios of one telephone system, by the transport that it prefers.
struct System {
    transport: &'static str,
    /// The field that says for whom a call was.
    passed_on: &'static str,
}

const CUCM: System = System { transport: "t1", passed_on: "diversion" };
const OXE: System = System { transport: "u1", passed_on: "history" };

impl System {
    fn calls(&self, name: &str, called: &str, passed_on: &str) -> Scenario {
        Scenario::of(name)
            .with(&["-t", self.transport, "-s", called, "-m", "1", "-i", "127.0.0.2", "-mi", "127.0.0.2"])
            .key("from", "3427")
            .key("name", "Vera Self")
            .key(self.passed_on, passed_on)
    }

    fn waits(&self, name: &str) -> Provider {
        Scenario::of(name).with(&["-t", self.transport]).wait()
    }

    /// A call that a telephone of ours takes; the call's number there, and the scenario under way.
    fn calls_a_phone(
        &self,
        name: &str,
        demo: &'static Demo,
        (phone, person): (&mut Phone, &Person),
    ) -> (u64, JoinHandle<()>) {
        let scenario = self.calls(name, &person.extension, "X-Nothing: 1");
        let running = std::thread::spawn(move || drop(scenario.succeeds(demo)));
        let incoming = phone.wait("incoming", |_| true);
        let text = incoming["text"].as_str().unwrap();
        assert!(text.contains("\"Vera Self\" <sip:3427@"), "{text}");
        let call = incoming["call"].as_u64().unwrap();
        phone.tell(json!({"do": "answer", "call": call}));
        phone.talks(call);
        (call, running)
    }

    /// A telephone of ours calls somebody there, who answers.
    fn is_called(&self, demo: &Demo, provider: Provider, phone: &mut Phone) {
        let call = phone.call(demo, OTTO, json!({}));
        phone.talks(call);
        phone.hang_up(call);
        phone.ends(call);
        provider.is_content();
    }
}

/// The newest calls of a person, when there are so many.
fn rows(demo: &Demo, person: &Person, count: usize) -> Vec<Value> {
    let desk = Desk::sign_in(demo, person);
    eventually("rows", || Some(desk.calls()).filter(|calls| calls.len() == count))
}

/// A demo that threads may look at; it ends with the process.
fn demo() -> &'static Demo {
    Box::leak(Box::new(Demo::start()))
}

/// Calls to the mailbox number leave messages for whom they were for, greeted for the reason.
fn passes_on(system: &System, demo: &Demo, name: &str, owner: &Person, fields: &[(String, &str)]) {
    let number = &demo.page.numbers.mailbox;
    for (count, (field, course)) in fields.iter().enumerate() {
        system.calls(name, number, field).succeeds(demo);
        let newest = rows(demo, owner, count + 1)[0].clone();
        assert_eq!(newest["reason"]["course"], *course, "{newest}");
        assert_eq!(newest["other"]["number"], "3427", "{newest}");
        assert_eq!(newest["other"]["name"], "Vera Self", "{newest}");
    }
}

#[test]
fn cisco_unified_cm_calls_with_late_offers_holds_transfers_and_is_called() {
    let demo = demo();
    let desk = Desk::sign_in_as_administrator(demo);
    let ben = demo.person(1);
    let mut bens = Phone::register(demo, ben);
    let answers = CUCM.waits("cucm_answers");
    trunk(&desk, &answers.address, "tcp", json!({}));
    CUCM.calls("cucm_ping", "", "X-Nothing: 1").succeeds(demo);
    CUCM.is_called(demo, answers, &mut bens);

    let (call, running) = CUCM.calls_a_phone("cucm_calls", demo, (&mut bens, ben));
    running.join().unwrap();
    assert_eq!(bens.ends(call), 200);

    // Sent back to a number there: it takes the call.
    let (call, running) = CUCM.calls_a_phone("cucm_takes_back", demo, (&mut bens, ben));
    bens.transfer(demo, call, OTTO);
    assert_eq!(bens.transferred(call), 200);
    bens.ends(call);
    running.join().unwrap();
    assert_eq!(rows(demo, ben, 3)[0]["reason"]["course"], "handed-back");
}

#[test]
fn cisco_unified_cm_passes_calls_on_to_voice_mail_and_shows_the_lamp() {
    let demo = demo();
    let desk = Desk::sign_in_as_administrator(demo);
    let clara = demo.person(2);
    let lamp = CUCM.waits("lamp_is_told");
    trunk(&desk, &lamp.address, "tcp", json!({"lamps": true}));
    let field = |reason: &str| {
        let name = &clara.name;
        format!(
            "Diversion: \"{name}\" <sip:{}@192.0.2.13>;reason={reason};privacy=off;screen=yes",
            clara.extension
        )
    };
    let fields = [
        (field("unconditional"), "always-diverted"),
        (field("user-busy"), "busy"),
        (field("no-answer"), "no-answer"),
    ];
    passes_on(&CUCM, demo, "cucm_diverts", clara, &fields);
    assert_eq!(Imap::open(demo, clara).append(VOICE), "OK");
    let told = lamp.is_content();
    assert!(told.contains(&format!("sip:{}", clara.extension)), "{told}");
}

#[test]
fn omnipcx_enterprise_calls_holds_passes_calls_on_and_is_called() {
    let demo = demo();
    let desk = Desk::sign_in_as_administrator(demo);
    let (ben, clara) = (demo.person(1), demo.person(2));
    let mut bens = Phone::register(demo, ben);
    let answers = OXE.waits("oxe_answers");
    trunk(&desk, &answers.address, "udp", json!({}));
    OXE.is_called(demo, answers, &mut bens);

    let (call, running) = OXE.calls_a_phone("oxe_calls", demo, (&mut bens, ben));
    running.join().unwrap();
    assert_eq!(bens.ends(call), 200);

    let to_clara =
        |reason: &str| format!("Diversion: <sip:{}@192.0.2.20;user=phone>;reason={reason}", clara.extension);
    let entries = format!(
        "History-Info: <sip:{}@192.0.2.20;user=phone?Reason=SIP%3Bcause%3D486>;index=1, <sip:99@192.0.2.1;user=phone>;index=1.1",
        clara.extension
    );
    let fields = [(to_clara("no-answer"), "no-answer"), (entries, "busy")];
    passes_on(&OXE, demo, "oxe_diverts", clara, &fields);

    // It does not say that it takes REFER, and is not asked: the call goes out by us.
    let (call, running) = OXE.calls_a_phone("oxe_keeps", demo, (&mut bens, ben));
    bens.transfer(demo, call, OTTO);
    assert_ne!(bens.transferred(call), 200, "nobody is there to be called any more");
    running.join().unwrap();
    assert_eq!(bens.ends(call), 200, "both talked on");
}
