//! Between what the store keeps and what the doors speak of.

use crate::folder_name;
use crate::kept::Kept;
use crate::mailbox::{Flags, Folder, Kind, SpecialUse};
use bytes::Bytes;
use jiff::Timestamp;
use store::messages::{DELETED, FirstFolder, FlagsRow, FolderRow, MessageRow, NewMessage, SEEN};

const ANSWERED: i64 = 4;
const FLAGGED: i64 = 8;
const DRAFT: i64 = 16;

/// Larger headers are read from the blob: rows stay small.
pub(super) const MOST_HEADER_BYTES: u64 = 8 * 1024;

pub(super) static FIRST_FOLDERS: [FirstFolder; folder_name::DEFAULTS.len()] = first_folders();

const fn first_folders() -> [FirstFolder; folder_name::DEFAULTS.len()] {
    let mut folders =
        [FirstFolder { name: folder_name::INBOX, special_use: None }; folder_name::DEFAULTS.len()];
    let mut index = 0;
    while index < folders.len() {
        let (name, special_use) = folder_name::DEFAULTS[index];
        folders[index] = FirstFolder {
            name,
            special_use: match special_use {
                Some(special_use) => Some(special_use_word(special_use)),
                None => None,
            },
        };
        index += 1;
    }
    folders
}

const fn special_use_word(special_use: SpecialUse) -> &'static str {
    match special_use {
        SpecialUse::Drafts => "drafts",
        SpecialUse::Sent => "sent",
        SpecialUse::Trash => "trash",
        SpecialUse::Archive => "archive",
        SpecialUse::Junk => "junk",
    }
}

pub(super) fn folder(row: FolderRow) -> Folder {
    use SpecialUse::*;
    let known = [Drafts, Sent, Trash, Archive, Junk];
    let special_use =
        row.special_use.and_then(|word| known.into_iter().find(|known| special_use_word(*known) == word));
    Folder { id: row.id, name: row.name, special_use, subscribed: row.subscribed }
}

pub(super) const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Voice => "voice",
        Kind::Email => "email",
    }
}

/// What a later version has written is shown as mail.
pub(super) fn kind(word: &str) -> Kind {
    if word == kind_word(Kind::Voice) { Kind::Voice } else { Kind::Email }
}

pub(super) fn new_message(
    kept: &Kept,
    message: &Bytes,
    received: Timestamp,
) -> Result<NewMessage, serde_json::Error> {
    let header = kept.structure.body.header.end;
    let row = MessageRow {
        kind: kind_word(kept.kind).to_owned(),
        size: kept.size,
        from_name: kept.from.name.as_deref().map(storable),
        from_number: kept.from.number.as_deref().map(storable),
        from_email: kept.from.email.as_deref().map(storable),
        subject: storable(&kept.subject),
        seconds: kept.seconds,
        structure: serde_json::to_string(&*kept.structure)?,
        header: (header <= MOST_HEADER_BYTES).then(|| message[..header as usize].to_vec()),
    };
    Ok(NewMessage { row, received: received.as_microsecond() })
}

/// PostgreSQL's texts hold no NUL.
fn storable(text: &str) -> String {
    text.replace('\0', " ")
}

pub(super) fn received(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(super) fn flags_row(flags: &Flags) -> FlagsRow {
    let bit = |set: bool, bit: i64| if set { bit } else { 0 };
    let bits = bit(flags.seen, SEEN)
        | bit(flags.deleted, DELETED)
        | bit(flags.answered, ANSWERED)
        | bit(flags.flagged, FLAGGED)
        | bit(flags.draft, DRAFT);
    FlagsRow { bits, keywords: flags.keywords.iter().map(String::as_str).collect::<Vec<_>>().join(" ") }
}

pub(super) fn flags(row: &FlagsRow) -> Flags {
    let set = |bit: i64| row.bits & bit != 0;
    Flags {
        seen: set(SEEN),
        deleted: set(DELETED),
        answered: set(ANSWERED),
        flagged: set(FLAGGED),
        draft: set(DRAFT),
        keywords: row.keywords.split_whitespace().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_back_as_they_went() {
        for bits in 0..32 {
            let row = FlagsRow { bits, keywords: "$a b".into() };
            assert_eq!(flags_row(&flags(&row)), row);
        }
    }

    #[test]
    fn folders_and_kinds_come_back_as_they_went() {
        for ((name, special_use), first) in folder_name::DEFAULTS.into_iter().zip(FIRST_FOLDERS) {
            let id = domain::id::FolderId::new(1);
            let special = first.special_use.map(str::to_owned);
            let row = FolderRow { id, name: first.name.into(), special_use: special, subscribed: true };
            assert_eq!(folder(row), Folder { id, name: name.into(), special_use, subscribed: true });
        }
        assert_eq!(
            [Kind::Voice, Kind::Email].map(|known| kind(kind_word(known))),
            [Kind::Voice, Kind::Email]
        );
    }
}
