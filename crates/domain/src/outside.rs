//! Calls to the public network: which trunks a number goes by, who may call it, and what follows a trunk's refusal.

use crate::country::CostClass;
use crate::e164::E164;
use crate::id::TrunkId;
use crate::settings::Choice;
use serde::{Deserialize, Serialize};

/// Which trunks the numbers that begin so go by, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideRoute {
    /// `+`, or `+` and first digits, such as `+49`; or a number for help, such as `112`; or [`EMERGENCY`].
    pub prefix: String,
    pub trunks: Vec<TrunkId>,
}

/// The prefix of a route for all numbers that call for help.
pub const EMERGENCY: &str = "emergency";
/// Trunks of one route.
pub const MOST_TRUNKS: usize = 16;

/// Why a route cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsoundRoute {
    #[error(
        "a route's prefix is + with at most 15 digits, or \"emergency\", or one such number of 2 to 6 digits"
    )]
    Prefix,
    #[error("a route has 1 to {MOST_TRUNKS} trunks, each once")]
    Trunks,
}

impl OutsideRoute {
    pub fn check(&self) -> Result<(), UnsoundRoute> {
        let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let is_prefix = match self.prefix.strip_prefix('+') {
            Some(digits) => digits.len() <= 15 && are_digits(digits),
            None if self.prefix == EMERGENCY => true,
            None => (2..=6).contains(&self.prefix.len()) && are_digits(&self.prefix),
        };
        if !is_prefix {
            return Err(UnsoundRoute::Prefix);
        }
        let mut once = self.trunks.clone();
        once.sort_unstable();
        once.dedup();
        let are_trunks = !once.is_empty() && once.len() == self.trunks.len() && once.len() <= MOST_TRUNKS;
        are_trunks.then_some(()).ok_or(UnsoundRoute::Trunks)
    }
}

/// The trunks for a number: those of the longest prefix.
pub fn trunks_for<'a>(routes: &'a [OutsideRoute], called: &E164) -> &'a [TrunkId] {
    let fits =
        |route: &&OutsideRoute| route.prefix.starts_with('+') && called.as_str().starts_with(&route.prefix);
    routes.iter().filter(fits).max_by_key(|route| route.prefix.len()).map_or(&[], |route| &route.trunks)
}

/// The trunks for a number that calls for help: those named for it, those for all such numbers, and then every other
/// that there is: a call for help is tried everywhere.
pub fn trunks_for_help(routes: &[OutsideRoute], called: &str, all: &[TrunkId]) -> Vec<TrunkId> {
    let named =
        |prefix| routes.iter().find(|route| route.prefix == prefix).map_or(&[][..], |route| &route.trunks);
    let mut trunks = Vec::new();
    for trunk in named(called).iter().chain(named(EMERGENCY)).chain(all) {
        if !trunks.contains(trunk) {
            trunks.push(*trunk);
        }
    }
    trunks
}

/// How far somebody may call. Help and free numbers may always be called, but by nobody whose class is `None` the latter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Colleagues and help only.
    #[default]
    Nobody,
    National,
    /// Mobile phones of the own country, too.
    Mobile,
    /// The countries that are allowed.
    International,
    /// Everything, premium numbers, too.
    Everything,
}

impl Choice for Reach {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("nobody", Reach::Nobody),
        ("national", Reach::National),
        ("mobile", Reach::Mobile),
        ("international", Reach::International),
        ("everything", Reach::Everything),
    ];
}

impl Reach {
    pub fn allows(self, class: CostClass) -> bool {
        match class {
            CostClass::Free => self != Reach::Nobody,
            CostClass::National => self != Reach::Nobody,
            CostClass::Mobile => matches!(self, Reach::Mobile | Reach::International | Reach::Everything),
            CostClass::International => matches!(self, Reach::International | Reach::Everything),
            CostClass::Premium | CostClass::Satellite => self == Reach::Everything,
        }
    }
}

/// How a trunk answered a call that it did not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrunkAnswer {
    /// A final response.
    Status(u16),
    /// No answer in time, or no way there.
    Silence,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The next trunk.
    GoOn,
    /// The same trunk again, at the place that its answer names (3xx).
    Follow,
    /// The called side has spoken: the caller is told this.
    End { status: u16 },
}

/// Places that one trunk's 3xx answers lead to, in all; a loop of them ends.
pub const MOST_REDIRECTIONS: u32 = 3;

/// Decides what follows a trunk's answer. What the *called person* said ends the call, lest a declined call ring again
/// by the next trunk (B-037); what the *trunk* could not do is tried on the next one.
///
/// 404 and 484 end although a trunk says them: the number is as wrong on the next one, and trying it everywhere is what
/// number scanners live on. 403 goes on, for providers answer so to an account that is blocked or has no credit; so do
/// 401 and 407, which say that our proof was not taken. Of the 5xx, 501 and 505 speak of the request, which would be the
/// same; of those above, 600, 603, 604, 606 and 607 are final by definition (RFC 3261 §21.6, RFC 8197).
pub fn after(answer: TrunkAnswer, redirections: u32) -> Next {
    let TrunkAnswer::Status(status) = answer else { return Next::GoOn };
    match status {
        300..=399 if redirections < MOST_REDIRECTIONS => Next::Follow,
        300..=399 => Next::GoOn,
        401 | 403 | 407 | 408 | 430 | 488 => Next::GoOn,
        501 | 505 => Next::End { status },
        500..=599 => Next::GoOn,
        _ => Next::End { status },
    }
}

