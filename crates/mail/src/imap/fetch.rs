//! FETCH: what each message is asked for, from memory where it is known, from the store where it is not.

use super::answer::Fault;
use super::change::seen;
use super::encode::{self, put};
use super::outbox::Outbox;
use super::section::{Piece, Wanted, cut};
use super::session::{Done, Outcome, Session};
use super::structure::{Detail, write_body, write_envelope};
use super::view::{Known, Numbers, View};
use imap_types::command::FetchModifier;
use imap_types::fetch::{MacroOrMessageDataItemNames, MessageDataItemName};
use imap_types::sequence::SequenceSet;
use messaging::{Entry, Mailbox, MailboxError};
use std::ops::Range;

/// Messages looked up, and marked as seen, at once.
const CHUNK: usize = 500;
/// Entries between two wanted ones that are read along rather than asked around.
const GAP: usize = 8;
/// Bytes of a message in memory at once.
const PIECE_BYTES: u64 = 512 * 1024;
/// A longer header is not searched for fields.
const HEADER_BYTES: u64 = 1024 * 1024;

/// One thing that is asked of each message.
enum Item {
    Flags,
    Uid,
    ModSeq,
    InternalDate,
    Size,
    Envelope,
    Body(&'static str, Detail),
    Section(Wanted),
}

impl Item {
    /// Does the session know it by heart?
    fn is_remembered(&self) -> bool {
        matches!(self, Item::Flags | Item::Uid | Item::ModSeq)
    }
}

/// A FETCH, understood.
pub(crate) struct FetchOrder {
    set: SequenceSet,
    numbers: Numbers,
    items: Vec<Item>,
    /// Reading a body marks it as seen, unless it is only peeked at.
    marks_seen: bool,
    changed_since: Option<u64>,
}

impl FetchOrder {
    pub(crate) fn new(
        set: SequenceSet,
        names: MacroOrMessageDataItemNames<'_>,
        numbers: Numbers,
        modifiers: &[FetchModifier],
    ) -> Result<Self, Fault> {
        let mut order = Self { set, numbers, items: Vec::new(), marks_seen: false, changed_since: None };
        match names {
            MacroOrMessageDataItemNames::Macro(all) => {
                all.expand().iter().try_for_each(|name| order.add(name))?
            }
            MacroOrMessageDataItemNames::MessageDataItemNames(names) => {
                names.iter().try_for_each(|name| order.add(name))?;
            }
        }
        for modifier in modifiers {
            match modifier {
                FetchModifier::ChangedSince(modseq) => order.changed_since = Some(modseq.get()),
                FetchModifier::Vanished => return Err(Fault::Bad("QRESYNC is not known here")),
            }
        }
        if order.changed_since.is_some() {
            order.want(Item::ModSeq);
        }
        if numbers == Numbers::Uid {
            order.want(Item::Uid);
        }
        Ok(order)
    }

    fn want(&mut self, item: Item) {
        let kind = std::mem::discriminant(&item);
        if !self.items.iter().any(|own| std::mem::discriminant(own) == kind) {
            self.items.insert(0, item);
        }
    }

    fn add(&mut self, name: &MessageDataItemName<'_>) -> Result<(), Fault> {
        use MessageDataItemName as Name;
        let item = match name {
            Name::Flags => Item::Flags,
            Name::Uid => Item::Uid,
            Name::ModSeq => Item::ModSeq,
            Name::InternalDate => Item::InternalDate,
            Name::Rfc822Size => Item::Size,
            Name::Envelope => Item::Envelope,
            Name::Body => Item::Body("BODY", Detail::Basic),
            Name::BodyStructure => Item::Body("BODYSTRUCTURE", Detail::Extended),
            Name::BodyExt { section, partial, peek } => {
                self.marks_seen |= !peek;
                let partial = partial.map(|(first, count)| (first, count.get()));
                Item::Section(Wanted::section(section.as_ref(), partial))
            }
            Name::Rfc822 => {
                self.marks_seen = true;
                Item::Section(Wanted::whole("RFC822"))
            }
            Name::Rfc822Header => Item::Section(Wanted::header("RFC822.HEADER")),
            Name::Rfc822Text => {
                self.marks_seen = true;
                Item::Section(Wanted::text("RFC822.TEXT"))
            }
            Name::Binary { .. } | Name::BinarySize { .. } => {
                return Err(Fault::Bad("BINARY is not known here"));
            }
        };
        self.items.push(item);
        Ok(())
    }

