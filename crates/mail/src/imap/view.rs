//! A selected folder as this client has been told it is: which message has which sequence number, and what the client
//! does not know yet. Pure: changes of the store go in, untagged responses come out.

use super::encode::{self, put};
use super::marks::{Marks, SYSTEM_NAMES};
use domain::id::FolderId;
use imap_types::sequence::{SeqOrUid, Sequence, SequenceSet};
use messaging::{Entry, FolderChanges};
use std::collections::BTreeSet;

/// More keywords than this are not listed in FLAGS; they are still shown on their messages.
const LISTED_KEYWORDS: usize = 200;

/// One message as this session knows it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) uid: u32,
    pub(crate) modseq: u64,
    pub(crate) marks: Marks,
    /// Expunged, but the client has not been told; its number still counts.
    pub(crate) gone: bool,
    /// Flags have changed since the client heard of them.
    pub(crate) untold: bool,
}

/// May numbers change now? Not in answers to FETCH, STORE and SEARCH (RFC 3501 §7.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renumber {
    Now,
    Later,
}

/// Which numbers a command uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    Sequence,
    Uid,
}

impl From<bool> for Numbers {
    fn from(uid: bool) -> Self {
        if uid { Self::Uid } else { Self::Sequence }
    }
}

/// A sequence number beyond the end: the command is BAD (RFC 3501 §9, `seq-number`).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BeyondEnd;

#[derive(Debug)]
pub(crate) struct View {
    pub(crate) folder: FolderId,
    pub(crate) read_only: bool,
    /// All changes up to here are in `messages`.
    pub(crate) modseq: u64,
    messages: Vec<Known>,
    /// How many of `messages` the client has been told of by EXISTS.
    told: usize,
    keywords: BTreeSet<String>,
    new_keywords: bool,
}

impl View {
    /// An empty folder; [`View::absorb`] fills it.
    pub(crate) fn new(folder: FolderId, read_only: bool) -> Self {
        Self {
            folder,
            read_only,
            modseq: 0,
            messages: Vec::new(),
            told: 0,
            keywords: BTreeSet::new(),
            new_keywords: false,
        }
    }

    pub(crate) fn messages(&self) -> &[Known] {
        &self.messages
    }

    pub(crate) fn last_uid(&self) -> u32 {
        self.messages.last().map_or(0, |known| known.uid)
    }

    fn position(&self, uid: u32) -> Option<usize> {
        self.messages.binary_search_by_key(&uid, |known| known.uid).ok()
    }

    pub(crate) fn by_uid(&self, uid: u32) -> Option<(usize, &Known)> {
        let at = self.position(uid)?;
        Some((at, &self.messages[at]))
    }

    /// The client has seen the flags of the message at `at` in the answer under way.
    pub(crate) fn told_flags(&mut self, at: usize) {
        if let Some(known) = self.messages.get_mut(at) {
            known.untold = false;
        }
    }

    /// Takes in what has happened in the store.
    pub(crate) fn absorb(&mut self, mut changes: FolderChanges) {
        self.modseq = self.modseq.max(changes.highest_modseq);
        changes.changed.sort_unstable_by_key(|entry| entry.uid);
        for entry in &changes.changed {
            self.absorb_entry(entry);
        }
        for uid in changes.vanished {
            self.mark_gone(uid);
        }
        self.drop_untold_gone();
    }

    fn absorb_entry(&mut self, entry: &Entry) {
        let marks = Marks::from(&entry.flags);
        for keyword in marks.keywords() {
            if self.keywords.len() < LISTED_KEYWORDS && !self.keywords.contains(keyword) {
                self.keywords.insert(keyword.to_owned());
                self.new_keywords = true;
            }
        }
        if let Some(at) = self.position(entry.uid) {
            let known = &mut self.messages[at];
            known.untold |= known.marks != marks;
            (known.marks, known.modseq) = (marks, entry.modseq);
        } else if entry.uid > self.last_uid() {
            let (uid, modseq) = (entry.uid, entry.modseq);
            self.messages.push(Known { uid, modseq, marks, gone: false, untold: false });
        }
        // An unknown UID below the last is one whose end the client has been told already.
    }

    pub(crate) fn mark_gone(&mut self, uid: u32) {
        if let Some(at) = self.position(uid) {
            self.messages[at].gone = true;
        }
    }

    /// Messages that came and went between two answers were never there for this client.
    fn drop_untold_gone(&mut self) {
        if self.messages[self.told..].iter().any(|known| known.gone) {
            let fresh = self.messages.split_off(self.told);
            self.messages.extend(fresh.into_iter().filter(|known| !known.gone));
        }
    }

