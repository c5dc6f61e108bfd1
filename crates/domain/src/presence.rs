//! A person's presence: what was set by the owner or a calendar, joined with what the lines do.
//!
//! Other systems part "profiles" (Work, Vacation, Custom 1) from presence (Office, Meeting); here they are one set of
//! values. A company renames them and adds its own, so a state is a key, not an enum.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A state by its key: 1 to 32 of `a-z 0-9 -`. What it is called is the company's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct State(Cow<'static, str>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a presence state's key has 1 to 32 characters out of a-z, 0-9 and -")]
pub struct NoSuchKey;

impl State {
    /// At work and to be called; other systems say "Work".
    pub const OFFICE: State = State(Cow::Borrowed("office"));
    pub const MOBILE: State = State(Cow::Borrowed("mobile"));
    pub const HOME: State = State(Cow::Borrowed("home"));
    pub const VACATION: State = State(Cow::Borrowed("vacation"));
    pub const MEETING: State = State(Cow::Borrowed("meeting"));
    pub const SICK: State = State(Cow::Borrowed("sick"));
    pub const BREAK: State = State(Cow::Borrowed("break"));
    pub const OUT_OF_OFFICE: State = State(Cow::Borrowed("out-of-office"));
    pub const HOLIDAY: State = State(Cow::Borrowed("holiday"));
    pub const LUNCH: State = State(Cow::Borrowed("lunch"));
    pub const CALL_ME: State = State(Cow::Borrowed("call-me"));
    pub const DO_NOT_DISTURB: State = State(Cow::Borrowed("do-not-disturb"));
    pub const CUSTOM_1: State = State(Cow::Borrowed("custom-1"));
    pub const CUSTOM_2: State = State(Cow::Borrowed("custom-2"));

    /// Those that every company has, in the order of menus and lists.
    pub const BUILT_IN: [State; 14] = [
        Self::OFFICE,
        Self::MOBILE,
        Self::HOME,
        Self::VACATION,
        Self::MEETING,
        Self::SICK,
        Self::BREAK,
        Self::OUT_OF_OFFICE,
        Self::HOLIDAY,
        Self::LUNCH,
        Self::CALL_ME,
        Self::DO_NOT_DISTURB,
        Self::CUSTOM_1,
        Self::CUSTOM_2,
    ];

    pub fn parse(key: &str) -> Result<State, NoSuchKey> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let well_formed = (1..=32).contains(&key.len()) && key.bytes().all(allowed);
        well_formed.then(|| State(Cow::Owned(key.to_owned()))).ok_or(NoSuchKey)
    }

    pub fn key(&self) -> &str {
        &self.0
    }

    /// The everyday state, in which nothing is said about absence.
    pub fn is_everyday(&self) -> bool {
        *self == Self::OFFICE
    }
}

impl TryFrom<String> for State {
    type Error = NoSuchKey;
    fn try_from(key: String) -> Result<State, NoSuchKey> {
        State::parse(&key)
    }
}

impl From<State> for String {
    fn from(state: State) -> String {
        state.0.into_owned()
    }
}

/// Who set a presence. The owner's word goes before the calendar's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetBy {
    Calendar,
    Owner,
}

impl SetBy {
    /// What the store calls it.
    pub const fn name(self) -> &'static str {
        match self {
            SetBy::Calendar => "calendar",
            SetBy::Owner => "owner",
        }
    }

    pub fn from_name(name: &str) -> Option<SetBy> {
        [SetBy::Calendar, SetBy::Owner].into_iter().find(|by| by.name() == name)
    }
}

/// A presence that was set, for a while or until further notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPresence {
    pub state: State,
    pub by: SetBy,
    /// It no longer holds at this moment.
    pub until: Option<Timestamp>,
}

/// What one line of a person does. The greatest of several is the person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineState {
    /// No device is registered.
    Offline,
    Idle,
    Ringing,
    Talking,
}

/// What others see, and what greeting and forwarding go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    pub state: State,
    /// None: nothing is set, so it is the everyday state.
    pub by: Option<SetBy>,
    pub line: LineState,
}

/// Joins what is set with what the lines do at `now`.
pub fn effective(set: &[SetPresence], lines: &[LineState], now: Timestamp) -> Effective {
    let holds = |presence: &&SetPresence| presence.until.is_none_or(|until| now < until);
    let line = lines.iter().copied().max().unwrap_or(LineState::Offline);
    match set.iter().filter(holds).max_by_key(|presence| presence.by) {
        Some(presence) => Effective { state: presence.state.clone(), by: Some(presence.by), line },
        None => Effective { state: State::OFFICE, by: None, line },
    }
}

/// Why a set of available states cannot be, or a state cannot hold by itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not available, but holds outside hours or during breaks")]
pub struct Missing(pub String);

/// Whether all states that hold by themselves are among those that are available.
pub fn check_available<'a>(
    available: &[State],
    by_themselves: impl IntoIterator<Item = &'a State>,
) -> Result<(), Missing> {
    let missing = by_themselves.into_iter().find(|state| !available.contains(state));
    missing.map_or(Ok(()), |state| Err(Missing(state.key().to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(state: State, by: SetBy, until: Option<i64>) -> SetPresence {
        SetPresence { state, by, until: until.map(|second| Timestamp::from_second(second).unwrap()) }
    }

    #[test]
    fn the_owner_goes_before_the_calendar_while_it_lasts() {
        let both =
            [set(State::SICK, SetBy::Owner, Some(100)), set(State::MEETING, SetBy::Calendar, Some(200))];
        for (now, state, by) in [
            (99, State::SICK, Some(SetBy::Owner)),
            (100, State::MEETING, Some(SetBy::Calendar)),
            (200, State::OFFICE, None),
        ] {
            let effective = effective(&both, &[], Timestamp::from_second(now).unwrap());
            assert_eq!((effective.state, effective.by), (state, by), "at {now}");
        }
    }

    #[test]
    fn one_talking_line_makes_a_person_talk() {
        use LineState::*;
        for (lines, expected) in [
            (&[][..], Offline),
            (&[Offline, Idle], Idle),
            (&[Idle, Ringing], Ringing),
            (&[Talking, Ringing], Talking),
        ] {
            assert_eq!(effective(&[], lines, Timestamp::UNIX_EPOCH).line, expected, "{lines:?}");
        }
    }

    #[test]
    fn a_company_adds_states_of_its_own() {
        assert_eq!(State::parse("on-the-road-2").unwrap().key(), "on-the-road-2");
        for wrong in ["", "On", "on the road", "straße", "x2345678901234567890123456789012x"] {
            assert!(State::parse(wrong).is_err(), "{wrong}");
        }
        for state in State::BUILT_IN {
            assert_eq!(State::parse(state.key()), Ok(state));
        }
    }
}
