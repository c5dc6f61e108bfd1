//! Audio files in, telephone audio out: WAV of many kinds becomes 8 kHz mono PCM at one loudness.

mod level;
mod measure;
mod resample;
mod riff;

pub use measure::{Measured, measure};

/// Samples a second on a telephone line.
pub const RATE_HZ: u32 = 8_000;

/// Loudness of all we say: active speech level (ITU-T P.56) in decibels below the overload point.
pub const ACTIVE_LEVEL_DBOV: f64 = -20.0;

/// Longer greetings and prompts are refused: nobody listens to them, and each is kept in memory.
pub const LONGEST_GREETING_SECONDS: u32 = 300;

/// Silence left at both ends, in milliseconds: soft beginnings of words live in it.
const EDGE_MILLISECONDS: usize = 60;

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    #[error("this is no WAV file: {0}")]
    NotWav(&'static str),
    #[error(
        "a WAV file is wanted with PCM of 8, 16, 24 or 32 bits, A-law or µ-law, 8 to 48 kHz, mono or stereo: {0}"
    )]
    Unsupported(&'static str),
    #[error("the recording is longer than {0} seconds")]
    TooLong(u32),
    #[error("nothing can be heard in the recording")]
    Silent,
}

/// Makes a greeting of what was brought: 8 kHz mono PCM of 16 bits, at [`ACTIVE_LEVEL_DBOV`], silence at the ends cut.
pub fn level(file: &[u8]) -> Result<Vec<u8>, AudioError> {
    let sound = riff::parse(file)?;
    if sound.frames() as u64 > u64::from(sound.rate_hz) * u64::from(LONGEST_GREETING_SECONDS) {
        return Err(AudioError::TooLong(LONGEST_GREETING_SECONDS));
    }
    Ok(wav(&prepare(resampled(sound), EDGE_MILLISECONDS)?))
}

/// Music as it is heard by telephone: at 8 kHz and [`ACTIVE_LEVEL_DBOV`], as long as it was.
pub(crate) fn music(file: &[u8], longest_seconds: u32) -> Result<Vec<i16>, AudioError> {
    let sound = riff::parse(file)?;
    if sound.frames() as u64 > u64::from(sound.rate_hz) * u64::from(longest_seconds) {
        return Err(AudioError::TooLong(longest_seconds));
    }
    let mut samples = resampled(sound);
    level::remove_rumble(&mut samples);
    let active_level = measure::active_level(&samples).ok_or(AudioError::Silent)?;
    level::amplify(&mut samples, ACTIVE_LEVEL_DBOV - active_level);
    level::round_off(&mut samples);
    Ok(samples.into_iter().map(rounded).collect())
}

/// The samples of any WAV file that [`level`] takes, at 8 kHz and otherwise as they are.
pub fn samples(file: &[u8]) -> Result<Vec<i16>, AudioError> {
    Ok(telephone(file)?.into_iter().map(rounded).collect())
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

/// Samples as floats within ±1, at 8 kHz.
pub(crate) fn telephone(file: &[u8]) -> Result<Vec<f32>, AudioError> {
    Ok(resampled(riff::parse(file)?))
}

fn resampled(sound: riff::Sound) -> Vec<f32> {
    let rate_hz = sound.rate_hz;
    resample::to_telephone(sound.mono(), rate_hz)
}

fn rounded(sample: f32) -> i16 {
    (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16
}

#[cfg(test)]
mod tests;
