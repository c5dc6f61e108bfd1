//! Work that leaves the house: claimed, tried by whoever speaks the wire, finished. What cannot be delivered is told to its
//! owner once, whether the next server refuses it or a notice of another comes back later.

pub mod dsn;

use crate::delivery::{Body, DeliverError, Delivery, Report};
use crate::mailbox::Sender;
use crate::post::Post;
use bytes::Bytes;
use directory::Directory;
use domain::id::UserId;
use domain::number::Email;
use domain::outbound::{self, Next, Tried};
use dsn::Action;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use store::{Claim, OutboundRow, OutboundRows, OutboundState, StoreError, TenantStore, TurnEnd};
use tokio::sync::watch;
use zeroize::Zeroizing;

/// By which wire work goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Mail,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Mail => "mail",
        }
    }
}

/// What work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A copy of a voice message.
    Copy,
    /// The house tells a person something.
    Notice,
    /// What a person sends.
    Message,
}

impl Class {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Class::Copy => "copy",
            Class::Notice => "notice",
            Class::Message => "message",
        }
    }
}

/// Whoever has claimed work has so long to try it.
const TURN: SignedDuration = SignedDuration::from_mins(10);
/// Claimed at once, for one connection.
const MOST_CLAIMED: usize = 20;
/// Kept of what the other side says.
const MOST_REASON_LETTERS: usize = 500;
/// What the smarthost's password is sealed as.
const SMARTHOST: &str = "smarthost";

/// Work that leaves the house. Clones are the same.
#[derive(Clone)]
pub struct Outbound {
    rows: OutboundRows,
    directory: Arc<dyn Directory>,
    post: Arc<dyn Post>,
    changes: watch::Receiver<u64>,
    holder: String,
}

/// One mail to one address, claimed.
pub struct Work {
    row: OutboundRow,
    pub to: Email,
    /// The envelope's sender: what cannot be delivered comes back there.
    pub return_path: String,
    pub message: Bytes,
}

impl Work {
    pub fn id(&self) -> i64 {
        self.row.id
    }
}

/// What the other side has said to it, or what kept it from being asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub tried: Tried,
    /// By enhanced status code (RFC 3463), such as `5.1.1`.
    pub status: String,
    /// In its words.
    pub said: String,
}

/// What waits or has failed, for administrators.
#[derive(Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: i64,
    pub class: String,
    pub person: UserId,
    pub recipient: String,
    pub created: Timestamp,
    pub due: Timestamp,
    pub attempts: u32,
    pub has_failed: bool,
    pub reason: String,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub waiting: u64,
    pub oldest: Option<Timestamp>,
    pub next_due: Option<Timestamp>,
}

#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    #[error("there is no such work")]
    NoSuchWork,
    #[error("the store does not answer: {0}")]
    Unavailable(#[source] StoreError),
}

impl From<StoreError> for OutboundError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => OutboundError::NoSuchWork,
            other => OutboundError::Unavailable(other),
        }
    }
}

/// Random: what comes back names its work by it, and nobody guesses one.
pub(crate) fn token() -> String {
    format!("{:032x}", rand::random::<u128>())
}

impl Outbound {
    /// `node` is this process among others that share the store.
    pub fn new(store: &TenantStore, directory: Arc<dyn Directory>, post: Arc<dyn Post>, node: &str) -> Self {
        let holder = node.to_owned();
        Self { rows: store.outbound(), directory, post, changes: store.changes().watch(), holder }
    }

    /// Rises when something may have become due.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// At the start: what this node had claimed when it ended is nobody's any more.
    pub async fn take_up(&self) -> Result<(), OutboundError> {
        Ok(self.rows.release(self.holder.clone()).await?)
    }

    /// Work that is due, for one who tries it now. Nobody else gets it meanwhile.
    pub async fn claim(&self, kind: Kind) -> Result<Vec<Work>, OutboundError> {
        let now = Timestamp::now();
        let until = now.checked_add(TURN).unwrap_or(Timestamp::MAX);
        let claim = Claim { kind: kind.name(), holder: self.holder.clone(), now, until, most: MOST_CLAIMED };
        let mut claimed = Vec::new();
        for row in self.rows.claim(claim).await? {
            match self.work(&row).await {
                Ok(work) => claimed.push(work),
                // Damaged rows would come again for ever, and stop nobody else's.
                Err(error) => {
                    tracing::error!(id = row.id, %error, "outbound work cannot be read");
                    let said = Ended { tried: Tried::Never, status: "5.3.0".into(), said: error.to_string() };
                    self.finish_row(&row, said, Bytes::new()).await?;
                }
            }
        }
        Ok(claimed)
    }

    async fn work(&self, row: &OutboundRow) -> Result<Work, StoreError> {
        let to = Email::parse(&row.recipient).map_err(|_| StoreError::Damaged("a recipient"))?;
        let return_path = outbound::return_path(&row.token, &self.directory.people().realm);
        Ok(Work { row: row.clone(), to, return_path, message: self.rows.message(row).await? })
    }

    /// Ends a turn: done, put off, or given up and told to its owner. Durable when this returns.
    pub async fn finish(&self, work: &Work, ended: Ended) -> Result<(), OutboundError> {
        self.finish_row(&work.row, ended, header(&work.message)).await
    }

