//! What carries messages in both directions: bytes of a stream cut by their length, or frames of a WebSocket.

use super::gate::Gate;
use super::{Arrival, Arrivals};
use crate::flow::FlowId;
use crate::message::{HeaderName, Message, Response};
use bytes::Bytes;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;

/// Messages that wait for a slow reader; beyond, the connection counts as lost.
const WAITING: usize = 256;
/// A peer that takes nothing for so long is gone: a transaction would be given up by then.
pub(super) const STALLED: Duration = Duration::from_secs(32);
/// What is left to say at the end.
pub(super) const FAREWELL: Duration = Duration::from_secs(2);
/// RFC 5626 §3.5.1.
pub(super) const PONG: &[u8] = b"\r\n";
/// When whoever was too loud may come again, in seconds.
const RETRY_AFTER: &str = "10";

/// Where to write. The connection is closed when this is dropped.
pub(crate) struct Connection {
    writer: mpsc::Sender<Bytes>,
    /// Tells it from an earlier one of the same flow.
    pub number: u64,
}

impl Connection {
    pub fn new(number: u64) -> (Self, mpsc::Receiver<Bytes>) {
        let (writer, waiting) = mpsc::channel(WAITING);
        (Self { writer, number }, waiting)
    }

    /// Says whether the message was taken.
    pub fn send(&self, bytes: Bytes) -> bool {
        self.writer.try_send(bytes).is_ok()
    }
}

/// Either kind of connection, with TLS or without.
pub(super) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// What a connection needs of the stack.
pub(super) struct Ends {
    pub flow: FlowId,
    pub number: u64,
    pub waiting: mpsc::Receiver<Bytes>,
    pub arrivals: Arrivals,
    pub gate: Arc<Gate>,
}

/// The reader is at its end.
#[derive(Debug)]
pub(super) struct Over;

impl Ends {
    /// Hands messages on, as far as their source has not said too much; what is over that is answered 503, and the
    /// connection is over.
    pub async fn arrived(&self, messages: Vec<Bytes>) -> Result<(), (Over, Option<Bytes>)> {
        let now = Instant::now();
        let mut refused = None;
        let mut batch = Vec::with_capacity(messages.len());
        {
            let mut look = self.gate.look();
            for bytes in messages {
                if look.admits(self.flow.remote().ip(), now) {
                    batch.push(Arrival::Message(self.flow.clone(), bytes));
                } else {
                    refused = Some(bytes);
                    break;
                }
            }
        }
        if !batch.is_empty() && self.arrivals.send(batch).await.is_err() {
            return Err((Over, None));
        }
        match refused {
            Some(refused) => Err((Over, too_loud(&refused))),
            None => Ok(()),
        }
    }

    /// The last word about this connection.
    pub async fn lost(self) {
        let _ = self.arrivals.send(vec![Arrival::Lost(self.flow, self.number)]).await;
    }
}

/// What a request over the rate is answered.
fn too_loud(bytes: &Bytes) -> Option<Bytes> {
    match Message::parse(bytes) {
        Ok(Message::Request(request)) if request.method() != "ACK" => {
            let mut response = Response::to(&request, 503);
            response.push(HeaderName::RetryAfter, RETRY_AFTER);
            Some(response.to_bytes())
        }
        _ => None,
    }
}
