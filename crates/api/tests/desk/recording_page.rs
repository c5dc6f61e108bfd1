//! The page on which the company's announcement is recorded by somebody who has its name and password, and nothing else.

use crate::house::{Browser, House, PASSWORD, Reply, json};
use crate::profiles::tone;
use api::Web;
use axum::http::{HeaderMap, Method, StatusCode, header};
use domain::settings::{Row, Scope};
use serde_json::{Value, json as value};

const PAGE: &str = "/api/v1/recording-page";
const KEY: &str = r#"{"name":"Studio","password":"let me in please"}"#;

async fn set(house: &House, key: &str, value: &str) {
    let row = Row { scope: Scope::System, key: key.into(), value: value.into() };
    house.doors.directory.set_setting(row).await.unwrap();
}

/// Anna opens the page.
async fn opened() -> (House, Browser) {
    let house = House::new().await;
    let anna = house.anna().await;
    assert_eq!(anna.ask(Method::PUT, PAGE, KEY).await.status, StatusCode::OK);
    (house, anna)
}

async fn enters(browser: &Browser, key: &str) -> Reply {
    browser.ask(Method::POST, &format!("{PAGE}/session"), key).await
}

/// A browser of somebody who has signed in there.
async fn speaker(house: &House) -> Browser {
    let answer = enters(&house.stranger(), KEY).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
    house.browser(Some(cookie.to_owned()))
}

#[tokio::test]
async fn administrators_open_the_page_and_close_it_and_nobody_else_does() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    anna.get(PAGE).await.problem(404);
    enters(&house.stranger(), KEY).await.problem(401);
    for (who, status) in [(&ben, 403), (&house.stranger(), 401)] {
        who.get(PAGE).await.problem(status);
        who.ask(Method::PUT, PAGE, KEY).await.problem(status);
        who.ask(Method::DELETE, PAGE, "").await.problem(status);
        let invitation = r#"{"address":"voice@studio.example"}"#;
        who.ask(Method::POST, &format!("{PAGE}/invitation"), invitation).await.problem(status);
    }
    for unsound in [
        r#"{"name":"","password":"let me in please"}"#,
        r#"{"name":"Studio","password":"short"}"#,
        r#"{"name":1}"#,
    ] {
        anna.ask(Method::PUT, PAGE, unsound).await.problem(400);
    }
    let open = anna.ask(Method::PUT, PAGE, KEY).await.json();
    assert_eq!((&open["name"], &open["url"]), (&value!("Studio"), &value!("https://example.org/recording")));
    assert_eq!(anna.get(PAGE).await.json(), open);
    assert_eq!(open.as_object().unwrap().len(), 3, "nothing of the password: {open}");
    let speaker = speaker(&house).await;
    let announcement = format!("{PAGE}/announcement");
    assert_eq!(speaker.get(&announcement).await.status, StatusCode::OK);
    assert_eq!(anna.ask(Method::DELETE, PAGE, "").await.status, StatusCode::NO_CONTENT);
    speaker.get(&announcement).await.problem(401);
    anna.ask(Method::DELETE, PAGE, "").await.problem(404);
}

#[tokio::test]
async fn its_cookie_is_for_its_own_paths_and_no_script() {
    for (https, ending) in [(false, "HttpOnly; SameSite=Strict"), (true, "HttpOnly; SameSite=Strict; Secure")]
    {
        let house = House::with(Web { https, origins: vec![] }).await;
        house.doors.directory.open_page("Studio", "let me in please", None).await.unwrap();
        let answer = enters(&house.stranger(), KEY).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("switchroom_recording=") && cookie.ends_with(ending), "{cookie}");
        assert!(cookie.contains("; Path=/api/v1/recording-page; Max-Age=43200; "), "{cookie}");
    }
}

