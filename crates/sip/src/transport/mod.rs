//! Sockets: datagrams and streams in, bytes out. Knows no SIP beyond where a message ends in a stream.

mod tcp;
mod udp;

use crate::flow::{FlowId, Transport};
use crate::stack::{Bound, Listener, SipError};
use bytes::Bytes;
use std::collections::HashMap;
use std::net::{Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Batches of messages that wait for the core; the readers wait when it is so far behind, and the kernel drops.
const ARRIVALS_LIMIT: usize = 256;

/// What comes from the network.
pub(crate) enum Arrival {
    Message(FlowId, Bytes),
    /// A connection is gone, or could not be made.
    Lost(FlowId),
}

/// How arrivals get to the core.
pub(crate) type Arrivals = mpsc::Sender<Vec<Arrival>>;

/// All sockets of a stack.
pub(crate) struct Network {
    bound: Vec<Bound>,
    datagrams: Vec<udp::Socket>,
    /// Connections by the flow that they are.
    connections: HashMap<FlowId, tcp::Connection>,
    listeners: Vec<SocketAddr>,
    arrivals: Arrivals,
    arrived: mpsc::Receiver<Vec<Arrival>>,
    accepted: mpsc::Receiver<(FlowId, tcp::Connection)>,
    next_connection: Arc<AtomicU64>,
    /// Readers and takers of connections: they end, and their ports are free, when this is dropped.
    tasks: JoinSet<()>,
}

impl Network {
    pub async fn bind(listeners: &[Listener]) -> Result<Self, SipError> {
        let (arrivals, arrived) = mpsc::channel(ARRIVALS_LIMIT);
        let (accept, accepted) = mpsc::channel(ARRIVALS_LIMIT);
        let next_connection = Arc::new(AtomicU64::new(1));
        let mut network = Self {
            bound: Vec::new(),
            datagrams: Vec::new(),
            connections: HashMap::new(),
            listeners: Vec::new(),
            arrivals,
            arrived,
            accepted,
            next_connection,
            tasks: JoinSet::new(),
        };
        for listener in listeners {
            let failed =
                |source| SipError::Bind { transport: listener.transport, address: listener.bind, source };
            let address = match listener.transport {
                Transport::Udp => {
                    let socket =
                        udp::Socket::bind(listener.bind, network.arrivals.clone(), &mut network.tasks)
                            .await
                            .map_err(failed)?;
                    let address = socket.address();
                    network.datagrams.push(socket);
                    address
                }
                Transport::Tcp => {
                    let numbers = network.next_connection.clone();
                    let (address, listening) =
                        tcp::listen(listener.bind, network.arrivals.clone(), accept.clone(), numbers)
                            .await
                            .map_err(failed)?;
                    network.tasks.spawn(listening);
                    network.listeners.push(address);
                    address
                }
            };
            network.bound.push(Bound {
                transport: listener.transport,
                address,
                advertise: listener.advertise,
            });
        }
        Ok(network)
    }

    pub fn bound(&self) -> Vec<Bound> {
        self.bound.clone()
    }

    /// The next batch; cancel-safe.
    pub async fn arrivals(&mut self) -> Vec<Arrival> {
        loop {
            tokio::select! {
                biased;
                Some((flow, connection)) = self.accepted.recv() => {
                    self.connections.insert(flow, connection);
                }
                Some(batch) = self.arrived.recv() => return batch,
            }
        }
    }

    pub fn forget(&mut self, flow: &FlowId) {
        self.connections.remove(flow);
    }

    /// A way to an address: by the socket of its family, or by a connection that is there or will be made.
    pub fn way(&self, transport: Transport, remote: SocketAddr) -> Option<FlowId> {
        match transport {
            Transport::Udp => {
                let socket = self.datagrams.iter().find(|socket| socket.reaches(remote))?;
                Some(FlowId::udp(socket.towards(remote), remote))
            }
            Transport::Tcp => {
                let local = self.listeners.iter().find(|local| {
                    local.is_ipv4() == remote.is_ipv4() || local.ip() == Ipv6Addr::UNSPECIFIED
                })?;
                let ip = if local.ip().is_unspecified() { udp::route(remote).ok()? } else { local.ip() };
                Some(FlowId::tcp(SocketAddr::new(ip, local.port()), remote, 0))
            }
        }
    }

    /// Sends; says whether there is a way at all.
    pub fn send(&mut self, flow: &FlowId, bytes: Bytes) -> bool {
        match flow.transport() {
            Transport::Udp => match self.datagrams.iter().find(|socket| socket.is_for(flow)) {
                Some(socket) => {
                    socket.send(flow.remote(), &bytes);
                    true
                }
                None => false,
            },
            Transport::Tcp if flow.connection() == 0 => self.send_by_any(flow, bytes),
            Transport::Tcp => {
                let sent = self.connections.get(flow).is_some_and(|connection| connection.send(bytes));
                if !sent {
                    self.forget(flow);
                }
                sent
            }
        }
    }

    /// By a connection to there, which is made if there is none.
    fn send_by_any(&mut self, flow: &FlowId, bytes: Bytes) -> bool {
        let open = self.connections.iter().find(|(other, _)| other.remote() == flow.remote());
        if open.is_some_and(|(_, connection)| connection.send(bytes.clone())) {
            return true;
        }
        let connection = tcp::connect(flow.clone(), self.arrivals.clone());
        let sent = connection.send(bytes);
        self.connections.insert(flow.clone(), connection);
        sent
    }
}
