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
pub(crate) fn say(language: Language, name: &str, arguments: &FluentArgs<'_>) -> String {
    said(built_in(language), name, arguments).unwrap_or_else(|| name.to_owned())
}

fn built_in(language: Language) -> &'static Bundle {
    match language.written() {
        Written::English => &ENGLISH,
        Written::German => &GERMAN,
    }
}

fn said(bundle: &Bundle, name: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let (message, attribute) = name.split_once('.').map_or((name, None), |(name, part)| (name, Some(part)));
    let message = bundle.get_message(message)?;
    let pattern = match attribute {
        Some(part) => message.get_attribute(part)?.value(),
        None => message.value()?,
    };
    Some(bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned())
}

/// The sentences in one language, some of them replaced by an administrator's.
pub(crate) struct Texts {
    language: Language,
    replaced: Bundle,
}

impl Texts {
    /// `replacing` is a Fluent file; of what is no Fluent in it, the built-in texts hold.
    pub fn new(language: Language, replacing: &str) -> Self {
        Self { language, replaced: bundle(language.written(), replacing) }
    }

    pub fn say(&self, name: &str, arguments: &FluentArgs<'_>) -> String {
        said(&self.replaced, name, arguments).unwrap_or_else(|| say(self.language, name, arguments))
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
            "name", "number", "place", "back", "subject", "address", "said", "mailbox", "pin", "link",
            "percent", "most", "password",
        ] {
            arguments.set(name, "x");
        }
        arguments.set("month", 3);
        arguments.set("days", 3);
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
            "letter-from",
            "welcome-subject",
            "welcome-text",
            "welcome-text.number",
            "welcome-text.arrive",
            "welcome-text.listen",
            "welcome-text.dial",
            "welcome-text.set-up",
            "welcome-text.star",
            "welcome-text.pin",
            "welcome-text.pin-kept",
            "welcome-text.pin-elsewhere",
            "welcome-text.portal",
            "welcome-text.enclosed",
            "locked-subject",
            "locked-text",
            "locked-text.until",
            "locked-text.messages",
            "invitation-subject",
            "invitation-text",
            "invitation-text.page",
            "invitation-text.name",
            "invitation-text.password",
            "invitation-text.password-elsewhere",
            "invitation-text.listen",
            "invitation-text.call",
            "invitation-text.other",
            "invitation-text.done",
            "pin-ends-subject",
            "pin-ends-text",
            "pin-ends-text.change",
            "quota-almost-subject",
            "quota-almost-text",
            "quota-almost-text.then",
            "quota-almost-text.calls",
            "quota-almost-text.room",
            "quota-full-subject",
            "quota-full-text",
            "quota-full-text.then",
            "quota-full-text.calls",
            "quota-full-text.room",
            "page-voice",
            "page-mail",
            "page-fax",
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

    #[test]
    fn an_administrators_text_goes_before_the_built_in_one_and_what_is_broken_before_none() {
        let mut arguments = FluentArgs::new();
        arguments.set("name", "Anna");
        let broken =
            "welcome-subject = Hello { $name }!\n\nwelcome-text =\n    Hi { $name\n\nlocked-subject = Shut\n";
        let texts = Texts::new(Language::EnGb, broken);
        assert_eq!(texts.say("welcome-subject", &arguments), "Hello Anna!");
        assert_eq!(texts.say("locked-subject", &arguments), "Shut");
        for name in ["welcome-text", "welcome-text.star", "letter-from"] {
            assert_eq!(texts.say(name, &arguments), say(Language::EnGb, name, &arguments), "{name}");
        }
        for garbage in ["", "\u{0}\u{1}{{{", "= =", "a = { a }", "welcome-subject = { welcome-subject }"] {
            assert!(!Texts::new(Language::DeDe, garbage).say("welcome-text", &arguments).is_empty());
            let _nothing_breaks = Texts::new(Language::DeDe, garbage).say("welcome-subject", &arguments);
        }
    }
}
