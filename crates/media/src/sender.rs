//! What one leg sends: one stream whose sequence and time go on, whether it is played, relayed or pauses.

use crate::rtp::{Header, sequence_distance, time_distance};

/// One outgoing RTP stream.
#[derive(Clone, Debug)]
pub struct Sender {
    ssrc: u32,
    /// Of the next packet.
    sequence: u16,
    /// Of the present 20 ms.
    timestamp: u32,
    /// The next packet begins a talkspurt (RFC 3551 §4.1).
    marker_due: bool,
    relayed: Option<Relayed>,
    packets: u32,
    octets: u32,
}

/// How the numbers of a relayed stream become ours.
#[derive(Clone, Copy, Debug)]
struct Relayed {
    ssrc: u32,
    sequence_offset: u16,
    time_offset: u32,
    /// Our numbers went their own way since.
    renumbered: bool,
}

/// Time units of 20 ms.
const FRAME_UNITS: u32 = 160;
/// A relayed stream may run ahead of or behind our clock by so much before it is joined anew: three seconds.
const LARGEST_TIME_JUMP: u32 = 3 * 8000;
/// Sequence numbers may jump by so much within a relayed stream.
const LARGEST_SEQUENCE_JUMP: u16 = 3000;

impl Sender {
    /// Numbers begin at random (RFC 3550 §5.1).
    pub fn new(ssrc: u32, sequence: u16, timestamp: u32) -> Sender {
        Sender { ssrc, sequence, timestamp, marker_due: true, relayed: None, packets: 0, octets: 0 }
    }

    pub fn ssrc(&self) -> u32 {
        self.ssrc
    }
    pub fn timestamp(&self) -> u32 {
        self.timestamp
    }
    pub fn packets(&self) -> u32 {
        self.packets
    }
    pub fn octets(&self) -> u32 {
        self.octets
    }

    /// The header of a packet that is made here.
    pub fn frame(&mut self, payload_type: u8, octets: usize) -> Header {
        self.frame_of(self.timestamp, payload_type, octets)
    }

    /// The same for the sound of 20 ms that are over, because it took a while to make.
    pub fn frame_of(&mut self, timestamp: u32, payload_type: u8, octets: usize) -> Header {
        self.relayed = None;
        let header = Header {
            payload_type,
            marker: std::mem::take(&mut self.marker_due),
            sequence: self.sequence,
            timestamp,
            ssrc: self.ssrc,
        };
        self.sequence = self.sequence.wrapping_add(1);
        self.count(octets);
        header
    }

    /// The header of a packet that describes silence: no talkspurt begins with it (RFC 3389 §4).
    pub fn silence(&mut self, payload_type: u8, octets: usize) -> Header {
        let header = Header { marker: false, ..self.frame(payload_type, octets) };
        self.marker_due = true;
        header
    }

    /// The header of a packet that came from another leg. Losses and reordering stay visible to the receiver.
    pub fn relay(&mut self, theirs: &Header, payload_type: u8, octets: usize) -> Header {
        let relayed = self.joined(theirs);
        let sequence = theirs.sequence.wrapping_add(relayed.sequence_offset);
        if sequence_distance(self.sequence, sequence) >= 0 {
            self.sequence = sequence.wrapping_add(1);
        }
        self.count(octets);
        self.in_our_stream(theirs, relayed, payload_type, sequence)
    }

    /// The header of a packet that was made of another leg's sound, or goes with such: their time, but numbers of our own,
    /// because there are more or fewer packets than came.
    pub fn convert(&mut self, theirs: &Header, payload_type: u8, octets: usize) -> Header {
        let known = self.relayed.filter(|known| known.ssrc == theirs.ssrc && self.is_near(theirs, known));
        let relayed = Relayed { renumbered: true, ..known.unwrap_or_else(|| self.join(theirs)) };
        self.relayed = Some(relayed);
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        self.count(octets);
        self.in_our_stream(theirs, relayed, payload_type, sequence)
    }

    fn in_our_stream(&mut self, theirs: &Header, by: Relayed, payload_type: u8, sequence: u16) -> Header {
        Header {
            payload_type,
            marker: theirs.marker | std::mem::take(&mut self.marker_due),
            sequence,
            timestamp: theirs.timestamp.wrapping_add(by.time_offset),
            ssrc: self.ssrc,
        }
    }

    /// Whether what comes of this stream is numbered anew.
    pub fn converts(&self, theirs: &Header) -> bool {
        self.relayed.is_some_and(|known| known.ssrc == theirs.ssrc && known.renumbered)
    }

    fn is_near(&self, theirs: &Header, known: &Relayed) -> bool {
        let time = time_distance(self.timestamp, theirs.timestamp.wrapping_add(known.time_offset));
        time.unsigned_abs() < LARGEST_TIME_JUMP
    }

    /// How this stream is joined to ours, anew if it is another one or has jumped.
    fn joined(&mut self, theirs: &Header) -> Relayed {
        if let Some(known) = self.relayed.filter(|known| known.ssrc == theirs.ssrc && !known.renumbered) {
            let sequence =
                sequence_distance(self.sequence, theirs.sequence.wrapping_add(known.sequence_offset));
            if self.is_near(theirs, &known) && sequence.unsigned_abs() < LARGEST_SEQUENCE_JUMP {
                return known;
            }
        }
        self.join(theirs)
    }

