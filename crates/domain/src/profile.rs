//! What a presence does to callers beside the greeting: whether they can leave a message, and where they are put through to.

use crate::number::Number;
use crate::presence::State;

/// What the owner has said of one presence state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub state: State,
    /// Callers can leave a message; otherwise they hear the greeting, and that is all.
    pub takes_messages: bool,
    pub transfer: Option<Transfer>,
}

/// Where callers may be put through to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// As the owner would dial it.
    pub number: Number,
    /// It is offered now; a number that is switched off is kept.
    pub on: bool,
}

impl Profile {
    /// A state of which nothing was said.
    pub fn new(state: State) -> Profile {
        Profile { state, takes_messages: true, transfer: None }
    }

    /// What holds in a state.
    pub fn of(profiles: &[Profile], state: &State) -> Profile {
        let said = profiles.iter().find(|profile| profile.state == *state);
        said.cloned().unwrap_or_else(|| Profile::new(state.clone()))
    }

    /// The number that callers are offered to be put through to.
    pub fn offered(&self) -> Option<&Number> {
        self.transfer.as_ref().filter(|transfer| transfer.on).map(|transfer| &transfer.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_own_and_takes_messages_unless_it_was_said_otherwise() {
        let number = Number::parse("205").unwrap();
        let transfer = |on| Some(Transfer { number: number.clone(), on });
        let profiles = [
            Profile { state: State::HOME, takes_messages: false, transfer: transfer(true) },
            Profile { state: State::MOBILE, takes_messages: true, transfer: transfer(false) },
        ];
        for (state, takes_messages, offered) in
            [(State::HOME, false, Some(&number)), (State::MOBILE, true, None), (State::OFFICE, true, None)]
        {
            let profile = Profile::of(&profiles, &state);
            assert_eq!((profile.takes_messages, profile.offered()), (takes_messages, offered), "{state:?}");
        }
    }
}
