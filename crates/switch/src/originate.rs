//! Calls that begin here: the telephones of one of our people ring, though nobody has called.

use crate::ground::Ground;
use crate::leg::{Happening, Leg, signalling};
use crate::ring::{Place, Shown};
use directory::Device;
use futures_util::future::select_all;
use sip::{HeaderName, InviteOrder, Reason, SessionEvent};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use tracing::debug;

/// Rings all places for `seconds`; the first telephone that answers, and its leg. `None`: none does.
pub async fn ring(
    ground: &Ground,
    places: Vec<Place>,
    shown: &Shown,
    seconds: u32,
) -> Option<(Leg, Arc<Device>)> {
    let mut legs: Vec<_> = places.into_iter().filter_map(|place| leg(ground, place, shown)).collect();
    let until = Instant::now() + Duration::from_secs(seconds.into());
    let mut closing = ground.closing.clone();
    let answered = loop {
        if legs.is_empty() {
            break None;
        }
        let next = legs.iter_mut().map(|(leg, _)| Box::pin(leg.next()));
        let (happening, index, _) = tokio::select! {
            heard = select_all(next) => heard,
            () = sleep_until(until) => break None,
            _ = closing.wait_for(|closing| *closing) => break None,
        };
        match happening {
            Happening::Signal(SessionEvent::Answered { sdp, .. }) => {
                let (mut leg, device) = legs.swap_remove(index);
                if sdp.is_some_and(|answer| leg.accept_answer(&answer).is_ok()) {
                    break Some((leg, device));
                }
                leg.session.bye();
            }
            Happening::Signal(SessionEvent::Refused { .. } | SessionEvent::Ended { .. }) => {
                legs.swap_remove(index);
            }
            Happening::Signal(SessionEvent::Offer { sdp }) => legs[index].0.answer_reinvite(sdp.as_deref()),
            _ => {}
        }
    };
    // RFC 3326 §2: answered elsewhere is no missed call.
    let reason = match answered {
        Some(_) => Reason::sip(200, "Call completed elsewhere"),
        None => Reason::sip(487, "No answer"),
    };
    for (leg, _) in legs {
        leg.session.bye_because(reason.clone());
    }
    answered
}

/// Calls one place, as its settings want it sealed first; who refuses that is not asked again.
fn leg(ground: &Ground, place: Place, shown: &Shown) -> Option<(Leg, Arc<Device>)> {
    let Place { device, binding, .. } = place;
    let wants = ground.wants(Some(&device));
    let offer = wants.srtp.first_offer(signalling(&binding.flow, Some(&binding.contact)));
    let (way, route) = binding.way();
    let mut headers = vec![(HeaderName::other("X-Switchroom-Call"), shown.call.to_string())];
    headers.extend(shown.headers.iter().cloned());
    let prepared = Leg::outgoing(ground, &binding.flow, (wants, offer), None, |offer| {
        ground.stack.invite(InviteOrder {
            flow: way.clone(),
            route: route.clone(),
            to: shown.to.clone(),
            offer: Some(offer),
            headers,
            ..InviteOrder::new(binding.contact.clone(), shown.from.clone())
        })
    });
    match prepared {
        Ok(leg) => Some((leg, device)),
        Err(error) => {
            debug!(call = %shown.call, %error, "a phone cannot be rung");
            None
        }
    }
}
