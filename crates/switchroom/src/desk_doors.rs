//! The desk's narrow doors into the store: a person's calls, the changes by number, and who is signed in.

use api::{
    Call, Change, Changes, Direction, DoorError, Journal, Outcome, Reach, Registration, Session, Sessions,
    Since, TokenDigest, TrunkState, TrunkStates,
};
use directory::{HouseCallStage, NotCalled, ToRecord};
use domain::id::UserId;
use domain::number::Number;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use messaging::MessageRef;
use messaging::outbound::{Listed, Outbound, OutboundError};
use store::{CallRecord, SessionRow, StoreError, TenantStore};
use switch::TrunksMeter;
use tokio::sync::watch;

pub struct DeskJournal(pub TenantStore);

impl Journal for DeskJournal {
    fn page(
        &self,
        user: UserId,
        before: Option<i64>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Call>, DoorError>> {
        Box::pin(async move {
            let page = self.0.journal().page(user, before, limit).await.map_err(broken)?;
            Ok(page.into_iter().map(|(row, record)| call(row, record, user)).collect())
        })
    }
}

/// A call as one of the two people sees it.
fn call(row: i64, record: CallRecord, user: UserId) -> Call {
    let direction = if record.caller_user == Some(user) && record.called_user != Some(user) {
        Direction::Outgoing
    } else {
        Direction::Incoming
    };
    let (other_name, other_number) = match direction {
        Direction::Incoming => (known(record.caller_name), known(record.caller_number)),
        Direction::Outgoing => (None, Some(record.called_number)),
    };
    // Whose voice mail answered is the called person's business, and so is why.
    let own = direction == Direction::Incoming;
    Call {
        row,
        id: record.id.to_string(),
        at: record.at,
        direction,
        other_name,
        other_number,
        outcome: outcome(record.outcome),
        seconds: record.seconds,
        message: record.message.filter(|_| own),
        why: own.then_some(record.why),
    }
}

fn outcome(outcome: store::Outcome) -> Outcome {
    match outcome {
        store::Outcome::Answered => Outcome::Answered,
        store::Outcome::VoiceMail => Outcome::VoiceMail,
        store::Outcome::Missed => Outcome::Missed,
        store::Outcome::Busy => Outcome::Busy,
        store::Outcome::Declined => Outcome::Declined,
        store::Outcome::Abandoned => Outcome::Abandoned,
        store::Outcome::Refused => Outcome::Refused,
    }
}

fn known(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

pub struct DeskChanges(pub TenantStore);

impl Changes for DeskChanges {
    fn watch(&self) -> watch::Receiver<u64> {
        self.0.changes().watch()
    }

    fn since(&self, seq: u64, limit: usize) -> BoxFuture<'_, Result<Since, DoorError>> {
        Box::pin(async move {
            let changes = self.0.changes().since(seq, limit).await.map_err(broken)?;
            Ok(match changes {
                store::Changes::TooOld { .. } => Since::TooOld,
                store::Changes::Rows(rows) => Since::Rows(rows.into_iter().map(change).collect()),
            })
        })
    }
}

fn change(row: store::Change) -> Change {
    Change { seq: row.seq, kind: row.kind.to_string(), reference: row.reference, user: row.user }
}

pub struct DeskSessions(pub TenantStore);

impl Sessions for DeskSessions {
    fn begin(
        &self,
        token: TokenDigest,
        session: Session,
        most: usize,
    ) -> BoxFuture<'_, Result<(), DoorError>> {
        let Session { user, created, last_seen, expires } = session;
        let row = SessionRow { user, created, last_seen, expires };
        Box::pin(async move { self.0.sessions().begin(token, row, most).await.map_err(broken) })
    }

    fn find(&self, token: TokenDigest, now: Timestamp) -> BoxFuture<'_, Result<Option<Session>, DoorError>> {
        Box::pin(async move {
            let found = self.0.sessions().find(token, now).await.map_err(broken)?;
            Ok(found.map(|SessionRow { user, created, last_seen, expires }| Session {
                user,
                created,
                last_seen,
                expires,
            }))
        })
    }

    fn seen(&self, token: TokenDigest, session: Session) -> BoxFuture<'_, Result<(), DoorError>> {
        Box::pin(async move {
            self.0.sessions().seen(token, session.last_seen, session.expires).await.map_err(broken)
        })
    }

    fn end(&self, token: TokenDigest) -> BoxFuture<'_, Result<(), DoorError>> {
        Box::pin(async move { self.0.sessions().end(token).await.map_err(broken) })
    }
}

pub struct DeskTrunks(pub TrunksMeter);

/// Calls to people who have asked for them.
pub struct DeskHouseCalls(pub switch::HouseCalls);

impl api::HouseCalls for DeskHouseCalls {
    fn record(&self, person: UserId, wanted: ToRecord, at: Option<Number>) -> Result<u64, NotCalled> {
        self.0.record(person, wanted, at)
    }

    fn play(&self, person: UserId, message: MessageRef, at: Option<Number>) -> Result<u64, NotCalled> {
        self.0.play(person, message, at)
    }

    fn stage(&self, person: UserId, number: u64) -> Option<HouseCallStage> {
        self.0.stage(person, number)
    }
}

/// What the telephone's menu offers.
pub struct DeskMenus(pub switch::MenusMeter);

impl api::Menus for DeskMenus {
    fn watch(&self, person: UserId) -> watch::Receiver<u64> {
        self.0.watch(person)
    }

    fn now(&self, person: UserId) -> Option<api::MenuStep> {
        let (call, step) = self.0.now(person)?;
        let key = |(key, text): (telephone::Key, String)| api::MenuKey { key: key.as_char().into(), text };
        Some(api::MenuStep {
            call: call.to_string(),
            language: step.language().tag(),
            name: step.name(),
            heading: step.heading(),
            keys: step.keys().into_iter().map(key).collect(),
            message: step.message.map(|message| message.as_str().to_owned()),
        })
    }
}

impl TrunkStates for DeskTrunks {
    fn states(&self) -> Vec<TrunkState> {
        self.0.states().iter().map(standing).collect()
    }
}

fn standing(state: &switch::TrunkState) -> TrunkState {
    TrunkState {
        id: state.id,
        reach: match state.reach {
            switch::Reach::Unknown => Reach::Unknown,
            switch::Reach::Up => Reach::Up,
            switch::Reach::Down => Reach::Down,
        },
        registration: match state.registration {
            switch::Registration::None => Registration::None,
            switch::Registration::Trying => Registration::Trying,
            switch::Registration::Registered { .. } => Registration::Registered,
            switch::Registration::Failed { status } => Registration::Failed { status },
        },
        calls: state.calls,
    }
}

/// Mail for addresses elsewhere.
pub struct DeskOutbox(pub Outbound);

impl api::Outbox for DeskOutbox {
    fn list(&self, after: i64, limit: usize) -> BoxFuture<'_, Result<Vec<Listed>, OutboundError>> {
        Box::pin(self.0.list(after, limit))
    }

    fn retry(&self, id: Option<i64>) -> BoxFuture<'_, Result<u64, OutboundError>> {
        Box::pin(self.0.retry(id))
    }

    fn remove(&self, id: i64, actor: Option<UserId>) -> BoxFuture<'_, Result<(), OutboundError>> {
        Box::pin(self.0.remove(id, actor))
    }
}

fn broken(error: StoreError) -> DoorError {
    DoorError(Box::new(error))
}
