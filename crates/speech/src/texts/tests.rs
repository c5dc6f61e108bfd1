//! What the texts must keep to, and how sentences are put together.

use super::*;
use crate::texts::shape::telling_arguments;
use fluent_syntax::ast::{Entry, Expression, Message, PatternElement, VariantKey};
use std::collections::{BTreeMap, BTreeSet};

fn said(spoken: &[Spoken]) -> String {
    spoken
        .iter()
        .map(|part| match part {
            Spoken::Fragment(fragment) => format!("[{}]", fragment.spelled()),
            Spoken::Name(fragment) => format!("<{}>", fragment.spelled()),
            Spoken::Recording(blob) => format!("@{blob:?}"),
            Spoken::Pause(milliseconds) => milliseconds.to_string(),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn texts(source: &'static str) -> Texts {
    let resource: &'static FluentResource =
        Box::leak(Box::new(FluentResource::try_new(source.into()).unwrap()));
    Texts::made_of(Language::EnGb, vec![resource])
}

#[test]
fn what_is_said_can_be_read() {
    let count = |n| [("count", Argument::Count(n))].into();
    for (language, id, arguments, expected) in [
        (Language::EnGb, "menu-new", count(2), "You have two new messages."),
        (Language::DeDe, "menu-new", count(1), "Sie haben eine neue Nachricht."),
        (
            Language::EnGb,
            "send-to",
            Arguments::new(),
            "Whom is it for? Please enter the extension, and then the hash key.",
        ),
    ] {
        assert_eq!(worded(language, id, &arguments).as_deref(), Ok(expected));
    }
    assert_eq!(
        worded(Language::EnGb, "no-such-prompt", &Arguments::new()),
        Err(TextError::NoSuchPrompt("no-such-prompt".into()))
    );
}

#[test]
fn a_message_is_taken_apart_at_its_arguments() {
    let texts = texts(
        "plain = Hello. Are you there?\n\
         number = Extension { $number }, please.\n\
         news = You have { $count ->\n    [one] one new message\n   *[other] { $count } new messages\n }.\n\
         name = { $name } calls!\n    .unspoken = Number { $number } calls!\n\
         text = { $text }\n    .unspoken = Not now.\n\
         asked = Is it { $number }?\n",
    );
    let number = ("number", Argument::Digits("30".into()));
    let name = ("name", Argument::Text("Anna".into()));
    let text = ("text", Argument::Text("Lunch at one.".into()));
    for (id, arguments, names, expected) in [
        ("plain", vec![], Names::Unspoken, "[Hello. Are you there?]"),
        (
            "number",
            vec![number.clone()],
            Names::Unspoken,
            "[Extension,] 40 [three,] 40 [zero,] 160 [please.]",
        ),
        ("news", vec![("count", Argument::Count(1))], Names::Unspoken, "[You have one new message.]"),
        (
            "news",
            vec![("count", Argument::Count(2))],
            Names::Unspoken,
            "[You have,] 40 [two,] 40 [new messages.]",
        ),
        ("name", vec![name.clone(), number.clone()], Names::Spoken, "<Anna,> 40 [calls.]"),
        ("name", vec![name, number.clone()], Names::Unspoken, "[Number,] 40 [three,] 40 [zero,] 40 [calls.]"),
        ("name", vec![number.clone()], Names::Spoken, "[Number,] 40 [three,] 40 [zero,] 40 [calls.]"),
        ("text", vec![text.clone()], Names::Spoken, "<Lunch at one.>"),
        ("text", vec![text], Names::Unspoken, "[Not now.]"),
        ("asked", vec![number], Names::Unspoken, "[Is it,] 40 [three,] 40 [zero.]"),
    ] {
        let arguments = arguments.into_iter().collect();
        assert_eq!(said(&texts.say(id, &arguments, names).unwrap()), expected);
    }
}

#[test]
fn a_count_is_said_in_the_form_that_its_word_asks_for() {
    let source = "news = { COUNT($count, form: \"feminine\") } novas\nbad = { COUNT($count, form: \"x\") }\n";
    let resource: &'static FluentResource =
        Box::leak(Box::new(FluentResource::try_new(source.into()).unwrap()));
    let texts = Texts::made_of(Language::PtPt, vec![resource]);
    let two = [("count", Argument::Count(2))].into_iter().collect();
    assert_eq!(said(&texts.say("news", &two, Names::Spoken).unwrap()), "[duas,] 40 [novas.]");
    assert!(texts.say("bad", &two, Names::Spoken).is_err());
    assert!(texts.say("news", &Arguments::new(), Names::Spoken).is_err());
}

#[test]
fn a_prompt_that_does_not_exist_or_lacks_an_argument_is_an_error() {
    let texts = texts("number = Extension { $number }.\n");
    assert_eq!(
        texts.say("nothing", &Arguments::new(), Names::Spoken),
        Err(TextError::NoSuchPrompt("nothing".into()))
    );
    assert_eq!(
        texts.say("number", &Arguments::new(), Names::Spoken),
        Err(TextError::Arguments("number".into()))
    );
}

#[test]
fn an_argument_cannot_bring_text_or_marks_of_its_own() {
    let texts = texts("name = { $name } calls.\n");
    let arguments: Arguments =
        [("name", Argument::Text("\u{E000}name\u{E001} { $x }".into()))].into_iter().collect();
    assert_eq!(
        said(&texts.say("name", &arguments, Names::Spoken).unwrap()),
        "<\u{E000}name\u{E001} { $x },> 40 [calls.]"
    );
}

#[test]
fn every_line_of_the_prompt_files_can_be_read() {
    for language in Language::ALL {
        if let Err((_, errors)) = FluentResource::try_new(file(language).to_owned()) {
            panic!("{language}: {errors:?}");
        }
    }
}

#[test]
fn all_languages_have_the_same_prompts_with_the_same_arguments() {
    let arguments_of = |language| -> BTreeMap<(&str, bool), BTreeSet<&str>> {
        let shapes = Texts::of(language).shapes();
        shapes
            .iter()
            .map(|shape| ((shape.id, shape.is_attribute), shape.variables.keys().copied().collect()))
            .collect()
    };
    let english = arguments_of(Language::EnGb);
    for language in Language::ALL {
        let theirs = arguments_of(language);
        let lacking: Vec<_> = english.keys().filter(|id| !theirs.contains_key(*id)).collect();
        assert!(lacking.is_empty(), "{language} lacks {lacking:?}");
        let unknown: Vec<_> = theirs.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(unknown.is_empty(), "{language} has {unknown:?}, which nothing says");
        for (id, arguments) in &english {
            assert_eq!(&theirs[id], arguments, "{language} {id:?}");
        }
    }
}

#[test]
fn no_prompt_is_defined_twice_and_a_variant_defines_only_what_differs() {
    for language in Language::ALL {
        let mut own = BTreeMap::new();
        for message in messages(language) {
            assert!(own.insert(message.id.name, message).is_none(), "{language} {}", message.id.name);
        }
        for message in language.main().map(messages).unwrap_or_default() {
            let repeated = own
                .get(message.id.name)
                .is_some_and(|own| (&own.value, &own.attributes) == (&message.value, &message.attributes));
            assert!(!repeated, "{language} {} is as in its main language", message.id.name);
        }
    }
}

fn messages(language: Language) -> Vec<&'static Message<&'static str>> {
    let entries = FILES[&language].entries();
    entries
        .filter_map(|entry| if let Entry::Message(message) = entry { Some(message) } else { None })
        .collect()
}

/// What CLDR tells apart of whole numbers below a million. Categories of fractions and of millions are said of nothing here.
fn plural_categories(language: Language) -> &'static [&'static str] {
    match language {
        Language::RuRu => &["few", "many", "one"],
        Language::JaJp => &["other"],
        _ => &["one", "other"],
    }
}

#[test]
fn a_choice_by_count_knows_exactly_the_categories_of_its_language() {
    for language in Language::ALL {
        for message in messages(language) {
            let patterns =
                message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value));
            for element in patterns.flat_map(|pattern| &pattern.elements) {
                let PatternElement::Placeable { expression: Expression::Select { variants, .. } } = element
                else {
                    continue;
                };
                let mut named: Vec<&str> = variants
                    .iter()
                    .filter_map(|variant| match variant.key {
                        VariantKey::Identifier { name } => Some(name),
                        VariantKey::NumberLiteral { .. } => None,
                    })
                    .collect();
                named.sort_unstable();
                assert_eq!(named, plural_categories(language), "{language} {}", message.id.name);
            }
        }
    }
}

