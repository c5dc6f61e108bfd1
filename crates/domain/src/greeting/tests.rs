//! The order of greetings, row by row.

use super::*;
use crate::presence::State;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 21);

/// One blob for each slot and language, so that a choice shows which was taken.
fn blob(slot: impl Into<Slot>, language: Language) -> BlobId {
    let slots = Situation::ALL.map(Slot::Situation).into_iter().chain(State::BUILT_IN.map(Slot::State));
    let slot = slot.into();
    let index = slots.chain([Slot::Name]).position(|other| other == slot).unwrap();
    BlobId::from_bits((index * 2 + usize::from(language == Language::DeDe)) as u128)
}

fn recording(slot: Slot, language: Language) -> Recording {
    Recording { blob: blob(slot.clone(), language), slot, language }
}

fn recorded(situations: &[Situation], language: Language) -> Vec<Recording> {
    situations.iter().map(|situation| recording((*situation).into(), language)).collect()
}

fn home() -> Switching {
    Switching { off_hours: Some(State::HOME), breaks: Some(State::LUNCH) }
}

/// Everything that could be said of an occasion at once; rows take away from it.
fn everything(book: &Book) -> Occasion<'_> {
    Occasion {
        book,
        kind: Kind::Individual,
        announcement: None,
        company: &[],
        language: Language::DeDe,
        default_language: Language::DeDe,
        today: TODAY,
        day: Some(TODAY),
        alternative: true,
        internal: true,
        caller: Side::Inside,
        reached: Reached::Busy,
        presence: State::VACATION,
        hours: schedule::State::Break,
        switching: home(),
    }
}

fn spoken(situation: Situation) -> Sound {
    Sound::Spoken { situation, name: None }
}

#[test]
fn each_situation_gives_way_only_to_those_before_it() {
    let all = Book::of(recorded(&Situation::ALL, Language::DeDe));
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
    check(|occasion| occasion.presence = State::OFFICE, Because::External);
    check(|occasion| occasion.caller = Side::Inside, Because::Internal);
    check(|occasion| occasion.internal = false, Because::NoAnswer);
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
        let book = Book::of(recorded(situations, Language::EnGb)); // in any language
        assert_eq!(choose(&everything(&book)).why.situation, expected, "{situations:?}");
    }
}

fn in_language(language: Language, blob: &BlobId) -> CompanyRecording {
    CompanyRecording { language: Some(language), blob: blob.clone(), at: None }
}

fn in_all_languages(blob: BlobId) -> CompanyRecording {
    CompanyRecording { language: None, blob, at: None }
}

#[test]
fn the_recording_follows_the_callers_language_then_the_owners_then_the_company() {
    use Source::{OwnersInCallersLanguage, OwnersInDefaultLanguage, SystemDefault};
    let both =
        [recorded(&[Situation::Vacation], Language::EnGb), recorded(&[Situation::Vacation], Language::DeDe)]
            .concat();
    let company = BlobId::from_bits(99);
    let announcement =
        Announcement { mode: AnnouncementMode::IfNone, recordings: vec![in_all_languages(company.clone())] };
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
        (&[], Language::EnGb, None, spoken(Situation::Vacation), SystemDefault),
    ] {
        let book = Book::of(recordings.to_vec());
        let occasion = Occasion { announcement, language: caller, ..everything(&book) };
        let choice = choose(&occasion);
        assert_eq!((choice.sound, choice.why.recording), (sound, source), "{caller}");
    }
}

