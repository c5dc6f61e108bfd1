//! One message: who, when, the sound, and what is to become of it.

use super::list::List;
use super::mail::Text;
use super::options::Possible;
use super::{Owner, Session, Stop, address, in_time};
use crate::keys::{SILENT_ROUNDS, act, ask_step};
use crate::line::{Audio, Barge, Digits, Hangup, Heard, Key, Line, Listened, Manner, Position};
use crate::step::Step;
use crate::tree::{Choice, Message};
use crate::{prompt, tree};
use domain::list;
use jiff::Timestamp;
use messaging::marks::Context;
use messaging::report::is_report;
use messaging::{Entry, Kind, MailboxError, voice};
use speech::{Argument, Script};
use std::sync::Arc;

/// Going back and forward in a sound moves by so much; in a text it moves by a sentence.
const STEP_MILLISECONDS: Position = 5_000;
const SAMPLES_A_MILLISECOND: u64 = 8;
/// A breath between a comment and what it is about: 400 ms.
const BETWEEN_SAMPLES: usize = 400 * SAMPLES_A_MILLISECOND as usize;
/// A pause that nobody ends goes on by itself.
const PAUSE_SECONDS: u32 = 120;

/// Where the owner goes from a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    Next,
    Previous,
    /// It goes on with the same one.
    Stays,
    /// To the main menu.
    Up,
    /// Nothing was pressed for so long that the call ends.
    Silence,
}

/// What an owner does about the message that is read out.
enum Decision {
    Key(Key),
    /// None, however often the choices were said.
    Silence,
    /// There is nothing to decide about: the sound cannot be played.
    Unplayable,
}

/// What is said at the moment.
#[derive(Clone, Copy)]
enum Part {
    Before,
    Content(Position),
    After,
    Choices,
}

/// What there is to hear of a message.
struct Reading {
    say: Script,
    envelope: Envelope,
    content: Content,
    part: Part,
    keys: Vec<Choice<Message>>,
    manner: Manner,
}

/// What a message is made of.
enum Content {
    Sound { audio: Audio, milliseconds: Position },
    Text(Text),
}

/// Reads a message out until the owner has decided about it. It is no longer new once its sound was heard to the end,
/// or a key kept or deleted it; one that cannot be played stays as it was, for a mail client to try.
pub async fn read_out(
    line: &mut impl Line,
    session: &Session<'_>,
    list: &mut List<'_>,
    entry: &Entry,
) -> Result<After, Stop> {
    let say = session.say();
    let content = match content(session, entry).await {
        Ok(content) => content,
        // Gone since it was listed, or without a sound.
        Err(Stop::Mailbox(MailboxError::NoSuchMessage)) => return unplayable(line, &say).await,
        Err(stop) => return Err(stop),
    };
    let envelope = Envelope::of(session, entry, list.number(), line.now());
    let possible = Possible::of(session, entry, content.audio().is_some());
    let keys = keys(session, &content, &possible);
    let mut reading = Reading { say, envelope, content, part: Part::Before, keys, manner: Manner::default() };
    let mut pressed = None;
    loop {
        line.show(reading.step(entry));
        let decision = match pressed.take() {
            Some(key) => Decision::Key(key),
            None => reading.decision(line, session.owner, (list, entry)).await?,
        };
        let key = match decision {
            Decision::Key(key) => key,
            Decision::Silence => return Ok(After::Silence),
            Decision::Unplayable => return unplayable(line, &reading.say).await,
        };
        match act(line, &reading.keys, Message::Help, &reading.say, key).await? {
            Some(Message::Again) => reading.part = Part::Before,
            Some(Message::Keep) => {
                list.mark_seen(entry).await?;
                return Ok(After::Next);
            }
            Some(Message::Delete) => {
                list.delete(entry).await?;
                reading.say(line, prompt::MESSAGE_DELETED).await?;
                return Ok(After::Next);
            }
            Some(Message::Back) => reading.back(),
            Some(Message::Forward) => reading.forward(),
            Some(Message::Pause) => pressed = reading.pause(line).await?,
            Some(Message::Previous) if list.has_previous() => return Ok(After::Previous),
            Some(Message::Previous) => reading.say(line, prompt::LIST_FIRST).await?,
            Some(Message::Next) => return Ok(After::Next),
            Some(Message::Options) => {
                let (sound, manner) = (reading.content.audio(), &mut reading.manner);
                match possible.choose(line, session, entry, sound, manner).await? {
                    After::Stays => {}
                    // What was finished is no longer among the unfinished ones.
                    After::Up if session.is_draft(entry) => return Ok(After::Next),
                    After::Up => reading.part = Part::Choices,
                    after => return Ok(after),
                }
            }
            Some(Message::Menu) => return Ok(After::Up),
            // What only tells something: afterwards it goes on where it was.
            Some(Message::Envelope) => {
                line.play(&reading.envelope.whole, Barge::TypeAhead).await?;
            }
            Some(Message::Help) | None => {}
        }
    }
}

