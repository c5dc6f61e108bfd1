//! The languages the house speaks and writes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language with its region, for voices, dates and numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Language {
    #[serde(rename = "en-GB")]
    EnGb,
    #[serde(rename = "de-DE")]
    DeDe,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::EnGb, Language::DeDe];

    /// BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::EnGb => "en-GB",
            Language::DeDe => "de-DE",
        }
    }

    /// The language of a BCP 47 tag, in any case and with any region: `de`, `DE-at`. `None` for those not spoken here.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag()[..2] == primary)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_its_language_whatever_its_region() {
        for (tag, language) in [
            ("de", Some(Language::DeDe)),
            ("DE-at", Some(Language::DeDe)),
            ("en_US", Some(Language::EnGb)),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
    }
}
