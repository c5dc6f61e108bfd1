//! `application/dialog-info+xml` (RFC 4235 §4).

use super::xml::Element;
use crate::message::Uri;
use bytes::Bytes;
use domain::dialogs::{Dialog, Direction, Document, Party, State};

/// Our tag for whoever is called, in the names that dialogs are told by.
pub const RECIPIENT: &str = "recipient";
const INITIATOR: &str = "initiator";

/// A document about the dialogs of `entity`, always of the whole state; numbers are those of `realm`.
pub fn dialog_info(document: &Document, entity: &Uri, realm: &str) -> Bytes {
    Element::new("dialog-info")
        .with("xmlns", "urn:ietf:params:xml:ns:dialog-info")
        .with("version", document.version.to_string())
        .with("state", "full")
        .with("entity", entity.to_string())
        .holding(document.dialogs.iter().map(|dialog| element(dialog, realm)))
        .document()
}

fn element(dialog: &Dialog, realm: &str) -> Element {
    let (direction, other) = match dialog.direction {
        Direction::Initiator => (INITIATOR, RECIPIENT),
        Direction::Recipient => (RECIPIENT, INITIATOR),
    };
    // Both ends of one call may be the same person's.
    let id = format!("{}-{direction}", dialog.call);
    let element = Element::new("dialog").with("id", id).with("call-id", dialog.call.to_string());
    // A call rings by as many dialogs as there are phones: these names stand for all of them, so that a key may take it by
    // an INVITE with Replaces (RFC 4235 §4.1.2).
    let element = element.with("local-tag", direction).with("remote-tag", other);
    element.with("direction", direction).holding([
        Element::text("state", state(dialog.state)),
        party("local", &dialog.local, realm),
        party("remote", &dialog.remote, realm),
    ])
}

fn state(state: State) -> &'static str {
    match state {
        State::Trying => "trying",
        State::Early => "early",
        State::Confirmed => "confirmed",
        State::Terminated => "terminated",
    }
}

/// RFC 4235 §4.1.6. Who shows no number is anonymous (RFC 3323 §4.1.1.3), and has nothing to be called by.
fn party(name: &'static str, party: &Party, realm: &str) -> Element {
    let uri = party.number.as_deref().map(|number| Uri::sip(number, realm).to_string());
    let shown = uri.clone().unwrap_or_else(|| "sip:anonymous@anonymous.invalid".to_owned());
    let identity = Element::text("identity", shown);
    let identity = match &party.name {
        Some(display) => identity.with("display", display),
        None => identity,
    };
    let target = uri.map(|uri| Element::new("target").with("uri", uri));
    Element::new(name).holding([identity]).holding(target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::CallId;

    #[test]
    fn a_document_reads_as_in_the_rfc() {
        let dialog = Dialog {
            call: CallId::new("n", 1),
            direction: Direction::Recipient,
            state: State::Early,
            local: Party {
                number: Some("203".into()),
                name: Some("Tom & <Jerry>".into()),
                ..Party::default()
            },
            remote: Party::default(),
        };
        let document = Document { version: 7, dialogs: vec![dialog] };
        let text = dialog_info(&document, &Uri::sip("203", "example.com"), "example.com");
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
            <dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"7\" state=\"full\" \
            entity=\"sip:203@example.com\">\
            <dialog id=\"n-0000000000000001-recipient\" call-id=\"n-0000000000000001\" \
            local-tag=\"recipient\" remote-tag=\"initiator\" direction=\"recipient\"><state>early</state>\
            <local><identity display=\"Tom &amp; &lt;Jerry&gt;\">sip:203@example.com</identity>\
            <target uri=\"sip:203@example.com\"/></local>\
            <remote><identity>sip:anonymous@anonymous.invalid</identity></remote></dialog></dialog-info>";
        assert_eq!(String::from_utf8_lossy(&text), expected);
    }

    #[test]
    fn nobody_on_the_telephone_is_a_document_without_dialogs() {
        let document = Document { version: 0, dialogs: Vec::new() };
        let text = dialog_info(&document, &Uri::sip("203", "example.com"), "example.com");
        assert!(text.ends_with(b"state=\"full\" entity=\"sip:203@example.com\"/>"), "{text:?}");
    }
}
