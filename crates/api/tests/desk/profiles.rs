//! Presence, profiles, hours, and which greeting follows from them.

use crate::house::{Browser, House, json};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json as value};

/// Two seconds of it, as a file.
pub fn tone(hz: f64) -> Vec<u8> {
    let samples: Vec<i16> = (0..16_000).map(|n| (900.0 * (f64::from(n) * hz).sin()) as i16).collect();
    speech::audio::wav(&samples)
}

/// On a Friday by the clock in Berlin.
async fn why(browser: &Browser, clock: &str, more: &str) -> Value {
    let path = format!("/api/v1/me/greetings/why?at=2026-11-20T{clock}:00%2B01:00{more}");
    let answer = browser.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.json()
}

async fn put(browser: &Browser, path: &str, body: Value) -> StatusCode {
    browser.ask(Method::PUT, path, &body.to_string()).await.status
}

#[tokio::test]
async fn a_presence_is_set_for_a_while_and_taken_back() {
    let house = House::new().await;
    let anna = house.anna().await;
    let shown = async || anna.get("/api/v1/me/presence").await.json();
    assert_eq!((&shown().await["state"], &shown().await["by"]), (&"office".into(), &Value::Null));
    assert_eq!(shown().await["available"][1], "mobile");
    let home = value!({ "state": "home", "until": "2100-01-01T00:00:00Z" });
    assert_eq!(put(&anna, "/api/v1/me/presence", home).await, StatusCode::NO_CONTENT);
    assert_eq!((&shown().await["state"], &shown().await["by"]), (&"home".into(), &"owner".into()));
    assert_eq!(why(&anna, "09:00", "").await["presence"], "home");
    let over = value!({ "state": "vacation", "until": "2020-01-01T00:00:00Z" });
    assert_eq!(put(&anna, "/api/v1/me/presence", over).await, StatusCode::NO_CONTENT);
    assert_eq!(shown().await["state"], "office", "it is over");
    for wrong in ["on-the-moon", "Home", ""] {
        let wanted = value!({ "state": wrong }).to_string();
        anna.ask(Method::PUT, "/api/v1/me/presence", &wanted).await.problem(400);
    }
    assert_eq!(anna.ask(Method::DELETE, "/api/v1/me/presence", "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.ben().await.get("/api/v1/me/presence").await.json()["state"], "office");
}

#[tokio::test]
async fn the_greeting_follows_hours_and_presence_and_says_why() {
    let house = House::new().await;
    let anna = house.anna().await;
    let of = |why: &Value| why["why"]["occasion"].as_str().unwrap().to_owned();
    assert_eq!(of(&why(&anna, "03:00", "").await), "no-answer", "hours are not used");
    for (key, wanted) in [
        ("hours.used", "true"),
        ("hours.friday", "09:00-16:00"),
        ("breaks.used", "true"),
        ("breaks.presence", "meeting"),
    ] {
        let path = format!("/api/v1/me/settings/{key}");
        assert_eq!(put(&anna, &path, value!({ "value": wanted })).await, StatusCode::NO_CONTENT, "{key}");
    }
    let busy = anna.send(Method::PUT, "/api/v1/me/greetings/busy", tone(0.4), json()).await;
    assert_eq!(busy.status, StatusCode::NO_CONTENT);
    for (clock, more, occasion, presence) in [
        ("08:59", "", "off-hours", "home"),
        ("09:00", "", "no-answer", "office"),
        ("12:30", "", "break", "meeting"),
        ("16:00", "", "off-hours", "home"),
        ("16:00", "&busy=true", "busy", "home"),
    ] {
        let answer = why(&anna, clock, more).await;
        assert_eq!((of(&answer).as_str(), &answer["presence"]), (occasion, &presence.into()), "{clock}");
    }
    let profile = value!({ "takesMessages": false, "transfer": { "number": "205", "on": true } });
    assert_eq!(put(&anna, "/api/v1/me/profiles/home", profile).await, StatusCode::NO_CONTENT);
    let at_night = why(&anna, "20:00", "").await;
    assert_eq!((&at_night["takesMessages"], &at_night["transfer"]), (&false.into(), &"205".into()));
    assert_eq!(why(&anna, "10:00", "").await["takesMessages"], true);
    let profiles = anna.get("/api/v1/me/profiles").await.json();
    assert_eq!(
        (&profiles[2]["state"], &profiles[2]["profile"]["takesMessages"]),
        (&"home".into(), &false.into())
    );
    put(&anna, "/api/v1/me/presence", value!({ "state": "vacation" })).await;
    let on_vacation = why(&anna, "20:00", "").await;
    assert_eq!((of(&on_vacation).as_str(), &on_vacation["spoken"]), ("vacation", &true.into()));
    anna.get("/api/v1/me/greetings/why?at=soon").await.problem(400);
}

#[tokio::test]
async fn texts_are_recorded_named_assigned_and_locked() {
    let house = House::new().await;
    let anna = house.anna().await;
    let recorded = anna.send(Method::PUT, "/api/v1/me/greetings/text-3", tone(0.4), json()).await;
    assert_eq!(recorded.status, StatusCode::NO_CONTENT);
    let name = value!({ "name": "At the fair" });
    assert_eq!(put(&anna, "/api/v1/me/greeting-texts/3", name).await, StatusCode::NO_CONTENT);
    let texts = anna.get("/api/v1/me/greeting-texts").await.json();
    assert_eq!(texts[2], value!({ "number": 3, "name": "At the fair", "languages": ["de-DE"] }));
    assert_eq!(texts.as_array().unwrap().len(), 9);
    anna.ask(Method::PUT, "/api/v1/me/greeting-texts/10", r#"{"name":""}"#).await.problem(404);
    // From the factory, the third text is for those who call while Anna talks.
    assert_eq!(why(&anna, "09:00", "&busy=true").await["why"]["occasion"], "busy");
    assert_eq!(why(&anna, "09:00", "").await["spoken"], true);
    let always = value!({ "played": "text-3", "unskippable": true });
    assert_eq!(
        put(&anna, "/api/v1/me/greeting-uses/no-answer", always.clone()).await,
        StatusCode::NO_CONTENT
    );
    let everyday = why(&anna, "09:00", "").await;
    assert_eq!((&everyday["spoken"], &everyday["unskippable"]), (&false.into(), &true.into()));
    let home = put(&anna, "/api/v1/me/greeting-uses/presence:home", value!({ "played": "recorded" })).await;
    assert_eq!(home, StatusCode::NO_CONTENT);
    let uses = anna.get("/api/v1/me/greeting-uses").await.json();
    assert_eq!(uses[0], value!({ "situation": "no-answer", "using": always, "factory": "text-1" }));
    assert_eq!(uses.as_array().unwrap().last().unwrap()["situation"], "presence:home");
    for (path, body, status) in [
        ("/api/v1/me/greeting-uses/name", r#"{"played":"text-3"}"#, 400),
        ("/api/v1/me/greeting-uses/busy", r#"{"played":"text-0"}"#, 400),
        ("/api/v1/me/greeting-uses/elsewhere", r#"{"played":"factory"}"#, 404),
    ] {
        anna.ask(Method::PUT, path, body).await.problem(status);
    }
    let gone = anna.ask(Method::DELETE, "/api/v1/me/greetings", "").await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(why(&anna, "09:00", "").await["spoken"], true);
}

#[tokio::test]
async fn typed_text_is_spoken_and_kept_where_that_is_granted() {
    let house = House::new().await;
    let ben = house.ben().await;
    let path = "/api/v1/me/greetings/presence:home/text";
    let typed = value!({ "text": "I work from home today." });
    assert_eq!(put(&ben, path, typed.clone()).await, StatusCode::NO_CONTENT);
    let kept = ben.get("/api/v1/me/greetings/presence:home").await;
    let measured = speech::audio::measure(&speech::audio::samples(&kept.body).unwrap());
    assert!((measured.active_level_dbov.unwrap() + 20.0).abs() < 0.5, "{measured:?}");
    for (text, status) in [(" ".to_owned(), 400), ("x".repeat(1_001), 400)] {
        ben.ask(Method::PUT, path, &value!({ "text": text }).to_string()).await.problem(status);
    }
    let scope = domain::settings::Scope::User(crate::house::BEN);
    let row = |key: &str| domain::settings::Row { scope, key: key.into(), value: "false".into() };
    for key in ["owners.typed_greetings", "owners.hours"] {
        house.doors.directory.set_setting(row(key)).await.unwrap();
    }
    ben.ask(Method::PUT, path, &typed.to_string()).await.problem(403);
    ben.ask(Method::PUT, "/api/v1/me/settings/hours.monday", r#"{"value":""}"#).await.problem(403);
    ben.ask(Method::PUT, "/api/v1/me/settings/outside.reach", r#"{"value":"everything"}"#).await.problem(403);
    ben.ask(Method::PUT, "/api/v1/me/settings/colour", r#"{"value":"red"}"#).await.problem(404);
    ben.ask(Method::PUT, "/api/v1/me/settings/greeting.day", r#"{"value":"soon"}"#).await.problem(400);
    let own = ben.get("/api/v1/me/settings").await.json();
    let keys: Vec<_> = own.as_array().unwrap().iter().map(|own| own["key"].as_str().unwrap()).collect();
    assert!(keys.contains(&"greeting.day") && !keys.contains(&"hours.monday"), "{keys:?}");
}

#[tokio::test]
async fn the_companys_announcement_is_the_administrators() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let path = "/api/v1/announcements/announcement";
    let put = async |browser: &Browser, path| browser.send(Method::PUT, path, tone(0.3), json()).await;
    put(&ben, path).await.problem(403);
    put(&anna, "/api/v1/announcements/elsewhere").await.problem(404);
    assert_eq!(put(&anna, path).await.status, StatusCode::NO_CONTENT);
    let listed = anna.get("/api/v1/announcements").await.json();
    assert_eq!(listed, value!([{ "of": "announcement", "language": null }]));
    assert_eq!(anna.get(path).await.status, StatusCode::OK);
    let recording = async || why(&ben, "09:00", "").await["why"]["recording"].clone();
    assert_eq!(recording().await, "system-default", "it is not switched on");
    let scope = domain::settings::Scope::Tenant(domain::id::TenantId::new(1));
    let mode =
        |mode: &str| domain::settings::Row { scope, key: "greeting.announcement".into(), value: mode.into() };
    house.doors.directory.set_setting(mode("if-none")).await.unwrap();
    assert_eq!(recording().await, "announcement");
    let own = ben.send(Method::PUT, "/api/v1/me/greetings/no-answer", tone(0.4), json()).await;
    assert_eq!(own.status, StatusCode::NO_CONTENT);
    assert_eq!(recording().await, "owners-in-callers-language");
    house.doors.directory.set_setting(mode("always")).await.unwrap();
    assert_eq!(recording().await, "announcement");
    ben.get(path).await.problem(403);
    ben.ask(Method::DELETE, path, "").await.problem(403);
    assert_eq!(anna.ask(Method::DELETE, path, "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, path, "").await.problem(404);
}

#[tokio::test]
async fn an_announcement_is_typed_by_administrators_and_spoken_in_the_language_asked_for() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let path = "/api/v1/announcements/announcement";
    let typed = value!({ "text": "We have moved." });
    let type_it = async |browser: &Browser, path: &str, typed: &Value| {
        browser.ask(Method::PUT, path, &typed.to_string()).await
    };
    type_it(&ben, &format!("{path}/text"), &typed).await.problem(403);
    type_it(&anna, "/api/v1/announcements/elsewhere/text", &typed).await.problem(404);
    type_it(&anna, &format!("{path}/text?language=xx"), &typed).await.problem(400);
    type_it(&anna, &format!("{path}/text"), &value!({ "text": " " })).await.problem(400);
    type_it(&anna, &format!("{path}/text"), &value!({ "text": "x".repeat(1_001) })).await.problem(400);
    for language in ["", "?language=en-GB"] {
        let kept = type_it(&anna, &format!("{path}/text{language}"), &typed).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);
        let heard = anna.get(&format!("{path}{language}")).await;
        assert!(speech::audio::samples(&heard.body).unwrap().len() > 1_000);
    }
    let listed = anna.get("/api/v1/announcements").await.json();
    let languages: Vec<Value> =
        listed.as_array().unwrap().iter().map(|one| one["language"].clone()).collect();
    assert!(languages.contains(&Value::Null) && languages.contains(&value!("en-GB")), "{listed}");
}

#[tokio::test]
async fn the_house_calls_whoever_wants_to_record() {
    let house = House::new().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let post = async |browser: &Browser, path: &str| browser.ask(Method::POST, path, "").await;
    let begun = post(&ben, "/api/v1/me/greetings/presence:home/call").await;
    assert_eq!(begun.status, StatusCode::ACCEPTED);
    assert_eq!(begun.json(), value!({ "id": "1", "stage": "ringing" }));
    assert_eq!(ben.get("/api/v1/me/house-calls/1").await.json(), begun.json());
    anna.get("/api/v1/me/house-calls/1").await.problem(404);
    ben.get("/api/v1/me/house-calls/one").await.problem(404);
    post(&ben, "/api/v1/me/greetings/name/call").await.problem(409);
    post(&ben, "/api/v1/me/greetings/elsewhere/call").await.problem(404);
    post(&ben, "/api/v1/announcements/announcement/call").await.problem(403);
    assert_eq!(post(&anna, "/api/v1/announcements/announcement/call").await.status, StatusCode::ACCEPTED);
    post(&anna, "/api/v1/announcements/elsewhere/call").await.problem(404);
}

#[tokio::test]
async fn what_is_hidden_at_the_telephone_is_changed_at_the_desk_all_the_same() {
    let house = House::new().await;
    let anna = house.anna().await;
    for key in ["menu.greeting_kind", "menu.delete_all_greetings", "menu.delete_greeting", "menu.transfer"] {
        let (scope, value) = (domain::settings::Scope::System, "false".to_owned());
        let row = domain::settings::Row { scope, key: key.into(), value };
        house.doors.directory.set_setting(row).await.unwrap();
    }
    let transfer = value!({ "takesMessages": true, "transfer": { "number": "205", "on": true } });
    assert_eq!(put(&anna, "/api/v1/me/profiles/home", transfer).await, StatusCode::NO_CONTENT);
    assert_eq!(anna.get("/api/v1/me/profiles").await.json()[2]["profile"]["transfer"]["number"], "205");
    let kind = put(&anna, "/api/v1/me/settings/greeting.kind", value!({ "value": "personalised" })).await;
    assert_eq!(kind, StatusCode::NO_CONTENT);
    for slot in ["busy", "name"] {
        let path = format!("/api/v1/me/greetings/{slot}");
        assert_eq!(anna.send(Method::PUT, &path, tone(0.4), json()).await.status, StatusCode::NO_CONTENT);
    }
    let one = anna.ask(Method::DELETE, "/api/v1/me/greetings/busy", "").await;
    assert_eq!(one.status, StatusCode::NO_CONTENT);
    assert_eq!(anna.get("/api/v1/me/greetings").await.json().as_array().unwrap().len(), 1);
    assert_eq!(anna.ask(Method::DELETE, "/api/v1/me/greetings", "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(anna.get("/api/v1/me/greetings").await.json(), value!([]));
}

#[tokio::test]
async fn a_presence_has_a_greeting_in_every_language_there_is() {
    let house = House::new().await;
    let anna = house.anna().await;
    for state in ["office", "vacation"] {
        for language in domain::language::TAGS {
            let path = format!("/api/v1/me/greetings/presence:{state}?language={language}");
            let kept = anna.send(Method::PUT, &path, tone(0.4), json()).await;
            assert_eq!(kept.status, StatusCode::NO_CONTENT, "{state} {language}");
        }
    }
    let listed = anna.get("/api/v1/me/greetings").await.json();
    assert_eq!(listed.as_array().unwrap().len(), 2 * domain::language::TAGS.len());
}

#[tokio::test]
async fn people_say_how_their_menu_is_and_for_what_they_are_called_where_they_are_allowed_to() {
    let house = House::new().await;
    let anna = house.anna().await;
    let set = async |key: &str, wanted: &str| {
        put(&anna, &format!("/api/v1/me/settings/{key}"), value!({ "value": wanted })).await
    };
    for (key, wanted) in [
        ("menu.style", "phonemail"),
        ("menu.offers", "false"),
        ("voice.reads_mail", "false"),
        ("list.reading", "message-date-sender"),
        ("outcall.voice", "2"),
        ("outcall.fax", "1"),
        ("outcall.mail", "0"),
        ("language", "ja-JP"),
    ] {
        assert_eq!(set(key, wanted).await, StatusCode::NO_CONTENT, "{key}");
        let people = house.doors.directory.people();
        let held = people.settings_of(Some(crate::house::ANNA));
        assert_eq!(held.text(domain::settings::find(key).unwrap()), wanted);
    }
    assert_eq!(anna.get("/api/v1/me").await.json()["language"], "ja-JP");
    assert_eq!(set("language", "default").await, StatusCode::NO_CONTENT);
    assert_eq!(anna.get("/api/v1/me").await.json()["language"], "de-DE", "the one that she was added with");
    let (scope, value) = (domain::settings::Scope::User(crate::house::ANNA), "false".to_owned());
    let row = domain::settings::Row { scope, key: "owners.menu".into(), value };
    house.doors.directory.set_setting(row).await.unwrap();
    for (key, wanted) in [("menu.style", "standard"), ("list.reading", "date-sender-message")] {
        assert_eq!(set(key, wanted).await, StatusCode::FORBIDDEN, "{key}");
    }
}
