//! A caller leaves a message: every way through the flow, told by what the caller does and hears.

mod house;

use directory::{Circumstances, Greeting};
use domain::greeting::{Choice, Situation, Slot};
use domain::id::{BlobId, SiteId};
use domain::language::Language;
use domain::settings::{Bearing, Row, Scope, Settings};
use domain::site::{self, Site};
use house::{House, PIN, from_outside, run};
use proptest::prelude::*;
use speech::Argument;
use telephone::simulated::{Caller, Experience, SimulatedLine};
use telephone::{
    Deposit, Key, Line, RecordEnd, Room, Takes, Voicemail, Ways, announced, choose_greeting, deposit,
};

const GREETED: [&str; 2] = ["greeting-no-answer", "beep"];

fn rows(settings: &[(&str, &str)]) -> Vec<Row> {
    let row = |(key, value): &(&str, &str)| Row {
        scope: Scope::System,
        key: (*key).into(),
        value: (*value).into(),
    };
    // What comes after `#` has tests of its own.
    settings.iter().chain(&[("message.review", "false")]).map(row).collect()
}

/// Calls Anna's voice mail.
fn call(house: &House, line: &mut SimulatedLine, room: Room, settings: &[(&str, &str)]) -> Deposit {
    call_with_sites(house, line, room, settings, &[])
}

fn call_with_sites(
    house: &House,
    line: &mut SimulatedLine,
    room: Room,
    settings: &[(&str, &str)],
    sites: &[Site],
) -> Deposit {
    let rows = rows(settings);
    let settings = Settings { rows: &rows, bearing: Bearing::default() };
    let owner = house.anna();
    let circumstances = Circumstances { sites: sites.to_vec(), ..Circumstances::default() };
    let greeting = choose_greeting(&owner, &settings, &circumstances, line.facts(), line.now());
    let number = announced(&owner, &settings, sites);
    let (takes, ways) = (Takes::Messages, Ways::default());
    run(deposit(line, &house.directory, &Voicemail { owner, number, settings, greeting, room, takes, ways }))
}

fn check(caller: Caller, settings: &[(&str, &str)], heard: &[&str]) -> (Deposit, SimulatedLine) {
    let mut line = from_outside("201", caller);
    let deposit = call(&House::new(), &mut line, Room::Enough, settings);
    assert_eq!(line.heard(), heard);
    assert!(line.is_over() || matches!(deposit, Deposit::OwnerLogsIn(_)), "the call hangs: {deposit:?}");
    (deposit, line)
}

/// Length and speech of a message, or what there was instead of one.
fn message(deposit: Deposit) -> Result<(u64, u64), &'static str> {
    match deposit {
        Deposit::Message(left) => Ok((left.recorded.milliseconds, left.recorded.speech_milliseconds)),
        Deposit::Missed(_) => Err("missed"),
        Deposit::OwnerLogsIn(_) => Err("owner"),
        Deposit::NoRoom => Err("no room"),
    }
}

#[test]
fn speaking_is_kept_however_it_ends() {
    let speaks = || Caller::new().hears("beep").waits(250);
    let thanked = ["greeting-no-answer", "beep", "deposit-thanks"];
    for (caller, heard, expected) in [
        (speaks().speaks(3_000).hangs_up(), &GREETED[..], Ok((3_000, 3_000))),
        (speaks().speaks(3_000).waits(500).hangs_up(), &GREETED, Ok((3_500, 3_000))),
        (speaks().speaks(3_000).waits(200).presses("#"), &thanked, Ok((3_200, 3_000))),
        (speaks().speaks(3_000), &thanked, Ok((3_000, 3_000))), // five seconds of silence are cut off
        (speaks().waits(7_000).speaks(2_000), &thanked, Ok((9_000, 2_000))),
        (speaks().speaks(2_000).waits(4_900).speaks(2_000), &thanked, Ok((8_900, 4_000))),
        (speaks().speaks(3_000).presses("1*5").hangs_up(), &GREETED, Ok((3_300, 3_000))), // other keys end nothing
    ] {
        let (deposit, _) = check(caller, &[], heard);
        assert_eq!(message(deposit), expected);
    }
}

