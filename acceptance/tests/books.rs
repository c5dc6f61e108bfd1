//! Address books over real calls, and what people and the operator change by themselves: PINs, the company's announcement.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Imap, Person, Speaks, eventually, speech, tone, write_wav};
use serde_json::json;
use std::fs;

const CALLER: &str = "+493044400001";
/// Of an announcement that is recognised by it.
const MARK_HERTZ: f64 = 900.0;

#[test]
fn who_stands_in_an_address_book_is_named_in_the_message_and_in_the_lists() {
    let demo = Demo::start();
    let (owner, other) = (demo.person(0), demo.person(1));
    let id = demo.told(&["contact", "add", "Carl Kurz", "--company", "Acme", "--mobile", CALLER]);
    let listed = demo.told(&["contact", "list", "030", "444"]);
    assert!(
        listed.starts_with(id.trim()) && listed.contains("Carl Kurz") && listed.contains(CALLER),
        "{listed}"
    );
    let desk = Desk::sign_in(&demo, owner);
    let own = json!({"name": "My Carl", "numbers": [{"kind": "mobile", "number": CALLER}]});
    assert_eq!(desk.send("POST", "/api/v1/contacts/own", Some(&own)).status, 201);

    for (person, name) in [(owner, "My Carl"), (other, "Carl Kurz")] {
        let mut imap = Imap::open(&demo, person);
        let before = imap.voice_messages().len();
        Caller::leave(&demo, person, CALLER, &speech(4000));
        eventually("the message comes", || (imap.voice_messages().len() > before).then_some(()));
        let mail = imap.new_voice_message();
        assert!(mail.headers["From"].contains(name), "{}", mail.headers["From"]);
        let desk = Desk::sign_in(&demo, person);
        let call = eventually("the call is listed", || {
            desk.calls().into_iter().find(|call| call["other"]["number"] == CALLER)
        });
        assert_eq!(call["other"]["name"], name);
    }

    let folder = tempfile::tempdir().unwrap();
    for name in ["book.csv", "book.vcf"] {
        let file = folder.path().join(name);
        demo.told(&["contact", "export", file.to_str().unwrap()]);
        assert!(fs::read_to_string(&file).unwrap().contains("Carl Kurz"));
        let again = demo.told(&["contact", "import", file.to_str().unwrap()]);
        assert_eq!(again, "0 added, 1 there already\n");
    }
    demo.told(&["contact", "remove", id.trim()]);
    assert_eq!(demo.told(&["contact", "list"]), "");
}

/// Somebody outside opens the mailbox with a PIN and presses on.
fn opens(demo: &Demo, owner: &Person, pin: &str, presses: &str) -> Caller {
    let mut caller = Caller::new(demo, CALLER);
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{pin}#{presses}", owner.extension));
    caller
}

#[test]
fn a_person_changes_password_and_pin_by_web_and_the_pin_by_telephone_at_any_time() {
    let demo = Demo::start();
    let owner = demo.person(0);
    let opened = |times: usize| (demo.log().matches("logged in by telephone").count() == times).then_some(());
    let desk = Desk::sign_in(&demo, owner);
    let wanted = json!({"password": owner.password, "pin": "860295"});
    assert_eq!(desk.send("PUT", "/api/v1/me/pin", Some(&wanted)).status, 204);

    // It opens the mailbox, where another one is chosen: settings, PIN, twice the new one.
    let mut caller = opens(&demo, owner, "860295", "93731946#731946#");
    eventually("it is changed", || demo.log().contains("a PIN was changed by telephone").then_some(()));
    caller.hang_up();
    eventually("it was opened once", || opened(1));
    // That one opens it, and the one before no more.
    let mut caller = opens(&demo, owner, "860295", "");
    let administrator = Desk::sign_in_as_administrator(&demo);
    eventually("the old one is wrong", || {
        let log = administrator.get("/api/v1/pin-log").json();
        log["items"].as_array()?.iter().any(|entry| entry["what"] == "wrong").then_some(())
    });
    caller.hang_up();
    let mut caller = opens(&demo, owner, "731946", "");
    eventually("it is opened again", || opened(2));
    caller.hang_up();

    let changed = json!({"password": owner.password, "new": "battery staple"});
    assert_eq!(desk.send("PUT", "/api/v1/me/password", Some(&changed)).status, 204);
    assert_eq!(Imap::try_to_log_in(&demo, owner), "NO");
    let now = Person { password: "battery staple".into(), ..owner.clone() };
    assert_eq!(Imap::try_to_log_in(&demo, &now), "OK");
    Desk::sign_in(&demo, &now);
}

#[test]
fn a_sound_file_laid_into_the_data_folder_is_what_all_callers_hear() {
    let demo = Demo::start();
    let owner = demo.person(0);
    demo.set_for_all("greeting.announcement", "always");
    let heard = || {
        let mut caller = Caller::new(&demo, CALLER);
        assert_eq!(caller.call(&owner.extension, Speaks::Always), 200);
        let end = caller.wait_for_tone();
        caller.hang_up();
        caller.heard(0, end).milliseconds_of(MARK_HERTZ)
    };
    assert!(heard() < 400);
    let folder = demo.folder().join("announcement");
    let lay = |octets: &[u8]| fs::write(folder.join("announcement.wav"), octets).unwrap();
    let wav = demo.folder().join("laid.wav");
    write_wav(&wav, &tone(MARK_HERTZ, 2000));
    lay(&fs::read(&wav).unwrap());
    let is_there = |name: &str| folder.join(name).exists().then_some(());
    eventually("it is taken", || is_there("announcement.wav.taken"));
    demo.hears_of_what_others_wrote();
    assert!(heard().abs_diff(2000) < 400);

    lay(b"no sound");
    eventually("it is put aside", || is_there("announcement.wav.broken"));
    assert!(demo.log().contains("no announcement: the one before stays"), "{}", demo.log());
    assert!(heard().abs_diff(2000) < 400);
}
