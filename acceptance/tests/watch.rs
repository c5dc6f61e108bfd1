//! Watching colleagues: what the keys of a phone (BLF) are told, and what a storm of subscriptions costs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Person, Phone, Running, Scenario, eventually};
use serde_json::json;
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

/// A key for `watched` on a phone of `person`, until the line is free again.
fn key(demo: &Demo, person: &Person, watched: &Person) -> Running {
    let scenario = Scenario::watching("dialog", "application/dialog-info+xml", "&gt;terminated&lt;");
    watch(demo, scenario, person, watched)
}

fn watch(demo: &Demo, scenario: Scenario, person: &Person, watched: &Person) -> Running {
    scenario.with(&["-s", &watched.extension, "-m", "1"]).phone_of(person).start(demo)
}

/// The bodies of the NOTIFYs so far.
fn documents(messages: &str) -> Vec<&str> {
    bodies(messages, "<dialog-info ")
}

fn bodies<'a>(messages: &'a str, root: &str) -> Vec<&'a str> {
    messages.split(root).skip(1).map(|rest| &rest[..rest.find("-----").unwrap_or(rest.len())]).collect()
}

/// Waits until a key has been told so often, and answers the last document.
fn told(key: &Running, count: usize) -> String {
    eventually("a NOTIFY", || {
        let messages = key.messages();
        let documents = documents(&messages);
        (documents.len() >= count).then(|| documents[count - 1].to_owned())
    })
}

