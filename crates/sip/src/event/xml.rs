//! XML as event packages write it: small documents without mixed content.

use bytes::Bytes;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// An element with its attributes and what is in it. Everything is escaped where it is written.
pub(super) struct Element {
    name: Cow<'static, str>,
    attributes: Vec<(&'static str, String)>,
    inside: Inside,
}

enum Inside {
    Elements(Vec<Element>),
    Text(String),
}

impl Element {
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), attributes: Vec::new(), inside: Inside::Elements(Vec::new()) }
    }

    pub fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self { name: name.into(), attributes: Vec::new(), inside: Inside::Text(text.into()) }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Elements in it, after those that are there. In a text there are none.
    pub fn holding(mut self, more: impl IntoIterator<Item = Element>) -> Self {
        if let Inside::Elements(elements) = &mut self.inside {
            elements.extend(more);
        }
        self
    }

    pub fn document(&self) -> Bytes {
        let mut writer = Writer::new(Vec::new());
        let declared = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        // Writing into memory does not fail.
        let _ = declared.and_then(|()| self.write(&mut writer));
        writer.into_inner().into()
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let mut start = BytesStart::new(&*self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, &*clean(value)));
        }
        match &self.inside {
            Inside::Elements(elements) if elements.is_empty() => writer.write_event(Event::Empty(start)),
            Inside::Elements(elements) => {
                writer.write_event(Event::Start(start))?;
                elements.iter().try_for_each(|element| element.write(writer))?;
                writer.write_event(Event::End(BytesEnd::new(&*self.name)))
            }
            Inside::Text(text) => {
                writer.write_event(Event::Start(start))?;
                writer.write_event(Event::Text(BytesText::new(&clean(text))))?;
                writer.write_event(Event::End(BytesEnd::new(&*self.name)))
            }
        }
    }
}

/// Without the characters that XML 1.0 §2.2 knows no way to write.
fn clean(text: &str) -> Cow<'_, str> {
    let is_written = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    if text.chars().all(is_written) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_written(*c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_xml_is_escaped_and_what_cannot_be_written_is_left_out() {
        let hostile = "<&>\"'\u{0}\u{1b}\u{FFFE} Jürgen 𝄞";
        let document = Element::new("a").with("b", hostile).holding([Element::text("c", hostile)]).document();
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"&lt;&amp;&gt;&quot;&apos; Jürgen 𝄞\">\
                        <c>&lt;&amp;&gt;&quot;&apos; Jürgen 𝄞</c></a>";
        assert_eq!(String::from_utf8_lossy(&document), expected);
    }

    #[test]
    fn an_element_with_nothing_in_it_is_closed_at_once() {
        let document = Element::new("a").document();
        assert!(document.ends_with(b"?><a/>"), "{document:?}");
    }
}
