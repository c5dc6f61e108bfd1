//! What a person may not call, whatever the reach: numbers that are denied by how they begin, and days on which nothing goes
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
    /// It is no day to call outside.
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
        Bars {
            allowed: settings.get(&settings::OUTSIDE_ALLOWED),
            denied: settings.get(&settings::OUTSIDE_DENIED),
            is_closed: !is_open(&settings.get(&settings::OUTSIDE_DAYS).0, at),
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

/// `days`: 1 is Monday; empty: every day.
fn is_open(days: &str, at: DateTime) -> bool {
    let day = char::from(b'0' + at.weekday().to_monday_one_offset().unsigned_abs());
    days.is_empty() || days.contains(day)
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
    fn days_are_those_of_the_clock_on_the_wall() {
        let (sunday, monday) = (date(2026, 3, 1), date(2026, 3, 2));
        for (days, at, expected) in [
            ("", sunday.at(23, 59, 59, 0), true),
            ("12345", sunday.at(23, 59, 59, 0), false),
            ("12345", monday.at(0, 0, 0, 0), true),
            ("7", sunday.at(0, 0, 0, 0), true),
            ("7", monday.at(0, 0, 0, 0), false),
        ] {
            assert_eq!(is_open(days, at), expected, "{days} {at}");
        }
    }
}
