//! Calls that the house makes to owners, and those that owners make out of their menu.
#![allow(clippy::unwrap_used, reason = "a test ends at what it cannot do")]

mod house;

use directory::{Directory, PinCheck};
use domain::guesser::Guesser;
use house::{House, PIN, from_annas_phone, from_outside, run};
use telephone::simulated::{Caller, SimulatedLine, facts_of_nobody};
use telephone::{
    Answerer, Connected, Facts, Habits, NotReached, Owner, Proven, mailbox_menu, outcall, owner_calls,
};

async fn answers(house: &House, line: &mut SimulatedLine) -> Answerer {
    let doors = (&house.directory as &dyn Directory, &house.post as &dyn messaging::Post);
    let answerer = outcall(line, doors, &house.anna(), |_| Habits::default()).await;
    assert!(line.is_over(), "the call hangs");
    assert!(line.elapsed() < 600_000, "the flow has no end");
    answerer
}

#[test]
fn whoever_answers_hears_for_whom_it_is_and_nothing_else_without_the_pin() {
    run(async {
        let house = House::new();
        // A machine says its own text, and records what it hears.
        let mut line = from_outside("0170123456", Caller::new().speaks(60_000));
        assert_eq!(answers(&house, &mut line).await, Answerer::Somebody);
        let heard = line.heard();
        assert_eq!(heard[0], "outcall-for");
        assert!(heard[1..].iter().all(|said| said == "login-own-pin" || said == "goodbye"), "{heard:?}");

        // A wrong PIN counts as it ever does, and opens nothing.
        for _ in 0..5 {
            let wrong = Caller::new().hears("login-own-pin").presses("999999#").hears("login-wrong");
            let mut line = from_outside("0170123456", wrong.hangs_up());
            assert_eq!(answers(&house, &mut line).await, Answerer::Somebody);
        }
        let guesser = Guesser::stranger([192, 0, 2, 1].into());
        let right = house.directory.check_pin("201", PIN, guesser).await.unwrap();
        assert!(matches!(right, PinCheck::Locked { .. }), "{right:?}");
    });
}

#[test]
fn the_owner_hears_the_menu_after_the_pin_whatever_is_excepted_from_it() {
    run(async {
        // The number called is one that opens without a PIN when it calls: whoever answers there is asked all the same.
        for settings in
            [&[][..], &[("access.numbers_without_pin", "4930555"), ("access.office", "without-pin")]]
        {
            let house = House::with_settings(settings);
            let owner = Caller::new().hears("login-own-pin").presses(&format!("{PIN}#"));
            let mut line = from_outside("0170123456", owner.hears("menu-no-messages").hangs_up());
            assert_eq!(answers(&house, &mut line).await, Answerer::Owner);
            assert_eq!(line.heard()[0], "outcall-for");
            assert_eq!(line.heard()[1].trim_end_matches('…'), "login-own-pin");
        }
        // Somebody else's box is opened with its own PIN; the owner does not know by that.
        let house = House::new();
        let other = Caller::new().hears("login-own-pin").presses("*#").hears("login-extension");
        let other = other.presses("202#").hears("login-pin").presses(&format!("{PIN}#"));
        let mut line = from_outside("0170123456", other.waits(3_000).hangs_up());
        assert_eq!(answers(&house, &mut line).await, Answerer::Somebody);
    });
}

const MAY_CALL: (&str, &str) = ("menu.call", "true");

fn calls(number: &str, said: &str) -> Caller {
    let asked = Caller::new().hears("offer-call").presses("8").hears("transfer-number");
    asked.presses(&format!("{number}#")).hears(said)
}

/// Somebody who has logged in with the PIN presses on.
async fn menu(house: &House, line: &mut SimulatedLine) -> Vec<String> {
    let owner = Owner { user: house.anna(), habits: Habits::default() };
    let _gone_or_not = mailbox_menu(line, &owner, &house.directory, &house.post).await;
    line.heard()
}

