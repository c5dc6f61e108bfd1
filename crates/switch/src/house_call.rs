//! Calls that the house makes because somebody has asked for one at the desk, to record a greeting or to hear a message.

use crate::call::{self, Call};
use crate::events::OnCall;
use crate::ground::Ground;
use crate::leg::Leg;
use crate::line::RealLine;
use crate::originate::{self, Aim};
use crate::trunk::held::Held;
use directory::{HouseCallStage as Stage, NotCalled, ToRecord, User};
use domain::access::{Mode, Rules};
use domain::id::{CallId, UserId};
use domain::number::Number;
use domain::recording::{self, Place};
use domain::route::Way;
use domain::settings;
use messaging::MessageRef;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use telephone::Owner;
use tracing::{Instrument, info, info_span};

/// So many of them are remembered after their end, for those who ask how they went.
const REMEMBERED: usize = 200;

/// Who is there, in which call, and what that holds of a trunk.
struct Answered {
    call: Call,
    leg: Box<Leg>,
    held: Option<Held>,
}

/// What whoever answers does.
enum Errand {
    Record(ToRecord),
    Hear(MessageRef),
}

/// The number that rings, and where it leads. None: where the person is notified.
type Rings = Option<(Number, Way)>;

/// Makes such calls, and tells how they stand.
#[derive(Clone)]
pub struct HouseCalls {
    ground: Arc<Ground>,
    calls: Arc<Mutex<Made>>,
}

#[derive(Default)]
struct Made {
    last: u64,
    /// The oldest first.
    calls: BTreeMap<u64, (UserId, Stage)>,
}

impl HouseCalls {
    pub(crate) fn new(ground: Arc<Ground>) -> HouseCalls {
        HouseCalls { ground, calls: Arc::default() }
    }

    /// Whoever answers records. The call's number.
    pub fn record(&self, person: UserId, wanted: ToRecord, at: Option<Number>) -> Result<u64, NotCalled> {
        self.start(person, Errand::Record(wanted), at)
    }

    /// Whoever answers hears a message of the person's. The call's number.
    pub fn play(&self, person: UserId, message: MessageRef, at: Option<Number>) -> Result<u64, NotCalled> {
        match Rules::of(&self.ground.directory.people().settings_of(Some(person))).mode {
            Mode::All => self.start(person, Errand::Hear(message), at),
            Mode::SettingsOnly | Mode::None => Err(NotCalled::NotHeard),
        }
    }

    /// Rings at the number, or where the person is to be called.
    fn start(&self, person: UserId, errand: Errand, at: Option<Number>) -> Result<u64, NotCalled> {
        let people = self.ground.directory.people();
        let user = people.user(person).cloned().ok_or(NotCalled::Nobody)?;
        let number = match at {
            Some(number) => Some(number),
            None => match recording::place(&people.settings_of(Some(person)))? {
                Place::WhereNotified => None,
                Place::Number(full) => Some(Number::from(&full)),
            },
        };
        let rings = match number.map(|number| (call::way_of(&self.ground, person, &number), number)) {
            Some((Way::Help(_), _)) => return Err(NotCalled::Help),
            Some((way, number)) => Some((number, way)),
            None => None,
        };
        let number = self.with(|made| made.begin(person)).ok_or(NotCalled::UnderWay)?;
        let calls = self.clone();
        tokio::spawn(async move {
            ends(&calls.calls, number, calls.call(number, user, (rings, errand))).await;
        });
        Ok(number)
    }

