//! RTCP (RFC 3550 §6): what we count of the other side's packets, what we tell it, and what it tells us.

pub mod bursts;
pub mod voip;

use crate::rtp::{Header, sequence_distance, time_distance};
use bursts::Bursts;
use voip::{EXTENDED_REPORT, Metrics};

/// The largest packet we write: SR with one block, SDES, XR and BYE.
pub const REPORT_ROOM: usize = 136;
/// G.711 timestamps a millisecond.
const CLOCK_PER_MILLISECOND: u64 = 8;
const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const SOURCE_DESCRIPTION: u8 = 202;
const GOODBYE: u8 = 203;
/// Jumps beyond it are a new stream, not loss (RFC 3550 A.1 says 3000 for 50 packets a second a minute).
const LARGEST_JUMP: i16 = 3000;
const LATEST_PACKET: i16 = 100;

/// What is counted of one stream that we receive (RFC 3550 A.1, A.3, A.8).
#[derive(Clone, Debug, Default)]
pub struct Reception {
    stream: Option<Stream>,
    /// Packets and losses of earlier streams on the same leg.
    earlier_received: u64,
    earlier_lost: u64,
    bursts: Bursts,
}

#[derive(Clone, Debug)]
struct Stream {
    ssrc: u32,
    first: u64,
    highest: u64,
    received: u64,
    transit: u32,
    jitter_sixteenths: u32,
    reported_expected: u64,
    reported_received: u64,
    /// Middle 32 bits of the NTP time in the last sender report, and when it came.
    sender_report: Option<(u32, u64)>,
}

/// What our report says of the stream that we receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    pub ssrc: u32,
    /// Of 256, since the last report.
    pub fraction_lost: u8,
    pub lost: i32,
    pub highest: u32,
    /// In timestamp units.
    pub jitter: u32,
    pub last_sender_report: u32,
    /// In 1/65536 s.
    pub delay: u32,
}

impl Reception {
    /// Counts a packet that came at `now` milliseconds.
    pub fn packet(&mut self, now: u64, header: &Header) {
        let arrival = (now * CLOCK_PER_MILLISECOND) as u32;
        match &mut self.stream {
            Some(stream) if stream.ssrc == header.ssrc && stream.follows(header) => {
                let missing = stream.packet(arrival, header);
                self.bursts.packet(missing);
            }
            _ => {
                self.bursts.packet(0);
                (self.earlier_received, self.earlier_lost) = (self.received(), self.lost());
                self.stream = Some(Stream::new(arrival, header));
            }
        }
    }

    pub fn received(&self) -> u64 {
        self.earlier_received + self.stream.as_ref().map_or(0, |stream| stream.received)
    }

    pub fn lost(&self) -> u64 {
        self.earlier_lost
            + self.stream.as_ref().map_or(0, |stream| stream.expected().saturating_sub(stream.received))
    }

    /// How losses lay; what came late or in disorder counts as lost there.
    pub fn bursts(&self) -> &Bursts {
        &self.bursts
    }

    /// The share of all packets that was lost: 0 to 1.
    pub fn loss(&self) -> f64 {
        let all = self.received() + self.lost();
        if all == 0 { 0.0 } else { self.lost() as f64 / all as f64 }
    }

    /// Whose stream it is, if there is one.
    pub fn ssrc(&self) -> Option<u32> {
        self.stream.as_ref().map(|stream| stream.ssrc)
    }

    pub fn jitter_milliseconds(&self) -> u32 {
        let units = self.stream.as_ref().map_or(0, |stream| stream.jitter_sixteenths / 16);
        units / CLOCK_PER_MILLISECOND as u32
    }

    /// A sender report came at `now` milliseconds.
    fn sender_reported(&mut self, now: u64, ssrc: u32, time: u32) {
        if let Some(stream) = self.stream.as_mut().filter(|stream| stream.ssrc == ssrc) {
            stream.sender_report = Some((time, now));
        }
    }

    /// What to report now; `None` while nothing is received.
    pub fn block(&mut self, now: u64) -> Option<Block> {
        self.stream.as_mut().map(|stream| stream.block(now))
    }
}

