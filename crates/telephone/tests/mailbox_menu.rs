//! The owner calls in: every key of the menu, told by what is pressed and heard, and by what the mailbox holds afterwards.

mod house;

use domain::lamp::{ANNOUNCED, Reset};
use domain::language::Language;
use domain::list::{Order, Reading};
use futures_util::FutureExt;
use house::faulty::{Fault, FaultyPost};
use house::{BEN, House, PIN, from_annas_phone, from_outside, run, sender};
use messaging::{FlagChange, Flags};
use proptest::prelude::*;
use speech::Argument;
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{Habits, Owner, mailbox_menu, owner_calls};

/// Four seconds from Ben, then six seconds from a number, then two from nobody; yesterday, this morning, just now.
async fn three_messages(house: &House) {
    three_messages_of(house, [4_000, 6_000, 2_000]).await
}

async fn three_messages_of(house: &House, milliseconds: [usize; 3]) {
    let ben = sender(Some("Ben Weber"), Some("202"));
    house.leave("a", ben, "2026-11-19T15:30:00Z", milliseconds[0]).await;
    house.leave("b", sender(None, Some("+4930777")), "2026-11-20T08:15:00Z", milliseconds[1]).await;
    house.leave("c", sender(None, None), "2026-11-20T11:59:00Z", milliseconds[2]).await;
}

async fn calls(house: &House, line: &mut SimulatedLine) {
    let _ = owner_calls(line, &house.directory, &house.post, |_| Habits::default()).await;
}

/// Anna, logged in, presses on; what she hears after the PIN.
async fn heard_by_anna(house: &House, presses: impl FnOnce(Caller) -> Caller) -> Vec<String> {
    let caller = presses(Caller::new().hears("login-own-pin").presses("730184#"));
    let mut line = from_annas_phone(caller);
    calls(house, &mut line).await;
    assert!(line.is_over(), "the call hangs");
    assert!(line.elapsed() < 3_600_000, "the flow has no end");
    line.heard().split_off(1)
}

const MENU: [&str; 6] =
    ["menu-new", "offer-new", "offer-send-message", "offer-settings", "offer-help", "offer-end"];

#[test]
fn from_the_own_device_only_the_pin_is_asked() {
    run(async {
        let house = House::new();
        let mut line = from_annas_phone(
            Caller::new().hears("login-own-pin").presses("730184#").hears("offer-send-message").hangs_up(),
        );
        calls(&house, &mut line).await;
        assert_eq!(line.heard(), ["login-own-pin…", "menu-no-messages", "offer-send-message…"]);
    });
}

#[test]
fn from_elsewhere_extension_and_pin_are_asked() {
    run(async {
        let house = House::new();
        let presses = |end: &'static str| {
            let caller = Caller::new().hears("login-extension").presses("202").presses(end);
            caller.hears("login-pin").presses(PIN).presses(end).hears("offer-send-message").hangs_up()
        };
        for end in ["#", ""] {
            let mut line = from_outside("99", presses(end));
            calls(&house, &mut line).await;
            let heard = ["login-extension…", "login-pin…", "menu-no-messages", "offer-send-message…"];
            assert_eq!(line.heard(), heard, "ended by {end:?}");
        }
    });
}

#[test]
fn star_asks_for_another_mailbox() {
    run(async {
        let house = House::new();
        let caller =
            Caller::new().hears("login-own-pin").presses("*#").hears("login-extension").presses("202#");
        let mut line = from_annas_phone(
            caller.hears("login-pin").presses("730184#").hears("offer-send-message").hangs_up(),
        );
        calls(&house, &mut line).await;
        assert_eq!(line.heard()[..3], ["login-own-pin…", "login-extension…", "login-pin…"]);
        let said = line
            .transcript()
            .iter()
            .any(|experience| matches!(experience, Experience::Prompt { id: "menu-no-messages", .. }));
        assert!(said, "{:?}", line.heard());
    });
}

