//! Ten thousand random events (B-034): what each watcher has on its keys is what is true, once it is quiet.

use super::dialog::{CONTENT_TYPE, INTERVAL, say};
use super::follow::{Manner, Phone, follow};
use super::watchers::{Subject, Watched, Watchers};
use super::{Lines, OnCall, Package};
use bytes::Bytes;
use domain::dialogs::{Party, Told};
use domain::id::{CallId, DeviceId, UserId};
use quick_xml::events::{BytesStart, Event};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sip::{SubscriptionEnded, SubscriptionEvent, Uri};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

const EVENTS: usize = 10_000;
const PEOPLE: u64 = 12;
const KEYS: u64 = 40;

/// What a key shows: dialogs by id, with their state.
type Picture = BTreeMap<String, String>;

/// A key of a phone, as it is told.
#[derive(Default)]
struct Key {
    picture: Picture,
    version: Option<u32>,
    /// When it was told last, and how often it has asked since it was quiet.
    told_at: Option<Instant>,
    asked: usize,
    terminated: Option<String>,
    documents: usize,
}

impl Key {
    fn asks(&mut self) {
        self.asked += 1;
    }

    fn is_told(&mut self, body: &Bytes) {
        let (version, picture) = read(body);
        assert!(self.version.is_none_or(|last| version == last + 1), "{version} after {:?}", self.version);
        let now = Instant::now();
        let is_due = self.told_at.is_none_or(|last| now - last >= INTERVAL);
        if !is_due {
            assert!(self.asked > 0, "told too often");
            self.asked -= 1;
        }
        self.told_at = Some(now);
        self.version = Some(version);
        self.documents += 1;
        // What has ended was on this key before: nothing is put out that was never lit.
        for (id, _) in picture.iter().filter(|(_, state)| *state == "terminated") {
            assert!(self.picture.contains_key(id), "{id}");
        }
        self.picture = picture.into_iter().filter(|(_, state)| state != "terminated").collect();
    }
}

/// The key's end of its subscription.
struct Handset {
    key: Arc<Mutex<Key>>,
    events: mpsc::UnboundedReceiver<SubscriptionEvent>,
    /// It has been started anew, and does not know this subscription.
    is_dead: Arc<std::sync::atomic::AtomicBool>,
    gone: mpsc::UnboundedSender<SubscriptionEvent>,
}

impl Phone for Handset {
    fn notify(&self, content_type: &str, body: Bytes) {
        assert_eq!(content_type, CONTENT_TYPE);
        if self.is_dead.load(std::sync::atomic::Ordering::Relaxed) {
            // 481 to the NOTIFY.
            let _ = self.gone.send(SubscriptionEvent::Ended { why: SubscriptionEnded::Gone });
            return;
        }
        self.key.lock().unwrap().is_told(&body);
    }

    fn terminate(&self, reason: &str) {
        self.key.lock().unwrap().terminated = Some(reason.to_owned());
    }

    async fn next(&mut self) -> SubscriptionEvent {
        self.events.recv().await.unwrap_or(SubscriptionEvent::Ended { why: SubscriptionEnded::Gone })
    }
}

/// A subscription from the phone's side.
struct Watching {
    user: u64,
    key: Arc<Mutex<Key>>,
    sends: mpsc::UnboundedSender<SubscriptionEvent>,
    is_dead: Arc<std::sync::atomic::AtomicBool>,
    task: tokio::task::JoinHandle<()>,
}

struct House {
    lines: Arc<Lines>,
    watchers: Arc<Watchers>,
    closing: watch::Sender<bool>,
}

impl House {
    fn new() -> House {
        House { lines: Arc::default(), watchers: Arc::default(), closing: watch::Sender::new(false) }
    }

