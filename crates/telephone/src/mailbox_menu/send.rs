//! The owner sends a message: to whom, what is said, how it is marked, and a look at it before it goes.

use super::address::{self, Asked, Asking};
use super::later;
use super::message::After;
use super::{Session, Stop, in_time};
use crate::keys::{SILENT_ROUNDS, act, ask_level, toggled};
use crate::line::{Audio, Barge, Hangup, Key, Line, Manner, Purpose, RecordEnd, RecordLimits, Recorded};
use crate::step::Step;
use crate::tree::Review;
use crate::{prompt, tree};
use directory::{People, Recipient};
use domain::distribution::{MOST_RECIPIENTS, Member};
use messaging::spoken::{About, Letter, Wishes, compose, whole_seconds};
use messaging::{Entry, Flags, MailboxError, SpecialUse, outbox};
use speech::{Argument, Script};
use std::sync::Arc;

/// After so many numbers that nobody has, one after the other, the question ends.
const TRIES: u32 = 3;
/// Less was not meant to be a message, in milliseconds of speech.
const SHORTEST_MILLISECONDS: u64 = 500;

/// A message under preparation.
pub struct Message {
    to: Vec<Recipient>,
    sound: Sound,
    wishes: Wishes,
    about: About,
    /// The unfinished message that is gone on with.
    draft: Option<Entry>,
}

/// Where what was said is.
enum Sound {
    Recorded(Recorded),
    /// Of an unfinished message.
    Kept(Audio),
}

/// A new message: the recipients are asked for first.
pub async fn new(line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
    to_asked(line, session, About::New).await
}

/// On to others, with a comment before it.
pub async fn forward(line: &mut impl Line, session: &Session<'_>, entry: &Entry) -> Result<After, Stop> {
    match in_time(About::forward(session.mailbox, entry)).await {
        Ok(about) => to_asked(line, session, about).await,
        Err(Stop::Mailbox(MailboxError::TooLarge(_))) => {
            say(line, session, prompt::SEND_TOO_LARGE).await?;
            Ok(After::Up)
        }
        Err(stop) => Err(stop),
    }
}

/// Back to these.
pub async fn reply(
    line: &mut impl Line,
    session: &Session<'_>,
    entry: &Entry,
    to: Vec<Recipient>,
) -> Result<After, Stop> {
    begin(line, session, to, About::reply(entry)).await
}

/// Goes on with an unfinished message.
pub async fn go_on(
    line: &mut impl Line,
    session: &Session<'_>,
    draft: &Entry,
    sound: Audio,
) -> Result<After, Stop> {
    let about = in_time(About::of_draft(session.mailbox, draft)).await?;
    let (to, wishes) = (session.recipients(draft), Wishes::of_draft(draft));
    let message = Message { to, sound: Sound::Kept(sound), wishes, about, draft: Some(draft.clone()) };
    finish(line, session, message).await
}

async fn to_asked(line: &mut impl Line, session: &Session<'_>, about: About) -> Result<After, Stop> {
    let mut to = Vec::new();
    ask_recipients(line, session, &mut to).await?;
    if to.is_empty() {
        say(line, session, prompt::SEND_NOBODY).await?;
        return Ok(After::Up);
    }
    begin(line, session, to, about).await
}

async fn begin(
    line: &mut impl Line,
    session: &Session<'_>,
    to: Vec<Recipient>,
    about: About,
) -> Result<After, Stop> {
    let Some(recorded) = record(line, session).await? else {
        say(line, session, prompt::SEND_NOTHING).await?;
        return Ok(After::Up);
    };
    let sound = Sound::Recorded(recorded);
    finish(line, session, Message { to, sound, wishes: Wishes::default(), about, draft: None }).await
}

/// Adds recipients until `#` alone, silence or a star ends it.
async fn ask_recipients(
    line: &mut impl Line,
    session: &Session<'_>,
    to: &mut Vec<Recipient>,
) -> Result<(), Stop> {
    let people = session.directory.people();
    let asking = Asking { say: session.say(), people: &people, owner: session.owner.user.id };
    let (mut wrong, mut silent) = (0, 0);
    while wrong < TRIES && silent < SILENT_ROUNDS && to.len() < MOST_RECIPIENTS {
        let question = match to.is_empty() {
            true => asking.otherwise(session.say().prompt(prompt::SEND_TO)),
            false => session.say().prompt(prompt::SEND_TO_MORE),
        };
        match asking.ask(line, &question).await? {
            Asked::Member(member) => {
                (wrong, silent) = (0, 0);
                let said = added(session.say(), &people, to, member);
                line.play(&said, Barge::TypeAhead).await?;
            }
            Asked::Done => return Ok(()),
            Asked::Silence if !to.is_empty() => return Ok(()),
            Asked::Silence => silent += 1,
            Asked::Nobody => wrong += 1,
        }
    }
    Ok(())
}

