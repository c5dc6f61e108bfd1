//! Subscriptions that peers hold with us (RFC 6665, the notifier's side).

use super::client::Waits;
use super::refer::target_of;
use super::server::ServerKey;
use super::within::Ends;
use super::{Alarm, Core, Output, SubscriptionId, Usage};
use crate::flow::{FlowId, Source};
use crate::message::{HeaderName, NameAddr, Request, Response, Uri};
use bytes::Bytes;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Subscriptions at once.
const SUBSCRIPTIONS_LIMIT: usize = 20_000;
/// What a SUBSCRIBE gets that names no length, in seconds.
const USUAL_SECONDS: u32 = 3600;
/// The shortest subscription, in seconds: a phone that renews faster than this only makes work (RFC 6665 §4.2.1.1).
const SHORTEST_SECONDS: u32 = 60;
/// A question for the state of the moment (expires 0) waits so long for its one NOTIFY.
const FETCH: Duration = Duration::from_secs(32);

/// What a subscription tells its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscriptionEvent {
    /// Refreshed: a NOTIFY with the whole state is due. Some packages are asked for something by the body.
    Refreshed { expires: Duration, body: Bytes },
    /// The last event.
    Ended { why: SubscriptionEnded },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionEnded {
    /// The peer has ended it.
    Unsubscribed,
    Expired,
    /// A NOTIFY was refused or not answered.
    Gone,
    /// We have ended it.
    Terminated,
}

pub(super) struct SubscriptionState {
    key: Option<ServerKey>,
    event: String,
    call_id: String,
    local: String,
    remote: String,
    local_tag: String,
    local_cseq: u32,
    remote_cseq: u32,
    pub routes: Vec<String>,
    pub target: Uri,
    pub flow: FlowId,
    expires_at: Instant,
    /// No refresh gets more.
    longest: Duration,
    /// It asks once; the first NOTIFY is the last.
    is_fetch: bool,
    /// The newest state told, for the last NOTIFY.
    last: Option<(String, Bytes)>,
    /// What each NOTIFY bears beside its own fields.
    besides: Vec<(HeaderName, String)>,
    /// A NOTIFY is under way; what is to be told next waits.
    is_telling: bool,
    waiting: bool,
}

impl Core {
    /// A new SUBSCRIBE, or a REFER outside of any dialog, whose transaction is open.
    pub(super) fn subscribed(&mut self, now: Instant, key: ServerKey, request: Arc<Request>, flow: &FlowId) {
        let is_refer = request.method() == "REFER";
        if is_refer && target_of(&request).is_none() {
            return self.respond(now, &key, Response::to(&request, 400).with_reason("Broken Refer-To"));
        }
        let event = match request.header(&HeaderName::Event).map(told_event) {
            // RFC 3515 §2.4.4: it subscribes to what comes of it.
            _ if is_refer => "refer".to_owned(),
            Some(event) => event,
            None => return self.respond(now, &key, Response::to(&request, 489)),
        };
        let Some(contact) = request.contacts().into_iter().next() else {
            return self.respond(now, &key, Response::to(&request, 400).with_reason("Missing Contact"));
        };
        if let Some(response) = too_brief(&request) {
            return self.respond(now, &key, response);
        }
        if self.subscriptions.len() >= SUBSCRIPTIONS_LIMIT {
            let mut response = Response::to(&request, 503);
            response.push(HeaderName::RetryAfter, "30");
            return self.respond(now, &key, response);
        }
        let subscription = SubscriptionId(self.number());
        let Some(transaction) = self.servers.get_mut(&key) else { return };
        transaction.owner = Some(Usage::Subscription(subscription));
        let local_tag = transaction.tag.clone();
        let state = SubscriptionState {
            key: Some(key),
            event,
            call_id: request.call_id().to_owned(),
            local: format!("{};tag={local_tag}", request.header(&HeaderName::To).unwrap_or_default()),
            remote: request.header(&HeaderName::From).unwrap_or_default().to_owned(),
            local_tag,
            local_cseq: 0,
            remote_cseq: request.cseq().0,
            routes: request.fields().elements(&HeaderName::RecordRoute).map(str::to_owned).collect(),
            target: contact.uri().clone(),
            flow: flow.clone(),
            expires_at: now + asked(&request),
            longest: Duration::from_secs(USUAL_SECONDS.into()),
            is_fetch: false,
            last: None,
            besides: Vec::new(),
            is_telling: false,
            waiting: false,
        };
        self.subscriptions.insert(subscription, state);
        self.outputs.push_back(Output::Subscribe(subscription, request, Source::of(flow)));
    }