    fn subscribe(&self, device: u64, user: u64) -> Watching {
        let key: Arc<Mutex<Key>> = Arc::default();
        let is_dead: Arc<std::sync::atomic::AtomicBool> = Arc::default();
        let (sends, events) = mpsc::unbounded_channel();
        let phone = Handset { key: key.clone(), events, is_dead: is_dead.clone(), gone: sends.clone() };
        let person = UserId::new(user as i64);
        let subject = Subject { package: Package::Dialog, of: Watched::Person(person) };
        let seat = self.watchers.enter(DeviceId::new(device as i64), subject).expect("room");
        let (lines, closing) = (self.lines.watch(person), self.closing.subscribe());
        let task = tokio::spawn(async move {
            let entity = Uri::sip("x", "demo.example");
            let mut told = Told::default();
            let manner =
                Manner { content_type: CONTENT_TYPE, interval: INTERVAL, again: &seat.again, closing };
            follow(phone, lines, manner, |dialogs, why| {
                say(&mut told, &dialogs, why, &entity, "demo.example")
            })
            .await;
        });
        key.lock().unwrap().asks();
        Watching { user, key, sends, is_dead, task }
    }
}

/// A call as the test knows it, beside the switch.
struct Talk {
    on_call: OnCall,
    id: String,
    caller: u64,
    called: u64,
    stage: usize,
}

impl Talk {
    fn moves(&mut self, draw: &mut StdRng) {
        self.stage = draw.random_range(self.stage..4);
        match self.stage {
            1 => self.on_call.rings(),
            2 => self.on_call.talks(),
            3 => self.on_call.is_attended(),
            _ => {}
        }
    }

    /// What stands on a key for this person, said in the test's own words.
    fn shows(&self, user: u64) -> Vec<(String, String)> {
        let calling = ["trying", "early", "confirmed", "confirmed"][self.stage];
        let called = ["", "early", "confirmed", ""][self.stage];
        let mut shown = Vec::new();
        if self.caller == user {
            shown.push((format!("{}-initiator", self.id), calling.to_owned()));
        }
        if self.called == user && !called.is_empty() {
            shown.push((format!("{}-recipient", self.id), called.to_owned()));
        }
        shown
    }
}

fn dial(house: &House, number: u64, caller: u64, called: u64) -> Talk {
    let id = CallId::new("n", number);
    let on_call = house.lines.call(id.clone(), false);
    let party = |user: u64| Party {
        user: Some(UserId::new(user as i64)),
        number: Some(format!("2{user:02}")),
        ..Party::default()
    };
    on_call.is_dialled(party(caller), party(called));
    Talk { on_call, id: id.to_string(), caller, called, stage: 0 }
}

/// A phone's reading of a document.
fn read(body: &Bytes) -> (u32, Picture) {
    let text = std::str::from_utf8(body).expect("UTF-8");
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut version, mut picture) = (None, Picture::new());
    let (mut id, mut is_state) = (String::new(), false);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == "dialog-info" => {
                assert_eq!(attribute(&start, "state"), "full");
                version = Some(attribute(&start, "version").parse().expect("a number"));
            }
            Event::Start(start) if start.name().as_ref() == "dialog" => id = attribute(&start, "id"),
            Event::Start(start) => is_state = start.name().as_ref() == "state",
            Event::Text(text) if std::mem::take(&mut is_state) => {
                picture.insert(id.clone(), (*text).to_owned());
            }
            Event::Eof => return (version.expect("a version"), picture),
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let value = start.try_get_attribute(name).expect("attributes").expect(name);
    value.value.into_owned()
}