    fn has(&self, wanted: fn(&Item) -> bool) -> bool {
        self.items.iter().any(wanted)
    }
}

impl Session {
    pub(crate) async fn fetch(&mut self, order: FetchOrder, out: &mut Outbox) -> Outcome {
        self.condstore |= order.has(|item| matches!(item, Item::ModSeq));
        let (_, view) = self.selected()?;
        let mut positions = view.positions(&order.set, order.numbers)?;
        let asked = positions.len();
        positions.retain(|at| !view.messages()[*at].gone);
        let mut missing = asked - positions.len();
        if let Some(modseq) = order.changed_since {
            positions.retain(|at| view.messages()[*at].modseq > modseq);
        }
        for chunk in positions.chunks(CHUNK) {
            missing += self.fetch_chunk(&order, chunk, out).await?;
        }
        match (missing, order.numbers) {
            (1.., Numbers::Sequence) => Err(MailboxError::NoSuchMessage.into()),
            _ => Ok(Done::ok("Fetched")),
        }
    }

    /// Answers how many of the messages are there no more.
    async fn fetch_chunk(
        &mut self,
        order: &FetchOrder,
        positions: &[usize],
        out: &mut Outbox,
    ) -> Result<usize, Fault> {
        if order.marks_seen {
            self.mark_seen(positions).await?;
        }
        let condstore = self.condstore;
        let (mailbox, view) = self.selected()?;
        view.report_keywords(out.buffer());
        let entries = match order.items.iter().all(Item::is_remembered) {
            true => None,
            false => Some(load(&*mailbox, view, positions).await?),
        };
        let mut missing = 0;
        for &at in positions {
            let known = &view.messages()[at];
            let entry = entries
                .as_ref()
                .map(|all| all.binary_search_by_key(&known.uid, |entry| entry.uid).map(|i| &all[i]));
            let entry = match entry {
                None => None,
                Some(Ok(entry)) => Some(entry),
                Some(Err(_)) => {
                    missing += 1;
                    continue;
                }
            };
            let start = out.mark();
            let row = Row { at, known, entry, mailbox: &*mailbox, condstore };
            match row.write(order, out).await {
                Ok(()) => view.told_flags(at),
                Err(Fault::No(..)) if out.take_back(start) => missing += 1,
                Err(fault @ Fault::Lost(_)) => return Err(fault),
                Err(_) => return Err(broken_off()),
            }
            out.relieve().await?;
        }
        Ok(missing)
    }

    async fn mark_seen(&mut self, positions: &[usize]) -> Result<(), Fault> {
        let (mailbox, view) = self.selected()?;
        if view.read_only {
            return Ok(());
        }
        let known = positions.iter().map(|at| &view.messages()[*at]);
        let unseen: Vec<u32> = known.filter(|known| !known.marks.seen()).map(|known| known.uid).collect();
        if unseen.is_empty() {
            return Ok(());
        }
        mailbox.set_flags(view.folder, &unseen, seen(), None).await?;
        self.catch_up(true).await
    }
}

/// A literal was announced and cannot be finished: only the end of the connection can say so.
fn broken_off() -> Fault {
    Fault::Lost(std::io::Error::other("a message could not be read to its end"))
}

/// Entries of the messages at these positions, by UID; those that are gone are left out.
pub(crate) async fn load(
    mailbox: &dyn Mailbox,
    view: &View,
    positions: &[usize],
) -> Result<Vec<Entry>, MailboxError> {
    let mut entries = Vec::with_capacity(positions.len());
    for run in positions.chunk_by(|before, after| after - before <= GAP) {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
        let (low, high) = (view.messages()[first].uid, view.messages()[last].uid);
        entries.extend(mailbox.list(view.folder, low..high.saturating_add(1), last - first + 1).await?);
    }
    Ok(entries)
}

/// One message's answer.
struct Row<'a> {
    at: usize,
    known: &'a Known,
    entry: Option<&'a Entry>,
    mailbox: &'a dyn Mailbox,
    condstore: bool,
}

