//! Commands that change messages: STORE, COPY, MOVE, EXPUNGE, CLOSE and APPEND.

use super::answer::Fault;
use super::encode::{number_set, put};
use super::folders::find_folder;
use super::marks::{Marks, change_of, flags_of};
use super::outbox::Outbox;
use super::session::{Done, Outcome, Session};
use super::view::{Numbers, Renumber, write_change};
use bytes::Bytes;
use domain::quota::Arrival;
use imap_types::command::StoreModifier;
use imap_types::datetime::DateTime;
use imap_types::extensions::binary::LiteralOrLiteral8;
use imap_types::flag::{Flag, StoreResponse, StoreType};
use imap_types::mailbox::Mailbox as Name;
use imap_types::sequence::SequenceSet;
use messaging::{FlagChange, MailboxError};

/// What a STORE asks for.
pub(crate) struct Store<'a> {
    pub(crate) kind: StoreType,
    pub(crate) response: StoreResponse,
    pub(crate) flags: &'a [Flag<'a>],
    pub(crate) modifiers: &'a [StoreModifier],
}

impl Session {
    pub(crate) async fn store(
        &mut self,
        set: &SequenceSet,
        numbers: Numbers,
        order: Store<'_>,
        out: &mut Outbox,
    ) -> Outcome {
        let unchanged_since = order.modifiers.first().map(|StoreModifier::UnchangedSince(modseq)| *modseq);
        self.condstore |= unchanged_since.is_some();
        let (mailbox, view) = self.writable()?;
        let (folder, positions) = (view.folder, view.positions(set, numbers)?);
        let flags = flags_of(order.flags).ok_or(Fault::Bad("A flag is not known here"))?;
        let change = change_of(order.kind, flags);
        let known = |at: &usize| &view.messages()[*at];
        let uids: Vec<u32> =
            positions.iter().map(known).filter(|known| !known.gone).map(|known| known.uid).collect();
        let missing = uids.len() < positions.len();
        let expected: Vec<Marks> = positions.iter().map(|at| known(at).marks.after(&change)).collect();
        let modified = match uids.is_empty() {
            true => Vec::new(),
            false => mailbox.set_flags(folder, &uids, change, unchanged_since).await?,
        };
        self.catch_up(true).await?;
        self.show_stored(&positions, &expected, order.response, &modified, out);
        if !modified.is_empty() {
            return Ok(Done::coded(
                format!("MODIFIED {}", self.numbers_of(&modified, numbers)),
                "Some had changed",
            ));
        }
        match (missing, numbers) {
            (true, Numbers::Sequence) => Err(MailboxError::NoSuchMessage.into()),
            _ => Ok(Done::ok("Stored")),
        }
    }

    /// Answers STORE: each message's flags, or with `.SILENT` only those that are not what the client expects, and
    /// with CONDSTORE the new MODSEQ of each (RFC 7162 §3.1.3).
    fn show_stored(
        &mut self,
        positions: &[usize],
        expected: &[Marks],
        response: StoreResponse,
        modified: &[u32],
        out: &mut Outbox,
    ) {
        let condstore = self.condstore;
        let Some(view) = &mut self.view else { return };
        view.report_keywords(out.buffer());
        for (&at, expected) in positions.iter().zip(expected) {
            let known = &view.messages()[at];
            if known.gone {
                continue;
            }
            let as_expected = known.marks == *expected || modified.contains(&known.uid);
            if response == StoreResponse::Answer || !as_expected {
                write_change(out.buffer(), at, known, condstore);
            } else if condstore {
                put!(out.buffer(), "* {} FETCH (UID {} MODSEQ ({}))\r\n", at + 1, known.uid, known.modseq);
            }
            view.told_flags(at);
        }
    }

    /// UIDs as the numbers that the command uses.
    fn numbers_of(&self, uids: &[u32], numbers: Numbers) -> String {
        let position = |uid: &u32| self.view.as_ref()?.by_uid(*uid).map(|(at, _)| at as u32 + 1);
        let mut shown: Vec<u32> = match numbers {
            Numbers::Uid => uids.to_vec(),
            Numbers::Sequence => uids.iter().filter_map(position).collect(),
        };
        shown.sort_unstable();
        set_text(&shown)
    }

    pub(crate) async fn copy(&mut self, set: &SequenceSet, numbers: Numbers, to: Name<'_>) -> Outcome {
        let (mailbox, view) = self.selected()?;
        let (folder, uids) = (view.folder, uids_of(view, set, numbers)?);
        let to = find_folder(&*mailbox, &to).await?.ok_or(Fault::TRY_CREATE)?;
        if uids.is_empty() {
            return Ok(Done::ok("Nothing to copy"));
        }
        self.refuse_copies_if_over(folder, &uids, to.id).await?;
        let copied = mailbox.copy(folder, &uids, to.id).await?;
        if copied.is_empty() {
            return Err(MailboxError::NoSuchMessage.into());
        }
        let valid = mailbox.status(to.id).await?.uid_validity;
        Ok(Done::coded(copy_uid(valid, &copied), "Copied"))
    }

