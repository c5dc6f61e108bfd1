//! The sound of a voice message, for telephone and desk.

use crate::mailbox::{Entry, Mailbox, MailboxError};
use crate::parts;
use crate::structure::Part;
use std::sync::Arc;

/// Comments on comments; more are not played.
const MOST_SOUNDS: usize = 50;

/// The sound as the message carries it: for what was recorded here a WAV file, PCM 16 bit, 8 kHz, mono.
pub async fn audio(mailbox: &dyn Mailbox, entry: &Entry) -> Result<Arc<[u8]>, MailboxError> {
    let part = parts::sound(&entry.structure).ok_or(MailboxError::NoSuchMessage)?;
    sound(mailbox, entry, part).await
}

async fn sound(mailbox: &dyn Mailbox, entry: &Entry, part: &Part) -> Result<Arc<[u8]>, MailboxError> {
    let content = mailbox.read(&entry.message, part.content.clone()).await?;
    let part = part.clone();
    // Minutes of sound take milliseconds, in which nobody else is to wait.
    let sound = tokio::task::spawn_blocking(move || parts::octets(&part, &content).into());
    sound.await.map_err(|error| MailboxError::Unavailable(Box::new(error)))
}

/// All sounds of a message in their order. [`MailboxError::NoSuchMessage`] where there is none.
pub async fn sounds(mailbox: &dyn Mailbox, entry: &Entry) -> Result<Vec<Arc<[u8]>>, MailboxError> {
    let mut sounds = Vec::new();
    for part in parts::sounds(&entry.structure).into_iter().take(MOST_SOUNDS) {
        sounds.push(sound(mailbox, entry, part).await?);
    }
    if sounds.is_empty() { Err(MailboxError::NoSuchMessage) } else { Ok(sounds) }
}
