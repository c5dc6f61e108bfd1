//! Sound of one codec becoming sound of another: a stream in one direction between two legs that have no codec in common.
//!
//! It is driven by the packets that come, whatever their length (10 to 200 ms), and carries their time: what leaves has
//! the sender's own clock, as what is relayed untouched has. So two clocks that differ need no buffer and no correction
//! here; the receiver plays what it gets as it would have played the sender's. What is lost is concealed, what comes late
//! is dropped. Nothing allocates after it is made.

use crate::codec::{Codec, Encoder, FRAME};
pub use crate::framer::Frame;
use crate::framer::{Framer, LONGEST_FRAME};
use crate::rtp::Header;

/// One direction.
pub struct Transcoder {
    into: Codec,
    framer: Framer,
    encoder: Encoder,
}

impl Transcoder {
    pub fn new(from: Codec, into: Codec) -> Box<Transcoder> {
        let framer = Framer::new(from, into.sample_rate_hz());
        Box::new(Transcoder { into, framer, encoder: Encoder::new(into) })
    }

    /// Whether it turns this codec into that.
    pub fn turns(&self, from: Codec, into: Codec) -> bool {
        self.framer.codec() == from && self.into == into
    }

    /// Takes a packet. Its frames must be fetched before the next.
    pub fn packet(&mut self, header: &Header, codes: &[u8]) {
        self.framer.packet(header, codes)
    }