/// Adds whom a member stands for, everybody once; answers what is said of it.
fn added(say: Script, people: &People, to: &mut Vec<Recipient>, member: Member) -> Script {
    let (reached, said) = match member {
        Member::List(list) => {
            let reached = people.reached_by(list);
            let count = ("count", Argument::Count(reached.len() as u64));
            let said = say.clone().prompt_with(prompt::SEND_LIST_ADDED, [count]);
            (reached, said)
        }
        Member::Person(user) => {
            let Some(user) = people.user(user) else { return say };
            let said = say.clone().prompt_with(prompt::SEND_ADDED, address::person(user));
            (vec![Recipient::Person(user.clone())], said)
        }
        // By keys nobody writes an address.
        Member::Email(_) => return say,
    };
    let is_new = |one: &Recipient| !to.iter().any(|known| known.email() == one.email());
    let new: Vec<Recipient> = reached.into_iter().filter(is_new).collect();
    if to.len() + new.len() > MOST_RECIPIENTS {
        return say.prompt(prompt::SEND_TOO_MANY);
    }
    to.extend(new);
    said
}

/// What is said after the tone; `None` where nothing is. Who hangs up meanwhile has it kept by [`finish`].
async fn record(line: &mut impl Line, session: &Session<'_>) -> Result<Option<Recorded>, Stop> {
    let tone = session.say().prompt(prompt::SEND_SPEAK).beep();
    line.show(Step::question(&tone));
    line.play(&tone, Barge::No).await?;
    let limits = RecordLimits {
        longest_seconds: session.owner.habits.longest_seconds,
        closing_silence_seconds: 10,
        opening_silence_seconds: 10,
        ending_keys: &[Key::Hash],
    };
    let recorded = line.record(Purpose::Draft(session.owner.user.id), limits).await;
    if recorded.speech_milliseconds < SHORTEST_MILLISECONDS {
        line.discard(&recorded).await;
        return if recorded.ended == RecordEnd::Hangup { Err(Hangup.into()) } else { Ok(None) };
    }
    Ok(Some(recorded))
}

/// The look before it goes. Whatever ends the call keeps the message among the unfinished ones.
async fn finish(line: &mut impl Line, session: &Session<'_>, mut message: Message) -> Result<After, Stop> {
    let ended = review(line, session, &mut message).await;
    match ended {
        Ok(Ended::Sent | Ended::Discarded) => Ok(After::Up),
        Ok(Ended::PutAside) => {
            message.put_aside(line, session).await?;
            say(line, session, prompt::SEND_KEPT).await?;
            Ok(After::Up)
        }
        Ok(Ended::Silence) => {
            message.put_aside(line, session).await?;
            Ok(After::Silence)
        }
        Err(stop) => {
            // What cannot be kept now stays in the spool, and is delivered to its owner from there.
            if let Err(error) = message.put_aside(line, session).await {
                tracing::warn!(%error, "an unfinished message is not among the drafts");
            }
            Err(stop)
        }
    }
}

/// How a look at a message ended.
enum Ended {
    Sent,
    Discarded,
    PutAside,
    Silence,
}

async fn review(line: &mut impl Line, session: &Session<'_>, message: &mut Message) -> Result<Ended, Stop> {
    let plain = session.say();
    let keys = tree::all(session.tree().review);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_level(line, session.owner, &keys, message.told(session)).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let said = match act(line, &keys, Review::Help, &plain, key).await? {
            Some(Review::Listen) => {
                message.listen(line).await?;
                continue;
            }
            Some(Review::Again) => {
                message.record_again(line, session).await?;
                continue;
            }
            Some(Review::Recipients) => {
                ask_recipients(line, session, &mut message.to).await?;
                continue;
            }
            Some(Review::Later) => {
                message.wishes.deliver_at = later::ask(line, session).await?;
                continue;
            }
            Some(Review::Urgent) => {
                toggled(&mut message.wishes.urgent, prompt::MESSAGE_URGENT, prompt::SEND_NOT_URGENT)
            }
            Some(Review::Confidential) => toggled(
                &mut message.wishes.confidential,
                prompt::MESSAGE_CONFIDENTIAL,
                prompt::SEND_NOT_CONFIDENTIAL,
            ),
            Some(Review::Receipt) => {
                toggled(&mut message.wishes.receipt, prompt::SEND_RECEIPT, prompt::SEND_NO_RECEIPT)
            }
            Some(Review::Send) if message.to.is_empty() => {
                ask_recipients(line, session, &mut message.to).await?;
                continue;
            }
            Some(Review::Send) => {
                message.send(line, session).await?;
                return Ok(Ended::Sent);
            }
            Some(Review::Discard) => {
                message.forget(line, session).await?;
                say(line, session, prompt::MESSAGE_DELETED).await?;
                return Ok(Ended::Discarded);
            }
            Some(Review::PutAside) => return Ok(Ended::PutAside),
            Some(Review::Help) | None => continue,
        };
        say(line, session, said).await?;
    }
    Ok(Ended::Silence)
}