    pub(super) fn accept_subscription(
        &mut self,
        now: Instant,
        subscription: SubscriptionId,
        expires: Duration,
    ) {
        let Some(state) = self.subscriptions.get_mut(&subscription) else { return };
        let Some(key) = state.key.take() else { return };
        state.is_fetch = expires.is_zero();
        state.longest = state.longest.max(expires);
        state.expires_at = now + if state.is_fetch { FETCH } else { expires };
        let (tag, expires_at) = (state.local_tag.clone(), state.expires_at);
        self.dialogs.insert(tag, Usage::Subscription(subscription));
        self.alarm(expires_at, Alarm::Subscription(subscription));
        self.confirm_subscription(now, &key, expires);
    }

    fn confirm_subscription(&mut self, now: Instant, key: &ServerKey, expires: Duration) {
        let Some(transaction) = self.servers.get(key) else { return };
        let Some(request) = transaction.open_request() else { return };
        let flow = transaction.flow.clone();
        let mut response = Response::to(request, if request.method() == "REFER" { 202 } else { 200 });
        response.push(HeaderName::Expires, expires.as_secs().to_string());
        response.push(HeaderName::Contact, self.contact(&flow, request.uri()));
        self.respond(now, key, response);
    }

    pub(super) fn refuse_subscription(
        &mut self,
        now: Instant,
        subscription: SubscriptionId,
        response: Response,
    ) {
        let Some(state) = self.subscriptions.remove(&subscription) else { return };
        if let Some(key) = state.key {
            self.respond(now, &key, response);
        }
    }

    pub(super) fn notify(
        &mut self,
        now: Instant,
        subscription: SubscriptionId,
        content_type: String,
        body: Bytes,
    ) {
        let Some(state) = self.subscriptions.get_mut(&subscription) else { return };
        state.last = Some((content_type, body));
        if state.is_fetch {
            self.send_notify(now, subscription, "terminated;reason=timeout");
            return self.end_subscription(subscription, SubscriptionEnded::Expired);
        }
        if state.is_telling {
            state.waiting = true;
            return;
        }
        let remaining = state.expires_at.saturating_duration_since(now).as_secs();
        self.send_notify(now, subscription, &format!("active;expires={remaining}"));
    }

    pub(super) fn notify_besides(
        &mut self,
        subscription: SubscriptionId,
        headers: Vec<(HeaderName, String)>,
    ) {
        if let Some(state) = self.subscriptions.get_mut(&subscription) {
            state.besides = headers;
        }
    }

    /// The newest state with the state of the subscription (RFC 6665 §4.1.3).
    fn send_notify(&mut self, now: Instant, subscription: SubscriptionId, state_text: &str) {
        let branch = self.branch();
        let Some(state) = self.subscriptions.get_mut(&subscription) else { return };
        state.local_cseq += 1;
        state.is_telling = true;
        let Some(state) = self.subscriptions.get(&subscription) else { return };
        let ends = Ends {
            target: &state.target,
            routes: &state.routes,
            flow: &state.flow,
            local: &state.local,
            remote: &state.remote,
            call_id: &state.call_id,
        };
        let (mut request, flow) = self.within(&ends, "NOTIFY", state.local_cseq, &branch);
        request.push(HeaderName::Event, state.event.clone());
        request.push(HeaderName::SubscriptionState, state_text);
        if let Some((content_type, body)) = state.last.clone() {
            request.push(HeaderName::ContentType, content_type);
            request.set_raw_body(body);
        }
        for (name, value) in state.besides.clone() {
            request.push(name, value);
        }
        let contact = self.contact(&flow, request.uri());
        request.push(HeaderName::Contact, contact);
        self.open_client(now, branch, request, flow, Waits::Notify(subscription));
    }

    pub(super) fn notify_responded(
        &mut self,
        now: Instant,
        subscription: SubscriptionId,
        status: Option<u16>,
    ) {
        let Some(state) = self.subscriptions.get_mut(&subscription) else { return };
        match status {
            Some(100..200) => {}
            Some(200..300) => {
                state.is_telling = false;
                if std::mem::take(&mut state.waiting)
                    && let Some((content_type, body)) = state.last.clone()
                {
                    self.notify(now, subscription, content_type, body);
                }
            }
            _ => self.end_subscription(subscription, SubscriptionEnded::Gone),
        }
    }

