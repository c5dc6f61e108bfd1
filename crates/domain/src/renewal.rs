//! When a certificate is renewed, how long to wait after an order that failed, and when somebody must be told.

use crate::backoff;
use jiff::{SignedDuration, Timestamp};

/// After the first failure a minute, doubled with each up to a day: a certificate that is renewed at two thirds of its
/// lifetime outlives many of them.
const FIRST_WAIT_SECONDS: u32 = 60;
const LONGEST_WAIT_SECONDS: u32 = 24 * 3600;
/// An authority that says "too many" and not for how long (RFC 8555 §6.6) is left alone for as long as the shortest of
/// Let's Encrypt's limits is counted over.
const RATE_LIMITED_SECONDS: u32 = 3600;
/// The longest that an authority may put us off: Let's Encrypt counts some of its limits over a week.
pub const LONGEST_PUT_OFF_SECONDS: u32 = 7 * 24 * 3600;
/// A certificate that ends sooner and could not be renewed is somebody's business.
const ALARM_BEFORE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Some private authorities sign for no longer than a day.
const SETTLES: SignedDuration = SignedDuration::from_hours(1);

/// From when to when a certificate is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    pub begins: Timestamp,
    pub ends: Timestamp,
}

/// When its authority would like to see it renewed (RFC 9773 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub start: Timestamp,
    pub end: Timestamp,
}

/// How an order failed, as far as it says when to come again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// Retry-After, in seconds.
    pub retry_after: Option<u32>,
    pub is_rate_limit: bool,
}

/// What somebody must be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// No authority has signed one yet, and it cannot be had.
    Unsigned,
    /// It ends soon and cannot be renewed.
    Ends,
    Ended,
}

/// When to renew a certificate: somewhere in the window that its authority suggests, else soon after two thirds of its
/// lifetime, within a thirtieth of it. `jitter` is 0 to 65535, drawn by the caller once for each certificate.
pub fn due(validity: Validity, window: Option<Window>, jitter: u16) -> Timestamp {
    let ends = validity.ends.as_second();
    // RFC 9773 §4.2: a window that ends before it starts is as if there were none; so is one that would be too late.
    let sound = |window: &Window| window.start < window.end && window.end <= validity.ends;
    let (start, length) = if let Some(window) = window.filter(sound) {
        (window.start.as_second(), window.end.as_second() - window.start.as_second())
    } else {
        let lifetime = (ends - validity.begins.as_second()).max(0);
        (ends - lifetime / 3, lifetime / 30)
    };
    let part = i128::from(length) * i128::from(jitter) / i128::from(u16::MAX);
    Timestamp::from_second(start + i64::try_from(part).unwrap_or(0)).unwrap_or(validity.ends)
}

/// Before when a certificate that was signed at this moment is not renewed: an authority whose suggestions always lie in the
/// past would sign without end.
pub fn settled(signed: Timestamp) -> Timestamp {
    signed.checked_add(SETTLES).unwrap_or(Timestamp::MAX)
}

/// Whether to order now, by when it is due and when a failure lets us try again. A clock that was set back does not hold
/// us up for longer than any failure could have.
pub fn is_time(due: Timestamp, not_before: Timestamp, now: Timestamp) -> bool {
    let most = SignedDuration::from_secs(i64::from(LONGEST_PUT_OFF_SECONDS));
    let was_set_back = not_before.duration_since(now) > most;
    now >= due && (now >= not_before || was_set_back)
}

/// Seconds to wait after so many failures in a row, the first counted as 1. `jitter` is 0 to 65535.
pub fn wait_seconds(failures: u32, refusal: Refusal, jitter: u16) -> u32 {
    let own = backoff::wait_seconds(failures, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, jitter);
    let asked = refusal.retry_after.unwrap_or(if refusal.is_rate_limit { RATE_LIMITED_SECONDS } else { 0 });
    own.max(asked.min(LONGEST_PUT_OFF_SECONDS))
}

