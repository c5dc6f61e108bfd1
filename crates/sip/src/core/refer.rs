//! REFER within a call (RFC 3515): the peer wants us to call somebody in its place, and hears what comes of it by NOTIFY.
//! The implicit subscription lives beside the session, and goes on when that has ended (RFC 5057).

use super::client::Waits;
use super::server::ServerKey;
use super::session::{Phase, SessionEvent};
use super::within::Ends;
use super::{Alarm, Core, SessionId};
use crate::flow::FlowId;
use crate::message::{HeaderName, NameAddr, Replaces, Request, Response, SIPFRAG, Uri, sipfrag};
use bytes::Bytes;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Referrals at once of one session; more are refused.
const MOST_OF_ONE: usize = 4;
/// A referral of which nothing is told any more is over: longer than anybody rings.
const LASTS: Duration = Duration::from_secs(600);
/// How long a call that is transferred stays for the sake of its last NOTIFY: three repetitions of it.
const FAREWELL: Duration = Duration::from_secs(4);

/// A referral in the core, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReferId(u64);

/// What a peer asks for by REFER.
#[derive(Clone, Debug)]
pub struct Refer {
    pub id: ReferId,
    /// Who is to be called, without the header fields of its URI.
    pub to: NameAddr,
    /// The call whose place the new one takes (RFC 3891).
    pub replaces: Option<Standing>,
    /// Who says that it has sent us (RFC 3892); not proven by anything.
    pub referred_by: Option<String>,
}

/// A call that another is to take the place of.
#[derive(Clone, Debug)]
pub struct Standing {
    /// As its other end names it.
    pub name: Replaces,
    /// One of our sessions that has been answered; none: it is not here.
    pub session: Option<SessionId>,
}

/// A referral from REFER to the last NOTIFY.
pub(super) struct Referral {
    /// The REFER, until it is answered.
    key: Option<ServerKey>,
    session: SessionId,
    /// The Event of its NOTIFYs.
    event: String,
    wants_news: bool,
    /// The call's dialog, once the call has ended.
    dialog: Option<Dialog>,
    is_telling: bool,
    /// What is to be told next: only the newest.
    next: Option<u16>,
    /// How long the end of the call waits for the answer to the last NOTIFY; there once the final status is known.
    farewell_until: Option<Instant>,
    ends_at: Instant,
}

/// What is left of a dialog whose call has ended.
struct Dialog {
    call_id: String,
    local: String,
    remote: String,
    local_cseq: u32,
    routes: Vec<String>,
    target: Uri,
    flow: FlowId,
}

impl Referral {
    /// By what its news go when its call is over, and what names another way.
    pub fn way(&mut self) -> Option<(&mut FlowId, &Uri, &[String])> {
        let dialog = self.dialog.as_mut()?;
        Some((&mut dialog.flow, &dialog.target, &dialog.routes))
    }
}

/// Who is meant: exactly one Refer-To (RFC 3515 §2.4.2).
pub(super) fn target_of(request: &Request) -> Option<NameAddr> {
    let mut all = request.fields().elements(&HeaderName::ReferTo);
    let to = NameAddr::parse(all.next()?)?;
    all.next().is_none().then_some(to)
}

