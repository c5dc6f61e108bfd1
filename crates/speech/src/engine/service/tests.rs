//! A service that answers well, slowly, wrongly, too much, or with what is no sound.

use super::*;
use crate::audio::{AudioError, measure, wav};
use crate::engine::Espeak;
use crate::engine::engines::tests::believing_nobody;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Takes one request and answers it with these octets; and then, where it is endless, with zeros. Its result is what it was sent.
async fn server(answer: Vec<u8>, is_endless: Endless) -> (Service, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/audio/speech", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = Vec::new();
        while !asked.ends_with(b"}") {
            assert!(stream.read_buf(&mut asked).await.unwrap() > 0);
        }
        stream.write_all(&answer).await.unwrap();
        match is_endless {
            Endless::No => {}
            Endless::Zeros => while stream.write_all(&[0; 65_536]).await.is_ok() {},
            Endless::Silence => std::future::pending().await,
        }
        String::from_utf8(asked).unwrap()
    });
    (service(&url), served)
}

enum Endless {
    No,
    Zeros,
    Silence,
}

fn service(url: &str) -> Service {
    let names = ("tts-1".to_owned(), "alloy".to_owned());
    Service::new(Place::read(url).unwrap(), names, bearer("secret-key\n"), believing_nobody())
}

fn ok(body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// The answer's fate.
async fn fate(answer: Vec<u8>, is_endless: Endless) -> Result<Vec<i16>, EngineError> {
    let (service, _served) = server(answer, is_endless).await;
    service.speak("Oliver Smith.", Language::EnGb).await
}

#[tokio::test]
async fn a_service_is_asked_as_is_usual_and_what_it_says_is_levelled() {
    let Some(engine) = Espeak::find() else { return };
    let quiet: Vec<i16> = engine.speak("Oliver Smith.", Language::EnGb).await.unwrap();
    let quiet: Vec<i16> = quiet.iter().map(|sample| sample / 8).collect();
    let (service, served) = server(ok(&wav(&quiet)), Endless::No).await;
    let said = service.speak("Oliver\r\n\"Smith\" <b>.", Language::EnGb).await.unwrap();
    let measured = measure(&said);
    assert!((measured.active_level_dbov.unwrap() + 20.0).abs() < 2.0, "{measured:?}");

    let asked = served.await.unwrap();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /v1/audio/speech HTTP/1.1\r\n"), "{head}");
    assert!(head.to_lowercase().contains("authorization: bearer secret-key\r\n"), "{head}");
    let wanted = json!({"model": "tts-1", "input": "Oliver  \"Smith\"  b .", "voice": "alloy", "response_format": "wav"});
    assert_eq!(serde_json::from_str::<serde_json::Value>(body).unwrap(), wanted);
}

#[tokio::test]
async fn what_is_no_sound_or_a_refusal_is_an_error() {
    for (answer, expected) in [
        (ok(b"<html>hello</html>"), "no sound"),
        (ok(b""), "no sound"),
        (ok(&wav(&[0; 8_000])), "nothing can be heard"),
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_vec(), "answers 401"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n".to_vec(),
            "answers 302",
        ),
        (b"SSH-2.0-OpenSSH\r\n".to_vec(), "could not be run"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nRIFF".to_vec(), "could not be run"),
    ] {
        let error = fate(answer, Endless::No).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let refused = service("http://127.0.0.1:1/v1/audio/speech").speak("A text.", Language::EnGb).await;
    assert!(matches!(refused, Err(EngineError::Failed(_))));
}

#[tokio::test]
async fn more_than_any_text_becomes_is_not_taken() {
    let endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nRIFF".to_vec();
    assert!(matches!(fate(endless, Endless::Zeros).await, Err(EngineError::TooLarge)));
    let head = [b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec(), vec![b'x'; LARGEST_HEAD_BYTES]].concat();
    assert!(matches!(fate(head, Endless::Zeros).await, Err(EngineError::Failed(_))));
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_silent_is_not_waited_for() {
    for begun in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nRIFF"] {
        let said = fate(begun.to_vec(), Endless::Silence).await;
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

#[test]
fn an_address_is_one_of_http() {
    for (url, port, is_sealed) in [
        ("https://speech.example.org/v1/audio/speech", 443, true),
        ("http://[::1]/v1/audio/speech", 80, false),
        ("http://127.0.0.1:8000/v1/audio/speech", 8000, false),
    ] {
        let place = Place::read(url).unwrap();
        assert_eq!((place.port, place.is_sealed, place.path.as_str()), (port, is_sealed, "/v1/audio/speech"));
    }
    for url in
        ["", "speech.example.org", "ftp://a/b", "http://", "https://user@a.example/", "/v1/audio/speech"]
    {
        assert_eq!(Place::read(url), None, "{url}");
    }
    assert!(bearer("").is_none() && bearer("\n").is_none() && bearer("a\u{1}b").is_none());
    assert!(!format!("{:?}", bearer("secret").unwrap()).contains("secret"));
}
