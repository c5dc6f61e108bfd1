//! The desk in a real browser against the running server: signing in, playing, marking, deleting, and what arrives live.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Demo, Person, root, target};
use std::path::PathBuf;
use std::process::Command;

/// A node that is new enough: `cargo xtask test` brings one where the system's is old.
fn node() -> PathBuf {
    let own = target().join("node/bin/node");
    if own.exists() { own } else { "node".into() }
}

/// Runs the walk through the desk; every line of its TAP that fails is shown.
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
    assert!(out.status.success(), "{said}");
    assert!(said.contains("a new message appears by itself"), "{said}");
}

#[test]
fn a_person_walks_through_the_desk_in_both_languages() {
    let demo = Demo::start();
    walk(&demo, demo.person(4));
}