#[test]
fn wrong_pins_wait_longer_and_longer_until_the_lock_ends_the_call() {
    for (extension, what) in
        [("201", "an existing box"), ("299", "a box that does not exist"), ("1*", "no extension at all")]
    {
        let house = House::new();
        let mut caller = Caller::new();
        for _ in 0..5 {
            caller = caller
                .hears("login-extension")
                .presses(extension)
                .presses("#")
                .hears("login-pin")
                .presses("999999#");
        }
        let mut line = from_outside("99", caller);
        run(calls(&house, &mut line));
        let mut expected = Vec::new();
        for _ in 0..4 {
            expected.extend(["login-extension…", "login-pin…", "login-wrong"]);
        }
        expected.extend(["login-extension…", "login-pin…", "login-locked"]);
        assert_eq!(line.heard(), expected, "{what}");
        let waits: Vec<u32> = line
            .transcript()
            .iter()
            .filter_map(|experience| match experience {
                Experience::Waited { milliseconds } => Some(*milliseconds),
                _ => None,
            })
            .collect();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 8_000], "{what}");
        assert!(line.is_over());
        // The right PIN under the lock is answered like a wrong one.
        let mut again = from_annas_phone(Caller::new().hears("login-own-pin").presses("730184#"));
        run(calls(&house, &mut again));
        if extension == "201" {
            assert_eq!(again.heard(), ["login-own-pin…", "login-locked"]);
        }
    }
}

#[test]
fn guessing_over_many_boxes_ends_with_the_call() {
    let mut caller = Caller::new();
    for extension in ["301", "302", "303", "304", "305", "306", "307"] {
        caller = caller
            .hears("login-extension")
            .presses(extension)
            .presses("#")
            .hears("login-pin")
            .presses("999999#");
    }
    let mut line = from_outside("99", caller);
    run(calls(&House::new(), &mut line));
    assert_eq!(line.heard().iter().filter(|id| *id == "login-wrong").count(), 5);
    assert_eq!(line.heard().last().map(String::as_str), Some("login-locked"));
}

#[test]
fn silence_and_a_directory_out_of_order_end_the_call_with_a_word() {
    for (caller, expected) in [
        (Caller::new(), vec!["login-extension", "login-extension", "login-extension", "goodbye"]),
        (
            Caller::new().hears("login-extension").presses("666#").hears("login-pin").presses("1#"),
            vec!["login-extension…", "login-pin…", "trouble-not-now"],
        ),
        (
            Caller::new().hears("login-extension").presses("667#").hears("login-pin").presses("1#"),
            vec!["login-extension…", "login-pin…", "trouble-not-now"],
        ),
    ] {
        let mut line = from_outside("99", caller);
        run(calls(&House::new(), &mut line));
        assert_eq!(line.heard(), expected);
        assert!(line.is_over());
    }
}

#[test]
fn new_messages_are_played_with_sender_and_time_and_are_then_old() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
        let caller = caller.hears("offer-again").presses("2").hears("offer-again").presses("2");
        let mut line =
            from_annas_phone(caller.hears("offer-again").presses("2").hears("offer-old").presses("*"));
        calls(&house, &mut line).await;
        let one = |from| vec!["message-number", "message-at", from, "message", "offer-again…"];
        let expected = [
            vec!["login-own-pin…", "menu-new", "offer-new…"],
            one("message-from-person"),
            one("message-from-number"),
            one("message-from-unknown"),
            vec!["list-end", "menu-no-new", "offer-old…", "goodbye"],
        ];
        assert_eq!(line.heard(), expected.concat());
        assert_eq!(house.stand().await, (0, 3, 0));

        let argument = |id: &str, name: &str| -> Vec<Argument> {
            let of = |experience: &Experience| match experience {
                Experience::Prompt { id: said, arguments, .. } if *said == id => arguments.get(name).cloned(),
                _ => None,
            };
            line.transcript().iter().filter_map(of).collect()
        };
        assert_eq!(argument("menu-new", "count"), [Argument::Count(3)]);
        assert_eq!(
            argument("message-number", "count"),
            [Argument::Count(1), Argument::Count(2), Argument::Count(3)]
        );
        assert_eq!(argument("message-from-person", "name"), [Argument::Text("Ben Weber".into())]);
        assert_eq!(argument("message-from-person", "number"), [Argument::Digits("202".into())]);
        // Berlin is an hour ahead of UTC in November.
        let moments = ["2026-11-19T16:30:00", "2026-11-20T09:15:00", "2026-11-20T12:59:00"];
        let today = jiff::civil::date(2026, 11, 20);
        assert_eq!(
            argument("message-at", "moment"),
            moments.map(|at| Argument::Moment { at: at.parse().unwrap(), today })
        );
    });
}

