//! What is seen of the menu beside what is heard, and how little is heard by those who see it.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use domain::menu::Style;
use house::{ANNA, House, PIN, from_annas_phone, run, sender};
use telephone::simulated::{Caller, SimulatedLine};
use telephone::{Habits, Owner, mailbox_menu, owner_calls};

async fn with_one_message() -> House {
    let house = House::new();
    house.leave("a", sender(Some("Ben"), None), "2026-11-20T09:00:00Z", 2_000).await;
    house
}

/// Anna's menu in this style.
async fn goes_through(house: &House, style: Style, caller: Caller) -> SimulatedLine {
    let mut line = from_annas_phone(caller);
    let owner = Owner { user: house.anna(), habits: Habits { style, ..Habits::default() } };
    let _gone = mailbox_menu(&mut line, &owner, &house.directory, &house.post).await;
    line
}

fn names(line: &SimulatedLine) -> Vec<&str> {
    line.shown().iter().map(|step| step.name()).collect()
}

#[test]
fn every_step_from_the_pin_to_a_question_is_shown_and_the_message_at_hand_with_it() {
    run(async {
        let house = with_one_message().await;
        let caller = Caller::new().hears("login-own-pin").presses(&format!("{PIN}#"));
        let caller = caller.hears("offer-new").presses("1").hears("message").presses("*");
        let caller = caller.hears("offer-new").presses("93").hears("pin-new").hangs_up();
        let mut line = from_annas_phone(caller);
        let habits = |_: &directory::User| Habits::default();
        let _gone = owner_calls(&mut line, &house.directory, &house.post, habits).await;
        let expected =
            ["login-own-pin", "level-main", "level-message", "level-main", "level-settings", "pin-new"];
        assert_eq!(names(&line), expected);
        let at_hand: Vec<bool> = line.shown().iter().map(|step| step.message.is_some()).collect();
        assert_eq!(at_hand, [false, false, true, false, false, false]);
        assert_eq!(line.shown()[2].message.as_ref(), Some(&house.inbox().await[0].message));
        assert_eq!(line.opened(), Some(ANNA));
        assert!(line.shown()[0].keys().is_empty(), "a row of digits is asked for");
    });
}

#[test]
fn who_sees_the_keys_hears_the_levels_name_in_their_place_and_has_a_minute_for_each() {
    run(async {
        let house = with_one_message().await;
        let caller = Caller::new().hears("level-main").waits(50_000).presses("9");
        let caller = caller.hears("level-settings").waits(50_000).presses("1");
        let caller = caller.hears("level-pick").waits(50_000).presses("**1");
        let line = goes_through(
            &house,
            Style::Ergo,
            caller.hears("message").presses("*").hears("level-main").presses("*"),
        )
        .await;
        let heard = line.heard();
        assert!(!heard.iter().any(|id| id.starts_with("offer-")), "{heard:?}");
        let expected = [
            "level-main",
            "level-settings",
            "level-pick",
            "level-settings",
            "level-main",
            "level-message",
            "level-main",
        ];
        assert_eq!(names(&line), expected, "{heard:?}");
        assert!(line.elapsed() > 150_000 && heard.ends_with(&["goodbye".to_owned()]), "{heard:?}");
    });
}

#[test]
fn the_same_steps_are_shown_to_those_who_are_told_the_keys() {
    run(async {
        let house = with_one_message().await;
        let pressed = || Caller::new().waits(20).presses("9*").waits(10).presses("*");
        let told = goes_through(&house, Style::Standard, pressed()).await;
        let seen = goes_through(&house, Style::Ergo, pressed()).await;
        assert_eq!(told.shown(), seen.shown());
        assert!(told.shown().len() >= 2);
    });
}
