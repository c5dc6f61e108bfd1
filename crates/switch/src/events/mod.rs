//! Event packages (RFC 6665): what phones may watch, and how they are told.

pub mod conference;
mod dialled;
pub mod dialog;
mod feature_keys;
pub mod follow;
pub mod lines;
pub mod presence;
mod rate;
mod reg;
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
use crate::{lamp, park};
use directory::{Device, User};
use domain::id::UserId;
use domain::number::Extension;
use jiff::Timestamp;
use sip::{HeaderName, Request, ServerSubscribe, Subscription, Uri};
use std::sync::Arc;
use std::time::Duration;
use watchers::{Seat, Subject, Watched};

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
    /// RFC 3680: from where the own account is registered.
    Registration,
    /// Of BroadWorks: the own keys for not being disturbed and for forwarding.
    FeatureKeys,
    /// RFC 4575: who takes part in a conference.
    Conference,
}

impl Package {
    const ALL: [Package; 6] = [
        Package::MessageSummary,
        Package::Dialog,
        Package::Presence,
        Package::Registration,
        Package::FeatureKeys,
        Package::Conference,
    ];

    /// As it stands in Event fields.
    pub fn name(self) -> &'static str {
        match self {
            Package::MessageSummary => lamp::PACKAGE,
            Package::Dialog => dialog::PACKAGE,
            Package::Presence => presence::PACKAGE,
            Package::Registration => reg::PACKAGE,
            Package::FeatureKeys => feature_keys::PACKAGE,
            Package::Conference => conference::PACKAGE,
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Package::MessageSummary => lamp::CONTENT_TYPE,
            Package::Dialog => dialog::CONTENT_TYPE,
            Package::Presence => presence::CONTENT_TYPE,
            Package::Registration => reg::CONTENT_TYPE,
            Package::FeatureKeys => sip::event::FEATURES_TYPE,
            Package::Conference => conference::CONTENT_TYPE,
        }
    }

    /// Whether it is nobody's business but the subscriber's.
    fn is_own(self) -> bool {
        matches!(self, Package::MessageSummary | Package::Registration | Package::FeatureKeys)
    }

    fn named(name: &str) -> Option<Package> {
        Self::ALL.into_iter().find(|package| package.name().eq_ignore_ascii_case(name))
    }
}

/// The value of Allow-Events (RFC 6665 §8.2.2).
pub fn allowed() -> String {
    Package::ALL.map(Package::name).join(", ")
}

/// A SUBSCRIBE, or a REFER outside of any call, from its challenge to the end of its subscription.
pub async fn subscribe(ground: Arc<Ground>, request: ServerSubscribe) {
    if request.request().method() == "REFER" {
        return crate::conference::referred(&ground, request);
    }
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
    if package.is_own() && !names_itself(&ground, request.request(), &device) {
        return request.refuse(403, Vec::new());
    }
    match package {
        Package::MessageSummary => lamp::subscribed(ground, device, request).await,
        Package::Dialog => dialog::subscribed(ground, device, request).await,
        Package::Presence => presence::subscribed(ground, device, request).await,
        Package::Registration => reg::subscribed(ground, device, request).await,
        Package::FeatureKeys => feature_keys::subscribed(ground, device, request).await,
        Package::Conference => conference::subscribed(ground, device, request).await,
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

/// A phone subscribes to its own address, its owner's extension or the mailbox number; all mean what is the owner's.
fn names_itself(ground: &Ground, request: &Request, device: &Device) -> bool {
    let people = ground.directory.people();
    let extension = people.user(device.user).map(|user| user.extension.as_str());
    let mailbox =
        ground.place.numbers.number_of(domain::number_plan::Service::Mailbox).map(|number| number.as_str());
    request
        .uri()
        .user()
        .is_none_or(|user| user == device.sip_user || Some(user) == extension || Some(user) == mailbox)
}

/// A subscription to what a person does, or to an orbit, taken.
struct Taken {
    seat: Seat,
    realm: String,
    /// The watched one as the phone names it, so that it knows which of its keys is meant.
    entity: Uri,
    phone: Subscription,
}

/// Takes a SUBSCRIBE of a phone; refused, there is nothing to tell.
fn take(
    ground: &Ground,
    device: &Device,
    package: Package,
    of: Watched,
    incoming: ServerSubscribe,
) -> Option<Taken> {
    let Some(seat) = ground.watchers.enter(device.id, Subject { package, of }) else {
        incoming.refuse(503, vec![(HeaderName::RetryAfter, "60".into())]);
        return None;
    };
    let realm = ground.directory.people().realm.clone();
    let entity = Uri::sip(incoming.request().uri().user().unwrap_or_default(), &realm);
    let lasts = incoming.expires().min(LONGEST);
    Some(Taken { seat, realm, entity, phone: incoming.accept(lasts) })
}

/// Colleagues of one company see each other, and its orbits, as long as both are there.
fn are_there(ground: &Ground, watcher: UserId, of: Watched) -> bool {
    let people = ground.directory.people();
    let is_there = match of {
        Watched::Person(person) => people.user(person).is_some(),
        Watched::Orbit(orbit) => park::orbits(&people).number(orbit).is_some(),
        Watched::Conference(_) => true,
    };
    is_there && people.user(watcher).is_some()
}

/// Who is to be watched: named by extension or by the SIP user of one of the phones.
fn watched(ground: &Ground, uri: &Uri) -> Option<Arc<User>> {
    let people = ground.directory.people();
    let name = uri.user()?;
    let by_extension = Extension::parse(name).ok().and_then(|extension| people.by_extension(&extension));
    by_extension.or_else(|| people.user(people.by_sip_user(name)?.user)).cloned()
}