impl Stream {
    fn new(arrival: u32, header: &Header) -> Stream {
        // Begins in the second circle, so that packets from just before the first one need no negative numbers.
        let first = 0x1_0000 | u64::from(header.sequence);
        Stream {
            ssrc: header.ssrc,
            first,
            highest: first,
            received: 1,
            transit: arrival.wrapping_sub(header.timestamp),
            jitter_sixteenths: 0,
            reported_expected: 0,
            reported_received: 0,
            sender_report: None,
        }
    }

    fn follows(&self, header: &Header) -> bool {
        (-LATEST_PACKET..LARGEST_JUMP).contains(&sequence_distance(self.highest as u16, header.sequence))
    }

    /// How many are missing between the last one and this.
    fn packet(&mut self, arrival: u32, header: &Header) -> u64 {
        let ahead = sequence_distance(self.highest as u16, header.sequence);
        self.received += 1;
        if ahead > 0 {
            self.highest += ahead as u64;
        }
        let transit = arrival.wrapping_sub(header.timestamp);
        let difference = time_distance(self.transit, transit).unsigned_abs();
        self.transit = transit;
        // A jump of a second is another clock, not jitter.
        if difference < 8000 {
            self.jitter_sixteenths += difference;
            self.jitter_sixteenths -= (self.jitter_sixteenths - difference + 8) / 16;
        }
        u64::from(ahead.max(1).unsigned_abs()) - 1
    }

    fn expected(&self) -> u64 {
        self.highest - self.first + 1
    }

    fn block(&mut self, now: u64) -> Block {
        let expected = self.expected();
        let expected_since = expected - self.reported_expected;
        let received_since = self.received - self.reported_received;
        let lost_since = expected_since.saturating_sub(received_since);
        (self.reported_expected, self.reported_received) = (expected, self.received);
        let lost = (expected as i64 - self.received as i64).clamp(-0x80_0000, 0x7F_FFFF) as i32;
        let (last_sender_report, delay) = self
            .sender_report
            .map_or((0, 0), |(time, at)| (time, (now.saturating_sub(at) * 65536 / 1000) as u32));
        Block {
            ssrc: self.ssrc,
            fraction_lost: (lost_since * 256)
                .checked_div(expected_since)
                .map_or(0, |part| part.min(255) as u8),
            lost,
            highest: (self.highest - 0x1_0000) as u32,
            jitter: self.jitter_sixteenths / 16,
            last_sender_report,
            delay,
        }
    }
}

/// What we sent, for a sender report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub ssrc: u32,
    /// NTP time, 32.32.
    pub time: u64,
    pub timestamp: u32,
    pub packets: u32,
    pub octets: u32,
    /// Whether packets were sent since the report before the last: else a receiver report is due (RFC 3550 §6.4).
    pub recently: bool,
}

/// Writes a compound packet; its length. `goodbye` when the leg ends.
pub fn write(
    out: &mut [u8; REPORT_ROOM],
    sent: &Sent,
    block: Option<&Block>,
    metrics: Option<&Metrics>,
    name: &[u8; 16],
    goodbye: Goodbye,
) -> usize {
    let mut writer = Writer { out, length: 0 };
    let kind = if sent.recently { SENDER_REPORT } else { RECEIVER_REPORT };
    writer.packet(u8::from(block.is_some()), kind, |body| {
        body.word(sent.ssrc);
        if sent.recently {
            for word in
                [(sent.time >> 32) as u32, sent.time as u32, sent.timestamp, sent.packets, sent.octets]
            {
                body.word(word);
            }
        }
        if let Some(block) = block {
            body.block(block);
        }
    });
    writer.packet(1, SOURCE_DESCRIPTION, |body| {
        body.word(sent.ssrc);
        body.put(&[1, name.len() as u8]);
        body.put(name);
        body.put(&[0, 0]);
    });
    if let (Some(block), Some(metrics)) = (block, metrics) {
        writer.put(&voip::write(metrics, sent.ssrc, block.ssrc));
    }
    if goodbye == Goodbye::Yes {
        writer.packet(1, GOODBYE, |body| body.word(sent.ssrc));
    }
    writer.length
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goodbye {
    No,
    Yes,
}

struct Writer<'a> {
    out: &'a mut [u8; REPORT_ROOM],
    length: usize,
}

