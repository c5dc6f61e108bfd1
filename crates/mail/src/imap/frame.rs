//! Where a command ends: lines, and literals announced at their end (RFC 3501 §4.3, RFC 7888).
//!
//! Only after the whole command is here is it parsed. The framing is ours, not the codec's `Fragmentizer`, for three
//! reasons: limits that differ before and after log-in, no copy of an appended message (the literal stays where it was
//! read), and no buffer kept by a connection that idles.

use bytes::BytesMut;

/// What stands at the front of the input.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// More is needed; so many bytes are known to come.
    More(usize),
    /// The client waits for `+` before it sends its literal.
    Continue,
    /// A whole command of so many bytes.
    Command(usize),
    /// A synchronising literal is too large: it is refused, the client does not send it. The command's bytes so far.
    Refuse(usize),
    /// A command with a literal that was too large and was read over: its first bytes, as far as they were kept.
    Skipped(usize),
    /// A line without end: the connection is closed.
    Endless,
}

/// How much a command may bring.
#[derive(Clone, Copy, Debug)]
pub struct FrameLimits {
    /// Lines of one command together, without its literals.
    pub line_bytes: usize,
    /// Literals of one command together.
    pub literal_bytes: usize,
    /// The same for APPEND.
    pub append_bytes: usize,
}

/// How far the command at the front of the input has been looked at.
#[derive(Debug, Default)]
pub struct Framer {
    /// All before this has been looked at.
    scanned: usize,
    /// Start of the line that `scanned` stands in.
    line: usize,
    literals: usize,
    /// A literal under way: bytes still to come.
    pending: usize,
    /// The literal under way is read over, not kept.
    skipping: bool,
    /// One literal of this command was read over.
    skipped: bool,
}

impl Framer {
    /// Looks at what has come in. After `Command`, `Refuse` and `Skipped` the caller takes those bytes from the front.
    pub fn next(&mut self, input: &mut BytesMut, limits: FrameLimits) -> Frame {
        loop {
            if self.pending > 0 {
                self.pass_literal(input);
                if self.pending > 0 {
                    return Frame::More(if self.skipping { 0 } else { self.pending });
                }
                self.skipping = false;
                self.line = self.scanned;
            }
            let Some(newline) = memchr::memchr(b'\n', &input[self.scanned..]) else {
                self.scanned = input.len();
                let lines = self.scanned - self.literals;
                return if lines > limits.line_bytes { Frame::Endless } else { Frame::More(0) };
            };
            let end = self.scanned + newline + 1;
            if end - self.literals > limits.line_bytes {
                return Frame::Endless;
            }
            let Some(announced) = announcement(&input[self.line..end]) else {
                let whole = if self.skipped { Frame::Skipped(end) } else { Frame::Command(end) };
                *self = Self::default();
                return whole;
            };
            self.scanned = end;
            self.line = end;
            let allowed = if is_append(input) { limits.append_bytes } else { limits.literal_bytes };
            if self.literals.saturating_add(announced.bytes) > allowed {
                if announced.synchronising {
                    *self = Self::default();
                    return Frame::Refuse(end);
                }
                (self.skipping, self.skipped) = (true, true);
            }
            self.pending = announced.bytes;
            if announced.synchronising {
                return Frame::Continue;
            }
        }
    }

    fn pass_literal(&mut self, input: &mut BytesMut) {
        let here = self.pending.min(input.len() - self.scanned);
        self.pending -= here;
        if self.skipping {
            let rest = input.split_off(self.scanned + here);
            input.truncate(self.scanned);
            input.unsplit(rest);
        } else {
            self.scanned += here;
            self.literals += here;
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Announcement {
    bytes: usize,
    synchronising: bool,
}

/// `{123}` or `{123+}` before the line's end; also `~{123}` of RFC 3516, which the parser refuses later.
fn announcement(line: &[u8]) -> Option<Announcement> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line).strip_suffix(b"}")?;
    let (line, synchronising) = line.strip_suffix(b"+").map_or((line, true), |line| (line, false));
    let open = memchr::memrchr(b'{', line)?;
    let digits = std::str::from_utf8(&line[open + 1..]).ok()?;
    // 10 digits hold every 32 bit number; a longer one is no announcement, and the line is refused as it stands.
    let plain = !digits.is_empty() && digits.len() <= 10 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten().map(|bytes| Announcement { bytes, synchronising })
}

fn is_append(input: &[u8]) -> bool {
    let mut words = input.splitn(3, |b| *b == b' ').skip(1);
    words.next().is_some_and(|verb| verb.eq_ignore_ascii_case(b"APPEND"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: FrameLimits = FrameLimits { line_bytes: 64, literal_bytes: 16, append_bytes: 32 };

    /// All frames of an input that arrives in pieces of `step` bytes.
    fn frames(input: &[u8], step: usize) -> Vec<String> {
        let (mut framer, mut buffer, mut seen) = (Framer::default(), BytesMut::new(), Vec::new());
        for piece in input.chunks(step) {
            buffer.extend_from_slice(piece);
            loop {
                let frame = framer.next(&mut buffer, LIMITS);
                let (name, taken) = match frame {
                    Frame::More(_) => break,
                    Frame::Continue => ("continue", 0),
                    Frame::Command(taken) => ("command", taken),
                    Frame::Refuse(taken) => ("refuse", taken),
                    Frame::Skipped(taken) => ("skipped", taken),
                    Frame::Endless => return [seen, vec!["endless".to_owned()]].concat(),
                };
                let text = String::from_utf8_lossy(&buffer.split_to(taken)).into_owned();
                seen.push(format!("{name} {text}"));
            }
        }
        seen
    }

    #[test]
    fn a_command_ends_at_its_last_line_wherever_the_pieces_are_cut() {
        for (input, expected) in [
            ("a NOOP\r\nb NOOP\r\n", vec!["command a NOOP\r\n", "command b NOOP\r\n"]),
            (
                "a LOGIN {3+}\r\nx\r\n {2}\r\nyy\r\n",
                vec!["continue ", "command a LOGIN {3+}\r\nx\r\n {2}\r\nyy\r\n"],
            ),
            ("a LOGIN {17}\r\nb NOOP\r\n", vec!["refuse a LOGIN {17}\r\n", "command b NOOP\r\n"]),
            (
                "a APPEND x {30+}\r\n123456789012345678901234567890\r\n",
                vec!["command a APPEND x {30+}\r\n123456789012345678901234567890\r\n"],
            ),
            (
                "a LOGIN {17+}\r\n12345678901234567 x\r\nb NOOP\r\n",
                vec!["skipped a LOGIN {17+}\r\n x\r\n", "command b NOOP\r\n"],
            ),
            ("a LOGIN {99999999999}\r\n", vec!["command a LOGIN {99999999999}\r\n"]),
            ("a LOGIN {0}\r\n\r\n", vec!["continue ", "command a LOGIN {0}\r\n\r\n"]),
        ] {
            for step in [1, 2, 5, 100] {
                assert_eq!(frames(input.as_bytes(), step), expected, "{input:?} by {step}");
            }
        }
    }

    #[test]
    fn a_line_without_end_is_noticed() {
        assert_eq!(frames(&[b'x'; 70], 10), ["endless"]);
        assert_eq!(frames(&[&[b'x'; 70][..], b"\r\n"].concat(), 100), ["endless"]);
    }
}
