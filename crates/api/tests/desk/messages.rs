//! The inbox and what is done with its messages.

use crate::house::{ANNA, BEN, House};
use axum::http::{Method, StatusCode, header};
use serde_json::json;

const MAIL: &str = "From: Carl <carl@elsewhere.example>\r\nTo: Anna <anna@example.org>, x@y.example\r\nSubject: Lunch\r\n\
    Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
    <p>Noon?<script>alert(1)</script></p>\r\n--b\r\nContent-Type: text/html; name=\"a\\\"b.html\"\r\n\
    Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nPHNjcmlwdD4=\r\n--b--\r\n";

#[tokio::test]
async fn the_inbox_shows_all_kinds_newest_first() {
    let house = House::new().await;
    let voice = house.leave_voice(ANNA, "k1").await;
    let mail = house.send_mail(ANNA, "k2", MAIL).await;
    house.leave_voice(BEN, "k3").await;
    let anna = house.anna().await;
    let page = anna.get("/api/v1/me/messages").await.json();
    assert_eq!(page["next"], json!(null));
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(
        (&items[0]["id"], &items[0]["kind"], &items[0]["subject"]),
        (&json!(mail), &json!("email"), &json!("Lunch"))
    );
    assert_eq!(items[0]["from"]["email"], "carl@elsewhere.example");
    assert_eq!(items[0]["from"]["user"], json!(null));
    assert_eq!(
        (&items[1]["id"], &items[1]["kind"], &items[1]["seconds"]),
        (&json!(voice), &json!("voice"), &json!(1))
    );
    assert_eq!(items[1]["from"]["user"], json!({ "id": "2", "name": "Ben" }));
    assert_eq!(items[1]["received"], "2026-03-11T09:30:00Z");
    let voices = anna.get("/api/v1/me/messages?kind=voice&seen=false").await.json();
    assert_eq!(voices["items"].as_array().unwrap().len(), 1);
    let counts = anna.get("/api/v1/me/counts").await.json();
    assert_eq!(counts, json!({ "newVoice": 1, "oldVoice": 0, "newEmail": 1, "oldEmail": 0 }));
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let house = House::new().await;
    for n in 0..5 {
        house.leave_voice(ANNA, &format!("k{n}")).await;
    }
    let anna = house.anna().await;
    let (mut seen, mut path) = (vec![], "/api/v1/me/messages?limit=2".to_owned());
    loop {
        let page = anna.get(&path).await.json();
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/me/messages?limit=2&before={next}");
    }
    let mut unique = seen.clone();
    unique.dedup();
    assert_eq!((seen.len(), unique.len()), (5, 5));
    for wrong in [
        "limit=0",
        "limit=201",
        "limit=x",
        "before=x",
        "before=-1",
        "before=5",
        "before=2026-03-11T09:30:00Z_",
        "kind=fax",
        "seen=maybe",
    ] {
        anna.get(&format!("/api/v1/me/messages?{wrong}")).await.problem(400);
    }
}

#[tokio::test]
async fn a_mail_is_read_as_text_and_its_attachment_only_saved() {
    let house = House::new().await;
    let id = house.send_mail(ANNA, "k", MAIL).await;
    let anna = house.anna().await;
    let mail = anna.get(&format!("/api/v1/me/messages/{id}")).await.json();
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("Noon?") && !text.contains('<'), "{text}");
    assert_eq!(mail["to"], json!(["Anna <anna@example.org>", "x@y.example"]));
    assert_eq!(mail["audio"], json!(null));
    assert_eq!(mail["attachments"][0]["type"], "text/html");
    let part = mail["attachments"][0]["part"].as_str().unwrap();
    let file = anna.get(&format!("/api/v1/me/messages/{id}/attachments/{part}")).await;
    assert_eq!(file.body, "<script>");
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/octet-stream");
    assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename="));
    assert_eq!(file.headers[header::CONTENT_SECURITY_POLICY], "default-src 'none'; sandbox");
    for gone in ["1", "99", "-1", "x", "%2e%2e"] {
        anna.get(&format!("/api/v1/me/messages/{id}/attachments/{gone}")).await.problem(404);
    }
    anna.get(&format!("/api/v1/me/messages/{id}/audio")).await.problem(404);
}

#[tokio::test]
async fn the_sound_of_a_message_is_offered_once() {
    let house = House::new().await;
    let id = house.leave_voice(ANNA, "k").await;
    let anna = house.anna().await;
    let message = anna.get(&format!("/api/v1/me/messages/{id}")).await.json();
    assert_eq!((&message["audio"]["type"], &message["attachments"]), (&json!("audio/wav"), &json!([])));
    let part = message["audio"]["part"].as_str().unwrap();
    let saved = anna.get(&format!("/api/v1/me/messages/{id}/attachments/{part}")).await;
    let played = anna.get(&format!("/api/v1/me/messages/{id}/audio")).await;
    assert_eq!(saved.body, played.body);
}

