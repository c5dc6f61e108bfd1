//! `application/x-as-feature-event+xml`: keys for not being disturbed and for forwarding that agree with the server, as
//! phones have them from BroadWorks ("Device Feature Synchronization"). Its elements are those of ECMA-323 (CSTA).

use super::read::{Met, Unreadable, walk};
use super::xml::Element;
use bytes::{BufMut, Bytes, BytesMut};
use domain::feature_key::{Forward, Pressed, Shown};
use domain::forward::When;

/// Of one document.
pub const FEATURES_TYPE: &str = "application/x-as-feature-event+xml";
/// Of all features, each a document of its own.
pub const FEATURES_PARTS: &str = "multipart/mixed;boundary=feature-of-a-phone";
/// Each part begins with it; nothing within them can look like it, for they are our own XML in one line.
const BEFORE_PART: &str = "--feature-of-a-phone\r\nContent-Type: application/x-as-feature-event+xml\r\n\r\n";
const AFTER_PARTS: &str = "--feature-of-a-phone--\r\n";

const CSTA: &str = "http://www.ecma-international.org/standards/ecma-323/csta/ed3";

/// The largest document read, in octets.
const LIMIT: usize = 4 * 1024;
/// Of a value, in octets; the rest is cut.
const LONGEST_VALUE: usize = 100;

/// The kinds of forwarding by their names in ECMA-323.
const KINDS: [(&str, When); 3] =
    [("forwardImmediate", When::Always), ("forwardBusy", When::Busy), ("forwardNoAns", When::NoAnswer)];

/// What a phone's keys are to show, for one body of [`FEATURES_PARTS`]. `device` is what the phone knows itself by.
pub fn feature_keys(shown: &Shown, device: &str) -> Bytes {
    let mut body = BytesMut::new();
    let quiet = Element::new("DoNotDisturbEvent")
        .with("xmlns", CSTA)
        .holding([Element::text("device", device), flag("doNotDisturbOn", shown.do_not_disturb)]);
    let documents = std::iter::once(quiet).chain(shown.forwards.iter().map(|one| forwarding(one, device)));
    for document in documents {
        body.put(BEFORE_PART.as_bytes());
        body.put(document.document());
        body.put(&b"\r\n"[..]);
    }
    body.put(AFTER_PARTS.as_bytes());
    body.freeze()
}

fn forwarding(forward: &Forward, device: &str) -> Element {
    let kind = KINDS.iter().find(|(_, when)| *when == forward.when).map_or("", |(name, _)| name);
    let rings = forward.rings.map(|rings| Element::text("ringCount", rings.to_string()));
    Element::new("ForwardingEvent")
        .with("xmlns", CSTA)
        .holding([
            Element::text("device", device),
            Element::text("forwardingType", kind),
            flag("forwardStatus", forward.is_on),
            Element::text("forwardTo", forward.number.clone()),
        ])
        .holding(rings)
}

fn flag(name: &'static str, is_set: bool) -> Element {
    Element::text(name, if is_set { "true" } else { "false" })
}

/// What was pressed.
///
/// # Errors
///
/// The document cannot be read, or says nothing that is known here; `Ok(None)` is for those that are only about other
/// features.
pub fn read_feature_key(document: &[u8]) -> Result<Option<Pressed>, Unreadable> {
    let mut asked = Asked::default();
    walk(document, LIMIT, |met| {
        asked.meet(met);
        Ok::<(), Unreadable>(())
    })?;
    Ok(asked.pressed())
}

/// A request, read so far: the names of what is open, and the values.
#[derive(Default)]
struct Asked {
    open: Vec<String>,
    root: String,
    values: Vec<(String, String)>,
}

impl Asked {
    fn meet(&mut self, met: Met<'_>) {
        match met {
            Met::Begins { name, .. } => self.begin(name),
            Met::Text(text) => self.text(text),
            Met::Ends => drop(self.open.pop()),
        }
    }

    fn begin(&mut self, name: &str) {
        match self.open.len() {
            0 => self.root = name.to_owned(),
            1 => self.values.push((name.to_owned(), String::new())),
            _ => {}
        }
        self.open.push(name.to_owned());
    }

