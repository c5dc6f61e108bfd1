//! What one person spends on calls to the public network: counted as it happens, by times that come in.

use super::{Decision, Limits, Spent, cost, decide};
use crate::country::{CostClass, Country};
use crate::e164::E164;
use crate::id::CallId;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{HashMap, VecDeque};

/// Calls begun longer ago do not count for a minute's limit.
const MINUTE_SECONDS: i64 = 60;

/// A person's calls of one day (UTC, so that every node and every restart means the same day).
#[derive(Clone, Debug, Default)]
pub struct Account {
    day: Date,
    calls: u32,
    cents: u32,
    begun: VecDeque<Timestamp>,
    running: HashMap<CallId, Running>,
}

#[derive(Clone, Copy, Debug)]
struct Running {
    class: CostClass,
    /// None: it rings.
    answered_at: Option<Timestamp>,
}

/// The day that a moment counts for.
pub fn day_of(now: Timestamp) -> Date {
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}

impl Account {
    /// As it stood when the process ended.
    pub fn kept(day: Date, calls: u32, cents: u32) -> Self {
        Account { day, calls, cents, ..Account::default() }
    }

    /// Begins a call, if the limits allow it; it counts from now on, answered or not.
    pub fn begin(
        &mut self,
        call: &CallId,
        now: Timestamp,
        limits: &Limits,
        home: Country,
        called: &E164,
    ) -> Decision {
        self.turn_page(now);
        let decision = decide(limits, &self.spent(now), home, called);
        if let Decision::Allowed { class, .. } = decision {
            self.calls = self.calls.saturating_add(1);
            self.begun.push_back(now);
            self.running.insert(call.clone(), Running { class, answered_at: None });
        }
        decision
    }

    pub fn answered(&mut self, call: &CallId, now: Timestamp) {
        if let Some(running) = self.running.get_mut(call) {
            running.answered_at = Some(now);
        }
    }

    /// Ends a call; answers what it has cost, in hundredths.
    pub fn end(&mut self, call: &CallId, now: Timestamp) -> u32 {
        self.turn_page(now);
        let cents = self.running.remove(call).map_or(0, |running| running.cents(now));
        self.cents = self.cents.saturating_add(cents);
        cents
    }

    /// What was spent, calls under way as they stand now.
    pub fn spent(&self, now: Timestamp) -> Spent {
        let last_minute = self.begun.iter().filter(|at| is_within_a_minute(**at, now)).count();
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let is_today = self.day == day_of(now);
        let running = self.running.values().map(|running| running.cents(now));
        Spent {
            now: small(self.running.len()),
            last_minute: small(last_minute),
            today: if is_today { self.calls } else { 0 },
            cents_today: running.fold(if is_today { self.cents } else { 0 }, u32::saturating_add),
        }
    }

    fn turn_page(&mut self, now: Timestamp) {
        let today = day_of(now);
        if self.day != today {
            (self.day, self.calls, self.cents) = (today, 0, 0);
        }
        while self.begun.front().is_some_and(|at| !is_within_a_minute(*at, now)) {
            self.begun.pop_front();
        }
    }
}

impl Running {
    fn cents(&self, now: Timestamp) -> u32 {
        let seconds = self.answered_at.map_or(0, |at| now.duration_since(at).as_secs().max(0));
        cost(self.class, u32::try_from(seconds).unwrap_or(u32::MAX))
    }
}

fn is_within_a_minute(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).as_secs() < MINUTE_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::Reach;
    use crate::toll::Barred;

    const NOON: i64 = 1_772_366_400; // 2026-03-01T12:00:00Z

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(NOON + seconds).unwrap()
    }

    fn call(number: u64) -> CallId {
        CallId::new("n", number)
    }

    fn limits() -> Limits {
        Limits {
            reach: Reach::Everything,
            by_night: None,
            countries: Vec::new(),
            at_once: 2,
            a_minute: 3,
            a_day: 5,
            cents_a_day: 700,
        }
    }

    fn begin(account: &mut Account, number: u64, seconds: i64, called: &str) -> Result<(), Barred> {
        let called = E164::parse(called).unwrap();
        match account.begin(&call(number), at(seconds), &limits(), Country::named("DE").unwrap(), &called) {
            Decision::Allowed { .. } => Ok(()),
            Decision::Barred(why) => Err(why),
        }
    }

    const HOME: &str = "+493012345";
    const PREMIUM: &str = "+499001234567";

    #[test]
    fn calls_at_once_in_a_minute_and_in_a_day_are_counted() {
        let mut account = Account::default();
        assert_eq!(begin(&mut account, 1, 0, HOME), Ok(()));
        assert_eq!(begin(&mut account, 2, 1, HOME), Ok(()));
        assert_eq!(begin(&mut account, 3, 2, HOME), Err(Barred::AtOnce));
        account.end(&call(1), at(3));
        assert_eq!(begin(&mut account, 4, 4, HOME), Ok(()));
        account.end(&call(2), at(5));
        assert_eq!(begin(&mut account, 5, 6, HOME), Err(Barred::Minute));
        assert_eq!(begin(&mut account, 6, 60, HOME), Ok(()), "the first is a minute ago");
        account.end(&call(4), at(61));
        account.end(&call(6), at(61));
        assert_eq!(begin(&mut account, 7, 200, HOME), Ok(()));
        account.end(&call(7), at(201));
        assert_eq!(begin(&mut account, 8, 300, HOME), Err(Barred::Day));
        assert_eq!(begin(&mut account, 9, 86_400, HOME), Ok(()), "the next day");
    }

    #[test]
    fn money_runs_while_a_call_does_and_is_gone_when_it_ends() {
        let mut account = Account::default();
        begin(&mut account, 1, 0, PREMIUM).unwrap();
        assert_eq!(account.spent(at(100)).cents_today, 0, "it rings");
        account.answered(&call(1), at(100));
        assert_eq!(account.spent(at(130)).cents_today, 300);
        assert_eq!(account.spent(at(170)).cents_today, 600);
        assert_eq!(account.end(&call(1), at(240)), 900);
        assert_eq!(account.end(&call(1), at(240)), 0, "once");
        assert_eq!(begin(&mut account, 2, 300, HOME), Err(Barred::Cost));
    }

    #[test]
    fn what_was_spent_before_a_restart_counts_on_that_day() {
        let mut account = Account::kept(day_of(at(0)), 2, 700);
        assert_eq!(begin(&mut account, 1, 1, HOME), Err(Barred::Cost));
        assert_eq!(begin(&mut account, 1, 86_400, HOME), Ok(()));
    }
}