#[tokio::test]
async fn marking_changes_what_is_named_and_nothing_else() {
    let house = House::new().await;
    let id = house.leave_voice(ANNA, "k").await;
    let anna = house.anna().await;
    let path = format!("/api/v1/me/messages/{id}");
    for (change, seen, flagged) in [
        ("{\"seen\":true}", true, false),
        ("{\"flagged\":true}", true, true),
        ("{\"seen\":false,\"flagged\":true}", false, true),
        ("{\"flagged\":false,\"seen\":true}", true, false),
        ("{}", true, false),
    ] {
        let message = anna.ask(Method::PATCH, &path, change).await.json();
        assert_eq!((&message["seen"], &message["flagged"]), (&json!(seen), &json!(flagged)), "{change}");
    }
    for wrong in ["{\"seen\":1}", "{\"sen\":true}", "[]", "{"] {
        anna.ask(Method::PATCH, &path, wrong).await.problem(400);
    }
    assert_eq!(anna.get("/api/v1/me/counts").await.json()["oldVoice"], 1);
}

#[tokio::test]
async fn a_deleted_message_can_be_taken_back_and_is_gone_when_deleted_twice() {
    let house = House::new().await;
    let id = house.leave_voice(ANNA, "k").await;
    let anna = house.anna().await;
    let path = format!("/api/v1/me/messages/{id}");
    let in_inbox = async || anna.get("/api/v1/me/messages").await.json()["items"].as_array().unwrap().len();
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(in_inbox().await, 0);
    assert_eq!(anna.ask(Method::POST, &format!("{path}/restore"), "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(in_inbox().await, 1);
    assert_eq!(anna.ask(Method::POST, &format!("{path}/restore"), "").await.status, StatusCode::NO_CONTENT);
    for _ in 0..2 {
        assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    }
    anna.get(&path).await.problem(404);
    anna.ask(Method::DELETE, &path, "").await.problem(404);
    anna.ask(Method::POST, &format!("{path}/restore"), "").await.problem(404);
}

#[tokio::test]
async fn sound_is_played_from_anywhere_and_drawn() {
    let house = House::new().await;
    let id = house.leave_voice(ANNA, "k").await;
    let anna = house.anna().await;
    let path = format!("/api/v1/me/messages/{id}/audio");
    let whole = anna.get(&path).await;
    assert_eq!((whole.status, whole.body.len()), (StatusCode::OK, 16_044));
    assert_eq!(whole.headers[header::CONTENT_TYPE], "audio/wav");
    assert_eq!(whole.headers[header::ACCEPT_RANGES], "bytes");
    assert_eq!(speech::audio::samples(&whole.body).unwrap().len(), 8_000);
    let part = anna.get_with(&path, header::RANGE, "bytes=44-143").await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers[header::CONTENT_RANGE], "bytes 44-143/16044");
    assert_eq!(part.body, whole.body[44..144]);
    let last = anna.get_with(&path, header::RANGE, "bytes=16000-99999").await;
    assert_eq!((last.status, last.body.len()), (StatusCode::PARTIAL_CONTENT, 44));
    let beyond = anna.get_with(&path, header::RANGE, "bytes=16044-").await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.headers[header::CONTENT_RANGE], "bytes */16044");
    let tag = whole.headers[header::ETAG].to_str().unwrap();
    assert_eq!(anna.get_with(&path, header::IF_NONE_MATCH, tag).await.status, StatusCode::NOT_MODIFIED);
    let drawn = anna.get(&format!("/api/v1/me/messages/{id}/peaks?points=10")).await.json();
    assert_eq!(drawn["seconds"], 1.0);
    let peaks: Vec<f64> =
        drawn["peaks"].as_array().unwrap().iter().map(|peak| peak.as_f64().unwrap()).collect();
    assert!(peaks.len() == 10 && peaks.iter().all(|peak| (0.2..0.3).contains(peak)), "{peaks:?}");
    for wrong in ["0", "1001", "x"] {
        anna.get(&format!("/api/v1/me/messages/{id}/peaks?points={wrong}")).await.problem(400);
    }
}

#[tokio::test]
async fn the_house_calls_whoever_wants_to_hear_a_message_by_telephone() {
    let house = House::new().await;
    let theirs = house.leave_voice(BEN, "k1").await;
    let voice = house.leave_voice(ANNA, "k2").await;
    let anna = house.anna().await;
    let path = |id: &str| format!("/api/v1/me/messages/{id}/call");
    let call =
        async |id: &str, body: serde_json::Value| anna.ask(Method::POST, &path(id), &body.to_string()).await;
    call(&voice, json!({"number": "no number"})).await.problem(400);
    call(&theirs, json!({})).await.problem(404);
    let begun = call(&voice, json!({"number": "0171 1234567"})).await;
    assert_eq!(begun.status, StatusCode::ACCEPTED);
    assert_eq!(anna.get("/api/v1/me/house-calls/1").await.json(), json!({"id": "1", "stage": "ringing"}));
    call(&voice, json!({})).await.problem(409);
}
