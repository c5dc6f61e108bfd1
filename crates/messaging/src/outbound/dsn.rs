//! What another server says of a mail of ours: delivery status notifications (RFC 3464), from any bytes whatever.

use crate::parts;
use crate::report::is_report;
use crate::status_fields::{field, groups, word};
use crate::structure::{self, Part, Structure};

pub use crate::status_fields::Action;

/// Recipients that one notice tells of; further ones are not read. Our mails have one.
const MOST_RECIPIENTS: usize = 10;

/// What became of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub action: Action,
    /// By enhanced status code; `5.0.0` where none is said.
    pub status: String,
    /// In the other server's words; may be empty.
    pub said: String,
}

/// What a message says of each recipient; nothing where it is no such notice.
pub fn read(message: &[u8]) -> Vec<Notice> {
    let structure = structure::parse(message);
    let Some(part) = status_part(&structure) else { return Vec::new() };
    let range = part.content.start as usize..part.content.end as usize;
    let content = message.get(range).map(|content| parts::octets(part, content)).unwrap_or_default();
    // The first group is about the message as a whole (RFC 3464 §2.1).
    groups(&content).skip(1).filter_map(notice).take(MOST_RECIPIENTS).collect()
}

fn status_part(structure: &Structure) -> Option<&Part> {
    let is_status = |part: &&Part| {
        part.main_type == "message"
            && matches!(part.subtype.as_str(), "delivery-status" | "global-delivery-status")
    };
    structure.body.children.iter().filter(|_| is_report(structure)).find(is_status)
}

fn notice(group: &[u8]) -> Option<Notice> {
    let action = Action::of(group)?;
    let status =
        field(group, "Status").map(|status| word(&status).to_owned()).filter(|status| is_status(status));
    // `smtp; 550 …`: the type of what follows, and what follows.
    let said = field(group, "Diagnostic-Code").map(|code| {
        let said = code.split_once(';').map_or(code.as_str(), |(_, said)| said);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    Some(Notice {
        action,
        status: status.unwrap_or_else(|| "5.0.0".to_owned()),
        said: said.unwrap_or_default(),
    })
}

/// `5.1.1`, as RFC 3463 §2 has it.
fn is_status(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn report(status: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nAction: delivered\r\n\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\n--b--\r\n"
        )
    }

    #[test]
    fn each_recipient_is_told_of_with_action_status_and_words() {
        let status = "Reporting-MTA: dns; mx.example\r\nArrival-Date: x\r\n\r\n\
            Final-Recipient: rfc822; anna@home.example\r\nACTION: Failed (for good)\r\nStatus: 5.1.1 (bad)\r\n\
            Diagnostic-Code: smtp; 550 5.1.1 <anna@home.example>:\r\n\tno such user\r\n\r\n\
            Final-Recipient: rfc822; b@home.example\r\nAction: delayed\r\n";
        let notice =
            |action, status: &str, said: &str| Notice { action, status: status.into(), said: said.into() };
        assert_eq!(
            read(report(status).as_bytes()),
            [
                notice(Action::Failed, "5.1.1", "550 5.1.1 <anna@home.example>: no such user"),
                notice(Action::Delayed, "5.0.0", ""),
            ]
        );
        let bare = report(status).replace("\r\n", "\n");
        assert_eq!(read(bare.as_bytes()).len(), 2, "line feeds alone, as some store them");
    }

    #[test]
    fn what_is_no_notice_says_nothing() {
        let failed = "Reporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: 5.0.0\r\n";
        for (message, expected) in [
            (String::new(), 0),
            ("Subject: out of office\r\n\r\nAction: failed\r\n".to_owned(), 0),
            (report(failed), 1),
            // A group about the message as a whole is no recipient's.
            (report("Action: failed\r\nStatus: 5.0.0\r\n"), 0),
            (report("Reporting-MTA: dns; x\r\n\r\nAction: exploded\r\n"), 0),
            (report("Reporting-MTA: dns; x\r\n\r\nStatus: 5.0.0\r\n"), 0),
            (report(failed).replace("multipart/report", "multipart/mixed"), 0),
            (report(failed).replace("message/delivery-status", "text/plain"), 0),
        ] {
            assert_eq!(read(message.as_bytes()).len(), expected, "{message}");
        }
    }

    #[test]
    fn a_status_that_is_none_is_said_as_unknown_and_many_recipients_are_cut() {
        for status in ["five", "5.1", "5.1.1.1", "5..1", "5.1.1000", "5.1.é"] {
            let text = format!("Reporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: {status}\r\n");
            assert_eq!(read(report(&text).as_bytes())[0].status, "5.0.0", "{status}");
        }
        let many = "\r\nAction: failed\r\n".repeat(1000);
        assert_eq!(
            read(report(&format!("Reporting-MTA: dns; x\r\n{many}")).as_bytes()).len(),
            MOST_RECIPIENTS
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(status in "(\\PC|\r\n|:|;){0,200}", octets in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(report(&status).as_bytes());
            let _ = read(&octets);
        }
    }
}
