//! Calls to the public network: let out or kept in, then by one trunk after the other until one takes it.

use super::attempt::{self, Tried};
use super::handing::{self, Sent};
use super::headers::shown_to;
use super::held::Held;
use super::{Beyond, Channel, Reach, Spoken, place};
use crate::call::{self, Call, Ending};
use crate::ground::Ground;
use crate::leg::Leg;
use crate::{bridge, help, site_field, stations};
use directory::{Outside, People};
use domain::e164::E164;
use domain::forward::Trail;
use domain::id::{TrunkId, UserId};
use domain::number::{Extension, Number};
use domain::numbering::Home;
use domain::outside::{self, Next};
use domain::reason::Course;
use domain::settings;
use domain::toll::{Barred, Decision};
use domain::trunk::Trunk;
use jiff::Timestamp;
use sip::{HeaderName, InviteOrder};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::Outcome;
use tokio::time::Instant;
use tracing::{error, info, warn};

/// What is called.
enum Called {
    Help(Number),
    Number(E164),
    /// The extension at the telephone systems that show a person's lamp.
    WhereLampIs(Extension),
}

/// On whose account it goes out, and how it came there.
struct By<'a> {
    person: Option<UserId>,
    /// Where it was forwarded; none: its caller has dialled it.
    trail: Option<&'a Trail>,
}

/// How a call by trunks ended.
pub enum Out {
    Ended(Ending),
    /// The far leg; what it holds is to be ended with it.
    Answered(Box<Leg>, Held),
    /// Nobody took it; the caller has not been told yet.
    NotTaken {
        status: u16,
        course: Course,
    },
}

/// A call for help: past every limit, by every trunk there is.
pub async fn call_for_help(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, number: Number) -> Ending {
    ground.trunks.helped.fetch_add(1, Ordering::Relaxed);
    let device = call.device.as_deref();
    // The call waits for nobody to be told.
    help::called(ground, call, &number);
    let by = By { person: device.map(|device| device.user), trail: None };
    let out = over_trunks(ground, call, leg, &Called::Help(number), &by).await;
    told(ground, call, leg, out).await
}

/// A call to the public network by one of our people.
pub async fn call(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, user: UserId, number: E164) -> Ending {
    let by = By { person: Some(user), trail: None };
    let called = Called::Number(number.clone());
    let out = limited(ground, call, user, &number, over_trunks(ground, call, leg, &called, &by)).await;
    told(ground, call, leg, out).await
}

/// A call that one of our people forwards to the public network: on that person's account, within that person's limits.
pub async fn forwarded(
    ground: &Ground,
    call: &Call,
    leg: &mut Leg,
    (user, trail): (UserId, &Trail),
    number: E164,
) -> Out {
    let by = By { person: Some(user), trail: Some(trail) };
    let called = Called::Number(number.clone());
    limited(ground, call, user, &number, over_trunks(ground, call, leg, &called, &by)).await
}

/// A call that one of our people transfers to the public network: on that person's account, within that person's limits. It is
/// handed back where its caller and the number are of one telephone system that takes it.
pub async fn transferred(ground: &Ground, call: &Call, leg: &mut Leg, user: UserId, number: E164) -> Out {
    let by = By { person: Some(user), trail: None };
    let going = async {
        match handing::send(ground, leg, &number).await {
            Sent::Handed => Out::Ended(Ending::of(Outcome::Answered, Course::HandedBack)),
            Sent::CallerGone => Out::Ended(Ending::of(Outcome::Abandoned, Course::CallerHungUp)),
            Sent::Kept => over_trunks(ground, call, leg, &Called::Number(number.clone()), &by).await,
        }
    };
    limited(ground, call, user, &number, going).await
}

/// A call of the house to one of our people, at the extension at which another telephone system shows the lamp: no call to the public
/// network.
pub async fn at_lamp(ground: &Ground, call: &Call, leg: &mut Leg, person: UserId) -> Out {
    let people = ground.directory.people();
    let Some(user) = people.user(person) else {
        return Out::NotTaken { status: 404, course: Course::NoSuchNumber };
    };
    let called = Called::WhereLampIs(user.extension.clone());
    over_trunks(ground, call, leg, &called, &By { person: Some(person), trail: None }).await
}

/// Lets a call out that is `going`, or keeps it in.
async fn limited(
    ground: &Ground,
    call: &Call,
    user: UserId,
    number: &E164,
    going: impl Future<Output = Out>,
) -> Out {
    let people = ground.directory.people();
    let home = people.home_of(user);
    let ledger = &ground.trunks.ledger;
    match ledger.begin(&people, user, &call.id, home.country, number) {
        Decision::Barred(why) => barred(ground, user, why),
        Decision::Allowed { .. } => {
            let out = going.await;
            if !matches!(out, Out::Answered(..)) {
                ledger.end(ground, user, &call.id).await;
            }
            out
        }
    }
}

