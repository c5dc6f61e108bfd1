//! The owner's settings by telephone: presence, greetings, transfer; told by what is pressed and by what holds afterwards.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use directory::{Directory, Profiles};
use domain::greeting::{Situation, Slot};
use domain::language::Language;
use domain::presence::{self, State};
use domain::profile::Profile;
use domain::settings;
use house::company::Company;
use house::{House, from_outside, run};
use jiff::Timestamp;
use telephone::simulated::Caller;
use telephone::{Habits, Owner, mailbox_menu};

const EN: Language = Language::EnGb;

/// A name, how one gets there, and what is compared there.
type Level = (&'static str, fn() -> Caller, &'static str, &'static str);

/// In the settings.
fn settings_level() -> Caller {
    Caller::new().hears("offer-send-message").presses("9").hears("offer-presence")
}

/// At the greeting for an everyday call.
fn everyday() -> Caller {
    settings_level()
        .presses("2")
        .hears("offer-greeting-of-presence")
        .presses("1")
        .hears("state-office")
        .presses("1")
}

fn speaks(caller: Caller) -> Caller {
    caller.hears("offer-greeting-record").presses("2").hears("beep").waits(300).speaks(3_000).presses("#")
}

fn keeps(caller: Caller) -> Caller {
    speaks(caller).hears("offer-recorded-keep").presses("2").hears("recorded-kept")
}

#[test]
fn a_presence_is_chosen_by_its_number_and_holds() {
    run(async {
        let company = Company::new().await;
        let heard = company
            .call(
                settings_level()
                    .presses("1")
                    .hears("presence-now")
                    .presses("3")
                    .hears("state-home")
                    .hangs_up(),
            )
            .await;
        assert_eq!(heard[heard.len() - 3..], ["presence-now…", "presence-chosen", "state-home…"]);
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(presence::effective(&company.anna().presence, &[], now).state, State::HOME);

        company.set("presence.available", "office on-the-road home").await;
        let caller = settings_level().presses("1").hears("presence-now").waits(20_000).presses("2");
        let heard = company.call(caller.hears("presence-chosen").waits(5_000).hangs_up()).await;
        assert!(heard.contains(&"state-other".to_owned()), "{heard:?}");
        let state = presence::effective(&company.anna().presence, &[], now).state;
        assert_eq!(state.key(), "on-the-road");
        // There is no fourth.
        let heard = company.call(
            settings_level().presses("1").hears("presence-now").presses("4").hears("key-unknown").hangs_up(),
        );
        assert!(heard.await.contains(&"key-unknown…".to_owned()));
    });
}

#[test]
fn a_greeting_is_recorded_heard_and_kept_at_the_loudness_of_all() {
    run(async {
        let company = Company::new().await;
        let caller =
            speaks(everyday()).hears("offer-recorded-hear").presses("1").hears("message").waits(9_000);
        let heard =
            company.call(caller.hears("offer-recorded-keep").presses("2").hears("recorded-kept").hangs_up());
        assert!(heard.await.contains(&"message".to_owned()));
        let blob = company.anna().greetings.recorded(&Situation::NoAnswer.into(), EN).cloned().unwrap();
        let wav = company.directory.greeting(&blob).await.unwrap();
        let measured = speech::audio::measure(&speech::audio::samples(&wav).unwrap());
        assert!((measured.active_level_dbov.unwrap() + 20.0).abs() < 0.5, "{measured:?}");
        // It can be heard and deleted, and in the next language there is none.
        let caller = everyday().hears("offer-greeting-hear").presses("1").hears("message").waits(9_000);
        let caller = caller.hears("greeting-is-recorded").presses("5").hears("greeting-is-none").presses("1");
        let heard = company.call(caller.hears("key-unknown").hangs_up()).await;
        assert!(heard.contains(&"in-de-de".to_owned()), "{heard:?}");
        company
            .call(everyday().hears("greeting-is-recorded").presses("3").hears("greeting-deleted").hangs_up())
            .await;
        assert!(!company.has(Situation::NoAnswer));
    });
}

#[test]
fn what_is_not_kept_changes_nothing() {
    run(async {
        let company = Company::new().await;
        company.call(keeps(everyday()).hangs_up()).await;
        let before = company.anna().greetings.clone();
        let recorded = || speaks(everyday()).hears("offer-recorded-hear");
        let silent = everyday().hears("offer-greeting-record").presses("2").hears("beep").waits(60_000);
        for (caller, said) in [
            (
                recorded().presses("*").hears("recorded-discarded").waits(3_000).hangs_up(),
                "recorded-discarded",
            ),
            (recorded().waits(120_000), "recorded-discarded"),
            (recorded().hangs_up(), "offer-recorded-hear…"),
            (recorded().presses("7").hears("key-unknown").hangs_up(), "key-unknown…"),
            (recorded().presses("3").hears("beep").waits(300).speaks(500).hangs_up(), "beep"),
            (silent, "recorded-silent"),
        ] {
            let heard = company.call(caller).await;
            assert!(heard.contains(&said.to_owned()), "{heard:?}");
            assert_eq!(company.anna().greetings, before, "{said}");
        }
    });
}

#[test]
fn whoever_goes_at_any_moment_leaves_the_old_greeting_or_the_new_one() {
    run(async {
        let company = Company::new().await;
        let mut went_before = 0;
        for goes_at in (0..60_000).step_by(450) {
            company.directory.forget_greetings(company.anna().id).await.unwrap();
            let caller = keeps(everyday()).waits(30_000);
            let mut line = from_outside("99", caller).cut_off_at(goes_at);
            company.line(&mut line).await;
            let kept = company.anna().greetings.recordings.clone();
            assert!(kept.len() <= 1);
            let was_told = line.heard().iter().any(|said| said.starts_with("recorded-kept"));
            assert!(!was_told || kept.len() == 1, "told that it was kept, at {goes_at}");
            went_before += usize::from(kept.is_empty());
        }
        assert!((10..130).contains(&went_before), "the call is cut off before and after: {went_before}");
    });
}

#[test]
fn todays_greeting_holds_today_and_the_alternative_one_until_it_is_switched_off() {
    run(async {
        let company = Company::new().await;
        let greetings = |key| settings_level().presses("2").hears("offer-greeting-of-presence").presses(key);
        company.call(keeps(greetings("3")).hears("greeting-is-on").hangs_up()).await;
        company.call(keeps(greetings("4")).hears("greeting-is-on").hangs_up()).await;
        let people = company.directory.people();
        let held = people.settings_of(Some(company.anna().id));
        assert_eq!(held.get(&settings::GREETING_DAY), Some(jiff::civil::date(2026, 11, 20)));
        assert!(held.get(&settings::GREETING_ALTERNATIVE));
        assert!(company.has(Situation::Day) && company.has(Situation::Alternative));
        for (key, off) in [("3", "greeting-is-off"), ("4", "greeting-is-off")] {
            company.call(greetings(key).hears("greeting-is-on").presses("4").hears(off).hangs_up()).await;
        }
        let people = company.directory.people();
        let held = people.settings_of(Some(company.anna().id));
        assert_eq!(held.get(&settings::GREETING_DAY), None);
        assert!(!held.get(&settings::GREETING_ALTERNATIVE));
        // A greeting that goes with a presence cannot be switched.
        let heard = company.call(everyday().hears("offer-greeting-record").presses("4").hangs_up()).await;
        assert!(heard.contains(&"key-unknown…".to_owned()), "{heard:?}");
    });
}

#[test]
fn occasions_have_greetings_of_their_own() {
    run(async {
        let company = Company::new().await;
        let occasion = |key| {
            let level = settings_level().presses("2").hears("offer-greeting-of-presence").presses("2");
            keeps(level.hears("occasion-internal").presses(key)).hangs_up()
        };
        for (key, situation) in
            [("1", Situation::Internal), ("2", Situation::Busy), ("3", Situation::OffHours)]
        {
            company.call(occasion(key)).await;
            assert!(company.has(situation), "{situation:?}");
        }
        company.set("greeting.internal", "false").await;
        let level = settings_level().presses("2").hears("offer-greeting-of-presence").presses("2");
        let heard = company.call(level.waits(3_000).hangs_up()).await;
        assert!(!heard.iter().any(|said| said.starts_with("occasion-internal")), "{heard:?}");
    });
}

#[test]
fn who_records_the_name_only_is_offered_nothing_else() {
    run(async {
        let company = Company::new().await;
        let level = || settings_level().presses("2");
        company
            .call(
                level()
                    .hears("offer-greeting-kind")
                    .presses("6")
                    .hears("greeting-kind-personalised")
                    .hangs_up(),
            )
            .await;
        let heard = company.call(level().hears("offer-greeting-name").presses("1").hangs_up()).await;
        assert!(heard.contains(&"key-unknown…".to_owned()), "{heard:?}");
        assert!(!heard.iter().any(|said| said.starts_with("offer-greeting-of-")), "{heard:?}");
        let heard = company.call(keeps(level().hears("offer-greeting-name").presses("5")).hangs_up()).await;
        assert!(heard.contains(&"record-name".to_owned()), "{heard:?}");
        assert!(company.has(Slot::Name));
    });
}

#[test]
fn all_greetings_are_deleted_by_who_is_sure() {
    run(async {
        let company = Company::new().await;
        company.call(keeps(everyday()).hangs_up()).await;
        let level = || settings_level().presses("2").hears("offer-greetings-delete").presses("7");
        for not_sure in ["*", "0", "5", "#"] {
            company.call(level().hears("confirm-delete-all").presses(not_sure).waits(2_000).hangs_up()).await;
            assert!(company.has(Situation::NoAnswer), "{not_sure}");
        }
        company.call(level().hears("offer-confirm").presses("1").hears("greetings-deleted").hangs_up()).await;
        assert!(!company.has(Situation::NoAnswer));
    });
}

#[test]
fn what_the_company_hides_is_neither_offered_nor_reachable() {
    let levels: [Level; 4] = [
        ("menu.transfer", settings_level, "5", "offer-transfer"),
        (
            "menu.delete_all_greetings",
            || settings_level().presses("2").hears("offer-greeting-name"),
            "7",
            "offer-greetings-delete",
        ),
        ("menu.delete_greeting", || everyday().hears("offer-greeting-hear"), "3", "offer-greeting-delete"),
        (
            "menu.greeting_kind",
            || settings_level().presses("2").hears("offer-greeting-name"),
            "6",
            "offer-greeting-kind",
        ),
    ];
    run(async {
        // All sixteen sets of what is hidden.
        for hidden in 0..16_u32 {
            let company = Company::new().await;
            company.call(keeps(everyday()).hangs_up()).await;
            for (place, (key, ..)) in levels.iter().enumerate() {
                company.set(key, if hidden & (1 << place) == 0 { "true" } else { "false" }).await;
            }
            for (place, (setting, level, key, offer)) in levels.iter().enumerate() {
                let is_hidden = hidden & (1 << place) != 0;
                let heard = company.call(level().waits(30_000).presses(key).waits(100).hangs_up()).await;
                assert_eq!(
                    heard.iter().any(|said| said == offer),
                    !is_hidden,
                    "{setting} {hidden}: {heard:?}"
                );
                assert_eq!(
                    heard.iter().any(|said| said.starts_with("key-unknown")),
                    is_hidden,
                    "{setting} {hidden}"
                );
            }
        }
    });
}

#[test]
fn callers_are_put_through_to_a_number_of_each_presence() {
    run(async {
        let company = Company::new().await;
        let mobile = || settings_level().presses("5").hears("state-office").presses("2");
        let number = |digits: &str| {
            let caller = mobile().hears("offer-transfer-number").presses("1").hears("transfer-number");
            caller.presses(digits)
        };
        let kept = || Profile::of(&company.anna().profiles, &State::MOBILE);
        company.call(number("0170123456#").hears("transfer-is").hangs_up()).await;
        assert_eq!(kept().offered().map(ToString::to_string).as_deref(), Some("0170123456"));
        assert_eq!(Profile::of(&company.anna().profiles, &State::OFFICE).offered(), None);
        company.call(mobile().hears("transfer-is").presses("2").hears("transfer-is-off").hangs_up()).await;
        assert_eq!(kept().offered(), None);
        assert!(kept().transfer.is_some());
        // Nothing that can be dialled, nothing at all, and far too much.
        let much = "1".repeat(200);
        for (digits, said) in [("**#", "transfer-wrong"), ("#", "transfer-number"), (&*much, "transfer-is")] {
            let heard = company.call(number(digits).waits(60_000).hangs_up()).await;
            assert!(heard.iter().any(|one| one.starts_with(said)), "{digits}: {heard:?}");
        }
        company
            .call(mobile().hears("offer-transfer-delete").presses("3").hears("transfer-is-none").hangs_up())
            .await;
        assert_eq!(kept().transfer, None);
    });
}

#[test]
fn callers_leave_messages_or_not_in_the_presence_that_holds() {
    run(async {
        let company = Company::new().await;
        let toggle = |said| settings_level().presses("4").hears(said).hangs_up();
        company.call(toggle("messages-off")).await;
        assert!(!Profile::of(&company.anna().profiles, &State::OFFICE).takes_messages);
        // After hours it is another presence's affair.
        company.set("hours.used", "true").await;
        company.set("hours.friday", "").await;
        company.call(toggle("messages-off")).await;
        assert!(!Profile::of(&company.anna().profiles, &State::HOME).takes_messages);
        company.call(toggle("messages-on")).await;
        assert!(Profile::of(&company.anna().profiles, &State::HOME).takes_messages);
    });
}

#[test]
fn whether_where_and_for_what_the_owner_is_called_is_heard_and_set() {
    run(async {
        let company = Company::new().await;
        let level = || settings_level().presses("6");
        let held = |key: &str| {
            let people = company.directory.people();
            people.settings_of(Some(company.anna().id)).text(settings::find(key).unwrap())
        };
        let heard = company.call(level().waits(20_000).hangs_up()).await;
        assert!(heard.contains(&"outcall-is-none".to_owned()), "{heard:?}");
        assert!(!heard.contains(&"offer-outcall-switch".to_owned()), "{heard:?}");
        let number = level().hears("offer-transfer-number").presses("1").hears("transfer-number");
        let heard = company.call(number.presses("0170123456#").hears("outcall-for-voice").hangs_up()).await;
        assert!(heard.contains(&"outcall-is".to_owned()), "{heard:?}");
        assert_eq!((held("outcall.on"), held("outcall.numbers")), ("true".into(), "0170123456".into()));

        let pressed = |keys: &str, said: &'static str| {
            let caller = level().hears("offer-outcall-switch").presses(keys).hears(said);
            company.call(caller.waits(10_000).hangs_up())
        };
        pressed("5", "outcall-for-mail").await;
        assert_eq!((held("outcall.voice"), held("outcall.mail")), ("1".into(), "1".into()));
        pressed("4", "outcall-for-mail").await;
        assert_eq!((held("outcall.voice"), held("outcall.mail")), ("0".into(), "1".into()));
        pressed("2", "outcall-is-off").await;
        assert_eq!(held("outcall.on"), "false");
        pressed("3", "outcall-is-none").await;
        assert_eq!(held("outcall.numbers"), "");

        company.set("owners.outcall", "false").await;
        let heard = company.call(level().waits(10_000).hangs_up()).await;
        assert!(heard.iter().any(|said| said.starts_with("key-unknown")), "{heard:?}");
    });
}

