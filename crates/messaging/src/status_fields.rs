//! The fields that machines read in reports on mail (RFC 3464 §2.1, RFC 8098 §3.1): groups of them, with blank lines between.

use crate::structure::{Fields, unfold};

/// RFC 3464 §2.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Failed,
    Delayed,
    Delivered,
    /// Passed on to where no further notices come from.
    Relayed,
    Expanded,
}

impl Action {
    /// What a group says; none where it says nothing that is known.
    pub fn of(group: &[u8]) -> Option<Action> {
        let said = field(group, "Action")?;
        let known = [
            ("failed", Action::Failed),
            ("delayed", Action::Delayed),
            ("delivered", Action::Delivered),
            ("relayed", Action::Relayed),
            ("expanded", Action::Expanded),
        ];
        let is_said = |(name, _): &(&str, Action)| word(&said).eq_ignore_ascii_case(name);
        known.into_iter().find(is_said).map(|(_, action)| action)
    }
}

/// The groups of fields in a part.
pub fn groups(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = content;
    std::iter::from_fn(move || {
        while let Some(after) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")) {
            rest = after;
        }
        let ends = |at: &usize| rest[*at..].starts_with(b"\n\r\n") || rest[*at..].starts_with(b"\n\n");
        let end = memchr::memchr_iter(b'\n', rest).find(ends).map_or(rest.len(), |at| at + 1);
        let (group, after) = rest.split_at(end);
        rest = after;
        (!group.is_empty()).then_some(group)
    })
}

/// The first field of this name, unfolded.
pub fn field(group: &[u8], wanted: &str) -> Option<String> {
    Fields::of(group)
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted.as_bytes()))
        .map(|(_, value)| unfold(value))
}

/// The first word of a value; a comment may follow.
pub fn word(text: &str) -> &str {
    text.split([' ', '\t', '(', ';']).find(|word| !word.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_end_at_blank_lines_of_both_kinds() {
        for (content, expected) in [
            ("", &[][..]),
            ("\r\n\r\n", &[]),
            ("A: 1\r\n\r\nB: 2\r\nC: 3\r\n", &["A: 1\r\n", "B: 2\r\nC: 3\r\n"]),
            ("\n\nA: 1\n\n\nB: 2", &["A: 1\n", "B: 2"]),
        ] {
            let found: Vec<&[u8]> = groups(content.as_bytes()).collect();
            assert_eq!(
                found,
                expected.iter().map(|group| group.as_bytes()).collect::<Vec<_>>(),
                "{content:?}"
            );
        }
    }

    #[test]
    fn an_action_is_known_in_any_case_and_with_a_comment() {
        for (group, expected) in [
            ("Action: failed\r\n", Some(Action::Failed)),
            ("X: 1\r\nACTION:  Relayed (for good)\r\n", Some(Action::Relayed)),
            ("Action: exploded\r\n", None),
            ("Status: 5.0.0\r\n", None),
        ] {
            assert_eq!(Action::of(group.as_bytes()), expected, "{group:?}");
        }
    }
}
