//! What a message that has come is about: a transaction, a dialog, or something new (RFC 3261 §8.2, §12.2.2).

use super::server::ServerKey;
use super::words::{ALLOW, REGISTER_OPTIONS};
use super::{Core, Output, Pending, SERVER_TRANSACTIONS_LIMIT, Usage};
use crate::flow::{FlowId, Source};
use crate::message::{HeaderName, Message, Request, Response, Via};
use bytes::Bytes;
use std::time::Instant;

impl Core {
    /// A datagram, or a message cut from a stream.
    pub fn receive(&mut self, now: Instant, flow: &FlowId, bytes: &Bytes) {
        match Message::parse(bytes) {
            Ok(Message::Request(mut request)) => {
                if let Some(via) = request.via() {
                    request.note_source(&via, flow.remote());
                    self.requested(now, flow, &way_back(&via, flow), request);
                }
            }
            Ok(Message::Response(response)) => self.responded(now, response, flow),
            Err(error) => tracing::debug!(%error, from = %flow.remote().ip(), "not a SIP message"),
        }
    }

    /// `back` is the way for the answers.
    fn requested(&mut self, now: Instant, flow: &FlowId, back: &FlowId, request: Request) {
        let Some(key) = ServerKey::of(&request) else { return };
        if request.method() == "ACK" {
            return self.ack_received(now, &key, &request);
        }
        if self.servers.contains_key(&key) {
            return self.repeated(&key);
        }
        if let Err(fault) = request.check() {
            return self.respond_stateless(&request, back, fault.status, &[]);
        }
        if self.servers.len() >= SERVER_TRANSACTIONS_LIMIT {
            return self.respond_stateless(&request, back, 503, &[(HeaderName::RetryAfter, "5")]);
        }
        if let Some(asked) = unsupported(&request) {
            return self.respond_stateless(&request, back, 420, &[(HeaderName::Unsupported, &asked)]);
        }
        self.open_server(now, key.clone(), request.clone(), back.clone());
        match request.to().as_ref().and_then(|to| to.tag()) {
            Some(tag) => {
                let usage = self.dialogs.get(tag).copied();
                self.requested_in_dialog(now, key, request, usage, flow);
            }
            None => self.requested_outside(now, key, request, flow),
        }
    }

    /// The ACK of a refusal ends its transaction; that of a 2xx belongs to the session.
    fn ack_received(&mut self, now: Instant, key: &ServerKey, ack: &Request) {
        if self.refusal_acknowledged(now, key) {
            return;
        }
        let tag = ack.to().and_then(|to| to.tag().map(str::to_owned));
        if let Some(Usage::Session(session)) = tag.and_then(|tag| self.dialogs.get(&tag).copied()) {
            self.acknowledged(now, session, ack);
        }
    }

    fn requested_in_dialog(
        &mut self,
        now: Instant,
        key: ServerKey,
        request: Request,
        usage: Option<Usage>,
        flow: &FlowId,
    ) {
        if request.method() == "CANCEL" {
            return self.cancelled(now, key, request);
        }
        match usage {
            Some(Usage::Session(session)) => {
                let Some(state) = self.sessions.get_mut(&session) else { return };
                let is_ours = state.call_id == request.call_id()
                    && state.remote_tag.as_deref() == request.from().as_ref().and_then(|from| from.tag());
                if !is_ours {
                    return self.respond(now, &key, Response::to(&request, 481));
                }
                if !state.take_cseq(request.cseq().0) {
                    return self.respond(now, &key, Response::to(&request, 500));
                }
                // The newest way by which the peer's requests come is the one that leads back.
                state.flow = flow.clone();
                match request.method() {
                    "BYE" => self.bye_received(now, session, &key, &request),
                    "INVITE" => self.reinvited(now, session, key, &request),
                    "INFO" => self.info_received(now, session, &key, &request),
                    "OPTIONS" => self.options_received(now, &key, &request),
                    _ => self.not_allowed(now, &key, &request),
                }
            }
            Some(Usage::Subscription(subscription)) if request.method() == "SUBSCRIBE" => {
                self.resubscribed(now, subscription, &key, &request, flow);
            }
            Some(Usage::Subscription(_)) => self.not_allowed(now, &key, &request),
            None => self.respond(now, &key, Response::to(&request, 481)),
        }
    }

