//! Calls to a hunt group: turn by turn its members ring as `domain::hunt` decides, and where nobody takes the call it goes
//! on as the group's overflow says.

use crate::call::{self, Call, Ending};
use crate::events::{self, OnCall};
use crate::forward::{self, Sought};
use crate::ground::Ground;
use crate::leg::Leg;
use crate::ring::{self, Rung, Shown};
use crate::transfer::Party;
use crate::trunk::outbound::{self, Out};
use crate::{bridge, stations};
use domain::dialogs;
use domain::forward::{Station, Target, Trail, When};
use domain::hunt::{self, Group, Member, Overflow, Standing};
use domain::id::{GroupId, UserId};
use domain::number::Number;
use domain::presence::LineState;
use domain::reason::{Course, Reason};
use domain::route::{NotTaken, Route, Way};
use domain::settings;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use sip::{HeaderName, NameAddr, Uri};
use std::sync::Arc;
use store::Outcome;
use tracing::info;

/// What became of a call to a group.
pub enum Hunted {
    Ended(Ending),
    /// Nobody took it, and the group sends it nowhere; the caller has not been told yet.
    Nobody(NotTaken),
}

/// A call to a group's number.
pub async fn called(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, group: GroupId) -> Ending {
    match reach(ground, call, leg, group, Trail::default()).await {
        Hunted::Ended(ending) => ending,
        Hunted::Nobody(why) => nobody(leg, why),
    }
}

/// Reaches a group at the end of a trail. Boxed, for a group's calls may be forwarded, and forwarded calls reach groups: the
/// trail's length bounds both.
pub fn reach<'a>(
    ground: &'a Arc<Ground>,
    call: &'a Call,
    leg: &'a mut Leg,
    group: GroupId,
    trail: Trail,
) -> BoxFuture<'a, Hunted> {
    Box::pin(async move {
        let people = ground.directory.people();
        let Some(group) = people.group(group) else {
            return Hunted::Ended(Ending::of(Outcome::Refused, Course::Gone));
        };
        let why = match rings(ground, call, leg, group, &trail).await {
            Turns::Answered(far, shown) => return Hunted::Ended(talk(ground, call, leg, *far, *shown).await),
            Turns::CallerGone => return Hunted::Ended(Ending::of(Outcome::Missed, Course::CallerHungUp)),
            Turns::Nobody(why) => why,
        };
        match group.plan.overflow.clone() {
            Some(overflow) => {
                Hunted::Ended(overflows(ground, call, leg, (group, overflow), why, trail).await)
            }
            None => Hunted::Nobody(why),
        }
    })
}

/// Who takes a call to a group, with whom its caller does not talk yet, as in a transfer. Boxed as [`reach`] is.
pub fn seek<'a>(
    ground: &'a Ground,
    call: &'a Call,
    leg: &'a mut Leg,
    group: GroupId,
    mut trail: Trail,
) -> BoxFuture<'a, Sought> {
    Box::pin(async move {
        let people = ground.directory.people();
        let Some(group) = people.group(group) else {
            return Sought::Ended(Ending::of(Outcome::Refused, Course::Gone));
        };
        let why = match rings(ground, call, leg, group, &trail).await {
            Turns::Answered(far, _) => return Sought::Answered(far, None),
            Turns::CallerGone => return Sought::Ended(Ending::of(Outcome::Missed, Course::CallerHungUp)),
            Turns::Nobody(why) => why,
        };
        let Some(Overflow { person, target: Target::Number(number) }) = group.plan.overflow.clone() else {
            return Sought::Stays(why);
        };
        if !trail.leave(Station { user: person, number: Number::from(&group.plan.extension), why: when(why) })
        {
            return Sought::Stays(why);
        }
        match call::way_of(ground, person, &number) {
            Way::Inside(Route::Person(user) | Route::OwnNumber(user)) => match people.user(user).cloned() {
                Some(user) => match forward::seek(ground, call, leg, user, &mut trail).await {
                    Sought::Group(group) => seek(ground, call, leg, group, trail).await,
                    sought => sought,
                },
                None => Sought::Stays(why),
            },
            Way::Inside(Route::Group(group)) => seek(ground, call, leg, group, trail).await,
            Way::Outside(number) => {
                match outbound::forwarded(ground, call, leg, (person, &trail), number).await {
                    Out::Ended(ending) => Sought::Ended(ending),
                    Out::Answered(far, held) => Sought::Answered(far, Some(held)),
                    Out::NotTaken { .. } => Sought::Stays(why),
                }
            }
            Way::Inside(_) | Way::Help(_) => Sought::Stays(why),
        }
    })
}

