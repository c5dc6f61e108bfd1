//! A fax as a message carries it (RFC 2306, RFC 3250): how many pages it has.

use crate::mailbox::{Entry, Mailbox, MailboxError};
use crate::parts;
use crate::structure::{Part, Structure};

/// Hundreds of pages; a larger file is not opened for the sake of a number.
const MOST_FILE_BYTES: u64 = 20 * 1024 * 1024;
/// Beyond this no sender counts either.
const MOST_PAGES: u32 = 10_000;
/// One entry of an image file directory.
const ENTRY_BYTES: usize = 12;

/// Pages of the fax in a message; `None` where it is no TIFF file, or a broken one.
pub async fn pages(mailbox: &dyn Mailbox, entry: &Entry) -> Result<Option<u32>, MailboxError> {
    let Some(part) = image(&entry.structure).cloned() else { return Ok(None) };
    if part.content.end - part.content.start > MOST_FILE_BYTES {
        return Ok(None);
    }
    let content = mailbox.read(&entry.message, part.content.clone()).await?;
    let counted = tokio::task::spawn_blocking(move || count(&parts::octets(&part, &content)));
    counted.await.map_err(|error| MailboxError::Unavailable(Box::new(error)))
}

fn image(structure: &Structure) -> Option<&Part> {
    parts::leaves(&structure.body).find(|part| part.main_type == "image" && part.subtype == "tiff")
}

/// The directories of a TIFF file (TIFF 6.0, section 2): each is a page and says where the next one is.
fn count(file: &[u8]) -> Option<u32> {
    let order = match file.get(..4)? {
        b"II*\0" => u32::from_le_bytes,
        b"MM\0*" => u32::from_be_bytes,
        _ => return None,
    };
    let four = |at: usize| Some(order(file.get(at..at.checked_add(4)?)?.try_into().ok()?));
    let two = |at: usize| {
        let bytes = file.get(at..at.checked_add(2)?)?;
        let value = if file[0] == b'I' { [bytes[0], bytes[1], 0, 0] } else { [0, 0, bytes[0], bytes[1]] };
        Some(order(value) as usize)
    };
    let mut pages = 0;
    let mut directory = four(4)? as usize;
    while directory != 0 && pages < MOST_PAGES {
        pages += 1;
        directory = four(directory + 2 + two(directory)? * ENTRY_BYTES)? as usize;
    }
    (pages > 0 && directory == 0).then_some(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_by_the_directories_of_the_file() {
        let little = b"II*\0\x08\0\0\0\0\0\x0e\0\0\0\0\0\0\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01aaaaaaaaaaaa\0\0\0\0";
        let endless = b"II*\0\x08\0\0\0\0\0\x08\0\0\0";
        for (file, expected) in [
            (&little[..], Some(2)),
            (big, Some(1)),
            (endless, None),
            (&little[..12], None),
            (b"II*\0\xff\xff\xff\xff", None),
            (b"%PDF-1.4", None),
            (b"", None),
        ] {
            assert_eq!(count(file), expected, "{file:?}");
        }
    }
}
