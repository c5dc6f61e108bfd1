//! The MIME tree of a message with the octets of every part (RFC 2045, RFC 2046), from any bytes whatever.

use super::envelope::envelope;
use super::header::{Fields, header_length, line_end, parameters, unfold};
use super::{Part, Structure};
use crate::marks::Marks;
use memchr::memmem;
use std::ops::Range;

/// Parts within parts; deeper ones are taken as they stand. Forwards of forwards stay far below.
pub const MOST_DEPTH: usize = 20;
/// Parts of a message; those that follow are not told apart.
pub const MOST_PARTS: usize = 1_000;

/// Reads any bytes as a message: there is always an answer, and all its ranges lie within the message.
///
/// Costs a pass over each level of multiparts; nothing is decoded or copied but header fields.
pub fn parse(message: &[u8]) -> Structure {
    let mut reader = Reader { message, parts: 0 };
    let body = reader.entity(0..message.len(), DefaultType::Text, 0);
    let header = &message[..body.header.end as usize];
    Structure { envelope: envelope(header), marks: Marks::of(header), body }
}

struct Reader<'a> {
    message: &'a [u8],
    parts: usize,
}

/// What a part is when it does not say so (RFC 2046 §5.1.5).
#[derive(Clone, Copy, PartialEq, Eq)]
enum DefaultType {
    Text,
    Message,
}

impl Reader<'_> {
    fn entity(&mut self, range: Range<usize>, default: DefaultType, depth: usize) -> Part {
        self.parts += 1;
        let content = range.start + header_length(&self.message[range.clone()])..range.end;
        let mut part = described(&self.message[range.start..content.start], default);
        part.header = octets(&(range.start..content.start));
        part.content = octets(&content);
        if depth < MOST_DEPTH {
            match part.main_type.as_str() {
                "multipart" => part.children = self.multipart(&part, content.clone(), depth),
                "message" if is_message(&part.subtype) => {
                    self.inner_message(&mut part, content.clone(), depth)
                }
                _ => {}
            }
        }
        if part.main_type == "text" || part.inner.is_some() {
            part.lines = memchr::memchr_iter(b'\n', &self.message[content]).count() as u32;
        }
        part
    }

    /// A multipart has at least one part, even where its boundary is nowhere: IMAP cannot say otherwise.
    fn multipart(&mut self, part: &Part, content: Range<usize>, depth: usize) -> Vec<Part> {
        let boundary = part
            .parameters
            .iter()
            .find(|(name, _)| name == "boundary")
            .map_or("", |(_, value)| value.as_str());
        let default = if part.subtype == "digest" { DefaultType::Message } else { DefaultType::Text };
        let mut children = Vec::new();
        for range in between_boundaries(self.message, content.clone(), boundary) {
            children.push(self.entity(range, default, depth + 1));
            if self.parts >= MOST_PARTS {
                break;
            }
        }
        if children.is_empty() {
            self.parts += 1;
            let mut whole = described(b"", DefaultType::Text);
            whole.header = octets(&(content.start..content.start));
            whole.content = octets(&content);
            whole.lines = memchr::memchr_iter(b'\n', &self.message[content]).count() as u32;
            children.push(whole);
        }
        children
    }

    fn inner_message(&mut self, part: &mut Part, content: Range<usize>, depth: usize) {
        let child = self.entity(content, DefaultType::Text, depth + 1);
        part.inner =
            Some(Box::new(envelope(&self.message[child.header.start as usize..child.header.end as usize])));
        part.children = vec![child];
    }
}

/// RFC 2046 §5.2.1, and its sister with UTF-8 headers (RFC 6532).
fn is_message(subtype: &str) -> bool {
    matches!(subtype, "rfc822" | "global")
}

fn octets(range: &Range<usize>) -> Range<u64> {
    range.start as u64..range.end as u64
}

