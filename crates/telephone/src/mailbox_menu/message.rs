//! One message: who, when, the sound, and what is to become of it.

use super::list::List;
use super::{Owner, Stop, in_time};
use crate::greeting::zone_of;
use crate::keys::{SILENT_ROUNDS, act, ask_key};
use crate::line::{Audio, Barge, Digits, Hangup, Heard, Key, Line, Listened, Manner, Position};
use crate::tree::Message;
use crate::{prompt, tree};
use domain::list;
use jiff::Timestamp;
use messaging::{Entry, MailboxError, voice};
use speech::{Argument, Script};

/// Going back and forward moves by so much.
const STEP_MILLISECONDS: Position = 5_000;
/// A pause that nobody ends goes on by itself.
const PAUSE_SECONDS: u32 = 120;

/// Where the owner goes from a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    Next,
    Previous,
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
    Sound(Position),
    After,
    Choices,
}

/// What there is to hear of a message.
struct Reading {
    say: Script,
    envelope: Envelope,
    audio: Audio,
    part: Part,
}

/// Reads a message out until the owner has decided about it. It is no longer new once its sound was heard to the end,
/// or a key kept or deleted it; one that cannot be played stays as it was, for a mail client to try.
pub async fn read_out(
    line: &mut impl Line,
    owner: &Owner,
    list: &mut List<'_>,
    entry: &Entry,
) -> Result<After, Stop> {
    let say = Script::new(owner.user.language);
    let audio = match in_time(voice::audio(list.mailbox(), entry)).await {
        Ok(audio) => Audio(audio),
        // Gone since it was listed, or without a sound.
        Err(Stop::Mailbox(MailboxError::NoSuchMessage)) => return unplayable(line, &say).await,
        Err(stop) => return Err(stop),
    };
    let envelope = Envelope::of(owner, entry, list.number(), line.now());
    let mut reading = Reading { say, envelope, audio, part: Part::Before };
    let mut pressed = None;
    loop {
        let decision = match pressed.take() {
            Some(key) => Decision::Key(key),
            None => reading.decision(line, list, entry).await?,
        };
        let key = match decision {
            Decision::Key(key) => key,
            Decision::Silence => return Ok(After::Silence),
            Decision::Unplayable => return unplayable(line, &reading.say).await,
        };
        match act(line, tree::MESSAGE, Message::Help, &reading.say, key).await? {
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
            Some(Message::Back) => reading.back(entry),
            Some(Message::Forward) => reading.forward(),
            Some(Message::Pause) => pressed = reading.pause(line).await?,
            Some(Message::Previous) if list.has_previous() => return Ok(After::Previous),
            Some(Message::Previous) => reading.say(line, prompt::LIST_FIRST).await?,
            Some(Message::Next) => return Ok(After::Next),
            Some(Message::Menu) => return Ok(After::Up),
            // What only tells something: afterwards it goes on where it was.
            Some(Message::Envelope) => {
                line.play(&reading.envelope.whole, Barge::TypeAhead).await?;
            }
            Some(Message::Help) | None => {}
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
        list: &List<'_>,
        entry: &Entry,
    ) -> Result<Decision, Stop> {
        if let Part::Before = self.part {
            if let Heard::Key(key) = line.play(&self.envelope.before, Barge::Keys).await? {
                return Ok(Decision::Key(key));
            }
            self.part = Part::Sound(0);
        }
        if let Part::Sound(from) = self.part {
            match line.listen(&self.audio, from, Manner::default()).await? {
                Listened::ToTheEnd => list.mark_seen(entry).await?,
                Listened::Stopped { at, by } => {
                    self.part = Part::Sound(at);
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
        let choices = tree::offers(tree::MESSAGE, self.say.clone());
        for _ in 0..SILENT_ROUNDS {
            if let Some(key) = ask_key(line, &choices).await? {
                return Ok(Decision::Key(key));
            }
        }
        Ok(Decision::Silence)
    }

    fn back(&mut self, entry: &Entry) {
        self.part = match self.part {
            Part::Before => Part::Before,
            Part::Sound(at) => Part::Sound(at.saturating_sub(STEP_MILLISECONDS)),
            Part::After | Part::Choices => {
                let end = Position::from(entry.seconds.unwrap_or(0)) * 1000;
                Part::Sound(end.saturating_sub(STEP_MILLISECONDS))
            }
        };
    }

    /// Beyond its end there is nothing of a sound to hear.
    fn forward(&mut self) {
        self.part = match self.part {
            Part::Before => Part::Sound(0),
            Part::Sound(at) => Part::Sound(at + STEP_MILLISECONDS),
            Part::After | Part::Choices => Part::Choices,
        };
    }

    /// Waits until it is to go on. A key that means something else is given back.
    async fn pause(&self, line: &mut impl Line) -> Result<Option<Key>, Hangup> {
        self.say(line, prompt::MESSAGE_PAUSED).await?;
        let one = Digits { max: 1, end: None, first_seconds: PAUSE_SECONDS, between_seconds: PAUSE_SECONDS };
        let key = line.collect(one).await?.keys.chars().next().and_then(Key::from_char);
        Ok(key.filter(|key| tree::action(tree::MESSAGE, *key) != Some(Message::Pause)))
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
    fn of(owner: &Owner, entry: &Entry, number: u64, now: Timestamp) -> Envelope {
        let zone = zone_of(&owner.user);
        let at = entry.received.to_zoned(zone.clone()).datetime();
        let today = now.to_zoned(zone).date();
        let date =
            |say: Script| say.prompt_with(prompt::MESSAGE_AT, [("moment", Argument::Moment { at, today })]);
        let nothing = || Script::new(owner.user.language);
        let number = nothing().prompt_with(prompt::MESSAGE_NUMBER, [("count", Argument::Count(number))]);
        let whole = from(date(number.clone()), entry);
        let (before, after) = match owner.habits.reading {
            list::Reading::DateSenderMessage => (whole.clone(), nothing()),
            list::Reading::MessageDateSender => (number, from(date(nothing()), entry)),
            list::Reading::DateMessageSender => (date(number), from(nothing(), entry)),
        };
        Envelope { before, after, whole }
    }
}

fn from(say: Script, entry: &Entry) -> Script {
    let name = entry.from.name.clone().map(|name| ("name", Argument::Text(name)));
    let number = entry.from.number.clone().map(|number| ("number", Argument::Digits(number)));
    match (name, number) {
        (Some(name), Some(number)) => say.prompt_with(prompt::MESSAGE_FROM_PERSON, [name, number]),
        (Some(name), None) => say.prompt_with(prompt::MESSAGE_FROM_NAME, [name]),
        (None, Some(number)) => say.prompt_with(prompt::MESSAGE_FROM_NUMBER, [number]),
        (None, None) => say.prompt(prompt::MESSAGE_FROM_UNKNOWN),
    }
}
