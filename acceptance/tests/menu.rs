//! The owner's menu over real calls: messages are spoken, sent and answered for, and e-mails are read aloud.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Imap, Person, Speaks, eventually, silence, tone};

/// Of a message that is recognised by it.
const MARK_HERTZ: f64 = 900.0;

/// Calls the mailbox number from outside and presses on to a spoken message for `to`, three seconds long.
fn spoken(demo: &Demo, owner: &Person, to: &Person) -> Caller {
    let mut caller = Caller::new(demo, "+493044400001");
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{}#3{}##", owner.extension, owner.pin, to.extension));
    caller.wait_for_tone();
    caller.say(&tone(MARK_HERTZ, 3000));
    caller.say(&silence(300));
    caller.wait_until_said();
    caller
}

fn subjects(imap: &mut Imap) -> Vec<String> {
    imap.messages().iter().map(|mail| mail.headers.get("Subject").cloned().unwrap_or_default()).collect()
}

#[test]
fn a_spoken_message_is_sent_by_hanging_up_and_its_sender_is_told_what_becomes_of_it() {
    let demo = Demo::start();
    let (owner, colleague) = (demo.person(0), demo.person(1));
    let mut imap = Imap::open(&demo, colleague);
    let before = imap.voice_messages().len();
    let mut caller = spoken(&demo, owner, colleague);
    // It ends the recording; with a receipt; sent.
    caller.press("#6#");
    caller.wait_until_said();
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(imap.voice_messages().len(), before, "it waits for the end of the call");
    caller.hang_up();
    let mail = imap.new_voice_message();
    let marked = mail.sound().milliseconds_of(MARK_HERTZ);
    assert!(marked.abs_diff(3000) < 400, "{marked} ms of what was said came");
    assert!(mail.headers["From"].contains(&owner.email), "{}", mail.headers["From"]);

    let mut own = Imap::open(&demo, owner);
    let told =
        |own: &mut Imap, word: &str| subjects(own).iter().filter(|subject| subject.contains(word)).count();
    let (arrived, read) =
        if owner.language.starts_with("de") { ("Angekommen", "Gelesen") } else { ("Arrived", "Read") };
    eventually("the sender is told that it has arrived", || (told(&mut own, arrived) == 1).then_some(()));
    imap.add_flag(mail.uid, "\\Seen");
    eventually("the sender is told that it is read", || (told(&mut own, read) == 1).then_some(()));
    imap.remove_flag(mail.uid, "\\Seen");
    imap.add_flag(mail.uid, "\\Seen");
    assert_eq!(told(&mut own, read), 1, "told once");
}

#[test]
fn what_was_sent_before_a_crash_is_sent_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_at(folder.path());
    let (owner, colleague) = (demo.person(0).clone(), demo.person(1).clone());
    let caller = spoken(&demo, &owner, &colleague);
    caller.press("##");
    caller.wait_until_said();
    std::thread::sleep(std::time::Duration::from_secs(2));
    demo.kill();
    let demo = Demo::start_at(folder.path());
    let mail = Imap::open(&demo, &colleague).new_voice_message();
    let marked = mail.sound().milliseconds_of(MARK_HERTZ);
    assert!(marked.abs_diff(3000) < 400, "{marked} ms of what was said came");
}

#[test]
fn an_e_mail_is_read_aloud_and_is_then_read() {
    let demo = Demo::start();
    let owner = demo.person(1);
    let mut imap = Imap::open(&demo, owner);
    let mail = "From: Ben <ben@outside.example>\r\nSubject: Lunch\r\n\r\nShall we eat at one today? I am waiting at the door.\r\n";
    assert_eq!(imap.append(mail), "OK");
    let is_new = |imap: &mut Imap| {
        imap.messages()
            .iter()
            .any(|mail| mail.is_new() && mail.headers.get("Subject").is_some_and(|s| s == "Lunch"))
    };
    assert!(is_new(&mut imap));
    let mut caller = Caller::new(&demo, "+493044400001");
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{}#73", owner.extension, owner.pin));
    // Whatever other e-mails lie there are passed over.
    eventually("it is read out to its end", || (!is_new(&mut imap)).then_some(()));
    assert!(!caller.is_over());
}
