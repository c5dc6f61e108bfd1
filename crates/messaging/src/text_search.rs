//! Whether a message holds a text, without case, as a person reads it: decoded.

use crate::mailbox::TextPart;
use crate::parts;
use crate::structure::{Fields, Structure, unfold};

/// `text` in lower case. A header is found by an empty text if it is there (RFC 9051 §6.4.4).
pub(crate) fn holds(message: &[u8], structure: &Structure, part: &TextPart, text: &str) -> bool {
    let header = message.get(..structure.body.header.end as usize).unwrap_or(message);
    match part {
        TextPart::Header(name) => header_holds(header, name, text),
        TextPart::Body => body_holds(message, structure, text),
        TextPart::Whole => {
            Fields::of(header).any(|(name, value)| {
                let name = String::from_utf8_lossy(name).to_lowercase();
                format!("{name}: {}", parts::words(&unfold(value)).to_lowercase()).contains(text)
            }) || body_holds(message, structure, text)
        }
    }
}

/// In one field of the header.
pub(crate) fn header_holds(header: &[u8], wanted: &str, text: &str) -> bool {
    Fields::of(header)
        .filter(|(name, _)| name.eq_ignore_ascii_case(wanted.as_bytes()))
        .any(|(_, value)| parts::words(&unfold(value)).to_lowercase().contains(text))
}

fn body_holds(message: &[u8], structure: &Structure, text: &str) -> bool {
    parts::leaves(&structure.body).filter(|part| matches!(part.main_type.as_str(), "text" | "message")).any(
        |part| {
            let content =
                message.get(part.content.start as usize..part.content.end as usize).unwrap_or_default();
            parts::decoded_text(part, content).to_lowercase().contains(text)
        },
    )
}
