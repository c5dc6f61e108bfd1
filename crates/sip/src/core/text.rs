//! MESSAGE of ours within a call (RFC 3428): some words for the peer's display.
//!
//! They are sent in the dialog of the call, so that they reach the one phone that is in it, and are shown with it: most phones
//! keep what comes outside of a call as mail that is to be read.

use super::client::Waits;
use super::session::Phase;
use super::{Core, OrderId, Output, RequestFailed, SessionId};
use bytes::Bytes;
use std::time::Instant;

const TEXT: &str = "text/plain;charset=utf-8";

/// The one text of a session that waits to be sent.
pub(super) struct Text {
    pub order: OrderId,
    pub body: Bytes,
}

impl Core {
    /// Sends a text to the peer of a call that stands. A peer that has said that it takes none is not sent any.
    pub(super) fn text(&mut self, now: Instant, session: SessionId, text: Text) {
        let is_free = |state: &&mut super::session::SessionState| {
            state.phase == Phase::Confirmed && state.allows_message && state.text.is_none()
        };
        match self.sessions.get_mut(&session).filter(is_free) {
            Some(state) => state.text = Some(text),
            None => return self.not_sent(&text),
        }
        self.text_now(now, session);
    }

    /// Sends a text that waits, unless our answer is still to be acknowledged: before that a phone need not know the dialog.
    pub(super) fn text_now(&mut self, now: Instant, session: SessionId) {
        let Some(state) = self.sessions.get_mut(&session) else { return };
        if state.answer.as_ref().is_some_and(|answer| answer.is_first) {
            return;
        }
        let Some(text) = state.text.take() else { return };
        let Some((mut request, flow, branch)) = self.in_dialog(session, "MESSAGE") else { return };
        request.set_body(TEXT, text.body);
        self.open_client(now, branch, request, flow, Waits::Order(text.order));
    }

    pub(super) fn not_sent(&mut self, text: &Text) {
        self.outputs.push_back(Output::Answered(text.order, Err(RequestFailed::NotTaken)));
    }
}
