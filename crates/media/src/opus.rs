//! Opus (RFC 6716) as a leg speaks it (RFC 7587): mono, one stream in, one out. Encoding costs as much as relaying twenty
//! calls, decoding as much as two: nothing here belongs into a worker's tick.

use crate::rtp::Header;
use crate::stream::Stream;
use opus_rs::{Application, OpusDecoder, OpusEncoder};

/// RTP counts Opus at 48 kHz (RFC 7587 §4.1): so many of its units are one of everybody else's.
pub const UNITS: u32 = 6;
/// Samples of the longest packet (RFC 6716 §2.1.4), at the highest rate that is spoken here.
const LONGEST_SAMPLES: usize = 120 * 16;
/// Opus counts in steps of 2.5 ms, here in units of 8 kHz.
const STEP: i32 = 20;
/// Of ten steps; beyond five, little is gained for speech.
const COMPLEXITY: i32 = 5;
/// Of an encoder that nobody limits, in bits a second: speech of 7 kHz, with room for copies of lost frames.
const USUAL_RATE: u32 = 24_000;
/// What the encoder is told to expect where the other side wants copies, in hundredths of the packets.
const EXPECTED_LOSS: i32 = 5;

/// What the other side asks for (RFC 7587 §6.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpusOptions {
    /// It makes use of the copies of earlier frames that packets may carry.
    pub inband_fec: bool,
    /// Bits a second that it would take on average, at most.
    pub most_bits_per_second: Option<u32>,
    /// Every packet is to be as long as the others.
    pub constant_rate: bool,
    /// It would rather get nothing than silence.
    pub discontinuous: bool,
}

/// Hears one stream.
pub struct Ear {
    decoder: OpusDecoder,
    /// Samples in a unit of 8 kHz.
    step: usize,
    stream: Option<Stream>,
}

impl Ear {
    /// Heard at 8000 or 16,000 Hz; `None` at other rates.
    pub fn new(rate_hz: u32) -> Option<Ear> {
        let decoder = OpusDecoder::new(i32::try_from(rate_hz).ok()?, 1).ok()?;
        Some(Ear { decoder, step: rate_hz as usize / 8000, stream: None })
    }

    /// A packet, its time counted at 8 kHz. `take` gets what is to be heard and from when on: what was lost before it, from
    /// its copy where the packet carries one, and what it holds.
    pub fn packet(&mut self, header: &Header, payload: &[u8], mut take: impl FnMut(u32, &[i16])) {
        // Keeps a NAT open (RFC 6263 §4.2), and says nothing. (To the decoder it would be 120 ms lost.)
        if payload.is_empty() {
            return;
        }
        let mut sound = [0.0; LONGEST_SAMPLES];
        if let Some(stream) = self.stream.filter(|stream| stream.is_of(header)) {
            let Some(gap) = stream.gap(header, STEP) else { return };
            // Where none was lost, the sender has paused (DTX).
            if gap.is_loss && gap.units > 0 {
                let samples = gap.units as usize * self.step;
                if let Ok(count) = self.decoder.decode_fec(payload, samples, &mut sound) {
                    heard(&sound[..count.min(LONGEST_SAMPLES)], |samples| take(stream.due, samples));
                }
            }
        }
        // A packet that cannot be read is as good as lost: the next one finds the gap.
        let Ok(count) = self.decoder.decode(payload, LONGEST_SAMPLES, &mut sound) else { return };
        heard(&sound[..count.min(LONGEST_SAMPLES)], |samples| take(header.timestamp, samples));
        let due = header.timestamp.wrapping_add((count / self.step) as u32);
        self.stream = Some(Stream::after(header, due));
    }
}

fn heard(sound: &[f32], take: impl FnOnce(&[i16])) {
    let mut samples = [0; LONGEST_SAMPLES];
    for (sample, value) in samples.iter_mut().zip(sound) {
        *sample = (value * 32768.0) as i16;
    }
    take(&samples[..sound.len()]);
}

/// Speaks one stream.
pub struct Mouth {
    encoder: OpusEncoder,
    /// Frames in a row that were silent, if they need not be sent.
    silent: Option<u32>,
}

/// Root mean square of what is silence without doubt: −54 dBov. What is louder is sent, because the other side's noise may be
/// another than ours.
const SILENCE: u32 = 65;
/// Silent frames that are sent all the same: 200 ms.
const AFTER: u32 = 10;
/// Of the silent frames after those one in so many is sent: every 400 ms, as others do.
const ONE_IN: u32 = 20;

/// Whether a frame need not be sent, after so many silent ones.
fn is_left_out(silent: &mut u32, samples: &[i16]) -> bool {
    let energy: u64 = samples.iter().map(|&sample| u64::from(sample.unsigned_abs()).pow(2)).sum();
    let is_silent = energy <= u64::from(SILENCE).pow(2) * samples.len() as u64;
    *silent = if is_silent { silent.saturating_add(1) } else { 0 };
    *silent > AFTER && !(*silent - AFTER).is_multiple_of(ONE_IN)
}

impl Mouth {
    /// Of samples at 8000 or 16,000 Hz; `None` at other rates.
    pub fn new(rate_hz: u32, options: OpusOptions) -> Option<Mouth> {
        // At these rates it is SILK in any case; as `Voip` it would also take away what is below 60 to 100 Hz, which whoever
        // spoke has done already if they wanted it.
        let mut encoder = OpusEncoder::new(i32::try_from(rate_hz).ok()?, 1, Application::Audio).ok()?;
        let most = options.most_bits_per_second.unwrap_or(USUAL_RATE);
        // RFC 7587 §6.1: what it may say is within these.
        encoder.bitrate_bps = most.clamp(6000, USUAL_RATE) as i32;
        encoder.complexity = COMPLEXITY;
        encoder.use_cbr = options.constant_rate;
        encoder.use_inband_fec = options.inband_fec;
        encoder.packet_loss_perc = if options.inband_fec { EXPECTED_LOSS } else { 0 };
        Some(Mouth { encoder, silent: options.discontinuous.then_some(0) })
    }

    /// The packet of a frame of 20 ms; how many octets. `None`: there is nothing to send.
    pub fn frame(&mut self, samples: &[i16], out: &mut [u8]) -> Option<usize> {
        if self.silent.as_mut().is_some_and(|silent| is_left_out(silent, samples)) {
            return None;
        }
        self.encoder.encode_i16(samples, samples.len(), out).ok().filter(|&octets| octets > 0)
    }
}

#[cfg(test)]
#[path = "opus_tests.rs"]
mod tests;
