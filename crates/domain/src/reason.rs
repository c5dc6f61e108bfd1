//! Why a call went where it went: decided while it lasts, kept in the journal, shown in the list of calls.

use crate::forward::When;
use crate::greeting;
use std::fmt;

/// The whole reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why it left the person whom it was for.
    pub forwarded: Option<When>,
    pub course: Course,
    /// Why its caller was greeted as it was; none where voice mail did not answer.
    pub greeting: Option<greeting::Why>,
}

/// What decided where the call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Answered,
    /// The caller hung up while it rang.
    CallerHungUp,
    /// A telephone said so.
    Busy,
    NoAnswer,
    /// A person said so.
    Declined,
    /// No telephone of the person could be reached.
    NotRegistered,
    /// The person has all calls go to voice mail.
    AlwaysDiverted,
    /// The call was for the mailbox menu.
    Mailbox,
    NoSuchNumber,
    /// The person was removed while the call came in.
    Gone,
    /// The caller may not call this number.
    NotAllowed,
    /// The caller's calls to the public network have reached a limit.
    LimitReached,
    /// No trunk took the call.
    NoTrunk,
    /// The telephone system that it came by has taken it back.
    HandedBack,
    /// An attendant has spoken with the caller, and sent the call nowhere.
    Attendant,
}

impl Course {
    const ALL: [Course; 15] = [
        Course::Answered,
        Course::CallerHungUp,
        Course::Busy,
        Course::NoAnswer,
        Course::Declined,
        Course::NotRegistered,
        Course::AlwaysDiverted,
        Course::Mailbox,
        Course::NoSuchNumber,
        Course::Gone,
        Course::NotAllowed,
        Course::LimitReached,
        Course::NoTrunk,
        Course::HandedBack,
        Course::Attendant,
    ];

    /// As the journal has it.
    const fn words(self) -> &'static str {
        match self {
            Course::Answered => "answered",
            Course::CallerHungUp => "the caller hung up while it rang",
            Course::Busy => "busy",
            Course::NoAnswer => "no answer",
            Course::Declined => "declined",
            Course::NotRegistered => "not registered",
            Course::AlwaysDiverted => "always diverted",
            Course::Mailbox => "mailbox",
            Course::NoSuchNumber => "no such number",
            Course::Gone => "gone",
            Course::NotAllowed => "not allowed",
            Course::LimitReached => "a limit was reached",
            Course::NoTrunk => "no trunk took it",
            Course::HandedBack => "handed back",
            Course::Attendant => "attendant",
        }
    }
}

impl From<Course> for Reason {
    fn from(course: Course) -> Self {
        Reason { forwarded: None, course, greeting: None }
    }
}

/// As the journal keeps it: `no answer; off-hours, system-default`, and `forwarded when busy: no answer`.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.forwarded.iter().try_for_each(|when| write!(f, "{}: ", when.words()))?;
        f.write_str(self.course.words())?;
        self.greeting.iter().try_for_each(|greeting| write!(f, "; {greeting}"))
    }
}

impl Reason {
    /// Reads what [`Display`](fmt::Display) has written.
    pub fn parse(text: &str) -> Option<Reason> {
        let (forwarded, text) = match text.split_once(": ") {
            Some((when, rest)) => (Some(When::ALL.into_iter().find(|one| one.words() == when)?), rest),
            None => (None, text),
        };
        let (course, greeting) = match text.split_once("; ") {
            Some((course, greeting)) => (course, Some(greeting::Why::parse(greeting)?)),
            None => (text, None),
        };
        let course = Course::ALL.into_iter().find(|one| one.words() == course)?;
        Some(Reason { forwarded, course, greeting })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::greeting::{Because, Source, Why};

    #[test]
    fn what_is_written_is_read_again() {
        let why = Why { situation: Because::OffHours, recording: Source::SystemDefault };
        for course in Course::ALL {
            for greeting in [None, Some(why.clone())] {
                for forwarded in When::ALL.into_iter().map(Some).chain([None]) {
                    let reason = Reason { forwarded, course, greeting: greeting.clone() };
                    assert_eq!(Reason::parse(&reason.to_string()), Some(reason));
                }
            }
        }
    }

    #[test]
    fn the_journal_keeps_it_in_words() {
        let greeting = Some(Why { situation: Because::Busy, recording: Source::OwnersInCallersLanguage });
        let reason = Reason { forwarded: None, course: Course::NoAnswer, greeting };
        assert_eq!(reason.to_string(), "no answer; busy, owners-in-callers-language");
        let reason = Reason { forwarded: Some(When::Busy), ..Course::Answered.into() };
        assert_eq!(reason.to_string(), "forwarded when busy: answered");
        for text in ["", "no-answer", "no answer; ", "no answer; busy", "fate", "fate: answered"] {
            assert_eq!(Reason::parse(text), None, "{text}");
        }
    }
}
