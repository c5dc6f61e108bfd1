//! XML as peers send it, read in one pass with bounds.

use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

/// The deepest: real documents have five levels.
const DEEPEST: usize = 16;

/// Why a document is not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the document is too large or too deep")]
    TooMuch,
    #[error("this is not XML")]
    Broken,
}

/// What is met on the way through a document.
pub(super) enum Met<'a> {
    Begins { namespace: &'a str, name: &'a str },
    Text(&'a str),
    Ends,
}

/// Goes through a document of at most `limit` octets. What begins ends, and no deeper than is allowed.
pub(super) fn walk<E: From<Unreadable>>(
    document: &[u8],
    limit: usize,
    mut meet: impl FnMut(Met<'_>) -> Result<(), E>,
) -> Result<(), E> {
    if document.len() > limit {
        return Err(Unreadable::TooMuch.into());
    }
    let text = std::str::from_utf8(document).map_err(|_| Unreadable::Broken)?;
    let mut reader = NsReader::from_str(text);
    let mut depth = 0;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| Unreadable::Broken)?;
        match event {
            Event::Start(start) => {
                depth += 1;
                begin(&namespace, &start, depth, &mut meet)?;
            }
            Event::Empty(start) => {
                begin(&namespace, &start, depth + 1, &mut meet)?;
                meet(Met::Ends)?;
            }
            Event::End(_) => {
                depth -= 1;
                meet(Met::Ends)?;
            }
            Event::Text(text) => meet(Met::Text(&text))?,
            Event::CData(data) => meet(Met::Text(&data))?,
            Event::GeneralRef(reference) => refer(&reference, &mut meet)?,
            // No document of ours needs one, and entities of its own are how small documents become large.
            Event::DocType(_) => return Err(Unreadable::Broken.into()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof if depth > 0 => return Err(Unreadable::Broken.into()),
            Event::Eof => return Ok(()),
        }
    }
}

fn begin<E: From<Unreadable>>(
    namespace: &ResolveResult<'_>,
    start: &BytesStart<'_>,
    depth: usize,
    meet: &mut impl FnMut(Met<'_>) -> Result<(), E>,
) -> Result<(), E> {
    if depth > DEEPEST {
        return Err(Unreadable::TooMuch.into());
    }
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => namespace.0,
        ResolveResult::Unbound | ResolveResult::Unknown(_) => "",
    };
    meet(Met::Begins { namespace, name: start.local_name().as_ref() })
}

fn refer<E: From<Unreadable>>(
    reference: &BytesRef<'_>,
    meet: &mut impl FnMut(Met<'_>) -> Result<(), E>,
) -> Result<(), E> {
    match reference.resolve_char_ref().map_err(|_| Unreadable::Broken)? {
        Some(character) => meet(Met::Text(character.encode_utf8(&mut [0; 4]))),
        None => {
            let named = quick_xml::escape::resolve_predefined_entity(reference).ok_or(Unreadable::Broken)?;
            meet(Met::Text(named))
        }
    }
}
