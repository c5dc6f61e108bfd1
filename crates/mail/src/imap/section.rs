//! Parts of a message that FETCH names: which bytes they are, and how the answer calls them (RFC 3501 §6.4.5).

use super::structure::{message_inside, part_at};
use imap_types::core::AString;
use imap_types::fetch::{Part as Path, Section};
use messaging::structure::Part;
use std::fmt::Write;
use std::ops::Range;

/// A piece of a message that the client wants.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// What the answer is called: `BODY[1.2.MIME]`, `RFC822.TEXT`.
    pub(crate) label: String,
    what: What,
    path: Vec<u32>,
    /// First octet and number of octets.
    pub(crate) partial: Option<(u32, u32)>,
}

#[derive(Clone, Debug)]
enum What {
    Whole,
    Header,
    Text,
    Mime,
    /// Header fields with these names (lower case).
    Fields(Vec<Vec<u8>>),
    /// Header fields with other names.
    FieldsNot(Vec<Vec<u8>>),
}

/// Where a wanted piece lies.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The message has no such part.
    Missing,
    Bytes(Range<u64>),
    /// Some fields of the header that lies there.
    Fields(Range<u64>),
}

impl Wanted {
    pub(crate) fn whole(label: &str) -> Self {
        Self::plain(label, What::Whole)
    }
    pub(crate) fn header(label: &str) -> Self {
        Self::plain(label, What::Header)
    }
    pub(crate) fn text(label: &str) -> Self {
        Self::plain(label, What::Text)
    }

    fn plain(label: &str, what: What) -> Self {
        Self { label: label.to_owned(), what, path: Vec::new(), partial: None }
    }

    pub(crate) fn section(section: Option<&Section<'_>>, partial: Option<(u32, u32)>) -> Self {
        let Some(section) = section else {
            return Self { partial, ..Self::whole("BODY[]") };
        };
        let (path, what, shown) = match section {
            Section::Part(path) => (Some(path), What::Whole, String::new()),
            Section::Header(path) => (path.as_ref(), What::Header, "HEADER".to_owned()),
            Section::Text(path) => (path.as_ref(), What::Text, "TEXT".to_owned()),
            Section::Mime(path) => (Some(path), What::Mime, "MIME".to_owned()),
            Section::HeaderFields(path, names) => (
                path.as_ref(),
                What::Fields(lower(names.as_ref())),
                fields_label("HEADER.FIELDS", names.as_ref()),
            ),
            Section::HeaderFieldsNot(path, names) => (
                path.as_ref(),
                What::FieldsNot(lower(names.as_ref())),
                fields_label("HEADER.FIELDS.NOT", names.as_ref()),
            ),
        };
        let path = path.map(numbers).unwrap_or_default();
        let mut label = "BODY[".to_owned();
        for (at, number) in path.iter().enumerate() {
            let dot = if at == 0 { "" } else { "." };
            let _ = write!(label, "{dot}{number}");
        }
        let dot = if path.is_empty() || shown.is_empty() { "" } else { "." };
        let _ = write!(label, "{dot}{shown}]");
        Self { label, what, path, partial }
    }

    /// Where the piece lies in a message of this structure and size.
    pub(crate) fn find(&self, root: &Part, size: u64) -> Piece {
        if self.path.is_empty() {
            return match self.what {
                Whole => Piece::Bytes(0..size),
                Header | Mime => Piece::Bytes(root.header.clone()),
                Text => Piece::Bytes(root.header.end..size.max(root.header.end)),
                Fields(_) | FieldsNot(_) => Piece::Fields(root.header.clone()),
            };
        }
        use What::{Fields, FieldsNot, Header, Mime, Text, Whole};
        let Some(part) = part_at(root, self.path.iter().copied()) else { return Piece::Missing };
        match (&self.what, message_inside(part)) {
            (Whole, _) => Piece::Bytes(part.content.clone()),
            (Mime, _) => Piece::Bytes(part.header.clone()),
            (Header, Some(message)) => Piece::Bytes(message.header.clone()),
            (Text, Some(message)) => Piece::Bytes(message.content.clone()),
            (Fields(_) | FieldsNot(_), Some(message)) => Piece::Fields(message.header.clone()),
            // Only a message inside has a header and a text of its own.
            (_, None) => Piece::Missing,
        }
    }

    /// The wanted fields of a header, with the blank line that ends it.
    pub(crate) fn filter(&self, header: &[u8]) -> Vec<u8> {
        let (names, keep) = match &self.what {
            What::Fields(names) => (names, true),
            What::FieldsNot(names) => (names, false),
            _ => return header.to_vec(),
        };
        let mut kept = Vec::new();
        for field in fields(header) {
            let name = field.split(|byte| *byte == b':').next().unwrap_or_default();
            let name = name.trim_ascii_end();
            if names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)) == keep {
                kept.extend_from_slice(field);
            }
        }
        kept.extend_from_slice(b"\r\n");
        kept
    }
}

fn numbers(path: &Path) -> Vec<u32> {
    path.0.as_ref().iter().map(|number| number.get()).collect()
}

