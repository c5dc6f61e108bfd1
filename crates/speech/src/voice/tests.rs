//! What a caller hears: measured for every prompt there is, in all languages.

use super::*;
use crate::audio::{Measured, measure, wav};
use crate::engine::Espeak;
use crate::script::Argument;
use crate::texts::shape::telling_arguments;
use jiff::civil::{date, datetime};
use std::sync::atomic::{AtomicBool, AtomicI16, AtomicUsize, Ordering};

/// Keeps one recording, and counts how often it is asked for.
#[derive(Default)]
struct OneRecording {
    file: Vec<u8>,
    asked: AtomicUsize,
}

impl Recordings for OneRecording {
    fn load<'a>(
        &'a self,
        _: &'a BlobId,
    ) -> BoxFuture<'a, Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let file = self.file.clone();
        Box::pin(async move { if file.is_empty() { Err("gone".into()) } else { Ok(file.into()) } })
    }
}

/// Says nothing but a tone, or fails.
struct Toneless(Result<Vec<i16>, ()>);

impl Speak for Toneless {
    fn speak<'a>(&'a self, _: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(async { self.0.clone().map_err(|()| EngineError::TooSlow(1)) })
    }
}

/// A voice without any engine where the prompts are embedded; else with this machine's engine; else none to test.
fn bare_voice() -> Option<Voice> {
    let engine = || Some(Arc::new(Espeak::find()?) as Arc<dyn Speak>);
    if Voice::missing().is_none() {
        return Some(Voice::new(VoiceConfig::default()));
    }
    Some(Voice::new(VoiceConfig { engine: Some(engine()?), ..VoiceConfig::default() }))
}

fn check(what: &str, measured: Measured) {
    let level = measured.active_level_dbov.unwrap_or(-99.0);
    // Each recording is within 2 dB; the pauses between several count as speech.
    assert!((level + 20.0).abs() <= 2.5, "{what}: {measured:?}");
    assert!(measured.leading_silence_milliseconds <= 150, "{what}: {measured:?}");
}

#[tokio::test]
async fn every_prompt_is_at_its_level_without_clicks_and_begins_at_once() {
    let Some(voice) = bare_voice() else { return };
    let nothing = OneRecording::default();
    let (mut prompts, mut with_clicks) = (0, Vec::new());
    for language in Language::ALL {
        for shape in Texts::of(language).shapes().into_iter().filter(|shape| !shape.is_attribute) {
            for arguments in telling_arguments(&shape.variables) {
                let script = Script { language, pieces: vec![Piece::Prompt(shape.id, arguments)] };
                let measured = measure(&voice.samples(&script, &nothing).await.unwrap());
                check(&format!("{language} {}", shape.id), measured);
                prompts += 1;
                with_clicks.extend((measured.clicks > 0).then_some((language, shape.id)));
            }
        }
    }
    // Joints that click would do so in most; a hard P or T of one of the voices looks like it now and then.
    assert!(with_clicks.len() * 100 <= prompts, "{} of {prompts}: {with_clicks:?}", with_clicks.len());
}

#[tokio::test]
async fn numbers_moments_and_durations_are_spoken_like_prompts() {
    let Some(voice) = bare_voice() else { return };
    let nothing = OneRecording::default();
    let today = date(2026, 3, 11);
    for language in Language::ALL {
        for (id, name, value) in [
            ("say-count", "count", Argument::Count(0)),
            ("say-count", "count", Argument::Count(21_101)),
            ("say-digits", "digits", Argument::Digits("+49 30 1234-56".into())),
            ("say-moment", "moment", Argument::Moment { at: datetime(2026, 3, 11, 9, 30, 0, 0), today }),
            ("say-moment", "moment", Argument::Moment { at: datetime(2025, 1, 31, 0, 5, 0, 0), today }),
            ("say-duration", "duration", Argument::Duration(3_725)),
        ] {
            let script = Script::new(language).prompt_with(id, [(name, value.clone())]);
            let samples = voice.samples(&script, &nothing).await.unwrap();
            let measured = measure(&samples);
            check(&format!("{language} {value:?}"), measured);
            assert_eq!(measured.clicks, 0, "{language} {value:?}: {measured:?}");
        }
    }
}

#[tokio::test]
async fn a_name_is_spoken_by_the_engine_and_replaced_by_the_number_where_that_fails() {
    if Voice::missing().is_some() {
        return;
    }
    let nothing = OneRecording::default();
    let script = Script::new(Language::DeDe).prompt_with(
        "greeting-no-answer",
        [("name", Argument::Text("Anna Lang".into())), ("number", Argument::Digits("301".into()))],
    );
    let with = |engine: Option<Toneless>| {
        Voice::new(VoiceConfig {
            engine: engine.map(|engine| Arc::new(engine) as Arc<dyn Speak>),
            ..VoiceConfig::default()
        })
    };
    let unspoken = with(None).samples(&script, &nothing).await.unwrap();
    assert_eq!(with(Some(Toneless(Err(())))).samples(&script, &nothing).await.unwrap(), unspoken);
    let tone = vec![1_234; 4_000];
    let spoken = with(Some(Toneless(Ok(tone.clone())))).samples(&script, &nothing).await.unwrap();
    assert_eq!(spoken[..4_000], tone);
    assert_ne!(spoken, unspoken);
}

