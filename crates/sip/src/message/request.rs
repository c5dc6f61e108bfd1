//! A request, with typed views of the fields that everybody needs.

use super::check::{Fault, cseq};
use super::{Fields, HeaderName, NameAddr, Uri, Via};
use bytes::Bytes;

/// A SIP request.
#[derive(Clone)]
pub struct Request {
    method: String,
    uri: Uri,
    fields: Fields,
    body: Bytes,
    fault: Option<Fault>,
}

impl Request {
    pub(crate) fn new(method: &str, uri: Uri) -> Self {
        Self { method: method.to_owned(), uri, fields: Fields::default(), body: Bytes::new(), fault: None }
    }

    pub(super) fn received(
        method: String,
        uri: Option<Uri>,
        fields: Fields,
        body: Bytes,
        fault: Option<Fault>,
    ) -> Self {
        let uri = uri.unwrap_or_else(|| Uri::sip("", "invalid"));
        Self { method, uri, fields, body, fault }
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

    pub fn to(&self) -> Option<NameAddr> {
        NameAddr::parse(self.header(&HeaderName::To)?)
    }

    /// All contacts that can be read; `*` is none.
    pub fn contacts(&self) -> Vec<NameAddr> {
        self.fields.elements(&HeaderName::Contact).filter_map(NameAddr::parse).collect()
    }

    /// The first Via: where the request came from.
    pub fn via(&self) -> Option<Via> {
        Via::parse(self.fields.elements(&HeaderName::Via).next()?)
    }

    /// Number and method; 0 and nothing if there is none.
    pub fn cseq(&self) -> (u32, &str) {
        self.header(&HeaderName::CSeq).and_then(cseq).unwrap_or_default()
    }

    pub fn call_id(&self) -> &str {
        self.header(&HeaderName::CallId).unwrap_or_default()
    }

    /// Expires in seconds; a number too large is the largest.
    pub fn expires(&self) -> Option<u32> {
        let text = self.header(&HeaderName::Expires)?;
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u32::MAX))
    }

    /// Appends a field; line breaks in the value become blanks.
    pub fn push(&mut self, name: HeaderName, value: impl Into<String>) {
        self.fields.push(name, value);
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Bytes) {
        self.fields.set(HeaderName::ContentType, content_type);
        self.body = body;
    }

    pub(crate) fn set_raw_body(&mut self, body: Bytes) {
        self.body = body;
    }

    /// Forgets all but the method: a transaction that is answered waits half a minute for repetitions.
    pub(crate) fn shed(&mut self) {
        self.fields = Fields::default();
        self.body = Bytes::new();
    }

    pub(crate) fn fields_mut(&mut self) -> &mut Fields {
        &mut self.fields
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Notes in the first Via where the request really came from.
    pub(crate) fn note_source(&mut self, via: &Via, source: std::net::SocketAddr) {
        let Some(line) = self.header(&HeaderName::Via) else { return };
        let mut noted = via.with_source(source);
        for other in super::list(line).skip(1) {
            noted.push_str(", ");
            noted.push_str(other);
        }
        self.fields.set(HeaderName::Via, noted);
    }

    /// As it goes over the wire.
    pub fn to_bytes(&self) -> Bytes {
        let mut out = Vec::with_capacity(512 + self.body.len());
        out.extend_from_slice(self.method.as_bytes());
        out.extend_from_slice(format!(" {} SIP/2.0\r\n", self.uri).as_bytes());
        self.fields.write(&mut out);
        out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", self.body.len()).as_bytes());
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
