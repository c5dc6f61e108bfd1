//! REFER of ours within a call (RFC 3515): the peer is asked to call somebody else, and tells by NOTIFY what comes of it.

use super::client::Waits;
use super::server::ServerKey;
use super::session::{Phase, SessionEvent};
use super::{Core, SessionId};
use crate::message::{HeaderName, NameAddr, Replaces, Request, Response, Uri};
use std::time::Instant;

/// Whom a peer is asked to call.
#[derive(Clone, Debug)]
pub enum ReferTo {
    Uri(Uri),
    /// The other end of another session of ours, in our place (RFC 5589 §7).
    Session(SessionId),
}

/// What has become of a REFER of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referred {
    /// The peer tries.
    Taken,
    /// It tries, and tells nothing, or no more (RFC 4488, RFC 6665 §4.4.1).
    Untold,
    /// How the call fares that it makes: 1xx.
    Progress(u16),
    /// What it has come to: 200 to 699. The last that is told.
    Done(u16),
    /// It does not try: 300 to 699; 408 and 503 where there was no answer or no way.
    Refused(u16),
}

/// The one REFER of ours that is under way in a session.
pub(super) enum Referring {
    /// It goes out when the peer has acknowledged our answer.
    Waits(ReferTo),
    /// By the CSeq of the REFER, which its NOTIFYs may name (RFC 3515 §2.4.6).
    Sent(u32),
}

impl Core {
    /// Asks the peer of a session to call somebody. One at a time: another is refused with 491.
    pub(super) fn refer(&mut self, now: Instant, session: SessionId, to: ReferTo) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let refused = match (&state.phase, &state.referring) {
            (_, Some(_)) => Some(491),
            (Phase::Confirmed, None) if !state.allows_refer => Some(405),
            (Phase::Confirmed, None) => None,
            _ => Some(481),
        };
        if let Some(status) = refused {
            return self.tell(session, SessionEvent::Referred(Referred::Refused(status)));
        }
        state.referring = Some(Referring::Waits(to));
        self.refer_now(now, session);
    }

    /// Sends a REFER that waits, unless our answer is still to be acknowledged.
    pub(super) fn refer_now(&mut self, now: Instant, session: SessionId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if state.answer.as_ref().is_some_and(|answer| answer.is_first) {
            return;
        }
        let Some(Referring::Waits(to)) =
            state.referring.take_if(|referring| matches!(referring, Referring::Waits(_)))
        else {
            return;
        };
        let Some(target) = self.refer_target(to) else {
            return self.tell(session, SessionEvent::Referred(Referred::Refused(481)));
        };
        let Some((mut request, flow, branch)) = self.in_dialog(session, "REFER") else { return };
        let contact = self.session_contact(session, &flow, request.uri());
        request.push(HeaderName::ReferredBy, contact.clone());
        request.push(HeaderName::Contact, contact);
        request.push(HeaderName::ReferTo, target);
        request.push(HeaderName::Supported, "norefersub, replaces");
        if let Some(state) = self.sessions.get_mut(&session) {
            state.referring = Some(Referring::Sent(state.local_cseq));
        }
        self.open_client(now, branch, request, flow, Waits::Refer(session));
    }

    /// `None`: the other session has ended, or does not stand yet.
    fn refer_target(&self, to: ReferTo) -> Option<String> {
        let session = match to {
            ReferTo::Uri(uri) => return Some(NameAddr::new(uri).to_string()),
            ReferTo::Session(session) => session,
        };
        let other = self.sessions.get(&session).filter(|other| other.phase == Phase::Confirmed)?;
        let replaces = Replaces {
            call_id: other.call_id.clone(),
            to_tag: other.remote_tag.clone()?,
            from_tag: other.local_tag.clone(),
            early_only: false,
        };
        let uri = other.target.clone().without_headers().with_header("Replaces", &replaces.to_string());
        Some(NameAddr::new(uri).to_string())
    }

    /// `Err`: no answer.
    pub(super) fn refer_responded(&mut self, session: SessionId, answer: Result<&Response, u16>) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let status = answer.map_or_else(|status| status, Response::status);
        // Its news may come before its answer (RFC 3515 §2.4.4), and be over by then.
        if status < 200 || state.referring.is_none() {
            return;
        }
        if status >= 300 {
            state.referring = None;
            return self.tell(session, SessionEvent::Referred(Referred::Refused(status)));
        }
        let sub = answer.ok().and_then(|response| response.header(&HeaderName::ReferSub));
        let tells = !sub.is_some_and(|sub| sub.trim().to_ascii_lowercase().starts_with("false"));
        if !tells {
            state.referring = None;
        }
        let referred = if tells { Referred::Taken } else { Referred::Untold };
        self.tell(session, SessionEvent::Referred(referred));
    }

    /// A NOTIFY in a session: what comes of our REFER, and nothing else.
    pub(super) fn notified(&mut self, now: Instant, session: SessionId, key: &ServerKey, request: &Request) {
        let Some(id) = refer_event(request) else {
            // RFC 6665 §8.2.1.
            return self.respond(now, key, Response::to(request, 489));
        };
        let Some(state) = self.sessions.get_mut(&session) else { return };
        let is_ours = match &state.referring {
            Some(Referring::Sent(cseq)) => id.is_none_or(|id| id == cseq.to_string()),
            Some(Referring::Waits(_)) | None => false,
        };
        if !is_ours {
            return self.respond(now, key, Response::to(request, 481));
        }
        let referred = news(request);
        if matches!(referred, Some(Referred::Done(_) | Referred::Untold)) {
            state.referring = None;
        }
        self.respond(now, key, Response::to(request, 200));
        if let Some(referred) = referred {
            self.tell(session, SessionEvent::Referred(referred));
        }
    }
}

