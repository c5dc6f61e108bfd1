//! The owner calls in: hears how many messages there are, and has them played.

mod list;
mod mail;
mod message;
mod own_settings;
mod stand;

use crate::keys::{SILENT_ROUNDS, act, ask_key, say_and_hang_up};
use crate::line::{Barge, Hangup, Line};
use crate::log_in::{Asked, log_in};
use crate::{prompt, tree};
use directory::{Directory, DirectoryError, User};
use domain::access::{Mode, Rules};
use domain::lamp;
use domain::list::{Order, Reading};
use domain::number::Email;
use domain::settings::{self, Settings};
use list::{Group, List};
use message::After;
use messaging::{Mailbox, MailboxError, Post};
use speech::Script;
use stand::Stand;
use std::sync::Arc;
use std::time::Duration;

/// Who has logged in, and what that person is used to.
#[derive(Clone, Debug)]
pub struct Owner {
    pub user: Arc<User>,
    pub habits: Habits,
}

/// What the menu does differently from person to person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// In which order messages are read out.
    pub order: Order,
    /// What is said around each of them.
    pub reading: Reading,
    /// Whether opening the menu puts the lamp out.
    pub lamp_reset: lamp::Reset,
    /// Whether e-mails are read aloud; where they are not, the menu knows voice messages only.
    pub reads_mail: bool,
}

impl Habits {
    /// `speaks`: whether there is an engine that speaks any text.
    pub fn of(settings: &Settings<'_>, speaks: bool) -> Habits {
        Habits {
            order: settings.get(&settings::LIST_ORDER),
            reading: settings.get(&settings::LIST_READING),
            lamp_reset: settings.get(&settings::MWI_RESET),
            reads_mail: speaks && settings.get(&settings::VOICE_READS_MAIL),
        }
    }
}

/// Why a menu cannot go on.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error(transparent)]
    Hangup(#[from] Hangup),
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    #[error("mailbox or directory do not answer within {MAILBOX_SECONDS} s")]
    TooLate,
}

/// A mailbox that does not answer for so long is said to be out of order.
const MAILBOX_SECONDS: u64 = 10;

/// What one call to the menu stands on.
pub(crate) struct Session<'a> {
    owner: &'a Owner,
    directory: &'a dyn Directory,
    mailbox: &'a dyn Mailbox,
}

impl Session<'_> {
    fn say(&self) -> Script {
        Script::new(self.owner.user.language)
    }

    /// A colleague's name; of others the address itself.
    fn name_of(&self, address: &str) -> String {
        let colleague = Email::parse(address).ok().and_then(|email| {
            let people = self.directory.people();
            people.by_email(&email).map(|user| user.name.clone())
        });
        colleague.unwrap_or_else(|| address.to_owned())
    }
}

/// What the mailbox number does: log-in, then the menu. `habits` are asked once it is known whose box it is.
pub async fn owner_calls(
    line: &mut impl Line,
    directory: &dyn Directory,
    post: &dyn Post,
    habits: impl FnOnce(&User) -> Habits + Send,
) -> Result<(), Hangup> {
    line.answer().await?;
    let asked = Asked::of(line.facts(), &directory.people());
    let Some(user) = log_in(line, directory, asked).await? else { return Ok(()) };
    let mailbox = post.mailbox(user.id);
    let habits = habits(&user);
    mailbox_menu(line, &Owner { user, habits }, directory, &*mailbox).await
}

/// The menu of somebody who has logged in; ends the call. A mailbox that is out of order is said to be so.
pub async fn mailbox_menu(
    line: &mut impl Line,
    owner: &Owner,
    directory: &dyn Directory,
    mailbox: &dyn Mailbox,
) -> Result<(), Hangup> {
    let session = Session { owner, directory, mailbox };
    let settings = directory.people();
    let mode = Rules::of(&settings.settings_of(Some(owner.user.id))).mode;
    let heard = match mode {
        Mode::All => main_menu(line, &session).await,
        Mode::SettingsOnly => own_settings::change(line, owner, directory).await.map(drop),
        Mode::None => Ok(()),
    };
    let last_words = match heard {
        Ok(()) => prompt::GOODBYE,
        Err(Stop::Hangup(hangup)) => return Err(hangup),
        Err(stop) => {
            tracing::error!(call = %line.facts().call, error = %stop, "a mailbox cannot be read out");
            prompt::NOT_NOW
        }
    };
    say_and_hang_up(line, &Script::new(owner.user.language).prompt(last_words)).await
}

