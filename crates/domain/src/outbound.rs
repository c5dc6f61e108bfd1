//! Work that leaves the house, such as mail to an address elsewhere: when it is tried again, and when it is given up.

use crate::backoff;
use jiff::{SignedDuration, Timestamp};

/// Tried for so long (RFC 5321 §4.5.4.1 has at least 4 to 5 days).
pub const TRIED_FOR: SignedDuration = SignedDuration::from_hours(5 * 24);
/// After the first failure: those who refuse strangers once take them minutes later.
const FIRST_WAIT_SECONDS: u32 = 120;
const LONGEST_WAIT_SECONDS: u32 = 4 * 60 * 60;

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The next server has taken it.
    Sent,
    /// Not now: nobody was there, or said so (4yz).
    Later,
    /// Never: refused for good (5yz).
    Never,
}

/// What becomes of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Done,
    At(Timestamp),
    GivenUp,
}

/// Work that has been there since `created`, after its `attempts`th try; `jitter` as [`backoff::wait_seconds`] has it.
pub fn after(tried: Tried, attempts: u32, created: Timestamp, now: Timestamp, jitter: u16) -> Next {
    match tried {
        Tried::Sent => Next::Done,
        Tried::Never => Next::GivenUp,
        Tried::Later if now.duration_since(created) >= TRIED_FOR => Next::GivenUp,
        Tried::Later => {
            let wait = backoff::wait_seconds(attempts, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, jitter);
            let wait = SignedDuration::from_secs(i64::from(wait));
            Next::At(now.checked_add(wait).unwrap_or(Timestamp::MAX))
        }
    }
}

/// The address that tells of what cannot be delivered: `bounce+TOKEN@DOMAIN`. Only notices come there.
pub fn return_path(token: &str, domain: &str) -> String {
    format!("{RETURNED}{token}@{domain}")
}

/// What such an address names; none: it is another address.
pub fn returned<'a>(address: &'a str, domain: &str) -> Option<&'a str> {
    let (local, at) = address.rsplit_once('@')?;
    let token = local
        .get(..RETURNED.len())
        .filter(|word| word.eq_ignore_ascii_case(RETURNED))
        .map(|_| &local[RETURNED.len()..])?;
    let well_formed = token.len() == TOKEN_CHARACTERS && token.bytes().all(|b| b.is_ascii_hexdigit());
    (well_formed && at.eq_ignore_ascii_case(domain)).then_some(token)
}

const RETURNED: &str = "bounce+";
/// 128 random bits in hexadecimal.
const TOKEN_CHARACTERS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    fn waited(next: Next, now: Timestamp) -> i64 {
        match next {
            Next::At(at) => at.duration_since(now).as_secs(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_put_off_is_tried_for_five_days_ever_less_often() {
        for (attempts, now, seconds) in [
            (1, hour(0), 120),
            (2, hour(1), 240),
            (6, hour(3), 3840),
            (9, hour(24), 14_400),
            (40, hour(119), 14_400),
        ] {
            assert_eq!(
                waited(after(Tried::Later, attempts, hour(0), now, u16::MAX), now),
                seconds,
                "{attempts}"
            );
            let soonest = waited(after(Tried::Later, attempts, hour(0), now, 0), now);
            assert_eq!(soonest, seconds / 2, "{attempts}");
        }
        assert_eq!(after(Tried::Later, 41, hour(0), hour(120), 0), Next::GivenUp);
    }

    #[test]
    fn what_is_taken_or_refused_for_good_is_not_tried_again() {
        assert_eq!(after(Tried::Sent, 1, hour(0), hour(0), 0), Next::Done);
        assert_eq!(after(Tried::Never, 1, hour(0), hour(0), 0), Next::GivenUp);
    }

    #[test]
    fn only_the_whole_address_of_a_notice_is_one() {
        let token = "0123456789abcdef0123456789ABCDEF";
        assert_eq!(returned(&return_path(token, "example.org"), "Example.ORG"), Some(token));
        assert_eq!(returned(&format!("BOUNCE+{token}@example.org"), "example.org"), Some(token));
        for other in [
            "bounce+@example.org".to_owned(),
            format!("bounce+{token}@example.net"),
            format!("bounce+{token}0@example.org"),
            format!("bounce-{token}@example.org"),
            format!("bounce+{}é@example.org", &token[..30]),
            token.to_owned(),
            "é@example.org".to_owned(),
        ] {
            assert_eq!(returned(&other, "example.org"), None, "{other}");
        }
    }
}
