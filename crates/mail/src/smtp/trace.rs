//! The trace fields that a message carries from here on (RFC 5321 §4.4), and the loops that they show.

use super::session::Transaction;
use std::fmt::Write;
use std::net::IpAddr;

/// More hops than any mail makes that arrives (RFC 5321 §6.3 suggests 100).
const MOST_HOPS: usize = 100;

/// Who brought the message.
pub(crate) struct Bringer<'a> {
    /// As EHLO or HELO said.
    pub(crate) name: &'a str,
    pub(crate) address: IpAddr,
    /// `SMTP`, `ESMTP`, `ESMTPS` (RFC 3848).
    pub(crate) protocol: &'a str,
}

/// Return-Path and Received, each with its line end.
pub(crate) fn fields(bringer: &Bringer<'_>, mail: &Transaction, host: &str, at: jiff::Timestamp) -> String {
    let Bringer { name, address, protocol } = bringer;
    let address = match address.to_canonical() {
        IpAddr::V4(address) => format!("[{address}]"),
        IpAddr::V6(address) => format!("[IPv6:{address}]"),
    };
    let mut trace = format!("Return-Path: <{}>\r\n", mail.from);
    let _ = write!(
        trace,
        "Received: from {} ({address})\r\n\tby {host} with {protocol} id {}",
        safe(name),
        mail.id
    );
    // With several recipients it would tell them of each other.
    if let [(_, only)] = &mail.to[..] {
        let _ = write!(trace, "\r\n\tfor <{only}>");
    }
    let date = at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
    let _ = write!(trace, ";\r\n\t{date}\r\n");
    trace
}

/// The name that a stranger gives itself, as an atom.
fn safe(name: &str) -> String {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || "-._:[]".contains(*c);
    let name: String = name.chars().filter(allowed).take(255).collect();
    if name.is_empty() { "unknown".to_owned() } else { name }
}

/// Has the message been through too many servers?
pub(crate) fn goes_in_circles(message: &[u8]) -> bool {
    let mut hops = 0;
    for line in message.split(|byte| *byte == b'\n') {
        if matches!(line, b"" | b"\r") {
            break;
        }
        hops += usize::from(line.get(..9).is_some_and(|name| name.eq_ignore_ascii_case(b"received:")));
    }
    hops > MOST_HOPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::UserId;

    #[test]
    fn the_trace_says_who_brought_it_and_carries_nothing_in() {
        let mut mail = Transaction {
            id: "17".to_owned(),
            from: "ben@example.net".to_owned(),
            to: vec![(UserId::new(1), "anna@example.org".to_owned())],
            returned: None,
            told_bytes: 0,
            room_bytes: 0,
        };
        let at = "2026-03-05T09:08:07Z".parse().expect("a time");
        let bringer = Bringer { name: "mx) x\r\nX: y", address: [192, 0, 2, 1].into(), protocol: "ESMTPS" };
        let expected = "Return-Path: <ben@example.net>\r\n\
            Received: from mxxX:y ([192.0.2.1])\r\n\tby example.org with ESMTPS id 17\r\n\
            \tfor <anna@example.org>;\r\n\tThu, 05 Mar 2026 09:08:07 +0000\r\n";
        assert_eq!(fields(&bringer, &mail, "example.org", at), expected);
        mail.to.push((UserId::new(2), "carla@example.org".to_owned()));
        assert!(!fields(&bringer, &mail, "example.org", at).contains("for <"));
    }

    #[test]
    fn a_loop_is_seen_in_the_header_only() {
        let hop = "RECEIVED: x\r\n";
        for (message, expected) in [
            (hop.repeat(100), false),
            (hop.repeat(101), true),
            (format!("From: a\r\n\r\n{}", hop.repeat(101)), false),
        ] {
            assert_eq!(goes_in_circles(message.as_bytes()), expected);
        }
    }
}
