//! Bytes of one message to a value. What can be answered is read leniently and carries its fault with it, so that the
//! sender learns of it (400, 505); only what cannot be answered is an error.

use super::check::Fault;
use super::grammar::is_token;
use super::{Fields, HeaderName, LARGEST_MESSAGE, LONGEST_URI, MOST_FIELDS, Request, Response, Uri};
use bytes::Bytes;
use bytestring::ByteString;

/// A request or a response.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "it is taken apart as soon as it is read")]
pub enum Message {
    Request(Request),
    Response(Response),
}

/// Nothing that could be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("empty: a keep-alive")]
    Empty,
    #[error("too large")]
    TooLarge,
    #[error("no SIP start line")]
    StartLine,
    #[error("a response with broken fields")]
    Response,
}

impl Message {
    /// Reads one whole message: a datagram, or what a [`super::Framer`] cut from a stream.
    pub fn parse(message: &Bytes) -> Result<Self, ParseError> {
        if message.len() > LARGEST_MESSAGE {
            return Err(ParseError::TooLarge);
        }
        let leading = message.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let message = message.slice(leading..);
        if message.iter().all(|byte| matches!(byte, b'\r' | b'\n' | 0 | b' ')) {
            return Err(ParseError::Empty);
        }
        let (head, body) = head_and_body(&message);
        // Latin-1 in a display name must cost no more than that name.
        let text = ByteString::try_from(message.slice_ref(head))
            .unwrap_or_else(|_| String::from_utf8_lossy(head).into_owned().into());
        let (start, lines) = text.split_once('\n').unwrap_or((&text, ""));
        let start = start.strip_suffix('\r').unwrap_or(start);
        let (_, originals) =
            head.split_at(head.iter().position(|&byte| byte == b'\n').map_or(head.len(), |at| at + 1));
        let (fields, mut fault) = fields(&text, lines, originals);
        let body = match cut(&fields, body, LARGEST_MESSAGE.saturating_sub(head.len())) {
            Ok(body) => body,
            Err(cut) => {
                fault = fault.or(Some(cut));
                Bytes::new()
            }
        };
        if start.get(..4).is_some_and(|protocol| protocol.eq_ignore_ascii_case("SIP/")) {
            return response(&text, start, fields, body, fault);
        }
        let (method, uri, broken) = request_line(&text, start)?;
        Ok(Message::Request(Request::received(method, uri, fields, body, broken.or(fault))))
    }
}

/// The head without its empty line, and what follows it.
fn head_and_body(message: &Bytes) -> (&[u8], Bytes) {
    let mut at = 0;
    while let Some(found) = message.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == b'\n')) {
        let end = at + found;
        let next = end + 1;
        let gap = match message.get(next..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\n', ..]) => 1,
            _ => {
                at = next;
                continue;
            }
        };
        return (message.get(..end).unwrap_or_default(), message.slice(next + gap..));
    }
    (message, Bytes::new())
}

/// `originals` are the same lines as they came.
fn fields(text: &ByteString, lines: &str, originals: &[u8]) -> (Fields, Option<Fault>) {
    let count = originals.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let mut fields = Fields::with_room_for(count.min(MOST_FIELDS));
    let mut fault = None;
    // What is not UTF-8 has other lengths in the text, but the same lines: no line end is ever replaced.
    let mut originals = originals.split(|&byte| byte == b'\n');
    for (count, line) in lines.split('\n').enumerate() {
        let original = originals.next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        if count >= MOST_FIELDS {
            fault = Some(Fault { status: 513, why: "Too Many Header Fields" });
            break;
        }
        if line.starts_with([' ', '\t']) {
            // As on a first line: whoever reads the value further on may take it for the end of the line.
            if has_cr(line) {
                fault = Some(Fault::bad("Line Break In A Header Field"));
            } else if !fields.fold(line.trim_ascii(), original.trim_ascii()) {
                fault = Some(Fault::bad("Folded Request Line"));
            }
            continue;
        }
        match line.split_once(':') {
            Some((name, value)) if is_token(name.trim_ascii_end()) && !has_cr(value) => {
                let name = HeaderName::read(text, name.trim_ascii_end());
                let value = text.slice_ref(value.trim_ascii());
                fields.push_parsed(name, value, foreign(original));
            }
            _ if line.is_empty() => {}
            _ => fault = Some(Fault::bad("Broken Header Line")),
        }
    }
    (fields, fault)
}

fn has_cr(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'\r')
}

/// The value of a line that is not UTF-8.
fn foreign(line: &[u8]) -> Option<Bytes> {
    if line.is_ascii() || std::str::from_utf8(line).is_ok() {
        return None;
    }
    let colon = line.iter().position(|&byte| byte == b':')?;
    line.get(colon + 1..).map(|value| Bytes::copy_from_slice(value.trim_ascii()))
}

