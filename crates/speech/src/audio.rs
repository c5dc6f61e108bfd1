//! Audio files in, telephone audio out: files of every usual kind become 8 kHz mono PCM at one loudness.

mod coded;
mod gather;
mod level;
mod measure;
pub(crate) mod packed;
mod resample;
mod riff;
mod tempo;

pub use measure::{Measured, measure};
use std::ffi::OsStr;
use std::path::Path;
pub use tempo::{at_speed, louder};

/// Samples a second on a telephone line.
pub const RATE_HZ: u32 = 8_000;

/// Loudness of all we say: active speech level (ITU-T P.56) in decibels below the overload point.
pub const ACTIVE_LEVEL_DBOV: f64 = -20.0;

/// Longer greetings and prompts are refused: nobody listens to them, and each is kept in memory.
pub const LONGEST_GREETING_SECONDS: u32 = 300;

/// Of what is kept or comes by mail: a longer message is not played.
const LONGEST_SECONDS: u32 = 6 * 3600;

/// Silence left at both ends, in milliseconds: soft beginnings of words live in it.
const EDGE_MILLISECONDS: usize = 60;

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    #[error("this is no sound file of a kind that is known here: WAV, MP3, M4A, AAC, FLAC and Ogg are")]
    Unknown,
    #[error("the sound file is broken: {0}")]
    Broken(&'static str),
    #[error(
        "a sound file is wanted at 8 to 192 kHz, mono or stereo, in PCM of 8 to 32 bits, floats, A-law, µ-law, MP3, AAC, ALAC, FLAC, \
         Vorbis or Opus: {0}"
    )]
    Unsupported(&'static str),
    #[error("the recording is longer than {0} seconds")]
    TooLong(u32),
    #[error("nothing can be heard in the recording")]
    Silent,
}

/// How the names of files end that are looked at in a folder. What one is says its content.
const ENDINGS: [&str; 9] = ["wav", "mp3", "m4a", "mp4", "aac", "flac", "ogg", "oga", "opus"];

/// Whether a file's name is that of a sound.
pub(crate) fn is_named_so(file: &Path) -> bool {
    let is = |ending: &OsStr| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    file.extension().is_some_and(is)
}

/// Makes a greeting of a sound file of any kind: 8 kHz mono PCM of 16 bits, at [`ACTIVE_LEVEL_DBOV`], silence at the ends cut.
pub fn level(file: &[u8]) -> Result<Vec<u8>, AudioError> {
    Ok(wav(&prepare(read(file, LONGEST_GREETING_SECONDS)?, EDGE_MILLISECONDS)?))
}

/// Music as it is heard by telephone: at 8 kHz and [`ACTIVE_LEVEL_DBOV`], as long as it was.
pub(crate) fn music(file: &[u8], longest_seconds: u32) -> Result<Vec<i16>, AudioError> {
    let mut samples = read(file, longest_seconds)?;
    level::remove_rumble(&mut samples);
    let active_level = measure::active_level(&samples).ok_or(AudioError::Silent)?;
    level::amplify(&mut samples, ACTIVE_LEVEL_DBOV - active_level);
    level::round_off(&mut samples);
    Ok(samples.into_iter().map(rounded).collect())
}

/// A sound file of any kind that is known here, by its content, as mono samples within ±1 at 8 kHz. What it costs is bounded by
/// its octets and by `longest_seconds`, whatever it claims; it may take seconds all the same.
fn read(file: &[u8], longest_seconds: u32) -> Result<Vec<f32>, AudioError> {
    if riff::is_wav(file) { riff::read(file, longest_seconds) } else { coded::read(file, longest_seconds) }
}

/// The samples of a WAV file, at 8 kHz and otherwise as they are.
pub fn samples(file: &[u8]) -> Result<Vec<i16>, AudioError> {
    Ok(telephone(file)?.into_iter().map(rounded).collect())
}

/// The samples of a sound file of any kind, at 8 kHz and otherwise as they are. It may take seconds.
pub fn any_samples(file: &[u8]) -> Result<Vec<i16>, AudioError> {
    Ok(read(file, LONGEST_SECONDS)?.into_iter().map(rounded).collect())
}

/// A WAV file: PCM 16 bit, 8 kHz, mono.
pub fn wav(samples: &[i16]) -> Vec<u8> {
    riff::write(samples)
}

/// Levels, cuts the silence at both ends down to `edge_milliseconds` and rounds the ends off.
pub(crate) fn prepare(mut samples: Vec<f32>, edge_milliseconds: usize) -> Result<Vec<i16>, AudioError> {
    level::remove_rumble(&mut samples);
    let active_level = measure::active_level(&samples).ok_or(AudioError::Silent)?;
    level::amplify(&mut samples, ACTIVE_LEVEL_DBOV - active_level);
    let heard = measure::heard(&samples, ACTIVE_LEVEL_DBOV).ok_or(AudioError::Silent)?;
    let mut kept = level::cut(&samples, heard, edge_milliseconds);
    level::round_off(&mut kept);
    Ok(kept.into_iter().map(rounded).collect())
}

/// Samples of a WAV file as floats within ±1, at 8 kHz.
pub(crate) fn telephone(file: &[u8]) -> Result<Vec<f32>, AudioError> {
    riff::read(file, LONGEST_SECONDS)
}

/// To the nearest value, what is beyond them to the last. `f32::round` is a call for each sample where the processor's older brothers are
/// served, too.
fn rounded(sample: f32) -> i16 {
    let scaled = sample * 32_768.0;
    (scaled + 0.5_f32.copysign(scaled)) as i16
}

#[cfg(test)]
mod tests;
