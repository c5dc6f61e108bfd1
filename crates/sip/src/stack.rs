//! The stack: one task, on a thread of its own, that owns the core, and the handles by which others speak to it.

use crate::core::{
    Capacity, Command, Core, CoreConfig, InviteOrder, OrderId, Output, RequestFailed, RequestOrder,
    SessionEvent, SessionId, SessionTimer, SubscriptionEvent, SubscriptionId, Timers,
};
use crate::errand::{Errand, Job, Trails};
use crate::flow::{FlowId, Transport};
use crate::handles::{Received, ServerRequest, ServerSubscribe, Session};
use crate::message::{Response, Uri};
use crate::resolve::{self, Next, Resolver, Target};
use crate::thread::Thread;
use crate::transport::{Arrival, Counters, Gate, Limits, Network, OutgoingTls};
use bytes::Bytes;
use rustls::ServerConfig;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};

/// New requests waiting for their owner; when it is so far behind, further ones are left to their repetition.
const INCOMING_LIMIT: usize = 1024;
/// Events of one session that nobody has fetched; a session whose owner is so far behind is ended.
const EVENTS_LIMIT: usize = 64;
/// Orders that are taken together.
const ORDERS_AT_ONCE: usize = 64;
/// Deadlines that are so near together are met together.
const ALARM_GRAIN: Duration = Duration::from_millis(10);
/// The core sleeps no longer without a look.
const LONGEST_SLEEP: Duration = Duration::from_secs(3600);
/// Numbers of what goes out begin here, so that they never meet those of what comes in.
const OUTGOING_FROM: u64 = 1 << 63;

/// An address to listen on.
#[derive(Clone, Debug)]
pub struct Listener {
    pub transport: Transport,
    /// Port 0 takes a free one.
    pub bind: SocketAddr,
    /// What peers are told in its place, where that differs.
    pub advertise: Option<IpAddr>,
    /// Certificate and demands on peers' certificates, for secure transports. What is renewed in it counts from the next
    /// handshake on.
    pub tls: Option<Arc<ServerConfig>>,
}

/// A listener as it was bound.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    pub transport: Transport,
    pub address: SocketAddr,
    pub advertise: Option<IpAddr>,
}

#[derive(Clone, Debug)]
pub struct StackConfig {
    pub listeners: Vec<Listener>,
    /// For User-Agent and Server.
    pub product: String,
    pub timers: Timers,
    pub session_timer: SessionTimer,
    pub limits: Limits,
    /// Pages that may use WebSockets here, as `https://desk.example.org`; none named is all.
    pub origins: Vec<String>,
    /// Without it no connection with TLS is made.
    pub outgoing_tls: Option<OutgoingTls>,
    /// DNS servers; none named is the system's.
    pub dns: Vec<SocketAddr>,
    /// The mark of our packets (RFC 2474), 0 to 63.
    pub code_point: u8,
}

/// CS5, as RFC 4594 §4.2 wants for telephony's signalling.
const SIGNALLING: u8 = 40;

