//! The core: transactions, sessions and subscriptions as values. Messages, orders and the time go in; what to send and
//! what has happened comes out of [`Core::poll`]. No socket, clock or task in here.

mod client;
mod early;
mod inbox;
mod offer;
mod reason;
mod refer;
mod referring;
mod reliable;
mod replaces;
mod server;
mod session;
mod subscription;
#[cfg(test)]
mod tests;
mod text;
mod timer;
mod trial;
mod uac;
mod uas;
mod update;
mod way;
mod within;
mod words;

use crate::flow::{FlowId, Source};
use crate::message::{HeaderName, Request, Response};
use bytes::Bytes;
use client::ClientTransaction;
use rand::SeedableRng;
use rand::rngs::StdRng;
use server::{ServerKey, ServerTransaction};
use session::SessionState;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use subscription::SubscriptionState;

pub use trial::{Trial, outputs_of, outputs_of_answers};

pub use reason::Reason;
pub use refer::{Refer, ReferId, Standing};
pub use referring::{ReferTo, Referred};
pub use replaces::Replaced;
pub use session::{Ended, SessionEvent};
pub(crate) use subscription::asked;
pub use subscription::{SubscriptionEnded, SubscriptionEvent};
pub use timer::SessionTimer;
pub use uac::{InviteOrder, RequestFailed, RequestOrder};
pub use words::ALLOW;

/// How much is held at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Capacity {
    /// Server transactions; a request beyond is answered 503 without keeping anything of it.
    pub servers: usize,
    /// So many more for what belongs to calls that stand, and for CANCEL: under a flood, too, calls end as they should.
    pub servers_reserve: usize,
    /// Client transactions; an order beyond fails. What ends calls is always sent.
    pub clients: usize,
    pub sessions: usize,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { servers: 50_000, servers_reserve: 10_000, clients: 50_000, sessions: 20_000 }
    }
}

/// RFC 3261 §17.1.1.1 and table 4.
#[derive(Clone, Copy, Debug)]
pub struct Timers {
    /// Round trip time estimate.
    pub t1: Duration,
    /// The longest interval of retransmissions.
    pub t2: Duration,
    /// How long a message may live in the network.
    pub t4: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        Self { t1: Duration::from_millis(500), t2: Duration::from_secs(4), t4: Duration::from_secs(5) }
    }
}

impl Timers {
    /// How long a client needs until it repeats a request every T2 only: 3.5 s (RFC 4320 §4.1).
    fn slowed_down(self) -> Duration {
        let (mut interval, mut passed) = (self.t1, Duration::ZERO);
        while interval < self.t2 {
            passed += interval;
            interval = (interval * 2).max(Duration::from_millis(1));
        }
        passed
    }

    /// Timers B, F, H, L and M.
    fn give_up(self) -> Duration {
        self.t1 * 64
    }
}

/// A session in the core, by number. None has the number 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub(crate) u64);

/// A subscription in the core, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SubscriptionId(pub u64);

/// A request of ours outside a dialog, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OrderId(pub u64);

/// A request that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pending(ServerKey);

/// What its handles ask of the core.
#[derive(Debug)]
pub(crate) enum Command {
    Invite {
        session: SessionId,
        order: Box<InviteOrder>,
        flow: FlowId,
    },
    Progress {
        session: SessionId,
        status: u16,
        sdp: Option<Bytes>,
    },
    Answer {
        session: SessionId,
        sdp: Bytes,
    },
    Refuse {
        session: SessionId,
        status: u16,
        headers: Vec<(crate::HeaderName, String)>,
    },
    /// Our Contact names a conference from now on, or none.
    Focus {
        session: SessionId,
        name: Option<String>,
    },
    Offer {
        session: SessionId,
        sdp: Bytes,
    },
    AnswerOffer {
        session: SessionId,
        sdp: Bytes,
    },
    /// The peer is to call somebody.
    Refer {
        session: SessionId,
        to: ReferTo,
    },
    /// Words for the peer's display.
    Text {
        order: OrderId,
        session: SessionId,
        body: Bytes,
    },
    AcceptRefer(ReferId),
    RefuseRefer(ReferId, u16),
    /// The status of what it has come to.
    ReferNews(ReferId, u16),
    RefuseOffer {
        session: SessionId,
        status: u16,
    },
    Bye {
        session: SessionId,
        reason: Option<Reason>,
    },
    Request {
        order: OrderId,
        request: Box<RequestOrder>,
        flow: FlowId,
    },
    Respond {
        pending: Pending,
        response: Box<Response>,
    },
    Ignore(Pending),
    Accept {
        subscription: SubscriptionId,
        expires: Duration,
    },
    RefuseSubscription {
        subscription: SubscriptionId,
        response: Box<Response>,
    },
    Notify {
        subscription: SubscriptionId,
        content_type: String,
        body: Bytes,
    },
    /// Its NOTIFYs bear these fields besides from now on.
    Besides {
        subscription: SubscriptionId,
        headers: Vec<(HeaderName, String)>,
    },
    /// The last NOTIFY, with the last state.
    Conclude {
        subscription: SubscriptionId,
        content_type: String,
        body: Bytes,
    },
    Terminate {
        subscription: SubscriptionId,
        reason: String,
    },
    /// New requests get 503 from now on.
    Close,
}