#[tokio::test]
async fn wrong_names_and_passwords_are_answered_alike_and_slowed_down() {
    let (house, _) = opened().await;
    let stranger = house.stranger();
    let wrong = enters(&stranger, r#"{"name":"Studio","password":"let me in"}"#).await;
    assert_eq!(wrong.problem(401)["waitSeconds"], 1);
    let unknown = enters(&stranger, r#"{"name":"Anna","password":"let me in please"}"#).await;
    assert_eq!(unknown.problem(401)["waitSeconds"], 2);
    assert!(!wrong.headers.contains_key(header::SET_COOKIE));
    let account = value!({"name": "anna@example.org", "password": PASSWORD}).to_string();
    assert_eq!(enters(&stranger, &account).await.problem(401)["waitSeconds"], 4, "no account opens it");
    for _ in 0..7 {
        enters(&stranger, r#"{"name":"Studio","password":"guess"}"#).await.problem(401);
    }
    enters(&stranger, KEY).await.problem(401);
    let mut elsewhere = house.stranger();
    elsewhere.peer.set_ip([198, 51, 100, 7].into());
    assert_eq!(enters(&elsewhere, KEY).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.anna().await.get("/api/v1/me").await.status, StatusCode::OK, "the desk is not locked");
}

#[tokio::test]
async fn the_announcement_is_brought_and_heard_and_callers_get_it() {
    let (house, anna) = opened().await;
    let speaker = speaker(&house).await;
    let (state, sound) = (format!("{PAGE}/announcement"), format!("{PAGE}/announcement/sound"));
    assert_eq!(
        speaker.get(&state).await.json(),
        value!({"seconds": null, "recordedAt": null, "played": "never", "calls": false, "speaks": true})
    );
    speaker.get(&sound).await.problem(404);
    speaker.send(Method::PUT, &sound, b"no sound".to_vec(), json()).await.problem(400);
    let kept = speaker.send(Method::PUT, &sound, tone(0.4), json()).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    set(&house, "greeting.announcement", "if-none").await;
    let stands = speaker.get(&state).await.json();
    assert!((stands["seconds"].as_f64().unwrap() - 2.0).abs() < 0.1, "{stands}");
    assert_eq!(stands["played"], "if-none");
    let at: jiff::Timestamp = stands["recordedAt"].as_str().unwrap().parse().unwrap();
    assert!((jiff::Timestamp::now().as_second() - at.as_second()).abs() < 600, "{stands}");
    let heard = speaker.get(&sound).await;
    assert_eq!(heard.headers[header::CONTENT_TYPE], "audio/wav");
    assert_eq!(heard.body, anna.get("/api/v1/announcements/announcement").await.body, "the one of the desk");
    let part = speaker.get_with(&sound, header::RANGE, "bytes=0-9").await;
    assert_eq!((part.status, part.body.len()), (StatusCode::PARTIAL_CONTENT, 10));
    let typed = value!({"text": "Good day, this is the example company."}).to_string();
    let spoken = speaker.ask(Method::PUT, &format!("{state}/text"), &typed).await;
    assert_eq!(spoken.status, StatusCode::NO_CONTENT);
    assert_ne!(speaker.get(&sound).await.body, heard.body);
    speaker.ask(Method::PUT, &format!("{state}/text"), r#"{"text":" "}"#).await.problem(400);
    let out = speaker.ask(Method::DELETE, &format!("{PAGE}/session"), "").await;
    assert!(out.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    speaker.get(&state).await.problem(401);
}

#[tokio::test]
async fn the_company_sets_the_language_and_whoever_comes_is_told_it() {
    let (house, _) = opened().await;
    let language = format!("{PAGE}/language");
    assert_eq!(house.stranger().get(&language).await.json(), value!({"language": "en-GB"}));
    set(&house, "recording_page.language", "de-DE").await;
    for asks in ["en-GB", "fr"] {
        let told = house.stranger().get_with(&language, header::ACCEPT_LANGUAGE, asks).await.json();
        assert_eq!(told, value!({"language": "de-DE"}));
    }
    let row = Row { scope: Scope::System, key: "recording_page.language".into(), value: "fr-FR".into() };
    assert!(house.doors.directory.set_setting(row).await.is_err(), "the desk does not write French");
}

/// Every path and method of the document, with something in the place of what is named in it.
fn everything() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(&api::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, methods): (&String, &Value)| {
        let path = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        let methods =
            methods.as_object().unwrap().keys().filter_map(|method| method.to_uppercase().parse().ok());
        methods.map(|method: Method| (method, path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

/// The two doors through which everybody comes, whatever else is open to them.
fn is_a_way_in(path: &str) -> bool {
    path.ends_with("/session") || path == format!("{PAGE}/language")
}

#[tokio::test]
async fn whoever_is_at_the_page_gets_at_nothing_else_and_nobody_else_at_the_page() {
    let (house, anna) = opened().await;
    let speaker = speaker(&house).await;
    let token = speaker.cookie.as_deref().unwrap().split_once('=').unwrap().1.to_owned();
    // With the cookie's own name, and with the desk's, whose value it then is.
    let posing = house.browser(Some(format!("switchroom_session={token}")));
    let desk_token = anna.cookie.as_deref().unwrap().split_once('=').unwrap().1.to_owned();
    let posing_at_page = house.browser(Some(format!("switchroom_recording={desk_token}")));
    let (mut others, mut own) = (0, 0);
    for (method, path) in everything() {
        let is_own = ["announcement", "announcement/sound", "announcement/text", "calls", "calls/1"]
            .iter()
            .any(|of| path == format!("{PAGE}/{of}"));
        if is_own {
            own += 1;
            for stranger in [&anna, &posing_at_page, &house.stranger()] {
                let reply = stranger.send(method.clone(), &path, b"{}".to_vec(), json()).await;
                reply.problem(401);
            }
        } else if !is_a_way_in(&path) {
            others += 1;
            for browser in [&speaker, &posing] {
                let reply = browser.send(method.clone(), &path, b"{}".to_vec(), json()).await;
                assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}");
            }
        }
    }
    assert!(others > 80 && own == OWN, "{others} {own}");
    assert_eq!(speaker.get(&format!("{PAGE}/announcement")).await.status, StatusCode::OK);
    assert_eq!(anna.get(PAGE).await.status, StatusCode::OK);
    let basic = HeaderMap::from_iter([(
        header::AUTHORIZATION,
        "Basic U3R1ZGlvOmxldCBtZSBpbiBwbGVhc2U=".parse().unwrap(),
    )]);
    let mut at_home = house.stranger();
    at_home.peer.set_ip([127, 0, 0, 1].into());
    at_home.send(Method::GET, "/api/v1/me", vec![], basic).await.problem(401);
}

/// Ways of the page that its cookie opens.
const OWN: usize = 6;

#[tokio::test]
async fn a_new_password_is_drawn_for_whoever_is_written_to() {
    let (house, anna) = opened().await;
    let speaker = speaker(&house).await;
    let invitation = format!("{PAGE}/invitation");
    for wrong in [r#"{"address":"nobody"}"#, r#"{"address":""}"#, "{}"] {
        anna.ask(Method::POST, &invitation, wrong).await.problem(400);
    }
    assert_eq!(speaker.get(&format!("{PAGE}/announcement")).await.status, StatusCode::OK);
    let sent = anna.ask(Method::POST, &invitation, r#"{"address":"Voice@Studio.example"}"#).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED);
    assert_eq!(sent.json()["name"], "Studio");
    speaker.get(&format!("{PAGE}/announcement")).await.problem(401);
    enters(&house.stranger(), KEY).await.problem(401);
    let due = house.doors.directory.page_invitations().await.unwrap();
    assert_eq!(due.len(), 1);
    let key = value!({"name": "Studio", "password": *due[0].password}).to_string();
    assert_eq!(enters(&house.stranger(), &key).await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, PAGE, "").await;
    anna.ask(Method::POST, &invitation, r#"{"address":"voice@studio.example"}"#).await.problem(404);
}

#[tokio::test]
async fn a_telephone_is_called_in_the_name_of_the_number_that_the_company_has_set() {
    let (house, anna) = opened().await;
    let speaks = async || speaker(&house).await;
    let (speaker, other) = (speaks().await, speaks().await);
    let calls = format!("{PAGE}/calls");
    let call = async |number: &str| {
        speaker.ask(Method::POST, &calls, &value!({ "number": number }).to_string()).await
    };
    for nobodys in ["", "5698"] {
        set(&house, "recording_page.sender_number", nobodys).await;
        let why = call("301").await.problem(409)["detail"].to_string();
        assert!(why.contains("sender's number"), "{why}");
    }
    set(&house, "recording_page.sender_number", "302").await;
    assert_eq!(speaker.get(&format!("{PAGE}/announcement")).await.json()["calls"], true);
    for no_number in ["", "nobody"] {
        call(no_number).await.problem(400);
    }
    let begun = call("+49 (30) 5550-182").await;
    assert_eq!((begun.status, begun.json()), (StatusCode::ACCEPTED, value!({"id": "1", "stage": "ringing"})));
    assert_eq!(speaker.get(&format!("{calls}/1")).await.json(), begun.json());
    call("301").await.problem(409);
    for other_than_own in ["2", "one"] {
        speaker.get(&format!("{calls}/{other_than_own}")).await.problem(404);
    }
    other.get(&format!("{calls}/1")).await.problem(404);
    // Ben, in whose name it is made, follows calls of his own, and nobody at the page does.
    let own = anna.ask(Method::POST, "/api/v1/me/greetings/name/call", "").await.json();
    speaker.get(&format!("{calls}/{}", own["id"].as_str().unwrap())).await.problem(404);
}
