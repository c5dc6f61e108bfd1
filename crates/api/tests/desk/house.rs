//! A small company for tests: two people, their post office in memory, and a browser for each.

use api::{
    Call, Change, Changes, Condition, DoorError, Doors, HouseCalls, Journal, MenuStep, Menus, Metric,
    MetricKind, Outbox, PartCondition, PartStatus, Peer, Reach, Registration, Session, Sessions, Since,
    TokenDigest, TrunkState, TrunkStates, Web,
};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use directory::memory::{self, MemoryDirectory};
use directory::{Directory, HouseCallStage, NewUser, NotCalled, ToRecord};
use domain::id::{CallId, TenantId, TrunkId, UserId};
use domain::language::Language;
use domain::number::{Email, Extension, Number};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use messaging::outbound::{Listed, OutboundError};
use messaging::{Delivery, MessageRef, Post, Sender, Voice};
use serde_json::Value;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

pub const ANNA: UserId = UserId::new(1);
pub const BEN: UserId = UserId::new(2);
pub const PASSWORD: &str = "correct horse";
pub const HOST: &str = "desk.example:8443";

/// The house with all doors in memory.
pub struct House {
    pub post: messaging::memory::PostOffice,
    pub changes: Arc<Numbered>,
    pub journal: Arc<Pages>,
    pub menus: Arc<Open>,
    pub doors: Doors,
    pub router: Router,
}

impl House {
    pub async fn new() -> Self {
        Self::with(Web::default()).await
    }

    pub async fn with(web: Web) -> Self {
        let company = company().await;
        let post = messaging::memory::PostOffice::new(company.people());
        let changes = Arc::new(Numbered::default());
        let journal = Arc::new(Pages::default());
        let menus = Arc::new(Open::default());
        let doors = Doors {
            directory: company.clone(),
            attendants: company.clone(),
            sites: company.clone(),
            groups: company,
            post: Arc::new(post.clone()),
            journal: Arc::clone(&journal) as _,
            changes: Arc::clone(&changes) as _,
            sessions: Arc::new(Kept::default()),
            condition: Arc::new(Well),
            trunks: Arc::new(Lines),
            house_calls: Arc::new(Ringing::default()),
            menus: menus.clone(),
            outbox: Arc::new(Queue::default()),
            speech: Some(Arc::new(Humming)),
            web,
        };
        let router = api::router(doors.clone(), CancellationToken::new());
        House { post, changes, journal, menus, router, doors }
    }

    /// The program is started anew over what is kept.
    pub fn restart(&mut self) {
        self.router = api::router(self.doors.clone(), CancellationToken::new());
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Browser {
        self.browser(None)
    }

    /// Somebody who brings a cookie.
    pub fn browser(&self, cookie: Option<String>) -> Browser {
        let peer = SocketAddr::from(([192, 0, 2, 7], 40_000));
        Browser { router: self.router.clone(), cookie, peer }
    }

    pub async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.stranger();
        let body = serde_json::json!({ "email": email, "password": PASSWORD });
        let answer =
            browser.send(Method::POST, "/api/v1/session", body.to_string().into_bytes(), json()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
        browser.cookie = Some(cookie.to_owned());
        browser
    }

    pub async fn anna(&self) -> Browser {
        self.signed_in("anna@example.org").await
    }
    pub async fn ben(&self) -> Browser {
        self.signed_in("ben@example.org").await
    }

    /// A caller leaves a second of sound; answers the message's id.
    pub async fn leave_voice(&self, to: UserId, key: &str) -> String {
        let from = Sender { name: Some("Ben".into()), number: Some("302".into()), email: None };
        self.leave_voice_of(to, key, from).await
    }

    /// The same, from somebody outside, whose network has a name for everybody.
    pub async fn leave_voice_from(&self, to: UserId, key: &str, number: &str) -> String {
        let from = Sender { name: Some("WIRELESS CALLER".into()), number: Some(number.into()), email: None };
        self.leave_voice_of(to, key, from).await
    }

    async fn leave_voice_of(&self, to: UserId, key: &str, from: Sender) -> String {
        let voice = Voice {
            samples: (0..8_000).map(|n| (8_000.0 * (f64::from(n) * 0.3).sin()) as i16).collect(),
            language: Language::EnGb,
            zone: "Europe/London".into(),
            call: CallId::new("n1", 7),
            called: "301".into(),
            marks: Default::default(),
        };
        self.deliver(to, key, from, messaging::Body::Voice(voice)).await
    }

    /// A mail comes in; answers the message's id.
    pub async fn send_mail(&self, to: UserId, key: &str, message: &str) -> String {
        let from = Sender { email: Some("carl@elsewhere.example".into()), ..Sender::default() };
        let message = Bytes::from(message.to_owned());
        self.deliver(to, key, from, messaging::Body::Mail { message, trace: String::new() }).await
    }

    async fn deliver(&self, to: UserId, key: &str, from: Sender, body: messaging::Body) -> String {
        let at = "2026-03-11T09:30:00Z".parse().unwrap();
        let delivery = Delivery { key: key.into(), to: vec![to], from, at, body };
        self.post.deliver(delivery).await.unwrap().message.as_str().to_owned()
    }
}

/// A browser: its cookie, and where it calls from.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
    pub peer: SocketAddr,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// It must be a problem, and say so everywhere.
    pub fn problem(&self, status: u16) -> Value {
        let shown = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status.as_u16(), status, "{shown}");
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{shown}");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], "about:blank");
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{shown}");
        problem
    }
}

