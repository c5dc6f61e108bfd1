//! The demo company as a program: what it prints, how it ends, that it finds everything as it was, and its command line.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Imap, Page, Person, Phone, Smtp, Speaks, eventually, program, speech};
use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program with the demo's configuration.
fn switchroom(folder: &Path, arguments: &[&str]) -> Output {
    let config = folder.join("switchroom.toml");
    Command::new(program())
        .arg("--config")
        .arg(config)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program")
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_page_says_where_everything_is_and_the_folder_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let page = demo.page.clone();
    check_page(&page);
    let master_key = fs::metadata(folder.path().join("master.key")).unwrap();
    assert_eq!(master_key.permissions().mode() & 0o777, 0o600);
    for wire in [&page.imap, &page.imaps, &page.smtp] {
        TcpStream::connect(wire).unwrap();
    }
    let owner = demo.person(4);
    let before = Imap::open(&demo, owner).messages();
    assert!(before.iter().any(acceptance::Mail::is_voice) && before.iter().any(|mail| !mail.is_voice()));
    assert_eq!(demo.stop(), 0);

    // A second start finds everything as it was.
    let demo = Demo::start_at(folder.path());
    assert_eq!(format!("{:?}", demo.page), format!("{page:?}"));
    let after = Imap::open(&demo, demo.person(4)).messages();
    assert_eq!(format!("{before:?}"), format!("{after:?}"));
    Phone::register(&demo, demo.person(0));
    assert_eq!(demo.stop(), 0);
}

fn check_page(page: &Page) {
    assert!(page.http.starts_with("http://127.0.0.1:"), "{}", page.http);
    assert_eq!(page.users.len(), 8);
    for person in &page.users {
        assert!(["de-DE", "en-GB"].contains(&person.language.as_str()), "{}", person.language);
        assert!(
            person.pin.len() == 6 && person.pin.chars().all(|digit| digit.is_ascii_digit()),
            "{}",
            person.name
        );
        assert!(person.email.ends_with(&format!("@{}", page.users[0].realm())));
    }
    assert!(
        page.users
            .iter()
            .any(|person| person.email == page.admin.email && person.password == page.admin.password)
    );
    assert!(fs::read_to_string(&page.certificate).unwrap().contains("BEGIN CERTIFICATE"));
}

#[test]
fn who_listens_on_all_addresses_is_told_one_that_can_be_reached() {
    let demo = Demo::start_as(&["--listen", "0.0.0.0"]);
    let page = &demo.page;
    for wire in [&page.sip, &page.smtp, &page.imaps, page.http.strip_prefix("https://").unwrap()] {
        let address: SocketAddr = wire.parse().unwrap();
        assert!(!address.ip().is_unspecified(), "{wire}");
        TcpStream::connect(address).unwrap();
    }
    // By TLS: the certificate is for this address, too.
    assert!(!Imap::open(&demo, demo.person(4)).messages().is_empty());
}

#[test]
fn a_port_that_is_taken_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let (sip, smtp) = (demo.page.sip.clone(), demo.page.smtp.clone());
    assert_eq!(demo.stop(), 0);
    let taken = UdpSocket::bind(&sip).unwrap();
    refuses_to_start(folder.path(), &sip);
    drop(taken);
    let _taken = TcpListener::bind(&smtp).unwrap();
    refuses_to_start(folder.path(), &smtp);
}

