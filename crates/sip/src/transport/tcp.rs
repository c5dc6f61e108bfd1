//! Streams: one reader and one writer for each connection, taken or made.

use super::{Arrival, Arrivals};
use crate::flow::FlowId;
use crate::message::{Frame, Framer};
use bytes::Bytes;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// Messages that wait for a slow reader; beyond, the connection counts as lost.
const WAITING: usize = 256;
/// A connection that says nothing for so long is closed; phones keep theirs alive or come again.
const SILENCE: Duration = Duration::from_secs(3900);
/// A peer that takes nothing for so long is gone: a transaction would be given up by then.
const STALLED: Duration = Duration::from_secs(32);
/// A peer that does not answer to SYN.
const CONNECT: Duration = Duration::from_secs(10);
/// Connections at once, and from one address.
const CONNECTIONS_LIMIT: usize = 10_000;
const CONNECTIONS_OF_ONE: usize = 500;
/// Pause after a failed accept (no file descriptors left), so that it does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// RFC 5626 §3.5.1.
const PONG: &[u8] = b"\r\n";

/// Where to write. The connection is closed when this is dropped.
pub(super) struct Connection {
    writer: mpsc::Sender<Bytes>,
}

impl Connection {
    /// Says whether the message was taken.
    pub fn send(&self, bytes: Bytes) -> bool {
        self.writer.try_send(bytes).is_ok()
    }
}

/// Listens on an address; the future takes connections for as long as it is polled.
pub(super) async fn listen(
    address: SocketAddr,
    arrivals: Arrivals,
    accepted: mpsc::Sender<(FlowId, Connection)>,
    numbers: Arc<AtomicU64>,
) -> io::Result<(SocketAddr, impl Future<Output = ()>)> {
    let listener = TcpListener::bind(address).await?;
    let bound = listener.local_addr()?;
    Ok((bound, accept(listener, arrivals, accepted, numbers)))
}

async fn accept(
    listener: TcpListener,
    arrivals: Arrivals,
    accepted: mpsc::Sender<(FlowId, Connection)>,
    numbers: Arc<AtomicU64>,
) {
    let guests = Arc::new(Guests::default());
    loop {
        let (stream, remote) = match listener.accept().await {
            Ok(guest) => guest,
            Err(error) => {
                tracing::warn!(%error, "accept failed");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Some(pass) = guests.enter(remote.ip()) else { continue };
        let Ok(local) = stream.local_addr() else { continue };
        let canonical = |address: SocketAddr| SocketAddr::new(address.ip().to_canonical(), address.port());
        let flow = FlowId::tcp(canonical(local), canonical(remote), numbers.fetch_add(1, Ordering::Relaxed));
        let (writer, waiting) = mpsc::channel(WAITING);
        let pong = writer.downgrade();
        if accepted.send((flow.clone(), Connection { writer })).await.is_err() {
            return;
        }
        let arrivals = arrivals.clone();
        tokio::spawn(async move {
            serve(stream, flow, waiting, pong, arrivals).await;
            drop(pass);
        });
    }
}

/// Makes a connection; what is sent meanwhile waits.
pub(super) fn connect(flow: FlowId, arrivals: Arrivals) -> Connection {
    let (writer, waiting) = mpsc::channel(WAITING);
    let pong = writer.downgrade();
    tokio::spawn(async move {
        match tokio::time::timeout(CONNECT, TcpStream::connect(flow.remote())).await {
            Ok(Ok(stream)) => serve(stream, flow, waiting, pong, arrivals).await,
            _ => {
                let _ = arrivals.send(vec![Arrival::Lost(flow)]).await;
            }
        }
    });
    Connection { writer }
}

async fn serve(
    stream: TcpStream,
    flow: FlowId,
    waiting: mpsc::Receiver<Bytes>,
    pong: mpsc::WeakSender<Bytes>,
    arrivals: Arrivals,
) {
    let _ = stream.set_nodelay(true);
    let (reader, writer) = stream.into_split();
    tokio::select! {
        () = read(reader, &flow, &pong, &arrivals) => {}
        () = write(writer, waiting) => {}
    }
    let _ = arrivals.send(vec![Arrival::Lost(flow)]).await;
}

async fn read(mut reader: OwnedReadHalf, flow: &FlowId, pong: &mpsc::WeakSender<Bytes>, arrivals: &Arrivals) {
    let mut framer = Framer::default();
    loop {
        match tokio::time::timeout(SILENCE, reader.read_buf(framer.buffer())).await {
            Ok(Ok(length)) if length > 0 => {}
            _ => return,
        }
        let mut batch = Vec::new();
        loop {
            match framer.next() {
                Ok(Some(Frame::Message(bytes))) => batch.push(Arrival::Message(flow.clone(), bytes)),
                Ok(Some(Frame::Ping)) => {
                    if let Some(writer) = pong.upgrade() {
                        let _ = writer.try_send(Bytes::from_static(PONG));
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    tracing::debug!(%error, "a stream cannot be read any further");
                    return;
                }
            }
        }
        if !batch.is_empty() && arrivals.send(batch).await.is_err() {
            return;
        }
    }
}

async fn write(mut writer: OwnedWriteHalf, mut waiting: mpsc::Receiver<Bytes>) {
    while let Some(bytes) = waiting.recv().await {
        match tokio::time::timeout(STALLED, writer.write_all(&bytes)).await {
            Ok(Ok(())) => {}
            _ => return,
        }
    }
}

/// Who is connected, so that one address cannot take all places.
#[derive(Default)]
struct Guests(Mutex<HashMap<IpAddr, usize>>);

struct Pass {
    guests: Arc<Guests>,
    address: IpAddr,
}

impl Guests {
    fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Pass> {
        let mut guests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = guests.values().sum();
        let own = guests.entry(address).or_default();
        if all >= CONNECTIONS_LIMIT || *own >= CONNECTIONS_OF_ONE {
            return None;
        }
        *own += 1;
        Some(Pass { guests: self.clone(), address })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut guests = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = guests.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                guests.remove(&self.address);
            }
        }
    }
}