/// The rules that choose are CLDR's; these are the counts at which languages differ.
#[test]
fn plurals_are_chosen_as_cldr_says() {
    let source = "n = { $count ->\n [one] one\n [few] few\n [many] many\n *[other] other\n }\n";
    let resource: &'static FluentResource =
        Box::leak(Box::new(FluentResource::try_new(source.into()).unwrap()));
    for (language, said) in [
        (Language::EnGb, ["other", "one", "other", "other", "other", "other"]),
        (Language::DeDe, ["other", "one", "other", "other", "other", "other"]),
        (Language::FrFr, ["one", "one", "other", "other", "other", "other"]),
        (Language::FrCa, ["one", "one", "other", "other", "other", "other"]),
        (Language::ItIt, ["other", "one", "other", "other", "other", "other"]),
        (Language::PtPt, ["other", "one", "other", "other", "other", "other"]),
        (Language::PtBr, ["one", "one", "other", "other", "other", "other"]),
        (Language::EsEs, ["other", "one", "other", "other", "other", "other"]),
        (Language::TrTr, ["other", "one", "other", "other", "other", "other"]),
        (Language::RuRu, ["many", "one", "few", "many", "many", "one"]),
        (Language::NlNl, ["other", "one", "other", "other", "other", "other"]),
        (Language::JaJp, ["other", "other", "other", "other", "other", "other"]),
    ] {
        let texts = Texts::made_of(language, vec![resource]);
        for (n, said) in [0, 1, 2, 5, 11, 21].into_iter().zip(said) {
            let arguments = [("count", Argument::Count(n))].into_iter().collect();
            let spoken = texts.say("n", &arguments, Names::Unspoken).unwrap();
            assert!(matches!(&spoken[..], [Spoken::Fragment(one)] if one.text == said), "{language} {n}");
        }
    }
}

#[test]
fn whatever_a_prompt_says_has_been_listed_for_rendering() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        let listed = texts.fragments();
        for shape in texts.shapes().into_iter().filter(|shape| !shape.is_attribute) {
            for arguments in telling_arguments(&shape.variables) {
                for part in texts.say(shape.id, &arguments, Names::Unspoken).unwrap() {
                    if let Spoken::Fragment(fragment) = part {
                        assert!(listed.contains(&fragment), "{language} {}: {fragment:?}", shape.id);
                    }
                }
            }
        }
    }
}

/// A prompt with a name must say something sensible where no engine can speak names.
#[test]
fn a_prompt_with_a_name_has_a_form_without_it() {
    for language in Language::ALL {
        let shapes = Texts::of(language).shapes();
        for shape in shapes.iter().filter(|shape| shape.variables.contains_key("name")) {
            let unnamed =
                shapes.iter().any(|other| other.id == shape.id && !other.variables.contains_key("name"));
            assert!(unnamed, "{language}: {} needs .unspoken", shape.id);
        }
    }
}
