//! Which greeting a caller hears, and why.

mod book;
mod why;

pub use book::{Assigned, Book, Recording, Slot, TextNumber, Usage};
pub use why::{Because, Source, Why};

use crate::id::BlobId;
use crate::language::Language;
use crate::presence;
use crate::schedule;
use jiff::Timestamp;
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
    /// The everyday greeting for callers from outside, where it is another one.
    External,
    Busy,
    Vacation,
    Break,
    OffHours,
    /// For a presence that the owner or a calendar has set and that has no greeting of its own.
    Presence,
}

impl Situation {
    pub const ALL: [Situation; 10] = [
        Situation::NoAnswer,
        Situation::Day,
        Situation::Alternative,
        Situation::Internal,
        Situation::External,
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
            Situation::External => "external",
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

/// What owners record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Whole greetings.
    #[default]
    Individual,
    /// Their name, which the house's own words are said around.
    Personalised,
}

/// What the house's own greetings say of an owner who has not recorded a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Says {
    #[default]
    Name,
    Number,
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
    pub recordings: Vec<CompanyRecording>,
}

/// Something recorded for the whole company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyRecording {
    /// None: all languages are spoken in it.
    pub language: Option<Language>,
    pub blob: BlobId,
    /// When; none: before that was written down.
    pub at: Option<Timestamp>,
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
    pub book: &'a Book,
    pub kind: Kind,
    pub announcement: Option<&'a Announcement>,
    /// The company's own words in place of the house's.
    pub company: &'a [(Situation, CompanyRecording)],
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
    /// Callers from inside have a greeting of their own.
    pub internal: bool,
    pub caller: Side,
    pub reached: Reached,
    pub presence: presence::State,
    /// [`schedule::State::Open`] where hours are not used.
    pub hours: schedule::State,
    pub switching: Switching,
}

/// Which presence holds by itself, in place of the one that is set. None: the set one stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switching {
    pub off_hours: Option<presence::State>,
    pub breaks: Option<presence::State>,
}

/// What is played, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub sound: Sound,
    pub why: Why,
    /// The presence that holds by hours and owner: whether a message is taken and where callers are put through to is its affair.
    pub active: presence::State,
    /// Callers must hear it to its end.
    pub unskippable: bool,
}

/// What is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sound {
    Recorded(BlobId),
    /// The house's own words for a situation, in the caller's language, around the name that the owner has recorded.
    Spoken {
        situation: Situation,
        name: Option<BlobId>,
    },
}

/// Chooses in two steps: what the occasion is, then which recording of it there is.
pub fn choose(occasion: &Occasion<'_>) -> Choice {
    let active = occasion.active();
    if let Some(blob) = occasion.announcement_in(AnnouncementMode::Always) {
        let why = Why { situation: Because::AnnouncementAlways, recording: Source::Announcement };
        return Choice { sound: Sound::Recorded(blob), why, active, unskippable: false };
    }
    let because = occasion.because();
    let slots = occasion.slots(&because);
    let unskippable = slots.iter().any(|slot| occasion.book.is_unskippable(slot));
    let (sound, recording) = occasion.sound(because.as_situation(), &slots);
    Choice { sound, why: Why { situation: because, recording }, active, unskippable }
}

