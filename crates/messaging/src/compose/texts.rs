//! The sentences of composed messages, out of `texts/LANG.ftl`, compiled in.

use domain::language::{Language, Written};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::LazyLock;

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> =
    LazyLock::new(|| bundle(Written::English, include_str!("../../texts/en-GB.ftl")));
static GERMAN: LazyLock<Bundle> =
    LazyLock::new(|| bundle(Written::German, include_str!("../../texts/de-DE.ftl")));

/// The text `name`, or its part `name.attribute`; the name itself where there is none, which a test rules out.
pub(super) fn say(language: Language, name: &str, arguments: &FluentArgs<'_>) -> String {
    let bundle = match language.written() {
        Written::English => &*ENGLISH,
        Written::German => &*GERMAN,
    };
    let (message, attribute) = name.split_once('.').map_or((name, None), |(name, part)| (name, Some(part)));
    let pattern = bundle.get_message(message).and_then(|message| match attribute {
        Some(part) => message.get_attribute(part).map(|attribute| attribute.value()),
        None => message.value(),
    });
    match pattern {
        Some(pattern) => bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned(),
        None => name.to_owned(),
    }
}

/// What cannot be read of a text is left out; the test below finds it.
fn bundle(language: Written, text: &str) -> Bundle {
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let locales = language.tag().parse().into_iter().collect();
    let mut bundle = Bundle::new_concurrent(locales);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_every_language_and_needs_no_other_arguments() {
        let mut arguments = FluentArgs::new();
        for name in [
            "caller", "called", "day", "year", "hour", "minute", "length", "file", "minutes", "seconds",
            "name", "number", "place", "back", "subject", "address", "said",
        ] {
            arguments.set(name, "x");
        }
        arguments.set("month", 3);
        let names = [
            "voice-subject",
            "voice-text",
            "voice-text.from",
            "voice-text.called",
            "voice-text.at",
            "voice-text.length",
            "voice-text.sound",
            "voice-text.left-out",
            "voice-length",
            "unknown-caller",
            "caller-with-number",
            "receipt-delivered",
            "receipt-delivered.text",
            "receipt-failed",
            "receipt-failed.text",
            "receipt-delayed",
            "receipt-delayed.text",
            "receipt-read",
            "receipt-read.text",
            "receipt-deleted",
            "receipt-deleted.text",
            "help-subject",
            "help-text",
            "help-text.from",
            "help-text.place",
            "help-text.no-place",
            "help-text.called",
            "help-text.back",
            "help-text.at",
            "report-from",
            "report-subject",
            "report-text",
            "report-text.copy",
            "report-text.notice",
            "report-text.said",
            "report-text.silent",
            "transcript",
            "transcript.unreliable",
            "transcript.not-understood",
            "transcript.empty",
        ];
        for language in Language::ALL {
            for name in names {
                let said = say(language, name, &arguments);
                assert!(said != name && !said.contains(['{', '$']), "{language} {name}: {said}");
            }
        }
        assert!(say(Language::DeDe, "voice-text.at", &arguments).contains("März"));
    }
}
