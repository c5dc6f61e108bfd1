//! Where telephones stand, over REST: for administrators only, checked, both values or none.

use crate::house::House;
use axum::http::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn an_administrator_says_where_telephones_stand() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let listed = anna.get("/api/v1/help-places").await.json();
    let extension = listed[1]["extension"].as_str().unwrap().to_owned();
    assert_eq!(listed[1]["at"], json!({"place": "", "callBack": ""}));
    let path = format!("/api/v1/help-places/{extension}");
    let wanted = json!({"place": "Room 214", "callBack": "4930123499"});
    let set = anna.ask(Method::PUT, &path, &wanted.to_string()).await;
    assert_eq!(set.status, StatusCode::NO_CONTENT);
    for (wrong, status) in [
        (json!({"place": "x".repeat(161)}), 400),
        (json!({"place": "Room 1\nRoom 2"}), 400),
        (json!({"place": "Room 3", "callBack": "+49 30"}), 400),
        (json!({"place": "Room 3", "floor": 2}), 400),
        (json!({}), 400),
    ] {
        anna.ask(Method::PUT, &path, &wrong.to_string()).await.problem(status);
    }
    assert_eq!(anna.get("/api/v1/help-places").await.json()[1]["at"], wanted);
    for nobodys in ["/api/v1/help-places/899", "/api/v1/help-places/anna"] {
        anna.ask(Method::PUT, nobodys, &wanted.to_string()).await.problem(404);
    }
    ben.ask(Method::PUT, &path, &wanted.to_string()).await.problem(403);
    ben.get("/api/v1/help-places").await.problem(403);
}
