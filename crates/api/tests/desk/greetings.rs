//! Greetings brought from the desk.

use crate::house::{House, json};
use axum::http::{Method, StatusCode, header};

fn quiet_tone() -> Vec<u8> {
    let samples: Vec<i16> = (0..16_000).map(|n| (900.0 * (f64::from(n) * 0.4).sin()) as i16).collect();
    speech::audio::wav(&samples)
}

#[tokio::test]
async fn a_greeting_is_kept_levelled_and_can_be_heard_and_removed() {
    let house = House::new().await;
    let anna = house.anna().await;
    let path = "/api/v1/me/greetings/busy?language=en-GB";
    assert_eq!(anna.send(Method::PUT, path, quiet_tone(), json()).await.status, StatusCode::NO_CONTENT);
    let listed = anna.get("/api/v1/me/greetings").await.json();
    assert_eq!((&listed[0]["situation"], &listed[0]["language"]), (&"busy".into(), &"en-GB".into()));
    let heard = anna.get(path).await;
    assert_eq!(heard.headers[header::CONTENT_TYPE], "audio/wav");
    let measured = speech::audio::measure(&speech::audio::samples(&heard.body).unwrap());
    assert!((measured.active_level_dbov.unwrap() + 20.0).abs() < 0.5, "{measured:?}");
    // Without a language, it is the person's own: German, of which there is none.
    anna.get("/api/v1/me/greetings/busy").await.problem(404);
    house.ben().await.get(path).await.problem(404);
    assert_eq!(anna.ask(Method::DELETE, path, "").await.status, StatusCode::NO_CONTENT);
    anna.get(path).await.problem(404);
    anna.ask(Method::DELETE, path, "").await.problem(404);
}

#[tokio::test]
async fn what_is_no_greeting_is_refused_with_a_reason() {
    let house = House::new().await;
    let anna = house.anna().await;
    let silence = speech::audio::wav(&[0; 8_000]);
    for (path, body, status, code) in [
        ("/api/v1/me/greetings/busy", b"no sound".to_vec(), 400, "no-sound"),
        ("/api/v1/me/greetings/busy", vec![], 400, "no-sound"),
        ("/api/v1/me/greetings/busy", silence, 400, "silent-sound"),
        ("/api/v1/me/greetings/busy?language=xx", quiet_tone(), 400, "bad-request"),
        ("/api/v1/me/greetings/elsewhere", quiet_tone(), 404, "not-found"),
        ("/api/v1/me/greetings/..%2f..%2fetc", quiet_tone(), 404, "not-found"),
        ("/api/v1/me/greetings/busy", vec![0; (32 << 20) + 1], 413, "too-large"),
    ] {
        let problem = anna.send(Method::PUT, path, body, json()).await.problem(status);
        assert_eq!(problem["code"], code, "{path}");
    }
    assert_eq!(anna.get("/api/v1/me/greetings").await.json(), serde_json::json!([]));
}

#[tokio::test]
async fn an_announcement_may_be_larger_than_half_a_megabyte() {
    let house = House::new().await;
    let administrator = house.anna().await;
    let path = "/api/v1/announcements/announcement?language=en-GB";
    let samples = speech::audio::samples(&quiet_tone()).unwrap().repeat(20);
    let wav = speech::audio::wav(&samples);
    assert!(wav.len() > 500_000);
    assert_eq!(administrator.send(Method::PUT, path, wav, json()).await.status, StatusCode::NO_CONTENT);
    let heard = speech::audio::samples(&administrator.get(path).await.body).unwrap();
    assert!(heard.len() * 2 > 500_000, "{} samples", heard.len());
}