pub fn json() -> HeaderMap {
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, "application/json".parse().unwrap()),
        (header::ORIGIN, format!("https://{HOST}").parse().unwrap()),
    ])
}

impl Browser {
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, vec![], HeaderMap::new()).await
    }

    pub async fn get_with(&self, path: &str, name: header::HeaderName, value: &str) -> Reply {
        self.send(Method::GET, path, vec![], HeaderMap::from_iter([(name, value.parse().unwrap())])).await
    }

    pub async fn ask(&self, method: Method, path: &str, body: &str) -> Reply {
        self.send(method, path, body.as_bytes().to_vec(), json()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Vec<u8>, headers: HeaderMap) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.extension(Peer(self.peer)).body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Reply { status: parts.status, headers: parts.headers, body }
    }
}

/// Anna, who administers and speaks German, and Ben.
async fn company() -> Arc<MemoryDirectory> {
    let directory = memory::open(TenantId::new(1), "example.org", Timestamp::now).await.unwrap();
    for (id, name, extension, language, administrator) in
        [(ANNA, "Anna", "301", Language::DeDe, true), (BEN, "Ben", "302", Language::EnGb, false)]
    {
        let user = NewUser {
            name: name.into(),
            extension: Extension::parse(extension).unwrap(),
            email: Email::parse(&format!("{}@example.org", name.to_lowercase())).unwrap(),
            language: Some(language),
            zone: "Europe/Berlin".into(),
            administrator,
            password: PASSWORD.into(),
            pin: "730184".into(),
        };
        assert_eq!(directory.add_user(user).await.unwrap().id, id);
    }
    directory
}

/// Sessions that go with the process.
#[derive(Default)]
struct Kept(Mutex<HashMap<TokenDigest, Session>>);

impl Sessions for Kept {
    fn begin(&self, token: TokenDigest, session: Session, _: usize) -> BoxFuture<'_, Result<(), DoorError>> {
        self.0.lock().unwrap().insert(token, session);
        Box::pin(async { Ok(()) })
    }

    fn find(&self, token: TokenDigest, now: Timestamp) -> BoxFuture<'_, Result<Option<Session>, DoorError>> {
        let found = self.0.lock().unwrap().get(&token).copied().filter(|session| now < session.expires);
        Box::pin(async move { Ok(found) })
    }

    fn seen(&self, token: TokenDigest, session: Session) -> BoxFuture<'_, Result<(), DoorError>> {
        self.0.lock().unwrap().entry(token).and_modify(|kept| *kept = session);
        Box::pin(async { Ok(()) })
    }

    fn end(&self, token: TokenDigest) -> BoxFuture<'_, Result<(), DoorError>> {
        self.0.lock().unwrap().remove(&token);
        Box::pin(async { Ok(()) })
    }
}

/// Changes that a test makes; those up to `forgotten` are no longer kept.
#[derive(Default)]
pub struct Numbered {
    rows: Mutex<(Vec<Change>, u64)>,
    number: watch::Sender<u64>,
}

impl Numbered {
    pub fn make(&self, kind: &str, reference: &str, user: Option<UserId>) {
        let mut rows = self.rows.lock().unwrap();
        let seq = *self.number.borrow() + 1;
        rows.0.push(Change { seq, kind: kind.into(), reference: reference.into(), user });
        self.number.send_replace(seq);
    }

    pub fn forget(&self, up_to: u64) {
        self.rows.lock().unwrap().1 = up_to;
    }
}

impl Changes for Numbered {
    fn watch(&self) -> watch::Receiver<u64> {
        self.number.subscribe()
    }

    fn since(&self, seq: u64, limit: usize) -> BoxFuture<'_, Result<Since, DoorError>> {
        let rows = self.rows.lock().unwrap();
        let since = if seq < rows.1 {
            Since::TooOld
        } else {
            Since::Rows(rows.0.iter().filter(|change| change.seq > seq).take(limit).cloned().collect())
        };
        Box::pin(async { Ok(since) })
    }
}

/// A journal of Anna's calls.
#[derive(Default)]
pub struct Pages(pub Mutex<Vec<Call>>);

impl Journal for Pages {
    fn page(
        &self,
        user: UserId,
        before: Option<i64>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Call>, DoorError>> {
        let calls = self.0.lock().unwrap();
        let theirs =
            calls.iter().rev().filter(|call| user == ANNA && before.is_none_or(|before| call.row < before));
        let page = theirs.take(limit).cloned().collect();
        Box::pin(async { Ok(page) })
    }
}

/// Calls that ring until the end of days.
#[derive(Default)]
struct Ringing(Mutex<Vec<UserId>>);

impl HouseCalls for Ringing {
    fn record(&self, person: UserId, _: ToRecord, _: Option<Number>) -> Result<u64, NotCalled> {
        self.ring(person)
    }