/// The body by Content-Length; without one, all of the datagram (RFC 3261 §18.3).
fn cut(fields: &Fields, body: Bytes, largest: usize) -> Result<Bytes, Fault> {
    let mut lengths = fields.all(&HeaderName::ContentLength).map(content_length);
    let Some(first) = lengths.next() else { return Ok(body) };
    let length = first.ok_or(Fault::bad("Broken Content-Length"))?;
    if lengths.any(|other| other != Some(length)) {
        return Err(Fault::bad("Conflicting Content-Lengths"));
    }
    if length > body.len() {
        // A stream's message of which only the head is given (see `Framer`).
        let is_too_large = length > largest.saturating_sub("\n\r\n".len());
        return Err(if is_too_large {
            Fault { status: 513, why: "Message Too Large" }
        } else {
            Fault::bad("Body Shorter Than Content-Length")
        });
    }
    Ok(body.slice(..length))
}

/// A number beyond all numbers is the largest: it is too large, not broken.
pub(super) fn content_length(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(usize::MAX))
}

/// RFC 3261 §7.1: method, URI and version with one blank between; anything else is answered 400.
fn request_line(
    text: &ByteString,
    line: &str,
) -> Result<(ByteString, Option<Uri>, Option<Fault>), ParseError> {
    let (method, rest) = line.split_once(' ').ok_or(ParseError::StartLine)?;
    let (uri, version) = rest.trim_end().rsplit_once(' ').ok_or(ParseError::StartLine)?;
    let is_sip = version.get(..4).is_some_and(|protocol| protocol.eq_ignore_ascii_case("SIP/"));
    if !is_token(method) || !is_sip {
        return Err(ParseError::StartLine);
    }
    let parsed = Uri::read(&text.slice_ref(uri)).ok().filter(|_| uri.len() <= LONGEST_URI);
    let fault = if !version.eq_ignore_ascii_case("SIP/2.0") {
        Some(Fault { status: 505, why: "Version Not Supported" })
    } else if uri.len() > LONGEST_URI {
        Some(Fault { status: 414, why: "Request-URI Too Long" })
    } else if parsed.is_none() {
        Some(Fault::bad("Broken Request-URI"))
    } else if rest.ends_with([' ', '\t']) {
        Some(Fault::bad("Blanks Behind The Request Line"))
    } else {
        None
    };
    Ok((text.slice_ref(method), parsed, fault))
}

fn response(
    text: &ByteString,
    line: &str,
    fields: Fields,
    body: Bytes,
    fault: Option<Fault>,
) -> Result<Message, ParseError> {
    let rest = line.get(4..).and_then(|rest| rest.strip_prefix("2.0 ")).ok_or(ParseError::StartLine)?;
    let (status, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_code = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    let status = status.parse::<u16>().ok().filter(|status| is_code && (100..700).contains(status));
    let status = status.ok_or(ParseError::StartLine)?;
    if fault.is_some() {
        return Err(ParseError::Response);
    }
    Ok(Message::Response(Response::received(status, text.slice_ref(reason), fields, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by fuzzing: the second line of a folded field brought a bare CR into its value, and so onto the wire again.
    #[test]
    fn a_bare_cr_is_refused_on_every_line_of_a_field() {
        for (field, why) in [
            ("Subject: a\rVia: x", "Broken Header Line"),
            ("Subject: a\r\n b\rVia: x", "Line Break In A Header Field"),
            ("Subject: a\r\n\tb,\r\0\0", "Line Break In A Header Field"),
        ] {
            let message = format!(
                "OPTIONS sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\r\n\
                 To: sip:a@example.com\r\nFrom: sip:b@example.org;tag=1\r\nCall-ID: c\r\nCSeq: 8 OPTIONS\r\n\
                 {field}\r\n\r\n"
            );
            let Ok(Message::Request(request)) = Message::parse(&Bytes::from(message)) else {
                panic!("it can be answered")
            };
            assert_eq!(request.check(), Err(Fault::bad(why)), "{field:?}");
            assert_eq!(request.fields().elements(&HeaderName::Via).count(), 1, "{field:?}");
            assert!(request.fields().iter().all(|(_, value)| !value.contains('\r')), "{field:?}");
        }
    }

    #[test]
    fn what_is_not_utf_8_is_written_back_as_it_came() {
        let head = b"OPTIONS sip:a@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKa\r\n\
            From: \"M\xfcller\"\r\n <sip:b@h>;tag=1\r\nTo: \"\xc3\xa9\" <sip:c@h>\r\nSubject: \xff\r\nCall-ID: c\r\n\
            CSeq: 8 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        let Ok(Message::Request(request)) = Message::parse(&Bytes::from_static(head)) else {
            panic!("it can be answered")
        };
        assert_eq!(request.check(), Ok(()));
        assert_eq!(request.from().unwrap().name(), Some("M\u{fffd}ller"));
        assert_eq!(request.to().unwrap().name(), Some("\u{e9}"));
        let mut response = Response::to(&request, 200);
        response.set_to_tag("t");
        let written = response.to_bytes();
        let holds = |text: &[u8]| written.windows(text.len()).any(|part| part == text);
        assert!(holds(b"\r\nFrom: \"M\xfcller\" <sip:b@h>;tag=1\r\n"));
        assert!(holds(b"\r\nTo: \"\xc3\xa9\" <sip:c@h>;tag=t\r\n"));
    }
}
