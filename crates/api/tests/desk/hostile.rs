//! What somebody tries who wants in, or something that is not theirs.

use crate::house::{ANNA, HOST, House, json};
use api::Web;
use axum::http::{HeaderMap, Method, StatusCode, header};

/// Every route that is somebody's.
const ROUTES: [(Method, &str); 14] = [
    (Method::GET, "/api/v1/me"),
    (Method::GET, "/api/v1/me/counts"),
    (Method::GET, "/api/v1/me/messages"),
    (Method::GET, "/api/v1/me/messages/1"),
    (Method::PATCH, "/api/v1/me/messages/1"),
    (Method::DELETE, "/api/v1/me/messages/1"),
    (Method::POST, "/api/v1/me/messages/1/restore"),
    (Method::GET, "/api/v1/me/messages/1/audio"),
    (Method::GET, "/api/v1/me/messages/1/peaks"),
    (Method::GET, "/api/v1/me/messages/1/attachments/0"),
    (Method::GET, "/api/v1/me/calls"),
    (Method::GET, "/api/v1/me/greetings"),
    (Method::PUT, "/api/v1/me/greetings/busy"),
    (Method::GET, "/api/v1/events"),
];

#[tokio::test]
async fn without_a_session_nothing_is_answered() {
    let house = House::new().await;
    house.leave_voice(ANNA, "k").await;
    let mut stranger = house.stranger();
    for cookie in [
        None,
        Some("switchroom_session="),
        Some("switchroom_session=0000"),
        Some("switchroom_session=../../x"),
    ] {
        stranger.cookie = cookie.map(Into::into);
        for (method, path) in ROUTES {
            stranger.ask(method, path, "{}").await.problem(401);
        }
    }
}

#[tokio::test]
async fn another_site_cannot_use_the_session() {
    let house = House::new().await;
    let id = house.leave_voice(ANNA, "k").await;
    let anna = house.anna().await;
    let path = format!("/api/v1/me/messages/{id}");
    for origin in
        ["https://evil.example", "null", &format!("https://{HOST}.evil.example"), "https://desk.example", ""]
    {
        let mut headers = json();
        headers.insert(header::ORIGIN, origin.parse().unwrap());
        for (method, path, body) in [
            (Method::PATCH, path.as_str(), "{\"seen\":true}"),
            (Method::DELETE, &path, ""),
            (Method::POST, "/api/v1/session", "{}"),
            (Method::DELETE, "/api/v1/session", ""),
            (Method::PUT, "/api/v1/me/greetings/busy", ""),
        ] {
            anna.send(method, path, body.into(), headers.clone()).await.problem(403);
        }
        headers.insert(header::CONNECTION, "upgrade".parse().unwrap());
        headers.insert(header::UPGRADE, "websocket".parse().unwrap());
        anna.send(Method::GET, "/api/v1/events", vec![], headers).await.problem(403);
    }
    let cross_site =
        HeaderMap::from_iter([("sec-fetch-site".parse().unwrap(), "cross-site".parse().unwrap())]);
    anna.send(Method::DELETE, &path, vec![], cross_site).await.problem(403);
    assert_eq!(anna.get(&path).await.json()["seen"], false);
}

#[tokio::test]
async fn a_proxy_s_origin_is_allowed_by_name() {
    let house = House::with(Web { https: true, origins: vec!["https://office.example".into()] }).await;
    let anna = house.anna().await;
    let mut headers = json();
    headers.insert(header::ORIGIN, "https://office.example".parse().unwrap());
    assert_eq!(
        anna.send(Method::DELETE, "/api/v1/session", vec![], headers).await.status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn somebody_else_s_message_is_not_there() {
    let house = House::new().await;
    let id = house.leave_voice(ANNA, "k").await;
    let ben = house.ben().await;
    let path = format!("/api/v1/me/messages/{id}");
    for (method, path) in [
        (Method::GET, path.clone()),
        (Method::PATCH, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::POST, format!("{path}/restore")),
        (Method::GET, format!("{path}/audio")),
        (Method::GET, format!("{path}/peaks")),
        (Method::GET, format!("{path}/attachments/0")),
    ] {
        ben.ask(method, &path, "{}").await.problem(404);
    }
    let anna = house.anna().await;
    assert_eq!(anna.get(&path).await.status, StatusCode::OK);
    assert_eq!(anna.get("/api/v1/me/counts").await.json()["newVoice"], 1);
}

#[tokio::test]
async fn ids_that_are_none_are_not_found() {
    let house = House::new().await;
    let anna = house.anna().await;
    let long = "9".repeat(4_000);
    for id in
        ["0", "-1", "1%27%20OR%201=1", "%00", "..%2f..%2fetc%2fpasswd", "99999999999999999999999", &long]
    {
        anna.get(&format!("/api/v1/me/messages/{id}")).await.problem(404);
    }
    anna.get("/api/v1/me/messages/%ff").await.problem(400);
    anna.get("/api/v1/nothing").await.problem(404);
    anna.ask(Method::PUT, "/api/v1/me", "").await.problem(405);
}
