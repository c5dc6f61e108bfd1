//! What a message that has come is about: a transaction, a dialog, or something new (RFC 3261 §8.2, §12.2.2).

use super::server::ServerKey;
use super::session::Phase;
use super::words::{ALLOW, CALL_OPTIONS, REGISTER_OPTIONS};
use super::{Core, Output, Pending, Usage};
use crate::flow::{FlowId, Source};
use crate::message::{HeaderName, Message, NameAddr, Request, Response, Via};
use bytes::Bytes;
use bytestring::ByteString;
use std::sync::Arc;
use std::time::Instant;

/// A broken request with more Via fields is not answered: the answer would be as long.
const MOST_HOPS: usize = 70;
/// What is known at all; anything else is 405 whatever it asks.
const METHODS: [&str; 14] = [
    "INVITE",
    "ACK",
    "CANCEL",
    "BYE",
    "OPTIONS",
    "REGISTER",
    "INFO",
    "MESSAGE",
    "SUBSCRIBE",
    "NOTIFY",
    "PUBLISH",
    "REFER",
    "UPDATE",
    "PRACK",
];

impl Core {
    /// A datagram, or a message cut from a stream.
    pub fn receive(&mut self, now: Instant, flow: &FlowId, bytes: &Bytes) {
        match Message::parse(bytes) {
            Ok(Message::Request(mut request)) => {
                let back = request.via().map_or_else(|| flow.clone(), |via| way_back(via, flow));
                request.note_source(flow.remote());
                self.requested(now, flow, &back, Arc::new(request));
            }
            Ok(Message::Response(response)) => self.responded(now, response, flow),
            Err(error) => tracing::debug!(%error, from = %flow.remote().ip(), "not a SIP message"),
        }
    }

    /// `back` is the way for the answers.
    fn requested(&mut self, now: Instant, flow: &FlowId, back: &FlowId, request: Arc<Request>) {
        let key = ServerKey::of(&request);
        if let Some(key) =
            key.as_ref().filter(|key| request.method() != "ACK" && self.servers.contains_key(key))
        {
            return self.repeated(key);
        }
        if let Err(fault) = request.check() {
            // Without a Via nobody would know the answer, and with so many of them nobody asked honestly.
            if (1..=MOST_HOPS).contains(&request.fields().count(&HeaderName::Via)) {
                let response = Response::to(&request, fault.status).with_reason(fault.why);
                self.respond_stateless(&request, back, response);
            }
            return;
        }
        let Some(key) = key else { return };
        if request.method() == "ACK" {
            return self.ack_received(now, &key, &request);
        }
        if let Some(refusal) = self.refusal_of(&request) {
            return self.respond_stateless(&request, back, refusal);
        }
        self.open_server(now, key.clone(), request.clone(), back.clone());
        match request.to().and_then(NameAddr::tag) {
            Some(tag) => {
                let usage = self.dialogs.get(tag).copied();
                self.requested_in_dialog(now, key, &request, usage, flow);
            }
            None => self.requested_outside(now, key, request, flow),
        }
    }

    /// What is refused without keeping anything of it, in the order of RFC 3261 §8.2.
    fn refusal_of(&self, request: &Request) -> Option<Response> {
        let refused = |status, name, value: ByteString| {
            let mut response = Response::to(request, status);
            response.push(name, value);
            Some(response)
        };
        if !METHODS.contains(&request.method()) {
            return refused(405, HeaderName::Allow, ByteString::from_static(ALLOW));
        }
        let is_known = request.to().and_then(NameAddr::tag).is_some_and(|tag| self.dialogs.contains_key(tag));
        let has_reserve = is_known || request.method() == "CANCEL";
        let capacity = &self.config.capacity;
        let limit = capacity.servers + if has_reserve { capacity.servers_reserve } else { 0 };
        if self.servers.len() >= limit {
            return refused(503, HeaderName::RetryAfter, ByteString::from_static("5"));
        }
        // RFC 3891 §3.
        if request.method() != "INVITE" && request.header(&HeaderName::Replaces).is_some() {
            return Some(Response::to(request, 400).with_reason("Replaces is for INVITE"));
        }
        unsupported(request).and_then(|asked| refused(420, HeaderName::Unsupported, asked.into()))
    }

    /// The ACK of a refusal ends its transaction; that of a 2xx belongs to the session.
    fn ack_received(&mut self, now: Instant, key: &ServerKey, ack: &Request) {
        if self.refusal_acknowledged(now, key) {
            return;
        }
        let tag = ack.to().and_then(NameAddr::tag);
        if let Some(Usage::Session(session)) = tag.and_then(|tag| self.dialogs.get(tag).copied()) {
            self.acknowledged(now, session, ack);
        }
    }

