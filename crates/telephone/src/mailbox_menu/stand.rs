//! How many messages of each kind wait: what the main menu says first, and what it offers.

use super::list::{Group, List};
use super::{Session, Stop, in_time};
use crate::{prompt, tree};
use domain::list::Order;
use messaging::Counts;
use messaging::marks::Context;
use messaging::report::is_report;
use speech::{Argument, Script};

/// New and old messages as the owner can hear them; e-mails and faxes only where they are read aloud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    counts: Counts,
    new_faxes: u32,
    reports: u32,
    unfinished: u32,
    outbox: u32,
    reads_mail: bool,
}

impl Stand {
    pub async fn of(session: &Session<'_>) -> Result<Stand, Stop> {
        let counts = in_time(session.mailbox.counts()).await?;
        let mut stand = Stand { counts, reads_mail: session.owner.habits.reads_mail, ..Stand::default() };
        stand.unfinished = number(session, Group::Unfinished).await?;
        stand.outbox = number(session, Group::Outbox).await?;
        if counts.new_email == 0 {
            return Ok(stand);
        }
        // Which of them are reports and faxes, only they themselves say.
        let mail = List::new(session, Group::NewMail, Order::default()).await?.entries().await?;
        stand.reports = sum(mail.iter().filter(|entry| is_report(&entry.structure)).count());
        let is_fax = |context| context == Context::Fax;
        stand.new_faxes = sum(mail.iter().filter(|entry| is_fax(entry.structure.marks.context)).count());
        Ok(stand)
    }

    /// Whether a key of the main menu has a use.
    pub fn fits(&self, action: tree::Main) -> bool {
        match action {
            tree::Main::Reports => self.reports > 0,
            tree::Main::Unfinished => self.unfinished > 0,
            tree::Main::Outbox => self.outbox > 0,
            _ => true,
        }
    }

    /// Whether there is something behind a key of the main menu. Where no mail is read aloud there is little to choose.
    pub fn has(&self, action: tree::Main) -> bool {
        match action {
            tree::Main::New => self.new_of_each_kind() != [0, 0, 0],
            tree::Main::Old => self.old() > 0,
            tree::Main::Kinds => self.reads_mail,
            _ => true,
        }
    }

    /// Voice messages, e-mails, faxes.
    fn new_of_each_kind(&self) -> [u32; 3] {
        let faxes = if self.reads_mail { self.new_faxes } else { 0 };
        [self.counts.new_voice, self.new_mail(), faxes]
    }

    fn new_mail(&self) -> u32 {
        let mail = self.counts.new_email.saturating_sub(self.new_faxes + self.reports);
        if self.reads_mail { mail } else { 0 }
    }

    fn old(&self) -> u32 {
        let mail = if self.reads_mail { self.counts.old_email } else { 0 };
        self.counts.old_voice + mail
    }

    /// “You have two new voice messages. One new e-mail.”
    pub fn said(&self, say: Script) -> Script {
        let new = self.new_of_each_kind();
        let say = match new {
            [0, 0, 0] if self.old() == 0 => say.prompt(prompt::MENU_NO_MESSAGES),
            [0, 0, 0] => say.prompt(prompt::MENU_NO_NEW),
            [voice, 0, 0] => counted(say, prompt::MENU_NEW, voice),
            _ => [prompt::MENU_NEW_VOICE, prompt::MENU_NEW_MAIL, prompt::MENU_NEW_FAX]
                .into_iter()
                .zip(new)
                .fold(say, |say, (id, count)| counted(say, id, count)),
        };
        let say = counted(say, prompt::MENU_UNFINISHED, self.unfinished);
        counted(say, prompt::MENU_REPORTS, self.reports)
    }
}

async fn number(session: &Session<'_>, group: Group) -> Result<u32, Stop> {
    let entries = List::new(session, group, Order::default()).await?.entries().await?;
    Ok(sum(entries.len()))
}

/// What there is none of is not said.
fn counted(say: Script, id: &'static str, count: u32) -> Script {
    if count == 0 { say } else { say.prompt_with(id, [("count", Argument::Count(count.into()))]) }
}

fn sum(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
