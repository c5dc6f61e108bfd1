//! Early dialogs of calls that we make (RFC 3261 §12.1.2): one for each phone that rings, before one answers. Reliable
//! responses in them are acknowledged by PRACK (RFC 3262), and their phones may send UPDATE (RFC 3311).

use super::client::Waits;
use super::server::ServerKey;
use super::session::{Phase, SessionState};
use super::uac::route_set;
use super::within::Ends;
use super::{Core, SessionId};
use crate::flow::FlowId;
use crate::message::{HeaderName, NameAddr, Request, Response, Uri};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Instant;

/// Phones that ring by one INVITE; what further ones say is heard, but not acknowledged.
const MOST: usize = 16;

/// A phone that rings.
pub(super) struct Early {
    tag: String,
    /// To, as it stands in requests to it.
    remote: String,
    routes: Vec<String>,
    target: Uri,
    flow: FlowId,
    pub remote_cseq: Option<u32>,
    /// Number of the last reliable response.
    rseq: Option<u32>,
    /// Its answer to our offer, by a reliable response.
    pub answer: Option<Bytes>,
    pub allows_update: bool,
}

impl Early {
    fn of(response: &Response, tag: &str, flow: &FlowId, target: Uri) -> Self {
        Self {
            tag: tag.to_owned(),
            remote: response.header(&HeaderName::To).unwrap_or_default().to_owned(),
            routes: route_set(response),
            target,
            flow: flow.clone(),
            remote_cseq: None,
            rseq: None,
            answer: None,
            allows_update: false,
        }
    }

    pub fn is_of(&self, tag: Option<&str>) -> bool {
        tag == Some(&self.tag)
    }

    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// By what it is reached, and what names another way to it.
    pub fn way(&mut self) -> (&mut FlowId, &Uri, &[String]) {
        (&mut self.flow, &self.target, &self.routes)
    }

    pub fn moves_to(&mut self, target: &Uri) {
        self.target = target.clone();
    }

    /// Takes what a response says; says whether it is new.
    fn takes(&mut self, response: &Response, rseq: Option<u32>) -> bool {
        if let Some(contact) = response.contacts().first() {
            self.target = contact.uri().clone();
        }
        let allow = &HeaderName::Allow;
        if response.header(allow).is_some() {
            let mut methods = response.fields().elements(allow);
            self.allows_update = methods.any(|method| method.eq_ignore_ascii_case("UPDATE"));
        }
        let Some(rseq) = rseq else { return true };
        // RFC 3262 §4: what comes twice or out of order is dropped; it comes again.
        let is_next = self.rseq.is_none_or(|last| last.checked_add(1) == Some(rseq));
        if is_next {
            self.rseq = Some(rseq);
            self.answer = self.answer.take().or_else(|| response.sdp());
        }
        is_next
    }
}

/// The number of a response that wants a PRACK.
fn rseq_of(response: &Response) -> Option<u32> {
    let needs = |option: &str| option.eq_ignore_ascii_case("100rel");
    let is_reliable = response.fields().elements(&HeaderName::Require).any(needs);
    let rseq = response.header(&HeaderName::RSeq).filter(|_| is_reliable)?;
    rseq.trim().parse().ok().filter(|rseq| *rseq > 0)
}

impl SessionState {
    pub fn early(&mut self, tag: Option<&str>) -> Option<&mut Early> {
        self.early.iter_mut().find(|early| tag == Some(&early.tag))
    }

    /// The only phone with which descriptions are settled, and which takes UPDATE.
    fn settled_early(&self) -> Option<&Early> {
        let mut settled = self.early.iter().filter(|early| early.answer.is_some());
        settled.next().filter(|early| early.allows_update && settled.next().is_none())
    }

    /// Whether an offer may go out by UPDATE before the call is answered.
    pub fn may_offer_early(&self) -> bool {
        match self.phase {
            Phase::Incoming(_) => self.allows_update && self.progress.is_settled(),
            Phase::Outgoing { .. } => self.settled_early().is_some(),
            _ => false,
        }
    }