impl Core {
    /// A REFER in a session, whose transaction is open.
    pub(super) fn referred(&mut self, now: Instant, session: SessionId, key: ServerKey, request: &Request) {
        let Some(state) = self.sessions.get(&session) else { return };
        let Some(to) = target_of(request) else {
            return self.respond(now, &key, Response::to(request, 400).with_reason("Broken Refer-To"));
        };
        let replaces = to.uri().header("Replaces");
        let named = replaces.as_deref().map(Replaces::parse);
        if named == Some(None) {
            return self.respond(now, &key, Response::to(request, 400).with_reason("Broken Replaces"));
        }
        let others = self.referrals.values().filter(|referral| referral.session == session).count();
        if state.phase != Phase::Confirmed || others >= MOST_OF_ONE {
            return self.refuse_invite(now, &key, 503, vec![(HeaderName::RetryAfter, "2".into())]);
        }
        // RFC 3515 §2.4.6: one by one they need a name; some phones know the first by none.
        let event = match others {
            0 => "refer".to_owned(),
            _ => format!("refer;id={}", request.cseq().0),
        };
        // RFC 4488 §4.
        let refused = request
            .header(&HeaderName::ReferSub)
            .is_some_and(|text| text.trim().eq_ignore_ascii_case("false"));
        let id = ReferId(self.number());
        let referral = Referral {
            key: Some(key),
            session,
            event,
            wants_news: !refused,
            dialog: None,
            is_telling: false,
            next: None,
            farewell_until: None,
            ends_at: now + LASTS,
        };
        self.referrals.insert(id, referral);
        self.alarm(now + LASTS, Alarm::Referral(id));
        let referred_by = request.header(&HeaderName::ReferredBy).map(str::to_owned);
        let to = to.without_headers();
        let replaces = named.flatten().map(|name| Standing { session: self.standing(&name), name });
        let refer = Refer { id, to, replaces, referred_by };
        self.tell(session, SessionEvent::Refer(Box::new(refer)));
    }

    /// Takes it: 202, and the first NOTIFY at once (RFC 3515 §2.4.4).
    pub(super) fn accept_refer(&mut self, now: Instant, id: ReferId) {
        let Some(referral) = self.referrals.get_mut(&id) else { return };
        let Some(key) = referral.key.take() else { return };
        let (wants_news, session) = (referral.wants_news, referral.session);
        let Some(transaction) = self.servers.get(&key) else { return self.forget_referral(id) };
        let Some(request) = transaction.open_request().cloned() else { return self.forget_referral(id) };
        let flow = transaction.flow.clone();
        let mut response = Response::to(&request, 202);
        self.dialog_fields(session, &mut response, &request, &flow);
        if !wants_news {
            response.push(HeaderName::ReferSub, "false");
        }
        self.respond(now, &key, response);
        match wants_news {
            true => self.refer_news(now, id, 100),
            false => self.forget_referral(id),
        }
    }

    pub(super) fn refuse_refer(&mut self, now: Instant, id: ReferId, status: u16) {
        let key = self.referrals.get_mut(&id).and_then(|referral| referral.key.take());
        if let Some(key) = key {
            self.refuse_invite(now, &key, status.clamp(300, 699), Vec::new());
            self.forget_referral(id);
        }
    }

    /// Tells what has come of it; a final status is the last (RFC 3515 §2.4.5).
    pub(super) fn refer_news(&mut self, now: Instant, id: ReferId, status: u16) {
        let is_open = |referral: &&mut Referral| referral.key.is_none() && referral.farewell_until.is_none();
        let Some(referral) = self.referrals.get_mut(&id).filter(is_open) else { return };
        if status >= 200 {
            referral.farewell_until = Some(now + FAREWELL);
        }
        match referral.is_telling {
            true => referral.next = Some(status),
            false => self.tell_news(now, id, status),
        }
    }

    fn tell_news(&mut self, now: Instant, id: ReferId, status: u16) {
        let Some(referral) = self.referrals.get_mut(&id) else { return };
        referral.is_telling = true;
        let remaining = referral.ends_at.saturating_duration_since(now).as_secs();
        let subscription = match status {
            ..200 => format!("active;expires={remaining}"),
            _ => "terminated;reason=noresource".to_owned(),
        };
        let (event, session) = (referral.event.clone(), referral.session);
        let Some((mut notify, flow, branch)) = self.for_news(id) else { return self.forget_referral(id) };
        let contact = self.session_contact(session, &flow, notify.uri());
        notify.push(HeaderName::Contact, contact);
        notify.push(HeaderName::Event, event);
        notify.push(HeaderName::SubscriptionState, subscription);
        notify.push(HeaderName::ContentType, SIPFRAG);
        notify.set_raw_body(Bytes::from(sipfrag(status)));
        self.open_client(now, branch, notify, flow, Waits::Referral(id));
    }

