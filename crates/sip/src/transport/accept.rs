//! Connections that are taken and made: a place, the handshakes, then the talk.

use super::gate::{Counters, Gate};
use super::wire::{Connection, Ends, Wire};
use super::{Arrivals, stream, tls, ws};
use crate::flow::{FlowId, Transport};
use rustls::ServerConfig;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;

/// A peer that does not answer to SYN.
const CONNECT: Duration = Duration::from_secs(10);
/// Pause after a failed accept (no file descriptors left), so that it does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What taking connections needs.
#[derive(Clone)]
pub(super) struct Reception {
    pub transport: Transport,
    /// There if the transport is a secure one.
    pub tls: Option<Arc<ServerConfig>>,
    pub origins: Arc<[String]>,
    pub arrivals: Arrivals,
    pub accepted: mpsc::Sender<(FlowId, Connection)>,
    pub numbers: Arc<AtomicU64>,
    pub gate: Arc<Gate>,
}

/// Listens on an address; the future takes connections for as long as it is polled.
pub(super) async fn listen(
    address: SocketAddr,
    reception: Reception,
) -> io::Result<(SocketAddr, impl Future<Output = ()>)> {
    let listener = TcpListener::bind(address).await?;
    let bound = listener.local_addr()?;
    Ok((bound, take(listener, reception)))
}

async fn take(listener: TcpListener, reception: Reception) {
    loop {
        match listener.accept().await {
            Ok((stream, remote)) => reception.welcome(stream, remote),
            Err(error) => {
                tracing::warn!(%error, "accept failed");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

impl Reception {
    fn welcome(&self, stream: TcpStream, remote: SocketAddr) {
        let Some(pass) = self.gate.enter(remote.ip(), Instant::now()) else { return };
        let reception = self.clone();
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            if let Ok(local) = stream.local_addr() {
                let number = reception.numbers.fetch_add(1, Ordering::Relaxed);
                let flow =
                    FlowId::connection_of(reception.transport, canonical(local), canonical(remote), number);
                reception.serve(stream, flow).await;
            }
            drop(pass);
        });
    }

    async fn serve(self, stream: TcpStream, flow: FlowId) {
        match (self.transport, &self.tls) {
            (Transport::Tcp, _) => {
                if let Some(ends) = self.ends(flow).await {
                    stream::serve(stream, ends).await;
                }
            }
            (Transport::Ws, _) => self.serve_socket(stream, flow).await,
            (Transport::Tls | Transport::Wss, Some(config)) => {
                let Some((stream, names)) = self.in_time(&flow, tls::accept(config, stream)).await else {
                    return;
                };
                let flow = flow.with_names(names);
                match self.transport {
                    Transport::Wss => self.serve_socket(stream, flow).await,
                    _ => {
                        if let Some(ends) = self.ends(flow).await {
                            stream::serve(stream, ends).await;
                        }
                    }
                }
            }
            // Not listened for.
            (Transport::Tls | Transport::Wss, None) | (Transport::Udp, _) => {}
        }
    }

    async fn serve_socket(self, stream: impl Wire, flow: FlowId) {
        let Some(socket) = self.in_time(&flow, ws::accept(stream, &self.origins)).await else { return };
        if let Some(ends) = self.ends(flow).await {
            ws::serve(socket, ends).await;
        }
    }

    /// A handshake, if there is a place for it and it does not take too long. That it failed is logged at debug:
    /// scanners fail all day.
    async fn in_time<T, E: std::fmt::Display>(
        &self,
        flow: &FlowId,
        handshake: impl Future<Output = Result<T, E>>,
    ) -> Option<T> {
        let place = self.gate.begin_handshake(flow.remote().ip(), Instant::now());
        let made = match place {
            Some(_) => tokio::time::timeout(self.gate.limits.handshake, handshake).await.ok(),
            None => None,
        };
        drop(place);
        if let Some(Ok(made)) = made {
            return Some(made);
        }
        Counters::count(&self.gate.counters.handshakes_failed);
        if let Some(Err(error)) = made {
            tracing::debug!(%error, transport = flow.transport().name(), "a handshake failed");
        }
        None
    }

    /// Makes the connection known. `None`: the stack is gone.
    async fn ends(&self, flow: FlowId) -> Option<Ends> {
        let (connection, waiting) = Connection::new(flow.connection());
        let number = connection.number;
        self.accepted.send((flow.clone(), connection)).await.ok()?;
        Some(Ends { flow, number, waiting, arrivals: self.arrivals.clone(), gate: self.gate.clone() })
    }
}

fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// What making connections needs.
#[derive(Clone)]
pub(super) struct Caller {
    pub tls: Option<TlsConnector>,
    pub arrivals: Arrivals,
    pub numbers: Arc<AtomicU64>,
    pub gate: Arc<Gate>,
    pub runtime: Handle,
}

impl Caller {
    /// Makes a connection; what is sent meanwhile waits.
    pub fn connect(&self, flow: FlowId) -> Connection {
        let (connection, waiting) = Connection::new(self.numbers.fetch_add(1, Ordering::Relaxed));
        let ends = Ends {
            flow,
            number: connection.number,
            waiting,
            arrivals: self.arrivals.clone(),
            gate: self.gate.clone(),
        };
        let connector = self.tls.clone();
        self.runtime.spawn(async move {
            match tokio::time::timeout(CONNECT, open(connector.as_ref(), &ends.flow)).await {
                Ok(Ok(Opened::Plain(stream))) => stream::serve(stream, ends).await,
                Ok(Ok(Opened::Secure(stream))) => stream::serve(*stream, ends).await,
                Ok(Err(error)) => {
                    tracing::debug!(%error, transport = ends.flow.transport().name(), "no connection is made");
                    ends.lost().await;
                }
                Err(_) => ends.lost().await,
            }
        });
        connection
    }
}

enum Opened {
    Plain(TcpStream),
    Secure(Box<tokio_rustls::client::TlsStream<TcpStream>>),
}

async fn open(connector: Option<&TlsConnector>, flow: &FlowId) -> io::Result<Opened> {
    let unsupported = || io::Error::from(io::ErrorKind::Unsupported);
    match flow.transport() {
        Transport::Tcp => {
            let stream = TcpStream::connect(flow.remote()).await?;
            stream.set_nodelay(true)?;
            Ok(Opened::Plain(stream))
        }
        Transport::Tls => {
            let connector = connector.ok_or_else(unsupported)?;
            let stream = TcpStream::connect(flow.remote()).await?;
            stream.set_nodelay(true)?;
            let address = flow.remote().ip().to_string();
            let domain = flow.names().first().unwrap_or(&address);
            let stream = tls::connect(connector, stream, domain).await?;
            Ok(Opened::Secure(Box::new(stream)))
        }
        // Browsers are never called: they come (RFC 7118 §5.3).
        Transport::Udp | Transport::Ws | Transport::Wss => Err(unsupported()),
    }
}
