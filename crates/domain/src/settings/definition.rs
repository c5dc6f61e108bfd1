//! What a setting is: its key, type, range, default and words, and how its text form is read.

use super::Level;
use crate::e164::E164;
use crate::forward::Target;
use crate::language::caller::Countries;
use crate::number::Email;
use crate::presence::State;
use crate::schedule::{Hours, Span};
use crate::sender_template::SenderTemplate;
use crate::site_field::{FieldName, LONGEST_NAME};
use jiff::civil::Date;
use std::marker::PhantomData;

/// One setting, without its type: what lists, the API and the manual show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    pub key: &'static str,
    pub kind: Kind,
    /// In text form.
    pub default: &'static str,
    /// The nearest level at which it may be set.
    pub nearest: Level,
    /// What it does, as the manual says it.
    pub doc: &'static str,
}

/// The type of a setting, and its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Whole {
        least: u32,
        most: u32,
    },
    Switch,
    OneOf(&'static [&'static str]),
    /// Some of these, separated by spaces or commas, none twice; the first goes before the others.
    Order(&'static [&'static str]),
    /// A date, or nothing.
    Date,
    /// So many digits at most, or nothing.
    Digits {
        most: usize,
    },
    /// `voice-mail`, a number as it is dialled, or nothing.
    Target,
    /// Words separated by spaces or commas; each of digits only.
    DigitWords {
        most_characters: usize,
    },
    /// Numbers such as `+49 8142 47990`, so many at most; or nothing. The same without `+` and spaces is read, too.
    International {
        most: usize,
    },
    /// Country codes with the tags of languages, such as `49=de-DE 1=en-US`.
    Countries {
        most_characters: usize,
    },
    /// The name of a header field such as `X-Site`, or nothing.
    FieldName,
    /// How callers are addressed, such as `$(phonenumber)@$(addrtype).$(domain)`.
    SenderTemplate,
    /// Such a template, or nothing.
    SearchTemplate,
    /// A line of text, or nothing.
    Text {
        most_characters: usize,
    },
    /// A text of several lines, or nothing.
    Lines {
        most_characters: usize,
    },
    /// Spans of a day, separated by spaces, at most [`MOST_SPANS`]; or nothing.
    Hours,
    /// Dates, and spans of them with `..`, separated by spaces; or nothing.
    Days {
        most_characters: usize,
    },
    /// A presence state's key, or nothing.
    State,
    /// One presence state's key or more, separated by spaces, none twice.
    States {
        most_characters: usize,
    },
    /// An e-mail address, or nothing.
    Address,
}

/// More spans in one day are a mistake.
const MOST_SPANS: usize = 10;

