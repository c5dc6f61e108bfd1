//! The IMAP server: IMAP4rev1 (RFC 3501) with the extensions that CAPABILITY names.
//!
//! [`frame`] cuts the input into commands, `imap-codec` parses them, `session` knows what they do, `view` what the
//! client knows of its folder; `connection` is the loop around them.

mod answer;
mod change;
mod connection;
mod encode;
mod fetch;
mod folders;
pub mod frame;
mod limits;
mod log_in;
mod marks;
mod names;
mod outbox;
mod quota;
mod search;
mod section;
mod session;
mod special_use;
mod structure;
#[cfg(test)]
mod tests;
mod view;

pub use limits::Limits;

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

/// Serves IMAP on `listener` until `shutdown` says `true`; returns when the last session has ended.
/// With `tls` the handshake comes first (RFC 8314); without, only this machine itself may log in.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsSource>,
    doors: Doors,
    limits: Limits,
    shutdown: watch::Receiver<bool>,
) {
    let encrypted = tls.is_some();
    let listening = Listening {
        listener,
        tls,
        gate: Gate::new(limits.connections_per_address, limits.connections),
        metrics: doors.metrics.clone(),
        full: b"* BYE [LIMIT] Too many connections\r\n",
        shutdown: shutdown.clone(),
    };
    listen(listening, move |wire, peer| {
        let (doors, shutdown) = (doors.clone(), shutdown.clone());
        let private = encrypted || peer.to_canonical().is_loopback();
        async move {
            if let Err(error) = converse(wire, doors, limits, peer, private, shutdown).await {
                tracing::debug!(%error, "IMAP connection lost");
            }
        }
    })
    .await;
}

/// One client's conversation from greeting to goodbye. `private`: passwords may be sent.
pub(crate) async fn converse(
    wire: Wire,
    doors: Doors,
    limits: Limits,
    peer: IpAddr,
    private: bool,
    shutdown: watch::Receiver<bool>,
) -> io::Result<()> {
    let metrics = doors.metrics.clone();
    count(&metrics.imap_sessions);
    let _open = Level::raise(&metrics.imap_open);
    connection::run(wire, Circumstances { doors, limits, peer, private }, shutdown).await
}

/// Frames and parses a client's bytes as a session would; answers how many commands were understood. For fuzzing.
pub fn read_commands(bytes: &[u8]) -> usize {
    use imap_codec::{CommandCodec, decode::Decoder};
    let mut input = bytes::BytesMut::from(bytes);
    let (mut framer, mut understood) = (frame::Framer::default(), 0);
    let limits = Limits::default().frames(true);
    loop {
        match framer.next(&mut input, limits) {
            frame::Frame::Continue => {}
            frame::Frame::Command(end) => {
                let command = input.split_to(end);
                understood += usize::from(CommandCodec::default().decode(&command).is_ok());
            }
            frame::Frame::Refuse(end) | frame::Frame::Skipped(end) => drop(input.split_to(end)),
            frame::Frame::More(_) | frame::Frame::Endless => return understood,
        }
    }
}
