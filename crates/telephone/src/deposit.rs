//! A caller leaves a message, or is put through to somebody else.

mod keys;
mod review;

use crate::greeting;
use crate::keys::say_and_hang_up;
use crate::line::{
    Barge, Destination, Hangup, Heard, Key, Line, Purpose, RecordEnd, RecordLimits, Recorded, Shown,
};
use crate::log_in::{Asked, log_in};
use crate::prompt;
use directory::{Directory, User};
use domain::deposit::{Ended, Keep, Length, keep};
use domain::greeting::Choice;
use domain::number::Number;
use domain::settings::{self, Settings};
use keys::{DEPUTY, MESSAGE, OPERATOR, QUICK, TRANSFER};
use messaging::marks::Marks;
use review::{Reviewed, review};
use speech::{Argument, Script};
use std::sync::Arc;

/// The voice mail of the person who was called, as it stands at the call's begin.
#[derive(Clone, Debug)]
pub struct Voicemail<'a> {
    pub owner: Arc<User>,
    /// By which the owner is announced, from [`crate::announced`].
    pub number: String,
    pub settings: Settings<'a>,
    /// From [`crate::choose_greeting`].
    pub greeting: Choice,
    pub room: Room,
    pub takes: Takes,
    pub ways: Ways,
}

/// Whether the store takes messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Enough,
    /// The disk is almost full.
    Scarce,
}

/// What the owner lets callers do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Takes {
    #[default]
    Messages,
    /// Callers hear the greeting, and that is all.
    Nothing,
    /// The mailbox is switched off, and says so.
    Off,
}

/// To whom callers can be put through, as the owner would dial them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    pub transfer: Option<Number>,
    pub deputy: Option<Number>,
    pub operator: Option<Number>,
    /// Where the owner can be reached meanwhile, and the key that the administrator has given to it.
    pub reach: Option<(Key, Number)>,
    /// The transfer is told of after the greeting; otherwise the owner's own greeting tells of it.
    pub transfer_is_told: bool,
}

/// What a caller has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub recorded: Recorded,
    pub marks: Marks,
}

/// What came of it. In each case the call is over, except when the owner has logged in.
#[derive(Clone, Debug)]
pub enum Deposit {
    /// To be delivered; nothing more is needed of the caller.
    Message(Left),
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
    /// The call is over: the caller tried to log in, was put through, or had nothing more to hear.
    Ended,
    Full,
}

async fn greet(
    line: &mut impl Line,
    directory: &dyn Directory,
    voicemail: &Voicemail<'_>,
) -> Result<Greeted, Hangup> {
    line.answer().await?;
    let say = Script::new(line.facts().language);
    if voicemail.takes == Takes::Off {
        say_and_hang_up(line, &say.prompt(prompt::MAILBOX_OFF)).await?;
        return Ok(Greeted::Ended);
    }
    if voicemail.room == Room::Scarce {
        say_and_hang_up(line, &say.prompt(prompt::MAILBOX_FULL)).await?;
        return Ok(Greeted::Full);
    }
    match play_greeting(line, voicemail).await? {
        Some(Key::Star) => {
            let asked = Asked::PinOf(voicemail.owner.extension.clone());
            let logged_in = log_in(line, directory, asked).await?;
            return Ok(logged_in.map_or(Greeted::Ended, Greeted::LoggedIn));
        }
        Some(key) => put_through(line, voicemail, key).await?,
        None => {}
    }
    if voicemail.takes == Takes::Nothing {
        say_and_hang_up(line, &say.prompt(prompt::GOODBYE)).await?;
        return Ok(Greeted::Ended);
    }
    line.play(&say.beep(), Barge::No).await?;
    Ok(Greeted::Records)
}

/// Says the greeting, and who else can be reached; a key that means something ends it.
async fn play_greeting(line: &mut impl Line, voicemail: &Voicemail<'_>) -> Result<Option<Key>, Hangup> {
    let greeting = greeting::script(voicemail, line.facts());
    let longest_seconds = voicemail.settings.get(&settings::GREETING_LONGEST_SECONDS);
    let longest_milliseconds = (longest_seconds * 1000).saturating_sub(TONE_MILLISECONDS);
    let barge = Barge::Only(keys::during(voicemail));
    if let Heard::Key(key) = line.play_within(&greeting, barge, longest_milliseconds).await? {
        return Ok(Some(key));
    }
    let Some(number) = voicemail.ways.transfer.as_ref().filter(|_| voicemail.ways.transfer_is_told) else {
        return Ok(None);
    };
    let key = |key: Key| Argument::Digits(key.as_char().into());
    // The greeting has been heard; what is told now may be skipped.
    let told = Script::new(line.facts().language).prompt_with(
        prompt::DEPOSIT_OR_TRANSFER,
        [("key", key(MESSAGE)), ("other", key(TRANSFER)), ("number", Argument::Digits(digits(number)))],
    );
    Ok(match line.play(&told, Barge::Only(keys::after(voicemail))).await? {
        Heard::Key(key) => Some(key),
        Heard::End => None,
    })
}

/// What of a number can be said digit by digit.
fn digits(number: &Number) -> String {
    number.as_str().chars().filter(char::is_ascii_digit).collect()
}

/// Connects the caller with whom the key stands for. Who is not reached has not lost the caller: the tone follows.
async fn put_through(line: &mut impl Line, voicemail: &Voicemail<'_>, key: Key) -> Result<(), Hangup> {
    let ways = &voicemail.ways;
    let number = match key {
        TRANSFER => &ways.transfer,
        DEPUTY => &ways.deputy,
        OPERATOR => &ways.operator,
        _ => &ways.reach.as_ref().filter(|(at, _)| *at == key).map(|(_, number)| number.clone()),
    };
    let Some(number) = number.clone() else { return Ok(()) };
    let say = Script::new(line.facts().language);
    line.play(&say.clone().prompt(prompt::ATTENDANT_CONNECTS), Barge::No).await?;
    let to =
        Destination { as_person: voicemail.owner.id, number, shown: Shown::Caller, longest_seconds: None };
    let why = line.hand_over(&to).await?;
    tracing::info!(call = %line.facts().call, ?why, "a caller is not put through");
    let then = match voicemail.takes {
        Takes::Messages => prompt::DEPOSIT_NOT_REACHED,
        Takes::Nothing | Takes::Off => prompt::ATTENDANT_NOT_REACHED,
    };
    line.play(&say.prompt(then), Barge::Only([QUICK].into())).await.map(drop)
}

async fn take_message(line: &mut impl Line, voicemail: &Voicemail<'_>) -> Deposit {
    let (recorded, kept) = record(line, voicemail).await;
    let reviews = recorded.ended == RecordEnd::Key(Key::Hash)
        && kept == Keep::Message
        && voicemail.settings.get(&settings::MESSAGE_REVIEW);
    let mut left = Left { recorded, marks: Marks::default() };
    // The recording is safe by now: whoever hangs up during the last words loses nothing.
    if !reviews {
        let _gone_or_not = part(line, left.recorded.ended, kept).await;
        return match kept {
            Keep::Message => Deposit::Message(left),
            Keep::MissedCall => Deposit::Missed(Some(left.recorded)),
        };
    }
    match review(line, voicemail, &mut left).await {
        Ok(Reviewed::Discarded) => Deposit::Missed(Some(left.recorded)),
        Ok(Reviewed::Sent) | Err(Hangup) => Deposit::Message(left),
    }
}

/// Records once, and judges what there is.
async fn record(line: &mut impl Line, voicemail: &Voicemail<'_>) -> (Recorded, Keep) {
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
    (recorded, kept)
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
