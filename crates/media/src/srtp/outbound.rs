//! What one side sends.

use super::cipher::{Cipher, Kind};
use super::replay::Seen;
use super::{Clear, Keying, RTCP_ENCRYPTED, rtcp_sender};

/// Seals the packets of one sender.
pub struct Outbound {
    rtp: Cipher,
    rtcp: Cipher,
    sent: Seen,
    ssrc: Option<u32>,
    next_report: u32,
}

impl Outbound {
    pub fn new(keying: &Keying) -> Outbound {
        let (rtp, rtcp) = (Cipher::new(keying, Kind::Rtp), Cipher::new(keying, Kind::Rtcp));
        Outbound { rtp, rtcp, sent: Seen::default(), ssrc: None, next_report: 1 }
    }

    /// Seals the RTP packet in the first `length` octets; its new length. None if it must not go: there is no room, it is
    /// none, or one of its number has gone, and two under one key stream would betray each other.
    pub fn rtp(&mut self, packet: &mut [u8], length: usize) -> Option<usize> {
        let clear = Clear::read(packet.get(..length)?)?;
        if self.ssrc.replace(clear.ssrc) != Some(clear.ssrc) {
            self.sent = Seen::default();
        }
        let index = self.sent.index(clear.sequence).filter(|&index| self.sent.is_new(index))?;
        let sealed = self.rtp.seal_rtp(packet, clear.length, length, clear.ssrc, index)?;
        self.sent.note(index);
        Some(sealed)
    }

    /// Seals the RTCP packet in the first `length` octets; its new length. None without room, and after 2^31 packets.
    pub fn rtcp(&mut self, packet: &mut [u8], length: usize) -> Option<usize> {
        let ssrc = rtcp_sender(packet.get(..length)?)?;
        let index = self.next_report;
        if index >= RTCP_ENCRYPTED {
            return None;
        }
        self.next_report += 1;
        self.rtcp.seal_rtcp(packet, length, ssrc, index)
    }
}
