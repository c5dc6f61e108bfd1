//! What the house writes by itself: the welcome at the first call, read in mutt, and news of a locked mailbox. And callers who
//! do not get in.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Imap, Mail, Person, Phone, Speaks, eventually, mutt, speech};
use serde_json::{Value, json};
use std::fs;

const CALLER: &str = "+49304440001";

/// Mails of this subject.
fn about(imap: &mut Imap, subject: &str) -> Vec<Mail> {
    let is_about = |mail: &Mail| mail.text.contains(subject);
    imap.messages().into_iter().filter(is_about).collect()
}

/// All mails with this in their subject, as mutt shows them.
fn shown_by_mutt(demo: &Demo, person: &Person, subject: &str) -> String {
    let shown = demo.folder().join("shown");
    let file = shown.display();
    let keys = format!("<tag-pattern>~s {subject}<enter><tag-prefix><pipe-message>cat > {file}<enter><quit>");
    let terminal = mutt(demo, person, "set pipe_decode=yes", &keys);
    fs::read_to_string(shown).unwrap_or_else(|_| panic!("{terminal}"))
}

/// A wrong PIN, which locks the mailbox where one is enough.
fn enters_a_wrong_pin(demo: &Demo, owner: &Person) {
    let mut caller = Caller::new(demo, CALLER);
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press(&format!("{}#000001#", owner.extension));
    caller.wait_for_end();
}

/// The owner's own telephone opens the mailbox with this PIN, and keeps the first message.
fn opens(demo: &Demo, owner: &Person, imap: &mut Imap, pin: &str) {
    let mut new = || imap.voice_messages().iter().filter(|mail| mail.is_new()).count();
    let before = new();
    let mut phone = Phone::register(demo, owner);
    let calling = phone.call(demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{pin}#12"));
    eventually("one message is kept", || (new() == before - 1).then_some(()));
    phone.hang_up(calling);
}

fn welcome_anew(desk: &Desk, owner: &Person, how: &Value) {
    let path = format!("/api/v1/people/{}/welcome", owner.extension);
    let anew = desk.send("POST", &path, Some(how));
    assert_eq!(anew.status, 204, "{}", anew.text());
}

#[test]
fn the_first_call_has_a_welcome_sent_that_mutt_shows_and_whose_pin_opens_the_mailbox() {
    let demo = Demo::start();
    let owner = demo.person(4).clone();
    let desk = Desk::sign_in_as_administrator(&demo);
    for (key, value) in [
        ("welcome.send", "true"),
        ("welcome.from", "sprachbox@demo.example"),
        ("welcome.from_name", "Sprachbox für alle"),
        ("welcome.content", "portal"),
        ("welcome.portal_host", "desk.demo.example"),
        ("welcome.text_german", "Fragen? Rufen Sie\nHerrn Müller an."),
        ("pin.wrong_tries", "1"),
        ("pin.tries_in_a_call", "1"),
    ] {
        demo.set_for_all(key, value);
    }
    demo.hears_of_what_others_wrote();
    enters_a_wrong_pin(&demo, &owner);
    // The demo's people have PINs, of which only hashes are kept.
    welcome_anew(&desk, &owner, &json!({"pin": "new", "unlock": true}));

    let mut imap = Imap::open(&demo, &owner);
    assert!(about(&mut imap, "Ihre PIN").is_empty(), "not before a call");
    Caller::leave(&demo, &owner, CALLER, &speech(3000));
    let mail = eventually("the welcome arrives", || about(&mut imap, "Ihre PIN").pop());
    // The card of the keys, and the guide in two languages, the own one first; "%PDF-" in hexadecimal.
    let kinds: Vec<&str> = mail.attachments.iter().map(|(_, kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["application/pdf"; 3]);
    assert_eq!(mail.attachments[0].0, "voice-mail-de-DE.pdf");
    assert!(mail.attachments[1].0.contains("Benutzerhandbuch"), "{}", mail.attachments[1].0);
    assert!(mail.attachments.iter().all(|(_, _, content)| content.starts_with("255044462d")));

    let shown = shown_by_mutt(&demo, &owner, "Willkommen");
    for part in [
        format!("Subject: Willkommen {} in Ihrer Sprachbox", owner.name),
        "From: Sprachbox für alle <sprachbox@demo.example>".to_owned(),
        format!("Ihre Sprachbox hat diese Nummer: {}", owner.extension),
        "drücken während der Begrüßung * und".to_owned(),
        "https://desk.demo.example/".to_owned(),
        "Herrn Müller an.".to_owned(),
    ] {
        assert!(shown.contains(&part), "{part} in {shown}");
    }

    let quoted = shown.split_once("Ihre PIN: ").expect("a PIN").1;
    let pin: String = quoted.chars().take_while(char::is_ascii_digit).collect();
    assert_ne!(pin, owner.pin);
    opens(&demo, &owner, &mut imap, &pin);

    // Once, and no more.
    let voice_messages = imap.voice_messages().len();
    Caller::leave(&demo, &owner, CALLER, &speech(3000));
    eventually("a second message", || (imap.voice_messages().len() > voice_messages).then_some(()));
    assert_eq!(about(&mut imap, "Ihre PIN").len(), 1);
}

#[test]
fn a_locked_mailbox_is_told_by_mail_and_callers_without_a_pin_reach_the_operator() {
    let demo = Demo::start();
    let (owner, operator) = (demo.person(1).clone(), demo.person(2).clone());
    for (key, value) in [
        ("pin.lock_told", "true"),
        ("pin.wrong_tries", "1"),
        ("pin.tries_in_a_call", "1"),
        ("pin.then_operator", "true"),
        ("operator", &operator.extension),
    ] {
        demo.set_for_all(key, value);
    }
    demo.hears_of_what_others_wrote();
    let mut phone = Phone::register(&demo, &operator);
    let mut caller = Caller::new(&demo, CALLER);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    caller.wait_for_sound();
    caller.press("*");
    caller.wait_for_words(caller.wait_until_said());
    caller.press("000001#");
    phone.rings();

    let mut imap = Imap::open(&demo, &owner);
    let told = eventually("the lock is told", || about(&mut imap, "Wrong PINs were entered").pop());
    assert!(told.text.contains("after 30 minutes"), "{}", told.text);
    let desk = Desk::sign_in_as_administrator(&demo);
    let log = desk.get("/api/v1/pin-log?limit=1").json();
    let newest = &log["items"][0];
    assert_eq!((&newest["what"], &newest["extension"]), (&json!("locked"), &json!(owner.extension)));

    demo.set_for_all("welcome.send", "true");
    demo.hears_of_what_others_wrote();
    welcome_anew(&desk, &owner, &json!({"pin": "kept", "unlock": true}));
    Caller::leave(&demo, &owner, CALLER, &speech(3000));
    let mail = eventually("the welcome arrives", || about(&mut imap, "the one that you have already").pop());
    assert!(!mail.text.contains(&owner.pin), "{}", mail.text);
    opens(&demo, &owner, &mut imap, &owner.pin);
}