/// Why a value cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    #[error("there is no setting {0}")]
    NoSuchSetting(String),
    #[error("{key} cannot be set nearer than at {nearest}")]
    TooNear { key: &'static str, nearest: &'static str },
    #[error("{key} is a whole number from {least} to {most}")]
    Whole { key: &'static str, least: u32, most: u32 },
    #[error("{key} is true or false")]
    Switch { key: &'static str },
    #[error("{key} is one of {choices}")]
    OneOf { key: &'static str, choices: String },
    #[error("{key} is one or more of {choices}, none twice")]
    Order { key: &'static str, choices: String },
    #[error("{key} is a date such as 2026-12-24, or empty")]
    Date { key: &'static str },
    #[error("{key} has at most {most} digits, or is empty")]
    Digits { key: &'static str, most: usize },
    #[error("{key} is voice-mail, a number as it is dialled, or empty")]
    Target { key: &'static str },
    #[error("{key} has digits only, separated by spaces, at most {most_characters} characters")]
    DigitWords { key: &'static str, most_characters: usize },
    #[error("{key} has numbers such as +49 8142 47990, the country code first, at most {most}, or is empty")]
    International { key: &'static str, most: usize },
    #[error(
        "{key} has entries such as 49=de-DE, separated by spaces, each code once, at most {most_characters} characters"
    )]
    Countries { key: &'static str, most_characters: usize },
    #[error(
        "{key} is the name of a header field such as X-Site, of 2 to {LONGEST_NAME} characters and none that SIP gives a meaning to, or empty"
    )]
    FieldName { key: &'static str },
    #[error("{key} is $(phonenumber)@ and a domain, in which $(addrtype) and $(domain) may stand")]
    SenderTemplate { key: &'static str },
    #[error("{key} is one line of at most {most_characters} characters, or empty")]
    Text { key: &'static str, most_characters: usize },
    #[error("{key} is a text of at most {most_characters} characters, or empty")]
    Lines { key: &'static str, most_characters: usize },
    #[error("{key} has spans such as 08:00-17:30, separated by spaces, at most {MOST_SPANS}, or is empty")]
    Hours { key: &'static str },
    #[error(
        "{key} has dates such as 2026-12-24 and spans such as 2026-12-24..2026-12-26, at most {most_characters} characters"
    )]
    Days { key: &'static str, most_characters: usize },
    #[error("{key} is a presence state's key, or empty")]
    State { key: &'static str },
    #[error(
        "{key} has keys of presence states, separated by spaces, none twice, at most {most_characters} characters"
    )]
    States { key: &'static str, most_characters: usize },
    #[error("{key} is an e-mail address, or empty")]
    Address { key: &'static str },
}

/// A setting with its type: what code asks for.
#[derive(Debug)]
pub struct Setting<T> {
    pub definition: Definition,
    value: PhantomData<fn() -> T>,
}

/// What a setting's value can be.
pub trait SettingValue: Sized {
    fn read(definition: &Definition, text: &str) -> Result<Self, Invalid>;

    /// What stands in where even the default cannot be read, which the test of all definitions excludes.
    fn fallback() -> Self;
}

impl<T: SettingValue> Setting<T> {
    pub(super) const fn new(definition: Definition) -> Setting<T> {
        Setting { definition, value: PhantomData }
    }

    pub fn default_value(&self) -> T {
        T::read(&self.definition, self.definition.default).unwrap_or_else(|_| T::fallback())
    }
}

impl Definition {
    /// Whether a text is a value of it.
    pub fn check(&self, text: &str) -> Result<(), Invalid> {
        match self.kind {
            Kind::Whole { .. } => u32::read(self, text).map(drop),
            Kind::Switch => bool::read(self, text).map(drop),
            Kind::OneOf(_) => self.read_choice(text).map(drop),
            Kind::Order(_) => self.read_order(text).map(drop),
            Kind::Date => Option::<Date>::read(self, text).map(drop),
            Kind::Digits { .. } => Digits::read(self, text).map(drop),
            Kind::Target => Option::<Target>::read(self, text).map(drop),
            Kind::DigitWords { .. } => Vec::<String>::read(self, text).map(drop),
            Kind::International { .. } => International::read(self, text).map(drop),
            Kind::Countries { .. } => Countries::read(self, text).map(drop),
            Kind::FieldName => Option::<FieldName>::read(self, text).map(drop),
            Kind::SenderTemplate => SenderTemplate::read(self, text).map(drop),
            Kind::SearchTemplate => Option::<SenderTemplate>::read(self, text).map(drop),
            Kind::Text { .. } => Line::read(self, text).map(drop),
            Kind::Lines { .. } => Lines::read(self, text).map(drop),
            Kind::Hours => Vec::<Hours>::read(self, text).map(drop),
            Kind::Days { .. } => Vec::<Span>::read(self, text).map(drop),
            Kind::State => Option::<State>::read(self, text).map(drop),
            Kind::States { .. } => Vec::<State>::read(self, text).map(drop),
            Kind::Address => Option::<Email>::read(self, text).map(drop),
        }
    }

    fn read_choice(&self, text: &str) -> Result<&'static str, Invalid> {
        let choices = if let Kind::OneOf(choices) = self.kind { choices } else { &[] };
        let invalid = || Invalid::OneOf { key: self.key, choices: choices.join(", ") };
        choices.iter().find(|choice| **choice == text).copied().ok_or_else(invalid)
    }
}

impl Definition {
    fn read_order(&self, text: &str) -> Result<Vec<&'static str>, Invalid> {
        let choices = if let Kind::Order(choices) = self.kind { choices } else { &[] };
        let invalid = || Invalid::Order { key: self.key, choices: choices.join(", ") };
        let mut order: Vec<&'static str> = Vec::new();
        for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
            let choice = choices.iter().find(|choice| **choice == word).ok_or_else(invalid)?;
            if order.contains(choice) {
                return Err(invalid());
            }
            order.push(choice);
        }
        if order.is_empty() { Err(invalid()) } else { Ok(order) }
    }
}

impl SettingValue for u32 {
    fn read(definition: &Definition, text: &str) -> Result<u32, Invalid> {
        let (least, most) =
            if let Kind::Whole { least, most } = definition.kind { (least, most) } else { (0, u32::MAX) };
        let value = text.parse().ok().filter(|value| (least..=most).contains(value));
        value.ok_or(Invalid::Whole { key: definition.key, least, most })
    }

    fn fallback() -> u32 {
        0
    }
}

impl SettingValue for bool {
    fn read(definition: &Definition, text: &str) -> Result<bool, Invalid> {
        text.parse().map_err(|_| Invalid::Switch { key: definition.key })
    }

    fn fallback() -> bool {
        false
    }
}

impl SettingValue for Option<Date> {
    fn read(definition: &Definition, text: &str) -> Result<Option<Date>, Invalid> {
        let date = if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        date.map_err(|_| Invalid::Date { key: definition.key })
    }

    fn fallback() -> Option<Date> {
        None
    }
}

impl SettingValue for Option<Target> {
    fn read(definition: &Definition, text: &str) -> Result<Option<Target>, Invalid> {
        let read = |text| Target::parse(text).map(Some).ok_or(Invalid::Target { key: definition.key });
        if text.is_empty() { Ok(None) } else { read(text) }
    }

    fn fallback() -> Option<Target> {
        None
    }
}

impl SettingValue for Option<Email> {
    fn read(definition: &Definition, text: &str) -> Result<Option<Email>, Invalid> {
        let read = |text| Email::parse(text).map(Some).map_err(|_| Invalid::Address { key: definition.key });
        if text.is_empty() { Ok(None) } else { read(text) }
    }

    fn fallback() -> Option<Email> {
        None
    }
}

/// A value of digits alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digits(pub String);

impl SettingValue for Digits {
    fn read(definition: &Definition, text: &str) -> Result<Digits, Invalid> {
        let most = if let Kind::Digits { most } = definition.kind { most } else { 0 };
        let well_formed = text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
        well_formed.then(|| Digits(text.to_owned())).ok_or(Invalid::Digits { key: definition.key, most })
    }

    fn fallback() -> Digits {
        Digits::default()
    }
}

impl SettingValue for Vec<String> {
    fn read(definition: &Definition, text: &str) -> Result<Vec<String>, Invalid> {
        let most =
            if let Kind::DigitWords { most_characters } = definition.kind { most_characters } else { 0 };
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        let digits_only = words.clone().all(|word| word.bytes().all(|b| b.is_ascii_digit()));
        if text.len() > most || !digits_only {
            return Err(Invalid::DigitWords { key: definition.key, most_characters: most });
        }
        Ok(words.map(str::to_owned).collect())
    }

    fn fallback() -> Vec<String> {
        Vec::new()
    }
}

/// Numbers with their country codes, digits alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct International(pub Vec<String>);

impl SettingValue for International {
    fn read(definition: &Definition, text: &str) -> Result<International, Invalid> {
        let most = if let Kind::International { most } = definition.kind { most } else { 0 };
        let numbers = international(text).filter(|numbers| numbers.len() <= most);
        numbers.map(International).ok_or(Invalid::International { key: definition.key, most })
    }

    fn fallback() -> International {
        International::default()
    }
}

/// From each `+` to the next there is one number, whatever spaces are in it; before the first one, each word is one.
fn international(text: &str) -> Option<Vec<String>> {
    let mut parts = text.split('+');
    let words = parts.next().unwrap_or_default().split([' ', ',']).filter(|word| !word.is_empty());
    let number = |part: &str| E164::parse(&format!("+{}", part.trim_end_matches([' ', ','])));
    words.chain(parts).map(|part| Some(number(part).ok()?.digits().to_owned())).collect()
}

impl SettingValue for Countries {
    fn read(definition: &Definition, text: &str) -> Result<Countries, Invalid> {
        let most =
            if let Kind::Countries { most_characters } = definition.kind { most_characters } else { 0 };
        let countries = (text.len() <= most).then(|| Countries::parse(text)).flatten();
        countries.ok_or(Invalid::Countries { key: definition.key, most_characters: most })
    }

    fn fallback() -> Countries {
        Countries::default()
    }
}

impl SettingValue for Vec<Hours> {
    fn read(definition: &Definition, text: &str) -> Result<Vec<Hours>, Invalid> {
        let hours = text.split_whitespace().map(Hours::parse).collect::<Result<Vec<_>, _>>();
        let few = hours.ok().filter(|hours| hours.len() <= MOST_SPANS);
        few.ok_or(Invalid::Hours { key: definition.key })
    }

    fn fallback() -> Vec<Hours> {
        Vec::new()
    }
}

impl SettingValue for Vec<Span> {
    fn read(definition: &Definition, text: &str) -> Result<Vec<Span>, Invalid> {
        let most_characters =
            if let Kind::Days { most_characters } = definition.kind { most_characters } else { 0 };
        let days = text.split_whitespace().map(Span::parse).collect::<Option<Vec<_>>>();
        let invalid = Invalid::Days { key: definition.key, most_characters };
        days.filter(|_| text.len() <= most_characters).ok_or(invalid)
    }

    fn fallback() -> Vec<Span> {
        Vec::new()
    }
}

impl SettingValue for Option<State> {
    fn read(definition: &Definition, text: &str) -> Result<Option<State>, Invalid> {
        let read = |text| State::parse(text).map(Some).map_err(|_| Invalid::State { key: definition.key });
        if text.is_empty() { Ok(None) } else { read(text) }
    }

    fn fallback() -> Option<State> {
        None
    }
}

impl SettingValue for SenderTemplate {
    fn read(definition: &Definition, text: &str) -> Result<SenderTemplate, Invalid> {
        SenderTemplate::parse(text).ok_or(Invalid::SenderTemplate { key: definition.key })
    }

    fn fallback() -> SenderTemplate {
        SenderTemplate::default()
    }
}

impl SettingValue for Option<SenderTemplate> {
    fn read(definition: &Definition, text: &str) -> Result<Option<SenderTemplate>, Invalid> {
        if text.is_empty() { Ok(None) } else { SenderTemplate::read(definition, text).map(Some) }
    }

    fn fallback() -> Option<SenderTemplate> {
        None
    }
}

impl SettingValue for Option<FieldName> {
    fn read(definition: &Definition, text: &str) -> Result<Option<FieldName>, Invalid> {
        let read = |text| FieldName::parse(text).map(Some).ok_or(Invalid::FieldName { key: definition.key });
        if text.is_empty() { Ok(None) } else { read(text) }
    }

    fn fallback() -> Option<FieldName> {
        None
    }
}

impl SettingValue for Vec<State> {
    fn read(definition: &Definition, text: &str) -> Result<Vec<State>, Invalid> {
        let most_characters =
            if let Kind::States { most_characters } = definition.kind { most_characters } else { 0 };
        let invalid = || Invalid::States { key: definition.key, most_characters };
        let mut states: Vec<State> = Vec::new();
        for key in text.split_whitespace() {
            let state = State::parse(key).ok().filter(|state| !states.contains(state));
            states.push(state.ok_or_else(invalid)?);
        }
        if states.is_empty() || text.len() > most_characters { Err(invalid()) } else { Ok(states) }
    }

    fn fallback() -> Vec<State> {
        vec![State::OFFICE]
    }
}

/// A value of one line, without control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub String);

impl SettingValue for Line {
    fn read(definition: &Definition, text: &str) -> Result<Line, Invalid> {
        let most = if let Kind::Text { most_characters } = definition.kind { most_characters } else { 0 };
        let well_formed = text.chars().count() <= most && !text.chars().any(char::is_control);
        let invalid = Invalid::Text { key: definition.key, most_characters: most };
        well_formed.then(|| Line(text.trim().to_owned())).ok_or(invalid)
    }

    fn fallback() -> Line {
        Line::default()
    }
}

/// A value of several lines, without other control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(pub String);

impl SettingValue for Lines {
    fn read(definition: &Definition, text: &str) -> Result<Lines, Invalid> {
        let most = if let Kind::Lines { most_characters } = definition.kind { most_characters } else { 0 };
        let is_allowed = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        let well_formed = text.chars().count() <= most && text.chars().all(is_allowed);
        let invalid = Invalid::Lines { key: definition.key, most_characters: most };
        well_formed.then(|| Lines(text.trim().to_owned())).ok_or(invalid)
    }

    fn fallback() -> Lines {
        Lines::default()
    }
}

/// An enum that is a setting's value by its names.
pub trait Choice: Default + Copy + 'static {
    const CHOICES: &'static [(&'static str, Self)];
}

impl<T: Choice> SettingValue for T {
    fn read(definition: &Definition, text: &str) -> Result<T, Invalid> {
        let name = definition.read_choice(text)?;
        let named = T::CHOICES.iter().find(|(of, _)| *of == name).map(|(_, value)| *value);
        named.ok_or_else(|| Invalid::OneOf { key: definition.key, choices: name.to_owned() })
    }

    fn fallback() -> T {
        T::default()
    }
}

/// Some of an enum's values, the first before the others; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order<T>(pub Vec<T>);

impl<T: Choice> SettingValue for Order<T> {
    fn read(definition: &Definition, text: &str) -> Result<Order<T>, Invalid> {
        let names = definition.read_order(text)?;
        let value = |name| T::CHOICES.iter().find(|(of, _)| *of == name).map(|(_, value)| *value);
        Ok(Order(names.into_iter().filter_map(value).collect()))
    }

    fn fallback() -> Order<T> {
        Order(T::CHOICES.iter().map(|(_, value)| *value).collect())
    }
}
