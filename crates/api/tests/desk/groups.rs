//! Hunt groups over REST: for administrators only, checked, and seen by those who call.

use crate::house::House;
use axum::http::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn an_administrator_adds_changes_and_removes_groups() {
    let house = House::new().await;
    let anna = house.anna().await;
    let (own, other) = two_extensions(&house);
    let wanted = json!({"extension": "650", "name": "Sales", "manner": "longest-idle", "seconds": 15,
        "members": [own, other], "overflow": {"person": other, "target": "voice-mail"}});
    let added = anna.ask(Method::POST, "/api/v1/groups", &wanted.to_string()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json());
    assert_eq!(added.json()["plan"], wanted);
    let path = format!("/api/v1/groups/{}", added.json()["id"].as_str().unwrap());
    anna.ask(Method::POST, "/api/v1/groups", &wanted.to_string()).await.problem(409);
    assert_eq!(anna.get("/api/v1/groups").await.json()["items"][0]["plan"], wanted);
    let another = json!({"extension": "649", "name": "Before", "members": [own]}).to_string();
    let before = anna.ask(Method::POST, "/api/v1/groups", &another).await.json();
    let first = anna.get("/api/v1/groups?limit=1").await.json();
    assert_eq!((&first["items"], &first["next"]), (&json!([before]), &json!("649")));
    let second = anna.get("/api/v1/groups?limit=1&after=649").await.json();
    assert_eq!((&second["items"][0]["plan"], &second["next"]), (&wanted, &json!(null)));
    anna.get("/api/v1/groups?limit=201").await.problem(400);
    let before = format!("/api/v1/groups/{}", before["id"].as_str().unwrap());
    assert_eq!(anna.ask(Method::DELETE, &before, "").await.status, StatusCode::NO_CONTENT);

    let short = json!({"extension": "651", "name": "Service", "members": [other]});
    let changed = anna.ask(Method::PUT, &path, &short.to_string()).await.json();
    let usual = json!({"extension": "651", "name": "Service", "manner": "all-at-once", "seconds": 20,
        "members": [other], "overflow": null});
    assert_eq!(changed["plan"], usual);
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, &path, "").await.problem(404);
    anna.ask(Method::PUT, &path, &short.to_string()).await.problem(404);
    assert_eq!(anna.get("/api/v1/groups").await.json()["items"], json!([]));
}

#[tokio::test]
async fn what_cannot_work_is_refused_and_others_are_kept_out() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let (own, other) = two_extensions(&house);
    let sound = json!({"extension": "650", "name": "Sales", "members": [own, other]});
    for (key, value, status) in [
        ("extension", json!("6"), 400),
        ("extension", json!(own), 409),
        ("name", json!(""), 400),
        ("seconds", json!(4), 400),
        ("manner", json!("at-random"), 400),
        ("members", json!([]), 400),
        ("members", json!([own, own]), 400),
        ("members", json!(["899"]), 400),
        ("members", json!(["anna"]), 400),
        ("overflow", json!({"person": "899", "target": "voice-mail"}), 400),
        ("overflow", json!({"person": own, "target": "anna"}), 400),
        ("colour", json!("red"), 400),
    ] {
        let mut wanted = sound.clone();
        wanted[key] = value;
        anna.ask(Method::POST, "/api/v1/groups", &wanted.to_string()).await.problem(status);
    }
    ben.ask(Method::POST, "/api/v1/groups", &sound.to_string()).await.problem(403);
    ben.get("/api/v1/groups").await.problem(403);
    assert_eq!(anna.get("/api/v1/groups").await.json()["items"], json!([]));
}

fn two_extensions(house: &House) -> (String, String) {
    let people = house.doors.directory.people();
    let mut extensions: Vec<_> = people.users().map(|user| user.extension.to_string()).collect();
    extensions.sort();
    (extensions[0].clone(), extensions[1].clone())
}
