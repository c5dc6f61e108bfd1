//! One message: who, when, the sound, and what is to become of it.

use super::list::List;
use super::{Owner, Stop, in_time};
use crate::greeting::zone_of;
use crate::keys::{SILENT_ROUNDS, ask_key};
use crate::line::{Audio, Barge, Hangup, Heard, Key, Line, Listened, Position};
use crate::prompt;
use jiff::Timestamp;
use messaging::{Entry, MailboxError, voice};
use speech::{Argument, Script};

/// Where the owner goes from a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    Next,
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
    Announcement,
    Sound(Position),
    Choices,
}

/// What there is to hear of a message.
struct Reading {
    say: Script,
    announcement: Script,
    audio: Audio,
    part: Part,
}

/// Reads a message out until the owner has decided about it. It is no longer new once its sound was heard to the end,
/// or a key kept or deleted it; one that cannot be played stays as it was, for a mail client to try.
pub async fn read_out(
    line: &mut impl Line,
    owner: &Owner,
    list: &List<'_>,
    entry: &Entry,
    number: u64,
) -> Result<After, Stop> {
    let say = Script::new(owner.user.language);
    let audio = match in_time(voice::audio(list.mailbox(), entry)).await {
        Ok(audio) => Audio(audio),
        // Gone since it was listed, or without a sound.
        Err(Stop::Mailbox(MailboxError::NoSuchMessage)) => return unplayable(line, &say).await,
        Err(stop) => return Err(stop),
    };
    let announcement = announcement(owner, entry, number, line.now());
    let mut reading = Reading { say, announcement, audio, part: Part::Announcement };
    loop {
        let key = match reading.decision(line, list, entry).await? {
            Decision::Key(key) => key,
            Decision::Silence => return Ok(After::Silence),
            Decision::Unplayable => return unplayable(line, &reading.say).await,
        };
        match key {
            Key::Digit(1) => reading.part = Part::Announcement,
            Key::Digit(2) => {
                list.mark_seen(entry).await?;
                return Ok(After::Next);
            }
            Key::Digit(3) => {
                list.delete(entry).await?;
                reading.say(line, prompt::MESSAGE_DELETED).await?;
                return Ok(After::Next);
            }
            Key::Star => return Ok(After::Up),
            // Help, or a key that means nothing here: afterwards it goes on where it was.
            Key::Digit(0) => reading.say(line, prompt::MESSAGE_HELP).await?,
            _ => reading.say(line, prompt::KEY_UNKNOWN).await?,
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
        if let Part::Announcement = self.part {
            if let Heard::Key(key) = line.play(&self.announcement, Barge::Keys).await? {
                return Ok(Decision::Key(key));
            }
            self.part = Part::Sound(0);
        }
        if let Part::Sound(from) = self.part {
            match line.listen(&self.audio, from).await? {
                Listened::ToTheEnd => list.mark_seen(entry).await?,
                Listened::Stopped { at, by } => {
                    self.part = Part::Sound(at);
                    return Ok(Decision::Key(by));
                }
                Listened::Unplayable => return Ok(Decision::Unplayable),
            }
            self.part = Part::Choices;
        }
        let choices = self.say.clone().prompt(prompt::MESSAGE_CHOICES);
        for _ in 0..SILENT_ROUNDS {
            if let Some(key) = ask_key(line, &choices).await? {
                return Ok(Decision::Key(key));
            }
        }
        Ok(Decision::Silence)
    }

    async fn say(&self, line: &mut impl Line, id: &'static str) -> Result<(), Hangup> {
        line.play(&self.say.clone().prompt(id), Barge::TypeAhead).await?;
        Ok(())
    }
}

/// "Message two. From Anna Schmidt. Today at half past nine."
fn announcement(owner: &Owner, entry: &Entry, number: u64, now: Timestamp) -> Script {
    let zone = zone_of(&owner.user);
    let at = entry.received.to_zoned(zone.clone()).datetime();
    let today = now.to_zoned(zone).date();
    let say = Script::new(owner.user.language)
        .prompt_with(prompt::MESSAGE_NUMBER, [("count", Argument::Count(number))]);
    from(say, entry).prompt_with(prompt::MESSAGE_AT, [("moment", Argument::Moment { at, today })])
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
