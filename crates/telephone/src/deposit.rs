//! A caller leaves a message.

use crate::greeting;
use crate::keys::say_and_hang_up;
use crate::line::{Barge, Hangup, Heard, Key, Line, Purpose, RecordEnd, RecordLimits, Recorded};
use crate::log_in::{Asked, log_in};
use crate::prompt;
use directory::{Directory, User};
use domain::deposit::{Ended, Keep, Length, keep};
use domain::greeting::Choice;
use domain::settings::{self, Settings};
use speech::Script;
use std::sync::Arc;

/// The voice mail of the person who was called, as it stands at the call's begin.
#[derive(Clone, Debug)]
pub struct Voicemail<'a> {
    pub owner: Arc<User>,
    pub settings: Settings<'a>,
    /// From [`crate::choose_greeting`].
    pub greeting: Choice,
    pub room: Room,
}

/// Whether the store takes messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Enough,
    /// The disk is almost full.
    Scarce,
}

/// What came of it. In each case the call is over, except when the owner has logged in.
#[derive(Clone, Debug)]
pub enum Deposit {
    /// To be delivered; nothing more is needed of the caller.
    Message(Recorded),
    /// Nothing was left: a row in the journal. What was recorded all the same is to be discarded.
    Missed(Option<Recorded>),
    /// The owner pressed `*` and gave the PIN; the line waits for the mailbox menu.
    OwnerLogsIn(Arc<User>),
    /// The caller was told that no message can be taken.
    NoRoom,
}

/// How long the tone is, with something to spare; greeting and tone share one limit.
const TONE_MILLISECONDS: u32 = 300;

/// Greets the caller and takes a message. A caller who hangs up before the tone has left nothing; what is recorded
/// is kept whenever the caller goes.
pub async fn deposit(line: &mut impl Line, directory: &dyn Directory, voicemail: &Voicemail<'_>) -> Deposit {
    let greeted = greet(line, directory, voicemail).await;
    match greeted {
        Ok(Greeted::Records) => take_message(line, voicemail).await,
        Ok(Greeted::LoggedIn(owner)) => Deposit::OwnerLogsIn(owner),
        Ok(Greeted::Full) => Deposit::NoRoom,
        Ok(Greeted::Ended) | Err(Hangup) => Deposit::Missed(None),
    }
}

/// How the greeting ended.
enum Greeted {
    /// With the tone.
    Records,
    LoggedIn(Arc<User>),
    /// The caller tried to log in, and the call is over.
    Ended,
    Full,
}

async fn greet(
    line: &mut impl Line,
    directory: &dyn Directory,
    voicemail: &Voicemail<'_>,
) -> Result<Greeted, Hangup> {
    line.answer().await?;
    let language = line.facts().language;
    if voicemail.room == Room::Scarce {
        say_and_hang_up(line, &Script::new(language).prompt(prompt::MAILBOX_FULL)).await?;
        return Ok(Greeted::Full);
    }
    let greeting = greeting::script(&voicemail.greeting, &voicemail.owner, &voicemail.settings, line.facts());
    let longest_seconds = voicemail.settings.get(&settings::GREETING_LONGEST_SECONDS);
    let longest_milliseconds = (longest_seconds * 1000).saturating_sub(TONE_MILLISECONDS);
    let heard = line.play_within(&greeting, keys(voicemail), longest_milliseconds).await?;
    if heard == Heard::Key(Key::Star) {
        let logged_in = log_in(line, directory, Asked::PinOf(voicemail.owner.extension.clone())).await?;
        return Ok(logged_in.map_or(Greeted::Ended, Greeted::LoggedIn));
    }
    line.play(&Script::new(language).beep(), Barge::No).await?;
    Ok(Greeted::Records)
}

/// The keys that mean something during the greeting: `0` records at once, unless it must be heard; `*` is the owner's where that is allowed.
fn keys(voicemail: &Voicemail<'_>) -> Barge {
    match (voicemail.settings.get(&settings::OWNER_LOGIN_BY_STAR), voicemail.greeting.unskippable) {
        (true, false) => Barge::Only(&[Key::Digit(0), Key::Star]),
        (false, false) => Barge::Only(&[Key::Digit(0)]),
        (true, true) => Barge::Only(&[Key::Star]),
        (false, true) => Barge::No,
    }
}

async fn take_message(line: &mut impl Line, voicemail: &Voicemail<'_>) -> Deposit {
    let settings = &voicemail.settings;
    let limits = RecordLimits {
        longest_seconds: settings.get(&settings::MESSAGE_LONGEST_SECONDS),
        closing_silence_seconds: settings.get(&settings::MESSAGE_CLOSING_SILENCE_SECONDS),
        opening_silence_seconds: settings.get(&settings::MESSAGE_OPENING_SILENCE_SECONDS),
        ending_keys: &[Key::Hash],
    };
    let recorded = line.record(Purpose::Message(voicemail.owner.id), limits).await;
    let length =
        Length { milliseconds: recorded.milliseconds, speech_milliseconds: recorded.speech_milliseconds };
    let kept = keep(ended(recorded.ended), length, settings.get(&settings::MESSAGE_SHORTEST_SECONDS));
    // The recording is safe by now: whoever hangs up during the last words loses nothing.
    let _gone_or_not = part(line, recorded.ended, kept).await;
    match kept {
        Keep::Message => Deposit::Message(recorded),
        Keep::MissedCall => Deposit::Missed(Some(recorded)),
    }
}

/// The last words to a caller who is still there.
async fn part(line: &mut impl Line, ended: RecordEnd, kept: Keep) -> Result<(), Hangup> {
    let last_words = match (ended, kept) {
        (RecordEnd::Hangup, _) => return Ok(()),
        (RecordEnd::Failed, Keep::Message) => prompt::DEPOSIT_CUT_SHORT,
        (RecordEnd::Failed, Keep::MissedCall) => prompt::MAILBOX_FULL,
        (_, Keep::MissedCall) => prompt::DEPOSIT_NOTHING,
        (RecordEnd::Limit, Keep::Message) => prompt::DEPOSIT_LIMIT,
        (RecordEnd::Key(_) | RecordEnd::Silence, Keep::Message) => prompt::DEPOSIT_THANKS,
    };
    let language = line.facts().language;
    say_and_hang_up(line, &Script::new(language).prompt(last_words)).await
}

fn ended(end: RecordEnd) -> Ended {
    match end {
        RecordEnd::Key(_) => Ended::Key,
        RecordEnd::Silence => Ended::Silence,
        RecordEnd::Limit => Ended::Limit,
        RecordEnd::Hangup => Ended::Hangup,
        RecordEnd::Failed => Ended::Failed,
    }
}
