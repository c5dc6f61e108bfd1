//! The header fields of a message, in their order.

use super::HeaderName;
use super::grammar::list;
use bytes::Bytes;
use bytestring::ByteString;

/// An ordered list of header fields. The values of a message that was received are parts of its bytes.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<Field>);

#[derive(Clone, Debug)]
struct Field {
    name: HeaderName,
    value: ByteString,
    /// As it came, where that is no UTF-8: what is copied into an answer must be what was asked (RFC 3261 §8.2.6.2).
    original: Option<Box<Bytes>>,
}

impl Field {
    fn new(name: HeaderName, value: ByteString) -> Self {
        Self { name, value, original: None }
    }

    fn written(&self) -> &[u8] {
        self.original.as_ref().map_or(self.value.as_bytes(), |original| original)
    }
}

impl Fields {
    pub(super) fn with_room_for(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    /// The first field of that name.
    pub fn get(&self, name: &HeaderName) -> Option<&str> {
        self.text(name).map(|value| &**value)
    }

    /// The same, to take parts of without copying.
    pub(crate) fn text(&self, name: &HeaderName) -> Option<&ByteString> {
        self.0.iter().find(|field| field.name == *name).map(|field| &field.value)
    }

    /// The values of all fields of that name, line by line.
    pub fn all<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a str> {
        self.texts(name).map(|value| &**value)
    }

    fn texts<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a ByteString> {
        self.0.iter().filter(move |field| field.name == *name).map(|field| &field.value)
    }

    /// The elements of all fields of that name, for fields that are lists.
    pub fn elements<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a str> {
        self.all(name).flat_map(list)
    }

    /// The same, as parts of the message.
    pub(super) fn element_texts<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = ByteString> {
        self.texts(name).flat_map(|value| list(value).map(|element| value.slice_ref(element)))
    }

    pub fn count(&self, name: &HeaderName) -> usize {
        self.all(name).count()
    }

    /// Whether the first field of that name was written in bytes that are no UTF-8.
    pub(super) fn is_foreign(&self, name: &HeaderName) -> bool {
        self.0.iter().find(|field| field.name == *name).is_some_and(|field| field.original.is_some())
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&HeaderName, &str)> {
        self.0.iter().map(|field| (&field.name, &*field.value))
    }

    /// Appends a field. What would break the line (CR, LF, NUL) becomes a space: a value from outside can never make
    /// a field of its own.
    pub fn push(&mut self, name: HeaderName, value: impl Into<ByteString>) {
        self.0.push(Field::new(name, one_line(value.into())));
    }

    /// Puts a value in the place of the first field of that name, or appends it.
    pub fn set(&mut self, name: HeaderName, value: impl Into<ByteString>) {
        let field = Field::new(name, one_line(value.into()));
        match self.0.iter_mut().find(|other| other.name == field.name) {
            Some(old) => *old = field,
            None => self.0.push(field),
        }
    }

    /// Puts a field before all others, as Via and Route are added.
    pub(crate) fn push_front(&mut self, name: HeaderName, value: impl Into<ByteString>) {
        self.0.insert(0, Field::new(name, one_line(value.into())));
    }

    /// Appends the fields of that name of another message, as they were written there.
    pub(crate) fn copy(&mut self, name: &HeaderName, from: &Self) {
        self.0.extend(from.0.iter().filter(|field| field.name == *name).cloned());
    }

    /// The same with the first of them only.
    pub(crate) fn copy_first(&mut self, name: &HeaderName, from: &Self) {
        self.0.extend(from.0.iter().find(|field| field.name == *name).cloned());
    }

    /// Appends to the value of the first field of that name.
    pub(crate) fn extend_value(&mut self, name: &HeaderName, more: &str) {
        let Some(field) = self.0.iter_mut().find(|field| field.name == *name) else { return };
        if let Some(original) = &mut field.original {
            **original = [original, more.as_bytes()].concat().into();
        }
        field.value = one_line([&field.value, more].concat().into());
    }

    pub(super) fn push_parsed(&mut self, name: HeaderName, value: ByteString, original: Option<Bytes>) {
        self.0.push(Field { name, value, original: original.map(Box::new) });
    }

    /// Joins a folded line to the last field (RFC 3261 §7.3.1): one blank. Says whether there was one.
    pub(super) fn fold(&mut self, line: &str, original: &[u8]) -> bool {
        let Some(last) = self.0.last_mut() else { return false };
        if line.is_empty() {
            return true;
        }
        let is_foreign = last.original.is_some() || std::str::from_utf8(original).is_err();
        let blank = if last.value.is_empty() { "" } else { " " };
        if is_foreign {
            let joined = [last.written(), blank.as_bytes(), original].concat();
            last.original = Some(Box::new(joined.into()));
        }
        last.value = [&last.value, blank, line].concat().into();
        true
    }

    /// How many bytes [`Self::write`] writes at most.
    pub(super) fn written_length(&self) -> usize {
        self.0.iter().map(|field| field.name.as_str().len() + field.written().len() + 4).sum()
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for field in self.0.iter().filter(|field| field.name != HeaderName::ContentLength) {
            out.extend_from_slice(field.name.as_str().as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(field.written());
            out.extend_from_slice(b"\r\n");
        }
    }
}

fn one_line(value: ByteString) -> ByteString {
    if value.bytes().any(is_breaking) { value.replace(['\r', '\n', '\0'], " ").into() } else { value }
}

fn is_breaking(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | 0)
}
