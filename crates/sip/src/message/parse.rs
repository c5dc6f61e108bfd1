//! Bytes of one message to a value. What can be answered is read leniently and carries its fault with it, so that the
//! sender learns of it (400, 505); only what cannot be answered is an error.

use super::check::Fault;
use super::grammar::is_token;
use super::{Fields, HeaderName, LARGEST_MESSAGE, MOST_FIELDS, Request, Response, Uri};
use bytes::Bytes;

/// A request or a response.
#[derive(Clone, Debug)]
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
        let head = String::from_utf8_lossy(head);
        let mut lines = head.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let start = lines.next().ok_or(ParseError::StartLine)?;
        let (fields, mut fault) = fields(lines);
        let body = match cut(&fields, body) {
            Ok(body) => body,
            Err(cut) => {
                fault = fault.or(Some(cut));
                Bytes::new()
            }
        };
        if start.get(..4).is_some_and(|protocol| protocol.eq_ignore_ascii_case("SIP/")) {
            return response(start, fields, body, fault);
        }
        let (method, uri, broken) = request_line(start)?;
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

fn fields<'a>(lines: impl Iterator<Item = &'a str>) -> (Fields, Option<Fault>) {
    let mut fields = Fields::default();
    let mut fault = None;
    for (count, line) in lines.enumerate() {
        if count > MOST_FIELDS {
            fault = Some(Fault::bad("too many header fields"));
            break;
        }
        if line.starts_with([' ', '\t']) {
            // Folding (RFC 3261 §7.3.1): one blank.
            match fields.last_value() {
                // As on a first line: whoever reads the value further on may take it for the end of the line.
                Some(_) if line.contains('\r') => fault = Some(Fault::bad("broken header line")),
                Some(value) => {
                    if !value.is_empty() && !line.trim().is_empty() {
                        value.push(' ');
                    }
                    value.push_str(line.trim());
                }
                None => fault = Some(Fault::bad("folded start line")),
            }
            continue;
        }
        match line.split_once(':') {
            Some((name, value)) if is_token(name.trim_end()) && !value.contains('\r') => {
                fields.push_parsed(HeaderName::other(name.trim_end()), value.trim().to_owned());
            }
            _ if line.is_empty() => {}
            _ => fault = Some(Fault::bad("broken header line")),
        }
    }
    (fields, fault)
}

/// The body by Content-Length; without one, all of the datagram (RFC 3261 §18.3).
fn cut(fields: &Fields, body: Bytes) -> Result<Bytes, Fault> {
    let mut lengths = fields.all(&HeaderName::ContentLength).map(content_length);
    let Some(first) = lengths.next() else { return Ok(body) };
    let length = first.ok_or(Fault::bad("broken Content-Length"))?;
    if lengths.any(|other| other != Some(length)) {
        return Err(Fault::bad("two Content-Lengths"));
    }
    if length > body.len() {
        return Err(Fault::bad("body shorter than Content-Length"));
    }
    Ok(body.slice(..length))
}

pub(super) fn content_length(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// RFC 3261 §7.1: method, URI and version with one blank between; anything else is answered 400.
fn request_line(line: &str) -> Result<(String, Option<Uri>, Option<Fault>), ParseError> {
    let (method, rest) = line.split_once(' ').ok_or(ParseError::StartLine)?;
    let (uri, version) = rest.trim_end().rsplit_once(' ').ok_or(ParseError::StartLine)?;
    let is_sip = version.get(..4).is_some_and(|protocol| protocol.eq_ignore_ascii_case("SIP/"));
    if !is_token(method) || !is_sip {
        return Err(ParseError::StartLine);
    }
    let parsed = Uri::parse(uri).ok();
    let fault = if !version.eq_ignore_ascii_case("SIP/2.0") {
        Some(Fault { status: 505, why: "version" })
    } else if parsed.is_none() || rest.ends_with(' ') {
        Some(Fault::bad("broken request line"))
    } else {
        None
    };
    Ok((method.to_owned(), parsed, fault))
}

fn response(line: &str, fields: Fields, body: Bytes, fault: Option<Fault>) -> Result<Message, ParseError> {
    let rest = line.get(4..).and_then(|rest| rest.strip_prefix("2.0 ")).ok_or(ParseError::StartLine)?;
    let (status, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_code = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    let status = status.parse::<u16>().ok().filter(|status| is_code && (100..700).contains(status));
    let status = status.ok_or(ParseError::StartLine)?;
    if fault.is_some() {
        return Err(ParseError::Response);
    }
    Ok(Message::Response(Response::received(status, reason.to_owned(), fields, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by fuzzing: the second line of a folded field brought a bare CR into its value, and so onto the wire again.
    #[test]
    fn a_bare_cr_is_refused_on_every_line_of_a_field() {
        for field in ["Subject: a\rVia: x", "Subject: a\r\n b\rVia: x", "Subject: a\r\n\tb,\r\0\0"] {
            let message = format!(
                "OPTIONS sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\r\n\
                 To: sip:a@example.com\r\nFrom: sip:b@example.org;tag=1\r\nCall-ID: c\r\nCSeq: 8 OPTIONS\r\n\
                 {field}\r\n\r\n"
            );
            let Ok(Message::Request(request)) = Message::parse(&Bytes::from(message)) else {
                panic!("it can be answered")
            };
            assert_eq!(request.check(), Err(Fault::bad("broken header line")), "{field:?}");
            assert_eq!(request.fields().elements(&HeaderName::Via).count(), 1, "{field:?}");
            assert!(request.fields().iter().all(|(_, value)| !value.contains('\r')), "{field:?}");
        }
    }
}
