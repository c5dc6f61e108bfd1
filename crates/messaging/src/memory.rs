//! A post office that keeps everything in memory: for tests of telephone, mail and desk under virtual time.
//!
//! It is a full maker, held to the same suite as the one over the store.

mod folder;
mod mailbox;

use crate::delivery::{DeliverError, Delivered, Delivery};
use crate::mailbox::{Answer, Mailbox, MailboxError, MessageRef};
use crate::post::Post;
use crate::receipts::Receipting;
use crate::sorting::{self, Sorted};
use directory::People;
use domain::id::UserId;
use folder::{Kept, Stand};
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Mailboxes of some people, in memory. Clones are the same office.
#[derive(Clone)]
pub struct PostOffice {
    people: Arc<People>,
    rooms: Arc<Mutex<Rooms>>,
}

/// All that is kept.
#[derive(Default)]
struct Rooms {
    mailboxes: HashMap<UserId, Stand>,
    deliveries: HashMap<String, Delivered>,
    watched: HashMap<UserId, watch::Sender<u64>>,
    last_message: i64,
    last_folder: i64,
    change: u64,
}

impl PostOffice {
    /// For these people; whoever is not among them gets no message.
    pub fn new(people: Arc<People>) -> Self {
        let mut rooms = Rooms::default();
        for user in people.users() {
            let stand = Stand::new(&mut rooms.last_folder);
            rooms.mailboxes.insert(user.id, stand);
        }
        Self { people, rooms: Arc::new(Mutex::new(rooms)) }
    }

    fn take(&self, delivery: Delivery) -> Result<Delivered, DeliverError> {
        if let Some(earlier) = self.rooms().deliveries.get(&delivery.key) {
            return Ok(Delivered { again: true, ..earlier.clone() });
        }
        let sorted = sorting::sort(delivery, &self.people)?;
        Ok(self.rooms().keep(sorted))
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        lock(&self.rooms)
    }
}

/// Every change is made on values that cannot panic half-way: a poisoned lock guards whole rooms.
fn lock(rooms: &Mutex<Rooms>) -> MutexGuard<'_, Rooms> {
    rooms.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Rooms {
    fn keep(&mut self, sorted: Sorted) -> Delivered {
        if let Some(earlier) = self.deliveries.get(&sorted.key) {
            return Delivered { again: true, ..earlier.clone() };
        }
        let delivered = Delivered { message: self.next_message(), kind: sorted.kept.kind, again: false };
        let kept =
            Arc::new(Kept { message: delivered.message.clone(), octets: sorted.message, kept: sorted.kept });
        for user in sorted.to {
            if let Some(mailbox) = self.mailboxes.get_mut(&user) {
                mailbox.deliver(&kept, sorted.at);
            }
            self.changed(user);
        }
        self.deliveries.insert(sorted.key, delivered.clone());
        delivered
    }

    fn next_message(&mut self) -> MessageRef {
        self.last_message += 1;
        MessageRef::from(domain::id::MessageId::new(self.last_message))
    }

    fn changed(&mut self, user: UserId) {
        self.change += 1;
        self.watched.entry(user).or_insert_with(|| watch::channel(0).0).send_replace(self.change);
    }

    fn watch(&mut self, user: UserId) -> watch::Receiver<u64> {
        let change = self.change;
        self.watched.entry(user).or_insert_with(|| watch::channel(change).0).subscribe()
    }
}

impl Post for PostOffice {
    fn mailbox(&self, user: UserId) -> Arc<dyn Mailbox> {
        let mailbox = mailbox::MemoryMailbox { owner: user, rooms: Arc::clone(&self.rooms) };
        Arc::new(Receipting { mailbox, post: self.clone(), people: Arc::clone(&self.people) })
    }

    fn deliver(&self, delivery: Delivery) -> BoxFuture<'_, Result<Delivered, DeliverError>> {
        Box::pin(std::future::ready(self.take(delivery)))
    }

    fn usage(&self, user: UserId) -> Answer<'_, u64> {
        let octets = self.rooms().mailboxes.get(&user).map(Stand::octets);
        Box::pin(std::future::ready(octets.ok_or(MailboxError::NoSuchFolder)))
    }
}

#[cfg(test)]
mod tests;