    /// How a call of this person stands. None: there is no such call, or it is forgotten.
    pub fn stage(&self, person: UserId, number: u64) -> Option<Stage> {
        self.with(|made| {
            made.calls.get(&number).filter(|(whose, _)| *whose == person).map(|(_, stage)| *stage)
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Made) -> T) -> T {
        with(&self.calls, work)
    }

    /// Answers its last stage.
    async fn call(&self, number: u64, user: Arc<User>, (rings, errand): (Rings, Errand)) -> Stage {
        let id = self.ground.new_call_id();
        let span = info_span!("call", id = %id);
        async {
            let line = Arc::new(self.ground.lines.call(id.clone(), false));
            let Some(Answered { call, mut leg, held }) = self.reached(id, &line, &user, rings).await else {
                line.is_over();
                return Stage::NotAnswered;
            };
            self.with(|made| made.goes_on(number, Stage::Talking));
            call.line.is_attended();
            let ender = leg.session.ender();
            let end = tokio::select! {
                end = self.talks(&call, &mut leg, user.clone(), &errand) => end,
                () = Held::ends_when_spent(held.as_ref(), &self.ground, &ender) => errand.unfinished(),
            };
            call.line.is_over();
            if let Some(held) = held {
                held.end(&self.ground).await;
            }
            end
        }
        .instrument(span)
        .await
    }

    async fn reached(
        &self,
        id: CallId,
        line: &Arc<OnCall>,
        user: &Arc<User>,
        rings: Rings,
    ) -> Option<Answered> {
        let ground = &self.ground;
        let begun = |called: Number, device| {
            let begun = originate::begun(id.clone(), line.clone(), call::shown_by(user), called, device);
            Call { job_of: Some(user.id), ..begun }
        };
        let own = Number::from(&user.extension);
        let places = call::places_of(ground, user.id, |_, _| true);
        let seconds = ground.directory.people().settings_of(Some(user.id)).get(&settings::RING_SECONDS);
        let (call, aim) = match rings {
            Some((number, way)) => (begun(number, None), Aim::Way(way)),
            None if places.is_empty() => (begun(own, None), Aim::Lamp),
            None => {
                let shown = call::shown(ground, &begun(own.clone(), None), user);
                let (leg, device) = originate::ring(ground, places, &shown, seconds).await?;
                return Some(Answered { call: begun(own, Some(device)), leg: Box::new(leg), held: None });
            }
        };
        let rings = Duration::from_secs(seconds.into());
        match originate::reach(ground, &call, aim, user.id, rings).await {
            Ok((leg, held)) => Some(Answered { call, leg, held }),
            Err(status) => {
                info!(status, "who has asked for a call is not reached");
                None
            }
        }
    }

    async fn talks(&self, call: &Call, leg: &mut Leg, user: Arc<User>, errand: &Errand) -> Stage {
        info!(user = user.id.get(), "somebody is called who has asked for it");
        let ground = &self.ground;
        let facts = call::facts(call, None, user.language);
        let mut line = RealLine::answered(ground.clone(), leg, call, facts);
        match errand {
            Errand::Record(wanted) => {
                let kept = telephone::record_by_call(&mut line, user, &*ground.directory, wanted).await;
                if kept { Stage::Kept } else { Stage::NotKept }
            }
            Errand::Hear(message) => {
                let owner = Owner { habits: call::habits(ground, &user), user };
                let doors = (&*ground.directory, &*ground.post);
                // Whoever hangs up has heard what there was to hear.
                let _hangup = telephone::hear_message(&mut line, &owner, doors, message).await;
                Stage::Over
            }
        }
    }
}

impl Errand {
    /// How a call stands that ends before it is done.
    fn unfinished(&self) -> Stage {
        match self {
            Errand::Record(_) => Stage::NotKept,
            Errand::Hear(_) => Stage::Over,
        }
    }
}

fn with<T>(made: &Mutex<Made>, work: impl FnOnce(&mut Made) -> T) -> T {
    work(&mut made.lock().unwrap_or_else(PoisonError::into_inner))
}

/// However the call ends, it is over then, and the person can have another one.
async fn ends(made: &Mutex<Made>, number: u64, call: impl Future<Output = Stage>) {
    let stage = originate::to_its_end(call).await.unwrap_or(Stage::Failed);
    with(made, |made| made.goes_on(number, stage));
}

impl Made {
    fn begin(&mut self, person: UserId) -> Option<u64> {
        if self.calls.values().any(|(whose, stage)| *whose == person && !stage.is_over()) {
            return None;
        }
        self.last += 1;
        self.calls.insert(self.last, (person, Stage::Ringing));
        while self.calls.len() > REMEMBERED {
            let over = self.calls.iter().find(|(_, (_, stage))| stage.is_over()).map(|(number, _)| *number);
            match over {
                Some(number) => drop(self.calls.remove(&number)),
                None => break,
            }
        }
        Some(self.last)
    }

    fn goes_on(&mut self, number: u64, stage: Stage) {
        if let Some((_, stands)) = self.calls.get_mut(&number) {
            *stands = stage;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_that_panics_has_failed_and_the_person_can_have_another() {
        let made = Mutex::new(Made::default());
        let person = UserId::new(1);
        let number = with(&made, |made| made.begin(person)).unwrap();
        let panics = async {
            with(&made, |made| made.goes_on(number, Stage::Talking));
            panic!("broken on purpose");
        };
        ends(&made, number, panics).await;
        with(&made, |made| {
            assert_eq!(made.calls[&number].1, Stage::Failed);
            assert!(made.begin(person).is_some());
        });
    }

    #[test]
    fn nobody_has_two_at_once_and_the_oldest_are_forgotten() {
        let mut made = Made::default();
        let person = UserId::new;
        let first = made.begin(person(1)).unwrap();
        assert_eq!(made.begin(person(1)), None);
        made.goes_on(first, Stage::Talking);
        assert_eq!(made.begin(person(1)), None);
        made.goes_on(first, Stage::NotKept);
        for _ in 0..REMEMBERED {
            let number = made.begin(person(1)).unwrap();
            made.goes_on(number, Stage::Kept);
        }
        assert_eq!(made.calls.len(), REMEMBERED);
        assert!(!made.calls.contains_key(&first));
        let others = made.begin(person(2)).unwrap();
        assert!(made.calls[&others].0 == person(2));
    }
}
