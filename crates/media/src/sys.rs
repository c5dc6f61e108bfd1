//! The few system calls that the standard library does not offer, each behind a safe function.
#![allow(unsafe_code)] // epoll, eventfd, absolute sleep, thread clock and AF_UNSPEC exist only as C functions.

use std::io;
use std::net::UdpSocket;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};

fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// Tells which sockets have something to read.
pub struct Poll(OwnedFd);

/// Room for what [`Poll::ready`] finds.
pub struct Ready {
    events: Vec<libc::epoll_event>,
    found: usize,
}

impl Poll {
    pub fn new() -> io::Result<Poll> {
        // SAFETY: no pointers; a descriptor that was just made is owned by nobody else.
        unsafe { check(libc::epoll_create1(libc::EPOLL_CLOEXEC)).map(|fd| Poll(OwnedFd::from_raw_fd(fd))) }
    }

    /// Watches a socket, level-triggered; `key` names it.
    pub fn add(&self, socket: &impl AsFd, key: u64) -> io::Result<()> {
        let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: key };
        self.control(libc::EPOLL_CTL_ADD, socket, &mut event)
    }

    /// Watches a socket no more. Errors do not matter: then it is not watched.
    pub fn remove(&self, socket: &impl AsFd) {
        let mut event = libc::epoll_event { events: 0, u64: 0 };
        let _ = self.control(libc::EPOLL_CTL_DEL, socket, &mut event);
    }

    fn control(
        &self,
        what: libc::c_int,
        socket: &impl AsFd,
        event: &mut libc::epoll_event,
    ) -> io::Result<()> {
        // SAFETY: both descriptors are open for the call, `event` is valid for it and not kept.
        check(unsafe { libc::epoll_ctl(self.0.as_raw_fd(), what, socket.as_fd().as_raw_fd(), event) })
            .map(drop)
    }

    /// The keys of sockets that can be read now; never waits.
    pub fn ready(&self, ready: &mut Ready) -> usize {
        let room = ready.events.len() as libc::c_int;
        // SAFETY: the kernel writes at most `room` events into a buffer that has so many.
        let found = unsafe { libc::epoll_wait(self.0.as_raw_fd(), ready.events.as_mut_ptr(), room, 0) };
        ready.found = usize::try_from(found).unwrap_or(0);
        ready.found
    }
}

impl Ready {
    pub fn new(room: usize) -> Ready {
        Ready { events: vec![libc::epoll_event { events: 0, u64: 0 }; room], found: 0 }
    }

    pub fn key(&self, at: usize) -> u64 {
        self.events[at].u64
    }

    /// Whether there may be more than fitted in.
    pub fn is_full(&self) -> bool {
        self.found == self.events.len()
    }
}

/// A bell between threads: rung any number of times, heard once.
pub struct Bell(OwnedFd);

impl Bell {
    pub fn new() -> io::Result<Bell> {
        // SAFETY: no pointers; a descriptor that was just made is owned by nobody else.
        unsafe { check(libc::eventfd(0, libc::EFD_CLOEXEC)).map(|fd| Bell(OwnedFd::from_raw_fd(fd))) }
    }

    pub fn ring(&self) {
        let one = 1u64.to_ne_bytes();
        // SAFETY: reads eight octets from a buffer of eight. It can only fail when the count is full, and then it rings.
        unsafe { libc::write(self.0.as_raw_fd(), one.as_ptr().cast(), one.len()) };
    }

    /// Sleeps until the bell was rung.
    pub fn wait(&self) {
        let mut count = [0u8; 8];
        // SAFETY: writes eight octets into a buffer of eight. A signal may end it early; callers look for work anyway.
        unsafe { libc::read(self.0.as_raw_fd(), count.as_mut_ptr().cast(), count.len()) };
    }
}

/// Nanoseconds of the monotonic clock.
pub fn now() -> u64 {
    clock(libc::CLOCK_MONOTONIC)
}

/// Nanoseconds of processor time that this thread has used.
pub fn thread_time() -> u64 {
    clock(libc::CLOCK_THREAD_CPUTIME_ID)
}

fn clock(which: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec into a valid one; both clocks exist on every Linux.
    unsafe { libc::clock_gettime(which, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Sleeps until a time of the monotonic clock, in nanoseconds.
pub fn sleep_until(nanoseconds: u64) {
    let time = libc::timespec {
        tv_sec: (nanoseconds / 1_000_000_000) as libc::time_t,
        tv_nsec: (nanoseconds % 1_000_000_000) as libc::c_long,
    };
    // SAFETY: reads one valid timespec; no remainder is asked for with an absolute time.
    while unsafe {
        libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &time, std::ptr::null_mut())
    } == libc::EINTR
    {}
}

/// Asks for precedence over other work on this machine, for this thread. Without the right to it, all goes on as it was.
pub fn raise_priority(nice: i32) {
    // SAFETY: no pointers. On Linux the 0 names the calling thread.
    unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, nice) };
}

/// Brings memory nearer that will be needed soon: after 5 ms of sleep the other work on this machine has pushed it out.
pub fn prefetch<T>(value: *const T) {
    #[cfg(target_arch = "x86_64")]
    for line in (0..size_of::<T>()).step_by(64) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint; it never faults, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(value.cast::<i8>().wrapping_add(line)) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = value;
}

/// Lets a connected socket hear everybody again; its port stays.
pub fn disconnect(socket: &UdpSocket) -> io::Result<()> {
    // SAFETY: all zeroes is a valid sockaddr.
    let mut nobody: libc::sockaddr = unsafe { std::mem::zeroed() };
    nobody.sa_family = libc::AF_UNSPEC as libc::sa_family_t;
    let length = size_of::<libc::sockaddr>() as libc::socklen_t;
    // SAFETY: reads `length` octets of a sockaddr of that length.
    check(unsafe { libc::connect(socket.as_raw_fd(), &nobody, length) }).map(drop)
}
