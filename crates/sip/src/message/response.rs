//! A response, and how one is made for a request (RFC 3261 §8.2.6).

use super::parts;
use super::views::Views;
use super::{Fields, HeaderName, NameAddr, Request, Via};
use bytes::Bytes;
use bytestring::ByteString;
use std::io::Write;

/// A SIP response.
#[derive(Clone)]
pub struct Response {
    status: u16,
    reason: ByteString,
    fields: Fields,
    body: Bytes,
    views: Box<Views>,
}

impl Response {
    /// With what must be copied from the request. A To tag is added when it is sent.
    pub fn to(request: &Request, status: u16) -> Self {
        let mut fields = Fields::with_room_for(12);
        fields.copy(&HeaderName::Via, request.fields());
        for name in [HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq] {
            fields.copy_first(&name, request.fields());
        }
        let reason = ByteString::from_static(reason_phrase(status));
        Self { status, reason, fields, body: Bytes::new(), views: Box::default() }
    }

    /// Says more than the status does (RFC 3261 §21.4.1: the phrase should name what is wrong).
    #[must_use]
    pub fn with_reason(mut self, reason: &'static str) -> Self {
        self.reason = ByteString::from_static(reason);
        self
    }

    pub(super) fn received(status: u16, reason: ByteString, fields: Fields, body: Bytes) -> Self {
        Self { status, reason, fields, body, views: Box::default() }
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

    /// The session description: the body, or that part of it which is one.
    pub fn sdp(&self) -> Option<Bytes> {
        parts::sdp(&self.fields, &self.body)
    }

    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The first field of that name.
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.fields.get(name)
    }

    pub fn from(&self) -> Option<&NameAddr> {
        self.views.from(&self.fields)
    }

    pub fn to_address(&self) -> Option<&NameAddr> {
        self.views.to(&self.fields)
    }

    pub fn contacts(&self) -> Vec<NameAddr> {
        self.fields.element_texts(&HeaderName::Contact).filter_map(|text| NameAddr::read(&text)).collect()
    }

    pub fn via(&self) -> Option<&Via> {
        self.views.via(&self.fields)
    }

    pub fn cseq(&self) -> (u32, &str) {
        self.views.cseq(&self.fields).unwrap_or_default()
    }

    pub fn call_id(&self) -> &str {
        self.header(&HeaderName::CallId).unwrap_or_default()
    }

    /// Appends a field; line breaks in the value become blanks.
    pub fn push(&mut self, name: HeaderName, value: impl Into<ByteString>) {
        self.views.forget(&name);
        self.fields.push(name, value);
    }

    /// Appends all fields of that name of another message, as they stand there.
    pub(crate) fn copy(&mut self, name: &HeaderName, from: &Fields) {
        self.views.forget(name);
        self.fields.copy(name, from);
    }

    pub fn set_body(&mut self, content_type: &str, body: Bytes) {
        self.fields.set(HeaderName::ContentType, content_type);
        self.body = body;
    }

    /// Gives To a tag, if it has none.
    pub(crate) fn set_to_tag(&mut self, tag: &str) {
        let has_none = match self.to_address() {
            Some(to) => to.tag().is_none(),
            None => false,
        };
        if has_none {
            self.fields.extend_value(&HeaderName::To, &[";tag=", tag].concat());
            self.views.forget(&HeaderName::To);
        }
    }

    /// As it goes over the wire.
    pub fn to_bytes(&self) -> Bytes {
        let mut out =
            Vec::with_capacity(64 + self.reason.len() + self.fields.written_length() + self.body.len());
        // Writing to a vector cannot fail.
        let _ = write!(out, "SIP/2.0 {} {}\r\n", self.status, self.reason);
        self.fields.write(&mut out);
        let _ = write!(out, "Content-Length: {}\r\n\r\n", self.body.len());
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

/// The media type of a [`sipfrag`].
pub const SIPFRAG: &str = "message/sipfrag;version=2.0";

/// What a status has come to, as a NOTIFY tells it of a REFER (RFC 3420, RFC 3515 §2.4.5).
pub fn sipfrag(status: u16) -> String {
    format!("SIP/2.0 {status} {}\r\n", reason_phrase(status))
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
        406 => "Not Acceptable",
        413 => "Request Entity Too Large",
        414 => "Request-URI Too Long",
        410 => "Gone",
        415 => "Unsupported Media Type",
        416 => "Unsupported URI Scheme",
        420 => "Bad Extension",
        421 => "Extension Required",
        422 => "Session Interval Too Small",
        423 => "Interval Too Brief",
        480 => "Temporarily Unavailable",
        481 => "Call/Transaction Does Not Exist",
        482 => "Loop Detected",
        483 => "Too Many Hops",
        486 => "Busy Here",
        487 => "Request Terminated",
        485 => "Ambiguous",
        488 => "Not Acceptable Here",
        489 => "Bad Event",
        491 => "Request Pending",
        500 => "Server Internal Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "Version Not Supported",
        513 => "Message Too Large",
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
