//! Calls that are parked: a telephone of ours sends whoever it talks with to an orbit, where the call waits, with the hold
//! tone, until somebody dials the orbit, or until it comes back to the telephone that has parked it.

use crate::call::Call;
use crate::conference::Invitation;
use crate::events::lines::Dialogs;
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::pickup::{Picker, Pickers};
use crate::ring::Rung;
use crate::standing::Seats;
use crate::transfer::{self, Part, Party, Scene, Transferred};
use directory::{Device, People};
use domain::dialogs::{self, Dialog, Direction, State};
use domain::id::UserId;
use domain::number::{Extension, Number};
use domain::number_plan::Meaning;
use domain::park::{Orbit, Orbits};
use domain::settings;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use media::LegEvent;
use sip::{Reason, Refer, Session, SessionEvent, Uri};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};
use tracing::info;

/// How often a call comes back to whom has parked it before it ends.
const MOST_RETURNS: u32 = 10;
/// A conversation answers within this time whether it lets its other side be parked.
const ASKED: Duration = Duration::from_secs(2);

/// The calls that are parked, and the conversations that could be.
#[derive(Default)]
pub struct Parking {
    orbits: Mutex<HashMap<Orbit, Spot>>,
    talks: Mutex<Vec<Known>>,
    next: AtomicU64,
}

/// An orbit that has been used or watched.
struct Spot {
    door: Option<mpsc::Sender<Picker>>,
    shown: watch::Sender<Dialogs>,
}

impl Default for Spot {
    fn default() -> Self {
        Spot { door: None, shown: watch::Sender::new(Dialogs::default()) }
    }
}

/// A call in an orbit, as long as this lives.
struct Parked<'a> {
    parking: &'a Parking,
    orbit: Orbit,
    pickers: Pickers,
}

/// A conversation that can be asked to be parked.
struct Known {
    number: u64,
    door: mpsc::Sender<Asked>,
}

/// What all conversations are asked, for one of them may be meant.
pub enum Asked {
    Park(Wish),
    /// Whom the own telephone holds is to come to a conference.
    Confer(Invitation),
}

/// Somebody has dialled an orbit, to park there whom the own telephone holds.
pub struct Wish {
    pub by: UserId,
    pub orbit: Orbit,
    /// Told when it is parked; dropped where it is not.
    pub done: oneshot::Sender<()>,
}

/// A conversation's ear for those who ask, as long as this lives.
pub struct Talk<'a> {
    parking: &'a Parking,
    number: u64,
    asked: mpsc::Receiver<Asked>,
}

impl Parking {
    /// What those who watch an orbit are shown, now and as it changes.
    pub fn watch(&self, orbit: Orbit) -> watch::Receiver<Dialogs> {
        self.spots().entry(orbit).or_default().shown.subscribe()
    }

    /// A conversation that can be parked from now on.
    pub fn talk(&self) -> Talk<'_> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (door, asked) = mpsc::channel(1);
        self.talks().push(Known { number, door });
        Talk { parking: self, number, asked }
    }

    /// Puts a call into an orbit. `None`: there is one already.
    fn enter(&self, orbit: Orbit, dialog: Dialog) -> Option<Parked<'_>> {
        let mut spots = self.spots();
        let spot = spots.entry(orbit).or_default();
        if spot.door.is_some() {
            return None;
        }
        let (door, pickers) = Pickers::door();
        spot.door = Some(door);
        spot.shown.send_replace(Arc::new([dialog]));
        Some(Parked { parking: self, orbit, pickers })
    }

    fn is_taken(&self, orbit: Orbit) -> bool {
        self.spots().get(&orbit).is_some_and(|spot| spot.door.is_some())
    }

    /// Gives whoever has dialled an orbit to the call there; gives it back where there is none.
    fn retrieve(&self, orbit: Orbit, picker: Picker) -> Result<(), Picker> {
        let spots = self.spots();
        let Some(door) = spots.get(&orbit).and_then(|spot| spot.door.as_ref()) else { return Err(picker) };
        door.try_send(picker).map_err(mpsc::error::TrySendError::into_inner)
    }

    /// Asks every conversation whether it is the one that this person holds.
    async fn ask(&self, by: UserId, orbit: Orbit) -> bool {
        let mut answers = FuturesUnordered::new();
        self.ask_all(|| {
            let (done, answer) = oneshot::channel();
            answers.push(answer);
            Asked::Park(Wish { by, orbit, done })
        });
        let parked = async {
            while let Some(answer) = answers.next().await {
                if answer.is_ok() {
                    return true;
                }
            }
            false
        };
        tokio::time::timeout(ASKED, parked).await.unwrap_or(false)
    }

    /// Asks every conversation; one that is asked something already is left out.
    pub fn ask_all(&self, mut asked: impl FnMut() -> Asked) {
        let doors: Vec<_> = self.talks().iter().map(|known| known.door.clone()).collect();
        for door in doors {
            // What is not taken is dropped, and so answered.
            let _ = door.try_send(asked());
        }
    }

    fn spots(&self) -> MutexGuard<'_, HashMap<Orbit, Spot>> {
        self.orbits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn talks(&self) -> MutexGuard<'_, Vec<Known>> {
        self.talks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Talk<'_> {
    /// Who asks next; never returns where nobody does. Cancel-safe.
    pub async fn asked(&mut self) -> Asked {
        match self.asked.recv().await {
            Some(asked) => asked,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Talk<'_> {
    fn drop(&mut self) {
        self.parking.talks().retain(|known| known.number != self.number);
    }
}

impl Drop for Parked<'_> {
    fn drop(&mut self) {
        if let Some(spot) = self.parking.spots().get_mut(&self.orbit) {
            spot.door = None;
            spot.shown.send_replace(Dialogs::default());
        }
    }
}

