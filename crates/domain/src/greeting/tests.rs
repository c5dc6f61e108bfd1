//! The order of greetings, row by row.

use super::*;
use crate::presence::State;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 21);

/// One blob for each situation and language, so that a choice shows which was taken.
fn blob(situation: Situation, language: Language) -> BlobId {
    let index = Situation::ALL.iter().position(|other| *other == situation).unwrap();
    BlobId::from_bits((index * 2 + usize::from(language == Language::DeDe)) as u128)
}

fn recorded(situations: &[Situation], language: Language) -> Vec<Recording> {
    let recording = |situation: &Situation| Recording {
        situation: *situation,
        language,
        blob: blob(*situation, language),
    };
    situations.iter().map(recording).collect()
}

/// Everything that could be said of an occasion at once; rows take away from it.
fn everything(recordings: &[Recording]) -> Occasion<'_> {
    Occasion {
        recordings,
        announcement: None,
        language: Language::DeDe,
        default_language: Language::DeDe,
        today: TODAY,
        day: Some(TODAY),
        alternative: true,
        caller: Side::Inside,
        reached: Reached::Busy,
        presence: State::VACATION,
        hours: schedule::State::Break,
    }
}

#[test]
fn each_situation_gives_way_only_to_those_before_it() {
    let all = recorded(&Situation::ALL, Language::DeDe);
    let mut occasion = everything(&all);
    let mut check = |change: fn(&mut Occasion<'_>), expected: Because| {
        change(&mut occasion);
        let choice = choose(&occasion);
        assert_eq!(choice.why.situation, expected);
        assert_eq!(choice.why.recording, Source::OwnersInCallersLanguage);
        assert_eq!(choice.sound, Sound::Recorded(blob(expected.as_situation(), Language::DeDe)));
    };
    check(|_| {}, Because::Day);
    check(|occasion| occasion.day = Some(TODAY.yesterday().unwrap()), Because::Alternative);
    check(|occasion| occasion.alternative = false, Because::Internal);
    check(|occasion| occasion.caller = Side::Outside, Because::Busy);
    check(|occasion| occasion.reached = Reached::NotBusy, Because::Vacation);
    check(|occasion| occasion.presence = State::SICK, Because::Break);
    check(|occasion| occasion.hours = schedule::State::OffHours, Because::OffHours);
    check(|occasion| occasion.hours = schedule::State::Holiday, Because::OffHours);
    check(|occasion| occasion.hours = schedule::State::Open, Because::Presence(State::SICK));
    check(|occasion| occasion.presence = State::OFFICE, Because::NoAnswer);
}

#[test]
fn the_first_four_apply_only_where_recorded_the_others_always() {
    for (situations, expected) in [
        (&[][..], Because::Vacation),
        (&[Situation::NoAnswer], Because::Vacation),
        (&[Situation::Busy], Because::Busy),
        (&[Situation::Busy, Situation::Internal], Because::Internal),
        (&[Situation::Alternative, Situation::Busy], Because::Alternative),
        (&[Situation::Day], Because::Day),
    ] {
        let recordings = recorded(situations, Language::EnGb); // in any language
        assert_eq!(choose(&everything(&recordings)).why.situation, expected, "{situations:?}");
    }
}

#[test]
fn the_recording_follows_the_callers_language_then_the_owners_then_the_company() {
    use Source::{OwnersInCallersLanguage, OwnersInDefaultLanguage, SystemDefault};
    let both =
        [recorded(&[Situation::Vacation], Language::EnGb), recorded(&[Situation::Vacation], Language::DeDe)]
            .concat();
    let company = BlobId::from_bits(99);
    let announcement =
        Announcement { mode: AnnouncementMode::IfNone, recordings: vec![(Language::EnGb, company.clone())] };
    let english = Sound::Recorded(blob(Situation::Vacation, Language::EnGb));
    let german = Sound::Recorded(blob(Situation::Vacation, Language::DeDe));
    for (recordings, caller, announcement, sound, source) in [
        (&both[..], Language::EnGb, Some(&announcement), english, OwnersInCallersLanguage),
        (&both[1..], Language::EnGb, Some(&announcement), german, OwnersInDefaultLanguage),
        // Recorded, but in a language that is neither the caller's nor the owner's default.
        (
            &both[..1],
            Language::DeDe,
            Some(&announcement),
            Sound::Recorded(company.clone()),
            Source::Announcement,
        ),
        (&[], Language::DeDe, Some(&announcement), Sound::Recorded(company), Source::Announcement),
        (&[], Language::EnGb, None, Sound::Spoken(Situation::Vacation), SystemDefault),
    ] {
        let occasion = Occasion { announcement, language: caller, ..everything(recordings) };
        let choice = choose(&occasion);
        assert_eq!((choice.sound, choice.why.recording), (sound, source), "{caller}");
    }
}

#[test]
fn an_announcement_in_mode_always_goes_before_everything_if_it_exists() {
    let all = recorded(&Situation::ALL, Language::DeDe);
    let (english, german) = (BlobId::from_bits(98), BlobId::from_bits(99));
    for (recordings, language, expected) in [
        (
            vec![(Language::EnGb, english.clone()), (Language::DeDe, german.clone())],
            Language::EnGb,
            Some(english.clone()),
        ),
        (
            vec![(Language::EnGb, english.clone()), (Language::DeDe, german.clone())],
            Language::DeDe,
            Some(german),
        ),
        (vec![(Language::EnGb, english.clone())], Language::DeDe, Some(english)),
        (vec![], Language::DeDe, None),
    ] {
        let announcement = Announcement { mode: AnnouncementMode::Always, recordings };
        let choice = choose(&Occasion { announcement: Some(&announcement), language, ..everything(&all) });
        let played = (choice.why.situation == Because::AnnouncementAlways).then_some(choice.sound);
        assert_eq!(played, expected.map(Sound::Recorded));
    }
}

#[test]
fn the_journal_keeps_the_reason_in_words() {
    let occasion = Occasion { presence: State::SICK, hours: schedule::State::Open, ..everything(&[]) };
    assert_eq!(choose(&occasion).why.to_string(), "presence:sick, system-default");
    let occasion = Occasion { hours: schedule::State::OffHours, presence: State::OFFICE, ..everything(&[]) };
    assert_eq!(choose(&occasion).why.to_string(), "off-hours, system-default");
}
