//! What the mail room counts for `/metrics`.

use std::sync::atomic::{AtomicU64, Ordering};

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