/// What the header says of its part.
fn described(header: &[u8], default: DefaultType) -> Part {
    let mut part = Part { encoding: "7bit".to_owned(), ..Part::default() };
    for (name, value) in Fields::of(header) {
        let Some(name) = without_content(name) else { continue };
        match name.to_ascii_lowercase().as_slice() {
            b"type" if part.main_type.is_empty() => set_type(&mut part, &unfold(value)),
            b"id" => part.id = Some(unfold(value)),
            b"description" => part.description = Some(unfold(value)),
            b"transfer-encoding" => {
                let (encoding, _) = parameters(&unfold(value));
                if !encoding.is_empty() {
                    part.encoding = encoding;
                }
            }
            b"disposition" if part.disposition.is_none() => {
                part.disposition = Some(parameters(&unfold(value))).filter(|(kind, _)| !kind.is_empty());
            }
            b"language" => part.language = languages(&unfold(value)),
            b"location" => part.location = Some(unfold(value)),
            b"md5" => part.md5 = Some(unfold(value)),
            _ => {}
        }
    }
    if part.main_type.is_empty() {
        set_default_type(&mut part, default);
    }
    part
}

fn without_content(name: &[u8]) -> Option<&[u8]> {
    let prefix = name.get(..8)?;
    prefix.eq_ignore_ascii_case(b"content-").then(|| &name[8..])
}

/// A type without a slash is as good as none (RFC 2045 §5.2).
fn set_type(part: &mut Part, value: &str) {
    let (kind, found) = parameters(value);
    let Some((main_type, subtype)) = kind.split_once('/') else { return };
    let (main_type, subtype) = (main_type.trim(), subtype.trim());
    if !main_type.is_empty() && !subtype.is_empty() {
        part.main_type = main_type.to_owned();
        part.subtype = subtype.to_owned();
        part.parameters = found;
    }
}

fn set_default_type(part: &mut Part, default: DefaultType) {
    match default {
        DefaultType::Text => {
            part.main_type = "text".to_owned();
            part.subtype = "plain".to_owned();
            part.parameters = vec![("charset".to_owned(), "us-ascii".to_owned())];
        }
        DefaultType::Message => {
            part.main_type = "message".to_owned();
            part.subtype = "rfc822".to_owned();
        }
    }
}

fn languages(value: &str) -> Vec<String> {
    value.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

/// The ranges between the boundary lines, each without the line break that belongs to the next boundary
/// (RFC 2046 §5.1.1). Where the closing one is missing, the last part goes on to the end.
fn between_boundaries(message: &[u8], content: Range<usize>, boundary: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if boundary.is_empty() {
        return found;
    }
    let delimiter = format!("--{boundary}");
    let text = &message[..content.end];
    let mut begun: Option<usize> = None;
    for at in memmem::find_iter(&text[content.start..], delimiter.as_bytes()).map(|at| content.start + at) {
        let at_line_start = at == content.start || text[at - 1] == b'\n';
        let Some(closing) = closes(&text[at + delimiter.len()..]).filter(|_| at_line_start) else { continue };
        if let Some(start) = begun.take() {
            found.push(start..before_line_break(text, start, at));
        }
        if closing || found.len() >= MOST_PARTS {
            return found;
        }
        begun = Some(line_end(text, at));
    }
    if let Some(start) = begun {
        found.push(start..content.end);
    }
    found
}

/// What follows a boundary on its line: nothing, or `--` for the last. `None`: this is no boundary line.
fn closes(after: &[u8]) -> Option<bool> {
    let line = &after[..line_end(after, 0)];
    match line.trim_ascii() {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}

fn before_line_break(text: &[u8], start: usize, at: usize) -> usize {
    let end = if at > start && text[at - 1] == b'\n' { at - 1 } else { at };
    let end = if end > start && end < at && text[end - 1] == b'\r' { end - 1 } else { end };
    end.max(start)
}

#[cfg(test)]
mod tests;
