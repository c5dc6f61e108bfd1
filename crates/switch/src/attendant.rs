//! A call to an attendant: its menus are said, and whoever is chosen is called; who reaches nobody comes back to the menu.

use crate::call::{self, Call, Ending};
use crate::ground::Ground;
use crate::hunt::{self, Hunted};
use crate::leg::Leg;
use crate::line::RealLine;
use crate::trunk::outbound::{self, Out};
use crate::{connecting, events, forward};
use directory::People;
use domain::attendant::{Attendant, MOST_TRIES};
use domain::forward::Trail;
use domain::id::AttendantId;
use domain::number::{Extension, Number};
use domain::reason::Course;
use domain::route::{Caller, Route, Way};
use domain::settings;
use std::sync::Arc;
use store::Outcome;
use telephone::{Arrival, Attended, Diversion, Reception};
use tracing::info;

/// What became of a caller who was sent on.
enum Sent {
    /// The call is over.
    Over(Ending),
    Nobody,
    /// To another attendant.
    On(AttendantId),
}

/// A call to an attendant's number.
pub async fn called(ground: &Arc<Ground>, call: &Call, leg: &mut Leg, id: AttendantId) -> Ending {
    let (mut id, mut arrival, mut answered_at) = (id, Arrival::Anew, None);
    for _ in 0..=MOST_TRIES {
        let people = ground.directory.people();
        let Some(attendant) = people.attendant(id) else { break };
        call.line.is_attended();
        let operator = operator(&people);
        let reception = Reception { attendant, people: &people, operator: operator.as_ref() };
        let facts = call::facts(call, None, attendant.plan.language);
        let mut line = RealLine::new(ground.clone(), leg, call, facts);
        let attended = telephone::attend(&mut line, &reception, arrival).await;
        answered_at = answered_at.or(line.answered_at());
        let (sent, menu) = match attended {
            Ok(Attended::Calls { number, menu }) => {
                (calls(ground, call, leg, attendant, &number).await, menu)
            }
            Ok(Attended::VoiceMail(extension)) => {
                (voice_mail(ground, call, leg, &people, &extension).await, None)
            }
            Ok(Attended::Ended) | Err(_) => break,
        };
        arrival = match sent {
            Sent::Over(ending) => {
                return Ending { answered_at: ending.answered_at.or(answered_at), ..ending };
            }
            Sent::Nobody => Arrival::Back(menu),
            Sent::On(other) => {
                id = other;
                Arrival::Anew
            }
        };
    }
    Ending { answered_at, ..Ending::of(Outcome::Answered, Course::Attendant) }
}

/// Who takes the company's calls that nobody else takes.
fn operator(people: &People) -> Option<Number> {
    Number::parse(&people.settings_of(None).get(&settings::OPERATOR).0).ok()
}

async fn voice_mail(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    people: &People,
    extension: &Extension,
) -> Sent {
    match people.by_extension(extension).cloned() {
        Some(owner) => Sent::Over(call::voice_mail(ground, call, leg, owner, Diversion::Always).await),
        None => Sent::Nobody,
    }
}

/// Calls a number as the attendant's person would dial it, while the caller hears that it rings. A person's calls go where that
/// person's calls go, voice mail included.
async fn calls(
    ground: &Arc<Ground>,
    call: &Call,
    leg: &mut Leg,
    attendant: &Attendant,
    number: &Number,
) -> Sent {
    let people = ground.directory.people();
    let person = attendant.plan.person;
    let way = match person {
        Some(person) => call::way_of(ground, person, number),
        None => Way::Inside(call::route(ground, &people, Caller::Trunk, number)),
    };
    info!(attendant = %attendant.id, "a caller is sent on");
    call.line.is_over();
    events::dialled(ground, call, &way);
    connecting::hears_ringing(ground, leg);
    let sent = match way {
        Way::Inside(Route::Person(user) | Route::OwnNumber(user)) => match people.user(user).cloned() {
            Some(user) => reached(forward::reach(ground, call, leg, user).await),
            None => Sent::Nobody,
        },
        Way::Inside(Route::Group(group)) => {
            match hunt::reach(ground, call, leg, group, Trail::default()).await {
                Hunted::Ended(ending) => reached(ending),
                Hunted::Nobody(_) => Sent::Nobody,
            }
        }
        Way::Inside(Route::Attendant(other)) => Sent::On(other),
        Way::Inside(Route::Mailbox) => Sent::Over(call::open_mailbox(ground, call, leg).await),
        Way::Outside(number) => match person {
            Some(person) => {
                let trail = Trail::default();
                match outbound::forwarded(ground, call, leg, (person, &trail), number).await {
                    Out::Ended(ending) => reached(ending),
                    Out::Answered(far, held) => {
                        Sent::Over(outbound::talk(ground, call, leg, (*far, held)).await)
                    }
                    Out::NotTaken { .. } => Sent::Nobody,
                }
            }
            None => Sent::Nobody,
        },
        Way::Inside(Route::VoiceMail(_) | Route::NotFound | Route::Refused) | Way::Help(_) => Sent::Nobody,
    };
    leg.media.stop_play();
    sent
}

/// Whoever is busy, or may not be called, has not been reached: the caller is still there.
fn reached(ending: Ending) -> Sent {
    match ending.outcome {
        Outcome::Busy | Outcome::Refused | Outcome::Declined => Sent::Nobody,
        _ => Sent::Over(ending),
    }
}
