//! The desk in a real browser against the running server: signing in, playing, marking, deleting, and what arrives live.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Person, Speaks, eventually, root, target};
use std::path::PathBuf;
use std::process::Command;

/// A node that is new enough: `cargo xtask test` brings one where the system's is old.
fn node() -> PathBuf {
    let own = target().join("node/bin/node");
    if own.exists() { own } else { "node".into() }
}

/// Runs the walk through the desk; what fails of it is shown before all else.
fn walk(demo: &Demo, person: &Person) {
    let deliver = format!(
        "swaks --server {} --from sender@outside.example --to {} --header \"Subject: Live $(date +%N)\"",
        demo.page.smtp, person.email
    );
    let out = Command::new(node())
        .arg("tests/browser/desk.mjs")
        .current_dir(root().join("web"))
        .env("BASE_URL", &demo.page.http)
        .env("EMAIL", &person.email)
        .env("PASSWORD", &person.password)
        .env("DELIVER_COMMAND", deliver)
        .output()
        .expect("node");
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{}\n\nall of it:\n{said}", failures(&said));
    assert!(said.contains("a new message appears by itself"), "{said}");
}

/// The lines of TAP that say what failed, with what is said about each.
fn failures(tap: &str) -> String {
    let lines: Vec<&str> = tap.lines().filter(|line| !line.starts_with("ok ")).collect();
    lines.join("\n")
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