/// The company's orbits.
pub fn orbits(people: &People) -> Orbits {
    Orbits::of(&people.settings_of(None))
}

/// Which orbit is meant by a number, if it is nobody's extension.
pub fn orbit(ground: &Ground, number: &Number) -> Option<Orbit> {
    let people = ground.directory.people();
    let Meaning::Extension(extension) = ground.place.numbers.meaning(number) else { return None };
    orbits(&people).at(&extension).filter(|_| people.whose(&extension).is_none())
}

/// One of our people has dialled an orbit: takes up the call there; where there is none, whom the own telephone holds is
/// parked, and a tone says so. A call that is neither is given back. Neither leaves a row of its own in the journal.
pub async fn dialled(ground: &Arc<Ground>, call: &Call, session: Session) -> Option<Session> {
    let Some(device) = &call.device else { return Some(session) };
    let Some(orbit) = orbit(ground, &call.called) else { return Some(session) };
    goes_to(ground, call, (device, orbit), session).await;
    None
}

/// What a telephone of ours does that has dialled an orbit.
pub async fn goes_to(
    ground: &Arc<Ground>,
    call: &Call,
    (device, orbit): (&Arc<Device>, Orbit),
    session: Session,
) {
    if ground.parking.is_taken(orbit) {
        match ground.parking.retrieve(orbit, Picker { session, device: device.clone() }) {
            Ok(()) => info!(orbit = orbit.0, "a parked call is taken up"),
            Err(picker) => picker.session.refuse(480, Vec::new()),
        }
    } else if ground.parking.ask(device.user, orbit).await {
        confirm(ground, call, session).await;
    } else {
        // RFC 3261 §21.4.18: there is nothing to take at the moment.
        session.refuse(480, Vec::new());
    }
}

async fn confirm(ground: &Arc<Ground>, call: &Call, session: Session) {
    let people = ground.directory.people();
    let user = call.device.as_ref().and_then(|device| people.user(device.user)).cloned();
    let Some(user) = user else { return session.refuse(480, Vec::new()) };
    crate::star::confirm(ground, call, &user, session).await;
}

/// Parks whoever `asking` talks with, as a REFER of `asking` wants it.
pub async fn transferred(
    scene: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    refer: &Refer,
    orbit: Orbit,
) -> Transferred {
    let Some(parker) = asking.person() else {
        // Others may not have us keep calls.
        asking.session.refuse_refer(refer.id, 403);
        return Transferred::Failed;
    };
    let Some(parked) = enter(scene.ground, scene.call, transferee, orbit) else {
        asking.session.refuse_refer(refer.id, 486);
        return Transferred::Failed;
    };
    asking.session.accept_refer(refer.id);
    asking.session.refer_news(refer.id, 200);
    wait(scene, asking, (other, transferee), (parked, parker)).await
}

/// Parks whoever `asking` holds, whose owner has dialled the orbit.
pub async fn held(
    scene: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    asked: Wish,
) -> Transferred {
    let Some(parked) = enter(scene.ground, scene.call, transferee, asked.orbit) else {
        return Transferred::Failed;
    };
    if asked.done.send(()).is_err() {
        return Transferred::Failed;
    }
    wait(scene, asking, (other, transferee), (parked, asked.by)).await
}

