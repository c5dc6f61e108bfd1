//! The presence package (RFC 3856) and what is published for it (RFC 3903).

use super::follow::{Manner, Say, Why, follow};
use super::lines::Dialogs;
use super::{Package, Taken, allowed, are_there, take, watched};
use crate::ground::Ground;
use crate::identity::Identity;
use crate::registrar::respond_with;
use bytes::Bytes;
use directory::Device;
use domain::dialogs::Dialog;
use domain::id::UserId;
use domain::presence::LineState;
use domain::publication::{
    self, LONGEST_SECONDS, Publications, Published, Refusal, SHORTEST_SECONDS, Shown, Wish,
};
use jiff::{SignedDuration, Timestamp};
use sip::event::{PIDF_LIMIT, pidf, read_pidf};
use sip::{HeaderName, Request, Response, ServerRequest, ServerSubscribe};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// What is written in the Event fields of SUBSCRIBE, NOTIFY and PUBLISH.
pub const PACKAGE: &str = "presence";
pub const CONTENT_TYPE: &str = "application/pidf+xml";
/// RFC 3856 §6.10 would have five seconds; who telephones is seen sooner.
const INTERVAL: Duration = Duration::from_secs(1);
/// How often publications and registrations that have ended by themselves are looked for.
const SWEEP: Duration = Duration::from_secs(5);

/// What everybody has published. A person's publications are one watched value.
#[derive(Default)]
pub struct Presences(Mutex<HashMap<UserId, Person>>);

#[derive(Default)]
struct Person {
    publications: Publications,
    told: watch::Sender<Arc<[Published]>>,
}

