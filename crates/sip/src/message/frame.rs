//! Messages cut from a stream by their Content-Length (RFC 3261 §18.3).

use super::parse::content_length;
use super::{HeaderName, LARGEST_MESSAGE};
use bytes::{Buf, Bytes, BytesMut};

/// A body that is not taken is read to its end if it is no longer, in bytes; otherwise the stream ends.
const MOST_SKIPPED: usize = 1 << 20;

/// The stream cannot be read any further: where the next message begins is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    #[error("a message larger than {LARGEST_MESSAGE} bytes")]
    TooLarge,
    #[error("no usable Content-Length")]
    Length,
}

/// What the stream holds next.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    Message(Bytes),
    /// CRLF CRLF, to be answered with CRLF (RFC 5626 §3.5.1).
    Ping,
}

/// Gathers what was read and gives out whole messages.
#[derive(Debug, Default)]
pub struct Framer {
    buffer: BytesMut,
    /// How far the end of the head was looked for, so that slow senders cost no more than fast ones.
    searched: usize,
    /// So much of a body that is not taken is still to come.
    skipping: usize,
    /// Nothing can be read behind what was given out last.
    broken: Option<FrameError>,
}

impl Framer {
    /// Where to read to.
    pub fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// The next whole message, if there is one. Of one that is too large, or whose length is in doubt, the head comes
    /// alone, so that it can be refused.
    #[expect(clippy::should_implement_trait, reason = "it can fail, and what it says ends when more is read")]
    pub fn next(&mut self) -> Result<Option<Frame>, FrameError> {
        if let Some(error) = self.broken {
            return Err(error);
        }
        if !self.skip() {
            return Ok(None);
        }
        loop {
            if self.buffer.starts_with(b"\r\n\r\n") {
                self.buffer.advance(4);
                return Ok(Some(Frame::Ping));
            }
            if self.buffer.starts_with(b"\r\n") && self.buffer.get(2).is_some_and(|&byte| byte != b'\r') {
                self.buffer.advance(2);
                continue;
            }
            break;
        }
        let from = self.searched.saturating_sub(3);
        let found =
            self.buffer.get(from..).and_then(|rest| rest.windows(4).position(|end| end == b"\r\n\r\n"));
        let Some(found) = found else {
            self.searched = self.buffer.len();
            return if self.buffer.len() > LARGEST_MESSAGE { Err(FrameError::TooLarge) } else { Ok(None) };
        };
        let head = from + found + 4;
        self.searched = head - 1;
        if head > LARGEST_MESSAGE {
            return Err(FrameError::TooLarge);
        }
        let length = match length(self.buffer.get(..head).unwrap_or_default()) {
            Ok(Some(length)) => length,
            Ok(None) => return Err(FrameError::Length),
            Err(error) => {
                self.broken = Some(error);
                0
            }
        };
        self.searched = 0;
        if length > LARGEST_MESSAGE - head {
            match length {
                0..=MOST_SKIPPED => self.skipping = length,
                _ => self.broken = Some(FrameError::TooLarge),
            }
            return Ok(Some(Frame::Message(self.buffer.split_to(head).freeze())));
        }
        if self.buffer.len() < head + length {
            self.searched = head - 1;
            return Ok(None);
        }
        Ok(Some(Frame::Message(self.buffer.split_to(head + length).freeze())))
    }

    /// Throws away what is left of a body that was not taken. Says whether all of it has come.
    fn skip(&mut self) -> bool {
        let here = self.skipping.min(self.buffer.len());
        self.buffer.advance(here);
        self.skipping -= here;
        self.skipping == 0
    }
}

/// The Content-Length of a head. All must agree, as they must for the parser: two readers that see different lengths
/// are how messages are smuggled.
fn length(head: &[u8]) -> Result<Option<usize>, FrameError> {
    let mut length = None;
    for line in head.split(|&byte| byte == b'\n') {
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { continue };
        let (name, value) = line.split_at(colon);
        let Ok(name) = std::str::from_utf8(name) else { continue };
        if name.starts_with([' ', '\t']) || HeaderName::other(name.trim_end()) != HeaderName::ContentLength {
            continue;
        }
        let value =
            std::str::from_utf8(value.get(1..).unwrap_or_default()).map_err(|_| FrameError::Length)?;
        let value = content_length(value.trim()).ok_or(FrameError::Length)?;
        if length.is_some_and(|other| other != value) {
            return Err(FrameError::Length);
        }
        length = Some(value);
    }
    // A stream without it cannot be cut; RFC 3261 §20.14 makes it mandatory there.
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cut_however_they_arrive() {
        let stream = b"\r\n\r\n\r\nOPTIONS sip:a SIP/2.0\r\nl : 3\r\n\r\nabcBYE sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n";
        for step in [1, 2, 7, stream.len()] {
            let mut framer = Framer::default();
            let mut frames = Vec::new();
            for piece in stream.chunks(step) {
                framer.buffer().extend_from_slice(piece);
                while let Some(frame) = framer.next().unwrap() {
                    frames.push(frame);
                }
            }
            assert_eq!(frames.len(), 3, "step {step}");
            assert_eq!(frames[0], Frame::Ping);
            assert!(matches!(&frames[1], Frame::Message(m) if m.ends_with(b"\r\n\r\nabc")));
        }
    }

    #[test]
    fn what_cannot_be_cut_ends_the_stream() {
        for (text, heads, expected) in [
            ("A\r\n\r\n".to_owned(), 0, FrameError::Length),
            ("A\r\nContent-Length: -1\r\n\r\n".into(), 1, FrameError::Length),
            ("A\r\nl: 1\r\nContent-Length: 2\r\n\r\n".into(), 1, FrameError::Length),
            ("A\r\nl: 18446744073709551615\r\n\r\n".into(), 1, FrameError::TooLarge),
            ("A\r\nl: 99999999999999999999999999999\r\n\r\n".into(), 1, FrameError::TooLarge),
            ("x".repeat(LARGEST_MESSAGE + 1), 0, FrameError::TooLarge),
            (format!("A: {}\r\nl: 0\r\n\r\n", "x".repeat(LARGEST_MESSAGE)), 0, FrameError::TooLarge),
        ] {
            let mut framer = Framer::default();
            framer.buffer().extend_from_slice(text.as_bytes());
            for _ in 0..heads {
                assert!(
                    matches!(framer.next(), Ok(Some(Frame::Message(head))) if head.ends_with(b"\r\n\r\n"))
                );
            }
            for _ in 0..2 {
                assert_eq!(framer.next(), Err(expected));
            }
        }
    }

    #[test]
    fn what_is_too_large_is_passed_over() {
        let head = format!("BYE sip:a SIP/2.0\r\nl: {LARGEST_MESSAGE}\r\n\r\n");
        let mut framer = Framer::default();
        framer.buffer().extend_from_slice(head.as_bytes());
        assert_eq!(framer.next(), Ok(Some(Frame::Message(head.into()))));
        for _ in 0..LARGEST_MESSAGE / 15 {
            assert_eq!(framer.next(), Ok(None));
            framer.buffer().extend_from_slice(&[b'\n'; 15]);
        }
        let next = "OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\r\n";
        framer.buffer().extend_from_slice(next.as_bytes());
        assert_eq!(framer.next(), Ok(Some(Frame::Message(next.into()))));
    }
}