#[test]
fn little_or_nothing_is_a_missed_call() {
    let speaks = || Caller::new().hears("beep").waits(250);
    let nothing = ["greeting-no-answer", "beep", "deposit-nothing"];
    for (caller, heard, expected) in [
        (Caller::new().hangs_up(), &[][..], Err("missed")),
        (Caller::new().waits(700).hangs_up(), &["greeting-no-answer…"], Err("missed")),
        (speaks().hangs_up(), &GREETED, Err("missed")),
        (speaks().speaks(1_900).hangs_up(), &GREETED, Err("missed")),
        (speaks(), &nothing, Err("missed")), // eight seconds of silence
        (speaks().speaks(1_000), &nothing, Err("missed")),
        (
            speaks().speaks(1_000).presses("#"),
            &["greeting-no-answer", "beep", "deposit-thanks"],
            Ok((1_000, 1_000)),
        ),
        (speaks().presses("#"), &nothing, Err("missed")),
    ] {
        let heard: Vec<&str> = heard.to_vec();
        let mut line = from_outside("201", caller);
        let deposit = call(&House::new(), &mut line, Room::Enough, &[]);
        if !heard.is_empty() {
            assert_eq!(line.heard(), heard);
        }
        assert_eq!(message(deposit), expected, "{:?}", line.heard());
        assert!(line.is_over());
    }
}

#[test]
fn a_message_ends_at_its_limit_and_the_caller_is_told() {
    let caller = Caller::new().hears("beep").waits(250).speaks(60_000);
    let heard = ["greeting-no-answer", "beep", "deposit-limit"];
    let (deposit, _) = check(caller, &[("message.longest_seconds", "10")], &heard);
    assert_eq!(message(deposit), Ok((10_000, 10_000)));
}

#[test]
fn zero_records_at_once_and_other_keys_are_ignored() {
    let then_speaks = |caller: Caller| caller.hears("beep").waits(250).speaks(2_500).hangs_up();
    let zero = then_speaks(Caller::new().hears("greeting-no-answer").waits(300).presses("0"));
    let (deposit, line) = check(zero, &[], &["greeting-no-answer…", "beep"]);
    assert_eq!(message(deposit), Ok((2_500, 2_500)));
    assert_eq!(line.elapsed(), 300 + 250 + 2_500);
    let others = then_speaks(Caller::new().hears("greeting-no-answer").presses("123456789#"));
    assert_eq!(message(check(others, &[], &GREETED).0), Ok((2_500, 2_500)));
}

#[test]
fn star_is_the_owners_where_that_is_allowed() {
    let star = |pin: &str| {
        Caller::new().hears("greeting-no-answer").presses("*").hears("login-own-pin").presses(pin)
    };
    let (deposit, _) = check(star("730184#"), &[], &["greeting-no-answer…", "login-own-pin…"]);
    assert!(matches!(deposit, Deposit::OwnerLogsIn(owner) if owner.name == "Anna Schmidt"));
    // The same PIN without `#`: three seconds later.
    let (deposit, line) = check(star(PIN), &[], &["greeting-no-answer…", "login-own-pin…"]);
    assert!(matches!(deposit, Deposit::OwnerLogsIn(_)));
    assert_eq!(line.elapsed(), 5 * 150 + 3_000);
    let refused = [("owner_login_by_star", "false")];
    let (deposit, _) =
        check(star("730184#").hangs_up(), &refused, &["greeting-no-answer", "beep", "deposit-nothing"]);
    assert_eq!(message(deposit), Err("missed"));
}

#[test]
fn who_cannot_log_in_leaves_no_message() {
    let wrong = Caller::new()
        .hears("greeting-no-answer")
        .presses("*")
        .hears("login-own-pin")
        .presses("111#")
        .hangs_up();
    let (deposit, _) = check(wrong, &[], &["greeting-no-answer…", "login-own-pin…"]);
    assert_eq!(message(deposit), Err("missed"));
    let silent = Caller::new().hears("greeting-no-answer").presses("*");
    let heard = ["greeting-no-answer…", "login-own-pin", "login-own-pin", "login-own-pin", "goodbye"];
    assert_eq!(message(check(silent, &[], &heard).0), Err("missed"));
}

