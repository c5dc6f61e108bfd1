//! Where a call goes, and what becomes of it when nobody takes it.

use crate::e164::E164;
use crate::id::{AttendantId, GroupId, UserId};
use crate::number::{Extension, Number};
use crate::number_plan::{Meaning, NumberPlan, Service};
use crate::numbering::{Dialled, Home};
use crate::trunk::{self, Trunk};

/// Who calls, as far as that is proven. The number shown proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// One of this person's devices has authenticated.
    Person(UserId),
    /// A trunk vouches for the call, though not for who makes it.
    Trunk,
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
    /// Rings at the members of a hunt group.
    Group(GroupId),
    /// The menus of an attendant.
    Attendant(AttendantId),
    /// The mailbox menu.
    Mailbox,
    /// Straight to a person's voice mail: a call that another telephone system passes on.
    VoiceMail(UserId),
    NotFound,
    /// Nobody vouches for the caller: refused before anything is looked up, one answer for real and unreal numbers.
    Refused,
}

/// What an extension belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Person(UserId),
    Group(GroupId),
    Attendant(AttendantId),
}

/// Decides by the plan; `find` knows whose an extension is.
pub fn route(
    plan: &NumberPlan,
    anonymous: Anonymous,
    caller: Caller,
    called: &Number,
    find: impl FnOnce(&Extension) -> Option<Whose>,
) -> Route {
    if caller == Caller::Nobody && anonymous == Anonymous::Refused {
        return Route::Refused;
    }
    match plan.meaning(called) {
        Meaning::Service(Service::Mailbox) => Route::Mailbox,
        Meaning::Unknown => Route::NotFound,
        Meaning::Extension(extension) => match find(&extension) {
            Some(Whose::Person(user)) if caller == Caller::Person(user) => Route::OwnNumber(user),
            Some(Whose::Person(user)) => Route::Person(user),
            Some(Whose::Group(group)) => Route::Group(group),
            Some(Whose::Attendant(attendant)) => Route::Attendant(attendant),
            None => Route::NotFound,
        },
    }
}

/// What becomes of a call that is passed on by a trunk that says for whom it was. A call to the mailbox's number leaves a
/// message for that person, instead of asking the caller for a box; so does one that has tried to reach that person before.
pub fn passed_on(route: Route, to: Option<UserId>) -> Route {
    match (route, to) {
        (Route::Mailbox, Some(user)) => Route::VoiceMail(user),
        (Route::Person(called), Some(user)) if called == user => Route::VoiceMail(user),
        (route, _) => route,
    }
}

/// Inside the house or out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    Inside(Route),
    /// A call for help, past every limit.
    Help(Number),
    Outside(E164),
}

/// Decides where one of our own people's calls goes: help first, then the house, then the public network. A direct number
/// of the company is an extension of the house.
pub fn way(home: &Home, trunks: &[Trunk], called: &Number, inside: impl Fn(&Number) -> Route) -> Way {
    match home.dialled(called) {
        Dialled::Emergency(number) => Way::Help(number),
        Dialled::Nothing => Way::Inside(inside(called)),
        Dialled::Outside(number) => {
            let own = trunk::direct_extension(trunks, &number);
            let route = inside(&own.as_ref().map_or_else(|| called.clone(), Number::from));
            if route == Route::NotFound && own.is_none() && !trunks.is_empty() {
                Way::Outside(number)
            } else {
                Way::Inside(route)
            }
        }
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
    const SALES: GroupId = GroupId::new(1);

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn check(caller: Caller, anonymous: Anonymous, called: &str) -> Route {
        let plan = NumberPlan { system: vec![(number("99"), Service::Mailbox)], ..NumberPlan::default() };
        let find = |extension: &Extension| match extension.as_str() {
            "201" => Some(Whose::Person(ANNA)),
            "202" => Some(Whose::Person(BEN)),
            "250" => Some(Whose::Group(SALES)),
            "100" => Some(Whose::Attendant(AttendantId::new(1))),
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
            ("250", Route::Group(SALES)),
            ("100", Route::Attendant(AttendantId::new(1))),
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
    fn a_call_that_is_passed_on_leaves_a_message_for_whom_it_was() {
        for (route, to, expected) in [
            (Route::Mailbox, Some(ANNA), Route::VoiceMail(ANNA)),
            (Route::Mailbox, None, Route::Mailbox),
            (Route::Person(ANNA), Some(ANNA), Route::VoiceMail(ANNA)),
            (Route::Person(BEN), Some(ANNA), Route::Person(BEN)),
            (Route::NotFound, Some(ANNA), Route::NotFound),
        ] {
            assert_eq!(passed_on(route, to), expected, "{route:?} {to:?}");
        }
        assert_eq!(check(Caller::Trunk, Anonymous::Refused, "202"), Route::Person(BEN));
    }

    #[test]
    fn help_goes_first_then_the_house_then_the_public_network() {
        use crate::country::Country;
        use crate::id::TrunkId;
        use crate::numbering::DirectNumbers;
        use crate::trunk::Agreed;
        let home = Home { country: Country::named("DE").unwrap(), area: "30".into(), ..Home::default() };
        let agreed = Agreed {
            direct: vec![DirectNumbers::parse("+4930123:10-999").unwrap()],
            ..Agreed::with("sip:192.0.2.1")
        };
        let trunks = [Trunk { id: TrunkId::new(1), name: "t".into(), agreed }];
        let inside = |called: &Number| check(Caller::Person(BEN), Anonymous::Refused, called.as_str());
        let outside = |text| Way::Outside(E164::parse(text).unwrap());
        for (trunks, called, expected) in [
            (&trunks[..], "201", Way::Inside(Route::Person(ANNA))),
            (&trunks, "99", Way::Inside(Route::Mailbox)),
            (&trunks, "777", Way::Inside(Route::NotFound)),
            (&trunks, "7777", outside("+49307777")),
            (&trunks, "040123456", outside("+4940123456")),
            (&trunks, "+442079460123", outside("+442079460123")),
            (&trunks, "+4930123201", Way::Inside(Route::Person(ANNA))),
            (&trunks, "123201", Way::Inside(Route::Person(ANNA))),
            (&trunks, "+4930123777", Way::Inside(Route::NotFound)),
            (&trunks, "112", Way::Help(number("112"))),
            (&[], "112", Way::Help(number("112"))),
            (&[], "040123456", Way::Inside(Route::NotFound)),
        ] {
            assert_eq!(way(&home, trunks, &number(called), inside), expected, "{called}");
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