fn holds(heard: &[String], wanted: &str) -> bool {
    heard.iter().any(|said| said.trim_end_matches('…') == wanted)
}

#[test]
fn an_owner_calls_out_of_the_menu_and_is_back_in_it() {
    for (connected, said) in [
        (Connected::Talked, "call-over"),
        (Connected::Not(NotReached::Busy), "call-busy"),
        (Connected::Not(NotReached::NoAnswer), "call-no-answer"),
        (Connected::Not(NotReached::Refused), "call-impossible"),
    ] {
        run(async {
            let house = House::with_settings(&[MAY_CALL]);
            let caller = calls("03012345", said).hears("offer-send-message").presses("*");
            let mut line = from_outside("99", caller).reaches("03012345", connected);
            let heard = menu(&house, &mut line).await;
            assert_eq!(heard.last().map(String::as_str), Some("goodbye"), "{heard:?}");
            assert!(holds(&heard, "attendant-connects"), "{heard:?}");
        });
    }
}

#[test]
fn calls_out_of_the_menu_are_made_only_where_they_are_allowed_and_so_many() {
    run(async {
        let house = House::new();
        let caller = Caller::new().hears("offer-send-message").presses("8").hears("key-unknown").hangs_up();
        let heard = menu(&house, &mut from_outside("99", caller)).await;
        assert!(holds(&heard, "key-unknown") && !holds(&heard, "offer-call"), "{heard:?}");

        let house = House::with_settings(&[MAY_CALL, ("menu.calls", "1")]);
        let caller =
            calls("03012345", "call-over").hears("offer-send-message").presses("8").hears("key-unknown");
        let mut line = from_outside("99", caller.hangs_up()).reaches("03012345", Connected::Talked);
        let heard = menu(&house, &mut line).await;
        assert!(holds(&heard, "key-unknown"), "{heard:?}");
    });
}

#[test]
fn a_number_that_somebody_vouches_for_calls_nobody_without_the_pin() {
    let settings = &[MAY_CALL, ("access.numbers_without_pin", "4930555")];
    let vouched = |caller| {
        let facts = Facts { proven: Proven::Number, ..facts_of_nobody("99") };
        SimulatedLine::new(facts, caller).reaches("03012345", Connected::Talked)
    };
    run(async {
        let house = House::with_settings(settings);
        let asked = || Caller::new().hears("offer-call").presses("8").hears("login-own-pin");
        let caller = asked().presses("999999#").hears("login-wrong").hears("offer-send-message").hangs_up();
        let heard = menu(&house, &mut vouched(caller)).await;
        assert!(holds(&heard, "login-wrong") && !holds(&heard, "attendant-connects"), "{heard:?}");
        let heard = menu(&house, &mut vouched(asked().waits(60_000).hangs_up())).await;
        assert!(!holds(&heard, "transfer-number"), "{heard:?}");

        let caller = asked().presses(&format!("{PIN}#")).hears("transfer-number").presses("03012345#");
        let heard = menu(&house, &mut vouched(caller.hears("call-over").hangs_up())).await;
        assert!(holds(&heard, "call-over"), "{heard:?}");
        // The own telephone has proven more than a number.
        let caller = calls("03012345", "call-over").hangs_up();
        let mut line = from_annas_phone(caller).reaches("03012345", Connected::Talked);
        let heard =
            menu(&House::with_settings(&[MAY_CALL, ("access.office", "without-pin")]), &mut line).await;
        assert!(holds(&heard, "call-over") && !holds(&heard, "login-own-pin"), "{heard:?}");
        // Who calls from outside without the PIN comes nowhere near it.
        let mut line = vouched(Caller::new().presses("8").waits(60_000).hangs_up());
        let _gone = owner_calls(&mut line, &house.directory, &house.post, |_| Habits::default()).await;
        assert!(!holds(&line.heard(), "offer-call"), "{:?}", line.heard());
    });
}
