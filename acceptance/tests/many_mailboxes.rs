//! How many people one server has mailboxes for.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Imap, Person, python, speech};
use std::path::Path;
use std::process::Command;

const MAILBOXES: usize = 20_000;
/// Of the memory that a server in its basic configuration has.
const MEMORY_BYTES: u64 = 2 << 30;
const CALLER: &str = "+493044400001";
const PASSWORD: &str = "correct horse battery";

/// People like the first one of the company, but for the extension and the address: `900000` and so on.
const SEED: &str = "import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
first = database.execute('SELECT tenant, language, zone FROM person ORDER BY id').fetchone()
rows = ((first[0], f'Person {n}', str(900000 + n), f'p{n}@' + sys.argv[3], first[1], first[2]) for n in range(int(sys.argv[2])))
database.executemany('INSERT INTO person (tenant, name, extension, email, language, zone, administrator) VALUES (?, ?, ?, ?, ?, ?, 0)', rows)
database.commit()";

fn seed(folder: &Path, realm: &str) {
    let seeded = Command::new(python())
        .args(["-c", SEED])
        .arg(folder.join("switchroom.db"))
        .args([&MAILBOXES.to_string(), realm])
        .status();
    assert!(seeded.unwrap().success());
}

/// One of them, with a password.
fn person(demo: &Demo, number: usize) -> Person {
    let model = demo.person(0);
    let email = format!("p{number}@{}", model.realm());
    demo.set_password(&email, PASSWORD);
    let extension = (900_000 + number).to_string();
    Person { email, extension, password: PASSWORD.into(), ..model.clone() }
}

/// The most that it ever held, in bytes.
fn most_resident(demo: &Demo) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", demo.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[test]
fn twenty_thousand_mailboxes_are_one_servers_in_two_gigabytes() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let realm = demo.person(0).realm().to_owned();
    assert_eq!(demo.stop(), 0);
    seed(folder.path(), &realm);
    let demo = Demo::start_at(folder.path());
    // Beyond this it is given none: what it asks for fails, and it with that.
    demo.limit(&format!("--data={MEMORY_BYTES}"));
    let listed = demo.told(&["user", "list"]);
    assert!(listed.lines().count() >= MAILBOXES, "{} people", listed.lines().count());

    for number in [0, MAILBOXES / 2, MAILBOXES - 1] {
        let owner = person(&demo, number);
        Caller::leave(&demo, &owner, CALLER, &speech(3_000));
        let messages = Imap::open(&demo, &owner).voice_messages();
        assert_eq!(messages.len(), 1, "at {}", owner.extension);
    }
    let resident = most_resident(&demo);
    assert!(resident < MEMORY_BYTES / 2, "{resident} bytes");
    assert_eq!(demo.stop(), 0);
}
