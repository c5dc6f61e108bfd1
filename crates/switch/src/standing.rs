//! Calls in which people talk, by the sessions of their legs. Who takes the place of one of the two, from another call or by an
//! INVITE with Replaces, is brought to the task of their call.

use crate::conference::Invitation;
use crate::leg::Leg;
use crate::pickup::Picker;
use crate::transfer::Party;
use sip::SessionId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// All of them.
#[derive(Default)]
pub struct Standing(Mutex<HashMap<SessionId, mpsc::Sender<Newcomer>>>);

/// Somebody who takes another's place.
pub struct Newcomer {
    pub in_place_of: SessionId,
    pub who: Who,
}

pub enum Who {
    /// A phone of ours that has called to do so.
    Caller(Picker),
    /// The far side of another call.
    Transferred(Box<Arrival>),
    /// Nobody: those who talk are to come to a conference.
    Invited(Invitation),
}

/// A leg on its way from one call to another.
pub struct Arrival {
    pub leg: Box<Leg>,
    pub party: Party,
    /// None: it is taken. Otherwise it is given back.
    pub answer: oneshot::Sender<Option<Box<Leg>>>,
}

/// Where one call's newcomers come in, as long as this lives.
pub struct Seats<'a> {
    standing: &'a Standing,
    sessions: Vec<SessionId>,
    door: mpsc::Sender<Newcomer>,
    newcomers: mpsc::Receiver<Newcomer>,
}

impl Standing {
    /// These talk.
    pub fn enter(&self, sessions: impl Into<Vec<SessionId>>) -> Seats<'_> {
        let sessions = sessions.into();
        let (door, newcomers) = mpsc::channel(1);
        let mut all = self.all();
        for session in &sessions {
            all.insert(*session, door.clone());
        }
        drop(all);
        Seats { standing: self, sessions, door, newcomers }
    }

    /// Gives a newcomer to the call that has the session; back where there is none, or another one comes already.
    pub fn bring(&self, newcomer: Newcomer) -> Result<(), Newcomer> {
        let all = self.all();
        let Some(door) = all.get(&newcomer.in_place_of) else { return Err(newcomer) };
        door.try_send(newcomer).map_err(mpsc::error::TrySendError::into_inner)
    }

    fn all(&self) -> MutexGuard<'_, HashMap<SessionId, mpsc::Sender<Newcomer>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seats<'_> {
    /// Who comes next. Cancel-safe.
    pub async fn newcomer(&mut self) -> Newcomer {
        match self.newcomers.recv().await {
            Some(newcomer) => newcomer,
            None => std::future::pending().await,
        }
    }

    pub fn has(&self, session: SessionId) -> bool {
        self.sessions.contains(&session)
    }

    /// Those who talk are others now.
    pub fn now(&mut self, sessions: impl Into<Vec<SessionId>>) {
        self.leave();
        self.sessions = sessions.into();
        let mut all = self.standing.all();
        for session in &self.sessions {
            all.insert(*session, self.door.clone());
        }
    }

    fn leave(&mut self) {
        let mut all = self.standing.all();
        for session in std::mem::take(&mut self.sessions) {
            // The leg may talk in another call by now.
            if all.get(&session).is_some_and(|door| door.same_channel(&self.door)) {
                all.remove(&session);
            }
        }
    }
}

impl Drop for Seats<'_> {
    fn drop(&mut self) {
        self.leave();
        while let Ok(newcomer) = self.newcomers.try_recv() {
            newcomer.turn_away();
        }
    }
}

impl Newcomer {
    /// The call is over, or not to be disturbed now.
    pub fn turn_away(self) {
        match self.who {
            Who::Caller(picker) => picker.session.refuse(481, Vec::new()),
            // Without the other call the leg ends with this.
            Who::Transferred(arrival) => drop(arrival.answer.send(Some(arrival.leg))),
            // Who asks hears of it by what is dropped.
            Who::Invited(_) => {}
        }
    }
}
