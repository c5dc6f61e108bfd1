//! The desk's two narrow doors into the store: a person's calls, and the changes by number.

use api::{Call, Change, Changes, Direction, DoorError, Journal, Since};
use domain::id::UserId;
use futures_util::future::BoxFuture;
use store::{CallRecord, TenantStore};
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
            let page = self
                .0
                .journal()
                .page(user, before, limit)
                .await
                .map_err(|error| DoorError(Box::new(error)))?;
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
        outcome: record.outcome.name(),
        seconds: record.seconds,
        message: record.message.filter(|_| own),
        why: own.then_some(record.why),
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
            let changes =
                self.0.changes().since(seq, limit).await.map_err(|error| DoorError(Box::new(error)))?;
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
