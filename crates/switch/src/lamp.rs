//! The lamp: message-summary NOTIFYs (RFC 3842) that follow the true counts, to phones that subscribe and to those that
//! never ask.

mod counted;
pub mod news;
mod turns;
mod unasked;

use crate::events::LONGEST;
use crate::events::follow::{Manner, Phone, Say, follow};
use crate::ground::Ground;
use crate::site_field;
use crate::trunk::lamps;
use directory::Device;
use domain::id::{DeviceId, UserId};
use domain::lamp::{Lamp, Reset};
use domain::settings::{self, Row};
use messaging::Mailbox;
use news::News;
use sip::event::message_summary;
use sip::{HeaderName, RequestOrder, ServerSubscribe, Subscription, SubscriptionEvent, Uri};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tracing::warn;
use turns::Turns;

/// What is written in SUBSCRIBE's and NOTIFY's Event field.
pub const PACKAGE: &str = "message-summary";
pub const CONTENT_TYPE: &str = "application/simple-message-summary";
/// Subscriptions of one person; more are refused.
const SUBSCRIPTIONS_LIMIT: usize = 20;
/// After so long a store that did not answer is asked again.
const AGAIN: Duration = Duration::from_secs(2);

/// Who is shown which lamp. What a person is shown is one watched value; each subscription follows it in its own task.
#[derive(Default)]
pub struct Lamps {
    people: Mutex<HashMap<UserId, Lit>>,
    unasked: Turns<unasked::Place, Lamp>,
    pub at_trunks: Turns<lamps::Place, Lamp>,
}

/// A person's lamp.
struct Lit {
    shown: watch::Sender<Lamp>,
    /// By which rule it was counted, if ever. From then on it is counted anew at every change.
    counted: Option<Reset>,
    /// Held from before the mailbox is counted until the lamp is set, so that no older count comes last.
    counting: Arc<tokio::sync::Mutex<()>>,
    /// Devices with a subscription of their own; they get no unsolicited NOTIFY.
    subscribed: HashMap<DeviceId, usize>,
}

/// What a look at a mailbox has found.
struct Looked {
    lamp: Lamp,
    has_changed: bool,
}

impl Lamps {
    /// Follows the mailbox of everybody whose messages change, until the process ends.
    pub async fn follow(ground: Arc<Ground>) {
        let mut changes = ground.tenant.changes().watch();
        let mut people = ground.directory.watch();
        let mut news = News::after(*changes.borrow_and_update());
        let mut sharing = sharing(&ground);
        let mut is_behind = false;
        loop {
            let woken = tokio::select! {
                () = tokio::time::sleep(AGAIN), if is_behind => Ok(()),
                changed = changes.changed(), if !is_behind => changed,
                changed = people.changed(), if !is_behind => changed,
            };
            if woken.is_err() {
                return;
            }
            let now = self::sharing(&ground);
            if now != sharing {
                sharing = now;
                news.users.extend(ground.directory.people().users().map(|user| user.id));
            }
            is_behind = !ground.lamps.catch_up(&ground, &mut news).await;
        }
    }

    /// Shows a phone that has just registered where its owner's box stands (B-001: within a second of each REGISTER).
    pub fn device_is_back(&self, ground: &Arc<Ground>, device: Arc<Device>) {
        if let Some(lamp) = self.counted(ground, device.user) {
            return self.tell_device(ground, &device, lamp);
        }
        let ground = ground.clone();
        tokio::spawn(async move {
            if let Some(looked) = ground.lamps.look(&ground, device.user).await {
                ground.lamps.tell_device(&ground, &device, looked.lamp);
            }
        });
    }

    fn tell_device(&self, ground: &Arc<Ground>, device: &Arc<Device>, lamp: Lamp) {
        if !self.is_subscribed(device.user, device.id) {
            unasked::tell(ground, device, lamp);
        }
    }

