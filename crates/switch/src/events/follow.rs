//! One subscription that follows one watched value: at once after each SUBSCRIBE, then with each change, but not more often
//! than the package allows.

use bytes::Bytes;
use sip::{Subscription, SubscriptionEvent};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};

/// When the house closes, phones are asked to come again when it has opened (RFC 6665 §4.1.3).
const COME_AGAIN: &str = "probation;retry-after=10";

/// Who is told.
pub trait Phone: Send {
    fn notify(&self, content_type: &str, body: Bytes);
    fn terminate(&self, reason: &str);
    /// Cancel-safe.
    fn next(&mut self) -> impl Future<Output = SubscriptionEvent> + Send;
}

impl Phone for Subscription {
    fn notify(&self, content_type: &str, body: Bytes) {
        Subscription::notify(self, content_type, body);
    }

    fn terminate(&self, reason: &str) {
        Subscription::terminate(self, reason);
    }

    async fn next(&mut self) -> SubscriptionEvent {
        Subscription::next(self).await
    }
}

/// Why something may be told now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The whole state is due, changed or not (RFC 6665 §4.2.1.2).
    Asked,
    Changed,
}

/// What a package has to say.
pub enum Say {
    Body(Bytes),
    /// Nothing that this watcher does not know.
    Nothing,
    /// What was watched is no more.
    Gone,
}

/// How a package tells.
pub struct Manner<'a> {
    pub content_type: &'static str,
    /// Changes are told no more often (RFC 6446 §5.3 allows us as much); the newest waits.
    pub interval: Duration,
    /// To be told anew without having asked.
    pub again: &'a Notify,
    /// Turns true when the house closes.
    pub closing: watch::Receiver<bool>,
}

/// What is followed: one watched value, or two that are told together.
pub trait Followed: Send {
    type State;
    fn newest(&mut self) -> Self::State;
    /// `None`: it will not change any more. Cancel-safe.
    fn changed(&mut self) -> impl Future<Output = Option<()>> + Send;
}

impl<S: Clone + Send + Sync> Followed for watch::Receiver<S> {
    type State = S;

    fn newest(&mut self) -> S {
        self.borrow_and_update().clone()
    }

    async fn changed(&mut self) -> Option<()> {
        watch::Receiver::changed(self).await.ok()
    }
}

impl<A: Followed, B: Followed> Followed for (A, B) {
    type State = (A::State, B::State);

    fn newest(&mut self) -> Self::State {
        (self.0.newest(), self.1.newest())
    }

    async fn changed(&mut self) -> Option<()> {
        tokio::select! {
            changed = self.0.changed() => changed,
            changed = self.1.changed() => changed,
        }
    }
}

/// Tells a phone until its subscription ends. `say` is given the newest state.
pub async fn follow<F: Followed>(
    mut phone: impl Phone,
    mut state: F,
    mut manner: Manner<'_>,
    mut say: impl FnMut(F::State, Why) -> Say + Send,
) {
    let mut quiet_until = Instant::now();
    let mut why = Why::Asked;
    loop {
        let newest = state.newest();
        match say(newest, why) {
            Say::Body(body) => {
                phone.notify(manner.content_type, body);
                quiet_until = Instant::now() + manner.interval;
            }
            Say::Nothing => {}
            Say::Gone => return phone.terminate("noresource"),
        }
        let moved = pin!(moved(&mut state, manner.again, quiet_until));
        why = tokio::select! {
            event = phone.next() => match event {
                SubscriptionEvent::Refreshed { .. } => Why::Asked,
                SubscriptionEvent::Ended { .. } => return,
            },
            why = moved => match why {
                Some(why) => why,
                None => return phone.terminate("noresource"),
            },
            _ = manner.closing.wait_for(|closing| *closing) => return phone.terminate(COME_AGAIN),
        };
    }
}

/// The next reason to speak unasked; `None`: nothing will change any more. Cancel-safe.
async fn moved(state: &mut impl Followed, again: &Notify, quiet_until: Instant) -> Option<Why> {
    sleep_until(quiet_until).await;
    tokio::select! {
        () = again.notified() => Some(Why::Asked),
        changed = state.changed() => changed.map(|()| Why::Changed),
    }
}