    fn requested_in_dialog(
        &mut self,
        now: Instant,
        key: ServerKey,
        request: &Request,
        usage: Option<Usage>,
        flow: &FlowId,
    ) {
        if request.method() == "CANCEL" {
            return self.cancelled(now, key, request);
        }
        match usage {
            Some(Usage::Session(session)) => {
                let Some(state) = self.sessions.get_mut(&session) else { return };
                if matches!(state.phase, Phase::Outgoing { .. } | Phase::Cancelling) {
                    return self.requested_early(now, session, key, request, flow);
                }
                let is_ours = state.call_id == request.call_id()
                    && state.remote_tag.as_deref() == request.from().and_then(NameAddr::tag);
                if !is_ours {
                    return self.respond(now, &key, Response::to(request, 481));
                }
                if !state.take_cseq(request.cseq().0) {
                    return self.respond(now, &key, Response::to(request, 500));
                }
                // The newest way by which the peer's requests come is the one that leads back.
                state.flow = flow.clone();
                match request.method() {
                    "BYE" => self.bye_received(now, session, &key, request),
                    "INVITE" => self.reinvited(now, session, key, request),
                    "PRACK" => self.pracked(now, session, key, request),
                    "UPDATE" => self.updated(now, session, key, request),
                    "REFER" => self.referred(now, session, key, request),
                    "NOTIFY" => self.notified(now, session, &key, request),
                    "INFO" => self.info_received(now, session, &key, request),
                    "OPTIONS" => self.options_received(now, &key, request),
                    _ => self.not_allowed(now, &key, request),
                }
            }
            Some(Usage::Subscription(subscription)) if request.method() == "SUBSCRIBE" => {
                self.resubscribed(now, subscription, &key, request, flow);
            }
            Some(Usage::Subscription(_)) => self.not_allowed(now, &key, request),
            None => self.respond(now, &key, Response::to(request, 481)),
        }
    }

    fn requested_outside(&mut self, now: Instant, key: ServerKey, request: Arc<Request>, flow: &FlowId) {
        if self.is_another_copy(&key, &request) {
            let response = Response::to(&request, 482).with_reason("Merged Request");
            return self.respond(now, &key, response);
        }
        if self.closing && request.method() != "CANCEL" {
            let mut response = Response::to(&request, 503);
            response.push(HeaderName::RetryAfter, "10");
            return self.respond(now, &key, response);
        }
        match request.method() {
            "INVITE" => self.new_invite(now, key, request, flow),
            "CANCEL" => self.cancelled(now, key, &request),
            "SUBSCRIBE" | "REFER" => self.subscribed(now, key, request, flow),
            "REGISTER" | "OPTIONS" | "MESSAGE" | "PUBLISH" => {
                self.outputs.push_back(Output::Request(Pending(key), request, Source::of(flow)));
            }
            // These live in dialogs only.
            "BYE" | "INFO" | "UPDATE" | "PRACK" | "NOTIFY" => {
                self.respond(now, &key, Response::to(&request, 481))
            }
            _ => self.not_allowed(now, &key, &request),
        }
    }

    fn new_invite(&mut self, now: Instant, key: ServerKey, request: Arc<Request>, flow: &FlowId) {
        // RFC 3261 §16.3 step 3: a call that goes on from here has gone far enough.
        if request.max_forwards() == Some(0) {
            return self.respond(now, &key, Response::to(&request, 483));
        }
        if self.is_our_own(&request) {
            return self.respond(now, &key, Response::to(&request, 482));
        }
        self.invited(now, key, request, flow);
    }

    /// RFC 3261 §8.2.2.2: the same request by another way. Notes it otherwise.
    fn is_another_copy(&mut self, key: &ServerKey, request: &Request) -> bool {
        // Peers of RFC 2543 have no tag to tell requests apart by.
        let Some(tag) = request.from().and_then(NameAddr::tag).filter(|_| request.method() != "CANCEL")
        else {
            return false;
        };
        let (number, method) = request.cseq();
        let merging: Arc<str> = format!("{}|{tag}|{number} {method}", request.call_id()).into();
        if self.merging.get(&merging).is_some_and(|other| other != key) {
            return true;
        }
        if let Some(transaction) = self.servers.get_mut(key) {
            transaction.merging = Some(merging.clone());
            self.merging.insert(merging, key.clone());
        }
        false
    }

    /// Whether an INVITE of ours has come back for the address that we sent it to: a loop. With another Request-URI it
    /// has been sent on, and is a call like any other (RFC 3261 §16.3 step 4).
    fn is_our_own(&self, request: &Request) -> bool {
        let tag = request.from().and_then(NameAddr::tag);
        let Some(Usage::Session(session)) = tag.and_then(|tag| self.dialogs.get(tag)) else { return false };
        self.sessions.get(session).is_some_and(|state| {
            let is_calling = matches!(state.phase, Phase::Outgoing { .. } | Phase::Cancelling);
            is_calling && state.call_id == request.call_id() && state.target == *request.uri()
        })
    }

    pub(super) fn options_received(&mut self, now: Instant, key: &ServerKey, request: &Request) {
        let mut response = Response::to(request, 200);
        response.push(HeaderName::Allow, ByteString::from_static(ALLOW));
        response.push(HeaderName::Accept, "application/sdp");
        self.respond(now, key, response);
    }

    pub(super) fn not_allowed(&mut self, now: Instant, key: &ServerKey, request: &Request) {
        let mut response = Response::to(request, 405);
        response.push(HeaderName::Allow, ByteString::from_static(ALLOW));
        self.respond(now, key, response);
    }
}

/// The extensions that a request needs and we do not have (RFC 3261 §8.2.2.3).
fn unsupported(request: &Request) -> Option<String> {
    let has = |option: &str| {
        request.method() == "CANCEL"
            || CALL_OPTIONS.iter().any(|known| known.eq_ignore_ascii_case(option))
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
    let host = via.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&via.host);
    let is_true = host.parse() == Ok(flow.remote().ip());
    if flow.transport().is_reliable() || via.asks_for_port() || !is_true {
        return flow.clone();
    }
    flow.towards((flow.remote().ip(), via.port.unwrap_or(5060)).into())
}
