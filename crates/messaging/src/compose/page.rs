//! News of a new message in one line, for a pager or a mobile telephone: who, what, how long, when, and nothing of what is in it.

use super::{address, caller, clean, digest, raw, texts, zoned};
use crate::delivery::Page;
use domain::language::Language;
use domain::outcall::Kind;
use fluent_bundle::FluentArgs;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;

/// What one SMS holds where its letters are not all of its own alphabet (3GPP TS 23.038 §6.1.2.3).
const MOST_LETTERS: usize = 70;

/// The line.
pub(crate) fn line(page: &Page) -> String {
    let at = zoned(page.received, &page.zone);
    let mut arguments = FluentArgs::new();
    arguments.set("caller", clean(&caller(page.language, &page.from)));
    arguments.set("hour", format!("{:02}", at.hour()));
    arguments.set("minute", format!("{:02}", at.minute()));
    arguments.set("minutes", (page.seconds / 60).to_string());
    arguments.set("seconds", format!("{:02}", page.seconds % 60));
    let say = |name: &str, arguments: &FluentArgs<'_>| texts::say(page.language, name, arguments);
    let name = match page.kind {
        Kind::Voice => "page-voice",
        Kind::Mail => "page-mail",
        Kind::Fax => "page-fax",
    };
    let line = say(name, &arguments);
    if line.chars().count() <= MOST_LETTERS {
        return line;
    }
    // What is said of the message goes before a long name.
    let over = line.chars().count() - MOST_LETTERS;
    let whole = clean(&caller(page.language, &page.from));
    let kept = whole.chars().count().saturating_sub(over + 1);
    arguments.set("caller", whole.chars().take(kept).chain(['…']).collect::<String>());
    say(name, &arguments)
}

/// The mail that brings it.
pub(crate) fn message(key: &str, realm: &str, page: &Page) -> Vec<u8> {
    let from = texts::say(page.language, "letter-from", &FluentArgs::new());
    let to = page.to.iter().map(|to| address(None, to.as_str())).collect();
    let at = zoned(page.at, &page.zone);
    let message = MessageBuilder::new()
        .from(address(Some(&from), &page.by))
        .to(Address::new_list(to))
        .subject(Text::new(from.clone()))
        .header("Date", raw(super::date(&at)))
        .message_id(MessageId::new(format!("page.{}@{realm}", digest(key))))
        .header("Auto-Submitted", raw("auto-generated".to_owned()))
        .header("Content-Language", raw(written(page.language)));
    let message = match &page.site {
        Some((name, value)) => message.header(name.as_str().to_owned(), Text::new(clean(value))),
        None => message,
    };
    let message = message.body(MimePart::new("text/plain", line(page) + "\r\n"));
    let mut octets = Vec::new();
    message.serialize(&mut octets);
    octets
}

fn written(language: Language) -> String {
    language.written().tag().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Sender;
    use domain::number::Email;
    use domain::site_field::FieldName;

    fn page(kind: Kind, name: &str) -> Page {
        Page {
            person: domain::id::UserId::new(1),
            to: vec![Email::parse("4917112345@sms.example").unwrap()],
            language: Language::DeDe,
            zone: "Europe/Berlin".into(),
            kind,
            from: Sender { name: Some(name.into()), number: Some("202".into()), email: None },
            by: "7999@voice.example.org".into(),
            site: FieldName::parse("X-Site").map(|name| (name, "gw-olching".into())),
            seconds: 75,
            received: "2026-11-23T09:05:00Z".parse().unwrap(),
            at: "2026-11-23T09:07:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_line_says_who_what_how_long_and_when_and_fits_one_sms() {
        for (kind, name, expected) in [
            (Kind::Voice, "Ben Weber", "Sprachnachricht von Ben Weber (202), 1:15 min, 10:05"),
            (Kind::Mail, "Ben Weber", "E-Mail von Ben Weber (202), 10:05"),
            (Kind::Fax, "Ben Weber", "Fax von Ben Weber (202), 10:05"),
            (Kind::Mail, "a\r\nBcc: x", "E-Mail von a Bcc: x (202), 10:05"),
        ] {
            assert_eq!(line(&page(kind, name)), expected);
        }
        let long = line(&page(Kind::Voice, &"Ä".repeat(200)));
        assert_eq!(long.chars().count(), MOST_LETTERS, "{long}");
        assert!(long.ends_with("…, 1:15 min, 10:05"), "{long}");
    }

    #[test]
    fn a_mail_is_addressed_to_the_gateway_and_answered_by_no_machine() {
        let message = String::from_utf8(message("k", "example.org", &page(Kind::Mail, "Ben"))).unwrap();
        for field in [
            "4917112345@sms.example",
            "7999@voice.example.org",
            "X-Site: gw-olching",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(message.contains(field), "{message}");
        }
        assert!(message.contains("E-Mail von Ben (202), 10:05"), "{message}");
    }
}
