//! PINs of the telephone: which are allowed, how one is drawn, when one expires, and what wrong ones cost.

use crate::settings::{self, Settings};
use crate::tries::Limits;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// No PIN is longer.
pub const LONGEST: usize = 24;

/// What a PIN must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// A new PIN has at least so many digits, 1 to [`LONGEST`]; a drawn one exactly so many.
    pub length: usize,
    /// PINs that nobody may have, beside those that are easily guessed.
    pub banned: Vec<String>,
    /// After so many days a PIN must be changed; none: never.
    pub expires_after_days: Option<u32>,
    /// The owner hears of its coming end so many days ahead.
    pub reminded_days: u32,
    /// What one that has ended still opens.
    pub ended: Ended,
}

/// What a PIN that has ended still opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// Nothing but its change.
    #[default]
    EnforceChange,
    /// Nothing.
    PreventLogIn,
}

/// What a right PIN opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Holds,
    /// So many whole days are left.
    EndsSoon {
        days: u32,
    },
    /// Nothing but its change.
    MustChange,
    /// Nothing.
    Ended,
}

/// What a PIN opens that was set at `set_at` (none: it is the company's, which is nobody's own); `must_change`: somebody has
/// asked for another one.
pub fn standing(policy: &Policy, set_at: Option<Timestamp>, must_change: bool, now: Timestamp) -> Standing {
    let Some(set_at) = set_at else { return Standing::MustChange };
    match (expiry(policy, set_at, now), policy.ended) {
        (Expiry::Ended, Ended::PreventLogIn) => Standing::Ended,
        (Expiry::Ended, Ended::EnforceChange) => Standing::MustChange,
        _ if must_change => Standing::MustChange,
        (Expiry::EndsSoon { days }, _) => Standing::EndsSoon { days },
        (Expiry::Holds, _) => Standing::Holds,
    }
}

/// Six digits, never expiring.
impl Default for Policy {
    fn default() -> Self {
        Policy {
            length: 6,
            banned: Vec::new(),
            expires_after_days: None,
            reminded_days: 7,
            ended: Ended::EnforceChange,
        }
    }
}

impl Policy {
    /// As the settings have it.
    pub fn of(settings: &Settings<'_>) -> Policy {
        let days = settings.get(&settings::PIN_EXPIRES_AFTER_DAYS);
        Policy {
            length: settings.get(&settings::PIN_LENGTH) as usize,
            banned: settings.get(&settings::PIN_BANNED),
            expires_after_days: (days > 0).then_some(days),
            reminded_days: settings.get(&settings::PIN_REMINDED_DAYS),
            ended: settings.get(&settings::PIN_ENDED),
        }
    }
}

/// [`LIMITS`] with what the settings change of them.
pub fn limits(settings: &Settings<'_>) -> Limits {
    let wrong_tries = settings.get(&settings::PIN_WRONG_TRIES);
    Limits {
        wrong_tries: if wrong_tries == 0 { u32::MAX } else { wrong_tries },
        lock_seconds: settings.get(&settings::PIN_LOCK_MINUTES) * 60,
        ..LIMITS
    }
}

/// Five wrong PINs lock a box for 30 minutes: at most 240 guesses a day.
pub const LIMITS: Limits =
    Limits { wrong_tries: 5, lock_seconds: 30 * 60, first_wait_seconds: 1, longest_wait_seconds: 8 };

/// A PIN that a policy allows.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

/// Why a PIN is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("a PIN has digits only")]
    NotDigits,
    #[error("a PIN has {least} to {most} digits")]
    Length { least: usize, most: usize },
    #[error("a PIN that repeats itself is easily guessed")]
    Repeats,
    #[error("digits in a row are easily guessed")]
    Sequence,
    #[error("this PIN is too well known")]
    Banned,
    #[error("a PIN must differ from the own number")]
    OwnNumber,
}

/// How long a PIN still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    Holds,
    /// It ends within [`Policy::reminded_days`]; so many whole days are left.
    EndsSoon {
        days: u32,
    },
    Ended,
}