fn lower(names: &[AString<'_>]) -> Vec<Vec<u8>> {
    names.iter().map(|name| name.as_ref().to_ascii_lowercase()).collect()
}

fn fields_label(verb: &str, names: &[AString<'_>]) -> String {
    let mut label = format!("{verb} (");
    for (at, name) in names.iter().enumerate() {
        let name = String::from_utf8_lossy(name.as_ref());
        let is_atom = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        let gap = if at == 0 { "" } else { " " };
        if is_atom {
            let _ = write!(label, "{gap}{name}");
        } else {
            let mut quoted = Vec::new();
            super::encode::string(&mut quoted, &name);
            let _ = write!(label, "{gap}{}", String::from_utf8_lossy(&quoted));
        }
    }
    label.push(')');
    label
}

/// Fields of a header, each with its folded lines; the closing blank line is left out.
fn fields(header: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = header;
    std::iter::from_fn(move || {
        if rest.is_empty() || rest.starts_with(b"\r\n") || rest.starts_with(b"\n") {
            return None;
        }
        let mut end = 0;
        loop {
            end = memchr::memchr(b'\n', &rest[end..]).map_or(rest.len(), |newline| end + newline + 1);
            if !matches!(rest.get(end), Some(b' ' | b'\t')) {
                break;
            }
        }
        let (field, after) = rest.split_at(end);
        rest = after;
        Some(field)
    })
}

/// The octets of a partial fetch within a piece of `length` octets.
pub(crate) fn cut(range: Range<u64>, partial: Option<(u32, u32)>) -> Range<u64> {
    let Some((first, count)) = partial else { return range };
    let start = range.start.saturating_add(first.into()).min(range.end);
    start..start.saturating_add(count.into()).min(range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(section: &str) -> Wanted {
        use imap_codec::{CommandCodec, decode::Decoder};
        use imap_types::command::CommandBody;
        use imap_types::fetch::{MacroOrMessageDataItemNames, MessageDataItemName};
        let line = format!("a FETCH 1 BODY[{section}]\r\n");
        let (_, command) = CommandCodec::default().decode(line.as_bytes()).expect("a command");
        let CommandBody::Fetch {
            macro_or_item_names: MacroOrMessageDataItemNames::MessageDataItemNames(items),
            ..
        } = command.body
        else {
            panic!("no FETCH")
        };
        match &items[..] {
            [MessageDataItemName::BodyExt { section, .. }] => Wanted::section(section.as_ref(), None),
            other => panic!("{other:?}"),
        }
    }

    fn tree() -> Part {
        let inside =
            Part { main_type: "text".to_owned(), header: 60..70, content: 70..90, ..Part::default() };
        let forwarded = Part {
            main_type: "message".to_owned(),
            header: 50..60,
            content: 60..90,
            children: vec![inside],
            ..Part::default()
        };
        Part {
            main_type: "multipart".to_owned(),
            header: 0..40,
            content: 40..100,
            children: vec![forwarded],
            ..Part::default()
        }
    }

    #[test]
    fn a_section_names_bytes() {
        for (section, label, piece) in [
            ("", "BODY[]", Piece::Bytes(0..120)),
            ("header", "BODY[HEADER]", Piece::Bytes(0..40)),
            ("TEXT", "BODY[TEXT]", Piece::Bytes(40..120)),
            ("1", "BODY[1]", Piece::Bytes(60..90)),
            ("1.mime", "BODY[1.MIME]", Piece::Bytes(50..60)),
            ("1.HEADER", "BODY[1.HEADER]", Piece::Bytes(60..70)),
            ("1.TEXT", "BODY[1.TEXT]", Piece::Bytes(70..90)),
            ("1.1", "BODY[1.1]", Piece::Bytes(70..90)),
            ("2", "BODY[2]", Piece::Missing),
            ("1.1.TEXT", "BODY[1.1.TEXT]", Piece::Missing),
            ("HEADER.FIELDS (from \"To x\")", "BODY[HEADER.FIELDS (from \"To x\")]", Piece::Fields(0..40)),
            ("1.HEADER.FIELDS.NOT (To)", "BODY[1.HEADER.FIELDS.NOT (To)]", Piece::Fields(60..70)),
        ] {
            let wanted = wanted(section);
            assert_eq!((wanted.label.as_str(), wanted.find(&tree(), 120)), (label, piece), "{section}");
        }
    }

    #[test]
    fn header_fields_are_picked_with_their_folded_lines() {
        let header = b"From: a\r\nSubject: long\r\n folded\r\n\tmore\r\nTO : b\r\n\r\n";
        for (section, expected) in [
            ("HEADER.FIELDS (SUBJECT to)", "Subject: long\r\n folded\r\n\tmore\r\nTO : b\r\n\r\n"),
            ("HEADER.FIELDS.NOT (SUBJECT to)", "From: a\r\n\r\n"),
            ("HEADER.FIELDS (X)", "\r\n"),
        ] {
            assert_eq!(String::from_utf8(wanted(section).filter(header)).expect("text"), expected);
        }
    }

    #[test]
    fn a_partial_fetch_is_cut_at_the_end() {
        for (partial, expected) in [
            (None, 10..30),
            (Some((0, 5)), 10..15),
            (Some((15, 10)), 25..30),
            (Some((20, 1)), 30..30),
            (Some((u32::MAX, u32::MAX)), 30..30),
        ] {
            assert_eq!(cut(10..30, partial), expected, "{partial:?}");
        }
    }
}
