//! What the voice can say: the Fluent files, and how a message of them becomes fragments, names and pauses.

use crate::fragment::{Fragment, Tone};
use crate::ruby;
use crate::say::{self, Form};
use crate::script::{Argument, Arguments};
use domain::id::BlobId;
use domain::language::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Pattern;
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(crate) mod shape;

/// The attribute that is said instead of a message whose name is not given, or whose text nobody can speak.
const UNSPOKEN: &str = "unspoken";

/// Marks around an argument's name in a formatted message, and before a count: private use characters, which no
/// prompt holds; arguments themselves are never put into the text.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';
const COUNT: char = '\u{E002}';

/// The function that says a count in a form: `COUNT($count, form: "feminine")`.
const COUNT_FUNCTION: &str = "COUNT";
/// Between a count and the name of its form.
const FORM: char = '\u{E003}';

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

/// The messages of one language: its own, and those that it shares with its main language.
pub(crate) struct Texts {
    language: Language,
    bundle: FluentBundle<&'static FluentResource>,
    /// The main language's, then its own, which go before.
    resources: Vec<&'static FluentResource>,
}

/// One file for each language; a variant's holds what differs from its main language ([`Language::main`]).
static FILES: LazyLock<BTreeMap<Language, FluentResource>> =
    LazyLock::new(|| Language::ALL.map(|language| (language, parsed(file(language)))).into());

fn file(language: Language) -> &'static str {
    match language {
        Language::EnGb => include_str!("../../../prompts/en-GB.ftl"),
        Language::DeDe => include_str!("../../../prompts/de-DE.ftl"),
        Language::EnUs => include_str!("../../../prompts/en-US.ftl"),
        Language::FrFr => include_str!("../../../prompts/fr-FR.ftl"),
        Language::FrCa => include_str!("../../../prompts/fr-CA.ftl"),
        Language::ItIt => include_str!("../../../prompts/it-IT.ftl"),
        Language::PtPt => include_str!("../../../prompts/pt-PT.ftl"),
        Language::PtBr => include_str!("../../../prompts/pt-BR.ftl"),
        Language::EsEs => include_str!("../../../prompts/es-ES.ftl"),
        Language::EsUs => include_str!("../../../prompts/es-US.ftl"),
        Language::TrTr => include_str!("../../../prompts/tr-TR.ftl"),
        Language::RuRu => include_str!("../../../prompts/ru-RU.ftl"),
        Language::NlNl => include_str!("../../../prompts/nl-NL.ftl"),
        Language::JaJp => include_str!("../../../prompts/ja-JP.ftl"),
    }
}

/// The texts of a language, put together once.
fn kept(language: Language) -> &'static Texts {
    static KEPT: LazyLock<BTreeMap<Language, Texts>> =
        LazyLock::new(|| Language::ALL.map(|language| (language, Texts::of(language))).into());
    &KEPT[&language]
}

/// A message with a fault is left out here, and a test names it.
fn parsed(source: &str) -> FluentResource {
    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable)
}

impl Texts {
    pub fn of(language: Language) -> Self {
        let chain = language.main().into_iter().chain([language]);
        Self::made_of(language, chain.filter_map(|language| FILES.get(&language)).collect())
    }

