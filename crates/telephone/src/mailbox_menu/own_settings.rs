//! The owner changes how the own mailbox is.

mod by_call;
mod forwarding;
mod greetings;
mod lists;
mod outcall;
mod pick;
mod presence;
mod reach;
mod record;
mod sure;

pub use by_call::record_by_call;
pub use pick::{Picked, pick};

use super::message::After;
use super::{Owner, Session, Stop, in_time};
use crate::choose_pin::{Chosen, choose_pin};
use crate::keys::{SILENT_ROUNDS, act, ask_level};
use crate::line::{Barge, Line};
use crate::{prompt, tree};
use directory::{Directory, User};
use domain::id::UserId;
use domain::reach::CommandKey;
use domain::settings::{self, Row, Scope, Setting};
use jiff::civil::Date;
use speech::Script;
use std::sync::Arc;

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
        let settings = people.settings_of(Some(self.id()));
        match action {
            tree::Settings::Transfer => settings.get(&settings::MENU_TRANSFER),
            tree::Settings::Outcall => settings.get(&settings::OWNERS_OUTCALL),
            tree::Settings::Forwarding => settings.get(&settings::MENU_FORWARDING),
            tree::Settings::Reach => settings.get(&settings::REACH_KEY) != CommandKey::Off,
            _ => true,
        }
    }

    async fn set<T>(&self, setting: &'static Setting<T>, value: &str) -> Result<(), Stop> {
        let (scope, key) = (Scope::User(self.id()), setting.definition.key.to_owned());
        in_time(self.directory.set_setting(Row { scope, key, value: value.to_owned() })).await
    }
}

/// The level of the settings; ends where the owner goes back.
pub async fn change(line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
    let (owner, directory) = (session.owner, session.directory);
    let own = Own { owner, directory };
    let say = own.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let keys = tree::fitting(session.tree().settings, |action| own.fits(action));
        let key = ask_level(line, own.owner, &keys, say.clone()).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let wanted = match act(line, &keys, tree::Settings::Help, &say, key).await? {
            Some(tree::Settings::Menu) => return Ok(After::Up),
            Some(wanted) => wanted,
            None => continue,
        };
        let after = match change_one(line, &own, wanted).await {
            Err(stop @ (Stop::Directory(_) | Stop::TooLate)) => {
                tracing::error!(call = %line.facts().call, error = %stop, "a setting is not changed");
                line.play(&say.clone().prompt(prompt::NOT_SAVED), Barge::TypeAhead).await?;
                After::Up
            }
            after => after?,
        };
        if after == After::Silence {
            return Ok(After::Silence);
        }
    }
    Ok(After::Silence)
}

async fn change_one(line: &mut impl Line, own: &Own<'_>, wanted: tree::Settings) -> Result<After, Stop> {
    match wanted {
        tree::Settings::Presence => presence::choose(line, own).await,
        tree::Settings::Greetings => greetings::change(line, own).await,
        tree::Settings::Transfer => presence::transfer(line, own).await,
        tree::Settings::Lists => lists::change(line, own).await,
        tree::Settings::Outcall => outcall::change(line, own).await,
        tree::Settings::Forwarding => forwarding::change(line, own).await,
        tree::Settings::Reach => reach::change(line, own).await,
        tree::Settings::Messages => presence::switch_messages(line, own).await.map(|()| After::Up),
        tree::Settings::Pin => change_pin(line, own.owner, own.directory).await.map(|()| After::Up),
        tree::Settings::Menu | tree::Settings::Help => Ok(After::Up),
    }
}

/// Who says nothing keeps the old one.
async fn change_pin(line: &mut impl Line, owner: &Owner, directory: &dyn Directory) -> Result<(), Stop> {
    match choose_pin(line, directory, &owner.user).await? {
        Chosen::Changed | Chosen::Kept => Ok(()),
        Chosen::Trouble => Err(Stop::TooLate),
    }
}
