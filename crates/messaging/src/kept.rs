//! What is written down of a message beside its bytes, computed once when it arrives.

use crate::mailbox::{Kind, Sender};
use crate::parts;
use crate::structure::{self, Fields, Structure, unfold};
use domain::number::Number;
use std::sync::Arc;

/// All that lists, menus and lamps show without opening the message.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub kind: Kind,
    pub size: u64,
    pub from: Sender,
    pub subject: String,
    pub seconds: Option<u32>,
    pub structure: Arc<Structure>,
}

impl Kept {
    /// Of a message as it came from outside: by what its header says, where that can be.
    pub fn read(message: &[u8]) -> Kept {
        let structure = structure::parse(message);
        let header = &message[..structure.body.header.end as usize];
        let kind = kind(header, &structure);
        let seconds = if kind == Kind::Voice { seconds(header, &structure, message) } else { None };
        Kept {
            kind,
            size: message.len() as u64,
            from: sender(kind, &structure),
            subject: structure.envelope.subject.as_deref().map(parts::words).unwrap_or_default(),
            seconds,
            structure: Arc::new(structure),
        }
    }
}

/// A voice message says so (RFC 3458 §3) and has a sound to play; all else is mail.
fn kind(header: &[u8], structure: &Structure) -> Kind {
    let context = field(header, "Message-Context");
    let voice = context.is_some_and(|context| context.trim().eq_ignore_ascii_case("voice-message"));
    if voice && parts::sound(structure).is_some() { Kind::Voice } else { Kind::Email }
}

/// `Content-Duration` (RFC 3803) of the message or its sound.
fn seconds(header: &[u8], structure: &Structure, message: &[u8]) -> Option<u32> {
    let of_sound = || {
        let range = &parts::sound(structure)?.header;
        field(message.get(range.start as usize..range.end as usize)?, "Content-Duration")
    };
    field(header, "Content-Duration").or_else(of_sound)?.trim().parse().ok()
}

fn field(header: &[u8], wanted: &str) -> Option<String> {
    Fields::of(header)
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted.as_bytes()))
        .map(|(_, value)| unfold(value))
}

/// A voice message from a number carries it as the local part of its address.
fn sender(kind: Kind, structure: &Structure) -> Sender {
    let Some(from) = structure.envelope.from.first() else { return Sender::default() };
    let local = from.local.clone().unwrap_or_default();
    let number = (kind == Kind::Voice && Number::parse(&local).is_ok()).then(|| local.clone());
    let domain = from.domain.clone().unwrap_or_default();
    let reachable =
        number.is_none() && !local.is_empty() && !domain.is_empty() && !domain.ends_with(".invalid");
    Sender {
        name: from.name.as_deref().map(parts::words),
        email: reachable.then(|| format!("{local}@{domain}")),
        number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_voice_only_if_it_says_so_and_can_be_heard() {
        for (header, kind, seconds) in [
            (
                "Message-Context: voice-message\r\nContent-Type: audio/wav\r\nContent-Duration: 7\r\n",
                Kind::Voice,
                Some(7),
            ),
            (
                "Message-Context: Voice-Message\r\nContent-Type: audio/wav\r\nContent-Duration: x\r\n",
                Kind::Voice,
                None,
            ),
            (
                "Message-Context: voice-message\r\nContent-Type: text/plain\r\nContent-Duration: 7\r\n",
                Kind::Email,
                None,
            ),
            ("Content-Type: audio/wav\r\n", Kind::Email, None),
        ] {
            let kept = Kept::read(format!("{header}\r\nx").as_bytes());
            assert_eq!((kept.kind, kept.seconds), (kind, seconds), "{header}");
        }
    }

    #[test]
    fn the_sender_of_mail_is_an_address_and_of_a_voice_message_a_number() {
        let mail = Kept::read(b"From: =?utf-8?q?M=C3=BC?= <m@x.org>\r\nSubject: =?utf-8?q?=C3=9C?=\r\n\r\n");
        let expected = Sender { name: Some("Mü".into()), number: None, email: Some("m@x.org".into()) };
        assert_eq!((mail.from, mail.subject.as_str()), (expected, "Ü"));

        let voice = Kept::read(
            b"From: <+4930@x.org>\r\nMessage-Context: voice-message\r\nContent-Type: audio/wav\r\n\r\n",
        );
        assert_eq!(voice.from, Sender { name: None, number: Some("+4930".into()), email: None });
    }
}
