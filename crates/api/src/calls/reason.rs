//! Why a call went where it went, as codes: whoever shows it words it in the reader's language.

use domain::{greeting, reason};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct Reason {
    #[schema(inline)]
    course: Course,
    /// Why its caller was greeted as it was; `null` where voice mail did not answer.
    #[schema(required)]
    greeting: Option<GreetingReason>,
}

/// What decided where the call went.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    Answered,
    CallerHungUp,
    Busy,
    NoAnswer,
    Declined,
    NotRegistered,
    AlwaysDiverted,
    Mailbox,
    NoSuchNumber,
    Gone,
    NotAllowed,
    LimitReached,
    NoTrunk,
    HandedBack,
    Attendant,
}

#[derive(Serialize, ToSchema)]
pub struct GreetingReason {
    #[schema(inline)]
    occasion: Occasion,
    /// The key of the presence state, where that is the occasion.
    #[schema(required)]
    presence: Option<String>,
    #[schema(inline)]
    recording: Recording,
}

/// What the greeting was chosen for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    AnnouncementAlways,
    Day,
    Alternative,
    Internal,
    External,
    Busy,
    Vacation,
    Break,
    OffHours,
    Presence,
    NoAnswer,
}

/// Which recording of it there was.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recording {
    OwnersInCallersLanguage,
    OwnersInDefaultLanguage,
    OwnersName,
    Announcement,
    Company,
    SystemDefault,
}

impl Reason {
    /// Reads the journal's words.
    pub fn read(words: &str) -> Option<Reason> {
        let reason = reason::Reason::parse(words)?;
        Some(Reason { course: reason.course.into(), greeting: reason.greeting.map(Into::into) })
    }
}

impl From<reason::Course> for Course {
    fn from(course: reason::Course) -> Self {
        match course {
            reason::Course::Answered => Self::Answered,
            reason::Course::CallerHungUp => Self::CallerHungUp,
            reason::Course::Busy => Self::Busy,
            reason::Course::NoAnswer => Self::NoAnswer,
            reason::Course::Declined => Self::Declined,
            reason::Course::NotRegistered => Self::NotRegistered,
            reason::Course::AlwaysDiverted => Self::AlwaysDiverted,
            reason::Course::Mailbox => Self::Mailbox,
            reason::Course::NoSuchNumber => Self::NoSuchNumber,
            reason::Course::Gone => Self::Gone,
            reason::Course::NotAllowed => Self::NotAllowed,
            reason::Course::LimitReached => Self::LimitReached,
            reason::Course::NoTrunk => Self::NoTrunk,
            reason::Course::HandedBack => Self::HandedBack,
            reason::Course::Attendant => Self::Attendant,
        }
    }
}

impl From<greeting::Why> for GreetingReason {
    fn from(why: greeting::Why) -> Self {
        use greeting::{Because, Source};
        let presence = match &why.situation {
            Because::Presence(state) => Some(state.key().to_owned()),
            _ => None,
        };
        let occasion = match why.situation {
            Because::AnnouncementAlways => Occasion::AnnouncementAlways,
            Because::Day => Occasion::Day,
            Because::Alternative => Occasion::Alternative,
            Because::Internal => Occasion::Internal,
            Because::External => Occasion::External,
            Because::Busy => Occasion::Busy,
            Because::Vacation => Occasion::Vacation,
            Because::Break => Occasion::Break,
            Because::OffHours => Occasion::OffHours,
            Because::Presence(_) => Occasion::Presence,
            Because::NoAnswer => Occasion::NoAnswer,
        };
        let recording = match why.recording {
            Source::OwnersInCallersLanguage => Recording::OwnersInCallersLanguage,
            Source::OwnersInDefaultLanguage => Recording::OwnersInDefaultLanguage,
            Source::OwnersName => Recording::OwnersName,
            Source::Announcement => Recording::Announcement,
            Source::Company => Recording::Company,
            Source::SystemDefault => Recording::SystemDefault,
        };
        GreetingReason { occasion, presence, recording }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_journals_words_become_codes() {
        let read = |words| serde_json::to_value(Reason::read(words)).unwrap();
        assert_eq!(
            read("not registered; off-hours, system-default"),
            json!({ "course": "not-registered",
                "greeting": { "occasion": "off-hours", "presence": null, "recording": "system-default" } })
        );
        assert_eq!(
            read("busy; presence:sick, owners-in-callers-language"),
            json!({ "course": "busy", "greeting": { "occasion": "presence", "presence": "sick",
                "recording": "owners-in-callers-language" } })
        );
        assert_eq!(read("answered"), json!({ "course": "answered", "greeting": null }));
        assert_eq!(read("by fate"), json!(null));
    }
}
