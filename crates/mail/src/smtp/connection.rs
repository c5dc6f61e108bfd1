//! The loop around a session: reads lines and messages, gathers replies to pipelined commands, hands mail over.

use super::letter::{Ended, Letter, Progress};
use super::reply;
use super::session::{Circumstances, Recipient, Session, Step, Transaction};
use super::trace::{Bringer, fields, goes_in_circles};
use crate::doors::{Doors, TlsSource};
use crate::listen::handshake;
use crate::metrics::count;
use crate::wire::{Wire, close, down, send};
use bytes::{Bytes, BytesMut};
use domain::quota::Verdict;
use messaging::{Body, Delivery, Sender, quota};
use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::sync::watch;
use tokio::time::Instant;

/// For a command, and for a piece of a message (RFC 5321 §4.5.3.2 asks for 5 minutes).
const READ_TIMEOUT: Duration = Duration::from_secs(5 * 60);
/// For a whole message: a peer that drips bytes holds memory.
const MESSAGE_TIMEOUT: Duration = Duration::from_secs(30 * 60);
/// A command with all its parameters; RFC 5321 asks for 512, its extensions for some hundreds more.
const LINE_BYTES: usize = 4096;
/// Room for the next piece of a message.
const PIECE_BYTES: usize = 32 * 1024;
/// Refused commands before the connection is closed: nobody tries names here all night.
const ERRORS: u32 = 20;

struct Connection {
    session: Session,
    wire: Wire,
    input: BytesMut,
    out: Vec<u8>,
    tls: Option<TlsSource>,
    shutdown: watch::Receiver<bool>,
    errors: u32,
}

/// Does the conversation go on?
#[derive(PartialEq, Eq)]
enum After {
    GoOn,
    Close,
}

pub(crate) async fn run(
    wire: Wire,
    around: Circumstances,
    tls: Option<TlsSource>,
    shutdown: watch::Receiver<bool>,
) -> io::Result<()> {
    let session = Session::new(around);
    let out = session.greeting().into_bytes();
    let mut connection = Connection { session, wire, input: BytesMut::new(), out, tls, shutdown, errors: 0 };
    while connection.next().await? == After::GoOn {}
    connection.flush().await?;
    close(&mut connection.wire).await;
    Ok(())
}

