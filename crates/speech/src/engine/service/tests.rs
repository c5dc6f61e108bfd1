//! A service that speaks well, slowly, or with what is no sound.

use super::*;
use crate::audio::{AudioError, measure, wav};
use crate::engine::Espeak;
use crate::service::tests::{Then, believing_nobody, ok, refusal, server};
use serde_json::json;

fn service(url: &str, key_file: Option<&std::path::Path>) -> ByService {
    let service = Service::open(url, key_file, &believing_nobody()).unwrap();
    ByService::new(service, ("tts-1".to_owned(), "alloy".to_owned()))
}

/// The answer's fate.
async fn fate(answer: Vec<u8>, then: Then) -> Result<Vec<i16>, EngineError> {
    let (url, _served) = server(vec![answer], then).await;
    service(&url, None).speak("Oliver Smith.", Language::EnGb).await
}

#[tokio::test]
async fn a_service_is_asked_as_is_usual_and_what_it_says_is_levelled() {
    let Some(engine) = Espeak::find() else { return };
    let quiet: Vec<i16> = engine.speak("Oliver Smith.", Language::EnGb).await.unwrap();
    let quiet: Vec<i16> = quiet.iter().map(|sample| sample / 8).collect();
    let (url, served) = server(vec![ok(&wav(&quiet))], Then::End).await;
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, "secret-key\n").unwrap();
    let service = service(&format!("{url}/v1/audio/speech"), Some(&key));
    let said = service.speak("Oliver\r\n\"Smith\" <b>.", Language::EnGb).await.unwrap();
    let measured = measure(&said);
    assert!((measured.active_level_dbov.unwrap() + 20.0).abs() < 2.0, "{measured:?}");

    let asked = served.await.unwrap();
    let [(head, body)] = &asked[..] else { panic!("it was asked once") };
    assert!(head.starts_with("post /v1/audio/speech http/1.1\r\n"), "{head}");
    assert!(head.contains("authorization: bearer secret-key\r\n"), "{head}");
    let wanted = json!({"model": "tts-1", "input": "Oliver  \"Smith\"  b .", "voice": "alloy", "response_format": "wav"});
    assert_eq!(serde_json::from_slice::<serde_json::Value>(body).unwrap(), wanted);
}

#[tokio::test]
async fn what_is_no_sound_or_a_refusal_is_an_error() {
    for (answer, expected) in [
        (ok(b"<html>hello</html>"), "no sound"),
        (ok(b""), "no sound"),
        (ok(&wav(&[0; 8_000])), "nothing can be heard"),
        (refusal(401), "answers 401"),
        (b"SSH-2.0-OpenSSH\r\n".to_vec(), "could not be run"),
    ] {
        let error = fate(answer, Then::End).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let refused = service("http://127.0.0.1:1/v1/audio/speech", None).speak("A text.", Language::EnGb).await;
    assert!(matches!(refused, Err(EngineError::Failed(_))));
    let endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nRIFF".to_vec();
    assert!(matches!(fate(endless, Then::Zeros).await, Err(EngineError::TooLarge)));
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_silent_is_not_waited_for() {
    for begun in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nRIFF"] {
        let said = fate(begun.to_vec(), Then::Silence).await;
        assert!(matches!(said, Err(EngineError::TooSlow(_))), "{said:?}");
    }
}

#[test]
fn a_refusal_of_a_text_says_nothing_about_others() {
    for (error, is_about_the_text) in [
        (EngineError::Answered(400), true),
        (EngineError::Answered(422), true),
        (EngineError::Answered(401), false),
        (EngineError::Answered(429), false),
        (EngineError::Answered(503), false),
        (EngineError::NoSound(AudioError::Silent), true),
    ] {
        assert_eq!(error.is_about_the_text(), is_about_the_text, "{error}");
    }
}
