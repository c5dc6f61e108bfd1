//! A caller who talks with the voice is connected with somebody: a call of its own in the caller's or one of our people's name,
//! with a row of its own in the journal.

use crate::bridge;
use crate::call::{self, Call, Ending};
use crate::ground::Ground;
use crate::journal;
use crate::leg::Leg;
use crate::transfer::{self, CALLER_GONE, Party, Taken};
use crate::trunk::held::Held;
use crate::trunk::outbound::{self, Out};
use domain::forward::Trail;
use domain::reason::Course;
use domain::route::{Route, Way};
use domain::settings;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use media::Repeat;
use media::tone::Country;
use std::sync::Arc;
use std::time::Duration;
use store::Outcome;
use telephone::{Destination, NotReached, Shown};
use tokio::time::Instant;
use tracing::info;

/// Who has answered, and the call that this is.
pub struct Found {
    order: Call,
    called: Party,
    leg: Box<Leg>,
    held: Option<Held>,
    longest: Option<Duration>,
}

/// Why the caller talks with nobody.
pub enum Failed {
    Not(NotReached),
    /// Hung up, or handed back to a telephone system that has called by itself.
    CallerGone,
}

/// What follows the talk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The caller is back with the voice.
    Back,
    Nothing,
}

/// Calls, while the caller hears the ringing tone.
pub async fn find(
    ground: &Ground,
    call: &Call,
    leg: &mut Leg,
    to: &Destination,
    after: After,
) -> Result<Found, Failed> {
    let people = ground.directory.people();
    let person = people.user(to.as_person).map(|user| Party::person(user, call.line.is_private));
    let caller = match to.shown {
        Shown::Person => person.ok_or(Failed::Not(NotReached::Refused))?,
        Shown::Caller => Party::caller(call),
    };
    let order = transfer::order(ground, call.address, &caller, to.number.clone());
    let way = call::way_of(ground, to.as_person, &to.number);
    if !is_somebody(&way) {
        return Err(Failed::Not(NotReached::NoSuchNumber));
    }
    let called = Party::dialled(ground, &order, &way);
    order.line.is_dialled(caller.to_watchers(), called.to_watchers());
    hears_ringing(ground, leg);
    let taken = match way {
        Way::Outside(number) if after == After::Back => {
            let by = (to.as_person, &Trail::default());
            match outbound::forwarded(ground, &order, leg, by, number).await {
                Out::Answered(far, held) => Ok(Taken::Answered(far, Some(held))),
                Out::NotTaken { status, .. } => Err(status),
                Out::Ended(_) => Err(CALLER_GONE),
            }
        }
        way => transfer::find(ground, &order, leg, way, Some(to.as_person)).await,
    };
    leg.media.stop_play();
    match taken {
        Ok(Taken::Answered(leg, held)) => {
            let longest = to.longest_seconds.map(|seconds| Duration::from_secs(seconds.into()));
            Ok(Found { order, called, leg, held, longest })
        }
        Ok(Taken::HandedBack) => Err(failed(ground, &order, CALLER_GONE)),
        Err(status) => Err(failed(ground, &order, status)),
    }
}

/// Lets the two talk, until the end of both. Boxed, for voice mail puts callers through, and a transfer may end at voice mail.
pub fn talk<'a>(
    ground: &'a Arc<Ground>,
    call: &'a Call,
    leg: &'a mut Leg,
    mut found: Found,
) -> BoxFuture<'a, ()> {
    Box::pin(async move {
        let at = found.begins(ground, call);
        let course = bridge::talk(ground, &found.order, leg, &mut found.leg, found.held.take()).await;
        found.ends(ground, at, course);
    })
}

/// Lets the two talk, until one of them hangs up. Whether the caller is still there.
pub async fn visit(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, mut found: Found) -> bool {
    let at = found.begins(ground, call);
    let limits = (found.held.take(), found.longest.map(|longest| Instant::now() + longest));
    let is_back = bridge::visit(ground, &found.order, leg, &mut found.leg, limits).await;
    found.ends(ground, at, Course::Answered);
    is_back
}

impl Found {
    fn begins(&self, ground: &Ground, call: &Call) -> Timestamp {
        info!(call = %call.id, order = %self.order.id, "connected");
        let called = Party::of(ground, &self.leg, self.called.clone());
        self.order.line.is_dialled(Party::caller(&self.order).to_watchers(), called.to_watchers());
        self.order.line.talks();
        Timestamp::now()
    }

    fn ends(&self, ground: &Ground, answered_at: Timestamp, course: Course) {
        self.order.line.is_over();
        let ending = Ending { called_user: self.called.user, ..Ending::of(Outcome::Answered, course) };
        journal::write_ordered(ground, &self.order, Ending { answered_at: Some(answered_at), ..ending });
    }
}

/// The call is over before it was one.
fn failed(ground: &Ground, order: &Call, status: u16) -> Failed {
    order.line.is_over();
    let (outcome, course, why) = match status {
        CALLER_GONE => (Outcome::Abandoned, Course::CallerHungUp, None),
        486 | 600 => (Outcome::Busy, Course::Busy, Some(NotReached::Busy)),
        403 => (Outcome::Refused, Course::NotAllowed, Some(NotReached::Refused)),
        603 => (Outcome::Declined, Course::Declined, Some(NotReached::Refused)),
        404 | 410 | 484 | 604 => (Outcome::Refused, Course::NoSuchNumber, Some(NotReached::NoSuchNumber)),
        _ => (Outcome::Missed, Course::NoAnswer, Some(NotReached::NoAnswer)),
    };
    journal::write_ordered(ground, order, Ending::of(outcome, course));
    why.map_or(Failed::CallerGone, Failed::Not)
}

fn is_somebody(way: &Way) -> bool {
    match way {
        Way::Inside(route) => matches!(route, Route::Person(_) | Route::OwnNumber(_) | Route::Group(_)),
        Way::Outside(_) => true,
        Way::Help(_) => false,
    }
}

/// Whoever waits for somebody hears the ringing tone of the company's country until something else is played.
pub fn hears_ringing(ground: &Ground, leg: &Leg) {
    let people = ground.directory.people();
    let home = people.settings_of(None).text(&settings::OUTSIDE_COUNTRY.definition);
    let country = Country::of_code(&home).unwrap_or(Country::Germany);
    leg.media.play(leg.codec().encode(&media::tone::ringing(country)).into(), 0, Repeat::Forever);
}
