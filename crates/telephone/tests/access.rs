//! Who may open a mailbox from where, and what a PIN opens: told by what is pressed and heard.

mod house;

use directory::{Directory, PinCheck, Pins};
use domain::guesser::Guesser;
use domain::id::TenantId;
use domain::pin::Standing;
use domain::settings::{Row, Scope};
use house::company::Company;
use house::{ANNA, ANNAS_PHONE, House, PIN, from_annas_phone, from_outside, run};
use telephone::simulated::{Caller, Experience, SimulatedLine, facts_of, facts_of_nobody};
use telephone::{Connected, Facts, Habits, NotReached, Proven, owner_calls};

/// The first words of the menu.
const MENU: &str = "menu-no-messages";

async fn calls(house: &House, line: &mut SimulatedLine) -> Vec<String> {
    let _ = owner_calls(line, &house.directory, &house.post, |_| Habits::default()).await;
    assert!(line.is_over(), "the call hangs");
    assert!(line.elapsed() < 3_600_000, "the flow has no end");
    line.heard()
}

/// Somebody for whose number a trunk vouches.
fn vouched(caller: Caller) -> SimulatedLine {
    let facts = Facts { proven: Proven::Number, ..facts_of_nobody("99") };
    SimulatedLine::new(facts, caller)
}

fn holds(heard: &[String], wanted: &str) -> bool {
    heard.iter().any(|said| said.trim_end_matches('…') == wanted)
}

#[test]
fn without_a_pin_enters_the_own_phone_and_a_number_that_a_trunk_vouches_for() {
    run(async {
        let house = House::with_settings(&[("access.office", "without-pin")]);
        let heard = calls(&house, &mut from_annas_phone(Caller::new().hears(MENU).hangs_up())).await;
        assert_eq!(heard[0].trim_end_matches('…'), MENU, "{heard:?}");

        // The number alone, and another's telephone, are asked.
        let listed = House::with_settings(&[("access.numbers_without_pin", "4930555")]);
        let star =
            Caller::new().hears("login-extension").presses("201#").hears("login-pin").presses("730184#");
        let heard = calls(&listed, &mut from_outside("99", star.hears(MENU).hangs_up())).await;
        assert!(holds(&heard, "login-pin") && holds(&heard, MENU), "{heard:?}");
    });
}

#[test]
fn from_nowhere_nobody_enters_but_by_an_exception_and_it_is_no_wrong_pin() {
    run(async {
        let house = House::with_settings(&[("access.base", "nowhere")]);
        let heard = calls(&house, &mut from_annas_phone(Caller::new().presses("730184#"))).await;
        assert_eq!(heard, ["login-not-from-here"]);
        for _ in 0..7 {
            let caller = Caller::new().hears("login-extension").presses("201#").hears("login-pin");
            let heard = calls(&house, &mut vouched(caller.presses("999999#"))).await;
            assert_eq!(heard.last().unwrap(), "login-not-from-here");
        }
        assert_eq!(house.directory.refused.lock().unwrap().len(), 8);

        let listed = House::with_settings(&[("access.base", "nowhere"), ("access.office", "with-pin")]);
        let caller = Caller::new().hears("login-own-pin").presses("730184#").hears(MENU).hangs_up();
        assert!(holds(&calls(&listed, &mut from_annas_phone(caller)).await, MENU));
    });
}

#[test]
fn a_mode_opens_nothing_or_the_settings_alone() {
    run(async {
        let none = House::with_settings(&[("access.mode", "none"), ("access.office", "without-pin")]);
        assert_eq!(calls(&none, &mut from_annas_phone(Caller::new())).await, ["login-not-from-here"]);

        let settings = House::with_settings(&[("access.mode", "settings"), ("access.office", "without-pin")]);
        let caller = Caller::new().hears("offer-pin").presses("*");
        let heard = calls(&settings, &mut from_annas_phone(caller)).await;
        assert!(holds(&heard, "goodbye") && !holds(&heard, MENU), "{heard:?}");
    });
}

