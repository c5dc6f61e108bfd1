//! RIFF/WAVE: what people and programs bring, read with suspicion, and the one kind we write.

use super::{AudioError, RATE_HZ};
use media::codec::Codec;

const FORMAT_PCM: u16 = 1;
const FORMAT_FLOAT: u16 = 3;
const FORMAT_A_LAW: u16 = 6;
const FORMAT_MU_LAW: u16 = 7;
/// The true format stands in the first two bytes of the GUID that follows.
const FORMAT_EXTENSIBLE: u16 = 0xFFFE;

/// The sound of a WAV file, its samples within ±1 with the channels interleaved.
pub(super) struct Sound {
    pub rate_hz: u32,
    channels: usize,
    samples: Vec<f32>,
}

impl Sound {
    pub fn frames(&self) -> usize {
        self.samples.len() / self.channels
    }

    /// The mean of the channels.
    pub fn mono(self) -> Vec<f32> {
        if self.channels == 1 {
            return self.samples;
        }
        self.samples
            .chunks_exact(self.channels)
            .map(|frame| frame.iter().sum::<f32>() / self.channels as f32)
            .collect()
    }
}

/// Reads a file. A data chunk longer than the file is cut: programs that write to a pipe do not know its length.
pub(super) fn parse(file: &[u8]) -> Result<Sound, AudioError> {
    if file.get(..4) != Some(b"RIFF") || file.get(8..12) != Some(b"WAVE") {
        return Err(AudioError::NotWav("it does not begin with RIFF and WAVE"));
    }
    let mut format = None;
    let mut rest = &file[12..];
    while let Some((header, body)) = rest.split_at_checked(8) {
        let (id, size) = header.split_at(4);
        let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize;
        let chunk = &body[..size.min(body.len())];
        match id {
            b"fmt " => format = Some(Format::parse(chunk)?),
            b"data" => {
                return format.ok_or(AudioError::NotWav("its data comes before its format"))?.decode(chunk);
            }
            _ => {}
        }
        // Chunks begin at even offsets.
        rest = body.get(size.saturating_add(size % 2)..).unwrap_or_default();
    }
    Err(AudioError::NotWav("it has no data"))
}

/// A mono file of 16 bits at 8 kHz.
pub(super) fn write(samples: &[i16]) -> Vec<u8> {
    let size = samples.len() as u32 * 2;
    let mut file = Vec::with_capacity(44 + samples.len() * 2);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + size).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16u32.to_le_bytes());
    file.extend_from_slice(&FORMAT_PCM.to_le_bytes());
    file.extend_from_slice(&1u16.to_le_bytes());
    file.extend_from_slice(&RATE_HZ.to_le_bytes());
    file.extend_from_slice(&(RATE_HZ * 2).to_le_bytes());
    file.extend_from_slice(&2u16.to_le_bytes());
    file.extend_from_slice(&16u16.to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend_from_slice(&size.to_le_bytes());
    for sample in samples {
        file.extend_from_slice(&sample.to_le_bytes());
    }
    file
}

#[derive(Clone, Copy)]
struct Format {
    coding: Coding,
    channels: usize,
    rate_hz: u32,
}

#[derive(Clone, Copy)]
enum Coding {
    Unsigned8,
    Signed16,
    Signed24,
    Signed32,
    Float32,
    G711(Codec),
}

impl Format {
    fn parse(chunk: &[u8]) -> Result<Self, AudioError> {
        let field = |at: usize| chunk.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        let cut = AudioError::NotWav("its format is cut off");
        let (Some(tag), Some(channels), Some(rate_low), Some(rate_high), Some(bits)) =
            (field(0), field(2), field(4), field(6), field(14))
        else {
            return Err(cut);
        };
        let tag = if tag == FORMAT_EXTENSIBLE { field(24).ok_or(cut)? } else { tag };
        let rate_hz = u32::from(rate_low) | u32::from(rate_high) << 16;
        if !(8_000..=48_000).contains(&rate_hz) {
            return Err(AudioError::Unsupported("the sample rate"));
        }
        if !(1..=2).contains(&channels) {
            return Err(AudioError::Unsupported("the number of channels"));
        }
        let coding = match (tag, bits) {
            (FORMAT_PCM, 8) => Coding::Unsigned8,
            (FORMAT_PCM, 16) => Coding::Signed16,
            (FORMAT_PCM, 24) => Coding::Signed24,
            (FORMAT_PCM, 32) => Coding::Signed32,
            (FORMAT_FLOAT, 32) => Coding::Float32,
            (FORMAT_A_LAW, 8) => Coding::G711(Codec::Pcma),
            (FORMAT_MU_LAW, 8) => Coding::G711(Codec::Pcmu),
            _ => return Err(AudioError::Unsupported("the coding")),
        };
        Ok(Format { coding, channels: usize::from(channels), rate_hz })
    }

    fn decode(self, data: &[u8]) -> Result<Sound, AudioError> {
        let samples = match self.coding {
            Coding::Unsigned8 => data.iter().map(|&b| (f32::from(b) - 128.0) / 128.0).collect(),
            Coding::Signed16 => each(data, |b: [u8; 2]| f32::from(i16::from_le_bytes(b)) / 32_768.0),
            Coding::Signed24 => {
                each(data, |[a, b, c]: [u8; 3]| i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0)
            }
            Coding::Signed32 => each(data, |b: [u8; 4]| i32::from_le_bytes(b) as f32 / 2_147_483_648.0),
            Coding::Float32 => each(data, |b: [u8; 4]| clean(f32::from_le_bytes(b))),
            Coding::G711(codec) => codec.decode(data).into_iter().map(|s| f32::from(s) / 32_768.0).collect(),
        };
        Ok(Sound { rate_hz: self.rate_hz, channels: self.channels, samples })
    }
}

/// A float from outside may be infinite or no number at all.
fn clean(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

fn each<const N: usize>(data: &[u8], sample: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    data.as_chunks::<N>().0.iter().map(|bytes| sample(*bytes)).collect()
}
