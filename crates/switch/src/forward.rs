//! A call from the person it was for to where it is taken: forwarded as everybody on its way wants it, and back to the
//! first person's voice mail where nobody takes it.

use crate::call::{self, Call, Ending};
use crate::ground::Ground;
use crate::hunt::{self, Hunted};
use crate::leg::Leg;
use crate::ring::{self, Rung};
use crate::trunk::held::Held;
use crate::trunk::outbound::{self, Out};
use crate::{bridge, events, stations};
use directory::User;
use domain::forward::{Caller, First, Goes, Rules, Station, Target, Trail, When, goes};
use domain::id::GroupId;
use domain::number::Number;
use domain::reason::{Course, Reason};
use domain::route::{NotTaken, Route, Way};
use domain::settings::{self, Settings};
use jiff::Timestamp;
use std::sync::Arc;
use store::Outcome;
use telephone::Diversion;
use tracing::info;

/// Where a call has come to.
pub enum Sought {
    /// This leg has answered; one of a trunk holds what is to be ended with it.
    Answered(Box<Leg>, Option<Held>),
    Ended(Ending),
    /// Nobody took it where it is, and it is forwarded no further.
    Stays(NotTaken),
    /// To the voice mail of whom it was for first.
    VoiceMail,
    /// To a group, whose members have not been rung yet.
    Group(GroupId),
}

/// What became of a call at one person.
enum Turn {
    Answered(Box<Leg>),
    Ended(Ending),
    /// Nobody took it, and it is forwarded no further.
    Stays(NotTaken),
    Leaves(When, Target),
}

/// Where a call is after it was forwarded.
enum Next {
    Sought(Sought),
    Person(Arc<User>),
}

/// Reaches a person, or whoever takes that person's calls.
pub async fn reach(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, first: Arc<User>) -> Ending {
    let people = ground.directory.people();
    if call.is_anonymous() && people.settings_of(Some(first.id)).get(&settings::REJECT_ANONYMOUS) {
        // RFC 5079 §5.
        leg.session.refuse(433, Vec::new());
        let ending = Ending::of(Outcome::Refused, Course::NotAllowed);
        return Ending { called_user: Some(first.id), ..ending };
    }
    follow(ground, call, leg, first, Trail::default()).await
}

/// The same at the end of a trail, as that of a group's call that nobody of the group took.
pub async fn follow(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    first: Arc<User>,
    mut trail: Trail,
) -> Ending {
    let ending = match seek(ground, call, leg, first.clone(), &mut trail).await {
        Sought::Ended(ending) => ending,
        Sought::Answered(called, Some(held)) => outbound::talk(ground, call, leg, (*called, held)).await,
        Sought::Answered(called, None) => talk(ground, call, leg, *called).await,
        Sought::Group(group) => match hunt::reach(ground, call, leg, group, trail.clone()).await {
            Hunted::Ended(ending) => ending,
            Hunted::Nobody(_) => voice_mail(ground, call, leg, &first, &trail).await,
        },
        Sought::Stays(why) => {
            // Known before voice mail begins: who hangs up there may ask to be called back at once.
            if why == NotTaken::Busy {
                found_busy(ground, call, &first);
            }
            stays(ground, call, leg, &first, &trail, why).await
        }
        Sought::VoiceMail => voice_mail(ground, call, leg, &first, &trail).await,
    };
    let forwarded = trail.first().map(|station| station.why).or(ending.why.forwarded);
    if ending.why.course == Course::Busy {
        found_busy(ground, call, &first);
    }
    Ending { called_user: Some(first.id), why: Reason { forwarded, ..ending.why }, ..ending }
}

/// Colleagues may ask to be called back.
fn found_busy(ground: &Ground, call: &Call, called: &User) {
    if let Some(device) = &call.device {
        ground.callbacks.was_busy(device.user, called.id);
    }
}

/// Follows a call from person to person until somebody answers, or it is known that nobody does; notes its way.
pub async fn seek(
    ground: &Ground,
    call: &Call,
    leg: &mut Leg,
    first: Arc<User>,
    trail: &mut Trail,
) -> Sought {
    let mut owner = first;
    loop {
        let (why, target) = match turn(ground, call, leg, &owner, trail).await {
            Turn::Answered(called) => return Sought::Answered(called, None),
            Turn::Ended(ending) => return Sought::Ended(ending),
            Turn::Stays(why) => return Sought::Stays(why),
            Turn::Leaves(why, target) => (why, target),
        };
        info!(why = why.words(), "the call is forwarded");
        let station = Station { user: owner.id, number: Number::from(&owner.extension), why };
        if !trail.leave(station) {
            return Sought::VoiceMail;
        }
        match next(ground, call, leg, &owner, target, trail).await {
            Next::Sought(sought) => return sought,
            Next::Person(person) => owner = person,
        }
    }
}

