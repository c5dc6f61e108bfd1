//! What could not be delivered elsewhere, told to its owner as mail servers tell each other (RFC 3464, RFC 6522).

use super::{Letter, address, clean, date, message_id, raw, texts, zoned};
use crate::delivery::Report;
use fluent_bundle::FluentArgs;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};

/// The whole message.
pub(crate) fn message(letter: &Letter<'_>, report: &Report) -> Vec<u8> {
    let mut arguments = FluentArgs::new();
    arguments.set("address", clean(&report.recipient));
    arguments.set("said", report.said.clone());
    let say = |name: &str| texts::say(report.language, name, &arguments);
    let what = if report.is_copy { "report-text.copy" } else { "report-text.notice" };
    let said = if report.said.is_empty() { "report-text.silent" } else { "report-text.said" };
    let text: String = ["report-text", what, said].into_iter().map(|line| say(line) + "\r\n").collect();
    let to = letter.to.iter().map(|(name, email)| address(Some(&clean(name)), email.as_str())).collect();
    let parts = vec![
        MimePart::new("text/plain", text),
        as_it_stands("message/delivery-status", status(letter, report)),
        as_it_stands("text/rfc822-headers", ascii(&String::from_utf8_lossy(&report.header))),
    ];
    let kind = ContentType::new("multipart/report").attribute("report-type", "delivery-status");
    let message = MessageBuilder::new()
        .from(address(Some(&say("report-from")), &format!("postmaster@{}", letter.realm)))
        .to(Address::new_list(to))
        .subject(Text::new(say("report-subject")))
        .header("Date", raw(date(&zoned(letter.at, "UTC"))))
        .message_id(MessageId::new(message_id(letter)))
        // RFC 3834 §5: nobody answers it by machine.
        .header("Auto-Submitted", raw("auto-generated".to_owned()))
        .header("Content-Language", raw(report.language.tag().to_owned()))
        .body(MimePart::new(kind, parts));
    let mut octets = Vec::new();
    message.serialize(&mut octets);
    octets
}

/// The machine's part: about the message, and about its one recipient.
fn status(letter: &Letter<'_>, report: &Report) -> String {
    let first = date(&zoned(report.first_tried, "UTC"));
    let said = if report.said.is_empty() { "" } else { "\r\nDiagnostic-Code: smtp; " };
    ascii(&format!(
        "Reporting-MTA: dns; {}\r\nArrival-Date: {first}\r\n\r\nFinal-Recipient: rfc822; {}\r\nAction: failed\r\n\
         Status: {}{said}{}\r\n",
        letter.realm,
        clean(&report.recipient),
        clean(&report.status),
        report.said,
    ))
}

/// A part without transfer encoding, as parts of reports are (RFC 6522 §3); its lines are short.
fn as_it_stands(kind: &'static str, text: String) -> MimePart<'static> {
    MimePart::new(kind, BodyPart::Text(text.into())).transfer_encoding("7bit")
}

fn ascii(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kept::Kept;
    use crate::mailbox::Sender;
    use crate::outbound::dsn::{self, Action};
    use crate::parts;
    use bytes::Bytes;
    use domain::language::Language;
    use domain::number::Email;
    use domain::sender_template::SenderTemplate;

    fn written(language: Language, said: &str) -> Vec<u8> {
        let from = Sender::default();
        let to = vec![("Anna Größe".to_owned(), Email::parse("anna@example.org").expect("an address"))];
        let at = "2026-11-21T23:05:09Z".parse().expect("a time");
        let letter = Letter {
            key: "outbound-1",
            from: &from,
            to,
            at,
            realm: "example.org",
            sender: &SenderTemplate::default(),
        };
        let report = Report {
            language,
            realm: "example.org".into(),
            recipient: "anna@home.example".into(),
            is_copy: true,
            status: "5.1.1".into(),
            said: said.into(),
            first_tried: at,
            header: Bytes::from_static("Subject: Grüße\r\nFrom: x@y\r\n".as_bytes()),
        };
        message(&letter, &report)
    }

    #[test]
    fn the_owner_reads_what_failed_and_machines_read_it_too() {
        let message = written(Language::DeDe, "550 no such user");
        let kept = Kept::read(&message);
        assert_eq!(kept.subject, "Nicht zugestellt: anna@home.example");
        assert_eq!(kept.from.email.as_deref(), Some("postmaster@example.org"));
        let text = parts::text(&kept.structure).expect("a text");
        let text =
            parts::decoded_text(text, &message[text.content.start as usize..text.content.end as usize]);
        assert!(text.contains("Kopie") && text.contains("550 no such user"), "{text}");
        let notices = dsn::read(&message);
        assert_eq!((notices.len(), notices[0].action), (1, Action::Failed));
        assert_eq!((notices[0].status.as_str(), notices[0].said.as_str()), ("5.1.1", "550 no such user"));
        assert!(message.is_ascii());
    }

    #[test]
    fn silence_is_told_as_such() {
        let message = written(Language::EnGb, "");
        assert!(String::from_utf8_lossy(&message).contains("Nobody took it"));
        assert_eq!(dsn::read(&message)[0].said, "");
    }
}
