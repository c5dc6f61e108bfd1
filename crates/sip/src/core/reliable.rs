//! Reliable provisional responses (RFC 3262) as we send them: one at a time, again and again until its PRACK comes.

use super::server::ServerKey;
use super::session::{Ended, Phase, SessionEvent};
use super::{Alarm, Core, SessionId};
use crate::flow::FlowId;
use crate::message::{HeaderName, Offered, Request, Response};
use bytes::Bytes;
use rand::Rng;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

const OPTION: &str = "100rel";
const SDP: &str = "application/sdp";
/// Provisional responses that wait for the PRACK of the one before; more say nothing that the caller must hear.
const MOST_WAITING: usize = 8;

/// What has been said of a call that rings here, and what is still to be said.
#[derive(Default)]
pub(super) struct Progress {
    /// Number of the last reliable response.
    rseq: Option<u32>,
    unacknowledged: Option<Unacknowledged>,
    waiting: VecDeque<(u16, Option<Bytes>)>,
    /// Our answer to the INVITE, which waits for a PRACK or for our answer to what one has offered.
    answer: Option<Bytes>,
    /// The first offer is answered, and both sides know it: the 2xx says nothing of it any more.
    is_settled: bool,
}

struct Unacknowledged {
    rseq: u32,
    bytes: Bytes,
    flow: FlowId,
    next_at: Instant,
    interval: Duration,
    give_up_at: Instant,
    /// It has a description; if it is our offer, the PRACK brings the answer.
    describes: bool,
}

/// How a caller takes provisional responses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Required,
    Supported,
    Unreliable,
}

impl Progress {
    /// Number of the last reliable response.
    pub fn rseq(&self) -> Option<u32> {
        self.rseq
    }

    /// Both sides know the answer to the first offer, whatever else waits for its PRACK.
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    fn keeps_answer_waiting(&self) -> bool {
        self.unacknowledged.as_ref().is_some_and(|unacknowledged| unacknowledged.describes)
    }
}

fn wants(invite: &Request) -> Wants {
    let has = |name| invite.fields().elements(&name).any(|option| option.eq_ignore_ascii_case(OPTION));
    match (has(HeaderName::Require), has(HeaderName::Supported)) {
        (true, _) => Wants::Required,
        (_, true) => Wants::Supported,
        _ => Wants::Unreliable,
    }
}

/// `rseq cseq method` of a RAck field.
fn acknowledges(prack: &Request) -> Option<(u32, u32, &str)> {
    let mut words = prack.header(&HeaderName::RAck)?.split_ascii_whitespace();
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?))
}