impl Occasion<'_> {
    /// The first situation that applies. Those of the upper half only where there is a recording of them.
    fn because(&self) -> Because {
        let recorded = |situation| self.has_recorded(situation);
        if self.day == Some(self.today) && recorded(Situation::Day) {
            Because::Day
        } else if self.alternative && recorded(Situation::Alternative) {
            Because::Alternative
        } else if self.internal && self.caller == Side::Inside && recorded(Situation::Internal) {
            Because::Internal
        } else if self.reached == Reached::Busy && recorded(Situation::Busy) {
            Because::Busy
        } else {
            match self.absence() {
                Because::NoAnswer if self.caller == Side::Outside && recorded(Situation::External) => {
                    Because::External
                }
                because => because,
            }
        }
    }

    /// Vacation holds day and night; hours go before any other presence.
    fn absence(&self) -> Because {
        if self.is_on_vacation() {
            return Because::Vacation;
        }
        let switches = |to: &Option<presence::State>, of| to.is_some() || self.has_recorded(of);
        match self.hours {
            schedule::State::Break if switches(&self.switching.breaks, Situation::Break) => Because::Break,
            schedule::State::OffHours | schedule::State::Holiday
                if switches(&self.switching.off_hours, Situation::OffHours) =>
            {
                Because::OffHours
            }
            _ if self.presence.is_everyday() => Because::NoAnswer,
            _ => Because::Presence(self.presence.clone()),
        }
    }

    fn has_recorded(&self, situation: Situation) -> bool {
        self.kind == Kind::Individual && self.book.has(&situation.into())
    }

    fn is_on_vacation(&self) -> bool {
        use presence::State;
        [State::VACATION, State::HOLIDAY].contains(&self.presence)
    }

    fn active(&self) -> presence::State {
        let switched = match self.hours {
            _ if self.is_on_vacation() => &None,
            schedule::State::Open => &None,
            schedule::State::Break => &self.switching.breaks,
            schedule::State::OffHours | schedule::State::Holiday => &self.switching.off_hours,
        };
        switched.as_ref().unwrap_or(&self.presence).clone()
    }

    /// What may have been recorded for a situation, the nearest first.
    fn slots(&self, because: &Because) -> Vec<Slot> {
        let of_active = || Slot::of_state(&self.active());
        match because {
            Because::Vacation => vec![of_active(), Situation::Vacation.into()],
            Because::Presence(_) => vec![of_active(), Situation::Presence.into()],
            Because::Break | Because::OffHours => vec![because.as_situation().into(), of_active()],
            Because::External => vec![Situation::External.into(), Situation::NoAnswer.into()],
            because => vec![because.as_situation().into()],
        }
    }

    fn sound(&self, situation: Situation, slots: &[Slot]) -> (Sound, Source) {
        let name = self.name();
        let owners = |language| match self.kind {
            Kind::Individual => slots
                .iter()
                .find_map(|slot| self.book.played(slot, language))
                .map(|blob| Sound::Recorded(blob.clone())),
            Kind::Personalised => None,
        };
        if let Some(sound) = owners(self.language) {
            (sound, Source::OwnersInCallersLanguage)
        } else if let Some(sound) = owners(self.default_language) {
            (sound, Source::OwnersInDefaultLanguage)
        } else if self.kind == Kind::Personalised && name.is_some() {
            (Sound::Spoken { situation, name }, Source::OwnersName)
        } else if let Some(blob) = self.announcement_in(AnnouncementMode::IfNone) {
            (Sound::Recorded(blob), Source::Announcement)
        } else if let Some(blob) = self.companys(situation) {
            (Sound::Recorded(blob), Source::Company)
        } else {
            (Sound::Spoken { situation, name }, Source::SystemDefault)
        }
    }

    fn name(&self) -> Option<BlobId> {
        let in_language = |language| self.book.recorded(&Slot::Name, language);
        in_language(self.language).or_else(|| in_language(self.default_language)).cloned()
    }

    /// The company's announcement in this mode.
    fn announcement_in(&self, mode: AnnouncementMode) -> Option<BlobId> {
        let announcement = self.announcement.filter(|announcement| announcement.mode == mode)?;
        self.nearest(announcement.recordings.iter())
    }

    /// The company's words for a situation.
    fn companys(&self, situation: Situation) -> Option<BlobId> {
        self.nearest(self.company.iter().filter(|(of, _)| *of == situation).map(|(_, recording)| recording))
    }

    /// In the caller's language, else the owner's, else in the one there is.
    fn nearest<'r>(&self, recordings: impl Iterator<Item = &'r CompanyRecording> + Clone) -> Option<BlobId> {
        let in_language =
            |language| recordings.clone().find(|recording| recording.language == Some(language));
        let recording = in_language(self.language)
            .or_else(|| in_language(self.default_language))
            .or_else(|| recordings.clone().next());
        recording.map(|recording| recording.blob.clone())
    }
}

#[cfg(test)]
mod tests;
