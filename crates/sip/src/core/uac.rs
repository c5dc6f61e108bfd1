//! Calls and requests that go out.

use super::client::Waits;
use super::session::{Descriptions, Ended, Phase, SessionEvent, SessionState, ended_by};
use super::timer::Refreshing;
use super::within::Ends;
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
    /// Drawn by [`crate::Stack::invite`], if not given.
    pub call_id: Option<String>,
    /// 1, if not given. What answers a challenge has the Call-ID and From of the first try (its tag, too) and the next
    /// number (RFC 3261 §22.2).
    pub cseq: Option<u32>,
    pub offer: Option<Bytes>,
    /// A Max-Forwards among them takes the place of the usual 70: a call that is passed on must run out of hops some day.
    /// So does a Contact: a trunk calls us by the one that it has registered.
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
    /// As in [`InviteOrder`]; registrations of one account have one Call-ID, too.
    pub call_id: Option<String>,
    pub cseq: Option<u32>,
    /// The body's Content-Type is among them. A Contact takes the place of ours.
    pub headers: Vec<(HeaderName, String)>,
    pub body: Bytes,
}

impl InviteOrder {
    /// A call of nothing but its ends: to its target, by the target's own address, without an offer.
    pub fn new(target: Uri, from: NameAddr) -> Self {
        Self {
            to: NameAddr::new(target.clone()),
            target,
            flow: None,
            route: Vec::new(),
            from,
            call_id: None,
            cseq: None,
            offer: None,
            headers: Vec::new(),
        }
    }
}

impl RequestOrder {
    /// A request of nothing but its ends: to its target, by the target's own address, without a body.
    pub fn new(method: &str, target: Uri, from: NameAddr) -> Self {
        Self {
            method: method.to_owned(),
            to: NameAddr::new(target.clone()),
            target,
            flow: None,
            route: Vec::new(),
            from,
            call_id: None,
            cseq: None,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }
}

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestFailed {
    #[error("no answer in time")]
    TimedOut,
    #[error("no way to the peer")]
    TransportLost,
    #[error("too many requests are under way")]
    TooMany,
    #[error("the peer does not take it, or is gone")]
    NotTaken,
}

impl Core {
    pub(super) fn invite(&mut self, now: Instant, session: SessionId, order: InviteOrder, flow: FlowId) {
        let branch = self.branch();
        let call_id = order.call_id.unwrap_or_else(|| self.random_word());
        let (from, local_tag) = self.tagged(order.from);
        let local = from.to_string();
        let cseq = order.cseq.unwrap_or(1);
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
        request.push(HeaderName::CSeq, format!("{cseq} INVITE"));
        request.push(HeaderName::Contact, self.contact(&flow, &order.target));
        request.push(HeaderName::Allow, super::words::ALLOW);
        let supported = match &order.offer {
            Some(_) => super::words::SUPPORTED,
            None => super::words::SUPPORTED_WITHOUT_OFFER,
        };
        request.push(HeaderName::Supported, supported);
        let timer = Refreshing::new(self.config.session_timer);
        self.ask_timer(&mut request, &timer);
        for (name, value) in order.headers {
            match name {
                HeaderName::MaxForwards | HeaderName::Contact => request.set(name, value),
                _ => request.push(name, value),
            }
        }
        let ours = order.offer.unwrap_or_default();
        if !ours.is_empty() {
            request.set_body(SDP, ours.clone());
        }
        let state = SessionState {
            phase: Phase::Outgoing { branch: branch.clone(), is_ringing: false },
            call_id,
            local,
            remote,
            local_tag,
            remote_tag: None,
            local_cseq: cseq,
            remote_cseq: None,
            routes,
            target: order.target,
            flow: flow.clone(),
            answer: None,
            is_caller: true,
            offer: Default::default(),
            timer,
            progress: Default::default(),
            early: Vec::new(),
            allows_update: false,
            allows_refer: true,
            referring: None,
            allows_message: true,
            text: None,
            descriptions: Descriptions { ours, theirs: Bytes::new() },
            bye: None,
            peers_reason: None,
            focus: None,
        };
        self.sessions.insert(session, state);
        self.register_dialog(session);
        self.open_client(now, branch, request, flow, Waits::Invite(session));
    }

