//! Somebody who has no account records the company's announcement at its page: let in by a mail, called there, heard by all callers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{
    Caller, Demo, Desk, Person, Phone, Postfix, SMARTHOST, Speaks, Walk, eventually, tone, write_wav,
};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

const PAGE: &str = "/api/v1/recording-page";
const NAME: &str = "Studio Nord";
const PASSWORD: &str = "let me in please";
const CALLER: &str = "+493044400001";
/// The announcement is recognised by it.
const SPOKEN_HERTZ: f64 = 900.0;
/// So long the announcement may be: recording ends by itself then.
const LONGEST_SECONDS: &str = "3";

fn open(demo: &Demo) {
    demo.set_secret(&["recording-page", "set", NAME], PASSWORD);
}

fn sign_in(page: &Desk, password: &str) -> u16 {
    let key = json!({"name": NAME, "password": password});
    page.send("POST", &format!("{PAGE}/session"), Some(&key)).status
}

/// The telephone is answered, spoken into, and what is spoken is kept, by the key that has a use only when there is something.
fn answers_and_keeps(phone: &mut Phone, said: &Path, is_kept: impl Fn() -> bool) {
    let ringing = phone.rings();
    phone.tell(json!({"do": "answer", "call": ringing, "play": said, "loop": true}));
    phone.talks(ringing);
    eventually("it is recorded and kept", || {
        phone.keys(ringing, "2");
        std::thread::sleep(Duration::from_secs(1));
        is_kept().then_some(())
    });
    phone.ends(ringing);
}

fn last_changed(page: &Desk) -> Value {
    page.get(&format!("{PAGE}/announcement")).json()["recordedAt"].clone()
}

/// For how long a caller hears what was spoken, in milliseconds.
fn heard_by_callers(demo: &Demo, owner: &Person) -> u64 {
    let mut caller = Caller::new(demo, CALLER);
    assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
    let end = caller.wait_for_tone();
    caller.hang_up();
    caller.heard(0, end).milliseconds_of(SPOKEN_HERTZ)
}

#[test]
fn whoever_has_name_and_password_walks_through_the_page_and_callers_hear_what_was_spoken() {
    let demo = Demo::start();
    let (speaker, owner) = (demo.person(4).clone(), demo.person(0).clone());
    for (key, value) in [
        ("recording_page.sender_number", speaker.extension.as_str()),
        ("greeting.longest_seconds", LONGEST_SECONDS),
        ("greeting.announcement", "always"),
    ] {
        demo.set_for_all(key, value);
    }
    open(&demo);
    let said = demo.folder().join("said.wav");
    write_wav(&said, &tone(SPOKEN_HERTZ, 10_000));
    let mut phone = Phone::register(&demo, &speaker);
    let page = Desk::visit(&demo);
    assert_eq!(sign_in(&page, PASSWORD), 204);
    for language in ["en-GB", "de-DE"] {
        demo.set_for_all("recording_page.language", language);
        demo.hears_of_what_others_wrote();
        let environment =
            [("EMAIL", NAME), ("PASSWORD", PASSWORD), ("LANGUAGE", language), ("NUMBER", &speaker.extension)];
        let walk = Walk::begin(&demo, "recording.mjs", &environment);
        let before = eventually("a file is brought", || {
            let stands = page.get(&format!("{PAGE}/announcement")).json();
            let is_brought = stands["seconds"].as_f64().is_some_and(|seconds| seconds > 3.5);
            is_brought.then(|| stands["recordedAt"].clone())
        });
        answers_and_keeps(&mut phone, &said, || last_changed(&page) != before);
        let told = walk.end();
        assert!(told.contains("followed until it is kept"), "{told}");
        let heard = heard_by_callers(&demo, &owner);
        assert!(heard > 1500, "{heard} ms");
    }
}