    fn join(&mut self, theirs: &Header) -> Relayed {
        let fresh = Relayed {
            ssrc: theirs.ssrc,
            sequence_offset: self.sequence.wrapping_sub(theirs.sequence),
            time_offset: self.timestamp.wrapping_sub(theirs.timestamp),
            renumbered: false,
        };
        self.marker_due = true;
        self.relayed = Some(fresh);
        fresh
    }

    /// Nothing was sent in the present 20 ms: what comes next begins a talkspurt.
    pub fn paused(&mut self) {
        self.marker_due = true
    }

    /// 20 ms have gone by, or several if the worker was late.
    pub fn advance(&mut self, frames: u32) {
        self.timestamp = self.timestamp.wrapping_add(FRAME_UNITS.wrapping_mul(frames));
        if frames > 1 {
            self.marker_due = true;
        }
    }

    fn count(&mut self, octets: usize) {
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(octets as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theirs(ssrc: u32, sequence: u16, timestamp: u32) -> Header {
        Header { payload_type: 0, marker: false, sequence, timestamp, ssrc }
    }

    #[test]
    fn numbers_wrap_and_a_pause_shows_only_in_time() {
        let mut sender = Sender::new(1, 65535, u32::MAX - 159);
        let first = sender.frame(8, 160);
        sender.advance(1);
        let second = sender.frame(8, 160);
        sender.advance(1);
        sender.paused();
        sender.advance(1);
        let third = sender.frame(8, 160);
        assert_eq!((first.sequence, first.timestamp, first.marker), (65535, u32::MAX - 159, true));
        assert_eq!((second.sequence, second.timestamp, second.marker), (0, 0, false));
        assert_eq!((third.sequence, third.timestamp, third.marker), (1, 320, true));
    }

    #[test]
    fn a_relayed_stream_joins_ours_and_keeps_its_gaps() {
        let mut sender = Sender::new(1, 100, 8000);
        sender.frame(8, 160);
        sender.advance(1);
        let steps = [(500, 77), (501, 237), (504, 717), (503, 557)];
        let relayed =
            steps.map(|(sequence, timestamp)| sender.relay(&theirs(9, sequence, timestamp), 8, 160));
        assert_eq!(relayed.map(|header| header.sequence), [101, 102, 105, 104]);
        assert_eq!(relayed.map(|header| header.timestamp), [8160, 8320, 8800, 8640]);
        assert_eq!(relayed.map(|header| header.marker), [true, false, false, false]);
        assert!(relayed.iter().all(|header| header.ssrc == 1 && header.payload_type == 8));
        assert_eq!(sender.frame(8, 160).sequence, 106);
    }

    #[test]
    fn a_converted_stream_has_its_time_and_our_numbers() {
        let mut sender = Sender::new(1, 100, 8000);
        sender.frame(8, 160);
        sender.advance(1);
        let steps = [(500, 1000), (500, 1160), (501, 1320), (501, 1320), (502, 9000)];
        let sent = steps.map(|(sequence, timestamp)| sender.convert(&theirs(9, sequence, timestamp), 8, 160));
        assert_eq!(sent.map(|header| header.sequence), [101, 102, 103, 104, 105]);
        assert_eq!(sent.map(|header| header.timestamp), [8160, 8320, 8480, 8480, 16_160]);
        assert_eq!(sent.map(|header| header.marker), [true, false, false, false, false]);
        let untouched = sender.relay(&theirs(9, 503, 8_000), 8, 160);
        assert_eq!((untouched.sequence, untouched.marker), (106, true), "numbers never go back");
        let other = sender.convert(&theirs(8, 3, 70_000), 8, 160);
        assert_eq!((other.sequence, other.timestamp, other.marker), (107, 8160, true));
        let jumped = sender.convert(&theirs(8, 4, 4_000_000), 8, 160);
        assert_eq!((jumped.sequence, jumped.timestamp, jumped.marker), (108, 8160, true));
    }

    #[test]
    fn another_stream_or_a_jump_is_joined_anew() {
        let mut sender = Sender::new(1, 0, 0);
        sender.relay(&theirs(9, 500, 1000), 8, 160);
        sender.advance(1);
        for stream in [theirs(8, 9, 9), theirs(8, 10, 4_000_000), theirs(8, 40_000, 4_000_000)] {
            let expected = sender.sequence;
            let relayed = sender.relay(&stream, 8, 160);
            assert_eq!(
                (relayed.sequence, relayed.timestamp, relayed.marker),
                (expected, 160, true),
                "{stream:?}"
            );
        }
    }

    #[test]
    fn a_late_worker_skips_time_and_marks_it() {
        let mut sender = Sender::new(1, 0, 0);
        sender.frame(8, 160);
        sender.advance(5);
        let next = sender.frame(8, 160);
        assert_eq!((next.sequence, next.timestamp, next.marker), (1, 800, true));
    }
}
