//! Who asks under name after name and proves to be none of them: a scan. Whether a name is real is not asked here, so
//! that being heard or not tells nothing about it.
//!
//! Phones prove who they are in the moment after they were challenged, and each that has done so earns its address room
//! for others: ten, then a hundred, then all that may be open at once. So a thousand phones behind one address get in
//! after a cut of the power, and somebody who proves nothing has ten tries.

use jiff::Timestamp;
use std::collections::HashMap;

/// Wrong proofs for one name, after which it is not heard from that source: fewer than [`TRIES`], so that a phone with an
/// old password does not shut out those beside it.
pub const NAME_TRIES: u32 = 5;
/// Tries of a source that has proven nothing.
pub const TRIES: u32 = 10;
/// What each name that was proven adds.
const TRIES_FOR_PROVEN: u32 = 10;
/// No source has more: phones that are challenged at the same moment.
const MOST_TRIES: u32 = 500;
/// Tries are forgotten after so long.
pub const FORGOTTEN_SECONDS: i64 = 15 * 60;
/// A proof counts for so long; registered phones renew it.
const PROVEN_SECONDS: i64 = 2 * 60 * 60;
/// A challenge that is open for longer is no phone's: it would have answered.
const OPEN_SECONDS: i64 = 3;

/// A name as it was claimed, or a number as it was dialled: a keyed hash, which is all that is kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name(pub u64);

/// Whether a request is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    Heard,
    /// It is left without an answer; soon, if it was a phone's, its repetition will be heard.
    Waits,
    /// The same, and it is no phone.
    Scan,
}

/// What one address has tried and proven.
#[derive(Clone, Debug, Default)]
pub struct Source {
    names: HashMap<Name, Standing>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    /// Since when there are tries to be held against it, and how many of them were wrong proofs.
    tried: Option<(Timestamp, u32)>,
    proven_at: Option<Timestamp>,
}

impl Source {
    /// A request under a name, before its proof, if there is one, is looked at.
    pub fn ask(&mut self, name: Name, now: Timestamp) -> Hearing {
        let before = self.names.get(&name).and_then(|standing| standing.at(now)).unwrap_or_default();
        if before.wrong() >= NAME_TRIES {
            return Hearing::Scan;
        }
        // Most are this: a phone that is known. It must not cost more for having many others beside it.
        if before.proven_at.is_some() {
            return Hearing::Heard;
        }
        self.forget(now);
        // A first proof belongs to the challenge that is counted; each further one is a try of its own.
        let is_another = before.tried.is_none_or(|(_, wrong)| wrong > 0);
        if self.tries() + u32::from(is_another) > self.room() {
            return self.refusal(now);
        }
        if before.tried.is_none() {
            self.names.insert(name, Standing { tried: Some((now, 0)), proven_at: None });
        }
        Hearing::Heard
    }

    /// A request under no name, or one that claims nothing: heard until the tries are used up.
    pub fn hear(&mut self, now: Timestamp) -> Hearing {
        self.forget(now);
        if self.tries() < self.room() { Hearing::Heard } else { self.refusal(now) }
    }

    /// The proof was wrong.
    pub fn wrong(&mut self, name: Name, now: Timestamp) {
        let standing = self.names.entry(name).or_default();
        let (since, wrong) = standing.tried.unwrap_or((now, 0));
        standing.tried = Some((since, wrong.saturating_add(1)));
    }

    /// The proof was right.
    pub fn proven(&mut self, name: Name, now: Timestamp) {
        self.names.insert(name, Standing { tried: None, proven_at: Some(now) });
    }

    /// Whether somebody there has proven anything that still counts.
    pub fn has_proven(&self) -> bool {
        self.names.values().any(|standing| standing.proven_at.is_some())
    }

    /// Nothing need be kept of it.
    pub fn is_forgotten(&mut self, now: Timestamp) -> bool {
        self.forget(now);
        self.names.is_empty()
    }

    fn forget(&mut self, now: Timestamp) {
        self.names.retain(|_, standing| standing.at(now).map(|left| *standing = left).is_some());
    }

    /// Names that are open count once; each wrong proof counts.
    fn tries(&self) -> u32 {
        self.open().map(|(_, wrong)| wrong.max(1)).fold(0, u32::saturating_add)
    }

    fn room(&self) -> u32 {
        let proven = self.names.values().filter(|standing| standing.proven_at.is_some()).count();
        let earned = u32::try_from(proven).unwrap_or(u32::MAX).saturating_mul(TRIES_FOR_PROVEN);
        TRIES.saturating_add(earned).min(MOST_TRIES)
    }

    fn refusal(&self, now: Timestamp) -> Hearing {
        let is_old = self.open().any(|(since, wrong)| wrong > 0 || seconds(since, now) >= OPEN_SECONDS);
        if is_old { Hearing::Scan } else { Hearing::Waits }
    }

    fn open(&self) -> impl Iterator<Item = (Timestamp, u32)> {
        let unproven = self.names.values().filter(|standing| standing.proven_at.is_none());
        unproven.filter_map(|standing| standing.tried)
    }
}

impl Standing {
    /// What of it still counts.
    fn at(self, now: Timestamp) -> Option<Standing> {
        let tried = self.tried.filter(|(since, _)| seconds(*since, now) < FORGOTTEN_SECONDS);
        let proven_at = self.proven_at.filter(|at| seconds(*at, now) < PROVEN_SECONDS);
        (tried.is_some() || proven_at.is_some()).then_some(Standing { tried, proven_at })
    }

