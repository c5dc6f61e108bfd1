//! Many datagrams with one system call.
#![allow(unsafe_code)] // recvmmsg exists only as a C function.

use crate::message::LARGEST_MESSAGE;
use std::io;
use std::mem::{self, MaybeUninit};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV6};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

/// Datagrams of one call, so that a burst wakes the core once.
pub(super) const DATAGRAMS: usize = 32;

/// Room for datagrams and where they came from, used again for each call. The pages of what is never filled are never
/// taken from the system.
pub(super) struct Batch {
    octets: Box<[u8]>,
    from: Vec<libc::sockaddr_storage>,
    /// Of what was read last: the length of each datagram.
    lengths: Vec<usize>,
}

impl Batch {
    pub fn new() -> Self {
        // SAFETY: all zeros is an address of no family.
        let from = vec![unsafe { mem::zeroed() }; DATAGRAMS];
        let octets = vec![0; DATAGRAMS * LARGEST_MESSAGE].into_boxed_slice();
        Self { octets, from, lengths: Vec::with_capacity(DATAGRAMS) }
    }

    /// Reads what is there without waiting; answers how many.
    pub fn receive(&mut self, socket: BorrowedFd<'_>) -> io::Result<usize> {
        self.lengths.clear();
        let mut rooms: [MaybeUninit<libc::iovec>; DATAGRAMS] = [const { MaybeUninit::uninit() }; DATAGRAMS];
        // SAFETY: all zeros is a message header without name, buffers or control data.
        let mut headers: [libc::mmsghdr; DATAGRAMS] = unsafe { mem::zeroed() };
        let places = self.octets.chunks_exact_mut(LARGEST_MESSAGE).zip(&mut self.from);
        for ((header, room), (octets, from)) in headers.iter_mut().zip(&mut rooms).zip(places) {
            let room =
                room.write(libc::iovec { iov_base: octets.as_mut_ptr().cast(), iov_len: octets.len() });
            header.msg_hdr.msg_iov = ptr::from_mut(room);
            header.msg_hdr.msg_iovlen = 1;
            header.msg_hdr.msg_name = ptr::from_mut(from).cast();
            header.msg_hdr.msg_namelen = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
        }
        // SAFETY: every header points to one buffer and one address of ours, which are there until after the call, with
        // their true lengths.
        let count = unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                headers.as_mut_ptr(),
                DATAGRAMS as libc::c_uint,
                libc::MSG_DONTWAIT,
                ptr::null_mut(),
            )
        };
        let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
        self.lengths.extend(headers.iter().take(count).map(|header| header.msg_len as usize));
        Ok(count)
    }

    /// What was read last.
    pub fn datagrams(&self) -> impl Iterator<Item = (SocketAddr, &[u8])> {
        let places = self.octets.chunks_exact(LARGEST_MESSAGE).zip(&self.from);
        self.lengths
            .iter()
            .zip(places)
            .filter_map(|(length, (octets, from))| Some((address(from)?, octets.get(..*length)?)))
    }

    /// Forgets what was read last.
    pub fn clear(&mut self) {
        self.lengths.clear();
    }
}

/// An address as the system writes it.
fn address(from: &libc::sockaddr_storage) -> Option<SocketAddr> {
    match i32::from(from.ss_family) {
        libc::AF_INET => {
            // SAFETY: the storage is as large and as aligned as any address, and the family says which it is.
            let from: &libc::sockaddr_in = unsafe { &*ptr::from_ref(from).cast() };
            let ip = Ipv4Addr::from(u32::from_be(from.sin_addr.s_addr));
            Some(SocketAddr::from((ip, u16::from_be(from.sin_port))))
        }
        libc::AF_INET6 => {
            // SAFETY: as above.
            let from: &libc::sockaddr_in6 = unsafe { &*ptr::from_ref(from).cast() };
            let (ip, port) = (from.sin6_addr.s6_addr.into(), u16::from_be(from.sin6_port));
            Some(SocketAddrV6::new(ip, port, 0, from.sin6_scope_id).into())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::UdpSocket;
    use std::os::fd::AsFd;

    fn batch_of(host: &str, count: usize) {
        let receiver = UdpSocket::bind((host, 0)).unwrap();
        let sender = UdpSocket::bind((host, 0)).unwrap();
        let address = sender.local_addr().unwrap();
        for number in 0..count {
            let text = "x".repeat(number * 70) + &number.to_string();
            sender.send_to(text.as_bytes(), receiver.local_addr().unwrap()).unwrap();
        }
        let mut batch = Batch::new();
        let mut seen = 0;
        while let Ok(read) = batch.receive(receiver.as_fd()) {
            assert_eq!(batch.datagrams().count(), read);
            for (from, octets) in batch.datagrams() {
                assert_eq!(from, address);
                assert_eq!(octets, ("x".repeat(seen * 70) + &seen.to_string()).as_bytes());
                seen += 1;
            }
        }
        assert_eq!(seen, count);
        assert_eq!(batch.datagrams().count(), 0, "nothing is shown twice");
    }

    #[test]
    fn datagrams_come_whole_in_order_and_with_their_source() {
        batch_of("127.0.0.1", 3);
        batch_of("::1", 3);
        batch_of("127.0.0.1", DATAGRAMS + 5);
    }
}
