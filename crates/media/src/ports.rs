//! The ports of RTP: even ones for RTP, the odd one above each for RTCP; each rests before it is given out again.

use socket2::{Domain, Protocol, SockAddr, SockRef, Socket, Type};
use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

/// Late packets of an old call must not be heard in a new one.
const REST: Duration = Duration::from_secs(30);
/// As asked for; the kernel doubles it. 0.8 s of G.711: a stall cannot replay more than that of stale sound.
const RECEIVE_BUFFER_OCTETS: usize = 16 * 1024;
/// Expedited forwarding (RFC 4594 §4.1): routers that honour it let voice go first.
pub const EXPEDITED: u8 = 46;

/// Ports that are free, longest first, and those that rest.
pub struct Ports {
    free: VecDeque<u16>,
    resting: VecDeque<(u16, Instant)>,
}

/// A leg's two sockets, bound.
pub struct Pair {
    pub port: u16,
    pub rtp: UdpSocket,
    pub rtcp: UdpSocket,
}

impl Ports {
    /// `start` is any number: where in the range to begin, so that a restart does not reuse what was just used.
    pub fn new(range: RangeInclusive<u16>, start: usize) -> Ports {
        let mut free: VecDeque<u16> =
            range.clone().filter(|port| port % 2 == 0 && range.contains(&(port + 1))).collect();
        let places = free.len().max(1);
        free.rotate_left(start % places);
        Ports { free, resting: VecDeque::new() }
    }

    pub fn count(&self) -> usize {
        self.free.len() + self.resting.len()
    }

    /// Takes a port for a moment's try; it must be given back by [`Ports::rest`] when it is no longer used.
    pub fn take(&mut self, now: Instant) -> Option<u16> {
        while let Some(&(port, since)) = self.resting.front() {
            if now.duration_since(since) < REST {
                break;
            }
            self.resting.pop_front();
            self.free.push_back(port);
        }
        self.free.pop_front()
    }

    pub fn rest(&mut self, port: u16, now: Instant) {
        self.resting.push_back((port, now))
    }
}

/// Binds both sockets at a port. The local address must be a concrete one: it is also what packets come from.
/// `code_point` is their mark (RFC 2474), 0 to 63.
pub fn bind(local: IpAddr, port: u16, code_point: u8) -> io::Result<Pair> {
    let rtp = socket(SocketAddr::new(local, port), code_point)?;
    SockRef::from(&rtp).set_recv_buffer_size(RECEIVE_BUFFER_OCTETS)?;
    let rtcp = socket(SocketAddr::new(local, port + 1), code_point)?;
    Ok(Pair { port, rtp, rtcp })
}

fn socket(address: SocketAddr, code_point: u8) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    let class = u32::from(code_point & 63) << 2;
    // Marking is a wish; where it is not allowed, voice goes unmarked.
    let _ = match address {
        SocketAddr::V4(_) => socket.set_tos_v4(class),
        SocketAddr::V6(_) => socket.set_only_v6(true).and_then(|()| socket.set_tclass_v6(class)),
    };
    socket.bind(&SockAddr::from(address))?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_even_with_the_odd_one_above_in_the_range() {
        let all = |range| {
            let mut ports = Ports::new(range, 0);
            std::iter::from_fn(move || ports.take(Instant::now())).collect::<Vec<_>>()
        };
        assert_eq!(all(9..=16), [10, 12, 14]);
        assert_eq!(all(10..=15), [10, 12, 14]);
        assert_eq!(all(65532..=65535), [65532, 65534]);
        assert!(all(10..=10).is_empty());
    }

    #[test]
    fn a_port_rests_before_it_comes_again() {
        let mut ports = Ports::new(10..=13, 1);
        let start = Instant::now();
        let first = ports.take(start).unwrap();
        ports.rest(first, start);
        assert_eq!((first, ports.take(start)), (12, Some(10)));
        assert_eq!(ports.take(start + REST - Duration::from_millis(1)), None);
        assert_eq!(ports.take(start + REST), Some(12));
    }
}