fn enter<'a>(ground: &'a Ground, call: &Call, transferee: &Party, orbit: Orbit) -> Option<Parked<'a>> {
    let number = orbits(&ground.directory.people()).number(orbit)?;
    let remote = transferee.to_watchers();
    let dialog = Dialog {
        call: call.id.clone(),
        direction: Direction::Recipient,
        state: State::Confirmed,
        local: dialogs::Party { number: Some(number.to_string()), ..dialogs::Party::default() },
        remote: if remote.is_private { dialogs::Party::default() } else { remote },
    };
    ground.parking.enter(orbit, dialog)
}

/// What ends a turn of waiting.
enum Heard {
    Taken(Box<Leg>),
    Gone,
    TimeIsUp,
}

/// Waits in the orbit with the hold music; every so often the parker's telephones ring.
async fn wait(
    Scene { ground, call, seats }: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    (mut parked, parker): (Parked<'_>, UserId),
) -> Transferred {
    let at = Timestamp::now();
    asking.session.bye_because(Reason::sip(200, "Parked"));
    asking.media.unbridge();
    call.line.is_over();
    info!(orbit = parked.orbit.0, "parked");
    for _ in 0..MOST_RETURNS {
        other.waits(ground);
        let heard = match turn(ground, other, seats, &mut parked).await {
            Heard::TimeIsUp => comes_back(ground, call, other, transferee, parker).await,
            heard => heard,
        };
        match heard {
            Heard::Taken(leg) => {
                *asking = *leg;
                other.media.stop_play();
                info!("a parked call goes on");
                let party = Party::of(ground, asking, Party::nobody());
                let part = Part::since(at, ground, transferee, &party);
                return Transferred::Done(Box::new(party), Box::new(part), None);
            }
            Heard::Gone => return Transferred::Over,
            Heard::TimeIsUp => {}
        }
    }
    info!("nobody takes a parked call up");
    Transferred::Over
}

async fn turn(ground: &Ground, other: &mut Leg, seats: &mut Seats<'_>, parked: &mut Parked<'_>) -> Heard {
    let people = ground.directory.people();
    let seconds = people.settings_of(None).get(&settings::PARK_SECONDS);
    let until = Instant::now() + Duration::from_secs(seconds.into());
    let mut closing = ground.closing.clone();
    loop {
        let happening = tokio::select! {
            happening = other.next() => happening,
            picker = parked.pickers.next() => match picker.answer(ground, other) {
                Some(leg) => return Heard::Taken(Box::new(leg)),
                None => continue,
            },
            newcomer = seats.newcomer() => {
                newcomer.turn_away();
                continue;
            }
            () = sleep_until(until) => return Heard::TimeIsUp,
            _ = closing.wait_for(|closing| *closing) => return Heard::Gone,
        };
        match happening {
            Happening::Signal(SessionEvent::Ended { .. }) | Happening::Sound(LegEvent::Unsealed(_)) => {
                return Heard::Gone;
            }
            Happening::Signal(SessionEvent::Offer { sdp }) => other.answer_reinvite(sdp.as_deref()),
            Happening::Signal(SessionEvent::OfferAnswered { sdp }) => {
                // What cannot be agreed on leaves the sound as it was.
                let _as_it_was = other.accept_answer(&sdp);
            }
            Happening::Signal(SessionEvent::Refer(refer)) => other.session.refuse_refer(refer.id, 491),
            Happening::Sound(LegEvent::NoRtp { seconds }) => other.hears_nothing(seconds),
            _ => {}
        }
    }
}

/// Rings whoever has parked the call. The orbit stays taken; who dials it meanwhile waits until this is over.
async fn comes_back(
    ground: &Ground,
    call: &Call,
    other: &mut Leg,
    transferee: &Party,
    parker: UserId,
) -> Heard {
    let Some(owner) = ground.directory.people().user(parker).cloned() else { return Heard::TimeIsUp };
    info!("a parked call comes back");
    let (rung, _again) = transfer::ring_again(ground, call, other, transferee, &owner).await;
    match rung {
        Rung::Answered(leg) => Heard::Taken(leg),
        Rung::CallerGone => Heard::Gone,
        Rung::Nobody(_) | Rung::Deflected(_) => Heard::TimeIsUp,
    }
}

/// Which orbit a watcher names.
pub fn watched(ground: &Ground, uri: &Uri) -> Option<Orbit> {
    let extension = Extension::parse(uri.user()?).ok()?;
    orbit(ground, &Number::from(&extension))
}
