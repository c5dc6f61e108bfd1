//! Transfer: a phone of ours asks by REFER that whoever it talks with be connected with somebody else: with a number, which
//! is rung, or with whom it talks in another call of its own. Who is transferred stays in a call; the other one takes the
//! place of the phone that has asked, or nobody does.

use crate::call::{self, Call};
use crate::events::OnCall;
use crate::forward::{self, Sought};
use crate::ground::Ground;
use crate::leg::{Happening, Leg};
use crate::ring::{self, Rung};
use crate::standing::{Arrival, Newcomer, Seats, Who};
use crate::tether::Tether;
use crate::trunk::held::Held;
use crate::trunk::outbound::{self, Out};
use crate::{conference, hunt, journal, park};
use directory::User;
use domain::dialogs;
use domain::e164::E164;
use domain::forward::Trail;
use domain::id::UserId;
use domain::number::Number;
use domain::reason::Course;
use domain::route::{Route, Way};
use domain::settings;
use jiff::Timestamp;
use messaging::Sender;
use sip::{Reason, Refer, ReferId, SessionEvent, SessionId};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use store::Outcome;
use telephone::Diversion;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::info;

/// Another call takes a leg in milliseconds; one that does not has none left to take it.
const TAKING: Duration = Duration::from_secs(5);

/// What a REFER is told whose other side has hung up meanwhile.
pub const CALLER_GONE: u16 = 487;

/// What has become of a transfer.
pub enum Transferred {
    /// Whoever has asked for it is replaced.
    Done(Box<Party>, Box<Part>, Option<Held>),
    /// Both talk on as before.
    Failed,
    /// The other side's own telephone system connects it.
    HandedBack,
    /// Nobody is left to talk with.
    Over,
    /// The other side talks in another call; with a tether this one lasts as long.
    Elsewhere(Option<Tether>),
}

/// Who takes a call that is transferred.
pub enum Taken {
    /// This leg has answered; one of a trunk holds what is to be ended with it.
    Answered(Box<Leg>, Option<Held>),
    /// The telephone system of whoever is sent on, which calls by itself.
    HandedBack,
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
    pub ground: &'a Arc<Ground>,
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

    /// Who is called, as far as the number says.
    pub fn dialled(ground: &Ground, order: &Call, way: &Way) -> Self {
        let people = ground.directory.people();
        match way {
            Way::Inside(Route::Person(user) | Route::OwnNumber(user)) => {
                people.user(*user).map_or_else(|| Self::called(order), |user| Self::person(user, false))
            }
            _ => Self::called(order),
        }
    }