/// What the core wants done, or has to tell.
#[derive(Debug)]
pub(crate) enum Output {
    Send(FlowId, Bytes),
    /// With what it is to take the place of.
    Invite(SessionId, Arc<Request>, Source, Option<Replaced>),
    Request(Pending, Arc<Request>, Source),
    Subscribe(SubscriptionId, Arc<Request>, Source),
    Session(SessionId, SessionEvent),
    Subscription(SubscriptionId, SubscriptionEvent),
    Answered(OrderId, Result<Response, RequestFailed>),
}

/// Which deadline a timer is about; it counts only if the deadline still stands where it is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Alarm {
    ServerTrying(ServerKey),
    ServerRetransmit(ServerKey),
    ServerEnd(ServerKey),
    ClientRetransmit(Arc<str>),
    ClientEnd(Arc<str>),
    SessionAnswer(SessionId),
    SessionOffer(SessionId),
    SessionProgress(SessionId),
    SessionTimer(SessionId),
    /// A BYE has waited long enough for the last NOTIFY of a transfer.
    Farewell(SessionId),
    Subscription(SubscriptionId),
    Referral(ReferId),
}

/// How the core is set up.
#[derive(Clone, Debug)]
pub(crate) struct CoreConfig {
    pub product: String,
    pub timers: Timers,
    /// Where we are reached for a local address, where that differs from it.
    pub advertised: HashMap<SocketAddr, SocketAddr>,
    pub capacity: Capacity,
    pub session_timer: SessionTimer,
}

pub(crate) struct Core {
    config: CoreConfig,
    random: StdRng,
    outputs: VecDeque<Output>,
    /// A set, so that a deadline that no longer stands can be taken out: most stand for minutes and are settled in
    /// milliseconds.
    alarms: BTreeSet<(Instant, Alarm)>,
    servers: HashMap<ServerKey, ServerTransaction>,
    clients: HashMap<Arc<str>, ClientTransaction>,
    sessions: HashMap<SessionId, SessionState>,
    subscriptions: HashMap<SubscriptionId, SubscriptionState>,
    referrals: HashMap<ReferId, refer::Referral>,
    gone: replaces::Gone,
    /// Dialogs by our tag alone: it is random.
    dialogs: HashMap<String, Usage>,
    /// Requests outside of dialogs by Call-ID, From tag and CSeq (RFC 3261 §8.2.2.2).
    merging: HashMap<Arc<str>, ServerKey>,
    next_number: u64,
    closing: bool,
}

/// What a dialog is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    Session(SessionId),
    Subscription(SubscriptionId),
}

impl Core {
    /// `seed` makes tags and branches; from the system's randomness, but in tests.
    pub fn new(config: CoreConfig, seed: u64) -> Self {
        Self {
            config,
            random: StdRng::seed_from_u64(seed),
            outputs: VecDeque::new(),
            alarms: BTreeSet::new(),
            servers: HashMap::new(),
            clients: HashMap::new(),
            sessions: HashMap::new(),
            subscriptions: HashMap::new(),
            referrals: HashMap::new(),
            gone: replaces::Gone::default(),
            dialogs: HashMap::new(),
            merging: HashMap::new(),
            next_number: 0,
            closing: false,
        }
    }

