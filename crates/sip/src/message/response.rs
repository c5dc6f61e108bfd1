//! A response, and how one is made for a request (RFC 3261 §8.2.6).

use super::check::cseq;
use super::{Fields, HeaderName, NameAddr, Request, Via};
use bytes::Bytes;

/// A SIP response.
#[derive(Clone)]
pub struct Response {
    status: u16,
    reason: String,
    fields: Fields,
    body: Bytes,
}

impl Response {
    /// With what must be copied from the request. A To tag is added when it is sent.
    pub fn to(request: &Request, status: u16) -> Self {
        let mut fields = Fields::default();
        for name in [HeaderName::Via, HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq]
        {
            for value in request.fields().all(&name) {
                fields.push_parsed(name.clone(), value.to_owned());
                if name != HeaderName::Via {
                    break;
                }
            }
        }
        Self { status, reason: reason_phrase(status).to_owned(), fields, body: Bytes::new() }
    }

    pub(super) fn received(status: u16, reason: String, fields: Fields, body: Bytes) -> Self {
        Self { status, reason, fields, body }
    }

    pub fn status(&self) -> u16 {
        self.status
    }

    pub fn reason(&self) -> &str {
        &self.reason
    }

    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The first field of that name.
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.fields.get(name)
    }

    pub fn from(&self) -> Option<NameAddr> {
        NameAddr::parse(self.header(&HeaderName::From)?)
    }

    pub fn to_address(&self) -> Option<NameAddr> {
        NameAddr::parse(self.header(&HeaderName::To)?)
    }

    pub fn contacts(&self) -> Vec<NameAddr> {
        self.fields.elements(&HeaderName::Contact).filter_map(NameAddr::parse).collect()
    }

    pub fn via(&self) -> Option<Via> {
        Via::parse(self.fields.elements(&HeaderName::Via).next()?)
    }

    pub fn cseq(&self) -> (u32, &str) {
        self.header(&HeaderName::CSeq).and_then(cseq).unwrap_or_default()
    }

    pub fn call_id(&self) -> &str {
        self.header(&HeaderName::CallId).unwrap_or_default()
    }

    /// Appends a field; line breaks in the value become blanks.
    pub fn push(&mut self, name: HeaderName, value: impl Into<String>) {
        self.fields.push(name, value);
    }

    pub fn set_body(&mut self, content_type: &str, body: Bytes) {
        self.fields.set(HeaderName::ContentType, content_type);
        self.body = body;
    }

    /// Gives To a tag, if it has none.
    pub(crate) fn set_to_tag(&mut self, tag: &str) {
        let Some(to) = self.header(&HeaderName::To) else { return };
        if NameAddr::parse(to).is_some_and(|to| to.tag().is_none()) {
            let tagged = format!("{to};tag={tag}");
            self.fields.set(HeaderName::To, tagged);
        }
    }

    /// As it goes over the wire.
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::with_capacity(512 + self.body.len());
        out.extend_from_slice(format!("SIP/2.0 {} {}\r\n", self.status, self.reason).as_bytes());
        self.fields.write(&mut out);
        out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", self.body.len()).as_bytes());
        out.extend_from_slice(&self.body);
        out.into()
    }
}

/// Masked: fields name people.
impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// RFC 3261 §21 and those of later RFCs.
pub fn reason_phrase(status: u16) -> &'static str {
    match status {
        100 => "Trying",
        180 => "Ringing",
        181 => "Call Is Being Forwarded",
        182 => "Queued",
        183 => "Session Progress",
        200 => "OK",
        202 => "Accepted",
        301 => "Moved Permanently",
        302 => "Moved Temporarily",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        415 => "Unsupported Media Type",
        416 => "Unsupported URI Scheme",
        420 => "Bad Extension",
        423 => "Interval Too Brief",
        480 => "Temporarily Unavailable",
        481 => "Call/Transaction Does Not Exist",
        482 => "Loop Detected",
        483 => "Too Many Hops",
        486 => "Busy Here",
        487 => "Request Terminated",
        488 => "Not Acceptable Here",
        489 => "Bad Event",
        491 => "Request Pending",
        500 => "Server Internal Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "Version Not Supported",
        600 => "Busy Everywhere",
        603 => "Decline",
        604 => "Does Not Exist Anywhere",
        606 => "Not Acceptable",
        _ => class_phrase(status / 100),
    }
}

fn class_phrase(class: u16) -> &'static str {
    match class {
        1 => "Progress",
        2 => "Success",
        3 => "Redirection",
        4 => "Request Failure",
        5 => "Server Failure",
        _ => "Global Failure",
    }
}
