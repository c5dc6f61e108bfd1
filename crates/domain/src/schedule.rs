//! Opening hours of a company, a site or a person: open, break, off hours or holiday, in their own time zone.
//!
//! Hours are wall-clock times. When clocks change, a span begins and ends by the clock on the wall: what is skipped is
//! not open, what comes twice is open twice.

use crate::settings::{self, Setting, Settings};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use std::ops::RangeInclusive;

/// From one wall-clock time to another; over midnight where the end is not after the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: Time,
    /// `None`: midnight at the end of the day.
    to: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("hours are written 08:00-17:30, the last end is 24:00")]
pub struct NoHours;

/// What holds on one weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// None at all: closed all day.
    pub open: Vec<Hours>,
    /// Within the open hours.
    pub breaks: Vec<Hours>,
}

/// Whole days, first and last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: Date,
    pub last: Date,
}

impl Span {
    /// `2026-12-24` or `2026-12-24..2026-12-26`. `None`: neither, or its end is before its begin.
    pub fn parse(text: &str) -> Option<Span> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let span = Span { first: day_of(first)?, last: day_of(last)? };
        (span.first <= span.last).then_some(span)
    }
}

/// Nothing but a date: no time after it.
fn day_of(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// Opening hours with their exceptions.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub zone: TimeZone,
    /// Monday first.
    pub week: [Day; 7],
    /// Days that are closed whatever the week says, first and last included.
    pub holidays: Vec<RangeInclusive<Date>>,
    /// Dates with hours of their own (Christmas Eve until noon); they go before week and holidays.
    pub special: Vec<(Date, Day)>,
}

/// How it stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Break,
    OffHours,
    Holiday,
}

type HoursOfDay = &'static Setting<Vec<Hours>>;

/// Hours and breaks of each day, Monday first.
const WEEK: [(HoursOfDay, HoursOfDay); 7] = [
    (&settings::HOURS_MONDAY, &settings::BREAKS_MONDAY),
    (&settings::HOURS_TUESDAY, &settings::BREAKS_TUESDAY),
    (&settings::HOURS_WEDNESDAY, &settings::BREAKS_WEDNESDAY),
    (&settings::HOURS_THURSDAY, &settings::BREAKS_THURSDAY),
    (&settings::HOURS_FRIDAY, &settings::BREAKS_FRIDAY),
    (&settings::HOURS_SATURDAY, &settings::BREAKS_SATURDAY),
    (&settings::HOURS_SUNDAY, &settings::BREAKS_SUNDAY),
];

/// A change is looked for so many days ahead; longer holidays are rare and asked for again.
const LOOK_AHEAD_DAYS: i32 = 62;

impl Hours {
    /// `08:00-17:30`, `22:00-06:00`, `00:00-24:00`.
    pub fn parse(text: &str) -> Result<Hours, NoHours> {
        let (from, to) = text.split_once('-').ok_or(NoHours)?;
        let to = if to == "24:00" { None } else { Some(clock(to)?) };
        Ok(Hours { from: clock(from)?, to })
    }

    /// The end is on the day after the start.
    fn over_midnight(self) -> bool {
        self.to.is_some_and(|to| to <= self.from)
    }

    /// Covers this time on the day on which it starts.
    pub(crate) fn covers(self, time: Time) -> bool {
        time >= self.from && (self.over_midnight() || self.to.is_none_or(|to| time < to))
    }

    /// Covers this time on the day after.
    pub(crate) fn covers_next_day(self, time: Time) -> bool {
        self.over_midnight() && self.to.is_some_and(|to| time < to)
    }

    /// When it starts and ends, if it starts on `date`.
    fn edges(self, date: Date) -> [DateTime; 2] {
        let next_midnight = date.tomorrow().unwrap_or(date).to_datetime(Time::midnight());
        let end = match self.to {
            Some(to) if self.over_midnight() => next_midnight.date().to_datetime(to),
            Some(to) => date.to_datetime(to),
            None => next_midnight,
        };
        [date.to_datetime(self.from), end]
    }
}

