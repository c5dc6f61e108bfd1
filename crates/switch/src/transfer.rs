//! Transfer: a phone of ours asks by REFER that whoever it talks with be connected with somebody else: with a number, which
//! is rung, or with whom it talks in another call of its own. Who is transferred stays in a call; the other one takes the
//! place of the phone that has asked, or nobody does.

use crate::call::{self, Call, places_of};
use crate::events::OnCall;
use crate::ground::Ground;
use crate::journal;
use crate::leg::{Happening, Leg};
use crate::ring::{self, Rung, Shown};
use crate::standing::{Arrival, Newcomer, Seats, Who};
use crate::tether::Tether;
use directory::User;
use domain::dialogs;
use domain::id::UserId;
use domain::number::Number;
use domain::number_plan::Meaning;
use domain::settings;
use jiff::Timestamp;
use messaging::Sender;
use sip::{NameAddr, Reason, Refer, ReferId, SessionEvent, SessionId, Uri};
use std::sync::Arc;
use std::time::Duration;
use telephone::Diversion;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::info;

/// Another call takes a leg in milliseconds; one that does not has none left to take it.
const TAKING: Duration = Duration::from_secs(5);

/// What has become of a transfer.
pub enum Transferred {
    /// Whoever has asked for it is replaced.
    Done(Box<Party>, Box<Part>),
    /// Both talk on as before.
    Failed,
    /// Nobody is left to talk with.
    Over,
    /// The other side talks in another call; with a tether this one lasts as long.
    Elsewhere(Option<Tether>),
}

/// A transferred part of a call, for a row of its own in the journal.
pub struct Part {
    pub at: Timestamp,
    pub answered_at: Timestamp,
    pub caller: Sender,
    pub caller_user: Option<UserId>,
    pub called: String,
    pub called_user: Option<UserId>,
    /// What those who watch are told of it; over when it is dropped.
    _line: Arc<OnCall>,
}

/// One who talks, as new phones, those who watch and the journal are to see it.
#[derive(Clone)]
pub struct Party {
    pub shown: Sender,
    pub user: Option<UserId>,
    /// Wants to be shown to nobody (RFC 3323).
    is_private: bool,
}

/// Where a transfer is asked for.
pub struct Scene<'a, 's> {
    pub ground: &'a Ground,
    pub call: &'a Call,
    pub seats: &'a mut Seats<'s>,
}

impl Party {
    pub fn caller(call: &Call) -> Self {
        let user = call.device.as_ref().map(|device| device.user);
        Self { shown: call.caller.clone(), user, is_private: call.line.is_private }
    }

    /// The called side, by the number that was called.
    pub fn called(call: &Call) -> Self {
        let shown = Sender { name: None, number: Some(call.called.to_string()), email: None };
        Self { shown, user: None, is_private: false }
    }

    /// Somebody of whom nothing is known but the phone.
    pub fn nobody() -> Self {
        Self { shown: Sender::default(), user: None, is_private: false }
    }

    /// Who is at a leg: the owner of its phone, or as the call has it.
    pub fn of(ground: &Ground, leg: &Leg, otherwise: Party) -> Self {
        let people = ground.directory.people();
        match leg.person().and_then(|user| people.user(user)) {
            Some(user) => Self::person(user, otherwise.is_private),
            None => otherwise,
        }
    }

    fn person(user: &User, is_private: bool) -> Self {
        Self { shown: call::shown_by(user), user: Some(user.id), is_private }
    }

    fn to_watchers(&self) -> dialogs::Party {
        let Sender { name, number, .. } = self.shown.clone();
        dialogs::Party { user: self.user, number, name, is_private: self.is_private }
    }
}

/// Does what a REFER of `asking` says, who talks with `other`.
pub async fn transfer(
    scene: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    refer: &Refer,
) -> Transferred {
    // Others may not have us call anybody.
    if !asking.is_own() {
        return refused(asking, refer.id, 403);
    }
    match &refer.replaces {
        Some(standing) => attended(scene, asking, (other, transferee), refer.id, standing.session).await,
        None => blind(scene, asking, (other, transferee), refer).await,
    }
}

fn refused(asking: &Leg, refer: ReferId, status: u16) -> Transferred {
    info!(status, "a transfer is refused");
    asking.session.refuse_refer(refer, status);
    Transferred::Failed
}

/// The other side goes over to the call in which `asking` has another leg, and takes that one's place.
async fn attended(
    scene: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    refer: ReferId,
    session: Option<SessionId>,
) -> Transferred {
    // A call that only rings, has ended, is not here, or is this one.
    let Some(in_place_of) = session.filter(|session| !scene.seats.has(*session)) else {
        return refused(asking, refer, 481);
    };
    asking.session.accept_refer(refer);
    let mut leg = Box::new(other.take());
    let tether = leg.tie();
    let (answer, answered) = oneshot::channel();
    let arrival = Arrival { leg, party: transferee.clone(), answer };
    let newcomer = Newcomer { in_place_of, who: Who::Transferred(Box::new(arrival)) };
    if let Err(newcomer) = scene.ground.standing.bring(newcomer) {
        newcomer.turn_away();
    }
    match taken(scene.seats, answered).await {
        Some(None) => {
            info!("transferred to another call");
            asking.session.refer_news(refer, 200);
            asking.session.bye_because(Reason::sip(200, "Transferred"));
            Transferred::Elsewhere(tether)
        }
        Some(Some(leg)) => {
            info!("the other call is over");
            *other = *leg;
            if tether.is_some() {
                other.untie();
            }
            asking.session.refer_news(refer, 481);
            Transferred::Failed
        }
        None => {
            asking.session.refer_news(refer, 500);
            Transferred::Over
        }
    }
}

