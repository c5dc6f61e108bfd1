//! Datagrams: one socket for each address, read in batches.

use super::batch::{Batch, DATAGRAMS};
use super::gate::{Counters, Gate};
use super::readable::readable;
use super::{Arrival, Arrivals, stun};
use crate::flow::FlowId;
use bytes::Bytes;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::io::unix::AsyncFd;
use tokio::runtime::Handle;

/// Kernel buffers: thousands of messages while the core is busy.
const BUFFER_OCTETS: usize = 4 << 20;
/// Peers whose way is remembered; forgotten all together beyond.
const WAYS_LIMIT: usize = 10_000;

pub(super) struct Socket {
    socket: Arc<UdpSocket>,
    address: SocketAddr,
    ways: Arc<Ways>,
}

impl Socket {
    /// The socket, and what reads it for as long as it is polled.
    pub fn bind(
        address: SocketAddr,
        arrivals: Arrivals,
        gate: Arc<Gate>,
        core: &Handle,
    ) -> io::Result<(Self, impl Future<Output = ()> + use<>)> {
        let domain = socket2::Domain::for_address(address);
        let raw = socket2::Socket::new(domain, socket2::Type::DGRAM, Some(socket2::Protocol::UDP))?;
        if address.is_ipv6() {
            // Both families by one socket; a system without leave for that serves IPv6 alone.
            let _ = raw.set_only_v6(!address.ip().is_unspecified());
        }
        raw.set_nonblocking(true)?;
        // As much as the system allows; it works with less.
        let _ = raw.set_recv_buffer_size(BUFFER_OCTETS);
        let _ = raw.set_send_buffer_size(BUFFER_OCTETS);
        raw.bind(&address.into())?;
        let socket: Arc<UdpSocket> = Arc::new(raw.into());
        let readable = {
            let _waited_for_there = core.enter();
            readable(socket.clone())?
        };
        let address = socket.local_addr()?;
        let ways = Arc::new(Ways { bound: address, known: Mutex::default() });
        let reader = Reader { socket: readable, ways: ways.clone(), arrivals, gate };
        Ok((Self { socket, address, ways }, reader.run()))
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn reaches(&self, remote: SocketAddr) -> bool {
        self.address.is_ipv4() == remote.is_ipv4()
            || self.address.ip() == IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED)
    }

    /// Our address as a peer sees it.
    pub fn towards(&self, remote: SocketAddr) -> SocketAddr {
        self.ways.towards(remote)
    }

    /// Whether a flow is one of this socket's.
    pub fn is_for(&self, flow: &FlowId) -> bool {
        flow.local().port() == self.address.port()
            && (flow.local().ip() == self.address.ip()
                || self.address.ip().is_unspecified() && self.reaches(flow.remote()))
    }

    /// What the kernel has no room for is lost, as on the way; it is sent again.
    pub fn send(&self, remote: SocketAddr, bytes: &Bytes) {
        let remote = if self.address.is_ipv6() { mapped(remote) } else { remote };
        if let Err(error) = self.socket.send_to(bytes, remote) {
            tracing::debug!(%error, "a datagram was not sent");
        }
    }
}

struct Reader {
    socket: AsyncFd<Arc<UdpSocket>>,
    ways: Arc<Ways>,
    arrivals: Arrivals,
    gate: Arc<Gate>,
}

impl Reader {
    /// Until the stack is gone.
    async fn run(self) {
        let mut room = Batch::new();
        while let Ok(mut ready) = self.socket.readable().await {
            room.clear();
            match room.receive(self.socket.as_fd()) {
                Ok(DATAGRAMS) => {}
                // The socket is empty: that it is to be waited for is said at once, which saves the call that would find
                // nothing.
                Ok(_) => ready.clear_ready(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
                Err(error) => tracing::debug!(%error, "datagrams could not be read"),
            }
            drop(ready);
            let batch = self.admitted(&room);
            if !batch.is_empty() && self.arrivals.send(batch).await.is_err() {
                return;
            }
        }
    }

    /// What the gate lets pass of a batch.
    fn admitted(&self, room: &Batch) -> Vec<Arrival> {
        let now = Instant::now();
        Counters::count(&self.gate.counters.reads);
        let mut look = self.gate.look();
        let mut batch = Vec::with_capacity(DATAGRAMS);
        for (remote, datagram) in room.datagrams() {
            if !is_sign_of_life(datagram) && look.admits(remote.ip(), now) {
                batch.extend(self.arrived(remote, datagram));
            }
        }
        batch
    }

    /// A message; a STUN request is answered here.
    fn arrived(&self, remote: SocketAddr, datagram: &[u8]) -> Option<Arrival> {
        let canonical = SocketAddr::new(remote.ip().to_canonical(), remote.port());
        if let Some(answer) = stun::answer(datagram, canonical) {
            Counters::count(&self.gate.counters.stun);
            // What is lost is asked again.
            let _ = self.socket.get_ref().send_to(&answer, remote);
            return None;
        }
        let flow = FlowId::udp(self.ways.towards(canonical), canonical);
        Some(Arrival::Message(flow, Bytes::copy_from_slice(datagram)))
    }
}

/// Keep-alives (RFC 5626 §3.5.1: a CRLF, or four zero octets of some phones) say nothing.
fn is_sign_of_life(datagram: &[u8]) -> bool {
    datagram.iter().all(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

fn mapped(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) => SocketAddr::new(ip.to_ipv6_mapped().into(), address.port()),
        IpAddr::V6(_) => address,
    }
}

/// Our own address towards each peer, for a socket that is bound to all of them.
struct Ways {
    bound: SocketAddr,
    known: Mutex<HashMap<IpAddr, IpAddr>>,
}

impl Ways {
    fn towards(&self, remote: SocketAddr) -> SocketAddr {
        if !self.bound.ip().is_unspecified() {
            return self.bound;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > WAYS_LIMIT {
            known.clear();
        }
        let ip = *known.entry(remote.ip()).or_insert_with(|| route(remote).unwrap_or(self.bound.ip()));
        SocketAddr::new(ip, self.bound.port())
    }
}

/// The address from which this machine would send to a peer. Connecting a datagram socket sends nothing.
pub(super) fn route(remote: SocketAddr) -> io::Result<IpAddr> {
    let any: IpAddr = if remote.is_ipv4() {
        std::net::Ipv4Addr::UNSPECIFIED.into()
    } else {
        std::net::Ipv6Addr::UNSPECIFIED.into()
    };
    let socket = std::net::UdpSocket::bind((any, 0))?;
    socket.connect(remote)?;
    Ok(socket.local_addr()?.ip())
}