    /// Keywords must stand in FLAGS before a message shows them.
    pub(crate) fn report_keywords(&mut self, out: &mut Vec<u8>) {
        if std::mem::take(&mut self.new_keywords) {
            self.write_flags(out);
        }
    }

    /// `FLAGS` and `PERMANENTFLAGS`.
    pub(crate) fn write_flags(&mut self, out: &mut Vec<u8>) {
        self.new_keywords = false;
        let listed: String = self.keywords.iter().flat_map(|keyword| [" ", keyword]).collect();
        put!(out, "* FLAGS ({SYSTEM_NAMES}{listed})\r\n");
        match self.read_only {
            true => put!(out, "* OK [PERMANENTFLAGS ()] Read-only\r\n"),
            false => put!(out, "* OK [PERMANENTFLAGS ({SYSTEM_NAMES}{listed} \\*)] Flags kept\r\n"),
        }
    }

    /// Tells the client what it does not know yet.
    pub(crate) fn report(&mut self, renumber: Renumber, condstore: bool, out: &mut Vec<u8>) {
        self.report_keywords(out);
        if renumber == Renumber::Now {
            self.report_expunged(out);
        }
        if self.messages.len() != self.told {
            self.told = self.messages.len();
            put!(out, "* {} EXISTS\r\n* 0 RECENT\r\n", self.told);
        }
        for (at, known) in self.messages.iter_mut().enumerate() {
            if std::mem::take(&mut known.untold) && !known.gone {
                write_change(out, at, known, condstore);
            }
        }
    }

    fn report_expunged(&mut self, out: &mut Vec<u8>) {
        let mut removed = 0;
        for (at, known) in self.messages.iter().enumerate() {
            if known.gone {
                put!(out, "* {} EXPUNGE\r\n", at + 1 - removed);
                removed += 1;
            }
        }
        if removed > 0 {
            self.messages.retain(|known| !known.gone);
            self.told -= removed;
        }
    }

    /// Positions of the messages that a set names, rising, each once. Numbers of messages that do not exist are an
    /// error for sequence numbers and nothing for UIDs.
    pub(crate) fn positions(&self, set: &SequenceSet, numbers: Numbers) -> Result<Vec<usize>, BeyondEnd> {
        let mut ranges = Vec::with_capacity(set.0.as_ref().len());
        for sequence in set.0.as_ref() {
            let (one, other) = match *sequence {
                Sequence::Single(number) => (number, number),
                Sequence::Range(one, other) => (one, other),
            };
            let (one, other) = (self.bound(one, numbers)?, self.bound(other, numbers)?);
            let (low, high) = (one.min(other), one.max(other));
            ranges.push(match numbers {
                Numbers::Sequence => low.saturating_sub(1) as usize..high as usize,
                Numbers::Uid => self.below(low)..self.below(high.saturating_add(1)),
            });
        }
        ranges.sort_unstable_by_key(|range| range.start);
        let (mut positions, mut next) = (Vec::new(), 0);
        for range in ranges {
            positions.extend(range.start.max(next)..range.end);
            next = next.max(range.end);
        }
        Ok(positions)
    }

    /// How many messages have a UID below `uid`.
    fn below(&self, uid: u32) -> usize {
        self.messages.partition_point(|known| known.uid < uid)
    }

    /// `*` is the last message; in an empty folder it names nothing.
    fn bound(&self, number: SeqOrUid, numbers: Numbers) -> Result<u32, BeyondEnd> {
        let count = u32::try_from(self.messages.len()).unwrap_or(u32::MAX);
        match (number, numbers) {
            (SeqOrUid::Asterisk, Numbers::Sequence) => Ok(count),
            (SeqOrUid::Asterisk, Numbers::Uid) => Ok(self.last_uid()),
            (SeqOrUid::Value(number), Numbers::Uid) => Ok(number.get()),
            // A set of an empty folder, mostly `1:*`, names nothing, and clients ask without looking.
            (SeqOrUid::Value(_), Numbers::Sequence) if count == 0 => Ok(0),
            (SeqOrUid::Value(number), Numbers::Sequence) if number.get() <= count => Ok(number.get()),
            (SeqOrUid::Value(_), Numbers::Sequence) => Err(BeyondEnd),
        }
    }
}

