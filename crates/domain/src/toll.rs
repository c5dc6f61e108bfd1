//! Limits against toll fraud: a stolen password must not cost a fortune overnight. Counters come in, a decision goes out.

mod account;

pub use account::{Account, day_of};

use crate::country::{self, CostClass};
use crate::e164::E164;
use crate::outside::Reach;

/// What somebody may spend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub reach: Reach,
    /// The same for the night; `None`: it is day.
    pub by_night: Option<Reach>,
    /// Country codes that may be called beside the own one.
    pub countries: Vec<String>,
    /// Calls to the public network at once.
    pub at_once: u32,
    /// Calls begun within 60 seconds.
    pub a_minute: u32,
    /// Calls begun since midnight.
    pub a_day: u32,
    /// Hundredths of the company's currency since midnight.
    pub cents_a_day: u32,
}

/// The hours in which less may be spent: thieves call while nobody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    /// The hour of the day that it begins with, 0 to 23.
    pub from: u32,
    /// The hour that it is over with; the same as `from`: there is none.
    pub to: u32,
}

impl Night {
    pub fn has(self, hour: u32) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&hour)
        } else {
            hour >= self.from || hour < self.to
        }
    }
}

/// What somebody has spent, answered or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    pub now: u32,
    pub last_minute: u32,
    pub today: u32,
    pub cents_today: u32,
}

/// Why a call does not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Barred {
    /// Beyond what this person may call at all.
    Class,
    Country,
    /// By day it would be let out.
    Night,
    AtOnce,
    Minute,
    Day,
    Cost,
}

impl Barred {
    pub const ALL: [Barred; 7] = [
        Barred::Class,
        Barred::Country,
        Barred::Night,
        Barred::AtOnce,
        Barred::Minute,
        Barred::Day,
        Barred::Cost,
    ];

    /// As the log and metrics name it.
    pub const fn name(self) -> &'static str {
        match self {
            Barred::Class => "class",
            Barred::Country => "country",
            Barred::Night => "night",
            Barred::AtOnce => "at-once",
            Barred::Minute => "minute",
            Barred::Day => "day",
            Barred::Cost => "cost",
        }
    }

    /// Whether somebody should look: a class or country that is not allowed is an everyday mistake, a limit reached is
    /// what theft looks like.
    pub const fn is_alarming(self) -> bool {
        !matches!(self, Barred::Class)
    }
}

/// Whether a call may begin, and how long it may last before the day's money is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Allowed { class: CostClass, longest_seconds: Option<u32> },
    Barred(Barred),
}

/// Decides. Calls for help are not asked about.
pub fn decide(limits: &Limits, spent: &Spent, home: country::Country, called: &E164) -> Decision {
    let class = home.cost_class(called);
    let code = country::calling_code(called);
    let is_own = code == home.dialling().calling_code;
    let is_allowed =
        is_own || class == CostClass::Free || limits.countries.iter().any(|allowed| allowed == code);
    for (is_barred, why) in [
        (!limits.reach.allows(class), Barred::Class),
        (!is_allowed && limits.reach != Reach::Everything, Barred::Country),
        (limits.by_night.is_some_and(|reach| !reach.allows(class)), Barred::Night),
        (spent.now >= limits.at_once, Barred::AtOnce),
        (spent.last_minute >= limits.a_minute, Barred::Minute),
        (spent.today >= limits.a_day, Barred::Day),
        (class != CostClass::Free && spent.cents_today >= limits.cents_a_day, Barred::Cost),
    ] {
        if is_barred {
            return Decision::Barred(why);
        }
    }
    let left = limits.cents_a_day.saturating_sub(spent.cents_today);
    Decision::Allowed { class, longest_seconds: lasts(left, class.cents_a_minute()) }
}

