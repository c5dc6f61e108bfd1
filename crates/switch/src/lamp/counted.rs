//! What a mailbox makes a lamp show.

use domain::lamp::{self, ANNOUNCED, Lamp, Reset, Voice};
use messaging::{Entry, Filter, Kind, Mailbox, MailboxError};
use std::sync::Arc;

/// Entries asked for at once: the most that the door gives.
const PAGE: usize = 500;
/// A lamp that counts higher is lit all the same.
const MOST_NEW: usize = 5_000;

/// The lamp for these mailboxes together, as they stand.
pub async fn lamp(mailboxes: &[Arc<dyn Mailbox>], reset: Reset) -> Result<Lamp, MailboxError> {
    let mut all = Voice::default();
    for mailbox in mailboxes {
        all = all.and(voice(&**mailbox, reset).await?);
    }
    Ok(lamp::shown(all, reset))
}

async fn voice(mailbox: &dyn Mailbox, reset: Reset) -> Result<Voice, MailboxError> {
    let counts = mailbox.counts().await?;
    let new_since_menu = match reset {
        Reset::Read => counts.new_voice,
        Reset::Menu => not_announced(mailbox).await?,
    };
    Ok(Voice { new: counts.new_voice, old: counts.old_voice, new_since_menu })
}

/// New voice messages that came after their owner last opened the message menu.
async fn not_announced(mailbox: &dyn Mailbox) -> Result<u32, MailboxError> {
    let inbox = mailbox.folders().await?.first().map(|folder| folder.id).ok_or(MailboxError::NoSuchFolder)?;
    let filter = Filter { kind: Some(Kind::Voice), seen: Some(false) };
    let (mut looked_at, mut counted, mut before) = (0, 0, None);
    while looked_at < MOST_NEW {
        let page = mailbox.newest(inbox, filter, before, PAGE).await?;
        looked_at += page.len();
        counted += page.iter().filter(|entry| !entry.flags.has_keyword(ANNOUNCED)).count();
        before = page.last().map(Entry::position);
        if page.len() < PAGE {
            break;
        }
    }
    Ok(u32::try_from(counted).unwrap_or(u32::MAX))
}
