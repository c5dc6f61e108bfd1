//! RIFF/WAVE: what people and programs bring, read with suspicion, and the one kind we write.

use super::gather::{Gather, Shape};
use super::{AudioError, RATE_HZ};
use media::codec::Codec;

const FORMAT_PCM: u16 = 1;
const FORMAT_FLOAT: u16 = 3;
const FORMAT_A_LAW: u16 = 6;
const FORMAT_MU_LAW: u16 = 7;
/// The true format stands in the first two bytes of the GUID that follows.
const FORMAT_EXTENSIBLE: u16 = 0xFFFE;

/// Octets that are decoded at once.
const PIECE_BYTES: usize = 64 << 10;

/// Whether a file says that it is of this kind.
pub(super) fn is_wav(file: &[u8]) -> bool {
    file.get(..4) == Some(b"RIFF") && file.get(8..12) == Some(b"WAVE")
}

/// Reads a file. A data chunk longer than the file is cut: programs that write to a pipe do not know its length.
pub(super) fn read(file: &[u8], longest_seconds: u32) -> Result<Vec<f32>, AudioError> {
    if !is_wav(file) {
        return Err(AudioError::Broken("it does not begin with RIFF and WAVE"));
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
                let format = format.ok_or(AudioError::Broken("its data comes before its format"))?;
                return format.decode(chunk, longest_seconds);
            }
            _ => {}
        }
        // Chunks begin at even offsets.
        rest = body.get(size.saturating_add(size % 2)..).unwrap_or_default();
    }
    Err(AudioError::Broken("it has no data"))
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
    shape: Shape,
    /// Octets of a frame.
    frame: usize,
}

#[derive(Clone, Copy)]
enum Coding {
    Unsigned8,
    Signed16,
    Signed24,
    Signed32,
    Float32,
    Float64,
    G711(Codec),
}

impl Format {
    fn parse(chunk: &[u8]) -> Result<Self, AudioError> {
        let field = |at: usize| chunk.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        let cut = AudioError::Broken("its format is cut off");
        let (Some(tag), Some(channels), Some(rate_low), Some(rate_high), Some(bits)) =
            (field(0), field(2), field(4), field(6), field(14))
        else {
            return Err(cut);
        };
        let tag = if tag == FORMAT_EXTENSIBLE { field(24).ok_or(cut)? } else { tag };
        let rate_hz = u32::from(rate_low) | u32::from(rate_high) << 16;
        let shape = Shape::new(rate_hz, usize::from(channels))?;
        let coding = match (tag, bits) {
            (FORMAT_PCM, 8) => Coding::Unsigned8,
            (FORMAT_PCM, 16) => Coding::Signed16,
            (FORMAT_PCM, 24) => Coding::Signed24,
            (FORMAT_PCM, 32) => Coding::Signed32,
            (FORMAT_FLOAT, 32) => Coding::Float32,
            (FORMAT_FLOAT, 64) => Coding::Float64,
            (FORMAT_A_LAW, 8) => Coding::G711(Codec::Pcma),
            (FORMAT_MU_LAW, 8) => Coding::G711(Codec::Pcmu),
            _ => return Err(AudioError::Unsupported("the coding")),
        };
        Ok(Format { coding, shape, frame: usize::from(channels) * usize::from(bits / 8) })
    }

    fn decode(self, data: &[u8], longest_seconds: u32) -> Result<Vec<f32>, AudioError> {
        let mut gather = Gather::new(self.shape, longest_seconds);
        for piece in data.chunks(PIECE_BYTES / self.frame * self.frame) {
            gather.take(&self.samples(piece))?;
        }
        Ok(gather.finish())
    }

    fn samples(&self, data: &[u8]) -> Vec<f32> {
        match self.coding {
            Coding::Unsigned8 => data.iter().map(|&b| (f32::from(b) - 128.0) / 128.0).collect(),
            Coding::Signed16 => each(data, |b: [u8; 2]| f32::from(i16::from_le_bytes(b)) / 32_768.0),
            Coding::Signed24 => {
                each(data, |[a, b, c]: [u8; 3]| i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0)
            }
            Coding::Signed32 => each(data, |b: [u8; 4]| i32::from_le_bytes(b) as f32 / 2_147_483_648.0),
            Coding::Float32 => each(data, |b: [u8; 4]| clean(f32::from_le_bytes(b))),
            Coding::Float64 => each(data, |b: [u8; 8]| clean(f64::from_le_bytes(b) as f32)),
            Coding::G711(codec) => codec.decode(data).into_iter().map(|s| f32::from(s) / 32_768.0).collect(),
        }
    }
}

/// A float from outside may be infinite or no number at all.
pub(super) fn clean(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

fn each<const N: usize>(data: &[u8], sample: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    data.as_chunks::<N>().0.iter().map(|bytes| sample(*bytes)).collect()
}
