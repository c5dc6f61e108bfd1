//! How flags change: the same for every maker of mailboxes.

use crate::mailbox::{FlagChange, Flags, MailboxError};

/// Keywords of one message; a client that sets more is out of order.
const MOST_KEYWORDS: usize = 64;
const MOST_KEYWORD_BYTES: usize = 100;

impl Flags {
    /// The flags after `change`. Keywords are equal without case (RFC 9051 §2.3.2); the first spelling stays.
    pub fn after(&self, change: &FlagChange) -> Flags {
        match change {
            FlagChange::Replace(flags) => flags.clone(),
            FlagChange::Add(added) => {
                let mut flags = self.with_system(added, |old, new| old || new);
                for keyword in &added.keywords {
                    if !flags.has_keyword(keyword) {
                        flags.keywords.insert(keyword.clone());
                    }
                }
                flags
            }
            FlagChange::Remove(removed) => {
                let mut flags = self.with_system(removed, |old, new| old && !new);
                flags.keywords.retain(|keyword| !removed.has_keyword(keyword));
                flags
            }
        }
    }

    pub fn has_keyword(&self, wanted: &str) -> bool {
        self.keywords.iter().any(|keyword| keyword.eq_ignore_ascii_case(wanted))
    }

    fn with_system(&self, other: &Flags, join: impl Fn(bool, bool) -> bool) -> Flags {
        Flags {
            seen: join(self.seen, other.seen),
            answered: join(self.answered, other.answered),
            flagged: join(self.flagged, other.flagged),
            deleted: join(self.deleted, other.deleted),
            draft: join(self.draft, other.draft),
            keywords: self.keywords.clone(),
        }
    }

    /// Keywords are atoms (RFC 9051 §9 `flag-keyword`) in reasonable number.
    pub(crate) fn check(&self) -> Result<(), MailboxError> {
        let atom = |keyword: &String| {
            !keyword.is_empty()
                && keyword.len() <= MOST_KEYWORD_BYTES
                && keyword.bytes().all(|b| b.is_ascii_graphic() && !b"(){%*\"\\]".contains(&b))
        };
        let allowed = self.keywords.len() <= MOST_KEYWORDS && self.keywords.iter().all(atom);
        if allowed { Ok(()) } else { Err(MailboxError::NotAllowed) }
    }
}

impl FlagChange {
    /// The flags that are named.
    pub fn flags(&self) -> &Flags {
        match self {
            FlagChange::Replace(flags) | FlagChange::Add(flags) | FlagChange::Remove(flags) => flags,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(seen: bool, keywords: &[&str]) -> Flags {
        Flags { seen, keywords: keywords.iter().map(|k| (*k).to_owned()).collect(), ..Flags::default() }
    }

    #[test]
    fn flags_are_added_removed_and_replaced() {
        let old = flags(true, &["$Junk", "a"]);
        for (change, expected) in [
            (FlagChange::Add(flags(false, &["$JUNK", "b"])), flags(true, &["$Junk", "a", "b"])),
            (FlagChange::Remove(flags(true, &["A"])), flags(false, &["$Junk"])),
            (FlagChange::Remove(flags(false, &[])), old.clone()),
            (FlagChange::Replace(flags(false, &["x"])), flags(false, &["x"])),
        ] {
            assert_eq!(old.after(&change), expected, "{change:?}");
        }
    }

    #[test]
    fn keywords_are_atoms() {
        for (keyword, allowed) in
            [("$Claimed", true), ("", false), ("a b", false), ("\\Seen", false), ("a\r\nb", false)]
        {
            assert_eq!(flags(false, &[keyword]).check().is_ok(), allowed, "{keyword}");
        }
    }
}