/// A limit that is reached is what theft looks like: it is told in the log, in `/metrics` and in the journal.
fn barred(ground: &Ground, user: UserId, why: Barred) -> Out {
    ground.trunks.count_barred(why);
    let limit = why.name();
    if why.is_alarming() {
        error!(alarm = "toll", person = %user, limit, "a call to the public network is not let out");
    } else {
        info!(person = %user, limit, "a call to the public network is not let out");
    }
    let course = match why {
        Barred::Weekday | Barred::Denied | Barred::Class | Barred::Country | Barred::Night => {
            Course::NotAllowed
        }
        Barred::AtOnce | Barred::Minute | Barred::Day | Barred::Cost => Course::LimitReached,
    };
    Out::NotTaken { status: 403, course }
}

async fn over_trunks(ground: &Ground, call: &Call, leg: &mut Leg, called: &Called, by: &By<'_>) -> Out {
    let outside = ground.directory.outside();
    let mut last = None;
    for (trunk, channel) in Candidates::of(ground, &outside, called) {
        let Some((spoken, order)) = prepared(ground, call, &trunk, called, by) else { continue };
        match attempt::call(ground, leg, &spoken, order).await {
            Tried::Answered(far) => {
                // Whoever calls for help pays nothing, and is not cut off.
                let payer = by.person.filter(|_| matches!(called, Called::Number(_)));
                return Out::Answered(far, Held::begin(ground, payer, &call.id, channel));
            }
            Tried::CallerGone => {
                return Out::Ended(Ending::of(Outcome::Abandoned, Course::CallerHungUp));
            }
            Tried::NoAnswer => return Out::NotTaken { status: 480, course: Course::NoAnswer },
            Tried::NotTaken(answer) => {
                if let Next::End { status } = outside::after(answer, outside::MOST_REDIRECTIONS) {
                    return Out::NotTaken { status, course: course(status) };
                }
                warn!(trunk = trunk.name, ?answer, "the trunk did not take a call");
                last = Some(answer);
            }
        }
    }
    ground.trunks.unserved.fetch_add(1, Ordering::Relaxed);
    error!(alarm = "trunks", "no trunk took a call");
    Out::NotTaken { status: outside::exhausted(last), course: Course::NoTrunk }
}

/// Who has called talks with whoever has answered, or is told that nobody took the call.
async fn told(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, out: Out) -> Ending {
    match out {
        Out::Ended(ending) => ending,
        Out::Answered(far, held) => talk(ground, call, leg, (*far, held)).await,
        Out::NotTaken { status, course } => refused(leg, status, course),
    }
}

/// What the called side's word means to the caller's journal.
fn course(status: u16) -> Course {
    match status {
        486 | 600 => Course::Busy,
        603 | 607 | 608 => Course::Declined,
        404 | 410 | 484 | 604 => Course::NoSuchNumber,
        _ => Course::NoAnswer,
    }
}

fn refused(leg: &Leg, status: u16, course: Course) -> Ending {
    leg.session.refuse(status, Vec::new());
    let outcome = match course {
        Course::Busy => Outcome::Busy,
        Course::Declined => Outcome::Declined,
        Course::NoAnswer => Outcome::Missed,
        _ => Outcome::Refused,
    };
    Ending::of(outcome, course)
}

/// The caller talks until one side hangs up, or until the money for it is spent.
pub async fn talk(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, (mut far, held): (Leg, Held)) -> Ending {
    leg.answer();
    // Whom an attendant has sent here hears a ringing tone until now.
    leg.media.stop_play();
    call.line.talks();
    let (answered_at, since) = (Some(Timestamp::now()), Instant::now());
    let course = bridge::talk(ground, call, leg, &mut far, Some(held)).await;
    if far.busy_since().is_some_and(|busy| busy <= since + FALSE_ANSWER) {
        return Ending::of(Outcome::Busy, Course::Busy);
    }
    Ending { answered_at, ..Ending::of(Outcome::Answered, course) }
}

/// A gateway without another sign says that somebody has answered when it has dialled. What is busy from so soon on was
/// never answered.
const FALSE_ANSWER: Duration = Duration::from_secs(3);

/// The trunks that a call is tried on, each with a place on it taken only when its turn comes.
struct Candidates<'a> {
    ground: &'a Ground,
    trunks: std::vec::IntoIter<Trunk>,
    beyond: Beyond,
}

