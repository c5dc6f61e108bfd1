//! Bodies of several parts (RFC 5621), read as far as a call needs: where in them the session description is.

use super::grammar::{parameter, quotes_are_closed};
use super::{Fields, HeaderName};
use bytes::Bytes;

/// Parts within parts beyond this are not looked into.
const DEEPEST: usize = 3;
/// More parts than this are not looked at.
const MOST_PARTS: usize = 32;
const SDP: &str = "application/sdp";

/// What the body of an INVITE is to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Offered {
    Nothing,
    Description(Bytes),
    /// It must be understood, and is not (415).
    Unknown,
}

/// The session description of a message, if there is one.
pub(super) fn sdp(fields: &Fields, body: &Bytes) -> Option<Bytes> {
    match offered(fields, body) {
        Offered::Description(sdp) => Some(sdp),
        Offered::Nothing | Offered::Unknown => None,
    }
}

pub(super) fn offered(fields: &Fields, body: &Bytes) -> Offered {
    if fields.get(&HeaderName::ContentEncoding).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"))
    {
        return Offered::Unknown;
    }
    if body.is_empty() {
        return Offered::Nothing;
    }
    let disposition = fields.get(&HeaderName::ContentDisposition).unwrap_or_default();
    look(fields.get(&HeaderName::ContentType).unwrap_or_default(), disposition, body, 0)
}

/// What says nothing of its handling is required (RFC 3204 §5.3), but only the body itself is refused for that: peers put
/// parts for others (locations, ISUP) beside a description without a word of how much they matter.
fn look(content_type: &str, disposition: &str, body: &Bytes, depth: usize) -> Offered {
    let is_optional = says_handling(disposition, "optional");
    let unknown = if is_optional { Offered::Nothing } else { Offered::Unknown };
    let (kind, _) = content_type.split_once(';').unwrap_or((content_type, ""));
    let kind = kind.trim();
    // RFC 3959's early sessions are not what the call is about.
    let purpose = disposition.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case(SDP) && (purpose.is_empty() || purpose.eq_ignore_ascii_case("session")) {
        return Offered::Description(body.clone());
    }
    let is_multipart = kind.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("multipart/"));
    let Some(boundary) = boundary(content_type).filter(|_| is_multipart && depth < DEEPEST) else {
        return unknown;
    };
    let mut found = Offered::Nothing;
    for part in parts(body, boundary).take(MOST_PARTS) {
        let (head, content) = head_and_content(&part);
        let field = |name: &str| value(&head, name);
        let disposition = field("content-disposition");
        match look(field("content-type"), disposition, &content, depth + 1) {
            Offered::Description(sdp) if !matches!(found, Offered::Description(_)) => {
                found = Offered::Description(sdp);
            }
            Offered::Unknown if says_handling(disposition, "required") => return unknown,
            _ => {}
        }
    }
    match found {
        Offered::Nothing => unknown,
        found => found,
    }
}

fn says_handling(disposition: &str, handling: &str) -> bool {
    let from = disposition.find(';').unwrap_or(disposition.len());
    disposition
        .get(from..)
        .and_then(|parameters| parameter(parameters, "handling"))
        .is_some_and(|said| said.eq_ignore_ascii_case(handling))
}

fn boundary(content_type: &str) -> Option<&str> {
    let parameters = content_type.get(content_type.find(';')?..)?;
    // RFC 2046 §5.1.1: 1 to 70 characters.
    parameter(parameters, "boundary")
        .filter(|text| (1..=70).contains(&text.len()) && quotes_are_closed(content_type))
}

/// What stands between the lines of the boundary (RFC 2046 §5.1.1).
fn parts<'a>(body: &'a Bytes, boundary: &'a str) -> impl Iterator<Item = Bytes> + 'a {
    let mut from = delimiter(body, boundary, 0).filter(|found| !found.is_last).map(|found| found.behind);
    std::iter::from_fn(move || {
        let start = from?;
        // A part that never ends is none: it may have been cut off.
        let end = delimiter(body, boundary, start)?;
        from = (!end.is_last).then_some(end.behind);
        Some(body.slice(start..end.before.max(start)))
    })
}

struct Delimiter {
    /// Where the part before it ends: its line break belongs to the delimiter.
    before: usize,
    behind: usize,
    is_last: bool,
}

