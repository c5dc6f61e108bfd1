//! Handles on what the core holds. Every order is sent at once and does nothing where it makes no sense any more: the
//! event that explains it is on its way.

use crate::HeaderName;
use crate::core::{
    Command, Ended, Pending, Reason, ReferId, ReferTo, Replaced, RequestFailed, SessionEvent, SessionId,
    SubscriptionEnded, SubscriptionEvent, SubscriptionId,
};
use crate::flow::Source;
use crate::message::{Request, Response};
use crate::stack::{Order, Orders};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// One session. Dropping it ends it.
#[derive(Debug)]
pub struct Session {
    id: SessionId,
    call_id: String,
    received: Option<Box<Received>>,
    orders: Orders,
    events: mpsc::Receiver<SessionEvent>,
    ended: Option<Ended>,
}

/// An INVITE that has come.
#[derive(Debug)]
pub(crate) struct Received {
    pub request: Arc<Request>,
    pub source: Source,
    pub replaced: Option<Replaced>,
}

/// Of a handle that stands for no session.
const NOBODY: SessionId = SessionId(0);

impl Session {
    pub(crate) fn incoming(
        id: SessionId,
        received: Received,
        orders: Orders,
        events: mpsc::Receiver<SessionEvent>,
    ) -> Self {
        let call_id = received.request.call_id().to_owned();
        Self { id, call_id, received: Some(Box::new(received)), orders, events, ended: None }
    }

    pub(crate) fn outgoing(
        id: SessionId,
        call_id: String,
        orders: Orders,
        events: mpsc::Receiver<SessionEvent>,
    ) -> Self {
        Self { id, call_id, received: None, orders, events, ended: None }
    }

    /// The INVITE that was received.
    pub fn request(&self) -> Option<&Request> {
        self.received.as_ref().map(|received| &*received.request)
    }

    pub fn source(&self) -> Option<&Source> {
        self.received.as_ref().map(|received| &received.source)
    }

    /// What the INVITE is to take the place of (RFC 3891), or to join (RFC 3911). Its owner has to see whether who asks may do that.
    pub fn replaced(&self) -> Option<&Replaced> {
        self.received.as_ref()?.replaced.as_ref()
    }

    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Takes the session away. What stays in its place has ended, and what is ordered there does nothing.
    pub fn take(&mut self) -> Session {
        let (_, events) = mpsc::channel(1);
        let orders = self.orders.clone();
        let ended = Some(Ended::ByeSent);
        let left = Session { id: NOBODY, call_id: String::new(), received: None, orders, events, ended };
        std::mem::replace(self, left)
    }

    /// A session that stands for nobody: nothing happens on it, and what is ordered there does nothing.
    pub fn stand_in(&self) -> Session {
        Self::nobody(self.orders.clone())
    }

    pub(crate) fn nobody(orders: Orders) -> Session {
        let (_, events) = mpsc::channel(1);
        Session { id: NOBODY, call_id: String::new(), received: None, orders, events, ended: None }
    }

    /// Ends the session while somebody else waits for what happens on it, who is told.
    pub fn ender(&self) -> Ender {
        Ender { session: self.id, orders: self.orders.clone() }
    }

    /// Shows its peer some words while somebody else waits for what happens on it.
    pub fn display(&self) -> Display {
        Display { session: self.id, orders: self.orders.clone() }
    }

    pub fn call_id(&self) -> &str {
        &self.call_id
    }

    /// The next event; cancel-safe. After the end always the end.
    pub async fn next(&mut self) -> SessionEvent {
        if let Some(why) = self.ended {
            return SessionEvent::Ended { why, reason: None };
        }
        if self.id == NOBODY {
            return std::future::pending().await;
        }
        let lost = SessionEvent::Ended { why: Ended::TransportLost, reason: None };
        let event = self.events.recv().await.unwrap_or(lost);
        if let SessionEvent::Ended { why, .. } = event {
            self.ended = Some(why);
        }
        event
    }

    /// Says that it rings (1xx), with a description for sound before the answer.
    pub fn progress(&self, status: u16, sdp: Option<Bytes>) {
        self.order(Command::Progress { session: self.id, status, sdp });
    }

