//! RTP packets (RFC 3550 §5.1): read without trust, written without allocation, and counted in circles.

use std::ops::Range;

/// The fixed header, which is all that we write.
pub const HEADER_LENGTH: usize = 12;

/// What the fixed header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub payload_type: u8,
    pub marker: bool,
    pub sequence: u16,
    pub timestamp: u32,
    pub ssrc: u32,
}

/// A datagram that is an RTP packet, and where in it the payload lies (never before octet 12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    pub header: Header,
    pub payload: Range<usize>,
}

impl Packet {
    /// Reads a datagram; `None` when it is not RTP. RTCP that was sent to the RTP port is not RTP either (RFC 5761 §4).
    pub fn parse(datagram: &[u8]) -> Option<Packet> {
        let fixed = datagram.get(..HEADER_LENGTH)?;
        if fixed[0] >> 6 != 2 || (64..96).contains(&(fixed[1] & 0x7F)) {
            return None;
        }
        let mut start = HEADER_LENGTH + 4 * usize::from(fixed[0] & 0x0F);
        if fixed[0] & 0x10 != 0 {
            let words = u16::from_be_bytes([*datagram.get(start + 2)?, *datagram.get(start + 3)?]);
            start += 4 + 4 * usize::from(words);
        }
        let mut end = datagram.len();
        if fixed[0] & 0x20 != 0 {
            let padding = usize::from(datagram[end - 1]);
            end = if padding == 0 { return None } else { end.checked_sub(padding)? };
        }
        let header = Header {
            payload_type: fixed[1] & 0x7F,
            marker: fixed[1] & 0x80 != 0,
            sequence: u16::from_be_bytes([fixed[2], fixed[3]]),
            timestamp: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
            ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
        };
        (start <= end).then_some(Packet { header, payload: start..end })
    }
}

impl Header {
    pub fn to_bytes(self) -> [u8; HEADER_LENGTH] {
        let mut out = [0; HEADER_LENGTH];
        out[0] = 2 << 6;
        out[1] = self.payload_type & 0x7F | u8::from(self.marker) << 7;
        out[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        out[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        out[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
        out
    }
}

/// How far `later` is ahead of `earlier`, the short way round the circle.
pub(crate) fn sequence_distance(earlier: u16, later: u16) -> i16 {
    later.wrapping_sub(earlier) as i16
}

/// How far `later` is ahead of `earlier`, the short way round the circle.
pub(crate) fn time_distance(earlier: u32, later: u32) -> i32 {
    later.wrapping_sub(earlier) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header =
        Header { payload_type: 8, marker: true, sequence: 65535, timestamp: 0xFFFF_FFFE, ssrc: 0x0102_0304 };

    fn datagram(first: u8, rest: &[u8]) -> Vec<u8> {
        let mut bytes = HEADER.to_bytes().to_vec();
        bytes[0] = first;
        bytes.extend_from_slice(rest);
        bytes
    }

    #[test]
    fn a_packet_is_read_as_it_was_written() {
        let packet = Packet::parse(&datagram(0x80, &[1, 2, 3])).unwrap();
        assert_eq!(packet, Packet { header: HEADER, payload: 12..15 });
    }

    #[test]
    fn the_payload_lies_after_sources_and_extension_and_before_padding() {
        for (first, rest, payload) in [
            (0x80, vec![], Some(12..12)),
            (0x82, vec![0; 8], Some(20..20)),
            (0x82, vec![0; 7], None),
            (0x90, vec![0, 0, 0, 1, 9, 9, 9, 9, 7], Some(20..21)),
            (0x90, vec![0, 0, 0xFF, 0xFF, 9, 9, 9, 9, 7], None),
            (0x90, vec![0, 0, 0], None),
            (0xA0, vec![7, 7, 0, 2], Some(12..14)),
            (0xA0, vec![7, 7, 0, 9], None),
            (0xA0, vec![7, 0], None),
            (0x40, vec![0; 20], None),
        ] {
            let found = Packet::parse(&datagram(first, &rest)).map(|packet| packet.payload);
            assert_eq!(found, payload, "{first:#x} {rest:?}");
        }
    }

    #[test]
    fn rtcp_and_rubbish_are_no_packets() {
        assert_eq!(Packet::parse(&[0x80, 200, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        for length in 0..12 {
            assert_eq!(Packet::parse(&vec![0x80; length]), None);
        }
        for seed in 0..20_000u32 {
            let noise: Vec<u8> =
                (0..seed % 40).map(|i| (seed.wrapping_mul(2_654_435_761) >> (i % 25)) as u8).collect();
            if let Some(packet) = Packet::parse(&noise) {
                assert!(packet.payload.start >= HEADER_LENGTH && packet.payload.end <= noise.len());
            }
        }
    }

    #[test]
    fn distances_go_round_the_circle() {
        for (earlier, later, distance) in
            [(0, 1, 1), (65535, 0, 1), (0, 65535, -1), (65000, 100, 636), (5, 5, 0)]
        {
            assert_eq!(sequence_distance(earlier, later), distance);
        }
        for (earlier, later, distance) in [(0, 160, 160), (u32::MAX, 159, 160), (159, u32::MAX, -160)] {
            assert_eq!(time_distance(earlier, later), distance);
        }
    }
}