    fn requested_outside(&mut self, now: Instant, key: ServerKey, request: Request, flow: &FlowId) {
        if self.closing && request.method() != "CANCEL" {
            let mut response = Response::to(&request, 503);
            response.push(HeaderName::RetryAfter, "10");
            return self.respond(now, &key, response);
        }
        match request.method() {
            "INVITE" => self.new_invite(now, key, request, flow),
            "CANCEL" => self.cancelled(now, key, request),
            "SUBSCRIBE" => self.subscribed(now, key, request, flow),
            "REGISTER" | "OPTIONS" | "MESSAGE" | "PUBLISH" => {
                self.outputs.push_back(Output::Request(Pending(key), Box::new(request), Source::of(flow)));
            }
            // These live in dialogs only.
            "BYE" | "INFO" | "UPDATE" | "PRACK" | "NOTIFY" | "REFER" => {
                self.respond(now, &key, Response::to(&request, 481))
            }
            _ => self.not_allowed(now, &key, &request),
        }
    }

    fn new_invite(&mut self, now: Instant, key: ServerKey, request: Request, flow: &FlowId) {
        // RFC 3261 §16.3 step 3: a call that goes on from here has gone far enough.
        if request.header(&HeaderName::MaxForwards).is_some_and(|hops| hops.trim() == "0") {
            return self.respond(now, &key, Response::to(&request, 483));
        }
        // RFC 3261 §8.2.2.2: the same request by another way.
        let tag = request.from().and_then(|from| from.tag().map(str::to_owned)).unwrap_or_default();
        let merging = (request.call_id().to_owned(), tag, request.cseq().0);
        if self.merging.get(&merging).is_some_and(|other| *other != key) {
            return self.respond(now, &key, Response::to(&request, 482));
        }
        self.merging.insert(merging.clone(), key.clone());
        if let Some(transaction) = self.servers.get_mut(&key) {
            transaction.merging = Some(merging);
        }
        self.invited(now, key, request, flow);
    }

    fn options_received(&mut self, now: Instant, key: &ServerKey, request: &Request) {
        let mut response = Response::to(request, 200);
        response.push(HeaderName::Allow, ALLOW);
        response.push(HeaderName::Accept, "application/sdp");
        self.respond(now, key, response);
    }

    fn not_allowed(&mut self, now: Instant, key: &ServerKey, request: &Request) {
        let mut response = Response::to(request, 405);
        response.push(HeaderName::Allow, ALLOW);
        self.respond(now, key, response);
    }
}

/// The extensions that a request needs and we do not have (RFC 3261 §8.2.2.3).
fn unsupported(request: &Request) -> Option<String> {
    let has = |option: &str| {
        request.method() == "CANCEL"
            || request.method() == "REGISTER"
                && REGISTER_OPTIONS.iter().any(|known| known.eq_ignore_ascii_case(option))
    };
    let asked: Vec<&str> =
        request.fields().elements(&HeaderName::Require).filter(|option| !has(option)).collect();
    (!asked.is_empty()).then(|| asked.join(", "))
}

/// Where a request came from; but a phone that sends from one port and listens on another says so, by a Via with its
/// true address and without `rport` (RFC 3261 §18.2.2, RFC 3581 §4). Others without `rport` are behind a NAT.
fn way_back(via: &Via, flow: &FlowId) -> FlowId {
    let is_true = via.host.parse() == Ok(flow.remote().ip());
    if flow.transport().is_reliable() || via.asks_for_port() || !is_true {
        return flow.clone();
    }
    flow.towards((flow.remote().ip(), via.port.unwrap_or(5060)).into())
}
