//! The envelope of a message from its header (RFC 9051 §7.5.2).

use super::header::{Fields, unfold};
use super::{Envelope, address};

/// Where a field stands twice, the first is taken. `Sender` and `Reply-To` that are missing are what `From` is, as
/// RFC 9051 demands of the server.
pub(super) fn envelope(header: &[u8]) -> Envelope {
    let mut envelope = Envelope::default();
    for (name, value) in Fields::of(header) {
        let Some(slot) = slot(&mut envelope, name) else { continue };
        match slot {
            Slot::Text(text) if text.is_none() => *text = Some(unfold(value)),
            Slot::Addresses(list) if list.is_empty() => *list = address::list(&unfold(value)),
            _ => {}
        }
    }
    if envelope.sender.is_empty() {
        envelope.sender = envelope.from.clone();
    }
    if envelope.reply_to.is_empty() {
        envelope.reply_to = envelope.from.clone();
    }
    envelope
}

enum Slot<'a> {
    Text(&'a mut Option<String>),
    Addresses(&'a mut Vec<super::Mailbox>),
}

fn slot<'a>(envelope: &'a mut Envelope, name: &[u8]) -> Option<Slot<'a>> {
    let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
    Some(match name.len() {
        2 if is("To") => Slot::Addresses(&mut envelope.to),
        2 if is("Cc") => Slot::Addresses(&mut envelope.cc),
        3 if is("Bcc") => Slot::Addresses(&mut envelope.bcc),
        4 if is("Date") => Slot::Text(&mut envelope.date),
        4 if is("From") => Slot::Addresses(&mut envelope.from),
        6 if is("Sender") => Slot::Addresses(&mut envelope.sender),
        7 if is("Subject") => Slot::Text(&mut envelope.subject),
        8 if is("Reply-To") => Slot::Addresses(&mut envelope.reply_to),
        10 if is("Message-ID") => Slot::Text(&mut envelope.message_id),
        11 if is("In-Reply-To") => Slot::Text(&mut envelope.in_reply_to),
        _ => return None,
    })
}
