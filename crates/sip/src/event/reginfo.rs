//! `application/reginfo+xml` (RFC 3680): from where somebody has registered.

use super::xml::Element;
use crate::message::Uri;
use bytes::Bytes;

/// One place that somebody has registered from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The same for the same place, as long as it is registered (RFC 3680 §5.3).
    pub id: String,
    pub uri: Uri,
    /// For how many seconds yet.
    pub expires: u64,
    /// None: it is there.
    pub gone: Option<Gone>,
}

/// Why a place is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    Expired,
    Unregistered,
}

impl Contact {
    fn element(&self) -> Element {
        let (state, event) = match self.gone {
            None => ("active", "registered"),
            Some(Gone::Expired) => ("terminated", "expired"),
            Some(Gone::Unregistered) => ("terminated", "unregistered"),
        };
        Element::new("contact")
            .with("id", self.id.clone())
            .with("state", state)
            .with("event", event)
            .with("expires", self.expires.to_string())
            .holding([Element::text("uri", self.uri.to_string())])
    }
}

/// The whole state of an address of record. `version` counts the documents of a subscription from 0 (RFC 3680 §5.1).
pub fn reginfo(version: u32, record: &Uri, contacts: &[Contact]) -> Bytes {
    let is_there = contacts.iter().any(|contact| contact.gone.is_none());
    let state = match (is_there, contacts.is_empty()) {
        (true, _) => "active",
        (false, false) => "terminated",
        (false, true) => "init",
    };
    let registration = Element::new("registration")
        .with("aor", record.to_string())
        .with("id", "own")
        .with("state", state)
        .holding(contacts.iter().map(Contact::element));
    Element::new("reginfo")
        .with("xmlns", "urn:ietf:params:xml:ns:reginfo")
        .with("version", version.to_string())
        .with("state", "full")
        .holding([registration])
        .document()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(gone: Option<Gone>) -> Contact {
        let uri = Uri::parse("sip:anna@192.0.2.1:5062;transport=tcp").unwrap();
        Contact { id: "c1".into(), uri, expires: if gone.is_some() { 0 } else { 90 }, gone }
    }

    #[test]
    fn a_registration_is_as_active_as_its_contacts() {
        for (contacts, expected) in [
            (vec![], "state=\"init\"/></reginfo>"),
            (
                vec![contact(None)],
                "state=\"active\"><contact id=\"c1\" state=\"active\" event=\"registered\" expires=\"90\">",
            ),
            (
                vec![contact(Some(Gone::Expired))],
                "state=\"terminated\"><contact id=\"c1\" state=\"terminated\" event=\"expired\" expires=\"0\">",
            ),
            (
                vec![contact(Some(Gone::Unregistered)), contact(None)],
                "state=\"active\"><contact id=\"c1\" state=\"terminated\" event=\"unregistered\"",
            ),
        ] {
            let document = reginfo(3, &Uri::sip("anna", "example.com"), &contacts);
            let text = std::str::from_utf8(&document).unwrap();
            assert!(
                text.contains(
                    "version=\"3\" state=\"full\"><registration aor=\"sip:anna@example.com\" id=\"own\" "
                ),
                "{text}"
            );
            assert!(text.contains(expected), "{text}");
        }
    }
}