    /// Until when a session must not end: a phone whose call is over passes over what it hears of its transfer, so that BYE
    /// waits until the last NOTIFY is answered, but not for ever.
    pub(super) fn farewell_until(&self, now: Instant, session: SessionId) -> Option<Instant> {
        let of_it = self.referrals.values().filter(|referral| referral.session == session);
        of_it.filter_map(|referral| referral.farewell_until).max().filter(|until| *until > now)
    }

    /// A BYE that has waited goes out, unless there is still something to wait for.
    pub(super) fn farewell(&mut self, now: Instant, session: SessionId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if state.phase == Phase::Confirmed
            && let Some(reason) = state.bye.take()
        {
            self.bye(now, session, reason);
        }
    }

    /// A NOTIFY in the call's dialog, whether the call stands or not.
    fn for_news(&mut self, id: ReferId) -> Option<(Request, FlowId, Arc<str>)> {
        let session = self.referrals.get(&id)?.session;
        if self.sessions.contains_key(&session) {
            return self.in_dialog(session, "NOTIFY");
        }
        let branch = self.branch();
        let dialog = self.referrals.get_mut(&id)?.dialog.as_mut()?;
        dialog.local_cseq += 1;
        let dialog = self.referrals.get(&id)?.dialog.as_ref()?;
        let ends = Ends {
            target: &dialog.target,
            routes: &dialog.routes,
            flow: &dialog.flow,
            local: &dialog.local,
            remote: &dialog.remote,
            call_id: &dialog.call_id,
        };
        let (request, flow) = self.within(&ends, "NOTIFY", dialog.local_cseq, &branch);
        Some((request, flow, branch))
    }

    /// `None`: no answer.
    pub(super) fn news_responded(&mut self, now: Instant, id: ReferId, status: Option<u16>) {
        let Some(referral) = self.referrals.get_mut(&id) else { return };
        let session = referral.session;
        match status {
            Some(100..200) => {}
            Some(200..300) if let Some(next) = referral.next.take() => self.tell_news(now, id, next),
            Some(200..300) if referral.farewell_until.is_none() => referral.is_telling = false,
            _ => {
                self.forget_referral(id);
                self.farewell(now, session);
            }
        }
    }

    /// A session ends: what is left to tell of its referrals goes on in its dialog.
    pub(super) fn keep_dialog(&mut self, now: Instant, session: SessionId) {
        let of_it = |(id, referral): (&ReferId, &Referral)| (referral.session == session).then_some(*id);
        let ids: Vec<ReferId> = self.referrals.iter().filter_map(of_it).collect();
        for id in ids {
            let Some(state) = self.sessions.get_mut(&session) else { return };
            // Each goes on with numbers of its own.
            state.local_cseq += 1000;
            let dialog = Dialog {
                call_id: state.call_id.clone(),
                local: state.local.clone(),
                remote: state.remote.clone(),
                local_cseq: state.local_cseq,
                routes: state.routes.clone(),
                target: state.target.clone(),
                flow: state.flow.clone(),
            };
            let Some(referral) = self.referrals.get_mut(&id) else { continue };
            referral.dialog = Some(dialog);
            if referral.key.is_some() {
                self.refuse_refer(now, id, 481);
            }
        }
    }

    pub(super) fn referral_over(&mut self, id: ReferId, at: Instant, now: Instant) {
        if self.referrals.get(&id).is_some_and(|referral| referral.ends_at == at) {
            self.refuse_refer(now, id, 480);
            self.forget_referral(id);
        }
    }

    fn forget_referral(&mut self, id: ReferId) {
        if let Some(referral) = self.referrals.remove(&id) {
            self.disarm(referral.ends_at, Alarm::Referral(id));
        }
    }
}