    pub(crate) async fn move_messages(
        &mut self,
        set: &SequenceSet,
        numbers: Numbers,
        to: Name<'_>,
        out: &mut Outbox,
    ) -> Outcome {
        let (mailbox, view) = self.writable()?;
        let (folder, uids) = (view.folder, uids_of(view, set, numbers)?);
        let to = find_folder(&*mailbox, &to).await?.ok_or(Fault::TRY_CREATE)?;
        if uids.is_empty() {
            return Ok(Done::ok("Nothing to move"));
        }
        self.refuse_if_over(to.id, Arrival::Moved).await?;
        let moved = mailbox.move_to(folder, &uids, to.id).await?;
        if moved.is_empty() {
            return Err(MailboxError::NoSuchMessage.into());
        }
        let valid = mailbox.status(to.id).await?.uid_validity;
        // COPYUID goes before the EXPUNGEs (RFC 6851 §4.3).
        put!(out.buffer(), "* OK [{}] Moved\r\n", copy_uid(valid, &moved));
        self.catch_up(true).await?;
        self.report(Renumber::Now, out);
        Ok(Done::ok("Done"))
    }

    pub(crate) async fn expunge(&mut self, set: Option<&SequenceSet>) -> Outcome {
        let (mailbox, view) = self.writable()?;
        let folder = view.folder;
        let uids = set.map(|set| uids_of(view, set, Numbers::Uid)).transpose()?;
        if !uids.as_ref().is_some_and(Vec::is_empty) {
            mailbox.expunge(folder, uids.as_deref()).await?;
        }
        Ok(Done::ok("Expunged"))
    }

    /// Expunges without saying so (RFC 3501 §6.4.2).
    pub(crate) async fn close(&mut self) -> Outcome {
        let (mailbox, view) = self.selected()?;
        let (folder, read_only) = (view.folder, view.read_only);
        self.view = None;
        if !read_only {
            mailbox.expunge(folder, None).await?;
        }
        Ok(Done::ok("Closed"))
    }

    pub(crate) async fn append(
        &mut self,
        to: Name<'_>,
        flags: &[Flag<'_>],
        date: Option<DateTime>,
        message: LiteralOrLiteral8<'_>,
        frame: &Bytes,
    ) -> Outcome {
        let mailbox = self.mailbox()?;
        let LiteralOrLiteral8::Literal(message) = message else {
            return Err(Fault::Bad("BINARY is not known here"));
        };
        let flags = flags_of(flags).ok_or(Fault::Bad("A flag is not known here"))?;
        let to = find_folder(&*mailbox, &to).await?.ok_or(Fault::TRY_CREATE)?;
        let received = date.and_then(|date| jiff::Timestamp::from_second(date.as_ref().timestamp()).ok());
        // The parser borrows from the frame: the message is not copied again.
        let message = frame.slice_ref(message.as_ref());
        let received = received.unwrap_or_else(jiff::Timestamp::now);
        self.refuse_if_over(to.id, Arrival::Appended { bytes: message.len() as u64 }).await?;
        let (uid, _) = mailbox.append(to.id, message, flags, received).await?;
        let valid = mailbox.status(to.id).await?.uid_validity;
        Ok(Done::coded(format!("APPENDUID {valid} {uid}"), "Appended"))
    }
}

fn uids_of(view: &super::view::View, set: &SequenceSet, numbers: Numbers) -> Result<Vec<u32>, Fault> {
    let positions = view.positions(set, numbers)?;
    let known = positions.iter().map(|at| &view.messages()[*at]);
    Ok(known.filter(|known| !known.gone).map(|known| known.uid).collect())
}

fn set_text(numbers: &[u32]) -> String {
    let mut out = Vec::new();
    number_set(&mut out, numbers);
    String::from_utf8_lossy(&out).into_owned()
}

/// RFC 4315 §3: both sets in the same order.
fn copy_uid(valid: u32, pairs: &[(u32, u32)]) -> String {
    let (from, to): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
    format!("COPYUID {valid} {} {}", set_text(&from), set_text(&to))
}

/// Marks the messages as seen; used by FETCH of a body.
pub(crate) fn seen() -> FlagChange {
    FlagChange::Add(messaging::Flags { seen: true, ..Default::default() })
}
