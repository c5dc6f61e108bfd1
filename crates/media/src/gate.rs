//! What stands before a leg to a browser: everything comes by one socket (RFC 7983), connectivity checks are answered here,
//! the handshake's datagrams are handed out, and sound is heard only from where the browser has proven to be.
//!
//! A check that was overheard may be sent again by somebody else, from elsewhere. So once there are keys, sound follows a
//! chosen way only when something sealed has come by it. The socket is never connected: a browser that changes its network
//! is heard from its new address.

use crate::ice::{self, ANSWER_ROOM, Credentials};
use rtrb::Producer;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use tokio::sync::Notify;

/// The longest datagram of a handshake; browsers keep below what every network carries.
pub const HANDSHAKE_ROOM: usize = 1500;
/// Datagrams of the handshake that may wait; more are sent again by the other side.
pub const MOST_WAITING: usize = 8;
/// Addresses that a browser may have proven to be at: its networks, and both families.
const MOST_PLACES: usize = 4;

/// A datagram of the handshake; without octets: a way was chosen.
pub struct Handed {
    pub from: SocketAddr,
    pub length: usize,
    pub octets: [u8; HANDSHAKE_ROOM],
}

/// What a datagram is, by its first octet (RFC 7983 §7) and, for RTCP, its second (RFC 5761 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Stun,
    Dtls,
    Sound,
    Report,
    Nothing,
}

impl Kind {
    pub fn of(datagram: &[u8]) -> Kind {
        match *datagram {
            [0..=3, ..] => Kind::Stun,
            [20..=63, ..] => Kind::Dtls,
            [128..=191, 192..=223, ..] => Kind::Report,
            [128..=191, ..] => Kind::Sound,
            _ => Kind::Nothing,
        }
    }
}

/// What to do with a datagram.
pub enum Let {
    Sound,
    Report,
    /// It has been dealt with, and whoever makes the handshake is to be woken.
    Knock,
    /// It has been dealt with.
    Done,
    /// It comes from nobody who is known.
    Refused,
}

pub struct Gate {
    credentials: Credentials,
    /// Where true checks came from, the last first.
    places: [Option<SocketAddr>; MOST_PLACES],
    chosen: Option<SocketAddr>,
    /// Where sound goes.
    to: Option<SocketAddr>,
    open: bool,
    /// Dropped before the bell: whoever is woken by its last ring finds it gone.
    handed: Producer<Handed>,
    bell: LastRing,
}

impl Gate {
    pub fn new(credentials: Credentials, handed: Producer<Handed>, bell: Arc<Notify>) -> Gate {
        Gate {
            credentials,
            places: [None; MOST_PLACES],
            chosen: None,
            to: None,
            open: false,
            handed,
            bell: LastRing(bell),
        }
    }

    /// Wakes whoever makes the handshake.
    pub fn bell(&self) -> Arc<Notify> {
        self.bell.0.clone()
    }

    /// There are keys.
    pub fn open(&mut self) {
        self.open = true;
    }

    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Sends to the browser; whether it went.
    pub fn send(&self, socket: &UdpSocket, packet: &[u8]) -> bool {
        self.to.is_some_and(|to| socket.send_to(packet, to).is_ok())
    }

    pub fn take(&mut self, from: SocketAddr, datagram: &[u8], socket: &UdpSocket) -> Let {
        match Kind::of(datagram) {
            Kind::Stun => self.check(from, datagram, socket),
            _ if !self.places.contains(&Some(from)) => Let::Refused,
            Kind::Dtls => self.hand(from, datagram),
            Kind::Sound => Let::Sound,
            Kind::Report => Let::Report,
            Kind::Nothing => Let::Refused,
        }
    }

    /// Something sealed has come from there: the chosen way carries.
    pub fn proven(&mut self, from: SocketAddr) {
        if self.to != Some(from) && self.chosen == Some(from) {
            self.to = Some(from);
        }
    }

    fn check(&mut self, from: SocketAddr, datagram: &[u8], socket: &UdpSocket) -> Let {
        let mut out = [0; ANSWER_ROOM];
        let Some(answer) = ice::answer(datagram, from, &self.credentials, &mut out) else {
            return Let::Refused;
        };
        // It may be lost like everything else: checks are repeated.
        let _ = socket.send_to(&out[..answer.length], from);
        self.remember(from);
        if !answer.nominates || self.chosen == Some(from) {
            return Let::Done;
        }
        self.chosen = Some(from);
        if self.open {
            return Let::Done;
        }
        self.to = Some(from);
        self.hand(from, &[])
    }

    /// The chosen one stays, whoever comes after it.
    fn remember(&mut self, from: SocketAddr) {
        let is_it = |place: &Option<SocketAddr>| *place == Some(from);
        let is_needed =
            |place: &Option<SocketAddr>| place.is_some() && (*place == self.chosen || *place == self.to);
        let oldest = self.places.iter().rposition(|place| !is_needed(place)).unwrap_or(MOST_PLACES - 1);
        let at = self.places.iter().position(is_it).unwrap_or(oldest);
        self.places[..=at].rotate_right(1);
        self.places[0] = Some(from);
    }

    fn hand(&mut self, from: SocketAddr, datagram: &[u8]) -> Let {
        if datagram.len() > HANDSHAKE_ROOM {
            return Let::Refused;
        }
        let mut handed = Handed { from, length: datagram.len(), octets: [0; HANDSHAKE_ROOM] };
        handed.octets[..datagram.len()].copy_from_slice(datagram);
        // Without room it is as if it was lost.
        let _ = self.handed.push(handed);
        Let::Knock
    }
}

/// Rung once more when the gate is gone, and what it handed by with it.
struct LastRing(Arc<Notify>);

impl Drop for LastRing {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}
