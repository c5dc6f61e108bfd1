//! Live events over a real connection.

use crate::house::{ANNA, BEN, Browser, House};
use api::{MenuKey, MenuStep};
use axum::http::{Method, header};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::{CancellationToken, DropGuard};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Serves until the guard is dropped.
async fn served(house: &House) -> (SocketAddr, DropGuard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shutdown = CancellationToken::new();
    tokio::spawn(api::serve(listener, house.doors.clone(), None, shutdown.clone()));
    (address, shutdown.drop_guard())
}

async fn connect(address: SocketAddr, cookie: &str, query: &str, origin: &str) -> Result<Socket, Error> {
    let mut request = format!("ws://{address}/api/v1/events{query}").into_client_request().unwrap();
    request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    request.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
    connect_async(request).await.map(|(socket, _)| socket)
}

async fn open(house: &House, address: SocketAddr, query: &str) -> Socket {
    let cookie = house.anna().await.cookie.unwrap();
    connect(address, &cookie, query, &format!("http://{address}")).await.unwrap()
}

async fn next(socket: &mut Socket) -> Value {
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            Message::Ping(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_browser_is_told_its_own_changes_and_everybody_s() {
    let house = House::new().await;
    house.changes.make("message", "1", Some(ANNA));
    let (address, _guard) = served(&house).await;
    let mut socket = open(&house, address, "").await;
    assert_eq!(next(&mut socket).await, json!({ "now": 1 }));
    house.changes.make("message", "2", Some(BEN));
    house.changes.make("message", "3", Some(ANNA));
    house.changes.make("person", "9", None);
    assert_eq!(next(&mut socket).await, json!({ "seq": 3, "kind": "message", "ref": "3" }));
    assert_eq!(next(&mut socket).await, json!({ "seq": 4, "kind": "person", "ref": "9" }));
}

#[tokio::test]
async fn what_was_missed_is_told_and_what_is_forgotten_is_said_to_be() {
    let house = House::new().await;
    for n in 1..=600 {
        house.changes.make("message", &n.to_string(), Some(ANNA));
    }
    house.changes.forget(20);
    let (address, _guard) = served(&house).await;
    let mut back = open(&house, address, "?since=20").await;
    assert_eq!(next(&mut back).await, json!({ "now": 600 }));
    for seq in 21..=600 {
        assert_eq!(next(&mut back).await["seq"], seq);
    }
    for since in [19, 601] {
        let mut late = open(&house, address, &format!("?since={since}")).await;
        assert_eq!(next(&mut late).await, json!({ "now": 600 }));
        assert_eq!(next(&mut late).await, json!({ "resync": 600 }));
    }
}

#[tokio::test]
async fn strangers_and_other_sites_hear_nothing() {
    let house = House::new().await;
    let (address, _guard) = served(&house).await;
    let cookie = house.anna().await.cookie.unwrap();
    let own = format!("http://{address}");
    for (cookie, origin, status) in
        [("switchroom_session=x", own.as_str(), 401), (&cookie, "https://evil.example", 403)]
    {
        match connect(address, cookie, "", origin).await {
            Err(Error::Http(response)) => assert_eq!(response.status().as_u16(), status),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_shutdown_ends_the_connections() {
    let house = House::new().await;
    let (address, guard) = served(&house).await;
    let mut socket = open(&house, address, "").await;
    assert_eq!(next(&mut socket).await, json!({ "now": 0 }));
    drop(guard);
    while let Some(Ok(_)) = socket.next().await {}
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_request_for_events_that_is_no_websocket_is_refused() {
    let anna: Browser = House::new().await.anna().await;
    let reply = anna.ask(Method::GET, "/api/v1/events", "").await;
    assert!(reply.status.is_client_error(), "{}", reply.status);
}

#[tokio::test]
async fn a_page_follows_the_menu_that_its_own_person_is_in() {
    let house = House::new().await;
    let (address, _guard) = served(&house).await;
    let step = |name: &'static str| MenuStep {
        call: "n1-7".into(),
        language: "en-GB",
        name,
        heading: "Settings.".into(),
        keys: vec![MenuKey { key: "1".into(), text: "1 changes your PIN.".into() }],
        message: None,
    };
    let told = |name: &str| {
        let keys = json!([{ "key": "1", "text": "1 changes your PIN." }]);
        json!({
            "call": "n1-7", "language": "en-GB", "name": name, "heading": "Settings.", "keys": keys, "message": null,
        })
    };
    let mut socket = open(&house, address, "").await;
    assert_eq!(next(&mut socket).await, json!({ "now": 0 }));
    house.menus.show(ANNA, Some(step("level-settings")));
    assert_eq!(next(&mut socket).await, json!({ "menu": told("level-settings") }));
    let browser = house.anna().await;
    let now = browser.get("/api/v1/me/menu").await;
    assert_eq!(now.json(), told("level-settings"));
    // A page that is opened in the middle of the call.
    let mut later = open(&house, address, "").await;
    assert_eq!(next(&mut later).await, json!({ "now": 0 }));
    assert_eq!(next(&mut later).await, json!({ "menu": told("level-settings") }));
    house.menus.show(ANNA, None);
    assert_eq!(next(&mut socket).await, json!({ "menu": null }));
    assert_eq!(browser.get("/api/v1/me/menu").await.status, 404);
    let ben = house.ben().await;
    house.menus.show(ANNA, Some(step("level-main")));
    assert_eq!(ben.get("/api/v1/me/menu").await.status, 404, "nobody else is told");
}
