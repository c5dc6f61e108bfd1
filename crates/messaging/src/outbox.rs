//! What waits to be sent: messages lie in the folder Outbox of their sender, and leave it once they are delivered.
//!
//! Each is delivered by a key of its own and moved to Sent afterwards: a crash between the two sends nothing twice.

use crate::delivery::{Body, DeliverError, Delivery, Receipt, Sent};
use crate::mailbox::{
    Entry, FlagChange, Flags, Folder, Kind, Mailbox, MailboxError, MessageRef, Sender, SpecialUse,
};
use crate::office::PostOffice;
use crate::post::Post;
use crate::report::What;
use crate::structure;
use bytes::Bytes;
use directory::{Directory, People, Recipient, User};
use domain::id::{FolderId, UserId};
use domain::number::Email;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tracing::{info, warn};

/// The folder's name.
pub const OUTBOX: &str = "Outbox";
/// More lie in no outbox; the rest has its turn the next time.
const MOST_AT_ONCE: usize = 500;
/// How often messages with a time of their own are looked for.
const LOOKS: Duration = Duration::from_secs(30);

/// Which messages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All that are not to wait for a later time: their sender has hung up.
    Ready,
    /// Those whose own time has come. Others may be a call's that is not over.
    Dated,
}

/// The folder in which messages of a person wait; made where it is missing.
pub async fn folder(mailbox: &dyn Mailbox) -> Result<FolderId, MailboxError> {
    let folders = mailbox.folders().await?;
    match folders.iter().find(|folder| folder.name == OUTBOX) {
        Some(folder) => Ok(folder.id),
        None => mailbox.create_folder(OUTBOX).await,
    }
}

/// Takes a message that was composed outside of a call, with a time of its own: kept in its sender's outbox, and sent if that time
/// has come. What fails now is sent by [`run`].
pub async fn hand_in(
    post: &dyn Post,
    people: &People,
    sender: UserId,
    message: Bytes,
    now: Timestamp,
) -> Result<MessageRef, MailboxError> {
    let mailbox = post.mailbox(sender);
    let outbox = folder(&*mailbox).await?;
    let (_, message) = mailbox.append(outbox, message, Flags { seen: true, ..Flags::default() }, now).await?;
    if let Err(error) = send(post, people, sender, now, Which::Dated).await {
        warn!(user = sender.get(), %error, "a message that is taken waits in the outbox");
    }
    Ok(message)
}

/// Sends what is due; answers how many messages. What fails stays and is tried again.
pub async fn send(
    post: &dyn Post,
    people: &People,
    sender: UserId,
    now: Timestamp,
    which: Which,
) -> Result<usize, MailboxError> {
    let Some(sender) = people.user(sender) else { return Ok(0) };
    let mailbox = post.mailbox(sender.id);
    let folders = mailbox.folders().await?;
    let Some(outbox) = folders.iter().find(|folder| folder.name == OUTBOX) else { return Ok(0) };
    let mut sent = 0;
    for entry in mailbox.list(outbox.id, 1..u32::MAX, MOST_AT_ONCE).await? {
        if entry.flags.deleted || !is_from(&entry, sender) {
            continue;
        }
        if !is_due(entry.structure.marks.deliver_at, now, which) {
            continue;
        }
        let round = Round { post, people, sender, now };
        match round.send(&*mailbox, &entry).await {
            Ok(()) => {
                keep_as_sent(&*mailbox, &folders, &entry).await?;
                sent += 1;
            }
            Err(error) => warn!(message = entry.message.as_str(), %error, "a message stays in the outbox"),
        }
    }
    Ok(sent)
}

/// Only what its owner has spoken leaves an outbox: mail clients can put anything into it, in anybody's name.
fn is_from(entry: &Entry, sender: &User) -> bool {
    let written = entry.structure.envelope.from.first().and_then(structure::Mailbox::written);
    let from = written.and_then(|address| Email::parse(&address).ok());
    entry.kind == Kind::Voice && from.as_ref() == Some(&sender.email)
}

fn is_due(deliver_at: Option<Timestamp>, now: Timestamp, which: Which) -> bool {
    match deliver_at {
        Some(at) => at <= now,
        None => which == Which::Ready,
    }
}

/// One sender's messages, now.
struct Round<'a> {
    post: &'a dyn Post,
    people: &'a People,
    sender: &'a Arc<User>,
    now: Timestamp,
}

