//! The lamp: message-summary NOTIFYs (RFC 3842) that follow the true counts, to phones that subscribe and to those that
//! never ask.

use crate::ground::Ground;
use directory::Device;
use domain::id::{DeviceId, UserId};
use messaging::Counts;
use sip::event::message_summary;
use sip::{HeaderName, NameAddr, RequestOrder, ServerSubscribe, Subscription, SubscriptionEvent, Uri};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tracing::{debug, warn};

/// What is written in SUBSCRIBE's and NOTIFY's Event field.
pub const PACKAGE: &str = "message-summary";
const CONTENT_TYPE: &str = "application/simple-message-summary";
/// The longest subscription, in seconds; RFC 3842 §3.4 suggests an hour.
const LONGEST_SECONDS: u64 = 3600;
/// Subscriptions of one person; more are refused.
const SUBSCRIPTIONS_LIMIT: usize = 20;

/// Who is shown which lamp. A person's counts are one watched value; each subscription follows it in its own task.
#[derive(Default)]
pub struct Lamp {
    people: Mutex<HashMap<UserId, Lit>>,
}

/// A person's lamp.
struct Lit {
    counts: watch::Sender<Counts>,
    /// Devices with a subscription of their own; they get no unsolicited NOTIFY.
    subscribed: HashMap<DeviceId, usize>,
}

impl Lamp {
    /// Follows the mailbox of everybody whose messages change, until the process ends.
    pub async fn follow(ground: Arc<Ground>) {
        let mut changes = ground.tenant.changes().watch();
        let mut seen = *changes.borrow_and_update();
        while changes.changed().await.is_ok() {
            let users = changed_users(&ground, &mut seen).await;
            for user in users {
                ground.lamp.refresh(&ground, user).await;
            }
            changes.borrow_and_update();
        }
    }

    /// Shows a phone that has just registered where its owner's box stands (B-001: within a second of each REGISTER).
    pub async fn device_is_back(&self, ground: &Arc<Ground>, device: &Device) {
        let Some(counts) = counts(ground, device.user).await else { return };
        self.set(device.user, counts);
        if !self.is_subscribed(device.user, device.id) {
            tell_unasked(ground, device, counts);
        }
    }

    async fn refresh(&self, ground: &Arc<Ground>, user: UserId) {
        let Some(counts) = counts(ground, user).await else { return };
        if !self.set(user, counts) {
            return;
        }
        let people = ground.directory.people();
        for device in people.devices_of(user).filter(|device| !self.is_subscribed(user, device.id)) {
            tell_unasked(ground, device, counts);
        }
    }

    /// Whether what the lamp shows has changed.
    fn set(&self, user: UserId, counts: Counts) -> bool {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let lit = people.entry(user).or_insert_with(Lit::dark);
        lit.counts.send_if_modified(|shown| {
            let differs = shown.new_voice != counts.new_voice || shown.old_voice != counts.old_voice;
            *shown = counts;
            differs
        })
    }

    fn is_subscribed(&self, user: UserId, device: DeviceId) -> bool {
        let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.get(&user).is_some_and(|lit| lit.subscribed.contains_key(&device))
    }

    fn subscribe(&self, user: UserId, device: DeviceId) -> Option<watch::Receiver<Counts>> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let lit = people.entry(user).or_insert_with(Lit::dark);
        if lit.subscribed.values().sum::<usize>() >= SUBSCRIPTIONS_LIMIT {
            return None;
        }
        *lit.subscribed.entry(device).or_default() += 1;
        Some(lit.counts.subscribe())
    }

    fn unsubscribe(&self, user: UserId, device: DeviceId) {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(lit) = people.get_mut(&user) else { return };
        let Some(count) = lit.subscribed.get_mut(&device) else { return };
        *count -= 1;
        if *count == 0 {
            lit.subscribed.remove(&device);
        }
    }
}