#[test]
fn keys_during_a_message_do_what_they_do_after_it() {
    // What is pressed one second into the first message's sound; heard from there; new, old, trash afterwards.
    for (keys, heard, stand) in [
        ("2", &["message…", "message-number"][..], (2, 1, 0)),
        ("3", &["message…", "message-deleted", "message-number"], (2, 0, 1)),
        ("1", &["message…", "message-number"], (3, 0, 0)),
        ("*", &["message…", "menu-new"], (3, 0, 0)),
        ("#", &["message…", "message-number"], (3, 0, 0)),
        ("0", &["message…", "help", "message"], (2, 1, 0)),
        ("7", &["message…", "list-first", "message"], (2, 1, 0)),
        ("8", &["message…", "message-number", "message-at", "message-from-person", "message"], (2, 1, 0)),
        ("9*", &["message…", "offer-reply", "message"], (2, 1, 0)),
    ] {
        run(async {
            let house = House::new();
            three_messages(&house).await;
            let last = heard.last().unwrap().trim_end_matches('…').to_owned();
            let ends = if last == "message" { "offer-again" } else { &last };
            let said = heard_by_anna(&house, |caller| {
                let caller =
                    caller.hears("offer-new").presses("1").hears("message").waits(1_000).presses(keys);
                caller.hears(ends).hangs_up()
            })
            .await;
            let from = said.iter().position(|id| id.starts_with("message…")).unwrap();
            let expected: Vec<&str> = heard.to_vec();
            let plain =
                |id: &'_ String| if id.starts_with("help-") { "help".into() } else { id.replace('…', "") };
            let mut got: Vec<String> = said[from..].iter().map(plain).collect();
            got.dedup();
            got.truncate(expected.len());
            let expected: Vec<&str> = expected.iter().map(|id| id.trim_end_matches('…')).collect();
            assert_eq!(got, expected, "{keys}");
            assert_eq!(house.stand().await, stand, "{keys}");
        });
    }
}

/// From where to where the sound of messages was heard after these keys, each so many milliseconds after the one before;
/// the first message has four seconds, the second twelve.
async fn listened(keys: &[(u64, &str)]) -> Vec<(u64, u64)> {
    let house = House::new();
    three_messages_of(&house, [4_000, 12_000, 2_000]).await;
    let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
    let caller = keys.iter().fold(caller.hears("message"), |caller, (after, key)| {
        let caller = caller.waits(*after).presses(key);
        if *key == "2" { caller.hears("message") } else { caller }
    });
    let mut line = from_annas_phone(caller.hears("offer-again").hangs_up());
    calls(&house, &mut line).await;
    let sound = |experience: &Experience| match experience {
        Experience::Listened { from, to, .. } => Some((*from, *to)),
        _ => None,
    };
    line.transcript().iter().filter_map(sound).collect()
}

#[test]
fn within_a_message_four_goes_back_and_six_forward_by_five_seconds() {
    run(async {
        assert_eq!(listened(&[(1_000, "4")]).await, [(0, 1_000), (0, 4_000)]);
        assert_eq!(listened(&[(1_000, "6")]).await, [(0, 1_000), (4_000, 4_000)]);
        let second = [(0, 1_000), (0, 7_000), (2_000, 2_500), (7_500, 12_000)];
        assert_eq!(listened(&[(1_000, "2"), (7_000, "4"), (500, "6")]).await, second);
    });
}

#[test]
fn five_pauses_a_message_and_five_goes_on_with_it() {
    run(async {
        assert_eq!(listened(&[(1_000, "5"), (60_000, "5")]).await, [(0, 1_000), (1_000, 4_000)]);
        // Who does nothing hears it go on; who presses something else gets that.
        assert_eq!(listened(&[(1_000, "5")]).await, [(0, 1_000), (1_000, 4_000)]);
        assert_eq!(listened(&[(1_500, "5"), (3_000, "1")]).await, [(0, 1_500), (0, 4_000)]);
    });
}

