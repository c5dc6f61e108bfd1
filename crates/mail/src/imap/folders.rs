//! Commands about folders: SELECT, LIST, STATUS, CREATE and their kin.

use super::answer::Fault;
use super::encode::{put, string};
use super::names::{DELIMITER, from_wire, is_allowed, is_inbox, matches, to_wire};
use super::outbox::Outbox;
use super::quota::octets_of;
use super::session::{Done, Lists, Outcome, Session};
use super::view::View;
use imap_types::command::SelectParameter;
use imap_types::mailbox::{ListMailbox, Mailbox as Name};
use imap_types::status::StatusDataItemName;
use messaging::{Folder, FolderChanges, Mailbox, SpecialUse};
use std::collections::BTreeSet;

/// Entries read at once when a folder is opened.
const PAGE: usize = 10_000;

/// The folder's name in the house. The inbox is `INBOX`, whatever the client wrote.
pub(crate) fn name_of(name: &Name<'_>) -> Result<String, Fault> {
    match name {
        Name::Inbox => Ok("INBOX".to_owned()),
        Name::Other(other) => from_wire(other.as_ref()).ok_or(Fault::BAD_NAME),
    }
}

pub(crate) async fn find_folder(mailbox: &dyn Mailbox, name: &Name<'_>) -> Result<Option<Folder>, Fault> {
    let name = name_of(name)?;
    Ok(mailbox.folders().await?.into_iter().find(|folder| folder.name == name))
}

async fn folder(mailbox: &dyn Mailbox, name: &Name<'_>) -> Result<Folder, Fault> {
    find_folder(mailbox, name).await?.ok_or(Fault::NO_FOLDER)
}

impl Session {
    pub(crate) async fn select(
        &mut self,
        name: Name<'_>,
        parameters: &[SelectParameter],
        read_only: bool,
        out: &mut Outbox,
    ) -> Outcome {
        // Whatever happens, the folder that was selected is so no more (RFC 3501 §6.3.1).
        self.view = None;
        for parameter in parameters {
            match parameter {
                SelectParameter::CondStore => self.condstore = true,
                SelectParameter::QResync { .. } => return Err(Fault::Bad("QRESYNC is not known here")),
            }
        }
        let mailbox = self.mailbox()?;
        let folder = folder(&*mailbox, &name).await?;
        let status = mailbox.status(folder.id).await?;
        let mut view = View::new(folder.id, read_only);
        loop {
            let changed = mailbox.list(folder.id, view.last_uid() + 1..u32::MAX, PAGE).await?;
            let read = changed.len();
            view.absorb(FolderChanges {
                highest_modseq: status.highest_modseq,
                changed,
                vanished: Vec::new(),
            });
            if read < PAGE {
                break;
            }
        }
        let buffer = out.buffer();
        view.write_flags(buffer);
        let count = view.messages().len();
        view.report(super::view::Renumber::Now, self.condstore, buffer);
        if count == 0 {
            put!(buffer, "* 0 EXISTS\r\n* 0 RECENT\r\n");
        }
        if let Some(unseen) = view.messages().iter().position(|known| !known.marks.seen()) {
            put!(buffer, "* OK [UNSEEN {}] First unseen\r\n", unseen + 1);
        }
        let uid_next = status.uid_next.max(view.last_uid().saturating_add(1));
        put!(buffer, "* OK [UIDVALIDITY {}] UIDs valid\r\n", status.uid_validity);
        put!(buffer, "* OK [UIDNEXT {uid_next}] Next UID\r\n");
        put!(buffer, "* OK [HIGHESTMODSEQ {}] Changes kept\r\n", status.highest_modseq.max(1));
        self.view = Some(view);
        let access = if read_only { "READ-ONLY" } else { "READ-WRITE" };
        Ok(Done::coded(access.to_owned(), "Selected"))
    }

    /// RFC 2342: the own folders, and those of mailboxes that several share.
    pub(crate) async fn namespace(&mut self, out: &mut Outbox) -> Outcome {
        let shared = format!("{}{DELIMITER}", messaging::shared::SHARED);
        let folders = self.mailbox()?.folders().await?;
        let shares = folders.iter().any(|folder| folder.name.starts_with(&shared));
        let shared = if shares { format!("((\"{shared}\" \"/\"))") } else { "NIL".to_owned() };
        put!(out.buffer(), "* NAMESPACE ((\"\" \"/\")) NIL {shared}\r\n");
        Ok(Done::ok("Done"))
    }

