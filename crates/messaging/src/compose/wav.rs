//! A WAV file around samples, and the samples within one.

/// 8 kHz, as the telephone network samples.
pub(super) const SAMPLES_A_SECOND: usize = 8_000;
const BYTES_A_SAMPLE: usize = 2;
/// RIFF, WAVE, `fmt ` and the head of `data`.
const HEADER_BYTES: usize = 44;

/// PCM 16 bit, 8 kHz, mono. What is beyond 4 GB, six days of speech, is cut.
pub(super) fn file(samples: &[i16]) -> Vec<u8> {
    let most = (u32::MAX as usize - HEADER_BYTES) / BYTES_A_SAMPLE;
    let samples = &samples[..samples.len().min(most)];
    let length = (samples.len() * BYTES_A_SAMPLE) as u32;
    let mut file = Vec::with_capacity(HEADER_BYTES + samples.len() * BYTES_A_SAMPLE);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(length + HEADER_BYTES as u32 - 8).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend_from_slice(&(SAMPLES_A_SECOND as u32).to_le_bytes());
    file.extend_from_slice(&((SAMPLES_A_SECOND * BYTES_A_SAMPLE) as u32).to_le_bytes());
    file.extend_from_slice(b"\x02\0\x10\0data");
    file.extend_from_slice(&length.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}
