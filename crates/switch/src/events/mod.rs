//! Event packages (RFC 6665): what phones may watch, and how they are told.

mod dialled;
pub mod dialog;
pub mod follow;
pub mod lines;
pub mod presence;
mod rate;
#[cfg(test)]
mod tests;
mod watchers;

pub use dialled::{dialled, wants_privacy};
pub use lines::{Lines, OnCall};
pub use presence::Presences;
pub use rate::Storm;
pub use watchers::Watchers;

use crate::ground::Ground;
use crate::identity::Identity;
use crate::lamp;
use directory::{Device, User};
use domain::id::UserId;
use domain::number::Extension;
use jiff::Timestamp;
use sip::{HeaderName, Request, ServerSubscribe, Subscription, Uri};
use std::sync::Arc;
use std::time::Duration;
use watchers::{Seat, Subject};

/// The longest subscription; RFC 3842 §3.4 and RFC 4235 §3.4 suggest an hour.
pub const LONGEST: Duration = Duration::from_secs(3600);

/// What there is to watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Package {
    /// RFC 3842: the own box.
    MessageSummary,
    /// RFC 4235: the calls of a colleague.
    Dialog,
    /// RFC 3856: whether a colleague is there, and what that colleague does.
    Presence,
}

impl Package {
    const ALL: [Package; 3] = [Package::MessageSummary, Package::Dialog, Package::Presence];

    /// As it stands in Event fields.
    pub fn name(self) -> &'static str {
        match self {
            Package::MessageSummary => lamp::PACKAGE,
            Package::Dialog => dialog::PACKAGE,
            Package::Presence => presence::PACKAGE,
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Package::MessageSummary => lamp::CONTENT_TYPE,
            Package::Dialog => dialog::CONTENT_TYPE,
            Package::Presence => presence::CONTENT_TYPE,
        }
    }

    fn named(name: &str) -> Option<Package> {
        Self::ALL.into_iter().find(|package| package.name().eq_ignore_ascii_case(name))
    }
}

/// The value of Allow-Events (RFC 6665 §8.2.2).
pub fn allowed() -> String {
    Package::ALL.map(Package::name).join(", ")
}

/// A SUBSCRIBE, from its challenge to the end of its subscription.
pub async fn subscribe(ground: Arc<Ground>, request: ServerSubscribe) {
    let Some(package) = Package::named(request.event()) else {
        // RFC 6665 §7.2.
        return request.refuse(489, vec![(HeaderName::AllowEvents, allowed())]);
    };
    if !takes(request.request(), package.content_type()) {
        return request.refuse(406, vec![(HeaderName::Accept, package.content_type().into())]);
    }
    let from = request.source().address.ip();
    let device = match ground.identities.of_device(request.request(), from, Timestamp::now()) {
        Identity::Device(device) => device,
        Identity::Challenge(challenge) => return request.refuse(401, challenge),
        Identity::Stranger | Identity::Unheard => return request.refuse(403, Vec::new()),
    };
    match package {
        Package::MessageSummary if names_own_box(&ground, request.request(), &device) => {
            lamp::subscribed(ground, device, request).await;
        }
        Package::MessageSummary => request.refuse(403, Vec::new()),
        Package::Dialog => dialog::subscribed(ground, device, request).await,
        Package::Presence => presence::subscribed(ground, device, request).await,
    }
}

/// Whether a subscriber reads what it would be told in; who does not say reads the package's own (RFC 6665 §3.1.3).
fn takes(request: &Request, content_type: &str) -> bool {
    let mut named = request.fields().elements(&HeaderName::Accept).peekable();
    named.peek().is_none()
        || named.any(|range| {
            let range = range.split(';').next().unwrap_or_default().trim();
            let is_all = range == "*/*" || range.eq_ignore_ascii_case("application/*");
            is_all || range.eq_ignore_ascii_case(content_type)
        })
}

/// A phone subscribes to its own address, its owner's extension or the mailbox number; all mean the owner's box.
fn names_own_box(ground: &Ground, request: &Request, device: &Device) -> bool {
    let people = ground.directory.people();
    let extension = people.user(device.user).map(|user| user.extension.as_str());
    let mailbox =
        ground.place.numbers.number_of(domain::number_plan::Service::Mailbox).map(|number| number.as_str());
    request
        .uri()
        .user()
        .is_none_or(|user| user == device.sip_user || Some(user) == extension || Some(user) == mailbox)
}

/// A subscription to what a person does, taken.
struct Taken {
    person: Arc<User>,
    seat: Seat,
    realm: String,
    /// The person as the phone names it, so that it knows which of its keys is meant.
    entity: Uri,
    phone: Subscription,
}

/// Takes a SUBSCRIBE of a phone to a colleague, or to its owner; refused, there is nothing to tell.
fn take(ground: &Ground, device: &Device, package: Package, incoming: ServerSubscribe) -> Option<Taken> {
    let Some(person) = watched(ground, incoming.request().uri()) else {
        incoming.refuse(404, Vec::new());
        return None;
    };
    let Some(seat) = ground.watchers.enter(device.id, Subject { package, user: person.id }) else {
        incoming.refuse(503, vec![(HeaderName::RetryAfter, "60".into())]);
        return None;
    };
    let realm = ground.directory.people().realm.clone();
    let entity = Uri::sip(incoming.request().uri().user().unwrap_or_default(), &realm);
    let lasts = incoming.expires().min(LONGEST);
    Some(Taken { person, seat, realm, entity, phone: incoming.accept(lasts) })
}

/// Colleagues of one company see each other, as long as both are there.
fn are_there(ground: &Ground, watcher: UserId, person: UserId) -> bool {
    let people = ground.directory.people();
    people.user(watcher).is_some() && people.user(person).is_some()
}

/// Who is to be watched: named by extension or by the SIP user of one of the phones.
fn watched(ground: &Ground, uri: &Uri) -> Option<Arc<User>> {
    let people = ground.directory.people();
    let name = uri.user()?;
    let by_extension = Extension::parse(name).ok().and_then(|extension| people.by_extension(&extension));
    by_extension.or_else(|| people.user(people.by_sip_user(name)?.user)).cloned()
}
