//! A message that a person has spoken, for colleagues: new, a reply, or a comment on a message that goes on with it.

use super::{address, caller, clean, date, file_name, raw, texts, zoned};
use crate::mailbox::Sender;
use crate::spoken::{About, Letter};
use directory::Recipient;
use fluent_bundle::FluentArgs;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest, Sha256};

/// The whole message (RFC 3458, RFC 3803). What it forwards is its last part, as it came (RFC 2046 §5.2.1), so that earlier
/// comments stay.
pub(crate) fn message(letter: &Letter<'_>) -> Vec<u8> {
    let said = Said::new(letter);
    let lines = ["voice-text", "voice-text.from", "voice-text.at", "voice-text.length", "voice-text.sound"];
    let text: String = lines.iter().map(|line| said.text(line) + "\r\n").collect();
    let sound = MimePart::new(
        ContentType::new("audio/wav").attribute("name", said.file.clone()),
        BodyPart::Binary(letter.sound.into()),
    )
    .attachment(said.file.clone())
    .header("Content-Duration", raw(letter.seconds.to_string()));
    let mut parts = vec![MimePart::new("text/plain", text), sound];
    if let About::Forward { message, .. } = letter.about {
        // RFC 2046 §5.2.1: no encoding but 7bit, 8bit or binary.
        let forwarded = MimePart::new("message/rfc822", BodyPart::Binary(message.as_ref().into()));
        parts.push(forwarded.transfer_encoding("8bit"));
    }
    let to = letter.to.iter().map(written).collect();
    let message = MessageBuilder::new()
        .from(address(Some(&clean(&letter.from.name)), letter.from.email.as_str()))
        .to(Address::new_list(to))
        .subject(Text::new(said.subject()))
        .header("Date", raw(date(&zoned(letter.at, &letter.from.zone))))
        .message_id(MessageId::new(message_id(letter)))
        .header("Message-Context", raw("voice-message".to_owned()))
        .header("Content-Duration", raw(letter.seconds.to_string()))
        .header("Content-Language", raw(letter.from.language.tag().to_owned()));
    let mut octets = Vec::new();
    marked(message, letter).body(MimePart::new("multipart/mixed", parts)).serialize(&mut octets);
    octets
}

fn written(recipient: &Recipient) -> Address<'_> {
    let name = match recipient {
        Recipient::Person(user) => Some(clean(&user.name)),
        Recipient::Elsewhere(_) => None,
    };
    address(name.as_deref(), recipient.email().as_str())
}

/// RFC 2156 §5.3 has all of these; RFC 8098 §2.1 the wish for a receipt.
fn marked<'a>(message: MessageBuilder<'a>, letter: &Letter<'a>) -> MessageBuilder<'a> {
    let mut fields = Vec::new();
    if letter.wishes.urgent {
        fields.push(("Importance", "high".to_owned()));
        fields.push(("Priority", "urgent".to_owned()));
    }
    if letter.wishes.confidential {
        fields.push(("Sensitivity", "private".to_owned()));
    }
    if letter.wishes.receipt {
        fields.push(("Disposition-Notification-To", letter.from.email.as_str().to_owned()));
    }
    if let Some(at) = letter.wishes.deliver_at {
        fields.push(("Deferred-Delivery", date(&zoned(at, &letter.from.zone))));
    }
    if let About::Reply { message_id: Some(id), .. } = letter.about {
        fields.push(("In-Reply-To", id.clone()));
        fields.push(("References", id.clone()));
    }
    fields.into_iter().fold(message, |message, (name, value)| message.header(name, raw(clean(&value))))
}

/// The values that the texts speak of.
struct Said<'a> {
    letter: &'a Letter<'a>,
    file: String,
    arguments: FluentArgs<'static>,
}

impl<'a> Said<'a> {
    fn new(letter: &'a Letter<'a>) -> Self {
        let at = zoned(letter.at, &letter.from.zone);
        let number = letter.from.extension.as_str();
        let sender =
            Sender { name: Some(letter.from.name.clone()), number: Some(number.to_owned()), email: None };
        let mut said = Self { letter, file: file_name(&at, Some(number)), arguments: FluentArgs::new() };
        for (name, value) in [
            ("minutes", (letter.seconds / 60).to_string()),
            ("seconds", format!("{:02}", letter.seconds % 60)),
            ("caller", caller(letter.from.language, &sender)),
            ("file", said.file.clone()),
            ("day", at.day().to_string()),
            ("year", at.year().to_string()),
            ("hour", format!("{:02}", at.hour())),
            ("minute", format!("{:02}", at.minute())),
        ] {
            said.arguments.set(name, value);
        }
        said.arguments.set("month", i64::from(at.month()));
        said.arguments.set("length", said.text("voice-length"));
        said
    }

    fn text(&self, name: &str) -> String {
        texts::say(self.letter.from.language, name, &self.arguments)
    }

    fn subject(&self) -> String {
        match self.letter.about {
            About::New => self.text("voice-subject"),
            About::Reply { subject, .. } => prefixed("Re: ", subject),
            About::Forward { subject, .. } => prefixed("Fwd: ", subject),
        }
    }
}

fn prefixed(prefix: &str, subject: &str) -> String {
    let subject = clean(subject);
    let has_it = subject.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if has_it { subject } else { format!("{prefix}{subject}") }
}

/// Of the moment, the sender and the sound: no two messages have the same.
fn message_id(letter: &Letter<'_>) -> String {
    let mut digest = Sha256::new();
    digest.update(letter.at.as_nanosecond().to_be_bytes());
    digest.update(letter.from.email.as_str());
    digest.update(letter.sound);
    let name: String = digest.finalize().iter().take(16).map(|octet| format!("{octet:02x}")).collect();
    format!("voice.{name}@{}", letter.realm)
}