/// What the turns of a group come to.
enum Turns {
    /// With what its telephone was shown.
    Answered(Box<Leg>, Box<Shown>),
    CallerGone,
    Nobody(NotTaken),
}

/// Rings the members, turn by turn.
async fn rings(ground: &Ground, call: &Call, leg: &mut Leg, group: &Group, trail: &Trail) -> Turns {
    let mut rung = Vec::new();
    loop {
        let members: Vec<Member> =
            group.plan.members.iter().map(|user| member(ground, call, *user)).collect();
        let turn = hunt::next(group.plan.manner, &members, &rung);
        if turn.is_empty() {
            return Turns::Nobody(hunt::why(&members, &rung));
        }
        info!(group = %group.id, members = turn.len(), "members of a group ring");
        let lines = turn.iter().map(|user| (*user, watched(ground, call, *user))).collect();
        let shown = shown(ground, call, group, &turn, trail, lines);
        let places = turn.iter().flat_map(|user| call::places(ground, call, *user)).collect();
        match ring::ring(ground, leg, places, &shown, group.plan.seconds).await {
            Rung::Answered(far) => return Turns::Answered(far, Box::new(shown)),
            Rung::CallerGone => return Turns::CallerGone,
            // Where one member would have calls sent is not where the group's go.
            Rung::Nobody(_) | Rung::Deflected(_) => rung.extend(turn),
        }
    }
}

/// How a member stands, by its settings, its telephones and its calls.
fn member(ground: &Ground, call: &Call, user: UserId) -> Member {
    let people = ground.directory.people();
    let settings = people.settings_of(Some(user));
    let is_quiet =
        settings.get(&settings::DO_NOT_DISTURB) || settings.get(&settings::FORWARD_ALWAYS).is_some();
    let (line, last_call) = ground.lines.line(user);
    let is_caller = call.device.as_ref().is_some_and(|device| device.user == user);
    let standing = match line {
        _ if is_caller => Standing::OnThePhone,
        _ if is_quiet => Standing::Quiet,
        _ if call::places(ground, call, user).is_empty() => Standing::Away,
        LineState::Talking => Standing::OnThePhone,
        LineState::Ringing => Standing::Ringing,
        LineState::Idle | LineState::Offline => Standing::Free,
    };
    Member { user, standing, last_call }
}

/// Those who watch a member see it ring; the caller's own line is that of the call.
fn watched(ground: &Ground, call: &Call, user: UserId) -> Arc<OnCall> {
    let people = ground.directory.people();
    let line = Arc::new(ground.lines.call(ground.new_call_id(), call.line.is_private));
    let caller = dialogs::Party { user: None, ..Party::caller(call).to_watchers() };
    let member = people.user(user).map_or_else(Party::nobody, |user| Party::person(user, false));
    line.is_dialled(caller, dialogs::Party { user: Some(user), ..member.to_watchers() });
    line
}

/// The telephones are told which group is called: in To, and where a telephone shows To to nobody, in P-Called-Party-ID
/// (RFC 7315 §4.2).
fn shown(
    ground: &Ground,
    call: &Call,
    group: &Group,
    turn: &[UserId],
    trail: &Trail,
    lines: Vec<(UserId, Arc<OnCall>)>,
) -> Shown {
    let realm = &ground.directory.people().realm;
    let extension = group.plan.extension.as_str();
    let to = NameAddr::new(Uri::sip(extension, realm)).with_name(&group.plan.name);
    let mut headers = stations::of_trail(trail, extension, realm);
    headers.push((HeaderName::other("P-Called-Party-ID"), to.to_string()));
    Shown { headers, lines, ..call::shown_at(ground, call, to, turn.to_vec()) }
}

