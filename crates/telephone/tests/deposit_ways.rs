//! What callers can do beside leaving a message: review it, be put through, and come back when nobody is reached.
#![allow(clippy::unwrap_used, reason = "a test ends at what it cannot do")]

mod house;

use directory::Circumstances;
use domain::number::Number;
use domain::settings::{Bearing, Row, Scope, Settings};
use house::{House, PIN, from_outside, run};
use messaging::marks::Marks;
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{
    Connected, Deposit, Key, Line, NotReached, Room, Takes, Voicemail, Ways, choose_greeting, deposit,
};

fn number(text: &str) -> Option<Number> {
    Some(Number::parse(text).unwrap())
}

/// A transfer to 301, told by the house, a deputy at 302, an operator at 303.
fn ways() -> Ways {
    Ways {
        transfer: number("301"),
        deputy: number("302"),
        operator: number("303"),
        reach: Some((Key::Digit(6), Number::parse("304").unwrap())),
        transfer_is_told: true,
    }
}

fn call(line: &mut SimulatedLine, takes: Takes, ways: Ways, settings: &[(&str, &str)]) -> Deposit {
    let house = House::new();
    let row = |(key, value): &(&str, &str)| Row {
        scope: Scope::System,
        key: (*key).into(),
        value: (*value).into(),
    };
    let rows: Vec<Row> = settings.iter().map(row).collect();
    let settings = Settings { rows: &rows, bearing: Bearing::default() };
    let owner = house.anna();
    let greeting = choose_greeting(&owner, &settings, &Circumstances::default(), line.facts(), line.now());
    let voicemail =
        Voicemail { owner, number: "201".into(), settings, greeting, room: Room::Enough, takes, ways };
    run(deposit(line, &house.directory, &voicemail))
}

/// Length of a message and its marks, or what there was instead of one.
fn left(deposit: &Deposit) -> Result<(u64, bool, bool), &'static str> {
    match deposit {
        Deposit::Message(left) => {
            let Marks { urgent, confidential, .. } = left.marks;
            Ok((left.recorded.milliseconds, urgent, confidential))
        }
        Deposit::Missed(_) => Err("missed"),
        Deposit::OwnerLogsIn(_) => Err("owner"),
        Deposit::NoRoom => Err("no room"),
    }
}

const GREETED: [&str; 2] = ["greeting-no-answer", "beep"];

fn review(caller: Caller) -> (Deposit, SimulatedLine) {
    let mut line = from_outside("201", caller);
    let deposit = call(&mut line, Takes::Messages, Ways::default(), &[]);
    assert!(line.is_over(), "{:?}", line.heard());
    (deposit, line)
}

#[test]
fn a_message_ended_by_hash_is_reviewed_and_silence_sends_it() {
    let ended = || Caller::new().hears("beep").waits(250).speaks(3_000).presses("#").hears("offer-send-it");
    let said_again = |caller: Caller| caller.hears("beep").waits(250).speaks(5_000);
    let sent = Ok((3_000, false, false));
    for (caller, expected, last) in [
        (ended(), sent, "deposit-thanks"),
        (ended().presses("#"), sent, "deposit-thanks"),
        (
            ended().presses("1").hears("message").waits(3_100).hears("offer-send-it").presses("#"),
            sent,
            "deposit-thanks",
        ),
        (ended().presses("4#"), Ok((3_000, true, false)), "deposit-thanks"),
        (ended().presses("4").hears("marked-urgent").presses("4#"), sent, "deposit-thanks"),
        (ended().presses("45#"), Ok((3_000, true, true)), "deposit-thanks"),
        (ended().presses("3"), Err("missed"), "deposit-discarded"),
        (
            said_again(ended().presses("2")).presses("#").hears("offer-send-it").presses("#"),
            Ok((5_000, false, false)),
            "deposit-thanks",
        ),
        // Too little is no message: the first one is kept.
        (
            ended().presses("2").hears("beep").waits(250).presses("#").hears("deposit-kept"),
            sent,
            "deposit-thanks",
        ),
        (ended().presses("0").hears("help-urgent").presses("#"), sent, "deposit-thanks"),
        (
            ended()
                .presses("7")
                .hears("key-unknown")
                .waits(1600)
                .presses("8")
                .hears("key-unknown")
                .waits(1600)
                .presses("9"),
            sent,
            "deposit-thanks",
        ),
    ] {
        let (deposit, line) = review(caller);
        assert_eq!(left(&deposit), expected, "{:?}", line.heard());
        assert_eq!(line.heard().last().unwrap(), last, "{:?}", line.heard());
        let kept = line.recordings().count();
        assert_eq!(kept, 1, "the message, or what the caller threw away: {:?}", line.heard());
    }
    let mut line = from_outside("201", ended());
    let without = call(&mut line, Takes::Messages, Ways::default(), &[("message.review", "false")]);
    assert_eq!((left(&without), line.heard().last().unwrap().as_str()), (sent, "deposit-thanks"));
}

#[test]
fn hanging_up_in_the_review_loses_nothing_and_changes_nothing_that_was_decided() {
    let caller = || {
        Caller::new()
            .hears("beep")
            .waits(250)
            .speaks(3_000)
            .presses("#")
            .hears("offer-send-it")
            .presses("4")
            .hears("offer-send-it")
            .presses("2")
            .hears("beep")
            .waits(250)
            .speaks(5_000)
            .presses("#")
            .hears("offer-send-it")
            .presses("1")
            .hears("offer-send-it")
            .presses("#")
    };
    let (_, whole) = review(caller());
    let begun = 1_500 + 250 + 2_000;
    for moment in (begun + 250..whole.elapsed()).step_by(200) {
        let mut line = from_outside("201", caller()).cut_off_at(moment);
        let deposit = call(&mut line, Takes::Messages, Ways::default(), &[]);
        assert!(left(&deposit).is_ok(), "{moment} {:?}", line.heard());
        assert_eq!(line.recordings().count(), 1, "{moment}");
    }
}

