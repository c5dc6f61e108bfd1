//! The post office over our own store.

mod callers;
mod described;
mod mailbox;
mod rows;
mod watching;

use crate::delivery::{DeliverError, Delivered, Delivery};
use crate::folder_name::INBOX;
use crate::letters::{Letters, Stationery};
use crate::mailbox::{Answer, Kind, Mailbox, MailboxError, MessageRef};
use crate::outbound::{self, Outbound, OutboundError};
use crate::pages::Pages;
use crate::post::Post;
use crate::quota;
use crate::receipts::Receipting;
use crate::sorting::{self, Leaving, Sorted};
use crate::transcripts::Transcripts;
use bytes::Bytes;
use described::Described;
use directory::{Directory, People};
use domain::id::{FolderId, UserId};
use domain::quota::Verdict;
use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use mailbox::StoreMailbox;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::messages::{Destinations, FolderRow, Messages, MessagesError, NewMessage, Shelves};
use store::{DiskRoom, NewOutbound, StoreError, TenantStore};
use watching::Watching;

/// Mailboxes of a tenant's people in the store. Clones are the same office.
#[derive(Clone)]
pub struct PostOffice {
    office: Arc<Office>,
}

struct Office {
    store: TenantStore,
    messages: Messages,
    directory: Arc<dyn Directory>,
    /// Inboxes do not move: what was opened once is delivered to without looking.
    inboxes: Mutex<HashMap<UserId, FolderId>>,
    described: Described,
    watching: Arc<Watching>,
    new_voice: NewVoice,
}

/// What becomes of a voice message that is delivered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NewVoice {
    Stays,
    BecomesText,
}

impl PostOffice {
    /// Called within a runtime: a task tells watchers of changes for as long as the office lives.
    pub fn new(store: TenantStore, directory: Arc<dyn Directory>) -> Self {
        Self::open(store, directory, NewVoice::Stays)
    }

    /// The same, where somebody fetches [`PostOffice::transcripts`]: voice messages that are delivered wait there.
    pub fn transcribing(store: TenantStore, directory: Arc<dyn Directory>) -> Self {
        Self::open(store, directory, NewVoice::BecomesText)
    }

    fn open(store: TenantStore, directory: Arc<dyn Directory>, new_voice: NewVoice) -> Self {
        let watching = Watching::begin(&store);
        let messages = store.messages();
        let (inboxes, described) = (Mutex::default(), Described::default());
        Self {
            office: Arc::new(Office { store, messages, directory, inboxes, described, watching, new_voice }),
        }
    }

    /// Voice messages that shall become text. `turn` is how long one who has claimed one may take; `node` as in
    /// [`PostOffice::outbound`].
    pub fn transcripts(&self, node: &str, turn: SignedDuration) -> Transcripts {
        Transcripts::new(&self.office.store, self.office.directory.clone(), node, turn)
    }

    /// What leaves the house because of its messages. `node` is this process among others that share the store.
    pub fn outbound(&self, node: &str) -> Outbound {
        Outbound::new(&self.office.store, self.office.directory.clone(), Arc::new(self.clone()), node)
    }
}

impl PostOffice {
    /// What pagers are told.
    pub fn pages(&self) -> Pages {
        Pages::new(&self.office.store, self.office.directory.clone(), Arc::new(self.clone()))
    }

    /// What the house writes to its people by itself.
    pub fn letters(&self, stationery: Stationery) -> Letters {
        Letters::new(&self.office.store, self.office.directory.clone(), Arc::new(self.clone()), stationery)
    }

    async fn log_what_is_over(&self, delivery: &Delivery) {
        let Some(arrival) = delivery.body.arrival() else { return };
        let people = self.office.directory.people();
        for user in &delivery.to {
            let verdict = quota::judge(self, &people, *user, arrival).await;
            if matches!(verdict, Ok(Verdict::TakenOver)) {
                tracing::info!(user = user.get(), "a message is kept although the mailbox is full");
            }
        }
    }

    /// Whose folder of this name holds messages.
    pub async fn waiting_in(&self, folder: &'static str) -> Result<Vec<UserId>, MailboxError> {
        Ok(self.office.messages.owners_with(folder).await.map_err(MessagesError::from)?)
    }
}

impl Post for PostOffice {
    fn mailbox(&self, user: UserId) -> Arc<dyn Mailbox> {
        let mailbox = StoreMailbox::new(user, Arc::clone(&self.office));
        let people = self.office.directory.people();
        Arc::new(Receipting { mailbox, post: self.clone(), people })
    }

    fn deliver(&self, delivery: Delivery) -> BoxFuture<'_, Result<Delivered, DeliverError>> {
        Box::pin(async move {
            self.log_what_is_over(&delivery).await;
            let delivery = callers::named(&*self.office.directory, delivery).await;
            self.office.deliver(delivery).await
        })
    }

    fn usage(&self, user: UserId) -> Answer<'_, u64> {
        Box::pin(self.office.usage(user))
    }

    fn returned<'a>(&'a self, token: &'a str, notice: Bytes) -> BoxFuture<'a, Result<(), DeliverError>> {
        Box::pin(async move {
            self.outbound("").returned(token, notice).await.map_err(|error| match error {
                OutboundError::NoSuchWork => DeliverError::NoSuchRecipient,
                OutboundError::Unavailable(error) => DeliverError::Unavailable(Box::new(error)),
            })
        })
    }
}

