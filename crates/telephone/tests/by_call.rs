//! The house calls an owner who has asked to hear a message by telephone.

mod house;

use house::{House, from_annas_phone, run, sender};
use messaging::MessageRef;
use telephone::simulated::{Caller, SimulatedLine};
use telephone::{Habits, Owner, hear_message};

/// Four seconds, which nobody has heard yet.
async fn left(house: &House) -> MessageRef {
    house.leave("a", sender(Some("Ben Weber"), Some("202")), "2026-11-19T15:30:00Z", 4_000).await
}

async fn hears(house: &House, message: &MessageRef, caller: Caller) -> SimulatedLine {
    let mut line = from_annas_phone(caller);
    let owner = Owner { user: house.anna(), habits: Habits::default() };
    let _gone = hear_message(&mut line, &owner, (&house.directory, &house.post), message).await;
    assert!(line.is_over(), "the call hangs");
    line
}

#[test]
fn the_message_is_read_out_without_log_in_and_the_call_is_over_with_it() {
    run(async {
        let house = House::new();
        let message = left(&house).await;
        let line = hears(&house, &message, Caller::new().hears("offer-again").presses("#")).await;
        let heard = line.heard();
        assert_eq!(heard[..4], ["message-number", "message-at", "message-from-person", "message"]);
        assert_eq!(heard.last().unwrap(), "goodbye");
        assert_eq!(house.stand().await, (0, 1, 0), "it was heard");
    });
}

#[test]
fn it_has_the_keys_of_messages() {
    run(async {
        let house = House::new();
        let message = left(&house).await;
        let line = hears(&house, &message, Caller::new().hears("message").waits(1_000).presses("3")).await;
        assert_eq!(line.heard()[4..], ["message-deleted", "goodbye"]);
        assert_eq!((house.stand().await, house.trash().await.len()), ((0, 0, 1), 1));
    });
}

#[test]
fn a_key_leads_to_the_menu() {
    run(async {
        let house = House::new();
        let message = left(&house).await;
        let caller = Caller::new().hears("offer-again").presses("*").hears("offer-send-message").presses("*");
        let line = hears(&house, &message, caller).await;
        let heard = line.heard();
        assert!(
            heard.contains(&"offer-settings".to_owned()) || heard.contains(&"offer-send-message…".to_owned())
        );
        assert_eq!(heard.last().unwrap(), "goodbye");
    });
}

#[test]
fn whoever_hangs_up_before_its_end_has_not_heard_it() {
    run(async {
        let house = House::new();
        let message = left(&house).await;
        hears(&house, &message, Caller::new().hears("message").waits(1_000).hangs_up()).await;
        assert_eq!(house.stand().await, (1, 0, 0));
    });
}

#[test]
fn what_is_gone_or_no_voice_message_where_nothing_reads_e_mails_is_said_to_be_unplayable() {
    run(async {
        let house = House::new();
        let mail =
            house.brought("From: c@d.example\r\nSubject: a\r\n\r\nText\r\n", "2026-11-19T15:30:00Z").await;
        for message in [mail, MessageRef::new("977"), MessageRef::new("none")] {
            let line = hears(&house, &message, Caller::new()).await;
            assert_eq!(line.heard(), ["message-unplayable", "goodbye"], "{message:?}");
        }
    });
}
