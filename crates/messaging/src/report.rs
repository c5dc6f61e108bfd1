//! What a report on a message that was sent says: that it was delivered, was not, or was read (RFC 3464, RFC 8098).

use crate::mailbox::{Entry, Mailbox, MailboxError};
use crate::parts;
use crate::status_fields::{Action, field, groups};
use crate::structure::{Part, Structure};

/// A report, as far as it can be told in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub what: What,
    /// The first recipient that it tells of.
    pub recipient: Option<String>,
    /// How many others have met the same.
    pub others: usize,
}

/// What has become of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It could not be delivered.
    Failed,
    /// It is still being tried.
    Delayed,
    /// It lies in the recipient's mailbox.
    Delivered,
    /// It was read or heard.
    Read,
    /// It was deleted, read or not.
    Deleted,
}

/// A report says little; what is longer carries the message with it, which is not looked at.
const MOST_STATUS_BYTES: u64 = 64 * 1024;
/// No message has more recipients than this.
const MOST_RECIPIENTS: usize = 1_000;

/// Whether a message is a report on another one (RFC 6522).
pub fn is_report(structure: &Structure) -> bool {
    structure.body.main_type == "multipart" && structure.body.subtype == "report"
}

/// The report that a message is; `None` where it is none, or none that is understood.
pub async fn read(mailbox: &dyn Mailbox, entry: &Entry) -> Result<Option<Report>, MailboxError> {
    let Some(part) = status(&entry.structure) else { return Ok(None) };
    let range = part.content.start..part.content.end.min(part.content.start + MOST_STATUS_BYTES);
    let content = mailbox.read(&entry.message, range).await?;
    Ok(of(&part.subtype, &parts::octets(part, &content)))
}

/// The part that machines read.
fn status(structure: &Structure) -> Option<&Part> {
    let is_status = |part: &&Part| {
        part.main_type == "message"
            && matches!(part.subtype.as_str(), "delivery-status" | "disposition-notification")
    };
    is_report(structure).then(|| parts::leaves(&structure.body).find(is_status))?
}

/// What the machine-readable part of this subtype says.
pub fn of(subtype: &str, content: &[u8]) -> Option<Report> {
    match subtype {
        "delivery-status" => delivery(content),
        "disposition-notification" => disposition(content),
        _ => None,
    }
}

/// The first group tells of the message, each further one of a recipient (RFC 3464 §2.1). The worst counts.
fn delivery(content: &[u8]) -> Option<Report> {
    let told: Vec<(What, Option<String>)> = groups(content)
        .filter_map(|group| Some((became(Action::of(group)?), recipient(group))))
        .take(MOST_RECIPIENTS)
        .collect();
    let what = [What::Failed, What::Delayed, What::Delivered]
        .into_iter()
        .find(|what| told.iter().any(|(told, _)| told == what))?;
    let mut same = told.into_iter().filter(|(told, _)| *told == what);
    let recipient = same.next().and_then(|(_, recipient)| recipient);
    Some(Report { what, recipient, others: same.count() })
}

fn became(action: Action) -> What {
    match action {
        Action::Failed => What::Failed,
        Action::Delayed => What::Delayed,
        Action::Delivered | Action::Relayed | Action::Expanded => What::Delivered,
    }
}

/// RFC 8098 §3.2.6: modes, a slash, then the type that counts, with modifiers behind another slash.
fn disposition(content: &[u8]) -> Option<Report> {
    let said = field(content, "Disposition")?.to_ascii_lowercase();
    let kind = said.split(';').nth(1)?.split(['/', ',']).next()?.trim().to_owned();
    let what = match kind.as_str() {
        "displayed" | "processed" | "dispatched" => What::Read,
        "deleted" => What::Deleted,
        _ => return None,
    };
    Some(Report { what, recipient: recipient(content), others: 0 })
}

/// As it was written by the sender, else as it was delivered to.
fn recipient(group: &[u8]) -> Option<String> {
    let address = field(group, "Original-Recipient").or_else(|| field(group, "Final-Recipient"))?;
    let address = address.split_once(';').map_or(address.as_str(), |(_, address)| address);
    let address: String = address.trim().trim_matches(['<', '>']).to_owned();
    (!address.is_empty() && !address.chars().any(char::is_control)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_understood_by_what_is_written_for_machines() {
        let failed = "Reporting-MTA: dns; x.org\r\n\r\nFinal-Recipient: rfc822; a@x.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
            Final-Recipient: rfc822;b@x.org\r\nAction: Failed\r\n\r\nFinal-Recipient: rfc822;c@x.org\r\nAction: delivered\r\n";
        for (subtype, content, expected) in [
            ("delivery-status", failed, Some((What::Failed, Some("a@x.org"), 1))),
            (
                "delivery-status",
                "\n\nReporting-MTA: dns; x\n\nOriginal-Recipient: rfc822;<q@x.org>\nAction: delayed\n",
                Some((What::Delayed, Some("q@x.org"), 0)),
            ),
            ("delivery-status", "R: x\r\n\r\nAction: relayed\r\n", Some((What::Delivered, None, 0))),
            ("delivery-status", "Action: exploded\r\n", None),
            ("delivery-status", "", None),
            (
                "disposition-notification",
                "Final-Recipient: rfc822;a@x.org\r\nDisposition: automatic-action/MDN-sent-automatically; displayed\r\n",
                Some((What::Read, Some("a@x.org"), 0)),
            ),
            (
                "disposition-notification",
                "Disposition: manual-action/MDN-sent-manually;\r\n deleted/error\r\n",
                Some((What::Deleted, None, 0)),
            ),
            ("disposition-notification", "Disposition: displayed\r\n", None),
            ("rfc822", failed, None),
        ] {
            let expected =
                expected.map(|(what, to, others)| Report { what, recipient: to.map(str::to_owned), others });
            assert_eq!(of(subtype, content.as_bytes()), expected, "{content}");
        }
    }
}
