//! Sites over REST: for administrators only, checked, and with the people who belong to them.

use crate::house::House;
use axum::http::{Method, StatusCode};
use domain::settings::{self, Row, Scope};
use serde_json::json;

#[tokio::test]
async fn an_administrator_adds_changes_and_removes_sites_with_their_people() {
    let house = House::new().await;
    let (anna, directory) = (house.anna().await, &house.doors.directory);
    let olching = json!({"name": "Olching", "country": "+49", "area": "8142", "subscriber": "4799",
        "outsideAccess": "0"});
    let kept = json!({"name": "Olching", "country": "49", "area": "8142", "subscriber": "4799",
        "outsideAccess": "0"});
    let added = anna.ask(Method::POST, "/api/v1/sites", &olching.to_string()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json());
    assert_eq!(added.json()["plan"], kept);
    let path = format!("/api/v1/sites/{}", added.json()["id"].as_str().unwrap());
    anna.ask(Method::POST, "/api/v1/sites", &olching.to_string()).await.problem(409);
    let gauting = json!({"name": "Gauting", "country": "49", "area": "8151", "subscriber": "36856"});
    let other = anna.ask(Method::POST, "/api/v1/sites", &gauting.to_string()).await.json();
    let listed = anna.get("/api/v1/sites").await.json();
    assert_eq!(listed["items"], json!([other, added.json()]));
    let first = anna.get("/api/v1/sites?limit=1").await.json();
    assert_eq!(first["next"], json!("Gauting"));

    let changed = json!({"name": "Gauting", "country": "49", "area": "8151", "subscriber": "3685",
        "outsideAccess": "9"});
    anna.ask(Method::PUT, &path, &changed.to_string()).await.problem(409);
    let place = format!("/api/v1/sites/{}", other["id"].as_str().unwrap());
    assert_eq!(anna.ask(Method::PUT, &place, &changed.to_string()).await.json()["plan"], changed);

    let user = directory.people().users().min_by_key(|user| user.extension.clone()).unwrap().clone();
    let own = format!("{path}/people/{}", user.extension.as_str());
    assert_eq!(anna.ask(Method::PUT, &own, "").await.status, StatusCode::NO_CONTENT);
    let people = anna.get(&format!("{path}/people")).await.json();
    assert_eq!(people["items"], json!([{"extension": user.extension.as_str(), "name": user.name}]));
    let site = directory.people().site_of(user.id).unwrap().id.get();
    let row = Row { scope: Scope::Site(site), key: "ring_seconds".into(), value: "33".into() };
    directory.set_setting(row).await.unwrap();
    let rings = || directory.people().settings_of(Some(user.id)).get(&settings::RING_SECONDS);
    assert_eq!(rings(), 33);
    assert_eq!(anna.ask(Method::DELETE, &own, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(rings(), 20);
    anna.ask(Method::DELETE, &own, "").await.problem(404);
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, &path, "").await.problem(404);
    anna.ask(Method::PUT, &own, "").await.problem(404);
    anna.get(&format!("{path}/people")).await.problem(404);
}

#[tokio::test]
async fn what_is_no_site_is_refused_and_others_are_kept_out() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let sound = json!({"name": "Olching", "country": "49", "area": "8142", "subscriber": "4799"});
    for (key, value) in [
        ("name", json!("")),
        ("country", json!("0049")),
        ("country", json!("")),
        ("area", json!("(8142)")),
        ("subscriber", json!("")),
        ("outsideAccess", json!("0000")),
        ("colour", json!("red")),
    ] {
        let mut wanted = sound.clone();
        wanted[key] = value;
        anna.ask(Method::POST, "/api/v1/sites", &wanted.to_string()).await.problem(400);
    }
    ben.ask(Method::POST, "/api/v1/sites", &sound.to_string()).await.problem(403);
    for path in ["/api/v1/sites", "/api/v1/sites/1/people"] {
        ben.get(path).await.problem(403);
    }
    assert_eq!(anna.get("/api/v1/sites").await.json()["items"], json!([]));
}
