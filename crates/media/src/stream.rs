//! One stream into a decoder that has a memory: what comes too late for it, and what is missing before a packet.

use crate::rtp::{Header, sequence_distance, time_distance};

/// Gaps up to this are made up for, in units of 8 kHz: 60 ms. Longer ones are a pause.
const LONGEST_CONCEALED: i32 = 480;
/// A packet that is further behind is not late but of a stream that has begun anew.
const MOST_LATE: i32 = 3000;

/// What was heard of it last.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    ssrc: u32,
    sequence: u16,
    /// Where the next packet is due, in units of 8 kHz.
    pub due: u32,
}

/// What lies before a packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// Units of 8 kHz that are to be made up for.
    pub units: u32,
    /// Packets are missing; otherwise the sender had nothing to say.
    pub is_loss: bool,
}

impl Stream {
    /// After a packet.
    pub fn after(header: &Header, due: u32) -> Stream {
        Stream { ssrc: header.ssrc, sequence: header.sequence, due }
    }

    pub fn is_of(&self, header: &Header) -> bool {
        self.ssrc == header.ssrc
    }

    /// What lies before this packet, in whole steps of so many units. `None`: it comes too late, or again.
    pub fn gap(&self, header: &Header, step: i32) -> Option<Gap> {
        let ahead = i32::from(sequence_distance(self.sequence, header.sequence));
        if (-MOST_LATE..=0).contains(&ahead) {
            return None;
        }
        let gap = time_distance(self.due, header.timestamp);
        let is_made_up_for = (1..=LONGEST_CONCEALED).contains(&gap) && gap % step == 0;
        Some(Gap { units: if is_made_up_for { gap as u32 } else { 0 }, is_loss: ahead > 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_by_time_and_why_by_number() {
        let packet =
            |sequence, timestamp| Header { payload_type: 0, marker: false, sequence, timestamp, ssrc: 1 };
        let stream = Stream::after(&packet(65_535, 0), 160);
        let gap = |units, is_loss| Some(Gap { units, is_loss });
        for (sequence, timestamp, expected) in [
            (0, 160, gap(0, false)),
            (1, 320, gap(160, true)),
            (0, 320, gap(160, false)),
            (3, 640, gap(480, true)),
            (4, 720, gap(0, true)),
            // No whole steps, and backwards in time.
            (1, 325, gap(0, true)),
            (0, 80, gap(0, false)),
            (65_535, 160, None),
            (62_536, 160, None),
            // So far behind is another beginning.
            (62_534, 160, gap(0, false)),
        ] {
            assert_eq!(stream.gap(&packet(sequence, timestamp), 80), expected, "{sequence} {timestamp}");
        }
        assert!(stream.is_of(&packet(0, 0)) && !stream.is_of(&Header { ssrc: 2, ..packet(0, 0) }));
    }
}
