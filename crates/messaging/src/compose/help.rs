//! What those on site are told of a call for help: who calls, from where, and when.

use super::{Letter, address, caller, clean, date, from, message_id, raw, texts, zoned};
use crate::delivery::Help;
use fluent_bundle::FluentArgs;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;

/// The whole message.
pub(crate) fn message(letter: &Letter<'_>, help: &Help) -> Vec<u8> {
    let at = zoned(letter.at, &help.zone);
    let mut arguments = FluentArgs::new();
    arguments.set("caller", caller(help.language, letter.from));
    arguments.set("place", clean(&help.place));
    arguments.set("called", clean(&help.called));
    arguments.set("back", clean(&help.call_back));
    arguments.set("day", at.day().to_string());
    arguments.set("month", i64::from(at.month()));
    arguments.set("year", at.year().to_string());
    arguments.set("hour", format!("{:02}", at.hour()));
    arguments.set("minute", format!("{:02}", at.minute()));
    let say = |name: &str| texts::say(help.language, name, &arguments);
    let place = if help.place.is_empty() { "help-text.no-place" } else { "help-text.place" };
    let mut lines = vec!["help-text", "help-text.from", place, "help-text.called", "help-text.at"];
    if !help.call_back.is_empty() {
        lines.push("help-text.back");
    }
    let text: String = lines.into_iter().map(|line| say(line) + "\r\n").collect();
    let to = letter.to.iter().map(|(name, email)| address(Some(&clean(name)), email.as_str())).collect();
    let message = MessageBuilder::new()
        .from(from(letter))
        .to(Address::new_list(to))
        .subject(Text::new(say("help-subject")))
        .header("Date", raw(date(&at)))
        .message_id(MessageId::new(message_id(letter)))
        // RFC 2156 §5.3.6, and what most mail clients look at.
        .header("Importance", raw("high".to_owned()))
        .header("Priority", raw("urgent".to_owned()))
        .header("Content-Language", raw(help.language.tag().to_owned()))
        .body(MimePart::new("text/plain", text));
    let mut octets = Vec::new();
    message.serialize(&mut octets);
    octets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kept::Kept;
    use crate::mailbox::{Kind, Sender};
    use crate::parts;
    use domain::language::Language;
    use domain::number::Email;
    use domain::sender_template::SenderTemplate;

    fn written(language: Language, place: &str, call_back: &str) -> (String, String) {
        let from = Sender {
            name: Some("Anna Größe".into()),
            number: Some("201".into()),
            email: Some("anna@example.org".into()),
        };
        let to = vec![("Ben".to_owned(), Email::parse("ben@example.org").expect("an address"))];
        let at = "2026-11-21T23:05:09Z".parse().expect("a time");
        let letter = Letter {
            key: "help-1",
            from: &from,
            to,
            at,
            realm: "example.org",
            sender: &SenderTemplate::default(),
        };
        let help = Help {
            language,
            zone: "Europe/Berlin".into(),
            called: "112".into(),
            place: place.into(),
            call_back: call_back.into(),
        };
        let message = message(&letter, &help);
        let kept = Kept::read(&message);
        assert_eq!(kept.kind, Kind::Email);
        let text = parts::text(&kept.structure).expect("a text");
        let range = text.content.start as usize..text.content.end as usize;
        (kept.subject, parts::decoded_text(text, &message[range]))
    }

    #[test]
    fn who_calls_from_where_is_said_in_the_readers_language() {
        let (subject, text) = written(Language::DeDe, "Halle 2, 1. Stock\r\nBcc: x@y", "4930123");
        assert_eq!(subject, "Notruf: Anna Größe (201)");
        let expected = [
            "Von: Anna Größe (201)",
            "Ort: Halle 2, 1. Stock Bcc: x@y",
            "Gerufen: 112",
            "Um: 22. November 2026, 00:05 Uhr",
            "Rückruf unter: 4930123",
        ];
        expected.iter().for_each(|line| assert!(text.contains(line), "{line} in {text}"));
        let (subject, text) = written(Language::EnGb, "", "");
        assert_eq!(subject, "Call for help: Anna Größe (201)");
        assert!(text.contains("Place: not known") && !text.contains("Called back"), "{text}");
    }
}
