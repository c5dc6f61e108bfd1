//! Recordings in the spool: how they are laid out, and how they are read back after their end or after a crash.
//!
//! `ID.rec` holds entries in the order in which they came. Before each payload stands where it belongs in time, so that
//! whatever a crash leaves can be read up to the cut.

mod sides;

pub use sides::{Sides, side_names, sides};

use crate::codec::{Codec, Ear, SAMPLES_PER_MILLISECOND, Telephone};
use crate::conceal::Concealer;
use crate::vad::Vad;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A recording read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// 8 kHz mono. What was lost is concealed, what was not sent is silent.
    pub samples: Vec<i16>,
    /// How much of it is speech.
    pub speech_milliseconds: u64,
}

/// Reads a recording; [`io::ErrorKind::NotFound`] when there is none.
pub fn read(dir: &Path, id: &str) -> io::Result<Recording> {
    Ok(arrange(&parse(&fs::read(path(dir, id))?)))
}

/// Removes a recording; that it is gone already is no error.
pub fn remove(dir: &Path, id: &str) -> io::Result<()> {
    match fs::remove_file(path(dir, id)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Where a recording lies.
pub(crate) fn path(dir: &Path, id: &str) -> PathBuf {
    dir.join(format!("{id}.rec"))
}

/// What stands before a payload, or at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// The next `octets` are sound of `codec` that begins at `at`, in samples since the start.
    Sound { at: u64, octets: u16, codec: Codec },
    /// The recording ended at `at`, in samples since the start; what lies behind is not part of it.
    End { at: u64, speech_milliseconds: u32 },
}

/// Octets of one entry: position (6), value (4), kind (1), and a check of the rest (1); all little-endian.
pub(crate) const ENTRY_LENGTH: usize = 12;
const KIND_PCMA: u8 = 1;
const KIND_PCMU: u8 = 2;
const KIND_END: u8 = 3;
const KIND_G722: u8 = 4;
/// A day. Positions beyond it are damage.
const LONGEST_SAMPLES: u64 = 24 * 3600 * 8000;

impl Entry {
    pub(crate) fn to_bytes(self) -> [u8; ENTRY_LENGTH] {
        let (at, value, kind) = match self {
            Entry::Sound { at, octets, codec } => (at, u32::from(octets), kind(codec)),
            Entry::End { at, speech_milliseconds } => (at, speech_milliseconds, KIND_END),
        };
        let mut out = [0; ENTRY_LENGTH];
        out[..6].copy_from_slice(&at.to_le_bytes()[..6]);
        out[6..10].copy_from_slice(&value.to_le_bytes());
        out[10] = kind;
        out[11] = check_octet(&out);
        out
    }

    fn parse(bytes: &[u8; ENTRY_LENGTH]) -> Option<Entry> {
        let at = u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], 0, 0]);
        let value = u32::from_le_bytes([bytes[6], bytes[7], bytes[8], bytes[9]]);
        if bytes[11] != check_octet(bytes) || at > LONGEST_SAMPLES {
            return None;
        }
        let sound = |codec| u16::try_from(value).ok().map(|octets| Entry::Sound { at, octets, codec });
        match bytes[10] {
            KIND_PCMA => sound(Codec::Pcma),
            KIND_PCMU => sound(Codec::Pcmu),
            KIND_G722 => sound(Codec::G722),
            KIND_END => Some(Entry::End { at, speech_milliseconds: value }),
            _ => None,
        }
    }
}

fn kind(codec: Codec) -> u8 {
    match codec {
        Codec::Pcma => KIND_PCMA,
        Codec::Pcmu => KIND_PCMU,
        Codec::G722 => KIND_G722,
    }
}

/// Never zero for an entry of zeroes, which is what a torn file holds.
fn check_octet(bytes: &[u8; ENTRY_LENGTH]) -> u8 {
    bytes[..ENTRY_LENGTH - 1].iter().fold(0x5A, |sum: u8, &octet| sum.rotate_left(1) ^ octet)
}

/// What a file holds, up to its end or the first damage.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Contents<'a> {
    pieces: Vec<Piece<'a>>,
    /// Samples until the end and milliseconds of speech, if the recording came to one.
    end: Option<(usize, u32)>,
}

/// A payload and its place.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    at: usize,
    codec: Codec,
    codes: &'a [u8],
}

