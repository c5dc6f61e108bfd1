//! Conferences: calls of more than two. Its number is called (RFC 4579 calls that a factory), or calls that stand are put
//! together: by a star code, or by an INVITE with Join (RFC 3911). Each lives in the task of the INVITE that has made it; others
//! reach it by its name, which is the user part of its URI.

mod outside;
mod room;

pub use outside::referred;

use crate::call::Call;
use crate::ground::Ground;
use crate::leg::Leg;
use crate::park::Asked;
use crate::pickup::Picker;
use crate::standing::{Newcomer, Who};
use crate::transfer::{self, Party, Scene, Transferred};
use crate::trunk::held::Held;
use directory::Device;
use domain::conference::{Document, Manner, Name, Seen};
use domain::id::UserId;
use domain::settings;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use sip::{Reason, Refer, ReferId, Session, SessionId, Subscription, Uri};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tracing::info;

/// A conversation says within this time whether it goes over to a conference.
const ASKED: Duration = Duration::from_secs(2);
/// Those who come in at once; more are turned away.
const MOST_COMING: usize = 64;

/// The conferences that are under way.
#[derive(Default)]
pub struct Conferences {
    rooms: Mutex<HashMap<Name, Known>>,
    next: AtomicU64,
}

/// One of them, to others.
struct Known {
    number: u64,
    door: mpsc::Sender<Comes>,
    shown: watch::Sender<Document>,
    sessions: Vec<SessionId>,
}

/// Who comes in.
pub enum Comes {
    /// A phone of ours that has called to do so.
    Caller(Picker),
    /// A leg out of another call.
    Arrives(Arrival),
    /// Somebody within asks outside of the own call for a number.
    Wanted(outside::Wanted),
    /// What has become of a number that somebody within has asked for.
    Found { calling: u32, asker: Asker, found: Result<Found, u16> },
    /// Whether somebody comes out of another call of whoever has asked for it.
    Brought { asking: SessionId, refer: ReferId, is_coming: bool },
}

/// A leg on its way from a call.
pub struct Arrival {
    pub leg: Box<Leg>,
    pub party: Party,
}

/// Who is told what comes of a number.
pub enum Asker {
    /// By a REFER within the own call.
    Within(SessionId, ReferId),
    Outside(Subscription),
}

/// Who has answered, and what a trunk's leg holds.
pub struct Found {
    pub leg: Box<Leg>,
    pub party: Party,
    pub held: Option<Held>,
}

/// Asks a conversation to go over to a conference.
pub struct Invitation {
    /// Who asks: their telephone must be in it.
    pub by: UserId,
    /// Both who talk, or the one whom that telephone talks with.
    pub whom: Whom,
    pub door: mpsc::Sender<Comes>,
    /// Told when they come; dropped where they do not.
    pub told: oneshot::Sender<()>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Other,
    Both,
}

/// A conference's place among the others, as long as this lives.
struct Entered<'a> {
    all: &'a Conferences,
    name: Name,
    door: mpsc::Sender<Comes>,
    coming: mpsc::Receiver<Comes>,
}

impl Conferences {
    fn enter(&self, name: Name, shown: Document) -> Entered<'_> {
        let (door, coming) = mpsc::channel(MOST_COMING);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let known =
            Known { number, door: door.clone(), shown: watch::Sender::new(shown), sessions: Vec::new() };
        self.rooms().insert(name.clone(), known);
        Entered { all: self, name, door, coming }
    }

    /// Where one of this name is entered.
    fn door(&self, name: &Name) -> Option<mpsc::Sender<Comes>> {
        self.rooms().get(name).map(|known| known.door.clone())
    }

    /// The same of the one in which a session takes part.
    fn door_of(&self, session: SessionId) -> Option<mpsc::Sender<Comes>> {
        let rooms = self.rooms();
        rooms.values().find(|known| known.sessions.contains(&session)).map(|known| known.door.clone())
    }

    /// What those who watch one are shown, now and as it changes, and its number among all that have been.
    pub fn watch(&self, name: &Name) -> Option<(u64, watch::Receiver<Document>)> {
        self.rooms().get(name).map(|known| (known.number, known.shown.subscribe()))
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<Name, Known>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entered<'_> {
    /// Who is in it now.
    fn shows(&self, sessions: Vec<SessionId>, users: Vec<Seen>) {
        if let Some(known) = self.all.rooms().get_mut(&self.name) {
            known.sessions = sessions;
            known.shown.send_modify(|document| document.users = users);
        }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.all.rooms().remove(&self.name);
        self.coming.close();
        // Who comes at the moment in which it ends has come too late; legs end with what carries them.
        while let Ok(comes) = self.coming.try_recv() {
            if let Comes::Caller(picker) = comes {
                picker.session.refuse(480, Vec::new());
            }
        }
    }
}