    fn play(&self, person: UserId, _: MessageRef, _: Option<Number>) -> Result<u64, NotCalled> {
        self.ring(person)
    }

    fn stage(&self, person: UserId, number: u64) -> Option<HouseCallStage> {
        let called = self.0.lock().unwrap();
        let whose = called.get(usize::try_from(number).ok()?.checked_sub(1)?);
        (whose == Some(&person)).then_some(HouseCallStage::Ringing)
    }
}

impl Ringing {
    fn ring(&self, person: UserId) -> Result<u64, NotCalled> {
        let mut called = self.0.lock().unwrap();
        if called.contains(&person) {
            return Err(NotCalled::UnderWay);
        }
        called.push(person);
        Ok(called.len() as u64)
    }
}

/// Three mails of Ben's, of which the first has failed.
struct Queue(Mutex<Vec<Listed>>);

impl Default for Queue {
    fn default() -> Self {
        let mail = |id| Listed {
            id,
            class: "copy".into(),
            person: BEN,
            recipient: "ben@home.example".into(),
            created: Timestamp::UNIX_EPOCH,
            due: Timestamp::UNIX_EPOCH,
            attempts: 1,
            has_failed: id == 1,
            reason: "5.1.1 no such user".into(),
        };
        Queue(Mutex::new([1, 2, 3].map(mail).into()))
    }
}

impl Outbox for Queue {
    fn list(&self, after: i64, limit: usize) -> BoxFuture<'_, Result<Vec<Listed>, OutboundError>> {
        let mails = self.0.lock().unwrap();
        let listed = mails.iter().filter(|mail| mail.id > after).take(limit).cloned().collect();
        Box::pin(async { Ok(listed) })
    }

    fn retry(&self, id: Option<i64>) -> BoxFuture<'_, Result<u64, OutboundError>> {
        let mails = self.0.lock().unwrap();
        let waits = |mail: &&Listed| !mail.has_failed && id.is_none_or(|id| id == mail.id);
        let due = match (mails.iter().filter(waits).count(), id) {
            (0, Some(_)) => Err(OutboundError::NoSuchWork),
            (due, _) => Ok(due as u64),
        };
        Box::pin(async { due })
    }

    fn remove(&self, id: i64, _: Option<UserId>) -> BoxFuture<'_, Result<(), OutboundError>> {
        let mut mails = self.0.lock().unwrap();
        let before = mails.len();
        mails.retain(|mail| mail.id != id);
        let removed = if mails.len() < before { Ok(()) } else { Err(OutboundError::NoSuchWork) };
        Box::pin(async { removed })
    }
}

/// An engine that hums for as long as a text is.
struct Humming;

impl speech::Speak for Humming {
    fn speak<'a>(
        &'a self,
        text: &'a str,
        _: Language,
    ) -> BoxFuture<'a, Result<Vec<i16>, speech::EngineError>> {
        let samples = 800 * text.len();
        let hum = (0..samples).map(|n| (900.0 * (n as f64 * 0.4).sin()) as i16).collect();
        Box::pin(std::future::ready(Ok(hum)))
    }
}

/// Whatever trunk is added first stands so.
struct Lines;

impl TrunkStates for Lines {
    fn states(&self) -> Vec<TrunkState> {
        let registration = Registration::Failed { status: Some(403) };
        vec![TrunkState { id: TrunkId::new(1), reach: Reach::Up, registration, calls: 2 }]
    }
}

/// Menus that tests open.
#[derive(Default)]
pub struct Open {
    number: watch::Sender<u64>,
    shown: Mutex<HashMap<UserId, MenuStep>>,
}

impl Open {
    /// What a person's menu offers from now on.
    pub fn show(&self, person: UserId, step: Option<MenuStep>) {
        let mut shown = self.shown.lock().unwrap();
        match step {
            Some(step) => drop(shown.insert(person, step)),
            None => drop(shown.remove(&person)),
        }
        self.number.send_modify(|number| *number += 1);
    }
}

impl Menus for Open {
    fn watch(&self, _person: UserId) -> watch::Receiver<u64> {
        self.number.subscribe()
    }

    fn now(&self, person: UserId) -> Option<MenuStep> {
        self.shown.lock().unwrap().get(&person).cloned()
    }
}

struct Well;

impl Condition for Well {
    fn parts(&self) -> Vec<PartCondition> {
        vec![
            PartCondition { name: "store", status: PartStatus::Good, detail: None },
            PartCondition { name: "voice", status: PartStatus::Degraded, detail: Some("no engine".into()) },
        ]
    }

    fn metrics(&self) -> Vec<Metric> {
        vec![Metric {
            name: "switchroom_calls",
            help: "Calls now.",
            kind: MetricKind::Gauge,
            label: None,
            value: 2.0,
        }]
    }
}
