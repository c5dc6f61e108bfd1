//! Engines that fail, rest and come back, and what is heard meanwhile.

use super::*;
use crate::audio::AudioError;
use crate::service::tests::believing_nobody;
use std::sync::atomic::AtomicBool;

const CHOSEN: i16 = 1;
const BEHIND: i16 = 2;

/// Says one sample, or fails; counts how often it is asked.
struct Scripted {
    sample: i16,
    error: fn() -> EngineError,
    fails: Arc<AtomicBool>,
    asked: Arc<AtomicU64>,
}

impl Speak for Scripted {
    fn speak<'a>(&'a self, _: &'a str, _: Language) -> BoxFuture<'a, Result<Vec<i16>, EngineError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let said =
            if self.fails.load(Ordering::Relaxed) { Err((self.error)()) } else { Ok(vec![self.sample]) };
        Box::pin(std::future::ready(said))
    }
}

struct Setting {
    engines: Engines,
    fails: Arc<AtomicBool>,
    asked: Arc<AtomicU64>,
}

impl Setting {
    fn new(error: fn() -> EngineError) -> Setting {
        let (fails, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let chosen = Scripted { sample: CHOSEN, error, fails: fails.clone(), asked: asked.clone() };
        let behind = Scripted { sample: BEHIND, error, fails: Arc::default(), asked: Arc::default() };
        let choice = Choice::Flite { voice: "slt".into() };
        let engine = Arc::new(Engine::new(choice, Some(Box::new(chosen))));
        let of = Language::ALL.map(|_| engine.clone()).to_vec();
        Setting { engines: Engines { of, behind: Some(Box::new(behind)) }, fails, asked }
    }

    async fn heard(&self) -> i16 {
        self.engines.speak("a name", Language::EnUs).await.unwrap()[0]
    }

    fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_fails_rests_while_espeak_speaks_and_is_asked_again() {
    let house = Setting::new(|| EngineError::TooSlow(10));
    assert_eq!(house.heard().await, CHOSEN);
    assert!(!house.engines.is_stood_in(Language::EnUs));
    house.fails.store(true, Ordering::Relaxed);
    assert_eq!((house.heard().await, house.heard().await), (BEHIND, BEHIND));
    assert!(house.engines.is_stood_in(Language::EnUs));
    assert_eq!((house.asked(), house.engines.failures()), (2, BTreeMap::from([("flite", 1)])));
    house.fails.store(false, Ordering::Relaxed);
    assert_eq!(house.heard().await, BEHIND);
    tokio::time::advance(REST).await;
    assert_eq!((house.heard().await, house.asked()), (CHOSEN, 3));
    assert!(!house.engines.is_stood_in(Language::EnUs));
}

#[tokio::test(start_paused = true)]
async fn a_text_that_an_engine_cannot_say_is_no_reason_to_rest() {
    let house = Setting::new(|| EngineError::NoSound(AudioError::Silent));
    house.fails.store(true, Ordering::Relaxed);
    assert_eq!(house.heard().await, BEHIND);
    house.fails.store(false, Ordering::Relaxed);
    assert_eq!(house.heard().await, CHOSEN);
}

#[tokio::test]
async fn where_nothing_speaks_a_language_that_is_an_error() {
    let engine = Arc::new(Engine::new(Choice::EspeakNg {}, None));
    let engines = Engines { of: vec![engine; Language::ALL.len()], behind: None };
    assert!(!engines.knows(Language::DeDe));
    let said = engines.speak("a name", Language::DeDe).await;
    assert!(matches!(said, Err(EngineError::NoEngine(Language::DeDe))));
}

#[tokio::test]
async fn the_chosen_engine_is_the_one_that_is_heard() {
    if child::installed(flite::PROGRAM).is_none() || Espeak::find().is_none() {
        return;
    }
    let choice = Choice::Flite { voice: "slt".into() };
    let choices = Choices { otherwise: choice, ..Choices::default() };
    let (chosen, espeak) =
        (Engines::open(&choices, &believing_nobody()).await.unwrap(), Espeak::find().unwrap());
    for (language, is_flite) in [(Language::EnUs, true), (Language::DeDe, false)] {
        let said = chosen.speak("Oliver Smith.", language).await.unwrap();
        let by_espeak = espeak.speak("Oliver Smith.", language).await.unwrap();
        assert_eq!(said != by_espeak, is_flite, "{language}");
    }
}

#[tokio::test]
async fn an_engine_without_the_voice_cannot_be_chosen() {
    if child::installed(flite::PROGRAM).is_none() {
        return;
    }
    let languages = BTreeMap::from([(Language::EnUs, Choice::Flite { voice: "nobody".into() })]);
    let unusable =
        Engines::open(&Choices { languages, ..Choices::default() }, &believing_nobody()).await.err().unwrap();
    let told = unusable.to_string();
    assert!(told.starts_with("voice.en-US: flite has no voice “nobody”; it has: "), "{told}");
    assert!(told.contains("slt"), "{told}");
}

#[tokio::test]
async fn a_service_without_an_address_or_its_key_cannot_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, whole) = (folder.path().join("empty"), folder.path().join("whole"));
    std::fs::write(&empty, "\n").unwrap();
    std::fs::write(&whole, "a-key\n").unwrap();
    let sound = "https://speech.example.org/v1/audio/speech";
    for (url, key_file, expected) in [
        (sound, None, None),
        (sound, Some(whole), None),
        (sound, Some(empty), Some("key_file: it holds no key")),
        (sound, Some(folder.path().join("nowhere")), Some("key_file: No such file")),
        ("speech.example.org", None, Some("url: http://… or https://…")),
    ] {
        let choice = Choice::Http { url: url.into(), model: "m".into(), voice: "v".into(), key_file };
        let told =
            usable(&choice, Language::DeDe, &believing_nobody()).await.err().map(|why| why.to_string());
        match (told, expected) {
            (None, None) => {}
            (Some(told), Some(expected)) => assert!(told.starts_with(expected), "{told}"),
            (told, expected) => panic!("{told:?} for {expected:?}"),
        }
    }
}