impl Default for StackConfig {
    fn default() -> Self {
        Self {
            listeners: Vec::new(),
            product: "Switchroom".into(),
            timers: Timers::default(),
            session_timer: SessionTimer::default(),
            limits: Limits::default(),
            origins: Vec::new(),
            outgoing_tls: None,
            dns: Vec::new(),
            code_point: SIGNALLING,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SipError {
    #[error("{transport:?} {address} cannot be listened on: {source}")]
    Bind { transport: Transport, address: SocketAddr, source: std::io::Error },
    #[error("{transport:?} {address} needs a certificate")]
    NoCertificate { transport: Transport, address: SocketAddr },
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    #[error("no thread: {0}")]
    Thread(std::io::Error),
}

/// A request that has come outside of any dialog.
#[derive(Debug)]
pub enum Incoming {
    Invite(Session),
    Register(ServerRequest),
    /// A SUBSCRIBE, or a REFER, which subscribes to what comes of it.
    Subscribe(ServerSubscribe),
    /// OPTIONS, MESSAGE, PUBLISH.
    Request(ServerRequest),
}

/// A handle on the stack.
#[derive(Clone)]
pub struct Stack {
    orders: Orders,
    bound: Arc<[Bound]>,
    next_number: Arc<AtomicU64>,
    sessions: watch::Receiver<usize>,
    gate: Arc<Gate>,
    resolver: Option<Resolver>,
    thread: Handle,
}

/// What goes to the task that owns the core. Unbounded, since nobody sends more than a few for each call of theirs.
pub(crate) type Orders = mpsc::UnboundedSender<Order>;

/// The way back for an answer.
pub(crate) type Answer = oneshot::Sender<Result<Response, RequestFailed>>;

/// An order with the way back for what comes of it.
pub(crate) enum Order {
    Command(Command),
    Invite {
        session: SessionId,
        order: Box<InviteOrder>,
        events: mpsc::Sender<SessionEvent>,
    },
    /// DNS has answered.
    Resolved {
        job: Job,
        targets: Vec<Target>,
    },
    Request {
        request: Box<RequestOrder>,
        answer: Answer,
    },
    /// Words for the display of a session's peer.
    Text {
        session: SessionId,
        body: Bytes,
        answer: Answer,
    },
    /// New requests are refused from when this is taken.
    Close {
        taken: oneshot::Sender<()>,
    },
}

impl Stack {
    /// Listens, and starts the thread of the core. It ends when all handles are gone. Connections are served by the runtime
    /// that starts it, since their handshakes take time.
    pub async fn start(config: StackConfig) -> Result<(Self, mpsc::Receiver<Incoming>), SipError> {
        let thread = Thread::start().map_err(SipError::Thread)?;
        let network = Network::bind(&config, thread.handle()).await?;
        let bound: Arc<[Bound]> = network.bound().into();
        let advertised = bound.iter().filter_map(advertised).collect();
        let core = Core::new(
            CoreConfig {
                product: config.product,
                timers: config.timers,
                advertised,
                capacity: Capacity::default(),
                session_timer: config.session_timer,
            },
            rand::random(),
        );
        let gate = network.gate();
        let resolver = Resolver::new(&config.dns);
        let (orders, waiting) = mpsc::unbounded_channel();
        let (tell, incoming) = mpsc::channel(INCOMING_LIMIT);
        let (count, sessions) = watch::channel(0);
        let driver = Driver {
            core,
            network,
            trails: Trails::new(resolver.clone()),
            incoming: tell,
            orders: orders.downgrade(),
            sessions: HashMap::new(),
            subscriptions: HashMap::new(),
            answers: HashMap::new(),
            next_answer: 0,
            count,
        };
        let thread = thread.run(driver.run(waiting));
        let next_number = Arc::new(AtomicU64::new(OUTGOING_FROM));
        Ok((Self { orders, bound, next_number, sessions, gate, resolver, thread }, incoming))
    }

    /// Runs on the core's own thread, which must not be kept: for what answers requests without waiting.
    pub fn beside(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.thread.spawn(work);
    }

    pub fn listeners(&self) -> &[Bound] {
        &self.bound
    }

    /// Somebody has proven to be one of ours by this flow: for so long its address keeps its way when strangers flood us.
    pub fn vouch(&self, flow: &FlowId, lasts: Duration) {
        let now = Instant::now();
        self.gate.vouch(flow.remote().ip(), now + lasts, now);
    }

    /// Where requests to a URI go (RFC 3263), in the order in which they are tried; nowhere is an empty list.
    pub async fn locate(&self, uri: &Uri) -> Vec<SocketAddr> {
        match resolve::next(uri) {
            Next::Known(target) => vec![target.address],
            Next::Ask(question) => match &self.resolver {
                Some(resolver) => {
                    resolver.targets(&question).await.into_iter().map(|target| target.address).collect()
                }
                None => Vec::new(),
            },
            Next::Nowhere => Vec::new(),
        }
    }

    /// What the sockets have done since the start.
    pub fn counters(&self) -> Arc<Counters> {
        self.gate.counters.clone()
    }

    /// Calls. What comes of it is told by the session.
    pub fn invite(&self, mut order: InviteOrder) -> Session {
        let id = SessionId(self.next_number.fetch_add(1, Ordering::Relaxed));
        let (events, receiver) = mpsc::channel(EVENTS_LIMIT);
        let call_id = order.call_id.get_or_insert_with(|| format!("{:032x}", rand::random::<u128>())).clone();
        // Without the task there are no events: the session says that it has ended.
        let _ = self.orders.send(Order::Invite { session: id, order: Box::new(order), events });
        Session::outgoing(id, call_id, self.orders.clone(), receiver)
    }

    /// A session that stands for nobody: nothing happens on it, and what is ordered there does nothing.
    pub fn nobody(&self) -> Session {
        Session::nobody(self.orders.clone())
    }

    /// Asks something outside of any dialog.
    pub async fn request(&self, order: RequestOrder) -> Result<Response, RequestFailed> {
        let (answer, answered) = oneshot::channel();
        let _ = self.orders.send(Order::Request { request: Box::new(order), answer });
        answered.await.unwrap_or(Err(RequestFailed::TransportLost))
    }

    /// Refuses new requests with 503; answers when all sessions have ended, or after `limit`.
    pub async fn shut_down(&self, limit: Duration) {
        let (taken, is_taken) = oneshot::channel();
        let _ = self.orders.send(Order::Close { taken });
        let mut sessions = self.sessions.clone();
        let ended = async {
            let _ = is_taken.await;
            let _ = sessions.wait_for(|&count| count == 0).await;
        };
        // Past the limit, or without the task, there is nothing to wait for.
        let _ = tokio::time::timeout(limit, ended).await;
    }
}

fn advertised(bound: &Bound) -> Option<(SocketAddr, SocketAddr)> {
    let public = bound.advertise?;
    Some((bound.address, (public, bound.address.port()).into()))
}

/// The task's own state.
pub(crate) struct Driver {
    pub core: Core,
    pub network: Network,
    pub trails: Trails,
    incoming: mpsc::Sender<Incoming>,
    /// Weak, so that the task ends with the last handle.
    pub orders: mpsc::WeakUnboundedSender<Order>,
    pub sessions: HashMap<SessionId, mpsc::Sender<SessionEvent>>,
    subscriptions: HashMap<SubscriptionId, mpsc::Sender<SubscriptionEvent>>,
    pub answers: HashMap<OrderId, Answer>,
    next_answer: u64,
    count: watch::Sender<usize>,
}

impl Driver {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        let alarm = tokio::time::sleep(LONGEST_SLEEP);
        tokio::pin!(alarm);
        let mut ordered = Vec::with_capacity(ORDERS_AT_ONCE);
        loop {
            let mut rings = false;
            tokio::select! {
                count = orders.recv_many(&mut ordered, ORDERS_AT_ONCE) => {
                    if count == 0 {
                        return;
                    }
                    ordered.drain(..).for_each(|order| self.order(order));
                }
                arrivals = self.network.arrivals() => self.arrived(arrivals),
                () = &mut alarm => rings = true,
            }
            let now = Instant::now();
            self.core.wake(now);
            self.put_out();
            let next = self.core.next_wake().unwrap_or(now + LONGEST_SLEEP).max(now + ALARM_GRAIN);
            // One that rings too early costs less than one set anew for each message: most deadlines are taken back.
            if rings || next < alarm.deadline().into_std() {
                alarm.as_mut().reset(next.into());
            }
        }
    }

    fn arrived(&mut self, arrivals: Vec<Arrival>) {
        let now = Instant::now();
        for arrival in arrivals {
            match arrival {
                Arrival::Message(flow, bytes) => self.core.receive(now, &flow, &bytes),
                Arrival::Lost(flow, number) => {
                    if self.network.forget(&flow, number) {
                        self.core.flow_lost(now, &flow);
                    }
                }
            }
        }
    }

    fn order(&mut self, order: Order) {
        let now = Instant::now();
        match order {
            Order::Command(Command::Bye { session, .. }) if self.is_given_up_early(session) => {}
            Order::Command(command) => self.core.command(now, command),
            Order::Invite { session, order, events } => {
                self.sessions.insert(session, events);
                self.begin(now, Errand::Invite(session, order));
            }
            Order::Request { request, answer } => {
                let order = self.awaited(answer);
                self.begin(now, Errand::Request(order, request));
            }
            Order::Text { session, body, answer } => {
                let order = self.awaited(answer);
                self.core.command(now, Command::Text { order, session, body });
            }
            Order::Resolved { job, targets } => self.resolved(now, job, targets),
            Order::Close { taken } => {
                self.core.command(now, Command::Close);
                // Whoever has ordered it may have given up waiting.
                let _ = taken.send(());
            }
        }
    }

    /// The name of a request whose answer somebody waits for.
    fn awaited(&mut self, answer: Answer) -> OrderId {
        self.next_answer += 1;
        let order = OrderId(self.next_answer);
        self.answers.insert(order, answer);
        order
    }

    /// Everything that the core wants done.
    fn put_out(&mut self) {
        while let Some(output) = self.core.poll() {
            match output {
                Output::Send(flow, bytes) => {
                    if !self.network.send(&flow, bytes) {
                        self.core.flow_lost(Instant::now(), &flow);
                    }
                }
                Output::Invite(session, request, source, replaced) => {
                    self.invited(session, Received { request, source, replaced });
                }
                Output::Request(pending, request, source) => {
                    let Some(orders) = self.orders.upgrade() else { continue };
                    let request = ServerRequest::new(pending, request, source, orders);
                    let is_register = request.request().method() == "REGISTER";
                    self.hand_on(if is_register {
                        Incoming::Register(request)
                    } else {
                        Incoming::Request(request)
                    });
                }
                Output::Subscribe(subscription, request, source) => {
                    let Some(orders) = self.orders.upgrade() else { continue };
                    let (events, receiver) = mpsc::channel(EVENTS_LIMIT);
                    self.subscriptions.insert(subscription, events);
                    self.hand_on(Incoming::Subscribe(ServerSubscribe::new(
                        subscription,
                        request,
                        source,
                        orders,
                        receiver,
                    )));
                }
                Output::Session(session, event) => self.tell_session(session, event),
                Output::Subscription(subscription, event) => self.tell_subscription(subscription, event),
                Output::Answered(order, answer) => {
                    if let Some(answer) = self.outcome(order, answer)
                        && let Some(waiting) = self.answers.remove(&order)
                    {
                        let _ = waiting.send(answer);
                    }
                }
            }
        }
        let now = self.core.sessions();
        self.count.send_if_modified(|count| std::mem::replace(count, now) != now);
    }

    fn invited(&mut self, session: SessionId, received: Received) {
        let Some(orders) = self.orders.upgrade() else { return };
        let (events, receiver) = mpsc::channel(EVENTS_LIMIT);
        self.sessions.insert(session, events);
        self.hand_on(Incoming::Invite(Session::incoming(session, received, orders, receiver)));
    }

    /// What finds no room is dropped, and so refused by its handle's end.
    fn hand_on(&mut self, incoming: Incoming) {
        if self.incoming.try_send(incoming).is_err() {
            tracing::warn!("requests come faster than they are taken");
        }
    }

    fn tell_session(&mut self, session: SessionId, event: SessionEvent) {
        if self.goes_on(session, &event) {
            return;
        }
        let is_last = matches!(event, SessionEvent::Ended { .. });
        let told = self.sessions.get(&session).is_none_or(|events| events.try_send(event).is_ok());
        if is_last {
            self.sessions.remove(&session);
        } else if !told {
            self.core.command(Instant::now(), Command::Bye { session, reason: None });
        }
    }

    fn tell_subscription(&mut self, subscription: SubscriptionId, event: SubscriptionEvent) {
        let is_last = matches!(event, SubscriptionEvent::Ended { .. });
        if let Some(events) = self.subscriptions.get(&subscription) {
            // A refresh that is not told is followed by the next one.
            let _ = events.try_send(event);
        }
        if is_last {
            self.subscriptions.remove(&subscription);
        }
    }
}
