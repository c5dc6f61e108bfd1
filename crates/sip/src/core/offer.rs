//! Offers after the first (RFC 3261 §14): re-INVITE both ways, glare, and the order in which they happen.

use super::client::Waits;
use super::server::ServerKey;
use super::session::{Ended, Phase, SessionEvent, ended_by};
use super::uac::RequestFailed;
use super::{Alarm, Core, SessionId, Usage};
use crate::message::{HeaderName, Offered, Request, Response};
use bytes::Bytes;
use rand::Rng;
use std::time::{Duration, Instant};

const SDP: &str = "application/sdp";
/// A glare is tried again so often.
const GLARE_TRIES: u32 = 5;

/// The offers of a session that are not settled.
#[derive(Default)]
pub(super) struct Offers {
    /// Our re-INVITE under way.
    ours: Option<Ours>,
    /// Our next offer, while another is under way; a later one takes its place.
    next: Option<Bytes>,
    /// Their re-INVITE that waits for our answer.
    theirs: Option<ServerKey>,
}

struct Ours {
    sdp: Bytes,
    cseq: u32,
    tries: u32,
    /// When it is sent again after a glare.
    again_at: Option<Instant>,
}

impl Offers {
    pub fn take_theirs(&mut self) -> Option<ServerKey> {
        self.theirs.take()
    }
}

impl Core {
    pub(super) fn offer(&mut self, now: Instant, session: SessionId, sdp: Bytes) {
        if let Some(state) = self.sessions.get_mut(&session) {
            state.offer.next = Some(sdp);
        }
        self.next_offer(now, session);
    }

    /// Sends our next offer, if there is one and nothing is in its way.
    pub(super) fn next_offer(&mut self, now: Instant, session: SessionId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let is_free = state.phase == Phase::Confirmed
            && state.answer.is_none()
            && state.offer.ours.is_none()
            && state.offer.theirs.is_none();
        if !is_free {
            return;
        }
        if let Some(sdp) = state.offer.next.take() {
            self.send_offer(now, session, sdp, 1);
        }
    }

    fn send_offer(&mut self, now: Instant, session: SessionId, sdp: Bytes, tries: u32) {
        let Some((mut request, flow, branch)) = self.in_dialog(session, "INVITE") else { return };
        let contact = self.contact(&flow, request.uri());
        request.push(HeaderName::Contact, contact);
        request.push(HeaderName::Allow, super::words::ALLOW);
        request.set_body(SDP, sdp.clone());
        if let Some(state) = self.sessions.get_mut(&session) {
            state.offer.ours = Some(Ours { sdp, cseq: state.local_cseq, tries, again_at: None });
        }
        self.open_client(now, branch, request, flow, Waits::Reinvite(session));
    }

    pub(super) fn reinvite_responded(
        &mut self,
        now: Instant,
        session: SessionId,
        branch: &str,
        response: Response,
    ) {
        let status = response.status();
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if status < 200 {
            return;
        }
        let cseq = response.cseq().0;
        if (200..300).contains(&status) {
            state.refresh_target(&response.contacts());
            self.send_ack(session, branch, &response);
        }
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Some(ours) = state.offer.ours.take_if(|ours| ours.cseq == cseq) else { return };
        match status {
            200..300 => {
                self.tell(session, SessionEvent::OfferAnswered { sdp: response.sdp().unwrap_or_default() })
            }
            491 if ours.tries < GLARE_TRIES => return self.glare(now, session, ours),
            // RFC 3261 §12.2.1.2: the dialog is gone at the other end.
            408 | 481 => {
                self.send_bye(now, session, None);
                return self.end(now, session, Ended::TimedOut);
            }
            _ => self.tell(session, SessionEvent::OfferRefused { status }),
        }
        self.next_offer(now, session);
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
        if state.offer.theirs.is_some() || state.answer.is_some() {
            // RFC 3261 §14.1: not before theirs is settled.
            state.offer.next.get_or_insert(ours.sdp);
            return;
        }
        self.send_offer(now, session, ours.sdp, ours.tries);
    }

    pub(super) fn reinvite_unanswered(&mut self, now: Instant, session: SessionId, why: RequestFailed) {
        self.send_bye(now, session, None);
        self.end(now, session, ended_by(why).1);
    }

    /// Their re-INVITE, whose transaction is open.
    pub(super) fn reinvited(&mut self, now: Instant, session: SessionId, key: ServerKey, request: &Request) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let is_crossing = state.offer.ours.as_ref().is_some_and(|ours| ours.again_at.is_none());
        // RFC 3261 §14.2.
        if is_crossing {
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
        state.refresh_target(&request.contacts());
        state.offer.theirs = Some(key);
        self.tell(session, SessionEvent::Offer { sdp });
    }

    pub(super) fn answer_offer(&mut self, now: Instant, session: SessionId, sdp: Bytes) {
        let Some(key) = self.sessions.get_mut(&session).and_then(|state| state.offer.take_theirs()) else {
            return;
        };
        match self.accept_invite(now, &key, sdp) {
            Some(accepted) => self.await_ack(now, session, accepted, false),
            None => self.next_offer(now, session),
        }
    }

    /// Their re-INVITE was cancelled; our tag says in which session.
    pub(super) fn offer_cancelled(&mut self, now: Instant, tag: &str) {
        let Some(Usage::Session(session)) = self.dialogs.get(tag).copied() else { return };
        if let Some(state) = self.sessions.get_mut(&session) {
            state.offer.theirs = None;
        }
        self.next_offer(now, session);
    }

    pub(super) fn refuse_offer(&mut self, now: Instant, session: SessionId, status: u16) {
        let Some(key) = self.sessions.get_mut(&session).and_then(|state| state.offer.take_theirs()) else {
            return;
        };
        self.refuse_invite(now, &key, status.clamp(400, 699), Vec::new());
        self.next_offer(now, session);
    }
}
