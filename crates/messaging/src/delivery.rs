//! The one way in for every message: voice mail, e-mail, and what comes later.

use crate::mailbox::{Kind, MessageRef, Sender};
use crate::marks::Marks;
use bytes::Bytes;
use domain::id::UserId;
use domain::language::Language;
use domain::number::Email;
use domain::quota::Arrival;
use domain::site_field::FieldName;

/// A message to be kept.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The same key delivered twice is one message and the same answer: recording id, or one per SMTP transaction.
    pub key: String,
    /// Who gets it here; at least one unless it goes elsewhere, each at most once. They share one blob.
    pub to: Vec<UserId>,
    pub from: Sender,
    pub at: jiff::Timestamp,
    pub body: Body,
}

/// What is delivered.
#[derive(Clone, Debug)]
pub enum Body {
    /// A recording: composed here into a voice message (RFC 3458, 3801).
    Voice(Voice),
    /// Somebody calls for help: those on site are told in writing.
    Help(Help),
    /// What has become of a message: its sender is told.
    Receipt(Receipt),
    /// What a person sends from here, to colleagues and to addresses elsewhere.
    Sent(Sent),
    /// What was sent to an address elsewhere has not arrived.
    Report(Report),
    /// The house writes to a person.
    Letter(Letter),
    /// The house writes to an address elsewhere. Nothing of it is kept in a mailbox.
    LetterElsewhere(LetterElsewhere),
    /// A person's pager is told of a new message. Nothing of it is kept in a mailbox.
    Page(Page),
    /// An RFC 5322 message as it came by SMTP, without the trace fields, which are added here.
    Mail { message: Bytes, trace: String },
}

impl Body {
    /// As what it comes to a mailbox that is full; none: that was asked at the door, before it was sent.
    pub(crate) fn arrival(&self) -> Option<Arrival> {
        match self {
            Body::Voice(_) => Some(Arrival::Voice),
            Body::Sent(_) => Some(Arrival::Spoken),
            Body::Help(_) | Body::Receipt(_) | Body::Report(_) | Body::Letter(_) => Some(Arrival::House),
            Body::LetterElsewhere(_) | Body::Page(_) | Body::Mail { .. } => None,
        }
    }
}

/// A recording to be made into a message.
#[derive(Clone, Debug)]
pub struct Voice {
    /// PCM 16 bit, 8 kHz, mono.
    pub samples: Vec<i16>,
    /// The language of subject and text: the owner's.
    pub language: Language,
    /// The owner's time zone (IANA name), for the file name and the text.
    pub zone: String,
    /// The call that left it, for the journal and the logs.
    pub call: domain::id::CallId,
    /// The number that was called.
    pub called: String,
    /// Urgent and confidential, as the caller wants it; the rest says nothing here.
    pub marks: Marks,
}

/// A message that a person sends.
#[derive(Clone, Debug)]
pub struct Sent {
    /// As it was composed.
    pub message: Bytes,
    /// Who is told if it cannot be delivered.
    pub by: UserId,
    /// Of other companies' domains.
    pub elsewhere: Vec<Email>,
}

/// What those on site are told of a call for help.
#[derive(Clone, Debug)]
pub struct Help {
    /// The language of subject and text: the reader's.
    pub language: Language,
    /// The reader's time zone (IANA name).
    pub zone: String,
    /// The number that was called.
    pub called: String,
    /// Where the telephone stands; empty: nobody has said it.
    pub place: String,
    /// By which number those who help call back; empty: by the caller's own.
    pub call_back: String,
}

/// What a sender is told of a message.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub what: crate::report::What,
    /// Whose mailbox it concerns.
    pub recipient_name: String,
    pub recipient_email: String,
    /// Of the message.
    pub subject: String,
    pub message_id: Option<String>,
}

/// What an owner is told of a mail that could not be delivered elsewhere.
#[derive(Clone, Debug)]
pub struct Report {
    pub language: Language,
    /// The company's domain.
    pub realm: String,
    /// Where it should have gone.
    pub recipient: String,
    /// It was a copy of a voice message.
    pub is_copy: bool,
    /// By enhanced status code.
    pub status: String,
    /// In the other server's words, one line; empty: nobody has said anything.
    pub said: String,
    pub first_tried: jiff::Timestamp,
    /// The mail's header.
    pub header: Bytes,
}

/// What the house writes to a person.
#[derive(Clone)]
pub struct Letter {
    pub language: Language,
    pub from_name: String,
    pub from: Email,
    pub subject: String,
    /// Lines end with `\n`.
    pub text: String,
    /// What goes to the person's address elsewhere where nothing of a message's content is to go.
    pub outside: String,
    pub enclosures: Vec<Enclosure>,
}

/// What the house writes to somebody who is not here.
#[derive(Clone, Debug)]
pub struct LetterElsewhere {
    pub letter: Letter,
    pub to: Email,
    /// Who is told if it cannot be delivered; none: it stands in the list of what has failed.
    pub by: Option<UserId>,
}

/// Without its text, which may hold a PIN.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("subject", &self.subject.len()).finish_non_exhaustive()
    }
}

/// News of a new message for a pager.
#[derive(Clone, Debug)]
pub struct Page {
    pub person: UserId,
    /// Where gateways take it; at least one.
    pub to: Vec<Email>,
    pub language: Language,
    /// The reader's time zone (IANA name).
    pub zone: String,
    pub kind: domain::outcall::Kind,
    pub from: Sender,
    /// The address that the gateway is told as the sender's.
    pub by: String,
    /// The header field, and its value, by which a gateway knows for which site it is.
    pub site: Option<(FieldName, String)>,
    /// How long it takes to hear.
    pub seconds: u32,
    pub received: jiff::Timestamp,
    pub at: jiff::Timestamp,
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// As it is shown and saved.
    pub name: String,
    pub media_type: &'static str,
    pub octets: Bytes,
}

/// Durable when this is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub message: MessageRef,
    pub kind: Kind,
    /// This key had been delivered before; nothing was added.
    pub again: bool,
}

/// Why a message was not taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    #[error("no such recipient")]
    NoSuchRecipient,
    #[error("the message is larger than {0} bytes")]
    TooLarge(u64),
    #[error("the disk is almost full: nothing new is taken")]
    DiskFull,
    #[error("the store does not answer: {0}")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DeliverError {
    /// Worth another try later: SMTP says 4yz, the spool keeps its recording.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::DiskFull | Self::Unavailable(_))
    }
}
