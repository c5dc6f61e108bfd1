//! The sound of a voice message, for telephone and desk.

use crate::mailbox::{Entry, Mailbox, MailboxError};
use crate::parts;
use std::sync::Arc;

/// The sound as the message carries it: for what was recorded here a WAV file, PCM 16 bit, 8 kHz, mono.
pub async fn audio(mailbox: &dyn Mailbox, entry: &Entry) -> Result<Arc<[u8]>, MailboxError> {
    let part = parts::sound(&entry.structure).ok_or(MailboxError::NoSuchMessage)?;
    let content = mailbox.read(&entry.message, part.content.clone()).await?;
    let part = part.clone();
    // Minutes of sound take milliseconds, in which nobody else is to wait.
    let sound = tokio::task::spawn_blocking(move || parts::octets(&part, &content).into());
    sound.await.map_err(|error| MailboxError::Unavailable(Box::new(error)))
}