fn clock(text: &str) -> Result<Time, NoHours> {
    let (hour, minute) = text.split_once(':').ok_or(NoHours)?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |text: &str| if two_digits(text) { text.parse().map_err(|_| NoHours) } else { Err(NoHours) };
    Time::new(part(hour)?, part(minute)?, 0, 0).map_err(|_| NoHours)
}

impl Schedule {
    /// What the settings say. `None`: they say that hours are not used.
    pub fn of(settings: &Settings<'_>, zone: TimeZone) -> Option<Schedule> {
        if !settings.get(&settings::HOURS_USED) {
            return None;
        }
        let breaks_used = settings.get(&settings::BREAKS_USED);
        let week = WEEK.map(|(open, breaks)| Day {
            open: settings.get(open),
            breaks: if breaks_used { settings.get(breaks) } else { Vec::new() },
        });
        let closed = settings.get(&settings::HOURS_CLOSED);
        let holidays = closed.into_iter().map(|span| span.first..=span.last).collect();
        Some(Schedule { zone, week, holidays, special: Vec::new() })
    }

    /// Always open.
    pub fn always_open(zone: TimeZone) -> Schedule {
        let all_day = Day { open: vec![Hours { from: Time::midnight(), to: None }], breaks: Vec::new() };
        Schedule {
            zone,
            week: std::array::from_fn(|_| all_day.clone()),
            holidays: Vec::new(),
            special: Vec::new(),
        }
    }

    pub fn state_at(&self, now: Timestamp) -> State {
        self.state_on_the_wall(now.to_zoned(self.zone.clone()).datetime())
    }

    /// When the state next changes, to wake whoever shows it. `None`: not within two months.
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let state = self.state_at(now);
        let today = now.to_zoned(self.zone.clone()).date();
        let mut edges: Vec<Timestamp> = (-1..=LOOK_AHEAD_DAYS)
            .filter_map(|days| today.checked_add(jiff::Span::new().days(days)).ok())
            .flat_map(|date| self.edges(date))
            .filter_map(|edge| edge.to_zoned(self.zone.clone()).ok())
            .map(|edge| edge.timestamp())
            .filter(|edge| *edge > now)
            .collect();
        edges.sort_unstable();
        edges.into_iter().find(|edge| self.state_at(*edge) != state)
    }

    fn state_on_the_wall(&self, now: DateTime) -> State {
        let (date, time) = (now.date(), now.time());
        let today = self.day(date);
        let yesterday = date.yesterday().ok().and_then(|date| self.day(date));
        let within = |hours: fn(&Day) -> &[Hours]| {
            let begun_today = today.is_some_and(|day| hours(day).iter().any(|span| span.covers(time)));
            begun_today
                || yesterday.is_some_and(|day| hours(day).iter().any(|span| span.covers_next_day(time)))
        };
        match (within(|day| &day.open), within(|day| &day.breaks)) {
            (true, true) => State::Break,
            (true, false) => State::Open,
            (false, _) if today.is_none() => State::Holiday,
            (false, _) => State::OffHours,
        }
    }

    /// What holds on a date; `None` on a holiday.
    fn day(&self, date: Date) -> Option<&Day> {
        if let Some((_, day)) = self.special.iter().find(|(special, _)| *special == date) {
            return Some(day);
        }
        let holiday = self.holidays.iter().any(|holidays| holidays.contains(&date));
        (!holiday).then(|| &self.week[weekday_index(date.weekday())])
    }

    /// Where the state can change because of what starts on `date`, and its midnight.
    fn edges(&self, date: Date) -> Vec<DateTime> {
        let day = self.day(date);
        let spans = day.into_iter().flat_map(|day| day.open.iter().chain(&day.breaks));
        let midnight = date.to_datetime(Time::midnight());
        spans.flat_map(|span| span.edges(date)).chain([midnight]).collect()
    }
}

