//! Sound in packets as long as the other side would have them (`a=ptime` and `a=maxptime`, RFC 8866 §6.4 and §6.5): short ones are
//! gathered, long ones are cut. Every codec here has one octet for each unit of RTP time, so that none has to be decoded.

use crate::rtp::Header;

/// Octets of a millisecond.
const OCTETS: usize = 8;
/// The longest packet: 60 ms.
pub const LONGEST: usize = 60 * OCTETS;
/// What is held of our own sound goes out when a turn brings no more of it.
const OURS_WAIT: u8 = 1;
/// Another leg's may come late, and in long packets: it waits for so many turns of 20 ms.
const THEIRS_WAIT: u8 = 8;

/// Whose time and numbers a packet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Made here.
    Ours,
    /// Of another leg.
    Theirs,
}

/// A packet that is ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    pub whose: Whose,
    /// The time of its first octet.
    pub header: Header,
    octets: [u8; LONGEST],
    length: usize,
}

impl Packed {
    pub fn codes(&self) -> &[u8] {
        &self.octets[..self.length]
    }
}

/// One leg's.
#[derive(Clone, Debug)]
pub struct Packer {
    /// Octets of a packet.
    wanted: usize,
    held: Packed,
    /// Turns since something came.
    idle: u8,
}

impl Packer {
    /// Packets of so many milliseconds; 10 to 60.
    pub fn new(milliseconds: u8) -> Packer {
        let header = Header { payload_type: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0 };
        let held = Packed { whose: Whose::Ours, header, octets: [0; LONGEST], length: 0 };
        Packer { wanted: usize::from(milliseconds.clamp(10, 60)) * OCTETS, held, idle: 0 }
    }

    /// Whether codes are a packet as they are.
    pub fn fits(&self, octets: usize) -> bool {
        octets == self.wanted && self.held.length == 0
    }

    /// Takes codes from the beginning; how many, and a packet if one is ready. What was not taken must be brought again,
    /// its time counted on.
    pub fn push(&mut self, whose: Whose, header: &Header, codes: &[u8]) -> (usize, Option<Packed>) {
        let due = self.held.header.timestamp.wrapping_add(self.held.length as u32);
        let goes_on =
            self.held.whose == whose && self.held.header.ssrc == header.ssrc && due == header.timestamp;
        if self.held.length > 0 && !goes_on {
            return (0, self.flush());
        }
        if self.held.length == 0 {
            (self.held.whose, self.held.header) = (whose, *header);
        }
        self.idle = 0;
        let taken = codes.len().min(self.wanted - self.held.length);
        self.held.octets[self.held.length..][..taken].copy_from_slice(&codes[..taken]);
        self.held.length += taken;
        (taken, if self.held.length == self.wanted { self.flush() } else { None })
    }

    /// 20 ms have gone by; what has waited long enough.
    pub fn turn(&mut self) -> Option<Packed> {
        if self.held.length == 0 {
            return None;
        }
        let wait = match self.held.whose {
            Whose::Ours => OURS_WAIT,
            Whose::Theirs => THEIRS_WAIT,
        };
        self.idle = self.idle.saturating_add(1);
        if self.idle > wait { self.flush() } else { None }
    }

    fn flush(&mut self) -> Option<Packed> {
        let packed = (self.held.length > 0).then(|| self.held.clone());
        self.held.length = 0;
        packed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(timestamp: u32) -> Header {
        Header { payload_type: 8, marker: timestamp == 0, sequence: 0, timestamp, ssrc: 7 }
    }

    /// Brings packets of (time, octets) that are numbered by their time; what leaves, as (time, octets).
    fn packed(packer: &mut Packer, packets: &[(u32, usize)]) -> Vec<(u32, usize)> {
        let mut out = Vec::new();
        for &(timestamp, octets) in packets {
            let codes: Vec<u8> = (0..octets).map(|at| (timestamp as usize + at) as u8).collect();
            let (mut rest, mut at) = (&codes[..], timestamp);
            while !rest.is_empty() {
                let (taken, ready) = packer.push(Whose::Theirs, &header(at), rest);
                (rest, at) = (&rest[taken..], at.wrapping_add(taken as u32));
                out.extend(ready.map(|ready| check(&ready)));
            }
        }
        out
    }

    fn check(ready: &Packed) -> (u32, usize) {
        let from = ready.header.timestamp;
        let expected: Vec<u8> = (0..ready.length).map(|at| (from as usize + at) as u8).collect();
        assert_eq!(ready.codes(), expected, "every octet at its time");
        (from, ready.length)
    }

    #[test]
    fn frames_are_gathered_and_long_packets_cut() {
        for milliseconds in [10u8, 20, 30, 40, 60] {
            for came in [80usize, 160, 240, 320, 480] {
                let wanted = usize::from(milliseconds) * 8;
                let mut packer = Packer::new(milliseconds);
                let packets: Vec<(u32, usize)> =
                    (0..1920 / came).map(|at| ((at * came) as u32, came)).collect();
                let expected: Vec<(u32, usize)> =
                    (0..1920 / wanted).map(|at| ((at * wanted) as u32, wanted)).collect();
                assert_eq!(packed(&mut packer, &packets), expected, "{came} octets into {milliseconds} ms");
                assert_eq!(packer.turn(), None, "nothing is held");
            }
        }
    }

    #[test]
    fn what_is_lost_stays_lost_and_what_is_held_before_it_goes_out() {
        let mut packer = Packer::new(40);
        let out = packed(&mut packer, &[(0, 160), (160, 160), (320, 160), (640, 160), (800, 160)]);
        assert_eq!(out, [(0, 320), (320, 160), (640, 320)]);
    }

    #[test]
    fn what_is_held_goes_out_when_nothing_follows() {
        for (whose, turns) in [(Whose::Ours, OURS_WAIT), (Whose::Theirs, THEIRS_WAIT)] {
            let mut packer = Packer::new(60);
            assert_eq!(packer.push(whose, &header(0), &[1; 160]), (160, None));
            for _ in 0..turns {
                assert_eq!(packer.turn(), None, "{whose:?}");
            }
            assert_eq!(packer.turn().map(|ready| ready.length), Some(160), "{whose:?}");
            assert_eq!(packer.turn(), None);
        }
    }

    #[test]
    fn another_voice_does_not_mix_with_what_is_held() {
        let mut packer = Packer::new(40);
        packer.push(Whose::Ours, &header(0), &[1; 160]);
        let (taken, ready) = packer.push(Whose::Theirs, &header(160), &[2; 160]);
        assert_eq!((taken, ready.map(|ready| ready.length)), (0, Some(160)));
        assert!(!packer.fits(160) && packer.fits(320));
    }
}
