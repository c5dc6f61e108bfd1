//! Voice messages that are recorded on the computer: new ones, answers, comments; and what is refused.

use crate::house::{ANNA, BEN, Browser, House, json};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json as value};

fn spoken(seconds: usize) -> Vec<u8> {
    let samples: Vec<i16> = (0..seconds * 8_000).map(|n| (9_000.0 * (n as f64 * 0.4).sin()) as i16).collect();
    speech::audio::wav(&samples)
}

async fn send(browser: &Browser, query: &str) -> crate::house::Reply {
    browser.send(Method::POST, &format!("/api/v1/me/messages{query}"), spoken(2), json()).await
}

async fn inbox(browser: &Browser) -> Vec<Value> {
    browser.get("/api/v1/me/messages").await.json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_message_recorded_on_the_computer_reaches_everybody_it_is_for_once() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let all = value!({"members": ["301", "302"]}).to_string();
    assert_eq!(anna.ask(Method::PUT, "/api/v1/lists/7", &all).await.status, StatusCode::OK);
    let taken = send(&anna, "?to=302,**7,ben@example.org&marks=urgent,receipt").await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json());
    for browser in [&anna, &ben] {
        // Anna is on the list and has been told that it arrived.
        let voices: Vec<Value> =
            inbox(browser).await.into_iter().filter(|message| message["kind"] == "voice").collect();
        assert_eq!(voices.len(), 1);
        assert_eq!((&voices[0]["from"]["name"], &voices[0]["seconds"]), (&value!("Anna"), &value!(2)));
        let id = voices[0]["id"].as_str().unwrap();
        let heard = browser.get(&format!("/api/v1/me/messages/{id}/audio")).await;
        assert_eq!(speech::audio::samples(&heard.body).unwrap().len() / 8_000, 2);
    }
    let receipts = inbox(&anna).await.iter().filter(|message| message["kind"] == "email").count();
    assert_eq!(receipts, 2, "it arrived at both");
    // It is kept as sent.
    let own = format!("/api/v1/me/messages/{}", taken.json()["id"].as_str().unwrap());
    assert_eq!(anna.get(&own).await.status, StatusCode::OK);
}

#[tokio::test]
async fn messages_are_answered_sent_on_with_a_comment_kept_and_deleted_on_the_computer() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let id = house.leave_voice(ANNA, "k1").await;
    assert_eq!(send(&anna, &format!("?replyTo={id}")).await.status, StatusCode::CREATED);
    let answer = &inbox(&ben).await[0];
    assert_eq!((&answer["kind"], &answer["from"]["name"]), (&value!("voice"), &value!("Anna")));
    assert!(answer["subject"].as_str().unwrap().starts_with("Re: "), "{answer}");

    assert_eq!(send(&anna, &format!("?forward={id}&to=302")).await.status, StatusCode::CREATED);
    let comment = inbox(&ben).await[0]["id"].as_str().unwrap().to_owned();
    let detail = ben.get(&format!("/api/v1/me/messages/{comment}")).await.json();
    assert!(detail["subject"].as_str().unwrap().starts_with("Fwd: "), "{detail}");
    assert_eq!(detail["attachments"].as_array().unwrap().len(), 1, "what it is about goes along: {detail}");

    let path = format!("/api/v1/me/messages/{id}");
    assert_eq!(anna.ask(Method::PATCH, &path, r#"{"seen":true}"#).await.status, StatusCode::OK);
    assert_eq!(inbox(&anna).await[0]["seen"], true);
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(inbox(&anna).await.len(), 0);
}

#[tokio::test]
async fn a_message_with_a_time_of_its_own_waits_and_what_cannot_be_sent_is_refused_with_a_reason() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    assert_eq!(send(&anna, "?to=302&deliverAt=2100-01-01T00:00:00Z").await.status, StatusCode::CREATED);
    assert_eq!(inbox(&ben).await.len(), 0);
    let of_ben = house.leave_voice(BEN, "k1").await;
    let confidential = house
        .send_mail(
            ANNA,
            "k2",
            "From: carl@elsewhere.example\r\nSensitivity: private\r\nSubject: 1\r\n\r\n1\r\n",
        )
        .await;
    for (query, status, words) in [
        ("", 400, "1 to 500"),
        ("?to=399", 400, "extension"),
        ("?to=fax:030123", 400, "fax"),
        ("?to=*5", 400, "no such list"),
        ("?to=302&marks=loud", 400, "loud"),
        ("?to=302&deliverAt=soon", 400, "deliverAt"),
        ("?to=302&colour=red", 400, "colour"),
        ("?replyTo=none", 404, ""),
        (&format!("?replyTo={of_ben}"), 404, ""),
        (&format!("?replyTo={confidential}"), 400, "cannot be answered"),
        (&format!("?to=302&forward={confidential}"), 409, "confidential"),
        (&format!("?to=302&forward={confidential}&replyTo={confidential}"), 400, "not both"),
    ] {
        let problem = send(&anna, query).await.problem(status);
        assert!(problem["detail"].as_str().unwrap().contains(words), "{query}: {problem}");
    }
    for (body, status, code) in [
        (b"no sound".to_vec(), 400, "no-sound"),
        (speech::audio::wav(&[0; 8_000]), 400, "silent-sound"),
        (spoken(301), 400, "sound-too-long"),
        (vec![0; (32 << 20) + 1], 413, "too-large"),
    ] {
        let answer = anna.send(Method::POST, "/api/v1/me/messages?to=302", body, json()).await;
        assert_eq!(answer.problem(status)["code"], code);
    }
    house.stranger().ask(Method::POST, "/api/v1/me/messages?to=302", "").await.problem(401);
    assert_eq!(inbox(&ben).await.len(), 1, "nothing of it was sent");
}
