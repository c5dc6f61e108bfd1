//! Which greeting a caller hears.

use serde::{Deserialize, Serialize};

/// What a greeting is for. The name is what the API and the store call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Situation {
    /// The everyday greeting.
    NoAnswer,
    /// The greeting of the day: until midnight in the owner's time zone.
    Day,
    Alternative,
    /// For callers from inside the company.
    Internal,
    Busy,
    Vacation,
    Break,
    OffHours,
    /// For the presence that the owner or a calendar has set.
    Presence,
}

impl Situation {
    pub const ALL: [Situation; 9] = [
        Situation::NoAnswer,
        Situation::Day,
        Situation::Alternative,
        Situation::Internal,
        Situation::Busy,
        Situation::Vacation,
        Situation::Break,
        Situation::OffHours,
        Situation::Presence,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Situation::NoAnswer => "no-answer",
            Situation::Day => "day",
            Situation::Alternative => "alternative",
            Situation::Internal => "internal",
            Situation::Busy => "busy",
            Situation::Vacation => "vacation",
            Situation::Break => "break",
            Situation::OffHours => "off-hours",
            Situation::Presence => "presence",
        }
    }

    pub fn from_name(name: &str) -> Option<Situation> { Self::ALL.into_iter().find(|situation| situation.name() == name) }
}
