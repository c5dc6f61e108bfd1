//! What the other server says: where a reply ends, its code and words, and what EHLO offers.

use smtp_proto::response::parser::ResponseReceiver;
use smtp_proto::{
    AUTH_LOGIN, AUTH_PLAIN, EXT_8BIT_MIME, EXT_SIZE, EXT_SMTP_UTF8, EXT_START_TLS, EhloResponse,
};

/// All lines of one reply.
pub(super) const MOST_OCTETS: usize = 16 * 1024;

/// It is no reply of SMTP, or an endless one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Garbled;

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub code: u16,
    /// As it says, or made of the code: `5.0.0`.
    pub status: String,
    pub said: String,
}

/// What the server can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offers {
    pub start_tls: bool,
    pub eight_bit: bool,
    pub utf8: bool,
    pub size: bool,
    /// The largest message; 0: not said.
    pub most_octets: usize,
    pub plain: bool,
    pub login: bool,
}

/// Of the first reply in these octets: several lines `250-…` and a last one `250 …` (RFC 5321 §4.2.1). `None`: it goes on.
pub(super) fn length(octets: &[u8]) -> Result<Option<usize>, Garbled> {
    let mut end = 0;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let is_whole = line.ends_with(b"\n");
        let code = line.get(..3);
        if code.is_some_and(|code| !code.iter().all(u8::is_ascii_digit)) || (is_whole && code.is_none()) {
            return Err(Garbled);
        }
        end += line.len();
        if end > MOST_OCTETS {
            return Err(Garbled);
        }
        if is_whole && line[3] != b'-' {
            return Ok(Some(end));
        }
    }
    Ok(None)
}

impl Reply {
    /// Of one whole reply.
    pub(super) fn read(octets: &[u8]) -> Result<Reply, Garbled> {
        let read = ResponseReceiver::default().parse(&mut octets.iter()).map_err(|_| Garbled)?;
        if !(200..600).contains(&read.code) {
            return Err(Garbled);
        }
        let status = match read.esc {
            [0, ..] => format!("{}.0.0", read.code / 100),
            [class, subject, detail] => format!("{class}.{subject}.{detail}"),
        };
        let said = read.message.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Reply { code: read.code, status, said: format!("{} {said}", read.code).trim().to_owned() })
    }

    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// Refused for good, as far as this server goes.
    pub(super) fn is_final(&self) -> bool {
        self.code >= 500
    }

    /// It closes the connection (RFC 5321 §3.8).
    pub(super) fn is_goodbye(&self) -> bool {
        self.code == 421
    }
}

impl Offers {
    /// Of the whole reply to EHLO.
    pub(super) fn read(octets: &[u8]) -> Result<Offers, Garbled> {
        let read = EhloResponse::parse(&mut octets.iter()).map_err(|_| Garbled)?;
        Ok(Offers {
            start_tls: read.has_capability(EXT_START_TLS),
            eight_bit: read.has_capability(EXT_8BIT_MIME),
            utf8: read.has_capability(EXT_SMTP_UTF8),
            size: read.has_capability(EXT_SIZE),
            most_octets: read.size,
            plain: read.auth_mechanisms & AUTH_PLAIN != 0,
            login: read.auth_mechanisms & AUTH_LOGIN != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_ends_with_its_last_line() {
        let long = format!("250-{}\r\n", "x".repeat(80)).repeat(300);
        for (octets, expected) in [
            ("", Ok(None)),
            ("25", Ok(None)),
            ("250", Ok(None)),
            ("250 OK", Ok(None)),
            ("250 OK\r\n", Ok(Some(8))),
            ("250\r\n", Ok(Some(5))),
            ("250 OK\n354 x\r\n", Ok(Some(7))),
            ("250-a\r\n250 b\r\n220 c", Ok(Some(14))),
            ("250-a\r\n", Ok(None)),
            ("HTTP/1.1 400\r\n", Err(Garbled)),
            ("250-a\r\nb c\r\n", Err(Garbled)),
            ("\r\n", Err(Garbled)),
            (long.as_str(), Err(Garbled)),
        ] {
            assert_eq!(length(octets.as_bytes()), expected, "{octets:.40}");
        }
    }

    #[test]
    fn code_status_and_words_are_read_and_others_are_no_reply() {
        for (octets, expected) in [
            ("250 2.1.5 Ok\r\n", Some((250, "2.1.5", "250 Ok"))),
            ("550-5.1.1 No such\r\n550 5.1.1 user\r\n", Some((550, "5.1.1", "550 No such user"))),
            ("451 come back\r\n", Some((451, "4.0.0", "451 come back"))),
            ("250\r\n", Some((250, "2.0.0", "250"))),
            ("150 hm\r\n", None),
            ("999 hm\r\n", None),
        ] {
            let read = Reply::read(octets.as_bytes()).ok();
            let read = read.as_ref().map(|reply| (reply.code, reply.status.as_str(), reply.said.as_str()));
            assert_eq!(read, expected, "{octets}");
        }
    }

    #[test]
    fn what_ehlo_offers_is_read() {
        let text = "250-mx.example greets\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-STARTTLS\r\n\
                    250-AUTH PLAIN LOGIN XYZ\r\n250-WHATEVER a b\r\n250 SMTPUTF8\r\n";
        let expected = Offers {
            start_tls: true,
            eight_bit: true,
            utf8: true,
            size: true,
            most_octets: 1000,
            plain: true,
            login: true,
        };
        assert_eq!(Offers::read(text.as_bytes()), Ok(expected));
        assert_eq!(Offers::read(b"250 mx.example\r\n"), Ok(Offers::default()));
        assert_eq!(Offers::read(b"550 go away\r\n"), Err(Garbled));
    }
}
