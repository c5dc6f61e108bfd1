//! Services that recognise as they should, and as they should not.

use super::*;
use crate::service::tests::{Then, believing_nobody, ok, refusal, server};
use domain::language::Language;
use domain::transcript::Trouble;

const LIMIT: Duration = Duration::from_secs(20);
const VERBOSE: &[u8] =
    br#"{"text": "Hello", "segments": [{"text": "Hello", "avg_logprob": 0, "no_speech_prob": 0.25}]}"#;

fn service(url: &str, key_file: Option<&Path>) -> ByService {
    ByService::open(url, "whisper-1", key_file, LIMIT, &believing_nobody()).unwrap()
}

fn sound(language: Language) -> Sound {
    Sound { wav: (*b"RIFF\r\n--sound\xff\x00").into(), language }
}

async fn fate(answers: Vec<Vec<u8>>, then: Then) -> Result<Words, Fault> {
    let (url, _served) = server(answers, then).await;
    service(&url, None).transcribe(&sound(Language::EnGb)).await
}

/// The parts of a form, each its head and its content.
fn parts(head: &str, body: &[u8]) -> Vec<(String, Vec<u8>)> {
    let (_, boundary) = head.split_once("content-type: multipart/form-data; boundary=").unwrap();
    let mark = format!("--{}", boundary.lines().next().unwrap());
    let find = |text: &[u8], wanted: &[u8]| text.windows(wanted.len()).position(|window| window == wanted);
    let (mut parts, mut rest) = (Vec::new(), body.strip_prefix(mark.as_bytes()).unwrap());
    while let Some(end) = find(rest, format!("\r\n{mark}").as_bytes()) {
        let part = rest[..end].strip_prefix(b"\r\n").unwrap();
        let middle = find(part, b"\r\n\r\n").unwrap();
        parts.push((String::from_utf8(part[..middle].to_vec()).unwrap(), part[middle + 4..].to_vec()));
        rest = &rest[end + 2 + mark.len()..];
    }
    assert_eq!(rest, b"--\r\n");
    parts
}

#[tokio::test]
async fn a_service_is_asked_by_a_form_with_the_sound_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, "secret-key\n").unwrap();
    let (url, served) = server(vec![ok(VERBOSE)], Then::End).await;
    let mut service = service(&format!("{url}/v1/audio/transcriptions"), Some(&key));
    let words = service.transcribe(&sound(Language::PtBr)).await.unwrap();
    assert_eq!(words, Words { text: "Hello".into(), confidence: Some(0.75) });

    let asked = served.await.unwrap();
    let [(head, body)] = &asked[..] else { panic!("it was asked once") };
    assert!(head.starts_with("post /v1/audio/transcriptions http/1.1\r\n"), "{head}");
    assert!(head.contains("authorization: bearer secret-key"), "{head}");
    let field = |name: &str| format!("Content-Disposition: form-data; name=\"{name}\"");
    let file =
        "Content-Disposition: form-data; name=\"file\"; filename=\"message.wav\"\r\nContent-Type: audio/wav";
    let expected = [
        (field("model"), b"whisper-1".to_vec()),
        (field("language"), b"pt".to_vec()),
        (field("response_format"), b"verbose_json".to_vec()),
        (field("temperature"), b"0".to_vec()),
        (file.to_owned(), sound(Language::PtBr).wav.to_vec()),
    ];
    assert_eq!(parts(head, body), expected);
}

#[tokio::test]
async fn a_model_that_knows_plain_answers_only_is_asked_for_these_from_then_on() {
    let plain = ok(br#"{"text": "Hello"}"#);
    let (url, served) = server(vec![refusal(400), plain.clone(), plain, ok(VERBOSE)], Then::End).await;
    let mut service = service(&url, None);
    for _ in 0..2 {
        let words = service.transcribe(&sound(Language::EnGb)).await.unwrap();
        assert_eq!(words, Words { text: "Hello".into(), confidence: None });
    }
    service.rest();
    service.transcribe(&sound(Language::EnGb)).await.unwrap();
    let formats: Vec<Vec<u8>> =
        served.await.unwrap().iter().map(|(head, body)| parts(head, body)[2].1.clone()).collect();
    assert_eq!(formats, [&b"verbose_json"[..], b"json", b"json", b"verbose_json"]);
}

#[tokio::test]
async fn faults_are_told_apart_by_what_they_mean() {
    for (answers, trouble) in [
        (vec![refusal(429)], Trouble::Away),
        (vec![refusal(503)], Trouble::Away),
        (vec![refusal(502)], Trouble::Away),
        (vec![refusal(401)], Trouble::Away),
        (vec![refusal(404)], Trouble::Away),
        (vec![refusal(500)], Trouble::Failed),
        (vec![refusal(504)], Trouble::Failed),
        (vec![refusal(400), refusal(400)], Trouble::Refused),
        (vec![refusal(422), refusal(503)], Trouble::Away),
        (vec![refusal(413)], Trouble::Refused),
        (vec![refusal(415)], Trouble::Refused),
        (vec![ok(br#"{"error": "failed to read audio data"}"#)], Trouble::Refused),
        (vec![ok(b"<html>")], Trouble::Failed),
        (vec![ok(b"")], Trouble::Failed),
        (vec![b"SSH-2.0-OpenSSH\r\n".to_vec()], Trouble::Failed),
        (vec![b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec()], Trouble::Failed),
    ] {
        let told = answers.iter().map(|answer| String::from_utf8_lossy(answer)).collect::<String>();
        let fault = fate(answers, Then::End).await.expect_err(&told);
        assert_eq!(fault.trouble(), trouble, "{told}: {fault}");
    }
    let endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    let fault = fate(vec![endless], Then::Zeros).await.unwrap_err();
    assert!(matches!(fault, Fault::Unreadable("it is too long")), "{fault}");
    let away = service("http://127.0.0.1:1/v1", None).transcribe(&sound(Language::EnGb)).await.unwrap_err();
    assert_eq!(away.trouble(), Trouble::Away, "{away}");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_silent_is_waited_for_as_long_as_is_set() {
    for begun in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"] {
        let fault = fate(vec![begun.to_vec()], Then::Silence).await.unwrap_err();
        assert!(matches!(fault, Fault::TooSlow(LIMIT)), "{fault}");
        assert_eq!(fault.trouble(), Trouble::Failed);
    }
}

#[test]
fn one_without_an_address_or_its_key_cannot_be_chosen() {
    let told = |url: &str, key_file: Option<&Path>| {
        let opened = ByService::open(url, "whisper-1", key_file, LIMIT, &believing_nobody());
        opened.err().map(|why| why.to_string())
    };
    assert_eq!(told("recogniser.example", None).as_deref(), Some("url: http://… or https://…"));
    let nowhere = told("http://recogniser.example/", Some(Path::new("/nowhere/key"))).unwrap();
    assert!(nowhere.starts_with("key_file: No such file"), "{nowhere}");
}
