//! Redundant audio (RFC 2198): a packet carries the one before it once more, so that a loss is heard by the next packet.

use crate::rtp::{Header, time_distance};

/// The longest payload that is kept: 60 ms of 64 kbit/s.
pub const LONGEST: usize = 480;
/// What goes before two payloads.
const HEADERS: usize = 5;
/// A packet with a copy in it.
pub const ROOM: usize = HEADERS + 2 * LONGEST;
/// Blocks that are read of a packet, the primary one among them.
const MOST_BLOCKS: usize = 4;
/// The largest distance in time that is said (§3).
const LARGEST_OFFSET: i32 = (1 << 14) - 1;
/// What was made up for is remembered, in case it comes late.
const REMEMBERED: usize = 8;
/// A packet so far behind begins the stream anew.
const LARGEST_LATENESS: i32 = 3 * 8000;

/// One part of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    pub payload_type: u8,
    /// How much older it is than the packet, in units of RTP time; 0 of the primary one.
    pub offset: u32,
    pub payload: &'a [u8],
}

/// The parts of a packet, the oldest first and the primary one last. None: it is broken, or has too many.
pub fn blocks(packet: &[u8]) -> Option<impl Iterator<Item = Block<'_>> + Clone> {
    let mut found = [None; MOST_BLOCKS];
    let mut lengths = [0; MOST_BLOCKS];
    let (mut rest, mut count) = (packet, 0);
    loop {
        let (&first, behind) = rest.split_first()?;
        let slot = found.get_mut(count)?;
        let payload_type = first & 0x7F;
        if first & 0x80 == 0 {
            *slot = Some(Block { payload_type, offset: 0, payload: &[] });
            rest = behind;
            break;
        }
        let (&[high, middle, low], behind) = behind.split_first_chunk()?;
        let offset = u32::from(high) << 6 | u32::from(middle >> 2);
        lengths[count] = usize::from(middle & 3) << 8 | usize::from(low);
        *slot = Some(Block { payload_type, offset, payload: &[] });
        (rest, count) = (behind, count + 1);
    }
    for at in 0..count {
        let (payload, behind) = rest.split_at_checked(lengths[at])?;
        if let Some(block) = &mut found[at] {
            block.payload = payload;
        }
        rest = behind;
    }
    if let Some(block) = &mut found[count] {
        block.payload = rest;
    }
    Some(found.into_iter().flatten())
}

/// A payload by itself.
#[derive(Clone, Copy, Debug)]
struct Held {
    header: Header,
    octets: [u8; LONGEST],
    length: usize,
}

const NOTHING: Held = Held {
    header: Header { payload_type: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0 },
    octets: [0; LONGEST],
    length: 0,
};

/// One leg's, both ways. Its codecs have one octet for each unit of RTP time.
#[derive(Clone, Debug)]
pub struct Redundancy {
    payload_type: u8,
    /// What is to be heard, from `next` on.
    waiting: [Held; MOST_BLOCKS],
    count: usize,
    next: usize,
    heard: Option<Heard>,
    said: Held,
}

/// The stream that comes in.
#[derive(Clone, Copy, Debug)]
struct Heard {
    ssrc: u32,
    /// Where the next packet is due.
    due: u32,
    /// Packets that were heard from a copy, the latest where `place` points.
    copies: [Option<u32>; REMEMBERED],
    place: usize,
}

impl Redundancy {
    /// By this payload type.
    pub fn new(payload_type: u8) -> Redundancy {
        Redundancy {
            payload_type,
            waiting: [NOTHING; MOST_BLOCKS],
            count: 0,
            next: 0,
            heard: None,
            said: NOTHING,
        }
    }

    pub fn payload_type(&self) -> u8 {
        self.payload_type
    }