/// What the other call says; `None`: nothing. Its own newcomers are turned away meanwhile, so that two calls that reach for
/// each other do not wait for ever.
async fn taken(
    seats: &mut Seats<'_>,
    mut answered: oneshot::Receiver<Option<Box<Leg>>>,
) -> Option<Option<Box<Leg>>> {
    let answer = async {
        loop {
            tokio::select! {
                answer = &mut answered => return answer.ok(),
                newcomer = seats.newcomer() => newcomer.turn_away(),
            }
        }
    };
    timeout(TAKING, answer).await.ok().flatten()
}

/// A number is rung in the place of `asking`.
async fn blind(
    Scene { ground, call, seats }: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    refer: &Refer,
) -> Transferred {
    let user = match target(ground, refer) {
        Ok(user) => user,
        Err(status) => return refused(asking, refer.id, status),
    };
    let at = Timestamp::now();
    asking.session.accept_refer(refer.id);
    let people = ground.directory.people();
    let seconds = people.settings_of(Some(user.id)).get(&settings::RING_SECONDS);
    let called = Party::person(&user, false);
    let line = watched(ground, transferee, &called);
    let shown = shown(ground, call, &transferee.shown, (&user, line.clone()));
    let places = places_of(ground, user.id, |_, _| true);
    let (rung, asking_is_gone) = {
        let ringing = std::pin::pin!(ring::ring(ground, other, places, &shown, seconds));
        while_it_rings(asking, seats, ringing).await
    };
    match rung {
        Rung::Answered(leg) => {
            asking.session.refer_news(refer.id, 200);
            asking.session.bye_because(Reason::sip(200, "Transferred"));
            *asking = *leg;
            other.media.stop_play();
            info!("transferred");
            // Whoever has picked it up may be somebody else.
            let party = Party::of(ground, asking, called.clone());
            let part = Part::new(at, transferee, &called, line);
            Transferred::Done(Box::new(party), Box::new(part))
        }
        Rung::Nobody(why) => {
            asking.session.refer_news(refer.id, status(ring::diversion(why)));
            info!(?why, "a transfer has failed");
            if asking_is_gone { Transferred::Over } else { Transferred::Failed }
        }
        Rung::CallerGone => {
            asking.session.refer_news(refer.id, 487);
            Transferred::Over
        }
    }
}

/// Who is to be called; otherwise the status that the REFER gets.
fn target(ground: &Ground, refer: &Refer) -> Result<Arc<User>, u16> {
    let number = refer.to.uri().user().and_then(|user| Number::parse(user).ok()).ok_or(404_u16)?;
    let people = ground.directory.people();
    let Meaning::Extension(extension) = ground.place.numbers.meaning(&number) else { return Err(404) };
    people.by_extension(&extension).cloned().ok_or(404)
}

/// Rings while the asking phone holds, resumes or hangs up; says whether it has done that.
async fn while_it_rings(
    asking: &mut Leg,
    seats: &mut Seats<'_>,
    mut ringing: std::pin::Pin<&mut impl Future<Output = Rung>>,
) -> (Rung, bool) {
    let mut is_gone = false;
    loop {
        let happening = tokio::select! {
            rung = &mut ringing => return (rung, is_gone),
            happening = asking.next(), if !is_gone => happening,
            newcomer = seats.newcomer() => {
                newcomer.turn_away();
                continue;
            }
        };
        match happening {
            Happening::Signal(SessionEvent::Ended { .. }) => is_gone = true,
            Happening::Signal(SessionEvent::Offer { sdp }) => asking.answer_reinvite(sdp.as_deref()),
            Happening::Signal(SessionEvent::Refer(again)) => asking.session.refuse_refer(again.id, 491),
            _ => {}
        }
    }
}

fn shown(ground: &Ground, call: &Call, transferee: &Sender, (called, line): (&User, Arc<OnCall>)) -> Shown {
    let realm = &ground.directory.people().realm;
    let number = transferee.number.as_deref().unwrap_or("anonymous");
    let from = NameAddr::new(Uri::sip(number, realm));
    let from = match &transferee.name {
        Some(name) => from.with_name(name),
        None => from,
    };
    let to = NameAddr::new(Uri::sip(called.extension.as_str(), realm)).with_name(&called.name);
    Shown { person: called.id, from, to, call: call.id.clone(), headers: Vec::new(), line }
}

/// Tells those who watch either that there is a call between them.
fn watched(ground: &Ground, caller: &Party, called: &Party) -> Arc<OnCall> {
    let line = Arc::new(ground.lines.call(ground.new_call_id(), caller.is_private));
    line.is_dialled(caller.to_watchers(), called.to_watchers());
    line
}

fn status(why: Diversion) -> u16 {
    match why {
        Diversion::Busy => 486,
        Diversion::Declined => 603,
        Diversion::NoAnswer | Diversion::NotRegistered | Diversion::Always => 480,
    }
}

impl Part {
    /// They talk from now on.
    fn new(at: Timestamp, caller: &Party, called: &Party, line: Arc<OnCall>) -> Self {
        line.talks();
        Self {
            at,
            answered_at: Timestamp::now(),
            caller: caller.shown.clone(),
            caller_user: caller.user,
            called: called.shown.number.clone().unwrap_or_default(),
            called_user: called.user,
            _line: line,
        }
    }

    /// Two who talk with each other at once.
    pub fn between(ground: &Ground, caller: &Party, called: &Party) -> Self {
        Self::new(Timestamp::now(), caller, called, watched(ground, caller, called))
    }

    /// Its row; `ended_at` is when it was over.
    pub async fn write(self, ground: &Ground) {
        journal::write_part(ground, self).await;
    }
}