/// Whether somebody must be told: `validity` is that of the certificate in use, `None` where it is one of our own making
/// that an authority's shall replace; `failures` are those since the last success.
pub fn alarm(validity: Option<Validity>, failures: u32, now: Timestamp) -> Option<Alarm> {
    match validity {
        None => (failures > 0).then_some(Alarm::Unsigned),
        Some(validity) if validity.ends <= now => Some(Alarm::Ended),
        Some(validity) => {
            let ends_soon = validity.ends.duration_since(now) <= ALARM_BEFORE;
            (failures > 0 && ends_soon).then_some(Alarm::Ends)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3600;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn valid(begins: i64, ends: i64) -> Validity {
        Validity { begins: at(begins), ends: at(ends) }
    }

    fn window(start: i64, end: i64) -> Option<Window> {
        Some(Window { start: at(start), end: at(end) })
    }

    #[test]
    fn it_is_due_in_the_authoritys_window_or_at_two_thirds_of_its_lifetime() {
        let ninety = valid(0, 90 * DAY);
        for (validity, window, jitter, due_at) in [
            (ninety, None, 0, 60 * DAY),
            (ninety, None, u16::MAX, 63 * DAY),
            (valid(0, 6 * DAY), None, 0, 4 * DAY),
            (ninety, window(10 * DAY, 12 * DAY), 0, 10 * DAY),
            (ninety, window(10 * DAY, 12 * DAY), u16::MAX, 12 * DAY),
            // It shall be replaced at once, as after a mistake of the authority.
            (ninety, window(-2 * DAY, -DAY), 0, -2 * DAY),
            // Windows that say nothing.
            (ninety, window(12 * DAY, 10 * DAY), 0, 60 * DAY),
            (ninety, window(12 * DAY, 12 * DAY), 0, 60 * DAY),
            (ninety, window(80 * DAY, 91 * DAY), 0, 60 * DAY),
            // Certificates that say nothing: they are replaced.
            (valid(DAY, DAY), None, u16::MAX, DAY),
            (valid(2 * DAY, DAY), None, 0, DAY),
        ] {
            assert_eq!(due(validity, window, jitter), at(due_at), "{validity:?} {window:?} {jitter}");
        }
        // Nothing that a certificate can say goes over the edge.
        let longest = Validity { begins: Timestamp::MIN, ends: Timestamp::MAX };
        assert!(due(longest, None, u16::MAX) < Timestamp::MAX);
    }

    #[test]
    fn a_failure_puts_an_order_off_and_a_clock_set_back_does_not() {
        for (due, not_before, now, is_it) in [
            (100, 0, 99, false),
            (100, 0, 100, true),
            (100, 200, 150, false),
            (100, 200, 200, true),
            (100, 150 + 8 * DAY, 150, true),
        ] {
            assert_eq!(is_time(at(due), at(not_before), at(now)), is_it, "{due} {not_before} {now}");
        }
        let signed = settled(at(100));
        assert!(!is_time(at(0), signed, at(3699)) && is_time(at(0), signed, at(3700)));
    }

    #[test]
    fn failures_wait_a_minute_to_a_day_and_as_long_as_the_authority_asks() {
        let refused = |retry_after, is_rate_limit| Refusal { retry_after, is_rate_limit };
        for (failures, refusal, least, most) in [
            (1, Refusal::default(), 30, 60),
            (2, Refusal::default(), 60, 120),
            (40, Refusal::default(), 43_200, 86_400),
            (1, refused(Some(300), false), 300, 300),
            (5, refused(Some(3), true), 480, 960),
            (1, refused(None, true), 3600, 3600),
            (1, refused(Some(u32::MAX), true), LONGEST_PUT_OFF_SECONDS, LONGEST_PUT_OFF_SECONDS),
        ] {
            assert_eq!(wait_seconds(failures, refusal, 0), least, "{failures} {refusal:?}");
            assert_eq!(wait_seconds(failures, refusal, u16::MAX), most, "{failures} {refusal:?}");
        }
    }

    #[test]
    fn somebody_is_told_of_what_ends_and_cannot_be_renewed() {
        for (validity, failures, now, told) in [
            (None, 0, 0, None),
            (None, 1, 0, Some(Alarm::Unsigned)),
            (Some(valid(0, 90 * DAY)), 3, 75 * DAY, None),
            (Some(valid(0, 90 * DAY)), 3, 76 * DAY, Some(Alarm::Ends)),
            // It is being renewed and has not failed.
            (Some(valid(0, 90 * DAY)), 0, 89 * DAY, None),
            (Some(valid(0, 90 * DAY)), 0, 90 * DAY, Some(Alarm::Ended)),
            (Some(valid(0, 6 * DAY)), 1, 5 * DAY, Some(Alarm::Ends)),
        ] {
            assert_eq!(alarm(validity, failures, at(now)), told, "{validity:?} {failures} {now}");
        }
    }
}
