//! The new messages of an inbox, as decisions about telling its owner ask for them.

use crate::mailbox::{Entry, Filter, Kind, Mailbox, MailboxError};
use crate::marks::Context;
use domain::outcall::{self, Waiting};

/// New messages that are looked at, of both kinds: the most that a page gives. Who has more is told of these.
const LOOKED_AT: usize = 500;

/// The newest of what is new, the newest first.
pub async fn new_entries(mailbox: &dyn Mailbox) -> Result<Vec<Entry>, MailboxError> {
    let inbox = mailbox.folders().await?.first().map(|folder| folder.id).ok_or(MailboxError::NoSuchFolder)?;
    let new = Filter { kind: None, seen: Some(false) };
    mailbox.newest(inbox, new, None, LOOKED_AT).await
}

pub fn waiting(entry: &Entry) -> Waiting {
    Waiting { kind: kind(entry), received: entry.received, urgent: entry.structure.marks.urgent }
}

pub(crate) fn kind(entry: &Entry) -> outcall::Kind {
    match (entry.kind, entry.structure.marks.context) {
        (Kind::Voice, _) => outcall::Kind::Voice,
        (Kind::Email, Context::Fax) => outcall::Kind::Fax,
        (Kind::Email, _) => outcall::Kind::Mail,
    }
}
