//! A recording becomes a message that any mail client shows and plays (RFC 3458, RFC 3803).

pub(crate) mod help;
pub(crate) mod letter;
pub(crate) mod page;
pub(crate) mod receipt;
pub(crate) mod report;
pub(crate) mod spoken;
pub(crate) mod texts;
pub(crate) mod transcript;
mod wav;

use crate::delivery::Voice;
use crate::mailbox::Sender;
use crate::marks::Marks;
use domain::language::Language;
use domain::number::Email;
use domain::sender_template::SenderTemplate;
use fluent_bundle::FluentArgs;
use jiff::{Timestamp, Zoned, tz::TimeZone};
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest, Sha256};

/// Names and numbers of callers come from outside: more than this is cut.
const MOST_NAME_LETTERS: usize = 120;

/// What stands around the recording.
pub(crate) struct Letter<'a> {
    pub key: &'a str,
    pub from: &'a Sender,
    /// Name and address of each recipient.
    pub to: Vec<(String, Email)>,
    pub at: Timestamp,
    /// The company's domain.
    pub realm: &'a str,
    /// How a caller's number is an address.
    pub sender: &'a SenderTemplate,
}

/// Whole seconds of a message's sound.
pub(crate) fn seconds(voice: &Voice) -> u32 {
    whole_seconds(voice.samples.len())
}

/// What was kept is never said to be nothing.
pub(crate) fn whole_seconds(samples: usize) -> u32 {
    let rounded = (samples + wav::SAMPLES_A_SECOND / 2) / wav::SAMPLES_A_SECOND;
    u32::try_from(rounded.max(1)).unwrap_or(u32::MAX)
}

/// The subject and the whole message.
pub(crate) fn voice_message(letter: &Letter<'_>, voice: &Voice) -> (String, Vec<u8>) {
    let said = Said::new(letter, voice);
    let subject = said.text("voice-subject");
    let text = said.lines() + &said.text("voice-text.sound") + "\r\n";
    let seconds = seconds(voice);
    let sound = MimePart::new(
        ContentType::new("audio/wav").attribute("name", said.file.clone()),
        BodyPart::Binary(wav::file(&voice.samples).into()),
    )
    .attachment(said.file.clone())
    .header("Content-Duration", raw(seconds.to_string()));
    let parts = vec![MimePart::new("text/plain", text), sound];
    let to = letter.to.iter().map(|(name, email)| address(Some(&clean(name)), email.as_str())).collect();
    let message = MessageBuilder::new()
        .from(from(letter))
        .to(Address::new_list(to))
        .subject(Text::new(subject.clone()))
        .header("Date", raw(date(&said.at)))
        .message_id(MessageId::new(message_id(letter)))
        .header("Message-Context", raw("voice-message".to_owned()))
        .header("Content-Duration", raw(seconds.to_string()))
        .header("Content-Language", raw(voice.language.tag().to_owned()));
    let message = marked(message, &voice.marks).body(MimePart::new("multipart/mixed", parts));
    let mut octets = Vec::new();
    message.serialize(&mut octets);
    (subject, octets)
}

/// The same without the recording, for where that shall not go.
pub(crate) fn notice(letter: &Letter<'_>, voice: &Voice) -> Vec<u8> {
    let said = Said::new(letter, voice);
    let text = said.lines() + &said.text("voice-text.left-out") + "\r\n";
    let to = letter.to.iter().map(|(name, email)| address(Some(&clean(name)), email.as_str())).collect();
    let message = MessageBuilder::new()
        .from(from(letter))
        .to(Address::new_list(to))
        .subject(Text::new(said.text("voice-subject")))
        .header("Date", raw(date(&said.at)))
        .message_id(MessageId::new(message_id(letter)))
        .header("Auto-Submitted", raw("auto-generated".to_owned()))
        .header("Content-Language", raw(voice.language.tag().to_owned()))
        .body(MimePart::new("text/plain", text));
    let mut octets = Vec::new();
    message.serialize(&mut octets);
    octets
}

/// As [`Marks::of`] reads them, and as most mail programs show them (RFC 2156 §5.3.4, RFC 3801 §4.3.10).
fn marked<'a>(message: MessageBuilder<'a>, marks: &Marks) -> MessageBuilder<'a> {
    let message = match marks.urgent {
        true => {
            message.header("Importance", raw("high".to_owned())).header("Priority", raw("urgent".to_owned()))
        }
        false => message,
    };
    match marks.confidential {
        true => message.header("Sensitivity", raw("Private".to_owned())),
        false => message,
    }
}

