//! A key in an INFO. No RFC says how: `application/dtmf-relay` is Cisco's, with lines `Signal=5` and `Duration=160`;
//! `application/dtmf` has the key alone, or the same lines.

/// The key, if the body is one of a key.
pub fn key(content_type: &str, body: &[u8]) -> Option<char> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let is_relay = kind.eq_ignore_ascii_case("application/dtmf-relay");
    if !is_relay && !kind.eq_ignore_ascii_case("application/dtmf") {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    let signal = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("signal"));
    match signal {
        Some((_, signal)) => letter(signal.trim()),
        None if is_relay => None,
        None => letter(text.trim()),
    }
}

/// By itself, or by its number as an event (RFC 4733 table 3).
fn letter(signal: &str) -> Option<char> {
    const KEYS: &[u8; 16] = b"0123456789*#ABCD";
    if let &[letter] = signal.as_bytes() {
        let letter = letter.to_ascii_uppercase();
        return KEYS.contains(&letter).then(|| char::from(letter));
    }
    let &[b'1', units] = signal.as_bytes() else { return None };
    KEYS.get(10 + usize::from(units.checked_sub(b'0')?)).map(|&letter| char::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_phones_write_them() {
        for (kind, body, expected) in [
            ("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", Some('5')),
            ("Application/DTMF-Relay; charset=x", "Duration= 250\nsignal= #", Some('#')),
            ("application/dtmf-relay", "Signal=*\r\nDuration=100", Some('*')),
            ("application/dtmf-relay", "Signal=10\r\n", Some('*')),
            ("application/dtmf-relay", "Signal=11\r\n", Some('#')),
            ("application/dtmf-relay", "Signal=d\r\n", Some('D')),
            ("application/dtmf", "7", Some('7')),
            ("application/dtmf", " 0 \r\n", Some('0')),
            ("application/dtmf", "Signal=3\r\n", Some('3')),
        ] {
            assert_eq!(key(kind, body.as_bytes()), expected, "{kind} {body:?}");
        }
    }

    #[test]
    fn what_is_no_key_is_none() {
        for (kind, body) in [
            ("", "5"),
            ("text/plain", "5"),
            ("application/dtmf-relay", ""),
            ("application/dtmf-relay", "5"),
            ("application/dtmf-relay", "Signal=\r\n"),
            ("application/dtmf-relay", "Signal=16"),
            ("application/dtmf-relay", "Signal=99999999999999999999"),
            ("application/dtmf-relay", "Signal=+5"),
            ("application/dtmf", "55"),
            ("application/dtmf", "5 5"),
            ("application/dtmf", "\u{665}"),
            ("application/dtmf", "E"),
        ] {
            assert_eq!(key(kind, body.as_bytes()), None, "{kind} {body:?}");
        }
        assert_eq!(key("application/dtmf", &[0xFF, 0xFE]), None);
    }
}
