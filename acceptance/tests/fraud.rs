//! A stolen account: what it can spend before it is stopped, and that help is reached all the same. SIPp is the thief and the
//! provider.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Person, Scenario, eventually};
use serde_json::json;
use std::process::Command;
use std::time::Duration;

/// A premium number, which the thief earns by.
const PREMIUM: &str = "+4990012345678";

/// The company has one provider for everything.
fn has_provider(demo: &Demo, address: &str) {
    let desk = Desk::sign_in_as_administrator(demo);
    let terms = json!({"server": format!("sip:{address}"), "networks": ["127.0.0.2/32"], "pingSeconds": 0, "channels": 200});
    let reply = desk.send(
        "POST",
        "/api/v1/trunks",
        Some(&json!({"name": "provider", "terms": terms, "secret": "x"})),
    );
    assert_eq!(reply.status, 201, "{}", reply.text());
    let id = reply.json()["id"].as_str().expect("an id").to_owned();
    let routes = json!([{"prefix": "+", "trunks": [id]}]);
    let reply = desk.send("PUT", "/api/v1/trunk-routes", Some(&routes));
    assert_eq!(reply.status, 204, "{}", reply.text());
}

/// Somebody who knows a person's password.
fn knows_password(scenario: &str, person: &Person, called: &str) -> Scenario {
    let proof = format!("[authentication username={} password={}]", person.sip_user, person.sip_password);
    Scenario::of(scenario)
        .key("user", &person.sip_user)
        .key("realm", person.realm())
        .key("called", called)
        .lines(&[proof])
}

fn calls_to(messages: &str, number: &str) -> usize {
    messages.lines().filter(|line| line.starts_with("INVITE ") && line.contains(number)).count()
}

#[test]
fn a_storm_of_premium_calls_is_stopped_at_three_and_help_is_reached_a_hundred_times() {
    let demo = Demo::start();
    let person = demo.person(1);
    let (provider, address) = Scenario::of("provider_answers").serve();
    has_provider(&demo, &address.to_string());
    // Somebody whose work needs such numbers: what is left are the counts and the money.
    demo.set("outside.reach", "everything", person);
    demo.set("outside.cents_a_day", "700", person);
    // The server hears of what another process has written within two seconds.
    std::thread::sleep(Duration::from_secs(3));
    knows_password("thief", person, PREMIUM).with(&["-m", "30", "-r", "10", "-l", "30"]).succeeds(&demo);
    let got_out = calls_to(&provider.messages(), "90012345678");
    assert!((1..=3).contains(&got_out), "{got_out} calls got out");
    let log = demo.log();
    assert!(log.contains("alarm=\"toll\""), "{log}");
    assert!(log.contains("the day's money is spent"), "the calls that got out were ended: {log}");

    knows_password("for_help", person, "112").with(&["-m", "100", "-r", "10", "-l", "30"]).succeeds(&demo);
    assert_eq!(calls_to(&provider.messages(), "sip:112@"), 100);
    assert_eq!(demo.metric("switchroom_help_calls_total"), 100.0);
    assert!(demo.log().contains("alarm=\"help\""));
    demo.all_is_free_within(Duration::from_secs(50));
}

/// As it is when nobody has set anything: such numbers do not go out at all.
#[test]
fn a_stolen_account_gets_no_premium_call_out_by_default() {
    let demo = Demo::start();
    let person = demo.person(1);
    let (provider, address) = Scenario::of("provider_answers").serve();
    has_provider(&demo, &address.to_string());
    knows_password("thief", person, PREMIUM).with(&["-m", "10", "-r", "10"]).succeeds(&demo);
    assert_eq!(calls_to(&provider.messages(), "90012345678"), 0);
    assert_eq!(demo.metric("switchroom_toll_barred_total{limit=\"class\"}"), 10.0);
}

#[test]
fn at_night_a_person_calls_no_further_than_is_said_for_the_night() {
    let demo = Demo::start();
    let person = demo.person(1);
    let (provider, address) = Scenario::of("provider_answers").serve();
    has_provider(&demo, &address.to_string());
    // Six hours around now, wherever in Europe the person is.
    let hour = |ahead: &str| {
        let out =
            Command::new("date").env("TZ", "Europe/Berlin").args(["-d", ahead, "+%-H"]).output().unwrap();
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    };
    demo.set("outside.night_reach", "national", person);
    demo.set("outside.night_from", &hour("3 hours ago"), person);
    demo.set("outside.night_to", &hour("3 hours"), person);
    std::thread::sleep(Duration::from_secs(3));
    knows_password("thief", person, "+491711234567").with(&["-m", "1"]).succeeds(&demo);
    assert_eq!(demo.metric("switchroom_toll_barred_total{limit=\"night\"}"), 1.0);
    assert_eq!(calls_to(&provider.messages(), "1711234567"), 0);
    knows_password("for_help", person, "+493012345678").with(&["-m", "1"]).succeeds(&demo);
    eventually("it got out", || (calls_to(&provider.messages(), "12345678") == 1).then_some(()));
}
