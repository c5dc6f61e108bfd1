//! A request, with typed views of the fields that everybody needs.

use super::check::Fault;
use super::parts::{self, Offered};
use super::views::Views;
use super::{Fields, HeaderName, NameAddr, Uri, Via};
use bytes::Bytes;
use bytestring::ByteString;
use std::io::Write;

/// A SIP request.
#[derive(Clone)]
pub struct Request {
    method: ByteString,
    uri: Uri,
    fields: Fields,
    body: Bytes,
    fault: Option<Fault>,
    views: Box<Views>,
}

impl Request {
    pub(crate) fn new(method: &str, uri: Uri) -> Self {
        Self {
            method: method.into(),
            uri,
            fields: Fields::with_room_for(16),
            body: Bytes::new(),
            fault: None,
            views: Box::default(),
        }
    }

    pub(super) fn received(
        method: ByteString,
        uri: Option<Uri>,
        fields: Fields,
        body: Bytes,
        fault: Option<Fault>,
    ) -> Self {
        let uri = uri.unwrap_or_else(|| Uri::sip("", "invalid"));
        Self { method, uri, fields, body, fault, views: Box::default() }
    }

    pub fn method(&self) -> &str {
        &self.method
    }

    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The session description: the body, or that part of it which is one.
    pub fn sdp(&self) -> Option<Bytes> {
        parts::sdp(&self.fields, &self.body)
    }

    /// What the body offers us.
    pub(crate) fn offered(&self) -> Offered {
        parts::offered(&self.fields, &self.body)
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

    pub fn to(&self) -> Option<&NameAddr> {
        self.views.to(&self.fields)
    }

    /// All contacts that can be read; `*` is none.
    pub fn contacts(&self) -> Vec<NameAddr> {
        self.fields.element_texts(&HeaderName::Contact).filter_map(|text| NameAddr::read(&text)).collect()
    }

    /// The first Via: where the request came from.
    pub fn via(&self) -> Option<&Via> {
        self.views.via(&self.fields)
    }

    /// Number and method; 0 and nothing if there is none.
    pub fn cseq(&self) -> (u32, &str) {
        self.views.cseq(&self.fields).unwrap_or_default()
    }

    pub(super) fn read_cseq(&self) -> Option<(u32, &str)> {
        self.views.cseq(&self.fields)
    }

    pub fn call_id(&self) -> &str {
        self.header(&HeaderName::CallId).unwrap_or_default()
    }

    /// How many hops are left; `None` where nothing is said or it is no number up to 255.
    pub fn max_forwards(&self) -> Option<u8> {
        self.header(&HeaderName::MaxForwards)?.parse().ok()
    }

    /// Expires in seconds; a number too large is the largest.
    pub fn expires(&self) -> Option<u32> {
        let text = self.header(&HeaderName::Expires)?;
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u32::MAX))
    }

    /// Appends a field; line breaks in the value become blanks.
    pub fn push(&mut self, name: HeaderName, value: impl Into<ByteString>) {
        self.views.forget(&name);
        self.fields.push(name, value);
    }

    pub(crate) fn push_front(&mut self, name: HeaderName, value: impl Into<ByteString>) {
        self.views.forget(&name);
        self.fields.push_front(name, value);
    }

    pub(crate) fn set(&mut self, name: HeaderName, value: impl Into<ByteString>) {
        self.views.forget(&name);
        self.fields.set(name, value);
    }

    /// Appends all fields of that name of another message, as they stand there.
    pub(crate) fn copy(&mut self, name: &HeaderName, from: &Fields) {
        self.views.forget(name);
        self.fields.copy(name, from);
    }

    pub(crate) fn set_body(&mut self, content_type: &'static str, body: Bytes) {
        self.fields.set(HeaderName::ContentType, ByteString::from_static(content_type));
        self.body = body;
    }

    pub(crate) fn set_raw_body(&mut self, body: Bytes) {
        self.body = body;
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Notes in the first Via where the request really came from. What [`Self::via`] says stays as the peer wrote it.
    pub(crate) fn note_source(&mut self, source: std::net::SocketAddr) {
        let (Some(via), Some(line)) = (self.views.via(&self.fields), self.fields.get(&HeaderName::Via))
        else {
            return;
        };
        let mut noted = via.with_source(source);
        for other in super::list(line).skip(1) {
            noted.push_str(", ");
            noted.push_str(other);
        }
        self.fields.set(HeaderName::Via, noted);
    }

    /// As it goes over the wire.
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::with_capacity(256 + self.fields.written_length() + self.body.len());
        // Writing to a vector cannot fail.
        let _ = write!(out, "{} {} SIP/2.0\r\n", self.method, self.uri);
        self.fields.write(&mut out);
        let _ = write!(out, "Content-Length: {}\r\n\r\n", self.body.len());
        out.extend_from_slice(&self.body);
        out.into()
    }
}

/// Masked: fields name people and carry proofs.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({} {:?}, {} bytes)", self.method, self.uri, self.body.len())
    }
}
