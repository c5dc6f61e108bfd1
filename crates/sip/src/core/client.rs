//! Client transactions (RFC 3261 §17.1, RFC 6026): a request is repeated until it is answered, or given up.

use super::reason::Reason;
use super::session::SessionEvent;
use super::uac::RequestFailed;
use super::{Alarm, Core, OrderId, Output, SessionId, SubscriptionId};
use crate::flow::FlowId;
use crate::message::{HeaderName, Request, Response, Via};
use bytes::Bytes;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Timer D: refusals of an INVITE are acknowledged again for so long.
const TIMER_D: Duration = Duration::from_secs(32);
/// Timer C: a phone that rings longer is given up, whoever has forgotten it (RFC 3261 §16.6 step 11).
const TIMER_C: Duration = Duration::from_secs(600);

/// Forks that answer one INVITE.
const FORKS_LIMIT: usize = 16;

/// Who waits for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// The INVITE that makes a session.
    Invite(SessionId),
    Reinvite(SessionId),
    Update(SessionId),
    Notify(SubscriptionId),
    Referral(super::ReferId),
    /// Our own REFER.
    Refer(SessionId),
    Order(OrderId),
    /// CANCEL and BYE: what is answered changes nothing.
    Nobody,
}

pub(super) struct ClientTransaction {
    pub flow: FlowId,
    pub request: Arc<Request>,
    waits: Waits,
    bytes: Bytes,
    state: State,
    interval: Duration,
    retransmit_at: Option<Instant>,
    end_at: Instant,
    /// A CANCEL is on its way: provisional answers give no more time.
    is_cancelled: bool,
    /// The ACK of each 2xx, by the tag of who answered, for its repetitions.
    acknowledgements: Vec<Acknowledgement>,
}

struct Acknowledgement {
    tag: String,
    flow: FlowId,
    bytes: Bytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Calling,
    Proceeding,
    Completed,
    /// An INVITE with a 2xx: further ones are let through (RFC 6026).
    Accepted,
}

impl ClientTransaction {
    fn is_invite(&self) -> bool {
        self.request.method() == "INVITE"
    }
}

impl Core {
    /// Sends a request that has its Via already.
    pub(super) fn open_client(
        &mut self,
        now: Instant,
        branch: Arc<str>,
        request: Request,
        flow: FlowId,
        waits: Waits,
    ) {
        if self.clients.len() >= self.config.capacity.clients && waits != Waits::Nobody {
            return self.unanswered(now, waits, RequestFailed::TooMany);
        }
        let timers = self.config.timers;
        let bytes = request.to_bytes();
        let is_reliable = flow.transport().is_reliable();
        let transaction = ClientTransaction {
            flow: flow.clone(),
            request: Arc::new(request),
            waits,
            bytes: bytes.clone(),
            state: State::Calling,
            interval: timers.t1,
            // Timers A and E.
            retransmit_at: (!is_reliable).then_some(now + timers.t1),
            // Timers B and F.
            end_at: now + timers.give_up(),
            is_cancelled: false,
            acknowledgements: Vec::new(),
        };
        if let Some(at) = transaction.retransmit_at {
            self.alarm(at, Alarm::ClientRetransmit(branch.clone()));
        }
        self.alarm(transaction.end_at, Alarm::ClientEnd(branch.clone()));
        self.clients.insert(branch, transaction);
        self.send(&flow, bytes);
    }

    /// A response has come; what fits no transaction is dropped.
    pub(super) fn responded(&mut self, now: Instant, response: Response, from: &FlowId) {
        let Some(branch) = response.via().and_then(Via::branch) else { return };
        // A CANCEL has the branch of what it cancels.
        let is_cancel = response.cseq().1 == "CANCEL";
        let found = if is_cancel {
            self.clients.get_key_value(&cancelling(branch))
        } else {
            self.clients.get_key_value(branch)
        };
        let Some(branch) = found.map(|(branch, _)| branch.clone()) else { return };
        if response.header(&HeaderName::To).is_none() {
            return;
        }
        let timers = self.config.timers;
        let Some(transaction) = self.clients.get_mut(&branch) else { return };
        if response.cseq().1 != transaction.request.method() {
            return;
        }
        let status = response.status();
        let is_reliable = transaction.flow.transport().is_reliable();
        match (transaction.state, status) {
            (State::Calling | State::Proceeding, 100..200) => {
                transaction.state = State::Proceeding;
                if transaction.is_invite() {
                    let retransmit_at = transaction.retransmit_at.take();
                    let is_cancelled = transaction.is_cancelled;
                    self.stop_retransmitting(&branch, retransmit_at);
                    if !is_cancelled {
                        self.client_ends(&branch, now + TIMER_C);
                    }
                }
            }
            (State::Calling | State::Proceeding, _) => {
                let retransmit_at = transaction.retransmit_at.take();
                let is_accepted = transaction.is_invite() && status < 300;
                transaction.bytes = Bytes::new();
                transaction.state = if is_accepted { State::Accepted } else { State::Completed };
                // Timers M, D and K.
                let wait = match (transaction.is_invite(), is_reliable) {
                    (true, _) if is_accepted => timers.give_up(),
                    (_, true) => Duration::ZERO,
                    (true, false) => TIMER_D,
                    (false, false) => timers.t4,
                };
                self.stop_retransmitting(&branch, retransmit_at);
                self.client_ends(&branch, now + wait);
                self.acknowledge_refusal(&branch, &response);
            }
            (State::Completed, _) => return self.acknowledge_refusal(&branch, &response),
            (State::Accepted, 200..300) => {}
            (State::Accepted, _) => return,
        }
        self.pass_on(now, &branch, response, from);
    }

