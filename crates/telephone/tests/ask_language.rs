//! A caller is spoken to in the right language: asked or not, with every key and with none.

mod house;

use directory::Company;
use domain::greeting::CompanyRecording;
use domain::id::BlobId;
use domain::language::Language::{DeDe, EnGb, FrFr};
use domain::settings::{Bearing, Row, Scope, Settings};
use house::{House, from_outside, run};
use telephone::simulated::{Caller, SimulatedLine};
use telephone::{Hangup, Line, speak_to_caller};

fn rows(settings: &[(&str, &str)]) -> Vec<Row> {
    let row = |(key, value): &(&str, &str)| Row {
        scope: Scope::System,
        key: (*key).into(),
        value: (*value).into(),
    };
    settings.iter().map(row).collect()
}

/// Somebody calls Anna, who speaks English, from a German number.
fn calls(
    caller: Caller,
    settings: &[(&str, &str)],
    company: &Company,
) -> (Result<(), Hangup>, SimulatedLine) {
    let mut line = from_outside("201", caller);
    let rows = rows(settings);
    let settings = Settings { rows: &rows, bearing: Bearing::default() };
    let spoken = run(speak_to_caller(&mut line, &House::new().anna(), &settings, company));
    (spoken, line)
}

const ASKED: [(&str, &str); 2] = [("language.detection", "ask"), ("language.offered", "de-DE en-GB fr-FR")];

#[test]
fn each_key_is_a_language_and_all_else_is_the_owners() {
    // A wrong key has all said once more.
    for (keys, language, offers) in [
        ("1", DeDe, 3),
        ("2", EnGb, 3),
        ("3", FrFr, 3),
        ("", EnGb, 3),
        ("4", EnGb, 6),
        ("0", EnGb, 6),
        ("#", EnGb, 6),
        ("*", EnGb, 6),
    ] {
        let offer = "language-offer";
        let caller = Caller::new().hears(offer).hears(offer).hears(offer).presses(keys);
        let (spoken, line) = calls(caller, &ASKED, &Company::default());
        assert_eq!(spoken, Ok(()), "{keys}");
        assert_eq!(line.facts().language, language, "{keys}");
        let heard = line.heard();
        assert!(heard.iter().all(|said| said.trim_end_matches('…') == offer), "{keys}: {heard:?}");
        assert_eq!(heard.len(), offers, "{keys}");
    }
}

#[test]
fn every_language_is_offered_in_its_own_words() {
    let (_, line) = calls(Caller::new(), &ASKED, &Company::default());
    assert_eq!(line.languages(), [DeDe, EnGb, FrFr]);
}

#[test]
fn two_hundred_digits_end_as_a_choice_or_as_none() {
    for (digit, language) in [("3", FrFr), ("9", EnGb)] {
        let (spoken, line) = calls(Caller::new().presses(&digit.repeat(200)), &ASKED, &Company::default());
        assert_eq!((spoken, line.facts().language), (Ok(()), language), "{digit}");
    }
}

#[test]
fn nobody_is_asked_who_need_not_choose() {
    let announced = Company {
        announcement: vec![CompanyRecording { language: None, blob: BlobId::from_bits(7), at: None }],
        ..Company::default()
    };
    let by_number = [("language.detection", "by-number")];
    let always = [ASKED[0], ASKED[1], ("greeting.announcement", "always")];
    let if_none = [ASKED[0], ASKED[1], ("greeting.announcement", "if-none")];
    for (settings, company, language, offered) in [
        (&[][..], &announced, EnGb, 0),
        (&by_number, &announced, DeDe, 0),
        (&always, &announced, EnGb, 0),
        (&always, &Company::default(), EnGb, 3), // always, but there is none
        (&if_none, &announced, EnGb, 3),
    ] {
        let (spoken, line) = calls(Caller::new(), settings, company);
        assert_eq!((spoken, line.facts().language), (Ok(()), language), "{settings:?}");
        assert_eq!(line.heard().len(), offered, "{settings:?}");
    }
}

#[test]
fn who_hangs_up_meanwhile_is_gone() {
    let (_, whole) = calls(Caller::new(), &ASKED, &Company::default());
    for milliseconds in (0..whole.elapsed()).step_by(100) {
        let caller = Caller::new().waits(milliseconds).hangs_up();
        let (spoken, line) = calls(caller, &ASKED, &Company::default());
        assert_eq!(spoken, Err(Hangup), "{milliseconds}");
        assert!(line.is_over());
    }
}
