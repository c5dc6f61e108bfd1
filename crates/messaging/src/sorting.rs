//! Before a message is kept: recipients looked up, the message composed, its size checked, its structure read.

use crate::compose;
use crate::delivery::{Body, DeliverError, Delivery, Letter, LetterElsewhere, Sent, Voice};
use crate::kept::Kept;
use crate::mailbox::Sender;
use crate::outbound::Class;
use bytes::Bytes;
use directory::{People, User};
use domain::copy::{self, Copied};
use domain::id::UserId;
use domain::number::Email;
use domain::settings;
use std::sync::Arc;

/// Larger messages are taken by nobody; the wires have their own, lower limits.
pub const MOST_MESSAGE_BYTES: u64 = 100 * 1024 * 1024;

/// No person has this number: whose mail it is, nobody is told of.
const NOBODY: UserId = UserId::new(0);

/// A delivery that only waits to be written.
pub(crate) struct Sorted {
    pub key: String,
    pub to: Vec<UserId>,
    pub at: jiff::Timestamp,
    pub message: Bytes,
    pub kept: Kept,
    /// What goes to addresses elsewhere because of it.
    pub leaving: Vec<Leaving>,
}

/// A mail to an address elsewhere.
pub(crate) struct Leaving {
    pub person: UserId,
    pub class: Class,
    pub to: Email,
    /// `None`: the message itself.
    pub message: Option<Bytes>,
}

/// Costs no I/O.
pub(crate) fn sort(delivery: Delivery, people: &People) -> Result<Sorted, DeliverError> {
    let Delivery { key, mut to, from, at, body } = delivery;
    to.sort_unstable();
    to.dedup();
    let known: Option<Vec<_>> = to.iter().map(|&user| people.user(user)).collect();
    let recipients = known.ok_or(DeliverError::NoSuchRecipient)?;
    if recipients.is_empty() && !goes_elsewhere(&body) {
        return Err(DeliverError::NoSuchRecipient);
    }
    let sender = people.settings_of(None).get(&settings::MAIL_SENDER_TEMPLATE);
    let mut leaving = Vec::new();
    let (message, kept) = match body {
        Body::Voice(voice) => {
            let to = recipients.iter().map(|user| (user.name.clone(), user.email.clone())).collect();
            let letter =
                compose::Letter { key: &key, from: &from, to, at, realm: &people.realm, sender: &sender };
            let (subject, message) = compose::voice_message(&letter, &voice);
            leaving = copies(&recipients, people, &letter, &voice);
            let kept = Kept { from, subject, ..Kept::read(&message) };
            (Bytes::from(message), kept)
        }
        Body::Help(help) => {
            let to = recipients.iter().map(|user| (user.name.clone(), user.email.clone())).collect();
            let letter =
                compose::Letter { key: &key, from: &from, to, at, realm: &people.realm, sender: &sender };
            let message = compose::help::message(&letter, &help);
            let kept = Kept { from, ..Kept::read(&message) };
            (Bytes::from(message), kept)
        }
        Body::Receipt(receipt) => {
            // One sender has sent the message; the check above has found at least one recipient of this.
            let reader = recipients.first().ok_or(DeliverError::NoSuchRecipient)?;
            let told = compose::receipt::Told { sender: reader, at, realm: &people.realm };
            let message = compose::receipt::message(&told, &receipt);
            let kept = Kept { from, ..Kept::read(&message) };
            (Bytes::from(message), kept)
        }
        Body::Report(report) => {
            let to = recipients.iter().map(|user| (user.name.clone(), user.email.clone())).collect();
            let letter =
                compose::Letter { key: &key, from: &from, to, at, realm: &people.realm, sender: &sender };
            let message = compose::report::message(&letter, &report);
            let kept = Kept::read(&message);
            (Bytes::from(message), kept)
        }
        Body::Letter(letter) => {
            let reader = *recipients.first().ok_or(DeliverError::NoSuchRecipient)?;
            let to = compose::letter::Reader::from(&**reader);
            let written = compose::letter::Written { key: &key, to, at, realm: &people.realm };
            let message = compose::letter::message(&written, &letter, &letter.text);
            leaving = copy_of_letter(people, reader, &written, &letter).into_iter().collect();
            let kept = Kept::read(&message);
            (Bytes::from(message), kept)
        }
        Body::LetterElsewhere(LetterElsewhere { letter, to, by }) => {
            let reader = compose::letter::Reader { name: None, email: &to, zone: "UTC" };
            let written = compose::letter::Written { key: &key, to: reader, at, realm: &people.realm };
            // What opens something leaves with the mail and goes with it; what stays does not hold it.
            let sent = Bytes::from(compose::letter::message(&written, &letter, &letter.text));
            let message = compose::letter::message(&written, &letter, &letter.outside);
            let person = by.unwrap_or(NOBODY);
            leaving = vec![Leaving { person, class: Class::Notice, to: to.clone(), message: Some(sent) }];
            let kept = Kept::read(&message);
            (Bytes::from(message), kept)
        }
        Body::Page(page) => {
            let message = compose::page::message(&key, &people.realm, &page);
            let person = page.person;
            let work = |to| Leaving { person, class: Class::Notice, to, message: None };
            leaving = page.to.into_iter().map(work).collect();
            let kept = Kept::read(&message);
            (Bytes::from(message), kept)
        }
        Body::Sent(Sent { message, by, elsewhere }) => {
            let work = |to| Leaving { person: by, class: Class::Message, to, message: None };
            leaving = elsewhere.into_iter().map(work).collect();
            let kept = Kept { from, ..Kept::read(&message) };
            (message, kept)
        }
        Body::Mail { message, trace } => {
            let message = with_trace(&trace, &message);
            let kept = Kept::read(&message);
            let from = if kept.from == Sender::default() { from } else { kept.from.clone() };
            (message, Kept { from, ..kept })
        }
    };
    check_size(&message)?;
    Ok(Sorted { key, to, at, message, kept, leaving })
}

