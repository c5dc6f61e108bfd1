//! The doors that the desk goes through: those of the other rooms, and narrow ones of its own.

use crate::condition::Condition;
use directory::{Attendants, Directory, Groups, HouseCallStage, NotCalled, Sites, ToRecord};
use domain::id::{TrunkId, UserId};
use domain::number::Number;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use messaging::outbound::{Listed, OutboundError};
use messaging::{MessageRef, Post};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::watch;
use utoipa::ToSchema;

/// All that a request can reach.
#[derive(Clone)]
pub struct Doors {
    pub directory: Arc<dyn Directory>,
    pub groups: Arc<dyn Groups>,
    pub sites: Arc<dyn Sites>,
    pub attendants: Arc<dyn Attendants>,
    pub post: Arc<dyn Post>,
    pub journal: Arc<dyn Journal>,
    pub changes: Arc<dyn Changes>,
    pub sessions: Arc<dyn Sessions>,
    pub condition: Arc<dyn Condition>,
    pub trunks: Arc<dyn TrunkStates>,
    pub house_calls: Arc<dyn HouseCalls>,
    pub menus: Arc<dyn Menus>,
    pub outbox: Arc<dyn Outbox>,
    /// Speaks typed greetings; none where no engine is installed.
    pub speech: Option<Arc<dyn speech::Speak>>,
    pub web: Web,
}

/// How browsers reach the desk.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// Browsers come by https, to us or to a proxy in front: the cookie is `Secure`.
    pub https: bool,
    /// Origins beside the server's own from which the desk may be used, such as `https://desk.example.org` of a proxy
    /// that does not pass the Host field on.
    pub origins: Vec<String>,
}

/// The store does not answer.
#[derive(Debug, thiserror::Error)]
#[error("the store does not answer: {0}")]
pub struct DoorError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// The calls of a person, as the tenant's journal has them.
pub trait Journal: Send + Sync {
    /// Newest first, begun after `before` (none: the newest), at most `limit`.
    fn page(
        &self,
        user: UserId,
        before: Option<i64>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Call>, DoorError>>;
}

/// One call, as the person sees it whose list it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its place in the journal, for the next page.
    pub row: i64,
    pub id: String,
    pub at: Timestamp,
    pub direction: Direction,
    pub other_name: Option<String>,
    pub other_number: Option<String>,
    pub outcome: Outcome,
    pub seconds: u32,
    /// The message it left.
    pub message: Option<String>,
    /// Why it went where it went, as the journal keeps a [`domain::reason::Reason`].
    pub why: Option<String>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Answered,
    VoiceMail,
    Missed,
    Busy,
    Declined,
    Abandoned,
    Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Incoming,
    Outgoing,
}

/// SHA-256 of a browser's token.
pub type TokenDigest = [u8; 32];

/// Who is signed in. Setting a person's password ends all sessions of that person.
pub trait Sessions: Send + Sync {
    /// Keeps a new session; of the same person's all but the `most` last seen end.
    fn begin(
        &self,
        token: TokenDigest,
        session: Session,
        most: usize,
    ) -> BoxFuture<'_, Result<(), DoorError>>;

    /// The session of a token; none when it is over by `now`.
    fn find(&self, token: TokenDigest, now: Timestamp) -> BoxFuture<'_, Result<Option<Session>, DoorError>>;

    /// Keeps when it was last seen and when it expires. One that has ended meanwhile stays ended.
    fn seen(&self, token: TokenDigest, session: Session) -> BoxFuture<'_, Result<(), DoorError>>;

    /// Ends it, if there is one.
    fn end(&self, token: TokenDigest) -> BoxFuture<'_, Result<(), DoorError>>;
}

/// One browser that is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub user: UserId,
    pub created: Timestamp,
    pub last_seen: Timestamp,
    /// It holds before this moment.
    pub expires: Timestamp,
}

/// Mail for addresses elsewhere: what waits and what has failed.
pub trait Outbox: Send + Sync {
    /// The oldest first: those numbered higher than `after`.
    fn list(&self, after: i64, limit: usize) -> BoxFuture<'_, Result<Vec<Listed>, OutboundError>>;

    /// Makes what waits due now: one, or all. Answers how many.
    fn retry(&self, id: Option<i64>) -> BoxFuture<'_, Result<u64, OutboundError>>;

    /// Forgets one. `actor` is who does it.
    fn remove(&self, id: i64, actor: Option<UserId>) -> BoxFuture<'_, Result<(), OutboundError>>;
}

/// Calls people because they have asked for it here.
pub trait HouseCalls: Send + Sync {
    /// Whoever answers records. Rings where the person is to be called, or at a number as the person would dial it. The call's number.
    fn record(&self, person: UserId, wanted: ToRecord, at: Option<Number>) -> Result<u64, NotCalled>;

    /// Whoever answers hears the person's message. Rings the person's telephones, or a number as the person would dial it. The call's
    /// number.
    fn play(&self, person: UserId, message: MessageRef, at: Option<Number>) -> Result<u64, NotCalled>;

    /// How a call of this person stands. None: there is no such call, or it is forgotten.
    fn stage(&self, person: UserId, number: u64) -> Option<HouseCallStage>;
}

/// What the telephone's menu offers people. Costs no I/O.
pub trait Menus: Send + Sync {
    /// Changes with each step of a person's menu.
    fn watch(&self, person: UserId) -> watch::Receiver<u64>;

    /// None while no call of the person's is in the menu.
    fn now(&self, person: UserId) -> Option<MenuStep>;
}

/// A step of the menu, in the words of the card of its keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MenuStep {
    pub call: String,
    /// BCP 47: `en-GB`, `de-DE`.
    pub language: &'static str,
    /// What the step is: `level-main`, `level-message`, or the question that is asked.
    pub name: &'static str,
    /// The level's name, or the question.
    pub heading: String,
    /// In their order; none where a row of digits is asked for.
    pub keys: Vec<MenuKey>,
    /// The message that is at hand, by its id.
    pub message: Option<String>,
}

/// A key that has a use at this step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MenuKey {
    /// `0` to `9`, `*` or `#`.
    pub key: String,
    pub text: String,
}

/// How trunks stand at this moment. Costs no I/O.
pub trait TrunkStates: Send + Sync {
    fn states(&self) -> Vec<TrunkState>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrunkState {
    pub id: TrunkId,
    pub reach: Reach,
    pub registration: Registration,
    /// Calls under way.
    pub calls: u32,
}

/// Whether the other end answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Unknown,
    Up,
    Down,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// It does not register.
    None,
    Trying,
    Registered,
    Failed {
        status: Option<u16>,
    },
}

/// The tenant's changes by number: what a browser was not told yet.
pub trait Changes: Send + Sync {
    /// The number of the last change.
    fn watch(&self) -> watch::Receiver<u64>;

    /// Changes after `seq` in order, at most `limit`.
    fn since(&self, seq: u64, limit: usize) -> BoxFuture<'_, Result<Since, DoorError>>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    Rows(Vec<Change>),
    /// Some of them are no longer kept.
    TooOld,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: u64,
    /// `message`, `folder`, `call`, `person` …
    pub kind: String,
    pub reference: String,
    /// Whose it is; none: everybody's.
    pub user: Option<UserId>,
}