impl Lit {
    fn dark() -> Self {
        Self { counts: watch::Sender::new(Counts::default()), subscribed: HashMap::new() }
    }
}

/// A SUBSCRIBE from one of our devices to its owner's box.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let Some(counts) = counts(&ground, device.user).await else {
        return incoming.refuse(503, vec![(HeaderName::RetryAfter, "30".into())]);
    };
    ground.lamp.set(device.user, counts);
    let Some(following) = ground.lamp.subscribe(device.user, device.id) else {
        return incoming.refuse(403, Vec::new());
    };
    let lasts = incoming.expires().min(Duration::from_secs(LONGEST_SECONDS));
    let subscription = incoming.accept(lasts);
    let account = account(&ground, &device);
    notify_while_subscribed(subscription, following, &account).await;
    ground.lamp.unsubscribe(device.user, device.id);
}

/// A NOTIFY at once, one for each change, and one for each refresh (RFC 6665 §4.2.1.2).
async fn notify_while_subscribed(
    mut subscription: Subscription,
    mut following: watch::Receiver<Counts>,
    account: &Uri,
) {
    loop {
        let counts = *following.borrow_and_update();
        subscription.notify(CONTENT_TYPE, summary(account, counts));
        tokio::select! {
            event = subscription.next() => match event {
                SubscriptionEvent::Refreshed { .. } => {}
                SubscriptionEvent::Ended { .. } => return,
            },
            changed = following.changed() => if changed.is_err() { return },
        }
    }
}

/// An unsolicited NOTIFY to every place where the device is registered: many desk phones never subscribe.
fn tell_unasked(ground: &Arc<Ground>, device: &Device, counts: Counts) {
    let account = account(ground, device);
    for binding in ground.bindings_of(device.id) {
        let order = RequestOrder {
            method: "NOTIFY".into(),
            target: binding.contact,
            flow: Some(binding.flow),
            route: Vec::new(),
            from: NameAddr::new(account.clone()),
            to: NameAddr::new(account.clone()),
            headers: vec![
                (HeaderName::Event, PACKAGE.into()),
                (HeaderName::SubscriptionState, "active".into()),
                (HeaderName::ContentType, CONTENT_TYPE.into()),
            ],
            body: summary(&account, counts),
        };
        let stack = ground.stack.clone();
        tokio::spawn(async move {
            if let Err(error) = stack.request(order).await {
                debug!(%error, "a phone did not take its lamp");
            }
        });
    }
}

fn summary(account: &Uri, counts: Counts) -> bytes::Bytes {
    message_summary(counts.new_voice > 0, account, counts.new_voice, counts.old_voice)
}

fn account(ground: &Ground, device: &Device) -> Uri {
    Uri::sip(&device.sip_user, &ground.directory.people().realm)
}

/// On a store that does not answer the lamp stays as it is (B-003).
async fn counts(ground: &Ground, user: UserId) -> Option<Counts> {
    ground
        .post
        .mailbox(user)
        .counts()
        .await
        .inspect_err(|error| warn!(%error, "the lamp stays as it is"))
        .ok()
}

/// Whose messages have changed since `seen`; everybody's, when that is too long ago.
async fn changed_users(ground: &Ground, seen: &mut u64) -> Vec<UserId> {
    match ground.tenant.changes().since(*seen, CHANGES_PAGE).await {
        Ok(store::Changes::Rows(rows)) => {
            *seen = rows.last().map_or(*seen, |row| row.seq);
            let mut users: Vec<UserId> = rows.into_iter().filter_map(|row| row.user).collect();
            users.sort_unstable();
            users.dedup();
            users
        }
        Ok(store::Changes::TooOld { now }) => {
            *seen = now;
            ground.directory.people().users().map(|user| user.id).collect()
        }
        Err(error) => {
            warn!(%error, "the lamp waits for the store");
            Vec::new()
        }
    }
}

/// Changes read at once.
const CHANGES_PAGE: usize = 1000;
