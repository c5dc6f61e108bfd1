//! Calls that somebody else's phone takes while they ring. Ringing calls stand here; who picks one up gives its own INVITE
//! to the call's task, which answers it beside the caller's leg.

use directory::Device;
use domain::id::{CallId, UserId};
use sip::{Session, SessionId};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;

/// The calls that ring, the longest ringing first.
#[derive(Default)]
pub struct Ringing {
    calls: Mutex<Vec<Call>>,
    next: AtomicU64,
}

/// A call that rings, as those see it who choose.
pub struct Call {
    number: u64,
    /// Whose telephones ring.
    pub called: Vec<UserId>,
    /// As those who watch are told of it.
    pub id: CallId,
    /// The phones that ring, or have rung.
    pub sessions: Vec<SessionId>,
    door: mpsc::Sender<Picker>,
}

/// Who picks a call up.
pub struct Picker {
    pub session: Session,
    pub device: Arc<Device>,
}

/// A call that rings, as long as this lives.
pub struct Pickable<'a> {
    ringing: &'a Ringing,
    number: u64,
    pickers: mpsc::Receiver<Picker>,
}

impl Ringing {
    pub fn begin(&self, called: Vec<UserId>, id: CallId) -> Pickable<'_> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (door, pickers) = mpsc::channel(1);
        self.calls().push(Call { number, called, id, sessions: Vec::new(), door });
        Pickable { ringing: self, number, pickers }
    }

    /// Gives the picker to the call that has rung longest of those wanted; gives it back where none rings.
    pub fn pick(&self, is_wanted: impl Fn(&Call) -> bool, picker: Picker) -> Result<(), Picker> {
        let mut calls = self.calls();
        // Each call is picked up once: it stands here no longer.
        let Some(at) = calls.iter().position(is_wanted) else { return Err(picker) };
        calls.remove(at).door.try_send(picker).map_err(mpsc::error::TrySendError::into_inner)
    }

    fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pickable<'_> {
    /// A phone of it rings.
    pub fn rings(&self, session: SessionId) {
        let mut calls = self.ringing.calls();
        if let Some(call) = calls.iter_mut().find(|call| call.number == self.number) {
            call.sessions.push(session);
        }
    }

    /// Who picks the call up; never returns where nobody does. Cancel-safe.
    pub async fn picked(&mut self) -> Picker {
        match self.pickers.recv().await {
            Some(picker) => picker,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Pickable<'_> {
    fn drop(&mut self) {
        self.ringing.calls().retain(|call| call.number != self.number);
        // Who comes at the moment in which it ends has come too late.
        while let Ok(picker) = self.pickers.try_recv() {
            picker.session.refuse(480, Vec::new());
        }
    }
}
