//! Sockets: datagrams, streams and WebSockets in, bytes out. Knows no SIP beyond where a message ends in a stream.

mod accept;
mod batch;
mod gate;
mod rate;
mod readable;
mod stream;
mod stun;
mod tls;
mod udp;
mod wire;
mod ws;

use crate::flow::{FlowId, Transport};
use crate::stack::{Bound, Listener, SipError, StackConfig};
use accept::{Caller, Reception};
use bytes::Bytes;
pub(crate) use gate::Gate;
pub use gate::{Counters, Limits};
pub use rate::{Rate, Sources, source_of};
use std::collections::HashMap;
use std::net::{Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;
pub use stun::answer as stun_answer;
pub use tls::OutgoingTls;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use wire::Connection;

/// Batches of messages that wait for the core; the readers wait when it is so far behind, and the kernel drops.
const ARRIVALS_LIMIT: usize = 256;

/// What comes from the network.
pub(crate) enum Arrival {
    Message(FlowId, Bytes),
    /// A connection is gone, or could not be made; with its number.
    Lost(FlowId, u64),
}

/// How arrivals get to the core.
pub(crate) type Arrivals = mpsc::Sender<Vec<Arrival>>;

/// All sockets of a stack.
pub(crate) struct Network {
    bound: Vec<Bound>,
    datagrams: Vec<udp::Socket>,
    /// Connections by the flow that they are.
    connections: HashMap<FlowId, Connection>,
    caller: Caller,
    arrived: mpsc::Receiver<Vec<Arrival>>,
    accepted: mpsc::Receiver<(FlowId, Connection)>,
    gate: Arc<Gate>,
    /// Readers and takers of connections: they end, and their ports are free, when this is dropped.
    tasks: JoinSet<()>,
}

impl Network {
    /// Datagrams are read on the thread behind `core`, connections served by the runtime that calls.
    pub async fn bind(config: &StackConfig, core: &Handle) -> Result<Self, SipError> {
        let (arrivals, arrived) = mpsc::channel(ARRIVALS_LIMIT);
        let (accept, accepted) = mpsc::channel(ARRIVALS_LIMIT);
        let gate = Arc::new(Gate::new(config.limits, Instant::now()));
        let connector = config.outgoing_tls.as_ref().map(OutgoingTls::connector).transpose()?;
        let numbers = Arc::new(AtomicU64::new(1));
        let runtime = Handle::current();
        let caller = Caller { tls: connector, arrivals, numbers, gate: gate.clone(), runtime };
        let mut network = Self {
            bound: Vec::new(),
            datagrams: Vec::new(),
            connections: HashMap::new(),
            caller,
            arrived,
            accepted,
            gate,
            tasks: JoinSet::new(),
        };
        let origins: Arc<[String]> = config.origins.clone().into();
        for listener in &config.listeners {
            let address = network.listen(listener, &origins, &accept, core).await?;
            let Listener { transport, advertise, .. } = *listener;
            network.bound.push(Bound { transport, address, advertise });
        }
        Ok(network)
    }

    async fn listen(
        &mut self,
        listener: &Listener,
        origins: &Arc<[String]>,
        accepted: &mpsc::Sender<(FlowId, Connection)>,
        core: &Handle,
    ) -> Result<SocketAddr, SipError> {
        let Listener { transport, bind, .. } = *listener;
        let failed = |source| SipError::Bind { transport, address: bind, source };
        let arrivals = self.caller.arrivals.clone();
        if transport == Transport::Udp {
            let (socket, reader) =
                udp::Socket::bind(bind, arrivals, self.gate.clone(), core).map_err(failed)?;
            self.tasks.spawn_on(reader, core);
            let address = socket.address();
            self.datagrams.push(socket);
            return Ok(address);
        }
        if transport.is_secure() && listener.tls.is_none() {
            return Err(SipError::NoCertificate { transport, address: bind });
        }
        let reception = Reception {
            transport,
            tls: listener.tls.clone(),
            origins: origins.clone(),
            arrivals,
            accepted: accepted.clone(),
            numbers: self.caller.numbers.clone(),
            gate: self.gate.clone(),
        };
        let (address, listening) = accept::listen(bind, reception).await.map_err(failed)?;
        self.tasks.spawn(listening);
        Ok(address)
    }

    pub fn bound(&self) -> Vec<Bound> {
        self.bound.clone()
    }

    pub fn gate(&self) -> Arc<Gate> {
        self.gate.clone()
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

    /// A connection is gone. Says whether it was the one that its flow stands for: another may have been made since.
    pub fn forget(&mut self, flow: &FlowId, number: u64) -> bool {
        if self.connections.get(flow).is_some_and(|connection| connection.number != number) {
            return false;
        }
        self.connections.remove(flow);
        true
    }

    /// A way to an address: by the socket of its family, or by a connection that is there or will be made. `domain` is
    /// what a secure peer must prove.
    pub fn way(&self, transport: Transport, remote: SocketAddr, domain: Option<&str>) -> Option<FlowId> {
        match transport {
            Transport::Udp => {
                let socket = self.datagrams.iter().find(|socket| socket.reaches(remote))?;
                Some(FlowId::udp(socket.towards(remote), remote))
            }
            Transport::Tcp | Transport::Tls => {
                let reaches = |local: SocketAddr| {
                    local.is_ipv4() == remote.is_ipv4() || local.ip() == Ipv6Addr::UNSPECIFIED
                };
                let ours = |bound: &&Bound| bound.transport == transport && reaches(bound.address);
                let local = self.bound.iter().find(ours)?.address;
                let ip = if local.ip().is_unspecified() { udp::route(remote).ok()? } else { local.ip() };
                let names =
                    domain.filter(|_| transport == Transport::Tls).map(|name| [name.to_owned()].into());
                let local = SocketAddr::new(ip, local.port());
                Some(FlowId::connection_of(transport, local, remote, 0).with_names(names))
            }
            Transport::Ws | Transport::Wss => None,
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
            _ if flow.connection() == 0 => self.send_by_any(flow, bytes),
            _ => {
                let sent = self.connections.get(flow).is_some_and(|connection| connection.send(bytes));
                if !sent {
                    self.connections.remove(flow);
                }
                sent
            }
        }
    }

    /// By a connection to there, which is made if there is none.
    fn send_by_any(&mut self, flow: &FlowId, bytes: Bytes) -> bool {
        let serves = |other: &FlowId| may_carry(other, flow);
        let open = self.connections.iter().find(|(other, _)| serves(other));
        if open.is_some_and(|(_, connection)| connection.send(bytes.clone())) {
            return true;
        }
        let connection = self.caller.connect(flow.clone());
        let sent = connection.send(bytes);
        self.connections.insert(flow.clone(), connection);
        sent
    }
}

/// Whether what is meant for `wanted` may go by a connection that is open: to the same address, by the same transport,
/// and with TLS only if that end has proven the domain (RFC 5923 §7.1). A connection that a peer has opened comes from a
/// port that says nothing, so that it is used for another port of the same host only with such a proof.
fn may_carry(open: &FlowId, wanted: &FlowId) -> bool {
    if open.transport() != wanted.transport() {
        return false;
    }
    let is_there = open.remote() == wanted.remote();
    if wanted.transport() != Transport::Tls {
        return is_there;
    }
    let is_proven =
        wanted.names().iter().all(|name| open.names().contains(name)) && !wanted.names().is_empty();
    let is_same_host = open.remote().ip() == wanted.remote().ip();
    (is_there && open.names() == wanted.names()) || (is_same_host && is_proven && open.connection() != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(remote: &str, connection: u64, names: &[&str]) -> FlowId {
        let names = (!names.is_empty()).then(|| names.iter().map(|name| (*name).to_owned()).collect());
        let local = "192.0.2.1:5061".parse().unwrap();
        FlowId::connection_of(Transport::Tls, local, remote.parse().unwrap(), connection).with_names(names)
    }

    #[test]
    fn a_connection_is_shared_only_with_whom_it_has_proven_to_lead_to() {
        let wanted = flow("192.0.2.9:5061", 0, &["example.org"]);
        for (open, expected) in [
            (flow("192.0.2.9:5061", 0, &["example.org"]), true),
            // Another domain at the same address, and one that has proven nothing.
            (flow("192.0.2.9:5061", 0, &["example.com"]), false),
            (flow("192.0.2.9:5061", 7, &[]), false),
            // The peer's own connection, with and without its certificate, and from elsewhere.
            (flow("192.0.2.9:40000", 7, &["example.com", "example.org"]), true),
            (flow("192.0.2.9:40000", 7, &["example.com"]), false),
            (flow("192.0.2.9:40000", 7, &[]), false),
            (flow("192.0.2.10:40000", 7, &["example.org"]), false),
        ] {
            assert_eq!(may_carry(&open, &wanted), expected, "{open} {:?}", open.names());
        }
        let nameless = flow("192.0.2.9:5061", 0, &[]);
        assert!(!may_carry(&flow("192.0.2.9:40000", 7, &["example.org"]), &nameless));
    }
}
