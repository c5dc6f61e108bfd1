//! The owner calls in: hears how many messages there are, and has them played.

mod address;
mod by_call;
mod call;
mod fullness;
mod later;
mod list;
mod mail;
mod message;
mod options;
mod own_settings;
mod send;
mod shared;
mod stand;

pub use by_call::hear_message;
pub use own_settings::record_by_call;

use crate::keys::{SILENT_ROUNDS, act, ask_level, say_and_hang_up};
use crate::line::{Barge, Hangup, Line};
use crate::log_in::{Asked, log_in};
use crate::{prompt, tree};
use directory::{Directory, DirectoryError, Recipient, User};
use domain::access::{Mode, Rules};
use domain::distribution::MOST_RECIPIENTS;
use domain::lamp;
use domain::list::{Order, Reading};
use domain::menu::Style;
use domain::number::Email;
use domain::settings::{self, Settings};
use list::{Group, List};
use message::After;
use messaging::outbox::{self, Which};
use messaging::{Entry, FlagChange, Flags, Mailbox, MailboxError, Post};
use messaging::{spoken, structure};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// In which order messages are read out.
    pub order: Order,
    /// What is said around each of them.
    pub reading: Reading,
    /// Whether opening the menu puts the lamp out.
    pub lamp_reset: lamp::Reset,
    /// Whether e-mails are read aloud; where they are not, the menu knows voice messages only.
    pub reads_mail: bool,
    /// How the keys lie.
    pub style: Style,
    /// What can be done by telephone beside listening.
    pub allowed: Allowed,
    /// What can be done with a message is said after it; otherwise only help says it.
    pub offers: bool,
    /// The longest message that is spoken, in seconds.
    pub longest_seconds: u32,
}

/// What the company offers its people by telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    pub reply: bool,
    pub forward: bool,
    pub call_back: bool,
}

/// As the settings are where nobody has set them, without an engine.
impl Default for Habits {
    fn default() -> Self {
        Habits {
            order: settings::LIST_ORDER.default_value(),
            reading: settings::LIST_READING.default_value(),
            lamp_reset: settings::MWI_RESET.default_value(),
            reads_mail: false,
            style: Style::Standard,
            allowed: Allowed { reply: true, forward: true, call_back: true },
            offers: true,
            longest_seconds: settings::MESSAGE_LONGEST_SECONDS.default_value(),
        }
    }
}

impl Habits {
    /// `speaks`: whether there is an engine that speaks any text.
    pub fn of(settings: &Settings<'_>, speaks: bool) -> Habits {
        Habits {
            order: settings.get(&settings::LIST_ORDER),
            reading: settings.get(&settings::LIST_READING),
            lamp_reset: settings.get(&settings::MWI_RESET),
            reads_mail: speaks && settings.get(&settings::VOICE_READS_MAIL),
            style: settings.get(&settings::MENU_STYLE),
            allowed: Allowed {
                reply: settings.get(&settings::MENU_REPLY),
                forward: settings.get(&settings::MENU_FORWARD),
                call_back: settings.get(&settings::MENU_CALL_BACK),
            },
            offers: settings.get(&settings::MENU_OFFERS),
            longest_seconds: settings.get(&settings::MESSAGE_LONGEST_SECONDS),
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
    door: Door,
}

/// By which door somebody is in a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// It was logged in to.
    LogIn,
    /// Out of the menu of somebody who shares it.
    Shared,
}

impl Session<'_> {
    fn say(&self) -> Script {
        Script::new(self.owner.user.language)
    }