#[test]
fn greeting_and_tone_share_one_limit() {
    let blob = BlobId::from_bits(5);
    let recorded =
        Greeting { slot: Situation::NoAnswer.into(), language: Language::EnGb, blob: blob.clone() };
    for (length, setting, expected, complete) in
        [(8_000, "12", 8_000, true), (30_000, "12", 11_700, false), (120_000, "600", 120_000, true)]
    {
        let caller = Caller::new().hears("beep").waits(250).speaks(2_000).hangs_up();
        let mut line = from_outside("201", caller).lasts(blob.as_str(), length);
        let house = House::with_greetings(vec![recorded.clone()]);
        let deposit = call(&house, &mut line, Room::Enough, &[("greeting.longest_seconds", setting)]);
        let played = Experience::Recording { blob: blob.clone(), milliseconds: expected, complete };
        assert_eq!(line.transcript()[1..3], [played, Experience::Beep]);
        assert_eq!(message(deposit), Ok((2_000, 2_000)));
    }
}

#[test]
fn the_name_is_the_owners_own_voice_else_an_engines_or_the_number() {
    let blob = BlobId::from_bits(7);
    let recorded = Greeting { slot: Slot::Name, language: Language::EnGb, blob: blob.clone() };
    let number = [("greeting.says", "number")];
    for (greetings, settings, name) in [
        (vec![], &[][..], Some(Argument::Text("Anna Schmidt".into()))),
        (vec![], &number[..], None),
        (vec![recorded.clone()], &number, Some(Argument::Recording(blob.clone()))),
        (vec![recorded], &[("greeting.kind", "personalised")], Some(Argument::Recording(blob))),
    ] {
        let mut line = from_outside("201", Caller::new().hears("greeting-no-answer").hangs_up());
        call(&House::with_greetings(greetings), &mut line, Room::Enough, settings);
        let Experience::Prompt { arguments, .. } = &line.transcript()[1] else { panic!("no greeting") };
        assert_eq!(arguments.get("name"), name.as_ref());
        assert_eq!(arguments.get("number"), Some(&Argument::Digits("201".into())));
    }
}

fn site(area: &str, subscriber: &str) -> Site {
    let plan = site::Plan {
        name: area.into(),
        country: "49".into(),
        area: area.into(),
        subscriber: subscriber.into(),
        outside_access: "0".into(),
    };
    Site { id: SiteId::new(1), plan }
}

#[test]
fn the_number_in_a_greeting_is_the_extension_or_complete_as_the_sites_make_it() {
    const COMPLETE: (&str, &str) = ("number.complete", "4981513685621");
    let two = [site("8142", "4799"), site("8151", "36856")];
    for (sites, settings, said) in [
        (&[][..], &[][..], "201"),
        (&two, &[COMPLETE], "21"),
        (&two, &[COMPLETE, ("numbers.announced", "canonical")], "4981513685621"),
        // No site fits it.
        (&[], &[COMPLETE], "4981513685621"),
        (&two[..1], &[COMPLETE], "4981513685621"),
    ] {
        let settings = [settings, &[("greeting.says", "number")]].concat();
        let mut line = from_outside("201", Caller::new().hears("greeting-no-answer").hangs_up());
        call_with_sites(&House::new(), &mut line, Room::Enough, &settings, sites);
        let Experience::Prompt { arguments, .. } = &line.transcript()[1] else { panic!("no greeting") };
        assert_eq!(arguments.get("number"), Some(&Argument::Digits(said.into())), "{settings:?}");
    }
}

#[test]
fn a_caller_from_one_of_the_sites_hears_what_colleagues_hear() {
    let everyday = Greeting {
        slot: Slot::Situation(Situation::NoAnswer),
        language: Language::EnGb,
        blob: BlobId::from_bits(1),
    };
    let internal = Greeting {
        slot: Slot::Situation(Situation::Internal),
        language: Language::EnGb,
        blob: BlobId::from_bits(2),
    };
    // The caller shows +4930555.
    let (olching, berlin) = (site("8142", "4799"), site("30", "5"));
    for (sites, heard) in
        [(vec![], &everyday), (vec![olching.clone()], &everyday), (vec![olching, berlin], &internal)]
    {
        let house = House::with_greetings(vec![everyday.clone(), internal.clone()]);
        let mut line = from_outside("201", Caller::new().hears("beep").hangs_up());
        call_with_sites(&house, &mut line, Room::Enough, &[], &sites);
        let Experience::Recording { blob, .. } = &line.transcript()[1] else { panic!("no greeting") };
        assert_eq!(blob, &heard.blob, "{sites:?}");
    }
}

