//! What the voice can say: the Fluent files, and how a message of them becomes fragments, names and pauses.

use crate::fragment::{Fragment, Tone};
use crate::say;
use crate::script::{Argument, Arguments};
use domain::id::BlobId;
use domain::language::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Pattern;
use std::sync::LazyLock;

pub(crate) mod shape;

/// The attribute that is said instead of a message whose name nobody can speak.
const UNSPOKEN: &str = "unspoken";

/// The argument that such a message has a name in; where it is not given, the attribute is said, too.
const NAME: &str = "name";

/// Marks around an argument's name in a formatted message, and before a count: private use characters, which no
/// prompt holds; arguments themselves are never put into the text.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';
const COUNT: char = '\u{E002}';

/// Pauses in milliseconds.
const JOIN_PAUSE: u32 = 40;
const COMMA_PAUSE: u32 = 160;
const SENTENCE_PAUSE: u32 = 320;

/// A part of what is said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Spoken {
    Fragment(Fragment),
    /// A person's name, for an engine.
    Name(Fragment),
    /// A person's name as that person says it.
    Recording(BlobId),
    Pause(u32),
}

/// Whether an engine is there that can speak names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    Spoken,
    Unspoken,
}

/// Why a message cannot be said: a fault of the program, found by its tests.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("there is no prompt {0}")]
    NoSuchPrompt(String),
    #[error("the prompt {0} lacks an argument or takes none of that kind")]
    Arguments(String),
}

/// The messages of one language.
pub(crate) struct Texts {
    language: Language,
    bundle: FluentBundle<&'static FluentResource>,
    resource: &'static FluentResource,
}

static ENGLISH: LazyLock<FluentResource> =
    LazyLock::new(|| parsed(include_str!("../../../prompts/en-GB.ftl")));
static GERMAN: LazyLock<FluentResource> =
    LazyLock::new(|| parsed(include_str!("../../../prompts/de-DE.ftl")));

/// A message with a fault is left out here, and a test names it.
fn parsed(source: &str) -> FluentResource {
    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable)
}

impl Texts {
    pub fn of(language: Language) -> Self {
        let resource: &'static FluentResource = match language {
            Language::EnGb => &ENGLISH,
            Language::DeDe => &GERMAN,
        };
        let locale = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(n) => Some(format!("{OPEN}{COUNT}{}{CLOSE}", n.value as u64)),
            _ => None,
        }));
        bundle.add_resource_overriding(resource);
        Texts { language, bundle, resource }
    }

    /// What a message says with its arguments.
    pub fn say(&self, id: &str, arguments: &Arguments, names: Names) -> Result<Vec<Spoken>, TextError> {
        let message = self.bundle.get_message(id).ok_or_else(|| TextError::NoSuchPrompt(id.to_owned()))?;
        let said = message.value().ok_or_else(|| TextError::NoSuchPrompt(id.to_owned()))?;
        let instead = message.get_attribute(UNSPOKEN).map(|attribute| attribute.value());
        let has_name = arguments.values().any(|argument| matches!(argument, Argument::Text(_)));
        let has_none = !arguments.contains_key(NAME);
        let pattern = match instead {
            Some(instead) if has_none || (has_name && names == Names::Unspoken) => instead,
            _ => said,
        };
        let mut items = Vec::new();
        for part in self.parts(pattern, arguments).ok_or_else(|| TextError::Arguments(id.to_owned()))? {
            match part {
                Part::Text(text) => items.extend(text_items(&text)),
                Part::Value(Argument::Text(name)) if names == Names::Spoken => items.push(Item::Name(name)),
                Part::Value(Argument::Recording(blob)) => items.push(Item::Recording(blob)),
                Part::Value(value) => {
                    let words = say::words(self.language, &value).unwrap_or_default();
                    items.extend(words.into_iter().map(|word| match word {
                        word if word == say::COMMA => Item::Mark(','),
                        word => Item::Word(word.into_owned()),
                    }));
                }
            }
        }
        Ok(spoken(items))
    }

    /// Formats a pattern and takes it apart at its arguments; `None` when one is missing.
    fn parts(&self, pattern: &Pattern<&str>, arguments: &Arguments) -> Option<Vec<Part>> {
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, argument) in arguments {
            values.set(
                *name,
                match argument {
                    Argument::Count(n) => FluentValue::from(*n),
                    _ => FluentValue::from(format!("{OPEN}{name}{CLOSE}")),
                },
            );
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if !errors.is_empty() {
            return None;
        }
        split(&text, |name| match name.strip_prefix(COUNT) {
            Some(count) => count.parse().ok().map(Argument::Count),
            None => arguments.get(name).cloned(),
        })
    }
}

