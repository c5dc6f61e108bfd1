//! The header fields of a message, in their order.

use super::HeaderName;
use super::grammar::list;

/// An ordered list of header fields.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(HeaderName, String)>);

impl Fields {
    /// The first field of that name.
    pub fn get(&self, name: &HeaderName) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The values of all fields of that name, line by line.
    pub fn all<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The elements of all fields of that name, for fields that are lists.
    pub fn elements<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a str> {
        self.all(name).flat_map(list)
    }

    pub fn count(&self, name: &HeaderName) -> usize {
        self.all(name).count()
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &(HeaderName, String)> {
        self.0.iter()
    }

    /// Appends a field. What would break the line (CR, LF, NUL) becomes a space: a value from outside can never make
    /// a field of its own.
    pub fn push(&mut self, name: HeaderName, value: impl Into<String>) {
        self.0.push((name, one_line(value.into())));
    }

    /// Puts a value in the place of the first field of that name, or appends it.
    pub fn set(&mut self, name: HeaderName, value: impl Into<String>) {
        let value = one_line(value.into());
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Puts a field before all others, as Via and Route are added.
    pub(crate) fn push_front(&mut self, name: HeaderName, value: String) {
        self.0.insert(0, (name, one_line(value)));
    }

    pub(super) fn push_parsed(&mut self, name: HeaderName, value: String) {
        self.0.push((name, value));
    }

    pub(super) fn last_value(&mut self) -> Option<&mut String> {
        self.0.last_mut().map(|(_, value)| value)
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for (name, value) in &self.0 {
            if *name == HeaderName::ContentLength {
                continue;
            }
            out.extend_from_slice(name.as_str().as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(value.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
    }
}

fn one_line(value: String) -> String {
    if value.bytes().any(is_breaking) { value.replace(['\r', '\n', '\0'], " ") } else { value }
}

fn is_breaking(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | 0)
}