    pub(super) fn invite_responded(
        &mut self,
        now: Instant,
        session: SessionId,
        branch: &str,
        response: Response,
        from: &FlowId,
    ) {
        let status = response.status();
        let Some(phase) = self.sessions.get(&session).map(|state| state.phase.clone()) else {
            // Given up, and answered all the same.
            if (200..300).contains(&status) {
                self.end_fork(now, branch, &response, from);
            }
            return;
        };
        match (phase, status) {
            (Phase::Outgoing { .. }, 100..200) => self.ringing(now, session, branch, &response, from),
            (Phase::Cancelling, 100..200) | (Phase::Incoming(_), _) => {}
            (Phase::Outgoing { .. }, 200..300) => self.answered(now, session, branch, response, from),
            // The answer crossed our CANCEL: acknowledged, then ended.
            (Phase::Cancelling, 200..300) => {
                self.end_fork(now, branch, &response, from);
                self.end(now, session, Ended::Cancelled);
            }
            (Phase::Confirmed, 200..300) => self.end_fork(now, branch, &response, from),
            (Phase::Confirmed, _) => {}
            (Phase::Cancelling, _) => self.end(now, session, Ended::Cancelled),
            (Phase::Outgoing { .. }, 422) if self.invite_again(now, session, branch, &response) => {}
            (Phase::Outgoing { .. }, _) => {
                self.tell(session, Self::refused_event(status, Some(response)));
                self.end(now, session, Ended::Refused);
            }
        }
    }

    fn ringing(
        &mut self,
        now: Instant,
        session: SessionId,
        branch: &str,
        response: &Response,
        from: &FlowId,
    ) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.phase = Phase::Outgoing { branch: branch.into(), is_ringing: true };
        if let Some(reason) = state.bye.take() {
            return self.bye(now, session, reason);
        }
        if response.status() > 100 && self.note_ringing(now, session, response, from) {
            let sdp = response.sdp();
            let tag = response.to_address().and_then(|to| to.tag().map(str::to_owned));
            self.tell(session, SessionEvent::Progress { status: response.status(), sdp, tag });
        }
    }

    fn answered(
        &mut self,
        now: Instant,
        session: SessionId,
        branch: &str,
        response: Response,
        from: &FlowId,
    ) {
        self.establish(session, &response, from);
        self.timer_granted(now, session, &response);
        self.send_ack(session, branch, &response);
        let wants_bye = self.sessions.get_mut(&session).and_then(|state| state.bye.take());
        let answer = self.sessions.get(&session).map(|state| state.descriptions.theirs.clone());
        let sdp = answer.filter(|answer| !answer.is_empty());
        self.tell(session, SessionEvent::Answered { sdp, response: Arc::new(response) });
        if let Some(reason) = wants_bye {
            return self.bye(now, session, reason);
        }
        self.next_offer(now, session);
    }

    /// A peer or proxy wants a longer session timer: the same call with it (RFC 4028 §7.3). Says whether it is made.
    fn invite_again(&mut self, now: Instant, session: SessionId, branch: &str, response: &Response) -> bool {
        if !self.timer_too_brief(session, response) {
            return false;
        }
        let next = self.branch();
        let Some(transaction) = self.clients.get(branch) else { return false };
        let (mut request, flow) = (Request::clone(&transaction.request), transaction.flow.clone());
        request.set(HeaderName::Via, self.via(&flow, &next));
        let Some(state) = self.sessions.get_mut(&session).filter(|state| state.bye.is_none()) else {
            return false;
        };
        state.local_cseq += 1;
        state.early.clear();
        state.phase = Phase::Outgoing { branch: next.clone(), is_ringing: false };
        let (cseq, timer) = (state.local_cseq, state.timer);
        request.set(HeaderName::CSeq, format!("{cseq} INVITE"));
        self.ask_timer(&mut request, &timer);
        self.open_client(now, next, request, flow, Waits::Invite(session));
        true
    }

    /// RFC 3261 §12.1.2: the dialog as the 2xx makes it.
    fn establish(&mut self, session: SessionId, response: &Response, from: &FlowId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.phase = Phase::Confirmed;
        state.remote = response.header(&HeaderName::To).unwrap_or_default().to_owned();
        state.remote_tag = response.to_address().and_then(|to| to.tag().map(str::to_owned));
        state.routes = route_set(response);
        state.refresh_target(&response.contacts());
        state.note_peer(response.fields());
        // What a reliable 1xx has answered need not be said again.
        let tag = state.remote_tag.clone();
        let early = std::mem::take(&mut state.early).into_iter().find(|early| early.is_of(tag.as_deref()));
        if let Some(early) = early {
            state.remote_cseq = early.remote_cseq;
            state.allows_update |= early.allows_update;
            state.descriptions.theirs = early.answer.unwrap_or_default();
        }
        if let Some(sdp) = response.sdp() {
            state.descriptions.theirs = sdp;
        }
        state.flow = from.clone();
    }