    /// The next frame, while there is one.
    pub fn frame(&mut self, out: &mut [u8; FRAME]) -> Option<Frame> {
        let mut samples = [0; LONGEST_FRAME];
        let (frame, count) = self.framer.frame(&mut samples)?;
        self.encoder.encode(&samples[..count], out);
        Some(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [(Codec, Codec); 6] = [
        (Codec::G722, Codec::Pcma),
        (Codec::G722, Codec::Pcmu),
        (Codec::Pcma, Codec::G722),
        (Codec::Pcmu, Codec::G722),
        (Codec::Pcma, Codec::Pcmu),
        (Codec::G722, Codec::G722),
    ];
    const HERTZ: f64 = 440.0;

    fn tone(milliseconds: usize) -> Vec<i16> {
        let wave = |at: usize| 8000.0 * (at as f64 / 8000.0 * HERTZ * std::f64::consts::TAU).sin();
        (0..milliseconds * 8).map(|at| wave(at) as i16).collect()
    }

    fn header(timestamp: u32) -> Header {
        Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc: 7 }
    }

    /// Sends packets, each at its time, and fetches what leaves.
    fn through(transcoder: &mut Transcoder, packets: &[(u32, &[u8])]) -> Vec<(Frame, [u8; FRAME])> {
        let mut frames = Vec::new();
        for &(timestamp, codes) in packets {
            transcoder.packet(&header(timestamp), codes);
            let mut out = [0; FRAME];
            while let Some(frame) = transcoder.frame(&mut out) {
                frames.push((frame, out));
            }
        }
        frames
    }

    /// A second of tone in packets of so many milliseconds, without those whose number is in `lost`.
    fn packets(codes: &[u8], milliseconds: usize, lost: &[usize]) -> Vec<(u32, Vec<u8>)> {
        let length = milliseconds * 8;
        let numbered = codes.chunks(length).enumerate().filter(|(number, _)| !lost.contains(number));
        numbered.map(|(number, codes)| ((number * length) as u32, codes.to_vec())).collect()
    }

    fn sent(from: Codec, into: Codec, milliseconds: usize, lost: &[usize]) -> Vec<(Frame, [u8; FRAME])> {
        let codes = from.encode(&tone(1200));
        let packets = packets(&codes, milliseconds, lost);
        let borrowed: Vec<(u32, &[u8])> = packets.iter().map(|(at, codes)| (*at, &codes[..])).collect();
        through(&mut Transcoder::new(from, into), &borrowed)
    }

    /// How strong the tone is in what was sent, against what it was, and against everything else in it; in decibels.
    fn tone_in(into: Codec, frames: &[(Frame, [u8; FRAME])]) -> (f64, f64) {
        let codes: Vec<u8> = frames.iter().flat_map(|(_, codes)| *codes).collect();
        let sound = &into.decode(&codes)[800..8800];
        let part = |wave: fn(f64) -> f64| {
            let turn = |at: usize| at as f64 / 8000.0 * HERTZ * std::f64::consts::TAU;
            sound.iter().enumerate().map(|(at, &sample)| f64::from(sample) * wave(turn(at))).sum::<f64>()
                / 4000.0
        };
        let power = (part(f64::sin).powi(2) + part(f64::cos).powi(2)) / 2.0;
        let all = sound.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / 8000.0;
        (10.0 * (power / (8000.0f64.powi(2) / 2.0)).log10(), 10.0 * (power / (all - power).max(1.0)).log10())
    }

    #[test]
    fn a_tone_passes_between_all_codecs_in_packets_of_every_length() {
        for (from, into) in PAIRS {
            for milliseconds in [10, 20, 30, 40, 60, 120] {
                let frames = sent(from, into, milliseconds, &[]);
                assert!(frames.len() >= 59 && frames.len() <= 60, "{} frames", frames.len());
                for (at, (frame, _)) in frames.iter().enumerate() {
                    let expected = Frame { timestamp: (at * FRAME) as u32, marker: at == 0 };
                    assert_eq!(*frame, expected, "{from:?} {into:?} {milliseconds} ms");
                }
                let (level, above) = tone_in(into, &frames);
                assert!(
                    level.abs() < 0.7 && above > 25.0,
                    "{from:?} {into:?} {milliseconds} ms: {level}, {above}"
                );
            }
        }
    }

    #[test]
    fn losses_are_concealed_and_time_goes_on() {
        for (from, into) in PAIRS {
            let frames = sent(from, into, 20, &[20, 33, 40, 41]);
            let times: Vec<u32> = frames.iter().map(|(frame, _)| frame.timestamp).collect();
            let expected: Vec<u32> = (0..times.len()).map(|at| (at * FRAME) as u32).collect();
            assert_eq!(times, expected);
            let (level, above) = tone_in(into, &frames);
            assert!(level.abs() < 1.0 && above > 12.0, "{from:?} {into:?}: {level}, {above}");
        }
    }

    #[test]
    fn a_pause_is_no_loss_and_what_is_late_or_doubled_is_dropped() {
        let codes = Codec::G722.encode(&tone(200));
        let part = |at: usize| &codes[at * FRAME..][..FRAME];
        let mut transcoder = Transcoder::new(Codec::G722, Codec::Pcma);
        let at = |frame: u32| 1000u32.wrapping_add(frame * FRAME as u32);
        let order = [(0, 0), (1, 1), (1, 1), (0, 0), (2, 2), (50, 3), (51, 4), (49, 9), (52, 5)];
        let packets: Vec<_> = order.iter().map(|&(time, number)| (at(time), part(number))).collect();
        let frames: Vec<Frame> =
            through(&mut transcoder, &packets).into_iter().map(|(frame, _)| frame).collect();
        let times = [0, 1, 2, 50, 51, 52].map(|frame| (at(frame), frame == 0 || frame == 50));
        assert_eq!(frames, times.map(|(timestamp, marker)| Frame { timestamp, marker }));
    }

    #[test]
    fn time_goes_round_the_circle_and_another_stream_begins_anew() {
        let codes = Codec::Pcma.encode(&tone(60));
        let mut transcoder = Transcoder::new(Codec::Pcma, Codec::G722);
        let start = u32::MAX - 159;
        let packets = [(start, &codes[..160]), (0, &codes[160..320])];
        let times: Vec<u32> =
            through(&mut transcoder, &packets).iter().map(|(frame, _)| frame.timestamp).collect();
        assert_eq!(times, [start, 0]);
        let mut out = [0; FRAME];
        transcoder.packet(&Header { ssrc: 8, ..header(77) }, &codes[..160]);
        assert_eq!(transcoder.frame(&mut out), Some(Frame { timestamp: 77, marker: true }));
    }

    #[test]
    fn rubbish_of_any_length_does_no_harm() {
        for (from, into) in PAIRS {
            let mut transcoder = Transcoder::new(from, into);
            let mut state = 1u32;
            for length in (0..2036).step_by(7) {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let codes: Vec<u8> = (0..length).map(|at| (state >> (at % 24)) as u8).collect();
                transcoder.packet(&header(state >> (state % 32)), &codes);
                transcoder.packet(
                    &header((state >> (state % 32)).wrapping_add(length as u32 + state % 700)),
                    &codes,
                );
                let mut out = [0; FRAME];
                while transcoder.frame(&mut out).is_some() {}
                assert!(transcoder.frame(&mut out).is_none());
            }
        }
    }
}
