//! What is not JSON under /api/v1: the desk's files, health, metrics, and the headers of all answers.

use crate::house::{ANNA, House};
use api::{Call, Direction, Outcome};
use axum::http::{StatusCode, header};
use serde_json::json;
use std::net::SocketAddr;

#[tokio::test]
async fn every_answer_carries_the_strict_headers() {
    let house = House::new().await;
    let stranger = house.stranger();
    for path in ["/", "/health", "/api/v1/me", "/api/v1/nothing", "/assets/none.js", "/openapi.json"] {
        let reply = stranger.get(path).await;
        let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(reply.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(reply.headers[header::REFERRER_POLICY], "no-referrer", "{path}");
    }
    assert_eq!(stranger.get("/api/v1/me").await.headers[header::CACHE_CONTROL], "no-store");
}

/// With a desk built in it is served, without one the answer says how to build it.
#[tokio::test]
async fn the_desk_is_served_or_said_to_be_missing() {
    let house = House::new().await;
    let stranger = house.stranger();
    let page = stranger.get("/").await;
    let text = String::from_utf8_lossy(&page.body).into_owned();
    if page.status == StatusCode::OK {
        assert!(text.contains("<div id=\"root\">"), "{text}");
        let tag = page.headers[header::ETAG].to_str().unwrap();
        assert_eq!(stranger.get_with("/", header::IF_NONE_MATCH, tag).await.status, StatusCode::NOT_MODIFIED);
        let packed = stranger.get_with("/", header::ACCEPT_ENCODING, "br").await;
        assert_eq!(packed.headers[header::VARY], "accept-encoding");
        let deep = stranger.get_with("/messages/7", header::ACCEPT, "text/html").await;
        assert_eq!(deep.body, page.body);
    } else {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(text.contains("cargo xtask demo"), "{text}");
    }
}

#[tokio::test]
async fn no_path_leaves_the_desk_s_folder() {
    let house = House::new().await;
    let stranger = house.stranger();
    for path in [
        "/../Cargo.toml",
        "/assets/../../../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5cCargo.toml",
        "//etc/passwd",
        "/index.html.br",
        "/.vite/manifest.json",
        "/assets/none.js",
    ] {
        stranger.get(path).await.problem(404);
        let as_page = stranger.get_with(path, header::ACCEPT, "text/html").await;
        let text = String::from_utf8_lossy(&as_page.body).into_owned();
        assert!(!text.contains("[package]") && !text.contains("root:"), "{path}: {text}");
    }
}

#[tokio::test]
async fn health_is_as_good_as_the_worst_part() {
    let reply = House::new().await.stranger().get("/health").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        reply.json(),
        json!({ "status": "degraded", "parts": [
            { "name": "store", "status": "good", "detail": null },
            { "name": "voice", "status": "degraded", "detail": "no engine" },
        ]})
    );
}

#[tokio::test]
async fn metrics_are_for_this_machine_and_administrators() {
    let house = House::new().await;
    let mut stranger = house.stranger();
    stranger.get("/metrics").await.problem(403);
    house.ben().await.get("/metrics").await.problem(403);
    assert_eq!(house.anna().await.get("/metrics").await.status, StatusCode::OK);
    stranger.peer = SocketAddr::from(([127, 0, 0, 1], 1));
    let reply = stranger.get("/metrics").await;
    assert_eq!(
        reply.body,
        "# HELP switchroom_calls Calls now.\n# TYPE switchroom_calls gauge\nswitchroom_calls 2\n"
    );
}

/// A call that Anna did not take.
pub fn call(row: i64) -> Call {
    Call {
        row,
        id: format!("n1-{row}"),
        at: "2026-03-11T09:30:00Z".parse().unwrap(),
        direction: Direction::Incoming,
        other_name: None,
        other_number: Some("302".into()),
        outcome: Outcome::VoiceMail,
        seconds: 12,
        message: Some("7".into()),
        why: Some("no answer; off-hours, system-default".into()),
    }
}

#[tokio::test]
async fn calls_are_listed_newest_first_and_only_one_s_own() {
    let house = House::new().await;
    house.journal.0.lock().unwrap().extend((1..=3).map(call));
    assert_eq!(ANNA.get(), 1);
    let anna = house.anna().await;
    let first = anna.get("/api/v1/me/calls?limit=2").await.json();
    assert_eq!((&first["items"][0]["id"], &first["next"]), (&json!("n1-3"), &json!("2")));
    assert_eq!(first["items"][0]["other"], json!({ "name": null, "number": "302" }));
    assert_eq!(
        (&first["items"][0]["direction"], &first["items"][0]["messageId"]),
        (&json!("incoming"), &json!("7"))
    );
    assert_eq!(
        (&first["items"][0]["outcome"], &first["items"][0]["reason"]["course"]),
        (&json!("voice-mail"), &json!("no-answer"))
    );
    let last = anna.get("/api/v1/me/calls?limit=2&before=2").await.json();
    assert_eq!((last["items"].as_array().unwrap().len(), &last["next"]), (1, &json!(null)));
    assert_eq!(house.ben().await.get("/api/v1/me/calls").await.json()["items"], json!([]));
}
