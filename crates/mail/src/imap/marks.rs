//! Flags of a message as a session remembers them: small, since it remembers those of every message of its folder.

use imap_types::flag::{Flag, StoreType};
use messaging::{FlagChange, Flags};
use std::collections::BTreeSet;
use std::sync::Arc;

/// System flags as bits and the name of each.
const SYSTEM: [(u8, &str); 5] =
    [(1, "\\Answered"), (2, "\\Flagged"), (4, "\\Deleted"), (8, "\\Seen"), (16, "\\Draft")];

pub(crate) const SYSTEM_NAMES: &str = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    bits: u8,
    /// `None` for none: most messages have none.
    keywords: Option<Arc<BTreeSet<String>>>,
}

impl Marks {
    pub(crate) fn answered(&self) -> bool {
        self.bits & 1 != 0
    }
    pub(crate) fn flagged(&self) -> bool {
        self.bits & 2 != 0
    }
    pub(crate) fn deleted(&self) -> bool {
        self.bits & 4 != 0
    }
    pub(crate) fn seen(&self) -> bool {
        self.bits & 8 != 0
    }
    pub(crate) fn draft(&self) -> bool {
        self.bits & 16 != 0
    }

    pub(crate) fn keywords(&self) -> impl Iterator<Item = &str> {
        self.keywords.iter().flat_map(|keywords| keywords.iter().map(String::as_str))
    }

    /// Keywords compare without case (RFC 3501 §2.3.2).
    pub(crate) fn has_keyword(&self, keyword: &str) -> bool {
        self.keywords().any(|own| own.eq_ignore_ascii_case(keyword))
    }

    /// Names as FLAGS shows them.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let system = SYSTEM.iter().filter(|(bit, _)| self.bits & bit != 0).map(|(_, name)| *name);
        system.chain(self.keywords())
    }

    /// What these are after `change`.
    pub(crate) fn after(&self, change: &FlagChange) -> Self {
        let (Marks { bits, keywords }, add) = match change {
            FlagChange::Replace(flags) => return flags.into(),
            FlagChange::Add(flags) => (Marks::from(flags), true),
            FlagChange::Remove(flags) => (Marks::from(flags), false),
        };
        let named: BTreeSet<String> = keywords.map(|named| (*named).clone()).unwrap_or_default();
        let mut own: BTreeSet<String> = self.keywords().map(str::to_owned).collect();
        if add {
            own.extend(named);
        } else {
            own.retain(|keyword| !named.contains(keyword));
        }
        Self { bits: if add { self.bits | bits } else { self.bits & !bits }, keywords: kept(own) }
    }
}

fn kept(keywords: BTreeSet<String>) -> Option<Arc<BTreeSet<String>>> {
    (!keywords.is_empty()).then(|| Arc::new(keywords))
}

impl From<&Flags> for Marks {
    fn from(flags: &Flags) -> Self {
        let Flags { seen, answered, flagged, deleted, draft, keywords } = flags;
        let bits = [answered, flagged, deleted, seen, draft];
        let bits = bits.iter().enumerate().fold(0, |all, (at, set)| all | (u8::from(**set) << at));
        Self { bits, keywords: kept(keywords.clone()) }
    }
}

/// Flags of a STORE or APPEND. `None` when one of them cannot be stored (`\Recent`, unknown system flags).
pub(crate) fn flags_of(named: &[Flag<'_>]) -> Option<Flags> {
    let mut flags = Flags::default();
    for flag in named {
        match flag {
            Flag::Answered => flags.answered = true,
            Flag::Deleted => flags.deleted = true,
            Flag::Draft => flags.draft = true,
            Flag::Flagged => flags.flagged = true,
            Flag::Seen => flags.seen = true,
            Flag::Keyword(keyword) => {
                flags.keywords.insert(keyword.as_ref().to_owned());
            }
            Flag::Extension(_) => return None,
        }
    }
    Some(flags)
}

pub(crate) fn change_of(kind: StoreType, flags: Flags) -> FlagChange {
    match kind {
        StoreType::Replace => FlagChange::Replace(flags),
        StoreType::Add => FlagChange::Add(flags),
        StoreType::Remove => FlagChange::Remove(flags),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(seen: bool, deleted: bool, keywords: &[&str]) -> Flags {
        Flags {
            seen,
            deleted,
            keywords: keywords.iter().map(|k| (*k).to_owned()).collect(),
            ..Flags::default()
        }
    }

    #[test]
    fn a_change_adds_removes_or_replaces() {
        let before = Marks::from(&flags(true, false, &["a", "b"]));
        for (change, expected) in [
            (FlagChange::Add(flags(false, true, &["c"])), "\\Deleted \\Seen a b c"),
            (FlagChange::Remove(flags(true, true, &["a", "x"])), "b"),
            (FlagChange::Replace(flags(false, true, &[])), "\\Deleted"),
        ] {
            assert_eq!(before.after(&change).names().collect::<Vec<_>>().join(" "), expected);
        }
    }
}
