//! What a sender is told of a message: that it arrived or did not (RFC 3464), was read or deleted (RFC 8098).

use super::{address, clean, date, raw, texts, zoned};
use crate::delivery::Receipt;
use crate::report::What;
use directory::User;
use domain::language::Language;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};

/// Who is told, and when.
pub(crate) struct Told<'a> {
    pub sender: &'a User,
    pub at: Timestamp,
    pub realm: &'a str,
}

/// The whole message, in the language of whom it tells.
pub(crate) fn message(told: &Told<'_>, receipt: &Receipt) -> Vec<u8> {
    let mut arguments = FluentArgs::new();
    arguments.set("name", clean(&receipt.recipient_name));
    arguments.set("subject", clean(&receipt.subject));
    let say = |part: &str| say(told.sender.language, receipt.what, part, &arguments);
    let (kind, fields) = fields(told.realm, receipt);
    let status = MimePart::new(format!("message/{kind}"), BodyPart::Binary(fields.into_bytes().into()));
    let parts = vec![MimePart::new("text/plain", say(".text") + "\r\n"), status.transfer_encoding("7bit")];
    let body =
        MimePart::new(ContentType::new("multipart/report").attribute("report-type", kind.to_owned()), parts);
    let recipient = clean(&receipt.recipient_email);
    let message = MessageBuilder::new()
        .from(address(Some(&clean(&receipt.recipient_name)), &recipient))
        .to(address(Some(&clean(&told.sender.name)), told.sender.email.as_str()))
        .subject(Text::new(say("")))
        .header("Date", raw(date(&zoned(told.at, &told.sender.zone))))
        // RFC 3834 §5: nobody answers a receipt.
        .header("Auto-Submitted", raw("auto-replied".to_owned()))
        .body(body);
    let mut octets = Vec::new();
    message.serialize(&mut octets);
    octets
}

fn say(language: Language, what: What, part: &str, arguments: &FluentArgs<'_>) -> String {
    let name = match what {
        What::Delivered => "receipt-delivered",
        What::Failed => "receipt-failed",
        What::Delayed => "receipt-delayed",
        What::Read => "receipt-read",
        What::Deleted => "receipt-deleted",
    };
    texts::say(language, &format!("{name}{part}"), arguments)
}

/// The subtype, and what machines read.
fn fields(realm: &str, receipt: &Receipt) -> (&'static str, String) {
    let recipient = clean(&receipt.recipient_email);
    let id = receipt.message_id.as_deref().map(clean).filter(|id| !id.is_empty());
    let original = id.map(|id| format!("Original-Message-ID: {id}\r\n")).unwrap_or_default();
    let delivery = |action: &str, status: &str| {
        let fields = format!(
            "Reporting-MTA: dns; {realm}\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        );
        ("delivery-status", fields)
    };
    let disposition = |kind: &str| {
        let fields = format!(
            "Reporting-UA: {realm}; Switchroom\r\nFinal-Recipient: rfc822; {recipient}\r\n{original}\
             Disposition: automatic-action/MDN-sent-automatically; {kind}\r\n"
        );
        ("disposition-notification", fields)
    };
    match receipt.what {
        What::Delivered => delivery("delivered", "2.0.0"),
        What::Failed => delivery("failed", "5.1.1"),
        What::Delayed => delivery("delayed", "4.0.0"),
        What::Read => disposition("displayed"),
        What::Deleted => disposition("deleted"),
    }
}