/// Says a tone of its choice, and whether it does so in another one's place.
#[derive(Default)]
struct Changing {
    sample: AtomicI16,
    stands_in: AtomicBool,
}

impl Speak for Changing {
    fn speak<'a>(&'a self, _: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        Box::pin(async { Ok(vec![self.sample.load(Ordering::Relaxed); 4_000]) })
    }

    fn is_stood_in(&self, _: Language) -> bool {
        self.stands_in.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn what_is_said_in_another_engines_place_is_not_kept_for_later() {
    if Voice::missing().is_some() {
        return;
    }
    let engine = Arc::new(Changing::default());
    let voice = Voice::new(VoiceConfig { engine: Some(engine.clone()), ..VoiceConfig::default() });
    let nothing = OneRecording::default();
    let script = Script::new(Language::DeDe).prompt_with(
        "greeting-no-answer",
        [("name", Argument::Text("Anna Lang".into())), ("number", Argument::Digits("301".into()))],
    );
    for (sample, stands_in, heard) in [
        (1_000, true, 1_000),
        (2_000, true, 2_000),
        (3_000, false, 3_000),
        (4_000, false, 3_000),
        (5_000, true, 3_000),
    ] {
        engine.sample.store(sample, Ordering::Relaxed);
        engine.stands_in.store(stands_in, Ordering::Relaxed);
        let said = voice.say(&script, Codec::Pcma, &nothing).await.unwrap();
        assert_eq!(said[..1], Codec::Pcma.encode(&[heard]), "{sample}");
        assert_eq!(voice.samples(&script, &nothing).await.unwrap()[0], heard, "{sample}");
    }
}

#[tokio::test]
async fn a_recording_is_played_as_it_is_between_pause_and_beep() {
    let voice = Voice::new(VoiceConfig::default());
    let greeting: Vec<i16> = (0..800).map(|n| n * 7).collect();
    let recordings = OneRecording { file: wav(&greeting), ..OneRecording::default() };
    let script = Script::new(Language::EnGb).recording(BlobId::from_bits(1)).pause(100).beep();
    let samples = voice.samples(&script, &recordings).await.unwrap();
    assert_eq!(samples[..800], greeting);
    assert_eq!(samples[800..1_600], [0; 800]);
    assert_eq!(samples[1_600..], media::tone::beep());
}

#[tokio::test]
async fn an_equal_script_is_made_once_for_each_codec() {
    let voice = Voice::new(VoiceConfig::default());
    let recordings = OneRecording { file: wav(&[5; 80]), ..OneRecording::default() };
    let script = Script::new(Language::EnGb).recording(BlobId::from_bits(1));
    let first = voice.say(&script, Codec::Pcma, &recordings).await.unwrap();
    let again = voice.say(&script.clone(), Codec::Pcma, &recordings).await.unwrap();
    assert!(Arc::ptr_eq(&first, &again));
    let other = voice.say(&script, Codec::Pcmu, &recordings).await.unwrap();
    assert_ne!(first, other);
    assert_eq!(recordings.asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn what_is_not_there_is_an_error_that_says_so() {
    let voice = Voice::new(VoiceConfig::default());
    let gone = Script::new(Language::EnGb).recording(BlobId::from_bits(1));
    let said = voice.say(&gone, Codec::Pcma, &OneRecording::default()).await;
    assert!(matches!(said, Err(SpeechError::Recording(_))));
    let unknown = Script::new(Language::EnGb).prompt("no-such-prompt");
    let said = voice.say(&unknown, Codec::Pcma, &OneRecording::default()).await;
    assert!(matches!(said, Err(SpeechError::Text(TextError::NoSuchPrompt(_)))));
}

#[tokio::test]
async fn a_prompt_recorded_by_a_person_replaces_the_rendered_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("en-GB")).unwrap();
    let tone: Vec<i16> = (0..4_000).map(|n| (3_000.0 * (f64::from(n) * 0.3).sin()) as i16).collect();
    std::fs::write(folder.path().join("en-GB/trouble-not-now.wav"), wav(&tone)).unwrap();
    std::fs::write(folder.path().join("en-GB/trouble-mailbox-full.wav"), "no sound").unwrap();
    let config = || VoiceConfig { recorded: Some(folder.path().into()), ..VoiceConfig::default() };
    let voice = Voice::new(config());
    let script = Script::new(Language::EnGb).prompt("trouble-not-now");
    let samples = voice.samples(&script, &OneRecording::default()).await.unwrap();
    assert!((3_900..=4_000).contains(&samples.len()), "{}", samples.len());
    check("recorded", measure(&samples));
    assert!(voice.recorded.find(Language::EnGb, "trouble-mailbox-full").is_none());
}
