//! Calls handed back to the telephone system that they belong to: where both far ends are people of the same one, it is asked
//! by REFER to join them (RFC 3515, RFC 5589), and the call holds none of its trunk's channels any more. What it does not take
//! goes on as it is.

use super::place;
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use domain::e164::E164;
use domain::handing::{Handing, News, Next};
use domain::id::TrunkId;
use domain::outside;
use domain::trunk::Trunk;
use sip::{ReferTo, Referred, SessionEvent};
use tokio::time::{Instant, sleep_until};
use tracing::info;

/// A call whose two ends the telephone system is asked to join, while they talk on.
pub struct Joining {
    since: Instant,
    handing: Handing,
}

/// What has become of a call whose caller was to be sent to a number.
pub enum Sent {
    /// The telephone system has it.
    Handed,
    /// It is ours as before.
    Kept,
    CallerGone,
}

impl Joining {
    /// Asks for it, if both are of one telephone system that takes calls back.
    pub fn begin(one: &Leg, other: &Leg) -> Option<Self> {
        let is_same = one.takes_back.is_some() && one.takes_back == other.takes_back;
        is_same.then(|| {
            one.session.refer(ReferTo::Session(other.session.id()));
            Self { since: Instant::now(), handing: Handing::joins() }
        })
    }

    /// Returns when it has lasted too long. Cancel-safe.
    pub async fn expired(&self) {
        sleep_until(self.since + self.handing.lasts()).await;
    }

    pub fn news(&mut self, referred: Referred) -> Next {
        self.handing.news(told(referred))
    }

    /// What it comes to when one side hangs up.
    pub fn ended(&self) -> Next {
        self.handing.ended()
    }
}

/// Sends the far end of a leg to a number, if both are of one telephone system that takes calls back. Nobody is called by
/// us meanwhile.
pub async fn send(ground: &Ground, leg: &mut Leg, number: &E164) -> Sent {
    let Some(trunk) = leg.takes_back.and_then(|id| leads_back(ground, id, number)) else { return Sent::Kept };
    let home = ground.directory.people().home();
    let Some(target) = place::number_at(&trunk, &trunk.agreed.written.write(&home, number)) else {
        return Sent::Kept;
    };
    leg.session.refer(ReferTo::Uri(target));
    let sent = follow(ground, leg).await;
    match sent {
        Sent::Handed => info!(trunk = trunk.name, "a call is handed back"),
        Sent::Kept => {
            info!(trunk = trunk.name, "a call is not taken back");
            leg.takes_back = None;
        }
        Sent::CallerGone => {}
    }
    sent
}

/// The trunk, if a number goes by it first.
fn leads_back(ground: &Ground, id: TrunkId, number: &E164) -> Option<Trunk> {
    let outside = ground.directory.outside();
    let mut trunks = outside::trunks_for(&outside.routes, number).iter().filter_map(|id| outside.trunk(*id));
    trunks.find(|trunk| !trunk.agreed.disabled).filter(|trunk| trunk.id == id).cloned()
}

async fn follow(ground: &Ground, leg: &mut Leg) -> Sent {
    let since = Instant::now();
    let mut handing = Handing::sends();
    let mut closing = ground.closing.clone();
    loop {
        let happening = tokio::select! {
            biased;
            happening = leg.next() => happening,
            () = sleep_until(since + handing.lasts()) => return Sent::Kept,
            _ = closing.wait_for(|closing| *closing) => return Sent::CallerGone,
        };
        let next = match happening {
            Happening::Signal(SessionEvent::Referred(referred)) => handing.news(told(referred)),
            Happening::Signal(SessionEvent::Ended { .. }) => match handing.ended() {
                Next::Handed => Next::Handed,
                Next::Waits | Next::Kept => return Sent::CallerGone,
            },
            Happening::Signal(SessionEvent::Offer { sdp }) => {
                leg.answer_reinvite(sdp.as_deref());
                Next::Waits
            }
            // Whoever holds by an offer of ours answers it in ACK.
            Happening::Signal(SessionEvent::OfferAnswered { sdp }) => {
                let _ = leg.accept_answer(&sdp);
                Next::Waits
            }
            Happening::Signal(SessionEvent::Refer(refer)) => {
                leg.session.refuse_refer(refer.id, 491);
                Next::Waits
            }
            _ => Next::Waits,
        };
        match next {
            Next::Waits => {}
            Next::Handed => return Sent::Handed,
            Next::Kept => return Sent::Kept,
        }
    }
}

fn told(referred: Referred) -> News {
    match referred {
        Referred::Taken => News::Taken,
        Referred::Untold => News::Untold,
        Referred::Progress(status) => News::Progress(status),
        Referred::Done(status) => News::Done(status),
        Referred::Refused(_) => News::Refused,
    }
}
