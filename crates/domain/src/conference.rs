//! Conferences: how they are named, and when one is over.

/// What the name of a conference begins with, in the user part of its URI.
const PREFIX: &str = "conference-";
/// Random digits of a name: who does not know it cannot guess it.
const DIGITS: usize = 24;

/// The name of a conference, as it stands in the user part of its URI. It is its key, too: whoever knows it, and is one of us,
/// may come in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(String);

impl Name {
    /// From 96 bits of randomness and more.
    pub fn new(random: u128) -> Name {
        Name(format!("{PREFIX}{:0DIGITS$x}", random >> (128 - 4 * DIGITS)))
    }

    /// `None`: it names none.
    pub fn parse(user: &str) -> Option<Name> {
        let digits = user.strip_prefix(PREFIX)?;
        let is_name =
            digits.len() == DIGITS && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_name.then(|| Name(user.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A conference as those who watch it are shown it (RFC 4575): always the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub name: Name,
    /// So many may take part.
    pub most: u32,
    pub users: Vec<Seen>,
}

/// Who takes part, as others may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Within the conference; never given twice.
    pub id: u32,
    /// `None`: shown to nobody.
    pub number: Option<String>,
    pub name: Option<String>,
    /// Has it on hold: neither hears nor is heard.
    pub is_away: bool,
    /// Was called from within; others have come by themselves, or were brought.
    pub was_called: bool,
}

/// How a conference has come to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Its number was called; its maker brings in the others.
    Called,
    /// Calls that stood were put together.
    Together,
}

/// Who is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Those who talk, and those on their way.
    pub members: usize,
    /// Whether its maker is one of them.
    pub has_maker: bool,
    /// Whether two have been in it at once.
    pub has_begun: bool,
}

/// Whether nothing is left to talk about. Whoever is alone in a conference that was called may bring in others, if it is their
/// own; anybody else who is alone has been left.
pub fn is_over(manner: Manner, ends_with_maker: bool, now: Attendance) -> bool {
    match now.members {
        0 => true,
        _ if ends_with_maker && !now.has_maker => true,
        1 => now.has_begun && (manner == Manner::Together || !now.has_maker),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written_and_nothing_else_is_one() {
        for random in [0, 1 << 32, u128::MAX] {
            let name = Name::new(random);
            assert_eq!(Name::parse(name.as_str()), Some(name));
        }
        for text in ["", "conference-", "conference-1", "777", &format!("conference-{}", "g".repeat(24))] {
            assert_eq!(Name::parse(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_over_when_nobody_is_left_to_talk_with() {
        use Manner::{Called, Together};
        for (manner, ends_with_maker, (members, has_maker, has_begun), expected) in [
            (Called, false, (1, true, false), false), // its maker waits for others
            (Called, false, (3, true, true), false),
            (Called, false, (2, false, true), false), // they talk on
            (Called, true, (2, false, true), true),
            (Called, false, (1, false, true), true),
            (Called, false, (1, true, true), false), // brings in the next one
            (Called, false, (0, false, true), true),
            (Together, false, (2, false, true), false),
            (Together, false, (1, true, true), true),
            (Together, false, (1, true, false), false), // the others are on their way
            (Together, true, (2, false, true), true),
        ] {
            let now = Attendance { members, has_maker, has_begun };
            assert_eq!(
                is_over(manner, ends_with_maker, now),
                expected,
                "{manner:?} {ends_with_maker} {now:?}"
            );
        }
    }
}