    pub fn answer(&self, sdp: Bytes) {
        self.order(Command::Answer { session: self.id, sdp });
    }

    pub fn refuse(&self, status: u16, headers: Vec<(HeaderName, String)>) {
        self.order(Command::Refuse { session: self.id, status, headers });
    }

    /// It takes part in a conference of this name: the user part of our Contact, which is marked as a focus (RFC 4579 §4.2);
    /// or in none any more. What has been said before stays as it was.
    pub fn focus(&self, name: Option<String>) {
        self.order(Command::Focus { session: self.id, name });
    }

    /// A re-INVITE. A glare is tried again by itself; a later offer takes the place of one that waits.
    pub fn offer(&self, sdp: Bytes) {
        self.order(Command::Offer { session: self.id, sdp });
    }

    pub fn answer_offer(&self, sdp: Bytes) {
        self.order(Command::AnswerOffer { session: self.id, sdp });
    }

    pub fn refuse_offer(&self, status: u16) {
        self.order(Command::RefuseOffer { session: self.id, status });
    }

    /// Asks the peer to call somebody (RFC 3515). What comes of it is told by [`SessionEvent::Referred`]; a peer whose Allow
    /// has no REFER is not asked.
    pub fn refer(&self, to: ReferTo) {
        self.order(Command::Refer { session: self.id, to });
    }

    /// Takes a REFER: who has sent it is told 100 at once.
    pub fn accept_refer(&self, refer: ReferId) {
        self.order(Command::AcceptRefer(refer));
    }

    pub fn refuse_refer(&self, refer: ReferId, status: u16) {
        self.order(Command::RefuseRefer(refer, status));
    }

    /// Tells who has sent it what it has come to; a final status is the last that is told. It may be told when the session
    /// has ended.
    pub fn refer_news(&self, refer: ReferId, status: u16) {
        self.order(Command::ReferNews(refer, status));
    }

    /// Ends it in whatever state it is: CANCEL, 480 or BYE.
    pub fn bye(&self) {
        self.order(Command::Bye { session: self.id, reason: None });
    }

    pub fn bye_because(&self, reason: Reason) {
        self.order(Command::Bye { session: self.id, reason: Some(reason) });
    }

    fn order(&self, command: Command) {
        // Without the task the session has ended, and `next` says so.
        let _ = self.orders.send(Order::Command(command));
    }
}

/// Ends a session from elsewhere.
#[derive(Debug)]
pub struct Ender {
    session: SessionId,
    orders: Orders,
}

impl Ender {
    pub fn bye(&self) {
        // Without the task the session has ended.
        let _ = self.orders.send(Order::Command(Command::Bye { session: self.session, reason: None }));
    }
}

/// What the peer of a session shows beside the call.
#[derive(Debug)]
pub struct Display {
    session: SessionId,
    orders: Orders,
}

impl Display {
    /// Sends a text by MESSAGE within the call (RFC 3428), and waits for its answer. One at a time.
    pub async fn show(&self, text: String) -> Result<Response, RequestFailed> {
        let (answer, answered) = oneshot::channel();
        let _ = self.orders.send(Order::Text { session: self.session, body: text.into(), answer });
        answered.await.unwrap_or(Err(RequestFailed::TransportLost))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.ended.is_none() {
            self.bye();
        }
    }
}

/// A request that waits for its answer. Dropped without one, it is answered 500.
#[derive(Debug)]
pub struct ServerRequest {
    pending: Option<Pending>,
    request: Arc<Request>,
    source: Source,
    orders: Orders,
}

impl ServerRequest {
    pub(crate) fn new(pending: Pending, request: Arc<Request>, source: Source, orders: Orders) -> Self {
        Self { pending: Some(pending), request, source, orders }
    }

    pub fn request(&self) -> &Request {
        &self.request
    }

    pub fn source(&self) -> &Source {
        &self.source
    }

    pub fn respond(mut self, response: Response) {
        self.answer(response);
    }

    /// Leaves it without an answer. When it comes again, it is as new.
    pub fn ignore(mut self) {
        if let Some(pending) = self.pending.take() {
            let _ = self.orders.send(Order::Command(Command::Ignore(pending)));
        }
    }