async fn content(session: &Session<'_>, entry: &Entry) -> Result<Content, Stop> {
    if entry.kind == Kind::Email {
        return Text::of(session, entry).await.map(Content::Text);
    }
    let sounds = in_time(voice::sounds(session.mailbox, entry)).await?;
    let seconds = u64::from(entry.seconds.unwrap_or(0));
    match <[_; 1]>::try_from(sounds) {
        Ok([sound]) => Ok(Content::Sound { audio: Audio(sound), milliseconds: seconds * 1000 }),
        Err(several) => {
            let joined = tokio::task::spawn_blocking(move || joined(several));
            joined.await.map_err(|error| MailboxError::Unavailable(Box::new(error)).into())
        }
    }
}

/// Comments and what they are about, one after the other. What of them cannot be decoded is passed over.
fn joined(sounds: Vec<Arc<[u8]>>) -> Content {
    let mut samples = Vec::new();
    for sound in sounds.into_iter().filter_map(|sound| Audio(sound).samples()) {
        if !samples.is_empty() {
            samples.resize(samples.len() + BETWEEN_SAMPLES, 0);
        }
        samples.extend(sound);
    }
    let milliseconds = samples.len() as u64 / SAMPLES_A_MILLISECOND;
    Content::Sound { audio: Audio(speech::audio::wav(&samples).into()), milliseconds }
}

/// The keys as they are explained for what is heard.
fn keys(session: &Session<'_>, content: &Content, possible: &Possible) -> Vec<Choice<Message>> {
    let fits = |action| action != Message::Options || possible.is_any();
    let mut keys = tree::fitting(session.tree().message, fits);
    for choice in &mut keys {
        choice.words.offer = choice.words.offer.filter(|_| session.owner.habits.offers);
        if let Content::Text(_) = content {
            choice.words.help = match choice.action {
                Message::Back => prompt::HELP_BACK_SENTENCE,
                Message::Forward => prompt::HELP_FORWARD_SENTENCE,
                _ => choice.words.help,
            };
        }
    }
    keys
}

impl Content {
    fn audio(&self) -> Option<&Audio> {
        match self {
            Content::Sound { audio, .. } => Some(audio),
            Content::Text(_) => None,
        }
    }

    async fn listen(&self, line: &mut impl Line, from: Position, manner: Manner) -> Result<Listened, Hangup> {
        match self {
            Content::Sound { audio, .. } => line.listen(audio, from, manner).await,
            Content::Text(text) => text.listen(line, from).await,
        }
    }

    /// By how much back and forward move.
    fn step(&self) -> Position {
        match self {
            Content::Sound { .. } => STEP_MILLISECONDS,
            Content::Text(_) => 1,
        }
    }

    fn end(&self) -> Position {
        match self {
            Content::Sound { milliseconds, .. } => *milliseconds,
            Content::Text(text) => text.parts(),
        }
    }
}

async fn unplayable(line: &mut impl Line, say: &Script) -> Result<After, Stop> {
    line.play(&say.clone().prompt(prompt::MESSAGE_UNPLAYABLE), Barge::TypeAhead).await?;
    Ok(After::Next)
}

