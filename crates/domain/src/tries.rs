//! How wrong tries are slowed down and stopped: the one rule behind PINs and log-ins.
//!
//! The state is a value that its owner keeps (durably, so that a restart forgives nothing); a try goes in with its
//! result and the time, the new state and the decision come out.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How many wrong tries there may be, and what they cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The wrong try that locks.
    pub wrong_tries: u32,
    /// How long a lock lasts. Wrong tries are forgotten after the same time without another.
    pub lock_seconds: u32,
    /// What the first wrong try costs; each further one costs twice as much.
    pub first_wait_seconds: u32,
    /// No wrong try costs more.
    pub longest_wait_seconds: u32,
}

/// The wrong tries so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    wrong: u32,
    last_wrong: Option<Timestamp>,
    locked_until: Option<Timestamp>,
}

/// Whether what was tried is right; found out before it is asked whether it counts, so that the time it takes tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Right,
    Wrong,
}

/// What is answered, after `wait_seconds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong {
        wait_seconds: u32,
    },
    /// This was the last try allowed, or no try is allowed at present, not even a right one.
    Locked {
        wait_seconds: u32,
    },
}

impl Tries {
    /// Judges a try. A try under the lock neither counts nor prolongs it.
    pub fn judge(self, limits: &Limits, tried: Tried, now: Timestamp) -> (Tries, Verdict) {
        let before = self.still_standing(limits, now);
        if before.is_locked(now) {
            return (before, Verdict::Locked { wait_seconds: limits.longest_wait_seconds });
        }
        if tried == Tried::Right {
            return (Tries::default(), Verdict::Right);
        }
        let wrong = before.wrong.saturating_add(1);
        let wait_seconds = limits.wait_seconds(wrong);
        if wrong < limits.wrong_tries {
            return (
                Tries { wrong, last_wrong: Some(now), locked_until: None },
                Verdict::Wrong { wait_seconds },
            );
        }
        let locked_until = Some(later(now, limits.lock_seconds));
        (Tries { wrong, last_wrong: Some(now), locked_until }, Verdict::Locked { wait_seconds })
    }

    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// When the lock ends by itself, if there is one at `now`.
    pub fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.locked_until.filter(|until| now < *until)
    }

    /// Nothing is held against the next try any more: the state need not be kept.
    pub fn is_forgotten(&self, limits: &Limits, now: Timestamp) -> bool {
        self.still_standing(limits, now) == Tries::default()
    }

    /// The state as it counts at `now`: a lock that has ended, or a long pause, begins anew.
    fn still_standing(self, limits: &Limits, now: Timestamp) -> Tries {
        let forgotten_at = match (self.locked_until, self.last_wrong) {
            (Some(until), _) => until,
            (None, Some(last)) => later(last, limits.lock_seconds),
            (None, None) => return Tries::default(),
        };
        if now < forgotten_at { self } else { Tries::default() }
    }
}

impl Limits {
    /// What the `wrong`th wrong try costs.
    fn wait_seconds(&self, wrong: u32) -> u32 {
        let doublings = wrong.saturating_sub(1).min(16);
        self.first_wait_seconds.saturating_mul(1 << doublings).min(self.longest_wait_seconds)
    }
}

/// The end of time where it cannot be later.
fn later(at: Timestamp, seconds: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Tried::*, *};
    use proptest::prelude::*;

    const LIMITS: Limits =
        Limits { wrong_tries: 5, lock_seconds: 1800, first_wait_seconds: 1, longest_wait_seconds: 8 };

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// Tries one after the other, each at its second; the verdicts in order.
    fn verdicts(tries: &[(i64, Tried)]) -> Vec<Verdict> {
        let mut state = Tries::default();
        let judged = tries.iter().map(|&(at, tried)| {
            let (next, verdict) = state.judge(&LIMITS, tried, second(at));
            state = next;
            verdict
        });
        judged.collect()
    }

    #[test]
    fn a_wrong_try_costs_one_second_doubling_to_eight_and_the_fifth_locks() {
        let waits = verdicts(&[(0, Wrong), (1, Wrong), (2, Wrong), (3, Wrong), (4, Wrong)]);
        let expected = [1, 2, 4, 8].map(|wait_seconds| Verdict::Wrong { wait_seconds });
        assert_eq!(waits[..4], expected);
        assert_eq!(waits[4], Verdict::Locked { wait_seconds: 8 });
    }

    #[test]
    fn a_lock_answers_right_and_wrong_alike_until_it_ends() {
        let wrong_five = [(0, Wrong); 5];
        for (at, tried, expected) in [
            (1_799, Right, Verdict::Locked { wait_seconds: 8 }),
            (1_799, Wrong, Verdict::Locked { wait_seconds: 8 }),
            (1_800, Right, Verdict::Right),
            (1_800, Wrong, Verdict::Wrong { wait_seconds: 1 }),
        ] {
            let mut tries = wrong_five.to_vec();
            tries.push((at, tried));
            assert_eq!(verdicts(&tries).last(), Some(&expected), "{at} {tried:?}");
        }
    }

    #[test]
    fn a_right_try_and_a_long_pause_forget_the_wrong_ones() {
        let after_right = verdicts(&[(0, Wrong), (1, Wrong), (2, Right), (3, Wrong)]);
        assert_eq!(after_right[3], Verdict::Wrong { wait_seconds: 1 });
        let after_pause = verdicts(&[(0, Wrong), (1, Wrong), (1_801, Wrong)]);
        assert_eq!(after_pause[2], Verdict::Wrong { wait_seconds: 1 });
        let without_pause = verdicts(&[(0, Wrong), (1, Wrong), (1_800, Wrong)]);
        assert_eq!(without_pause[2], Verdict::Wrong { wait_seconds: 4 });
    }

    #[test]
    fn what_is_forgotten_need_not_be_kept() {
        let (state, _) = Tries::default().judge(&LIMITS, Wrong, second(0));
        assert!(!state.is_forgotten(&LIMITS, second(1_799)));
        assert!(state.is_forgotten(&LIMITS, second(1_800)));
    }

    #[test]
    fn a_six_digit_pin_withstands_a_day_of_guessing() {
        let (mut state, mut guesses) = (Tries::default(), 0u32);
        for at in 0..86_400 {
            guesses += u32::from(!state.is_locked(second(at)));
            let (next, verdict) = state.judge(&LIMITS, Wrong, second(at));
            assert_ne!(verdict, Verdict::Right);
            state = next;
        }
        assert!(f64::from(guesses) / 1e6 < 1e-3, "{guesses} guesses a day");
    }

    proptest! {
        #[test]
        fn no_order_of_tries_gets_more_than_the_allowed_number_before_a_lock(
            steps in prop::collection::vec((0i64..3_000, any::<bool>()), 1..200)
        ) {
            let (mut state, mut at, mut in_a_row) = (Tries::default(), 0, 0);
            for (pause, right) in steps {
                at += pause;
                let tried = if right { Right } else { Wrong };
                let (next, verdict) = state.judge(&LIMITS, tried, second(at));
                in_a_row = match verdict { Verdict::Wrong { .. } => in_a_row + 1, _ => 0 };
                prop_assert!(in_a_row < LIMITS.wrong_tries || pause >= 1_800);
                prop_assert_eq!(matches!(verdict, Verdict::Right) && !right, false);
                if pause >= 1_800 && !right { in_a_row = 1; }
                state = next;
            }
        }
    }
}
