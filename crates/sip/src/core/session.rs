//! A session: one use of a dialog by an INVITE (RFC 3261 §12, §13), its state and its end.

use super::reason::Reason;
use super::server::ServerKey;
use super::timer::Refreshing;
use super::uac::RequestFailed;
use super::within::Ends;
use super::{Alarm, Core, SessionId, Usage};
use crate::flow::FlowId;
use crate::message::{HeaderName, NameAddr, Request, Response, Uri};
use bytes::Bytes;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a session tells its owner.
#[derive(Clone, Debug)]
pub enum SessionEvent {
    /// A 1xx to our INVITE.
    Progress {
        status: u16,
        sdp: Option<Bytes>,
        tag: Option<String>,
    },
    /// A 2xx to our INVITE; the ACK has gone out.
    Answered {
        sdp: Option<Bytes>,
        response: Arc<Response>,
    },
    /// Our INVITE was refused; without a response it timed out (408) or had no way (503).
    Refused {
        status: u16,
        response: Option<Arc<Response>>,
    },
    /// Our answer was acknowledged; with the answer to our offer, where the INVITE had none.
    Acknowledged {
        sdp: Option<Bytes>,
    },
    /// A re-INVITE: to be answered; without a description they want our offer.
    Offer {
        sdp: Option<Bytes>,
    },
    OfferAnswered {
        sdp: Bytes,
    },
    OfferRefused {
        status: u16,
    },
    /// They want us to call somebody in their place: to be taken or refused.
    Refer(Box<super::Refer>),
    /// What has become of our own REFER.
    Referred(super::Referred),
    Info {
        content_type: String,
        body: Bytes,
    },
    /// The last event.
    Ended {
        why: Ended,
        /// What the peer has said of it, in its BYE or CANCEL.
        reason: Option<Reason>,
    },
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    ByeReceived,
    ByeSent,
    Cancelled,
    Refused,
    /// Our 2xx, or a reliable 1xx, was never acknowledged.
    NoAck,
    /// Nobody has refreshed it (RFC 4028).
    Expired,
    TimedOut,
    TransportLost,
}

/// How far a session is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// They called; this INVITE waits for our answer.
    Incoming(ServerKey),
    /// We called; nothing or only provisional answers have come.
    Outgoing {
        branch: Arc<str>,
        is_ringing: bool,
    },
    /// We called and have cancelled; a final answer is due.
    Cancelling,
    Confirmed,
}

pub(super) struct SessionState {
    pub phase: Phase,
    pub call_id: String,
    /// From and To as they stand in requests that we send.
    pub local: String,
    pub remote: String,
    pub local_tag: String,
    pub remote_tag: Option<String>,
    pub local_cseq: u32,
    pub remote_cseq: Option<u32>,
    pub routes: Vec<String>,
    pub target: Uri,
    pub flow: FlowId,
    /// Our 2xx until its ACK comes.
    pub answer: Option<Unacknowledged>,
    /// We called.
    pub is_caller: bool,
    pub offer: super::offer::Offers,
    pub timer: Refreshing,
    /// Of a call that rings here.
    pub progress: super::reliable::Progress,
    /// Who rings by our INVITE.
    pub early: Vec<super::early::Early>,
    /// The peer takes UPDATE (RFC 3311).
    pub allows_update: bool,
    /// It takes REFER (RFC 3515), or has not said what it takes.
    pub allows_refer: bool,
    pub referring: Option<super::referring::Referring>,
    /// It takes MESSAGE (RFC 3428), or has not said what it takes.
    pub allows_message: bool,
    pub text: Option<super::text::Text>,
    /// What each side has said last of its sound, as far as it is settled.
    pub descriptions: Descriptions,
    /// A BYE that may not be sent yet.
    pub bye: Option<Option<Reason>>,
    /// Why the peer has ended it.
    pub peers_reason: Option<Reason>,
    /// The conference that it takes part in: the user part of our Contact (RFC 4579).
    pub focus: Option<String>,
}

/// The descriptions that both sides have agreed on.
#[derive(Clone, Debug, Default)]
pub(super) struct Descriptions {
    pub ours: Bytes,
    pub theirs: Bytes,
}