/// How long money lasts; for ever where nothing is asked for.
fn lasts(cents: u32, cents_a_minute: u32) -> Option<u32> {
    let seconds = (u64::from(cents) * 60).checked_div(u64::from(cents_a_minute))?;
    Some(u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// What a call of this class has cost after so many seconds; each minute begun counts.
pub fn cost(class: CostClass, seconds: u32) -> u32 {
    seconds.div_ceil(60).saturating_mul(class.cents_a_minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    fn limits() -> Limits {
        Limits {
            reach: Reach::International,
            by_night: None,
            countries: vec!["44".into()],
            at_once: 3,
            a_minute: 10,
            a_day: 200,
            cents_a_day: 2000,
        }
    }

    fn check(limits: &Limits, spent: Spent, called: &str) -> Decision {
        decide(limits, &spent, Country::named("DE").unwrap(), &E164::parse(called).unwrap())
    }

    #[test]
    fn a_call_is_allowed_until_one_of_the_limits_is_reached() {
        let allowed = |class, longest_seconds| Decision::Allowed { class, longest_seconds };
        let everything = Limits { reach: Reach::Everything, ..limits() };
        let none = Spent::default();
        for (limits, spent, called, expected) in [
            (limits(), none, "+493012345", allowed(CostClass::National, Some(60_000))),
            (limits(), none, "+498001234567", allowed(CostClass::Free, None)),
            (limits(), none, "+442079460123", allowed(CostClass::International, Some(2400))),
            (limits(), none, "+2521234567", Decision::Barred(Barred::Country)),
            (limits(), none, "+12125550100", Decision::Barred(Barred::Country)),
            (limits(), none, "+499001234567", Decision::Barred(Barred::Class)),
            (everything.clone(), none, "+2521234567", allowed(CostClass::International, Some(2400))),
            (everything.clone(), none, "+499001234567", allowed(CostClass::Premium, Some(400))),
            (limits(), Spent { now: 3, ..none }, "+493012345", Decision::Barred(Barred::AtOnce)),
            (limits(), Spent { now: 2, ..none }, "+493012345", allowed(CostClass::National, Some(60_000))),
            (limits(), Spent { last_minute: 10, ..none }, "+493012345", Decision::Barred(Barred::Minute)),
            (limits(), Spent { today: 200, ..none }, "+493012345", Decision::Barred(Barred::Day)),
            (limits(), Spent { cents_today: 2000, ..none }, "+493012345", Decision::Barred(Barred::Cost)),
            (
                limits(),
                Spent { cents_today: 1999, ..none },
                "+493012345",
                allowed(CostClass::National, Some(30)),
            ),
            (limits(), Spent { cents_today: 9999, ..none }, "+498001234567", allowed(CostClass::Free, None)),
            (
                Limits { reach: Reach::Nobody, ..limits() },
                none,
                "+493012345",
                Decision::Barred(Barred::Class),
            ),
        ] {
            assert_eq!(check(&limits, spent, called), expected, "{called} {spent:?}");
        }
    }

    /// a stolen account that dials premium numbers is stopped by its class at once; where its class allows them,
    /// by the money of a day.
    #[test]
    fn a_thief_is_stopped_by_class_or_by_money() {
        assert_eq!(check(&limits(), Spent::default(), "+499001234567"), Decision::Barred(Barred::Class));
        let everything = Limits { reach: Reach::Everything, ..limits() };
        let mut spent = Spent::default();
        let mut calls = 0;
        while let Decision::Allowed { class, longest_seconds } = check(&everything, spent, "+499001234567") {
            spent.cents_today += cost(class, longest_seconds.unwrap().min(3600));
            calls += 1;
        }
        assert!(
            calls <= 3 && spent.cents_today <= 2000 + CostClass::Premium.cents_a_minute(),
            "{calls} {spent:?}"
        );
    }

    #[test]
    fn a_night_has_its_hours_and_less_goes_out_in_them() {
        for (from, to, hour, expected) in [
            (22, 6, 21, false),
            (22, 6, 22, true),
            (22, 6, 0, true),
            (22, 6, 5, true),
            (22, 6, 6, false),
            (1, 5, 0, false),
            (1, 5, 1, true),
            (1, 5, 5, false),
            (0, 0, 0, false),
            (7, 7, 12, false),
        ] {
            assert_eq!(Night { from, to }.has(hour), expected, "{from} to {to} at {hour}");
        }
        let night = Limits { by_night: Some(Reach::National), ..limits() };
        let none = Spent::default();
        assert!(matches!(check(&night, none, "+493012345"), Decision::Allowed { .. }));
        assert_eq!(check(&night, none, "+491711234567"), Decision::Barred(Barred::Night));
        assert_eq!(check(&night, none, "+442079460123"), Decision::Barred(Barred::Night));
    }

    #[test]
    fn each_minute_begun_counts() {
        for (class, seconds, cents) in [
            (CostClass::National, 0, 0),
            (CostClass::National, 1, 2),
            (CostClass::National, 61, 4),
            (CostClass::Premium, 60, 300),
            (CostClass::Free, 9999, 0),
        ] {
            assert_eq!(cost(class, seconds), cents, "{class:?} {seconds}");
        }
    }
}