impl Piece<'_> {
    fn end(&self) -> usize {
        self.at + self.codes.len()
    }
}

/// Reads a file up to its end or the first damage.
pub fn parse(mut bytes: &[u8]) -> Contents<'_> {
    let mut contents = Contents::default();
    while let Some((entry, rest)) = bytes.split_first_chunk::<ENTRY_LENGTH>() {
        match Entry::parse(entry) {
            Some(Entry::Sound { at, octets, codec }) => {
                let Some((codes, rest)) = rest.split_at_checked(usize::from(octets)) else { break };
                contents.pieces.push(Piece { at: at as usize, codec, codes });
                bytes = rest;
            }
            Some(Entry::End { at, speech_milliseconds }) => {
                contents.end = Some((at as usize, speech_milliseconds));
                bytes = rest;
            }
            None => break,
        }
    }
    contents
}

/// Puts payloads in their places in time: late, doubled and lost packets, pauses and all.
fn arrange(Contents { pieces, end }: &Contents<'_>) -> Recording {
    let mut pieces: Vec<&Piece<'_>> = pieces.iter().collect();
    pieces.sort_by_key(|piece| piece.at);
    let length = end.map_or_else(|| pieces.iter().map(|piece| piece.end()).max().unwrap_or(0), |(at, _)| at);
    let mut sound = Arranged::new(length);
    let mut vad = Vad::new();
    let mut hearing: Option<Hearing> = None;
    for piece in pieces {
        if piece.end() <= sound.length() || piece.at >= length {
            continue;
        }
        sound.lose_until(piece.at);
        let hearing = match &mut hearing {
            Some(same) if same.codec == piece.codec => same,
            other => other.insert(Hearing::new(piece.codec)),
        };
        let milliseconds = piece.codes.len() as u32 / SAMPLES_PER_MILLISECOND as u32;
        if let Some(power) = hearing.ear.power(piece.codes) {
            vad.frame(milliseconds, power);
        }
        let overlap = sound.length() - piece.at;
        sound.hear(&mut hearing.decoder, &piece.codes[overlap..]);
    }
    sound.lose_until(length);
    let speech_milliseconds = end.map_or(vad.speech_milliseconds(), |(_, speech)| u64::from(speech));
    Recording { samples: sound.finish(length), speech_milliseconds }
}

/// A stream of one codec, heard for its sound and for its strength.
struct Hearing {
    codec: Codec,
    decoder: Telephone,
    ear: Ear,
}

impl Hearing {
    fn new(codec: Codec) -> Hearing {
        Hearing { codec, decoder: Telephone::new(codec), ear: Ear::new(codec) }
    }
}

/// Sound as it is put together, later by the concealer's delay.
struct Arranged {
    samples: Vec<i16>,
    concealer: Concealer,
}

impl Arranged {
    fn new(length: usize) -> Arranged {
        let concealer = Concealer::new(8000);
        Arranged { samples: Vec::with_capacity(length + concealer.delay()), concealer }
    }

    /// What was put in.
    fn length(&self) -> usize {
        self.samples.len()
    }

    fn hear(&mut self, decoder: &mut Telephone, codes: &[u8]) {
        let from = self.samples.len();
        self.samples.resize(from + codes.len(), 0);
        decoder.decode(codes, &mut self.samples[from..]);
        self.concealer.hear(&mut self.samples[from..]);
    }

    /// What is missing up to `at` was lost.
    fn lose_until(&mut self, at: usize) {
        let from = self.samples.len();
        self.samples.resize(at.max(from), 0);
        self.concealer.conceal(&mut self.samples[from..]);
    }

    /// The first samples, without the delay.
    fn finish(mut self, length: usize) -> Vec<i16> {
        let delay = self.concealer.delay();
        let from = self.samples.len();
        self.samples.resize(from + delay, 0);
        self.concealer.hear(&mut self.samples[from..]);
        self.samples.drain(..delay);
        self.samples.truncate(length);
        self.samples
    }
}

/// Where payloads lie, and how long they are.
#[cfg(test)]
pub(crate) fn places(file: &[u8]) -> Vec<(usize, usize)> {
    parse(file).pieces.iter().map(|piece| (piece.at, piece.codes.len())).collect()
}

#[cfg(test)]
#[path = "recording_tests.rs"]
mod tests;
