//! UPDATE (RFC 3311) as it comes in: offers without an ACK, refreshes of the target and of the session's timer.

use super::server::ServerKey;
use super::session::{Phase, SessionEvent, SessionState};
use super::{Core, SessionId};
use crate::message::{HeaderName, NameAddr, Offered, Request, Response};
use bytes::Bytes;
use std::time::Instant;

const SDP: &str = "application/sdp";

impl SessionState {
    /// What a request in the dialog says of where its sender is, and of what it takes.
    fn moved_by(&mut self, request: &Request) {
        let contacts = request.contacts();
        match self.early(request.from().and_then(NameAddr::tag)) {
            Some(early) => {
                if let Some(contact) = contacts.first() {
                    early.moves_to(contact.uri());
                }
            }
            None => {
                self.note_peer(request.fields());
                self.refresh_target(&contacts);
            }
        }
    }
}

impl Core {
    /// Their UPDATE, whose transaction is open.
    pub(super) fn updated(&mut self, now: Instant, session: SessionId, key: ServerKey, request: &Request) {
        if let Some(least) = self.too_brief(request) {
            return self.refuse_invite(now, &key, 422, vec![(HeaderName::MinSe, least)]);
        }
        match request.offered() {
            Offered::Nothing => self.accept_update(now, session, &key, None),
            Offered::Description(sdp) => self.offered_by_update(now, session, key, request, sdp),
            Offered::Unknown => self.refuse_invite(now, &key, 415, vec![(HeaderName::Accept, SDP.into())]),
        }
    }

    fn offered_by_update(
        &mut self,
        now: Instant,
        session: SessionId,
        key: ServerKey,
        request: &Request,
        sdp: Bytes,
    ) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        // RFC 3311 §5.2.
        if state.has_offered() {
            return self.refuse_invite(now, &key, 491, Vec::new());
        }
        let tag = request.from().and_then(NameAddr::tag);
        if !state.may_be_offered(tag) || state.offer.waits_for_us() {
            return self.refuse_invite(now, &key, 500, vec![(HeaderName::RetryAfter, "2".into())]);
        }
        state.moved_by(request);
        state.offer.set_theirs(key);
        self.tell(session, SessionEvent::Offer { sdp: Some(sdp) });
    }

    /// Answers an UPDATE with 200, with our answer to what it has offered.
    pub(super) fn accept_update(
        &mut self,
        now: Instant,
        session: SessionId,
        key: &ServerKey,
        sdp: Option<Bytes>,
    ) {
        let Some(transaction) = self.servers.get(key) else { return };
        let Some(request) = transaction.open_request().cloned() else { return };
        let flow = transaction.flow.clone();
        let mut response = Response::to(&request, 200);
        self.dialog_fields(session, &mut response, &request, &flow);
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.moved_by(&request);
        if state.phase == Phase::Confirmed {
            self.grant_timer(now, session, &request, &mut response);
        }
        if let Some(sdp) = sdp {
            response.set_body(SDP, sdp);
        }
        self.respond(now, key, response);
    }
}
