//! The stack: one task that owns the core, and the handles by which others speak to it.

use crate::core::{
    Command, Core, CoreConfig, InviteOrder, Limits, OrderId, Output, RequestFailed, RequestOrder,
    SessionEvent, SessionId, SubscriptionEvent, SubscriptionId, Timers,
};
use crate::flow::{FlowId, Transport};
use crate::handles::{ServerRequest, ServerSubscribe, Session};
use crate::message::{Response, Uri};
use crate::transport::{Arrival, Network};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot, watch};

/// New requests waiting for their owner; when it is so far behind, further ones are left to their repetition.
const INCOMING_LIMIT: usize = 1024;
/// Events of one session that nobody has fetched; a session whose owner is so far behind is ended.
const EVENTS_LIMIT: usize = 64;
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
}

impl Default for StackConfig {
    fn default() -> Self {
        Self { listeners: Vec::new(), product: "Switchroom".into(), timers: Timers::default() }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SipError {
    #[error("{transport:?} {address} cannot be listened on: {source}")]
    Bind { transport: Transport, address: SocketAddr, source: std::io::Error },
}

/// A request that has come outside of any dialog.
#[derive(Debug)]
pub enum Incoming {
    Invite(Session),
    Register(ServerRequest),
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
}

/// What goes to the task that owns the core. Unbounded, since nobody sends more than a few for each call of theirs.
pub(crate) type Orders = mpsc::UnboundedSender<Order>;

/// An order with the way back for what comes of it.
pub(crate) enum Order {
    Command(Command),
    Invite { session: SessionId, order: Box<InviteOrder>, events: mpsc::Sender<SessionEvent> },
    Request { request: Box<RequestOrder>, answer: oneshot::Sender<Result<Response, RequestFailed>> },
}

impl Stack {
    /// Listens, and starts the task. It ends when all handles are gone.
    pub async fn start(config: StackConfig) -> Result<(Self, mpsc::Receiver<Incoming>), SipError> {
        let network = Network::bind(&config.listeners).await?;
        let bound: Arc<[Bound]> = network.bound().into();
        let advertised = bound.iter().filter_map(advertised).collect();
        let core = Core::new(
            CoreConfig {
                product: config.product,
                timers: config.timers,
                advertised,
                limits: Limits::default(),
            },
            rand::random(),
        );
        let (orders, waiting) = mpsc::unbounded_channel();
        let (tell, incoming) = mpsc::channel(INCOMING_LIMIT);
        let (count, sessions) = watch::channel(0);
        let driver = Driver {
            core,
            network,
            incoming: tell,
            orders: orders.downgrade(),
            sessions: HashMap::new(),
            subscriptions: HashMap::new(),
            answers: HashMap::new(),
            next_answer: 0,
            count,
        };
        tokio::spawn(driver.run(waiting));
        Ok((Self { orders, bound, next_number: Arc::new(AtomicU64::new(OUTGOING_FROM)), sessions }, incoming))
    }

    pub fn listeners(&self) -> &[Bound] {
        &self.bound
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

    /// Asks something outside of any dialog.
    pub async fn request(&self, order: RequestOrder) -> Result<Response, RequestFailed> {
        let (answer, answered) = oneshot::channel();
        let _ = self.orders.send(Order::Request { request: Box::new(order), answer });
        answered.await.unwrap_or(Err(RequestFailed::TransportLost))
    }

    /// Refuses new requests with 503; answers when all sessions have ended, or after `limit`.
    pub async fn shut_down(&self, limit: Duration) {
        let _ = self.orders.send(Order::Command(Command::Close));
        let mut sessions = self.sessions.clone();
        // Past the limit, or without the task, there is nothing to wait for.
        let _ = tokio::time::timeout(limit, sessions.wait_for(|&count| count == 0)).await;
    }
}

fn advertised(bound: &Bound) -> Option<(SocketAddr, SocketAddr)> {
    let public = bound.advertise?;
    Some((bound.address, (public, bound.address.port()).into()))
}

/// The task's own state.
struct Driver {
    core: Core,
    network: Network,
    incoming: mpsc::Sender<Incoming>,
    /// Weak, so that the task ends with the last handle.
    orders: mpsc::WeakUnboundedSender<Order>,
    sessions: HashMap<SessionId, mpsc::Sender<SessionEvent>>,
    subscriptions: HashMap<SubscriptionId, mpsc::Sender<SubscriptionEvent>>,
    answers: HashMap<OrderId, oneshot::Sender<Result<Response, RequestFailed>>>,
    next_answer: u64,
    count: watch::Sender<usize>,
}

impl Driver {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        loop {
            let wake = self.core.next_wake();
            let alarm = async {
                match wake {
                    Some(at) => tokio::time::sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                order = orders.recv() => match order {
                    Some(order) => self.order(order),
                    None => return,
                },
                arrivals = self.network.arrivals() => self.arrived(arrivals),
                () = alarm => {}
            }
            self.core.wake(Instant::now());
            self.put_out();
        }
    }

    fn arrived(&mut self, arrivals: Vec<Arrival>) {
        let now = Instant::now();
        for arrival in arrivals {
            match arrival {
                Arrival::Message(flow, bytes) => self.core.receive(now, &flow, &bytes),
                Arrival::Lost(flow) => {
                    self.network.forget(&flow);
                    self.core.flow_lost(now, &flow);
                }
            }
        }
    }

    fn order(&mut self, order: Order) {
        let now = Instant::now();
        match order {
            Order::Command(command) => self.core.command(now, command),
            Order::Invite { session, order, events } => {
                let flow = self.way(order.flow.as_ref(), order.route.first().unwrap_or(&order.target));
                match flow {
                    Some(flow) => {
                        self.sessions.insert(session, events);
                        self.core.command(now, Command::Invite { session, order, flow });
                    }
                    None => no_way(&events),
                }
            }
            Order::Request { request, answer } => {
                match self.way(request.flow.as_ref(), request.route.first().unwrap_or(&request.target)) {
                    Some(flow) => {
                        self.next_answer += 1;
                        let order = OrderId(self.next_answer);
                        self.answers.insert(order, answer);
                        self.core.command(now, Command::Request { order, request, flow });
                    }
                    None => {
                        let _ = answer.send(Err(RequestFailed::TransportLost));
                    }
                }
            }
        }
    }

    /// The way to a peer: the one given, or to the address that its URI names.
    fn way(&self, given: Option<&FlowId>, target: &Uri) -> Option<FlowId> {
        if let Some(flow) = given {
            return Some(flow.clone());
        }
        let remote: SocketAddr = (target.ip()?, target.port().unwrap_or(5060)).into();
        let wants_tcp =
            target.parameter("transport").is_some_and(|transport| transport.eq_ignore_ascii_case("tcp"));
        self.network.way(if wants_tcp { Transport::Tcp } else { Transport::Udp }, remote)
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
                Output::Invite(session, request, source) => self.invited(session, request, source),
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
                    if let Some(waiting) = self.answers.remove(&order) {
                        let _ = waiting.send(answer);
                    }
                }
            }
        }
        let now = self.core.sessions();
        self.count.send_if_modified(|count| std::mem::replace(count, now) != now);
    }

    fn invited(&mut self, session: SessionId, request: Arc<crate::Request>, source: crate::Source) {
        let Some(orders) = self.orders.upgrade() else { return };
        let (events, receiver) = mpsc::channel(EVENTS_LIMIT);
        self.sessions.insert(session, events);
        self.hand_on(Incoming::Invite(Session::incoming(session, request, source, orders, receiver)));
    }

    /// What finds no room is dropped, and so refused by its handle's end.
    fn hand_on(&mut self, incoming: Incoming) {
        if self.incoming.try_send(incoming).is_err() {
            tracing::warn!("requests come faster than they are taken");
        }
    }

    fn tell_session(&mut self, session: SessionId, event: SessionEvent) {
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

/// A target that no listener of ours leads to.
fn no_way(events: &mpsc::Sender<SessionEvent>) {
    let _ = events.try_send(SessionEvent::Refused { status: 503, response: None });
    let _ = events.try_send(SessionEvent::Ended { why: crate::core::Ended::TransportLost });
}
