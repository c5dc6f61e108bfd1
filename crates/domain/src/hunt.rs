//! Hunt groups: several people behind one number, whose telephones ring next, and where a call goes that none of them takes.

use crate::forward::Target;
use crate::id::{GroupId, UserId};
use crate::number::Extension;
use crate::route::NotTaken;

/// Members of one group: each that rings costs a leg.
pub const MOST_MEMBERS: usize = 50;
/// How long members ring, in seconds: least and most.
pub const SECONDS: std::ops::RangeInclusive<u32> = 5..=300;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// A group as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub plan: Plan,
}

/// What a group is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Nobody else's, and no other group's.
    pub extension: Extension,
    /// Shown on the telephones that ring.
    pub name: String,
    pub manner: Manner,
    /// How long each turn rings.
    pub seconds: u32,
    /// In the order in which they ring in turn; nobody twice.
    pub members: Vec<UserId>,
    /// None: callers whom nobody takes hear that the group is busy, or that it does not answer.
    pub overflow: Option<Overflow>,
}

/// In which order members ring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// All that are free, together.
    #[default]
    AllAtOnce,
    /// One after the other; each call begins with the first.
    InTurn,
    /// One after the other; who has not telephoned for the longest time is first.
    LongestIdle,
}

impl Manner {
    pub const ALL: [Manner; 3] = [Manner::AllAtOnce, Manner::InTurn, Manner::LongestIdle];

    /// As rows and the command line have it.
    pub const fn name(self) -> &'static str {
        match self {
            Manner::AllAtOnce => "all-at-once",
            Manner::InTurn => "in-turn",
            Manner::LongestIdle => "longest-idle",
        }
    }

    pub fn named(name: &str) -> Option<Manner> {
        Self::ALL.into_iter().find(|manner| manner.name() == name)
    }
}

/// Where a call goes that nobody of the group takes, as if this person had forwarded it: on the person's account, within the
/// person's limits, and to the person's voice mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overflow {
    pub person: UserId,
    pub target: Target,
}

/// Why a group cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("a group's name has 1 to {LONGEST_NAME} characters, and no control characters")]
    Name,
    #[error("members ring for {} to {} seconds", SECONDS.start(), SECONDS.end())]
    Seconds,
    #[error("a group has 1 to {MOST_MEMBERS} members")]
    Members,
    #[error("nobody is a member twice")]
    Twice,
}

impl Plan {
    /// Whether it can be kept; whether its people exist is not known here.
    pub fn check(&self) -> Result<(), Unsound> {
        let characters = self.name.chars().count();
        let is_repeated =
            |(at, member): (usize, &UserId)| self.members.iter().take(at).any(|other| other == member);
        for (is_sound, unsound) in [
            (!self.name.trim().is_empty() && characters <= LONGEST_NAME, Unsound::Name),
            (!self.name.chars().any(char::is_control), Unsound::Name),
            (SECONDS.contains(&self.seconds), Unsound::Seconds),
            ((1..=MOST_MEMBERS).contains(&self.members.len()), Unsound::Members),
            (!self.members.iter().enumerate().any(is_repeated), Unsound::Twice),
        ] {
            if !is_sound {
                return Err(unsound);
            }
        }
        Ok(())
    }
}

/// How a member stands at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Free,
    /// For another call.
    Ringing,
    OnThePhone,
    /// Is not to be disturbed, or has all calls forwarded.
    Quiet,
    /// No telephone can be reached.
    Away,
}

/// A member as it matters to who rings next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub user: UserId,
    pub standing: Standing,
    /// Which of the company's calls the member's last one was; a larger number is a later one. None: no call yet.
    pub last_call: Option<u64>,
}

/// Who rings next, given who has rung before for this call; nobody: the call overflows. It is asked before each turn, for
/// members come and go while others ring.
pub fn next(manner: Manner, members: &[Member], rung: &[UserId]) -> Vec<UserId> {
    let left = || members.iter().filter(|member| !rung.contains(&member.user));
    let of = |standing| left().filter(move |member| member.standing == standing);
    let one = |standing| match manner {
        Manner::LongestIdle => of(standing).min_by_key(|member| member.last_call),
        Manner::AllAtOnce | Manner::InTurn => of(standing).next(),
    };
    match manner {
        // Who rings for another call may take this one, too: whoever answers first is on the phone, the others are not.
        Manner::AllAtOnce => {
            left().filter(|member| can_ring(member.standing)).map(|member| member.user).collect()
        }
        Manner::InTurn | Manner::LongestIdle => one(Standing::Free)
            .or_else(|| one(Standing::Ringing))
            .map(|member| member.user)
            .into_iter()
            .collect(),
    }
}

fn can_ring(standing: Standing) -> bool {
    matches!(standing, Standing::Free | Standing::Ringing)
}

