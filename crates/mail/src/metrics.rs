//! What the mail room counts for `/metrics`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Counters since start; the two `*_open` are levels.
#[derive(Debug, Default)]
pub struct Metrics {
    pub imap_open: AtomicU64,
    pub imap_sessions: AtomicU64,
    pub imap_log_ins: AtomicU64,
    pub imap_log_ins_refused: AtomicU64,
    pub imap_commands: AtomicU64,
    pub smtp_open: AtomicU64,
    pub smtp_sessions: AtomicU64,
    pub smtp_messages: AtomicU64,
    pub smtp_bytes: AtomicU64,
    pub smtp_refused: AtomicU64,
    pub smtp_deferred: AtomicU64,
    /// Connections turned away at a limit, both protocols.
    pub turned_away: AtomicU64,
    /// Mails for elsewhere that wait; since when the oldest does, in seconds since 1970, 0 for none.
    pub outbox_waiting: AtomicU64,
    pub outbox_oldest: AtomicU64,
    pub outbox_sent: AtomicU64,
    pub outbox_deferred: AtomicU64,
    pub outbox_refused: AtomicU64,
    outbox_trouble: Mutex<Option<String>>,
}

impl Metrics {
    /// Why mail for elsewhere cannot be sent at present.
    pub fn outbox_trouble(&self) -> Option<String> {
        self.outbox_trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_outbox_trouble(&self, trouble: Option<String>) {
        *self.outbox_trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// Raises a level while it lives.
pub(crate) struct Level<'a>(&'a AtomicU64);

impl<'a> Level<'a> {
    pub(crate) fn raise(level: &'a AtomicU64) -> Self {
        level.fetch_add(1, Ordering::Relaxed);
        Self(level)
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
