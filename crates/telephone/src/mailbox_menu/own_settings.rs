//! The owner changes how the own mailbox is.

use super::message::After;
use super::{Owner, Session, Stop, in_time};
use crate::keys::{SILENT_ROUNDS, act, ask_digits, ask_key};
use crate::line::{Barge, Line};
use crate::{prompt, tree};
use directory::{Directory, DirectoryError};
use speech::Script;

/// How often a new PIN may be tried before the menu comes again.
const TRIES: u32 = 3;

/// The level of the settings; ends where the owner goes back.
pub async fn change(line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
    let (say, keys) = (session.say(), session.tree().settings);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_key(line, &tree::offers(keys, say.clone())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match act(line, keys, tree::Settings::Help, &say, key).await? {
            Some(tree::Settings::Pin) => change_pin(line, session.owner, session.directory).await?,
            Some(tree::Settings::Menu) => return Ok(After::Up),
            Some(tree::Settings::Help) | None => {}
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
    match in_time(directory.set_pin(owner.user.id, wanted)).await {
        Ok(()) => {
            tracing::info!(user = owner.user.id.get(), "a PIN was changed by telephone");
            Ok(prompt::PIN_CHANGED)
        }
        Err(Stop::Directory(DirectoryError::Invalid(_))) => Ok(prompt::PIN_REFUSED),
        Err(stop) => Err(stop),
    }
}