impl Writer<'_> {
    fn packet(&mut self, count: u8, kind: u8, body: impl FnOnce(&mut Self)) {
        let start = self.length;
        self.put(&[2 << 6 | count, kind, 0, 0]);
        body(self);
        let words = ((self.length - start) / 4 - 1) as u16;
        self.out[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
    }

    fn block(&mut self, block: &Block) {
        self.word(block.ssrc);
        self.word(u32::from(block.fraction_lost) << 24 | (block.lost as u32 & 0xFF_FFFF));
        for word in [block.highest, block.jitter, block.last_sender_report, block.delay] {
            self.word(word);
        }
    }

    fn word(&mut self, word: u32) {
        self.put(&word.to_be_bytes())
    }

    fn put(&mut self, octets: &[u8]) {
        self.out[self.length..self.length + octets.len()].copy_from_slice(octets);
        self.length += octets.len();
    }
}

/// What the other side says about the stream that we send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    pub lost: u32,
    pub jitter_milliseconds: u32,
    pub round_trip_milliseconds: Option<u32>,
    /// What it says beyond that, if it does (RFC 3611).
    pub metrics: Option<Metrics>,
}

/// Reads a compound packet that came at `now` milliseconds and, in NTP time, at `time`: sender reports go to
/// `reception`; the answer is what it says of our stream `ssrc`. Anything malformed ends the reading.
pub fn read(datagram: &[u8], now: u64, time: u64, ssrc: u32, reception: &mut Reception) -> Option<Heard> {
    let mut heard: Option<Heard> = None;
    let mut metrics = None;
    let mut rest = datagram;
    while let Some((&[first, kind, high, low], _)) = rest.split_first_chunk() {
        let length = 4 * (usize::from(u16::from_be_bytes([high, low])) + 1);
        if first >> 6 != 2 || length > rest.len() {
            break;
        }
        let (packet, next) = rest.split_at(length);
        let blocks = match kind {
            SENDER_REPORT if length >= 28 => {
                let middle = u32::from_be_bytes([packet[10], packet[11], packet[12], packet[13]]);
                reception.sender_reported(now, word(packet, 4), middle);
                &packet[28..]
            }
            RECEIVER_REPORT if length >= 8 => &packet[8..],
            _ => &[],
        };
        let (blocks, _) = blocks.as_chunks::<24>();
        let ours = blocks.iter().take(usize::from(first & 0x1F)).find(|block| word(*block, 0) == ssrc);
        heard = ours.map(|block| judge(block, time)).or(heard);
        if kind == EXTENDED_REPORT {
            metrics = voip::read(packet, ssrc).or(metrics);
        }
        rest = next;
    }
    heard.map(|heard| Heard { metrics, ..heard })
}

fn judge(block: &[u8; 24], time: u64) -> Heard {
    let (last, delay) = (word(block, 16), word(block, 20));
    let round_trip = ((time >> 16) as u32).wrapping_sub(last).wrapping_sub(delay);
    // A lost count may be negative (duplicates); beyond a minute the clocks disagree.
    let lost = (word(block, 4) << 8) as i32 >> 8;
    Heard {
        lost: lost.max(0) as u32,
        jitter_milliseconds: word(block, 12) / CLOCK_PER_MILLISECOND as u32,
        round_trip_milliseconds: (last != 0 && round_trip < 60 << 16)
            .then_some((u64::from(round_trip) * 1000 / 65536) as u32),
        metrics: None,
    }
}

