//! The dialog package (RFC 4235): who is on the telephone, for the lamps of keys (BLF).

use super::follow::{Manner, Say, Why, follow};
use super::lines::Dialogs;
use super::watchers::Subject;
use super::{LONGEST, Package, watched};
use crate::ground::Ground;
use directory::Device;
use domain::dialogs::{Dialog, Told};
use domain::id::UserId;
use domain::settings;
use sip::event::dialog_info;
use sip::{HeaderName, ServerSubscribe, Uri};
use std::sync::Arc;
use std::time::Duration;

/// What is written in SUBSCRIBE's and NOTIFY's Event field.
pub const PACKAGE: &str = "dialog";
pub const CONTENT_TYPE: &str = "application/dialog-info+xml";
/// One NOTIFY a second for each subscription (RFC 4235 §3.9).
pub const INTERVAL: Duration = Duration::from_secs(1);

/// A SUBSCRIBE of a phone to the calls of a colleague, or of its owner.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let Some(person) = watched(&ground, incoming.request().uri()) else {
        return incoming.refuse(404, Vec::new());
    };
    let subject = Subject { package: Package::Dialog, user: person.id };
    let Some(seat) = ground.watchers.enter(device.id, subject) else {
        return incoming.refuse(503, vec![(HeaderName::RetryAfter, "60".into())]);
    };
    let realm = ground.directory.people().realm.clone();
    // As the phone names it, so that it knows which of its keys is meant.
    let entity = Uri::sip(incoming.request().uri().user().unwrap_or_default(), &realm);
    let lines = ground.lines.watch(person.id);
    let lasts = incoming.expires().min(LONGEST);
    let phone = incoming.accept(lasts);
    let manner = Manner {
        content_type: CONTENT_TYPE,
        interval: INTERVAL,
        again: &seat.again,
        closing: ground.closing.clone(),
    };
    let mut told = Told::default();
    let eyes = Eyes { ground: &ground, owner: device.user, person: person.id };
    follow(phone, lines, manner, |dialogs, why| {
        if !eyes.are_allowed() {
            return Say::Gone;
        }
        say(&mut told, &eyes.see(dialogs), why, &entity, &realm)
    })
    .await;
}

/// What is told of these dialogs.
pub fn say(told: &mut Told, dialogs: &[Dialog], why: Why, entity: &Uri, realm: &str) -> Say {
    if why == Why::Changed && !told.is_news(dialogs) {
        return Say::Nothing;
    }
    Say::Body(dialog_info(&told.next(dialogs), entity, realm))
}

/// What one person may see of another.
struct Eyes<'a> {
    ground: &'a Ground,
    owner: UserId,
    person: UserId,
}

impl Eyes<'_> {
    /// Colleagues of one company, as long as both are there.
    fn are_allowed(&self) -> bool {
        let people = self.ground.directory.people();
        people.user(self.owner).is_some() && people.user(self.person).is_some()
    }

    /// Whom somebody talks with is shown to colleagues as far as that person wants it.
    fn see(&self, dialogs: Dialogs) -> Dialogs {
        let people = self.ground.directory.people();
        if self.owner == self.person || people.settings_of(Some(self.person)).get(&settings::WATCH_PARTIES) {
            return dialogs;
        }
        dialogs.iter().cloned().map(Dialog::without_remote).collect()
    }
}
