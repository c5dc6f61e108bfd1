//! Odd orders and many calls, by SIPp: what a phone of the book, a broken phone and an intruder would send.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Phone, Scenario};
use std::time::{Duration, Instant};

/// Longer than RFC 3261's 32 s after which an unanswered request is given up.
const FREE_AGAIN: Duration = Duration::from_secs(50);

fn scenario(name: &str, service: &str) -> Scenario {
    Scenario::of(name).with(&["-s", service]).key("from", "+4930900001").with(&["-m", "1"])
}

/// A number of `/metrics`.
fn metric(demo: &Demo, name: &str) -> f64 {
    let text = Desk::visit(demo).get("/metrics").text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name} in {text}")).trim().parse().unwrap()
}

/// Waits until no call and no leg is left.
fn all_is_free(demo: &Demo) {
    let until = Instant::now() + FREE_AGAIN;
    loop {
        let (calls, legs) = (metric(demo, "switchroom_calls"), metric(demo, "switchroom_media_legs"));
        if calls == 0.0 && legs == 0.0 {
            return;
        }
        assert!(Instant::now() < until, "{calls} calls and {legs} legs are left");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn odd_requests_get_the_answers_of_the_book() {
    let demo = Demo::start();
    for name in ["options", "unknown_method", "stray_bye", "late_offer", "reinvite"] {
        for transport in ["u1", "t1"] {
            scenario(name, "202").with(&["-t", transport]).succeeds(&demo);
        }
    }
    all_is_free(&demo);
}

#[test]
fn ipv6_is_as_good() {
    let demo = Demo::start_on("::1");
    for (name, transport) in [("options", "u1"), ("call", "u1"), ("late_offer", "t1")] {
        scenario(name, "202").with(&["-t", transport, "-d", "500"]).succeeds(&demo);
    }
    all_is_free(&demo);
}

#[test]
fn hanging_up_while_it_rings_ends_the_ringing() {
    let demo = Demo::start();
    let person = demo.person(2);
    let mut phone = Phone::register(&demo, person);
    scenario("cancel", &person.extension).succeeds(&demo);
    let ringing = phone.rings();
    assert_ne!(phone.ends(ringing), 200);
    all_is_free(&demo);
    let calls = Desk::sign_in(&demo, person).calls();
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0]["outcome"], "missed", "{calls:?}");
}

/// One never acknowledges, one is answered and vanishes without a sound: both calls end, and nothing of them is left.
#[test]
fn callers_who_never_acknowledge_or_vanish_are_let_go() {
    let demo = Demo::start();
    scenario("vanish", "202").succeeds(&demo);
    assert_eq!(metric(&demo, "switchroom_calls"), 1.0);
    scenario("no_ack", "203").succeeds(&demo);
    all_is_free(&demo);
    assert_eq!(metric(&demo, "switchroom_calls_total"), 2.0);
}

#[test]
fn a_flood_of_guessed_passwords_registers_nobody_and_keeps_nobody_out() {
    let demo = Demo::start();
    let person = demo.person(0);
    let guess = format!("{user};[authentication username={user} password=guessed]", user = person.sip_user);
    Scenario::of("wrong_password")
        .key("from", "+4930900001")
        .key("realm", person.realm())
        .lines(&[guess])
        .with(&["-m", "500", "-r", "200", "-l", "100"])
        .succeeds(&demo);
    // Nothing was bound: a call goes to voice mail at once, and the owner's phone still gets in.
    scenario("call", &person.extension).with(&["-d", "500"]).succeeds(&demo);
    Phone::register(&demo, person);
}

#[test]
fn fifty_calls_at_once_are_all_answered() {
    let demo = Demo::start();
    Scenario::of("call")
        .with(&["-s", "204", "-m", "50", "-r", "50", "-l", "50", "-d", "5000"])
        .key("from", "+4930900001")
        .succeeds(&demo);
    all_is_free(&demo);
    assert_eq!(metric(&demo, "switchroom_calls_total"), 50.0);
}
