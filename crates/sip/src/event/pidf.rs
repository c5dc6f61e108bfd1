//! `application/pidf+xml` (RFC 3863) with the activities of RPID (RFC 4480), written and read.

use super::read::{Met, Unreadable, walk};
use super::xml::Element;
use crate::message::Uri;
use bytes::Bytes;
use domain::publication::{Activity, Published, Shown};

const PIDF: &str = "urn:ietf:params:xml:ns:pidf";
const PERSON: &str = "urn:ietf:params:xml:ns:pidf:data-model";
const RPID: &str = "urn:ietf:params:xml:ns:pidf:rpid";

/// The largest document read, in octets.
pub const PIDF_LIMIT: usize = 16 * 1024;
/// Of one document; more are passed over.
const MOST_ACTIVITIES: usize = 32;
/// Of a note, in characters; the rest is cut.
const LONGEST_NOTE: usize = 200;

/// Why a document is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PidfError {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("this is not a presence document")]
    NotPresence,
}

/// A document about a person who can be called under `entity`.
pub fn pidf(shown: &Shown, entity: &Uri) -> Bytes {
    let basic = if shown.is_open { "open" } else { "closed" };
    let tuple = Element::new("tuple").with("id", "telephone").holding([
        Element::new("status").holding([Element::text("basic", basic)]),
        Element::text("contact", entity.to_string()),
    ]);
    let note = |name| shown.note.clone().map(|note| Element::text(name, note));
    let activities = shown.activities.iter().map(|activity| Element::new(prefixed(*activity)));
    let activities =
        (!shown.activities.is_empty()).then(|| Element::new("rpid:activities").holding(activities));
    // RFC 4479 §4: what is about the person, and not about one way to reach them.
    let person = Element::new("dm:person").with("id", "person").holding(activities).holding(note("dm:note"));
    Element::new("presence")
        .with("xmlns", PIDF)
        .with("xmlns:dm", PERSON)
        .with("xmlns:rpid", RPID)
        .with("entity", entity.to_string())
        .holding([tuple.holding(note("note")), person])
        .document()
}

fn prefixed(activity: Activity) -> String {
    format!("rpid:{}", activity.name())
}

/// What a published document says. Whatever it says beside that is passed over.
pub fn read_pidf(document: &[u8]) -> Result<Published, PidfError> {
    let mut reading = Reading::default();
    walk(document, PIDF_LIMIT, |met| match met {
        Met::Begins { namespace, name } => reading.begin(namespace, name),
        Met::Text(text) => {
            reading.text(text);
            Ok(())
        }
        Met::Ends => {
            reading.end();
            Ok(())
        }
    })?;
    reading.finish()
}

/// What an element is, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Presence,
    Tuple,
    Status,
    Basic,
    Person,
    Activities,
    Note,
    Other,
}

/// A document, read so far.
#[derive(Default)]
struct Reading {
    open: Vec<Place>,
    is_presence: bool,
    text: String,
    is_open: Option<bool>,
    activities: Vec<Activity>,
    note: Option<String>,
}

impl Reading {
    fn begin(&mut self, namespace: &str, name: &str) -> Result<(), PidfError> {
        let place = self.place(namespace, name);
        if self.open.is_empty() {
            if place != Place::Presence || self.is_presence {
                return Err(PidfError::NotPresence);
            }
            self.is_presence = true;
        }
        if self.open.last() == Some(&Place::Activities) && namespace == RPID {
            let known = Activity::named(name).filter(|_| self.activities.len() < MOST_ACTIVITIES);
            self.activities.extend(known);
        }
        self.open.push(place);
        self.text.clear();
        Ok(())
    }

    fn place(&self, namespace: &str, name: &str) -> Place {
        use Place::*;
        match (self.open.last(), namespace, name) {
            (None, PIDF, "presence") => Presence,
            (Some(Presence), PIDF, "tuple") => Tuple,
            (Some(Tuple), PIDF, "status") => Status,
            (Some(Status), PIDF, "basic") => Basic,
            (Some(Presence), PERSON, "person") => Person,
            // Before RFC 4479 they stood in the tuple.
            (Some(Person | Tuple | Status), RPID, "activities") => Activities,
            (Some(Presence | Tuple), PIDF, "note") | (Some(Person), PERSON | RPID, "note") => Note,
            _ => Other,
        }
    }

    fn text(&mut self, text: &str) {
        if matches!(self.open.last(), Some(Place::Basic | Place::Note)) {
            let room = LONGEST_NOTE.saturating_sub(self.text.chars().count());
            self.text.extend(text.chars().take(room));
        }
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        match self.open.pop() {
            // Several ways to reach somebody: one that is open is enough.
            Some(Place::Basic) if text == "open" => self.is_open = Some(true),
            Some(Place::Basic) if text == "closed" => self.is_open = self.is_open.or(Some(false)),
            Some(Place::Note) if !text.is_empty() && self.note.is_none() => self.note = Some(text.to_owned()),
            _ => {}
        }
    }

