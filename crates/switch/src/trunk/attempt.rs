//! One call by one trunk: challenges answered, redirections followed, early sound passed on, until somebody answers or it
//! is known why nobody does.

use super::{Spoken, place, register};
use crate::ground::Ground;
use crate::leg::{BUSY, Happening, Leg};
use domain::outside::{Next, TrunkAnswer, after};
use sip::auth::{self, Account, Asked};
use sip::{HeaderName, InviteOrder, NameAddr, Reason, Response, SessionEvent, Uri};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use tracing::{info, warn};

/// A trunk that has not said within so long that it rings is given up: networks abroad take their time, but no longer.
const SILENT: Duration = Duration::from_secs(20);
/// A call that rings longer is given up.
const RINGS: Duration = Duration::from_secs(180);

/// How it ended.
pub enum Tried {
    Answered(Box<Leg>),
    NotTaken(TrunkAnswer),
    CallerGone,
    /// It rang to the end of its time.
    NoAnswer,
}

/// A call under way to a trunk.
struct Attempt<'a> {
    ground: &'a Ground,
    caller: &'a mut Leg,
    spoken: &'a Spoken,
    leg: Leg,
    order: InviteOrder,
    account: Account,
    redirections: u32,
    /// When a trunk that says nothing is given up; none: it has said something.
    silent_until: Option<Instant>,
    rings_until: Instant,
}

/// `order` has no offer yet.
pub async fn call(ground: &Ground, caller: &mut Leg, spoken: &Spoken, mut order: InviteOrder) -> Tried {
    let Some(remote) = place::address(ground, &spoken.trunk).await else {
        warn!(trunk = spoken.trunk.name, "the trunk's server has no address");
        return Tried::NotTaken(TrunkAnswer::Silence);
    };
    let Some(between) = place::between(ground, remote) else { return Tried::NotTaken(TrunkAnswer::Silence) };
    let wants = ground.wants_of_trunk(spoken.trunk.id, &spoken.trunk.agreed);
    let sealing = wants.srtp.first_offer(place::signalling(&spoken.trunk));
    let invited = Leg::outgoing(ground, &between, (wants, sealing), Some(caller), |offer| {
        order.offer = Some(offer);
        ground.stack.invite(order.clone())
    });
    let leg = match invited {
        Ok(leg) => leg,
        Err(error) => {
            warn!(trunk = spoken.trunk.name, %error, "no sound towards the trunk");
            return Tried::NotTaken(TrunkAnswer::Silence);
        }
    };
    let now = Instant::now();
    let attempt = Attempt {
        ground,
        caller,
        spoken,
        leg,
        order,
        account: register::account(spoken),
        redirections: 0,
        silent_until: Some(now + SILENT),
        rings_until: now + RINGS,
    };
    attempt.run().await
}

/// What goes on.
enum Step {
    On,
    Done(Tried),
    /// The trunk's sound is agreed on.
    Answered,
}