    fn wrong(self) -> u32 {
        self.tried.map_or(0, |(_, wrong)| wrong)
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_secs()
}

#[cfg(test)]
mod tests {
    use super::{Hearing::*, *};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    /// One step of a table: asks under a name, or answers its challenge.
    #[derive(Clone, Copy, Debug)]
    enum Step {
        Asks(u64),
        Fails(u64),
        Proves(u64),
        /// Claims nothing.
        Speaks,
    }
    use Step::*;

    fn hear(source: &mut Source, step: Step, now: Timestamp) -> Hearing {
        match step {
            Asks(name) => source.ask(Name(name), now),
            Speaks => source.hear(now),
            Fails(name) => {
                let heard = source.ask(Name(name), now);
                if heard == Heard {
                    source.wrong(Name(name), now);
                }
                heard
            }
            Proves(name) => {
                let heard = source.ask(Name(name), now);
                if heard == Heard {
                    source.proven(Name(name), now);
                }
                heard
            }
        }
    }

    /// How the last of some steps is heard, each at its second.
    fn last(steps: impl IntoIterator<Item = (i64, Step)>) -> Hearing {
        let mut source = Source::default();
        steps.into_iter().map(|(second, step)| hear(&mut source, step, at(second))).last().unwrap()
    }

    fn each(names: std::ops::Range<u64>, second: i64, step: fn(u64) -> Step) -> Vec<(i64, Step)> {
        names.map(|name| (second, step(name))).collect()
    }

    #[test]
    fn a_source_is_heard_while_it_has_tries_left() {
        let ten = || each(0..10, 0, Asks);
        for (what, before, then, expected) in [
            ("the tenth name", each(0..9, 0, Asks), (0, Asks(9)), Heard),
            ("the eleventh, at once", ten(), (0, Asks(10)), Waits),
            ("the eleventh, when phones would have answered", ten(), (3, Asks(10)), Scan),
            ("one of the ten again", ten(), (3, Asks(4)), Heard),
            ("who claims nothing, behind ten names", ten(), (3, Speaks), Scan),
            ("who claims nothing, behind nine names", each(0..9, 0, Asks), (3, Speaks), Heard),
            ("a quarter of an hour later", ten(), (900, Asks(10)), Heard),
            ("the fifth guess for a name", vec![(0, Fails(1)); 4], (0, Fails(1)), Heard),
            ("the sixth", vec![(0, Fails(1)); 5], (0, Fails(1)), Scan),
            ("the sixth, when it is right", vec![(0, Fails(1)); 5], (0, Proves(1)), Scan),
            ("another name behind a phone with an old password", vec![(0, Fails(1)); 9], (0, Asks(2)), Heard),
            ("one password for eleven names", each(0..10, 0, Fails), (0, Fails(10)), Scan),
            (
                "the same name after its wrong tries are forgotten",
                vec![(0, Fails(1)); 5],
                (900, Proves(1)),
                Heard,
            ),
            (
                "a phone that has proven itself, among a scan",
                [vec![(0, Proves(99))], each(0..40, 0, Asks)].concat(),
                (5, Asks(99)),
                Heard,
            ),
            (
                "that phone's name, guessed at five times",
                [vec![(0, Proves(99))], vec![(0, Fails(99)); 5]].concat(),
                (5, Asks(99)),
                Scan,
            ),
        ] {
            assert_eq!(last(before.into_iter().chain([then])), expected, "{what}");
        }
    }

    /// all switch on at once, each repeats after T1, 2 T1 and so on what was not answered, and answers its challenge
    /// after a tenth of a second.
    #[test]
    fn a_thousand_phones_behind_one_address_are_all_in_within_eight_seconds() {
        let mut source = Source::default();
        let mut waiting: Vec<u64> = (0..1000).collect();
        let mut scans = 0;
        for repeated_at in [0_i64, 500, 1500, 3500, 7500] {
            let asked = |after: i64| {
                at(0).checked_add(jiff::SignedDuration::from_millis(repeated_at + after)).unwrap()
            };
            let (heard, unheard): (Vec<u64>, Vec<u64>) = waiting.iter().copied().partition(|name| {
                let hearing = source.ask(Name(*name), asked(0));
                scans += usize::from(hearing == Scan);
                hearing == Heard
            });
            for name in heard {
                assert_eq!(source.ask(Name(name), asked(100)), Heard);
                source.proven(Name(name), asked(100));
            }
            waiting = unheard;
        }
        assert_eq!((waiting.len(), scans), (0, 0));
    }

    #[test]
    fn a_source_that_proves_nothing_gets_ten_answers_however_it_asks() {
        for (names, pace) in [(1000, 0), (1000, 1), (3, 0)] {
            let mut source = Source::default();
            let steps = (0..500).map(|number| (number % names, at(i64::try_from(number).unwrap() * pace)));
            let guessed = steps.filter(|(name, now)| hear(&mut source, Fails(*name), *now) == Heard).count();
            assert!(guessed <= 10, "{names} names: {guessed}");
        }
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let mut source = Source::default();
        source.ask(Name(1), at(0));
        source.proven(Name(2), at(0));
        assert!(source.has_proven() && !source.is_forgotten(at(899)));
        assert!(!source.is_forgotten(at(7199)));
        assert!(source.is_forgotten(at(7200)));
    }
}
