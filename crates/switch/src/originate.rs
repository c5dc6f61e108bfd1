//! Calls that begin here: somebody's telephone rings, though nobody has called.

use crate::call::Call;
use crate::events::OnCall;
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::ring::{Place, Shown};
use crate::tether::Tether;
use crate::transfer::{self, CALLER_GONE, Taken};
use crate::trunk::held::Held;
use directory::Device;
use domain::id::{CallId, UserId};
use domain::number::Number;
use domain::route::Way;
use futures_util::FutureExt;
use futures_util::future::select_all;
use jiff::Timestamp;
use messaging::Sender;
use sip::{Reason, SessionEvent};
use std::net::{IpAddr, Ipv4Addr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use tracing::{error, warn};

/// A call that begins here. From nowhere, until it is answered somewhere.
pub fn begun(
    id: CallId,
    line: Arc<OnCall>,
    caller: Sender,
    called: Number,
    device: Option<Arc<Device>>,
) -> Call {
    Call {
        id,
        at: Timestamp::now(),
        device,
        by_trunk: None,
        address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        caller,
        called,
        instance: None,
        user_to_user: None,
        job_of: None,
        line,
    }
}

/// What came of a call that begins here. `None`: it has failed by a fault of ours; whoever waits for its end is told all the
/// same.
pub async fn to_its_end<T>(call: impl Future<Output = T>) -> Option<T> {
    let ended = AssertUnwindSafe(call).catch_unwind().await;
    if ended.is_err() {
        error!("a call that was begun here has failed");
    }
    ended.ok()
}

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

/// Where a call of the house goes.
pub enum Aim {
    Way(Way),
    /// Where another telephone system shows the person's lamp.
    Lamp,
}

/// Rings for so long at most until somebody answers: on a person's account, within the person's limits, and in the name of a leg that
/// stands for nobody.
pub async fn reach(
    ground: &Ground,
    order: &Call,
    aim: Aim,
    person: UserId,
    rings: Duration,
) -> Result<(Box<Leg>, Option<Held>), u16> {
    let (stays, goes) = Tether::pair();
    let mut nobody = Leg::nobody(ground, goes).map_err(|error| {
        warn!(%error, "there is no leg to call from");
        503_u16
    })?;
    let finding = async {
        match aim {
            Aim::Way(way) => transfer::find(ground, order, &mut nobody, way, Some(person)).await,
            Aim::Lamp => transfer::find_at_lamp(ground, order, &mut nobody, person).await,
        }
    };
    let mut finding = std::pin::pin!(finding);
    let taken = tokio::select! {
        taken = &mut finding => taken,
        () = sleep_until(Instant::now() + rings) => {
            // It hears that its caller is gone, and tells whoever rings.
            drop(stays);
            finding.await
        }
    };
    match taken? {
        Taken::Answered(leg, held) => Ok((leg, held)),
        // Nobody stands here who could be of another system.
        Taken::HandedBack => Err(CALLER_GONE),
    }
}

/// Who refuses to have sound sealed as it is asked for first is not asked again.
fn leg(ground: &Ground, place: Place, shown: &Shown) -> Option<(Leg, Arc<Device>)> {
    let leg = place.call(ground, None, shown, place.first_offer(ground))?;
    Some((leg, place.device))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_that_panics_has_an_end() {
        let fails = async {
            tokio::task::yield_now().await;
            panic!("broken on purpose");
        };
        assert_eq!(to_its_end(fails).await, None::<()>);
        assert_eq!(to_its_end(async { 7 }).await, Some(7));
    }
}