impl Attempt<'_> {
    async fn run(mut self) -> Tried {
        loop {
            match self.step().await {
                Step::On => {}
                Step::Answered => return Tried::Answered(Box::new(self.leg)),
                Step::Done(tried) => return tried,
            }
        }
    }

    async fn step(&mut self) -> Step {
        let mut closing = self.ground.closing.clone();
        let until = self.silent_until.unwrap_or(self.rings_until).min(self.rings_until);
        tokio::select! {
            biased;
            happening = self.caller.next() => match happening {
                Happening::Signal(SessionEvent::Ended { .. }) => self.give_up("Caller hung up", Tried::CallerGone),
                Happening::Signal(SessionEvent::Offer { sdp }) => {
                    self.caller.answer_reinvite(sdp.as_deref());
                    Step::On
                }
                Happening::Signal(SessionEvent::Refer(refer)) => {
                    self.caller.session.refuse_refer(refer.id, 491);
                    Step::On
                }
                _ => Step::On,
            },
            happening = self.leg.next() => match happening {
                Happening::Signal(signal) => self.signalled(signal),
                Happening::Sound(_) => Step::On,
            },
            () = sleep_until(until) => match self.silent_until {
                Some(_) => self.give_up("No answer", Tried::NotTaken(TrunkAnswer::Silence)),
                None => self.give_up("No answer", Tried::NoAnswer),
            },
            _ = closing.wait_for(|closing| *closing) => self.give_up("Closing", Tried::CallerGone),
        }
    }

    fn give_up(&mut self, why: &str, tried: Tried) -> Step {
        self.leg.session.bye_because(Reason::sip(487, why));
        Step::Done(tried)
    }

    fn signalled(&mut self, signal: SessionEvent) -> Step {
        match signal {
            SessionEvent::Progress { status, sdp, .. } => {
                self.silent_until = None;
                self.progress(status, sdp.as_deref());
                Step::On
            }
            SessionEvent::Answered { sdp, .. } => {
                let agreed =
                    sdp.map_or(self.leg.is_agreed(), |answer| self.leg.accept_answer(&answer).is_ok());
                if agreed {
                    Step::Answered
                } else {
                    self.give_up("No sound", Tried::NotTaken(TrunkAnswer::Status(488)))
                }
            }
            // The network says in its sound, and in no other way, that nobody will answer.
            SessionEvent::Ended { .. } if self.leg.busy_since().is_some() => {
                Step::Done(Tried::NotTaken(TrunkAnswer::Status(BUSY)))
            }
            SessionEvent::Refused { response: None, .. } | SessionEvent::Ended { .. } => {
                Step::Done(Tried::NotTaken(TrunkAnswer::Silence))
            }
            SessionEvent::Refused { status, response: Some(response) } => self.refused(status, &response),
            _ => Step::On,
        }
    }

    /// Sound before the answer is passed on, for it says what no code does; without any the caller's phone rings by itself.
    fn progress(&mut self, status: u16, sdp: Option<&[u8]>) {
        let is_sound = sdp.is_some_and(|answer| self.leg.accept_answer(answer).is_ok());
        if is_sound && self.caller.ring_with_sound() {
            // Who waits with a sound of ours hears the trunk's from here on.
            self.caller.media.stop_play();
            if let Err(error) = self.caller.media.bridge(&self.leg.media) {
                warn!(%error, "early sound cannot be passed on");
            }
        } else if status == 180 {
            self.caller.session.progress(180, None);
        }
    }

    fn refused(&mut self, status: u16, response: &Response) -> Step {
        let not_taken = Step::Done(Tried::NotTaken(TrunkAnswer::Status(status)));
        let again = match status {
            401 | 407 => self.proven(response),
            _ if after(TrunkAnswer::Status(status), self.redirections) == Next::Follow => {
                self.redirected(response)
            }
            _ => None,
        };
        let Some(order) = again else { return not_taken };
        self.leg.session = self.ground.stack.invite(order.clone());
        self.order = order;
        self.silent_until = Some(Instant::now() + SILENT);
        Step::On
    }

    /// The same call once more, with our proof (RFC 3261 §22.2).
    fn proven(&mut self, response: &Response) -> Option<InviteOrder> {
        if self.spoken.trunk.agreed.user.is_empty() || self.account.challenged(response) != auth::Next::Again
        {
            return None;
        }
        let mut order = self.order.clone();
        order.headers.retain(|(name, _)| !is_proof(name));
        let uri = order.target.to_string();
        let body = order.offer.as_deref().unwrap_or_default();
        order.headers.extend(self.account.fields(Asked { method: "INVITE", uri: &uri, body }));
        order.from = response.from()?.clone();
        order.call_id = Some(response.call_id().to_owned());
        order.cseq = Some(response.cseq().0.saturating_add(1));
        Some(order)
    }

    /// RFC 3261 §8.1.3.4. Only within the trunk: an answer from outside must not choose who else is called by us.
    fn redirected(&mut self, response: &Response) -> Option<InviteOrder> {
        self.redirections += 1;
        let trunk = &self.spoken.trunk;
        let server = place::server(trunk)?;
        let is_within = |uri: &Uri| {
            uri.host() == server.host()
                || uri.ip().is_some_and(|ip| trunk.agreed.networks.iter().any(|network| network.contains(ip)))
        };
        // The number stays: another one would pass by the limits of the one that was dialled.
        let same_number = |uri: &Uri| uri.user() == self.order.target.user();
        let contacts = response.contacts();
        let target =
            contacts.iter().map(NameAddr::uri).find(|uri| is_within(uri) && same_number(uri))?.clone();
        info!(trunk = trunk.name, "the trunk redirects the call");
        let mut order = self.order.clone();
        order.target = target;
        (order.call_id, order.cseq) = (None, None);
        order.headers.retain(|(name, _)| !is_proof(name));
        self.account = register::account(self.spoken);
        Some(order)
    }
}

fn is_proof(name: &HeaderName) -> bool {
    matches!(name, HeaderName::Authorization | HeaderName::ProxyAuthorization)
}
