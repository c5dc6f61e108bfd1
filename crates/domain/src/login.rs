//! Log-ins with name and password: how wrong ones are slowed down, per address and what they are to open.

use crate::number::Email;
use crate::tries::{Limits, Tried, Tries, Verdict};
use jiff::Timestamp;
use std::net::IpAddr;

/// Ten wrong passwords lock an account for one address for 15 minutes: too few to guess, and a stranger elsewhere
/// cannot lock the owner out.
pub const LIMITS: Limits =
    Limits { wrong_tries: 10, lock_seconds: 15 * 60, first_wait_seconds: 1, longest_wait_seconds: 8 };

/// What wrong tries are counted under. An IPv6 site owns its /64, so that is one address here; so are IPv4 and its
/// mapped form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Who {
    network: IpAddr,
    opens: Opens,
}

/// What a log-in is to open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Opens {
    Account(String),
    /// Whatever user is named: there is one.
    RecordingPage,
}

impl Who {
    /// `account` as it was typed, existing or not.
    pub fn new(from: IpAddr, account: &str) -> Who {
        let account = Email::parse(account).map_or_else(|_| account.to_lowercase(), String::from);
        Who { network: network(from), opens: Opens::Account(account) }
    }

    /// Somebody who wants to record the company's announcement.
    pub fn at_recording_page(from: IpAddr) -> Who {
        Who { network: network(from), opens: Opens::RecordingPage }
    }
}

/// Where all addresses that one site has are one.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        v4 => v4,
    }
}

/// What is answered to a log-in, after `wait_seconds`. That an account is locked is not said: it would tell that it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogIn {
    Welcome,
    Refused { wait_seconds: u32 },
}

/// Judges a log-in by the tries of its [`Who`].
pub fn judge(tries: Tries, tried: Tried, now: Timestamp) -> (Tries, LogIn) {
    let (tries, verdict) = tries.judge(&LIMITS, tried, now);
    let answer = match verdict {
        Verdict::Right => LogIn::Welcome,
        Verdict::Wrong { wait_seconds } | Verdict::Locked { wait_seconds } => LogIn::Refused { wait_seconds },
    };
    (tries, answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(address: &str, account: &str) -> Who {
        Who::new(address.parse().unwrap(), account)
    }

    #[test]
    fn one_site_is_one_address_and_names_have_no_case() {
        for (address, account, same) in [
            ("192.0.2.1", "ANNA@example.org", true),
            ("::ffff:192.0.2.1", "anna@example.org", true),
            ("192.0.2.2", "anna@example.org", false),
            ("192.0.2.1", "ben@example.org", false),
        ] {
            assert_eq!(
                who(address, account) == who("192.0.2.1", "anna@example.org"),
                same,
                "{address} {account}"
            );
        }
        assert_eq!(who("2001:db8::1", "a@b"), who("2001:db8::ffff:2", "a@b"));
        assert_ne!(who("2001:db8::1", "a@b"), who("2001:db8:0:1::1", "a@b"));
        let at_page = |address: &str| Who::at_recording_page(address.parse().unwrap());
        assert_eq!(at_page("2001:db8::1"), at_page("2001:db8::2"));
        assert_ne!(at_page("192.0.2.1"), at_page("192.0.2.2"));
        assert_ne!(at_page("192.0.2.1"), who("192.0.2.1", ""), "no account's tries");
    }

    #[test]
    fn the_tenth_wrong_password_locks_and_says_no_more_than_any_other() {
        let now = Timestamp::UNIX_EPOCH;
        let mut tries = Tries::default();
        for wrong in 1..=10 {
            let (next, answer) = judge(tries, Tried::Wrong, now);
            assert_eq!(answer, LogIn::Refused { wait_seconds: [1, 2, 4, 8][usize::min(wrong - 1, 3)] });
            tries = next;
        }
        assert_eq!(judge(tries, Tried::Right, now).1, LogIn::Refused { wait_seconds: 8 });
        let later = Timestamp::from_second(15 * 60).unwrap();
        assert_eq!(judge(tries, Tried::Right, later).1, LogIn::Welcome);
    }
}