    /// A SUBSCRIBE within the dialog: refreshed, or ended by 0 (RFC 6665 §4.2.1.1).
    pub(super) fn resubscribed(
        &mut self,
        now: Instant,
        subscription: SubscriptionId,
        key: &ServerKey,
        request: &Request,
        flow: &FlowId,
    ) {
        let Some(state) = self.subscriptions.get_mut(&subscription) else { return };
        let is_theirs = NameAddr::parse(&state.remote)
            .is_some_and(|remote| remote.tag() == request.from().and_then(NameAddr::tag));
        if request.call_id() != state.call_id || !is_theirs {
            return self.respond(now, key, Response::to(request, 481));
        }
        if request.cseq().0 <= state.remote_cseq {
            return self.respond(now, key, Response::to(request, 500));
        }
        state.remote_cseq = request.cseq().0;
        if let Some(response) = too_brief(request) {
            return self.respond(now, key, response);
        }
        state.flow = flow.clone();
        if let Some(contact) = request.contacts().into_iter().next() {
            state.target = contact.uri().clone();
        }
        let expires = asked(request).min(state.longest);
        self.confirm_subscription(now, key, expires);
        if expires.is_zero() {
            self.send_notify(now, subscription, "terminated;reason=timeout");
            return self.end_subscription(subscription, SubscriptionEnded::Unsubscribed);
        }
        if let Some(state) = self.subscriptions.get_mut(&subscription) {
            let at = now + expires;
            let before = std::mem::replace(&mut state.expires_at, at);
            self.disarm(before, Alarm::Subscription(subscription));
            self.alarm(at, Alarm::Subscription(subscription));
        }
        let body = request.body().clone();
        let refreshed = SubscriptionEvent::Refreshed { expires, body };
        self.outputs.push_back(Output::Subscription(subscription, refreshed));
    }

    pub(super) fn subscription_expired(&mut self, subscription: SubscriptionId, at: Instant, now: Instant) {
        if self.subscriptions.get(&subscription).is_some_and(|state| state.expires_at == at) {
            self.send_notify(now, subscription, "terminated;reason=timeout");
            self.end_subscription(subscription, SubscriptionEnded::Expired);
        }
    }

    /// Nothing follows this state.
    pub(super) fn conclude(
        &mut self,
        now: Instant,
        subscription: SubscriptionId,
        content_type: String,
        body: Bytes,
    ) {
        if let Some(state) = self.subscriptions.get_mut(&subscription) {
            state.last = Some((content_type, body));
            self.terminate_subscription(now, subscription, "noresource");
        }
    }

    pub(super) fn terminate_subscription(
        &mut self,
        now: Instant,
        subscription: SubscriptionId,
        reason: &str,
    ) {
        if self.subscriptions.contains_key(&subscription) {
            self.send_notify(now, subscription, &format!("terminated;reason={reason}"));
            self.end_subscription(subscription, SubscriptionEnded::Terminated);
        }
    }

    /// Its owner has never answered.
    pub(super) fn forget_subscription(&mut self, subscription: SubscriptionId) {
        self.end_subscription(subscription, SubscriptionEnded::Gone);
    }

    fn end_subscription(&mut self, subscription: SubscriptionId, why: SubscriptionEnded) {
        let Some(state) = self.subscriptions.remove(&subscription) else { return };
        self.dialogs.remove(&state.local_tag);
        self.disarm(state.expires_at, Alarm::Subscription(subscription));
        self.outputs.push_back(Output::Subscription(subscription, SubscriptionEvent::Ended { why }));
    }
}

/// What the Event field of NOTIFYs says: the package, and the id that tells subscriptions of one dialog apart (RFC 6665
/// §8.2.1).
fn told_event(event: &str) -> String {
    let mut parts = event.split(';').map(str::trim);
    let package = parts.next().unwrap_or_default();
    let is_id =
        |part: &&str| part.split('=').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("id"));
    match parts.find(is_id) {
        Some(id) => format!("{package};{id}"),
        None => package.to_owned(),
    }
}

/// The refusal of a SUBSCRIBE for less than the shortest time; 0 asks once, or ends.
fn too_brief(request: &Request) -> Option<Response> {
    request.expires().filter(|seconds| (1..SHORTEST_SECONDS).contains(seconds))?;
    let mut response = Response::to(request, 423);
    response.push(HeaderName::MinExpires, SHORTEST_SECONDS.to_string());
    Some(response)
}

/// How long a SUBSCRIBE asks for.
pub(crate) fn asked(request: &Request) -> Duration {
    Duration::from_secs(request.expires().unwrap_or(USUAL_SECONDS).into())
}