    pub(crate) async fn create(&mut self, name: Name<'_>) -> Outcome {
        let name = name_of(&name)?;
        // A delimiter at the end only says that folders below are to come (RFC 3501 §6.3.3).
        let name = name.strip_suffix(DELIMITER).unwrap_or(&name);
        if !is_allowed(name) {
            return Err(Fault::BAD_NAME);
        }
        self.mailbox()?.create_folder(name).await?;
        Ok(Done::ok("Created"))
    }

    pub(crate) async fn delete(&mut self, name: Name<'_>) -> Outcome {
        let mailbox = self.mailbox()?;
        let folder = folder(&*mailbox, &name).await?;
        let below = format!("{}{DELIMITER}", folder.name);
        if mailbox.folders().await?.iter().any(|other| other.name.starts_with(&below)) {
            return Err(Fault::No("HASCHILDREN", "Folders below it must be deleted first"));
        }
        mailbox.delete_folder(folder.id).await?;
        if self.view.as_ref().is_some_and(|view| view.folder == folder.id) {
            self.view = None;
        }
        Ok(Done::ok("Deleted"))
    }

    pub(crate) async fn rename(&mut self, from: Name<'_>, to: Name<'_>) -> Outcome {
        let mailbox = self.mailbox()?;
        let folder = folder(&*mailbox, &from).await?;
        let to = name_of(&to)?;
        if !is_allowed(&to) {
            return Err(Fault::BAD_NAME);
        }
        if !is_inbox(&folder.name) {
            mailbox.rename_folder(folder.id, &to).await?;
            return Ok(Done::ok("Renamed"));
        }
        // The inbox stays; what is in it moves (RFC 3501 §6.3.5).
        let new = mailbox.create_folder(&to).await?;
        loop {
            let entries = mailbox.list(folder.id, 1..u32::MAX, PAGE).await?;
            let uids: Vec<u32> = entries.iter().map(|entry| entry.uid).collect();
            if uids.is_empty() || mailbox.move_to(folder.id, &uids, new).await?.is_empty() {
                break;
            }
        }
        Ok(Done::ok("Messages moved"))
    }

    pub(crate) async fn subscribe(&mut self, name: Name<'_>, subscribed: bool) -> Outcome {
        let mailbox = self.mailbox()?;
        let folder = folder(&*mailbox, &name).await?;
        mailbox.subscribe(folder.id, subscribed).await?;
        Ok(Done::ok("Done"))
    }

    pub(crate) async fn list(
        &mut self,
        reference: Name<'_>,
        wanted: ListMailbox<'_>,
        out: &mut Outbox,
    ) -> Outcome {
        let mailbox = self.mailbox()?;
        let pattern = pattern_bytes(&wanted);
        if pattern.is_empty() {
            // Only the delimiter is asked for (RFC 3501 §6.3.8).
            out.text("* LIST (\\Noselect) \"/\" \"\"\r\n");
            return Ok(Done::ok("Done"));
        }
        let pattern = full_pattern(&reference, pattern)?;
        let folders = mailbox.folders().await?;
        let listed = |folder: &&Folder| self.lists == Lists::All || folder.special_use.is_some();
        for folder in folders.iter().filter(listed).filter(|folder| name_matches(&pattern, &folder.name)) {
            let children =
                if has_children(&folders, &folder.name) { "\\HasChildren" } else { "\\HasNoChildren" };
            let special = folder.special_use.map_or("", special_use);
            put!(out.buffer(), "* LIST ({children}{special}) \"/\" ");
            write_name(out.buffer(), &folder.name);
        }
        Ok(Done::ok("Done"))
    }