/// A 2xx as it was sent.
pub(super) struct Accepted {
    pub bytes: Bytes,
    /// The way of all answers to its INVITE.
    pub flow: FlowId,
    pub cseq: u32,
    /// It answers no offer: it is one.
    pub is_offer: bool,
}

/// A 2xx that is sent again until its ACK comes (RFC 3261 §13.3.1.4).
pub(super) struct Unacknowledged {
    pub accepted: Accepted,
    pub next_at: Instant,
    pub interval: Duration,
    pub give_up_at: Instant,
    /// The first answer of the session, or that of a re-INVITE.
    pub is_first: bool,
    /// It holds our offer; the ACK brings the answer.
    pub is_offer: bool,
}

impl Core {
    /// A request within the dialog, without its body.
    pub(super) fn in_dialog(
        &mut self,
        session: SessionId,
        method: &str,
    ) -> Option<(Request, FlowId, Arc<str>)> {
        let branch = self.branch();
        let state = self.sessions.get_mut(&session)?;
        state.local_cseq += 1;
        let cseq = state.local_cseq;
        self.with_cseq(session, method, cseq, branch)
    }

    pub(super) fn with_cseq(
        &self,
        session: SessionId,
        method: &str,
        cseq: u32,
        branch: Arc<str>,
    ) -> Option<(Request, FlowId, Arc<str>)> {
        let state = self.sessions.get(&session)?;
        let ends = Ends {
            target: &state.target,
            routes: &state.routes,
            flow: &state.flow,
            local: &state.local,
            remote: &state.remote,
            call_id: &state.call_id,
        };
        let (request, flow) = self.within(&ends, method, cseq, &branch);
        Some((request, flow, branch))
    }

    /// The session is over: its owner is told, its dialog forgotten.
    pub(super) fn end(&mut self, now: Instant, session: SessionId, why: Ended) {
        self.keep_dialog(now, session);
        self.stop_timer(session);
        self.stop_progress(session);
        let Some(mut state) = self.sessions.remove(&session) else { return };
        self.dialogs.remove(&state.local_tag);
        self.note_gone(&state);
        if let Some(text) = state.text.take() {
            self.not_sent(&text);
        }
        if let Some(theirs) = state.offer.take_theirs() {
            // RFC 3261 §15.1.2: what still waits gets 487.
            self.refuse_invite(now, &theirs, 487, Vec::new());
        }
        self.tell(session, SessionEvent::Ended { why, reason: state.peers_reason });
    }

    /// From now on our Contact in the session is that of a conference, or of none.
    pub(super) fn focus(&mut self, session: SessionId, name: Option<String>) {
        if let Some(state) = self.sessions.get_mut(&session) {
            state.focus = name;
        }
    }

    /// Ends a session in whatever state it is.
    pub(super) fn bye(&mut self, now: Instant, session: SessionId, reason: Option<Reason>) {
        let farewell_until = self.farewell_until(now, session);
        let Some(state) = self.sessions.get_mut(&session) else { return };
        match state.phase.clone() {
            Phase::Incoming(key) => {
                self.refuse_invite(now, &key, 480, Vec::new());
                self.end(now, session, Ended::ByeSent);
            }
            // RFC 3261 §9.1: a CANCEL waits for the first provisional answer.
            Phase::Outgoing { is_ringing: false, .. } => state.bye = Some(reason),
            Phase::Outgoing { is_ringing: true, branch } => {
                state.phase = Phase::Cancelling;
                self.cancel_invite(now, &branch, reason);
            }
            Phase::Cancelling => {}
            // RFC 3261 §15: the called side may not send BYE before the ACK.
            Phase::Confirmed if state.answer.as_ref().is_some_and(|answer| answer.is_first) => {
                state.bye = Some(reason)
            }
            Phase::Confirmed if let Some(until) = farewell_until => {
                // Said twice, it was first said for a reason.
                if state.bye.is_none() {
                    state.bye = Some(reason);
                    self.alarm(until, Alarm::Farewell(session));
                }
            }
            Phase::Confirmed => {
                self.send_bye(now, session, reason);
                self.end(now, session, Ended::ByeSent);
            }
        }
    }

