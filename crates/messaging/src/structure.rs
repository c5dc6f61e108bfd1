//! What IMAP shows of a message without opening it: envelope and body structure, computed once at delivery
//! (RFC 9051 §7.5.2) and kept as JSON in the message's row.

mod address;
mod envelope;
mod header;
mod tree;

use crate::marks::Marks;
use serde::{Deserialize, Serialize};
use std::ops::Range;

pub use header::{Fields, unfold};
pub use tree::{MOST_DEPTH, MOST_PARTS, parse};

/// Envelope and MIME tree of one message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    pub envelope: Envelope,
    pub body: Part,
    /// No part of what IMAP shows, but of what telephone and desk say first.
    #[serde(default, skip_serializing_if = "Marks::is_none")]
    pub marks: Marks,
}

/// RFC 9051 §2.3.5. Header texts are as they stand in the message, unfolded, not decoded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    pub date: Option<String>,
    pub subject: Option<String>,
    pub from: Vec<Mailbox>,
    pub sender: Vec<Mailbox>,
    pub reply_to: Vec<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub bcc: Vec<Mailbox>,
    pub in_reply_to: Option<String>,
    pub message_id: Option<String>,
}

/// An address of an envelope. A group begins with a `local` and no `domain`, and ends with neither.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mailbox {
    pub name: Option<String>,
    pub local: Option<String>,
    pub domain: Option<String>,
}

impl Mailbox {
    /// The address as it is written; none of a group.
    pub fn written(&self) -> Option<String> {
        Some(format!("{}@{}", self.local.as_deref()?, self.domain.as_deref()?))
    }
}

/// A MIME entity; offsets are octets in the whole message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// In lower case: `text`, `audio`, `multipart`, `message`.
    pub main_type: String,
    pub subtype: String,
    /// Content-Type parameters in order, names in lower case; a multipart's boundary among them.
    pub parameters: Vec<(String, String)>,
    pub id: Option<String>,
    pub description: Option<String>,
    /// In lower case; `7bit` when the field is absent.
    pub encoding: String,
    /// Content-Disposition in lower case, with its parameters.
    pub disposition: Option<(String, Vec<(String, String)>)>,
    pub language: Vec<String>,
    pub location: Option<String>,
    pub md5: Option<String>,
    /// The header with its closing blank line.
    pub header: Range<u64>,
    /// What follows the header.
    pub content: Range<u64>,
    /// Lines of the content, for text and message/rfc822.
    pub lines: u32,
    /// Parts of a multipart, or the one message of a message/rfc822.
    pub children: Vec<Part>,
    /// The envelope of the message inside a message/rfc822.
    pub inner: Option<Box<Envelope>>,
}