    /// Subscribed folders; with `%`, also the levels above them that the pattern stops at (RFC 3501 §6.3.9).
    pub(crate) async fn lsub(
        &mut self,
        reference: Name<'_>,
        wanted: ListMailbox<'_>,
        out: &mut Outbox,
    ) -> Outcome {
        let mailbox = self.mailbox()?;
        let pattern = full_pattern(&reference, pattern_bytes(&wanted))?;
        let (mut subscribed, mut above) = (BTreeSet::new(), BTreeSet::new());
        for folder in mailbox.folders().await?.into_iter().filter(|folder| folder.subscribed) {
            for (at, _) in folder.name.match_indices(DELIMITER) {
                above.insert(folder.name[..at].to_owned());
            }
            subscribed.insert(folder.name);
        }
        for name in subscribed.iter().filter(|name| name_matches(&pattern, name)) {
            put!(out.buffer(), "* LSUB () \"/\" ");
            write_name(out.buffer(), name);
        }
        let levels = above.difference(&subscribed).filter(|_| pattern.ends_with('%'));
        for name in levels.filter(|name| name_matches(&pattern, name)) {
            put!(out.buffer(), "* LSUB (\\Noselect) \"/\" ");
            write_name(out.buffer(), name);
        }
        Ok(Done::ok("Done"))
    }

    pub(crate) async fn status(
        &mut self,
        name: Name<'_>,
        items: &[StatusDataItemName],
        out: &mut Outbox,
    ) -> Outcome {
        let mailbox = self.mailbox()?;
        let folder = folder(&*mailbox, &name).await?;
        let status = mailbox.status(folder.id).await?;
        let mut shown = String::new();
        for item in items {
            let (name, value) = match item {
                StatusDataItemName::Messages => ("MESSAGES", status.messages.into()),
                StatusDataItemName::Recent => ("RECENT", 0),
                StatusDataItemName::UidNext => ("UIDNEXT", status.uid_next.into()),
                StatusDataItemName::UidValidity => ("UIDVALIDITY", status.uid_validity.into()),
                StatusDataItemName::Unseen => ("UNSEEN", status.unseen.into()),
                StatusDataItemName::HighestModSeq => {
                    self.condstore = true;
                    ("HIGHESTMODSEQ", status.highest_modseq.max(1))
                }
                // Comes with QUOTA=RES-STORAGE (RFC 9208).
                StatusDataItemName::DeletedStorage => {
                    let octets = octets_of(&*mailbox, folder.id, 1..u32::MAX, |entry| entry.flags.deleted);
                    ("DELETED-STORAGE", octets.await?)
                }
                _ => return Err(Fault::Bad("That status item is not known here")),
            };
            let gap = if shown.is_empty() { "" } else { " " };
            shown.push_str(&format!("{gap}{name} {value}"));
        }
        out.text("* STATUS ");
        string(out.buffer(), &to_wire(&folder.name));
        put!(out.buffer(), " ({shown})\r\n");
        Ok(Done::ok("Done"))
    }
}

fn pattern_bytes<'a>(wanted: &'a ListMailbox<'_>) -> &'a [u8] {
    match wanted {
        ListMailbox::Token(token) => token.as_ref(),
        ListMailbox::String(string) => string.as_ref(),
    }
}

/// Reference and pattern are one text (RFC 3501 §6.3.8 leaves the joining to the server).
fn full_pattern(reference: &Name<'_>, pattern: &[u8]) -> Result<String, Fault> {
    let mut full = name_of(reference)?;
    full.push_str(&from_wire(pattern).ok_or(Fault::BAD_NAME)?);
    Ok(full)
}

/// `INBOX` compares without case.
fn name_matches(pattern: &str, name: &str) -> bool {
    matches(pattern, name) || (is_inbox(name) && matches(&pattern.to_ascii_uppercase(), name))
}

fn has_children(folders: &[Folder], name: &str) -> bool {
    let below =
        |other: &Folder| other.name.strip_prefix(name).is_some_and(|rest| rest.starts_with(DELIMITER));
    folders.iter().any(below)
}

fn write_name(out: &mut Vec<u8>, name: &str) {
    string(out, &to_wire(name));
    out.extend_from_slice(b"\r\n");
}

const fn special_use(special: SpecialUse) -> &'static str {
    match special {
        SpecialUse::Drafts => " \\Drafts",
        SpecialUse::Sent => " \\Sent",
        SpecialUse::Trash => " \\Trash",
        SpecialUse::Archive => " \\Archive",
        SpecialUse::Junk => " \\Junk",
    }
}
