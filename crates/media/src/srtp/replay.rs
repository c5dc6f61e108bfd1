//! Which packet of a stream this is, beyond its sixteen bits, and whether it was seen (RFC 3711 §3.3.1, §3.3.2).

/// Packets that may come late.
const WINDOW: u64 = 128;

/// What was seen of the packets of one SSRC.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// The highest index, once there was a packet.
    highest: Option<u64>,
    /// Bit n: the index n below the highest was seen.
    window: u128,
}

impl Seen {
    /// The index of a packet with this sequence number: the nearest to the highest (RFC 3711 appendix A).
    pub fn index(&self, sequence: u16) -> Option<u64> {
        let Some(highest) = self.highest else { return Some(sequence.into()) };
        let ahead = i64::from(sequence.wrapping_sub(highest as u16) as i16);
        highest.checked_add_signed(ahead)
    }

    /// Whether a packet of this index is new, and not too late to tell.
    pub fn is_new(&self, index: u64) -> bool {
        match self.highest {
            Some(highest) if index <= highest => {
                let behind = highest - index;
                behind < WINDOW && self.window >> behind & 1 == 0
            }
            _ => true,
        }
    }

    /// The packet was true.
    pub fn note(&mut self, index: u64) {
        let highest = *self.highest.get_or_insert(index);
        if index > highest {
            let ahead = index - highest;
            self.window = if ahead < WINDOW { self.window << ahead } else { 0 };
            self.highest = Some(index);
        }
        let behind = self.highest.unwrap_or(index) - index;
        if behind < WINDOW {
            self.window |= 1 << behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_go_on_over_the_end_of_sixteen_bits_and_back() {
        let mut seen = Seen::default();
        for (sequence, index) in [
            (65_530, Some(65_530)),
            (65_535, Some(65_535)),
            (2, Some(65_538)),
            (65_534, Some(65_534)),
            (30_000, Some(95_536)),
        ] {
            assert_eq!(seen.index(sequence), index, "{sequence}");
            seen.note(index.unwrap());
        }
        // Before the first of all there is nothing.
        let mut early = Seen::default();
        early.note(3);
        assert_eq!(early.index(65_000), None);
    }

    #[test]
    fn what_was_seen_or_is_too_late_is_not_new() {
        let mut seen = Seen::default();
        assert!(seen.is_new(1000));
        seen.note(1000);
        for (index, new) in
            [(1000, false), (999, true), (1000 - 127, true), (1000 - 128, false), (1001, true)]
        {
            assert_eq!(seen.is_new(index), new, "{index}");
        }
        seen.note(999);
        assert!(!seen.is_new(999));
        seen.note(1100);
        assert!(!seen.is_new(1000) && !seen.is_new(999) && seen.is_new(998) && seen.is_new(1099));
        seen.note(5000);
        assert!(!seen.is_new(1101) && seen.is_new(4999));
    }

    #[test]
    fn a_stream_of_any_order_lets_each_packet_through_once() {
        let mut seen = Seen::default();
        let (mut state, mut passed) = (7u64, std::collections::HashSet::new());
        for step in 0..200_000u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let truth = 70_000 + step / 2 + (state >> 33) % 100;
            let Some(index) = seen.index(truth as u16).filter(|&index| seen.is_new(index)) else { continue };
            if step > 100 {
                assert_eq!(index % 65_536, truth % 65_536);
                assert!(passed.insert(index), "{index} passed twice");
            }
            seen.note(index);
        }
        assert!(passed.len() > 80_000);
    }
}