    /// Takes a packet apart: what was lost before it, and what it is. To be fetched by [`Redundancy::next`].
    pub fn hear(&mut self, header: &Header, packet: &[u8]) {
        (self.count, self.next) = (0, 0);
        let Some(blocks) = blocks(packet) else { return };
        let count = blocks.clone().count();
        for (at, block) in blocks.enumerate() {
            let timestamp = header.timestamp.wrapping_sub(block.offset);
            // A keep-alive has none.
            if block.payload.is_empty()
                || block.payload.len() > LONGEST
                || !self.is_news(header.ssrc, timestamp, block)
            {
                continue;
            }
            let sequence = header.sequence.wrapping_sub((count - 1 - at) as u16);
            let marker = header.marker && block.offset == 0;
            let header =
                Header { payload_type: block.payload_type, marker, sequence, timestamp, ssrc: header.ssrc };
            let held = &mut self.waiting[self.count];
            (held.header, held.length) = (header, block.payload.len());
            held.octets[..block.payload.len()].copy_from_slice(block.payload);
            self.count += 1;
        }
    }

    fn is_news(&mut self, ssrc: u32, timestamp: u32, block: Block<'_>) -> bool {
        let end = timestamp.wrapping_add(block.payload.len() as u32);
        let known = self.heard.filter(|heard| heard.ssrc == ssrc);
        let Some(mut heard) = known.filter(|heard| time_distance(heard.due, timestamp) > -LARGEST_LATENESS)
        else {
            // A stream does not begin with what was before it.
            if block.offset == 0 {
                self.heard = Some(Heard { ssrc, due: end, copies: [None; REMEMBERED], place: 0 });
            }
            return block.offset == 0;
        };
        let ahead = time_distance(heard.due, timestamp);
        if block.offset > 0 && ahead >= 0 {
            heard.place = (heard.place + 1) % REMEMBERED;
            heard.copies[heard.place] = Some(timestamp);
        } else if block.offset > 0 || heard.copies.contains(&Some(timestamp)) {
            return false;
        }
        if ahead >= 0 {
            heard.due = end;
        }
        self.heard = Some(heard);
        true
    }

    /// The next of what is to be heard: its header, and its payload put into `room`; how long it is.
    pub fn next(&mut self, room: &mut [u8]) -> Option<(Header, usize)> {
        let held = self.waiting[..self.count].get(self.next)?;
        self.next += 1;
        room.get_mut(..held.length)?.copy_from_slice(&held.octets[..held.length]);
        Some((held.header, held.length))
    }

