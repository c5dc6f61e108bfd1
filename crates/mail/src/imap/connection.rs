//! The loop around a session: reads bytes, waits, and says goodbye.

use super::answer::Fault;
use super::encode::put;
use super::frame::{Frame, Framer};
use super::limits::{BAD_COMMANDS, LOG_IN_TIMEOUT, SASL_LINE_BYTES, SILENCE_TIMEOUT};
use super::outbox::Outbox;
use super::session::{Circumstances, Lists, Next, Session};
use super::special_use;
use super::view::Renumber;
use crate::metrics::count;
use crate::wire::{Wire, close, down};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use imap_codec::CommandCodec;
use imap_codec::decode::Decoder;
use std::io;
use tokio::io::AsyncReadExt;
use tokio::sync::watch;
use tokio::time::Instant;

/// Read at once when nothing is known of what comes.
const READ_BYTES: usize = 4096;

struct Connection {
    session: Session,
    out: Outbox,
    input: BytesMut,
    framer: Framer,
    shutdown: watch::Receiver<bool>,
    /// When an unauthenticated client is sent away.
    log_in_by: Instant,
    bad_commands: u32,
}

/// How waiting for bytes ended.
enum Read {
    Bytes,
    /// The client has closed.
    Closed,
    /// We close, and say why.
    Bye(&'static str),
}

pub(crate) async fn run(
    wire: Wire,
    around: Circumstances,
    shutdown: watch::Receiver<bool>,
) -> io::Result<()> {
    let mut connection = Connection {
        session: Session::new(around),
        out: Outbox::new(wire),
        input: BytesMut::new(),
        framer: Framer::default(),
        shutdown,
        log_in_by: Instant::now() + LOG_IN_TIMEOUT,
        bad_commands: 0,
    };
    let greeting = format!("* OK [CAPABILITY {}] Switchroom is ready\r\n", connection.session.capabilities());
    connection.out.text(&greeting);
    connection.serve().await?;
    close(connection.out.wire()).await;
    Ok(())
}

impl Connection {
    async fn serve(&mut self) -> io::Result<()> {
        loop {
            let limits = self.session.around.limits.frames(self.session.is_logged_in());
            match self.framer.next(&mut self.input, limits) {
                Frame::More(known) => match self.read(known).await? {
                    Read::Bytes => {}
                    Read::Closed => return Ok(()),
                    Read::Bye(why) => return self.bye(why).await,
                },
                Frame::Continue => self.out.text("+ Go on\r\n"),
                Frame::Command(end) => {
                    let frame = self.input.split_to(end).freeze();
                    // Boxed: a command's state is large, and most connections have none under way.
                    if Box::pin(self.command(frame)).await? == Next::Close {
                        return self.out.flush().await;
                    }
                }
                Frame::Refuse(end) | Frame::Skipped(end) => {
                    let frame = self.input.split_to(end);
                    self.bad(&frame, Fault::No("TOOBIG", "That is too large"));
                }
                Frame::Endless => return self.bye("The line is too long").await,
            }
            if self.bad_commands >= BAD_COMMANDS {
                return self.bye("Too many commands that make no sense").await;
            }
            if self.session.has_tried_enough() {
                return self.bye("Too many wrong passwords").await;
            }
        }
    }

    async fn bye(&mut self, why: &str) -> io::Result<()> {
        put!(self.out.buffer(), "* BYE {why}\r\n");
        self.out.flush().await
    }

    fn bad(&mut self, frame: &[u8], fault: Fault) {
        self.bad_commands += 1;
        fault.write(self.out.buffer(), tag_of(frame));
    }

    /// Waits for bytes; `known` of them are announced. What was answered goes out first.
    async fn read(&mut self, known: usize) -> io::Result<Read> {
        if self.input.is_empty() {
            self.out.rest().await?;
            self.input = BytesMut::new();
        } else {
            self.out.flush().await?;
        }
        let logged_in = self.session.is_logged_in();
        let deadline = if logged_in { Instant::now() + SILENCE_TIMEOUT } else { self.log_in_by };
        self.input.reserve(known.max(READ_BYTES));
        tokio::select! {
            read = self.out.wire().read_buf(&mut self.input) => Ok(if read? == 0 { Read::Closed } else { Read::Bytes }),
            () = tokio::time::sleep_until(deadline) => Ok(Read::Bye("Idle for too long")),
            () = down(&mut self.shutdown) => Ok(Read::Bye("The server goes down")),
        }
    }

    async fn command(&mut self, frame: Bytes) -> io::Result<Next> {
        count(&self.session.around.doors.metrics.imap_commands);
        let (frame, only_special) = special_use::plain_list(&frame).unwrap_or((frame, false));
        self.session.lists = if only_special { Lists::SpecialUse } else { Lists::All };
        let command = match CommandCodec::default().decode(&frame) {
            Ok(([], command)) => command,
            _ => {
                self.bad(&frame, Fault::Bad("That is no command"));
                return Ok(Next::Command);
            }
        };
        let next = self.session.run(command, &frame, &mut self.out).await?;
        match next {
            Next::Command | Next::Close => Ok(next),
            Next::Authenticate => self.authenticate(tag_of(&frame)).await,
            Next::Idle => self.idle(tag_of(&frame)).await,
        }
    }

