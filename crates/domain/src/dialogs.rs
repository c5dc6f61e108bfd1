//! What may be shown of a person's calls: the dialogs of RFC 4235, decided from the calls that live.

use crate::id::{CallId, UserId};
use crate::presence::LineState;
use std::fmt;

/// One side of a call, as it is shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// One of our own people; others cannot be watched.
    pub user: Option<UserId>,
    /// `None`: it shows none.
    pub number: Option<String>,
    pub name: Option<String>,
    /// It wants to be shown to nobody (RFC 3323).
    pub is_private: bool,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It has been dialled.
    Dialled,
    /// The called person's phones ring, and the caller hears so.
    Ringing,
    /// The two talk.
    Talking,
    /// A voice has taken it in the called person's place: the caller talks, the called person does not.
    Attended,
}

/// A call that lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCall {
    pub id: CallId,
    pub caller: Party,
    pub called: Party,
    pub stage: Stage,
}

/// RFC 4235 §3.7.1, without `proceeding`: our phones are told nothing between dialling and ringing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Trying,
    Early,
    Confirmed,
    Terminated,
}

/// Whether the watched person has called, or was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Initiator,
    Recipient,
}

/// One dialog of a watched person. Call and direction are its name: who calls the own number has two of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialog {
    pub call: CallId,
    pub direction: Direction,
    pub state: State,
    pub local: Party,
    pub remote: Party,
}

impl LiveCall {
    /// The dialogs that a person has in this call: one, both ends, or none.
    pub fn dialogs_of(&self, user: UserId) -> impl Iterator<Item = Dialog> {
        let (calling, called) = states(self.stage);
        let dialog = |direction, state, local: &Party, remote: &Party| Dialog {
            call: self.id.clone(),
            direction,
            state,
            local: local.clone(),
            remote: if remote.is_private { Party::default() } else { remote.clone() },
        };
        let own = dialog(Direction::Initiator, calling, &self.caller, &self.called);
        let theirs = called.map(|state| dialog(Direction::Recipient, state, &self.called, &self.caller));
        [Some(own), theirs].into_iter().flatten().filter(move |dialog| dialog.local.user == Some(user))
    }

    /// Whose dialogs it changes.
    pub fn people(&self) -> impl Iterator<Item = UserId> + use<> {
        let (caller, called) = (self.caller.user, self.called.user);
        [caller, called.filter(|_| caller != called)].into_iter().flatten()
    }
}

/// What the caller's dialog and the called person's are in; the latter begins when it rings.
fn states(stage: Stage) -> (State, Option<State>) {
    match stage {
        Stage::Dialled => (State::Trying, None),
        Stage::Ringing => (State::Early, Some(State::Early)),
        Stage::Talking => (State::Confirmed, Some(State::Confirmed)),
        Stage::Attended => (State::Confirmed, None),
    }
}

impl Dialog {
    fn is_same(&self, other: &Dialog) -> bool {
        (&self.call, self.direction) == (&other.call, other.direction)
    }

    /// What the line does that this dialog is on. Who dials is on the telephone.
    pub fn line(&self) -> LineState {
        match (self.state, self.direction) {
            (State::Terminated, _) => LineState::Idle,
            (State::Trying | State::Early, Direction::Recipient) => LineState::Ringing,
            _ => LineState::Talking,
        }
    }

    /// The same for eyes that may not know who the other one is.
    pub fn without_remote(mut self) -> Dialog {
        self.remote = Party::default();
        self
    }
}

/// What one watcher has been told so far.
#[derive(Debug, Default)]
pub struct Told {
    /// Of the next document.
    version: u32,
    dialogs: Vec<Dialog>,
}

/// What a watcher is told: the whole state, under the next version (RFC 4235 §4.3).
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    pub version: u32,
    pub dialogs: Vec<Dialog>,
}

impl Told {
    /// Whether a watcher would learn anything.
    pub fn is_news(&self, now: &[Dialog]) -> bool {
        self.version == 0 || self.dialogs != now
    }

    /// The next document. What has ended since the last one stands in it once, as terminated: the whole state would do
    /// without (RFC 4235 §4.1.1), but many phones put out no lamp that they are not told to.
    pub fn next(&mut self, now: &[Dialog]) -> Document {
        let before = std::mem::replace(&mut self.dialogs, now.to_vec());
        let ended = before.into_iter().filter(|old| !now.iter().any(|dialog| dialog.is_same(old)));
        let ended = ended.map(|dialog| Dialog { state: State::Terminated, ..dialog });
        let version = self.version;
        self.version = version.wrapping_add(1);
        Document { version, dialogs: ended.chain(now.iter().cloned()).collect() }
    }
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Party({:?})", self.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Initiator, Recipient};
    use State::{Confirmed, Early, Terminated, Trying};

