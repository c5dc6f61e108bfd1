//! INVITE with Replaces (RFC 3891): a new call takes the place of one that stands or rings. With Join (RFC 3911): it becomes
//! the third in one that stands.

use super::server::ServerKey;
use super::session::{Phase, SessionState};
use super::{Core, SessionId, Usage};
use crate::message::{HeaderName, Replaces, Request, Response};
use std::collections::VecDeque;
use std::time::Instant;

/// Dialogs that have ended and are still known as such: a phone that acts on one is late by seconds, no more.
const MOST_ENDED: usize = 256;

/// What an INVITE is to take the place of, or to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// One of our sessions: it stands, or rings by an INVITE of ours.
    Session(SessionId),
    /// No dialog of ours; perhaps a name that the owner of the calls has given to one. To be answered 481 if it is not.
    Named(Replaces),
    /// One of our sessions, which stands, is to be joined by the new one (RFC 3911). None: it is not here, to be answered 481.
    Joined(Option<SessionId>),
}

/// Names of dialogs that have ended, the newest last.
#[derive(Default)]
pub(super) struct Gone(VecDeque<Name>);

/// Call-ID, our tag, and the peer's.
type Name = (String, String, String);

impl Gone {
    fn note(&mut self, name: Name) {
        if self.0.len() >= MOST_ENDED {
            self.0.pop_front();
        }
        self.0.push_back(name);
    }

    fn knows(&self, replaces: &Replaces) -> bool {
        self.0.iter().any(|(call_id, ours, theirs)| {
            *call_id == replaces.call_id && *ours == replaces.to_tag && *theirs == replaces.from_tag
        })
    }
}

impl SessionState {
    /// Whether it is the dialog that is named. A peer without a tag is named by "0" (RFC 3891 §3).
    fn is_named_by(&self, replaces: &Replaces) -> bool {
        let is_peer = |tag: Option<&str>| tag.unwrap_or("0") == replaces.from_tag;
        let is_theirs = is_peer(self.remote_tag.as_deref())
            || self.early.iter().any(|early| early.is_of(Some(&replaces.from_tag)));
        self.call_id == replaces.call_id && self.local_tag == replaces.to_tag && is_theirs
    }
}

impl Core {
    /// The session that a Replaces names, whatever it is in.
    fn session_named(&self, replaces: &Replaces) -> Option<(SessionId, &SessionState)> {
        let Some(Usage::Session(session)) = self.dialogs.get(&replaces.to_tag) else { return None };
        let state = self.sessions.get(session).filter(|state| state.is_named_by(replaces))?;
        Some((*session, state))
    }

    /// The same if it stands: a call that a REFER names must be one that has been answered.
    pub(super) fn standing(&self, replaces: &Replaces) -> Option<SessionId> {
        let (session, state) = self.session_named(replaces)?;
        (state.phase == Phase::Confirmed && !replaces.early_only).then_some(session)
    }

    /// What an INVITE is to replace (RFC 3891 §3). One that names what it may not is answered here: `Err`.
    pub(super) fn replaced(
        &mut self,
        now: Instant,
        key: &ServerKey,
        request: &Request,
    ) -> Result<Option<Replaced>, ()> {
        match self.replaced_or(request) {
            Ok(replaced) => Ok(replaced),
            Err(status) => {
                self.respond(now, key, Response::to(request, status));
                Err(())
            }
        }
    }

    fn replaced_or(&self, request: &Request) -> Result<Option<Replaced>, u16> {
        if let Some(text) = request.header(&HeaderName::other("Join")) {
            return self.joined(request, text);
        }
        let Some(text) = request.header(&HeaderName::Replaces) else { return Ok(None) };
        // Twice it cannot be understood.
        let is_one = request.fields().count(&HeaderName::Replaces) == 1;
        let replaces = Replaces::parse(text).filter(|_| is_one).ok_or(400_u16)?;
        let Some((session, state)) = self.session_named(&replaces) else {
            let is_over = self.gone.knows(&replaces);
            return if is_over { Err(603) } else { Ok(Some(Replaced::Named(replaces))) };
        };
        match state.phase {
            Phase::Confirmed if replaces.early_only => Err(486),
            Phase::Confirmed | Phase::Outgoing { .. } => Ok(Some(Replaced::Session(session))),
            // It rings here, and not by us.
            Phase::Incoming(_) => Err(481),
            Phase::Cancelling => Err(603),
        }
    }

    /// RFC 3911 §4. A call that only rings is nothing to join here.
    fn joined(&self, request: &Request, text: &str) -> Result<Option<Replaced>, u16> {
        // Twice, or together with Replaces, it cannot be understood.
        let is_one = request.fields().count(&HeaderName::other("Join")) == 1
            && request.header(&HeaderName::Replaces).is_none();
        let joins = Replaces::parse(text).filter(|_| is_one).ok_or(400_u16)?;
        let is_over = self.gone.knows(&joins);
        let session = self.session_named(&joins).filter(|(_, state)| state.phase == Phase::Confirmed);
        match session {
            None if is_over => Err(603),
            session => Ok(Some(Replaced::Joined(session.map(|(session, _)| session)))),
        }
    }

    /// A dialog is over: who wants to replace it is told so.
    pub(super) fn note_gone(&mut self, state: &SessionState) {
        let peers = state.early.iter().map(|early| early.tag().to_owned());
        for peer in state.remote_tag.clone().into_iter().chain(peers) {
            self.gone.note((state.call_id.clone(), state.local_tag.clone(), peer));
        }
    }
}
