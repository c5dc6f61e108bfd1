//! Why a greeting was chosen: said by [`choose`](super::choose), kept in the journal, shown to the owner.

use super::Situation;
use crate::presence;
use std::fmt;

/// The reason as the journal keeps it and the owner is shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub situation: Because,
    pub recording: Source,
}

/// Why this situation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    AnnouncementAlways,
    Day,
    Alternative,
    Internal,
    External,
    Busy,
    Vacation,
    Break,
    OffHours,
    Presence(presence::State),
    /// Nothing else applied.
    NoAnswer,
}

/// Why this recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    OwnersInCallersLanguage,
    OwnersInDefaultLanguage,
    /// The house's own words around the name that the owner has recorded.
    OwnersName,
    /// The company's announcement.
    Announcement,
    /// The company's words for the situation.
    Company,
    SystemDefault,
}

impl Because {
    pub(super) fn as_situation(&self) -> Situation {
        match self {
            Because::AnnouncementAlways | Because::NoAnswer => Situation::NoAnswer,
            Because::Day => Situation::Day,
            Because::Alternative => Situation::Alternative,
            Because::Internal => Situation::Internal,
            Because::External => Situation::External,
            Because::Busy => Situation::Busy,
            Because::Vacation => Situation::Vacation,
            Because::Break => Situation::Break,
            Because::OffHours => Situation::OffHours,
            Because::Presence(_) => Situation::Presence,
        }
    }
}

/// As the journal keeps it: `off-hours, owners-in-callers-language`; a presence with its state: `presence:sick, …`.
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.situation {
            Because::AnnouncementAlways => f.write_str(ANNOUNCEMENT_ALWAYS)?,
            Because::Presence(state) => write!(f, "{PRESENCE}{}", state.key())?,
            because => f.write_str(because.as_situation().name())?,
        }
        write!(f, ", {}", self.recording.name())
    }
}

const ANNOUNCEMENT_ALWAYS: &str = "announcement-always";
const PRESENCE: &str = "presence:";

impl Why {
    /// Reads what [`Display`](fmt::Display) has written.
    pub fn parse(text: &str) -> Option<Why> {
        let (situation, recording) = text.split_once(", ")?;
        Some(Why { situation: Because::parse(situation)?, recording: Source::from_name(recording)? })
    }
}

impl Because {
    fn parse(text: &str) -> Option<Because> {
        if text == ANNOUNCEMENT_ALWAYS {
            return Some(Because::AnnouncementAlways);
        }
        if let Some(key) = text.strip_prefix(PRESENCE) {
            return presence::State::parse(key).ok().map(Because::Presence);
        }
        match Situation::from_name(text)? {
            Situation::NoAnswer => Some(Because::NoAnswer),
            Situation::Day => Some(Because::Day),
            Situation::Alternative => Some(Because::Alternative),
            Situation::Internal => Some(Because::Internal),
            Situation::External => Some(Because::External),
            Situation::Busy => Some(Because::Busy),
            Situation::Vacation => Some(Because::Vacation),
            Situation::Break => Some(Because::Break),
            Situation::OffHours => Some(Because::OffHours),
            // It comes with its state.
            Situation::Presence => None,
        }
    }
}

impl Source {
    const ALL: [Source; 6] = [
        Source::OwnersInCallersLanguage,
        Source::OwnersInDefaultLanguage,
        Source::OwnersName,
        Source::Announcement,
        Source::Company,
        Source::SystemDefault,
    ];

    const fn name(self) -> &'static str {
        match self {
            Source::OwnersInCallersLanguage => "owners-in-callers-language",
            Source::OwnersInDefaultLanguage => "owners-in-default-language",
            Source::OwnersName => "owners-name",
            Source::Announcement => "announcement",
            Source::Company => "company",
            Source::SystemDefault => "system-default",
        }
    }

    fn from_name(name: &str) -> Option<Source> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let situations = [
            Because::AnnouncementAlways,
            Because::Day,
            Because::Alternative,
            Because::Internal,
            Because::External,
            Because::Busy,
            Because::Vacation,
            Because::Break,
            Because::OffHours,
            Because::Presence(presence::State::SICK),
            Because::NoAnswer,
        ];
        for situation in situations {
            for recording in Source::ALL {
                let why = Why { situation: situation.clone(), recording };
                assert_eq!(Why::parse(&why.to_string()), Some(why));
            }
        }
    }

    #[test]
    fn what_nobody_has_written_is_no_reason() {
        for text in [
            "",
            "busy",
            "busy, ",
            "busy,system-default",
            "presence, announcement",
            "presence:Ä, announcement",
        ] {
            assert_eq!(Why::parse(text), None, "{text}");
        }
    }
}
