//! Programs that send name and password with each request (RFC 7617).

use crate::house::{Browser, House, PASSWORD, Reply};
use api::Web;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

async fn asks(program: &Browser, path: &str, name: &str, password: &str) -> Reply {
    let field = format!("Basic {}", STANDARD.encode(format!("{name}:{password}")));
    program.get_with(path, header::AUTHORIZATION, &field).await
}

/// On the server's own machine.
fn near(house: &House) -> Browser {
    let mut program = house.stranger();
    program.peer = "127.0.0.1:4000".parse().unwrap();
    program
}

#[tokio::test]
async fn name_and_password_are_taken_with_each_request_and_leave_no_session() {
    let house = House::new().await;
    let program = near(&house);
    for name in ["anna@example.org", "301"] {
        let me = asks(&program, "/api/v1/me", name, PASSWORD).await;
        assert_eq!((me.status, &me.json()["name"]), (StatusCode::OK, &"Anna".into()), "{name}");
        assert!(!me.headers.contains_key(header::SET_COOKIE));
    }
    program.get("/api/v1/me").await.problem(401);
    // What changes something needs no Origin of a program, as ever.
    let field = format!("Basic {}", STANDARD.encode(format!("302:{PASSWORD}")));
    let headers = HeaderMap::from_iter([(header::AUTHORIZATION, field.parse().unwrap())]);
    let gone = program.send(Method::DELETE, "/api/v1/me/greetings/no-answer", vec![], headers.clone()).await;
    gone.problem(404);
    let mut foreign = headers;
    foreign.insert(header::ORIGIN, "https://evil.example".parse().unwrap());
    program.send(Method::DELETE, "/api/v1/me/greetings/no-answer", vec![], foreign).await.problem(403);
}

#[tokio::test]
async fn a_wrong_password_costs_as_much_as_at_the_desk() {
    let house = House::new().await;
    let program = near(&house);
    let wrong = asks(&program, "/api/v1/me", "anna@example.org", "wrong").await;
    assert_eq!(wrong.problem(401)["waitSeconds"], 1);
    let unknown = asks(&program, "/api/v1/me", "nobody", "wrong").await;
    assert_eq!(wrong.body, unknown.body);
    // By either name it is the same account that waits.
    let again = asks(&program, "/api/v1/me", "301", "wrong").await.problem(401);
    assert!(again["waitSeconds"].as_u64().unwrap() >= 1);
    for broken in ["Basic", "Basic ?", "Basic QQ==", "Bearer abc"] {
        let refused = program.get_with("/api/v1/me", header::AUTHORIZATION, broken).await;
        assert!(refused.problem(401).get("waitSeconds").is_none_or(serde_json::Value::is_null), "{broken}");
    }
}

#[tokio::test]
async fn no_password_is_taken_in_clear_from_elsewhere() {
    let house = House::new().await;
    let refused = asks(&house.stranger(), "/api/v1/me", "301", PASSWORD).await;
    refused.problem(401);
    assert!(!refused.headers.contains_key(header::WWW_AUTHENTICATE));
    let house = House::with(Web { https: true, origins: vec![] }).await;
    assert_eq!(asks(&house.stranger(), "/api/v1/me", "301", PASSWORD).await.status, StatusCode::OK);
}

/// A browser would ask for the password in a window of its own.
#[tokio::test]
async fn programs_are_told_how_to_prove_themselves_and_browsers_are_not() {
    let house = House::new().await;
    let program = near(&house);
    let told = program.get("/api/v1/me").await;
    assert_eq!(told.headers[header::WWW_AUTHENTICATE], r#"Basic realm="example.org", charset="UTF-8""#);
    let fetch_site = HeaderName::from_static("sec-fetch-site");
    let browser = program.get_with("/api/v1/me", fetch_site, "same-origin").await;
    assert_eq!(browser.status, StatusCode::UNAUTHORIZED);
    assert!(!browser.headers.contains_key(header::WWW_AUTHENTICATE));
}
