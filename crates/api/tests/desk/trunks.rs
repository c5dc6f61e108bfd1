//! Trunks over REST: for administrators only, checked, without their passwords.

use crate::house::House;
use axum::http::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn an_administrator_adds_changes_and_removes_trunks_and_their_routes() {
    let house = House::new().await;
    let anna = house.anna().await;
    let wanted = json!({"name": "provider", "secret": "geheim-4711", "terms": {
        "server": "sip:192.0.2.1", "access": "registering", "user": "030123",
        "direct": ["+4930123:10-999"], "main": "301", "shown": "+49301230", "written": "national"}});
    let added = anna.ask(Method::POST, "/api/v1/trunks", &wanted.to_string()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json());
    let id = added.json()["id"].as_str().unwrap().to_owned();
    anna.ask(Method::POST, "/api/v1/trunks", &wanted.to_string()).await.problem(409);

    let listed = anna.get("/api/v1/trunks").await;
    assert!(!String::from_utf8_lossy(&listed.body).contains("geheim"), "a password is never shown");
    let listed = listed.json();
    assert_eq!(listed["next"], json!(null));
    let listed = &listed["items"][0];
    assert_eq!(listed["terms"]["written"], "national");
    assert_eq!(listed["terms"]["channels"], 30);
    assert_eq!(
        listed["state"],
        json!({"reach": "up", "registration": "failed", "registrationStatus": 403, "calls": 2})
    );

    let routes = json!([{"prefix": "+", "trunks": [id]}]);
    let set = anna.ask(Method::PUT, "/api/v1/trunk-routes", &routes.to_string()).await;
    assert_eq!(set.status, StatusCode::NO_CONTENT);
    assert_eq!(anna.get("/api/v1/trunk-routes").await.json(), routes);

    let mut changed = wanted.clone();
    changed["terms"]["disabled"] = json!(true);
    changed.as_object_mut().unwrap().remove("secret");
    let path = format!("/api/v1/trunks/{id}");
    assert_eq!(anna.ask(Method::PUT, &path, &changed.to_string()).await.json()["terms"]["disabled"], true);
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, &path, "").await.problem(404);
    assert_eq!(anna.get("/api/v1/trunk-routes").await.json(), json!([]));
}

#[tokio::test]
async fn what_cannot_work_is_refused_with_a_sentence() {
    let house = House::new().await;
    let anna = house.anna().await;
    for terms in [
        json!({"server": "192.0.2.1"}),
        json!({"server": "sip:192.0.2.1"}),
        json!({"server": "sip:192.0.2.1", "networks": ["192.0.2.0/99"]}),
        json!({"server": "sip:192.0.2.1", "networks": ["192.0.2.0/24"], "direct": ["12"]}),
        json!({"server": "sip:192.0.2.1", "networks": ["192.0.2.0/24"], "shown": "030"}),
        json!({"server": "sip:192.0.2.1", "networks": ["192.0.2.0/24"], "channels": 0}),
        json!({"server": "sip:192.0.2.1", "networks": ["192.0.2.0/24"], "colour": "red"}),
    ] {
        let wanted = json!({"name": "p", "terms": terms}).to_string();
        anna.ask(Method::POST, "/api/v1/trunks", &wanted).await.problem(400);
    }
    for routes in [json!([{"prefix": "x", "trunks": []}]), json!([{"prefix": "+", "trunks": ["7"]}])] {
        anna.ask(Method::PUT, "/api/v1/trunk-routes", &routes.to_string()).await.problem(400);
    }
    assert_eq!(anna.get("/api/v1/trunks").await.json()["items"], json!([]));
}

#[tokio::test]
async fn others_see_and_change_no_trunk() {
    let house = House::new().await;
    let wanted =
        json!({"name": "p", "terms": {"server": "sip:192.0.2.1", "networks": ["192.0.2.1"]}}).to_string();
    for (browser, status) in [(house.ben().await, 403), (house.stranger(), 401)] {
        for path in ["/api/v1/trunks", "/api/v1/trunk-routes"] {
            browser.get(path).await.problem(status);
        }
        browser.ask(Method::POST, "/api/v1/trunks", &wanted).await.problem(status);
        browser.ask(Method::PUT, "/api/v1/trunks/1", &wanted).await.problem(status);
        browser.ask(Method::DELETE, "/api/v1/trunks/1", "").await.problem(status);
        browser.ask(Method::PUT, "/api/v1/trunk-routes", "[]").await.problem(status);
    }
}