impl<'a> Candidates<'a> {
    /// Those that are known to be down come last: when nothing else is left, they cost nothing but time.
    fn of(ground: &'a Ground, outside: &Outside, called: &Called) -> Self {
        let all: Vec<TrunkId> = outside.trunks.iter().map(|trunk| trunk.id).collect();
        let (ids, beyond) = match called {
            Called::Help(number) => {
                (outside::trunks_for_help(&outside.routes, number.as_str(), &all), Beyond::Channels)
            }
            Called::Number(number) => (outside::trunks_for(&outside.routes, number).to_vec(), Beyond::No),
            Called::WhereLampIs(_) => {
                let shows = outside.trunks.iter().filter(|trunk| trunk.agreed.lamps);
                (shows.map(|trunk| trunk.id).collect(), Beyond::No)
            }
        };
        let enabled = ids.iter().filter_map(|id| outside.trunk(*id)).filter(|trunk| !trunk.agreed.disabled);
        let mut trunks: Vec<Trunk> = enabled.cloned().collect();
        trunks.sort_by_key(|trunk| ground.trunks.state(trunk).reach == Reach::Down);
        Candidates { ground, trunks: trunks.into_iter(), beyond }
    }
}

impl Iterator for Candidates<'_> {
    type Item = (Trunk, Channel);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let trunk = self.trunks.next()?;
            match self.ground.trunks.channel(&trunk, self.beyond) {
                Some(channel) => return Some((trunk, channel)),
                None => warn!(trunk = trunk.name, "all channels of the trunk are taken"),
            }
        }
    }
}

/// What is sent to this trunk: the number as it writes it, and what it may know of the caller.
fn prepared(
    ground: &Ground,
    call: &Call,
    trunk: &Trunk,
    called: &Called,
    by: &By<'_>,
) -> Option<(Spoken, InviteOrder)> {
    let people = ground.directory.people();
    let user = by.person.and_then(|person| people.user(person)).cloned();
    let home = people.home();
    let number = match called {
        Called::Help(number) => number.to_string(),
        Called::Number(number) => trunk.agreed.written.write(&home, number),
        Called::WhereLampIs(extension) => own_number(trunk, &home, Some(extension))?,
    };
    let target = place::number_at(trunk, &number)?;
    let is_help = matches!(called, Called::Help(_));
    let settings = people.settings_of(user.as_ref().map(|user| user.id));
    // Help has to know who calls, whatever the caller wants shown otherwise.
    let anonymous = !is_help && settings.get(&settings::OUTSIDE_ANONYMOUS);
    // The house itself calls by the number that all reach it by.
    let common = call.job_of.and_then(|_| call::common_number(&people));
    let own = || own_number(trunk, &home, common.as_ref().or(user.as_ref().map(|user| &user.extension)));
    let shown = shown_to(
        &trunk.agreed,
        &place::domain(trunk),
        is_help.then(|| called_back(&people, trunk, &home, by.person)).flatten().or_else(own),
        user.as_ref().map(|user| user.name.as_str()),
        anonymous,
    );
    let spoken = Spoken::new(ground, trunk);
    let mut headers = shown.headers;
    headers.extend(call.job_of.and_then(|user| site_field::of(&people, user)));
    headers.extend(by.trail.into_iter().flat_map(|trail| way_here(ground, trunk, &home, trail, &number)));
    let order = InviteOrder { headers, ..InviteOrder::new(target, shown.from) };
    Some((spoken, order))
}

/// What the trunk is told of a forwarded call, in numbers that it knows.
fn way_here(
    ground: &Ground,
    trunk: &Trunk,
    home: &Home,
    trail: &Trail,
    number: &str,
) -> Vec<(HeaderName, String)> {
    let people = ground.directory.people();
    let stations = trail.stations().iter().map(|station| {
        let known = own_number(trunk, home, people.user(station.user).map(|user| &user.extension));
        (known.unwrap_or_else(|| station.number.to_string()), station.why)
    });
    stations::headers(&stations.collect::<Vec<_>>(), number, &place::domain(trunk))
}

/// The number by which those who help know where the telephone stands, as the trunk writes it.
fn called_back(people: &People, trunk: &Trunk, home: &Home, person: Option<UserId>) -> Option<String> {
    let number = E164::parse(&format!("+{}", help::call_back(people, person)?)).ok()?;
    Some(trunk.agreed.written.write(home, &number))
}

/// The number that is shown: the caller's own direct one, the trunk's, or to another telephone system the extension.
pub fn own_number(trunk: &Trunk, home: &Home, extension: Option<&Extension>) -> Option<String> {
    let full = trunk.agreed.shows(extension).map(|number| trunk.agreed.written.write(home, &number));
    let plain = || extension.filter(|_| trunk.agreed.direct.is_empty() && trunk.agreed.user.is_empty());
    full.or_else(|| plain().map(|extension| extension.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_far_end_says_is_what_the_journal_keeps() {
        for (status, expected) in [
            (486, Course::Busy),
            (600, Course::Busy),
            (603, Course::Declined),
            (404, Course::NoSuchNumber),
            (480, Course::NoAnswer),
        ] {
            assert_eq!(course(status), expected, "{status}");
        }
    }
}
