//! What the house writes to a person, with what it encloses.

use super::{address, clean, date, digest, raw, zoned};
use crate::delivery::Letter;
use directory::User;
use domain::number::Email;
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};

/// What stands around it.
pub(crate) struct Written<'a> {
    pub key: &'a str,
    pub to: Reader<'a>,
    pub at: Timestamp,
    /// The company's domain.
    pub realm: &'a str,
}

/// To whom it is written.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub name: Option<&'a str>,
    pub email: &'a Email,
    /// IANA name of the time zone.
    pub zone: &'a str,
}

impl<'a> From<&'a User> for Reader<'a> {
    fn from(user: &'a User) -> Self {
        Reader { name: Some(&user.name), email: &user.email, zone: &user.zone }
    }
}

/// The whole message, with this text.
pub(crate) fn message(written: &Written<'_>, letter: &Letter, text: &str) -> Vec<u8> {
    let text = MimePart::new("text/plain", text.replace("\r\n", "\n").replace('\n', "\r\n"));
    let enclosures = letter.enclosures.iter().map(|enclosure| {
        let name = clean(&enclosure.name);
        MimePart::new(
            ContentType::new(enclosure.media_type).attribute("name", name.clone()),
            BodyPart::Binary(enclosure.octets.as_ref().into()),
        )
        .attachment(name)
    });
    let body = match letter.enclosures.is_empty() {
        true => text,
        false => {
            MimePart::new("multipart/mixed", std::iter::once(text).chain(enclosures).collect::<Vec<_>>())
        }
    };
    let message = MessageBuilder::new()
        .from(address(Some(&clean(&letter.from_name)), letter.from.as_str()))
        .to(address(written.to.name.map(clean).as_deref(), written.to.email.as_str()))
        .subject(Text::new(clean(&letter.subject)))
        .header("Date", raw(date(&zoned(written.at, written.to.zone))))
        .message_id(MessageId::new(format!("letter.{}@{}", digest(written.key), written.realm)))
        // RFC 3834 §5: nobody answers it by machine.
        .header("Auto-Submitted", raw("auto-generated".to_owned()))
        .header("Content-Language", raw(letter.language.written().tag().to_owned()))
        .body(body);
    let mut octets = Vec::new();
    message.serialize(&mut octets);
    octets
}