#[test]
fn each_key_means_the_same_in_every_situation_and_acts_at_once() {
    let during = |key: &str| Caller::new().hears("greeting-no-answer").waits(200).presses(key);
    let spoken = |caller: Caller| caller.hears("beep").waits(250).speaks(3_000).hangs_up();
    let told = ["greeting-no-answer", "deposit-or-transfer"];
    for (caller, takes, heard, expected) in [
        (
            spoken(during("0")),
            Takes::Messages,
            &["greeting-no-answer…", "beep"][..],
            Ok((3_000, false, false)),
        ),
        (spoken(during("1")), Takes::Messages, &["greeting-no-answer…", "beep"], Ok((3_000, false, false))),
        (spoken(Caller::new()), Takes::Messages, &[told[0], told[1], "beep"], Ok((3_000, false, false))),
        (
            spoken(Caller::new().hears(told[1]).presses("1")),
            Takes::Messages,
            &[told[0], "deposit-or-transfer…", "beep"],
            Ok((3_000, false, false)),
        ),
        (during("2"), Takes::Messages, &["greeting-no-answer…", "attendant-connects"], Err("missed")),
        (during("8"), Takes::Messages, &["greeting-no-answer…", "attendant-connects"], Err("missed")),
        (during("9"), Takes::Messages, &["greeting-no-answer…", "attendant-connects"], Err("missed")),
        (during("2"), Takes::Nothing, &["greeting-no-answer…", "attendant-connects"], Err("missed")),
        (during("0"), Takes::Nothing, &[told[0], told[1], "goodbye"], Err("missed")),
        (during("1"), Takes::Nothing, &[told[0], told[1], "goodbye"], Err("missed")),
        (during("37"), Takes::Nothing, &[told[0], told[1], "goodbye"], Err("missed")),
        (during("0"), Takes::Off, &["deposit-mailbox-off"], Err("missed")),
    ] {
        let mut line = from_outside("201", caller);
        for to in ["301", "302", "303"] {
            line = line.reaches(to, Connected::Talked);
        }
        let deposit = call(&mut line, takes, ways(), &[]);
        assert_eq!(line.heard(), heard);
        assert_eq!(left(&deposit), expected, "{:?}", line.heard());
        assert!(line.is_over());
    }
}

#[test]
fn who_is_not_reached_has_not_lost_the_caller() {
    let keys = [("2", "301"), ("6", "304"), ("8", "302"), ("9", "303")];
    for ((key, to), why) in keys.into_iter().flat_map(|key| {
        [NotReached::Busy, NotReached::NoAnswer, NotReached::Refused, NotReached::NoSuchNumber]
            .map(|why| (key, why))
    }) {
        let caller = Caller::new()
            .hears("greeting-no-answer")
            .presses(key)
            .hears("beep")
            .waits(250)
            .speaks(3_000)
            .hangs_up();
        let mut line = from_outside("201", caller).reaches(to, Connected::Not(why));
        let deposit = call(&mut line, Takes::Messages, ways(), &[]);
        assert_eq!(left(&deposit), Ok((3_000, false, false)), "{key} {why:?}");
        assert_eq!(
            line.heard(),
            ["greeting-no-answer…", "attendant-connects", "deposit-not-reached", "beep"]
        );
    }
    let caller = Caller::new().hears("greeting-no-answer").presses("2");
    let mut line = from_outside("201", caller).reaches("301", Connected::Not(NotReached::Busy));
    let deposit = call(&mut line, Takes::Nothing, ways(), &[]);
    assert_eq!(left(&deposit), Err("missed"));
    assert_eq!(line.heard().last().unwrap(), "goodbye");
}

#[test]
fn a_number_that_nobody_has_is_said_to_be_so_and_nothing_is_recorded() {
    let mut line = from_outside("299", Caller::new().presses("0").speaks(5_000));
    assert_eq!(run(telephone::nobody_here(&mut line)), Ok(()));
    assert_eq!(line.heard(), ["number-unknown"]);
    assert!(line.is_over() && line.recordings().next().is_none());
}

#[test]
fn keys_of_what_there_is_not_mean_nothing() {
    for key in ["1", "2", "6", "8", "9"] {
        let caller = Caller::new()
            .hears("greeting-no-answer")
            .presses(key)
            .hears("beep")
            .waits(250)
            .speaks(3_000)
            .hangs_up();
        let mut line = from_outside("201", caller);
        let deposit = call(&mut line, Takes::Messages, Ways::default(), &[]);
        assert_eq!(
            (left(&deposit), line.heard()),
            (Ok((3_000, false, false)), GREETED.map(str::to_owned).to_vec())
        );
    }
    // The owner's own greeting tells of the transfer.
    let silent = Ways { transfer_is_told: false, ..ways() };
    let caller = Caller::new().hears("beep").waits(250).speaks(3_000).hangs_up();
    let mut line = from_outside("201", caller);
    call(&mut line, Takes::Messages, silent, &[]);
    assert_eq!(line.heard(), GREETED);
    let owner = Caller::new()
        .hears("greeting-no-answer")
        .presses("*")
        .hears("login-own-pin")
        .presses(&format!("{PIN}#"));
    let mut line = from_outside("201", owner);
    assert_eq!(left(&call(&mut line, Takes::Nothing, ways(), &[])), Err("owner"));
    assert!(!line.transcript().contains(&Experience::Beep));
}
