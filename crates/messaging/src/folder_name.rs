//! Names of folders: checked once, and brought into the one spelling that the store knows.

use crate::mailbox::{MailboxError, SpecialUse};

/// As kept; longer names break lists and file systems of clients.
const MOST_NAME_BYTES: usize = 255;

pub(crate) const INBOX: &str = "INBOX";

/// What every mailbox begins with.
pub(crate) const DEFAULTS: [(&str, Option<SpecialUse>); 6] = [
    (INBOX, None),
    ("Drafts", Some(SpecialUse::Drafts)),
    ("Sent", Some(SpecialUse::Sent)),
    ("Trash", Some(SpecialUse::Trash)),
    ("Archive", Some(SpecialUse::Archive)),
    ("Junk", Some(SpecialUse::Junk)),
];

/// The name as kept: `INBOX` in capitals at the first level (RFC 9051 §5.1), without a `/` at the end.
pub(crate) fn checked(name: &str) -> Result<String, MailboxError> {
    let name = name.strip_suffix('/').unwrap_or(name);
    let level =
        |level: &str| !level.is_empty() && !level.contains(['*', '%']) && !level.contains(char::is_control);
    if name.len() > MOST_NAME_BYTES || !name.split('/').all(level) {
        return Err(MailboxError::NotAllowed);
    }
    let (first, below) = name.split_once('/').map_or((name, None), |(first, below)| (first, Some(below)));
    let first = if first.eq_ignore_ascii_case(INBOX) { INBOX } else { first };
    Ok(below.map_or_else(|| first.to_owned(), |below| format!("{first}/{below}")))
}

/// The names of all folders above, the highest first.
pub(crate) fn above(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}

/// The name of `folder` once `old` is called `new`; `None` if it is neither `old` nor below it.
pub(crate) fn renamed(folder: &str, old: &str, new: &str) -> Option<String> {
    let below = folder.strip_prefix(old)?;
    (below.is_empty() || below.starts_with('/')).then(|| format!("{new}{below}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked_and_the_inbox_has_one_spelling() {
        for (name, kept) in [
            ("inbox", Some("INBOX")),
            ("Inbox/Old", Some("INBOX/Old")),
            ("Kunden/Müller/", Some("Kunden/Müller")),
            ("inboxes", Some("inboxes")),
            ("", None),
            ("/", None),
            ("a//b", None),
            ("a\r\nb", None),
            ("a*", None),
        ] {
            assert_eq!(checked(name).ok().as_deref(), kept, "{name:?}");
        }
        assert!(checked(&"a".repeat(256)).is_err());
    }

    #[test]
    fn renaming_takes_along_what_is_below() {
        assert_eq!(renamed("a/b", "a", "x/y").as_deref(), Some("x/y/b"));
        assert_eq!(renamed("a", "a", "x").as_deref(), Some("x"));
        assert_eq!(renamed("ab", "a", "x"), None);
        assert_eq!(above("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
