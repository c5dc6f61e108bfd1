//! Calls that begin here: the telephones of one of our people ring, though nobody has called.

use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::ring::{Place, Shown};
use directory::Device;
use futures_util::future::select_all;
use sip::{Reason, SessionEvent};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

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

/// Who refuses to have sound sealed as it is asked for first is not asked again.
fn leg(ground: &Ground, place: Place, shown: &Shown) -> Option<(Leg, Arc<Device>)> {
    let leg = place.call(ground, None, shown, place.first_offer(ground))?;
    Some((leg, place.device))
}