    pub(super) fn send_bye(&mut self, now: Instant, session: SessionId, reason: Option<Reason>) {
        let Some((mut request, flow, branch)) = self.in_dialog(session, "BYE") else { return };
        if let Some(reason) = reason {
            request.push(HeaderName::Reason, reason.to_string());
        }
        self.open_client(now, branch, request, flow, super::client::Waits::Nobody);
    }

    /// Their 2xx or ours: the dialog stands.
    pub(super) fn register_dialog(&mut self, session: SessionId) {
        if let Some(state) = self.sessions.get(&session) {
            self.dialogs.insert(state.local_tag.clone(), Usage::Session(session));
        }
    }

    /// Keeps a 2xx to be sent again until it is acknowledged.
    pub(super) fn await_ack(&mut self, now: Instant, session: SessionId, accepted: Accepted, is_first: bool) {
        let timers = self.config.timers;
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let next_at = now + timers.t1;
        let give_up_at = now + timers.give_up();
        let is_offer = accepted.is_offer;
        let interval = timers.t1;
        state.answer = Some(Unacknowledged { accepted, next_at, interval, give_up_at, is_first, is_offer });
        self.alarm(next_at, Alarm::SessionAnswer(session));
    }

    pub(super) fn answer_retransmit(&mut self, session: SessionId, at: Instant, now: Instant) {
        let t2 = self.config.timers.t2;
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Some(answer) = state.answer.as_mut().filter(|answer| answer.next_at == at) else { return };
        if now >= answer.give_up_at {
            // RFC 3261 §13.3.1.4: confirmed all the same, and to be ended by BYE.
            state.answer = None;
            let reason = state.bye.take().flatten();
            self.send_bye(now, session, reason);
            return self.end(now, session, Ended::NoAck);
        }
        answer.interval = (answer.interval * 2).min(t2);
        answer.next_at = (now + answer.interval).min(answer.give_up_at);
        let (next_at, bytes, flow) =
            (answer.next_at, answer.accepted.bytes.clone(), answer.accepted.flow.clone());
        self.send(&flow, bytes);
        self.alarm(next_at, Alarm::SessionAnswer(session));
    }

    /// The ACK of a 2xx of ours.
    pub(super) fn acknowledged(&mut self, now: Instant, session: SessionId, ack: &Request) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let Some(answer) = state.answer.take_if(|answer| answer.accepted.cseq == ack.cseq().0) else {
            return;
        };
        let sdp = ack.sdp();
        if let Some(sdp) = sdp.clone().filter(|_| answer.is_offer) {
            state.descriptions.theirs = sdp;
        }
        if answer.is_first {
            let bye = state.bye.take();
            self.tell(session, SessionEvent::Acknowledged { sdp });
            if let Some(reason) = bye {
                self.bye(now, session, reason);
            }
        } else if let Some(sdp) = sdp {
            self.tell(session, SessionEvent::OfferAnswered { sdp });
        }
        self.next_offer(now, session);
        self.refer_now(now, session);
        self.text_now(now, session);
    }
}

impl SessionState {
    /// Where requests go from now on, if the peer has said so (RFC 3261 §12.2.1.2).
    pub fn refresh_target(&mut self, contacts: &[NameAddr]) {
        if let Some(contact) = contacts.first() {
            self.target = contact.uri().clone();
        }
    }

    /// Fails unless the number is higher than all before it (RFC 3261 §12.2.2).
    pub fn take_cseq(&mut self, cseq: u32) -> bool {
        let is_new = self.remote_cseq.is_none_or(|last| cseq > last);
        if is_new {
            self.remote_cseq = Some(cseq);
        }
        is_new
    }
}

/// How a failure of ours ends a session.
pub(super) fn ended_by(why: RequestFailed) -> (u16, Ended) {
    match why {
        RequestFailed::TimedOut => (408, Ended::TimedOut),
        RequestFailed::TransportLost | RequestFailed::TooMany | RequestFailed::NotTaken => {
            (503, Ended::TransportLost)
        }
    }
}