fn goes_elsewhere(body: &Body) -> bool {
    match body {
        Body::Sent(sent) => !sent.elsewhere.is_empty(),
        Body::Page(page) => !page.to.is_empty(),
        Body::LetterElsewhere(_) => true,
        _ => false,
    }
}

/// The copies that its recipients have asked for.
fn copies(
    recipients: &[&Arc<User>],
    people: &People,
    letter: &compose::Letter<'_>,
    voice: &Voice,
) -> Vec<Leaving> {
    let copy = |user: &&Arc<User>| {
        let settings = people.settings_of(Some(user.id));
        let (copied, to) = copy::of_message(&settings, &user.email, compose::seconds(voice))?;
        let message = (copied == Copied::Notice).then(|| Bytes::from(compose::notice(letter, voice)));
        Some(Leaving { person: user.id, class: Class::Copy, to, message })
    };
    recipients.iter().filter_map(copy).collect()
}

/// Who has voice messages copied elsewhere reads there, and is written to there as well.
fn copy_of_letter(
    people: &People,
    reader: &User,
    written: &compose::letter::Written<'_>,
    letter: &Letter,
) -> Option<Leaving> {
    let (copied, to) = copy::wanted(&people.settings_of(Some(reader.id)), &reader.email)?;
    let without_content = || Bytes::from(compose::letter::message(written, letter, &letter.outside));
    let message = (copied == Copied::Notice).then(without_content);
    Some(Leaving { person: reader.id, class: Class::Notice, to, message })
}

fn check_size(message: &[u8]) -> Result<(), DeliverError> {
    if message.len() as u64 > MOST_MESSAGE_BYTES {
        Err(DeliverError::TooLarge(MOST_MESSAGE_BYTES))
    } else {
        Ok(())
    }
}

/// The trace fields stand before all others (RFC 5321 §4.4).
fn with_trace(trace: &str, message: &[u8]) -> Bytes {
    let mut whole = Vec::with_capacity(trace.len() + 2 + message.len());
    whole.extend_from_slice(trace.as_bytes());
    if !trace.is_empty() && !trace.ends_with('\n') {
        whole.extend_from_slice(b"\r\n");
    }
    whole.extend_from_slice(message);
    Bytes::from(whole)
}