    /// A packet of this payload and of the one before it; how long it is. None: it is too long.
    pub fn say(&mut self, header: &Header, payload: &[u8], out: &mut [u8; ROOM]) -> Option<usize> {
        if payload.len() > LONGEST {
            return None;
        }
        let offset = time_distance(self.said.header.timestamp, header.timestamp);
        let follows = self.said.header.ssrc == header.ssrc && self.said.length > 0;
        let copy = if follows && (1..=LARGEST_OFFSET).contains(&offset) { self.said.length } else { 0 };
        let mut end = 0;
        if copy > 0 {
            let length = copy as u32;
            let word =
                0x80 << 24 | u32::from(self.said.header.payload_type) << 24 | (offset as u32) << 10 | length;
            out[..4].copy_from_slice(&word.to_be_bytes());
            end = 4;
        }
        out[end] = header.payload_type;
        end += 1;
        out[end..end + copy].copy_from_slice(&self.said.octets[..copy]);
        end += copy;
        out[end..end + payload.len()].copy_from_slice(payload);
        (self.said.header, self.said.length) = (*header, payload.len());
        self.said.octets[..payload.len()].copy_from_slice(payload);
        Some(end + payload.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(number: u16) -> Header {
        Header {
            payload_type: 8,
            marker: false,
            sequence: number,
            timestamp: u32::from(number).wrapping_mul(160).wrapping_add(u32::MAX - 400),
            ssrc: 7,
        }
    }

    fn sound(number: u16) -> Vec<u8> {
        (0..160).map(|at| (number * 7 + at) as u8).collect()
    }

    /// So many packets as they are sent.
    fn sent(count: u16) -> Vec<(Header, Vec<u8>)> {
        let mut redundancy = Redundancy::new(121);
        (0..count)
            .map(|number| {
                let mut out = [0; ROOM];
                let length = redundancy.say(&header(number), &sound(number), &mut out).unwrap();
                (Header { payload_type: 121, ..header(number) }, out[..length].to_vec())
            })
            .collect()
    }

    /// Which numbers are heard of packets that arrive in this order, each checked octet by octet.
    fn heard(packets: &[(Header, Vec<u8>)], order: &[usize]) -> Vec<u16> {
        let mut redundancy = Redundancy::new(121);
        let mut numbers = Vec::new();
        for &at in order {
            redundancy.hear(&packets[at].0, &packets[at].1);
            let mut room = [0; LONGEST];
            while let Some((found, length)) = redundancy.next(&mut room) {
                assert_eq!(Header { sequence: found.sequence, ..header(found.sequence) }, found);
                assert_eq!(room[..length], sound(found.sequence));
                numbers.push(found.sequence);
            }
        }
        numbers
    }

    #[test]
    fn a_loss_is_heard_from_the_next_packet_and_nothing_twice() {
        let packets = sent(8);
        assert_eq!(packets[0].1.len(), 161);
        assert!(packets[1..].iter().all(|(_, packet)| packet.len() == 325));
        for (order, expected) in [
            (&[0, 1, 2, 3, 4][..], &[0, 1, 2, 3, 4][..]),
            (&[0, 2, 3, 5], &[0, 1, 2, 3, 4, 5]),
            (&[0, 3, 4], &[0, 2, 3, 4]),
            // What comes late was heard already; what was not is passed on.
            (&[0, 2, 1, 3], &[0, 1, 2, 3]),
            (&[0, 3, 1, 4], &[0, 2, 3, 1, 4]),
            (&[0, 1, 1, 2], &[0, 1, 1, 2]),
            (&[3, 4, 6], &[3, 4, 5, 6]),
        ] {
            assert_eq!(heard(&packets, order), expected, "{order:?}");
        }
    }

    #[test]
    fn the_example_of_the_rfc_is_read() {
        // §3.1: two redundant blocks and the primary one.
        let packet = [0x80 | 7, 0x02, 0x80, 3, 0x80 | 8, 0x01, 0x40, 2, 5, 1, 1, 1, 2, 2, 3, 3, 3, 3];
        let found: Vec<Block<'_>> = blocks(&packet).unwrap().collect();
        assert_eq!(
            found,
            [
                Block { payload_type: 7, offset: 160, payload: &[1, 1, 1] },
                Block { payload_type: 8, offset: 80, payload: &[2, 2] },
                Block { payload_type: 5, offset: 0, payload: &[3, 3, 3, 3] },
            ]
        );
    }

    #[test]
    fn broken_packets_are_nothing() {
        let whole = &sent(2)[1].1;
        for length in 0..165 {
            assert!(blocks(&whole[..length]).is_none() || length >= 165, "{length} octets");
        }
        for packet in [&[][..], &[0x88], &[0x88, 0, 0], &[0x88, 0, 3, 255, 8], &[0x88; 400]] {
            assert!(blocks(packet).is_none(), "{packet:?}");
            let mut redundancy = Redundancy::new(121);
            redundancy.hear(&header(0), packet);
            assert!(redundancy.next(&mut [0; LONGEST]).is_none());
        }
        // A primary block of nothing keeps a way open and says nothing.
        let mut redundancy = Redundancy::new(121);
        redundancy.hear(&header(0), &[8]);
        assert!(redundancy.next(&mut [0; LONGEST]).is_none());
        assert!(redundancy.say(&header(0), &[0; LONGEST + 1], &mut [0; ROOM]).is_none());
    }

    #[test]
    fn a_pause_is_no_loss_and_another_stream_has_no_past() {
        let mut redundancy = Redundancy::new(121);
        let mut out = [0; ROOM];
        redundancy.say(&header(0), &sound(0), &mut out).unwrap();
        // Later than can be said.
        let length = redundancy.say(&header(200), &sound(200), &mut out).unwrap();
        assert_eq!(length, 161);
        let packets = sent(5);
        redundancy.hear(&packets[1].0, &packets[1].1);
        let other = Header { ssrc: 8, ..packets[3].0 };
        redundancy.hear(&other, &packets[3].1);
        let (found, _) = redundancy.next(&mut [0; LONGEST]).unwrap();
        assert_eq!((found.ssrc, found.sequence), (8, 3));
        assert!(redundancy.next(&mut [0; LONGEST]).is_none());
    }
}
