//! The calls that live, and what may be shown of them to those who watch.

use domain::dialogs::{Dialog, LiveCall, Party, Stage};
use domain::id::{CallId, UserId};
use domain::presence::LineState;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// What one person's dialogs are now, the oldest call first.
pub type Dialogs = Arc<[Dialog]>;

/// All calls, by those who have them. A person's dialogs are one watched value.
#[derive(Default)]
pub struct Lines(Mutex<Live>);

#[derive(Default)]
struct Live {
    calls: HashMap<CallId, LiveCall>,
    /// Everybody who has been watched or has telephoned: as many as there are people.
    people: HashMap<UserId, Person>,
    /// Calls that have ended.
    ended: u64,
}

struct Person {
    calls: Vec<CallId>,
    /// When the last conversation ended: how many calls had ended by then.
    last_call: Option<u64>,
    shown: watch::Sender<Dialogs>,
}

impl Lines {
    /// A person's dialogs, now and as they change.
    pub fn watch(&self, user: UserId) -> watch::Receiver<Dialogs> {
        self.with(|live| live.person(user).shown.subscribe())
    }

    /// What a person does at the telephone, and which of the company's calls the last conversation was: later ones have
    /// larger numbers. Whether a telephone is registered is not known here.
    pub fn line(&self, user: UserId) -> (LineState, Option<u64>) {
        self.with(|live| {
            let Some(person) = live.people.get(&user) else { return (LineState::Idle, None) };
            let lines: Vec<LineState> = person.shown.borrow().iter().map(Dialog::line).collect();
            let busiest =
                [LineState::Talking, LineState::Ringing].into_iter().find(|one| lines.contains(one));
            (busiest.unwrap_or(LineState::Idle), person.last_call)
        })
    }

    /// How many calls a person has: talking, ringing or calling.
    pub fn calls_of(&self, user: UserId) -> usize {
        self.with(|live| live.people.get(&user).map_or(0, |person| person.shown.borrow().len()))
    }

    /// A call that nobody knows of yet.
    pub fn call(self: &Arc<Self>, id: CallId, is_private: bool) -> OnCall {
        OnCall { lines: self.clone(), id, is_private }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Live) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Live {
    fn person(&mut self, user: UserId) -> &mut Person {
        self.people.entry(user).or_insert_with(|| Person {
            calls: Vec::new(),
            last_call: None,
            shown: watch::Sender::new(Dialogs::default()),
        })
    }

    fn begin(&mut self, call: LiveCall) {
        for user in call.people() {
            self.person(user).calls.push(call.id.clone());
        }
        let people: Vec<UserId> = call.people().collect();
        self.calls.insert(call.id.clone(), call);
        self.show(people);
    }

    fn reach(&mut self, id: &CallId, stage: Stage) {
        let Some(call) = self.calls.get_mut(id).filter(|call| call.stage != stage) else { return };
        call.stage = stage;
        let people: Vec<UserId> = call.people().collect();
        self.show(people);
    }

    fn end(&mut self, id: &CallId) {
        let Some(call) = self.calls.remove(id) else { return };
        let people: Vec<UserId> = call.people().collect();
        self.ended += 1;
        let ended = self.ended;
        for user in &people {
            let person = self.person(*user);
            person.calls.retain(|other| other != id);
            if call.stage == Stage::Talking {
                person.last_call = Some(ended);
            }
        }
        self.show(people);
    }

    /// Tells those who watch them, if there is anything to tell.
    fn show(&mut self, people: Vec<UserId>) {
        for user in people {
            let Some(person) = self.people.get(&user) else { continue };
            let calls = person.calls.iter().filter_map(|id| self.calls.get(id));
            let now: Dialogs = calls.flat_map(|call| call.dialogs_of(user)).collect();
            person.shown.send_if_modified(|shown| {
                let is_news = *shown != now;
                *shown = now;
                is_news
            });
        }
    }
}

/// What a call says of itself. Whatever it forgets, its end is told when this is dropped.
pub struct OnCall {
    lines: Arc<Lines>,
    id: CallId,
    /// The caller wants to be shown to nobody.
    pub is_private: bool,
}

impl OnCall {
    /// As those who watch are told of it.
    pub fn id(&self) -> &CallId {
        &self.id
    }

    /// Where it goes is known, and nobody rings yet.
    pub fn is_dialled(&self, caller: Party, called: Party) {
        let call = LiveCall { id: self.id.clone(), caller, called, stage: Stage::Dialled };
        self.lines.with(|live| live.begin(call));
    }

    /// The called person's phones ring.
    pub fn rings(&self) {
        self.reach(Stage::Ringing);
    }

    /// The called person has answered.
    pub fn talks(&self) {
        self.reach(Stage::Talking);
    }

    /// A voice takes it; the called person has nothing to do with it any more.
    pub fn is_attended(&self) {
        self.reach(Stage::Attended);
    }

    pub fn is_over(&self) {
        self.lines.with(|live| live.end(&self.id));
    }

    fn reach(&self, stage: Stage) {
        self.lines.with(|live| live.reach(&self.id, stage));
    }
}

impl Drop for OnCall {
    fn drop(&mut self) {
        self.is_over();
    }
}