#[test]
fn a_key_shows_a_colleague_ringing_talking_and_free_again() {
    let demo = Demo::start();
    let (anna, ben, carla) = (demo.person(0), demo.person(1), demo.person(2));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let key = key(&demo, carla, ben);
    let first = told(&key, 1);
    assert!(first.contains(r#"version="0" state="full""#), "{first}");
    assert!(first.contains(&format!("entity=\"sip:{}@{}\"", ben.extension, ben.realm())), "{first}");
    assert!(!first.contains("<dialog "), "{first}");

    let calling = annas.call(&demo, &ben.extension, json!({}));
    let ringing = bens.rings();
    let early = told(&key, 2);
    for expected in [
        r#"version="1" state="full""#,
        r#"direction="recipient""#,
        "<state>early</state>",
        &format!("<remote><identity display=\"{}\">sip:{}@", anna.name, anna.extension),
        &format!("<local><identity display=\"{}\">sip:{}@", ben.name, ben.extension),
    ] {
        assert!(early.contains(expected), "{expected} in {early}");
    }
    bens.tell(json!({"do": "answer", "call": ringing}));
    annas.talks(calling);
    assert!(told(&key, 3).contains("<state>confirmed</state>"));
    annas.hang_up(calling);
    bens.ends(ringing);
    let messages = key.succeeds();
    let documents = documents(&messages);
    assert!(documents[3].contains(r#"version="3""#) && documents[3].contains("<state>terminated</state>"));
}

#[test]
fn a_caller_who_reaches_a_voice_talks_and_the_called_colleague_does_not() {
    // Set beforehand: nothing tells when a running server knows a setting.
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    demo.set("watch.parties", "false", demo.person(0));
    assert_eq!(demo.stop(), 0);
    let demo = Demo::start_at(folder.path());
    let (anna, ben, carla) = (demo.person(0), demo.person(1), demo.person(2));
    let mut annas = Phone::register(&demo, anna);
    let (annas_key, bens_key) = (key(&demo, carla, anna), key(&demo, carla, ben));
    told(&annas_key, 1);
    told(&bens_key, 1);
    // Ben has no phone: his voice mail answers at once.
    let calling = annas.call(&demo, &ben.extension, json!({}));
    annas.talks(calling);
    let shown = eventually("confirmed", || {
        let messages = annas_key.messages();
        documents(&messages).last().filter(|last| last.contains("confirmed")).map(|last| (*last).to_owned())
    });
    assert!(shown.contains(r#"direction="initiator""#), "{shown}");
    // She does not want to be seen with whom: the number that she has called stands nowhere.
    assert!(!shown.contains(&format!("sip:{}@", ben.extension)), "{shown}");
    assert!(shown.contains("sip:anonymous@anonymous.invalid"), "{shown}");
    annas.hang_up(calling);
    annas_key.succeeds();
    assert_eq!(documents(&bens_key.messages()).len(), 1, "nothing has rung at Ben's");
}

#[test]
fn a_colleague_whose_phone_is_there_can_be_called() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let mut bens = Phone::register(&demo, ben);
    bens.tell(json!({"do": "watch", "uri": format!("sip:{}@{}", anna.extension, anna.realm())}));
    bens.wait("presence", |seen| seen["basic"] == "closed");
    let mut annas = Phone::register(&demo, anna);
    bens.wait("presence", |seen| seen["basic"] == "open");
    annas.tell(json!({"do": "unregister"}));
    bens.wait("presence", |seen| seen["basic"] == "closed");
}

#[test]
fn a_colleague_is_seen_as_published_and_at_the_telephone() {
    let demo = Demo::start();
    let (anna, carla) = (demo.person(0), demo.person(2));
    let mut annas = Phone::publishing(&demo, anna);
    let seen_until =
        |text: &str| watch(&demo, Scenario::watching("presence", "application/pidf+xml", text), carla, anna);
    let shown = |seen: Running| {
        let messages = seen.succeeds();
        // The last is sent again when the watching ends.
        bodies(&messages, "<presence ").pop().unwrap().to_owned()
    };
    let seen = seen_until("Back at two");
    annas.tell(json!({"do": "publish", "is_open": true, "activity": "away", "note": "Back at two"}));
    let away = shown(seen);
    assert!(away.contains("<basic>open</basic>") && away.contains("<rpid:away/>"), "{away}");
    let seen = seen_until("Gone home");
    annas.tell(json!({"do": "publish", "is_open": false, "note": "Gone home"}));
    let gone = shown(seen);
    assert!(gone.contains("<basic>closed</basic>") && !gone.contains("Back at two"), "{gone}");

    let seen = seen_until("rpid:on-the-phone");
    let calling = annas.call(&demo, &demo.page.numbers.mailbox, json!({}));
    annas.talks(calling);
    let talking = shown(seen);
    assert!(talking.contains("<rpid:on-the-phone/>") && talking.contains("Gone home"), "{talking}");
}

fn subscribe(number: usize, from: SocketAddr) -> String {
    format!(
        "SUBSCRIBE sip:202@demo.example SIP/2.0\r\nVia: SIP/2.0/UDP {from};rport;branch=z9hG4bKw{number}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:storm@demo.example>;tag=w{number}\r\nTo: <sip:202@demo.example>\r\n\
         Call-ID: w{number}\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:storm@{from}>\r\nEvent: dialog\r\nExpires: 60\r\n\
         Content-Length: 0\r\n\r\n"
    )
}

/// Sends one, again while nothing comes (RFC 3261 §17.1.2.2), and reads its final answer.
fn asked(socket: &UdpSocket, target: SocketAddr, number: usize) -> String {
    let from = socket.local_addr().unwrap();
    let branch = format!("branch=z9hG4bKw{number}");
    let mut octets = [0; 4096];
    eventually("an answer", || {
        socket.send_to(subscribe(number, from).as_bytes(), target).unwrap();
        while let Ok(length) = socket.recv(&mut octets) {
            let text = String::from_utf8_lossy(&octets[..length]);
            if text.contains(&branch) && !text.starts_with("SIP/2.0 100") {
                return Some(text.into_owned());
            }
        }
        None
    })
}

/// A phone's socket; what it sends is sent again after half a second.
fn socket(address: &str) -> UdpSocket {
    let socket = UdpSocket::bind((address, 0)).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    socket
}

#[test]
fn a_storm_of_subscriptions_gets_whole_challenges_then_a_rest_and_others_feel_nothing() {
    let demo = Demo::start();
    let target: SocketAddr = demo.page.sip.parse().unwrap();
    let wild = socket("127.0.0.1");
    let (began, taken_before) = (Instant::now(), demo.processor_time());
    let (mut challenged, mut refused) = (0, 0);
    for number in 0..3000 {
        // 580 a second, which is 50 million a day.
        std::thread::sleep(Duration::from_micros(1700));
        let answer = asked(&wild, target, number);
        if answer.starts_with("SIP/2.0 401") {
            challenged += 1;
            let challenges: Vec<&str> = answer
                .lines()
                .filter(|line| line.to_lowercase().starts_with("www-authenticate: digest"))
                .collect();
            assert!(!challenges.is_empty(), "{answer}");
            for part in ["realm=\"", "nonce=\"", "qop=\"auth\"", "algorithm="] {
                assert!(challenges.iter().all(|challenge| challenge.contains(part)), "{part} in {answer}");
            }
            // RFC 3261 §8.2.6.2: a dialog can be told by both tags.
            let to = answer.lines().find(|line| line.starts_with("To:")).unwrap();
            assert!(to.contains(";tag="), "{answer}");
        } else {
            refused += 1;
            assert!(answer.starts_with("SIP/2.0 503") && answer.contains("Retry-After: "), "{answer}");
        }
    }
    let taken = demo.processor_time() - taken_before;
    eprintln!("{taken:?} of the processor in {:?}", began.elapsed());
    assert!(challenged >= 2000, "{challenged} and {refused}");
    assert!(refused > 0, "{challenged} and {refused}");
    // Calls are none the worse, and neither are other sources.
    assert!(asked(&socket("127.0.0.2"), target, 9000).starts_with("SIP/2.0 401"));
    let (anna, ben) = (demo.person(0), demo.person(1));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let calling = annas.call(&demo, &ben.extension, json!({}));
    bens.rings();
    annas.hang_up(calling);
}

#[test]
fn the_keys_of_a_phone_and_the_settings_of_its_owner_are_the_same() {
    let demo = Demo::start();
    let (anna, ben, clara) = (demo.person(0), demo.person(1), demo.person(2));
    let (mut annas, mut bens) = (Phone::register(&demo, anna), Phone::register(&demo, ben));
    let mut claras = Phone::register(&demo, clara);
    let keys = watch(&demo, Scenario::of("keys").key("target", &clara.extension), anna, anna);
    eventually("do not disturb is on", || {
        keys.messages().contains("doNotDisturbOn>true</doNotDisturbOn></DoNot").then_some(())
    });
    // What was pressed holds: her phone does not ring, her voice mail answers.
    let calling = bens.call(&demo, &anna.extension, json!({}));
    bens.talks(calling);
    bens.hang_up(calling);
    // What is dialled shows on the keys, which then forward her calls.
    let dialled = annas.call(&demo, "%2326%23", json!({}));
    annas.talks(dialled);
    annas.ends(dialled);
    let messages = keys.succeeds();
    assert!(messages.contains(&format!("<forwardTo>{}</forwardTo>", clara.extension)), "{messages}");
    let calling = bens.call(&demo, &anna.extension, json!({}));
    let ringing = claras.rings();
    bens.hang_up(calling);
    claras.ends(ringing);
}

#[test]
fn an_account_is_told_from_where_it_is_registered() {
    let demo = Demo::start();
    let anna = demo.person(0);
    let scenario = Scenario::watching("reg", "application/reginfo+xml", "event=.unregistered.");
    let seen = watch(&demo, scenario, anna, anna);
    let told = |what: &str| {
        let messages = seen.messages();
        bodies(&messages, "<reginfo ").iter().any(|body| body.contains(what))
    };
    eventually("nothing registered", || told(r#"version="0" state="full"><registration aor="#).then_some(()));
    let mut annas = Phone::register(&demo, anna);
    eventually("a contact", || told(r#"event="registered""#).then_some(()));
    annas.tell(json!({"do": "unregister"}));
    let messages = seen.succeeds();
    assert!(
        bodies(&messages, "<reginfo ").iter().any(|body| body.contains(r#"state="terminated""#)),
        "{messages}"
    );
}

#[test]
fn a_key_takes_the_call_that_it_shows() {
    // Set beforehand: nothing tells when a running server knows a setting.
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let (ben, carla) = (demo.person(1), demo.person(2));
    demo.set("pick_up.group", "1", ben);
    demo.set("pick_up.group", "1", carla);
    assert_eq!(demo.stop(), 0);
    let demo = Demo::start_at(folder.path());
    let (anna, ben, carla, dan) = (demo.person(0), demo.person(1), demo.person(2), demo.person(3));
    let [mut annas, mut bens, mut carlas, mut dans] =
        [anna, ben, carla, dan].map(|person| Phone::register(&demo, person));
    let key = key(&demo, carla, ben);
    told(&key, 1);
    let calling = annas.call(&demo, &ben.extension, json!({}));
    let ringing = bens.rings();
    let early = told(&key, 2);
    let named =
        |name: &str| early.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (call, local, remote) = (named("call-id"), named("local-tag"), named("remote-tag"));
    let headers =
        json!({"headers": {"Replaces": format!("{call};to-tag={local};from-tag={remote};early-only")}});
    let strange = dans.call(&demo, &ben.extension, headers.clone());
    assert_eq!(dans.ends(strange), 481, "of another group");
    let picking = carlas.call(&demo, &ben.extension, headers.clone());
    carlas.talks(picking);
    annas.talks(calling);
    let cancelled = bens.wait("request", |event| event["call"] == ringing && event["method"] == "CANCEL");
    assert!(cancelled["text"].as_str().unwrap().contains("cause=200"), "{cancelled}");
    let late = dans.call(&demo, &ben.extension, headers);
    assert_eq!(dans.ends(late), 481, "it rings no more");
    annas.hang_up(calling);
    carlas.ends(picking);
    key.succeeds();
}
