//! When a rule of an attendant applies: weekdays, hours and dates, as they stand on the wall.

use super::Goal;
use crate::schedule::Hours;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// What is done at certain hours or on certain days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Kept in the journal with the call.
    pub name: String,
    pub when: When,
    /// The announcement that is played before the caller goes on.
    pub says: Option<String>,
    pub to: Goal,
}

/// All that is said must hold; where nothing is said it always does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Written", into = "Written")]
pub struct When {
    /// Monday is 1, Sunday 7.
    days: Vec<u8>,
    hours: Vec<Hours>,
    dates: Vec<Dates>,
    written: Written,
}

/// As administrators write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// `12345` is Monday to Friday.
    #[serde(default)]
    days: String,
    /// `08:00-17:30`; over midnight where the end is not after the start, which then counts to the day before.
    #[serde(default)]
    hours: Vec<String>,
    /// `2026-12-24`, `2026-12-24/2027-01-01`, or every year `12-24` or `12-24/12-26`.
    #[serde(default)]
    dates: Vec<String>,
}

/// From one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Dates {
    Once(Date, Date),
    /// Month and day; over the year's end where the second is before the first.
    EveryYear((i8, i8), (i8, i8)),
}

/// Why a rule cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableRule {
    #[error("the days of a rule are digits from 1, Monday, to 7, Sunday, none twice")]
    Days,
    #[error("the hours of a rule are written 08:00-17:30, 24 of them at most")]
    Hours,
    #[error(
        "the dates of a rule are written 2026-12-24, 2026-12-24/2027-01-01, 12-24 or 12-24/12-26, 400 of them at most"
    )]
    Dates,
}

const MOST_HOURS: usize = 24;
const MOST_DATES: usize = 400;

impl When {
    /// Reads what administrators write; empty is always.
    pub fn read(days: String, hours: Vec<String>, dates: Vec<String>) -> Result<When, UnreadableRule> {
        When::try_from(Written { days, hours, dates })
    }

    /// What [`When::read`] has read: days, hours and dates.
    pub fn written(&self) -> (&str, &[String], &[String]) {
        (&self.written.days, &self.written.hours, &self.written.dates)
    }

    /// Whether it applies at this moment. Hours over midnight belong to the day on which they begin.
    pub fn applies(&self, now: DateTime) -> bool {
        let (date, time) = (now.date(), now.time());
        if self.hours.is_empty() {
            return self.is_day(date);
        }
        let begun_today = self.hours.iter().any(|hours| hours.covers(time)) && self.is_day(date);
        let begun_yesterday = || {
            self.hours.iter().any(|hours| hours.covers_next_day(time))
                && date.yesterday().is_ok_and(|date| self.is_day(date))
        };
        begun_today || begun_yesterday()
    }

    fn is_day(&self, date: Date) -> bool {
        let weekday = date.weekday().to_monday_one_offset().unsigned_abs();
        (self.days.is_empty() || self.days.contains(&weekday))
            && (self.dates.is_empty() || self.dates.iter().any(|dates| dates.have(date)))
    }
}

impl Dates {
    fn read(text: &str) -> Option<Dates> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        if let (Ok(first), Ok(last)) = (first.parse::<Date>(), last.parse::<Date>()) {
            return (first <= last).then_some(Dates::Once(first, last));
        }
        Some(Dates::EveryYear(month_and_day(first)?, month_and_day(last)?))
    }

    fn have(&self, date: Date) -> bool {
        let day = (date.month(), date.day());
        match self {
            Dates::Once(first, last) => (*first..=*last).contains(&date),
            Dates::EveryYear(first, last) if first <= last => (*first..=*last).contains(&day),
            Dates::EveryYear(first, last) => day >= *first || day <= *last,
        }
    }
}

fn month_and_day(text: &str) -> Option<(i8, i8)> {
    /// Has a 29th of February.
    const LEAP_YEAR: i16 = 2024;
    let (month, day) = text.split_once('-').filter(|_| text.len() == 5)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Date::new(LEAP_YEAR, month, day).ok().map(|_| (month, day))
}

impl TryFrom<Written> for When {
    type Error = UnreadableRule;

    fn try_from(written: Written) -> Result<When, UnreadableRule> {
        let days: Vec<u8> = written.days.bytes().map(|digit| digit.wrapping_sub(b'0')).collect();
        let is_repeated = |(at, day): (usize, &u8)| days[..at].contains(day);
        if days.iter().any(|day| !(1..=7).contains(day)) || days.iter().enumerate().any(is_repeated) {
            return Err(UnreadableRule::Days);
        }
        if written.hours.len() > MOST_HOURS {
            return Err(UnreadableRule::Hours);
        }
        if written.dates.len() > MOST_DATES {
            return Err(UnreadableRule::Dates);
        }
        let hours = written.hours.iter().map(|text| Hours::parse(text).map_err(|_| UnreadableRule::Hours));
        let hours = hours.collect::<Result<_, _>>()?;
        let dates = written.dates.iter().map(|text| Dates::read(text).ok_or(UnreadableRule::Dates));
        let dates = dates.collect::<Result<_, _>>()?;
        Ok(When { days, hours, dates, written })
    }
}

impl From<When> for Written {
    fn from(when: When) -> Written {
        when.written
    }
}