#[test]
fn seven_goes_back_over_messages_and_the_way_forward_is_the_same() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let heard = heard_by_anna(&house, |caller| {
            let caller = caller.hears("offer-new").presses("1").hears("message").presses("#");
            let caller = caller.hears("message").presses("2").hears("message").presses("7");
            let caller = caller.hears("message").presses("3").hears("message").presses("7");
            caller.hears("message").presses("#").hears("message").presses("#").hears("offer-new").hangs_up()
        })
        .await;
        let senders: Vec<&str> =
            heard.iter().filter(|id| id.starts_with("message-from")).map(String::as_str).collect();
        let (person, number, unknown) =
            ("message-from-person", "message-from-number", "message-from-unknown");
        // The second is deleted when it is reached again, and is passed over from then on.
        assert_eq!(senders, [person, number, unknown, number, unknown, person, unknown], "{heard:?}");
        assert_eq!(house.stand().await, (2, 0, 1));
    });
}

#[test]
fn what_is_said_around_a_message_goes_by_the_setting() {
    let (number, date, sender, sound) = ("message-number", "message-at", "message-from-person", "message");
    for (reading, expected) in [
        (Reading::DateSenderMessage, [number, date, sender, sound]),
        (Reading::MessageDateSender, [number, sound, date, sender]),
        (Reading::DateMessageSender, [number, date, sound, sender]),
    ] {
        run(async {
            let house = House::new();
            three_messages(&house).await;
            let caller = Caller::new().hears("offer-new").presses("1").hears("offer-again").hangs_up();
            let mut line = from_annas_phone(caller);
            let owner = Owner { user: house.anna(), habits: Habits { reading, ..Habits::default() } };
            let _gone = mailbox_menu(&mut line, &owner, &house.directory, &house.post).await;
            assert_eq!(line.heard()[2..6], expected);
        });
    }
}

#[test]
fn help_in_a_message_goes_on_where_it_stopped() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
        let caller = caller.hears("message").waits(1_500).presses("0").hears("offer-again").hangs_up();
        let mut line = from_annas_phone(caller);
        calls(&house, &mut line).await;
        let listened: Vec<(u64, u64)> = line
            .transcript()
            .iter()
            .filter_map(|experience| match experience {
                Experience::Listened { from, to, .. } => Some((*from, *to)),
                _ => None,
            })
            .collect();
        assert_eq!(listened, [(0, 1_500), (1_500, 4_000)]);
    });
}

#[test]
fn only_what_was_heard_to_the_end_or_decided_about_is_old() {
    for (hangs_up_in, stand) in
        [("message-number", (3, 0, 0)), ("message", (3, 0, 0)), ("offer-again", (2, 1, 0))]
    {
        run(async {
            let house = House::new();
            three_messages(&house).await;
            heard_by_anna(&house, |caller| {
                caller.hears("offer-new").presses("1").hears(hangs_up_in).waits(100).hangs_up()
            })
            .await;
            assert_eq!(house.stand().await, stand, "gone in {hangs_up_in}");
        });
    }
}

#[test]
fn a_message_that_cannot_be_played_is_said_to_be_so_and_stays_new() {
    run(async {
        let house = House::new();
        house.leave_unplayable("2026-11-18T09:00:00Z").await;
        three_messages(&house).await;
        let heard = heard_by_anna(&house, |caller| {
            caller.hears("offer-new").presses("1").hears("offer-again").hangs_up()
        })
        .await;
        let unplayable = ["message-number", "message-at", "message-from-number", "message-unplayable"];
        assert_eq!(heard[2..6], unplayable);
        let next = ["message-number", "message-at", "message-from-person", "message", "offer-again…"];
        assert_eq!(heard[6..], next);
        assert_eq!(house.stand().await, (3, 1, 0));
    });
}

