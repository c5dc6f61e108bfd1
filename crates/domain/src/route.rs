//! Where a call goes, and what becomes of it when nobody takes it.

use crate::id::UserId;
use crate::number::{Extension, Number};
use crate::number_plan::{Meaning, NumberPlan, Service};

/// Who calls, as far as that is proven. The number shown proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// One of this person's devices has authenticated.
    Person(UserId),
    Nobody,
}

/// Whether calls from nobody are taken at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anonymous {
    Refused,
    Taken,
}

/// Where a call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Rings at all devices of a person.
    Person(UserId),
    /// The caller's own number, from one of the caller's devices: rings at the others, and goes on to the
    /// owner's messages rather than to the voice mail for callers.
    OwnNumber(UserId),
    /// The mailbox menu.
    Mailbox,
    NotFound,
    /// Nobody vouches for the caller: refused before anything is looked up, one answer for real and unreal numbers.
    Refused,
}

/// Decides by the plan; `find` knows whose an extension is.
pub fn route(
    plan: &NumberPlan,
    anonymous: Anonymous,
    caller: Caller,
    called: &Number,
    find: impl FnOnce(&Extension) -> Option<UserId>,
) -> Route {
    if caller == Caller::Nobody && anonymous == Anonymous::Refused {
        return Route::Refused;
    }
    match plan.meaning(called) {
        Meaning::Service(Service::Mailbox) => Route::Mailbox,
        Meaning::Unknown => Route::NotFound,
        Meaning::Extension(extension) => match find(&extension) {
            Some(user) if caller == Caller::Person(user) => Route::OwnNumber(user),
            Some(user) => Route::Person(user),
            None => Route::NotFound,
        },
    }
}

/// How ringing at one device ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// 486, 600.
    Busy,
    /// 603, 607 or the reject key.
    Declined,
    /// It rang to the end of its time, or 408, 480.
    NoAnswer,
    /// It could not be reached: no binding, 404, 5xx, no transport.
    Unreachable,
}

/// Why a person was not reached, when that is known of every device. With no device at all it is
/// [`NotTaken::Unreachable`]. A person who declines or is talking on one device is not asked for on the others' account.
pub fn unreached(devices: &[NotTaken]) -> NotTaken {
    let order = [NotTaken::Declined, NotTaken::Busy, NotTaken::NoAnswer];
    order.into_iter().find(|why| devices.contains(why)).unwrap_or(NotTaken::Unreachable)
}

/// Whether the other devices go on ringing after one of them has answered so. Declining is said by a person and holds
/// for all of them; busy is said by a phone.
pub fn goes_on_ringing(one: NotTaken) -> bool {
    one != NotTaken::Declined
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: UserId = UserId::new(1);
    const BEN: UserId = UserId::new(2);

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn check(caller: Caller, anonymous: Anonymous, called: &str) -> Route {
        let plan = NumberPlan { system: vec![(number("99"), Service::Mailbox)], ..NumberPlan::default() };
        let find = |extension: &Extension| match extension.as_str() {
            "201" => Some(ANNA),
            "202" => Some(BEN),
            _ => None,
        };
        route(&plan, anonymous, caller, &number(called), find)
    }

    #[test]
    fn a_person_reaches_people_the_own_number_and_the_mailbox() {
        for (called, expected) in [
            ("202", Route::Person(BEN)),
            ("201", Route::OwnNumber(ANNA)),
            ("99", Route::Mailbox),
            ("203", Route::NotFound),
            ("+4930", Route::NotFound),
        ] {
            for anonymous in [Anonymous::Refused, Anonymous::Taken] {
                assert_eq!(check(Caller::Person(ANNA), anonymous, called), expected, "{called}");
            }
        }
    }

    #[test]
    fn nobody_is_refused_alike_for_real_and_unreal_numbers_unless_allowed() {
        for (called, when_taken) in [
            ("202", Route::Person(BEN)),
            ("203", Route::NotFound),
            ("99", Route::Mailbox),
            ("*1", Route::NotFound),
        ] {
            assert_eq!(check(Caller::Nobody, Anonymous::Refused, called), Route::Refused, "{called}");
            assert_eq!(check(Caller::Nobody, Anonymous::Taken, called), when_taken, "{called}");
        }
    }

    #[test]
    fn nothing_is_looked_up_for_nobody() {
        let plan = NumberPlan::default();
        let find = |_: &Extension| panic!("looked up");
        assert_eq!(route(&plan, Anonymous::Refused, Caller::Nobody, &number("201"), find), Route::Refused);
    }

    #[test]
    fn a_word_said_on_one_device_outweighs_silence_on_others() {
        use NotTaken::*;
        for (devices, expected) in [
            (&[][..], Unreachable),
            (&[Unreachable], Unreachable),
            (&[Unreachable, NoAnswer], NoAnswer),
            (&[NoAnswer, Busy], Busy),
            (&[Busy, Declined, NoAnswer], Declined),
        ] {
            assert_eq!(unreached(devices), expected, "{devices:?}");
        }
        assert!(goes_on_ringing(Busy) && !goes_on_ringing(Declined));
    }
}
