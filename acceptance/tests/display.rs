//! The menu as it is seen: on the display of PJSIP, by a phone of SIPp's that takes no texts, and on a page beside the call.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Desk, Live, Person, Phone, Scenario, speech};
use serde_json::{Value, json};

const CALLER: &str = "+493044400001";

fn set(demo: &Demo, person: &Person, key: &str, value: &str) {
    let path = format!("/api/v1/me/settings/{key}");
    let reply = Desk::sign_in(demo, person).send("PUT", &path, Some(&json!({"value": value})));
    assert_eq!(reply.status, 204, "{key}: {}", reply.text());
}

fn speaks(demo: &Demo, language: &str) -> Person {
    (0..8)
        .map(|index| demo.person(index))
        .find(|person| person.language.starts_with(language))
        .unwrap()
        .clone()
}

/// Waits until the display shows a level of this name; all of its lines.
fn shows(phone: &mut Phone, heading: &str) -> Vec<String> {
    let begins = |event: &Value| event["text"].as_str().is_some_and(|text| text.starts_with(heading));
    let event = phone.wait("text", begins);
    assert_eq!(event["type"], "text/plain", "{event}");
    event["text"].as_str().unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn each_step_is_written_on_the_own_telephone_in_the_users_language() {
    let demo = Demo::start();
    for (language, asks, main, settings, pin) in [
        ("de", "Bitte geben Sie Ihre PIN ein", "Hauptmenü.", "Einstellungen.", "3 ändert Ihre PIN."),
        ("en", "Please enter your PIN", "Main menu.", "Settings.", "3 changes your PIN."),
    ] {
        let owner = speaks(&demo, language);
        set(&demo, &owner, "menu.display", "true");
        let mut phone = Phone::register(&demo, &owner);
        let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
        phone.talks(calling);
        shows(&mut phone, asks);
        phone.keys(calling, &format!("{}#", owner.pin));
        let lines = shows(&mut phone, main);
        assert!(lines.iter().any(|line| line.starts_with("9 ")), "{lines:?}");
        phone.keys(calling, "9");
        let lines = shows(&mut phone, settings);
        assert!(lines.contains(&pin.to_owned()), "{lines:?}");
        phone.keys(calling, "*");
        shows(&mut phone, main);
        phone.hang_up(calling);
        phone.ends(calling);
    }
}

#[test]
fn a_telephone_whose_owner_does_not_want_it_is_not_written_to_and_one_that_takes_no_text_is_written_to_once()
{
    let demo = Demo::start();
    let (owner, other) = (demo.person(1), demo.person(2));
    let mut live = Live::follow(&demo, other);
    let mut phone = Phone::register(&demo, other);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{}#", other.pin));
    live.menu(|step| step["name"] == "level-main");
    phone.hang_up(calling);
    phone.ends(calling);
    assert!(!phone.seen().iter().any(|event| event["event"] == "text"), "{:?}", phone.seen());

    set(&demo, owner, "menu.display", "true");
    let digits: Vec<String> = owner.pin.chars().map(String::from).collect();
    assert_eq!(digits.len(), 6, "the scenario presses six keys");
    let scenario =
        Scenario::of("takes_no_text").with(&["-s", &demo.page.numbers.mailbox, "-m", "1"]).phone_of(owner);
    let scenario = (1..)
        .zip(&digits)
        .fold(scenario, |scenario, (place, digit)| scenario.key(&format!("p{place}"), digit));
    scenario.succeeds(&demo);
}

#[test]
fn a_page_shows_what_the_telephone_offers_and_the_voice_leaves_that_to_it() {
    let demo = Demo::start();
    let owner = speaks(&demo, "en");
    set(&demo, &owner, "menu.style", "ergo");
    let mut phone = Phone::register(&demo, &owner);
    phone.tell(json!({"do": "dnd"}));
    Caller::leave(&demo, &owner, CALLER, &speech(3000));
    let desk = Desk::sign_in(&demo, &owner);
    let newest = acceptance::eventually("the message is there", || {
        desk.messages().iter().find(|message| message["kind"] == "voice" && message["seen"] == false).cloned()
    });
    assert_eq!(desk.get("/api/v1/me/menu").status, 404, "no call is in the menu");

    let mut live = Live::follow(&demo, &owner);
    let calling = phone.call(&demo, &demo.page.numbers.mailbox, json!({}));
    phone.talks(calling);
    phone.keys(calling, &format!("{}#", owner.pin));
    let main = live.menu(|step| step["name"] == "level-main");
    assert_eq!(main["heading"], "Main menu.");
    let new = json!({"key": "1", "text": "1 plays your new messages."});
    assert!(main["keys"].as_array().unwrap().contains(&new), "{main}");
    phone.keys(calling, "1");
    let message = live.menu(|step| step["name"] == "level-message");
    assert_eq!(message["message"], newest["id"], "{newest}");
    assert!(message["keys"].as_array().unwrap().iter().any(|key| key["key"] == "3"), "{message}");
    assert_eq!(desk.get("/api/v1/me/menu").json(), message);
    phone.keys(calling, "*9");
    live.menu(|step| step["name"] == "level-settings");
    phone.hang_up(calling);
    phone.ends(calling);
    assert!(live.menu(Value::is_null).is_null(), "the menu is over");
}
