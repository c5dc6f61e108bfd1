//! Whether a message holds a text, without case, as a person reads it: decoded. `text` comes in lower case.

use crate::mailbox::TextPart;
use crate::parts;
use crate::structure::{Envelope, Fields, Mailbox, Part, Structure, unfold};

/// In a message whose bytes are at hand.
pub(crate) fn holds(message: &[u8], structure: &Structure, part: &TextPart, text: &str) -> bool {
    let octets = |range: &std::ops::Range<u64>| {
        message.get(range.start as usize..range.end as usize).unwrap_or_default()
    };
    let header = octets(&(0..structure.body.header.end));
    let in_body = || searched(structure).any(|part| content_holds(part, octets(&part.content), text));
    match part {
        TextPart::Header(name) => header_holds(header, name, text),
        TextPart::Body => in_body(),
        TextPart::Whole => any_header_holds(header, text) || in_body(),
    }
}

/// In one field of the header; an empty text is in every field that there is (RFC 9051 §6.4.4).
pub(crate) fn header_holds(header: &[u8], wanted: &str, text: &str) -> bool {
    Fields::of(header)
        .filter(|(name, _)| name.eq_ignore_ascii_case(wanted.as_bytes()))
        .any(|(_, value)| parts::words(&unfold(value)).to_lowercase().contains(text))
}

/// In any field, its name included.
pub(crate) fn any_header_holds(header: &[u8], text: &str) -> bool {
    Fields::of(header).any(|(name, value)| {
        let field = format!("{}: {}", String::from_utf8_lossy(name), parts::words(&unfold(value)));
        field.to_lowercase().contains(text)
    })
}

/// The same by the envelope, without any bytes; `None` if the field is not in it.
pub(crate) fn envelope_holds(envelope: &Envelope, wanted: &str, text: &str) -> Option<bool> {
    let in_text = |field: &Option<String>| {
        field.as_deref().is_some_and(|field| parts::words(field).to_lowercase().contains(text))
    };
    let in_list =
        |list: &[Mailbox]| list.iter().any(|mailbox| written(mailbox).to_lowercase().contains(text));
    Some(match wanted.to_ascii_lowercase().as_str() {
        "subject" => in_text(&envelope.subject),
        "date" => in_text(&envelope.date),
        "message-id" => in_text(&envelope.message_id),
        "in-reply-to" => in_text(&envelope.in_reply_to),
        "from" => in_list(&envelope.from),
        "to" => in_list(&envelope.to),
        "cc" => in_list(&envelope.cc),
        "bcc" => in_list(&envelope.bcc),
        _ => return None,
    })
}

fn written(mailbox: &Mailbox) -> String {
    let address = match (&mailbox.local, &mailbox.domain) {
        (Some(local), Some(domain)) => format!("<{local}@{domain}>"),
        (Some(group), None) => group.clone(),
        _ => String::new(),
    };
    format!("{} {address}", mailbox.name.as_deref().map(parts::words).unwrap_or_default())
}

/// The parts that a search of the body reads.
pub(crate) fn searched(structure: &Structure) -> impl Iterator<Item = &Part> {
    parts::leaves(&structure.body).filter(|part| matches!(part.main_type.as_str(), "text" | "message"))
}

pub(crate) fn content_holds(part: &Part, content: &[u8], text: &str) -> bool {
    parts::decoded_text(part, content).to_lowercase().contains(text)
}