impl Message {
    /// To whom it goes and what it is marked with.
    fn told(&self, session: &Session<'_>) -> Script {
        address::to_all(session.say(), &self.to)
    }

    async fn listen(&self, line: &mut impl Line) -> Result<(), Hangup> {
        if let Some(audio) = self.audio(line).await {
            line.listen(&audio, 0, Manner::default()).await?;
        }
        Ok(())
    }

    /// What was said before is gone only when there is something new.
    async fn record_again(&mut self, line: &mut impl Line, session: &Session<'_>) -> Result<(), Stop> {
        let Some(recorded) = record(line, session).await? else {
            say(line, session, prompt::SEND_NOTHING).await?;
            return Ok(());
        };
        if let Sound::Recorded(before) = std::mem::replace(&mut self.sound, Sound::Recorded(recorded)) {
            line.discard(&before).await;
        }
        Ok(())
    }

    async fn audio(&self, line: &mut impl Line) -> Option<Audio> {
        match &self.sound {
            Sound::Recorded(recorded) => line.recorded(recorded).await,
            Sound::Kept(audio) => Some(audio.clone()),
        }
    }

    /// Into the outbox, which is emptied when the call is over.
    async fn send(&mut self, line: &mut impl Line, session: &Session<'_>) -> Result<(), Stop> {
        let outbox = in_time(outbox::folder(session.mailbox)).await?;
        self.keep(line, session, outbox, Flags { seen: true, ..Flags::default() }).await?;
        let said = match self.wishes.deliver_at {
            Some(at) => later::told(session, prompt::SEND_AT, at, line.now()),
            None => session.say().prompt(prompt::SEND_HELD),
        };
        line.play(&said, Barge::TypeAhead).await?;
        Ok(())
    }

    /// Among the unfinished ones, unless it is there, sent or discarded already.
    async fn put_aside(&mut self, line: &mut impl Line, session: &Session<'_>) -> Result<(), Stop> {
        if matches!(self.sound, Sound::Kept(_)) && self.draft.is_none() {
            return Ok(());
        }
        let folders = in_time(session.mailbox.folders()).await?;
        let drafts = folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Drafts));
        let drafts = drafts.ok_or(MailboxError::NoSuchFolder)?.id;
        self.keep(line, session, drafts, Flags { seen: true, draft: true, ..Flags::default() }).await
    }

    /// Writes the message into a folder; only then are recording and earlier draft given up.
    async fn keep(
        &mut self,
        line: &mut impl Line,
        session: &Session<'_>,
        folder: domain::id::FolderId,
        flags: Flags,
    ) -> Result<(), Stop> {
        let Some(audio) = self.audio(line).await else { return Ok(()) };
        let now = line.now();
        let (from, to) = (session.owner.user.clone(), self.to.clone());
        let (wishes, about, realm) = (self.wishes, self.about.clone(), session.realm());
        let sound = audio.clone();
        // A long message takes milliseconds, in which nobody else is to wait.
        let composed = tokio::task::spawn_blocking(move || {
            let seconds = sound.samples().map_or(0, |samples| whole_seconds(samples.len()));
            let letter = Letter {
                from: &from,
                to: &to,
                sound: &sound.0,
                seconds,
                wishes,
                about: &about,
                at: now,
                realm: &realm,
            };
            compose(&letter)
        });
        let composed = composed.await.map_err(|error| MailboxError::Unavailable(Box::new(error)))?;
        in_time(session.mailbox.append(folder, composed, flags, now)).await?;
        self.forget(line, session).await?;
        self.sound = Sound::Kept(audio);
        Ok(())
    }

    /// Gives up the recording and the draft that this was.
    async fn forget(&mut self, line: &mut impl Line, session: &Session<'_>) -> Result<(), Stop> {
        if let Some(draft) = self.draft.take() {
            session.erase(&draft).await?;
        }
        if let Sound::Recorded(recorded) = &self.sound {
            line.discard(recorded).await;
            self.sound = Sound::Kept(Audio(Arc::from([])));
        }
        Ok(())
    }
}

async fn say(line: &mut impl Line, session: &Session<'_>, id: &'static str) -> Result<(), Hangup> {
    line.play(&session.say().prompt(id), Barge::TypeAhead).await?;
    Ok(())
}