/// `None`: not of a REFER; otherwise which one it names.
fn refer_event(request: &Request) -> Option<Option<&str>> {
    let event = request.header(&HeaderName::Event)?;
    let mut parts = event.split(';').map(str::trim);
    let is_refer = parts.next()?.eq_ignore_ascii_case("refer");
    is_refer.then(|| parts.find_map(|part| part.strip_prefix("id=")))
}

/// What a NOTIFY says (RFC 3515 §2.4.5). `None`: nothing that can be read.
fn news(request: &Request) -> Option<Referred> {
    let state = request.header(&HeaderName::SubscriptionState).unwrap_or_default();
    let is_last = state.trim().to_ascii_lowercase().starts_with("terminated");
    match fragment(request.body()) {
        Some(status @ 200..) => Some(Referred::Done(status)),
        // It is told no more, and how it ends was not told.
        _ if is_last => Some(Referred::Untold),
        Some(status) => Some(Referred::Progress(status)),
        None => None,
    }
}

/// The status of a `message/sipfrag` (RFC 3420): its first line is a status line.
fn fragment(body: &[u8]) -> Option<u16> {
    let text = body.strip_prefix(b"SIP/2.0 ")?;
    let digits = text.get(..3).filter(|_| text.get(3).is_none_or(|next| !next.is_ascii_digit()))?;
    let status = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (100..700).contains(&status).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_is_a_status_line_or_nothing() {
        for (body, expected) in [
            ("SIP/2.0 200 OK", Some(200)),
            ("SIP/2.0 100 Trying\r\nVia: x\r\n", Some(100)),
            ("SIP/2.0 486", Some(486)),
            ("", None),
            ("SIP/2.0 ", None),
            ("SIP/2.0 2000 OK", None),
            ("SIP/2.0 099 Early", None),
            ("SIP/2.0 700 Late", None),
            ("SIP/2.0 +20 OK", None),
            ("SIP/2.0 20\u{e9} OK", None),
            ("HTTP/1.1 200 OK", None),
        ] {
            assert_eq!(fragment(body.as_bytes()), expected, "{body}");
        }
    }
}