impl Round<'_> {
    async fn send(&self, mailbox: &dyn Mailbox, entry: &Entry) -> Result<(), SendError> {
        let envelope = &entry.structure.envelope;
        let addresses: Vec<String> =
            envelope.to.iter().chain(&envelope.cc).filter_map(structure::Mailbox::written).collect();
        let (mut to, mut elsewhere, mut lost): (Vec<Arc<User>>, Vec<Email>, Vec<String>) = Default::default();
        for address in addresses {
            match self.people.reached_at(&address) {
                Some(Recipient::Person(user)) => to.push(user),
                Some(Recipient::Elsewhere(email)) if elsewhere.contains(&email) => {}
                Some(Recipient::Elsewhere(email)) => elsewhere.push(email),
                None => lost.push(address),
            }
        }
        if !to.is_empty() || !elsewhere.is_empty() {
            let message = mailbox.read(&entry.message, 0..entry.size).await?;
            let sent = Sent { message, by: self.sender.id, elsewhere };
            self.deliver(entry, to.iter().map(|user| user.id).collect(), sent).await?;
        }
        let wants_receipt = entry.structure.marks.receipt_to.is_some();
        for user in to.iter().filter(|_| wants_receipt) {
            self.tell(entry, What::Delivered, &user.name, user.email.as_str()).await?;
        }
        for address in &lost {
            self.tell(entry, What::Failed, address, address).await?;
        }
        Ok(())
    }

    async fn deliver(&self, entry: &Entry, to: Vec<UserId>, sent: Sent) -> Result<(), SendError> {
        let delivery = Delivery {
            key: format!("outbox {}", entry.message.as_str()),
            to,
            from: Sender {
                name: Some(self.sender.name.clone()),
                number: Some(self.sender.extension.as_str().to_owned()),
                email: Some(self.sender.email.as_str().to_owned()),
            },
            at: self.now,
            body: Body::Sent(sent),
        };
        self.post.deliver(delivery).await?;
        Ok(())
    }

    async fn tell(&self, entry: &Entry, what: What, name: &str, email: &str) -> Result<(), SendError> {
        let receipt = Receipt {
            what,
            recipient_name: name.to_owned(),
            recipient_email: email.to_owned(),
            subject: entry.subject.clone(),
            message_id: entry.structure.envelope.message_id.clone(),
        };
        let key = format!("outbox {} {what:?} {email}", entry.message.as_str());
        let from = Sender { name: Some(name.to_owned()), number: None, email: Some(email.to_owned()) };
        let body = Body::Receipt(receipt);
        self.post.deliver(Delivery { key, to: vec![self.sender.id], from, at: self.now, body }).await?;
        Ok(())
    }
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    #[error(transparent)]
    Deliver(#[from] DeliverError),
}

async fn keep_as_sent(mailbox: &dyn Mailbox, folders: &[Folder], entry: &Entry) -> Result<(), MailboxError> {
    let sent = folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Sent));
    match sent {
        Some(sent) => mailbox.move_to(entry.folder, &[entry.uid], sent.id).await.map(drop),
        None => {
            let deleted = FlagChange::Add(Flags { deleted: true, ..Flags::default() });
            mailbox.set_flags(entry.folder, &[entry.uid], deleted, None).await?;
            mailbox.expunge(entry.folder, Some(&[entry.uid])).await.map(drop)
        }
    }
}

/// Sends until the process is to end: at first what calls have left that ended with the process before, then what has a
/// time of its own.
pub async fn run(office: PostOffice, directory: Arc<dyn Directory>, mut closing: watch::Receiver<bool>) {
    let mut which = Which::Ready;
    loop {
        match office.waiting_in(OUTBOX).await {
            Ok(senders) => {
                for sender in senders {
                    look(&office, &*directory, sender, which).await;
                }
                which = Which::Dated;
            }
            Err(error) => warn!(%error, "what waits to be sent cannot be looked at"),
        }
        tokio::select! {
            _ = closing.wait_for(|closing| *closing) => return,
            () = tokio::time::sleep(LOOKS) => {}
        }
    }
}

async fn look(office: &PostOffice, directory: &dyn Directory, sender: UserId, which: Which) {
    match send(office, &directory.people(), sender, Timestamp::now(), which).await {
        Ok(0) => {}
        Ok(sent) => info!(user = sender.get(), sent, "messages that waited are sent"),
        Err(error) => warn!(user = sender.get(), %error, "an outbox cannot be looked at"),
    }
}