    /// The ACK of a 2xx is a request of its own (RFC 3261 §13.2.2.4).
    pub(super) fn send_ack(&mut self, session: SessionId, invite: &str, response: &Response) {
        let branch = self.branch();
        let Some((ack, flow, _)) = self.with_cseq(session, "ACK", response.cseq().0, branch) else { return };
        self.acknowledge(invite, response, &flow, ack.to_bytes());
    }

    /// A 2xx of another fork, or of one that was not waited for any more: acknowledged and ended.
    fn end_fork(&mut self, now: Instant, branch: &str, response: &Response, from: &FlowId) {
        let Some(invite) = self.clients.get(branch).map(|transaction| transaction.request.clone()) else {
            return;
        };
        let contact = response.contacts().into_iter().next();
        let target = contact.map_or_else(|| invite.uri().clone(), |contact| contact.uri().clone());
        let routes = route_set(response);
        let ends = Ends {
            target: &target,
            routes: &routes,
            flow: from,
            local: invite.header(&HeaderName::From).unwrap_or_default(),
            remote: response.header(&HeaderName::To).unwrap_or_default(),
            call_id: invite.call_id(),
        };
        let (ack_branch, bye_branch) = (self.branch(), self.branch());
        let (ack, flow) = self.within(&ends, "ACK", invite.cseq().0, &ack_branch);
        let (bye, _) = self.within(&ends, "BYE", invite.cseq().0 + 1, &bye_branch);
        self.acknowledge(branch, response, &flow, ack.to_bytes());
        self.open_client(now, bye_branch, bye, flow, Waits::Nobody);
    }

    pub(super) fn invite_unanswered(&mut self, now: Instant, session: SessionId, why: RequestFailed) {
        let (status, ended) = ended_by(why);
        let Some(state) = self.sessions.get(&session) else { return };
        if state.phase == Phase::Cancelling {
            return self.end(now, session, Ended::Cancelled);
        }
        self.tell(session, Self::refused_event(status, None));
        self.end(now, session, ended);
    }

    /// With its tag, which is drawn if it has none. A tag that a dialog of ours stands by is drawn anew: it names that one.
    fn tagged(&mut self, from: NameAddr) -> (NameAddr, String) {
        if let Some(tag) = from.tag().filter(|tag| !self.dialogs.contains_key(*tag)).map(str::to_owned) {
            return (from, tag);
        }
        let tag = self.random_word();
        (from.without_parameter("tag").with_parameter("tag", &tag), tag)
    }

    pub(super) fn order(&mut self, now: Instant, order: OrderId, request: RequestOrder, flow: FlowId) {
        let branch = self.branch();
        let call_id = request.call_id.unwrap_or_else(|| self.random_word());
        let (from, _) = self.tagged(request.from);
        let mut message = Request::new(&request.method, request.target);
        self.stamp(&mut message, &flow, &branch);
        for route in request.route {
            message.push(HeaderName::Route, NameAddr::new(route).to_string());
        }
        message.push(HeaderName::From, from.to_string());
        message.push(HeaderName::To, request.to.to_string());
        message.push(HeaderName::CallId, call_id);
        message.push(HeaderName::CSeq, format!("{} {}", request.cseq.unwrap_or(1), request.method));
        let contact = self.contact(&flow, message.uri());
        message.push(HeaderName::Contact, contact);
        for (name, value) in request.headers {
            match name {
                HeaderName::Contact => message.set(name, value),
                _ => message.push(name, value),
            }
        }
        message.set_raw_body(request.body);
        self.open_client(now, branch, message, flow, Waits::Order(order));
    }
}

/// RFC 3261 §12.1.2: the proxies on the way, from our end.
pub(super) fn route_set(response: &Response) -> Vec<String> {
    let mut routes: Vec<String> =
        response.fields().elements(&HeaderName::RecordRoute).map(str::to_owned).collect();
    routes.reverse();
    routes
}