#[test]
fn old_messages_are_played_and_deleted_into_the_trash() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        for entry in house.inbox().await {
            let seen = FlagChange::Add(Flags { seen: true, ..Flags::default() });
            house.mailbox().set_flags(entry.folder, &[entry.uid], seen, None).await.unwrap();
        }
        let heard = heard_by_anna(&house, |caller| {
            let caller = caller.hears("offer-old").presses("1").hears("list-no-new");
            let caller = caller.hears("offer-old").presses("2").hears("message-at").presses("3");
            caller
                .hears("message-at")
                .presses("3")
                .hears("message-at")
                .presses("3")
                .hears("offer-send-message")
                .presses("2")
                .hears("list-no-old")
                .hears("offer-send-message")
                .presses("*")
        })
        .await;
        assert_eq!(heard[..3], ["menu-no-new", "offer-old…", "list-no-new"]);
        let end = [
            "list-end",
            "menu-no-messages",
            "offer-send-message…",
            "list-no-old",
            "menu-no-messages",
            "offer-send-message…",
            "goodbye",
        ];
        assert_eq!(heard[heard.len() - end.len()..], end);
        assert_eq!(house.stand().await, (0, 0, 3));
    });
}

#[test]
fn keys_typed_ahead_are_used_one_after_the_other() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        // PIN, new, delete, keep, delete, and out, faster than anything is said.
        let heard = heard_by_anna(&house, |caller| caller.presses("1323**")).await;
        assert_eq!(house.stand().await, (0, 1, 2), "{heard:?}");
        assert_eq!(heard.last().map(String::as_str), Some("goodbye"));
    });
}

#[test]
fn what_other_clients_do_meanwhile_counts() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let middle = house
            .inbox()
            .await
            .into_iter()
            .find(|entry| entry.from.number.as_deref() == Some("+4930777"))
            .unwrap();
        let mailbox = house.mailbox();
        let read_on_the_desk = move || {
            let seen = FlagChange::Add(Flags { seen: true, ..Flags::default() });
            mailbox.set_flags(middle.folder, &[middle.uid], seen, None).now_or_never().unwrap().unwrap();
        };
        let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
        let caller = caller.hears("offer-again").presses("2").hears("offer-again").presses("2");
        let caller = caller.hears("offer-old").presses("*");
        let mut line = from_annas_phone(caller).meanwhile("message", read_on_the_desk);
        calls(&house, &mut line).await;
        let senders: Vec<String> =
            line.heard().into_iter().filter(|id| id.starts_with("message-from")).collect();
        assert_eq!(senders, ["message-from-person", "message-from-unknown"], "{:?}", line.heard());
    });
}

#[test]
fn the_menu_repeats_for_the_silent_and_ends_with_goodbye() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let heard = heard_by_anna(&house, |caller| caller).await;
        assert_eq!(heard, [&MENU[..], &MENU, &MENU, &["goodbye"]].concat());
        // The same beside a message that has been played.
        let heard = heard_by_anna(&house, |caller| caller.hears("offer-new").presses("1")).await;
        let offers =
            ["offer-again", "offer-keep", "offer-delete", "offer-options", "offer-more", "offer-menu"];
        let end = [&["message"][..], &offers, &offers, &offers, &["goodbye"]].concat();
        assert_eq!(heard[heard.len() - end.len()..], end);
    });
}

fn in_settings() -> Caller {
    Caller::new().hears("offer-presence").presses("*")
}

