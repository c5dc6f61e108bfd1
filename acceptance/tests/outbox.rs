//! Mail that leaves: copies of voice messages by a smarthost that is down, breaks off, takes, refuses, puts off, sends back.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Imap, Mail, Person, Postfix, SMARTHOST, eventually, speech};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

/// Under which a caller's words are told from another's.
const CALLER: &str = "+49304440001";

fn smarthost(demo: &Demo, port: u16, sealing: &str) {
    demo.set_for_all("smarthost.host", SMARTHOST);
    demo.set_for_all("smarthost.port", &port.to_string());
    demo.set_for_all("smarthost.sealing", sealing);
    demo.hears_of_what_others_wrote();
}

fn copy(demo: &Demo, person: &Person, copy: &str, to: &str) {
    demo.set("mail.copy", copy, person);
    demo.set("mail.copy_to", to, person);
    demo.hears_of_what_others_wrote();
}

/// Takes one mail's beginning, and is gone in the midst of its data.
fn breaks_off(server: &TcpListener) {
    let (mut stream, _) = server.accept().unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    stream.write_all(b"220 mx.home.example ESMTP\r\n").unwrap();
    let mut in_data = false;
    while let Some(Ok(line)) = lines.next() {
        match line.as_str() {
            "DATA" => {
                stream.write_all(b"354 go on\r\n").unwrap();
                in_data = true;
            }
            "" => return,
            _ if in_data => {}
            _ => stream.write_all(b"250 mx.home.example\r\n").unwrap(),
        }
    }
}

#[test]
fn a_copy_waits_for_a_smarthost_that_is_down_or_breaks_off_and_outlives_a_crash() {
    let Some(mut postfix) = Postfix::prepare() else { return };
    let folder = tempfile::tempdir().unwrap();
    let authorities = postfix.certificate().display().to_string();
    let environment = [("SWITCHROOM_SMTP__AUTHORITIES", authorities.as_str())];
    let demo = Demo::start_at_with(folder.path(), &environment);
    let owner = demo.person(0).clone();
    smarthost(&demo, postfix.port, "starttls");
    copy(&demo, &owner, "recording", "anna@home.example");

    Caller::leave(&demo, &owner, CALLER, &speech(4000));
    let mut imap = Imap::open(&demo, &owner);
    imap.new_voice_message();
    eventually("the copy waits", || (demo.metric("switchroom_outbox_waiting") == 1.0).then_some(()));
    eventually("it was tried", || demo.told(&["outbox", "list"]).contains("1 tried").then_some(()));

    let broken = TcpListener::bind((SMARTHOST, 0)).unwrap();
    smarthost(&demo, broken.local_addr().unwrap().port(), "none");
    let breaking = thread::spawn(move || breaks_off(&broken));
    demo.told(&["outbox", "retry"]);
    breaking.join().unwrap();
    eventually("it was tried again", || demo.told(&["outbox", "list"]).contains("2 tried").then_some(()));
    demo.kill();

    let demo = Demo::start_at_with(folder.path(), &environment);
    smarthost(&demo, postfix.port, "starttls");
    postfix.start(&demo);
    demo.told(&["outbox", "retry"]);
    let mail = eventually("the copy arrives", || postfix.mails().pop());
    assert!(mail.contains("audio/wav") && mail.contains("Content-Duration:"), "{mail:.2000}");
    assert!(mail.contains("with ESMTPS"), "sealed: {mail:.2000}");
    assert!(mail.starts_with("Return-Path: <bounce+"), "{mail:.200}");
    eventually("nothing waits", || demo.told(&["outbox", "list"]).is_empty().then_some(()));
    assert_eq!(postfix.mails().len(), 1);
}

#[test]
fn what_a_smarthost_refuses_or_sends_back_is_told_to_its_owner_once_and_what_it_puts_off_waits() {
    let Some(mut postfix) = Postfix::prepare() else { return };
    let authorities = postfix.certificate().display().to_string();
    let demo = Demo::start_with(&[("SWITCHROOM_SMTP__AUTHORITIES", &authorities)]);
    postfix.start(&demo);
    smarthost(&demo, postfix.port, "starttls");
    let (refused, back, later) = (demo.person(0), demo.person(1), demo.person(2));
    copy(&demo, refused, "recording", "refused@home.example");
    copy(&demo, back, "notice", "anna@bounced.example");
    copy(&demo, later, "recording", "later@home.example");
    thread::scope(|scope| {
        for owner in [refused, back, later] {
            let demo = &demo;
            scope.spawn(move || Caller::leave(demo, owner, CALLER, &speech(3000)));
        }
    });

    let mut mailboxes = [refused, back, later].map(|owner| Imap::open(&demo, owner));
    let mut told = |owner: usize| {
        let is_report =
            |mail: &Mail| mail.text.contains("@home.example") || mail.text.contains("@bounced.example");
        mailboxes[owner].messages().into_iter().filter(is_report).collect::<Vec<_>>()
    };
    let report = eventually("a refusal is told", || told(0).pop());
    assert!(report.text.contains("No such user"), "{}", report.text);
    let report = eventually("what came back is told", || told(1).pop());
    assert!(report.text.contains("The mailbox is full"), "{}", report.text);
    let listed = eventually("what is put off waits", || {
        Some(demo.told(&["outbox", "list"])).filter(|listed| listed.contains("Come back later"))
    });
    let line = listed.lines().find(|line| line.contains("later@home.example")).unwrap();
    assert!(line.contains("due "), "{line}");
    let number = line.split_whitespace().next().unwrap();
    demo.told(&["outbox", "drop", number]);
    assert!(!demo.told(&["outbox", "list"]).contains("later@home.example"));
    assert_eq!((told(0).len(), told(1).len(), told(2).len()), (1, 1, 0));
    // Nothing is ever sent about what could not be sent.
    assert_eq!(postfix.mails().len(), 0);
}
