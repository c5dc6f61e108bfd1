//! Calls that do not stay where they were called: when somebody's are forwarded, where to, and where that ends.

use crate::e164::E164;
use crate::id::{GroupId, UserId};
use crate::number::Number;
use crate::route::{NotTaken, Route, Way};
use crate::settings::Choice;

/// How often one call is forwarded at most.
pub const MOST_HOPS: usize = 5;

/// Why a call is forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    Always,
    Busy,
    NoAnswer,
    Unreachable,
    /// Nobody is to be disturbed: the call goes where that person's callers go then.
    DoNotDisturb,
    /// The phone has sent it on while it rang (302).
    Deflected,
}

impl When {
    pub const ALL: [When; 6] =
        [When::Always, When::Busy, When::NoAnswer, When::Unreachable, When::DoNotDisturb, When::Deflected];

    /// As the journal has it.
    pub const fn words(self) -> &'static str {
        match self {
            When::Always => "forwarded always",
            When::Busy => "forwarded when busy",
            When::NoAnswer => "forwarded when not answered",
            When::Unreachable => "forwarded when not registered",
            When::DoNotDisturb => "do not disturb",
            When::Deflected => "deflected by the phone",
        }
    }
}

/// Where calls are forwarded to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    VoiceMail,
    /// As its owner would dial it.
    Number(Number),
}

impl Target {
    /// As settings keep it.
    pub const VOICE_MAIL: &'static str = "voice-mail";

    /// Reads what settings keep; `None`: neither voice mail nor a number.
    pub fn parse(text: &str) -> Option<Target> {
        match text {
            Self::VOICE_MAIL => Some(Target::VoiceMail),
            _ => Number::parse(text).ok().map(Target::Number),
        }
    }

    /// What [`Target::parse`] reads.
    pub fn text(&self) -> &str {
        match self {
            Target::VoiceMail => Self::VOICE_MAIL,
            Target::Number(number) => number.as_str(),
        }
    }
}

/// What callers get who are not to disturb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undisturbed {
    #[default]
    VoiceMail,
    Busy,
}

impl Choice for Undisturbed {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("voice-mail", Undisturbed::VoiceMail), ("busy", Undisturbed::Busy)];
}

/// What a person wants done with calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub always: Option<Target>,
    pub busy: Option<Target>,
    pub no_answer: Option<Target>,
    pub unreachable: Option<Target>,
    /// None: calls may disturb.
    pub do_not_disturb: Option<Undisturbed>,
}

/// Who calls, as far as it matters to somebody who is not to be disturbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Anyone,
    /// Rings all the same: an attendant.
    Passes,
    /// The person whom the number belongs to: nothing is forwarded.
    Owner,
}

/// What is done before anything rings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    Ring,
    Forward(When, Target),
    Busy,
}

impl Rules {
    /// Forwarding all calls goes before not being disturbed: the other place is not the one to be left in peace.
    pub fn first(&self, caller: Caller) -> First {
        match (caller, &self.always, self.do_not_disturb) {
            (Caller::Owner, ..) => First::Ring,
            (_, Some(target), _) => First::Forward(When::Always, target.clone()),
            (Caller::Passes, ..) | (_, _, None) => First::Ring,
            (_, _, Some(Undisturbed::VoiceMail)) => First::Forward(When::DoNotDisturb, Target::VoiceMail),
            (_, _, Some(Undisturbed::Busy)) => First::Busy,
        }
    }

    /// Where a call goes that nobody took. Who declines is busy, as with "user determined user busy" of 3GPP TS 22.082.
    pub fn then(&self, caller: Caller, why: NotTaken) -> Option<(When, Target)> {
        let (when, target) = match why {
            _ if caller == Caller::Owner => return None,
            NotTaken::Busy | NotTaken::Declined => (When::Busy, &self.busy),
            NotTaken::NoAnswer => (When::NoAnswer, &self.no_answer),
            NotTaken::Unreachable => (When::Unreachable, &self.unreachable),
        };
        target.clone().map(|target| (when, target))
    }
}

/// A person that a call was forwarded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    pub user: UserId,
    pub number: Number,
    pub why: When,
}

/// The way of one call from person to person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail(Vec<Station>);

impl Trail {
    /// The stations it has left, the first called first.
    pub fn stations(&self) -> &[Station] {
        &self.0
    }

    /// The first called person, if the call has been forwarded at all.
    pub fn first(&self) -> Option<&Station> {
        self.0.first()
    }

    /// Leaves a station. `false`: the call has been forwarded often enough, and stays.
    pub fn leave(&mut self, station: Station) -> bool {
        let may = self.0.len() < MOST_HOPS;
        if may {
            self.0.push(station);
        }
        may
    }

    /// Whether a person may be called: nobody is twice.
    pub fn may_reach(&self, user: UserId) -> bool {
        self.0.iter().all(|station| station.user != user)
    }
}

/// Where a call is forwarded to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goes {
    /// To the voice mail of the first called person.
    VoiceMail,
    Person(UserId),
    Group(GroupId),
    Outside(E164),
}