async fn turn(ground: &Ground, call: &Call, leg: &mut Leg, owner: &Arc<User>, trail: &Trail) -> Turn {
    let people = ground.directory.people();
    let settings = people.settings_of(Some(owner.id));
    let rules = rules(&settings);
    let caller = caller(ground, call, owner, &settings);
    match rules.first(caller) {
        First::Ring => {}
        First::Forward(why, target) => return Turn::Leaves(why, target),
        // Only who was called first says busy; at the end of a trail there is still the first one's voice mail.
        First::Busy if trail.first().is_some() => return Turn::Stays(NotTaken::Busy),
        First::Busy => return Turn::Ended(busy(leg)),
    }
    let is_full = ground.lines.calls_of(owner.id) >= settings.get(&settings::CALLS_AT_ONCE) as usize;
    if is_full && caller != Caller::Owner {
        return nobody(&rules, caller, NotTaken::Busy);
    }
    let places = call::places(ground, call, owner.id);
    let mut shown = call::shown(ground, call, owner);
    shown.headers.extend(stations::of_trail(trail, owner.extension.as_str(), &people.realm));
    match ring::ring(ground, leg, places, &shown, settings.get(&settings::RING_SECONDS)).await {
        Rung::CallerGone => Turn::Ended(Ending::of(Outcome::Missed, Course::CallerHungUp)),
        Rung::Answered(called) => Turn::Answered(called),
        Rung::Deflected(number) => Turn::Leaves(When::Deflected, Target::Number(number)),
        Rung::Nobody(why) => nobody(&rules, caller, why),
    }
}

fn nobody(rules: &Rules, caller: Caller, why: NotTaken) -> Turn {
    match rules.then(caller, why) {
        Some((when, target)) => Turn::Leaves(when, target),
        None => Turn::Stays(why),
    }
}

async fn talk(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, mut called: Leg) -> Ending {
    leg.answer();
    // Who is called back hears a ringing tone until now.
    leg.media.stop_play();
    call.line.talks();
    let answered_at = Some(Timestamp::now());
    let course = bridge::talk(ground, call, leg, &mut called, None).await;
    Ending { answered_at, ..Ending::of(Outcome::Answered, course) }
}

fn busy(leg: &Leg) -> Ending {
    leg.session.refuse(486, Vec::new());
    let why = Reason { forwarded: Some(When::DoNotDisturb), ..Course::Busy.into() };
    Ending::of(Outcome::Busy, why)
}

/// Goes to a target as if the forwarding person had called it: the same routes, limits and account.
async fn next(
    ground: &Ground,
    call: &Call,
    leg: &mut Leg,
    owner: &User,
    target: Target,
    trail: &Trail,
) -> Next {
    let nobody = || Next::Sought(Sought::VoiceMail);
    let Target::Number(number) = target else { return nobody() };
    let people = ground.directory.people();
    match goes(call::way_of(ground, owner.id, &number), trail) {
        Goes::VoiceMail => nobody(),
        Goes::Person(user) => {
            moved(ground, call, &Way::Inside(Route::Person(user)));
            people.user(user).cloned().map_or_else(nobody, Next::Person)
        }
        Goes::Group(group) => {
            moved(ground, call, &Way::Inside(Route::Group(group)));
            Next::Sought(Sought::Group(group))
        }
        Goes::Outside(number) => {
            moved(ground, call, &Way::Outside(number.clone()));
            match outbound::forwarded(ground, call, leg, (owner.id, trail), number).await {
                Out::Ended(ending) => Next::Sought(Sought::Ended(ending)),
                Out::Answered(far, held) => Next::Sought(Sought::Answered(far, Some(held))),
                Out::NotTaken { .. } => nobody(),
            }
        }
    }
}

/// Those who watch the person that it leaves see it go.
fn moved(ground: &Ground, call: &Call, way: &Way) {
    call.line.is_over();
    events::dialled(ground, call, way);
}

/// Nobody took it: the first person's voice mail does, and the own number from an own phone goes on to the messages.
async fn stays(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    first: &Arc<User>,
    trail: &Trail,
    why: NotTaken,
) -> Ending {
    if trail.first().is_some() {
        return voice_mail(ground, call, leg, first, trail).await;
    }
    if call::is_own(call, first) {
        return call::open_mailbox(ground, call, leg).await;
    }
    call::voice_mail(ground, call, leg, first.clone(), ring::diversion(why)).await
}

/// The voice mail of the first called person, for the reason that the call left that person.
async fn voice_mail(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    first: &Arc<User>,
    trail: &Trail,
) -> Ending {
    let why = trail.first().map_or(Diversion::Always, |station| diversion(station.why));
    call::voice_mail(ground, call, leg, first.clone(), why).await
}

/// Why voice mail takes a call that was to go on for this reason.
pub fn diversion(why: When) -> Diversion {
    match why {
        When::Always => Diversion::Always,
        When::Busy => Diversion::Busy,
        When::NoAnswer => Diversion::NoAnswer,
        When::Unreachable => Diversion::NotRegistered,
        When::DoNotDisturb | When::Deflected => Diversion::Declined,
    }
}

fn rules(settings: &Settings<'_>) -> Rules {
    let quiet = settings.get(&settings::DO_NOT_DISTURB);
    Rules {
        always: settings.get(&settings::FORWARD_ALWAYS),
        busy: settings.get(&settings::FORWARD_BUSY),
        no_answer: settings.get(&settings::FORWARD_NO_ANSWER),
        unreachable: settings.get(&settings::FORWARD_UNREACHABLE),
        do_not_disturb: quiet.then(|| settings.get(&settings::DO_NOT_DISTURB_CALLERS)),
    }
}

/// Who calls, to this person's rules: only a device that has proven itself passes.
fn caller(ground: &Ground, call: &Call, owner: &User, settings: &Settings<'_>) -> Caller {
    if call::is_own(call, owner) {
        return Caller::Owner;
    }
    let people = ground.directory.people();
    let from = call.device.as_ref().and_then(|device| people.user(device.user));
    let passing = settings.get(&settings::DO_NOT_DISTURB_PASSES);
    let passes = from.is_some_and(|from| passing.iter().any(|one| one == from.extension.as_str()));
    if passes { Caller::Passes } else { Caller::Anyone }
}