/// The values that the texts speak of.
struct Said<'a> {
    voice: &'a Voice,
    at: Zoned,
    file: String,
    arguments: FluentArgs<'static>,
}

impl<'a> Said<'a> {
    fn new(letter: &Letter<'_>, voice: &'a Voice) -> Self {
        let at = zoned(letter.at, &voice.zone);
        let file = file_name(&at, letter.from.number.as_deref());
        let mut said = Self { voice, at, file, arguments: FluentArgs::new() };
        let seconds = seconds(voice);
        said.set("minutes", (seconds / 60).to_string());
        said.set("seconds", format!("{:02}", seconds % 60));
        said.set("length", said.text("voice-length"));
        said.set("caller", caller(voice.language, letter.from));
        said.set("called", clean(&voice.called));
        said.set("file", said.file.clone());
        said.set("day", said.at.day().to_string());
        said.set("year", said.at.year().to_string());
        said.set("hour", format!("{:02}", said.at.hour()));
        said.set("minute", format!("{:02}", said.at.minute()));
        said.arguments.set("month", i64::from(said.at.month()));
        said
    }

    fn set(&mut self, name: &'static str, value: String) {
        self.arguments.set(name, value);
    }

    /// Who called whom, when and for how long.
    fn lines(&self) -> String {
        let lines =
            ["voice-text", "voice-text.from", "voice-text.called", "voice-text.at", "voice-text.length"];
        lines.iter().map(|line| self.text(line) + "\r\n").collect()
    }

    fn text(&self, name: &str) -> String {
        texts::say(self.voice.language, name, &self.arguments)
    }
}

/// A caller by name and number, as far as they are known.
fn caller(language: Language, from: &Sender) -> String {
    let shown = |text: &Option<String>| text.as_deref().map(clean).filter(|text| !text.is_empty());
    let mut arguments = FluentArgs::new();
    match (shown(&from.name), shown(&from.number).or_else(|| shown(&from.email))) {
        (Some(name), Some(number)) if name != number => {
            arguments.set("name", name);
            arguments.set("number", number);
            texts::say(language, "caller-with-number", &arguments)
        }
        (Some(one), _) | (None, Some(one)) => one,
        (None, None) => texts::say(language, "unknown-caller", &arguments),
    }
}

/// One line without control characters: a line break from outside would be a header of its own.
fn clean(text: &str) -> String {
    let spaced: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_NAME_LETTERS).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Only for texts made here: they are not encoded.
fn raw(text: String) -> HeaderType<'static> {
    Raw::new(text).into()
}

fn address(name: Option<&str>, email: &str) -> Address<'static> {
    Address::new_address(name.filter(|name| !name.is_empty()).map(str::to_owned), email.to_owned())
}

/// A colleague's address, so that a reply reaches the colleague; else the number, as the company wants callers addressed.
fn from(letter: &Letter<'_>) -> Address<'static> {
    let name = letter.from.name.as_deref().map(clean);
    let own = letter.from.email.as_deref().and_then(|email| Email::parse(email).ok());
    let number = letter.from.number.as_deref().map(local_part).filter(|number| !number.is_empty());
    match (own, number) {
        (Some(email), _) => address(name.as_deref(), email.as_str()),
        (None, Some(number)) => address(name.as_deref(), &letter.sender.address(&number, letter.realm)),
        // No one can write back: RFC 3323 §4.1.1.3 names such a caller so.
        (None, None) => address(name.as_deref(), "anonymous@anonymous.invalid"),
    }
}

/// What of a number may stand before the `@` unquoted.
fn local_part(number: &str) -> String {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '*' | '#' | '-' | '_');
    number.chars().filter(allowed).take(MOST_NAME_LETTERS).collect()
}

/// `voice-YYYYMMDD-HHMM-NUMBER.wav` in the owner's time.
fn file_name(at: &Zoned, number: Option<&str>) -> String {
    let digits: String = number
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '+')
        .take(32)
        .collect();
    let number = if digits.is_empty() { "unknown".to_owned() } else { digits };
    format!("voice-{}-{number}.wav", at.strftime("%Y%m%d-%H%M"))
}

/// A moment by the reader's clock.
pub(crate) fn zoned(at: Timestamp, zone: &str) -> Zoned {
    at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}

fn date(at: &Zoned) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// The same for the same delivery, and says nothing about its key.
fn message_id(letter: &Letter<'_>) -> String {
    format!("voice.{}@{}", digest(letter.key), letter.realm)
}

fn digest(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().take(16).map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests;
