//! Which greeting a caller hears, and why.

mod why;

pub use why::{Because, Source, Why};

use crate::id::BlobId;
use crate::language::Language;
use crate::presence;
use crate::schedule;
use jiff::civil::Date;
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

    pub fn from_name(name: &str) -> Option<Situation> {
        Self::ALL.into_iter().find(|situation| situation.name() == name)
    }
}

/// A greeting that the owner has recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub situation: Situation,
    pub language: Language,
    pub blob: BlobId,
}

/// When the company's announcement is played in place of a person's greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnouncementMode {
    Always,
    /// Where the owner has recorded none.
    IfNone,
}

/// The announcement of the whole company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub mode: AnnouncementMode,
    pub recordings: Vec<(Language, BlobId)>,
}

/// Where the caller is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Inside,
    Outside,
}

/// Whether the owner is talking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    Busy,
    /// Not answered, declined, not registered, or diverted at once.
    NotBusy,
}

/// All that bears on the choice.
#[derive(Clone, Debug)]
pub struct Occasion<'a> {
    /// What the owner has recorded.
    pub recordings: &'a [Recording],
    pub announcement: Option<&'a Announcement>,
    /// The caller's language.
    pub language: Language,
    /// The owner's language.
    pub default_language: Language,
    /// The date in the owner's time zone.
    pub today: Date,
    /// The date for which the greeting of the day was recorded.
    pub day: Option<Date>,
    /// The alternative greeting is switched on.
    pub alternative: bool,
    pub caller: Side,
    pub reached: Reached,
    pub presence: presence::State,
    pub hours: schedule::State,
}

/// What is played, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub sound: Sound,
    pub why: Why,
}

/// What is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sound {
    Recorded(BlobId),
    /// The house's own words for a situation, in the caller's language.
    Spoken(Situation),
}

/// Chooses in two steps: what the occasion is, then which recording of it there is.
pub fn choose(occasion: &Occasion<'_>) -> Choice {
    if let Some(blob) = occasion.announcement_in(AnnouncementMode::Always) {
        let why = Why { situation: Because::AnnouncementAlways, recording: Source::Announcement };
        return Choice { sound: Sound::Recorded(blob), why };
    }
    let because = occasion.because();
    let (sound, recording) = occasion.sound(because.as_situation());
    Choice { sound, why: Why { situation: because, recording } }
}

impl Occasion<'_> {
    /// The first situation that applies. Those of the upper half only where there is a recording of them.
    fn because(&self) -> Because {
        let recorded = |situation| self.recordings.iter().any(|recording| recording.situation == situation);
        if self.day == Some(self.today) && recorded(Situation::Day) {
            Because::Day
        } else if self.alternative && recorded(Situation::Alternative) {
            Because::Alternative
        } else if self.caller == Side::Inside && recorded(Situation::Internal) {
            Because::Internal
        } else if self.reached == Reached::Busy && recorded(Situation::Busy) {
            Because::Busy
        } else {
            self.absence()
        }
    }

    /// Vacation holds day and night; hours go before any other presence.
    fn absence(&self) -> Because {
        use presence::State;
        if [State::VACATION, State::HOLIDAY].contains(&self.presence) {
            return Because::Vacation;
        }
        match self.hours {
            schedule::State::Break => Because::Break,
            schedule::State::OffHours | schedule::State::Holiday => Because::OffHours,
            schedule::State::Open if self.presence.is_everyday() => Because::NoAnswer,
            schedule::State::Open => Because::Presence(self.presence.clone()),
        }
    }

    fn sound(&self, situation: Situation) -> (Sound, Source) {
        if let Some(blob) = self.recorded(situation, self.language) {
            (Sound::Recorded(blob), Source::OwnersInCallersLanguage)
        } else if let Some(blob) = self.recorded(situation, self.default_language) {
            (Sound::Recorded(blob), Source::OwnersInDefaultLanguage)
        } else if let Some(blob) = self.announcement_in(AnnouncementMode::IfNone) {
            (Sound::Recorded(blob), Source::Announcement)
        } else {
            (Sound::Spoken(situation), Source::SystemDefault)
        }
    }

    fn recorded(&self, situation: Situation, language: Language) -> Option<BlobId> {
        let wanted =
            |recording: &&Recording| recording.situation == situation && recording.language == language;
        self.recordings.iter().find(wanted).map(|recording| recording.blob.clone())
    }

    /// The company's announcement in this mode: in the caller's language, else the owner's, else in the one it has.
    fn announcement_in(&self, mode: AnnouncementMode) -> Option<BlobId> {
        let announcement = self.announcement.filter(|announcement| announcement.mode == mode)?;
        let in_language = |language| announcement.recordings.iter().find(|(of, _)| *of == language);
        let recording = in_language(self.language)
            .or_else(|| in_language(self.default_language))
            .or_else(|| announcement.recordings.first());
        recording.map(|(_, blob)| blob.clone())
    }
}

#[cfg(test)]
mod tests;
