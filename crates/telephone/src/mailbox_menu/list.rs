//! The messages that are read out, one after the other, as they are when their turn comes.

use super::{Habits, Session, Stop, in_time};
use domain::id::FolderId;
use domain::lamp::ANNOUNCED;
use domain::list::{Order, sort};
use messaging::marks::Context;
use messaging::outbox::OUTBOX;
use messaging::report::is_report;
use messaging::{Entry, Filter, FlagChange, Flags, Folder, Kind, Mailbox, MessageRef, SpecialUse};
use std::collections::HashSet;

/// Which messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Of all kinds, without reports.
    New,
    Old,
    /// News of messages that were sent, new ones.
    Reports,
    NewVoice,
    OldVoice,
    /// With faxes and reports.
    NewMail,
    OldMail,
    /// Messages that were not finished.
    Unfinished,
    /// What is sent when the call is over, or later.
    Outbox,
}

impl Group {
    /// What of the inbox belongs to it. Where no mail is read aloud, all messages are voice messages.
    fn filter(self, reads_mail: bool) -> Filter {
        let all = if reads_mail { None } else { Some(Kind::Voice) };
        let (kind, seen) = match self {
            Group::New => (all, Some(false)),
            Group::Old => (all, Some(true)),
            Group::NewVoice => (Some(Kind::Voice), Some(false)),
            Group::OldVoice => (Some(Kind::Voice), Some(true)),
            Group::Reports | Group::NewMail => (Some(Kind::Email), Some(false)),
            Group::OldMail => (Some(Kind::Email), Some(true)),
            Group::Unfinished | Group::Outbox => (Some(Kind::Voice), None),
        };
        Filter { kind, seen }
    }

    /// Where its messages lie; none where there is no such folder yet.
    fn folder(self, folders: &[Folder]) -> Option<FolderId> {
        let folder = match self {
            Group::Unfinished => folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Drafts)),
            Group::Outbox => folders.iter().find(|folder| folder.name == OUTBOX),
            _ => folders.first(),
        };
        folder.map(|folder| folder.id)
    }

    fn holds(self, entry: &Entry) -> bool {
        match self {
            Group::New => !is_report(&entry.structure),
            Group::Reports => is_report(&entry.structure),
            _ => true,
        }
    }
}

/// Entries asked for at once: the most that the door gives.
const PAGE: usize = 500;
/// Nobody listens to more in one call; older ones are found in desk and mail client.
const MOST_ENTRIES: usize = 5_000;
/// Where deleted messages go if the mailbox has no trash folder yet.
const TRASH: &str = "Trash";

/// One walk through a group of messages of the inbox.
pub struct List<'a> {
    mailbox: &'a dyn Mailbox,
    folder: Option<FolderId>,
    group: Group,
    order: Order,
    reads_mail: bool,
    /// Had their turn, in this order; none in the place of one that has been deleted.
    passed: Vec<Option<Entry>>,
    /// How many of these come before what is next.
    at: usize,
}

