//! Which keys mean something to a caller during the greeting: the same in every profile, language and kind of greeting.

use super::{Takes, Voicemail};
use crate::line::Key;
use domain::settings;

/// Records at once.
pub const QUICK: Key = Key::Digit(0);
/// Leaves a message, where there is a choice.
pub const MESSAGE: Key = Key::Digit(1);
pub const TRANSFER: Key = Key::Digit(2);
pub const DEPUTY: Key = Key::Digit(8);
pub const OPERATOR: Key = Key::Digit(9);

/// In the order of [`Meant`]'s bits. Those between are for the administrator to give.
const KEYS: [Key; 11] = [
    QUICK,
    MESSAGE,
    TRANSFER,
    Key::Digit(3),
    Key::Digit(4),
    Key::Digit(5),
    Key::Digit(6),
    Key::Digit(7),
    DEPUTY,
    OPERATOR,
    Key::Star,
];
const SETS: usize = 1 << KEYS.len();

/// Each set of keys once, for [`crate::Barge::Only`] wants one that lives for ever.
static EVERY: [([Key; KEYS.len()], usize); SETS] = every();

const fn every() -> [([Key; KEYS.len()], usize); SETS] {
    let mut sets = [([QUICK; KEYS.len()], 0); SETS];
    let mut set = 0;
    while set < SETS {
        let mut bit = 0;
        while bit < KEYS.len() {
            if set & (1 << bit) != 0 {
                let length = sets[set].1;
                sets[set].0[length] = KEYS[bit];
                sets[set].1 += 1;
            }
            bit += 1;
        }
        set += 1;
    }
    sets
}

/// The keys that mean something in this call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant(usize);

impl Meant {
    /// During the greeting: one that must be heard is not skipped.
    pub fn during(voicemail: &Voicemail<'_>) -> Meant {
        Self::of(voicemail, !voicemail.greeting.unskippable)
    }

    /// After it.
    pub fn after(voicemail: &Voicemail<'_>) -> Meant {
        Self::of(voicemail, true)
    }

    fn of(voicemail: &Voicemail<'_>, skips: bool) -> Meant {
        let ways = &voicemail.ways;
        let takes = voicemail.takes == Takes::Messages;
        let is_meant = |key: &Key| match *key {
            QUICK => takes && skips,
            MESSAGE => takes && skips && ways.transfer.is_some(),
            TRANSFER => ways.transfer.is_some(),
            DEPUTY => ways.deputy.is_some(),
            OPERATOR => ways.operator.is_some(),
            Key::Star => voicemail.settings.get(&settings::OWNER_LOGIN_BY_STAR),
            given => ways.reach.as_ref().is_some_and(|(key, _)| *key == given),
        };
        Meant(KEYS.iter().enumerate().filter(|(_, key)| is_meant(key)).map(|(bit, _)| 1 << bit).sum())
    }
}

/// These keys, and no others.
pub fn of(meant: &Meant) -> &'static [Key] {
    let (keys, length) = &EVERY[meant.0];
    &keys[..*length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_has_its_keys_and_no_others() {
        assert_eq!(of(&Meant(0)), []);
        assert_eq!(of(&Meant(0b100_0000_0001)), [QUICK, Key::Star]);
        assert_eq!(of(&Meant(SETS - 1)), KEYS);
    }
}
