//! What the other side sends.

use super::cipher::{Cipher, Kind};
use super::replay::Seen;
use super::{Clear, Keying, rtcp_sender};

/// Senders under one key that are told apart; a sender beyond takes the place of the one that was silent longest.
const SENDERS: usize = 4;

/// Opens the packets of one side.
pub struct Inbound {
    rtp: Cipher,
    rtcp: Cipher,
    heard: Senders,
    reported: Senders,
}

/// What was seen of each sender, the last one first.
#[derive(Default)]
struct Senders([Option<(u32, Seen)>; SENDERS]);

impl Inbound {
    pub fn new(keying: &Keying) -> Inbound {
        let (rtp, rtcp) = (Cipher::new(keying, Kind::Rtp), Cipher::new(keying, Kind::Rtcp));
        Inbound { rtp, rtcp, heard: Senders::default(), reported: Senders::default() }
    }

    /// Opens an RTP packet; its length then. None if it is not true, or not new.
    pub fn rtp(&mut self, packet: &mut [u8]) -> Option<usize> {
        let clear = Clear::read(packet)?;
        let mut seen = self.heard.of(clear.ssrc);
        let index = seen.index(clear.sequence).filter(|&index| seen.is_new(index))?;
        let length = self.rtp.open_rtp(packet, clear.length, clear.ssrc, index)?;
        seen.note(index);
        self.heard.put(clear.ssrc, seen);
        Some(length)
    }

    /// Opens an RTCP packet; its length then. None if it is not true, or not new.
    pub fn rtcp(&mut self, packet: &mut [u8]) -> Option<usize> {
        let ssrc = rtcp_sender(packet)?;
        let index = self.rtcp.rtcp_index(packet)?;
        let mut seen = self.reported.of(ssrc);
        if !seen.is_new(index.into()) {
            return None;
        }
        let length = self.rtcp.open_rtcp(packet, ssrc, index)?;
        seen.note(index.into());
        self.reported.put(ssrc, seen);
        Some(length)
    }
}

impl Senders {
    fn of(&self, ssrc: u32) -> Seen {
        self.0.iter().flatten().find(|(sender, _)| *sender == ssrc).map(|(_, seen)| *seen).unwrap_or_default()
    }

    fn put(&mut self, ssrc: u32, seen: Seen) {
        let is_it = |place: &Option<(u32, Seen)>| place.is_some_and(|(sender, _)| sender == ssrc);
        let place = self.0.iter().position(is_it).unwrap_or(SENDERS - 1);
        self.0[..=place].rotate_right(1);
        self.0[0] = Some((ssrc, seen));
    }
}
