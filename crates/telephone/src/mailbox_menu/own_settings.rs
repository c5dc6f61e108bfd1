//! The owner changes how the own mailbox is.

mod greetings;
mod pick;
mod presence;
mod record;

use super::message::After;
use super::{Owner, Stop, in_time};
use crate::keys::{SILENT_ROUNDS, act, ask_digits, ask_key};
use crate::line::{Barge, Line};
use crate::{prompt, tree};
use directory::{Directory, DirectoryError, User};
use domain::id::UserId;
use domain::settings;
use jiff::civil::Date;
use speech::Script;
use std::sync::Arc;

/// How often a new PIN may be tried before the menu comes again.
const TRIES: u32 = 3;

/// Whose settings they are, and where they are changed.
struct Own<'a> {
    owner: &'a Owner,
    directory: &'a dyn Directory,
}

impl Own<'_> {
    fn say(&self) -> Script {
        Script::new(self.owner.user.language)
    }

    fn id(&self) -> UserId {
        self.owner.user.id
    }

    /// As the owner stands now: what was changed in this call, too.
    fn user(&self) -> Arc<User> {
        self.directory.people().user(self.id()).cloned().unwrap_or_else(|| self.owner.user.clone())
    }

    /// The date in the owner's time zone.
    fn today(&self, line: &impl Line) -> Date {
        line.now().to_zoned(directory::zone_of(&self.owner.user)).date()
    }

    /// Whether the company lets its people change this by telephone.
    fn fits(&self, action: tree::Settings) -> bool {
        let people = self.directory.people();
        action != tree::Settings::Transfer
            || people.settings_of(Some(self.id())).get(&settings::MENU_TRANSFER)
    }
}

/// The level of the settings; ends where the owner goes back.
pub async fn change(line: &mut impl Line, owner: &Owner, directory: &dyn Directory) -> Result<After, Stop> {
    let own = Own { owner, directory };
    let say = own.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let keys = tree::fitting(tree::SETTINGS, |action| own.fits(action));
        let key = ask_key(line, &tree::offers(&keys, say.clone())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let after = match act(line, &keys, tree::Settings::Help, &say, key).await? {
            Some(tree::Settings::Presence) => presence::choose(line, &own).await?,
            Some(tree::Settings::Greetings) => greetings::change(line, &own).await?,
            Some(tree::Settings::Transfer) => presence::transfer(line, &own).await?,
            Some(tree::Settings::Messages) => {
                presence::switch_messages(line, &own).await?;
                After::Up
            }
            Some(tree::Settings::Pin) => {
                change_pin(line, owner, directory).await?;
                After::Up
            }
            Some(tree::Settings::Menu) => return Ok(After::Up),
            Some(tree::Settings::Help) | None => After::Up,
        };
        if after == After::Silence {
            return Ok(After::Silence);
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