#[test]
fn a_call_from_the_page_needs_the_number_of_somebody_here() {
    let demo = Demo::start();
    let speaker = demo.person(4).clone();
    open(&demo);
    let page = Desk::visit(&demo);
    assert_eq!(sign_in(&page, PASSWORD), 204);
    let call = || {
        let number = json!({"number": speaker.extension});
        page.send("POST", &format!("{PAGE}/calls"), Some(&number))
    };
    for nobodys in ["", "5698"] {
        demo.set_for_all("recording_page.sender_number", nobodys);
        demo.hears_of_what_others_wrote();
        let refused = call();
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(refused.text().contains("no call can be made from here"), "{}", refused.text());
        assert_eq!(page.get(&format!("{PAGE}/announcement")).json()["calls"], false);
    }
    demo.set_for_all("recording_page.sender_number", &speaker.extension);
    demo.hears_of_what_others_wrote();
    let mut phone = Phone::register(&demo, &speaker);
    let begun = call();
    assert_eq!(begun.status, 202, "{}", begun.text());
    let ringing = phone.rings();
    phone.hang_up(ringing);
    let path = format!("{PAGE}/calls/{}", begun.json()["id"].as_str().expect("an id"));
    eventually("nobody has answered", || (page.get(&path).json()["stage"] == "not-answered").then_some(()));
    let other = Desk::visit(&demo);
    assert_eq!(sign_in(&other, PASSWORD), 204);
    assert_eq!(other.get(&path).status, 404, "a call of another browser");
}

/// What stands behind a word in a mail.
fn said<'a>(mail: &'a str, word: &str) -> &'a str {
    mail.lines().find_map(|line| line.strip_prefix(word)).unwrap_or_else(|| panic!("{word} in {mail}")).trim()
}

#[test]
fn a_mail_to_any_address_leads_to_the_page_with_a_password_that_opens_it() {
    let Some(mut postfix) = Postfix::prepare() else { return };
    let authorities = postfix.certificate().display().to_string();
    let demo = Demo::start_with(&[("SWITCHROOM_SMTP__AUTHORITIES", &authorities)]);
    let port = postfix.port.to_string();
    for (key, value) in [
        ("smarthost.host", SMARTHOST),
        ("smarthost.port", port.as_str()),
        ("smarthost.sealing", "starttls"),
        ("welcome.portal_host", "desk.demo.example"),
    ] {
        demo.set_for_all(key, value);
    }
    demo.hears_of_what_others_wrote();
    let admin = &demo.page.admin;
    let environment = [
        ("EMAIL", admin.email.as_str()),
        ("PASSWORD", &admin.password),
        ("LANGUAGE", "en-GB"),
        ("NAME", NAME),
        ("SECRET", PASSWORD),
        ("TO", "voice@home.example"),
    ];
    let told = Walk::begin(&demo, "invite.mjs", &environment).end();
    assert!(told.contains("mailed at the press of a button"), "{told}");
    let page = Desk::visit(&demo);
    assert_eq!(sign_in(&page, PASSWORD), 401, "the one before has ended");
    // It waits for a mail server that is down.
    eventually("the mail waits", || (demo.metric("switchroom_outbox_waiting") == 1.0).then_some(()));
    postfix.start(&demo);
    demo.told(&["outbox", "retry"]);
    let mail = eventually("the mail arrives", || postfix.mails().pop());
    for part in
        ["To: <voice@home.example>", "Subject: How to record the company's announcement", "press Call"]
    {
        assert!(mail.contains(part), "{part} in {mail}");
    }
    assert_eq!(said(&mail, "Open this page in a browser:"), "https://desk.demo.example/recording");
    assert_eq!(said(&mail, "User name:"), NAME);
    assert_eq!(sign_in(&page, said(&mail, "Password:")), 204);

    // By the command line, to somebody else: what the first one was told ends.
    demo.told(&["recording-page", "send", "another@home.example"]);
    let another = eventually("another mail arrives", || {
        postfix.mails().into_iter().find(|mail| mail.contains("another@home.example"))
    });
    assert_eq!(page.get(&format!("{PAGE}/announcement")).status, 401);
    let newer = Desk::visit(&demo);
    assert_eq!(sign_in(&newer, said(&another, "Password:")), 204);
    let shown = demo.told(&["recording-page", "show"]);
    assert!(shown.contains("https://desk.demo.example/recording") && shown.contains(NAME), "{shown}");
    demo.told(&["recording-page", "off"]);
    assert_eq!(newer.get(&format!("{PAGE}/announcement")).status, 401);
}