#[test]
fn an_announcement_in_mode_always_goes_before_everything_if_it_exists() {
    let all = Book::of(recorded(&Situation::ALL, Language::DeDe));
    let (english, german) = (BlobId::from_bits(98), BlobId::from_bits(99));
    for (recordings, language, expected) in [
        (
            vec![in_language(Language::EnGb, &english), in_language(Language::DeDe, &german)],
            Language::EnGb,
            Some(english.clone()),
        ),
        (
            vec![in_language(Language::EnGb, &english), in_language(Language::DeDe, &german)],
            Language::DeDe,
            Some(german),
        ),
        (vec![in_language(Language::EnGb, &english)], Language::DeDe, Some(english)),
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
    let nothing = Book::default();
    let occasion = Occasion { presence: State::SICK, hours: schedule::State::Open, ..everything(&nothing) };
    assert_eq!(choose(&occasion).why.to_string(), "presence:sick, system-default");
    let occasion =
        Occasion { hours: schedule::State::OffHours, presence: State::OFFICE, ..everything(&nothing) };
    assert_eq!(choose(&occasion).why.to_string(), "off-hours, system-default");
}

/// The order of decision 1 once more, as a list of who applies when, for every occasion there can be.
#[test]
fn the_order_holds_on_every_occasion() {
    type Applies = fn(&Occasion<'_>) -> bool;
    let order: [(Because, Applies); 8] = [
        (Because::Day, |o| o.day == Some(o.today) && o.book.has(&Situation::Day.into())),
        (Because::Alternative, |o| o.alternative && o.book.has(&Situation::Alternative.into())),
        (Because::Internal, |o| {
            o.internal && o.caller == Side::Inside && o.book.has(&Situation::Internal.into())
        }),
        (Because::Busy, |o| o.reached == Reached::Busy && o.book.has(&Situation::Busy.into())),
        (Because::Vacation, |o| o.presence == State::VACATION),
        (Because::Break, |o| {
            let switches = o.switching.breaks.is_some() || o.book.has(&Situation::Break.into());
            o.hours == schedule::State::Break && switches
        }),
        (Because::OffHours, |o| {
            let switches = o.switching.off_hours.is_some() || o.book.has(&Situation::OffHours.into());
            o.hours == schedule::State::OffHours && switches
        }),
        (Because::Presence(State::MEETING), |o| o.presence == State::MEETING),
    ];
    let books = [
        vec![],
        Situation::ALL.to_vec(),
        vec![Situation::Busy],
        vec![Situation::Internal, Situation::OffHours],
        vec![Situation::Alternative, Situation::Break],
        vec![Situation::Day],
    ]
    .map(|situations| Book::of(recorded(&situations, Language::DeDe)));
    let mut occasions = 0;
    for (book, bits) in books.iter().flat_map(|book| (0..128_u32).map(move |bits| (book, bits))) {
        let bit = |place: u32| bits & (1 << place) != 0;
        for presence in [State::OFFICE, State::MEETING, State::VACATION] {
            let occasion = Occasion {
                day: bit(0).then_some(TODAY),
                alternative: bit(1),
                internal: bit(2),
                caller: if bit(3) { Side::Inside } else { Side::Outside },
                reached: if bit(4) { Reached::Busy } else { Reached::NotBusy },
                hours: [schedule::State::Open, schedule::State::Break, schedule::State::OffHours]
                    [usize::from(bit(5)) + usize::from(bit(5) && bit(6))],
                switching: if bit(6) { home() } else { Switching::default() },
                presence,
                ..everything(book)
            };
            let first = order.iter().find(|(_, applies)| applies(&occasion));
            let everyday = match occasion.caller {
                Side::Outside if book.has(&Situation::External.into()) => Because::External,
                _ => Because::NoAnswer,
            };
            let expected = first.map_or(everyday, |(because, _)| because.clone());
            assert_eq!(choose(&occasion).why.situation, expected, "{occasion:?}");
            occasions += 1;
        }
    }
    assert_eq!(occasions, 6 * 128 * 3);
}

#[test]
fn the_presence_that_holds_by_hours_has_its_own_greeting_and_vacation_stays() {
    use schedule::State::{Break, Holiday, OffHours, Open};
    let book = Book::of(vec![
        recording(Slot::State(State::HOME), Language::DeDe),
        recording(Slot::State(State::LUNCH), Language::DeDe),
        recording(Slot::State(State::SICK), Language::DeDe),
        recording(Situation::Vacation.into(), Language::DeDe),
        recording(Situation::Presence.into(), Language::DeDe),
    ]);
    let state = |state: State| Some(Slot::State(state));
    for (presence, hours, switching, active, played) in [
        (State::OFFICE, OffHours, home(), State::HOME, state(State::HOME)),
        (State::OFFICE, Holiday, home(), State::HOME, state(State::HOME)),
        (State::OFFICE, Break, home(), State::LUNCH, state(State::LUNCH)),
        (State::OFFICE, Open, home(), State::OFFICE, None),
        (State::OFFICE, OffHours, Switching::default(), State::OFFICE, None),
        (State::SICK, Open, home(), State::SICK, state(State::SICK)),
        (State::SICK, OffHours, home(), State::HOME, state(State::HOME)),
        (State::SICK, OffHours, Switching::default(), State::SICK, state(State::SICK)),
        // One without a greeting of its own has that of all others.
        (State::MEETING, Open, home(), State::MEETING, Some(Situation::Presence.into())),
        (State::VACATION, OffHours, home(), State::VACATION, Some(Situation::Vacation.into())),
        (State::VACATION, Break, home(), State::VACATION, Some(Situation::Vacation.into())),
        (State::HOLIDAY, OffHours, home(), State::HOLIDAY, Some(Situation::Vacation.into())),
    ] {
        let caller = Side::Outside;
        let occasion = Occasion { presence, hours, switching, caller, ..everything(&book) };
        let choice = choose(&occasion);
        assert_eq!(choice.active, active, "{occasion:?}");
        match played {
            Some(slot) => {
                assert_eq!(choice.sound, Sound::Recorded(blob(slot, Language::DeDe)), "{occasion:?}")
            }
            None => assert_eq!(choice.sound, spoken(Situation::NoAnswer), "{occasion:?}"),
        }
    }
}

#[test]
fn personalised_greetings_are_the_houses_words_around_the_owners_name() {
    let name = recording(Slot::Name, Language::DeDe);
    let named = |situation| Sound::Spoken { situation, name: Some(name.blob.clone()) };
    let all = Book::of([recorded(&Situation::ALL, Language::DeDe), vec![name.clone()]].concat());
    let own_name = Book::of(vec![name.clone()]);
    let nothing = Book::default();
    let company = BlobId::from_bits(99);
    let if_none =
        Announcement { mode: AnnouncementMode::IfNone, recordings: vec![in_all_languages(company.clone())] };
    let none = None::<&Announcement>;
    use Kind::{Individual, Personalised};
    for (kind, book, announcement, sound, source) in [
        // What was recorded before is not played, and no situation applies because of it.
        (Personalised, &all, none, named(Situation::Vacation), Source::OwnersName),
        (Personalised, &own_name, Some(&if_none), named(Situation::Vacation), Source::OwnersName),
        (Personalised, &nothing, Some(&if_none), Sound::Recorded(company.clone()), Source::Announcement),
        (Personalised, &nothing, none, spoken(Situation::Vacation), Source::SystemDefault),
        (Individual, &own_name, none, named(Situation::Vacation), Source::SystemDefault),
        (Individual, &own_name, Some(&if_none), Sound::Recorded(company), Source::Announcement),
    ] {
        let choice = choose(&Occasion { kind, announcement, ..everything(book) });
        assert_eq!((choice.sound, choice.why.recording), (sound, source), "{kind:?}");
    }
}

#[test]
fn the_companys_words_for_a_situation_stand_in_for_the_houses() {
    let (english, all) = (BlobId::from_bits(97), BlobId::from_bits(98));
    let company = [
        (Situation::Vacation, in_language(Language::EnGb, &english)),
        (Situation::OffHours, in_all_languages(all.clone())),
    ];
    let nothing = Book::default();
    for (presence, language, sound) in [
        (State::VACATION, Language::EnGb, Sound::Recorded(english.clone())),
        (State::VACATION, Language::DeDe, Sound::Recorded(english)),
        (State::OFFICE, Language::DeDe, Sound::Recorded(all)),
    ] {
        let hours = schedule::State::OffHours;
        let occasion = Occasion { presence, hours, language, company: &company, ..everything(&nothing) };
        let choice = choose(&occasion);
        assert_eq!((choice.sound, choice.why.recording), (sound, Source::Company));
    }
}

#[test]
fn a_greeting_that_must_be_heard_says_so_where_it_is_played() {
    let usages = vec![Usage { slot: Situation::Busy.into(), assigned: Assigned::Factory, unskippable: true }];
    let book = Book { usages, ..Book::of(recorded(&[Situation::Busy], Language::DeDe)) };
    for (reached, unskippable) in [(Reached::Busy, true), (Reached::NotBusy, false)] {
        assert_eq!(choose(&Occasion { reached, ..everything(&book) }).unskippable, unskippable);
    }
}