fn weekday_index(weekday: Weekday) -> usize {
    usize::from(weekday.to_monday_zero_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::{State::*, *};
    use jiff::civil::date;

    #[test]
    fn the_settings_make_a_week() {
        use crate::settings::{Bearing, Row, Scope};
        let zone = || TimeZone::get("Europe/Berlin").unwrap();
        let rows = |pairs: &[(&str, &str)]| -> Vec<Row> {
            let row = |(key, value): &(&str, &str)| Row {
                scope: Scope::System,
                key: (*key).into(),
                value: (*value).into(),
            };
            pairs.iter().map(row).collect()
        };
        let state = |rows: &[Row], wall: &str| {
            let settings = Settings { rows, bearing: Bearing::default() };
            Schedule::of(&settings, zone()).map(|schedule| schedule.state_at(at(&schedule, wall)))
        };
        assert_eq!(state(&[], "2026-11-20T03:00"), None);
        let used = rows(&[("hours.used", "true")]);
        let with_breaks = rows(&[("hours.used", "true"), ("breaks.used", "true")]);
        let own = rows(&[
            ("hours.used", "true"),
            ("hours.friday", "09:00-12:00 13:00-15:00"),
            ("hours.saturday", "10:00-12:00"),
            ("hours.closed", "2026-12-24..2026-12-26 2027-01-01"),
        ]);
        for (rows, wall, expected) in [
            (&used, "2026-11-20T07:59:59", OffHours), // a Friday
            (&used, "2026-11-20T08:00", Open),
            (&used, "2026-11-20T12:30", Open),
            (&used, "2026-11-20T17:00", OffHours),
            (&used, "2026-11-21T11:00", OffHours),
            (&with_breaks, "2026-11-20T12:00", Break),
            (&with_breaks, "2026-11-20T13:00", Open),
            (&with_breaks, "2026-11-21T12:30", OffHours),
            (&own, "2026-11-20T08:30", OffHours),
            (&own, "2026-11-20T12:30", OffHours),
            (&own, "2026-11-20T14:59", Open),
            (&own, "2026-11-21T11:00", Open),
            (&own, "2026-12-24T11:00", Holiday),
            (&own, "2027-01-01T11:00", Holiday),
        ] {
            assert_eq!(state(rows, wall), Some(expected), "{wall}");
        }
    }

    #[test]
    fn days_are_written_by_themselves_or_from_one_to_another() {
        let span = |first, last| Some(Span { first, last });
        let (eve, last) = (date(2026, 12, 24), date(2026, 12, 26));
        for (text, expected) in [
            ("2026-12-24", span(eve, eve)),
            ("2026-12-24..2026-12-26", span(eve, last)),
            ("2026-12-26..2026-12-24", None),
            ("2026-12-24..", None),
            ("2026-02-30", None),
            ("2026-12-24T08:00", None),
            ("", None),
        ] {
            assert_eq!(Span::parse(text), expected, "{text}");
        }
    }

    fn hours(text: &str) -> Vec<Hours> {
        text.split_whitespace().map(|span| Hours::parse(span).unwrap()).collect()
    }

    fn day(open: &str, breaks: &str) -> Day {
        Day { open: hours(open), breaks: hours(breaks) }
    }

    /// Monday to Friday 8 to 17:30 with a break at noon; Saturday night 22 to 6; Christmas closed, its eve until noon.
    fn berlin() -> Schedule {
        let weekday = day("08:00-17:30", "12:00-12:45");
        Schedule {
            zone: TimeZone::get("Europe/Berlin").unwrap(),
            week: [
                weekday.clone(),
                weekday.clone(),
                weekday.clone(),
                weekday.clone(),
                weekday,
                day("22:00-06:00", ""),
                day("", ""),
            ],
            holidays: vec![date(2026, 12, 24)..=date(2026, 12, 26)],
            special: vec![(date(2026, 12, 24), day("08:00-12:00", ""))],
        }
    }

    fn at(schedule: &Schedule, wall: &str) -> Timestamp {
        wall.parse::<DateTime>().unwrap().to_zoned(schedule.zone.clone()).unwrap().timestamp()
    }

    #[test]
    fn the_clock_on_the_wall_decides() {
        let schedule = berlin();
        for (wall, expected) in [
            ("2026-11-20T07:59:59", OffHours), // a Friday
            ("2026-11-20T08:00", Open),
            ("2026-11-20T12:00", Break),
            ("2026-11-20T12:44:59", Break),
            ("2026-11-20T12:45", Open),
            ("2026-11-20T17:30", OffHours),
            ("2026-11-21T21:59", OffHours), // Saturday
            ("2026-11-21T22:00", Open),
            ("2026-11-22T05:59", Open), // begun on Saturday
            ("2026-11-22T06:00", OffHours),
            ("2026-12-24T11:59", Open), // hours of its own
            ("2026-12-24T12:00", OffHours),
            ("2026-12-25T10:00", Holiday),
            ("2026-12-28T10:00", Open),
        ] {
            assert_eq!(schedule.state_at(at(&schedule, wall)), expected, "{wall}");
        }
    }

    #[test]
    fn when_clocks_change_the_wall_is_followed() {
        let mut schedule = berlin();
        schedule.week[5] = day("", "");
        schedule.week[6] = day("02:15-02:45", "");
        // In October 2:30 comes twice, an hour apart; in March it is skipped.
        let twice: Timestamp = "2026-10-25T00:30:00Z".parse().unwrap();
        assert_eq!(schedule.state_at(twice), Open);
        assert_eq!(schedule.state_at("2026-10-25T01:00:00Z".parse().unwrap()), OffHours);
        assert_eq!(schedule.state_at("2026-10-25T01:30:00Z".parse().unwrap()), Open);
        for minute in 0..120 {
            let around = Timestamp::from_second(
                "2026-03-29T00:00:00Z".parse::<Timestamp>().unwrap().as_second() + minute * 60,
            );
            assert_ne!(schedule.state_at(around.unwrap()), Break, "{minute}");
        }
        assert_eq!(schedule.state_at("2026-03-29T01:15:00Z".parse().unwrap()), OffHours, "3:15, not 2:15");
    }

    #[test]
    fn the_next_change_is_found_over_nights_weekends_and_holidays() {
        let schedule = berlin();
        for (now, expected) in [
            ("2026-11-20T08:00", "2026-11-20T12:00"),
            ("2026-11-20T12:10", "2026-11-20T12:45"),
            ("2026-11-20T17:30", "2026-11-21T22:00"),
            ("2026-11-22T05:00", "2026-11-22T06:00"),
            ("2026-12-24T13:00", "2026-12-25T00:00"),
            ("2026-12-25T13:00", "2026-12-27T00:00"),
            ("2026-03-27T17:30", "2026-03-28T22:00"),
            ("2026-03-28T23:00", "2026-03-29T06:00"), // one hour less of it
        ] {
            assert_eq!(schedule.next_change(at(&schedule, now)), Some(at(&schedule, expected)), "{now}");
        }
        let always = Schedule::always_open(TimeZone::UTC);
        assert_eq!(always.state_at(Timestamp::UNIX_EPOCH), Open);
        assert_eq!(always.next_change(Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn hours_are_written_one_way() {
        for wrong in [
            "",
            "8:00-17:00",
            "08:00",
            "08:00-25:00",
            "24:00-08:00",
            "08:60-09:00",
            "+8:00-09:00",
            "08:00-17:00 ",
        ] {
            assert!(Hours::parse(wrong).is_err(), "{wrong}");
        }
    }
}
