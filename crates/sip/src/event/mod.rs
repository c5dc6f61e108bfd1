//! Bodies of event packages.

mod conference_info;
mod dialog_info;
mod feature_keys;
mod pidf;
mod read;
mod reginfo;
mod xml;

pub use conference_info::conference_info;
pub use dialog_info::{RECIPIENT, dialog_info};
pub use feature_keys::{FEATURES_PARTS, FEATURES_TYPE, feature_keys, read_feature_key};
pub use pidf::{PIDF_LIMIT, PidfError, pidf, read_pidf};
pub use read::Unreadable;
pub use reginfo::{Contact, Gone, reginfo};

use crate::message::Uri;
use bytes::Bytes;

/// Whether messages wait, and how many (RFC 3842 §5.2): voice messages only.
pub fn message_summary(waiting: bool, account: &Uri, new: u32, old: u32) -> Bytes {
    let waiting = if waiting { "yes" } else { "no" };
    format!(
        "Messages-Waiting: {waiting}\r\nMessage-Account: {account}\r\nVoice-Message: {new}/{old} (0/0)\r\n"
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_reads_as_in_the_rfc() {
        let summary = message_summary(true, &Uri::sip("alice", "example.com"), 2, 8);
        let expected =
            "Messages-Waiting: yes\r\nMessage-Account: sip:alice@example.com\r\nVoice-Message: 2/8 (0/0)\r\n";
        assert_eq!(summary, expected.as_bytes());
    }
}