/// A prompt that explains a key, as it is written: `key` stands in the place of the key.
pub fn written(language: Language, id: &str, key: &str) -> Option<String> {
    let texts = Texts::of(language);
    let message = texts.bundle.get_message(id)?.value()?;
    let mut values = FluentArgs::new();
    values.set("key", key.to_owned());
    let mut errors = Vec::new();
    let text = texts.bundle.format_pattern(message, Some(&values), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// Fixed text, or an argument between.
enum Part {
    Text(String),
    Value(Argument),
}

fn split(text: &str, value: impl Fn(&str) -> Option<Argument>) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for (i, piece) in text.split(OPEN).enumerate() {
        let fixed = match piece.split_once(CLOSE) {
            Some((name, fixed)) if i > 0 => {
                parts.push(Part::Value(value(name)?));
                fixed
            }
            _ => piece,
        };
        parts.push(Part::Text(fixed.to_owned()));
    }
    Some(parts)
}

/// Words to be said and the marks between, before they have a tone.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Phrase(String),
    Word(String),
    Name(String),
    Recording(BlobId),
    Mark(char),
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '–')
}

/// A phrase with the marks around it; those inside stay in it.
fn text_items(text: &str) -> Vec<Item> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end_of_opening = text.find(|c: char| !is_mark(c) && c != ' ').unwrap_or(text.len());
    let (opening, rest) = text.split_at(end_of_opening);
    let phrase = rest.trim_end_matches(|c: char| is_mark(c) || c == ' ');
    let closing = &rest[phrase.len()..];
    let marks = |text: &str| text.chars().filter(|c| is_mark(*c)).map(Item::Mark).collect::<Vec<_>>();
    let mut items = marks(opening);
    if !phrase.is_empty() {
        items.push(Item::Phrase(phrase.to_owned()));
    }
    items.extend(marks(closing));
    items
}

/// Gives each its tone and pause by what follows it.
fn spoken(items: Vec<Item>) -> Vec<Spoken> {
    let mut said = Vec::with_capacity(items.len() * 2);
    let mut rest = items.into_iter().peekable();
    while let Some(item) = rest.next() {
        let next = rest.peek();
        let fragment = |text| Fragment { text, tone: tone(next) };
        match item {
            Item::Phrase(text) => said.push(Spoken::Fragment(fragment(text))),
            Item::Word(text) => said.push(Spoken::Fragment(word(fragment(text)))),
            Item::Name(text) => said.push(Spoken::Name(fragment(text))),
            Item::Recording(blob) => said.push(Spoken::Recording(blob)),
            Item::Mark(_) => continue,
        }
        match next {
            Some(Item::Mark('.' | '!' | '?')) => said.push(Spoken::Pause(SENTENCE_PAUSE)),
            Some(Item::Mark(_)) => said.push(Spoken::Pause(COMMA_PAUSE)),
            Some(_) => said.push(Spoken::Pause(JOIN_PAUSE)),
            None => {}
        }
    }
    if let Some(Spoken::Pause(_)) = said.last() {
        said.pop();
    }
    said
}

fn tone(next: Option<&Item>) -> Tone {
    match next {
        None | Some(Item::Mark('.' | '!')) => Tone::Final,
        Some(Item::Mark('?')) => Tone::Question,
        Some(_) => Tone::Going,
    }
}

/// Words of the vocabulary are recorded in two tones only.
fn word(fragment: Fragment) -> Fragment {
    match fragment.tone {
        Tone::Question => Fragment { tone: Tone::Final, ..fragment },
        _ => fragment,
    }
}

#[cfg(test)]
mod tests;