    /// What is to be done next; to be asked until it says `None`, after everything that goes in.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Core::wake`] wants to be called.
    pub fn next_wake(&self) -> Option<Instant> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Sessions that have not ended.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// Lets everything happen whose time has come.
    pub fn wake(&mut self, now: Instant) {
        while self.alarms.first().is_some_and(|(at, _)| *at <= now) {
            let Some((at, alarm)) = self.alarms.pop_first() else { return };
            match alarm {
                Alarm::ServerTrying(key) => self.server_trying(&key, at, now),
                Alarm::ServerRetransmit(key) => self.server_retransmit(key, at, now),
                Alarm::ServerEnd(key) => self.server_end(&key, at, now),
                Alarm::ClientRetransmit(branch) => self.client_retransmit(branch, at, now),
                Alarm::ClientEnd(branch) => self.client_end(&branch, at, now),
                Alarm::SessionAnswer(session) => self.answer_retransmit(session, at, now),
                Alarm::SessionOffer(session) => self.offer_again(session, at, now),
                Alarm::SessionProgress(session) => self.progress_retransmit(session, at, now),
                Alarm::SessionTimer(session) => self.timer_fired(session, at, now),
                Alarm::Farewell(session) => self.farewell(now, session),
                Alarm::Referral(refer) => self.referral_over(refer, at, now),
                Alarm::Subscription(subscription) => self.subscription_expired(subscription, at, now),
            }
        }
    }

    pub fn command(&mut self, now: Instant, command: Command) {
        match command {
            Command::Invite { session, order, flow } => self.invite(now, session, *order, flow),
            Command::Progress { session, status, sdp } => self.progress(now, session, status, sdp),
            Command::Answer { session, sdp } => self.answer(now, session, sdp),
            Command::Refuse { session, status, headers } => self.refuse(now, session, status, headers),
            Command::Focus { session, name } => self.focus(session, name),
            Command::Offer { session, sdp } => self.offer(now, session, sdp),
            Command::AnswerOffer { session, sdp } => self.answer_offer(now, session, sdp),
            Command::Refer { session, to } => self.refer(now, session, to),
            Command::Text { order, session, body } => self.text(now, session, text::Text { order, body }),
            Command::AcceptRefer(refer) => self.accept_refer(now, refer),
            Command::RefuseRefer(refer, status) => self.refuse_refer(now, refer, status),
            Command::ReferNews(refer, status) => self.refer_news(now, refer, status),
            Command::RefuseOffer { session, status } => self.refuse_offer(now, session, status),
            Command::Bye { session, reason } => self.bye(now, session, reason),
            Command::Request { order, request, flow } => self.order(now, order, *request, flow),
            Command::Respond { pending, response } => self.respond(now, &pending.0, *response),
            Command::Ignore(pending) => self.ignore(&pending.0),
            Command::Accept { subscription, expires } => self.accept_subscription(now, subscription, expires),
            Command::RefuseSubscription { subscription, response } => {
                self.refuse_subscription(now, subscription, *response);
            }
            Command::Notify { subscription, content_type, body } => {
                self.notify(now, subscription, content_type, body);
            }
            Command::Besides { subscription, headers } => self.notify_besides(subscription, headers),
            Command::Conclude { subscription, content_type, body } => {
                self.conclude(now, subscription, content_type, body);
            }
            Command::Terminate { subscription, reason } => {
                self.terminate_subscription(now, subscription, &reason)
            }
            Command::Close => self.closing = true,
        }
    }

    fn tell(&mut self, session: SessionId, event: SessionEvent) {
        self.outputs.push_back(Output::Session(session, event));
    }

    fn send(&mut self, flow: &FlowId, bytes: Bytes) {
        self.outputs.push_back(Output::Send(flow.clone(), bytes));
    }

    fn alarm(&mut self, at: Instant, alarm: Alarm) {
        self.alarms.insert((at, alarm));
    }

    fn disarm(&mut self, at: Instant, alarm: Alarm) {
        self.alarms.remove(&(at, alarm));
    }

    /// Numbers for what comes in; what goes out is numbered by its handles, from the other end.
    fn number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number
    }
}