    fn tree(&self) -> &'static tree::Tree {
        tree::style::of(self.owner.habits.style)
    }

    /// Mailboxes that can be opened out of this one's menu.
    fn shared(&self) -> Vec<Arc<User>> {
        match self.door {
            Door::LogIn => self.directory.people().shared_with(self.owner.user.id),
            Door::Shared => Vec::new(),
        }
    }

    /// The keys of the main menu. Messages that there are none of are not offered, but their keys say so when they are
    /// pressed. Out of a shared mailbox the last key leads back.
    fn main_keys(&self, stand: &Stand, calls: u32) -> Vec<tree::Choice<tree::Main>> {
        let (shares, may_call) = (!self.shared().is_empty(), call::is_allowed(self, calls));
        let fits = |action| match action {
            tree::Main::Shared => shares,
            tree::Main::Call => may_call,
            other => stand.fits(other),
        };
        let mut keys = tree::fitting(self.tree().main, fits);
        let vain = keys.iter_mut().filter(|choice| !stand.has(choice.action));
        vain.for_each(|choice| choice.words.offer = None);
        if self.door == Door::Shared {
            let end = keys.iter_mut().filter(|choice| choice.action == tree::Main::End);
            end.for_each(|choice| {
                choice.words = tree::offered(prompt::OFFER_BACK, prompt::HELP_SETTINGS_BACK)
            });
        }
        keys
    }

    fn realm(&self) -> String {
        self.directory.people().realm.clone()
    }

    fn colleague(&self, address: &str) -> Option<Arc<User>> {
        self.directory.people().by_email(&Email::parse(address).ok()?).cloned()
    }

    /// Who has sent a message, if a colleague has.
    fn sender_of(&self, entry: &Entry) -> Option<Arc<User>> {
        spoken::sender_of(&self.directory.people(), entry)
    }

    /// Whom an answer to a message reaches.
    fn answered(&self, entry: &Entry) -> Option<Recipient> {
        spoken::answered(&self.directory.people(), entry)
    }

    /// Whom a message names as its recipients, as far as messages reach them.
    fn recipients(&self, entry: &Entry) -> Vec<Recipient> {
        let (envelope, people) = (&entry.structure.envelope, self.directory.people());
        let written = envelope.to.iter().chain(&envelope.cc).take(MOST_RECIPIENTS);
        written
            .filter_map(structure::Mailbox::written)
            .filter_map(|address| people.reached_at(&address))
            .collect()
    }

    fn is_draft(&self, entry: &Entry) -> bool {
        entry.flags.draft
    }

    /// Written by the owner: unfinished, or on its way.
    fn is_own(&self, entry: &Entry) -> bool {
        self.is_draft(entry) || self.sender_of(entry).is_some_and(|sender| sender.id == self.owner.user.id)
    }

    /// Takes a message away for good: what was made of it lies elsewhere.
    async fn erase(&self, entry: &Entry) -> Result<(), Stop> {
        let deleted = FlagChange::Add(Flags { deleted: true, ..Flags::default() });
        in_time(self.mailbox.set_flags(entry.folder, &[entry.uid], deleted, None)).await?;
        in_time(self.mailbox.expunge(entry.folder, Some(&[entry.uid]))).await?;
        Ok(())
    }

    /// A colleague's name; of others the address itself.
    fn name_of(&self, address: &str) -> String {
        self.colleague(address).map_or_else(|| address.to_owned(), |user| user.name.clone())
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
    let habits = habits(&user);
    mailbox_menu(line, &Owner { user, habits }, directory, post).await
}

/// The menu of somebody who has logged in; ends the call. A mailbox that is out of order is said to be so. However the
/// call ends, what was composed in it is sent then.
pub async fn mailbox_menu(
    line: &mut impl Line,
    owner: &Owner,
    directory: &dyn Directory,
    post: &dyn Post,
) -> Result<(), Hangup> {
    line.opened(owner.user.id);
    let mailbox = post.mailbox(owner.user.id);
    let session = Session { owner, directory, mailbox: &*mailbox, door: Door::LogIn };
    let people = directory.people();
    let mode = Rules::of(&people.settings_of(Some(owner.user.id))).mode;
    let heard = match mode {
        Mode::All => match menus(line, &session, post).await {
            Err(stop @ (Stop::Mailbox(_) | Stop::TooLate)) => settings_alone(line, &session, stop).await,
            heard => heard,
        },
        Mode::SettingsOnly => own_settings::change(line, &session).await.map(drop),
        Mode::None => Ok(()),
    };
    end(line, &session, post, heard).await
}