/// The next line of `--boundary` from a line's beginning on.
fn delimiter(body: &[u8], boundary: &str, from: usize) -> Option<Delimiter> {
    let mut start = from;
    loop {
        let rest = body.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1);
        let line = rest.get(..length)?;
        let named = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()));
        if let Some(tail) = named.map(<[u8]>::trim_ascii_end)
            && (tail.is_empty() || tail == b"--")
        {
            let before = match body.get(..start) {
                Some([.., b'\r', b'\n']) => start - 2,
                Some([.., b'\n']) => start - 1,
                _ => start,
            };
            return Some(Delimiter { before, behind: start + length, is_last: !tail.is_empty() });
        }
        start += length;
    }
}

/// The fields of a part, and what they are about.
fn head_and_content(part: &Bytes) -> (String, Bytes) {
    let mut at = 0;
    for line in part.split_inclusive(|&byte| byte == b'\n') {
        let next = at + line.len();
        if line.trim_ascii().is_empty() {
            let head = String::from_utf8_lossy(part.get(..at).unwrap_or_default()).into_owned();
            return (head, part.slice(next..));
        }
        at = next;
    }
    (String::from_utf8_lossy(part).into_owned(), Bytes::new())
}

/// The value of a part's field; one that is folded is read by its first line.
fn value<'a>(head: &'a str, name: &str) -> &'a str {
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(other, _)| other.trim().eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content_type: &str, disposition: &str, body: &str) -> Offered {
        let mut fields = Fields::default();
        fields.push(HeaderName::ContentType, content_type);
        if !disposition.is_empty() {
            fields.push(HeaderName::ContentDisposition, disposition);
        }
        offered(&fields, &Bytes::copy_from_slice(body.as_bytes()))
    }

    fn description(text: &'static str) -> Offered {
        Offered::Description(Bytes::from_static(text.as_bytes()))
    }

    #[test]
    fn the_description_is_found_among_several_parts() {
        let mixed = "not read\r\n--b\r\nContent-Type: application/isup\r\n\r\n\x01--b\r\n--b-not\r\n\r\n--b  \r\n\
            content-type : Application/SDP; x=y\r\nContent-Disposition: session\r\n\r\nv=0\r\ns=-\r\n\r\n--b--\r\nnor this";
        assert_eq!(of("multipart/mixed;boundary=b", "", mixed), description("v=0\r\ns=-\r\n"));
        assert_eq!(of("Multipart/Mixed; Boundary=\"b\"", "", mixed), description("v=0\r\ns=-\r\n"));
        let nested = "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: application/sdp\n\nv=0\n--b--\n--a--\n";
        assert_eq!(of("multipart/related;boundary=a", "", nested), description("v=0"));
        assert_eq!(of("application/sdp ; charset=utf-8", "", "v=0"), description("v=0"));
        let early = "--b\r\nContent-Type: application/sdp\r\nContent-Disposition: early-session\r\n\r\nno\r\n\
            --b\r\nContent-Type: application/sdp\r\n\r\nyes\r\n--b--";
        assert_eq!(of("multipart/mixed;boundary=b", "", early), description("yes"));
    }

    #[test]
    fn what_must_be_understood_and_is_not_is_unknown() {
        let required = "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b\r\nContent-Type: a/b\r\n\
            Content-Disposition: render;handling=required\r\n\r\nx\r\n--b--";
        for (content_type, body) in [
            ("text/plain", "x"),
            ("", "x"),
            ("multipart/mixed", "--b\r\n\r\n--b--"),
            ("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\nv=0, and cut off"),
            ("multipart/mixed;boundary=b", "--b--"),
            ("multipart/mixed;boundary=\"\"", "----"),
            ("multipart/mixed;boundary=b", required),
        ] {
            assert_eq!(of(content_type, "", body), Offered::Unknown, "{content_type} {body}");
        }
        assert_eq!(of("text/plain", "render; handling=optional", "x"), Offered::Nothing);
        assert_eq!(of("text/plain", "", ""), Offered::Nothing);
        let deep = (0..20)
            .map(|depth| format!("--b\nContent-Type: multipart/mixed;boundary=b\n\n{depth}"))
            .collect::<String>();
        assert_eq!(of("multipart/mixed;boundary=b", "", &deep), Offered::Unknown);
    }
}
