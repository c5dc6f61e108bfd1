//! The messages of the signed-in person, of all kinds, through the same [`messaging::Mailbox`] as phone and mail client.

mod change;
mod detail;
mod list;
mod send;
mod sound;
mod transcript;

pub use change::{__path_change, __path_delete, __path_restore, change, delete, restore};
pub use detail::{__path_attachment, __path_detail, attachment, detail};
pub use list::{__path_list, list};
pub(crate) use list::{cursor, page_size};
pub use send::{__path_send, send};
pub use sound::{__path_audio, __path_peaks, audio, peaks};

use crate::contacts;
use crate::problem::ApiError;
use crate::router::House;
use crate::session::SignedIn;
use directory::People;
use domain::id::UserId;
use domain::number::{Email, Extension};
use messaging::{Entry, Kind, Mailbox, MessageRef, SpecialUse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Longer ids are none: a maker's ids are short.
const LONGEST_ID: usize = 128;

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    Voice,
    Email,
}

impl From<MessageKind> for Kind {
    fn from(kind: MessageKind) -> Kind {
        match kind {
            MessageKind::Voice => Kind::Voice,
            MessageKind::Email => Kind::Email,
        }
    }
}

/// A line of the inbox.
#[derive(Serialize, ToSchema)]
pub struct Message {
    id: String,
    kind: MessageKind,
    from: Sender,
    subject: String,
    #[schema(value_type = String, format = DateTime)]
    received: jiff::Timestamp,
    /// Seconds of sound.
    #[schema(required)]
    seconds: Option<u32>,
    /// Octets.
    size: u64,
    seen: bool,
    flagged: bool,
}

/// Whom a message is from, as far as it says.
#[derive(Serialize, ToSchema)]
pub struct Sender {
    #[schema(required)]
    name: Option<String>,
    #[schema(required)]
    number: Option<String>,
    #[schema(required)]
    email: Option<String>,
    #[schema(required)]
    user: Option<Colleague>,
}

/// A person of the same company.
#[derive(Serialize, ToSchema)]
pub struct Colleague {
    id: String,
    name: String,
}

impl Message {
    fn of(entry: &Entry, people: &People) -> Self {
        Message {
            id: entry.message.as_str().to_owned(),
            kind: match entry.kind {
                Kind::Voice => MessageKind::Voice,
                Kind::Email => MessageKind::Email,
            },
            from: Sender::of(&entry.from, people),
            subject: entry.subject.clone(),
            received: entry.received,
            seconds: entry.seconds,
            size: entry.size,
            seen: entry.flags.seen,
            flagged: entry.flags.flagged,
        }
    }
}

impl Sender {
    fn of(sender: &messaging::Sender, people: &People) -> Self {
        let by_email = || people.by_email(&Email::parse(sender.email.as_ref()?).ok()?);
        let by_number = || people.by_extension(&Extension::parse(sender.number.as_ref()?).ok()?);
        let user = by_email().or_else(by_number);
        Sender {
            name: sender.name.clone(),
            number: sender.number.clone(),
            email: sender.email.clone(),
            user: user.map(|user| Colleague { id: user.id.to_string(), name: user.name.clone() }),
        }
    }
}

/// Callers are shown by the names that the reader's address book and the company's have by now.
async fn name_callers(house: &House, reader: UserId, messages: &mut [Message]) -> Result<(), ApiError> {
    let from = messages.iter().map(|message| &message.from).filter(|from| from.user.is_none());
    let names = contacts::names(house, reader, from.filter_map(|from| from.number.as_ref())).await?;
    for from in messages.iter_mut().map(|message| &mut message.from) {
        let name = from.number.as_ref().and_then(|number| names.get(number)).cloned();
        from.name = name.or_else(|| from.name.take());
    }
    Ok(())
}

/// The signed-in person's mailbox, and the message of it that the path names. A message of somebody else is not there.
pub(crate) async fn found(
    house: &House,
    signed_in: &SignedIn,
    id: &str,
) -> Result<(Arc<dyn Mailbox>, Entry), ApiError> {
    if id.len() > LONGEST_ID {
        return Err(ApiError::NotFound);
    }
    let mailbox = house.doors.post.mailbox(signed_in.user.id);
    let entry = mailbox.find(&MessageRef::new(id)).await?.ok_or(ApiError::NotFound)?;
    Ok((mailbox, entry))
}

/// The inbox; the first of the folders, by the door's contract.
async fn inbox(mailbox: &dyn Mailbox) -> Result<domain::id::FolderId, ApiError> {
    mailbox.folders().await?.first().map(|folder| folder.id).ok_or(ApiError::NotFound)
}

/// Where deleted messages go; made when there is none.
async fn trash(mailbox: &dyn Mailbox) -> Result<domain::id::FolderId, ApiError> {
    let folders = mailbox.folders().await?;
    match folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Trash)) {
        Some(folder) => Ok(folder.id),
        None => Ok(mailbox.create_folder("Trash").await?),
    }
}
