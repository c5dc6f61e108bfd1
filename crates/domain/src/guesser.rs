//! Who enters wrong PINs, over however many boxes: each box has its own lock, and a caller who walks from box to box
//! never meets one.

use crate::id::DeviceId;
use crate::login;
use crate::tries::{Limits, Tried, Tries};
use jiff::Timestamp;
use std::net::IpAddr;

/// Twenty wrong PINs within an hour lock a caller out for an hour.
pub const LIMITS: Limits =
    Limits { wrong_tries: 20, lock_seconds: 60 * 60, first_wait_seconds: 1, longest_wait_seconds: 8 };

/// Whom wrong PINs are counted against. A number that is merely shown would be another for each try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guesser {
    Device(DeviceId),
    /// All strangers of one network.
    Network(IpAddr),
}

impl Guesser {
    /// Somebody whom nobody vouches for.
    pub fn stranger(from: IpAddr) -> Guesser {
        Guesser::Network(login::network(from))
    }
}

/// The caller's tries after this one. A right PIN forgives nothing: it may be that of a box of the caller's own.
pub fn after(tries: Tries, tried: Tried, now: Timestamp) -> Tries {
    match tried {
        Tried::Right => tries,
        Tried::Wrong => tries.judge(&LIMITS, tried, now).0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Tried::*, *};

    #[test]
    fn a_caller_has_twenty_wrong_pins_an_hour_whatever_comes_between() {
        let second = |second| Timestamp::from_second(second).unwrap();
        let mut tries = Tries::default();
        for at in 0..20 {
            assert!(!tries.is_locked(second(at)), "{at}");
            tries = after(after(tries, Right, second(at)), Wrong, second(at));
        }
        assert!(tries.is_locked(second(20)) && tries.is_locked(second(19 + 3599)));
        assert!(!tries.is_locked(second(19 + 3600)));
        assert_eq!(after(tries, Wrong, second(100)), tries, "a lock is not prolonged");
    }

    #[test]
    fn strangers_of_one_site_are_one() {
        let stranger = |from: &str| Guesser::stranger(from.parse().unwrap());
        assert_eq!(stranger("2001:db8::1"), stranger("2001:db8::2"));
        assert_eq!(stranger("192.0.2.1"), stranger("::ffff:192.0.2.1"));
        assert_ne!(stranger("192.0.2.1"), stranger("192.0.2.2"));
    }
}