impl Core {
    pub(super) fn progress(&mut self, now: Instant, session: SessionId, status: u16, sdp: Option<Bytes>) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Phase::Incoming(key) = state.phase.clone() else { return };
        let Some(invite) = self.servers.get(&key).and_then(|transaction| transaction.open_request()) else {
            return;
        };
        // What both sides know is not said again (RFC 3261 §13.2.1).
        let sdp = sdp.filter(|_| !state.progress.is_settled);
        let is_reliable = match wants(invite) {
            Wants::Required => true,
            Wants::Supported => sdp.is_some(),
            Wants::Unreliable => false,
        };
        if is_reliable && state.progress.unacknowledged.is_some() {
            if state.progress.waiting.len() < MOST_WAITING {
                state.progress.waiting.push_back((status, sdp));
            }
            return;
        }
        self.send_progress(now, session, &key, (status, sdp), is_reliable);
    }

    fn send_progress(
        &mut self,
        now: Instant,
        session: SessionId,
        key: &ServerKey,
        (status, sdp): (u16, Option<Bytes>),
        is_reliable: bool,
    ) {
        let Some(transaction) = self.servers.get(key) else { return };
        let Some(request) = transaction.open_request().cloned() else { return };
        let flow = transaction.flow.clone();
        let mut response = Response::to(&request, status.clamp(101, 199));
        self.dialog_fields(session, &mut response, &request, &flow);
        let describes = sdp.is_some();
        if let Some(sdp) = sdp {
            if let Some(state) = self.sessions.get_mut(&session).filter(|_| is_reliable) {
                state.descriptions.ours = sdp.clone();
            }
            response.set_body(SDP, sdp);
        }
        let rseq = is_reliable.then(|| self.next_rseq(session)).flatten();
        if let Some(rseq) = rseq {
            response.push(HeaderName::Require, OPTION);
            response.push(HeaderName::RSeq, rseq.to_string());
        }
        let Some(bytes) = self.respond_provisionally(now, key, response) else { return };
        let (Some(rseq), timers) = (rseq, self.config.timers) else { return };
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let next_at = now + timers.t1;
        state.progress.unacknowledged = Some(Unacknowledged {
            rseq,
            bytes,
            flow,
            next_at,
            interval: timers.t1,
            give_up_at: now + timers.give_up(),
            describes,
        });
        self.alarm(next_at, Alarm::SessionProgress(session));
    }

    /// RFC 3262 §3: from 1 to 2³¹ - 1 at first, so that there is room above.
    fn next_rseq(&mut self, session: SessionId) -> Option<u32> {
        let first = self.random.random_range(1..1 << 31);
        let progress = &mut self.sessions.get_mut(&session)?.progress;
        let rseq = progress.rseq.map_or(first, |last| last.wrapping_add(1).max(1));
        progress.rseq = Some(rseq);
        Some(rseq)
    }

    pub(super) fn progress_retransmit(&mut self, session: SessionId, at: Instant, now: Instant) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let waiting = state.progress.unacknowledged.as_mut();
        let Some(waiting) = waiting.filter(|waiting| waiting.next_at == at) else { return };
        if now >= waiting.give_up_at {
            // RFC 3262 §3: who does not hear us cannot be called.
            if let Phase::Incoming(key) = state.phase.clone() {
                self.refuse_invite(now, &key, 504, Vec::new());
            }
            return self.end(now, session, Ended::NoAck);
        }
        waiting.interval *= 2;
        waiting.next_at = (now + waiting.interval).min(waiting.give_up_at);
        let (next_at, flow, bytes) = (waiting.next_at, waiting.flow.clone(), waiting.bytes.clone());
        self.send(&flow, bytes);
        self.alarm(next_at, Alarm::SessionProgress(session));
    }

    /// No response is repeated any more.
    pub(super) fn stop_progress(&mut self, session: SessionId) {
        let state = self.sessions.get_mut(&session);
        if let Some(waiting) = state.and_then(|state| state.progress.unacknowledged.take()) {
            self.disarm(waiting.next_at, Alarm::SessionProgress(session));
        }
    }

    /// Their PRACK, whose transaction is open.
    pub(super) fn pracked(&mut self, now: Instant, session: SessionId, key: ServerKey, prack: &Request) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let invite = match &state.phase {
            Phase::Incoming(invite) => self.servers.get(invite),
            _ => None,
        };
        let invite = invite.and_then(|transaction| transaction.open_request()).cloned();
        let waiting = state.progress.unacknowledged.as_ref();
        let (Some(invite), Some(waiting)) = (invite, waiting) else {
            return self.respond(now, &key, Response::to(prack, 481));
        };
        let expected = (waiting.rseq, invite.cseq().0, "INVITE");
        let describes = waiting.describes;
        if acknowledges(prack) != Some(expected) {
            return self.respond(now, &key, Response::to(prack, 481));
        }
        let is_our_offer = describes && invite.sdp().is_none() && !state.progress.is_settled;
        let offered = prack.offered();
        if offered == Offered::Unknown {
            return self.refuse_invite(now, &key, 415, vec![(HeaderName::Accept, SDP.into())]);
        }
        self.stop_progress(session);
        let Some(state) = self.sessions.get_mut(&session) else { return };
        state.progress.is_settled |= describes && !is_our_offer;
        match offered {
            Offered::Description(answer) if is_our_offer => {
                state.progress.is_settled = true;
                state.descriptions.theirs = answer.clone();
                self.tell(session, SessionEvent::OfferAnswered { sdp: answer });
                self.accept_update(now, session, &key, None);
            }
            Offered::Description(offer) if state.progress.is_settled && !state.has_offered() => {
                state.offer.set_theirs(key);
                return self.tell(session, SessionEvent::Offer { sdp: Some(offer) });
            }
            // An offer before there is an answer, or across one of ours.
            Offered::Description(_) => self.refuse_invite(now, &key, 491, Vec::new()),
            _ => self.accept_update(now, session, &key, None),
        }
        self.go_on_with_progress(now, session);
    }

    /// What had to wait is said now.
    pub(super) fn go_on_with_progress(&mut self, now: Instant, session: SessionId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if state.progress.unacknowledged.is_some() || state.offer.waits_for_us() {
            return;
        }
        if let Some(sdp) = state.progress.answer.take() {
            return self.answer(now, session, sdp);
        }
        match state.progress.waiting.pop_front() {
            Some((status, sdp)) => self.progress(now, session, status, sdp),
            None => self.next_offer(now, session),
        }
    }

    /// Whether our answer to the INVITE must wait, and keeps it then (RFC 3262 §3: not before the PRACK of a description).
    pub(super) fn answer_waits(&mut self, session: SessionId, sdp: &Bytes) -> bool {
        let Some(state) = self.sessions.get_mut(&session) else { return false };
        let waits = state.progress.keeps_answer_waiting() || state.offer.waits_for_us();
        if waits {
            state.progress.waiting.clear();
            state.progress.answer = Some(sdp.clone());
        }
        waits
    }
}
