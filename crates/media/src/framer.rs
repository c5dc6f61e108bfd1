//! Packets of any length become frames of 20 ms: decoded, with what was lost made up, at the rate that is wanted.

use crate::codec::{Codec, Decoder, FRAME};
use crate::conceal::Concealer;
use crate::rtp::{Header, time_distance};
use audio_codec::BoxedResampler;
use std::ops::Range;

/// The most that one packet brings: 200 ms. Longer ones are dropped.
const LONGEST_PACKET: usize = 10 * FRAME;
/// Gaps up to this are made up for; longer ones are a pause.
const LONGEST_CONCEALED: usize = 3 * FRAME;
/// What lies further back is not late but another place in the stream.
const LARGEST_LATENESS: i32 = 3 * 8000;
/// Samples of the widest codec in one of its RTP time units.
const WIDEST: usize = 2;
/// What was made up before a packet, less than a frame that was there, and as much of the packet as is decoded at once.
const ROOM: usize = WIDEST * (LONGEST_CONCEALED + 2 * FRAME);
/// Samples of the longest frame.
pub const LONGEST_FRAME: usize = WIDEST * FRAME;

/// One stream of one codec. Nothing allocates after it is made.
pub struct Framer {
    from: Codec,
    decoder: Decoder,
    concealer: Concealer,
    resampler: Option<BoxedResampler>,
    /// The packet, which is decoded as its frames are fetched: its codes take a quarter of what they become.
    codes: [u8; LONGEST_PACKET],
    /// Where of them those are that are still to be decoded.
    undecoded: Range<usize>,
    /// Sound that has not been fetched yet, at the rate that is wanted.
    waiting: [i16; ROOM],
    filled: usize,
    /// Samples of a frame.
    frame_samples: usize,
    stream: Option<Stream>,
}

/// The stream that comes in.
#[derive(Clone, Copy, Debug)]
struct Stream {
    ssrc: u32,
    /// Where the next packet is due.
    due: u32,
    /// Where the next frame to be fetched begins.
    fetched: u32,
    /// The next frame begins a talkspurt.
    begins: bool,
}

/// A frame of 20 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// By the sender's clock.
    pub timestamp: u32,
    pub marker: bool,
}

impl Framer {
    /// Into samples at 8000 or 16000 Hz.
    pub fn new(from: Codec, rate_hz: u32) -> Framer {
        let rate = from.sample_rate_hz();
        // Only rates of zero are refused.
        let resampler =
            (rate != rate_hz).then(|| BoxedResampler::new(rate as usize, rate_hz as usize).ok()).flatten();
        Framer {
            from,
            decoder: Decoder::new(from),
            concealer: Concealer::new(rate),
            resampler,
            codes: [0; LONGEST_PACKET],
            undecoded: 0..0,
            waiting: [0; ROOM],
            filled: 0,
            frame_samples: rate_hz as usize / 50,
            stream: None,
        }
    }

    pub fn codec(&self) -> Codec {
        self.from
    }

    /// Takes a packet. Its frames must be fetched before the next.
    pub fn packet(&mut self, header: &Header, codes: &[u8]) {
        if codes.is_empty() || codes.len() > LONGEST_PACKET {
            return;
        }
        let gap = self
            .stream
            .filter(|stream| stream.ssrc == header.ssrc)
            .map(|stream| time_distance(stream.due, header.timestamp));
        match gap {
            Some(0) => {}
            Some(late) if (-LARGEST_LATENESS..0).contains(&late) => return,
            Some(gap) if (1..=LONGEST_CONCEALED as i32).contains(&gap) => self.conceal(gap as usize),
            _ => self.begin(header),
        }
        self.codes[..codes.len()].copy_from_slice(codes);
        self.undecoded = 0..codes.len();
        if let Some(stream) = &mut self.stream {
            stream.due = header.timestamp.wrapping_add(codes.len() as u32);
        }
    }

    /// The samples of the next frame, while there is one. `out` must have room for [`LONGEST_FRAME`]; how many.
    pub fn frame(&mut self, out: &mut [i16; LONGEST_FRAME]) -> Option<(Frame, usize)> {
        let count = self.frame_samples.min(LONGEST_FRAME);
        while self.filled < count && !self.undecoded.is_empty() {
            self.hear_on();
        }
        let stream = self.stream.as_mut().filter(|_| self.filled >= count)?;
        out[..count].copy_from_slice(&self.waiting[..count]);
        self.waiting.copy_within(count..self.filled, 0);
        self.filled -= count;
        let frame = Frame { timestamp: stream.fetched, marker: std::mem::take(&mut stream.begins) };
        stream.fetched = stream.fetched.wrapping_add(FRAME as u32);
        Some((frame, count))
    }

    /// Another stream, or one that paused: less than a frame of what was before is left, and is forgotten.
    fn begin(&mut self, header: &Header) {
        let Header { ssrc, timestamp, .. } = *header;
        self.stream = Some(Stream { ssrc, due: timestamp, fetched: timestamp, begins: true });
        self.filled = 0;
    }

    /// The next of what the packet holds.
    fn hear_on(&mut self) {
        let Range { start, end } = self.undecoded;
        let next = end.min(start + FRAME);
        self.undecoded.start = next;
        let mut samples = [0; WIDEST * FRAME];
        let count = self.decoder.decode(&self.codes[start..next], &mut samples);
        self.concealer.hear(&mut samples[..count]);
        self.wait(&samples[..count]);
    }

    /// So many time units were lost.
    fn conceal(&mut self, gap: usize) {
        let mut left = gap * self.from.frame_samples() / FRAME;
        while left > 0 {
            let mut samples = [0; FRAME];
            let part = &mut samples[..left.min(FRAME)];
            self.concealer.conceal(part);
            left -= part.len();
            self.wait(part);
        }
    }

    fn wait(&mut self, samples: &[i16]) {
        let room = &mut self.waiting[self.filled..];
        self.filled += match &mut self.resampler {
            Some(resampler) => resampler.resample_into(samples, room).unwrap_or(0),
            None => {
                let count = samples.len().min(room.len());
                room[..count].copy_from_slice(&samples[..count]);
                count
            }
        };
    }
}