impl Row<'_> {
    async fn write(&self, order: &FetchOrder, out: &mut Outbox) -> Result<(), Fault> {
        let (at, known) = (self.at, self.known);
        put!(out.buffer(), "* {} FETCH (", at + 1);
        let mut first = true;
        for item in &order.items {
            if !std::mem::take(&mut first) {
                out.text(" ");
            }
            self.write_item(item, out).await?;
        }
        // Flags that the client does not know yet, above all the `\Seen` that this very command has set.
        if known.untold && !order.has(|item| matches!(item, Item::Flags)) {
            out.text(" ");
            self.write_remembered(&Item::Flags, out.buffer());
            if self.condstore && !order.has(|item| matches!(item, Item::ModSeq)) {
                out.text(" ");
                self.write_remembered(&Item::ModSeq, out.buffer());
            }
        }
        out.text(")\r\n");
        Ok(())
    }

    fn write_remembered(&self, item: &Item, out: &mut Vec<u8>) {
        match item {
            Item::Uid => put!(out, "UID {}", self.known.uid),
            Item::ModSeq => put!(out, "MODSEQ ({})", self.known.modseq),
            _ => {
                out.extend_from_slice(b"FLAGS (");
                encode::marks(out, &self.known.marks);
                out.push(b')');
            }
        }
    }

    async fn write_item(&self, item: &Item, out: &mut Outbox) -> Result<(), Fault> {
        let Some(entry) = self.entry.filter(|_| !item.is_remembered()) else {
            self.write_remembered(item, out.buffer());
            return Ok(());
        };
        let buffer = out.buffer();
        match item {
            Item::InternalDate => {
                buffer.extend_from_slice(b"INTERNALDATE ");
                encode::date_time(buffer, entry.received);
            }
            Item::Size => put!(buffer, "RFC822.SIZE {}", entry.size),
            Item::Envelope => {
                buffer.extend_from_slice(b"ENVELOPE ");
                write_envelope(buffer, &entry.structure.envelope);
            }
            Item::Body(name, detail) => {
                put!(buffer, "{name} ");
                write_body(buffer, &entry.structure.body, *detail);
            }
            Item::Section(wanted) => self.write_section(entry, wanted, out).await?,
            Item::Flags | Item::Uid | Item::ModSeq => {}
        }
        Ok(())
    }

    async fn write_section(&self, entry: &Entry, wanted: &Wanted, out: &mut Outbox) -> Result<(), Fault> {
        out.text(&wanted.label);
        if let Some((first, _)) = wanted.partial {
            put!(out.buffer(), "<{first}>");
        }
        match wanted.find(&entry.structure.body, entry.size) {
            Piece::Missing => out.text(" NIL"),
            Piece::Bytes(range) => self.write_bytes(entry, cut(range, wanted.partial), out).await?,
            Piece::Fields(range) => {
                let range = range.start..range.end.min(range.start + HEADER_BYTES);
                let header = self.mailbox.read(&entry.message, range).await?;
                let fields = wanted.filter(&header);
                let shown = cut(0..fields.len() as u64, wanted.partial);
                out.text(" ");
                encode::literal(out.buffer(), &fields[shown.start as usize..shown.end as usize]);
            }
        }
        Ok(())
    }

    /// Sends a range of the message, piece by piece.
    async fn write_bytes(&self, entry: &Entry, range: Range<u64>, out: &mut Outbox) -> Result<(), Fault> {
        let mut next = range.start;
        if range.is_empty() {
            out.text(" \"\"");
            return Ok(());
        }
        while next < range.end {
            let end = range.end.min(next + PIECE_BYTES);
            let bytes = match self.mailbox.read(&entry.message, next..end).await {
                Ok(bytes) if bytes.len() as u64 == end - next => bytes,
                Err(error) if next == range.start => return Err(error.into()),
                // The length stands in the answer already: fewer octets would shift all that follows.
                _ => return Err(broken_off()),
            };
            if next == range.start {
                put!(out.buffer(), " {{{}}}\r\n", range.end - range.start);
            }
            encode::octets(out.buffer(), &bytes);
            next = end;
            if next < range.end {
                out.relieve().await?;
            }
        }
        Ok(())
    }
}
