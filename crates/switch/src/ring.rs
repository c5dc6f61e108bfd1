//! Ringing a person: every place of every device at once, until one answers or the reason why none did is known.

use crate::bindings::Binding;
use crate::events::OnCall;
use crate::ground::Ground;
use crate::leg::{Happening, Leg, signalling};
use crate::pickup::{Pickable, Picker};
use directory::Device;
use domain::id::UserId;
use domain::number::Number;
use domain::route::{self, NotTaken};
use domain::srtp::Offer;
use futures_util::future::select_all;
use sip::{HeaderName, InviteOrder, NameAddr, Reason, Response, SessionEvent};
use std::sync::Arc;
use std::time::Duration;
use telephone::Diversion;
use tokio::time::{Instant, sleep_until};
use tracing::debug;

/// One place to ring.
pub struct Place {
    pub device: Arc<Device>,
    pub binding: Binding,
    /// Other ways to the same phone, for when this one has failed.
    pub others: Vec<Binding>,
}

/// How ringing ended.
pub enum Rung {
    /// This leg answered; its sound is agreed on, all others are told.
    Answered(Box<Leg>),
    Nobody(NotTaken),
    /// A phone sends the call on to a number, as its owner would dial it.
    Deflected(Number),
    CallerGone,
}

/// Who is shown to the called phones.
pub struct Shown {
    /// Whose call it is now: others may pick it up.
    pub people: Vec<UserId>,
    pub from: NameAddr,
    pub to: NameAddr,
    pub call: domain::id::CallId,
    /// What else the phones are told: the way of a forwarded call.
    pub headers: Vec<(HeaderName, String)>,
    /// Those who watch are told when it rings.
    pub line: Arc<OnCall>,
    /// The same for each of several people who ring at once.
    pub lines: Vec<(UserId, Arc<OnCall>)>,
}

/// A leg that rings.
struct Branch {
    leg: Leg,
    place: Place,
    offer: Offer,
}

/// What ringing waits for.
enum Heard {
    Caller(Happening),
    Branch(usize, Happening),
    /// Somebody else takes it.
    Picked(Picker),
    TimeIsUp,
    Closing,
}

/// What ringing has come to so far.
struct Ringing<'a> {
    ground: &'a Ground,
    caller: &'a mut Leg,
    shown: &'a Shown,
    pickable: Pickable<'a>,
    branches: Vec<Branch>,
    shown_ringing: bool,
    /// How those ended that do not ring any more.
    not_taken: Vec<NotTaken>,
}

/// Rings all places for `seconds`. The caller hears the ringing tone of the own phone (180).
pub async fn ring(
    ground: &Ground,
    caller: &mut Leg,
    places: Vec<Place>,
    shown: &Shown,
    seconds: u32,
) -> Rung {
    let pickable = ground.ringing.begin(shown.people.clone(), shown.line.id().clone());
    let branches: Vec<Branch> =
        places.into_iter().filter_map(|place| first_branch(ground, caller, place, shown)).collect();
    branches.iter().for_each(|branch| pickable.rings(branch.leg.session.id()));
    let mut ringing =
        Ringing { ground, caller, shown, pickable, branches, shown_ringing: false, not_taken: Vec::new() };
    let until = Instant::now() + Duration::from_secs(seconds.into());
    loop {
        if ringing.branches.is_empty() {
            return Rung::Nobody(route::unreached(&ringing.not_taken));
        }
        if let Some(rung) = ringing.step(until).await {
            return rung;
        }
    }
}

fn first_branch(ground: &Ground, caller: &Leg, place: Place, shown: &Shown) -> Option<Branch> {
    let offer = place.first_offer(ground);
    branch(ground, caller, place, shown, offer)
}

fn branch(ground: &Ground, caller: &Leg, place: Place, shown: &Shown, offer: Offer) -> Option<Branch> {
    let leg = place.call(ground, Some(caller), shown, offer)?;
    Some(Branch { leg, place, offer })
}

impl Place {
    /// How sound is to be sealed, as its owner's settings want it asked for first.
    pub fn first_offer(&self, ground: &Ground) -> Offer {
        let signalling = signalling(&self.binding.flow, Some(&self.binding.contact));
        ground.wants(Some(&self.device)).srtp.first_offer(signalling)
    }