    const ANNA: UserId = UserId::new(1);
    const BEN: UserId = UserId::new(2);

    fn party(user: UserId) -> Party {
        Party { user: Some(user), number: Some(format!("20{user}")), ..Party::default() }
    }

    fn call(number: u64, caller: UserId, called: UserId, stage: Stage) -> LiveCall {
        LiveCall { id: CallId::new("n", number), caller: party(caller), called: party(called), stage }
    }

    fn shown(call: &LiveCall, user: UserId) -> Vec<(Direction, State)> {
        call.dialogs_of(user).map(|dialog| (dialog.direction, dialog.state)).collect()
    }

    #[test]
    fn each_stage_of_a_call_shows_at_both_ends() {
        for (stage, of_caller, of_called) in [
            (Stage::Dialled, Trying, None),
            (Stage::Ringing, Early, Some(Early)),
            (Stage::Talking, Confirmed, Some(Confirmed)),
            (Stage::Attended, Confirmed, None),
        ] {
            let between = call(1, ANNA, BEN, stage);
            assert_eq!(shown(&between, ANNA), [(Initiator, of_caller)], "{stage:?}");
            let of_called: Vec<_> = of_called.map(|state| (Recipient, state)).into_iter().collect();
            assert_eq!(shown(&between, BEN), of_called, "{stage:?}");
            assert_eq!(shown(&between, UserId::new(3)), [], "{stage:?}");
        }
    }

    #[test]
    fn who_calls_the_own_number_has_both_ends_and_is_told_of_once() {
        let own = call(1, ANNA, ANNA, Stage::Ringing);
        assert_eq!(shown(&own, ANNA), [(Initiator, Early), (Recipient, Early)]);
        assert_eq!(own.people().collect::<Vec<_>>(), [ANNA]);
        assert_eq!(call(1, ANNA, BEN, Stage::Ringing).people().collect::<Vec<_>>(), [ANNA, BEN]);
    }

    #[test]
    fn ringing_is_being_called_and_dialling_is_being_on_the_telephone() {
        for (stage, caller, called) in [
            (Stage::Ringing, LineState::Talking, Some(LineState::Ringing)),
            (Stage::Talking, LineState::Talking, Some(LineState::Talking)),
            (Stage::Dialled, LineState::Talking, None),
        ] {
            let between = call(1, ANNA, BEN, stage);
            let line = |user| between.dialogs_of(user).map(|dialog| dialog.line()).next();
            assert_eq!((line(ANNA), line(BEN)), (Some(caller), called), "{stage:?}");
        }
    }

    #[test]
    fn what_ended_is_told_once_and_versions_count() {
        let of = |calls: &[LiveCall]| calls.iter().flat_map(|call| call.dialogs_of(BEN)).collect::<Vec<_>>();
        let (one, two) = (call(1, ANNA, BEN, Stage::Talking), call(2, ANNA, BEN, Stage::Ringing));
        let mut told = Told::default();
        assert!(told.is_news(&[]), "the first says that there is nothing");
        let states = |document: &Document| {
            document.dialogs.iter().map(|dialog| (dialog.call.clone(), dialog.state)).collect::<Vec<_>>()
        };
        for (version, now, expected) in [
            (0, of(&[]), vec![]),
            (1, of(&[one.clone(), two.clone()]), vec![(&one, Confirmed), (&two, Early)]),
            (2, of(std::slice::from_ref(&two)), vec![(&one, Terminated), (&two, Early)]),
            (3, of(std::slice::from_ref(&two)), vec![(&two, Early)]),
            (4, of(&[]), vec![(&two, Terminated)]),
        ] {
            let document = told.next(&now);
            let expected: Vec<_> =
                expected.into_iter().map(|(call, state)| (call.id.clone(), state)).collect();
            assert_eq!((document.version, states(&document)), (version, expected));
            assert!(!told.is_news(&now));
        }
    }

    #[test]
    fn who_wants_to_be_shown_to_nobody_is_shown_only_where_watched() {
        let mut between = call(1, ANNA, BEN, Stage::Talking);
        between.caller.is_private = true;
        let bens = between.dialogs_of(BEN).next().unwrap();
        assert_eq!((bens.local.number.as_deref(), bens.remote), (Some("202"), Party::default()));
        let annas = between.dialogs_of(ANNA).next().unwrap();
        assert_eq!((annas.local, annas.remote), (between.caller.clone(), between.called.clone()));
    }

    #[test]
    fn nobody_is_named_in_a_log() {
        let party = Party { name: Some("Anna".into()), ..party(ANNA) };
        assert_eq!(format!("{party:?}"), "Party(Some(UserId(1)))");
    }
}
