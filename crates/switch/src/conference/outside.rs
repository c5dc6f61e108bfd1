//! A REFER to a conference's URI outside of any call (RFC 4579 §5.5): a phone that takes part wants somebody else in, and hears
//! by NOTIFY in a subscription of its own what comes of it.

use super::{Comes, named};
use crate::ground::Ground;
use crate::identity::Identity;
use domain::id::DeviceId;
use domain::number::Number;
use jiff::Timestamp;
use sip::message::{SIPFRAG, sipfrag};
use sip::{HeaderName, NameAddr, Request, ServerSubscribe, Subscription};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// Longer than anybody rings.
const LASTS: Duration = Duration::from_secs(600);

/// What a phone asks for, from before it is taken.
pub struct Wanted {
    pub by: DeviceId,
    pub called: Number,
    request: ServerSubscribe,
}

impl Wanted {
    pub fn refuse(self, status: u16) {
        self.request.refuse(status, Vec::new());
    }

    /// Its news go by the subscription from now on; the first is told at once (RFC 3515 §2.4.4).
    pub fn accept(self) -> Subscription {
        let subscription = self.request.accept(LASTS);
        tell(&subscription, 100);
        subscription
    }
}

/// Tells what has come of it; a final status is the last that is told.
pub fn tell(subscription: &Subscription, status: u16) {
    let fragment = sipfrag(status).into();
    match status {
        ..200 => subscription.notify(SIPFRAG, fragment),
        _ => subscription.conclude(SIPFRAG, fragment),
    }
}

/// A REFER outside of any call, from its challenge to the conference that it is for. Everything but to call a number is asked for
/// within the call.
pub fn referred(ground: &Arc<Ground>, request: ServerSubscribe) {
    let from = request.source().address.ip();
    let device = match ground.identities.of_device(request.request(), from, Timestamp::now()) {
        Identity::Device(device) => device,
        Identity::Challenge(challenge) => return request.refuse(401, challenge),
        Identity::Stranger | Identity::Unheard => return request.refuse(403, Vec::new()),
    };
    let door = named(request.request().uri()).and_then(|name| ground.conferences.door(&name));
    let (Some(door), Some(called)) = (door, number(request.request())) else {
        return request.refuse(404, Vec::new());
    };
    let wanted = Wanted { by: device.id, called, request };
    let left = door.try_send(Comes::Wanted(wanted)).map_err(mpsc::error::TrySendError::into_inner);
    if let Err(Comes::Wanted(wanted)) = left {
        wanted.refuse(480);
    }
}

/// Who is to be called.
fn number(request: &Request) -> Option<Number> {
    let to = request.fields().elements(&HeaderName::ReferTo).find_map(NameAddr::parse)?;
    let is_plain = to.uri().parameter("method").is_none_or(|method| method.eq_ignore_ascii_case("INVITE"));
    let user = to.uri().user().filter(|_| is_plain && !to.uri().has_headers())?;
    Number::parse(user).ok()
}