    /// Calls it, beside the leg that it is to talk with. A place that gets no port or no codec does not ring.
    pub fn call(&self, ground: &Ground, beside: Option<&Leg>, shown: &Shown, offer: Offer) -> Option<Leg> {
        let (way, route) = self.binding.way();
        let wants = ground.wants(Some(&self.device));
        let mut headers = vec![(HeaderName::other("X-Switchroom-Call"), shown.call.to_string())];
        headers.extend(shown.headers.iter().cloned());
        let prepared = Leg::outgoing(ground, &self.binding.flow, (wants, offer), beside, |offer| {
            ground.stack.invite(InviteOrder {
                flow: way.clone(),
                route: route.clone(),
                to: shown.to.clone(),
                offer: Some(offer),
                headers,
                ..InviteOrder::new(self.binding.contact.clone(), shown.from.clone())
            })
        });
        prepared.inspect_err(|error| debug!(call = %shown.call, %error, "a phone cannot be rung")).ok()
    }
}

impl Ringing<'_> {
    async fn step(&mut self, until: Instant) -> Option<Rung> {
        match self.heard(until).await {
            Heard::TimeIsUp => Some(self.give_up(NotTaken::NoAnswer)),
            Heard::Closing => Some(self.caller_gone(None)),
            Heard::Caller(Happening::Signal(SessionEvent::Ended { reason, .. })) => {
                Some(self.caller_gone(reason))
            }
            Heard::Picked(picker) => self.picked(picker),
            Heard::Branch(index, Happening::Signal(signal)) => self.signalled(index, signal),
            // By UPDATE; of a call that is transferred, by re-INVITE.
            Heard::Caller(Happening::Signal(SessionEvent::Offer { sdp })) => {
                self.caller.answer_reinvite(sdp.as_deref());
                None
            }
            Heard::Caller(Happening::Signal(SessionEvent::Refer(refer))) => {
                self.caller.session.refuse_refer(refer.id, 491);
                None
            }
            Heard::Caller(_) | Heard::Branch(_, Happening::Sound(_)) => None,
        }
    }

    async fn heard(&mut self, until: Instant) -> Heard {
        let mut closing = self.ground.closing.clone();
        let next = self.branches.iter_mut().map(|branch| Box::pin(branch.leg.next()));
        tokio::select! {
            biased;
            happening = self.caller.next() => Heard::Caller(happening),
            (happening, index, _) = select_all(next) => Heard::Branch(index, happening),
            picker = self.pickable.pickers.next() => Heard::Picked(picker),
            () = sleep_until(until) => Heard::TimeIsUp,
            _ = closing.wait_for(|closing| *closing) => Heard::Closing,
        }
    }

    fn signalled(&mut self, index: usize, signal: SessionEvent) -> Option<Rung> {
        match signal {
            SessionEvent::Progress { status, .. } => {
                self.show_ringing(index, status);
                None
            }
            SessionEvent::Offer { sdp } => {
                self.branches[index].leg.answer_reinvite(sdp.as_deref());
                None
            }
            SessionEvent::Answered { sdp, .. } => self.answered(index, sdp.as_deref()),
            SessionEvent::Refused { status, response } => {
                if has_failed(status, response.is_some()) {
                    return self.way_failed(index, status);
                }
                match response.as_deref().and_then(sent_on) {
                    Some(number) => Some(self.deflect(index, number)),
                    None => self.refused(index, status),
                }
            }
            SessionEvent::Ended { .. } => {
                self.branches.swap_remove(index);
                None
            }
            _ => None,
        }
    }

    /// The way that a phone registered by is gone: it is reached by another of its own, or not until it registers anew
    /// (RFC 5626 §5.3).
    fn way_failed(&mut self, index: usize, status: u16) -> Option<Rung> {
        let Place { device, binding, others } = &mut self.branches[index].place;
        self.ground.with_bindings(|bindings| bindings.forget(device.id, &binding.flow));
        self.ground.keeping.bindings_changed();
        if others.is_empty() {
            return self.refused(index, status);
        }
        let next =
            Place { device: device.clone(), binding: others.remove(0), others: std::mem::take(others) };
        self.branches.swap_remove(index);
        match first_branch(self.ground, self.caller, next, self.shown) {
            Some(branch) => self.rings(branch),
            None => self.not_taken.push(NotTaken::Unreachable),
        }
        None
    }

    fn rings(&mut self, branch: Branch) {
        self.pickable.rings(branch.leg.session.id());
        self.branches.push(branch);
    }

    fn show_ringing(&mut self, index: usize, status: u16) {
        let user = self.branches[index].place.device.user;
        if status > 100 {
            self.shown.lines.iter().filter(|(person, _)| *person == user).for_each(|(_, line)| line.rings());
        }
        if status > 100 && !self.shown_ringing {
            self.shown_ringing = true;
            self.caller.session.progress(180, None);
            self.shown.line.rings();
        }
    }

    fn answered(&mut self, index: usize, answer: Option<&[u8]>) -> Option<Rung> {
        let mut winner = self.branches.swap_remove(index);
        let agreed = answer.is_some_and(|answer| winner.leg.accept_answer(answer).is_ok());
        if !agreed {
            winner.leg.session.bye();
            self.not_taken.push(NotTaken::Unreachable);
            return None;
        }
        // RFC 3326 §2: answered elsewhere is no missed call.
        self.stop_ringing(Reason::sip(200, "Call completed elsewhere"));
        Some(Rung::Answered(Box::new(winner.leg)))
    }

    /// Answers whoever picks the call up, beside the caller's leg.
    fn picked(&mut self, picker: Picker) -> Option<Rung> {
        let leg = picker.answer(self.ground, self.caller)?;
        // RFC 3326 §2: for the phones that rang it is no missed call.
        self.stop_ringing(Reason::sip(200, "Call completed elsewhere"));
        Some(Rung::Answered(Box::new(leg)))
    }

    fn refused(&mut self, index: usize, status: u16) -> Option<Rung> {
        let Branch { place, offer, .. } = self.branches.swap_remove(index);
        let signalling = signalling(&place.binding.flow, Some(&place.binding.contact));
        let wanted = self.ground.wants(Some(&place.device)).srtp;
        if let Some(next) = wanted.next_offer(offer, signalling, status) {
            if let Some(branch) = branch(self.ground, self.caller, place, self.shown, next) {
                self.rings(branch);
            }
            return None;
        }
        let why = not_taken(status);
        self.not_taken.push(why);
        // Who declines speaks for the own telephones, not for others who ring beside.
        let is_for_all = self.shown.people.len() == 1 && !route::goes_on_ringing(why);
        is_for_all.then(|| self.give_up(why))
    }

    /// Whoever is at this phone has decided for all of them.
    fn deflect(&mut self, index: usize, number: Number) -> Rung {
        self.branches.swap_remove(index);
        self.stop_ringing(Reason::sip(200, "Call completed elsewhere"));
        Rung::Deflected(number)
    }

    fn give_up(&mut self, why: NotTaken) -> Rung {
        self.stop_ringing(Reason::sip(487, "No answer"));
        Rung::Nobody(why)
    }

    /// What the caller's phone has said of it, the called ones are told.
    fn caller_gone(&mut self, reason: Option<Reason>) -> Rung {
        self.stop_ringing(reason.unwrap_or_else(|| Reason::sip(487, "Caller hung up")));
        Rung::CallerGone
    }

    fn stop_ringing(&mut self, reason: Reason) {
        for branch in self.branches.drain(..) {
            branch.leg.session.bye_because(reason.clone());
        }
    }
}

