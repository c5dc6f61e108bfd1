//! The desk in a real browser against the running server: signing in, playing, marking, deleting, and what arrives live.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Person, Speaks, Walk, eventually};

fn walk(demo: &Demo, person: &Person) {
    let deliver = format!(
        "swaks --server {} --from sender@outside.example --to {} --header \"Subject: Live $(date +%N)\"",
        demo.page.smtp, person.email
    );
    let environment =
        [("EMAIL", &*person.email), ("PASSWORD", &person.password), ("DELIVER_COMMAND", &deliver)];
    let said = Walk::begin(demo, "desk.mjs", &environment).end();
    assert!(said.contains("a new message appears by itself"), "{said}");
}

/// Somebody calls, hears the greeting and has nothing to say: a row in the list of calls.
fn call_in_vain(demo: &Demo, person: &Person) {
    let mut caller = Caller::new(demo, "+493044400001");
    assert_eq!(caller.call(&person.extension, Speaks::Always), 200);
    caller.hang_up();
    let desk = Desk::sign_in(demo, person);
    eventually("the row of the call", || Some(desk.calls()).filter(|calls| !calls.is_empty()));
}

#[test]
fn a_person_walks_through_the_desk_in_both_languages() {
    let demo = Demo::start();
    let person = demo.person(4);
    call_in_vain(&demo, person);
    walk(&demo, person);
}

#[test]
fn the_desk_stays_signed_in_over_a_restart_and_signed_out_too() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let (stays, leaves) = (Desk::sign_in(&demo, demo.person(0)), Desk::sign_in(&demo, demo.person(0)));
    assert_eq!(leaves.send("DELETE", "/api/v1/session", None).status, 204);
    let (stays, leaves) = (stays.cookies(), leaves.cookies());
    assert_eq!(demo.stop(), 0);
    let demo = Demo::start_at(folder.path());
    let me = Desk::come_back(&demo, stays).get("/api/v1/me");
    assert_eq!(me.status, 200, "{}", me.text());
    assert_eq!(me.json()["name"], demo.person(0).name);
    assert_eq!(Desk::come_back(&demo, leaves).get("/api/v1/me").status, 401);
}