impl Pin {
    /// Checks a PIN that somebody wants; `own_number` is the extension of who will have it.
    pub fn choose(policy: &Policy, wanted: &str, own_number: &str) -> Result<Pin, Refused> {
        let digits = wanted.as_bytes();
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(Refused::NotDigits);
        }
        let least = policy.length.clamp(1, LONGEST);
        if !(least..=LONGEST).contains(&digits.len()) {
            return Err(Refused::Length { least, most: LONGEST });
        }
        if repeats(digits) {
            return Err(Refused::Repeats);
        }
        if runs(digits) {
            return Err(Refused::Sequence);
        }
        if wanted == own_number || wanted.bytes().rev().eq(own_number.bytes()) {
            return Err(Refused::OwnNumber);
        }
        if policy.banned.iter().any(|banned| banned == wanted) {
            return Err(Refused::Banned);
        }
        Ok(Pin(wanted.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Masked: a PIN reaches no log.
impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Makes a PIN of random digits (each 0 to 9), skipping those that the policy refuses. `None` when the digits are used
/// up before one was found, which a few hundred never are.
pub fn draw(policy: &Policy, own_number: &str, digits: impl IntoIterator<Item = u8>) -> Option<Pin> {
    let length = policy.length.clamp(1, LONGEST);
    let mut drawn = String::with_capacity(length);
    for digit in digits {
        drawn.push(char::from(b'0' + digit % 10));
        if drawn.len() < length {
            continue;
        }
        if let Ok(pin) = Pin::choose(policy, &drawn, own_number) {
            return Some(pin);
        }
        drawn.clear();
    }
    None
}

/// How long a PIN that was set at `set_at` still holds at `now`.
pub fn expiry(policy: &Policy, set_at: Timestamp, now: Timestamp) -> Expiry {
    let Some(days) = policy.expires_after_days else { return Expiry::Holds };
    let lifetime = SignedDuration::from_hours(24 * i64::from(days));
    let left = set_at.checked_add(lifetime).unwrap_or(Timestamp::MAX).duration_since(now);
    if left <= SignedDuration::ZERO {
        return Expiry::Ended;
    }
    match u32::try_from(left.as_hours() / 24) {
        Ok(days) if days < policy.reminded_days => Expiry::EndsSoon { days },
        _ => Expiry::Holds,
    }
}

/// One block again and again: `111111`, `121212`, `123123`. One digit alone repeats nothing.
fn repeats(digits: &[u8]) -> bool {
    let divides = |block: &usize| digits.len().is_multiple_of(*block);
    (1..=digits.len() / 2)
        .filter(divides)
        .any(|block| digits.iter().zip(&digits[block..]).all(|(a, b)| a == b))
}

/// Each digit one up, or one down, round the clock: `123456`, `890123`, `654321`. Two digits make no row.
fn runs(digits: &[u8]) -> bool {
    let steps_by = |step: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0');
    digits.len() >= 3 && (steps_by(1) || steps_by(9))
}

#[cfg(test)]
mod tests {
    use super::{Refused::*, *};
    use proptest::prelude::*;

    fn with_length(length: usize) -> Policy {
        Policy { length, ..Policy::default() }
    }

    #[test]
    fn what_is_easily_guessed_is_refused() {
        let policy = Policy { banned: vec!["147258".to_owned()], ..Policy::default() };
        for (wanted, expected) in [
            ("730184", None),
            ("7301842", None),
            ("111111", Some(Repeats)),
            ("121212", Some(Repeats)),
            ("407407", Some(Repeats)),
            ("123456", Some(Sequence)),
            ("654321", Some(Sequence)),
            ("890123", Some(Sequence)),
            ("109876", Some(Sequence)),
            ("147258", Some(Banned)),
            ("202017", Some(OwnNumber)),
            ("710202", Some(OwnNumber)),
            ("73018", Some(Length { least: 6, most: 24 })),
            ("7301847301847301847301841", Some(Length { least: 6, most: 24 })),
            ("", Some(Length { least: 6, most: 24 })),
            ("73o184", Some(NotDigits)),
            ("73018٤", Some(NotDigits)),
        ] {
            assert_eq!(Pin::choose(&policy, wanted, "202017").err(), expected, "{wanted}");
        }
    }

    #[test]
    fn short_pins_can_be_allowed() {
        for (length, wanted, expected) in [
            (1, "7", None),
            (2, "12", None),
            (2, "77", Some(Repeats)),
            (3, "321", Some(Sequence)),
            (4, "1235", None),
        ] {
            assert_eq!(Pin::choose(&with_length(length), wanted, "20").err(), expected, "{wanted}");
        }
    }

    #[test]
    fn a_draw_skips_what_is_refused_and_ends_with_the_digits() {
        let digits = [1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 8, 0, 3, 1, 9, 5];
        assert_eq!(draw(&Policy::default(), "20", digits).unwrap().as_str(), "803195");
        assert_eq!(draw(&Policy::default(), "803195", digits), None);
        assert_eq!(draw(&Policy::default(), "20", [1; 600]), None);
    }

    #[test]
    fn a_pin_expires_after_its_days_and_says_so_a_week_ahead() {
        let ninety = Policy { expires_after_days: Some(90), ..Policy::default() };
        let day = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        for (now, expected) in [
            (day(0), Expiry::Holds),
            (day(83), Expiry::Holds),
            (day(84), Expiry::EndsSoon { days: 6 }),
            (day(89), Expiry::EndsSoon { days: 1 }),
            (day(90), Expiry::Ended),
        ] {
            assert_eq!(expiry(&ninety, day(0), now), expected, "{now}");
        }
        assert_eq!(expiry(&Policy::default(), day(0), day(100_000)), Expiry::Holds);
    }

    #[test]
    fn what_has_ended_or_must_be_changed_opens_less() {
        let day = |day: i64| Some(Timestamp::from_second(day * 86_400).unwrap());
        let policy = |ended| Policy { expires_after_days: Some(90), ended, ..Policy::default() };
        for (ended, set_at, must_change, now, expected) in [
            (Ended::EnforceChange, day(0), false, day(1), Standing::Holds),
            (Ended::EnforceChange, day(0), true, day(1), Standing::MustChange),
            (Ended::EnforceChange, day(0), false, day(85), Standing::EndsSoon { days: 5 }),
            (Ended::EnforceChange, day(0), true, day(85), Standing::MustChange),
            (Ended::EnforceChange, day(0), false, day(90), Standing::MustChange),
            (Ended::PreventLogIn, day(0), false, day(90), Standing::Ended),
            (Ended::PreventLogIn, day(0), true, day(90), Standing::Ended),
            (Ended::PreventLogIn, None, false, day(90), Standing::MustChange),
        ] {
            assert_eq!(
                standing(&policy(ended), set_at, must_change, now.unwrap()),
                expected,
                "{ended:?} {set_at:?} {must_change} {now:?}"
            );
        }
    }

    #[test]
    fn a_lock_can_be_switched_off() {
        use crate::settings::{Bearing, Row, Scope};
        let rows = [Row { scope: Scope::System, key: "pin.wrong_tries".into(), value: "0".into() }];
        assert_eq!(limits(&Settings { rows: &rows, bearing: Bearing::default() }).wrong_tries, u32::MAX);
    }

    #[test]
    fn policy_and_limits_follow_the_settings() {
        use crate::settings::{Bearing, Row, Scope};
        let row = |key: &str, value: &str| Row { scope: Scope::System, key: key.into(), value: value.into() };
        let rows =
            [row("pin.length", "4"), row("pin.expires_after_days", "90"), row("pin.lock_minutes", "10")];
        let settings = Settings { rows: &rows, bearing: Bearing::default() };
        let policy = Policy::of(&settings);
        assert_eq!((policy.length, policy.expires_after_days), (4, Some(90)));
        assert!(policy.banned.contains(&"147258".to_owned()));
        assert_eq!(limits(&settings), Limits { lock_seconds: 600, ..LIMITS });
        let none = Settings { rows: &[], bearing: Bearing::default() };
        assert_eq!(limits(&none), LIMITS);
        assert_eq!(Policy::of(&none).expires_after_days, None);
    }

    #[test]
    fn debug_shows_no_pin() {
        let pin = Pin::choose(&Policy::default(), "730184", "20").unwrap();
        assert!(!format!("{pin:?}").contains("73"));
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_a_pin_is_what_was_wanted(wanted in ".{0,30}", length in 0usize..40) {
            if let Ok(pin) = Pin::choose(&with_length(length), &wanted, "201") {
                prop_assert_eq!(pin.as_str(), &wanted);
                prop_assert!((1..=LONGEST).contains(&wanted.len()));
            }
        }
    }
}