/// Whether it is the way that has failed, and not the phone: no connection, or 430 from the proxy that kept it.
fn has_failed(status: u16, is_answered: bool) -> bool {
    status == 430 || status == 503 && !is_answered
}

/// The number that a redirection names first (RFC 3261 §8.1.3.4): its phone's owner may send calls wherever that one may
/// call.
fn sent_on(response: &Response) -> Option<Number> {
    let is_redirection = (300..400).contains(&response.status());
    let contact = response.contacts().into_iter().next().filter(|_| is_redirection)?;
    Number::parse(contact.uri().user()?).ok()
}

/// Why a phone did not take the call, by its final response.
fn not_taken(status: u16) -> NotTaken {
    match status {
        486 | 600 => NotTaken::Busy,
        603 | 607 | 608 => NotTaken::Declined,
        408 | 480 | 487 => NotTaken::NoAnswer,
        _ => NotTaken::Unreachable,
    }
}

/// Why voice mail takes a call that nobody took.
pub fn diversion(why: NotTaken) -> Diversion {
    match why {
        NotTaken::Busy => Diversion::Busy,
        NotTaken::Declined => Diversion::Declined,
        NotTaken::NoAnswer => Diversion::NoAnswer,
        NotTaken::Unreachable => Diversion::NotRegistered,
    }
}
