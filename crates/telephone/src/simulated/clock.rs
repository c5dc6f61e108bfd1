//! The time of a simulated call: advances from one step of the caller's script to the next.

use super::caller::{Caller, Step};
use crate::line::Key;
use std::collections::VecDeque;

/// A caller whom no flow ever sends away goes after so long: a flow without end shows as a call of two hours.
const LONGEST_CALL_MILLISECONDS: u64 = 2 * 60 * 60 * 1000;

pub struct Clock {
    now: u64,
    steps: VecDeque<Step>,
    /// When the step at the front begins, unless it waits to hear something.
    due: u64,
    /// Begin and end of what the caller says, in order.
    speech: Vec<(u64, u64)>,
    over: bool,
    /// The caller goes at this moment, whatever the script says.
    hangs_up_at: u64,
}

/// What ended a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Reached,
    Key(Key),
    HungUp,
}

impl Clock {
    pub fn new(caller: Caller) -> Clock {
        Clock {
            now: 0,
            steps: caller.steps,
            due: 0,
            speech: Vec::new(),
            over: false,
            hangs_up_at: LONGEST_CALL_MILLISECONDS,
        }
    }

    pub fn now(&self) -> u64 {
        self.now
    }
    pub fn is_over(&self) -> bool {
        self.over
    }
    pub fn end(&mut self) {
        self.over = true;
    }

    /// The caller goes at this moment at the latest.
    pub fn hangs_up_at(&mut self, milliseconds: u64) {
        self.hangs_up_at = milliseconds.min(self.hangs_up_at);
    }

    /// Something begins to be said.
    pub fn heard(&mut self, name: &str) {
        if matches!(self.steps.front(), Some(Step::Hear(wanted)) if wanted == name) {
            self.steps.pop_front();
            self.due = self.now;
        }
    }

    /// The moment of the next step before `until`, if there is one.
    pub fn step_before(&self, until: u64) -> Option<u64> {
        let waits = matches!(self.steps.front(), None | Some(Step::Hear(_)));
        let due = if waits { u64::MAX } else { self.due.max(self.now) };
        (due < until).then_some(due)
    }

    /// Goes on to `until` or the first event before it.
    pub fn advance_to(&mut self, until: u64) -> Event {
        if self.over {
            return Event::HungUp;
        }
        let end = until.min(self.hangs_up_at);
        while self.due <= end {
            match self.steps.front() {
                None | Some(Step::Hear(_)) => break,
                Some(_) => {}
            }
            let due = self.due.max(self.now);
            let Some(step) = self.steps.pop_front() else { break };
            self.due = due;
            match step {
                Step::Wait(milliseconds) => self.due += milliseconds,
                Step::Speak(milliseconds) => {
                    self.speech.push((due, due + milliseconds));
                    self.due += milliseconds;
                }
                Step::Press(key) => {
                    self.now = due;
                    return Event::Key(key);
                }
                Step::HangUp => return self.hung_up(due),
                Step::Hear(_) => {}
            }
        }
        if until >= self.hangs_up_at { self.hung_up(end) } else { self.reached(until) }
    }

    fn hung_up(&mut self, at: u64) -> Event {
        self.now = at.max(self.now);
        self.over = true;
        Event::HungUp
    }

    fn reached(&mut self, until: u64) -> Event {
        self.now = until.max(self.now);
        Event::Reached
    }

    /// When the caller's last word since `begun` ends; it may be in the time to come.
    pub fn last_speech_end(&self, begun: u64) -> Option<u64> {
        self.speech.iter().map(|(_, end)| *end).filter(|end| *end > begun).max()
    }

    pub fn speech_between(&self, from: u64, to: u64) -> u64 {
        self.speech.iter().map(|(begin, end)| (*end).min(to).saturating_sub((*begin).max(from))).sum()
    }
}