    fn finish(self) -> Result<Published, PidfError> {
        if !self.is_presence {
            return Err(PidfError::NotPresence);
        }
        Ok(Published { is_open: self.is_open, activities: self.activities, note: self.note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activities(names: &[&str]) -> Vec<Activity> {
        names.iter().map(|name| Activity::named(name).unwrap()).collect()
    }

    /// RFC 4480 §5, shortened.
    const OF_THE_RFC: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
          xmlns:lt="urn:ietf:params:xml:ns:location-type" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid"
          entity="pres:someone@example.com">
        <tuple id="bs35r9"><status><basic>open</basic></status>
          <dm:deviceID>urn:device:0003ba4811e3</dm:deviceID><rpid:relationship><rpid:self/></rpid:relationship>
          <contact priority="0.8">im:someone@mobile.example.net</contact>
          <note xml:lang="en">Don't Disturb &amp; so on&#33;</note><timestamp>2005-10-27T16:49:29Z</timestamp></tuple>
        <tuple id="eg92n8"><status><basic>closed</basic></status></tuple>
        <dm:person id="p1"><rpid:activities from="2005-05-30T12:00:00+05:00"><rpid:note>Far away</rpid:note>
          <rpid:away/><rpid:unheard-of/><rpid:other>dancing</rpid:other></rpid:activities>
          <rpid:mood><rpid:angry/></rpid:mood></dm:person></presence>"#;

    #[test]
    fn the_example_of_the_rfc_is_read() {
        let expected = Published {
            is_open: Some(true),
            activities: activities(&["away"]),
            note: Some("Don't Disturb & so on!".into()),
        };
        assert!(read_pidf(OF_THE_RFC.as_bytes()).unwrap() == expected);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let shown = Shown {
            is_open: false,
            activities: activities(&["lunch", "on-the-phone"]),
            note: Some("<back> & \"soon\" ü".into()),
        };
        let read = read_pidf(&pidf(&shown, &Uri::sip("201", "example.com"))).unwrap();
        assert_eq!(
            (read.is_open, &read.activities, &read.note),
            (Some(false), &shown.activities, &shown.note)
        );
    }

    #[test]
    fn what_is_broken_is_refused_and_what_is_large_is_bounded() {
        let presence = |inside: &str| format!("<presence xmlns='{PIDF}'>{inside}</presence>");
        for (document, expected) in [
            ("", PidfError::NotPresence),
            ("no XML at all", PidfError::NotPresence),
            ("<presence/>", PidfError::NotPresence),
            ("<other xmlns='urn:ietf:params:xml:ns:pidf'/>", PidfError::NotPresence),
            (&presence("").repeat(2), PidfError::NotPresence),
            (&presence("")[..30], Unreadable::Broken.into()),
            (&presence("<tuple>"), Unreadable::Broken.into()),
            (&presence("<tuple></status>"), Unreadable::Broken.into()),
            (&presence("<note>&made-up;</note>"), Unreadable::Broken.into()),
            (&format!("<!DOCTYPE p [<!ENTITY e 'x'>]>{}", presence("&e;")), Unreadable::Broken.into()),
            (&presence(&"<a>".repeat(20)), Unreadable::TooMuch.into()),
            (&presence(&" ".repeat(PIDF_LIMIT)), Unreadable::TooMuch.into()),
        ] {
            assert_eq!(read_pidf(document.as_bytes()).err(), Some(expected), "{document:.80}");
        }
        assert_eq!(read_pidf(&[0xff, 0xfe]).err(), Some(Unreadable::Broken.into()));
        let long = read_pidf(presence(&format!("<note>{}</note>", "ü".repeat(1000))).as_bytes()).unwrap();
        assert_eq!(long.note.unwrap().chars().count(), LONGEST_NOTE);
    }

    /// As the fuzz target has it, with a seed instead of a night.
    #[test]
    fn what_is_read_of_a_changed_document_can_be_shown_and_read_again() {
        use rand::{Rng, SeedableRng};
        let mut draw = rand::rngs::StdRng::seed_from_u64(3863);
        let (mut taken, all) = (0, 20_000);
        for _ in 0..all {
            let mut document = OF_THE_RFC.as_bytes().to_vec();
            for _ in 0..draw.random_range(1..4) {
                let (at, length) = (draw.random_range(0..document.len()), draw.random_range(0..8));
                let from = draw.random_range(0..document.len() - 8);
                let piece: Vec<u8> = document[from..from + length].to_vec();
                let end = (at + draw.random_range(0..8)).min(document.len());
                document.splice(at..end, piece);
            }
            let Ok(published) = read_pidf(&document) else { continue };
            taken += 1;
            let shown = domain::publication::shown(&[published], domain::presence::LineState::Talking);
            let again =
                read_pidf(&pidf(&shown, &Uri::sip("201", "example.com"))).expect("what we write we read");
            assert_eq!((again.is_open, again.activities), (Some(shown.is_open), shown.activities));
        }
        assert!((1..all).contains(&taken), "{taken} of {all} are taken");
    }

    #[test]
    fn every_beginning_of_a_document_is_survived() {
        for end in (0..OF_THE_RFC.len() - 1).filter(|end| OF_THE_RFC.is_char_boundary(*end)) {
            assert!(read_pidf(&OF_THE_RFC.as_bytes()[..end]).is_err(), "{end}");
        }
    }
}
