//! Calls that somebody else's phone takes while they ring. Ringing calls stand here; who picks one up gives its own INVITE
//! to the call's task, which answers it beside the caller's leg.

use crate::ground::Ground;
use crate::leg::Leg;
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

impl Picker {
    /// Answers the INVITE beside the leg that it is to talk with. `None`: no sound can be agreed on, which it is told.
    pub fn answer(self, ground: &Ground, beside: &Leg) -> Option<Leg> {
        let peer = self.session.source()?.flow.clone();
        let wants = ground.wants(Some(&self.device));
        match Leg::incoming_beside(ground, self.session, &peer, wants, Some(beside)) {
            Ok(mut leg) => {
                leg.answer();
                Some(leg)
            }
            Err(refused) => {
                refused.answer();
                None
            }
        }
    }
}

/// Where those come in who take one call.
pub struct Pickers(mpsc::Receiver<Picker>);

impl Pickers {
    pub fn door() -> (mpsc::Sender<Picker>, Pickers) {
        let (door, pickers) = mpsc::channel(1);
        (door, Pickers(pickers))
    }

    /// Who comes next; never returns where nobody does. Cancel-safe.
    pub async fn next(&mut self) -> Picker {
        match self.0.recv().await {
            Some(picker) => picker,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Pickers {
    fn drop(&mut self) {
        // Who comes at the moment in which it ends has come too late.
        while let Ok(picker) = self.0.try_recv() {
            picker.session.refuse(480, Vec::new());
        }
    }
}

/// A call that rings, as long as this lives.
pub struct Pickable<'a> {
    ringing: &'a Ringing,
    number: u64,
    pub pickers: Pickers,
}

impl Ringing {
    pub fn begin(&self, called: Vec<UserId>, id: CallId) -> Pickable<'_> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (door, pickers) = Pickers::door();
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
}

impl Drop for Pickable<'_> {
    fn drop(&mut self) {
        self.ringing.calls().retain(|call| call.number != self.number);
    }
}