    /// What has a number and is nobody.
    pub fn numbered(number: String) -> Self {
        Self {
            shown: Sender { name: None, number: Some(number), email: None },
            user: None,
            is_private: false,
        }
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

    pub fn person(user: &User, is_private: bool) -> Self {
        Self { shown: call::shown_by(user), user: Some(user.id), is_private }
    }

    pub fn to_watchers(&self) -> dialogs::Party {
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
        None if let Some(name) = conference::named(refer.to.uri()) => {
            conference::sent_to(scene, asking, (other, transferee), refer, &name)
        }
        None => match refer_number(refer).and_then(|number| park::orbit(scene.ground, &number)) {
            Some(orbit) => park::transferred(scene, asking, (other, transferee), refer, orbit).await,
            None => blind(scene, asking, (other, transferee), refer).await,
        },
    }
}

pub fn refused(asking: &Leg, refer: ReferId, status: u16) -> Transferred {
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

/// The number that a REFER names.
pub fn refer_number(refer: &Refer) -> Option<Number> {
    refer.to.uri().user().and_then(|user| Number::parse(user).ok())
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

/// A number is called in the place of `asking`, as if that one had called it: the same routes and limits. Wherever the call
/// is forwarded to, whoever answers is connected.
async fn blind(
    Scene { ground, call, seats }: Scene<'_, '_>,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
    refer: &Refer,
) -> Transferred {
    let ordered =
        refer_number(refer).and_then(|called| ordered(ground, call.address, asking, transferee, called));
    let Some((order, way)) = ordered else {
        return refused(asking, refer.id, 404);
    };
    let called = Party::dialled(ground, &order, &way);
    if called.user.is_none() && !matches!(way, Way::Outside(_) | Way::Inside(Route::Group(_))) {
        return refused(asking, refer.id, 404);
    }
    asking.session.accept_refer(refer.id);
    order.line.is_dialled(transferee.to_watchers(), called.to_watchers());
    // Whoever is sent on waits for somebody, as on hold, and not with who has sent them.
    other.media.unbridge();
    other.waits(ground);
    let (found, asking_is_gone) = {
        let finding = std::pin::pin!(find(ground, &order, other, way, order.payer()));
        while_it_rings(asking, seats, finding).await
    };
    let (leg, held) = match found {
        Ok(Taken::Answered(leg, held)) => (leg, held),
        Ok(Taken::HandedBack) => {
            asking.session.refer_news(refer.id, 200);
            asking.session.bye_because(Reason::sip(200, "Transferred"));
            return Transferred::HandedBack;
        }
        Err(status) => {
            asking.session.refer_news(refer.id, status);
            info!(status, "a transfer has failed");
            return match asking_is_gone {
                _ if status == CALLER_GONE => Transferred::Over,
                false => {
                    if !asking.is_held() {
                        other.media.stop_play();
                    }
                    Transferred::Failed
                }
                true => recall(ground, call, asking, (other, transferee)).await,
            };
        }
    };
    asking.session.refer_news(refer.id, 200);
    asking.session.bye_because(Reason::sip(200, "Transferred"));
    *asking = *leg;
    other.media.stop_play();
    info!("transferred");
    // Somebody else may have picked it up, or have it forwarded.
    let party = Party::of(ground, asking, called.clone());
    let part = Part::new(order.at, transferee, &called, order.line);
    Transferred::Done(Box::new(party), Box::new(part), held)
}

/// The call that a REFER orders, on the account of who has sent it, and where it goes. `None`: nowhere.
pub fn ordered(
    ground: &Ground,
    address: IpAddr,
    asking: &Leg,
    transferee: &Party,
    called: Number,
) -> Option<(Call, Way)> {
    let people = ground.directory.people();
    let device = people.device(asking.device()?)?.clone();
    let way = call::way_of(ground, device.user, &called);
    Some((Call { device: Some(device), ..order(ground, address, transferee, called) }, way))
}

/// A call in the name of somebody who talks in another one.
pub fn order(ground: &Ground, address: IpAddr, transferee: &Party, called: Number) -> Call {
    let id = ground.new_call_id();
    let line = Arc::new(ground.lines.call(id.clone(), transferee.is_private));
    Call {
        id,
        at: Timestamp::now(),
        device: None,
        by_trunk: None,
        address,
        caller: transferee.shown.clone(),
        called,
        instance: None,
        user_to_user: None,
        job_of: None,
        line,
    }
}

/// Nobody has taken a call whose sender has hung up: it rings there again, and voice mail is the last to take it.
async fn recall(
    ground: &Arc<Ground>,
    call: &Call,
    asking: &mut Leg,
    (other, transferee): (&mut Leg, &Party),
) -> Transferred {
    let people = ground.directory.people();
    let Some(owner) = asking.person().and_then(|user| people.user(user)).cloned() else {
        return Transferred::Over;
    };
    info!("a transferred call comes back");
    let (rung, again) = ring_again(ground, call, other, transferee, &owner).await;
    match rung {
        Rung::Answered(leg) => {
            *asking = *leg;
            other.media.stop_play();
            let called = Party::person(&owner, false);
            let party = Party::of(ground, asking, called.clone());
            let part = Part::new(again.at, transferee, &called, again.line);
            Transferred::Done(Box::new(party), Box::new(part), None)
        }
        Rung::CallerGone => Transferred::Over,
        Rung::Nobody(_) | Rung::Deflected(_) => {
            let why = Diversion::NoAnswer;
            other.media.unbridge();
            other.media.stop_play();
            let ending = call::voice_mail(ground, &again, other, owner, why).await;
            again.line.is_over();
            journal::write_ordered(ground, &again, ending);
            Transferred::Over
        }
    }
}

/// Rings the telephones of whoever has sent a call away, in the name of the one who waits; and the call that this is.
pub async fn ring_again(
    ground: &Ground,
    call: &Call,
    other: &mut Leg,
    waiting: &Party,
    owner: &User,
) -> (Rung, Call) {
    let again = order(ground, call.address, waiting, Number::from(&owner.extension));
    again.line.is_dialled(waiting.to_watchers(), Party::person(owner, false).to_watchers());
    let seconds = ground.directory.people().settings_of(Some(owner.id)).get(&settings::RING_SECONDS);
    let places = call::places(ground, &again, owner.id);
    let shown = call::shown(ground, &again, owner);
    (ring::ring(ground, other, places, &shown, seconds).await, again)
}

/// Whoever answers, with what a trunk's leg holds; otherwise the status that the asking phone is told.
pub async fn find(
    ground: &Ground,
    order: &Call,
    other: &mut Leg,
    way: Way,
    payer: Option<UserId>,
) -> Result<Taken, u16> {
    let sought = match way {
        Way::Inside(Route::Person(user) | Route::OwnNumber(user)) => {
            let owner = ground.directory.people().user(user).cloned().ok_or(404_u16)?;
            let mut trail = Trail::default();
            match forward::seek(ground, order, other, owner, &mut trail).await {
                Sought::Group(group) => hunt::seek(ground, order, other, group, trail).await,
                sought => sought,
            }
        }
        Way::Inside(Route::Group(group)) => hunt::seek(ground, order, other, group, Trail::default()).await,
        Way::Outside(number) => return find_outside(ground, order, other, number, payer).await,
        Way::Inside(_) | Way::Help(_) => return Err(404),
    };
    match sought {
        Sought::Answered(leg, held) => Ok(Taken::Answered(leg, held)),
        Sought::Ended(ending) if ending.outcome == Outcome::Busy => Err(486),
        Sought::Ended(_) => Err(CALLER_GONE),
        Sought::Stays(why) => Err(status(ring::diversion(why))),
        Sought::VoiceMail | Sought::Group(_) => Err(480),
    }
}

async fn find_outside(
    ground: &Ground,
    order: &Call,
    other: &mut Leg,
    number: E164,
    payer: Option<UserId>,
) -> Result<Taken, u16> {
    let payer = payer.ok_or(403_u16)?;
    taken_outside(outbound::transferred(ground, order, other, payer, number).await)
}

/// Where a person's lamp is shown at another telephone system.
pub async fn find_at_lamp(
    ground: &Ground,
    order: &Call,
    other: &mut Leg,
    person: UserId,
) -> Result<Taken, u16> {
    taken_outside(outbound::at_lamp(ground, order, other, person).await)
}

fn taken_outside(out: Out) -> Result<Taken, u16> {
    match out {
        Out::Answered(leg, held) => Ok(Taken::Answered(leg, Some(held))),
        Out::Ended(ending) if ending.why.course == Course::HandedBack => Ok(Taken::HandedBack),
        Out::NotTaken { status, .. } => Err(status),
        Out::Ended(_) => Err(CALLER_GONE),
    }
}

/// Rings while the asking phone holds, resumes or hangs up; says whether it has done that.
async fn while_it_rings<T>(
    asking: &mut Leg,
    seats: &mut Seats<'_>,
    mut ringing: std::pin::Pin<&mut impl Future<Output = T>>,
) -> (T, bool) {
    let mut is_gone = false;
    loop {
        let happening = tokio::select! {
            found = &mut ringing => return (found, is_gone),
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
        Self::since(Timestamp::now(), ground, caller, called)
    }

    /// Two who talk from now on, what led to it having begun before.
    pub fn since(at: Timestamp, ground: &Ground, caller: &Party, called: &Party) -> Self {
        Self::new(at, caller, called, watched(ground, caller, called))
    }

    /// Its row; `ended_at` is when it was over.
    pub fn write(self, ground: &Ground, course: Course) {
        journal::write_part(ground, self, course);
    }
}
