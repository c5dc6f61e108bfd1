//! Server transactions (RFC 3261 §17.2, RFC 6026): a request is taken once, and its answer is sent again for each
//! repetition.

use super::session::Ended;
use super::{Alarm, Core, Usage};
use crate::flow::FlowId;
use crate::message::{HeaderName, NameAddr, Request, Response};
use bytes::Bytes;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A response comes before that, or the core says 100 itself (RFC 3261 §17.2.1).
const TRYING_AFTER: Duration = Duration::from_millis(200);
/// A phone that still rings says so again, lest a proxy on the way give the call up (RFC 3261 §13.3.1.1).
const STILL_RINGING: Duration = Duration::from_secs(60);
/// An INVITE whose owner does not answer is answered by the core: longer than anybody rings.
const UNANSWERED: Duration = Duration::from_secs(600);

/// What makes two requests the same transaction (RFC 3261 §17.2.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ServerKey(Arc<str>);

impl ServerKey {
    /// `None`: no Via to answer to. An ACK has the key of its INVITE.
    pub fn of(request: &Request) -> Option<Self> {
        Self::with_method(request, if request.method() == "ACK" { "INVITE" } else { request.method() })
    }

    /// The key of the INVITE that a CANCEL is about (RFC 3261 §9.2).
    pub fn of_cancelled(request: &Request) -> Option<Self> {
        Self::with_method(request, "INVITE")
    }

    fn with_method(request: &Request, method: &str) -> Option<Self> {
        let via = request.via()?;
        let port = via.port.unwrap_or_default();
        Some(match via.magic_branch() {
            Some(branch) => Self(format!("{branch}|{}:{port}|{method}", via.host).into()),
            // RFC 2543 peers: the request itself is the key.
            None => {
                let tag = request.from().and_then(NameAddr::tag).unwrap_or_default();
                let (call_id, cseq) = (request.call_id(), request.cseq().0);
                Self(format!("{call_id}|{tag}|{cseq}|{}:{port}|{method}", via.host).into())
            }
        })
    }
}

pub(super) struct ServerTransaction {
    pub flow: FlowId,
    /// Until it is answered: a transaction that is waits half a minute more for repetitions.
    request: Option<Arc<Request>>,
    is_invite: bool,
    /// The tag that our responses give to To.
    pub tag: String,
    state: State,
    last: Option<Bytes>,
    /// When a 1xx is due: 100, or the last one again.
    trying_at: Option<Instant>,
    retransmit_at: Option<Instant>,
    interval: Duration,
    end_at: Instant,
    /// Key of the table of merged requests.
    pub merging: Option<Arc<str>>,
    /// What a request without an answer would make.
    pub owner: Option<Usage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Proceeding,
    /// A final response has gone out.
    Completed,
    /// A 2xx to an INVITE has gone out: repetitions are swallowed, the session sends it again (RFC 6026).
    Accepted,
    /// Its ACK has come.
    Confirmed,
}

impl ServerTransaction {
    pub fn is_open(&self) -> bool {
        self.state == State::Proceeding
    }

    /// What was answered last, as it was sent.
    pub fn answered(&self) -> Option<Bytes> {
        self.last.clone()
    }

    /// What is still to be answered.
    pub fn open_request(&self) -> Option<&Arc<Request>> {
        self.request.as_ref().filter(|_| self.is_open())
    }
}

impl Core {
    pub(super) fn open_server(&mut self, now: Instant, key: ServerKey, request: Arc<Request>, flow: FlowId) {
        let tag = match request.to().and_then(NameAddr::tag) {
            Some(tag) => tag.to_owned(),
            None => self.random_word(),
        };
        let is_invite = request.method() == "INVITE";
        let timers = self.config.timers;
        let transaction = ServerTransaction {
            flow,
            request: Some(request),
            is_invite,
            tag,
            state: State::Proceeding,
            last: None,
            // RFC 4320 §4.1: others are told of only when they would be repeated every T2.
            trying_at: Some(now + if is_invite { TRYING_AFTER } else { timers.slowed_down() }),
            retransmit_at: None,
            interval: timers.t1,
            end_at: now + if is_invite { UNANSWERED } else { timers.give_up() },
            merging: None,
            owner: None,
        };
        if let Some(at) = transaction.trying_at {
            self.alarm(at, Alarm::ServerTrying(key.clone()));
        }
        self.alarm(transaction.end_at, Alarm::ServerEnd(key.clone()));
        self.servers.insert(key, transaction);
    }

