//! The package `as-feature-event`: keys of phones for not being disturbed and for forwarding, kept the same here and there.

use super::follow::{Manner, Phone, Say, Why, follow};
use super::watchers::Watched;
use super::{Package, Taken, are_there, take};
use crate::ground::Ground;
use crate::star;
use bytes::Bytes;
use directory::{Device, User};
use domain::feature_key::{self, Shown};
use domain::number::Number;
use domain::number_plan::Service;
use sip::event::{FEATURES_PARTS, feature_keys, read_feature_key};
use sip::{ServerSubscribe, Subscription, SubscriptionEnded, SubscriptionEvent};
use std::sync::Arc;
use std::time::Duration;
use tracing::{info, warn};

/// What is written in SUBSCRIBE's and NOTIFY's Event field.
pub const PACKAGE: &str = "as-feature-event";
/// Somebody who presses a key looks at the phone.
const INTERVAL: Duration = Duration::from_millis(100);

/// A SUBSCRIBE of a phone to its owner's settings. A body of it, or of a later one in its dialog, is a key that was pressed;
/// the NOTIFY that follows says what holds then.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let body = incoming.request().body().clone();
    let own = Watched::Person(device.user);
    let Some(owner) = ground.directory.people().user(device.user).cloned() else {
        return incoming.refuse(404, Vec::new());
    };
    let Some(taken) = take(&ground, &device, Package::FeatureKeys, own, incoming) else { return };
    let Taken { seat, phone, .. } = taken;
    let manner = Manner {
        content_type: FEATURES_PARTS,
        interval: INTERVAL,
        again: &seat.again,
        closing: ground.closing.clone(),
    };
    let keys = Keys { ground: ground.clone(), owner, phone, event: None };
    keys.press(&body).await;
    let mut last: Option<Shown> = None;
    follow(keys, ground.directory.watch(), manner, |_, why| {
        if !are_there(&ground, device.user, own) {
            return Say::Gone;
        }
        let people = ground.directory.people();
        let shown = feature_key::shown(&people.settings_of(Some(device.user)), mailbox(&ground).as_ref());
        if why == Why::Changed && last.as_ref() == Some(&shown) {
            return Say::Nothing;
        }
        Say::Body(feature_keys(last.insert(shown), &device.sip_user))
    })
    .await;
}

/// A subscription by which keys are pressed.
struct Keys {
    ground: Arc<Ground>,
    owner: Arc<User>,
    phone: Subscription,
    /// What was heard and is not done yet.
    event: Option<SubscriptionEvent>,
}

impl Keys {
    /// What cannot be done is not done; the phone is shown so by the NOTIFY that is due anyhow.
    async fn press(&self, body: &Bytes) {
        if body.is_empty() {
            return;
        }
        let pressed = match read_feature_key(body) {
            Ok(Some(pressed)) => pressed,
            Ok(None) => return info!("a phone has a key for what there is not here"),
            Err(error) => return info!(%error, "a phone's key is not understood"),
        };
        let Some(changes) = feature_key::changes(&pressed, mailbox(&self.ground).as_ref()) else {
            return info!("a phone's key forwards to what is no number");
        };
        if let Err(why) = star::keep(&self.ground, &self.owner, changes).await {
            warn!(%why, "a phone's key changes nothing");
        }
    }
}

impl Phone for Keys {
    fn notify(&self, content_type: &str, body: Bytes) {
        self.phone.notify(content_type, body);
    }

    fn terminate(&self, reason: &str) {
        self.phone.terminate(reason);
    }

    /// A key whose setting is cut off while it is written is pressed again, which does the same.
    async fn next(&mut self) -> SubscriptionEvent {
        if self.event.is_none() {
            self.event = Some(self.phone.next().await);
        }
        if let Some(SubscriptionEvent::Refreshed { body, .. }) = &self.event {
            self.press(body).await;
        }
        self.event.take().unwrap_or(SubscriptionEvent::Ended { why: SubscriptionEnded::Terminated })
    }
}

fn mailbox(ground: &Ground) -> Option<Number> {
    ground.place.numbers.number_of(Service::Mailbox).cloned()
}
