//! A leg's cryptographic contexts (RFC 3711 §3.2): made apart from the tick, changed in it.

use super::{Inbound, Keying, Outbound};

/// What a leg seals and opens with. Nothing goes out or comes in in a direction without a key.
pub struct Context {
    ours: Option<Outbound>,
    theirs: Option<Inbound>,
}

impl Context {
    pub fn new(ours: Option<&Keying>, theirs: Option<&Keying>) -> Context {
        Context { ours: ours.map(Outbound::new), theirs: theirs.map(Inbound::new) }
    }

    /// What is not new goes on where `old` was.
    pub fn go_on_from(&mut self, old: &mut Context) {
        if self.ours.is_none() {
            std::mem::swap(&mut self.ours, &mut old.ours);
        }
        if self.theirs.is_none() {
            std::mem::swap(&mut self.theirs, &mut old.theirs);
        }
    }

    pub fn seal(&mut self, packet: &mut [u8], length: usize) -> Option<usize> {
        self.ours.as_mut()?.rtp(packet, length)
    }

    pub fn open(&mut self, packet: &mut [u8]) -> Option<usize> {
        self.theirs.as_mut()?.rtp(packet)
    }

    pub fn seal_report(&mut self, packet: &mut [u8], length: usize) -> Option<usize> {
        self.ours.as_mut()?.rtcp(packet, length)
    }

    pub fn open_report(&mut self, packet: &mut [u8]) -> Option<usize> {
        self.theirs.as_mut()?.rtcp(packet)
    }
}
