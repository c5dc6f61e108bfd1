//! Phones and trunks that are proven by a SIM card instead of a password (RFC 3310), by SIPp and between two servers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Person, Scenario, eventually, free_address, program};
use serde_json::json;
use std::io::Write;
use std::process::{Command, Stdio};

/// Of set 3 of 3GPP TS 35.208. SIPp would take an octet 5b for the beginning of a word of its own.
const K: &str = "fec86ba6eb707ed08905757b1bb44b8f";
const OP: &str = "dbc59adcb6f9a0ef735477b7fadf8374";
const AMF: &str = "b9b9";
const SIM: &str = "annas-sim";

fn key() -> String {
    format!("aka:k={K},op={OP},amf={AMF}")
}

/// Gives a person a phone with this SIM, as an administrator does while the server runs.
fn give_sim(demo: &Demo, person: &Person) {
    let mut command = Command::new(program())
        .args(["user", "sim", &person.email, SIM, "--config"])
        .arg(demo.folder().join("switchroom.toml"))
        .stdin(Stdio::piped())
        .spawn()
        .expect("the server's program");
    writeln!(command.stdin.take().unwrap(), "{}", key()).unwrap();
    assert!(command.wait().unwrap().success());
    demo.hears_of_what_others_wrote();
}

fn sipp(demo: &Demo, person: &Person, called: &str, k: &str) -> Scenario {
    let proof = format!("[authentication username={SIM} aka_K=0x{k} aka_OP=0x{OP} aka_AMF=0x{AMF}]");
    Scenario::of("sim")
        // Of its own: who registered before is still told of its lamp where it was.
        .with(&["-m", "1", "-p", &free_address().port().to_string()])
        .key("realm", demo.person(0).realm())
        .key("called", called)
        .lines(&[format!("{SIM};{proof}")])
        .with(&["-s", &person.extension])
}

#[test]
fn a_phone_with_a_sim_card_registers_and_calls() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    give_sim(&demo, anna);
    // Twice: the second time it is asked by a higher number.
    for turn in 1..=2 {
        sipp(&demo, anna, &ben.extension, K).succeeds(&demo);
        let calls = eventually("a row", || {
            Some(Desk::sign_in(&demo, anna).calls()).filter(|calls| calls.len() == turn)
        });
        assert_eq!(calls[0]["direction"], "outgoing", "it is Anna's: {calls:?}");
    }
    assert!(!sipp(&demo, anna, &ben.extension, OP).run(&demo).is_success, "another key is no proof");
    assert!(!demo.log().contains(K) && !demo.log().contains(OP));
}

#[test]
fn a_trunk_registers_by_a_sim_card() {
    let (network, demo) = (Demo::start(), Demo::start());
    give_sim(&network, network.person(0));
    let desk = Desk::sign_in_as_administrator(&demo);
    let terms = json!({
        "server": format!("sip:{}", network.page.sip), "access": "registering", "user": SIM,
        "networks": ["127.0.0.1/32"], "direct": ["+4930123:10-999"], "pingSeconds": 0,
    });
    let wanted = |secret: &str| json!({"name": "mobile", "terms": terms, "secret": secret});
    let unsound = desk.send("POST", "/api/v1/trunks", Some(&wanted("aka:k=1")));
    assert_eq!(unsound.status, 400, "{}", unsound.text());
    let added = desk.send("POST", "/api/v1/trunks", Some(&wanted(&key())));
    assert_eq!(added.status, 201, "{}", added.text());
    assert!(!added.text().contains(K) && !desk.get("/api/v1/trunks").text().contains(K));
    eventually("registered", || {
        let trunks = desk.get("/api/v1/trunks").json();
        let mobile = trunks["items"].as_array()?.iter().find(|trunk| trunk["name"] == "mobile")?.clone();
        (mobile["state"]["registration"] == "registered").then_some(())
    });
    assert!(!demo.log().contains(K) && !demo.log().contains(OP));
}
