//! Calls and requests that go out.

use super::client::Waits;
use super::session::{Ended, Phase, Reason, SessionEvent, SessionState, ended_by};
use super::{Core, OrderId, SessionId};
use crate::flow::FlowId;
use crate::message::{HeaderName, NameAddr, Request, Response, Uri};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Instant;

const SDP: &str = "application/sdp";

/// A call to be made.
#[derive(Clone, Debug)]
pub struct InviteOrder {
    pub target: Uri,
    /// The way to go, for a target behind a NAT; otherwise the target's own address.
    pub flow: Option<FlowId>,
    pub route: Vec<Uri>,
    pub from: NameAddr,
    pub to: NameAddr,
    /// Drawn, if not given.
    pub call_id: Option<String>,
    pub offer: Option<Bytes>,
    pub headers: Vec<(HeaderName, String)>,
}

/// A request outside of any dialog: OPTIONS, MESSAGE, an unsolicited NOTIFY.
#[derive(Clone, Debug)]
pub struct RequestOrder {
    pub method: String,
    pub target: Uri,
    pub flow: Option<FlowId>,
    pub route: Vec<Uri>,
    pub from: NameAddr,
    pub to: NameAddr,
    /// The body's Content-Type is among them.
    pub headers: Vec<(HeaderName, String)>,
    pub body: Bytes,
}

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestFailed {
    #[error("no answer in time")]
    TimedOut,
    #[error("no way to the peer")]
    TransportLost,
}

impl Core {
    pub(super) fn invite(&mut self, now: Instant, session: SessionId, order: InviteOrder, flow: FlowId) {
        let (branch, local_tag) = (self.branch(), self.random_word());
        let call_id = order.call_id.unwrap_or_else(|| self.random_word());
        let local = order.from.with_parameter("tag", &local_tag).to_string();
        let remote = order.to.to_string();
        let mut request = Request::new("INVITE", order.target.clone());
        self.stamp(&mut request, &flow, &branch);
        let routes: Vec<String> =
            order.route.iter().map(|route| NameAddr::new(route.clone()).to_string()).collect();
        for route in &routes {
            request.push(HeaderName::Route, route.clone());
        }
        request.push(HeaderName::From, local.clone());
        request.push(HeaderName::To, remote.clone());
        request.push(HeaderName::CallId, call_id.clone());
        request.push(HeaderName::CSeq, "1 INVITE");
        request.push(HeaderName::Contact, self.contact(&flow));
        request.push(HeaderName::Allow, super::words::ALLOW);
        for (name, value) in order.headers {
            request.push(name, value);
        }
        if let Some(offer) = order.offer {
            request.set_body(SDP, offer);
        }
        let state = SessionState {
            phase: Phase::Outgoing { branch: branch.clone(), is_ringing: false },
            call_id,
            local,
            remote,
            local_tag,
            remote_tag: None,
            local_cseq: 1,
            remote_cseq: None,
            routes,
            target: order.target,
            flow: flow.clone(),
            answer: None,
            ack: None,
            invite: Some(Box::new(request.clone())),
            offer: Default::default(),
            bye: None,
        };
        self.sessions.insert(session, state);
        self.register_dialog(session);
        self.open_client(now, branch, request, flow, Waits::Invite(session));
    }

    pub(super) fn invite_responded(
        &mut self,
        now: Instant,
        session: SessionId,
        response: Response,
        from: &FlowId,
    ) {
        let status = response.status();
        let Some(phase) = self.sessions.get(&session).map(|state| state.phase.clone()) else {
            // Cancelled and forgotten, and answered all the same (RFC 3261 §9.1): acknowledged and ended.
            return;
        };
        match (phase, status) {
            (Phase::Outgoing { branch, .. }, 100..200) => self.ringing(now, session, branch, &response),
            (Phase::Cancelling, 100..200) | (Phase::Incoming(_), _) => {}
            (Phase::Outgoing { .. }, 200..300) => self.answered(now, session, response, from),
            // The answer crossed our CANCEL: acknowledged, then ended.
            (Phase::Cancelling, 200..300) => {
                self.establish(session, &response, from);
                self.send_ack(session, 1);
                self.send_bye(now, session, None);
                self.end(session, Ended::Cancelled);
            }
            (Phase::Confirmed, 200..300) => self.answered_again(now, session, &response),
            (Phase::Confirmed, _) => {}
            (Phase::Cancelling, _) => self.end(session, Ended::Cancelled),
            (Phase::Outgoing { .. }, _) => {
                self.tell(session, Self::refused_event(status, Some(response)));
                self.end(session, Ended::Refused);
            }
        }
    }

