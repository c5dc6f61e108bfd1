//! Attendants over REST: for administrators only, checked, and their announcements.

use crate::house::{House, json as as_json};
use axum::http::{Method, StatusCode, header};
use domain::number::Extension;
use serde_json::{Value, json};

fn plan(own: &str) -> Value {
    json!({
        "extension": "650", "name": "Switchboard", "language": "de-DE", "zone": "Europe/Berlin", "person": own,
        "rules": [{"name": "night", "when": {"days": "", "hours": ["17:00-08:00"], "dates": []}, "says": "night", "to": {"voice-mail": own}}],
        "otherwise": {"menu": "day"},
        "menus": [{
            "name": "day", "says": "hello",
            "keys": [
                {"key": "1", "label": "sales", "to": {"call": own}},
                {"key": "2", "label": null, "to": {"call": "+49301234567"}},
                {"key": "5", "label": null, "to": "names"},
                {"key": "9", "label": null, "to": "repeat"},
            ],
            "rounds": 3, "after": "operator",
        }],
        "texts": [{"name": "hello", "language": "de-DE", "text": "Guten Tag"}],
    })
}

fn own(house: &House) -> String {
    let people = house.doors.directory.people();
    let mut extensions: Vec<String> = people.users().map(|user| user.extension.to_string()).collect();
    extensions.sort();
    extensions.remove(0)
}

#[tokio::test]
async fn an_administrator_adds_changes_and_removes_attendants() {
    let house = House::new().await;
    let anna = house.anna().await;
    let own = own(&house);
    let wanted = plan(&own);
    let added = anna.ask(Method::POST, "/api/v1/attendants", &wanted.to_string()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json());
    assert_eq!(added.json()["plan"], wanted);
    let path = format!("/api/v1/attendants/{}", added.json()["id"].as_str().unwrap());
    assert_eq!(anna.get("/api/v1/attendants").await.json()["items"][0]["plan"], wanted);
    anna.ask(Method::POST, "/api/v1/attendants", &wanted.to_string()).await.problem(409);
    assert!(house.doors.directory.people().whose(&Extension::parse("650").unwrap()).is_some());
    for (at, rule, to) in [
        ("2026-11-20T16:59", json!(null), json!({"menu": "day"})),
        ("2026-11-20T17:00", json!("night"), json!({"voice-mail": own})),
    ] {
        let decision = anna.get(&format!("{path}/decision?at={at}")).await.json();
        assert_eq!((&decision["rule"], &decision["to"]), (&rule, &to), "{at}");
    }
    anna.get(&format!("{path}/decision?at=yesterday")).await.problem(400);
    assert_eq!(anna.get(&format!("{path}/decision")).await.status, StatusCode::OK);

    let mut short = wanted.clone();
    (short["extension"], short["rules"]) = (json!("651"), json!([]));
    assert_eq!(anna.ask(Method::PUT, &path, &short.to_string()).await.json()["plan"], short);
    let group = json!({"extension": "651", "name": "Sales", "members": [own]});
    anna.ask(Method::POST, "/api/v1/groups", &group.to_string()).await.problem(409);
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, &path, "").await.problem(404);
    anna.ask(Method::PUT, &path, &short.to_string()).await.problem(404);
    anna.get(&format!("{path}/decision")).await.problem(404);
}

#[tokio::test]
async fn what_leads_nowhere_is_refused_and_others_are_kept_out() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let sound = plan(&own(&house));
    for (pointer, value) in [
        ("/extension", json!("6")),
        ("/language", json!("xx")),
        ("/zone", json!("Europe/Nowhere")),
        ("/person", json!("899")),
        ("/otherwise", json!({"menu": "none"})),
        ("/otherwise", json!({"fly": "away"})),
        ("/menus/0/after", json!({"menu": "day"})),
        ("/menus/0/keys/0/key", json!("12")),
        ("/menus/0/keys/0/to", json!({"call": "899"})),
        ("/menus/0/keys/0/to", json!({"call": "112"})),
        ("/menus/0/keys/0/to", json!({"voice-mail": "899"})),
        ("/menus/0/says", json!("nowhere")),
        ("/rules/0/when/hours", json!(["8-17"])),
        ("/texts/0/text", json!("")),
        ("/colour", json!("red")),
    ] {
        let mut broken = sound.clone();
        match broken.pointer_mut(pointer) {
            Some(place) => *place = value.clone(),
            None => broken[&pointer[1..]] = value.clone(),
        }
        let reply = anna.ask(Method::POST, "/api/v1/attendants", &broken.to_string()).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{pointer} {value}");
    }
    // Without anybody's right to it nothing outside is called.
    let mut nobodys = sound.clone();
    nobodys["person"] = json!(null);
    anna.ask(Method::POST, "/api/v1/attendants", &nobodys.to_string()).await.problem(400);
    for (method, path) in [
        (Method::GET, "/api/v1/attendants"),
        (Method::POST, "/api/v1/attendants"),
        (Method::PUT, "/api/v1/attendants/1"),
        (Method::DELETE, "/api/v1/attendants/1"),
        (Method::GET, "/api/v1/attendants/1/decision"),
        (Method::GET, "/api/v1/attendants/1/announcements/hello"),
        (Method::PUT, "/api/v1/attendants/1/announcements/hello"),
        (Method::DELETE, "/api/v1/attendants/1/announcements/hello"),
    ] {
        ben.ask(method, path, &sound.to_string()).await.problem(403);
    }
}

#[tokio::test]
async fn announcements_are_brought_as_sound_files_and_stay_while_they_are_needed() {
    let house = House::new().await;
    let anna = house.anna().await;
    let mut wanted = plan(&own(&house));
    let added = anna.ask(Method::POST, "/api/v1/attendants", &wanted.to_string()).await.json();
    let path = format!("/api/v1/attendants/{}", added["id"].as_str().unwrap());
    let sound = format!("{path}/announcements/hello");
    let samples: Vec<i16> = (0..16_000).map(|n| (900.0 * (f64::from(n) * 0.4).sin()) as i16).collect();
    let tone = speech::audio::wav(&samples);
    anna.get(&sound).await.problem(404);
    assert_eq!(anna.send(Method::PUT, &sound, tone.clone(), as_json()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(anna.get(&sound).await.headers[header::CONTENT_TYPE], "audio/wav");
    anna.get(&format!("{sound}?language=en-GB")).await.problem(404);
    let shown = anna.get("/api/v1/attendants").await.json();
    assert_eq!(shown["items"][0]["announcements"], json!([{"name": "hello", "language": "de-DE"}]));
    // Once the text is gone, the recording is all there is.
    wanted["texts"] = json!([]);
    assert_eq!(anna.ask(Method::PUT, &path, &wanted.to_string()).await.status, StatusCode::OK);
    anna.ask(Method::DELETE, &sound, "").await.problem(400);
    wanted["menus"][0]["says"] = json!("welcome");
    assert_eq!(anna.ask(Method::PUT, &path, &wanted.to_string()).await.status, StatusCode::OK);
    assert_eq!(anna.ask(Method::DELETE, &sound, "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, &sound, "").await.problem(404);
    let silence = speech::audio::wav(&[0; 8_000]);
    anna.send(Method::PUT, &sound, silence, as_json()).await.problem(400);
    anna.send(Method::PUT, &format!("{path}/announcements/a%2Fb"), tone.clone(), as_json())
        .await
        .problem(400);
    let nowhere = "/api/v1/attendants/999/announcements/hello";
    anna.send(Method::PUT, nowhere, tone, as_json()).await.problem(404);
}
