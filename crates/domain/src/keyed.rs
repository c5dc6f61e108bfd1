//! What people key in on a telephone for a day and a time.

use jiff::Zoned;
use jiff::civil::{Date, Time};

/// Nobody plans further ahead by telephone.
const MOST_YEARS: i16 = 4;

/// The next moment that is meant by a day (`2412`: the 24th of December; empty: today) and a time (`930`, `0930`), by
/// the clock of `now`. `None` where there is no such day or time, or it is over.
pub fn moment(day: &str, time: &str, now: &Zoned) -> Option<Zoned> {
    let time = clock(time)?;
    let at = |date: Date| date.to_datetime(time).to_zoned(now.time_zone().clone()).ok();
    if day.is_empty() {
        return at(now.date()).filter(|at| at > now);
    }
    let (day, month) = two_and_two(day)?;
    // The 29th of February is not in every year.
    let years = (0..=MOST_YEARS).map(|ahead| now.year() + ahead);
    let dates = years.filter_map(|year| Date::new(year, month, day).ok());
    dates.filter_map(at).find(|at| at > now)
}

fn clock(digits: &str) -> Option<Time> {
    let padded = if digits.len() == 3 { format!("0{digits}") } else { digits.to_owned() };
    let (hour, minute) = two_and_two(&padded)?;
    Time::new(hour, minute, 0, 0).ok()
}

fn two_and_two(digits: &str) -> Option<(i8, i8)> {
    if digits.len() != 4 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Some((digits[..2].parse().ok()?, digits[2..].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_are_the_next_that_are_meant() {
        let now: Zoned = "2026-11-20T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
        for (day, time, expected) in [
            ("2412", "0930", Some("2026-12-24T09:30:00+01:00[Europe/Berlin]")),
            ("2011", "1300", Some("2026-11-20T13:00:00+01:00[Europe/Berlin]")),
            ("2011", "1200", Some("2027-11-20T12:00:00+01:00[Europe/Berlin]")),
            ("0107", "800", Some("2027-07-01T08:00:00+02:00[Europe/Berlin]")),
            ("2902", "0000", Some("2028-02-29T00:00:00+01:00[Europe/Berlin]")),
            ("", "1201", Some("2026-11-20T12:01:00+01:00[Europe/Berlin]")),
            ("", "1100", None),
            ("3002", "0900", None),
            ("0013", "0900", None),
            ("2412", "2400", None),
            ("2412", "0960", None),
            ("2412", "", None),
            ("24122026", "0900", None),
            ("2*12", "0900", None),
        ] {
            let expected: Option<Zoned> = expected.map(|at| at.parse().unwrap());
            assert_eq!(moment(day, time, &now), expected, "{day} {time}");
        }
    }
}