/// Why nobody took a call, when nobody is left to ring. Somebody who has rung did not answer; where nobody could ring it is
/// busy if anybody is at work at all.
pub fn why(members: &[Member], rung: &[UserId]) -> NotTaken {
    let is_there = |member: &Member| matches!(member.standing, Standing::OnThePhone | Standing::Ringing);
    if !rung.is_empty() {
        NotTaken::NoAnswer
    } else if members.iter().any(is_there) {
        NotTaken::Busy
    } else {
        NotTaken::Unreachable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Manner::{AllAtOnce, InTurn, LongestIdle};
    use Standing::{Away, Free, OnThePhone, Quiet, Ringing};

    fn ids(ids: &[i64]) -> Vec<UserId> {
        ids.iter().copied().map(UserId::new).collect()
    }

    /// Members 1, 2, 3 … so standing, whose last calls were these.
    fn members(all: &[(Standing, Option<u64>)]) -> Vec<Member> {
        let member = |(at, (standing, last_call)): (usize, &(Standing, Option<u64>))| Member {
            user: UserId::new(at as i64 + 1),
            standing: *standing,
            last_call: *last_call,
        };
        all.iter().enumerate().map(member).collect()
    }

    #[test]
    fn who_rings_next_by_manner_and_standing() {
        let free = members(&[(Free, Some(9)), (Free, Some(4)), (Free, None)]);
        let mixed = members(&[
            (OnThePhone, None),
            (Quiet, Some(1)),
            (Free, Some(7)),
            (Away, None),
            (Ringing, Some(2)),
            (Free, Some(3)),
        ]);
        let nobody = members(&[(OnThePhone, None), (Quiet, None), (Away, None)]);
        for (manner, members, rung, expected) in [
            (AllAtOnce, &free, &[][..], &[1, 2, 3][..]),
            (AllAtOnce, &free, &[1, 2, 3], &[]),
            (AllAtOnce, &free, &[1, 2], &[3]), // has hung up meanwhile
            (AllAtOnce, &mixed, &[], &[3, 5, 6]),
            (AllAtOnce, &nobody, &[], &[]),
            (InTurn, &free, &[], &[1]),
            (InTurn, &free, &[1], &[2]),
            (InTurn, &free, &[1, 2], &[3]),
            (InTurn, &free, &[1, 2, 3], &[]),
            (InTurn, &mixed, &[], &[3]),
            (InTurn, &mixed, &[3], &[6]),
            (InTurn, &mixed, &[3, 6], &[5]),
            (InTurn, &mixed, &[3, 6, 5], &[]),
            (InTurn, &nobody, &[], &[]),
            (LongestIdle, &free, &[], &[3]),
            (LongestIdle, &free, &[3], &[2]),
            (LongestIdle, &free, &[3, 2], &[1]),
            (LongestIdle, &free, &[3, 2, 1], &[]),
            (LongestIdle, &mixed, &[], &[6]),
            (LongestIdle, &mixed, &[6], &[3]),
            (LongestIdle, &mixed, &[6, 3], &[5]),
            (LongestIdle, &nobody, &[], &[]),
        ] {
            assert_eq!(next(manner, members, &ids(rung)), ids(expected), "{manner:?} {rung:?} {members:?}");
        }
        let alike = members(&[(Free, None), (Free, None)]);
        assert_eq!(next(LongestIdle, &alike, &[]), ids(&[1]), "among equals the first");
    }

    #[test]
    fn a_group_is_busy_absent_or_does_not_answer() {
        for (standings, rung, expected) in [
            (&[Free][..], &[1][..], NotTaken::NoAnswer),
            (&[OnThePhone, Away], &[2], NotTaken::NoAnswer),
            (&[OnThePhone, Away], &[], NotTaken::Busy),
            (&[Quiet, Away], &[], NotTaken::Unreachable),
            (&[], &[], NotTaken::Unreachable),
        ] {
            let all: Vec<_> = standings.iter().map(|standing| (*standing, None)).collect();
            assert_eq!(why(&members(&all), &ids(rung)), expected, "{standings:?} {rung:?}");
        }
    }

    #[test]
    fn a_group_has_a_name_members_and_a_time() {
        let sound = Plan {
            extension: Extension::parse("250").unwrap(),
            name: "Sales".into(),
            manner: InTurn,
            seconds: 15,
            members: ids(&[1, 2]),
            overflow: None,
        };
        let many: Vec<i64> = (1..=51).collect();
        for (plan, expected) in [
            (sound.clone(), Ok(())),
            (Plan { name: " ".into(), ..sound.clone() }, Err(Unsound::Name)),
            (Plan { name: "a\r\nb".into(), ..sound.clone() }, Err(Unsound::Name)),
            (Plan { name: "a".repeat(61), ..sound.clone() }, Err(Unsound::Name)),
            (Plan { seconds: 4, ..sound.clone() }, Err(Unsound::Seconds)),
            (Plan { seconds: 301, ..sound.clone() }, Err(Unsound::Seconds)),
            (Plan { members: Vec::new(), ..sound.clone() }, Err(Unsound::Members)),
            (Plan { members: ids(&many), ..sound.clone() }, Err(Unsound::Members)),
            (Plan { members: ids(&[1, 2, 1]), ..sound }, Err(Unsound::Twice)),
        ] {
            assert_eq!(plan.check(), expected, "{plan:?}");
        }
    }

    #[test]
    fn manners_have_names() {
        for manner in Manner::ALL {
            assert_eq!(Manner::named(manner.name()), Some(manner));
        }
        assert_eq!(Manner::named("at random"), None);
    }
}