    fn pass_on(&mut self, now: Instant, branch: &str, response: Response, from: &FlowId) {
        let Some(waits) = self.clients.get(branch).map(|transaction| transaction.waits) else { return };
        match waits {
            Waits::Invite(_) | Waits::Reinvite(_) if self.acknowledged_before(branch, &response) => {}
            Waits::Invite(session) => self.invite_responded(now, session, branch, response, from),
            Waits::Reinvite(session) | Waits::Update(session) => {
                self.offer_responded(now, session, branch, response);
            }
            Waits::Notify(subscription) => self.notify_responded(now, subscription, Some(response.status())),
            Waits::Referral(refer) => self.news_responded(now, refer, Some(response.status())),
            Waits::Refer(session) => self.refer_responded(session, Ok(&response)),
            Waits::Order(order) if response.status() >= 200 => {
                self.outputs.push_back(Output::Answered(order, Ok(response)));
            }
            Waits::Order(_) | Waits::Nobody => {}
        }
    }

    /// Moves the end of a transaction.
    fn client_ends(&mut self, branch: &str, at: Instant) {
        let Some(transaction) = self.clients.get_mut(branch) else { return };
        let before = std::mem::replace(&mut transaction.end_at, at);
        self.disarm(before, Alarm::ClientEnd(branch.into()));
        self.alarm(at, Alarm::ClientEnd(branch.into()));
    }

    fn stop_retransmitting(&mut self, branch: &str, at: Option<Instant>) {
        if let Some(at) = at {
            self.disarm(at, Alarm::ClientRetransmit(branch.into()));
        }
    }

    /// Keeps and sends the ACK of a 2xx.
    pub(super) fn acknowledge(&mut self, branch: &str, response: &Response, flow: &FlowId, bytes: Bytes) {
        if let Some(transaction) = self.clients.get_mut(branch) {
            let tag = tag_of(response);
            transaction.acknowledgements.push(Acknowledgement {
                tag,
                flow: flow.clone(),
                bytes: bytes.clone(),
            });
        }
        self.send(flow, bytes);
    }

    /// Whether this 2xx is a repetition; its ACK is repeated, too (RFC 3261 §13.2.2.4). One fork too many counts as
    /// one: it ends for want of an ACK.
    fn acknowledged_before(&mut self, branch: &str, response: &Response) -> bool {
        let Some(transaction) = self.clients.get(branch).filter(|_| (200..300).contains(&response.status()))
        else {
            return false;
        };
        let tag = tag_of(response);
        let before = transaction.acknowledgements.iter().find(|before| before.tag == tag);
        let Some((flow, bytes)) = before.map(|before| (before.flow.clone(), before.bytes.clone())) else {
            return transaction.acknowledgements.len() >= FORKS_LIMIT;
        };
        self.send(&flow, bytes);
        true
    }

    /// RFC 3261 §9.1: the CANCEL has the INVITE's own Via, and no To tag. The INVITE then has as long as any request
    /// to be answered.
    pub(super) fn cancel_invite(&mut self, now: Instant, branch: &str, reason: Option<Reason>) {
        let give_up_at = now + self.config.timers.give_up();
        let Some(transaction) = self.clients.get_mut(branch) else { return };
        transaction.is_cancelled = true;
        let (flow, invite) = (transaction.flow.clone(), &transaction.request);
        let mut request = Request::new("CANCEL", invite.uri().clone());
        for name in [
            HeaderName::Via,
            HeaderName::MaxForwards,
            HeaderName::Route,
            HeaderName::From,
            HeaderName::To,
            HeaderName::CallId,
        ] {
            request.copy(&name, invite.fields());
        }
        request.push(HeaderName::CSeq, format!("{} CANCEL", invite.cseq().0));
        if let Some(reason) = reason {
            request.push(HeaderName::Reason, reason.to_string());
        }
        self.client_ends(branch, give_up_at);
        self.open_client(now, cancelling(branch), request, flow, Waits::Nobody);
    }