async fn main_menu(line: &mut impl Line, session: &Session<'_>) -> Result<(), Stop> {
    let say = session.say();
    if session.owner.habits.lamp_reset == lamp::Reset::Menu {
        announce(session).await?;
    }
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let stand = Stand::of(session).await?;
        let keys = tree::fitting(tree::MAIN, |action| stand.fits(action));
        let key = ask_key(line, &tree::offers(&keys, stand.said(say.clone()))).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let after = match act(line, &keys, tree::Main::Help, &say, key).await? {
            Some(tree::Main::Reports) => read_out(line, session, Group::Reports).await?,
            Some(tree::Main::New) => read_out(line, session, Group::New).await?,
            Some(tree::Main::Old) => read_out(line, session, Group::Old).await?,
            Some(tree::Main::Kinds) => choose_kind(line, session).await?,
            Some(tree::Main::Settings) => {
                own_settings::change(line, session.owner, session.directory).await?
            }
            Some(tree::Main::End) => break,
            Some(tree::Main::Help) | None => continue,
        };
        if after == After::Silence {
            break;
        }
    }
    Ok(())
}

/// The level at which one kind of messages is chosen; ends where the owner goes back.
async fn choose_kind(line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
    let say = session.say();
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_key(line, &tree::offers(tree::KINDS, say.clone())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let group = match act(line, tree::KINDS, tree::Kinds::Help, &say, key).await? {
            Some(tree::Kinds::NewVoice) => Group::NewVoice,
            Some(tree::Kinds::OldVoice) => Group::OldVoice,
            Some(tree::Kinds::NewMail) => Group::NewMail,
            Some(tree::Kinds::OldMail) => Group::OldMail,
            Some(tree::Kinds::Menu) => return Ok(After::Up),
            Some(tree::Kinds::Help) | None => continue,
        };
        if read_out(line, session, group).await? == After::Silence {
            return Ok(After::Silence);
        }
    }
    Ok(After::Silence)
}

/// Puts the lamp out. That this fails is no reason to keep anybody from the messages: the lamp stays lit.
async fn announce(session: &Session<'_>) -> Result<(), Stop> {
    match List::new(session, Group::NewVoice, session.owner.habits.order).await?.announce().await {
        Err(Stop::Mailbox(error)) => {
            tracing::warn!(%error, "the lamp stays lit");
            Ok(())
        }
        announced => announced,
    }
}

/// Reads out a group, message by message. The list is read anew before each, so that what other clients do meanwhile
/// counts.
async fn read_out(line: &mut impl Line, session: &Session<'_>, group: Group) -> Result<After, Stop> {
    let mut list = List::new(session, group, session.owner.habits.order).await?;
    while let Some(entry) = list.next().await? {
        match message::read_out(line, session, &mut list, &entry).await? {
            After::Next => {}
            After::Previous => list.back(),
            after => return Ok(after),
        }
    }
    let end = match (list.number(), group) {
        (0, Group::New) => prompt::LIST_NO_NEW,
        (0, Group::Old) => prompt::LIST_NO_OLD,
        (0, _) => prompt::LIST_NONE,
        _ => prompt::LIST_END,
    };
    line.play(&session.say().prompt(end), Barge::TypeAhead).await?;
    Ok(After::Up)
}

/// No caller waits for a mailbox, or the directory, for ever.
async fn in_time<T, E: Into<Stop>>(answer: impl Future<Output = Result<T, E>>) -> Result<T, Stop> {
    match tokio::time::timeout(Duration::from_secs(MAILBOX_SECONDS), answer).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(_too_late) => Err(Stop::TooLate),
    }
}
