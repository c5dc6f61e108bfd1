//! Messages that people compose by telephone: what they are made of, and how a draft is taken up again.

use crate::compose;
use crate::mailbox::{Entry, Mailbox, MailboxError};
use crate::parts;
use bytes::Bytes;
use directory::{People, Recipient, User};
use domain::number::{Email, Extension};
use jiff::Timestamp;
use std::sync::Arc;

/// A message to be composed.
pub struct Letter<'a> {
    pub from: &'a User,
    /// None yet: a draft.
    pub to: &'a [Recipient],
    /// A WAV file.
    pub sound: &'a [u8],
    /// Of that file.
    pub seconds: u32,
    pub wishes: Wishes,
    pub about: &'a About,
    pub at: Timestamp,
    /// The company's domain.
    pub realm: &'a str,
}

/// What a sender marks a message with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    pub urgent: bool,
    pub confidential: bool,
    /// To be told that it arrived, was heard, was deleted.
    pub receipt: bool,
    /// Not to be delivered before.
    pub deliver_at: Option<Timestamp>,
}

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    New,
    Reply {
        subject: String,
        message_id: Option<String>,
    },
    Forward {
        subject: String,
        /// As it came.
        message: Bytes,
    },
}

/// Larger messages are not forwarded by telephone: each forward of a forward holds all before it.
pub const MOST_FORWARDED_BYTES: u64 = 25 * 1024 * 1024;

impl About {
    pub fn reply(entry: &Entry) -> About {
        About::Reply {
            subject: entry.subject.clone(),
            message_id: entry.structure.envelope.message_id.clone(),
        }
    }

    /// With the whole message; [`MailboxError::TooLarge`] beyond [`MOST_FORWARDED_BYTES`].
    pub async fn forward(mailbox: &dyn Mailbox, entry: &Entry) -> Result<About, MailboxError> {
        if entry.size > MOST_FORWARDED_BYTES {
            return Err(MailboxError::TooLarge(MOST_FORWARDED_BYTES));
        }
        let message = mailbox.read(&entry.message, 0..entry.size).await?;
        Ok(About::Forward { subject: entry.subject.clone(), message })
    }

    /// Of a draft, as its parts tell.
    pub async fn of_draft(mailbox: &dyn Mailbox, draft: &Entry) -> Result<About, MailboxError> {
        let forwarded = parts::leaves(&draft.structure.body).find(|part| part.main_type == "message");
        let subject = draft.subject.clone();
        match (forwarded, &draft.structure.envelope.in_reply_to) {
            (Some(part), _) => {
                let message = mailbox.read(&draft.message, part.content.clone()).await?;
                Ok(About::Forward { subject, message })
            }
            (None, Some(id)) => Ok(About::Reply { subject, message_id: Some(id.clone()) }),
            (None, None) => Ok(About::New),
        }
    }
}

impl Wishes {
    /// Of a draft.
    pub fn of_draft(draft: &Entry) -> Wishes {
        let marks = &draft.structure.marks;
        Wishes {
            urgent: marks.urgent,
            confidential: marks.confidential,
            receipt: marks.receipt_to.is_some(),
            deliver_at: marks.deliver_at,
        }
    }
}

/// Who has sent a message, if a colleague has.
pub fn sender_of(people: &People, entry: &Entry) -> Option<Arc<User>> {
    let by_address = || people.by_email(&Email::parse(entry.from.email.as_deref()?).ok()?);
    let by_number = || people.by_extension(&Extension::parse(entry.from.number.as_deref()?).ok()?);
    by_address().or_else(by_number).cloned()
}

/// Whom an answer to a message reaches.
pub fn answered(people: &People, entry: &Entry) -> Option<Recipient> {
    let elsewhere = || people.reached_at(&entry.structure.envelope.reply_to.first()?.written()?);
    sender_of(people, entry).map(Recipient::Person).or_else(elsewhere)
}

/// Whole seconds of so many samples.
pub fn whole_seconds(samples: usize) -> u32 {
    compose::whole_seconds(samples)
}

/// The message as it is kept and delivered. Minutes of sound take milliseconds.
pub fn compose(letter: &Letter<'_>) -> Bytes {
    Bytes::from(compose::spoken::message(letter))
}
