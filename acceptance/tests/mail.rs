//! Mail clients and mail servers of others: imaplib, mbsync, mutt, swaks.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Imap, Mail, Mbsync, eventually, mutt, mutt_moves, speech, swaks};
use std::fs;

#[test]
fn mail_for_a_person_lies_in_the_same_mailbox() {
    let demo = Demo::start();
    let person = demo.person(0);
    let mut imap = Imap::open(&demo, person);
    imap.begin_idle();
    let sent = swaks(&demo, &person.email, &["--header", "Subject: Grüße aus Köln", "--body", "Bis morgen!"]);
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stdout));
    imap.told("EXISTS");
    let mail = imap.messages().pop().unwrap();
    assert_eq!(mail.text.trim(), "Bis morgen!");
    assert!(mail.headers["Received"].contains("outside.example") || mail.headers.contains_key("Return-Path"));
}

#[test]
fn mail_for_nobody_here_is_refused_550() {
    let demo = Demo::start();
    for to in ["nobody@demo.example", "someone@elsewhere.example"] {
        let sent = swaks(&demo, to, &[]);
        assert!(!sent.status.success());
        assert!(
            String::from_utf8_lossy(&sent.stdout).contains("550"),
            "{}",
            String::from_utf8_lossy(&sent.stdout)
        );
    }
}

#[test]
fn a_mail_that_is_too_large_is_refused_552() {
    let demo = Demo::start_with(&[("SWITCHROOM_SMTP__LARGEST_MEGABYTES", "1")]);
    let body = demo.folder().join("large");
    fs::write(&body, "x".repeat(70).repeat(20_000)).unwrap();
    let sent = swaks(&demo, &demo.person(0).email, &["--body", &format!("@{}", body.display())]);
    assert!(
        String::from_utf8_lossy(&sent.stdout).contains("552"),
        "{}",
        String::from_utf8_lossy(&sent.stdout)
    );
}

#[test]
fn mbsync_syncs_both_ways() {
    let demo = Demo::start();
    let person = demo.person(4);
    let mbsync = Mbsync::of(&demo, person);
    mbsync.sync();
    let before = mbsync.mails();
    assert!(!before.is_empty(), "the sample messages are there");

    // Read here, read there: the flag goes up in the file's name.
    let mut imap = Imap::open(&demo, person);
    let unseen = imap.messages().iter().filter(|mail| mail.is_new()).count();
    let newest = before.iter().find(|path| path.parent().unwrap().ends_with("new")).unwrap_or(&before[0]);
    let name = newest.file_name().unwrap().to_string_lossy().into_owned();
    let base = name.split(":2,").next().unwrap();
    fs::rename(newest, mbsync.inbox().join("cur").join(format!("{base}:2,S"))).unwrap();
    mbsync.sync();
    assert_eq!(imap.messages().iter().filter(|mail| mail.is_new()).count(), unseen - 1);

    let before = mbsync.mails();
    swaks(&demo, &person.email, &["--header", "Subject: one more"]);
    mbsync.sync();
    let now = mbsync.mails();
    assert_eq!(now.len(), before.len() + 1);

    // Deleted here is deleted there.
    fs::remove_file(now.iter().find(|path| !before.contains(path)).unwrap()).unwrap();
    mbsync.sync();
    assert_eq!(imap.messages().len(), mbsync.mails().len());
}

#[test]
fn mutt_opens_the_mailbox_and_prints_what_is_there() {
    let demo = Demo::start();
    let person = demo.person(5);
    let copied = demo.folder().join("copied");
    let there = Imap::open(&demo, person).messages().len();
    let keys = format!("<tag-pattern>~A<enter><tag-prefix><copy-message>{}<enter><quit>", copied.display());
    let terminal = mutt(&demo, person, "", &keys);
    let copied = fs::read_to_string(copied).unwrap_or_default();
    let count = copied.lines().filter(|line| line.starts_with("From ")).count();
    assert_eq!(count, there, "{terminal}");
}

#[test]
fn a_rule_of_a_mail_client_lays_urgent_messages_into_a_folder_of_their_own() {
    let demo = Demo::start();
    let person = demo.person(5);
    let mut imap = Imap::open(&demo, person);
    let before = imap.voice_messages().len();
    for keys in ["#", "#4#"] {
        Caller::leave_with(&demo, person, "+493044400001", (&speech(3_000), keys));
    }
    let mut voice = |count: usize| {
        eventually("they are there", || {
            let messages = imap.voice_messages();
            (messages.len() == before + count).then_some(messages)
        })
    };
    let is_urgent = |mail: &Mail| mail.headers.get("Importance").is_some_and(|value| value == "high");
    assert_eq!(voice(2).iter().filter(|mail| is_urgent(mail)).count(), 1);
    let moved = mutt_moves(&demo, person, "", ("=h \"Importance: high\"", "Urgent"));
    assert_eq!(moved.matches("Message-Context: voice-message").count(), 1, "{moved}");
    assert!(moved.contains("Importance: high"));
    assert!(!voice(1).iter().any(is_urgent));
}

#[test]
fn a_confidential_message_is_sent_on_by_a_mail_client() {
    let demo = Demo::start();
    let (anna, ben) = (demo.person(0), demo.person(1));
    let marked =
        ["--header", "Subject: In confidence", "--header", "Sensitivity: private", "--body", "Between us."];
    assert!(swaks(&demo, &anna.email, &marked).status.success());
    let mbsync = Mbsync::of(&demo, anna);
    mbsync.sync();
    let is_it =
        |path: &std::path::PathBuf| fs::read_to_string(path).is_ok_and(|mail| mail.contains("In confidence"));
    let there = mbsync.mails().into_iter().find(is_it).expect("mbsync has brought it");
    let attached = format!("@{}", there.display());
    let whole =
        ["--header", "Subject: Fwd: In confidence", "--attach-type", "message/rfc822", "--attach", &attached];
    let sent = swaks(&demo, &ben.email, &whole);
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stdout));
    let mut imap = Imap::open(&demo, ben);
    let got = acceptance::eventually("it is there", || {
        imap.messages().into_iter().find(|mail| mail.headers["Subject"].trim() == "Fwd: In confidence")
    });
    assert_eq!(imap.search("BODY", "Between us."), [got.uid]);
}
