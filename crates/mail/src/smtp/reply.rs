//! What the server says, with enhanced status codes (RFC 3463).

use messaging::DeliverError;

pub(crate) const OK: &str = "250 2.0.0 OK\r\n";
pub(crate) const BYE: &str = "221 2.0.0 Goodbye\r\n";
pub(crate) const GO_ON: &str = "354 End with CR LF . CR LF\r\n";
pub(crate) const READY_FOR_TLS: &str = "220 2.0.0 Ready for TLS\r\n";
pub(crate) const SENDER_OK: &str = "250 2.1.0 Sender OK\r\n";
pub(crate) const RECIPIENT_OK: &str = "250 2.1.5 Recipient OK\r\n";
pub(crate) const CANNOT_VERIFY: &str = "252 2.1.5 Send and see\r\n";
pub(crate) const HELP: &str = "214 2.0.0 This server takes mail for its own people\r\n";

pub(crate) const GOING_DOWN: &str = "421 4.3.2 The server goes down\r\n";
pub(crate) const TIMED_OUT: &str = "421 4.4.2 Waited too long\r\n";
pub(crate) const TOO_MANY_ERRORS: &str = "421 4.7.0 Too many errors\r\n";
pub(crate) const TOO_MANY_RECIPIENTS: &str = "452 4.5.3 Too many recipients, send to the rest again\r\n";

/// For now: the sender tries again, and nothing is lost while the owner makes room.
pub(crate) const MAILBOX_FULL: &str = "452 4.2.2 Mailbox full, try again later\r\n";
pub(crate) const NOT_NOW: &str = "451 4.3.0 The store does not answer, try again later\r\n";

pub(crate) const LINE_TOO_LONG: &str = "500 5.5.6 The line is too long\r\n";
pub(crate) const UNKNOWN_COMMAND: &str = "500 5.5.1 That command is not known here\r\n";
pub(crate) const SYNTAX: &str = "501 5.5.4 That is not understood\r\n";
pub(crate) const BARE_LINE_FEED: &str = "500 5.5.2 Lines end with CR LF\r\n";
pub(crate) const NOT_HERE: &str = "502 5.5.1 That is not done here\r\n";
pub(crate) const HELLO_FIRST: &str = "503 5.5.1 Say EHLO first\r\n";
pub(crate) const SENDER_FIRST: &str = "503 5.5.1 Say MAIL first\r\n";
pub(crate) const RECIPIENT_FIRST: &str = "503 5.5.1 Say RCPT first\r\n";
pub(crate) const ONE_AT_A_TIME: &str = "503 5.5.1 A mail is under way\r\n";
pub(crate) const NO_TLS: &str = "502 5.5.1 There is no TLS here\r\n";
pub(crate) const TLS_ALREADY: &str = "503 5.5.1 TLS is in use\r\n";
pub(crate) const NO_SUCH_PERSON: &str = "550 5.1.1 Nobody of that address is here\r\n";
pub(crate) const A_TELEPHONE_NUMBER: &str =
    "550 5.1.1 That is the number of a caller: it is called, and takes no mail\r\n";
pub(crate) const NOTICES_ONLY: &str = "550 5.7.1 Only notices come here\r\n";
pub(crate) const TOO_LARGE: &str = "552 5.3.4 The message is too large\r\n";
pub(crate) const NEEDS_SMTPUTF8: &str = "553 5.6.7 That address needs SMTPUTF8\r\n";
pub(crate) const LOOP: &str = "554 5.4.6 The message goes in circles\r\n";
pub(crate) const BARE_LINE_END: &str = "554 5.6.0 The message has a CR or LF on its own\r\n";
pub(crate) const UNKNOWN_PARAMETER: &str = "555 5.5.4 A parameter is not known here\r\n";

/// How a message that was not taken is refused, for now or for ever.
pub(crate) fn of_failure(error: &DeliverError) -> &'static str {
    match error {
        DeliverError::NoSuchRecipient => NO_SUCH_PERSON,
        DeliverError::TooLarge(_) => TOO_LARGE,
        DeliverError::DiskFull => "452 4.3.1 The disk is almost full, try again later\r\n",
        DeliverError::Unavailable(_) => NOT_NOW,
    }
}