    fn text(&mut self, text: &str) {
        let is_value = self.open.len() == 2;
        if let Some((_, value)) = self.values.last_mut().filter(|_| is_value)
            && value.len() + text.len() <= LONGEST_VALUE
        {
            value.push_str(text);
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    fn flag(&self, name: &str) -> Option<bool> {
        match self.value(name)? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    fn pressed(&self) -> Option<Pressed> {
        match self.root.as_str() {
            "SetDoNotDisturb" => self.flag("doNotDisturbOn").map(Pressed::DoNotDisturb),
            "SetForwarding" => {
                let kind = self.value("forwardingType")?;
                let (_, when) = KINDS.into_iter().find(|(name, _)| *name == kind)?;
                Some(Pressed::Forward(Forward {
                    when,
                    is_on: self.flag("activateForward")?,
                    number: self.value("forwardDN").unwrap_or_default().to_owned(),
                    rings: self.value("ringCount").and_then(|rings| rings.parse().ok()),
                }))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
        <SetDoNotDisturb xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">
          <device></device><doNotDisturbOn> true </doNotDisturbOn></SetDoNotDisturb>"#;

    fn set(inside: &str) -> String {
        format!("<SetForwarding xmlns='{CSTA}'><device/>{inside}</SetForwarding>")
    }

    fn read(document: &str) -> Option<Pressed> {
        read_feature_key(document.as_bytes()).unwrap()
    }

    #[test]
    fn keys_are_read_as_phones_send_them() {
        assert_eq!(read(QUIET), Some(Pressed::DoNotDisturb(true)));
        let no_answer = set("<forwardingType>forwardNoAns</forwardingType><forwardDN>2&#48;5</forwardDN>\
            <activateForward>1</activateForward><ringCount>3</ringCount>");
        let expected = Forward { when: When::NoAnswer, is_on: true, number: "205".into(), rings: Some(3) };
        assert_eq!(read(&no_answer), Some(Pressed::Forward(expected)));
        let off =
            set("<forwardingType>forwardImmediate</forwardingType><activateForward>false</activateForward>");
        let expected = Forward { when: When::Always, is_on: false, number: String::new(), rings: None };
        assert_eq!(read(&off), Some(Pressed::Forward(expected)));
    }

    #[test]
    fn what_asks_for_nothing_we_have_asks_for_nothing() {
        for document in [
            "<SetAgentState/>",
            "<SetDoNotDisturb/>",
            "<SetDoNotDisturb><doNotDisturbOn>maybe</doNotDisturbOn></SetDoNotDisturb>",
            "<SetDoNotDisturb><a><doNotDisturbOn>true</doNotDisturbOn></a></SetDoNotDisturb>",
            &set("<forwardingType>forwardSometimes</forwardingType><activateForward>true</activateForward>"),
            &set("<forwardingType>forwardBusy</forwardingType>"),
            "",
        ] {
            assert_eq!(read(document), None, "{document}");
        }
    }

    #[test]
    fn what_is_broken_or_too_much_is_refused() {
        for (document, expected) in [
            ("<SetDoNotDisturb>".to_owned(), Unreadable::Broken),
            ("<SetDoNotDisturb></SetForwarding>".to_owned(), Unreadable::Broken),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><SetDoNotDisturb/>".to_owned(), Unreadable::Broken),
            (set("<device>&b;</device>"), Unreadable::Broken),
            (set(&" ".repeat(LIMIT)), Unreadable::TooMuch),
            (set(&"<a>".repeat(20)), Unreadable::TooMuch),
        ] {
            assert_eq!(read_feature_key(document.as_bytes()), Err(expected), "{document:.80}");
        }
        assert_eq!(read_feature_key(&[0xff]), Err(Unreadable::Broken));
        let long = set(&format!("<forwardingType>{}</forwardingType>", "x".repeat(LONGEST_VALUE + 1)));
        assert_eq!(read(&long), None);
    }

    #[test]
    fn each_feature_is_a_part_of_its_own() {
        let always = Forward { when: When::Always, is_on: true, number: "205".into(), rings: None };
        let shown = Shown { do_not_disturb: false, forwards: vec![always] };
        let body = feature_keys(&shown, "anna-1");
        let text = std::str::from_utf8(&body).unwrap();
        let parts: Vec<&str> = text.split("--feature-of-a-phone").collect();
        assert_eq!(parts.len(), 4, "{text}");
        assert!(parts[1].contains("<device>anna-1</device><doNotDisturbOn>false</doNotDisturbOn>"), "{text}");
        assert!(
            parts[2].contains(
                "<forwardingType>forwardImmediate</forwardingType><forwardStatus>true</forwardStatus>\
                 <forwardTo>205</forwardTo></ForwardingEvent>"
            ),
            "{text}"
        );
        assert_eq!(parts[3], "--\r\n");
        assert!(FEATURES_PARTS.ends_with("boundary=feature-of-a-phone"));
    }
}
