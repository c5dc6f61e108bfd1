//! Owners are told of new messages on their pagers and mobile telephones: by a short mail to the gateway that reaches these, for
//! the same messages, at the same hours and after the same delay as calls are made.
//!
//! A mail has a key of what it tells, so that a crash before this is kept sends nothing twice.

use crate::delivery::{Body, DeliverError, Delivery, Page};
use crate::letters;
use crate::mailbox::{MailboxError, Sender};
use crate::post::Post;
use crate::waiting::{kind, new_entries, waiting};
use directory::{Directory, People, User};
use domain::id::UserId;
use domain::outcall::{self, Decision, Wish};
use domain::settings;
use domain::site_field;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::{Change, Changes, StoreError, TenantStore};
use tokio::sync::watch;

/// How often everybody is looked at who has a pager: settings of the whole company change, and clocks do.
const SWEEP: Duration = Duration::from_secs(300);
/// What could not be told is tried again after so long.
const AGAIN: Duration = Duration::from_secs(5);
/// The directory hears of changes at the same time, and has read them by then.
const SETTLES: Duration = Duration::from_secs(1);
/// Changes looked through; after more, everybody is looked at.
const PAGE: usize = 1000;

/// Who tells.
pub struct Pages {
    store: TenantStore,
    directory: Arc<dyn Directory>,
    post: Arc<dyn Post>,
    /// When each is to be looked at again.
    due: HashMap<UserId, Timestamp>,
}

/// Why it is not told now.
#[derive(Debug, thiserror::Error)]
enum Untold {
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Deliver(#[from] DeliverError),
}

/// Tells until `closing` says `true`.
pub async fn run(mut pages: Pages, mut closing: watch::Receiver<bool>) {
    let mut changes = pages.store.changes().watch();
    let mut seen = *changes.borrow_and_update();
    // Its first tick comes at once.
    let mut sweep = tokio::time::interval(SWEEP);
    loop {
        pages.tell_due(Timestamp::now()).await;
        let woken = tokio::select! {
            _ = closing.wait_for(|closing| *closing) => Woken::Closing,
            changed = changes.changed() => if changed.is_ok() { Woken::News } else { Woken::Closing },
            () = pages.next() => Woken::Due,
            _ = sweep.tick() => Woken::Sweep,
        };
        match woken {
            Woken::News => {
                let now = *changes.borrow_and_update();
                pages.look_at_news(seen).await;
                seen = now;
            }
            Woken::Due => {}
            Woken::Sweep => pages.look_at_all(Timestamp::now()),
            Woken::Closing => return,
        }
    }
}

/// What there is to do.
enum Woken {
    News,
    /// Somebody is to be looked at.
    Due,
    Sweep,
    Closing,
}

/// In the name of the number of voice mail, where the company has one for all: what is answered or called back goes there.
fn sender(people: &People) -> String {
    let company = people.settings_of(None);
    let template = company.get(&settings::MAIL_SENDER_TEMPLATE);
    match company.get(&settings::COMMON_NUMBER).0 {
        number if number.is_empty() => letters::own_address(people),
        number => template.address(&number, &people.realm),
    }
}

impl Pages {
    pub(crate) fn new(store: &TenantStore, directory: Arc<dyn Directory>, post: Arc<dyn Post>) -> Self {
        Self { store: store.clone(), directory, post, due: HashMap::new() }
    }

    fn look_at_all(&mut self, at: Timestamp) {
        let people = self.directory.people();
        let has_pager = |user: &UserId| !outcall::paged_at(&people.settings_of(Some(*user))).is_empty();
        self.due.extend(people.users().map(|user| user.id).filter(has_pager).map(|user| (user, at)));
    }

    /// Whose messages or settings have changed.
    async fn look_at_news(&mut self, seen: u64) {
        let at = Timestamp::now() + SETTLES;
        match self.store.changes().since(seen, PAGE).await {
            Ok(Changes::Rows(rows)) if rows.len() < PAGE && !rows.iter().any(is_of_everybody) => {
                let users = rows.into_iter().filter(|row| row.kind != "call").filter_map(|row| row.user);
                self.due.extend(users.map(|user| (user, at)));
            }
            _ => self.look_at_all(at),
        }
    }

    /// Until somebody is to be looked at.
    async fn next(&self) {
        match self.due.values().min() {
            Some(at) => {
                let wait = at.duration_since(Timestamp::now());
                tokio::time::sleep(Duration::try_from(wait).unwrap_or_default()).await;
            }
            None => std::future::pending().await,
        }
    }

    async fn tell_due(&mut self, now: Timestamp) {
        let due: Vec<UserId> = self.due.iter().filter(|(_, at)| **at <= now).map(|(user, _)| *user).collect();
        for user in due {
            self.due.remove(&user);
            match self.tell(user, now).await {
                Ok(None) => {}
                Ok(Some(at)) => drop(self.due.insert(user, at)),
                Err(error) => {
                    tracing::warn!(user = user.get(), %error, "a pager is told later");
                    self.due.insert(user, now + AGAIN);
                }
            }
        }
    }

    /// Tells what there is to tell; when to look again.
    async fn tell(&self, person: UserId, now: Timestamp) -> Result<Option<Timestamp>, Untold> {
        let people = self.directory.people();
        let Some(user) = people.user(person) else { return Ok(None) };
        let settings = people.settings_of(Some(person));
        let to = outcall::paged_at(&settings);
        if to.is_empty() {
            return Ok(None);
        }
        let wish = Wish::paged(&settings, directory::zone_of(user));
        let entries = new_entries(&*self.post.mailbox(person)).await?;
        let past = self.store.pages().of(person).await?;
        let waiting: Vec<_> = entries.iter().map(waiting).collect();
        let past = match outcall::decide(&wish, now, &waiting, past.as_ref()) {
            Decision::Nothing => return Ok(None),
            Decision::Wait(at) => return Ok(Some(at)),
            Decision::Call { past, .. } => past,
        };
        // The newest that it is about speaks for all of them.
        let Some(entry) = entries.iter().find(|entry| entry.received == past.up_to) else { return Ok(None) };
        let page = Page {
            person,
            to,
            language: user.language,
            zone: user.zone.clone(),
            kind: kind(entry),
            from: entry.from.clone(),
            by: sender(&people),
            site: site_field::field(&settings, people.sites()),
            seconds: entry.seconds.unwrap_or(0),
            received: entry.received,
            at: now,
        };
        self.send(user, page).await?;
        self.store.pages().keep(person, past).await?;
        tracing::info!(user = person.get(), "told by pager that messages wait");
        Ok(None)
    }

    /// Once, however often it is tried.
    async fn send(&self, user: &User, page: Page) -> Result<(), Untold> {
        let key = format!("page-{}-{}", user.id, page.received.as_microsecond());
        let at = page.at;
        let delivery = Delivery { key, to: Vec::new(), from: Sender::default(), at, body: Body::Page(page) };
        self.post.deliver(delivery).await?;
        Ok(())
    }
}

/// A setting of the company, or of all its people.
fn is_of_everybody(row: &Change) -> bool {
    row.kind == "setting" && row.user.is_none()
}
