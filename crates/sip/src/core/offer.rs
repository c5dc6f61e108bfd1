//! Offers after the first (RFC 3261 §14, RFC 3311) and refreshes (RFC 4028): re-INVITE and UPDATE, glare, and the order in
//! which they happen.

use super::client::Waits;
use super::server::{ServerKey, ServerTransaction};
use super::session::{Descriptions, Ended, Phase, SessionEvent, SessionState, ended_by};
use super::uac::RequestFailed;
use super::{Alarm, Core, SessionId, Usage};
use crate::message::{HeaderName, Offered, Request, Response};
use bytes::Bytes;
use rand::Rng;
use std::time::{Duration, Instant};

const SDP: &str = "application/sdp";
/// What is refused for now (a glare, too brief a timer) is tried so often.
const MOST_TRIES: u32 = 5;

/// The offers of a session that are not settled.
#[derive(Default)]
pub(super) struct Offers {
    /// Our re-INVITE or UPDATE under way.
    ours: Option<Ours>,
    /// Our next offer, while another is under way; a later one takes its place.
    next: Option<Bytes>,
    /// The session's timer wants a refresh.
    refresh_is_due: bool,
    /// Their re-INVITE or UPDATE that waits for our answer.
    theirs: Option<ServerKey>,
}

struct Ours {
    method: &'static str,
    /// A refresh by UPDATE has none.
    sdp: Option<Bytes>,
    /// It says nothing new: its owner has not ordered it.
    is_refresh: bool,
    cseq: u32,
    tries: u32,
    /// When it is sent again after a glare.
    again_at: Option<Instant>,
}

impl Ours {
    fn new(method: &'static str, sdp: Option<Bytes>) -> Self {
        Self { method, sdp, is_refresh: false, cseq: 0, tries: 1, again_at: None }
    }

    fn refresh(method: &'static str, sdp: Option<Bytes>) -> Self {
        Self { is_refresh: true, ..Self::new(method, sdp) }
    }
}

impl Offers {
    pub fn take_theirs(&mut self) -> Option<ServerKey> {
        self.theirs.take()
    }

    pub fn set_theirs(&mut self, key: ServerKey) {
        self.theirs = Some(key);
    }

    /// An offer of theirs is to be answered by our owner.
    pub fn waits_for_us(&self) -> bool {
        self.theirs.is_some()
    }
}

impl SessionState {
    /// Whether an offer of ours is under way, so that one of theirs has crossed it.
    pub fn has_offered(&self) -> bool {
        let crosses = |ours: &Ours| ours.again_at.is_none() && ours.sdp.is_some();
        self.offer.ours.as_ref().is_some_and(crosses)
            || self.answer.as_ref().is_some_and(|answer| answer.is_offer)
    }
}

impl Core {
    pub(super) fn offer(&mut self, now: Instant, session: SessionId, sdp: Bytes) {
        if let Some(state) = self.sessions.get_mut(&session) {
            state.offer.next = Some(sdp);
        }
        self.next_offer(now, session);
    }

    /// Renews the session's timer; an offer that goes out anyway does it as well.
    pub(super) fn refresh(&mut self, now: Instant, session: SessionId) {
        if let Some(state) = self.sessions.get_mut(&session) {
            state.offer.refresh_is_due = true;
        }
        self.next_offer(now, session);
    }

    /// Sends our next offer, if there is one and nothing is in its way.
    pub(super) fn next_offer(&mut self, now: Instant, session: SessionId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let is_early = state.may_offer_early();
        let is_free = (state.phase == Phase::Confirmed || is_early)
            && state.answer.is_none()
            && state.offer.ours.is_none()
            && state.offer.theirs.is_none();
        if !is_free {
            return;
        }
        let method = if is_early { "UPDATE" } else { "INVITE" };
        let is_due = std::mem::take(&mut state.offer.refresh_is_due);
        // RFC 4028 §7.4: UPDATE where the peer takes it, since it need not repeat the description.
        let ours = match state.offer.next.take() {
            Some(sdp) => Ours::new(method, Some(sdp)),
            None if !is_due => return,
            None if state.allows_update => Ours::refresh("UPDATE", None),
            None => Ours::refresh("INVITE", Some(state.descriptions.ours.clone())),
        };
        self.send_offer(now, session, ours);
    }