    /// A repetition of a request that has been taken.
    pub(super) fn repeated(&mut self, key: &ServerKey) {
        let Some(transaction) = self.servers.get(key) else { return };
        if matches!(transaction.state, State::Proceeding | State::Completed)
            && let Some(last) = transaction.last.clone()
        {
            let flow = transaction.flow.clone();
            self.send(&flow, last);
        }
    }

    /// The ACK of a refusal. Says whether it was one.
    pub(super) fn refusal_acknowledged(&mut self, now: Instant, key: &ServerKey) -> bool {
        let t4 = self.config.timers.t4;
        let Some(transaction) =
            self.servers.get_mut(key).filter(|transaction| transaction.state == State::Completed)
        else {
            return false;
        };
        transaction.state = State::Confirmed;
        transaction.retransmit_at = None;
        // Timer I.
        let wait = if transaction.flow.transport().is_reliable() { Duration::ZERO } else { t4 };
        self.server_ends(key, now + wait);
        true
    }

    /// Sends a 1xx; answers it for its repetitions.
    pub(super) fn respond_provisionally(
        &mut self,
        now: Instant,
        key: &ServerKey,
        mut response: Response,
    ) -> Option<Bytes> {
        let product = self.config.product.clone();
        let transaction = self.servers.get_mut(key).filter(|transaction| transaction.is_open())?;
        response.set_to_tag(&transaction.tag);
        response.push(HeaderName::Server, product);
        let (flow, bytes) = (transaction.flow.clone(), response.to_bytes());
        transaction.last = Some(bytes.clone());
        let again_at = now + STILL_RINGING;
        let before = transaction.trying_at.replace(again_at);
        if let Some(before) = before {
            self.disarm(before, Alarm::ServerTrying(key.clone()));
        }
        self.alarm(again_at, Alarm::ServerTrying(key.clone()));
        self.send(&flow, bytes.clone());
        Some(bytes)
    }

    /// Moves the end of a transaction.
    fn server_ends(&mut self, key: &ServerKey, at: Instant) {
        let Some(transaction) = self.servers.get_mut(key) else { return };
        let before = std::mem::replace(&mut transaction.end_at, at);
        self.disarm(before, Alarm::ServerEnd(key.clone()));
        self.alarm(at, Alarm::ServerEnd(key.clone()));
    }

    /// Sends a final response, which ends what the transaction waits for.
    pub(super) fn respond(&mut self, now: Instant, key: &ServerKey, mut response: Response) {
        let timers = self.config.timers;
        let product = self.config.product.clone();
        let Some(transaction) = self.servers.get_mut(key).filter(|transaction| transaction.is_open()) else {
            return;
        };
        if response.status() < 200 {
            // An answer that is none would leave the peer without one.
            let Some(request) = &transaction.request else { return };
            response = Response::to(request, 500);
        }
        let status = response.status();
        response.set_to_tag(&transaction.tag);
        response.push(HeaderName::Server, product);
        let bytes = response.to_bytes();
        transaction.last = Some(bytes.clone());
        let trying_at = transaction.trying_at.take();
        let flow = transaction.flow.clone();
        let is_reliable = flow.transport().is_reliable();
        let is_accepted = transaction.is_invite && status < 300;
        transaction.state = if is_accepted { State::Accepted } else { State::Completed };
        transaction.owner = None;
        transaction.request = None;
        // Timers H and L; for others timer J, which is 0 on reliable transports.
        let wait = if transaction.is_invite || !is_reliable { timers.give_up() } else { Duration::ZERO };
        // Timer G.
        transaction.retransmit_at =
            (transaction.is_invite && !is_accepted && !is_reliable).then_some(now + timers.t1);
        if let Some(at) = transaction.retransmit_at {
            self.alarm(at, Alarm::ServerRetransmit(key.clone()));
        }
        if let Some(at) = trying_at {
            self.disarm(at, Alarm::ServerTrying(key.clone()));
        }
        self.server_ends(key, now + wait);
        self.send(&flow, bytes);
    }

