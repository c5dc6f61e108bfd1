//! What outlives the process and nobody waits for is written behind what it tells of, much of it with one commit:
//! registrations and the journal's rows.

use crate::bindings::{Binding, rows};
use crate::ground::Ground;
use domain::id::DeviceId;
use jiff::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::CallRecord;
use tokio::sync::Notify;
use tracing::{error, warn};

/// What comes within so long is written together. On a crash a phone is lost at worst until it registers anew, and the
/// journal of calls that ended so shortly before.
const TOGETHER: Duration = Duration::from_millis(250);
/// After so long a store that did not answer is asked again.
const AGAIN: Duration = Duration::from_secs(5);
/// Rows that wait for a store that does not answer; of further ones the oldest are given up.
const WAITING_ROWS: usize = 20_000;

/// What waits to be written, but for bindings: those know themselves what has changed.
#[derive(Default)]
pub struct Keeping {
    calls: Mutex<Vec<CallRecord>>,
    more: Notify,
}

impl Keeping {
    /// Some bindings have changed.
    pub fn bindings_changed(&self) {
        self.more.notify_one();
    }

    /// A call is over.
    pub fn call(&self, row: CallRecord) {
        self.calls().push(row);
        self.more.notify_one();
    }

    /// Writes what comes, until the switch closes.
    pub async fn follow(ground: Arc<Ground>) {
        let mut closing = ground.closing.clone();
        loop {
            tokio::select! {
                () = ground.keeping.more.notified() => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
            let is_written = ground.keeping.write(&ground).await;
            if !is_written {
                ground.keeping.more.notify_one();
            }
            tokio::select! {
                () = tokio::time::sleep(if is_written { TOGETHER } else { AGAIN }) => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
    }

    /// Writes what there is; whether it could. What could not is left to the next time.
    pub async fn write(&self, ground: &Ground) -> bool {
        let (bindings, calls) = tokio::join!(self.write_bindings(ground), self.write_calls(ground));
        bindings && calls
    }

    async fn write_bindings(&self, ground: &Ground) -> bool {
        let changed = ground.with_bindings(|bindings| bindings.take_changed(Timestamp::now()));
        if changed.is_empty() {
            return true;
        }
        let devices: Vec<DeviceId> = changed.iter().map(|(device, _)| *device).collect();
        let rows = |(device, bindings): (DeviceId, Vec<Binding>)| {
            (device, bindings.iter().map(|binding| rows::row(device, binding)).collect())
        };
        let written = ground.tenant.bindings().replace(changed.into_iter().map(rows).collect()).await;
        if let Err(error) = &written {
            warn!(%error, "registrations wait for the store");
            ground.with_bindings(|bindings| bindings.note_changed(devices));
        }
        written.is_ok()
    }

    async fn write_calls(&self, ground: &Ground) -> bool {
        let calls = std::mem::take(&mut *self.calls());
        if calls.is_empty() {
            return true;
        }
        let written = ground.tenant.journal().append(calls.clone()).await;
        if let Err(error) = &written {
            warn!(%error, "the journal waits for the store");
            self.back(calls);
        }
        written.is_ok()
    }

    /// These could not be written. They come first.
    fn back(&self, mut unwritten: Vec<CallRecord>) {
        let mut calls = self.calls();
        unwritten.append(&mut calls);
        let lost = unwritten.len().saturating_sub(WAITING_ROWS);
        if lost > 0 {
            error!(lost, "calls are missing in the journal");
        }
        *calls = unwritten.split_off(lost);
    }

    fn calls(&self) -> MutexGuard<'_, Vec<CallRecord>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::CallId;
    use store::Outcome;

    fn call(number: u64) -> CallRecord {
        CallRecord {
            id: CallId::new("node", number),
            at: Timestamp::UNIX_EPOCH,
            answered_at: None,
            ended_at: Timestamp::UNIX_EPOCH,
            caller_number: String::new(),
            caller_name: String::new(),
            caller_user: None,
            called_number: String::new(),
            called_user: None,
            outcome: Outcome::Missed,
            seconds: 0,
            message: None,
            why: String::new(),
            quality: String::new(),
        }
    }

    #[test]
    fn rows_that_could_not_be_written_come_first_and_the_oldest_are_given_up() {
        let keeping = Keeping::default();
        keeping.call(call(3));
        keeping.back(vec![call(1), call(2)]);
        assert_eq!(*keeping.calls(), [call(1), call(2), call(3)]);
        keeping.back((10..10 + WAITING_ROWS as u64).map(call).collect());
        let calls = keeping.calls();
        assert_eq!(
            (calls.len(), &calls[WAITING_ROWS - 3..]),
            (WAITING_ROWS, &[call(1), call(2), call(3)][..])
        );
    }
}
