//! The owner changes how the own mailbox is.

use super::message::After;
use super::{Owner, Stop};
use crate::choose_pin::{Chosen, choose_pin};
use crate::keys::{SILENT_ROUNDS, act, ask_key};
use crate::line::Line;
use crate::tree;
use directory::Directory;
use speech::Script;

/// The level of the settings; ends where the owner goes back.
pub async fn change(line: &mut impl Line, owner: &Owner, directory: &dyn Directory) -> Result<After, Stop> {
    let say = Script::new(owner.user.language);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_key(line, &tree::offers(tree::SETTINGS, say.clone())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        match act(line, tree::SETTINGS, tree::Settings::Help, &say, key).await? {
            Some(tree::Settings::Pin) => change_pin(line, owner, directory).await?,
            Some(tree::Settings::Menu) => return Ok(After::Up),
            Some(tree::Settings::Help) | None => {}
        }
    }
    Ok(After::Silence)
}

/// Who says nothing keeps the old one.
async fn change_pin(line: &mut impl Line, owner: &Owner, directory: &dyn Directory) -> Result<(), Stop> {
    match choose_pin(line, directory, &owner.user).await? {
        Chosen::Changed | Chosen::Kept => Ok(()),
        Chosen::Trouble => Err(Stop::TooLate),
    }
}
