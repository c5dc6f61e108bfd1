//! How full a mailbox is: what lies in it against what its owner's settings let it hold.
//!
//! What is under way at the same moment is not counted: together, messages can go beyond a quota by what one more each would.

use crate::mailbox::MailboxError;
use crate::post::Post;
use directory::People;
use domain::id::UserId;
use domain::quota::{self, Arrival, Level, Quota, Verdict};

/// A mailbox as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub quota: Quota,
    /// The bytes of all messages in all folders.
    pub used: u64,
}

impl Held {
    pub fn level(&self) -> Level {
        quota::level(&self.quota, self.used)
    }
}

pub async fn held(post: &dyn Post, people: &People, user: UserId) -> Result<Held, MailboxError> {
    let used = post.usage(user).await?;
    Ok(Held { quota: Quota::of(&people.settings_of(Some(user))), used })
}

/// The same, where a quota is set; where none is, nothing is asked.
pub async fn limited(post: &dyn Post, people: &People, user: UserId) -> Result<Option<Held>, MailboxError> {
    let quota = Quota::of(&people.settings_of(Some(user)));
    if !quota.is_set() {
        return Ok(None);
    }
    Ok(Some(Held { quota, used: post.usage(user).await? }))
}

/// How full it is.
pub async fn level(post: &dyn Post, people: &People, user: UserId) -> Result<Level, MailboxError> {
    let held = limited(post, people, user).await?;
    Ok(held.map_or(Level::Below, |held| held.level()))
}

/// What becomes of a message that arrives.
pub async fn judge(
    post: &dyn Post,
    people: &People,
    user: UserId,
    arrival: Arrival,
) -> Result<Verdict, MailboxError> {
    let held = limited(post, people, user).await?;
    Ok(held.map_or(Verdict::Taken, |held| quota::judge(&held.quota, held.used, arrival)))
}
