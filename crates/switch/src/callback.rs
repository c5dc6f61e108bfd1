//! Callback on busy: who has found a colleague busy asks by a star code to be called back. When both are free the caller's
//! telephones ring, and whoever answers there calls the colleague again.

use crate::call;
use crate::connecting;
use crate::events;
use crate::forward;
use crate::ground::Ground;
use crate::journal;
use crate::originate;
use crate::ring::Shown;
use domain::callback::{Answer, GUARD_SECONDS, LASTS_SECONDS, Order, Orders};
use domain::id::UserId;
use domain::number::Number;
use domain::presence::LineState;
use domain::route::{Route, Way};
use domain::settings;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};
use tracing::{Instrument, info, info_span};

/// How often settings and registrations are looked at, which nothing tells of.
const LOOK: Duration = Duration::from_secs(5);

/// Who waits to be called back.
#[derive(Default)]
pub struct Callbacks(Mutex<Orders>);

impl Callbacks {
    fn with<T>(&self, work: impl FnOnce(&mut Orders) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn was_busy(&self, caller: UserId, called: UserId) {
        self.with(|orders| orders.was_busy(caller, called));
    }

    pub fn cancel(&self, caller: UserId) {
        self.with(|orders| orders.cancel(caller));
    }
}

/// Begins to wait for whomever the caller has found busy last. The status that the caller is answered if that cannot be.
pub fn order(ground: &Arc<Ground>, caller: UserId) -> Result<(), u16> {
    match ground.callbacks.with(|orders| orders.order(caller)) {
        Answer::Ordered(order) => {
            info!(caller = %order.caller, called = %order.called, "a callback is waited for");
            tokio::spawn(wait(ground.clone(), order));
            Ok(())
        }
        Answer::Waiting => Ok(()),
        // RFC 3261 §21.4.18: there is nobody to wait for.
        Answer::NobodyBusy => Err(480),
        Answer::TooMany => Err(486),
    }
}

/// Waits until both are free, as long as it is wanted; then calls.
async fn wait(ground: Arc<Ground>, order: Order) {
    let until = Instant::now() + Duration::from_secs(LASTS_SECONDS);
    let (mut callers, mut calleds) = (ground.lines.watch(order.caller), ground.lines.watch(order.called));
    let mut closing = ground.closing.clone();
    let both_free = || is_free(&ground, order.caller) && is_free(&ground, order.called);
    while ground.callbacks.with(|orders| orders.is_waiting(order)) {
        if both_free() {
            sleep(Duration::from_secs(GUARD_SECONDS)).await;
            if both_free() {
                ground.callbacks.with(|orders| orders.done(order));
                return call_back(&ground, order).await;
            }
        }
        tokio::select! {
            _ = callers.changed() => {}
            _ = calleds.changed() => {}
            () = sleep(LOOK) => {}
            () = sleep_until(until) => ground.callbacks.with(|orders| orders.done(order)),
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

fn is_free(ground: &Ground, user: UserId) -> bool {
    let people = ground.directory.people();
    let (line, _) = ground.lines.line(user);
    let is_quiet = people.settings_of(Some(user)).get(&settings::DO_NOT_DISTURB);
    line == LineState::Idle && !is_quiet && !call::places_of(ground, user, |_, _| true).is_empty()
}

/// Rings the caller's telephones, then calls the colleague as if the caller had dialled.
async fn call_back(ground: &Arc<Ground>, order: Order) {
    let people = ground.directory.people();
    let (Some(caller), Some(called)) = (people.user(order.caller), people.user(order.called)) else { return };
    let id = ground.new_call_id();
    let span = info_span!("call", id = %id);
    async {
        info!("both are free: the caller's telephones ring");
        let line = Arc::new(ground.lines.call(id.clone(), false));
        let shown = Shown {
            people: vec![caller.id],
            from: call::address(called, &people.realm),
            to: call::address(caller, &people.realm),
            call: id.clone(),
            headers: Vec::new(),
            line: line.clone(),
            lines: Vec::new(),
        };
        let places = call::places_of(ground, caller.id, |_, _| true);
        let seconds = people.settings_of(Some(caller.id)).get(&settings::RING_SECONDS);
        let Some((mut leg, device)) = originate::ring(ground, places, &shown, seconds).await else {
            info!("the caller does not take the callback");
            return;
        };
        let called_number = Number::from(&called.extension);
        let call = originate::begun(id, line, call::shown_by(caller), called_number, Some(device));
        events::dialled(ground, &call, &Way::Inside(Route::Person(called.id)));
        connecting::hears_ringing(ground, &leg);
        let ending = forward::reach(ground, &call, &mut leg, called.clone()).await;
        call.line.is_over();
        info!(outcome = ?ending.outcome, why = %ending.why, "ended");
        journal::write(ground, &call, ending, leg).await;
    }
    .instrument(span)
    .await;
}
