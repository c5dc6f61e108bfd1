//! Messages that the demo's people find: those of the first four have been read, so that their own first message is new.

use crate::house::House;
use anyhow::Result;
use bytes::Bytes;
use domain::id::{BlobId, CallId, UserId};
use domain::language::{Language, Written};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use messaging::{Body, Delivery, FlagChange, Flags, MessageRef, Sender, Voice};
use speech::Script;

/// People whose messages have all been read.
const WITHOUT_NEW: usize = 4;

/// A voice message and an e-mail in the person's language.
pub async fn leave(house: &House, user: UserId, index: usize) -> Result<()> {
    let people = house.directory().people();
    let Some(person) = people.user(user) else { return Ok(()) };
    let now = Timestamp::now();
    let ago = |hours: i64| now - SignedDuration::from_hours(hours + index as i64 * 5);
    let script = Script::new(person.language).prompt(VOICES[index % VOICES.len()]);
    let voice = Delivery {
        key: format!("demo-voice-{index}"),
        to: vec![user],
        from: Sender {
            name: Some(CALLERS[index % CALLERS.len()].0.into()),
            number: Some(CALLERS[index % CALLERS.len()].1.into()),
            email: None,
        },
        at: ago(3),
        body: Body::Voice(Voice {
            samples: house.voice().samples(&script, &Unrecorded).await?,
            language: person.language,
            zone: person.zone.clone(),
            call: CallId::new("demo", index as u64),
            called: person.extension.to_string(),
            marks: Default::default(),
        }),
    };
    let mail = Delivery {
        key: format!("demo-mail-{index}"),
        to: vec![user],
        from: Sender { email: Some("julia@kundschaft.example".into()), ..Sender::default() },
        at: ago(26),
        body: Body::Mail {
            message: mail(person.language, &person.name, person.email.as_str(), ago(26)).into(),
            trace: String::new(),
        },
    };
    for delivery in [mail, voice] {
        let delivered = house.post().deliver(delivery).await?;
        if index < WITHOUT_NEW {
            mark_read(house, user, &delivered.message).await?;
        }
    }
    Ok(())
}

/// The samples name no recordings.
struct Unrecorded;

impl speech::Recordings for Unrecorded {
    fn load<'a>(
        &'a self,
        _: &'a BlobId,
    ) -> BoxFuture<'a, Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async { Err("there are no recordings here".into()) })
    }
}

/// Prompts that are said as messages.
const VOICES: [&str; 2] = ["demo-message-delivery", "demo-message-appointment"];

const CALLERS: [(&str, &str); 4] = [
    ("Julia Brandt", "+493055512340"),
    ("Peter Holm", "+442079460123"),
    ("Werkstatt Lindner", "+498955598760"),
    ("Mary Jones", "+441614960777"),
];

async fn mark_read(house: &House, user: UserId, message: &MessageRef) -> Result<()> {
    let mailbox = house.post().mailbox(user);
    if let Some(entry) = mailbox.find(message).await? {
        let seen = FlagChange::Add(Flags { seen: true, ..Flags::default() });
        mailbox.set_flags(entry.folder, &[entry.uid], seen, None).await?;
    }
    Ok(())
}

fn mail(language: Language, name: &str, email: &str, at: Timestamp) -> String {
    let (subject, text) = match language.written() {
        Written::German => ("Angebot für das neue Lager", MAIL_DE),
        Written::English => ("Quote for the new warehouse", MAIL_EN),
    };
    let subject = format!("=?utf-8?q?{}?=", subject.replace('ü', "=C3=BC").replace(' ', "_"));
    let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let first = name.split(' ').next().unwrap_or(name);
    let body = text.replace("{name}", first).replace('\n', "\r\n");
    format!(
        "From: Julia Brandt <julia@kundschaft.example>\r\nTo: {name} <{email}>\r\nSubject: {subject}\r\nDate: {date}\r\n\
         Message-ID: <{}.{first}@kundschaft.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}",
        at.as_millisecond()
    )
}

const MAIL_DE: &str = "Guten Tag {name},

anbei wie besprochen die Eckdaten für das neue Lager: 1.200 Quadratmeter,
Übergabe im März, Besichtigung jederzeit nach Absprache.

Ich rufe Sie morgen Vormittag noch einmal an.

Viele Grüße
Julia Brandt
";

const MAIL_EN: &str = "Hello {name},

as discussed, here is the outline for the new warehouse: 1,200 square
metres, handover in March, viewings at any time by appointment.

I will ring you again tomorrow morning.

Kind regards
Julia Brandt
";