impl Reading {
    /// Says what comes, part by part, until the owner decides.
    async fn decision(
        &mut self,
        line: &mut impl Line,
        owner: &Owner,
        (list, entry): (&List<'_>, &Entry),
    ) -> Result<Decision, Stop> {
        if let Part::Before = self.part {
            if let Heard::Key(key) = line.play(&self.envelope.before, Barge::Keys).await? {
                return Ok(Decision::Key(key));
            }
            self.part = Part::Content(0);
        }
        if let Part::Content(from) = self.part {
            match self.content.listen(line, from, self.manner).await? {
                Listened::ToTheEnd => list.mark_seen(entry).await?,
                Listened::Stopped { at, by } => {
                    self.part = Part::Content(at);
                    return Ok(Decision::Key(by));
                }
                Listened::Unplayable => return Ok(Decision::Unplayable),
            }
            self.part = Part::After;
        }
        if let Part::After = self.part {
            if let Heard::Key(key) = line.play(&self.envelope.after, Barge::Keys).await? {
                return Ok(Decision::Key(key));
            }
            self.part = Part::Choices;
        }
        let choices = tree::offers(&self.keys, self.say.clone());
        for _ in 0..SILENT_ROUNDS {
            let (step, nothing) = (self.step(entry), Script::new(self.say.language));
            if let Some(key) = ask_step(line, owner, step, (&choices, &nothing)).await? {
                return Ok(Decision::Key(key));
            }
        }
        Ok(Decision::Silence)
    }

    fn step(&self, entry: &Entry) -> Step {
        Step::level(&self.keys, self.say.language).about(Some(entry.message.clone()))
    }

    fn back(&mut self) {
        let at = match self.part {
            Part::Before => return,
            Part::Content(at) => at,
            Part::After | Part::Choices => self.content.end(),
        };
        self.part = Part::Content(at.saturating_sub(self.content.step()));
    }

    /// Beyond its end there is nothing of a message to hear.
    fn forward(&mut self) {
        self.part = match self.part {
            Part::Before => Part::Content(0),
            Part::Content(at) => Part::Content(at + self.content.step()),
            Part::After | Part::Choices => Part::Choices,
        };
    }

    /// Waits until it is to go on. A key that means something else is given back.
    async fn pause(&self, line: &mut impl Line) -> Result<Option<Key>, Hangup> {
        self.say(line, prompt::MESSAGE_PAUSED).await?;
        let one = Digits { max: 1, end: None, first_seconds: PAUSE_SECONDS, between_seconds: PAUSE_SECONDS };
        let key = line.collect(one).await?.keys.chars().next().and_then(Key::from_char);
        Ok(key.filter(|key| tree::action(&self.keys, *key) != Some(Message::Pause)))
    }

    async fn say(&self, line: &mut impl Line, id: &'static str) -> Result<(), Hangup> {
        line.play(&self.say.clone().prompt(id), Barge::TypeAhead).await?;
        Ok(())
    }
}

/// What is said of a message beside its sound: "Message two. Today at half past nine. From Anna Schmidt."
struct Envelope {
    before: Script,
    after: Script,
    whole: Script,
}

impl Envelope {
    fn of(session: &Session<'_>, entry: &Entry, number: u64, now: Timestamp) -> Envelope {
        let owner = session.owner;
        let zone = directory::zone_of(&owner.user);
        let at = entry.received.to_zoned(zone.clone()).datetime();
        let today = now.to_zoned(zone).date();
        let date =
            |say: Script| say.prompt_with(prompt::MESSAGE_AT, [("moment", Argument::Moment { at, today })]);
        let nothing = || Script::new(owner.user.language);
        let number = nothing().prompt_with(prompt::MESSAGE_NUMBER, [("count", Argument::Count(number))]);
        let number = marked(number, entry);
        let from =
            |say: Script| if session.is_own(entry) { to(say, session, entry) } else { from(say, entry) };
        let whole = from(date(number.clone()));
        let (before, after) = match owner.habits.reading {
            list::Reading::DateSenderMessage => (whole.clone(), nothing()),
            list::Reading::MessageDateSender => (number, from(date(nothing()))),
            list::Reading::DateMessageSender => (date(number), from(nothing())),
        };
        Envelope { before, after, whole }
    }
}

/// What it is, unless it is a voice message, and what its sender has marked it with.
fn marked(say: Script, entry: &Entry) -> Script {
    let marks = &entry.structure.marks;
    let kind = match (entry.kind, marks.context) {
        (Kind::Voice, _) => None,
        _ if is_report(&entry.structure) => Some(prompt::MESSAGE_REPORT),
        (Kind::Email, Context::Fax) => Some(prompt::MESSAGE_FAX),
        (Kind::Email, _) => Some(prompt::MESSAGE_MAIL),
    };
    [
        kind,
        marks.urgent.then_some(prompt::MESSAGE_URGENT),
        marks.confidential.then_some(prompt::MESSAGE_CONFIDENTIAL),
        marks.receipt_to.as_ref().map(|_| prompt::MESSAGE_RECEIPT),
    ]
    .into_iter()
    .flatten()
    .fold(say, Script::prompt)
}

/// Of an own message only the recipients are news.
fn to(say: Script, session: &Session<'_>, entry: &Entry) -> Script {
    address::to_each(say, &session.recipients(entry))
}

fn from(say: Script, entry: &Entry) -> Script {
    let email = entry.from.email.clone().filter(|_| entry.from.number.is_none());
    let name = entry.from.name.clone().or(email).map(|name| ("name", Argument::Text(name)));
    let number = entry.from.number.clone().map(|number| ("number", Argument::Digits(number)));
    match (name, number) {
        (Some(name), Some(number)) => say.prompt_with(prompt::MESSAGE_FROM_PERSON, [name, number]),
        (Some(name), None) => say.prompt_with(prompt::MESSAGE_FROM_NAME, [name]),
        (None, Some(number)) => say.prompt_with(prompt::MESSAGE_FROM_NUMBER, [number]),
        (None, None) => say.prompt(prompt::MESSAGE_FROM_UNKNOWN),
    }
}
