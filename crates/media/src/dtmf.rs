//! Keys that come as RFC 4733 telephone events: each press is told once, whatever is lost, repeated or late.

use crate::rtp::time_distance;

/// Follows the events of one stream.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    last: Option<Press>,
}

/// An event is named by its timestamp, which all of its packets carry (RFC 4733 §2.1).
#[derive(Clone, Copy, Debug)]
struct Press {
    timestamp: u32,
    event: u8,
    duration: u16,
    ended: bool,
}

impl Keys {
    /// Takes one event packet. The key, if this is the first packet seen of its press: any packet will do, also an end packet.
    pub fn packet(&mut self, timestamp: u32, payload: &[u8]) -> Option<char> {
        let &[event, flags, high, low, ..] = payload else { return None };
        let press =
            Press { timestamp, event, duration: u16::from_be_bytes([high, low]), ended: flags & 0x80 != 0 };
        match &mut self.last {
            Some(last) if last.timestamp == timestamp => {
                last.duration = last.duration.max(press.duration);
                last.ended |= press.ended;
                None
            }
            Some(last) if time_distance(last.timestamp, timestamp) < 0 => None,
            Some(last) if last.continues_in(&press) => {
                *last = press;
                None
            }
            _ => {
                self.last = Some(press);
                key(event)
            }
        }
    }
}

impl Press {
    /// A press longer than 65,535 units goes on in a further segment (RFC 4733 §2.5.1.3).
    fn continues_in(&self, next: &Press) -> bool {
        const LONGEST: u16 = u16::MAX;
        let follows =
            time_distance(self.timestamp.wrapping_add(u32::from(LONGEST)), next.timestamp).abs() <= 1;
        !self.ended && self.event == next.event && self.duration > LONGEST - 1600 && follows
    }
}

/// RFC 4733 table 3. Others (flash, tones) are no keys.
fn key(event: u8) -> Option<char> {
    b"0123456789*#ABCD".get(usize::from(event)).map(|&key| char::from(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (timestamp, event, end bit, duration) of each packet and the keys that are told.
    fn check(packets: &[(u32, u8, bool, u16)], expected: &str) {
        let mut keys = Keys::default();
        let told: String = packets
            .iter()
            .filter_map(|&(timestamp, event, end, duration)| {
                let [high, low] = duration.to_be_bytes();
                keys.packet(timestamp, &[event, if end { 0x8A } else { 0x0A }, high, low])
            })
            .collect();
        assert_eq!(told, expected, "{packets:?}");
    }

    #[test]
    fn a_press_is_told_once() {
        let press = |at: u32, event| {
            [(at, event, false, 160), (at, event, false, 320), (at, event, true, 480), (at, event, true, 480)]
        };
        check(&press(1000, 11), "#");
        check(&[press(1000, 1), press(3000, 1)].concat(), "11");
        check(&[press(u32::MAX - 100, 5), press(2000, 6)].concat(), "56");
        check(
            &(0..16).flat_map(|event| press(1000 * (u32::from(event) + 1), event)).collect::<Vec<_>>(),
            "0123456789*#ABCD",
        );
    }

    #[test]
    fn losses_repetitions_and_late_packets_change_nothing() {
        check(&[(1000, 3, true, 480)], "3");
        check(&[(1000, 3, false, 160), (3000, 3, false, 160)], "33");
        check(
            &[(1000, 3, true, 480), (3000, 4, false, 160), (1000, 3, true, 480), (3000, 4, true, 160)],
            "34",
        );
        check(&[(1000, 3, true, 480), (1000, 3, false, 160)], "3");
    }

    #[test]
    fn a_very_long_press_is_one_press() {
        let on = 1000 + 65535;
        check(
            &[(1000, 7, false, 160), (1000, 7, false, 65535), (on, 7, false, 160), (on, 7, true, 800)],
            "7",
        );
    }

    /// Numbers that look as if they were drawn.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % limit
        }
    }

    /// What a phone sends of a press (RFC 4733 §2.5.1), as (milliseconds, timestamp, event, end bit, duration): every 20 ms while
    /// it lasts, and its end three times.
    fn sent(begin: u64, event: u8, milliseconds: u64) -> Vec<(u64, u32, u8, bool, u16)> {
        let timestamp = (begin * 8) as u32;
        let packet = |at: u64, ended| (begin + at, timestamp, event, ended, (at * 8) as u16);
        let last = milliseconds / 20 * 20;
        let going = (1..=milliseconds / 20).map(|number| packet(number * 20, false));
        going
            .chain(
                (0..3).map(|number| (begin + last + 20 * number, timestamp, event, true, (last * 8) as u16)),
            )
            .collect()
    }

    #[test]
    fn of_a_thousand_pins_none_is_wrong_on_a_line_that_loses_and_reorders() {
        let mut dice = Dice(27);
        for number in 0..1000 {
            let pin: Vec<u8> = (0..4 + dice.below(3)).map(|_| dice.below(10) as u8).collect();
            let mut now = 1000 * dice.below(400_000);
            let mut arriving = Vec::new();
            for &digit in &pin {
                let milliseconds = 60 + dice.below(120);
                for packet in sent(now, digit, milliseconds) {
                    // Three in a hundred are lost; each comes up to 45 ms late, behind others that were sent after it.
                    if dice.below(100) >= 3 {
                        arriving.push((packet.0 + dice.below(45), packet));
                    }
                }
                now += milliseconds + 80 + dice.below(300);
            }
            arriving.sort_by_key(|(at, _)| *at);
            let packets: Vec<_> =
                arriving.iter().map(|&(_, (_, at, key, end, length))| (at, key, end, length)).collect();
            let expected: String = pin.iter().map(|&digit| char::from(b'0' + digit)).collect();
            assert!(!packets.is_empty(), "{number}");
            check(&packets, &expected);
        }
    }

    #[test]
    fn what_is_no_key_is_not_told() {
        check(&[(1000, 16, false, 160), (2000, 255, false, 160)], "");
        assert_eq!(Keys::default().packet(0, &[1, 2, 3]), None);
        assert_eq!(Keys::default().packet(0, &[]), None);
    }
}