    fn send_offer(&mut self, now: Instant, session: SessionId, ours: Ours) {
        let Some((mut request, flow, branch)) = self.for_offer(session, ours.method) else { return };
        let contact = self.session_contact(session, &flow, request.uri());
        request.push(HeaderName::Contact, contact);
        request.push(HeaderName::Allow, super::words::ALLOW);
        request.push(HeaderName::Supported, super::words::SUPPORTED);
        if let Some(sdp) = ours.sdp.clone() {
            request.set_body(SDP, sdp);
        }
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let (timer, method) = (state.timer, ours.method);
        state.offer.ours = Some(Ours { cseq: state.local_cseq, again_at: None, ..ours });
        if state.phase == Phase::Confirmed {
            self.ask_timer(&mut request, &timer);
        }
        let waits = if method == "INVITE" { Waits::Reinvite(session) } else { Waits::Update(session) };
        self.open_client(now, branch, request, flow, waits);
    }

    /// An answer to our re-INVITE or UPDATE.
    pub(super) fn offer_responded(
        &mut self,
        now: Instant,
        session: SessionId,
        branch: &str,
        response: Response,
    ) {
        let (status, (cseq, method)) = (response.status(), response.cseq());
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if status < 200 {
            return;
        }
        if (200..300).contains(&status) {
            if state.phase == Phase::Confirmed {
                state.refresh_target(&response.contacts());
                state.note_peer(response.fields());
            }
            if method == "INVITE" {
                self.send_ack(session, branch, &response);
            }
        }
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Some(ours) = state.offer.ours.take_if(|ours| ours.cseq == cseq) else { return };
        let is_confirmed = state.phase == Phase::Confirmed;
        match status {
            200..300 => self.offer_accepted(now, session, ours, &response),
            491 if ours.tries < MOST_TRIES => return self.glare(now, session, ours),
            422 if ours.tries < MOST_TRIES && self.timer_too_brief(session, &response) => {
                return self.send_offer(now, session, Ours { tries: ours.tries + 1, ..ours });
            }
            // RFC 3261 §12.2.1.2: the dialog is gone at the other end.
            408 | 481 if is_confirmed => return self.peer_gone(now, session, Ended::TimedOut),
            405 | 501 if ours.is_refresh && ours.method == "UPDATE" => self.update_not_taken(session),
            _ if ours.is_refresh => self.refresh_refused(now, session),
            _ => self.tell(session, SessionEvent::OfferRefused { status }),
        }
        self.next_offer(now, session);
    }