    fn made_of(language: Language, resources: Vec<&'static FluentResource>) -> Self {
        let locale = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(n) => Some(counted(n.value as u64, Form::Plain)),
            _ => None,
        }));
        // Cannot fail: it is the first function of this name.
        let _ = bundle.add_function(COUNT_FUNCTION, |values, named| {
            let form = match named.get("form") {
                Some(FluentValue::String(name)) => Form::from_name(name),
                _ => None,
            };
            match (values.first(), form) {
                (Some(FluentValue::Number(n)), Some(form)) => counted(n.value as u64, form).into(),
                // No count: whoever takes the message apart finds a fault.
                _ => format!("{OPEN}{COUNT}{CLOSE}").into(),
            }
        });
        for &resource in &resources {
            bundle.add_resource_overriding(resource);
        }
        Texts { language, bundle, resources }
    }

    /// What a message says with its arguments.
    pub fn say(&self, id: &str, arguments: &Arguments, names: Names) -> Result<Vec<Spoken>, TextError> {
        let message = self.bundle.get_message(id).ok_or_else(|| TextError::NoSuchPrompt(id.to_owned()))?;
        let said = message.value().ok_or_else(|| TextError::NoSuchPrompt(id.to_owned()))?;
        let instead = message.get_attribute(UNSPOKEN).map(|attribute| attribute.value());
        let has_name = arguments.values().any(|argument| matches!(argument, Argument::Text(_)));
        let is_without = has_name && names == Names::Unspoken;
        let pattern = instead.filter(|_| is_without).unwrap_or(said);
        // Who has no name is said without it, too.
        let parts = self.parts(pattern, arguments).or_else(|| self.parts(instead?, arguments));
        let mut items = Vec::new();
        for part in parts.ok_or_else(|| TextError::Arguments(id.to_owned()))? {
            match part {
                Part::Text(text) => items.extend(text_items(&text)),
                Part::Value(Argument::Text(name), _) if names == Names::Spoken => {
                    items.push(Item::Name(name))
                }
                Part::Value(Argument::Recording(blob), _) => items.push(Item::Recording(blob)),
                Part::Value(value, form) => {
                    let words = say::words(self.language, &value, form).unwrap_or_default();
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
            Some(count) => {
                let (n, form) = count.split_once(FORM)?;
                Some((Argument::Count(n.parse().ok()?), Form::from_name(form)?))
            }
            None => Some((arguments.get(name)?.clone(), Form::Plain)),
        })
    }
}

/// A prompt that explains a key, as it is written: `key` stands in the place of the key.
pub fn written(language: Language, id: &str, key: &str) -> Option<String> {
    let texts = kept(language);
    let message = texts.bundle.get_message(id)?.value()?;
    let mut values = FluentArgs::new();
    values.set("key", key.to_owned());
    let mut errors = Vec::new();
    let text = texts.bundle.format_pattern(message, Some(&values), &mut errors).into_owned();
    errors.is_empty().then(|| ruby::written(&text))
}

/// What a prompt says with its arguments, in words, as far as an engine speaks names.
pub fn worded(language: Language, id: &str, arguments: &Arguments) -> Result<String, TextError> {
    let mut said = String::new();
    let mut tone = Tone::Going;
    for part in kept(language).say(id, arguments, Names::Spoken)? {
        match part {
            Spoken::Fragment(fragment) | Spoken::Name(fragment) => {
                if !said.is_empty() && language != Language::JaJp {
                    said.push(' ');
                }
                said.push_str(&fragment.text);
                tone = fragment.tone;
            }
            Spoken::Pause(COMMA_PAUSE) => said.push(','),
            Spoken::Pause(SENTENCE_PAUSE) => end(&mut said, tone),
            Spoken::Pause(_) | Spoken::Recording(_) => {}
        }
    }
    end(&mut said, tone);
    Ok(ruby::written(&said))
}

/// Ends a sentence; one that ends with an abbreviation has its point.
fn end(said: &mut String, tone: Tone) {
    match tone {
        Tone::Question => said.push('?'),
        Tone::Going | Tone::Final if said.ends_with('.') => {}
        Tone::Going | Tone::Final => said.push('.'),
    }
}

/// How a count stands in a formatted message.
fn counted(n: u64, form: Form) -> String {
    format!("{OPEN}{COUNT}{n}{FORM}{}{CLOSE}", form.name())
}

/// Fixed text, or an argument between.
enum Part {
    Text(String),
    Value(Argument, Form),
}

fn split(text: &str, value: impl Fn(&str) -> Option<(Argument, Form)>) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for (i, piece) in text.split(OPEN).enumerate() {
        let fixed = match piece.split_once(CLOSE) {
            Some((name, fixed)) if i > 0 => {
                let (value, form) = value(name)?;
                parts.push(Part::Value(value, form));
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

/// Marks that a pause stands for, Spanish and Japanese ones among them.
fn is_mark(c: char) -> bool {
    is_end(c) || is_question(c) || matches!(c, ',' | ';' | ':' | '–' | '¿' | '¡' | '、')
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '。' | '！')
}

fn is_question(c: char) -> bool {
    matches!(c, '?' | '？')
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
            Some(Item::Mark(mark)) if is_end(*mark) || is_question(*mark) => {
                said.push(Spoken::Pause(SENTENCE_PAUSE))
            }
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
        None => Tone::Final,
        Some(Item::Mark(mark)) if is_end(*mark) => Tone::Final,
        Some(Item::Mark(mark)) if is_question(*mark) => Tone::Question,
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