    /// Answers without keeping anything: for what is not even a transaction, and over the limit.
    pub(super) fn respond_stateless(&mut self, request: &Request, flow: &FlowId, mut response: Response) {
        if request.method() == "ACK" {
            return;
        }
        let tag = self.random_word();
        response.set_to_tag(&tag);
        response.push(HeaderName::Server, self.config.product.clone());
        self.send(flow, response.to_bytes());
    }

    pub(super) fn server_trying(&mut self, key: &ServerKey, at: Instant, now: Instant) {
        let Some(transaction) =
            self.servers.get_mut(key).filter(|transaction| transaction.trying_at == Some(at))
        else {
            return;
        };
        let flow = transaction.flow.clone();
        let (Some(request), last) = (&transaction.request, &transaction.last) else { return };
        let bytes = last.clone().unwrap_or_else(|| Response::to(request, 100).to_bytes());
        transaction.trying_at = last.is_some().then_some(now + STILL_RINGING);
        transaction.last = Some(bytes.clone());
        let again_at = transaction.trying_at;
        if let Some(again_at) = again_at {
            self.alarm(again_at, Alarm::ServerTrying(key.clone()));
        }
        self.send(&flow, bytes);
    }

    pub(super) fn server_retransmit(&mut self, key: ServerKey, at: Instant, now: Instant) {
        let t2 = self.config.timers.t2;
        let Some(transaction) =
            self.servers.get_mut(&key).filter(|transaction| transaction.retransmit_at == Some(at))
        else {
            return;
        };
        transaction.interval = (transaction.interval * 2).min(t2);
        let next = now + transaction.interval;
        transaction.retransmit_at = Some(next);
        let (flow, last) = (transaction.flow.clone(), transaction.last.clone());
        if let Some(last) = last {
            self.send(&flow, last);
        }
        self.alarm(next, Alarm::ServerRetransmit(key));
    }

    pub(super) fn server_end(&mut self, key: &ServerKey, at: Instant, now: Instant) {
        let Some(transaction) = self.servers.get(key).filter(|transaction| transaction.end_at == at) else {
            return;
        };
        if transaction.is_open() {
            return self.forgotten(now, key);
        }
        self.forget_server(key);
    }

    /// Leaves a request without an answer, so that its repetition is taken as new.
    pub(super) fn ignore(&mut self, key: &ServerKey) {
        let Some(transaction) = self.servers.get(key).filter(|transaction| transaction.is_open()) else {
            return;
        };
        self.disarm(transaction.end_at, Alarm::ServerEnd(key.clone()));
        self.forget_server(key);
    }

    fn forget_server(&mut self, key: &ServerKey) {
        let Some(transaction) = self.servers.remove(key) else { return };
        if let Some(at) = transaction.trying_at {
            self.disarm(at, Alarm::ServerTrying(key.clone()));
        }
        if let Some(merging) = transaction.merging {
            self.merging.remove(&merging);
        }
    }

    /// Its owner holds it and never answers. Nobody waits for an answer to anything but an INVITE by now, and one that
    /// says so must not be sent (RFC 4320 §4.2).
    fn forgotten(&mut self, now: Instant, key: &ServerKey) {
        let Some(transaction) = self.servers.get(key) else { return };
        let (owner, tag) = (transaction.owner, transaction.tag.clone());
        if transaction.is_invite {
            self.refuse_invite(now, key, 480, Vec::new());
        } else {
            self.forget_server(key);
        }
        match owner {
            Some(Usage::Session(session)) => self.end(now, session, Ended::TimedOut),
            Some(Usage::Subscription(subscription)) => self.forget_subscription(subscription),
            None => self.offer_withdrawn(now, key, &tag),
        }
    }
}
