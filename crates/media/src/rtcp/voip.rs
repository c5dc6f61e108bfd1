//! VoIP metrics in extended reports (RFC 3611 §4.7): what a receiver says about how our stream sounds to it, and what we say
//! to those who tell us theirs.

use super::bursts::{GMIN, Shape};

/// Of the packet (RFC 3611 §2) and of the block in it.
pub const EXTENDED_REPORT: u8 = 207;
const VOIP_METRICS: u8 = 7;
/// Octets of the block behind its own header.
const BLOCK: usize = 32;
/// Octets of a packet with this one block.
pub const PACKET: usize = 8 + 4 + BLOCK;
/// What is not known (RFC 3611 §4.7.5).
const UNKNOWN: u8 = 127;

/// One stream as its receiver sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Of 256: what did not come, and what came too late.
    pub loss_rate: u8,
    pub discard_rate: u8,
    pub shape: Shape,
    pub round_trip_milliseconds: u16,
    /// Besides the network's.
    pub end_system_milliseconds: u16,
    /// 0 to 100, if it is known.
    pub r_factor: Option<u8>,
    /// 10 to 50: tenths, without and with the delay.
    pub listening_mos: Option<u8>,
    pub conversational_mos: Option<u8>,
}

/// What an extended report says about a stream; none if it says nothing of it, or is broken.
pub fn read(packet: &[u8], ssrc: u32) -> Option<Metrics> {
    let mut rest = packet.get(8..)?;
    while let Some((&[kind, _, high, low], _)) = rest.split_first_chunk() {
        let length = 4 * usize::from(u16::from_be_bytes([high, low]));
        let body = rest.get(4..4 + length)?;
        if kind == VOIP_METRICS
            && let Some(block) = body.first_chunk::<BLOCK>()
            && length == BLOCK
            && block.first_chunk() == Some(&ssrc.to_be_bytes())
        {
            return Some(Metrics::of(block));
        }
        rest = &rest[4 + length..];
    }
    None
}

/// The packet of a reporter about a stream.
pub fn write(metrics: &Metrics, reporter: u32, ssrc: u32) -> [u8; PACKET] {
    let mut out = [0; PACKET];
    let words = |octets: usize| (octets / 4) as u16;
    out[..2].copy_from_slice(&[2 << 6, EXTENDED_REPORT]);
    out[2..4].copy_from_slice(&words(PACKET - 4).to_be_bytes());
    out[4..8].copy_from_slice(&reporter.to_be_bytes());
    out[8] = VOIP_METRICS;
    out[10..12].copy_from_slice(&words(BLOCK).to_be_bytes());
    if let Some(block) = out.last_chunk_mut::<BLOCK>() {
        metrics.put(ssrc, block);
    }
    out
}

impl Metrics {
    fn of(block: &[u8; BLOCK]) -> Metrics {
        let short = |at: usize| u16::from_be_bytes([block[at], block[at + 1]]);
        let within =
            |at: usize, least: u8, most: u8| Some(block[at]).filter(|value| (least..=most).contains(value));
        Metrics {
            loss_rate: block[4],
            discard_rate: block[5],
            shape: Shape {
                burst_density: block[6],
                gap_density: block[7],
                burst_milliseconds: short(8),
                gap_milliseconds: short(10),
            },
            round_trip_milliseconds: short(12),
            end_system_milliseconds: short(14),
            r_factor: within(20, 0, 100),
            listening_mos: within(22, 10, 50),
            conversational_mos: within(23, 10, 50),
        }
    }

    fn put(&self, ssrc: u32, block: &mut [u8; BLOCK]) {
        let shape = &self.shape;
        block[..4].copy_from_slice(&ssrc.to_be_bytes());
        block[4..8].copy_from_slice(&[
            self.loss_rate,
            self.discard_rate,
            shape.burst_density,
            shape.gap_density,
        ]);
        let shorts = [
            shape.burst_milliseconds,
            shape.gap_milliseconds,
            self.round_trip_milliseconds,
            self.end_system_milliseconds,
        ];
        for (octets, short) in block[8..16].chunks_exact_mut(2).zip(shorts) {
            octets.copy_from_slice(&short.to_be_bytes());
        }
        // Neither signal, noise nor echo is measured.
        block[16..19].fill(UNKNOWN);
        block[19] = GMIN as u8;
        block[20] = self.r_factor.unwrap_or(UNKNOWN);
        block[21] = UNKNOWN;
        block[22] = self.listening_mos.unwrap_or(UNKNOWN);
        block[23] = self.conversational_mos.unwrap_or(UNKNOWN);
        // Losses are concealed by more than silence, the buffer adapts (§4.7.6); its sizes are those of rooms, in milliseconds.
        block[24] = 0b1111_0000;
        for (octets, short) in block[26..32].chunks_exact_mut(2).zip([10u16, 200, 200]) {
            octets.copy_from_slice(&short.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METRICS: Metrics = Metrics {
        loss_rate: 13,
        discard_rate: 2,
        shape: Shape { burst_density: 200, gap_density: 3, burst_milliseconds: 180, gap_milliseconds: 9000 },
        round_trip_milliseconds: 90,
        end_system_milliseconds: 40,
        r_factor: Some(81),
        listening_mos: Some(41),
        conversational_mos: None,
    };

    #[test]
    fn what_is_written_is_read() {
        let packet = write(&METRICS, 5, 7);
        assert_eq!(usize::from(u16::from_be_bytes([packet[2], packet[3]])) * 4 + 4, PACKET);
        assert_eq!(read(&packet, 7), Some(METRICS));
        assert_eq!(read(&packet, 8), None, "of another stream");
    }

    #[test]
    fn the_block_stands_behind_others() {
        // A receiver's reference time (§4.4), and one of a kind that nobody knows.
        let others = [&[4, 0, 0, 2][..], &[0; 8], &[99, 0, 0, 0]].concat();
        let packet = write(&METRICS, 5, 7);
        let together = [&packet[..8], &others, &packet[8..]].concat();
        assert_eq!(read(&together, 7), Some(METRICS));
    }

    #[test]
    fn broken_packets_say_nothing_that_cannot_be() {
        let packet = write(&METRICS, 5, 7);
        for cut in 0..PACKET {
            assert_eq!(read(&packet[..cut], 7), None, "{cut}");
        }
        for at in 0..PACKET {
            for octet in [0, 1, 51, 0x7F, 0x80, 0xFF] {
                let mut broken = packet;
                broken[at] = octet;
                let Some(metrics) = read(&broken, 7) else { continue };
                assert!(metrics.r_factor.is_none_or(|r| r <= 100));
                assert!(metrics.listening_mos.is_none_or(|mos| (10..=50).contains(&mos)));
                assert!(metrics.conversational_mos.is_none_or(|mos| (10..=50).contains(&mos)));
            }
        }
    }
}