    async fn finish_row(&self, row: &OutboundRow, ended: Ended, header: Bytes) -> Result<(), OutboundError> {
        let now = Timestamp::now();
        let attempts = row.attempts.saturating_add(1);
        let reason = reason(&ended);
        let end = match outbound::after(ended.tried, attempts, row.created, now, rand::random()) {
            Next::Done => TurnEnd::Done { state: OutboundState::Sent, reason },
            Next::At(due) => TurnEnd::Again { due, reason },
            Next::GivenUp => match self.tell(row, &ended, header).await {
                Ok(()) => TurnEnd::Done { state: OutboundState::Failed, reason },
                // Its owner must hear of it first.
                Err(error) => {
                    tracing::warn!(id = row.id, %error, "an owner cannot be told of a mail that failed");
                    TurnEnd::Again { due: now + SignedDuration::from_mins(10), reason }
                }
            },
        };
        tracing::info!(
            id = row.id,
            class = row.class,
            attempts,
            end = end_name(&end),
            status = ended.status,
            "outbound"
        );
        if !self.rows.finish(row, end, now).await? {
            tracing::warn!(id = row.id, "another has finished this outbound work");
        }
        Ok(())
    }

    /// A notice has come to a return path: whether it names work of ours, and is durable then. Nothing is ever sent back.
    pub async fn returned(&self, token: &str, message: Bytes) -> Result<(), OutboundError> {
        let row = self.rows.by_token(&token.to_ascii_lowercase()).await?.ok_or(OutboundError::NoSuchWork)?;
        let notices = dsn::read(&message);
        let Some(failed) = notices.into_iter().find(|notice| notice.action == Action::Failed) else {
            tracing::info!(id = row.id, class = row.class, "a notice came back that tells of no failure");
            return Ok(());
        };
        let ended = Ended { tried: Tried::Never, status: failed.status, said: failed.said };
        tracing::warn!(id = row.id, class = row.class, status = ended.status, "a mail came back undelivered");
        if row.state == OutboundState::Sent {
            self.tell(&row, &ended, Bytes::new()).await.map_err(unavailable)?;
            self.rows.has_come_back(&row, reason(&ended)).await?;
        }
        Ok(())
    }

    /// One message in the owner's mailbox for each work, however often it fails.
    async fn tell(&self, row: &OutboundRow, ended: &Ended, header: Bytes) -> Result<(), DeliverError> {
        let people = self.directory.people();
        let Some(owner) = people.user(row.person) else { return Ok(()) };
        let report = Report {
            language: owner.language,
            realm: people.realm.clone(),
            recipient: row.recipient.clone(),
            is_copy: row.class == Class::Copy.name(),
            status: ended.status.clone(),
            said: shortened(&ended.said),
            first_tried: row.created,
            header,
        };
        let delivery = Delivery {
            key: format!("outbound-{}", row.token),
            to: vec![row.person],
            from: Sender::default(),
            at: Timestamp::now(),
            body: Body::Report(report),
        };
        self.post.deliver(delivery).await.map(drop)
    }

    /// What waits and what has failed, the oldest first: those numbered higher than `after`.
    pub async fn list(&self, after: i64, limit: usize) -> Result<Vec<Listed>, OutboundError> {
        Ok(self.rows.open(after, limit).await?.into_iter().map(listed).collect())
    }

    /// Makes what waits due now: one, or all. Answers how many.
    pub async fn retry(&self, id: Option<i64>) -> Result<u64, OutboundError> {
        match (self.rows.retry(id, Timestamp::now()).await?, id) {
            (0, Some(_)) => Err(OutboundError::NoSuchWork),
            (due, _) => Ok(due),
        }
    }

    /// Forgets one, and tells nobody. `actor` is who does it.
    pub async fn remove(&self, id: i64, actor: Option<UserId>) -> Result<(), OutboundError> {
        Ok(self.rows.remove(id, actor).await?)
    }

    pub async fn standing(&self, kind: Kind) -> Result<Standing, OutboundError> {
        let standing = self.rows.standing(kind.name()).await?;
        Ok(Standing { waiting: standing.waiting, oldest: standing.oldest, next_due: standing.next_due })
    }

    /// What we prove ourselves by to the smarthost.
    pub async fn password(&self) -> Result<Option<Zeroizing<String>>, OutboundError> {
        let secret = self.rows.secret(SMARTHOST).await?;
        Ok(secret.map(|secret| Zeroizing::new(String::from_utf8_lossy(&secret).into_owned())))
    }

    /// An empty one is forgotten.
    pub async fn set_password(&self, password: &str) -> Result<(), OutboundError> {
        Ok(self.rows.set_secret(SMARTHOST, password).await?)
    }
}

fn unavailable(error: DeliverError) -> OutboundError {
    OutboundError::Unavailable(StoreError::Database(Arc::new(error)))
}

fn end_name(end: &TurnEnd) -> &'static str {
    match end {
        TurnEnd::Again { .. } => "put off",
        TurnEnd::Done { state, .. } => state.name(),
    }
}

fn reason(ended: &Ended) -> String {
    shortened(format!("{} {}", ended.status, ended.said).trim())
}

/// One line of what others say.
fn shortened(said: &str) -> String {
    let one_line: String =
        said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_REASON_LETTERS).collect();
    one_line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The header of a message, for the report of it.
fn header(message: &Bytes) -> Bytes {
    let end = memchr::memmem::find(message, b"\r\n\r\n").map_or(message.len(), |end| end + 2);
    message.slice(..end.min(MOST_HEADER_BYTES))
}

/// Of a header that is sent back.
const MOST_HEADER_BYTES: usize = 16 * 1024;

fn listed(row: OutboundRow) -> Listed {
    Listed {
        id: row.id,
        class: row.class,
        person: row.person,
        recipient: row.recipient,
        created: row.created,
        due: row.due,
        attempts: row.attempts,
        has_failed: row.state == OutboundState::Failed,
        reason: row.reason,
    }
}

#[cfg(test)]
mod tests;