    /// Whether an offer may come in by UPDATE.
    pub fn may_be_offered(&mut self, tag: Option<&str>) -> bool {
        match self.phase {
            Phase::Confirmed => true,
            Phase::Incoming(_) => self.progress.is_settled(),
            Phase::Outgoing { .. } => self.early(tag).is_some_and(|early| early.answer.is_some()),
            Phase::Cancelling => false,
        }
    }
}

impl Core {
    /// A 101 to 199 to our INVITE: notes who rings, acknowledges it where it wants to be. Says whether it is new.
    pub(super) fn note_ringing(
        &mut self,
        now: Instant,
        session: SessionId,
        response: &Response,
        from: &FlowId,
    ) -> bool {
        let Some(tag) = response.to_address().and_then(NameAddr::tag) else { return true };
        let Some(state) = self.sessions.get_mut(&session) else { return false };
        if state.early(Some(tag)).is_none() {
            if state.early.len() >= MOST {
                return true;
            }
            let target = state.target.clone();
            state.early.push(Early::of(response, tag, from, target));
        }
        // Without our offer theirs would be in it, and a PRACK would have to answer it: we do not say that we can.
        let rseq = rseq_of(response).filter(|_| !state.descriptions.ours.is_empty());
        let is_new = state.early(Some(tag)).is_some_and(|early| early.takes(response, rseq));
        if let Some(rseq) = rseq.filter(|_| is_new) {
            self.send_prack(now, session, tag, rseq, response.cseq().0);
        }
        is_new
    }

    fn send_prack(&mut self, now: Instant, session: SessionId, tag: &str, rseq: u32, invite: u32) {
        let Some((mut prack, flow, branch)) = self.in_early_dialog(session, tag, "PRACK") else { return };
        prack.push(HeaderName::RAck, format!("{rseq} {invite} INVITE"));
        self.open_client(now, branch, prack, flow, Waits::Nobody);
    }

    /// A request to a phone that rings, without its body.
    fn in_early_dialog(
        &mut self,
        session: SessionId,
        tag: &str,
        method: &str,
    ) -> Option<(Request, FlowId, Arc<str>)> {
        let branch = self.branch();
        let state = self.sessions.get_mut(&session)?;
        state.local_cseq += 1;
        let cseq = state.local_cseq;
        let state = self.sessions.get(&session)?;
        let early = state.early.iter().find(|early| early.tag == tag)?;
        let ends = Ends {
            target: &early.target,
            routes: &early.routes,
            flow: &early.flow,
            local: &state.local,
            remote: &early.remote,
            call_id: &state.call_id,
        };
        let (request, flow) = self.within(&ends, method, cseq, &branch);
        Some((request, flow, branch))
    }

    /// The next request for an offer, in whichever dialog there is.
    pub(super) fn for_offer(
        &mut self,
        session: SessionId,
        method: &str,
    ) -> Option<(Request, FlowId, Arc<str>)> {
        let state = self.sessions.get(&session)?;
        match state.phase {
            Phase::Outgoing { .. } => {
                let tag = state.settled_early()?.tag.clone();
                self.in_early_dialog(session, &tag, method)
            }
            _ => self.in_dialog(session, method),
        }
    }

    /// A request from a phone that rings.
    pub(super) fn requested_early(
        &mut self,
        now: Instant,
        session: SessionId,
        key: ServerKey,
        request: &Request,
        flow: &FlowId,
    ) {
        let tag = request.from().and_then(NameAddr::tag);
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let is_ours = state.call_id == request.call_id();
        let Some(early) = state.early(tag).filter(|_| is_ours) else {
            return self.respond(now, &key, Response::to(request, 481));
        };
        let cseq = request.cseq().0;
        if early.remote_cseq.is_some_and(|last| cseq <= last) {
            return self.respond(now, &key, Response::to(request, 500));
        }
        early.remote_cseq = Some(cseq);
        early.flow = flow.clone();
        match request.method() {
            "UPDATE" => self.updated(now, session, key, request),
            "OPTIONS" => self.options_received(now, &key, request),
            _ => self.not_allowed(now, &key, request),
        }
    }
}