/// From here on it is the call of whoever has answered, as if that one had been called: who watches sees it end when the member
/// parks or transfers the caller. The lines of all who rang end with `shown`.
async fn talk(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, mut far: Leg, shown: Shown) -> Ending {
    leg.answer();
    // Whom an attendant has sent here hears a ringing tone until now.
    leg.media.stop_play();
    call.line.is_over();
    let user = far.person();
    if let Some(user) = user {
        events::dialled(ground, call, &Way::Inside(Route::Person(user)));
    }
    call.line.talks();
    drop(shown);
    let answered_at = Some(Timestamp::now());
    let course = bridge::talk(ground, call, leg, &mut far, None).await;
    Ending { called_user: user, answered_at, ..Ending::of(Outcome::Answered, course) }
}

fn nobody(leg: &Leg, why: NotTaken) -> Ending {
    let (status, outcome, course) = match why {
        NotTaken::Busy | NotTaken::Declined => (486, Outcome::Busy, Course::Busy),
        NotTaken::NoAnswer => (480, Outcome::Missed, Course::NoAnswer),
        NotTaken::Unreachable => (480, Outcome::Missed, Course::NotRegistered),
    };
    leg.session.refuse(status, Vec::new());
    Ending::of(outcome, course)
}

/// Goes where the group's calls go that nobody takes, as if the overflow's person had forwarded it.
async fn overflows(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    (group, overflow): (&Group, Overflow),
    why: NotTaken,
    mut trail: Trail,
) -> Ending {
    let why = when(why);
    info!(group = %group.id, why = why.words(), "a group's call goes on");
    let people = ground.directory.people();
    let Some(person) = people.user(overflow.person).cloned() else {
        return nobody(leg, NotTaken::Unreachable);
    };
    let number = Number::from(&group.plan.extension);
    let may_go_on = trail.leave(Station { user: person.id, number, why });
    let ending = match (may_go_on, overflow.target) {
        (true, Target::Number(number)) => goes_to(ground, call, leg, person.id, number, &trail).await,
        (false, _) | (_, Target::VoiceMail) => None,
    };
    let ending = match ending {
        Some(ending) => ending,
        None => call::voice_mail(ground, call, leg, person, forward::diversion(why)).await,
    };
    let forwarded = trail.first().map(|station| station.why);
    Ending { why: Reason { forwarded, ..ending.why }, ..ending }
}

/// As this person would dial it. `None`: there is nobody there, or nobody took it.
async fn goes_to(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    person: UserId,
    number: Number,
    trail: &Trail,
) -> Option<Ending> {
    let people = ground.directory.people();
    let way = call::way_of(ground, person, &number);
    call.line.is_over();
    events::dialled(ground, call, &way);
    match way {
        Way::Inside(Route::Person(user) | Route::OwnNumber(user)) => {
            let user = people.user(user).cloned()?;
            Some(forward::follow(ground, call, leg, user, trail.clone()).await)
        }
        Way::Inside(Route::Group(group)) => match reach(ground, call, leg, group, trail.clone()).await {
            Hunted::Ended(ending) => Some(ending),
            Hunted::Nobody(_) => None,
        },
        Way::Outside(number) => match outbound::forwarded(ground, call, leg, (person, trail), number).await {
            Out::Ended(ending) => Some(ending),
            Out::Answered(far, held) => Some(outbound::talk(ground, call, leg, (*far, held)).await),
            Out::NotTaken { .. } => None,
        },
        Way::Inside(_) | Way::Help(_) => None,
    }
}

/// Why the call leaves the group, to those who are told of its way.
fn when(why: NotTaken) -> When {
    match why {
        NotTaken::Busy | NotTaken::Declined => When::Busy,
        NotTaken::NoAnswer => When::NoAnswer,
        NotTaken::Unreachable => When::Unreachable,
    }
}