    fn answer(&mut self, response: Response) {
        if let Some(pending) = self.pending.take() {
            let _ =
                self.orders.send(Order::Command(Command::Respond { pending, response: Box::new(response) }));
        }
    }
}

impl Drop for ServerRequest {
    fn drop(&mut self) {
        self.answer(Response::to(&self.request, 500));
    }
}

/// A SUBSCRIBE that waits for its answer. Dropped without one, it is answered 500.
#[derive(Debug)]
pub struct ServerSubscribe {
    id: SubscriptionId,
    request: Arc<Request>,
    source: Source,
    orders: Orders,
    events: Option<mpsc::Receiver<SubscriptionEvent>>,
}

impl ServerSubscribe {
    pub(crate) fn new(
        id: SubscriptionId,
        request: Arc<Request>,
        source: Source,
        orders: Orders,
        events: mpsc::Receiver<SubscriptionEvent>,
    ) -> Self {
        Self { id, request, source, orders, events: Some(events) }
    }

    pub fn request(&self) -> &Request {
        &self.request
    }

    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The event package, without its parameters.
    pub fn event(&self) -> &str {
        let event = self.request.header(&HeaderName::Event).unwrap_or_default();
        event.split(';').next().unwrap_or_default().trim()
    }

    /// How long is asked for.
    pub fn expires(&self) -> Duration {
        crate::core::asked(&self.request)
    }

    /// Takes it for so long. A NOTIFY is due at once; with 0 it is the only one.
    pub fn accept(mut self, expires: Duration) -> Subscription {
        let _ = self.orders.send(Order::Command(Command::Accept { subscription: self.id, expires }));
        let events = self.events.take().unwrap_or_else(|| mpsc::channel(1).1);
        Subscription { id: self.id, orders: self.orders.clone(), events, is_ended: false }
    }

    pub fn refuse(mut self, status: u16, headers: Vec<(HeaderName, String)>) {
        let mut response = Response::to(&self.request, status);
        for (name, value) in headers {
            response.push(name, value);
        }
        self.answer(response);
    }

    fn answer(&mut self, response: Response) {
        if self.events.take().is_some() {
            let command = Command::RefuseSubscription { subscription: self.id, response: Box::new(response) };
            let _ = self.orders.send(Order::Command(command));
        }
    }
}

impl Drop for ServerSubscribe {
    fn drop(&mut self) {
        self.answer(Response::to(&self.request, 500));
    }
}

/// A subscription that was taken. Dropping it ends it.
#[derive(Debug)]
pub struct Subscription {
    id: SubscriptionId,
    orders: Orders,
    events: mpsc::Receiver<SubscriptionEvent>,
    is_ended: bool,
}

impl Subscription {
    /// Tells the state. While a NOTIFY is under way, only the newest state waits.
    pub fn notify(&self, content_type: &str, body: Bytes) {
        self.order(Command::Notify { subscription: self.id, content_type: content_type.to_owned(), body });
    }

    /// What NOTIFYs bear beside their own fields from now on.
    pub fn notifies_besides(&self, headers: Vec<(HeaderName, String)>) {
        self.order(Command::Besides { subscription: self.id, headers });
    }

    /// Tells the state that nothing follows, and ends it.
    pub fn conclude(&self, content_type: &str, body: Bytes) {
        self.order(Command::Conclude { subscription: self.id, content_type: content_type.to_owned(), body });
    }

    /// The next event; cancel-safe. After the end always the end.
    pub async fn next(&mut self) -> SubscriptionEvent {
        let ended = SubscriptionEvent::Ended { why: SubscriptionEnded::Terminated };
        if self.is_ended {
            return ended;
        }
        let event = self.events.recv().await.unwrap_or(ended);
        self.is_ended = matches!(event, SubscriptionEvent::Ended { .. });
        event
    }

    /// Ends it, with a reason of RFC 6665 §4.1.3 such as `noresource`.
    pub fn terminate(&self, reason: &str) {
        self.order(Command::Terminate { subscription: self.id, reason: reason.to_owned() });
    }

    fn order(&self, command: Command) {
        let _ = self.orders.send(Order::Command(command));
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if !self.is_ended {
            self.terminate("noresource");
        }
    }
}
