//! A greeting or name is recorded: spoken, heard, kept or left.

use super::{Owner, Stop};
use crate::keys::{SILENT_ROUNDS, act, ask_level};
use crate::line::{Audio, Barge, Hangup, Key, Line, Manner, Purpose, RecordEnd, RecordLimits};
use crate::settings_tree::{REVIEW, Review};
use crate::step::Step;
use crate::{prompt, tree};
use bytes::Bytes;
use domain::settings::{self, Settings};
use speech::Script;
use speech::audio;

/// Silence that ends a recording, in seconds, at its begin and after words: people think before they speak.
const OPENING_SILENCE_SECONDS: u32 = 10;
const CLOSING_SILENCE_SECONDS: u32 = 5;

/// How the recording ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// To be kept: a WAV file at the loudness of all greetings, without silence around it.
    Kept(Bytes),
    /// The owner left it as it was.
    Discarded,
    /// Nothing was pressed for so long that the call ends.
    Silence,
}

/// Asks by `invites`, records after the tone and lets the owner hear it, until it is to be kept or not. What the hang-up cuts
/// off is not kept.
pub async fn record(
    line: &mut impl Line,
    owner: &Owner,
    settings: &Settings<'_>,
    invites: &'static str,
) -> Result<Made, Stop> {
    let limits = RecordLimits {
        longest_seconds: settings.get(&settings::GREETING_LONGEST_SECONDS),
        closing_silence_seconds: CLOSING_SILENCE_SECONDS,
        opening_silence_seconds: OPENING_SILENCE_SECONDS,
        ending_keys: &[Key::Hash],
    };
    let say = Script::new(owner.user.language);
    let invitation = say.clone().prompt(invites).beep();
    loop {
        line.show(Step::question(&invitation));
        line.play(&invitation, Barge::No).await?;
        let recorded = line.record(Purpose::Sound, limits).await;
        let sound = line.recorded(&recorded).await;
        line.discard(&recorded).await;
        if recorded.ended == RecordEnd::Hangup {
            return Err(Hangup.into());
        }
        let Some(wav) = levelled(sound).await else {
            line.play(&say.clone().prompt(prompt::RECORDED_SILENT), Barge::TypeAhead).await?;
            return Ok(Made::Discarded);
        };
        match review(line, owner, &wav).await? {
            Some(Review::Keep) => return Ok(Made::Kept(wav)),
            Some(Review::Again) => {}
            Some(_) => return Ok(Made::Discarded),
            None => return Ok(Made::Silence),
        }
    }
}

/// None: nothing can be heard in it.
async fn levelled(sound: Option<Audio>) -> Option<Bytes> {
    let sound = sound?;
    let levelled = tokio::task::spawn_blocking(move || audio::level(&sound.0)).await;
    levelled.ok()?.ok().map(Bytes::from)
}

/// What is to become of it. `None`: silence.
async fn review(line: &mut impl Line, owner: &Owner, wav: &Bytes) -> Result<Option<Review>, Stop> {
    let sound = Audio(wav.to_vec().into());
    let say = Script::new(owner.user.language);
    let keys = tree::all(REVIEW);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_level(line, owner, &keys, say.clone()).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match act(line, &keys, Review::Help, &say, key).await? {
            Some(Review::Hear) => {
                line.listen(&sound, 0, Manner::default()).await?;
            }
            Some(Review::Help) | None => {}
            decided => return Ok(decided),
        }
    }
    Ok(None)
}