    /// Shows all that has changed; whether everything could be read.
    async fn catch_up(&self, ground: &Arc<Ground>, news: &mut News) -> bool {
        let changes = ground.tenant.changes();
        let everybody = || ground.directory.people().users().map(|user| user.id).collect();
        if let Err(error) = news.gather(|seen| changes.since(seen, news::PAGE), everybody).await {
            warn!(%error, "the lamp waits for the store");
            return false;
        }
        let people = ground.directory.people();
        let members: Vec<_> = news.users.iter().flat_map(|user| people.members_of(*user)).collect();
        news.users.extend(members.iter().map(|member| member.id));
        for user in std::mem::take(&mut news.users) {
            match self.look(ground, user).await {
                Some(Looked { lamp, has_changed: true }) => self.tell_unasked(ground, user, lamp),
                Some(_) => {}
                None => drop(news.users.insert(user)),
            }
        }
        news.users.is_empty()
    }

    fn tell_unasked(&self, ground: &Arc<Ground>, user: UserId, lamp: Lamp) {
        let people = ground.directory.people();
        people.devices_of(user).for_each(|device| self.tell_device(ground, device, lamp));
        lamps::tell(ground, user, lamp);
    }

    /// What a person's lamp shows, without a look into the mailbox: `None` where none was taken yet by the rule that holds.
    fn counted(&self, ground: &Ground, user: UserId) -> Option<Lamp> {
        let reset = reset(ground, user);
        self.with_lit(user, |lit| (lit.counted == Some(reset)).then(|| *lit.shown.borrow()))
    }

    /// Counts a person's messages and sets the lamp. `None`: the store does not answer, and the lamp stays as it is
    /// (B-003).
    async fn look(&self, ground: &Ground, user: UserId) -> Option<Looked> {
        let counting = self.counting(user);
        let _alone = counting.lock().await;
        let reset = reset(ground, user);
        match counted::lamp(&mailboxes(ground, user), reset).await {
            Ok(lamp) => Some(Looked { lamp, has_changed: self.set(user, lamp, reset) }),
            Err(error) => {
                warn!(%error, "the lamp stays as it is");
                None
            }
        }
    }

    fn counting(&self, user: UserId) -> Arc<tokio::sync::Mutex<()>> {
        self.with_lit(user, |lit| lit.counting.clone())
    }

    /// Whether what the lamp shows has changed.
    fn set(&self, user: UserId, lamp: Lamp, by: Reset) -> bool {
        self.with_lit(user, |lit| {
            lit.counted = Some(by);
            lit.shown.send_if_modified(|shown| std::mem::replace(shown, lamp) != lamp)
        })
    }

    fn is_subscribed(&self, user: UserId, device: DeviceId) -> bool {
        self.with_lit(user, |lit| lit.subscribed.contains_key(&device))
    }

    fn subscribe(&self, user: UserId, device: DeviceId) -> Option<watch::Receiver<Lamp>> {
        self.with_lit(user, |lit| {
            if lit.subscribed.values().sum::<usize>() >= SUBSCRIPTIONS_LIMIT {
                return None;
            }
            *lit.subscribed.entry(device).or_default() += 1;
            Some(lit.shown.subscribe())
        })
    }

    fn unsubscribe(&self, user: UserId, device: DeviceId) {
        self.with_lit(user, |lit| {
            let Some(count) = lit.subscribed.get_mut(&device) else { return };
            *count -= 1;
            if *count == 0 {
                lit.subscribed.remove(&device);
            }
        });
    }

    /// A person's lamp, dark at first.
    fn with_lit<T>(&self, user: UserId, work: impl FnOnce(&mut Lit) -> T) -> T {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        work(people.entry(user).or_insert_with(Lit::dark))
    }
}

impl Lit {
    fn dark() -> Self {
        let dark = Lamp { lit: false, new: 0, old: 0 };
        Self {
            shown: watch::Sender::new(dark),
            counted: None,
            counting: Arc::default(),
            subscribed: HashMap::new(),
        }
    }
}

