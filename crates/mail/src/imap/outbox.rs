//! What goes to the client: gathered and written at once, in pieces when it is much.

use crate::wire::{Wire, send};
use std::io;

/// So much is gathered before it is written: one TLS flight, few system calls.
const GATHER_BYTES: usize = 64 * 1024;
/// A buffer larger than this is given back when the connection rests.
const KEEP_BYTES: usize = 4 * 1024;

/// The answer under way.
pub(crate) struct Outbox {
    wire: Wire,
    gathered: Vec<u8>,
    sent: u64,
}

/// A place in the answer to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark(u64);

impl Outbox {
    pub(crate) fn new(wire: Wire) -> Self {
        Self { wire, gathered: Vec::new(), sent: 0 }
    }

    pub(crate) fn wire(&mut self) -> &mut Wire {
        &mut self.wire
    }

    /// Where answers are written to.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.gathered
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.gathered.extend_from_slice(text.as_bytes());
    }

    /// Writes when much has gathered.
    pub(crate) async fn relieve(&mut self) -> io::Result<()> {
        if self.gathered.len() >= GATHER_BYTES { self.flush().await } else { Ok(()) }
    }

    pub(crate) async fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        send(&mut self.wire, &self.gathered).await?;
        self.sent += self.gathered.len() as u64;
        self.gathered.clear();
        Ok(())
    }

    /// Flushes, and gives memory back: the client may be silent for half an hour now.
    pub(crate) async fn rest(&mut self) -> io::Result<()> {
        self.flush().await?;
        self.gathered.shrink_to(KEEP_BYTES);
        Ok(())
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.sent + self.gathered.len() as u64)
    }

    /// Takes back what was written since; `false` when some of it has gone out.
    #[must_use]
    pub(crate) fn take_back(&mut self, mark: Mark) -> bool {
        let Some(keep) = mark.0.checked_sub(self.sent) else { return false };
        self.gathered.truncate(keep as usize);
        true
    }
}