impl Connection {
    async fn flush(&mut self) -> io::Result<()> {
        if !self.out.is_empty() {
            send(&mut self.wire, &self.out).await?;
            self.out.clear();
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn close(&mut self, text: &str) -> After {
        self.say(text);
        After::Close
    }

    /// Takes the next line, or reads more.
    async fn next(&mut self) -> io::Result<After> {
        match memchr::memchr(b'\n', &self.input) {
            Some(newline) if newline < LINE_BYTES => {
                let line = self.input.split_to(newline + 1);
                self.line(&line).await
            }
            None if self.input.len() < LINE_BYTES => self.read().await,
            _ => Ok(self.close(reply::LINE_TOO_LONG)),
        }
    }

    async fn read(&mut self) -> io::Result<After> {
        self.flush().await?;
        self.input.reserve(LINE_BYTES);
        tokio::select! {
            read = self.wire.read_buf(&mut self.input) => Ok(if read? == 0 { After::Close } else { After::GoOn }),
            () = tokio::time::sleep(READ_TIMEOUT) => Ok(self.close(reply::TIMED_OUT)),
            () = down(&mut self.shutdown) => Ok(self.close(reply::GOING_DOWN)),
        }
    }

    async fn line(&mut self, line: &[u8]) -> io::Result<After> {
        match self.session.line(line, rand::random) {
            Step::Say(text) => {
                self.say(&text);
                if text.starts_with('5') {
                    count(&self.session.around.doors.metrics.smtp_refused);
                    self.errors += 1;
                }
                if self.errors >= ERRORS {
                    return Ok(self.close(reply::TOO_MANY_ERRORS));
                }
                Ok(After::GoOn)
            }
            Step::AskRoom(recipient) => {
                let text = self.ask_room(recipient).await;
                self.say(text);
                Ok(After::GoOn)
            }
            Step::Quit => Ok(self.close(reply::BYE)),
            Step::StartTls => self.start_tls().await,
            Step::Data => match self.session.take_mail() {
                Some(mail) => self.message(mail).await,
                None => Ok(After::GoOn),
            },
        }
    }

    /// A recipient whose mailbox is full is refused for now, and the others of the same mail are not.
    async fn ask_room(&mut self, recipient: Recipient) -> &'static str {
        let Doors { post, directory, metrics } = &self.session.around.doors;
        let verdict =
            quota::judge(&**post, &directory.people(), recipient.user, self.session.arrival()).await;
        match verdict {
            Ok(Verdict::Taken | Verdict::TakenOver) => self.session.admit(recipient),
            Ok(Verdict::RefusedForNow) => {
                count(&metrics.smtp_deferred);
                tracing::info!(user = recipient.user.get(), "mail is put off: the mailbox is full");
                reply::MAILBOX_FULL
            }
            Err(error) => {
                count(&metrics.smtp_deferred);
                tracing::warn!(%error, "what a mailbox holds is not known");
                reply::NOT_NOW
            }
        }
    }

    async fn start_tls(&mut self) -> io::Result<After> {
        let Some(tls) = self.tls.clone() else { return Ok(self.close(reply::NO_TLS)) };
        self.say(reply::READY_FOR_TLS);
        self.flush().await?;
        // What came in the clear after the command is not part of the encrypted conversation (RFC 3207 §6).
        self.input.clear();
        let plain = std::mem::replace(&mut self.wire, Box::new(tokio::io::empty()));
        let Some(encrypted) = handshake(plain, &tls).await else { return Ok(After::Close) };
        self.wire = encrypted;
        self.session.encrypted();
        Ok(After::GoOn)
    }

    /// Reads a message, hands it over, and says what became of it: 250 only when it is kept for good.
    async fn message(&mut self, mail: Transaction) -> io::Result<After> {
        self.say(reply::GO_ON);
        self.flush().await?;
        let mut letter = Letter::new(self.session.around.limits.message_limit_bytes, mail.room_bytes);
        letter.buffer().extend_from_slice(&self.input);
        self.input.clear();
        let deadline = Instant::now() + MESSAGE_TIMEOUT;
        while letter.scan() == Progress::More {
            let buffer = letter.buffer();
            buffer.reserve(PIECE_BYTES);
            let wait = deadline.min(Instant::now() + READ_TIMEOUT);
            let read = tokio::select! {
                read = self.wire.read_buf(buffer) => read?,
                () = tokio::time::sleep_until(wait) => return Ok(self.close(reply::TIMED_OUT)),
                () = down(&mut self.shutdown) => return Ok(self.close(reply::GOING_DOWN)),
            };
            if read == 0 {
                return Ok(After::Close);
            }
        }
        let (ended, rest) = letter.end();
        self.input.extend_from_slice(&rest);
        let text = match ended {
            Ended::Message(message) if goes_in_circles(&message) => reply::LOOP.into(),
            Ended::Message(message) => self.deliver(mail, message).await,
            Ended::BareLineEnd => reply::BARE_LINE_END.into(),
            Ended::TooLarge => reply::TOO_LARGE.into(),
        };
        if text.starts_with('5') {
            count(&self.session.around.doors.metrics.smtp_refused);
            self.errors += 1;
        }
        self.say(&text);
        Ok(After::GoOn)
    }

    async fn deliver(&mut self, mail: Transaction, message: Bytes) -> String {
        let Circumstances { doors, peer, .. } = &self.session.around;
        if let Some(token) = &mail.returned {
            return match doors.post.returned(token, message).await {
                Ok(()) => reply::OK.to_owned(),
                Err(error) => reply::of_failure(&error).to_owned(),
            };
        }
        let now = jiff::Timestamp::now();
        let bringer =
            Bringer { name: self.session.peer_name(), address: *peer, protocol: self.session.protocol() };
        let trace = fields(&bringer, &mail, &self.session.host(), now);
        let bytes = message.len() as u64;
        let email = Some(mail.from).filter(|from| !from.is_empty());
        let delivery = Delivery {
            key: format!("smtp-{}", mail.id),
            to: mail.to.iter().map(|(user, _)| *user).collect(),
            from: Sender { email, ..Sender::default() },
            at: now,
            body: Body::Mail { message, trace },
        };
        match doors.post.deliver(delivery).await {
            Ok(_) => {
                count(&doors.metrics.smtp_messages);
                doors.metrics.smtp_bytes.fetch_add(bytes, Ordering::Relaxed);
                tracing::info!(id = mail.id, bytes, recipients = mail.to.len(), "mail taken");
                format!("250 2.0.0 Kept as {}\r\n", mail.id)
            }
            Err(error) => {
                if error.is_temporary() {
                    count(&doors.metrics.smtp_deferred);
                }
                tracing::warn!(id = mail.id, %error, "mail not taken");
                reply::of_failure(&error).to_owned()
            }
        }
    }
}