#[test]
fn all_calls_are_forwarded_from_an_outside_line_and_come_back() {
    run(async {
        let company = Company::new().await;
        let level = || settings_level().presses("7").hears("offer-transfer-number");
        let held = || {
            let people = company.directory.people();
            let target = people.settings_of(Some(company.anna().id)).get(&settings::FORWARD_ALWAYS);
            target.map(|target| target.text().to_owned())
        };
        let number = |digits: &str| level().presses("1").hears("transfer-number").presses(digits);
        company.call(number("0170123456#").hears("forwarding-is").hangs_up()).await;
        assert_eq!(held().as_deref(), Some("0170123456"));
        // Help, the own number, and an extension that nobody has are no places for calls.
        for digits in ["112#", "201#", "299#"] {
            let heard = company.call(number(digits).hears("transfer-wrong").hangs_up()).await;
            assert!(heard.iter().any(|said| said.starts_with("transfer-wrong")), "{digits} {heard:?}");
            assert_eq!(held().as_deref(), Some("0170123456"));
        }
        company.call(level().presses("2").hears("forwarding-is-voice-mail").hangs_up()).await;
        assert_eq!(held().as_deref(), Some("voice-mail"));
        company.call(level().presses("3").hears("forwarding-is-none").hangs_up()).await;
        assert_eq!(held(), None);
    });
}