    fn ringing(&mut self, now: Instant, session: SessionId, branch: String, response: &Response) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.phase = Phase::Outgoing { branch, is_ringing: true };
        if let Some(reason) = state.bye.take() {
            return self.cancel(now, session, reason);
        }
        if response.status() > 100 {
            let sdp = Some(response.body().clone()).filter(|body| !body.is_empty());
            let tag = response.to_address().and_then(|to| to.tag().map(str::to_owned));
            self.tell(session, SessionEvent::Progress { status: response.status(), sdp, tag });
        }
    }

    fn answered(&mut self, now: Instant, session: SessionId, response: Response, from: &FlowId) {
        self.establish(session, &response, from);
        self.send_ack(session, 1);
        let wants_bye = self.sessions.get_mut(&session).and_then(|state| state.bye.take());
        let sdp = Some(response.body().clone()).filter(|body| !body.is_empty());
        self.tell(session, SessionEvent::Answered { sdp, response: Arc::new(response) });
        if let Some(reason) = wants_bye {
            self.bye(now, session, reason);
        }
    }

    /// RFC 3261 §12.1.2: the dialog as the 2xx makes it.
    fn establish(&mut self, session: SessionId, response: &Response, from: &FlowId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.phase = Phase::Confirmed;
        state.remote = response.header(&HeaderName::To).unwrap_or_default().to_owned();
        state.remote_tag = response.to_address().and_then(|to| to.tag().map(str::to_owned));
        state.routes = response.fields().elements(&HeaderName::RecordRoute).map(str::to_owned).collect();
        state.routes.reverse();
        state.refresh_target(&response.contacts());
        state.flow = from.clone();
        state.invite = None;
    }

    /// The ACK of a 2xx is a request of its own (RFC 3261 §13.2.2.4).
    pub(super) fn send_ack(&mut self, session: SessionId, cseq: u32) {
        let branch = self.branch();
        let Some((ack, flow, _)) = self.with_cseq(session, "ACK", cseq, branch) else { return };
        let bytes = ack.to_bytes();
        if let Some(state) = self.sessions.get_mut(&session) {
            state.ack = Some(bytes.clone());
        }
        self.send(&flow, bytes);
    }

    /// A repetition of the 2xx is acknowledged again; one of another fork is acknowledged and ended.
    fn answered_again(&mut self, now: Instant, session: SessionId, response: &Response) {
        let Some(state) = self.sessions.get(&session) else { return };
        let tag = response.to_address().and_then(|to| to.tag().map(str::to_owned));
        if tag == state.remote_tag {
            if let Some(ack) = state.ack.clone() {
                let flow = state.flow.clone();
                self.send(&flow, ack);
            }
            return;
        }
        self.end_fork(now, session, response);
    }

    fn end_fork(&mut self, now: Instant, session: SessionId, response: &Response) {
        let Some(target) = response.contacts().into_iter().next().map(|contact| contact.uri().clone()) else {
            return;
        };
        for (method, cseq) in [("ACK", 1), ("BYE", 2)] {
            let branch = self.branch();
            let Some((mut request, flow, branch)) = self.with_cseq(session, method, cseq, branch) else {
                return;
            };
            request.fields_mut().set(HeaderName::To, response.header(&HeaderName::To).unwrap_or_default());
            request.set_target(target.clone());
            match method {
                "ACK" => self.send(&flow, request.to_bytes()),
                _ => self.open_client(now, branch, request, flow, Waits::Nobody),
            }
        }
    }

    /// RFC 3261 §9.1: the INVITE's own Via, and no To tag.
    pub(super) fn cancel(&mut self, now: Instant, session: SessionId, reason: Option<Reason>) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.phase = Phase::Cancelling;
        let Some(invite) = state.invite.clone() else { return };
        let flow = state.flow.clone();
        let mut request = Request::new("CANCEL", invite.uri().clone());
        for name in [
            HeaderName::Via,
            HeaderName::MaxForwards,
            HeaderName::Route,
            HeaderName::From,
            HeaderName::To,
            HeaderName::CallId,
        ] {
            for value in invite.fields().all(&name) {
                request.push(name.clone(), value);
            }
        }
        request.push(HeaderName::CSeq, format!("{} CANCEL", invite.cseq().0));
        if let Some(reason) = reason {
            request.push(HeaderName::Reason, reason.to_string());
        }
        let Some(branch) = invite.via().and_then(|via| via.branch().map(str::to_owned)) else { return };
        self.open_client(now, format!("{branch}|CANCEL"), request, flow, Waits::Nobody);
    }

    pub(super) fn invite_unanswered(&mut self, session: SessionId, why: RequestFailed) {
        let (status, ended) = ended_by(why);
        let Some(state) = self.sessions.get(&session) else { return };
        if state.phase == Phase::Cancelling {
            return self.end(session, Ended::Cancelled);
        }
        self.tell(session, Self::refused_event(status, None));
        self.end(session, ended);
    }

    pub(super) fn order(&mut self, now: Instant, order: OrderId, request: RequestOrder, flow: FlowId) {
        let (branch, tag, call_id) = (self.branch(), self.random_word(), self.random_word());
        let mut message = Request::new(&request.method, request.target);
        self.stamp(&mut message, &flow, &branch);
        for route in request.route {
            message.push(HeaderName::Route, NameAddr::new(route).to_string());
        }
        message.push(HeaderName::From, request.from.with_parameter("tag", &tag).to_string());
        message.push(HeaderName::To, request.to.to_string());
        message.push(HeaderName::CallId, call_id);
        message.push(HeaderName::CSeq, format!("1 {}", request.method));
        message.push(HeaderName::Contact, self.contact(&flow));
        for (name, value) in request.headers {
            message.push(name, value);
        }
        message.set_raw_body(request.body);
        self.open_client(now, branch, message, flow, Waits::Order(order));
    }
}