#[test]
fn what_is_set_for_one_person_goes_before_what_is_set_for_all() {
    run(async {
        let (all, anna) = (Scope::Tenant(TenantId::new(1)), Scope::User(ANNA));
        let row =
            |(scope, key, value): (Scope, &str, &str)| Row { scope, key: key.into(), value: value.into() };
        for (rows, hears) in [
            (vec![(all, "access.mode", "settings")], "offer-pin"),
            (vec![(all, "access.mode", "settings"), (anna, "access.mode", "all")], MENU),
            (vec![(all, "access.mode", "all"), (anna, "access.mode", "settings")], "offer-pin"),
            (vec![(all, "access.base", "nowhere")], "login-not-from-here"),
            (vec![(all, "access.base", "nowhere"), (anna, "access.base", "all-phones")], MENU),
            (vec![(all, "access.base", "nowhere"), (anna, "access.office", "with-pin")], MENU),
        ] {
            let house = House::with_rows(rows.iter().copied().map(row).collect());
            let caller = Caller::new().hears("login-own-pin").presses("730184#");
            let heard = calls(&house, &mut from_annas_phone(caller)).await;
            for outcome in ["offer-pin", MENU, "login-not-from-here"] {
                assert_eq!(holds(&heard, outcome), outcome == hears, "{rows:?}: {heard:?}");
            }
        }
    });
}

/// Presses a right PIN at Anna's phone, and goes on so.
async fn after_the_pin(standing: Standing, presses: impl FnOnce(Caller) -> Caller) -> (House, Vec<String>) {
    let house = House::where_a_pin_opens(standing);
    let caller = presses(Caller::new().hears("login-own-pin").presses("730184#"));
    let heard = calls(&house, &mut from_annas_phone(caller)).await.split_off(1);
    (house, heard)
}

#[test]
fn a_pin_that_ends_soon_says_so_and_opens() {
    run(async {
        let (_, heard) =
            after_the_pin(Standing::EndsSoon { days: 3 }, |caller| caller.hears(MENU).hangs_up()).await;
        assert_eq!(heard[0].trim_end_matches('…'), "pin-ends-soon");
        assert!(holds(&heard, MENU), "{heard:?}");
    });
}

#[test]
fn a_pin_that_has_ended_opens_nothing() {
    run(async {
        let (_, heard) = after_the_pin(Standing::Ended, |caller| caller).await;
        assert_eq!(heard, ["login-pin-ended"]);
    });
}

#[test]
fn a_pin_that_must_be_changed_opens_nothing_but_its_change() {
    run(async {
        let (_, heard) = after_the_pin(Standing::MustChange, |caller| {
            let caller = caller.hears("pin-new").presses("111111#").hears("pin-again").presses("111111#");
            let caller = caller.hears("pin-new").presses("846201#").hears("pin-again").presses("846201#");
            caller.hears(MENU).hangs_up()
        })
        .await;
        assert!(holds(&heard, "pin-must-change") && holds(&heard, "pin-refused"), "{heard:?}");
        assert!(holds(&heard, "pin-changed") && holds(&heard, MENU), "{heard:?}");

        for given_up in [
            |caller: Caller| caller,
            |caller: Caller| caller.presses("#"),
            |caller: Caller| caller.presses("7301#7302#73#74#75#76#"),
        ] {
            let (_, heard) = after_the_pin(Standing::MustChange, given_up).await;
            assert!(!holds(&heard, MENU), "{heard:?}");
            assert_eq!(heard.last().unwrap(), "goodbye");
        }
    });
}

#[test]
fn so_many_wrong_pins_as_are_set_end_the_call() {
    run(async {
        let house = House::with_settings(&[("pin.tries_in_a_call", "2")]);
        let caller = Caller::new().hears("login-own-pin").presses("9#").hears("login-wrong");
        let caller = caller.hears("login-own-pin").presses("9#");
        let heard = calls(&house, &mut from_annas_phone(caller)).await;
        assert_eq!(heard.last().unwrap(), "login-locked");
    });
}

#[test]
fn whoever_is_cut_off_while_a_pin_must_be_changed_has_the_old_one_or_the_new_one() {
    run(async {
        for milliseconds in (0..30_000).step_by(500) {
            let house = House::where_a_pin_opens(Standing::MustChange);
            let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("pin-new");
            let caller = caller.presses("846201#").hears("pin-again").presses("846201#");
            let facts = facts_of(ANNAS_PHONE, ANNA, "99");
            let mut line = SimulatedLine::new(facts, caller).cut_off_at(milliseconds);
            calls(&house, &mut line).await;
            let guesser = Guesser::Device(ANNAS_PHONE);
            let mut right = 0;
            for pin in ["730184", "846201"] {
                let checked = house.directory.check_pin("201", pin, guesser).await.unwrap();
                right += usize::from(matches!(checked, PinCheck::Right(_)));
            }
            assert_eq!(right, 1, "{milliseconds}");
        }
    });
}