fn word(octets: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([octets[at], octets[at + 1], octets[at + 2], octets[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(sequence: u16, timestamp: u32) -> Header {
        Header { payload_type: 8, marker: false, sequence, timestamp, ssrc: 7 }
    }

    /// Sequence numbers, each at its nominal time.
    fn received(sequences: &[u16]) -> Reception {
        let mut reception = Reception::default();
        for &sequence in sequences {
            let step = u64::from(sequence.wrapping_sub(sequences[0]).wrapping_add(100));
            reception.packet(20 * step, &header(sequence, 160 * step as u32));
        }
        reception
    }

    #[test]
    fn loss_is_what_is_missing_between_first_and_highest() {
        for (sequences, got, lost) in [
            (vec![1, 2, 3], 3, 0),
            (vec![1, 2, 5], 3, 2),
            (vec![65534, 65535, 0, 2], 4, 1),
            (vec![1, 3, 2], 3, 0),
            (vec![1, 1, 2], 3, 0),
            (vec![10, 9, 11], 3, 0),
        ] {
            let reception = received(&sequences);
            assert_eq!((reception.received(), reception.lost()), (got, lost), "{sequences:?}");
            assert_eq!(reception.jitter_milliseconds(), 0);
        }
    }

    #[test]
    fn a_new_stream_adds_to_the_old_one() {
        let mut reception = received(&[1, 2, 5]);
        reception.packet(9000, &Header { ssrc: 8, ..header(40_000, 5) });
        reception.packet(9020, &Header { ssrc: 8, ..header(40_002, 165) });
        assert_eq!((reception.received(), reception.lost()), (5, 3));
    }

    #[test]
    fn jitter_follows_the_recommendation() {
        let mut reception = Reception::default();
        for step in 0..200u16 {
            let late = if step % 2 == 0 { 0 } else { 10 };
            reception.packet(20 * u64::from(step) + late, &header(step, 160 * u32::from(step)));
        }
        assert!((9..=10).contains(&reception.jitter_milliseconds()), "{}", reception.jitter_milliseconds());
    }

    #[test]
    fn two_sides_understand_each_other() {
        let name = b"0123456789abcdef";
        let sent = Sent { ssrc: 42, time: 5 << 32, timestamp: 1, packets: 2, octets: 3, recently: true };
        let mut out = [0; REPORT_ROOM];
        let length = write(&mut out, &sent, None, None, name, Goodbye::No);
        let mut theirs = Reception::default();
        theirs.packet(0, &Header { ssrc: 42, ..header(10, 0) });
        theirs.packet(60, &Header { ssrc: 42, ..header(13, 480) });
        assert_eq!(read(&out[..length], 1000, 0, 99, &mut theirs), None);

        let block = theirs.block(1500).unwrap();
        assert_eq!((block.lost, block.fraction_lost, block.highest, block.delay), (2, 128, 13, 32768));
        let metrics = Metrics { loss_rate: 128, r_factor: Some(20), ..Metrics::default() };
        let answer = Sent { ssrc: 99, recently: false, ..sent };
        let length = write(&mut out, &answer, Some(&block), Some(&metrics), name, Goodbye::Yes);
        let mut ours = Reception::default();
        let time = (5 << 32) + (3 << 31); // 1.5 s after our report, of which they held it for 0.5 s
        let heard = read(&out[..length], 0, time, 42, &mut ours);
        assert_eq!(
            heard,
            Some(Heard {
                lost: 2,
                jitter_milliseconds: 0,
                round_trip_milliseconds: Some(1000),
                metrics: Some(metrics)
            })
        );
        assert_eq!(theirs.block(2000).map(|block| block.fraction_lost), Some(0));
    }

    #[test]
    fn broken_packets_change_nothing() {
        let mut out = [0; REPORT_ROOM];
        let sent = Sent { ssrc: 1, time: 0, timestamp: 0, packets: 0, octets: 0, recently: true };
        let length = write(
            &mut out,
            &sent,
            Some(&Block { ssrc: 5, ..Block::default() }),
            Some(&Metrics::default()),
            b"0123456789abcdef",
            Goodbye::No,
        );
        for cut in 0..length {
            read(&out[..cut], 0, 0, 5, &mut Reception::default());
        }
        for at in 0..length {
            for octet in [0, 0x7F, 0xFF] {
                let mut broken = out;
                broken[at] = octet;
                read(&broken[..length], 0, 0, 5, &mut Reception::default());
            }
        }
    }
}
