//! Waiting for datagrams alone: the runtime's own socket waits for room to write, too, and so wakes after each datagram
//! that was sent.
#![allow(unsafe_code)] // The runtime must be promised that the descriptor stays the same.

use std::io;
use std::net::UdpSocket;
use std::sync::Arc;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// To be called inside the runtime that waits.
pub(super) fn readable(socket: Arc<UdpSocket>) -> io::Result<AsyncFd<Arc<UdpSocket>>> {
    // SAFETY: a shared standard socket has one descriptor, which is open until the last of its owners is gone; this is one.
    let registered = unsafe { AsyncFd::register_with_interest(socket, Interest::READABLE) };
    registered.map_err(Into::into)
}
