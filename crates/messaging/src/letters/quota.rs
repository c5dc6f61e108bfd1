//! Owners hear by mail that their mailboxes fill: once when the warning level is passed and once when one is full.

use super::{LetterError, Letters, letter};
use crate::quota;
use directory::{People, User};
use domain::id::UserId;
use domain::quota::{News, Quota, news};
use domain::settings::{self, Row};
use jiff::Timestamp;
use std::collections::BTreeSet;
use store::{Changes, QuotaTold, StoreError};

/// Whose mailboxes may have become fuller, or emptier.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Concerned {
    Everybody,
    These(BTreeSet<UserId>),
}

impl Concerned {
    /// By what has changed; `most` changes are a page, behind which there may be more.
    pub fn by(changes: &Result<Changes, StoreError>, most: usize) -> Concerned {
        match changes {
            Ok(Changes::Rows(rows)) if rows.len() < most => {
                let of_mailboxes =
                    rows.iter().filter(|row| matches!(row.kind.as_str(), "message" | "folder"));
                Concerned::These(of_mailboxes.filter_map(|row| row.user).collect())
            }
            _ => Concerned::Everybody,
        }
    }

    fn includes(&self, user: UserId) -> bool {
        match self {
            Concerned::Everybody => true,
            Concerned::These(users) => users.contains(&user),
        }
    }
}

impl Letters {
    /// Where a quota is another one, for one or for all, everybody is looked at.
    pub(super) async fn tell_of_new_quotas(&mut self) {
        let keys = [&settings::MAILBOX_QUOTA_MEGABYTES, &settings::MAILBOX_WARN_PERCENT];
        let is_of_quota = |row: &&Row| keys.iter().any(|setting| row.key == setting.definition.key);
        let people = self.directory.people();
        let rows: Vec<Row> = people.settings_of(None).rows.iter().filter(is_of_quota).cloned().collect();
        if rows != self.quota_rows {
            self.quota_rows = rows;
            self.tell_of_quotas(&Concerned::Everybody).await;
        }
    }

    pub(super) async fn tell_of_quotas(&self, concerned: &Concerned) {
        let people = self.directory.people();
        let has_quota = |user: &User| Quota::of(&people.settings_of(Some(user.id))).is_set();
        for user in people.users().filter(|user| concerned.includes(user.id) && has_quota(user)) {
            if let Err(error) = self.tell_of_quota(&people, user).await {
                tracing::warn!(user = user.id.get(), %error, "how full a mailbox is, is told later");
            }
        }
    }

    /// A crash between the letter and what is remembered of it tells nothing twice: both are of one round.
    async fn tell_of_quota(&self, people: &People, user: &User) -> Result<(), LetterError> {
        let rows = self.store.quota_told();
        let held = quota::held(&*self.post, people, user.id).await?;
        let told = rows.of(user.id).await?;
        let round = told.round + 1;
        let level = match news(told.level, held.level()) {
            News::None => return Ok(()),
            News::Forget(level) => level,
            News::Tell(level) => {
                let words = self.words(user.language).await;
                let written = words.mailbox_fills(level, &held);
                let key = format!("quota-{}-{round}", user.id);
                let letter = letter(people, user, &words, written);
                self.deliver(user, key, Timestamp::now(), letter).await?;
                tracing::info!(user = user.id.get(), level = level.name(), "told that the mailbox fills");
                level
            }
        };
        Ok(rows.keep(QuotaTold { person: user.id, level, round }).await?)
    }
}
