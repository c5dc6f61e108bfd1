//! Folder names: modified UTF-7 on the wire (RFC 3501 §5.1.3), UTF-8 in the house; and the patterns of LIST.

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;

const UTF7: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Folder names are at most so long; see `Mailbox::create_folder`.
const NAME_BYTES: usize = 255;
/// Longest pattern that is matched; matching costs length of pattern times length of name.
const PATTERN_BYTES: usize = 1024;

pub(crate) const DELIMITER: char = '/';

/// The name as the wire carries it.
pub(crate) fn to_wire(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'&') {
        return name.into();
    }
    let (mut wire, mut shifted) = (String::new(), Vec::new());
    let unshift = |shifted: &mut Vec<u8>, wire: &mut String| {
        if !shifted.is_empty() {
            wire.push('&');
            UTF7.encode_string(&*shifted, wire);
            wire.push('-');
            shifted.clear();
        }
    };
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            unshift(&mut shifted, &mut wire);
            wire.push(c);
            if c == '&' {
                wire.push('-');
            }
        } else {
            let mut units = [0; 2];
            shifted.extend(c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    unshift(&mut shifted, &mut wire);
    wire.into()
}

/// The name that a client means. A name in plain UTF-8 is taken as it is (newer clients send it); `None` for one
/// that is neither.
pub(crate) fn from_wire(wire: &[u8]) -> Option<String> {
    let wire = std::str::from_utf8(wire).ok()?;
    if !wire.is_ascii() {
        return Some(wire.to_owned());
    }
    let (mut name, mut rest) = (String::new(), wire);
    while let Some(shift) = rest.find('&') {
        name.push_str(&rest[..shift]);
        let (shifted, after) = rest[shift + 1..].split_once('-')?;
        if shifted.is_empty() {
            name.push('&');
        } else {
            let bytes = UTF7.decode(shifted).ok()?;
            let units = bytes.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
            if bytes.len() % 2 != 0 {
                return None;
            }
            name.extend(char::decode_utf16(units).collect::<Result<Vec<_>, _>>().ok()?);
        }
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

/// May a folder be called that? No control characters, no wildcards, no empty level.
pub(crate) fn is_allowed(name: &str) -> bool {
    name.len() <= NAME_BYTES
        && !name.contains(|c: char| c.is_control() || matches!(c, '*' | '%'))
        && name.split(DELIMITER).all(|level| !level.is_empty())
}

/// Is that the inbox, in whatever case?
pub(crate) fn is_inbox(name: &str) -> bool {
    name.eq_ignore_ascii_case("INBOX")
}

/// LIST's pattern: `*` stands for anything, `%` for anything within a level.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    if pattern.len() > PATTERN_BYTES {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let mut reached = vec![false; name.len() + 1];
    reached[0] = true;
    for &p in &pattern {
        let mut next = vec![false; name.len() + 1];
        for at in 0..=name.len() {
            if matches!(p, '*' | '%') {
                next[at] = reached[at] || (at > 0 && next[at - 1] && passes(p, name[at - 1]));
            } else if reached[at] && name.get(at) == Some(&p) {
                next[at + 1] = true;
            }
        }
        reached = next;
    }
    reached[name.len()]
}

/// Does a wildcard stand for this character?
fn passes(wildcard: char, c: char) -> bool {
    wildcard == '*' || (wildcard == '%' && c != DELIMITER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_over_the_wire_and_back() {
        for (name, wire) in [
            ("INBOX", "INBOX"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("Tom & Jerry", "Tom &- Jerry"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("😀", "&2D3eAA-"),
        ] {
            assert_eq!(to_wire(name), wire);
            assert_eq!(from_wire(wire.as_bytes()).as_deref(), Some(name));
        }
        assert_eq!(from_wire("Entwürfe".as_bytes()).as_deref(), Some("Entwürfe"));
        for broken in [&b"&"[..], b"&A", b"&AA-", b"&2D0-", b"&!-", b"\xff"] {
            assert_eq!(from_wire(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn patterns_match_within_and_across_levels() {
        for (pattern, name, expected) in [
            ("*", "a/b", true),
            ("%", "a/b", false),
            ("%/%", "a/b", true),
            ("a*", "a/b", true),
            ("a%", "a/b", false),
            ("*b", "a/b", true),
            ("*%b", "a/b", true),
            ("a/", "a", false),
            ("", "", true),
            ("", "a", false),
            ("INBOX", "INBOX", true),
            ("%B%", "INBOX", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} on {name}");
        }
    }

    #[test]
    fn a_pattern_of_many_wildcards_costs_no_more_than_its_length() {
        assert!(!matches(&"*a".repeat(500), &"a".repeat(255)));
    }

    #[test]
    fn a_folder_name_has_no_wildcards_controls_or_empty_levels() {
        for (name, expected) in [
            ("a", true),
            ("a/b c", true),
            ("a//b", false),
            ("/a", false),
            ("", false),
            ("a*", false),
            ("a\n", false),
        ] {
            assert_eq!(is_allowed(name), expected, "{name:?}");
        }
    }
}
