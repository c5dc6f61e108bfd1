//! How the keys of the owner's menu lie.

use serde::{Deserialize, Serialize};

/// The same functions under the keys that people are used to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    #[default]
    Standard,
    /// In the manner of Siemens and ROLM PhoneMail.
    Phonemail,
    /// In the manner of the Hicom 300 VMS.
    Vms,
    /// What most people use, and nothing else.
    Minimal,
    /// The standard keys for those who have them on the screen beside the call: they are not said.
    Ergo,
}

impl Style {
    /// Whoever has it sees what the keys do.
    pub fn is_seen(self) -> bool {
        self == Style::Ergo
    }
}
