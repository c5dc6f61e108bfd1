//! What a person may not call, whatever the reach: numbers that are denied by how they begin, and hours in which nothing goes
//! out. Numbers for help are never asked about.

use crate::e164::E164;
use crate::settings::{self, Settings};
use jiff::civil::DateTime;

/// A person's bars at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    /// Beginnings of numbers, digits only, the country code first.
    pub allowed: Vec<String>,
    pub denied: Vec<String>,
    /// It is no hour to call outside.
    pub is_closed: bool,
}

/// What bars say of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Nothing: the reach decides.
    None,
    /// It may be called beyond the reach.
    Allowed,
    Denied,
    Closed,
}

impl Bars {
    /// As a person's settings say; `at` is what the clock on the person's wall shows.
    pub fn of(settings: &Settings<'_>, at: DateTime) -> Bars {
        let hours = Hours {
            days: settings.get(&settings::OUTSIDE_DAYS).0,
            from: settings.get(&settings::OUTSIDE_FROM_HOUR),
            until: settings.get(&settings::OUTSIDE_UNTIL_HOUR),
        };
        Bars {
            allowed: settings.get(&settings::OUTSIDE_ALLOWED),
            denied: settings.get(&settings::OUTSIDE_DENIED),
            is_closed: !hours.are_open(at),
        }
    }

    /// The longer beginning goes before the shorter, and denied before allowed.
    pub fn ruling(&self, called: &E164) -> Ruling {
        let longest = |beginnings: &[String]| {
            let fitting =
                beginnings.iter().filter(|beginning| called.digits().starts_with(beginning.as_str()));
            fitting.map(String::len).max()
        };
        match (longest(&self.allowed), longest(&self.denied)) {
            _ if self.is_closed => Ruling::Closed,
            (allowed, Some(denied)) if allowed.is_none_or(|allowed| allowed <= denied) => Ruling::Denied,
            (Some(_), _) => Ruling::Allowed,
            (None, _) => Ruling::None,
        }
    }
}

/// When somebody may call outside.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hours {
    /// 1 is Monday; empty: every day.
    days: String,
    /// From this full hour …
    from: u32,
    /// … to before this one. Over midnight where it is not later; the day is that of the call then.
    until: u32,
}

impl Hours {
    fn are_open(&self, at: DateTime) -> bool {
        let day = char::from(b'0' + at.weekday().to_monday_one_offset().unsigned_abs());
        let hour = u32::from(at.hour().unsigned_abs());
        let is_hour = if self.from < self.until {
            (self.from..self.until).contains(&hour)
        } else {
            hour >= self.from || hour < self.until
        };
        is_hour && (self.days.is_empty() || self.days.contains(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_longer_beginning_decides() {
        let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        for (allowed, denied, called, expected) in [
            ("", "", "+49900123456", Ruling::None),
            ("", "49900", "+49900123456", Ruling::Denied),
            ("", "49900", "+4930123456", Ruling::None),
            ("44", "", "+442079460123", Ruling::Allowed),
            ("49900123", "49900", "+49900123456", Ruling::Allowed),
            ("49", "49900", "+49900123456", Ruling::Denied),
            ("49900", "49900", "+49900123456", Ruling::Denied),
        ] {
            let bars = Bars { allowed: words(allowed), denied: words(denied), is_closed: false };
            let called = E164::parse(called).unwrap();
            assert_eq!(bars.ruling(&called), expected, "{allowed} {denied}");
            assert_eq!(Bars { is_closed: true, ..bars }.ruling(&called), Ruling::Closed);
        }
    }

    #[test]
    fn hours_may_go_over_midnight_and_days_are_those_of_the_call() {
        for (days, from, until, at, is_open) in [
            ("", 0, 24, date(2026, 3, 1).at(23, 59, 59, 0), true),
            ("", 7, 19, date(2026, 3, 2).at(6, 59, 59, 0), false),
            ("", 7, 19, date(2026, 3, 2).at(7, 0, 0, 0), true),
            ("", 7, 19, date(2026, 3, 2).at(19, 0, 0, 0), false),
            ("12345", 7, 19, date(2026, 3, 2).at(12, 0, 0, 0), true), // a Monday
            ("12345", 7, 19, date(2026, 3, 1).at(12, 0, 0, 0), false), // a Sunday
            ("", 22, 6, date(2026, 3, 2).at(23, 0, 0, 0), true),
            ("", 22, 6, date(2026, 3, 2).at(5, 0, 0, 0), true),
            ("", 22, 6, date(2026, 3, 2).at(12, 0, 0, 0), false),
        ] {
            let hours = Hours { days: days.into(), from, until };
            assert_eq!(hours.are_open(at), is_open, "{days} {from} {until} {at}");
        }
    }
}
