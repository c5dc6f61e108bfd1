//! The company's attendant: a number that greets callers, says what can be chosen, and sends each to where the choice leads. By
//! day, by night and on holidays it may do different things; which is decided here, by rules that are looked at in their order.

mod check;
mod rule;
#[cfg(test)]
mod tests;

pub use check::{Unsound, is_announcement};
pub use rule::{Rule, UnreadableRule, When};

use crate::id::{AttendantId, BlobId, UserId};
use crate::language::Language;
use crate::number::{Extension, Number};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// So often is a caller brought back from somewhere where nobody was reached; then the call ends.
pub const MOST_TRIES: u32 = 5;

/// An attendant as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendant {
    pub id: AttendantId,
    pub plan: Plan,
    /// By name and language.
    pub sounds: Vec<Sound>,
}

/// A recorded announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    pub name: String,
    pub language: Language,
    pub blob: BlobId,
}

/// What an attendant does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Nobody else's, and no group's.
    pub extension: Extension,
    pub name: String,
    /// The language of callers of whom nothing else is known.
    pub language: Language,
    /// IANA name of the time zone that hours and dates are of.
    pub zone: String,
    /// Whose right it is to call outside, where callers are sent there; none: nobody is.
    pub person: Option<UserId>,
    /// The first that applies decides.
    pub rules: Vec<Rule>,
    /// Where no rule applies.
    pub otherwise: Goal,
    pub menus: Vec<Menu>,
    pub texts: Vec<Text>,
}

/// What a caller chooses from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Menu {
    pub name: String,
    /// The announcement that is played first; none: only the keys' labels are said.
    pub says: Option<String>,
    pub keys: Vec<Choice>,
    /// After so many rounds of silence or of keys without use the caller goes where `after` says.
    pub rounds: u32,
    pub after: Goal,
}

/// What a key of a menu does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// `0` to `9`, `*` or `#`.
    pub key: char,
    /// What is said of it: `sales`, for "For sales, press 1". None: the announcement tells.
    pub label: Option<String>,
    pub to: Goal,
}

/// Where a caller is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    Menu(String),
    /// A person, a group, another attendant, or a number outside as the attendant's person would dial it.
    Call(Number),
    /// This person's voice mail, without ringing.
    VoiceMail(Extension),
    /// Somebody whose name or extension the caller enters.
    Names,
    /// Who takes the company's calls, as the setting `operator` says.
    Operator,
    /// The menu once more.
    Repeat,
    End,
}

/// A text that is spoken where nothing is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Of the announcement.
    pub name: String,
    pub language: Language,
    pub text: String,
}

/// Announcements that every house has a text for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shipped {
    Welcome,
    Night,
    Weekend,
    Holiday,
    Break,
    Menu,
}

impl Shipped {
    pub const ALL: [Shipped; 6] =
        [Shipped::Welcome, Shipped::Night, Shipped::Weekend, Shipped::Holiday, Shipped::Break, Shipped::Menu];

    pub const fn name(self) -> &'static str {
        match self {
            Shipped::Welcome => "welcome",
            Shipped::Night => "night",
            Shipped::Weekend => "weekend",
            Shipped::Holiday => "holiday",
            Shipped::Break => "break",
            Shipped::Menu => "menu",
        }
    }

    pub fn named(name: &str) -> Option<Shipped> {
        Self::ALL.into_iter().find(|shipped| shipped.name() == name)
    }
}

/// How an announcement is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    Recorded(&'a BlobId),
    Text(&'a str),
    Shipped(Shipped),
}

/// What happens to a call that comes in now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision<'a> {
    /// None: no rule applies.
    pub rule: Option<&'a str>,
    /// Played before anything else.
    pub says: Option<&'a str>,
    pub to: &'a Goal,
}

impl Plan {
    /// What happens to a call at this moment, on the wall of the attendant's time zone.
    pub fn at(&self, now: DateTime) -> Decision<'_> {
        match self.rules.iter().find(|rule| rule.when.applies(now)) {
            Some(rule) => Decision { rule: Some(&rule.name), says: rule.says.as_deref(), to: &rule.to },
            None => Decision { rule: None, says: None, to: &self.otherwise },
        }
    }

    pub fn menu(&self, name: &str) -> Option<&Menu> {
        self.menus.iter().find(|menu| menu.name == name)
    }
}

impl Menu {
    pub fn to(&self, key: char) -> Option<&Goal> {
        self.keys.iter().find(|choice| choice.key == key).map(|choice| &choice.to)
    }
}

impl Attendant {
    /// How an announcement is heard by a caller of this language, and in which one: recorded before written, the caller's
    /// language before the attendant's, the house's own words last. `None`: there is none of this name.
    pub fn announcement(&self, name: &str, language: Language) -> Option<(Language, Said<'_>)> {
        let in_language = |language| {
            let sound = self.sounds.iter().find(|sound| sound.name == name && sound.language == language);
            let text = self.plan.texts.iter().find(|text| text.name == name && text.language == language);
            let recorded = sound.map(|sound| Said::Recorded(&sound.blob));
            Some((language, recorded.or(text.map(|text| Said::Text(&text.text)))?))
        };
        let shipped = || Some((language, Said::Shipped(Shipped::named(name)?)));
        in_language(language).or_else(|| in_language(self.plan.language)).or_else(shipped)
    }
}