/// These, and what is heard in the settings up to `*`.
fn out_of_settings(heard: &[&'static str]) -> Vec<&'static str> {
    [heard, &["offer-presence…", "goodbye"]].concat()
}

#[test]
fn a_mailbox_that_fails_is_said_to_and_the_settings_are_there() {
    let plays = ["menu-new", "offer-new…", "message-number"];
    for (fault, caller, heard) in [
        (Fault::Unavailable, in_settings(), out_of_settings(&["trouble-no-messages"])),
        (Fault::Silent, in_settings(), out_of_settings(&["trouble-no-messages"])),
        (
            Fault::Vanishing,
            Caller::new().hears("offer-new").presses("1").hears("list-end").hears("offer-new").presses("*"),
            [&plays[..2], &["message-unplayable"; 3], &["list-end", "menu-new", "offer-new…", "goodbye"]]
                .concat(),
        ),
        (
            Fault::Unchangeable,
            Caller::new()
                .hears("offer-new")
                .presses("1")
                .hears("message-at")
                .presses("2")
                .hears("offer-presence")
                .presses("*"),
            out_of_settings(&[&plays[..], &["message-at…", "trouble-no-messages"]].concat()),
        ),
    ] {
        run(async {
            let house = House::new();
            three_messages(&house).await;
            let post = FaultyPost { inner: &house.post, fault };
            let mut line = from_annas_phone(caller);
            let owner = Owner { user: house.anna(), habits: Habits::default() };
            assert_eq!(mailbox_menu(&mut line, &owner, &house.directory, &post).await, Ok(()));
            assert_eq!(line.heard(), heard, "{fault:?}");
            assert!(line.is_over());
            assert_eq!(house.stand().await, (3, 0, 0));
        });
    }
}

#[test]
fn the_newest_comes_first_for_those_who_want_it() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
        let caller =
            caller.hears("message").presses("2").hears("message").presses("2").hears("message").hangs_up();
        let mut line = from_annas_phone(caller);
        let newest_first = Habits { order: Order::NewestFirst, ..Habits::default() };
        let _gone = owner_calls(&mut line, &house.directory, &house.post, |_| newest_first).await;
        let senders: Vec<String> =
            line.heard().into_iter().filter(|id| id.starts_with("message-from")).collect();
        assert_eq!(senders, ["message-from-unknown", "message-from-number", "message-from-person"]);
    });
}

#[test]
fn the_owner_changes_the_pin_by_telephone() {
    // What is entered for the new PIN, and again; what is said to it; with which PIN the box is open afterwards.
    for (wanted, again, said, opens) in [
        ("860295#", "860295#", "pin-changed", "860295"),
        ("860295#", "860294#", "pin-differs", PIN),
        ("111111#", "111111#", "pin-refused", PIN),
        ("12#", "12#", "pin-refused", PIN),
        ("86*295#", "86*295#", "pin-refused", PIN),
    ] {
        run(async {
            let house = House::new();
            let heard = heard_by_anna(&house, |caller| {
                let caller = caller.hears("offer-send-message").presses("9").hears("offer-pin").presses("3");
                let caller = caller.hears("pin-new").presses(wanted).hears("pin-again").presses(again);
                caller.hears(said).hangs_up()
            })
            .await;
            let expected = [
                "menu-no-messages",
                "offer-send-message…",
                "offer-presence",
                "offer-greetings",
                "offer-pin…",
                "pin-new…",
                "pin-again…",
            ];
            assert_eq!(heard[..7], expected, "{wanted}");
            assert_eq!(heard[7].trim_end_matches('…'), said, "{wanted}");
            let mut line = from_annas_phone(
                Caller::new()
                    .hears("login-own-pin")
                    .presses(opens)
                    .presses("#")
                    .hears("offer-send-message")
                    .hangs_up(),
            );
            calls(&house, &mut line).await;
            assert_eq!(line.heard()[1], "menu-no-messages", "{wanted}: {opens}");
        });
    }
}

#[test]
fn who_says_nothing_or_nothing_that_is_taken_keeps_the_pin_and_stands_in_the_settings_again() {
    run(async {
        let house = House::new();
        let settings =
            |caller: Caller| caller.hears("offer-send-message").presses("9").hears("offer-pin").presses("3");
        let heard = heard_by_anna(&house, |caller| settings(caller).hears("pin-kept").hangs_up()).await;
        assert_eq!(heard[5..], ["pin-new", "pin-new", "pin-new", "pin-kept…"], "silent");
        let heard = heard_by_anna(&house, |caller| {
            let tries = (0..3).fold(settings(caller), |caller, _| {
                caller.hears("pin-new").presses("1234#").hears("pin-again").presses("1234#")
            });
            tries.hears("offer-pin").presses("*").hears("offer-send-message").presses("*")
        })
        .await;
        let end = [
            "pin-refused",
            "pin-kept",
            "offer-presence",
            "offer-greetings",
            "offer-pin…",
            "menu-no-messages",
            "offer-send-message…",
            "goodbye",
        ];
        assert_eq!(heard[heard.len() - end.len()..], end, "{heard:?}");
    });
}

