//! Presence, profiles, texts and the company's recordings, with either maker.

use crate::{Announced, Caller, Circumstances, Directory, DirectoryError, User, choose_greeting};
use domain::greeting::{Assigned, Reached, Side, Situation, Slot, Sound, TextNumber, Usage};
use domain::language::Language;
use domain::number::{Extension, Number};
use domain::presence::{self, SetBy, SetPresence, State};
use domain::profile::{Profile, Transfer};
use domain::settings::{Row, Scope};
use jiff::Timestamp;
use std::sync::Arc;

const DE: Language = Language::DeDe;

fn anna(directory: &dyn Directory) -> Arc<User> {
    directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().clone()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// What a German caller from outside hears of Anna now.
fn heard(directory: &dyn Directory) -> Sound {
    let (people, anna, now) = (directory.people(), anna(directory), at(1_800_000_000));
    let caller = Caller { language: DE, side: Side::Outside, reached: Reached::NotBusy };
    let settings = people.settings_of(Some(anna.id));
    choose_greeting(&anna, &settings, &Circumstances::of(&people, &anna, now), caller, now).sound
}

fn is_invalid<T>(answer: Result<T, DirectoryError>) -> bool {
    matches!(answer, Err(DirectoryError::Invalid(_)))
}

pub async fn are_said_and_seen(directory: &dyn Directory) {
    let user = anna(directory).id;
    let set = |state, until| directory.set_presence(user, SetPresence { state, by: SetBy::Owner, until });
    let state = |now| presence::effective(&anna(directory).presence, &[], now).state;
    set(State::HOME, None).await.unwrap();
    set(State::VACATION, Some(at(100))).await.unwrap();
    assert_eq!((state(at(99)), state(at(100))), (State::VACATION, State::OFFICE));
    assert!(is_invalid(set(State::parse("on-the-moon").unwrap(), None).await));
    directory.clear_presence(user, SetBy::Owner).await.unwrap();
    assert_eq!(state(at(99)), State::OFFICE);

    let transfer = Some(Transfer { number: Number::parse("0170123456").unwrap(), on: true });
    let profile = Profile { state: State::MOBILE, takes_messages: false, transfer };
    directory.set_profile(user, Profile::new(State::MOBILE)).await.unwrap();
    directory.set_profile(user, profile.clone()).await.unwrap();
    assert_eq!(anna(directory).profiles, [profile]);
    assert!(is_invalid(directory.set_profile(user, Profile::new(State::CALL_ME)).await), "not available");
}

pub async fn texts_are_named_and_assigned_until_one_records_anew(directory: &dyn Directory) {
    let user = anna(directory).id;
    let text = TextNumber::new(4).unwrap();
    let slot = Slot::from(Situation::NoAnswer);
    directory.name_text(user, text, " At the fair ").await.unwrap();
    assert_eq!(anna(directory).greetings.names, [(text, "At the fair".to_owned())]);
    assert!(is_invalid(directory.name_text(user, text, &"x".repeat(61)).await));
    assert!(is_invalid(directory.name_text(user, text, "a\nb").await));

    let blob = directory.set_greeting(user, Slot::Text(text), DE, "text".into()).await.unwrap();
    let usage = Usage { slot: slot.clone(), assigned: Assigned::Text(text), unskippable: true };
    directory.use_greeting(user, usage.clone()).await.unwrap();
    assert_eq!(heard(directory), Sound::Recorded(blob.clone()));
    assert!(is_invalid(directory.use_greeting(user, Usage { slot: Slot::Name, ..usage }).await));
    // What is recorded for the situation goes before what was assigned to it earlier; that it is not skipped stays.
    let own = directory.set_greeting(user, slot.clone(), DE, "own".into()).await.unwrap();
    assert_eq!(heard(directory), Sound::Recorded(own));
    assert!(anna(directory).greetings.is_unskippable(&slot));
    assert_eq!(directory.greeting(&blob).await.unwrap(), &b"text"[..]);

    directory.set_greeting(user, Slot::Name, DE, "name".into()).await.unwrap();
    directory.forget_greetings(user).await.unwrap();
    assert_eq!(anna(directory).greetings, Default::default());
    assert_eq!(heard(directory), Sound::Spoken { situation: Situation::NoAnswer, name: None });
}

pub async fn the_companys_recordings_are_everybodys(directory: &dyn Directory) {
    let words = Announced::Situation(Situation::NoAnswer);
    let german = directory.set_announcement(words, Some(DE), "german".into(), None).await.unwrap();
    let blob = directory.set_announcement(words, None, "first".into(), None).await.unwrap();
    let second = directory.set_announcement(words, None, "second".into(), None).await.unwrap();
    assert_ne!(blob, second);
    assert_eq!(heard(directory), Sound::Recorded(german));
    assert_eq!(directory.greeting(&second).await.unwrap(), &b"second"[..]);
    directory.remove_announcement(words, Some(DE), None).await.unwrap();
    assert_eq!(heard(directory), Sound::Recorded(second));
    directory.remove_announcement(words, None, None).await.unwrap();
    let again = directory.remove_announcement(words, None, None).await;
    assert!(matches!(again, Err(DirectoryError::NotFound)));
}

pub async fn a_presence_that_holds_by_itself_stays_available(directory: &dyn Directory) {
    let user = anna(directory).id;
    let (company, own) = (Scope::Tenant(directory.people().tenant), Scope::User(user));
    let set = |scope, key: &str, value: &str| {
        directory.set_setting(Row { scope, key: key.into(), value: value.into() })
    };
    assert!(is_invalid(set(own, "breaks.presence", "lunch").await), "not available");
    set(own, "breaks.presence", "meeting").await.unwrap();
    assert!(is_invalid(set(company, "presence.available", "office home").await), "Anna needs a meeting");
    set(own, "breaks.presence", "").await.unwrap();
    set(company, "presence.available", "office home").await.unwrap();
    assert!(is_invalid(set(company, "hours.off_presence", "vacation").await));
    assert!(is_invalid(set(company, "presence.available", "office vacation").await), "home holds off hours");
    set(company, "presence.available", "office home vacation").await.unwrap();
}
