//! Calls that come in: progress, answer, refusal, and the CANCEL that may come between.

use super::server::{ServerKey, ServerTransaction};
use super::session::{Accepted, Descriptions, Ended, Phase, SessionEvent, SessionState};
use super::timer::Refreshing;
use super::{Core, Output, SessionId, Usage};
use crate::flow::{FlowId, Source};
use crate::message::{HeaderName, NameAddr, Offered, Request, Response, Uri};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Instant;

const SDP: &str = "application/sdp";

impl Core {
    /// A new INVITE whose transaction is open.
    pub(super) fn invited(&mut self, now: Instant, key: ServerKey, request: Arc<Request>, flow: &FlowId) {
        if request.offered() == Offered::Unknown {
            return self.refuse_invite(now, &key, 415, vec![(HeaderName::Accept, SDP.into())]);
        }
        if !takes_descriptions(&request) {
            return self.refuse_invite(now, &key, 406, Vec::new());
        }
        if let Some(least) = self.too_brief(&request) {
            return self.refuse_invite(now, &key, 422, vec![(HeaderName::MinSe, least)]);
        }
        let (Some(from), Some(to), Some(target)) = (request.from(), request.to(), target_of(&request)) else {
            let response = Response::to(&request, 400).with_reason("Missing Contact");
            return self.respond(now, &key, response);
        };
        if self.sessions.len() >= self.config.capacity.sessions {
            return self.refuse_invite(now, &key, 503, vec![(HeaderName::RetryAfter, "5".into())]);
        }
        let Ok(replaced) = self.replaced(now, &key, &request) else { return };
        let number = self.number();
        let session = SessionId(number);
        let Some(transaction) = self.servers.get_mut(&key) else { return };
        transaction.owner = Some(Usage::Session(session));
        let local_tag = transaction.tag.clone();
        let mut state = SessionState {
            phase: Phase::Incoming(key),
            call_id: request.call_id().to_owned(),
            local: format!("{to};tag={local_tag}"),
            remote: request.header(&HeaderName::From).unwrap_or_default().to_owned(),
            remote_tag: from.tag().map(str::to_owned),
            local_tag,
            local_cseq: 0,
            remote_cseq: Some(request.cseq().0),
            routes: request.fields().elements(&HeaderName::RecordRoute).map(str::to_owned).collect(),
            target,
            flow: flow.clone(),
            answer: None,
            is_caller: false,
            offer: Default::default(),
            progress: Default::default(),
            early: Vec::new(),
            timer: Refreshing::new(self.config.session_timer),
            allows_update: false,
            allows_refer: true,
            referring: None,
            allows_message: true,
            text: None,
            descriptions: Descriptions { theirs: request.sdp().unwrap_or_default(), ours: Bytes::new() },
            bye: None,
            peers_reason: None,
            focus: None,
        };
        state.note_peer(request.fields());
        self.sessions.insert(session, state);
        self.register_dialog(session);
        self.outputs.push_back(Output::Invite(session, request, Source::of(flow), replaced));
    }

    pub(super) fn answer(&mut self, now: Instant, session: SessionId, sdp: Bytes) {
        let Some(Phase::Incoming(key)) = self.sessions.get(&session).map(|state| state.phase.clone()) else {
            return;
        };
        if self.answer_waits(session, &sdp) {
            return;
        }
        // What a reliable 1xx has said is not said again (RFC 3261 §13.2.1).
        let is_settled = self.sessions.get(&session).is_some_and(|state| state.progress.is_settled());
        self.stop_progress(session);
        let said = (!is_settled).then(|| sdp.clone());
        if let Some(accepted) = self.accept_invite(now, session, &key, said) {
            if let Some(state) = self.sessions.get_mut(&session) {
                state.phase = Phase::Confirmed;
                if !is_settled {
                    state.descriptions.ours = sdp;
                }
            }
            self.await_ack(now, session, accepted, true);
        }
    }

    /// Sends the 2xx of an INVITE or re-INVITE; answers it for its repetitions.
    pub(super) fn accept_invite(
        &mut self,
        now: Instant,
        session: SessionId,
        key: &ServerKey,
        sdp: Option<Bytes>,
    ) -> Option<Accepted> {
        let transaction = self.servers.get(key)?;
        let request = transaction.open_request()?.clone();
        let (flow, cseq) = (transaction.flow.clone(), request.cseq().0);
        let is_offer = request.sdp().is_none() && sdp.is_some();
        let mut response = Response::to(&request, 200);
        self.dialog_fields(session, &mut response, &request, &flow);
        self.grant_timer(now, session, &request, &mut response);
        if let Some(sdp) = sdp {
            response.set_body(SDP, sdp);
        }
        self.respond(now, key, response);
        let bytes = self.servers.get(key)?.answered()?;
        Some(Accepted { bytes, flow, cseq, is_offer })
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
        let Some(request) = self.servers.get(key).and_then(ServerTransaction::open_request) else { return };
        let mut response = Response::to(request, status);
        for (name, value) in headers {
            response.push(name, value);
        }
        self.respond(now, key, response);
    }

    /// A CANCEL (RFC 3261 §9.2): answered itself, and what it is about with 487.
    pub(super) fn cancelled(&mut self, now: Instant, key: ServerKey, request: &Request) {
        let invite = ServerKey::of_cancelled(request).filter(|invite| self.servers.contains_key(invite));
        let status = if invite.is_some() { 200 } else { 481 };
        // RFC 3261 §9.2: both are answered with the same tag.
        let tag =
            invite.as_ref().and_then(|invite| self.servers.get(invite)).map(|invite| invite.tag.clone());
        if let (Some(tag), Some(transaction)) = (tag, self.servers.get_mut(&key)) {
            transaction.tag = tag;
        }
        let response = Response::to(request, status);
        self.respond(now, &key, response);
        let Some(invite) = invite else { return };
        let Some(transaction) = self.servers.get(&invite).filter(|transaction| transaction.is_open()) else {
            return;
        };
        let owner = transaction.owner;
        let tag = transaction.tag.clone();
        self.refuse_invite(now, &invite, 487, Vec::new());
        match owner {
            Some(Usage::Session(session)) => {
                self.note_reason(session, request);
                self.end(now, session, Ended::Cancelled);
            }
            _ => self.offer_withdrawn(now, &invite, &tag),
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
        self.note_reason(session, request);
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

/// Where requests to the caller go: its Contact. Peers of RFC 2543 need not have one, and are reached by their From.
fn target_of(invite: &Request) -> Option<Uri> {
    let contact = invite.contacts().into_iter().next();
    let is_old = invite.via().is_some_and(|via| via.magic_branch().is_none());
    let address = contact.or_else(|| invite.from().filter(|_| is_old).cloned())?;
    Some(NameAddr::uri(&address).clone())
}

/// Whether an answer may have a description (RFC 3261 §20.1: without Accept it may).
fn takes_descriptions(invite: &Request) -> bool {
    let mut accepted = invite.fields().elements(&HeaderName::Accept).peekable();
    let says_nothing = accepted.peek().is_none() && invite.header(&HeaderName::Accept).is_none();
    says_nothing
        || accepted.any(|range| {
            let kind = range.split(';').next().unwrap_or_default().trim();
            [SDP, "application/*", "*/*"].iter().any(|fitting| kind.eq_ignore_ascii_case(fitting))
        })
}