impl<'a> List<'a> {
    pub async fn new(session: &Session<'a>, group: Group, order: Order) -> Result<List<'a>, Stop> {
        let (mailbox, reads_mail) = (session.mailbox, session.owner.habits.reads_mail);
        let folder = group.folder(&in_time(mailbox.folders()).await?);
        Ok(List { mailbox, folder, group, order, reads_mail, passed: Vec::new(), at: 0 })
    }

    /// A message by itself, that has its turn.
    pub fn of_one(session: &Session<'a>, entry: Entry) -> List<'a> {
        let (mailbox, folder, group) = (session.mailbox, None, Group::Old);
        let Habits { order, reads_mail, .. } = session.owner.habits;
        List { mailbox, folder, group, order, reads_mail, passed: vec![Some(entry)], at: 1 }
    }

    /// The next message. Beyond those that the owner has gone back over it is one that has not had its turn, whatever has
    /// become of the flags of those that had.
    pub async fn next(&mut self) -> Result<Option<Entry>, Stop> {
        while let Some(passed) = self.passed.get(self.at) {
            self.at += 1;
            if let Some(entry) = passed {
                return Ok(Some(entry.clone()));
            }
        }
        let mut entries = self.entries().await?;
        sort(&mut entries, self.order, |entry| (entry.received, entry.uid));
        entries.sort_by_key(turn);
        let passed: HashSet<&MessageRef> = self.passed.iter().flatten().map(|entry| &entry.message).collect();
        let next = entries.into_iter().find(|entry| !passed.contains(&entry.message));
        self.passed.extend(next.clone().map(Some));
        self.at = self.passed.len();
        Ok(next)
    }

    /// The number in this walk of the message that was given last; 0 before there was one.
    pub fn number(&self) -> u64 {
        self.at as u64
    }

    pub fn has_previous(&self) -> bool {
        self.previous().is_some()
    }

    /// The one before the one that was given last is next, if there is one.
    pub fn back(&mut self) {
        self.at = self.previous().unwrap_or(self.at);
    }

    fn previous(&self) -> Option<usize> {
        self.passed.get(..self.at.saturating_sub(1))?.iter().rposition(Option::is_some)
    }

    /// The group as it is now.
    pub async fn entries(&self) -> Result<Vec<Entry>, Stop> {
        let Some(folder) = self.folder else { return Ok(Vec::new()) };
        let filter = self.group.filter(self.reads_mail);
        let mut entries: Vec<Entry> = Vec::new();
        while entries.len() < MOST_ENTRIES {
            let before = entries.last().map(Entry::position);
            let page = in_time(self.mailbox.newest(folder, filter, before, PAGE)).await?;
            let complete = page.len() < PAGE;
            entries.extend(page);
            if complete {
                break;
            }
        }
        entries.retain(|entry| self.group.holds(entry));
        Ok(entries)
    }

    /// Its owner knows now that all of these are there.
    pub async fn announce(&self) -> Result<(), Stop> {
        let entries = self.entries().await?;
        let unknown: Vec<u32> = entries
            .iter()
            .filter(|entry| !entry.flags.has_keyword(ANNOUNCED))
            .map(|entry| entry.uid)
            .collect();
        if let Some(inbox) = self.folder.filter(|_| !unknown.is_empty()) {
            let announced = Flags { keywords: [ANNOUNCED.to_owned()].into(), ..Flags::default() };
            in_time(self.mailbox.set_flags(inbox, &unknown, FlagChange::Add(announced), None)).await?;
        }
        Ok(())
    }

    /// Heard, or kept by key: no longer new, for every client and the lamp.
    pub async fn mark_seen(&self, entry: &Entry) -> Result<(), Stop> {
        if !entry.flags.seen {
            let seen = FlagChange::Add(Flags { seen: true, ..Flags::default() });
            in_time(self.mailbox.set_flags(entry.folder, &[entry.uid], seen, None)).await?;
        }
        Ok(())
    }

    /// Into the trash, from where it can be taken back.
    pub async fn delete(&mut self, entry: &Entry) -> Result<(), Stop> {
        self.mark_seen(entry).await?;
        let folders = in_time(self.mailbox.folders()).await?;
        let by_use = folders.iter().find(|folder| folder.special_use == Some(SpecialUse::Trash));
        let trash = match by_use.or_else(|| folders.iter().find(|folder| folder.name == TRASH)) {
            Some(folder) => folder.id,
            None => in_time(self.mailbox.create_folder(TRASH)).await?,
        };
        in_time(self.mailbox.move_to(entry.folder, &[entry.uid], trash)).await?;
        for passed in &mut self.passed {
            passed.take_if(|passed| passed.message == entry.message);
        }
        Ok(())
    }
}

/// What is urgent comes first, then what people have spoken, then faxes, then the rest.
fn turn(entry: &Entry) -> (bool, u8) {
    let marks = &entry.structure.marks;
    let kind = match (entry.kind, marks.context) {
        (Kind::Voice, _) => 0,
        (Kind::Email, Context::Fax) => 1,
        (Kind::Email, _) => 2,
    };
    (!marks.urgent || entry.flags.seen, kind)
}
