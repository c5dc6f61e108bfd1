//! Address books over REST: everybody's own, the company's, files of both, and what they are used for.

use crate::house::{ANNA, Browser, House, Reply, json};
use crate::pages::call;
use api::Call;
use axum::http::{Method, StatusCode, header};
use domain::settings::{OUTSIDE_COUNTRY, Row, Scope};
use serde_json::{Value, json as value};

/// In Germany.
async fn house() -> House {
    let house = House::new().await;
    let tenant = house.doors.directory.people().tenant;
    let row =
        Row { scope: Scope::Tenant(tenant), key: OUTSIDE_COUNTRY.definition.key.into(), value: "DE".into() };
    house.doors.directory.set_setting(row).await.unwrap();
    house
}

fn carl() -> Value {
    value!({
        "name": "Carl Kurz", "company": "Acme",
        "numbers": [{"kind": "mobile", "number": "0170 123 45 67"}, {"kind": "work", "number": "+49 (30) 99"}],
        "emails": ["Carl@elsewhere.example"], "note": "old friend",
    })
}

async fn add(browser: &Browser, book: &str, plan: &Value) -> Reply {
    browser.ask(Method::POST, &format!("/api/v1/contacts/{book}"), &plan.to_string()).await
}

async fn change(browser: &Browser, path: &str, plan: &Value, tag: Option<&str>) -> Reply {
    let mut headers = json();
    tag.map(|tag| headers.insert(header::IF_MATCH, tag.parse().unwrap()));
    browser.send(Method::PUT, path, plan.to_string().into_bytes(), headers).await
}

