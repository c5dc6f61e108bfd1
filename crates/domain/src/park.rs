//! Where calls are parked: the company's orbits, numbers at which a call waits until somebody takes it up again.

use crate::number::Extension;
use crate::settings::{self, Settings};

/// The orbits, by their numbers: so many that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orbits {
    /// The first one's number; empty: there are none.
    first: String,
    count: u32,
}

/// One of them, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Orbit(pub u32);

impl Orbits {
    pub fn new(first: &str, count: u32) -> Orbits {
        Orbits { first: first.to_owned(), count }
    }

    pub fn of(settings: &Settings<'_>) -> Orbits {
        Orbits { first: settings.get(&settings::PARK_FIRST).0, count: settings.get(&settings::PARK_COUNT) }
    }

    /// Which orbit has this number.
    pub fn at(&self, number: &Extension) -> Option<Orbit> {
        let (first, number) = (&self.first, number.as_str());
        if first.len() != number.len() {
            return None;
        }
        let offset = number.parse::<u64>().ok()?.checked_sub(first.parse().ok()?)?;
        u32::try_from(offset).ok().filter(|at| *at < self.count).map(Orbit)
    }

    /// Its number, as long as the first one's. `None`: there is none, or it would have more digits.
    pub fn number(&self, orbit: Orbit) -> Option<Extension> {
        let first: u64 = self.first.parse().ok()?;
        let text = format!("{:0width$}", first + u64::from(orbit.0), width = self.first.len());
        Extension::parse(&text).ok().filter(|number| self.at(number) == Some(orbit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orbits_follow_each_other() {
        for (first, count, number, expected) in [
            ("700", 10, "700", Some(0)),
            ("700", 10, "709", Some(9)),
            ("700", 10, "710", None),
            ("700", 10, "699", None),
            ("700", 10, "7000", None),
            ("070", 10, "075", Some(5)),
            ("98", 10, "99", Some(1)),
            ("98", 10, "100", None), // of another length
            ("", 10, "10", None),
            ("7", 10, "10", None),
            ("999999999999", 100, "999999999999", Some(0)),
        ] {
            let orbits = Orbits::new(first, count);
            let number = Extension::parse(number).unwrap();
            let orbit = orbits.at(&number);
            assert_eq!(orbit, expected.map(Orbit), "{first} {count} {number}");
            if let Some(orbit) = orbit {
                assert_eq!(orbits.number(orbit), Some(number));
            }
        }
        assert_eq!(Orbits::new("98", 10).number(Orbit(2)), None);
        assert_eq!(Orbits::default().number(Orbit(0)), None);
    }
}