impl Presences {
    /// Forgets what has ended, and has watchers look again, until the process ends.
    pub async fn sweep(ground: Arc<Ground>) {
        let mut closing = ground.closing.clone();
        loop {
            tokio::select! {
                () = tokio::time::sleep(SWEEP) => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
            let now = Timestamp::now();
            ground.presences.with(|people| {
                people.values_mut().for_each(|person| person.tell(now));
                people
                    .retain(|_, person| !person.publications.is_empty() || person.told.receiver_count() > 0);
            });
        }
    }

    /// A phone of theirs has come or gone: those who watch look again.
    pub fn look_again(&self, user: UserId, now: Timestamp) {
        self.with(|people| {
            if let Some(person) = people.get_mut(&user) {
                person.tell(now);
            }
        });
    }

    fn watch(&self, user: UserId) -> watch::Receiver<Arc<[Published]>> {
        self.with(|people| people.entry(user).or_default().told.subscribe())
    }

    fn publish(
        &self,
        user: UserId,
        wish: Wish,
        tag: &str,
        lasts: SignedDuration,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.with(|people| {
            let person = people.entry(user).or_default();
            let published = person.publications.publish(wish, tag, lasts, now);
            person.tell(now);
            published
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<UserId, Person>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Person {
    /// Watchers look, and tell their phones where it makes a difference.
    fn tell(&mut self, now: Timestamp) {
        self.publications.expire(now);
        self.told.send_replace(self.publications.all().into());
    }
}

/// A SUBSCRIBE of a phone to a colleague's presence, or its owner's.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let Some(taken) = take(&ground, &device, Package::Presence, incoming) else { return };
    let Taken { person, seat, entity, phone, .. } = taken;
    let state = (ground.presences.watch(person.id), ground.lines.watch(person.id));
    let manner = Manner {
        content_type: CONTENT_TYPE,
        interval: INTERVAL,
        again: &seat.again,
        closing: ground.closing.clone(),
    };
    let mut last: Option<Shown> = None;
    let say = |(published, dialogs): (Arc<[Published]>, Dialogs), why| {
        if !are_there(&ground, device.user, person.id) {
            return Say::Gone;
        }
        let now = publication::shown(&published, line(&ground, person.id, &dialogs));
        if why == Why::Changed && last.as_ref() == Some(&now) {
            return Say::Nothing;
        }
        Say::Body(pidf(last.insert(now), &entity))
    };
    follow(phone, state, manner, say).await;
}

/// What a person's telephone does.
fn line(ground: &Ground, user: UserId, dialogs: &[Dialog]) -> LineState {
    let people = ground.directory.people();
    let is_registered = people.devices_of(user).any(|device| !ground.bindings_of(device.id).is_empty());
    let idle = if is_registered { LineState::Idle } else { LineState::Offline };
    dialogs.iter().map(Dialog::line).fold(idle, LineState::max)
}

/// A PUBLISH of a person's own program.
pub async fn published(ground: Arc<Ground>, incoming: ServerRequest) {
    let now = Timestamp::now();
    let from = incoming.source().address.ip();
    let device = match ground.identities.of_device(incoming.request(), from, now) {
        Identity::Device(device) => device,
        Identity::Challenge(challenge) => return respond_with(incoming, 401, challenge),
        Identity::Stranger | Identity::Unheard => return respond_with(incoming, 403, Vec::new()),
    };
    let is_own = watched(&ground, incoming.request().uri()).is_some_and(|person| person.id == device.user);
    if !is_own {
        // RFC 3903 §6 step 2: nobody publishes for others.
        return respond_with(incoming, 403, Vec::new());
    }
    let asked = match asked(incoming.request()) {
        Ok(asked) => asked,
        Err(refused) => return respond_with(incoming, refused.status, refused.fields),
    };
    let tag = format!("{:016x}", rand::random::<u64>());
    let lasts = SignedDuration::from_secs(asked.seconds.into());
    let answer = match ground.presences.publish(device.user, asked.wish, &tag, lasts, now) {
        Ok(()) => {
            let mut response = Response::to(incoming.request(), 200);
            response.push(HeaderName::other("SIP-ETag"), tag);
            response.push(HeaderName::Expires, asked.seconds.to_string());
            response
        }
        Err(Refusal::NoSuchTag) => Response::to(incoming.request(), 412),
        Err(Refusal::TooMany) => Response::to(incoming.request(), 403),
    };
    incoming.respond(answer);
}

/// What a PUBLISH asks for, read whole.
struct Asked {
    wish: Wish,
    seconds: u32,
}

/// What it is refused with.
#[derive(Debug)]
struct Refused {
    status: u16,
    fields: Vec<(HeaderName, String)>,
}

fn refused(status: u16) -> Refused {
    Refused { status, fields: Vec::new() }
}

/// In the order of RFC 3903 §6.
fn asked(request: &Request) -> Result<Asked, Refused> {
    let event = request.header(&HeaderName::Event).unwrap_or_default();
    if !event.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(PACKAGE) {
        return Err(Refused { status: 489, fields: vec![(HeaderName::AllowEvents, allowed())] });
    }
    let if_match = HeaderName::other("SIP-If-Match");
    let mut tags = request.fields().elements(&if_match).map(str::to_owned);
    let (tag, more) = (tags.next(), tags.next());
    if more.is_some() {
        return Err(refused(400));
    }
    let seconds = request.expires().unwrap_or(LONGEST_SECONDS).min(LONGEST_SECONDS);
    if (1..SHORTEST_SECONDS).contains(&seconds) {
        let fields = vec![(HeaderName::MinExpires, SHORTEST_SECONDS.to_string())];
        return Err(Refused { status: 423, fields });
    }
    let document = document(request)?;
    let wish = match (tag, document) {
        (Some(tag), _) if seconds == 0 => Wish::Remove(tag),
        (Some(tag), None) => Wish::Refresh(tag),
        (Some(tag), Some(published)) => Wish::Modify(tag, published),
        (None, Some(published)) => Wish::Initial(published),
        (None, None) => return Err(refused(400)),
    };
    Ok(Asked { wish, seconds })
}

fn document(request: &Request) -> Result<Option<Published>, Refused> {
    let body: &Bytes = request.body();
    if body.is_empty() {
        return Ok(None);
    }
    let content_type = request.header(&HeaderName::ContentType).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(CONTENT_TYPE) {
        return Err(Refused { status: 415, fields: vec![(HeaderName::Accept, CONTENT_TYPE.into())] });
    }
    if body.len() > PIDF_LIMIT {
        return Err(refused(413));
    }
    read_pidf(body).map(Some).map_err(|_| refused(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "<presence xmlns='urn:ietf:params:xml:ns:pidf'><note>here</note></presence>";
    const TYPED: &str = "Content-Type: application/pidf+xml\r\n";

    fn publish(fields: &str, body: &str) -> Request {
        let text = format!(
            "PUBLISH sip:a@example.org SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nFrom: <sip:a@example.org>;tag=1\r\n\
             To: <sip:a@example.org>\r\nCall-ID: 1\r\nCSeq: 1 PUBLISH\r\n{fields}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        match sip::message::Message::parse(&Bytes::from(text)) {
            Ok(sip::message::Message::Request(request)) => request,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_way_of_asking_is_told_from_the_others() {
        let event = "Event: presence\r\n";
        let tagged = format!("{event}SIP-If-Match: x7\r\n");
        for (fields, body, expected) in [
            (format!("{event}{TYPED}"), DOCUMENT, "Initial"),
            (tagged.clone(), "", "Refresh(\"x7\")"),
            (format!("{tagged}{TYPED}"), DOCUMENT, "Modify(\"x7\""),
            (format!("{tagged}Expires: 0\r\n"), "", "Remove(\"x7\")"),
        ] {
            let asked = asked(&publish(&fields, body)).unwrap();
            assert!(format!("{:?}", asked.wish).starts_with(expected), "{:?}", asked.wish);
        }
    }

    #[test]
    fn what_cannot_be_taken_is_refused_by_the_book() {
        let event = "Event: presence\r\n";
        let large =
            format!("<presence xmlns='urn:ietf:params:xml:ns:pidf'>{}</presence>", " ".repeat(PIDF_LIMIT));
        for (fields, body, expected) in [
            (String::new(), DOCUMENT, 489),
            ("Event: dialog\r\n".into(), DOCUMENT, 489),
            (event.into(), "", 400),
            (format!("{event}SIP-If-Match: a, b\r\n"), "", 400),
            (format!("{event}Expires: 59\r\n{TYPED}"), DOCUMENT, 423),
            (event.into(), DOCUMENT, 415),
            (format!("{event}Content-Type: text/plain\r\n"), DOCUMENT, 415),
            (format!("{event}{TYPED}"), "<presence", 400),
            (format!("{event}{TYPED}"), &large, 413),
        ] {
            let refused = asked(&publish(&fields, body)).err().map(|refused| refused.status);
            assert_eq!(refused, Some(expected), "{fields}");
        }
    }
}