fn refuses_to_start(folder: &Path, address: &str) {
    let output = Demo::command(folder).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(output.stdout.is_empty(), "{}", words(&output));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(address) && said.contains("taken"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn people_are_listed_and_given_new_pins_beside_the_running_server() {
    let demo = Demo::start();
    let owner = demo.person(4).clone();
    let listed = switchroom(demo.folder(), &["user", "list"]);
    assert!(listed.status.success(), "{}", words(&listed));
    for person in &demo.page.users {
        assert!(
            words(&listed).contains(&person.name) && words(&listed).contains(&person.email),
            "{}",
            words(&listed)
        );
    }
    let drawn = switchroom(demo.folder(), &["user", "pin", &owner.email]);
    let pin = String::from_utf8_lossy(&drawn.stdout).trim().to_owned();
    assert!(pin.len() == 6 && pin != owner.pin, "{}", words(&drawn));

    // The running server knows it: the new PIN opens the box.
    let mut imap = Imap::open(&demo, &owner);
    let before = imap.voice_messages().len();
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{pin}#13", owner.extension));
    eventually("a message is deleted", || (imap.voice_messages().len() == before - 1).then_some(()));
}

#[test]
fn a_new_password_ends_all_browser_sessions_and_the_old_one_opens_no_door() {
    let demo = Demo::start();
    let (owner, other) = (demo.person(4).clone(), demo.person(5).clone());
    let browsers = [Desk::sign_in(&demo, &owner), Desk::sign_in(&demo, &owner)];
    let others = Desk::sign_in(&demo, &other);
    // Believed from now on without a slow digest.
    assert_eq!(Imap::try_to_log_in(&demo, &owner), "OK");
    demo.set_password(&owner.email, "a new password of hers");

    for browser in &browsers {
        assert_eq!(browser.get("/api/v1/me").status, 401);
    }
    assert_eq!(others.get("/api/v1/me").status, 200);
    let old = Desk::visit(&demo).try_to_sign_in(&owner.email, &owner.password);
    assert_eq!(old.status, 401, "{}", old.text());
    assert_eq!(Imap::try_to_log_in(&demo, &owner), "NO");
    let owner = Person { password: "a new password of hers".into(), ..owner };
    assert_eq!(Imap::try_to_log_in(&demo, &owner), "OK");
    assert_eq!(Desk::sign_in(&demo, &owner).get("/api/v1/me").status, 200);
    assert_eq!(Imap::try_to_log_in(&demo, &other), "OK");
}

#[test]
fn doctor_finds_what_keeps_the_server_from_running() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let smtp = demo.page.smtp.clone();
    assert_eq!(demo.stop(), 0);
    let well = switchroom(folder.path(), &["doctor"]);
    assert!(well.status.success(), "{}", words(&well));
    let _taken = TcpListener::bind(&smtp).unwrap();
    let ill = switchroom(folder.path(), &["doctor"]);
    assert_eq!(ill.status.code(), Some(1), "{}", words(&ill));
    assert!(
        words(&ill).lines().any(|line| line.starts_with("FAIL") && line.contains(&smtp)),
        "{}",
        words(&ill)
    );
}

#[test]
fn doctor_finds_a_trunk_that_is_told_an_address_where_nobody_reaches_us() {
    let demo = Demo::start();
    let add = ["trunk", "add", "provider", "--server", "sip:203.0.113.9", "--network", "203.0.113.9"];
    let added = switchroom(demo.folder(), &add);
    assert!(added.status.success(), "{}", words(&added));
    for (public, expected) in
        [("10.0.0.5", "FAIL  trunk provider: it is told 10.0.0.5"), ("198.51.100.7", "ok    trunk provider")]
    {
        let config = demo.folder().join("switchroom.toml");
        let mut doctor = Command::new(program());
        doctor.arg("--config").arg(config).arg("doctor").env("SWITCHROOM_PUBLIC", public);
        let said = words(&doctor.output().unwrap());
        assert!(said.lines().any(|line| line.starts_with(expected)), "{public}: {said}");
    }
}

#[test]
fn a_backup_beside_the_running_server_is_restored_into_an_empty_folder() {
    let demo = Demo::start();
    let owner = demo.person(4);
    let mut smtp = Smtp::connect(&demo.page.smtp).unwrap();
    assert_eq!(smtp.send(&owner.email, "before", "It is in the backup.").unwrap(), 250);
    let file = demo.folder().join("house.backup");
    let made = switchroom(demo.folder(), &["backup", &file.display().to_string()]);
    assert!(made.status.success(), "{}", words(&made));
    assert_eq!(smtp.send(&owner.email, "after", "It is not.").unwrap(), 250);
    let mut imap = Imap::open(&demo, owner);
    let mut expected: Vec<_> =
        imap.messages().into_iter().map(|mail| (mail.uid, mail.flags, mail.text)).collect();
    expected.pop();

    let to = tempfile::tempdir().unwrap();
    let restored = restore(&demo, &file, to.path());
    assert!(restored.status.success(), "{}", words(&restored));
    assert!(!to.path().join("master.key").exists(), "the key is not in the backup");
    // What is the folder's own and not in the backup: the key, kept apart, and where the demo listens.
    for name in ["master.key", "ports.json", "demo.json"] {
        fs::copy(demo.folder().join(name), to.path().join(name)).unwrap();
    }
    let owner = owner.clone();
    assert_eq!(demo.stop(), 0);
    let demo = Demo::start_at(to.path());
    let mut imap = Imap::open(&demo, &owner);
    let found: Vec<_> = imap.messages().into_iter().map(|mail| (mail.uid, mail.flags, mail.text)).collect();
    assert_eq!(found, expected);
    // Numbers given out after the backup never return.
    let mut smtp = Smtp::connect(&demo.page.smtp).unwrap();
    assert_eq!(smtp.send(&owner.email, "new", "Its number is far above.").unwrap(), 250);
    let last = imap.messages().pop().unwrap();
    assert!(last.uid > expected.last().unwrap().0 + (1 << 20) - 1, "{}", last.uid);
    assert!(!restore(&demo, &file, to.path()).status.success(), "a folder that is not empty is refused");
    demo.stop();
}

fn restore(demo: &Demo, file: &Path, to: &Path) -> Output {
    let config = demo.folder().join("switchroom.toml");
    let mut command = Command::new(program());
    command.arg("--config").arg(config).arg("restore").arg(file).env("SWITCHROOM_DATA", to);
    command.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn health_metrics_and_the_apis_document_are_there() {
    let demo = Demo::start();
    let visitor = Desk::visit(&demo);
    let health = visitor.get("/health");
    assert_eq!(health.status, 200, "{}", health.text());
    assert!(health.json()["parts"].as_array().is_some_and(|parts| !parts.is_empty()), "{}", health.text());
    let before = visitor.get("/metrics").text();
    assert!(before.contains("switchroom_calls_total 0"), "{before}");
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call("201", Speaks::Always), 200);
    caller.say(&speech(200));
    let during = visitor.get("/metrics").text();
    assert!(during.contains("switchroom_calls 1") && during.contains("switchroom_calls_total 1"), "{during}");
    caller.hang_up();
    let document = visitor.get("/openapi.json").json();
    assert!(document["paths"].as_object().is_some_and(|paths| paths.contains_key("/api/v1/me/messages")));
    let printed = switchroom(demo.folder(), &["openapi"]);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&printed.stdout).unwrap(), document);
    assert_eq!(visitor.get("/api/v1/me").status, 401);
    assert!(visitor.get("/").text().to_lowercase().contains("<!doctype html"));
}