/// As the store keeps it; due at once.
fn work(leaving: Leaving) -> NewOutbound {
    NewOutbound {
        kind: outbound::Kind::Mail.name(),
        class: leaving.class.name(),
        person: leaving.person,
        recipient: leaving.to.into(),
        token: outbound::token(),
        due: jiff::Timestamp::now(),
        message: leaving.message,
    }
}

/// The message, and what is kept beside it.
fn composed(delivery: Delivery, people: &People) -> Result<(Sorted, NewMessage), DeliverError> {
    let sorted = sorting::sort(delivery, people)?;
    let row = rows::new_message(&sorted.kept, &sorted.message, sorted.at)
        .map_err(|error| DeliverError::Unavailable(Box::new(error)))?;
    Ok((sorted, row))
}

impl Office {
    async fn deliver(&self, delivery: Delivery) -> Result<Delivered, DeliverError> {
        let people = self.directory.people();
        // A long recording takes milliseconds, in which nobody else is to wait.
        let made = tokio::task::spawn_blocking(move || composed(delivery, &people));
        let (sorted, message_row) =
            made.await.map_err(|error| DeliverError::Unavailable(Box::new(error)))??;
        if self.messages.room() == DiskRoom::Scarce {
            return Err(DeliverError::DiskFull);
        }
        let Sorted { key, to, message, leaving, .. } = sorted;
        let transcript = self.transcript(&message_row, to.first().copied());
        let mut inboxes = Vec::with_capacity(to.len());
        for user in to {
            inboxes.push((user, self.inbox(user).await.map_err(refusal)?));
        }
        let delivered = self
            .messages
            .deliver(
                key,
                message_row,
                message,
                Destinations { inboxes, leaving: leaving.into_iter().map(work).collect(), transcript },
            )
            .await
            .map_err(|error| refusal(error.into()))?;
        let kind = rows::kind(&delivered.kind);
        Ok(Delivered { message: MessageRef::from(delivered.message), kind, again: delivered.again })
    }

    /// The language of its first reader, if a message shall become text.
    fn transcript(&self, message: &NewMessage, to: Option<UserId>) -> Option<String> {
        let wanted = self.new_voice == NewVoice::BecomesText && rows::kind(&message.row.kind) == Kind::Voice;
        let people = self.directory.people();
        let reader = to.filter(|_| wanted).and_then(|user| people.user(user))?;
        Some(reader.language.tag().to_owned())
    }

    async fn inbox(&self, user: UserId) -> Result<FolderId, MailboxError> {
        let known = lock(&self.inboxes).get(&user).copied();
        match known {
            Some(inbox) => Ok(inbox),
            None => {
                self.open(user).await?;
                lock(&self.inboxes).get(&user).copied().ok_or(MailboxError::NoSuchFolder)
            }
        }
    }

    /// The folders of a person; made at the first time.
    async fn open(&self, user: UserId) -> Result<Vec<FolderRow>, MailboxError> {
        if self.directory.people().user(user).is_none() {
            return Err(MailboxError::NoSuchFolder);
        }
        let folders = self.messages.of(user).open(&rows::FIRST_FOLDERS, now_seconds()).await?;
        if let Some(inbox) = folders.iter().find(|folder| folder.name == INBOX) {
            lock(&self.inboxes).insert(user, inbox.id);
        }
        Ok(folders)
    }

    async fn usage(&self, user: UserId) -> Result<u64, MailboxError> {
        if self.directory.people().user(user).is_none() {
            return Err(MailboxError::NoSuchFolder);
        }
        Ok(self.shelves(user).octets().await?)
    }

    fn shelves(&self, user: UserId) -> Shelves {
        self.messages.of(user)
    }
}

/// Maps and sets behind these locks are whole after every statement.
fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// For a folder's UIDVALIDITY.
fn now_seconds() -> u32 {
    u32::try_from(jiff::Timestamp::now().as_second()).unwrap_or(u32::MAX)
}

fn refusal(error: MailboxError) -> DeliverError {
    match error {
        MailboxError::NoSuchFolder => DeliverError::NoSuchRecipient,
        MailboxError::DiskFull => DeliverError::DiskFull,
        other => DeliverError::Unavailable(Box::new(other)),
    }
}

impl From<MessagesError> for MailboxError {
    fn from(error: MessagesError) -> Self {
        match error {
            MessagesError::NoSuchFolder => MailboxError::NoSuchFolder,
            MessagesError::FolderExists => MailboxError::FolderExists,
            MessagesError::Store(StoreError::Scarce) => MailboxError::DiskFull,
            MessagesError::Store(error) => MailboxError::Unavailable(Box::new(error)),
        }
    }
}

#[cfg(test)]
mod tests;
