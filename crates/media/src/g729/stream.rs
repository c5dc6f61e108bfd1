//! G.729 in RTP packets (RFC 3551 §4.5.6): frames of speech, and behind them at most one that describes silence.

use super::{Decoder, Encoder, FRAME, Heard, SILENCE, SPEECH, Said};
use crate::rtp::Header;
use crate::stream::Stream;
use audio_codec::BoxedResampler;

/// What the other side asks for (RFC 4856 §2.1.9), and how long its packets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct G729Options {
    /// It takes descriptions of silence: `annexb=yes`.
    pub annex_b: bool,
    /// 10 to 60.
    pub packet_milliseconds: u8,
}

/// Frames of the longest packet that is heard: 120 ms.
const MOST_FRAMES: usize = 12;
/// Frames of the longest packet that is sent.
const MOST_SENT: usize = 6;
/// Samples of a frame at the highest rate that legs work in, and some that the resampler may want.
const WIDEST: usize = 2 * FRAME + 24;

/// Hears one stream.
pub struct Ear {
    decoder: Decoder,
    widening: Turning,
    stream: Option<Stream>,
}

impl Ear {
    /// Heard at 8000 or 16,000 Hz; `None` at other rates.
    pub fn new(rate_hz: u32) -> Option<Ear> {
        let widening = Turning::new(8000, rate_hz)?;
        Some(Ear { decoder: Decoder::new(), widening, stream: None })
    }

    /// A packet. `take` gets what is to be heard and from when on, frame by frame: what was lost before it, and what it holds.
    /// An empty one stands for 20 ms in which nothing came, and is noise in a silence.
    pub fn packet(&mut self, header: &Header, payload: &[u8], mut take: impl FnMut(u32, &[i16])) {
        let known = self.stream.filter(|stream| stream.is_of(header));
        if payload.is_empty() {
            if let Some(mut stream) =
                known.filter(|stream| self.decoder.is_silent() && stream.due == header.timestamp)
            {
                self.frame(Heard::Nothing, &mut stream.due, &mut take);
                self.frame(Heard::Nothing, &mut stream.due, &mut take);
                self.stream = Some(stream);
            }
            return;
        }
        let mut due = header.timestamp;
        if let Some(stream) = known {
            let Some(gap) = stream.gap(header, FRAME as i32) else { return };
            if gap.units > 0 {
                let missing = if gap.is_loss { Heard::Lost } else { Heard::Nothing };
                due = stream.due;
                for _ in 0..gap.units as usize / FRAME {
                    self.frame(missing, &mut due, &mut take);
                }
            }
        }
        let (speech, rest) = payload.as_chunks::<SPEECH>();
        for octets in speech.iter().take(MOST_FRAMES) {
            self.frame(Heard::Speech(octets), &mut due, &mut take);
        }
        if let Ok(octets) = <[u8; SILENCE]>::try_from(rest)
            && speech.len() < MOST_FRAMES
        {
            self.frame(Heard::Silence(octets), &mut due, &mut take);
        }
        self.stream = Some(Stream::after(header, due));
    }

    fn frame(&mut self, heard: Heard<'_>, due: &mut u32, take: &mut impl FnMut(u32, &[i16])) {
        let samples = self.decoder.frame(heard);
        let mut wide = [0; WIDEST];
        let count = self.widening.turn(&samples, &mut wide);
        take(*due, &wide[..count.min(2 * FRAME)]);
        *due = due.wrapping_add(FRAME as u32);
    }
}

/// Speaks one stream.
pub struct Mouth {
    encoder: Encoder,
    narrowing: Turning,
    /// Octets of a packet.
    wanted: usize,
    held: [u8; MOST_SENT * SPEECH],
    length: usize,
    header: Header,
    /// Where the frame after those that are held is due.
    due: u32,
    /// The next packet is the first after a pause.
    begins: bool,
}

impl Mouth {
    /// Of samples at 8000 or 16,000 Hz; `None` at other rates.
    pub fn new(rate_hz: u32, options: G729Options) -> Option<Mouth> {
        let frames = usize::from(options.packet_milliseconds / 10).clamp(1, MOST_SENT);
        Some(Mouth {
            encoder: Encoder::new(options.annex_b),
            narrowing: Turning::new(rate_hz, 8000)?,
            wanted: frames * SPEECH,
            held: [0; MOST_SENT * SPEECH],
            length: 0,
            header: Header { payload_type: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0 },
            due: 0,
            begins: false,
        })
    }

    /// Takes 20 ms of sound; `send` gets the packets that are full then.
    pub fn frame(&mut self, header: &Header, samples: &[i16], mut send: impl FnMut(Header, &[u8])) {
        let mut narrow = [0; WIDEST];
        let count = self.narrowing.turn(samples, &mut narrow);
        let (frames, _) = narrow[..count.min(2 * FRAME)].as_chunks::<FRAME>();
        for (at, samples) in frames.iter().enumerate() {
            let timestamp = header.timestamp.wrapping_add((at * FRAME) as u32);
            let marker = header.marker && at == 0;
            self.say(Header { timestamp, marker, ..*header }, samples, &mut send);
        }
    }

    fn say(&mut self, header: Header, samples: &[i16; FRAME], send: &mut impl FnMut(Header, &[u8])) {
        // What is left of a sound that has ended is older than what is said now.
        if self.due != header.timestamp || self.header.ssrc != header.ssrc {
            self.length = 0;
        }
        self.due = header.timestamp.wrapping_add(FRAME as u32);
        let said = self.encoder.frame(samples);
        if self.length == 0 {
            self.header = header;
        }
        match said {
            Said::Speech(octets) => self.hold(&octets),
            Said::Silence(octets) => self.hold(&octets),
            Said::Nothing => {}
        }
        let is_over = !matches!(said, Said::Speech(_));
        if self.length >= self.wanted || is_over && self.length > 0 {
            let marker = self.header.marker || self.begins;
            send(Header { marker, ..self.header }, &self.held[..self.length]);
            self.length = 0;
            self.begins = false;
        }
        self.begins |= is_over;
        self.header.ssrc = header.ssrc;
    }

    fn hold(&mut self, octets: &[u8]) {
        if let Some(room) = self.held.get_mut(self.length..self.length + octets.len()) {
            room.copy_from_slice(octets);
            self.length += octets.len();
        }
    }
}

/// Between two rates.
enum Turning {
    None,
    Into(BoxedResampler),
}

impl Turning {
    /// `None`: legs do not know these rates.
    fn new(from_hz: u32, into_hz: u32) -> Option<Turning> {
        let known = |rate_hz| matches!(rate_hz, 8000 | 16_000);
        if !known(from_hz) || !known(into_hz) {
            return None;
        }
        if from_hz == into_hz {
            return Some(Turning::None);
        }
        BoxedResampler::new(from_hz as usize, into_hz as usize).ok().map(Turning::Into)
    }

    /// Puts samples into room that is large enough; how many.
    fn turn(&mut self, samples: &[i16], room: &mut [i16]) -> usize {
        match self {
            Turning::Into(resampler) => resampler.resample_into(samples, room).unwrap_or(0),
            Turning::None => {
                let count = samples.len().min(room.len());
                room[..count].copy_from_slice(&samples[..count]);
                count
            }
        }
    }
}
