//! Server transactions (RFC 3261 §17.2, RFC 6026): a request is taken once, and its answer is sent again for each
//! repetition.

use super::session::Ended;
use super::{Alarm, Core, Usage};
use crate::flow::FlowId;
use crate::message::{HeaderName, Request, Response};
use bytes::Bytes;
use std::time::{Duration, Instant};

/// A response comes before that, or the core says 100 itself (RFC 3261 §17.2.1).
const TRYING_AFTER: Duration = Duration::from_millis(200);
/// A phone that still rings says so again, lest a proxy on the way give the call up (RFC 3261 §13.3.1.1).
const STILL_RINGING: Duration = Duration::from_secs(60);
/// A request whose owner does not answer is answered by the core: longer than anybody rings.
const UNANSWERED: Duration = Duration::from_secs(600);

/// What makes two requests the same transaction (RFC 3261 §17.2.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ServerKey(String);

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
        let sent_by = format!("{}:{}", via.host, via.port.unwrap_or_default());
        Some(match via.branch().filter(|branch| branch.starts_with(super::words::MAGIC_COOKIE)) {
            Some(branch) => Self(format!("{branch}|{sent_by}|{method}")),
            // RFC 2543 peers: the request itself is the key.
            None => {
                let tag = request.from().and_then(|from| from.tag().map(str::to_owned)).unwrap_or_default();
                Self(format!("{}|{tag}|{}|{sent_by}|{method}", request.call_id(), request.cseq().0))
            }
        })
    }
}

pub(super) struct ServerTransaction {
    pub flow: FlowId,
    pub request: Box<Request>,
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
    pub merging: Option<(String, String, u32)>,
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

    fn is_invite(&self) -> bool {
        self.request.method() == "INVITE"
    }
}

impl Core {
    pub(super) fn open_server(&mut self, now: Instant, key: ServerKey, request: Request, flow: FlowId) {
        let tag = match request.to().as_ref().and_then(|to| to.tag()) {
            Some(tag) => tag.to_owned(),
            None => self.random_word(),
        };
        let is_invite = request.method() == "INVITE";
        let transaction = ServerTransaction {
            flow,
            request: Box::new(request),
            tag,
            state: State::Proceeding,
            last: None,
            trying_at: is_invite.then_some(now + TRYING_AFTER),
            retransmit_at: None,
            interval: self.config.timers.t1,
            end_at: now + UNANSWERED,
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

    /// Sends a 1xx.
    pub(super) fn respond_provisionally(&mut self, now: Instant, key: &ServerKey, mut response: Response) {
        let product = self.config.product.clone();
        let Some(transaction) = self.servers.get_mut(key).filter(|transaction| transaction.is_open()) else {
            return;
        };
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
        self.send(&flow, bytes);
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
            response = Response::to(&transaction.request, 500);
        }
        let status = response.status();
        response.set_to_tag(&transaction.tag);
        response.push(HeaderName::Server, product);
        let bytes = response.to_bytes();
        transaction.last = Some(bytes.clone());
        let trying_at = transaction.trying_at.take();
        let flow = transaction.flow.clone();
        let is_reliable = flow.transport().is_reliable();
        let is_accepted = transaction.is_invite() && status < 300;
        transaction.state = if is_accepted { State::Accepted } else { State::Completed };
        transaction.owner = None;
        transaction.request.shed();
        // Timers H and L; for others timer J, which is 0 on reliable transports.
        let wait = if transaction.is_invite() || !is_reliable { timers.give_up() } else { Duration::ZERO };
        // Timer G.
        transaction.retransmit_at =
            (transaction.is_invite() && !is_accepted && !is_reliable).then_some(now + timers.t1);
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
    pub(super) fn respond_stateless(
        &mut self,
        request: &Request,
        flow: &FlowId,
        status: u16,
        headers: &[(HeaderName, &str)],
    ) {
        if request.method() == "ACK" {
            return;
        }
        let mut response = Response::to(request, status);
        let tag = self.random_word();
        response.set_to_tag(&tag);
        for (name, value) in headers {
            response.push(name.clone(), *value);
        }
        self.send(flow, response.to_bytes());
    }

    pub(super) fn server_trying(&mut self, key: &ServerKey, at: Instant, now: Instant) {
        let Some(transaction) =
            self.servers.get_mut(key).filter(|transaction| transaction.trying_at == Some(at))
        else {
            return;
        };
        let flow = transaction.flow.clone();
        transaction.trying_at = transaction.last.is_some().then_some(now + STILL_RINGING);
        let again_at = transaction.trying_at;
        let bytes = transaction
            .last
            .get_or_insert_with(|| Response::to(&transaction.request, 100).to_bytes())
            .clone();
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
        if let Some(merging) = self.servers.remove(key).and_then(|transaction| transaction.merging) {
            self.merging.remove(&merging);
        }
    }

    /// Its owner holds it and never answers.
    fn forgotten(&mut self, now: Instant, key: &ServerKey) {
        let Some(transaction) = self.servers.get(key) else { return };
        let owner = transaction.owner;
        let status = if transaction.is_invite() { 480 } else { 500 };
        let response = Response::to(&transaction.request, status);
        self.respond(now, key, response);
        match owner {
            Some(Usage::Session(session)) => self.end(now, session, Ended::TimedOut),
            Some(Usage::Subscription(subscription)) => self.forget_subscription(subscription),
            None => {}
        }
    }
}