#[test]
fn the_number_on_the_move_is_set_within_the_region_where_there_is_a_key_for_it() {
    run(async {
        let company = Company::new().await;
        let held = || {
            let people = company.directory.people();
            people.settings_of(Some(company.anna().id)).get(&settings::REACH_NUMBER).0
        };
        let heard = company.call(settings_level().presses("8").waits(10_000).hangs_up()).await;
        assert!(heard.iter().any(|said| said.starts_with("key-unknown")), "{heard:?}");
        company.set("reach.key", "5").await;
        company.set("reach.region", "4917 43").await;
        let level = || settings_level().presses("8").hears("offer-transfer-number");
        let number = |digits: &str| level().presses("1").hears("transfer-number").presses(digits);
        company.call(number("0170123456#").hears("reach-is").hangs_up()).await;
        assert_eq!(held(), "0170123456");
        let heard = company.call(number("03055555#").hears("transfer-wrong").hangs_up()).await;
        assert!(heard.iter().any(|said| said.starts_with("transfer-wrong")), "{heard:?}");
        assert_eq!(held(), "0170123456");
        company.call(level().presses("3").hears("reach-is-none").hangs_up()).await;
        assert_eq!(held(), "");
    });
}

#[test]
fn every_level_helps_names_keys_without_use_goes_back_and_ends_for_the_silent() {
    let levels: [Level; 9] = [
        ("presence", || settings_level().presses("1").hears("presence-now"), "help-pick", "offer-presence"),
        (
            "greetings",
            || settings_level().presses("2").hears("offer-greeting-of-presence"),
            "help-greeting-name",
            "offer-presence",
        ),
        (
            "states",
            || {
                settings_level()
                    .presses("2")
                    .hears("offer-greeting-of-presence")
                    .presses("1")
                    .hears("state-office")
            },
            "help-pick",
            "offer-greeting-of-presence",
        ),
        (
            "greeting",
            || everyday().hears("greeting-is-none"),
            "help-greeting-record",
            "offer-greeting-of-presence",
        ),
        (
            "review",
            || speaks(everyday()).hears("offer-recorded-hear"),
            "help-recorded-keep",
            "recorded-discarded",
        ),
        (
            "transfer",
            || settings_level().presses("5").hears("state-office").presses("1").hears("transfer-is-none"),
            "help-transfer-number",
            "offer-presence",
        ),
        (
            "outcall",
            || settings_level().presses("6").hears("outcall-is-none"),
            "help-transfer-number",
            "offer-presence",
        ),
        (
            "forwarding",
            || settings_level().presses("7").hears("forwarding-is-none"),
            "help-forwarding-voice-mail",
            "offer-presence",
        ),
        (
            "reach",
            || settings_level().presses("8").hears("reach-is-none"),
            "help-transfer-number",
            "offer-presence",
        ),
    ];
    run(async {
        let company = Company::new().await;
        company.set("reach.key", "3").await;
        for (name, level, help, up) in levels {
            let heard = company.call(level().presses("0").waits(60_000).hangs_up()).await;
            assert!(heard.iter().any(|said| said == help), "{name}: {heard:?}");
            let heard = company.call(level().presses("#").waits(3_000).hangs_up()).await;
            assert!(heard.iter().any(|said| said.starts_with("key-unknown")), "{name}: {heard:?}");
            let heard = company.call(level().presses("*").hears(up).hangs_up()).await;
            assert_eq!(heard.last().unwrap().trim_end_matches('…'), up, "{name}: {heard:?}");
            let heard = company.call(level()).await;
            assert_eq!(heard.last().unwrap(), "goodbye", "{name}: {heard:?}");
        }
    });
}

#[test]
fn what_cannot_be_saved_is_said_not_to_be_and_the_owner_stays_in_the_settings() {
    run(async {
        // Nothing can be written to this directory.
        let house = House::new();
        let chosen = settings_level().presses("1").hears("presence-now").presses("3");
        let mut line =
            from_outside("99", chosen.hears("trouble-not-saved").hears("offer-presence").presses("**"));
        let owner = Owner { user: house.anna(), habits: Habits::default() };
        let _gone = mailbox_menu(&mut line, &owner, &house.directory, &house.post).await;
        let heard = line.heard();
        let said = heard.iter().position(|said| said == "trouble-not-saved").unwrap();
        assert_eq!(heard[said + 1..], ["offer-presence…", "menu-no-messages…", "goodbye"], "{heard:?}");
    });
}