    /// RFC 3261 §17.1.1.3: the ACK of a refusal belongs to the transaction.
    fn acknowledge_refusal(&mut self, branch: &str, response: &Response) {
        let Some(transaction) = self.clients.get(branch) else { return };
        if !transaction.is_invite() || response.status() < 300 {
            return;
        }
        let invite = &transaction.request;
        let mut ack = Request::new("ACK", invite.uri().clone());
        for name in [
            HeaderName::Via,
            HeaderName::Route,
            HeaderName::From,
            HeaderName::CallId,
            HeaderName::MaxForwards,
        ] {
            ack.copy(&name, invite.fields());
        }
        ack.push(HeaderName::To, response.header(&HeaderName::To).unwrap_or_default());
        ack.push(HeaderName::CSeq, format!("{} ACK", invite.cseq().0));
        let flow = transaction.flow.clone();
        self.send(&flow, ack.to_bytes());
    }

    pub(super) fn client_retransmit(&mut self, branch: Arc<str>, at: Instant, now: Instant) {
        let t2 = self.config.timers.t2;
        let Some(transaction) =
            self.clients.get_mut(&branch).filter(|transaction| transaction.retransmit_at == Some(at))
        else {
            return;
        };
        // Timer A doubles without an end; timer E up to T2, and is T2 once a 1xx has come.
        transaction.interval = match (transaction.is_invite(), transaction.state) {
            (true, _) => transaction.interval * 2,
            (false, State::Proceeding) => t2,
            (false, _) => (transaction.interval * 2).min(t2),
        };
        let next = now + transaction.interval;
        transaction.retransmit_at = Some(next);
        let (flow, bytes) = (transaction.flow.clone(), transaction.bytes.clone());
        self.send(&flow, bytes);
        self.alarm(next, Alarm::ClientRetransmit(branch));
    }

    pub(super) fn client_end(&mut self, branch: &str, at: Instant, now: Instant) {
        if self.clients.get(branch).is_none_or(|transaction| transaction.end_at != at) {
            return;
        }
        let rings = |transaction: &&ClientTransaction| {
            transaction.is_invite() && transaction.state == State::Proceeding && !transaction.is_cancelled
        };
        if let Some(waits) = self.clients.get(branch).filter(rings).map(|transaction| transaction.waits) {
            // Timer C: nobody waits any more, but the phone must stop ringing.
            self.cancel_invite(now, branch, None);
            return self.unanswered(now, waits, RequestFailed::TimedOut);
        }
        let Some(transaction) = self.clients.remove(branch) else { return };
        if matches!(transaction.state, State::Calling | State::Proceeding) {
            self.unanswered(now, transaction.waits, RequestFailed::TimedOut);
        }
    }

    /// A connection is gone, or could not be made: what waits on it waits in vain, but for a BYE, which tries another way
    /// once. Dialogs go on by another way.
    pub fn flow_lost(&mut self, now: Instant, flow: &FlowId) {
        let is_connection = flow.connection() != 0;
        if is_connection {
            self.lead_around(flow);
        }
        let waits_on_it = |transaction: &ClientTransaction| {
            transaction.flow == *flow && matches!(transaction.state, State::Calling | State::Proceeding)
        };
        let lost: Vec<Arc<str>> = self
            .clients
            .iter()
            .filter(|(_, transaction)| waits_on_it(transaction))
            .map(|(branch, _)| branch.clone())
            .collect();
        for branch in lost {
            if let Some(transaction) = self.clients.remove(&branch) {
                self.stop_retransmitting(&branch, transaction.retransmit_at);
                self.disarm(transaction.end_at, Alarm::ClientEnd(branch.clone()));
                let is_bye = is_connection && transaction.request.method() == "BYE";
                let anew = is_bye.then(|| self.bye_anew(&transaction.request, &branch, flow)).flatten();
                if let Some((bye, way)) = anew {
                    self.open_client(now, branch, bye, way, transaction.waits);
                    continue;
                }
                self.unanswered(now, transaction.waits, RequestFailed::TransportLost);
            }
        }
    }

    fn unanswered(&mut self, now: Instant, waits: Waits, why: RequestFailed) {
        match waits {
            Waits::Invite(session) => self.invite_unanswered(now, session, why),
            Waits::Reinvite(session) | Waits::Update(session) => self.offer_unanswered(now, session, why),
            Waits::Notify(subscription) => self.notify_responded(now, subscription, None),
            Waits::Referral(refer) => self.news_responded(now, refer, None),
            Waits::Refer(session) => self.refer_responded(session, Err(super::session::ended_by(why).0)),
            Waits::Order(order) => self.outputs.push_back(Output::Answered(order, Err(why))),
            Waits::Nobody => {}
        }
    }

    pub(super) fn refused_event(status: u16, response: Option<Response>) -> SessionEvent {
        SessionEvent::Refused { status, response: response.map(std::sync::Arc::new) }
    }
}

/// The name of a CANCEL's transaction: only its method tells it from its INVITE's (RFC 3261 §17.1.3).
fn cancelling(branch: &str) -> Arc<str> {
    format!("{branch}|CANCEL").into()
}

fn tag_of(response: &Response) -> String {
    response.to_address().and_then(|to| to.tag().map(str::to_owned)).unwrap_or_default()
}
