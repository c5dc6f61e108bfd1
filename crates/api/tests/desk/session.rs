//! Signing in and out.

use crate::house::{ANNA, BEN, Browser, House, PASSWORD, json};
use api::Web;
use axum::http::{Method, StatusCode, header};
use domain::settings::{Row, Scope};
use serde_json::json as value;

fn credentials(email: &str, password: &str) -> String {
    value!({ "email": email, "password": password }).to_string()
}

#[tokio::test]
async fn the_right_password_gives_a_cookie_and_signing_out_takes_it_back() {
    let house = House::new().await;
    let anna = house.anna().await;
    let me = anna.get("/api/v1/me").await;
    assert_eq!(me.status, StatusCode::OK);
    assert_eq!(
        me.json(),
        value!({ "id": "1", "name": "Anna", "extension": "301", "email": "anna@example.org", "language": "de-DE",
            "zone": "Europe/Berlin", "administrator": true })
    );
    let out = anna.ask(Method::DELETE, "/api/v1/session", "").await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(
        out.headers[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .starts_with("switchroom_session=; Path=/; Max-Age=0")
    );
    anna.get("/api/v1/me").await.problem(401);
}

#[tokio::test]
async fn the_cookie_is_for_this_site_and_no_script() {
    for (https, ending) in [(false, "HttpOnly; SameSite=Strict"), (true, "HttpOnly; SameSite=Strict; Secure")]
    {
        let house = House::with(Web { https, origins: vec![] }).await;
        let browser = house.stranger();
        let body = credentials("anna@example.org", PASSWORD);
        let answer = browser.ask(Method::POST, "/api/v1/session", &body).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.ends_with(ending), "{cookie}");
        assert!(cookie.contains("Path=/;"), "{cookie}");
        assert_eq!(cookie["switchroom_session=".len()..].split(';').next().unwrap().len(), 64, "{cookie}");
        assert_eq!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY), https);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    let house = House::new().await;
    let browser = house.stranger();
    let wrong = browser.ask(Method::POST, "/api/v1/session", &credentials("anna@example.org", "wrong")).await;
    let unknown =
        browser.ask(Method::POST, "/api/v1/session", &credentials("nobody@example.org", "wrong")).await;
    assert_eq!(wrong.problem(401)["waitSeconds"], 1);
    assert_eq!(wrong.body, unknown.body);
    assert!(!wrong.headers.contains_key(header::SET_COOKIE));
}

#[tokio::test]
async fn a_restart_signs_nobody_out_and_brings_nobody_back() {
    let mut house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    ben.ask(Method::DELETE, "/api/v1/session", "").await;
    house.restart();
    let again = |browser: &Browser| house.browser(browser.cookie.clone());
    assert_eq!(again(&anna).get("/api/v1/me").await.json()["name"], "Anna");
    again(&ben).get("/api/v1/me").await.problem(401);
}

#[tokio::test]
async fn two_sessions_have_different_tokens() {
    let house = House::new().await;
    let (one, other) = (house.anna().await, house.anna().await);
    assert_ne!(one.cookie, other.cookie);
    one.ask(Method::DELETE, "/api/v1/session", "").await;
    assert_eq!(other.get("/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn credentials_that_cannot_be_read_are_a_bad_request() {
    let house = House::new().await;
    let browser = house.stranger();
    for body in
        ["", "{", "[]", "{\"email\":1,\"password\":\"x\"}", "{\"email\":\"anna@example.org\"}", "\u{0}\u{0}"]
    {
        browser.ask(Method::POST, "/api/v1/session", body).await.problem(400);
    }
    let mut form = json();
    form.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
    browser.send(Method::POST, "/api/v1/session", b"email=a&password=b".to_vec(), form).await.problem(415);
    let huge = credentials("anna@example.org", &"x".repeat(100_000));
    browser.ask(Method::POST, "/api/v1/session", &huge).await.problem(413);
}

#[tokio::test]
async fn password_and_pin_are_changed_with_the_password_that_holds() {
    let house = House::new().await;
    let anna = house.anna().await;
    let put = async |what: &str, body: serde_json::Value| {
        anna.ask(Method::PUT, &format!("/api/v1/me/{what}"), &body.to_string()).await
    };
    let directory = &house.doors.directory;
    let caller = domain::guesser::Guesser::stranger([192, 0, 2, 9].into());
    put("pin", value!({ "password": "wrong", "pin": "860295" })).await.problem(401);
    put("pin", value!({ "password": PASSWORD, "pin": "111111" })).await.problem(400);
    assert_eq!(
        put("pin", value!({ "password": PASSWORD, "pin": "860295" })).await.status,
        StatusCode::NO_CONTENT
    );
    let opened = directory.check_pin("301", "860295", caller).await.unwrap();
    assert!(matches!(opened, directory::PinCheck::Right(_)), "{opened:?}");

    put("password", value!({ "password": "wrong", "new": "battery staple" })).await.problem(401);
    put("password", value!({ "password": PASSWORD, "new": "short" })).await.problem(400);
    let changed = put("password", value!({ "password": PASSWORD, "new": "battery staple" })).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    for (password, status) in [("battery staple", 204), (PASSWORD, 401)] {
        let body = credentials("anna@example.org", password);
        let answer = house.stranger().ask(Method::POST, "/api/v1/session", &body).await;
        assert_eq!(answer.status.as_u16(), status, "{password}");
    }
    let nobody = house.stranger().ask(Method::PUT, "/api/v1/me/pin", "{}").await;
    nobody.problem(401);
}

#[tokio::test]
async fn the_signed_in_person_is_told_how_full_the_own_mailbox_is() {
    let house = House::new().await;
    house.stranger().get("/api/v1/me/quota").await.problem(401);
    let anna = house.anna().await;
    let usage = async || anna.get("/api/v1/me/quota").await.json();
    assert_eq!(usage().await, value!({ "usedBytes": 0, "quotaBytes": null, "level": "below" }));
    let text = format!("Subject: x\r\n\r\n{}", "x".repeat(949_986));
    house.send_mail(ANNA, "large", &text).await;
    house.leave_voice(BEN, "another's").await;
    for (megabytes, bytes, level) in
        [("2", 2_000_000, "below"), ("1", 1_000_000, "almost-full"), ("0", 0, "below")]
    {
        let row =
            Row { scope: Scope::User(ANNA), key: "mailbox.quota_megabytes".into(), value: megabytes.into() };
        house.doors.directory.set_setting(row).await.unwrap();
        let usage = usage().await;
        assert!(usage["usedBytes"].as_u64().unwrap() >= 950_000, "{usage}");
        assert_eq!(usage["quotaBytes"].as_u64().unwrap_or(0), bytes, "{usage}");
        assert_eq!(usage["level"], level, "{usage}");
    }
    house.send_mail(ANNA, "more", &text).await;
    let row = Row { scope: Scope::User(ANNA), key: "mailbox.quota_megabytes".into(), value: "1".into() };
    house.doors.directory.set_setting(row).await.unwrap();
    assert_eq!(usage().await["level"], "full");
    // What lies there above the new quota stays.
    assert_eq!(anna.get("/api/v1/me/messages").await.json()["items"].as_array().unwrap().len(), 2);
}