/// What the caller is told when no trunk is left, by the last answer: that the house could not, not that it is wrong.
pub fn exhausted(last: Option<TrunkAnswer>) -> u16 {
    match last {
        Some(TrunkAnswer::Status(488)) => 488,
        _ => 503,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(prefix: &str, trunks: &[i64]) -> OutsideRoute {
        OutsideRoute { prefix: prefix.into(), trunks: trunks.iter().map(|id| TrunkId::new(*id)).collect() }
    }

    fn ids(trunks: &[TrunkId]) -> Vec<i64> {
        trunks.iter().map(|trunk| trunk.get()).collect()
    }

    #[test]
    fn the_longest_prefix_names_the_trunks() {
        let routes = [route("+", &[1]), route("+49", &[2, 1]), route("+4930", &[3]), route("112", &[9])];
        for (called, expected) in
            [("+442079460123", vec![1]), ("+498912345", vec![2, 1]), ("+493012345", vec![3])]
        {
            assert_eq!(ids(trunks_for(&routes, &E164::parse(called).unwrap())), expected, "{called}");
        }
        assert!(trunks_for(&[route("+49", &[1])], &E164::parse("+442079460123").unwrap()).is_empty());
    }

    #[test]
    fn help_goes_by_its_own_trunks_first_and_then_by_all() {
        let all: Vec<_> = [1, 2, 3, 4].map(TrunkId::new).to_vec();
        let routes = [route("+", &[1]), route("112", &[3]), route(EMERGENCY, &[2, 3])];
        assert_eq!(ids(&trunks_for_help(&routes, "112", &all)), [3, 2, 1, 4]);
        assert_eq!(ids(&trunks_for_help(&routes, "110", &all)), [2, 3, 1, 4]);
        assert_eq!(ids(&trunks_for_help(&[], "110", &all)), [1, 2, 3, 4]);
    }

    #[test]
    fn a_route_has_a_prefix_and_trunks() {
        for (prefix, trunks, expected) in [
            ("+", &[1][..], Ok(())),
            ("+49", &[1, 2], Ok(())),
            ("emergency", &[1], Ok(())),
            ("112", &[1], Ok(())),
            ("", &[1], Err(UnsoundRoute::Prefix)),
            ("49", &[], Err(UnsoundRoute::Trunks)),
            ("+49x", &[1], Err(UnsoundRoute::Prefix)),
            ("1", &[1], Err(UnsoundRoute::Prefix)),
            ("+", &[1, 1], Err(UnsoundRoute::Trunks)),
        ] {
            assert_eq!(route(prefix, trunks).check(), expected, "{prefix} {trunks:?}");
        }
    }

    #[test]
    fn each_reach_allows_what_the_one_before_does_and_more() {
        use CostClass::*;
        for (reach, allowed) in [
            (Reach::Nobody, &[][..]),
            (Reach::National, &[Free, National]),
            (Reach::Mobile, &[Free, National, Mobile]),
            (Reach::International, &[Free, National, Mobile, International]),
            (Reach::Everything, &CostClass::ALL),
        ] {
            let found: Vec<_> = CostClass::ALL.into_iter().filter(|class| reach.allows(*class)).collect();
            assert_eq!(found, allowed, "{reach:?}");
        }
    }

    #[test]
    fn what_the_person_said_ends_and_what_the_trunk_could_not_goes_on() {
        use Next::*;
        let end = |status| End { status };
        for (answer, redirections, expected) in [
            (TrunkAnswer::Silence, 0, GoOn),
            (TrunkAnswer::Status(408), 0, GoOn),
            (TrunkAnswer::Status(500), 0, GoOn),
            (TrunkAnswer::Status(502), 0, GoOn),
            (TrunkAnswer::Status(503), 0, GoOn),
            (TrunkAnswer::Status(504), 0, GoOn),
            (TrunkAnswer::Status(501), 0, end(501)),
            (TrunkAnswer::Status(505), 0, end(505)),
            (TrunkAnswer::Status(403), 0, GoOn),
            (TrunkAnswer::Status(407), 0, GoOn),
            (TrunkAnswer::Status(488), 0, GoOn),
            (TrunkAnswer::Status(404), 0, end(404)),
            (TrunkAnswer::Status(410), 0, end(410)),
            (TrunkAnswer::Status(480), 0, end(480)),
            (TrunkAnswer::Status(484), 0, end(484)),
            (TrunkAnswer::Status(486), 0, end(486)),
            (TrunkAnswer::Status(487), 0, end(487)),
            (TrunkAnswer::Status(600), 0, end(600)),
            (TrunkAnswer::Status(603), 0, end(603)),
            (TrunkAnswer::Status(604), 0, end(604)),
            (TrunkAnswer::Status(607), 0, end(607)),
            (TrunkAnswer::Status(302), 0, Follow),
            (TrunkAnswer::Status(302), MOST_REDIRECTIONS - 1, Follow),
            (TrunkAnswer::Status(302), MOST_REDIRECTIONS, GoOn),
        ] {
            assert_eq!(after(answer, redirections), expected, "{answer:?} {redirections}");
        }
        assert_eq!(exhausted(Some(TrunkAnswer::Silence)), 503);
        assert_eq!(exhausted(Some(TrunkAnswer::Status(488))), 488);
        assert_eq!(exhausted(None), 503);
    }
}
