//! What the texts must keep to, and how sentences are put together.

use super::*;
use crate::texts::shape::telling_arguments;
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
    let mut texts = Texts::of(Language::EnGb);
    texts.bundle.add_resource_overriding(resource);
    texts.resource = resource;
    texts
}

#[test]
fn a_message_is_taken_apart_at_its_arguments() {
    let texts = texts(
        "plain = Hello. Are you there?\n\
         number = Extension { $number }, please.\n\
         news = You have { $count ->\n    [one] one new message\n   *[other] { $count } new messages\n }.\n\
         name = { $name } calls!\n    .unspoken = Number { $number } calls!\n\
         asked = Is it { $number }?\n",
    );
    let number = ("number", Argument::Digits("30".into()));
    let name = ("name", Argument::Text("Anna".into()));
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
        ("asked", vec![number], Names::Unspoken, "[Is it,] 40 [three,] 40 [zero.]"),
    ] {
        let arguments = arguments.into_iter().collect();
        assert_eq!(said(&texts.say(id, &arguments, names).unwrap()), expected);
    }
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
    for source in
        [include_str!("../../../../prompts/en-GB.ftl"), include_str!("../../../../prompts/de-DE.ftl")]
    {
        if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
            panic!("{errors:?}");
        }
    }
}

#[test]
fn both_languages_have_the_same_prompts_with_the_same_arguments() {
    let arguments_of = |language| -> BTreeMap<(&str, bool), BTreeSet<&str>> {
        let shapes = Texts::of(language).shapes();
        shapes
            .iter()
            .map(|shape| ((shape.id, shape.is_attribute), shape.variables.keys().copied().collect()))
            .collect()
    };
    assert_eq!(arguments_of(Language::EnGb), arguments_of(Language::DeDe));
}

#[test]
fn no_prompt_is_defined_twice() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        let values = texts.shapes().into_iter().filter(|shape| !shape.is_attribute).map(|shape| shape.id);
        let all: Vec<_> = values.collect();
        let different: BTreeSet<_> = all.iter().copied().collect();
        assert_eq!(all.len(), different.len(), "{language}");
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