/// The conference that a URI names.
pub fn named(uri: &Uri) -> Option<Name> {
    Name::parse(uri.user()?)
}

/// An INVITE to a conference by its name; any other is given back. Only devices that have proven themselves come in so.
pub fn asked(ground: &Ground, device: Option<&Arc<Device>>, session: Session) -> Option<Session> {
    let Some(name) = session.request().and_then(|request| named(request.uri())) else { return Some(session) };
    let Some(device) = device else {
        session.refuse(403, Vec::new());
        return None;
    };
    let picker = Picker { session, device: device.clone() };
    match ground.conferences.door(&name) {
        Some(door) => comes_in(&door, picker),
        None => picker.session.refuse(404, Vec::new()),
    }
    None
}

fn comes_in(door: &mpsc::Sender<Comes>, picker: Picker) {
    let left = door.try_send(Comes::Caller(picker)).map_err(mpsc::error::TrySendError::into_inner);
    if let Err(Comes::Caller(picker)) = left {
        picker.session.refuse(480, Vec::new());
    }
}

/// The company's number for new conferences has been dialled by one of our people; any other call is given back.
pub async fn dialled(ground: &Arc<Ground>, call: &Call, session: Session) -> Option<Session> {
    let Some(device) =
        call.device.clone().filter(|_| ground.is_service(&settings::CONFERENCE_NUMBER, &call.called))
    else {
        return Some(session);
    };
    info!("a conference is made");
    room::host(ground, Picker { session, device }, Manner::Called, |_| async { Ok(()) }).await;
    None
}

/// All whom a telephone holds talk together, and with it, as its star code wants.
pub async fn together(ground: &Arc<Ground>, device: &Arc<Device>, session: Session) {
    let by = device.user;
    let picker = Picker { session, device: device.clone() };
    room::host(ground, picker, Manner::Together, |door| async move {
        let answers = FuturesUnordered::new();
        ground.parking.ask_all(|| {
            let (told, answer) = oneshot::channel();
            answers.push(tokio::time::timeout(ASKED, answer));
            Asked::Confer(Invitation { by, whom: Whom::Other, door: door.clone(), told })
        });
        let come: Vec<bool> = answers.map(|answer| matches!(answer, Ok(Ok(())))).collect().await;
        // RFC 3261 §21.4.18: there is nobody to talk with at the moment.
        come.contains(&true).then_some(()).ok_or(480)
    })
    .await;
}

/// A phone of ours joins a call that stands, which becomes a conference, or is one.
pub async fn joined(ground: &Arc<Ground>, picker: Picker, session: Option<SessionId>) {
    let Some(session) = session else { return picker.session.refuse(481, Vec::new()) };
    if let Some(door) = ground.conferences.door_of(session) {
        return comes_in(&door, picker);
    }
    let by = picker.device.user;
    room::host(ground, picker, Manner::Together, |door| async move {
        bring(ground, session, (by, Whom::Both), door).await.then_some(()).ok_or(481)
    })
    .await;
}

/// Asks the call of a session to come; says whether it does.
async fn bring(
    ground: &Ground,
    session: SessionId,
    (by, whom): (UserId, Whom),
    door: mpsc::Sender<Comes>,
) -> bool {
    let (told, answer) = oneshot::channel();
    let who = Who::Invited(Invitation { by, whom, door, told });
    match ground.standing.bring(Newcomer { in_place_of: session, who }) {
        Ok(()) => matches!(tokio::time::timeout(ASKED, answer).await, Ok(Ok(()))),
        Err(newcomer) => {
            newcomer.turn_away();
            false
        }
    }
}

/// The other side of a call goes over to a conference, whose URI is what a REFER names (RFC 4579 §5.5).
pub fn sent_to(
    scene: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    refer: &Refer,
    name: &Name,
) -> Transferred {
    let door = scene.ground.conferences.door(name);
    let Some(permit) = door.as_ref().and_then(|door| door.try_reserve().ok()) else {
        return transfer::refused(asking, refer.id, 404);
    };
    asking.session.accept_refer(refer.id);
    let mut leg = Box::new(other.take());
    let tether = leg.tie();
    permit.send(Comes::Arrives(Arrival { leg, party: transferee.clone() }));
    info!("transferred to a conference");
    asking.session.refer_news(refer.id, 200);
    asking.session.bye_because(Reason::sip(200, "Transferred"));
    Transferred::Elsewhere(tether)
}
