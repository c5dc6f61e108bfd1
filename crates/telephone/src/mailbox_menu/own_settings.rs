//! The owner changes how the own mailbox is.

use super::message::After;
use super::{Owner, Stop};
use crate::keys::{SILENT_ROUNDS, ask_digits, ask_key};
use crate::line::{Barge, Line};
use crate::{prompt, tree};
use directory::{Directory, DirectoryError};
use speech::Script;
use std::time::Duration;

/// A directory that does not answer for so long is said to be out of order.
const DIRECTORY_SECONDS: u64 = 10;
/// How often a new PIN may be tried before the menu comes again.
const TRIES: u32 = 3;

/// The level of the settings; ends where the owner goes back.
pub async fn change(line: &mut impl Line, owner: &Owner, directory: &dyn Directory) -> Result<After, Stop> {
    let say = Script::new(owner.user.language);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_key(line, &tree::offers(tree::SETTINGS, say.clone())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match tree::action(tree::SETTINGS, key) {
            Some(tree::Settings::Pin) => change_pin(line, owner, directory).await?,
            Some(tree::Settings::Help) => {
                line.play(&tree::help(tree::SETTINGS, say.clone()), Barge::TypeAhead).await?;
            }
            Some(tree::Settings::Menu) => return Ok(After::Up),
            None => {
                line.play(&say.clone().prompt(prompt::KEY_UNKNOWN), Barge::TypeAhead).await?;
            }
        }
    }
    Ok(After::Silence)
}

/// Asks for a new PIN, twice, until it is taken. Who says nothing keeps the old one.
async fn change_pin(line: &mut impl Line, owner: &Owner, directory: &dyn Directory) -> Result<(), Stop> {
    let say = |id| Script::new(owner.user.language).prompt(id);
    for _ in 0..TRIES {
        let Some(wanted) = ask_digits(line, &say(prompt::PIN_NEW)).await? else { break };
        let Some(again) = ask_digits(line, &say(prompt::PIN_AGAIN)).await? else { break };
        let became = match wanted == again {
            true => keep_pin(owner, directory, &wanted).await?,
            false => prompt::PIN_DIFFERS,
        };
        // Whoever heard this much knows what it is about: what was typed ahead belongs to the next question.
        line.play(&say(became), Barge::TypeAhead).await?;
        if became == prompt::PIN_CHANGED {
            return Ok(());
        }
    }
    line.play(&say(prompt::PIN_KEPT), Barge::TypeAhead).await?;
    Ok(())
}

/// What is said of it.
async fn keep_pin(owner: &Owner, directory: &dyn Directory, wanted: &str) -> Result<&'static str, Stop> {
    let limit = Duration::from_secs(DIRECTORY_SECONDS);
    match tokio::time::timeout(limit, directory.set_pin(owner.user.id, wanted)).await {
        Ok(Ok(())) => {
            tracing::info!(user = owner.user.id.get(), "a PIN was changed by telephone");
            Ok(prompt::PIN_CHANGED)
        }
        Ok(Err(DirectoryError::Invalid(_))) => Ok(prompt::PIN_REFUSED),
        Ok(Err(error)) => Err(Stop::Directory(error)),
        Err(_too_late) => Err(Stop::TooLate),
    }
}
