//! Distribution lists over REST: everybody's own, and the company's, which administrators change.

use crate::house::House;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

fn extensions(house: &House) -> (String, String) {
    let people = house.doors.directory.people();
    let mut extensions: Vec<_> = people.users().map(|user| user.extension.to_string()).collect();
    extensions.sort();
    (extensions[0].clone(), extensions[1].clone())
}

#[tokio::test]
async fn lists_are_kept_shown_and_deleted_by_their_number() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let (one, two) = extensions(&house);
    let central = json!({"name": "All", "members": [one, "x@elsewhere.example"]});
    let kept = anna.ask(Method::PUT, "/api/v1/lists/7", &central.to_string()).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.json());
    assert_eq!(kept.json(), json!({"number": 7, "plan": central, "reaches": 2}));
    // What is written of a telephone's keys comes back so.
    let own = json!({"name": "Mine", "members": [two, one, "**7"]});
    let kept = ben.ask(Method::PUT, "/api/v1/me/lists/5", &own.to_string()).await.json();
    assert_eq!(kept, json!({"number": 5, "plan": own, "reaches": 3}));
    let own = json!({"members": ["*5"]});
    let kept = ben.ask(Method::PUT, "/api/v1/me/lists/99", &own.to_string()).await.json();
    assert_eq!(kept["reaches"], json!(3));
    let numbers = |lists: Value| -> Vec<Value> {
        lists.as_array().unwrap().iter().map(|list| list["number"].clone()).collect()
    };
    assert_eq!(numbers(ben.get("/api/v1/me/lists").await.json()), [json!(5), json!(99)]);
    assert_eq!(numbers(ben.get("/api/v1/lists").await.json()), [json!(7)]);
    assert_eq!(numbers(anna.get("/api/v1/me/lists").await.json()), Vec::<Value>::new());
    assert_eq!(ben.ask(Method::DELETE, "/api/v1/me/lists/5", "").await.status, StatusCode::NO_CONTENT);
    ben.ask(Method::DELETE, "/api/v1/me/lists/5", "").await.problem(404);
    let left = json!([{"number": 99, "plan": {"name": "", "members": []}, "reaches": 0}]);
    assert_eq!(ben.get("/api/v1/me/lists").await.json(), left);
    assert_eq!(anna.ask(Method::DELETE, "/api/v1/lists/7", "").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_words_and_the_companys_lists_are_administrators() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let (one, _) = extensions(&house);
    let hundred: Vec<String> = (0..100).map(|place| format!("p{place}@elsewhere.example")).collect();
    for (number, members, words) in [
        ("100", json!([one]), "1 to 99"),
        ("0", json!([one]), "1 to 99"),
        ("1", json!(hundred), "99 members"),
        ("1", json!([one, one]), "twice"),
        ("1", json!(["899"]), "extension"),
        ("1", json!(["fax:+493012345"]), "fax"),
        ("1", json!(["+493012345"]), "telephone numbers"),
        ("1", json!(["*44"]), "no such list"),
        ("1", json!(["*100"]), "1 to 99"),
        ("1", json!(["Anna"]), "e-mail"),
    ] {
        let wanted = json!({"members": members}).to_string();
        let refused = ben.ask(Method::PUT, &format!("/api/v1/me/lists/{number}"), &wanted).await;
        let detail = refused.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{number} {detail}");
        assert!(detail.contains(words), "{detail}");
    }
    let full = json!({"members": hundred[..99]}).to_string();
    assert_eq!(ben.ask(Method::PUT, "/api/v1/me/lists/99", &full).await.status, StatusCode::OK);
    let wanted = json!({"members": [one]}).to_string();
    ben.ask(Method::PUT, "/api/v1/lists/1", &wanted).await.problem(403);
    ben.ask(Method::DELETE, "/api/v1/lists/1", "").await.problem(403);
    let own = json!({"members": ["*99"]}).to_string();
    anna.ask(Method::PUT, "/api/v1/lists/1", &own).await.problem(400);
}