/// How many of Anna's messages she is known to know of.
async fn announced(house: &House) -> usize {
    house.inbox().await.iter().filter(|entry| entry.flags.has_keyword(ANNOUNCED)).count()
}

#[test]
fn opening_the_menu_marks_what_is_new_for_those_whose_lamp_goes_out_by_it() {
    for (lamp_reset, expected) in [(Reset::Read, 0), (Reset::Menu, 3)] {
        run(async {
            let house = House::new();
            three_messages(&house).await;
            let owner = Owner { user: house.anna(), habits: Habits { lamp_reset, ..Habits::default() } };
            let opens = || from_annas_phone(Caller::new().hears("offer-new").presses("*"));
            let _gone = mailbox_menu(&mut opens(), &owner, &house.directory, &house.post).await;
            assert_eq!((announced(&house).await, house.stand().await), (expected, (3, 0, 0)));
            // What comes afterwards is not known before the menu is opened again.
            house.leave("d", sender(None, None), "2026-11-20T12:30:00Z", 2_000).await;
            assert_eq!(announced(&house).await, expected);
            let _gone = mailbox_menu(&mut opens(), &owner, &house.directory, &house.post).await;
            assert_eq!(announced(&house).await, if expected == 0 { 0 } else { 4 });
        });
    }
}

#[test]
fn a_lamp_that_cannot_be_put_out_keeps_nobody_from_the_messages() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let post = FaultyPost { inner: &house.post, fault: Fault::Unchangeable };
        let habits = Habits { lamp_reset: Reset::Menu, ..Habits::default() };
        let mut line = from_annas_phone(Caller::new().hears("offer-new").presses("*"));
        let _gone =
            mailbox_menu(&mut line, &Owner { user: house.anna(), habits }, &house.directory, &post).await;
        assert_eq!(line.heard(), ["menu-new", "offer-new…", "goodbye"]);
    });
}

#[test]
fn the_owner_hears_the_menu_in_the_own_language_in_any_call() {
    run(async {
        let house = House::new();
        let ben = house.people.user(BEN).unwrap().clone();
        let mut line = from_outside("99", Caller::new().hears("offer-send-message").hangs_up());
        let owner = Owner { user: ben, habits: Habits::default() };
        let _gone = mailbox_menu(&mut line, &owner, &house.directory, &house.post).await;
        assert_eq!(line.languages(), [Language::DeDe]);
    });
}

#[test]
fn zero_helps_and_a_key_without_use_is_named() {
    run(async {
        let house = House::new();
        three_messages(&house).await;
        let heard = heard_by_anna(&house, |caller| {
            caller
                .hears("offer-new")
                .presses("0")
                .hears("offer-new")
                .presses("8")
                .hears("offer-new")
                .presses("*")
        })
        .await;
        let expected = [
            "menu-new",
            "offer-new…",
            "help-new",
            "help-old",
            "help-send-message",
            "help-kinds",
            "help-settings",
            "help-help",
            "help-end",
            "menu-new",
            "offer-new…",
            "key-unknown",
            "menu-new",
            "offer-new…",
            "goodbye",
        ];
        assert_eq!(heard, expected);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is pressed and whenever the owner goes: no message is lost, and the call ends.
    #[test]
    fn any_keys_and_going_at_any_moment_lose_nothing(keys in prop::collection::vec(("[0-9*#]", 0u64..6_000), 0..30), goes_at in 0u64..200_000) {
        let house = House::new();
        let mut caller = Caller::new().hears("login-own-pin").presses("730184#");
        for (key, pause) in keys {
            caller = caller.waits(pause).presses(&key);
        }
        let mut line = from_annas_phone(caller).cut_off_at(goes_at);
        let stand = run(async {
            three_messages_of(&house, [400, 600, 200]).await;
            calls(&house, &mut line).await;
            house.stand().await
        });
        prop_assert_eq!(stand.0 + stand.1 + stand.2 as u32, 3);
        prop_assert!(line.is_over());
    }
}