#[tokio::test(start_paused = true)]
async fn after_ten_thousand_random_events_every_key_shows_what_is_true() {
    let (house, mut draw) = (House::new(), StdRng::seed_from_u64(34));
    let mut talks: Vec<Talk> = Vec::new();
    let mut keys: Vec<Watching> = (0..KEYS).map(|key| house.subscribe(key, key % PEOPLE)).collect();
    let mut documents = 0;
    for event in 0..EVENTS {
        match draw.random_range(0..100) {
            0..25 => {
                let (caller, called) = (draw.random_range(0..PEOPLE), draw.random_range(0..PEOPLE));
                talks.push(dial(&house, event as u64, caller, called));
            }
            25..60 if !talks.is_empty() => {
                let talk = draw.random_range(0..talks.len());
                talks[talk].moves(&mut draw);
            }
            60..88 if !talks.is_empty() => {
                drop(talks.swap_remove(draw.random_range(0..talks.len())));
            }
            88..92 => {
                // Refreshed.
                let key = &keys[draw.random_range(0..keys.len())];
                key.key.lock().unwrap().asks();
                key.sends
                    .send(SubscriptionEvent::Refreshed {
                        expires: Duration::from_secs(60),
                        body: bytes::Bytes::new(),
                    })
                    .unwrap();
            }
            92..96 => {
                // Started anew: the old dialog is known to nobody, and a new one takes its place.
                let (key, device) = (draw.random_range(0..keys.len()), draw.random_range(0..KEYS));
                keys[key].is_dead.store(true, std::sync::atomic::Ordering::Relaxed);
                let old =
                    std::mem::replace(&mut keys[key], house.subscribe(device, draw.random_range(0..PEOPLE)));
                documents += old.key.lock().unwrap().documents;
            }
            _ => tokio::time::sleep(Duration::from_millis(draw.random_range(0..1500))).await,
        }
        if event % 100 == 99 {
            tokio::time::sleep(INTERVAL * 3).await;
            for watching in &keys {
                let expected: Picture = talks.iter().flat_map(|talk| talk.shows(watching.user)).collect();
                let mut key = watching.key.lock().unwrap();
                assert_eq!(key.picture, expected, "after event {event}");
                key.asked = 0;
            }
        }
    }
    documents += keys.iter().map(|watching| watching.key.lock().unwrap().documents).sum::<usize>();
    // Fewer would mean that little has happened, more that the newest did not take the place of what waited.
    assert!((EVENTS / 2..EVENTS).contains(&documents), "{documents} documents");
}

#[tokio::test(start_paused = true)]
async fn a_phone_that_was_started_anew_ends_what_it_does_not_know_any_more() {
    let house = House::new();
    let old = house.subscribe(1, 5);
    tokio::time::sleep(INTERVAL).await;
    old.is_dead.store(true, std::sync::atomic::Ordering::Relaxed);
    let new = house.subscribe(1, 5);
    tokio::time::sleep(INTERVAL).await;
    assert!(old.task.is_finished());
    let second_key = house.subscribe(1, 5);
    tokio::time::sleep(INTERVAL * 2).await;
    assert!(!new.task.is_finished(), "two keys of one phone for one person");
    assert_eq!((new.key.lock().unwrap().documents, second_key.key.lock().unwrap().documents), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn changes_are_told_once_a_second_and_questions_at_once() {
    let house = House::new();
    let watching = house.subscribe(1, 5);
    let count = |watching: &Watching| watching.key.lock().unwrap().documents;
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(count(&watching), 1);
    let talk = dial(&house, 1, 5, 6);
    talk.on_call.rings();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(count(&watching), 1, "the second is not over");
    watching.key.lock().unwrap().asks();
    watching
        .sends
        .send(SubscriptionEvent::Refreshed { expires: Duration::from_secs(60), body: bytes::Bytes::new() })
        .unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(count(&watching), 2);
    // Over before the next second: nobody has seen it, and nobody is told.
    drop(dial(&house, 2, 5, 6));
    tokio::time::sleep(INTERVAL * 2).await;
    assert_eq!(count(&watching), 2);
    drop(talk);
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(count(&watching), 3, "after quiet a change is told at once");
}

#[tokio::test(start_paused = true)]
async fn a_house_that_closes_asks_watchers_to_come_again() {
    let house = House::new();
    let watching = house.subscribe(1, 5);
    tokio::time::sleep(INTERVAL).await;
    house.closing.send_replace(true);
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(watching.key.lock().unwrap().terminated.as_deref(), Some("probation;retry-after=10"));
    assert!(watching.task.is_finished());
}
