//! Messages cut from a stream by their Content-Length (RFC 3261 §18.3).

use super::parse::content_length;
use super::{HeaderName, LARGEST_MESSAGE};
use bytes::{Buf, Bytes, BytesMut};

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
}

impl Framer {
    /// Where to read to.
    pub fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// The next whole message, if there is one.
    #[expect(clippy::should_implement_trait, reason = "it can fail, and what it says ends when more is read")]
    pub fn next(&mut self) -> Result<Option<Frame>, FrameError> {
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
        let length = length(self.buffer.get(..head).unwrap_or_default())?;
        let whole =
            head.checked_add(length).filter(|&whole| whole <= LARGEST_MESSAGE).ok_or(FrameError::TooLarge)?;
        if self.buffer.len() < whole {
            return Ok(None);
        }
        self.searched = 0;
        Ok(Some(Frame::Message(self.buffer.split_to(whole).freeze())))
    }
}

/// The Content-Length of a head. All must agree, as they must for the parser: two readers that see different lengths
/// are how messages are smuggled.
fn length(head: &[u8]) -> Result<usize, FrameError> {
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
    length.ok_or(FrameError::Length)
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
        for (text, expected) in [
            ("A\r\n\r\n".to_owned(), FrameError::Length),
            ("A\r\nContent-Length: -1\r\n\r\n".into(), FrameError::Length),
            ("A\r\nl: 1\r\nContent-Length: 2\r\n\r\n".into(), FrameError::Length),
            ("A\r\nl: 18446744073709551615\r\n\r\n".into(), FrameError::TooLarge),
            ("x".repeat(LARGEST_MESSAGE + 1), FrameError::TooLarge),
        ] {
            let mut framer = Framer::default();
            framer.buffer().extend_from_slice(text.as_bytes());
            assert_eq!(framer.next(), Err(expected));
        }
    }
}
