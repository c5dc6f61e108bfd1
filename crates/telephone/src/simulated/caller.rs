//! What a simulated caller does, step after step.

use crate::line::Key;
use std::collections::VecDeque;

/// Between two keys of one row.
const KEY_GAP_MILLISECONDS: u64 = 150;

/// A caller's script. Each step begins when the one before is done; after the last the caller stays, silently.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    pub(super) steps: VecDeque<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Until this begins to be said.
    Hear(String),
    Wait(u64),
    Press(Key),
    Speak(u64),
    HangUp,
}

impl Caller {
    pub fn new() -> Caller {
        Caller::default()
    }

    /// Waits until a prompt of this id begins; `beep`, `recording` and `message` for other sounds.
    pub fn hears(self, id: &str) -> Caller {
        self.then(Step::Hear(id.to_owned()))
    }

    pub fn waits(self, milliseconds: u64) -> Caller {
        self.then(Step::Wait(milliseconds))
    }

    /// Presses these keys in quick order; what is no key is passed over.
    pub fn presses(mut self, keys: &str) -> Caller {
        for (index, key) in keys.chars().filter_map(Key::from_char).enumerate() {
            if index > 0 {
                self = self.waits(KEY_GAP_MILLISECONDS);
            }
            self = self.then(Step::Press(key));
        }
        self
    }

    pub fn speaks(self, milliseconds: u64) -> Caller {
        self.then(Step::Speak(milliseconds))
    }

    pub fn hangs_up(self) -> Caller {
        self.then(Step::HangUp)
    }

    fn then(mut self, step: Step) -> Caller {
        self.steps.push_back(step);
        self
    }
}
