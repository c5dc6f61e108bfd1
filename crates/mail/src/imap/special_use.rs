//! The two forms of LIST that come with SPECIAL-USE (RFC 6154 §5) and that the codec does not parse: the option
//! before the names, which picks folders, and `RETURN` behind them, which asks for what LIST shows here anyway.

use bytes::{Bytes, BytesMut};

/// A LIST as the codec knows it, and whether only folders with a special use are wanted. `None` for all other commands.
pub(crate) fn plain_list(frame: &[u8]) -> Option<(Bytes, bool)> {
    let line = std::str::from_utf8(frame).ok()?.strip_suffix("\r\n")?;
    let (tag, rest) = line.split_once(' ')?;
    let rest = strip_prefix(rest, "LIST ")?;
    let (only_special, rest) = match strip_prefix(rest, "(SPECIAL-USE) ") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (names, asks) =
        match ["(SPECIAL-USE)", "(CHILDREN)", "(SPECIAL-USE CHILDREN)", "(CHILDREN SPECIAL-USE)"]
            .iter()
            .find_map(|options| strip_suffix(rest, &format!(" RETURN {options}")))
        {
            Some(names) => (names, true),
            None => (rest, false),
        };
    if !only_special && !asks {
        return None;
    }
    let mut plain = BytesMut::with_capacity(frame.len());
    for piece in [tag, " LIST ", names, "\r\n"] {
        plain.extend_from_slice(piece.as_bytes());
    }
    Some((plain.freeze(), only_special))
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

fn strip_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    text.get(at..)?.eq_ignore_ascii_case(suffix).then(|| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_forms_of_special_use_are_rewritten() {
        for (line, expected) in [
            ("a LIST \"\" *\r\n", None),
            ("a LIST (SPECIAL-USE) \"\" \"*\"\r\n", Some(("a LIST \"\" \"*\"\r\n", true))),
            ("a list \"\" % return (special-use)\r\n", Some(("a LIST \"\" %\r\n", false))),
            ("a LIST (SPECIAL-USE) \"\" % RETURN (CHILDREN)\r\n", Some(("a LIST \"\" %\r\n", true))),
            ("a LIST \"\" % RETURN (STATUS)\r\n", None),
            ("a NOOP\r\n", None),
            ("ä\r\n", None),
        ] {
            let seen = plain_list(line.as_bytes());
            let expected =
                expected.map(|(line, only): (&str, bool)| (Bytes::copy_from_slice(line.as_bytes()), only));
            assert_eq!(seen, expected, "{line:?}");
        }
    }
}