/// Says how it ends, and sends what was composed.
async fn end(
    line: &mut impl Line,
    session: &Session<'_>,
    post: &dyn Post,
    heard: Result<(), Stop>,
) -> Result<(), Hangup> {
    let parted = match heard {
        Err(Stop::Hangup(hangup)) => Err(hangup),
        Ok(()) => say_and_hang_up(line, &session.say().prompt(prompt::GOODBYE)).await,
        Err(stop) => {
            tracing::error!(call = %line.facts().call, error = %stop, "a menu cannot go on");
            say_and_hang_up(line, &session.say().prompt(prompt::NOT_NOW)).await
        }
    };
    let (now, call) = (line.now(), line.facts().call.clone());
    for sender in session.shared().iter().chain([&session.owner.user]) {
        let people = session.directory.people();
        let sent = outbox::send(post, &people, sender.id, now, Which::Ready);
        if let Err(stop) = in_time(sent).await {
            tracing::warn!(%call, error = %stop, "what was composed waits in the outbox");
        }
    }
    parted
}

/// Where the messages cannot be had, the settings still can.
async fn settings_alone(line: &mut impl Line, session: &Session<'_>, stop: Stop) -> Result<(), Stop> {
    tracing::error!(call = %line.facts().call, error = %stop, "a mailbox cannot be read out");
    line.play(&session.say().prompt(prompt::NO_MESSAGES_NOW), Barge::TypeAhead).await?;
    own_settings::change(line, session).await.map(drop)
}

/// The own menu, and out of it those of mailboxes that the owner shares.
async fn menus(line: &mut impl Line, session: &Session<'_>, post: &dyn Post) -> Result<(), Stop> {
    fullness::say(line, session, post).await?;
    while main_menu(line, session).await? == Left::ForShared {
        let Some(group) = shared::choose(line, session).await? else { continue };
        let owner = shared::owner(session, &group);
        let mailbox = post.mailbox(group.id);
        let session =
            Session { owner: &owner, directory: session.directory, mailbox: &*mailbox, door: Door::Shared };
        main_menu(line, &session).await?;
    }
    Ok(())
}

/// How a main menu was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    ForGood,
    ForShared,
}

async fn main_menu(line: &mut impl Line, session: &Session<'_>) -> Result<Left, Stop> {
    let say = session.say();
    if session.owner.habits.lamp_reset == lamp::Reset::Menu {
        announce(session).await?;
    }
    let (mut silent_rounds, mut calls) = (0, 0);
    while silent_rounds < SILENT_ROUNDS {
        let stand = Stand::of(session).await?;
        let keys = session.main_keys(&stand, calls);
        let key = ask_level(line, session.owner, &keys, stand.said(say.clone())).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let after = match act(line, &keys, tree::Main::Help, &say, key).await? {
            Some(tree::Main::Unfinished) => read_out(line, session, Group::Unfinished).await?,
            Some(tree::Main::Outbox) => read_out(line, session, Group::Outbox).await?,
            Some(tree::Main::Send) => send::new(line, session).await?,
            Some(tree::Main::Reports) => read_out(line, session, Group::Reports).await?,
            Some(tree::Main::New) => read_out(line, session, Group::New).await?,
            Some(tree::Main::Old) => read_out(line, session, Group::Old).await?,
            Some(tree::Main::Call) => {
                calls += 1;
                call::through(line, session).await?
            }
            Some(tree::Main::Kinds) => choose_kind(line, session).await?,
            Some(tree::Main::Settings) => own_settings::change(line, session).await?,
            Some(tree::Main::Shared) => return Ok(Left::ForShared),
            Some(tree::Main::End) => break,
            Some(tree::Main::Help) | None => continue,
        };
        if after == After::Silence {
            break;
        }
    }
    Ok(Left::ForGood)
}

/// The level at which one kind of messages is chosen; ends where the owner goes back.
async fn choose_kind(line: &mut impl Line, session: &Session<'_>) -> Result<After, Stop> {
    let say = session.say();
    let keys = tree::all(session.tree().kinds);
    let mut silent_rounds = 0;
    while silent_rounds < SILENT_ROUNDS {
        let key = ask_level(line, session.owner, &keys, say.clone()).await?;
        silent_rounds = if key.is_none() { silent_rounds + 1 } else { 0 };
        let Some(key) = key else { continue };
        let group = match act(line, &keys, tree::Kinds::Help, &say, key).await? {
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
