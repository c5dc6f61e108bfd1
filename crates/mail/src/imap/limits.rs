//! How much an IMAP client may ask for and how long it may wait.

use super::frame::FrameLimits;
use std::time::Duration;

/// Limits that an administrator may change.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest message that APPEND takes; told as APPENDLIMIT (RFC 7889).
    pub append_limit_bytes: u32,
    /// A household of clients behind one address; each holds several connections.
    pub connections_per_address: u32,
    pub connections: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { append_limit_bytes: 25_000_000, connections_per_address: 50, connections: 10_000 }
    }
}

/// Before log-in: a client says who it is, or goes.
pub(crate) const LOG_IN_TIMEOUT: Duration = Duration::from_secs(60);
/// After it: at least 30 minutes by RFC 3501 §5.4. IDLE counts as silence (RFC 2177: repeat it every 29 minutes).
pub(crate) const SILENCE_TIMEOUT: Duration = Duration::from_secs(30 * 60);
/// How often a mailbox without hints is asked for news.
pub(crate) const POLL: Duration = Duration::from_secs(2);
/// Commands that make no sense, before the connection is closed.
pub(crate) const BAD_COMMANDS: u32 = 10;
/// Wrong passwords on one connection, before it is closed.
pub(crate) const LOG_IN_TRIES: u32 = 5;
/// A SASL PLAIN response: three strings of at most 255 octets, in base64 (RFC 4616).
pub(crate) const SASL_LINE_BYTES: usize = 4096;

/// Before log-in nobody needs more than a name and a password.
const BEFORE_LOG_IN: FrameLimits =
    FrameLimits { line_bytes: 8 * 1024, literal_bytes: 2048, append_bytes: 2048 };

impl Limits {
    pub(crate) fn frames(&self, logged_in: bool) -> FrameLimits {
        let append_bytes = self.append_limit_bytes as usize;
        let after = FrameLimits { line_bytes: 64 * 1024, literal_bytes: 64 * 1024, append_bytes };
        if logged_in { after } else { BEFORE_LOG_IN }
    }
}
