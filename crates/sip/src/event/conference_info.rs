//! `application/conference-info+xml` (RFC 4575 §5).

use super::xml::Element;
use crate::message::Uri;
use bytes::Bytes;
use domain::conference::{Document, Seen};

/// A document about the conference `entity`, always of the whole state; numbers are those of `realm`. Versions rise from 1 within
/// a subscription.
pub fn conference_info(document: &Document, version: u32, entity: &Uri, realm: &str) -> Bytes {
    let most = Element::text("maximum-user-count", document.most.to_string());
    let state = [
        Element::text("user-count", document.users.len().to_string()),
        Element::text("active", (document.users.len() > 1).to_string()),
    ];
    let users = document.users.iter().map(|user| element(user, realm));
    Element::new("conference-info")
        .with("xmlns", "urn:ietf:params:xml:ns:conference-info")
        .with("entity", entity.to_string())
        .with("state", "full")
        .with("version", version.to_string())
        .holding([
            Element::new("conference-description").holding([most]),
            Element::new("conference-state").holding(state),
            Element::new("users").with("state", "full").holding(users),
        ])
        .document()
}

/// Who shows no number is anonymous, and one of several perhaps.
fn element(user: &Seen, realm: &str) -> Element {
    let anonymous = || format!("sip:anonymous{}@anonymous.invalid", user.id);
    let uri = user.number.as_deref().map_or_else(anonymous, |number| Uri::sip(number, realm).to_string());
    let joined = if user.was_called { "dialed-out" } else { "dialed-in" };
    let media = Element::new("media").with("id", "1").holding([
        Element::text("type", "audio"),
        Element::text("status", if user.is_away { "inactive" } else { "sendrecv" }),
    ]);
    let endpoint = Element::new("endpoint").with("entity", format!("{uri};member={}", user.id)).holding([
        Element::text("status", if user.is_away { "on-hold" } else { "connected" }),
        Element::text("joining-method", joined),
        media,
    ]);
    let name = user.name.as_deref().map(|name| Element::text("display-text", name));
    Element::new("user").with("entity", uri).with("state", "full").holding(name).holding([endpoint])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::conference::Name;

    #[test]
    fn a_conference_is_told_as_in_the_rfc() {
        let anna = Seen {
            id: 1,
            number: Some("201".into()),
            name: Some("Anna <A>".into()),
            is_away: false,
            was_called: false,
        };
        let hidden = Seen { id: 2, number: None, name: None, is_away: true, was_called: true };
        let document = Document { name: Name::new(0), most: 16, users: vec![anna, hidden] };
        let entity = Uri::sip("conference-1", "example.com");
        let text = conference_info(&document, 3, &entity, "example.com");
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
            <conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" entity=\"sip:conference-1@example.com\" \
            state=\"full\" version=\"3\">\
            <conference-description><maximum-user-count>16</maximum-user-count></conference-description>\
            <conference-state><user-count>2</user-count><active>true</active></conference-state>\
            <users state=\"full\"><user entity=\"sip:201@example.com\" state=\"full\">\
            <display-text>Anna &lt;A&gt;</display-text><endpoint entity=\"sip:201@example.com;member=1\">\
            <status>connected</status><joining-method>dialed-in</joining-method>\
            <media id=\"1\"><type>audio</type><status>sendrecv</status></media></endpoint></user>\
            <user entity=\"sip:anonymous2@anonymous.invalid\" state=\"full\">\
            <endpoint entity=\"sip:anonymous2@anonymous.invalid;member=2\"><status>on-hold</status>\
            <joining-method>dialed-out</joining-method>\
            <media id=\"1\"><type>audio</type><status>inactive</status></media></endpoint></user></users>\
            </conference-info>";
        assert_eq!(String::from_utf8_lossy(&text), expected);
    }
}
