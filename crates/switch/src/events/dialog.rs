//! The dialog package (RFC 4235): who is on the telephone, for the lamps of keys (BLF).

use super::follow::{Manner, Say, Why, follow};
use super::lines::Dialogs;
use super::watchers::Watched;
use super::{Package, Taken, are_there, take, watched};
use crate::ground::Ground;
use crate::park;
use directory::Device;
use domain::dialogs::{Dialog, Told};
use domain::id::UserId;
use domain::settings;
use sip::event::dialog_info;
use sip::{ServerSubscribe, Uri};
use std::sync::Arc;
use std::time::Duration;

/// What is written in SUBSCRIBE's and NOTIFY's Event field.
pub const PACKAGE: &str = "dialog";
pub const CONTENT_TYPE: &str = "application/dialog-info+xml";
/// One NOTIFY a second for each subscription (RFC 4235 §3.9).
pub const INTERVAL: Duration = Duration::from_secs(1);

/// A SUBSCRIBE of a phone to the calls of a colleague, or of its owner.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let uri = incoming.request().uri();
    let person = || watched(&ground, uri).map(|person| Watched::Person(person.id));
    let Some(of) = park::watched(&ground, uri).map(Watched::Orbit).or_else(person) else {
        return incoming.refuse(404, Vec::new());
    };
    let Some(taken) = take(&ground, &device, Package::Dialog, of, incoming) else { return };
    let Taken { seat, realm, entity, phone } = taken;
    let lines = match of {
        Watched::Person(person) => ground.lines.watch(person),
        Watched::Orbit(orbit) => ground.parking.watch(orbit),
        // A conference has a package of its own.
        Watched::Conference(_) => return,
    };
    let manner = Manner {
        content_type: CONTENT_TYPE,
        interval: INTERVAL,
        again: &seat.again,
        closing: ground.closing.clone(),
    };
    let mut told = Told::default();
    let eyes = Eyes { ground: &ground, owner: device.user, of };
    follow(phone, lines, manner, |dialogs, why| {
        if !are_there(&ground, eyes.owner, eyes.of) {
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
    of: Watched,
}

impl Eyes<'_> {
    /// Whom somebody talks with is shown to colleagues as far as that person wants it.
    fn see(&self, dialogs: Dialogs) -> Dialogs {
        let people = self.ground.directory.people();
        let is_shown = match self.of {
            Watched::Person(person) => {
                self.owner == person || people.settings_of(Some(person)).get(&settings::WATCH_PARTIES)
            }
            // Who is parked has to be found again.
            Watched::Orbit(_) | Watched::Conference(_) => true,
        };
        if is_shown {
            return dialogs;
        }
        dialogs.iter().cloned().map(Dialog::without_remote).collect()
    }
}