    /// The line that a client sends on its own: a SASL response, or DONE. `None`: there will be none.
    async fn line(&mut self, longest: usize) -> io::Result<Option<BytesMut>> {
        loop {
            if let Some(newline) = memchr::memchr(b'\n', &self.input) {
                return Ok(Some(self.input.split_to(newline + 1)));
            }
            if self.input.len() > longest {
                self.bye("The line is too long").await?;
                return Ok(None);
            }
            match self.read(0).await? {
                Read::Bytes => {}
                Read::Closed => return Ok(None),
                Read::Bye(why) => {
                    self.bye(why).await?;
                    return Ok(None);
                }
            }
        }
    }

    async fn authenticate(&mut self, tag: &str) -> io::Result<Next> {
        self.out.text("+ \r\n");
        let Some(line) = self.line(SASL_LINE_BYTES).await? else { return Ok(Next::Close) };
        let outcome = match STANDARD.decode(line.trim_ascii()) {
            Ok(response) => self.session.authenticate(&response).await,
            // Also `*`, by which the client breaks off.
            Err(_) => Err(Fault::Bad("Broken off")),
        };
        match outcome {
            Ok(done) => put!(self.out.buffer(), "{tag} OK [{}] {}\r\n", done.code, done.text),
            Err(fault) => {
                self.bad_commands += u32::from(matches!(fault, Fault::Bad(_)));
                fault.write(self.out.buffer(), tag);
            }
        }
        Ok(Next::Command)
    }

    /// RFC 2177: changes are told as they happen.
    async fn idle(&mut self, tag: &str) -> io::Result<Next> {
        self.out.text("+ Idling\r\n");
        let deadline = Instant::now() + SILENCE_TIMEOUT;
        loop {
            if let Some(newline) = memchr::memchr(b'\n', &self.input) {
                let line = self.input.split_to(newline + 1);
                let done = line.trim_ascii().eq_ignore_ascii_case(b"DONE");
                self.bad_commands += u32::from(!done);
                put!(
                    self.out.buffer(),
                    "{tag} {}\r\n",
                    if done { "OK Done" } else { "BAD Only DONE ends IDLE" }
                );
                return Ok(Next::Command);
            }
            self.out.rest().await?;
            if self.input.is_empty() {
                self.input = BytesMut::new();
            }
            let woken = tokio::select! {
                read = read_line(&mut self.out, &mut self.input) => Woken::Read(read?),
                () = self.session.hint() => Woken::Hint,
                () = tokio::time::sleep_until(deadline) => Woken::Bye("Idle for too long"),
                () = down(&mut self.shutdown) => Woken::Bye("The server goes down"),
            };
            match woken {
                Woken::Read(0) => return Ok(Next::Close),
                Woken::Read(_) if self.input.len() > READ_BYTES => {
                    return self.bye_from_idle("The line is too long").await;
                }
                Woken::Read(_) => {}
                Woken::Bye(why) => return self.bye_from_idle(why).await,
                Woken::Hint => match self.session.catch_up(true).await {
                    Ok(()) => self.session.report(Renumber::Now, &mut self.out),
                    Err(fault @ (Fault::FolderGone | Fault::Lost(_))) => {
                        fault.write(self.out.buffer(), tag);
                        return Ok(Next::Close);
                    }
                    // The store does not answer: asked again at the next hint.
                    Err(_) => {}
                },
            }
        }
    }

    async fn bye_from_idle(&mut self, why: &str) -> io::Result<Next> {
        self.bye(why).await?;
        Ok(Next::Close)
    }
}

/// What ends the waiting in IDLE.
enum Woken {
    Read(usize),
    Hint,
    Bye(&'static str),
}

/// DONE is six bytes: the buffer for it stays small while a client idles.
async fn read_line(out: &mut Outbox, input: &mut BytesMut) -> io::Result<usize> {
    input.reserve(64);
    out.wire().read_buf(input).await
}

/// The command's tag as far as it has one, else `*`.
fn tag_of(frame: &[u8]) -> &str {
    let tag = frame.split(|byte| matches!(byte, b' ' | b'\r' | b'\n')).next().unwrap_or_default();
    let allowed = |byte: &u8| byte.is_ascii_graphic() && !b"(){%*\"\\+".contains(byte);
    match std::str::from_utf8(tag) {
        Ok(tag) if (1..=64).contains(&tag.len()) && tag.as_bytes().iter().all(allowed) => tag,
        _ => "*",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_echoed_only_if_it_is_one() {
        for (line, tag) in
            [("a1 NOOP\r\n", "a1"), ("\r\n", "*"), ("{x} y\r\n", "*"), ("+ x", "*"), ("ä x", "*"), ("a", "a")]
        {
            assert_eq!(tag_of(line.as_bytes()), tag, "{line:?}");
        }
    }
}
