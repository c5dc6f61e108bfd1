//! Odd orders and many calls, by SIPp: what a phone of the book, a broken phone and an intruder would send.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Desk, Phone, Scenario, eventually};
use std::time::Duration;

/// Longer than RFC 3261's 32 s after which an unanswered request is given up.
const FREE_AGAIN: Duration = Duration::from_secs(50);

fn scenario(name: &str, service: &str) -> Scenario {
    Scenario::of(name).with(&["-s", service]).key("from", "+4930900001").with(&["-m", "1"])
}

#[test]
fn odd_requests_get_the_answers_of_the_book() {
    let demo = Demo::start();
    for name in ["options", "unknown_method", "stray_bye", "late_offer", "reinvite"] {
        for transport in ["u1", "t1"] {
            scenario(name, "202").with(&["-t", transport]).succeeds(&demo);
        }
    }
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn keys_that_are_said_by_info_are_keys() {
    let demo = Demo::start();
    scenario("info_keys", "202").succeeds(&demo);
}

#[test]
fn ipv6_is_as_good() {
    let demo = Demo::start_as(&["--listen", "::1"]);
    for (name, transport) in [("options", "u1"), ("call", "u1"), ("late_offer", "t1")] {
        scenario(name, "202").with(&["-t", transport, "-d", "500"]).succeeds(&demo);
    }
    demo.all_is_free_within(FREE_AGAIN);
}

#[test]
fn hanging_up_while_it_rings_ends_the_ringing() {
    let demo = Demo::start();
    let person = demo.person(2);
    let mut phone = Phone::register(&demo, person);
    scenario("cancel", &person.extension).succeeds(&demo);
    let ringing = phone.rings();
    assert_ne!(phone.ends(ringing), 200);
    demo.all_is_free_within(FREE_AGAIN);
    let calls =
        eventually("a row", || Some(Desk::sign_in(&demo, person).calls()).filter(|calls| !calls.is_empty()));
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0]["outcome"], "missed", "{calls:?}");
}

/// One never acknowledges, one is answered and vanishes without a sound: both calls end, and nothing of them is left.
#[test]
fn callers_who_never_acknowledge_or_vanish_are_let_go() {
    let demo = Demo::start();
    scenario("vanish", "202").succeeds(&demo);
    assert_eq!(demo.metric("switchroom_calls"), 1.0);
    scenario("no_ack", "203").succeeds(&demo);
    demo.all_is_free_within(FREE_AGAIN);
    assert_eq!(demo.metric("switchroom_calls_total"), 2.0);
}

#[test]
fn a_flood_of_guessed_passwords_registers_nobody_and_keeps_nobody_out() {
    let demo = Demo::start();
    let person = demo.person(0);
    let guess = format!("{user};[authentication username={user} password=guessed]", user = person.sip_user);
    // From another address than the owner's. Most are not listened to, so that their scenario ends unanswered.
    let flood = Scenario::of("wrong_password")
        .key("from", "+4930900001")
        .key("realm", person.realm())
        .lines(&[guess])
        .with(&["-m", "500", "-r", "200", "-l", "500", "-i", "127.0.0.66", "-recv_timeout", "4000"])
        .run(&demo);
    assert!(!flood.is_success);
    assert!(demo.metric("switchroom_sip_unheard_total") > 400.0);
    assert_eq!(demo.metric("switchroom_sip_scans_total"), 1.0);
    // Nothing was bound: a call goes to voice mail at once, and the owner's phone still gets in.
    scenario("call", &person.extension).with(&["-d", "500"]).succeeds(&demo);
    Phone::register(&demo, person);
}

/// Open files and sockets of the server's process, and its memory in kilobytes.
fn held(demo: &Demo) -> (usize, u64) {
    let files = std::fs::read_dir(format!("/proc/{}/fd", demo.pid())).unwrap().count();
    let status = std::fs::read_to_string(format!("/proc/{}/status", demo.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    (files, line.trim().trim_end_matches(" kB").parse().unwrap())
}

/// Short calls one after the other, of which many are there at once; the long run is `bench/load/soak.py`.
#[test]
fn two_thousand_short_calls_leave_nothing_behind() {
    // A port rests for half a minute: more of them than the demo has, where nobody else takes any.
    let ports = [("SWITCHROOM_MEDIA__FIRST_PORT", "3000"), ("SWITCHROOM_MEDIA__LAST_PORT", "8999")];
    let demo = Demo::start_with(&ports);
    let call = |count: &str| {
        Scenario::of("call")
            .with(&["-s", "204", "-m", count, "-r", "100", "-l", "400", "-d", "50"])
            .key("from", "+4930900001")
            .succeeds(&demo);
        demo.all_is_free_within(FREE_AGAIN);
    };
    // The first calls make room that is kept.
    call("400");
    let before = held(&demo);
    call("2000");
    assert_eq!(demo.metric("switchroom_calls_total"), 2400.0);
    let after = eventually("the sockets are closed", || {
        let now = held(&demo);
        (now.0 <= before.0).then_some(now)
    });
    // Their transactions are remembered for 32 seconds more.
    assert!(after.1 < before.1 * 3 / 2, "{before:?} have become {after:?}");
}

#[test]
fn fifty_calls_at_once_are_all_answered() {
    let demo = Demo::start();
    Scenario::of("call")
        .with(&["-s", "204", "-m", "50", "-r", "50", "-l", "50", "-d", "5000"])
        .key("from", "+4930900001")
        .succeeds(&demo);
    demo.all_is_free_within(FREE_AGAIN);
    assert_eq!(demo.metric("switchroom_calls_total"), 50.0);
}