async fn names(browser: &Browser, path: &str) -> Vec<String> {
    let page = browser.get(path).await.json();
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_entry_is_kept_read_changed_by_who_has_seen_it_and_deleted() {
    let house = house().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let added = add(&anna, "own", &carl()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json());
    let id = added.json()["id"].as_i64().unwrap();
    let path = format!("/api/v1/contacts/own/{id}");
    let read = anna.get(&path).await;
    assert_eq!(read.headers[header::ETAG], "\"1\"");
    let expected = value!({
        "id": id, "etag": "\"1\"", "name": "Carl Kurz", "company": "Acme",
        "numbers": [{"kind": "work", "number": "+493099"}, {"kind": "mobile", "number": "+491701234567"}],
        "emails": ["carl@elsewhere.example"], "note": "old friend",
    });
    assert_eq!(read.json(), expected);
    add(&anna, "own", &carl()).await.problem(409);

    let kept = change(&anna, &path, &value!({"name": "Carl"}), Some("\"1\"")).await;
    assert_eq!((kept.status, kept.json()["etag"].clone()), (StatusCode::OK, value!("\"2\"")));
    for stale in ["\"1\"", "W/\"2\"", "2", "\"7\", \"1\""] {
        change(&anna, &path, &value!({"name": "Late"}), Some(stale)).await.problem(412);
    }
    assert_eq!(names(&anna, "/api/v1/contacts/own").await, ["Carl"]);
    for tag in [Some("\"7\", \"2\""), Some("*"), None] {
        assert_eq!(change(&anna, &path, &value!({"name": "Carl!"}), tag).await.status, StatusCode::OK);
    }

    // Nobody else has it, and it is in no other book.
    ben.get(&path).await.problem(404);
    change(&ben, &path, &carl(), None).await.problem(404);
    ben.ask(Method::DELETE, &path, "").await.problem(404);
    anna.get(&format!("/api/v1/contacts/central/{id}")).await.problem(404);
    anna.get("/api/v1/contacts/bens").await.problem(404);

    let tagged = {
        let mut headers = json();
        headers.insert(header::IF_MATCH, "\"1\"".parse().unwrap());
        anna.send(Method::DELETE, &path, vec![], headers).await
    };
    tagged.problem(412);
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    anna.ask(Method::DELETE, &path, "").await.problem(404);
}

#[tokio::test]
async fn the_companys_book_is_everybodys_to_read_and_administrators_to_change() {
    let house = house().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let added = add(&anna, "central", &carl()).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let path = format!("/api/v1/contacts/central/{}", added.json()["id"]);
    assert_eq!(names(&ben, "/api/v1/contacts/central").await, ["Carl Kurz"]);
    assert_eq!(ben.get(&path).await.status, StatusCode::OK);
    assert_eq!(names(&ben, "/api/v1/contacts/own").await, Vec::<String>::new());
    add(&ben, "central", &carl()).await.problem(403);
    change(&ben, &path, &carl(), None).await.problem(403);
    ben.ask(Method::DELETE, &path, "").await.problem(403);
    ben.ask(Method::POST, "/api/v1/contacts/central/import", "name\nx").await.problem(403);
    house.stranger().get("/api/v1/contacts/central").await.problem(401);
    assert_eq!(anna.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_book_is_searched_by_name_number_and_address_and_read_page_by_page() {
    let house = house().await;
    let anna = house.anna().await;
    add(&anna, "own", &carl()).await;
    let zoe = value!({"name": "Zoë", "numbers": [{"kind": "home", "number": "+44 20 7946 0123"}]});
    add(&anna, "own", &zoe).await;
    add(&anna, "own", &value!({"company": "Öl & Gas", "emails": ["info@oil.example"]})).await;
    let all = ["Carl Kurz", "", "Zoë"];
    for (search, expected) in [
        ("", &all[..]),
        ("?search=kurz%20acme", &all[..1]),
        ("?search=0170%2F12345", &all[..1]),
        ("?search=%2B4420", &all[2..]),
        ("?search=oil.example", &all[1..2]),
        ("?search=ZO%C3%8B", &all[2..]),
        ("?search=nobody", &[]),
        ("?search=%25", &[]),
    ] {
        assert_eq!(names(&anna, &format!("/api/v1/contacts/own{search}")).await, expected, "{search}");
    }
    let (mut path, mut seen) = ("/api/v1/contacts/own?limit=1".to_owned(), Vec::new());
    loop {
        let page = anna.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|one| one["name"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        let next: String = next.bytes().map(|octet| format!("%{octet:02X}")).collect();
        path = format!("/api/v1/contacts/own?limit=1&after={next}");
    }
    assert_eq!(seen, all.map(Value::from));
    anna.get("/api/v1/contacts/own?after=here").await.problem(400);
    anna.get("/api/v1/contacts/own?limit=201").await.problem(400);
}

#[tokio::test]
async fn what_is_no_entry_is_refused_with_words() {
    let house = house().await;
    let anna = house.anna().await;
    let number = |number: &str| value!({"name": "a", "numbers": [{"kind": "work", "number": number}]});
    for (plan, words) in [
        (value!({}), "a name or a company"),
        (value!({"name": "a\nb"}), "no control characters"),
        (number("mother"), "mother: a telephone number"),
        (number("*21#"), "a telephone number"),
        (value!({"name": "a", "emails": ["nowhere"]}), "nowhere: an e-mail address"),
        (value!({"name": "a", "numbers": [{"kind": "pager", "number": "201"}]}), "pager"),
        (value!({"name": "a", "colour": "red"}), "colour"),
    ] {
        let problem = add(&anna, "own", &plan).await.problem(400);
        assert!(problem["detail"].as_str().unwrap().contains(words), "{plan}: {problem}");
    }
}

#[tokio::test]
async fn a_book_goes_out_as_a_file_and_comes_in_again() {
    let house = house().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    add(&anna, "own", &carl()).await;
    add(&anna, "own", &value!({"company": "Acme, Inc."})).await;
    for (format, media_type, begins) in
        [("csv", "text/csv", "name,company,"), ("vcard", "text/vcard", "BEGIN:VCARD\r\nVERSION:4.0\r\n")]
    {
        let file = anna.get(&format!("/api/v1/contacts/own/export?format={format}")).await;
        assert!(file.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(media_type));
        assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
        assert!(file.body.starts_with(begins.as_bytes()), "{:?}", file.body);
        let import = async |browser: &Browser| {
            let mut headers = json();
            headers.insert(header::CONTENT_TYPE, media_type.parse().unwrap());
            browser.send(Method::POST, "/api/v1/contacts/own/import", file.body.to_vec(), headers).await
        };
        assert_eq!(import(&anna).await.json(), value!({"added": 0, "known": 2, "leftOut": []}));
        assert_eq!(import(&ben).await.json(), value!({"added": 2, "known": 0, "leftOut": []}));
        assert_eq!(names(&ben, "/api/v1/contacts/own").await, ["", "Carl Kurz"]);
        for entry in ben.get("/api/v1/contacts/own").await.json()["items"].as_array().unwrap() {
            let path = format!("/api/v1/contacts/own/{}", entry["id"]);
            assert_eq!(ben.ask(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
        }
    }
    anna.get("/api/v1/contacts/own/export?format=pdf").await.problem(400);
}

#[tokio::test]
async fn of_a_file_what_cannot_be_kept_is_left_out_and_said() {
    let house = house().await;
    let anna = house.anna().await;
    let import = async |media_type: &str, file: &[u8]| {
        let mut headers = json();
        headers.insert(header::CONTENT_TYPE, media_type.parse().unwrap());
        anna.send(Method::POST, "/api/v1/contacts/central/import", file.to_vec(), headers).await
    };
    let some = import("text/csv", b"name,work\nCarl,030 99\n,+4930\nZoe,mother\n").await;
    assert_eq!(some.status, StatusCode::OK, "{}", some.json());
    assert_eq!((&some.json()["added"], &some.json()["known"]), (&value!(2), &value!(0)));
    let left_out: Vec<Value> =
        some.json()["leftOut"].as_array().unwrap().iter().map(|one| one["entry"].clone()).collect();
    assert_eq!(left_out, [value!(2), value!(3)]);
    let carl = &anna.get("/api/v1/contacts/central?search=carl").await.json()["items"][0];
    assert_eq!(carl["numbers"][0]["number"], "+493099");
    import("text/csv", b"colour\nred\n").await.problem(400);
    import("text/vcard", b"\xff").await.problem(400);
    import("application/pdf", b"name\nx\n").await.problem(415);
    import("text/csv", &vec![b'x'; (8 << 20) + 1]).await.problem(413);
}

#[tokio::test]
async fn callers_are_shown_by_the_names_of_the_books_and_entries_are_recipients() {
    let house = house().await;
    let (anna, ben) = (house.anna().await, house.ben().await);
    let id = house.leave_voice_from(ANNA, "k1", "+493099").await;
    let shown =
        async |browser: &Browser| browser.get("/api/v1/me/messages").await.json()["items"][0]["from"].clone();
    assert_eq!(shown(&anna).await["name"], "WIRELESS CALLER");
    add(&anna, "central", &value!({"name": "Acme", "numbers": [{"kind": "work", "number": "+493099"}]}))
        .await;
    assert_eq!(shown(&anna).await["name"], "Acme");
    let own = add(&anna, "own", &carl()).await.json()["id"].clone();
    assert_eq!(shown(&anna).await["name"], "Carl Kurz");
    let detail = anna.get(&format!("/api/v1/me/messages/{id}")).await.json();
    assert_eq!(detail["from"]["name"], "Carl Kurz");
    house.journal.0.lock().unwrap().push(Call { other_number: Some("+493099".into()), ..call(1) });
    let call = &anna.get("/api/v1/me/calls").await.json()["items"][0];
    assert_eq!(
        (&call["other"]["name"], &call["other"]["number"]),
        (&value!("Carl Kurz"), &value!("+493099"))
    );

    let extension = ben.get("/api/v1/me").await.json()["extension"].as_str().unwrap().to_owned();
    let inside = value!({"name": "Ben at work", "numbers": [{"kind": "work", "number": extension}]});
    let inside = add(&anna, "central", &inside).await.json()["id"].clone();
    let nobody = add(&anna, "own", &value!({"name": "Paper", "numbers": []})).await.json()["id"].clone();
    let sound = speech::audio::wav(
        &(0..16_000).map(|n| (9_000.0 * (f64::from(n) * 0.4).sin()) as i16).collect::<Vec<_>>(),
    );
    let send = async |browser: &Browser, query: &str| {
        browser.send(Method::POST, &format!("/api/v1/me/messages?{query}"), sound.clone(), json()).await
    };
    let taken = send(&anna, &format!("to=contact:{own},contact:{inside}")).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.json());
    let sent = taken.json()["id"].as_str().unwrap().to_owned();
    let to = anna.get(&format!("/api/v1/me/messages/{sent}")).await.json()["to"].to_string();
    assert!(to.contains("carl@elsewhere.example") && to.contains("ben@example.org"), "{to}");
    let forwarded = send(&anna, &format!("forward={id}&to=contact:{inside}")).await;
    assert_eq!(forwarded.status, StatusCode::CREATED, "{}", forwarded.json());
    let subject =
        ben.get("/api/v1/me/messages").await.json()["items"][0]["subject"].as_str().unwrap().to_owned();
    assert!(subject.starts_with("Fwd: "), "{subject}");
    // Somebody else's own entry is nobody.
    for (browser, to) in
        [(&ben, format!("{own}")), (&anna, format!("{nobody}")), (&anna, "x".into()), (&anna, "999".into())]
    {
        send(browser, &format!("to=contact:{to}")).await.problem(400);
    }
}