/// A SUBSCRIBE from one of our devices to its owner's box.
pub async fn subscribed(ground: Arc<Ground>, device: Arc<Device>, incoming: ServerSubscribe) {
    let lamps = &ground.lamps;
    if lamps.counted(&ground, device.user).is_none() && lamps.look(&ground, device.user).await.is_none() {
        return incoming.refuse(503, vec![(HeaderName::RetryAfter, "30".into())]);
    }
    let Some(following) = ground.lamps.subscribe(device.user, device.id) else {
        return incoming.refuse(403, Vec::new());
    };
    let lasts = incoming.expires().min(LONGEST);
    let phone = Routed { phone: incoming.accept(lasts), ground: &ground, user: device.user };
    let account = account(&ground, &device);
    let manner = Manner {
        content_type: CONTENT_TYPE,
        // Each change is told at once; while a NOTIFY is under way the newest waits.
        interval: Duration::ZERO,
        again: &Notify::new(),
        closing: ground.closing.clone(),
    };
    follow(phone, following, manner, |lamp, _| Say::Body(summary(&account, lamp))).await;
    ground.lamps.unsubscribe(device.user, device.id);
}

/// A subscription whose NOTIFYs bear the field of its owner's site, as it is at the time.
struct Routed<'a> {
    phone: Subscription,
    ground: &'a Ground,
    user: UserId,
}

impl Phone for Routed<'_> {
    fn notify(&self, content_type: &str, body: bytes::Bytes) {
        let field = site_field::of(&self.ground.directory.people(), self.user);
        self.phone.notifies_besides(field.into_iter().collect());
        self.phone.notify(content_type, body);
    }

    fn terminate(&self, reason: &str) {
        self.phone.terminate(reason);
    }

    async fn next(&mut self) -> SubscriptionEvent {
        self.phone.next().await
    }
}

/// A NOTIFY that nobody has subscribed to.
pub fn unasked(order: RequestOrder, account: &Uri, lamp: Lamp) -> RequestOrder {
    let mut headers = vec![
        (HeaderName::Event, PACKAGE.into()),
        (HeaderName::SubscriptionState, "active".into()),
        (HeaderName::ContentType, CONTENT_TYPE.into()),
    ];
    headers.extend(order.headers);
    RequestOrder { headers, body: summary(account, lamp), ..order }
}

fn summary(account: &Uri, lamp: Lamp) -> bytes::Bytes {
    message_summary(lamp.lit, account, lamp.new, lamp.old)
}

/// What a person's lamp counts: the own mailbox, and those that are shared where that is wanted.
fn mailboxes(ground: &Ground, user: UserId) -> Vec<Arc<dyn Mailbox>> {
    let people = ground.directory.people();
    let wants_shared = people.settings_of(Some(user)).get(&settings::MWI_SHARED);
    let shared = if wants_shared { people.shared_with(user) } else { Vec::new() };
    let ids = std::iter::once(user).chain(shared.iter().map(|group| group.id));
    ids.map(|id| ground.post.mailbox(id)).collect()
}

/// The settings by which mailboxes light the lamps of others than their owners.
fn sharing(ground: &Ground) -> Vec<Row> {
    let keys = [settings::MWI_SHARED.definition.key, settings::MAILBOX_SHARED_WITH.definition.key];
    let people = ground.directory.people();
    let rows = people.settings_of(None).rows.iter().filter(|row| keys.contains(&row.key.as_str()));
    rows.cloned().collect()
}

/// The rule by which a person's lamp goes out.
fn reset(ground: &Ground, user: UserId) -> Reset {
    ground.directory.people().settings_of(Some(user)).get(&settings::MWI_RESET)
}

fn account(ground: &Ground, device: &Device) -> Uri {
    Uri::sip(&device.sip_user, &ground.directory.people().realm)
}
