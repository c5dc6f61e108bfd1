//! The queue of outgoing mail, the log of wrong PINs and welcomes sent anew, over REST.

use crate::house::{ANNA, BEN, House};
use axum::http::{Method, StatusCode};
use domain::guesser::Guesser;
use domain::id::DeviceId;
use domain::welcome::Standing;
use serde_json::json;

#[tokio::test]
async fn an_administrator_sees_pushes_and_forgets_outgoing_mail_page_by_page() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let page = anna.get("/api/v1/outbox?limit=2").await.json();
    let ids = |page: &serde_json::Value| -> Vec<i64> {
        page["items"].as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()).collect()
    };
    assert_eq!((ids(&page), &page["next"]), (vec![1, 2], &json!(2)));
    assert_eq!(page["items"][0]["owner"], json!("ben@example.org"));
    assert_eq!(page["items"][0]["failed"], json!(true));
    let rest = anna.get("/api/v1/outbox?after=2&limit=2").await.json();
    assert_eq!((ids(&rest), &rest["next"]), (vec![3], &json!(null)));

    let all = anna.ask(Method::POST, "/api/v1/outbox/retry", "").await;
    assert_eq!((all.status, all.json()), (StatusCode::OK, json!({"due": 2})));
    assert_eq!(anna.ask(Method::POST, "/api/v1/outbox/2/retry", "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::POST, "/api/v1/outbox/1/retry", "").await.problem(404);
    assert_eq!(anna.ask(Method::DELETE, "/api/v1/outbox/1", "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, "/api/v1/outbox/1", "").await.problem(404);
    assert_eq!(ids(&anna.get("/api/v1/outbox").await.json()), [2, 3]);

    for path in ["/api/v1/outbox?limit=0", "/api/v1/outbox?after=x", "/api/v1/pin-log?before=x"] {
        anna.get(path).await.problem(400);
    }
    for (method, path) in [
        (Method::GET, "/api/v1/outbox"),
        (Method::POST, "/api/v1/outbox/retry"),
        (Method::POST, "/api/v1/outbox/2/retry"),
        (Method::DELETE, "/api/v1/outbox/2"),
        (Method::GET, "/api/v1/pin-log"),
        (Method::POST, "/api/v1/people/302/unlock"),
    ] {
        ben.ask(method, path, "").await.problem(403);
    }
}

#[tokio::test]
async fn wrong_pins_are_listed_page_by_page_and_a_box_is_unlocked() {
    let house = House::new().await;
    let anna = house.anna().await;
    let tries = async |pin: &str| {
        let phone = Guesser::Device(DeviceId::new(7));
        house.doors.directory.check_pin("302", pin, phone).await.unwrap()
    };
    for _ in 0..5 {
        tries("000001").await;
    }
    house.doors.directory.refused("399", "+4930").await.unwrap();
    let page = anna.get("/api/v1/pin-log?limit=2").await.json();
    assert_eq!(page["items"][0]["what"], json!("refused"));
    assert_eq!(page["items"][0]["name"], json!(null), "nobody has it");
    assert_eq!((&page["items"][1]["what"], &page["items"][1]["name"]), (&json!("locked"), &json!("Ben")));
    let path = format!("/api/v1/pin-log?before={}", page["next"]);
    let rest = anna.get(&path).await.json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (4, &json!(null)));

    let unlocked = anna.ask(Method::POST, "/api/v1/people/302/unlock", "").await;
    assert_eq!(unlocked.status, StatusCode::NO_CONTENT);
    assert!(matches!(tries("730184").await, directory::PinCheck::Right(user) if user.id == BEN));
    anna.ask(Method::POST, "/api/v1/people/899/unlock", "").await.problem(404);
}

#[tokio::test]
async fn people_are_welcomed_anew_with_the_pin_that_there_is_or_a_new_one() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let standing = |user| house.doors.directory.people().welcome(user);
    for user in [ANNA, BEN] {
        house.doors.directory.welcomed(user, 0).await.unwrap();
    }
    let path = "/api/v1/people/302/welcome";
    for _ in 0..5 {
        let phone = Guesser::Device(DeviceId::new(8));
        house.doors.directory.check_pin("302", "000001", phone).await.unwrap();
    }
    let asked = anna.ask(Method::POST, path, &json!({"pin": "new", "unlock": true}).to_string()).await;
    assert_eq!(asked.status, StatusCode::NO_CONTENT);
    assert_eq!((standing(BEN).standing, standing(ANNA).standing), (Standing::DueWithNewPin, Standing::Sent));
    let log = house.doors.directory.pin_log(None, 1).await.unwrap();
    assert_eq!(log[0].1.what, "unlocked");
    assert_eq!(anna.ask(Method::POST, path, "{}").await.status, StatusCode::NO_CONTENT);
    assert_eq!(standing(BEN).standing, Standing::Due);

    let all = anna.ask(Method::POST, "/api/v1/welcomes", "{}").await;
    assert_eq!((all.status, standing(ANNA).standing), (StatusCode::NO_CONTENT, Standing::Due));
    for wrong in ["", r#"{"pin": "old"}"#, r#"{"pins": "new"}"#] {
        anna.ask(Method::POST, path, wrong).await.problem(400);
    }
    anna.ask(Method::POST, "/api/v1/people/899/welcome", "{}").await.problem(404);
    for path in [path, "/api/v1/welcomes"] {
        ben.ask(Method::POST, path, "{}").await.problem(403);
    }
}
