//! Calls that come in: progress, answer, refusal, and the CANCEL that may come between.

use super::server::ServerKey;
use super::session::{Accepted, Ended, Phase, SessionEvent, SessionState};
use super::{Core, Output, SESSIONS_LIMIT, SessionId, Usage};
use crate::flow::{FlowId, Source};
use crate::message::{HeaderName, Request, Response};
use bytes::Bytes;
use std::time::Instant;

const SDP: &str = "application/sdp";

impl Core {
    /// A new INVITE whose transaction is open.
    pub(super) fn invited(&mut self, now: Instant, key: ServerKey, request: Request, flow: &FlowId) {
        let is_sdp =
            |value: &str| value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(SDP);
        let kind = request.header(&HeaderName::ContentType);
        if !request.body().is_empty() && !kind.is_some_and(is_sdp)
            || request.header(&HeaderName::ContentEncoding).is_some()
        {
            return self.refuse_invite(now, &key, 415, vec![(HeaderName::Accept, SDP.into())]);
        }
        let (Some(from), Some(to)) = (request.from(), request.to()) else {
            return self.refuse_invite(now, &key, 400, Vec::new());
        };
        let Some(contact) = request.contacts().into_iter().next() else {
            return self.refuse_invite(now, &key, 400, Vec::new());
        };
        if self.sessions.len() >= SESSIONS_LIMIT {
            return self.refuse_invite(now, &key, 503, vec![(HeaderName::RetryAfter, "5".into())]);
        }
        let number = self.number();
        let session = SessionId(number);
        let Some(transaction) = self.servers.get_mut(&key) else { return };
        transaction.owner = Some(Usage::Session(session));
        let local_tag = transaction.tag.clone();
        let state = SessionState {
            phase: Phase::Incoming(key),
            call_id: request.call_id().to_owned(),
            local: format!("{to};tag={local_tag}"),
            remote: request.header(&HeaderName::From).unwrap_or_default().to_owned(),
            remote_tag: from.tag().map(str::to_owned),
            local_tag,
            local_cseq: 0,
            remote_cseq: Some(request.cseq().0),
            routes: request.fields().elements(&HeaderName::RecordRoute).map(str::to_owned).collect(),
            target: contact.uri().clone(),
            flow: flow.clone(),
            answer: None,
            is_caller: false,
            offer: Default::default(),
            bye: None,
        };
        self.sessions.insert(session, state);
        self.register_dialog(session);
        self.outputs.push_back(Output::Invite(session, Box::new(request), Source::of(flow)));
    }

    pub(super) fn progress(&mut self, now: Instant, session: SessionId, status: u16, sdp: Option<Bytes>) {
        let Some(Phase::Incoming(key)) = self.sessions.get(&session).map(|state| state.phase.clone()) else {
            return;
        };
        let Some(transaction) = self.servers.get(&key) else { return };
        let flow = transaction.flow.clone();
        let mut response = Response::to(&transaction.request, status.clamp(101, 199));
        self.dialog_fields(&mut response, &transaction.request, &flow);
        if let Some(sdp) = sdp {
            response.set_body(SDP, sdp);
        }
        self.respond_provisionally(now, &key, response);
    }

    pub(super) fn answer(&mut self, now: Instant, session: SessionId, sdp: Bytes) {
        let Some(Phase::Incoming(key)) = self.sessions.get(&session).map(|state| state.phase.clone()) else {
            return;
        };
        if let Some(accepted) = self.accept_invite(now, &key, sdp) {
            if let Some(state) = self.sessions.get_mut(&session) {
                state.phase = Phase::Confirmed;
            }
            self.await_ack(now, session, accepted, true);
        }
    }

    /// Sends the 2xx of an INVITE or re-INVITE; answers it for its repetitions.
    pub(super) fn accept_invite(&mut self, now: Instant, key: &ServerKey, sdp: Bytes) -> Option<Accepted> {
        let transaction = self.servers.get(key).filter(|transaction| transaction.is_open())?;
        let (flow, cseq, tag) =
            (transaction.flow.clone(), transaction.request.cseq().0, transaction.tag.clone());
        let mut response = Response::to(&transaction.request, 200);
        self.dialog_fields(&mut response, &transaction.request, &flow);
        response.set_body(SDP, sdp);
        response.set_to_tag(&tag);
        let bytes = response.to_bytes();
        self.respond(now, key, response);
        Some(Accepted { bytes, flow, cseq })
    }

    pub(super) fn refuse(
        &mut self,
        now: Instant,
        session: SessionId,
        status: u16,
        headers: Vec<(HeaderName, String)>,
    ) {
        let Some(Phase::Incoming(key)) = self.sessions.get(&session).map(|state| state.phase.clone()) else {
            return;
        };
        self.refuse_invite(now, &key, status.clamp(300, 699), headers);
        self.end(now, session, Ended::Refused);
    }

    pub(super) fn refuse_invite(
        &mut self,
        now: Instant,
        key: &ServerKey,
        status: u16,
        headers: Vec<(HeaderName, String)>,
    ) {
        let Some(transaction) = self.servers.get(key) else { return };
        let mut response = Response::to(&transaction.request, status);
        for (name, value) in headers {
            response.push(name, value);
        }
        self.respond(now, key, response);
    }

    /// A CANCEL (RFC 3261 §9.2): answered itself, and what it is about with 487.
    pub(super) fn cancelled(&mut self, now: Instant, key: ServerKey, request: Request) {
        let invite = ServerKey::of_cancelled(&request).filter(|invite| self.servers.contains_key(invite));
        let status = if invite.is_some() { 200 } else { 481 };
        let response = Response::to(&request, status);
        self.respond(now, &key, response);
        let Some(invite) = invite else { return };
        let Some(transaction) = self.servers.get(&invite).filter(|transaction| transaction.is_open()) else {
            return;
        };
        let owner = transaction.owner;
        let tag = transaction.tag.clone();
        self.refuse_invite(now, &invite, 487, Vec::new());
        match owner {
            Some(Usage::Session(session)) => self.end(now, session, Ended::Cancelled),
            _ => self.offer_cancelled(now, &tag),
        }
    }

    /// Their BYE; an INVITE that still waits is refused (RFC 3261 §15.1.2).
    pub(super) fn bye_received(
        &mut self,
        now: Instant,
        session: SessionId,
        key: &ServerKey,
        request: &Request,
    ) {
        self.respond(now, key, Response::to(request, 200));
        if let Some(Phase::Incoming(invite)) = self.sessions.get(&session).map(|state| state.phase.clone()) {
            self.refuse_invite(now, &invite, 487, Vec::new());
        }
        self.end(now, session, Ended::ByeReceived);
    }

    pub(super) fn info_received(
        &mut self,
        now: Instant,
        session: SessionId,
        key: &ServerKey,
        request: &Request,
    ) {
        self.respond(now, key, Response::to(request, 200));
        let content_type = request.header(&HeaderName::ContentType).unwrap_or_default().to_owned();
        self.tell(session, SessionEvent::Info { content_type, body: request.body().clone() });
    }
}