/// Decides by where the forwarding person's own call would go. Nobody's calls are forwarded to help, to a number that is
/// none, or in a circle.
pub fn goes(way: Way, trail: &Trail) -> Goes {
    match way {
        Way::Inside(Route::Person(user)) if trail.may_reach(user) => Goes::Person(user),
        Way::Inside(Route::Group(group)) => Goes::Group(group),
        Way::Outside(number) => Goes::Outside(number),
        Way::Inside(_) | Way::Help(_) => Goes::VoiceMail,
    }
}

/// Whether calls can be forwarded to where a person's own call would go. The person is not, help is not, and a number that
/// is none is told at once instead of to every caller.
pub fn is_target(way: &Way) -> bool {
    matches!(way, Way::Inside(Route::Person(_) | Route::Group(_) | Route::Mailbox) | Way::Outside(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(text: &str) -> Option<Target> {
        Target::parse(text)
    }

    #[test]
    fn all_calls_go_before_peace_and_peace_before_ringing() {
        let quiet = |how| Rules { do_not_disturb: Some(how), ..Rules::default() };
        let away = Rules { always: to("205"), ..quiet(Undisturbed::Busy) };
        let forwarded = || First::Forward(When::Always, Target::Number(Number::parse("205").unwrap()));
        let peace = First::Forward(When::DoNotDisturb, Target::VoiceMail);
        for (rules, caller, expected) in [
            (Rules::default(), Caller::Anyone, First::Ring),
            (quiet(Undisturbed::VoiceMail), Caller::Anyone, peace),
            (quiet(Undisturbed::Busy), Caller::Anyone, First::Busy),
            (quiet(Undisturbed::Busy), Caller::Passes, First::Ring),
            (quiet(Undisturbed::Busy), Caller::Owner, First::Ring),
            (away.clone(), Caller::Anyone, forwarded()),
            (away.clone(), Caller::Passes, forwarded()),
            (away, Caller::Owner, First::Ring),
        ] {
            assert_eq!(rules.first(caller), expected, "{rules:?} {caller:?}");
        }
    }

    #[test]
    fn each_reason_has_its_own_place_to_go() {
        let rules = Rules {
            busy: to("201"),
            no_answer: to("202"),
            unreachable: to("voice-mail"),
            ..Rules::default()
        };
        for (why, expected) in [
            (NotTaken::Busy, (When::Busy, to("201").unwrap())),
            (NotTaken::Declined, (When::Busy, to("201").unwrap())),
            (NotTaken::NoAnswer, (When::NoAnswer, to("202").unwrap())),
            (NotTaken::Unreachable, (When::Unreachable, Target::VoiceMail)),
        ] {
            assert_eq!(rules.then(Caller::Anyone, why), Some(expected.clone()), "{why:?}");
            assert_eq!(rules.then(Caller::Passes, why), Some(expected), "{why:?}");
            assert_eq!(rules.then(Caller::Owner, why), None, "{why:?}");
            assert_eq!(Rules::default().then(Caller::Anyone, why), None, "{why:?}");
        }
    }

    #[test]
    fn a_call_goes_on_five_times_and_never_twice_to_one_person() {
        let station = |id: i64| Station {
            user: UserId::new(id),
            number: Number::parse("201").unwrap(),
            why: When::Always,
        };
        let mut trail = Trail::default();
        assert!(trail.first().is_none() && trail.may_reach(UserId::new(1)));
        for id in 1..=5 {
            assert!(trail.leave(station(id)), "{id}");
            assert!(!trail.may_reach(UserId::new(id)) && trail.may_reach(UserId::new(id + 1)));
        }
        assert!(!trail.leave(station(6)));
        let (anna, fresh) = (UserId::new(1), UserId::new(9));
        let outside = E164::parse("+49301234").unwrap();
        for (way, expected, may_be_set) in [
            (Way::Inside(Route::Person(fresh)), Goes::Person(fresh), true),
            (Way::Inside(Route::Person(anna)), Goes::VoiceMail, true),
            (Way::Inside(Route::OwnNumber(fresh)), Goes::VoiceMail, false),
            (Way::Inside(Route::Group(GroupId::new(1))), Goes::Group(GroupId::new(1)), true),
            (Way::Inside(Route::Mailbox), Goes::VoiceMail, true),
            (Way::Inside(Route::NotFound), Goes::VoiceMail, false),
            (Way::Help(Number::parse("112").unwrap()), Goes::VoiceMail, false),
            (Way::Outside(outside.clone()), Goes::Outside(outside), true),
        ] {
            assert_eq!(is_target(&way), may_be_set, "{way:?}");
            assert_eq!(goes(way.clone(), &trail), expected, "{way:?}");
        }
        assert_eq!(trail.stations().len(), MOST_HOPS);
        assert_eq!(trail.first().map(|station| station.user), Some(UserId::new(1)));
    }

    #[test]
    fn a_target_is_voice_mail_or_a_number() {
        assert_eq!(to("voice-mail"), Some(Target::VoiceMail));
        assert!(matches!(to("+49301234"), Some(Target::Number(_))));
        for wrong in ["", "voicemail", "anna", "+", "2 0 1"] {
            assert_eq!(to(wrong), None, "{wrong}");
        }
    }
}
