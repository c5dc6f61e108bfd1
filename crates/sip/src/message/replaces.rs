//! Which dialog a call takes the place of, or joins (RFC 3891 §6.1, RFC 3911 §7.1).

use super::grammar::{is_token, parameter};
use std::fmt;

/// A Replaces or Join field: a dialog, as who sends it sees its other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaces {
    pub call_id: String,
    /// The tag of whoever is asked: ours, in a request to us.
    pub to_tag: String,
    pub from_tag: String,
    /// Only while it rings.
    pub early_only: bool,
}

impl Replaces {
    /// `None`: no field of either kind.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (call_id, parameters) = text.split_at(text.find(';')?);
        let call_id = call_id.trim();
        let is_word = !call_id.is_empty() && call_id.bytes().all(|byte| byte.is_ascii_graphic());
        let tag = |name| parameter(parameters, name).filter(|tag| is_token(tag)).map(str::to_owned);
        Some(Self {
            call_id: is_word.then(|| call_id.to_owned())?,
            to_tag: tag("to-tag")?,
            from_tag: tag("from-tag")?,
            early_only: parameter(parameters, "early-only").is_some(),
        })
    }
}

impl fmt::Display for Replaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { call_id, to_tag, from_tag, early_only } = self;
        write!(f, "{call_id};to-tag={to_tag};from-tag={from_tag}")?;
        if *early_only { f.write_str(";early-only") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialogs_are_named_by_all_three_or_not_at_all() {
        let read = Replaces::parse(" 98732@h ;from-tag=r33th4x0r; TO-TAG=ff87ff;early-only").unwrap();
        let names = (read.call_id.as_str(), read.to_tag.as_str(), read.from_tag.as_str(), read.early_only);
        assert_eq!(names, ("98732@h", "ff87ff", "r33th4x0r", true));
        assert_eq!(Replaces::parse(&read.to_string()), Some(read));
        for text in [
            "",
            "c",
            "c;to-tag=1",
            "c;from-tag=1",
            ";to-tag=1;from-tag=2",
            "c d;to-tag=1;from-tag=2",
            "c;to-tag=;from-tag=2",
            "c;to-tag=<;from-tag=2",
        ] {
            assert_eq!(Replaces::parse(text), None, "{text}");
        }
    }
}