#[test]
fn a_greeting_that_must_be_heard_is_not_skipped() {
    let house = House::new();
    let owner = house.anna();
    for (unskippable, heard) in [(false, "greeting-no-answer…"), (true, "greeting-no-answer")] {
        let caller =
            Caller::new().hears("greeting-no-answer").waits(100).presses("0").hears("beep").hangs_up();
        let mut line = from_outside("201", caller);
        let settings = Settings { rows: &[], bearing: Bearing::default() };
        let chosen = choose_greeting(&owner, &settings, &Circumstances::default(), line.facts(), line.now());
        let greeting = Choice { unskippable, ..chosen };
        let (takes, ways) = (Takes::Messages, Ways::default());
        let voicemail = Voicemail {
            owner: owner.clone(),
            number: "201".into(),
            settings,
            greeting,
            room: Room::Enough,
            takes,
            ways,
        };
        run(deposit(&mut line, &house.directory, &voicemail));
        assert_eq!(line.heard()[0], heard);
    }
}

#[test]
fn a_full_disk_is_said_before_anybody_speaks() {
    let mut line = from_outside("201", Caller::new());
    let deposit = call(&House::new(), &mut line, Room::Scarce, &[]);
    assert_eq!(message(deposit), Err("no room"));
    assert_eq!(line.heard(), ["trouble-mailbox-full"]);
    assert!(line.is_over());
}

#[test]
fn a_disk_that_fails_under_way_keeps_what_was_said_and_says_so() {
    for (fails_after, last_words, expected) in
        [(1_500, "deposit-cut-short", Ok((1_500, 1_500))), (0, "trouble-mailbox-full", Err("missed"))]
    {
        let caller = Caller::new().hears("beep").waits(250).speaks(20_000).hangs_up();
        let mut line = from_outside("201", caller).disk_fails_after(fails_after);
        let deposit = call(&House::new(), &mut line, Room::Enough, &[]);
        assert_eq!(line.heard(), ["greeting-no-answer", "beep", last_words]);
        assert_eq!(message(deposit), expected);
    }
}

#[test]
fn hanging_up_during_the_thanks_loses_nothing() {
    let caller = Caller::new()
        .hears("beep")
        .waits(250)
        .speaks(2_500)
        .presses("#")
        .hears("deposit-thanks")
        .waits(100)
        .hangs_up();
    let (deposit, _) = check(caller, &[], &["greeting-no-answer", "beep", "deposit-thanks…"]);
    assert_eq!(message(deposit), Ok((2_500, 2_500)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever goes at whatever moment: two seconds of speech, or `#`, make a message, less is none, and nothing panics.
    #[test]
    fn going_at_any_moment_neither_panics_nor_loses(goes_at in 0u64..40_000, keys in "[0-9*#]{0,4}", pressed_at in 0u64..3_000) {
        let caller = Caller::new().waits(pressed_at).presses(&keys).hears("beep").waits(250).speaks(30_000);
        let mut line = from_outside("201", caller).cut_off_at(goes_at);
        let deposit = call(&House::new(), &mut line, Room::Enough, &[]);
        let recorded = line.transcript().iter().find_map(|experience| match experience {
            Experience::Recorded(recorded) => Some(recorded.clone()),
            _ => None,
        });
        match (recorded, deposit) {
            (Some(recorded), Deposit::Message(kept)) => {
                let by_key = recorded.ended == RecordEnd::Key(Key::Hash);
                prop_assert!(recorded.speech_milliseconds >= 2_000 || by_key);
                prop_assert_eq!(recorded, kept.recorded);
            }
            (Some(recorded), Deposit::Missed(Some(discarded))) => {
                prop_assert!(recorded.speech_milliseconds < 2_000);
                prop_assert_eq!(recorded, discarded);
            }
            (None, Deposit::Missed(None)) => {}
            (recorded, deposit) => prop_assert!(false, "{recorded:?} became {deposit:?}"),
        }
        prop_assert!(line.is_over());
    }
}
