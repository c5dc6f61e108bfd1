//! The SMTP server that takes mail for the people of the house from other mail servers (RFC 5321). It relays nothing.
//!
//! `session` knows what each command does, `letter` where a message ends, `connection` is the loop around them.

mod connection;
mod letter;
mod reply;
mod session;
#[cfg(test)]
mod tests;
mod trace;

use crate::doors::{Doors, TlsSource};
use crate::gate::Gate;
use crate::listen::{Listening, listen};
use crate::metrics::{Level, count};
use crate::wire::Wire;
use session::Circumstances;
use std::io;
use std::net::IpAddr;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Limits that an administrator may change.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest message; told as SIZE (RFC 1870).
    pub message_limit_bytes: usize,
    pub connections_per_address: u32,
    pub connections: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { message_limit_bytes: 50_000_000, connections_per_address: 50, connections: 1_000 }
    }
}

/// Serves SMTP on `listener` until `shutdown` says `true`; returns when the last session has ended.
/// With `tls`, STARTTLS is offered.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsSource>,
    doors: Doors,
    limits: Limits,
    shutdown: watch::Receiver<bool>,
) {
    let listening = Listening {
        listener,
        tls: None,
        gate: Gate::new(limits.connections_per_address, limits.connections),
        metrics: doors.metrics.clone(),
        full: b"421 4.7.0 Too many connections\r\n",
        shutdown: shutdown.clone(),
    };
    listen(listening, move |wire, peer| {
        let (doors, tls, shutdown) = (doors.clone(), tls.clone(), shutdown.clone());
        async move {
            if let Err(error) = converse(wire, doors, limits, peer, tls, shutdown).await {
                tracing::debug!(%error, "SMTP connection lost");
            }
        }
    })
    .await;
}

/// One mail server's conversation from greeting to goodbye.
pub(crate) async fn converse(
    wire: Wire,
    doors: Doors,
    limits: Limits,
    peer: IpAddr,
    tls: Option<TlsSource>,
    shutdown: watch::Receiver<bool>,
) -> io::Result<()> {
    let metrics = doors.metrics.clone();
    count(&metrics.smtp_sessions);
    let _open = Level::raise(&metrics.smtp_open);
    let around = Circumstances { doors, limits, peer, offers_tls: tls.is_some() };
    connection::run(wire, around, tls, shutdown).await
}

/// Parses each line as a command and the whole as a message, as a session would; answers how many commands were
/// understood and how long the message is. For fuzzing.
pub fn read_input(bytes: &[u8]) -> (usize, Option<usize>) {
    use letter::{Ended, Letter, Progress};
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let understood = lines.filter(|line| smtp_proto::Request::parse(&mut line.iter()).is_ok()).count();
    let mut letter = Letter::new(64 * 1024, 0);
    for piece in bytes.chunks(1000) {
        letter.buffer().extend_from_slice(piece);
        if letter.scan() == Progress::Ended {
            return match letter.end() {
                (Ended::Message(message), _) => (understood, Some(message.len())),
                _ => (understood, None),
            };
        }
    }
    (understood, None)
}
