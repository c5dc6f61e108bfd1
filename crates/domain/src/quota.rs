//! What a mailbox may hold: what is taken into one that is full, and when its owner is told.

use crate::settings::{self, Settings};

/// As quotas are counted, in bytes.
pub const MEGABYTE: u64 = 1_000_000;

/// What the administrator has set for a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// `None`: the disk alone limits it.
    pub bytes: Option<u64>,
    /// So full, it is almost full.
    pub warn_percent: u32,
}

impl Quota {
    pub fn of(settings: &Settings<'_>) -> Quota {
        let megabytes = u64::from(settings.get(&settings::MAILBOX_QUOTA_MEGABYTES));
        let bytes = (megabytes > 0).then_some(megabytes * MEGABYTE);
        Quota { bytes, warn_percent: settings.get(&settings::MAILBOX_WARN_PERCENT) }
    }

    pub fn is_set(&self) -> bool {
        self.bytes.is_some()
    }
}

/// What is to be kept, by how it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A caller has spoken: to refuse it would lose it.
    Voice,
    /// The house writes: reports, receipts, letters.
    House,
    /// The owner has spoken it by telephone, and has no other copy: a message to be sent, a draft.
    Spoken,
    /// Another mail server brings it, and tries again. Of so many bytes, where it has said so.
    Mail { bytes: u64 },
    /// A mail client brings it, and has it still.
    Appended { bytes: u64 },
    /// It lies in the mailbox already, and would count twice.
    Copied { bytes: u64 },
    /// It lies in the mailbox already, and goes to another folder.
    Moved,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Taken,
    /// It is kept although the mailbox is full.
    TakenOver,
    RefusedForNow,
}

/// `used`: the bytes of all messages in all folders of the mailbox.
pub fn judge(quota: &Quota, used: u64, arrival: Arrival) -> Verdict {
    let Some(most) = quota.bytes else { return Verdict::Taken };
    let is_full = used >= most;
    match arrival {
        Arrival::Voice | Arrival::House | Arrival::Spoken if is_full => Verdict::TakenOver,
        Arrival::Voice | Arrival::House | Arrival::Spoken | Arrival::Moved => Verdict::Taken,
        Arrival::Mail { bytes } | Arrival::Appended { bytes } | Arrival::Copied { bytes } => {
            match is_full || used.saturating_add(bytes) > most {
                true => Verdict::RefusedForNow,
                false => Verdict::Taken,
            }
        }
    }
}

/// How full a mailbox is, as its owner is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    #[default]
    Below,
    Almost,
    Full,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Below, Level::Almost, Level::Full];

    /// What the store and the API call it.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Below => "below",
            Level::Almost => "almost-full",
            Level::Full => "full",
        }
    }

    pub fn from_name(name: &str) -> Option<Level> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

pub fn level(quota: &Quota, used: u64) -> Level {
    let Some(most) = quota.bytes else { return Level::Below };
    if used >= most {
        return Level::Full;
    }
    let warned = u128::from(most) * u128::from(quota.warn_percent);
    if u128::from(used) * 100 >= warned { Level::Almost } else { Level::Below }
}

/// What is to be remembered as told, and whether a letter goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// As it was told.
    None,
    /// It has risen: the owner is told.
    Tell(Level),
    /// It has fallen: nobody is told, and what was told may be so again.
    Forget(Level),
}

pub fn news(told: Level, now: Level) -> News {
    match now.cmp(&told) {
        std::cmp::Ordering::Equal => News::None,
        std::cmp::Ordering::Greater => News::Tell(now),
        std::cmp::Ordering::Less => News::Forget(now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Bearing, Row, Scope};

    const NINETY_OF_1000: Quota = Quota { bytes: Some(1000), warn_percent: 90 };

    #[test]
    fn what_is_taken_depends_on_the_room_and_on_whether_refusing_it_would_lose_it() {
        use Arrival::{Appended, Copied, House, Mail, Moved, Spoken, Voice};
        use Verdict::{RefusedForNow, Taken, TakenOver};
        for (used, arrival, expected) in [
            (0, Voice, Taken),
            (999, Voice, Taken),
            (1000, Voice, TakenOver),
            (u64::MAX, Voice, TakenOver),
            (5000, House, TakenOver),
            (5000, Spoken, TakenOver),
            (999, Mail { bytes: 0 }, Taken),
            (999, Mail { bytes: 1 }, Taken),
            (999, Mail { bytes: 2 }, RefusedForNow),
            (1000, Mail { bytes: 0 }, RefusedForNow),
            (1, Mail { bytes: u64::MAX }, RefusedForNow),
            (0, Appended { bytes: 1000 }, Taken),
            (0, Appended { bytes: 1001 }, RefusedForNow),
            (1000, Appended { bytes: 0 }, RefusedForNow),
            (600, Copied { bytes: 400 }, Taken),
            (600, Copied { bytes: 401 }, RefusedForNow),
            (5000, Moved, Taken),
        ] {
            assert_eq!(judge(&NINETY_OF_1000, used, arrival), expected, "{arrival:?} at {used}");
            let none = Quota { bytes: None, ..NINETY_OF_1000 };
            assert_eq!(judge(&none, used, arrival), Taken, "{arrival:?} without a quota");
        }
    }

    #[test]
    fn a_mailbox_is_almost_full_at_its_percentage_and_full_at_its_quota() {
        for (used, percent, expected) in [
            (0, 90, Level::Below),
            (899, 90, Level::Below),
            (900, 90, Level::Almost),
            (999, 90, Level::Almost),
            (1000, 90, Level::Full),
            (u64::MAX, 90, Level::Full),
            (999, 100, Level::Below),
            (1000, 100, Level::Full),
            (10, 1, Level::Almost),
        ] {
            let quota = Quota { bytes: Some(1000), warn_percent: percent };
            assert_eq!(level(&quota, used), expected, "{used} at {percent} %");
        }
        assert_eq!(level(&Quota { bytes: None, warn_percent: 1 }, u64::MAX), Level::Below);
    }

    #[test]
    fn each_level_is_told_once_and_again_only_after_it_was_left_below() {
        use Level::{Almost, Below, Full};
        let mut told = Below;
        let mut letters = Vec::new();
        for now in [Below, Almost, Almost, Full, Full, Almost, Full, Below, Below, Full, Almost, Almost] {
            match news(told, now) {
                News::None => assert_eq!(told, now),
                News::Tell(level) => {
                    letters.push(level);
                    told = level;
                }
                News::Forget(level) => told = level,
            }
        }
        assert_eq!(letters, [Almost, Full, Full, Full]);
        for level in Level::ALL {
            assert_eq!(Level::from_name(level.name()), Some(level));
        }
        assert_eq!(Level::from_name("brim"), None);
    }

    #[test]
    fn a_quota_is_of_the_nearest_setting_and_nought_is_none() {
        let row = |value: &str| Row {
            scope: Scope::System,
            key: "mailbox.quota_megabytes".into(),
            value: value.into(),
        };
        for (rows, expected) in [(vec![], None), (vec![row("0")], None), (vec![row("3")], Some(3_000_000))] {
            let quota = Quota::of(&Settings { rows: &rows, bearing: Bearing::default() });
            assert_eq!((quota.bytes, quota.warn_percent, quota.is_set()), (expected, 90, expected.is_some()));
        }
    }
}