/// Whom the line was to be connected with.
fn called(line: &SimulatedLine) -> Vec<String> {
    let called = line.transcript().iter().filter_map(|experience| match experience {
        Experience::Called { number, .. } => Some(number.to_string()),
        _ => None,
    });
    called.collect()
}

/// Enters so many wrong PINs at Anna's box.
fn wrong_pins(count: usize) -> Caller {
    (0..count).fold(Caller::new(), |caller, _| {
        caller.hears("login-extension").presses("201#").hears("login-pin").presses("9#")
    })
}

#[test]
fn callers_from_outside_reach_the_operator_after_wrong_pins_where_that_is_set() {
    run(async {
        let tries = ("pin.tries_in_a_call", "2");
        let reaches = [tries, ("pin.then_operator", "true"), ("operator", "203")];
        let house = House::with_settings(&reaches);
        let mut line = vouched(wrong_pins(2)).reaches("203", Connected::Talked);
        let heard = calls(&house, &mut line).await;
        assert_eq!(
            (called(&line), heard.last().unwrap().as_str()),
            (vec!["203".to_owned()], "attendant-connects")
        );
        let mut line = vouched(wrong_pins(2)).reaches("203", Connected::Not(NotReached::Busy));
        let heard = calls(&house, &mut line).await;
        assert_eq!(heard[heard.len() - 2..], ["attendant-not-reached", "login-locked"]);

        // Nobody is there, or has the number: the call ends as ever.
        for (settings, heard) in [
            (vec![tries, ("operator", "203")], "login-wrong"),
            (vec![tries, ("pin.then_operator", "true")], "login-wrong"),
            (vec![tries, ("pin.then_operator", "true"), ("operator", "299")], "login-wrong"),
        ] {
            let house = House::with_settings(&settings);
            let mut line = vouched(wrong_pins(2));
            let said = calls(&house, &mut line).await;
            assert_eq!(said[said.len() - 2..], [heard, "login-locked"], "{settings:?}");
            assert!(called(&line).is_empty());
        }
        // Colleagues know whom to call.
        let house = House::with_settings(&reaches);
        let caller = Caller::new().hears("login-own-pin").presses("9#").hears("login-own-pin").presses("9#");
        let mut line = from_annas_phone(caller);
        assert_eq!(calls(&house, &mut line).await.last().unwrap(), "login-locked");
        assert!(called(&line).is_empty());
    });
}

#[test]
fn a_locked_mailbox_refuses_the_right_pin_and_says_so() {
    run(async {
        let house = House::with_settings(&[("pin.tries_in_a_call", "20")]);
        let heard = calls(&house, &mut vouched(wrong_pins(5))).await;
        assert_eq!(heard.last().unwrap(), "login-locked");
        let right = Caller::new().hears("login-own-pin").presses("730184#");
        let heard = calls(&house, &mut from_annas_phone(right)).await;
        assert_eq!(heard.last().unwrap(), "login-locked", "{heard:?}");
        assert!(!holds(&heard, MENU));
    });
}

#[test]
fn a_wrong_pin_is_asked_for_again_and_written_down_until_the_limit_that_is_set_locks() {
    run(async {
        let company = Company::new().await;
        company.set("pin.wrong_tries", "3").await;
        let once = |caller: Caller| {
            caller.hears("login-extension").presses("201#").hears("login-pin").presses("999999#")
        };
        let mut line = from_outside("99", once(once(once(Caller::new()))));
        let _gone = owner_calls(&mut line, &*company.directory, &company.post, |_| Habits::default()).await;
        let asked = ["login-extension…", "login-pin…"];
        let expected = [&asked[..], &["login-wrong"], &asked, &["login-wrong"], &asked, &["login-locked"]];
        assert_eq!(line.heard(), expected.concat());
        assert!(line.is_over());
        let log = company.directory.pin_log(None, 10).await.unwrap();
        let what: Vec<&str> = log.iter().map(|(_, event)| event.what.as_str()).collect();
        assert_eq!(what, ["locked", "wrong", "wrong"], "the newest first");
        assert!(log.iter().all(|(_, event)| event.extension == "201"));
        // The right one does not open it now.
        let right = Guesser::stranger([192, 0, 2, 77].into());
        let right = company.directory.check_pin("201", PIN, right).await.unwrap();
        assert!(matches!(right, PinCheck::Locked { .. }), "{right:?}");
    });
}