    fn offer_accepted(&mut self, now: Instant, session: SessionId, ours: Ours, response: &Response) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let is_confirmed = state.phase == Phase::Confirmed;
        if is_confirmed {
            self.timer_granted(now, session, response);
        }
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Some(sdp) = ours.sdp else { return };
        let answer = response.sdp().unwrap_or_default();
        let says_nothing_new = ours.is_refresh && (answer.is_empty() || answer == state.descriptions.theirs);
        state.descriptions = Descriptions { ours: sdp, theirs: answer.clone() };
        if !says_nothing_new {
            self.tell(session, SessionEvent::OfferAnswered { sdp: answer });
        }
    }

    /// Whatever its Allow has said: a refresh goes by re-INVITE from now on.
    fn update_not_taken(&mut self, session: SessionId) {
        if let Some(state) = self.sessions.get_mut(&session) {
            state.allows_update = false;
            state.offer.refresh_is_due = true;
        }
    }

    /// RFC 3261 §14.1: who made the Call-ID waits 2.1 to 4 s, the other up to 2 s.
    fn glare(&mut self, now: Instant, session: SessionId, ours: Ours) {
        let Some(state) = self.sessions.get(&session) else { return };
        let wait = if state.is_caller {
            self.random.random_range(2100..=4000)
        } else {
            self.random.random_range(0..=2000)
        };
        let again_at = now + Duration::from_millis(wait);
        if let Some(state) = self.sessions.get_mut(&session) {
            state.offer.ours = Some(Ours { tries: ours.tries + 1, again_at: Some(again_at), ..ours });
        }
        self.alarm(again_at, Alarm::SessionOffer(session));
    }

    pub(super) fn offer_again(&mut self, session: SessionId, at: Instant, now: Instant) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Some(ours) = state.offer.ours.take_if(|ours| ours.again_at == Some(at)) else { return };
        if state.phase == Phase::Cancelling {
            // Nobody is called any more.
            return;
        }
        if state.offer.theirs.is_some() || state.answer.is_some() {
            // RFC 3261 §14.1: not before theirs is settled.
            match ours.sdp.filter(|_| !ours.is_refresh) {
                Some(sdp) => drop(state.offer.next.get_or_insert(sdp)),
                None => state.offer.refresh_is_due = true,
            }
            return;
        }
        self.send_offer(now, session, ours);
    }

    /// The peer knows nothing of the dialog any more. The called side may not say BYE before the ACK (RFC 3261 §15), which
    /// will hardly come: until then the session waits as any other does.
    fn peer_gone(&mut self, now: Instant, session: SessionId, why: Ended) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if state.answer.as_ref().is_some_and(|answer| answer.is_first) {
            state.offer.ours = None;
            state.bye.get_or_insert(None);
            return;
        }
        self.send_bye(now, session, None);
        self.end(now, session, why);
    }

    pub(super) fn offer_unanswered(&mut self, now: Instant, session: SessionId, why: RequestFailed) {
        let (status, ended) = ended_by(why);
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if state.phase == Phase::Confirmed {
            return self.peer_gone(now, session, ended);
        }
        // By UPDATE, before the call is answered: that is the INVITE's affair.
        if state.offer.ours.take().is_some() {
            self.tell(session, SessionEvent::OfferRefused { status });
        }
    }

    /// Their re-INVITE, whose transaction is open.
    pub(super) fn reinvited(&mut self, now: Instant, session: SessionId, key: ServerKey, request: &Request) {
        if let Some(least) = self.too_brief(request) {
            return self.refuse_invite(now, &key, 422, vec![(HeaderName::MinSe, least)]);
        }
        let Some(state) = self.sessions.get_mut(&session) else { return };
        // RFC 3261 §14.2.
        if state.has_offered() {
            return self.refuse_invite(now, &key, 491, Vec::new());
        }
        if state.offer.theirs.is_some() || state.phase != Phase::Confirmed || state.answer.is_some() {
            return self.refuse_invite(now, &key, 500, vec![(HeaderName::RetryAfter, "2".into())]);
        }
        let sdp = match request.offered() {
            Offered::Nothing => None,
            Offered::Description(sdp) => Some(sdp),
            Offered::Unknown => {
                return self.refuse_invite(now, &key, 415, vec![(HeaderName::Accept, SDP.into())]);
            }
        };
        state.note_peer(request.fields());
        state.refresh_target(&request.contacts());
        state.offer.theirs = Some(key);
        self.tell(session, SessionEvent::Offer { sdp });
    }

    pub(super) fn answer_offer(&mut self, now: Instant, session: SessionId, sdp: Bytes) {
        let Some(key) = self.sessions.get_mut(&session).and_then(|state| state.offer.take_theirs()) else {
            return;
        };
        let request = self.servers.get(&key).and_then(ServerTransaction::open_request).cloned();
        let Some(request) = request else { return self.next_offer(now, session) };
        if let Some(state) = self.sessions.get_mut(&session) {
            state.descriptions.ours = sdp.clone();
            if let Some(theirs) = request.sdp() {
                state.descriptions.theirs = theirs;
            }
        }
        if request.method() == "INVITE" {
            if let Some(accepted) = self.accept_invite(now, session, &key, Some(sdp)) {
                self.await_ack(now, session, accepted, false);
            }
            return;
        }
        self.accept_update(now, session, &key, Some(sdp));
        self.go_on_with_progress(now, session);
    }

    /// Their offer was cancelled, or nobody waits for its answer any more; our tag says in which session.
    pub(super) fn offer_withdrawn(&mut self, now: Instant, key: &ServerKey, tag: &str) {
        let Some(Usage::Session(session)) = self.dialogs.get(tag).copied() else { return };
        if let Some(state) = self.sessions.get_mut(&session) {
            state.offer.theirs.take_if(|theirs| theirs == key);
        }
        self.go_on_with_progress(now, session);
    }

    pub(super) fn refuse_offer(&mut self, now: Instant, session: SessionId, status: u16) {
        let Some(key) = self.sessions.get_mut(&session).and_then(|state| state.offer.take_theirs()) else {
            return;
        };
        self.refuse_invite(now, &key, status.clamp(400, 699), Vec::new());
        self.go_on_with_progress(now, session);
    }
}
