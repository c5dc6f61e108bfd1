//! A mailbox with a quota, over every wire: callers always get through, mail servers and clients wait until there is room.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Imap, Mail, Mbsync, Person, Speaks, Words, eventually, speech, swaks};
use serde_json::{Value, json};
use std::fs;
use std::process::Output;

const CALLER: &str = "+49304440001";
const MEGABYTE: u64 = 1_000_000;

/// A mail of so many bytes or a little more, of which the sender does not say the size.
fn sends(demo: &Demo, to: &str, bytes: u64) -> Output {
    let body = demo.folder().join("body");
    let line = format!("{}\n", "x".repeat(70));
    fs::write(&body, line.repeat(bytes as usize / line.len() + 1)).unwrap();
    swaks(demo, to, &["--header", "Subject: weighs", "--body", &format!("@{}", body.display())])
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn usage(desk: &Desk) -> Value {
    desk.get("/api/v1/me/quota").json()
}

fn set_quota(demo: &Demo, owner: &Person, megabytes: u64) {
    demo.set("mailbox.quota_megabytes", &megabytes.to_string(), owner);
    demo.hears_of_what_others_wrote();
}

fn about(imap: &mut Imap, subject: &str) -> Vec<Mail> {
    let is_about = |mail: &Mail| mail.headers.get("Subject").is_some_and(|told| told == subject);
    imap.messages().into_iter().filter(is_about).collect()
}

/// Fills a mailbox to the brim; answers how many megabytes it may hold.
fn fill(demo: &Demo, owner: &Person, desk: &Desk) -> u64 {
    let before = usage(desk);
    assert_eq!((&before["quotaBytes"], &before["level"]), (&Value::Null, &json!("below")));
    let used = before["usedBytes"].as_u64().unwrap();
    let megabytes = used / MEGABYTE + 1;
    set_quota(demo, owner, megabytes);
    let sent = sends(demo, &owner.email, megabytes * MEGABYTE - used);
    assert!(sent.status.success(), "{}", said(&sent));
    assert_eq!(usage(desk)["level"], "full");
    let listed = demo.told(&["user", "usage"]);
    let of = format!("of {megabytes}");
    let line = listed.lines().find(|line| line.ends_with(&owner.name)).unwrap();
    assert!(line.contains(&of) && line.contains("full") && line.contains(&owner.extension), "{listed}");
    megabytes
}

#[test]
fn callers_reach_a_full_mailbox_and_mail_waits_until_there_is_room() {
    let demo = Demo::start();
    let (owner, other) = (demo.person(1).clone(), demo.person(0).clone());
    let (desk, mut imap) = (Desk::sign_in(&demo, &owner), Imap::open(&demo, &owner));
    assert!(!imap.quota("INBOX").iter().any(|line| line.contains("STORAGE")), "none is set");
    let megabytes = fill(&demo, &owner, &desk);

    // A mail to two goes to the one who has room, and the sender hears that the other's waits.
    let both = format!("{},{}", owner.email, other.email);
    let sent = swaks(&demo, &both, &["--header", "Subject: to both"]);
    assert!(said(&sent).contains("452 4.2.2 Mailbox full"), "{}", said(&sent));
    assert_eq!(about(&mut Imap::open(&demo, &other), "to both").len(), 1);
    assert!(about(&mut imap, "to both").is_empty());

    let root = imap.quota("INBOX").join("\n");
    let most = megabytes * MEGABYTE / 1024;
    assert!(root.contains(&owner.email) && root.contains(&format!(" {most})")), "{root}");
    let weighs = about(&mut imap, "weighs").pop().unwrap();
    assert_eq!(imap.append("Subject: x\r\n\r\nx\r\n"), "NO");
    assert_eq!(imap.copy(weighs.uid), "NO");
    assert_eq!(imap.try_flag(weighs.uid, "\\Flagged"), "OK");

    // A caller hears the greeting and the tone as ever, and the message is kept.
    let before = imap.voice_messages().len();
    let mut caller = Caller::new(&demo, CALLER);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    caller.wait_for(&Words::of("en-GB", "cannot-take-your-call-please-leave-a-message-aft-final"));
    caller.wait_for_tone();
    caller.say(&speech(3000));
    caller.wait_until_said();
    caller.hang_up();
    eventually("the message is kept", || (imap.voice_messages().len() > before).then_some(()));

    // The owner is told by mail once, and by telephone.
    let told = eventually("the owner is told", || about(&mut imap, "Your mailbox is full").pop());
    assert!(told.text.contains(&format!("it may hold {megabytes} MB")), "{}", told.text);
    let mut caller = Caller::new(&demo, CALLER);
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press(&format!("{}#{}#", owner.extension, owner.pin));
    caller.wait_for(&Words::of("en-GB", "your-mailbox-is-full-please-delete-what-you-no-l-final"));
    caller.hang_up();

    // What is deleted makes room at once.
    imap.add_flag(weighs.uid, "\\Deleted");
    imap.expunge();
    let sent = swaks(&demo, &owner.email, &["--header", "Subject: comes again"]);
    assert!(sent.status.success(), "{}", said(&sent));
    assert_eq!(about(&mut imap, "comes again").len(), 1);
    assert_eq!(imap.append("Subject: x\r\n\r\nx\r\n"), "OK");
    assert_eq!(about(&mut imap, "Your mailbox is full").len(), 1, "once");
}

#[test]
fn a_lowered_quota_deletes_nothing_and_mbsync_goes_on() {
    let demo = Demo::start();
    let owner = demo.person(4).clone();
    let (desk, mut imap) = (Desk::sign_in(&demo, &owner), Imap::open(&demo, &owner));
    for _mail in 0..2 {
        assert!(sends(&demo, &owner.email, 2 * MEGABYTE).status.success());
    }
    let uids = |imap: &mut Imap| -> Vec<u32> { imap.messages().iter().map(|mail| mail.uid).collect() };
    let before = (uids(&mut imap), usage(&desk)["usedBytes"].clone());
    set_quota(&demo, &owner, 1);
    assert_eq!(usage(&desk)["level"], "full");
    let letters = eventually("the owner is told", || {
        Some(about(&mut imap, "Ihr Postfach ist voll")).filter(|letters| !letters.is_empty())
    });
    let mut after = uids(&mut imap);
    after.retain(|uid| *uid != letters[0].uid);
    assert_eq!(after, before.0);
    assert!(
        usage(&desk)["usedBytes"].as_u64() > before.1.as_u64(),
        "the letter has come, and nothing has gone"
    );

    let mbsync = Mbsync::of(&demo, &owner);
    mbsync.sync();
    let copied = mbsync.mails();
    assert_eq!(copied.len(), imap.messages().len());
    // What is deleted here is deleted there, until there is room.
    for file in copied.iter().filter(|file| file.metadata().unwrap().len() > MEGABYTE) {
        fs::remove_file(file).unwrap();
    }
    mbsync.sync();
    assert!(about(&mut imap, "weighs").is_empty());
    set_quota(&demo, &owner, usage(&desk)["usedBytes"].as_u64().unwrap() / MEGABYTE + 1);
    assert!(swaks(&demo, &owner.email, &["--header", "Subject: one more"]).status.success());
    mbsync.sync();
    assert_eq!(mbsync.mails().len(), imap.messages().len());
}