/// An untagged FETCH that nobody asked for. The UID is always shown: it costs nothing and clients need it.
pub(crate) fn write_change(out: &mut Vec<u8>, at: usize, known: &Known, condstore: bool) {
    put!(out, "* {} FETCH (UID {} FLAGS (", at + 1, known.uid);
    encode::marks(out, &known.marks);
    match condstore {
        true => put!(out, ") MODSEQ ({}))\r\n", known.modseq),
        false => out.extend_from_slice(b"))\r\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use messaging::{Flags, Kind, MessageRef, Sender};

    fn entry(uid: u32, modseq: u64, seen: bool, keyword: &str) -> Entry {
        let keywords = keyword.split_whitespace().map(str::to_owned).collect();
        Entry {
            message: MessageRef::new("1"),
            folder: FolderId::new(1),
            uid,
            modseq,
            flags: Flags { seen, keywords, ..Flags::default() },
            kind: Kind::Email,
            received: jiff::Timestamp::UNIX_EPOCH,
            size: 1,
            from: Sender::default(),
            subject: String::new(),
            seconds: None,
            structure: Default::default(),
        }
    }

    fn changes(modseq: u64, changed: Vec<Entry>, vanished: &[u32]) -> FolderChanges {
        FolderChanges { highest_modseq: modseq, changed, vanished: vanished.to_vec() }
    }

    fn view() -> View {
        let mut view = View::new(FolderId::new(1), false);
        view.absorb(changes(4, [2, 3, 5, 8].map(|uid| entry(uid, 4, false, "")).to_vec(), &[]));
        view.report(Renumber::Now, false, &mut Vec::new());
        view
    }

    fn told(view: &mut View, renumber: Renumber) -> String {
        let mut out = Vec::new();
        view.report(renumber, false, &mut out);
        String::from_utf8(out).expect("text").replace("\r\n", "|")
    }

    #[test]
    fn numbers_change_only_where_they_may() {
        let mut view = view();
        view.absorb(changes(6, vec![entry(3, 5, true, ""), entry(9, 6, false, "")], &[2, 5]));
        assert_eq!(
            told(&mut view, Renumber::Later),
            "* 5 EXISTS|* 0 RECENT|* 2 FETCH (UID 3 FLAGS (\\Seen))|"
        );
        assert_eq!(told(&mut view, Renumber::Now), "* 1 EXPUNGE|* 2 EXPUNGE|");
        assert_eq!(told(&mut view, Renumber::Now), "");
        assert_eq!(view.messages().iter().map(|known| known.uid).collect::<Vec<_>>(), [3, 8, 9]);
    }

    #[test]
    fn what_came_and_went_between_two_answers_is_never_told() {
        let mut view = view();
        view.absorb(changes(5, vec![entry(9, 5, false, "")], &[]));
        view.absorb(changes(6, vec![], &[9]));
        assert_eq!(told(&mut view, Renumber::Later), "");
        view.absorb(changes(7, vec![entry(9, 5, false, "")], &[9]));
        assert_eq!(told(&mut view, Renumber::Now), "");
    }

    #[test]
    fn a_new_keyword_stands_in_flags_before_its_message() {
        let mut view = view();
        view.absorb(changes(5, vec![entry(2, 5, false, "$Work")], &[]));
        let told = told(&mut view, Renumber::Later);
        assert!(told.starts_with("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)|"), "{told}");
        assert!(told.ends_with("* 1 FETCH (UID 2 FLAGS ($Work))|"), "{told}");
    }

    #[test]
    fn a_set_names_messages() {
        let view = view();
        for (set, numbers, expected) in [
            ("1,3:*", Numbers::Sequence, Ok(vec![0, 2, 3])),
            ("*:2,2,1", Numbers::Sequence, Ok(vec![0, 1, 2, 3])),
            ("5", Numbers::Sequence, Err(BeyondEnd)),
            ("3:5", Numbers::Uid, Ok(vec![1, 2])),
            ("900:*", Numbers::Uid, Ok(vec![3])),
            ("1:4294967295", Numbers::Uid, Ok(vec![0, 1, 2, 3])),
            ("4", Numbers::Uid, Ok(vec![])),
        ] {
            let set = SequenceSet::try_from(set).expect("a set");
            assert_eq!(view.positions(&set, numbers), expected, "{set:?}");
        }
        let empty = View::new(FolderId::new(1), false);
        let all = SequenceSet::try_from("1:*").expect("a set");
        assert_eq!(empty.positions(&all, Numbers::Sequence), Ok(vec![]));
        assert_eq!(empty.positions(&all, Numbers::Uid), Ok(vec![]));
    }
}
