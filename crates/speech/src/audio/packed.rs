//! How the program carries its prompts: as Opus at 8 kHz, an eighth of what the same sound takes as PCM. Fourteen languages are
//! hours of speech.
//!
//! A sound is its number of samples (four octets, little-endian) and its packets of 20 ms, each after one octet with its length.

use super::{AudioError, RATE_HZ, level};
use opus_rs::{Application, OpusDecoder, OpusEncoder};

/// In bits a second: more is not heard at 8 kHz.
const RATE: i32 = 16_000;
/// Of ten: packing has time.
const COMPLEXITY: i32 = 10;
const FRAME_SAMPLES: usize = RATE_HZ as usize / 50;
/// By how much encoder and decoder are late, in samples (RFC 7845 calls it pre-skip).
const LATE_SAMPLES: usize = 52;
const LARGEST_PACKET: usize = 255;

/// Packs a sound; what it says when unpacked is within what Opus keeps of it.
pub(crate) fn pack(samples: &[i16]) -> Result<Vec<u8>, AudioError> {
    let mut encoder = OpusEncoder::new(RATE_HZ as i32, 1, Application::Audio).map_err(AudioError::Broken)?;
    encoder.bitrate_bps = RATE;
    encoder.complexity = COMPLEXITY;
    let length = u32::try_from(samples.len()).map_err(|_| AudioError::Broken("it is too long"))?;
    let mut packed = length.to_le_bytes().to_vec();
    let frames = (samples.len() + LATE_SAMPLES).div_ceil(FRAME_SAMPLES);
    let mut sound = samples.to_vec();
    sound.resize(frames * FRAME_SAMPLES, 0);
    let mut packet = [0; LARGEST_PACKET];
    for frame in sound.chunks_exact(FRAME_SAMPLES) {
        let octets = encoder.encode_i16(frame, FRAME_SAMPLES, &mut packet).map_err(AudioError::Broken)?;
        packed.push(u8::try_from(octets).map_err(|_| AudioError::Broken("a packet is too long"))?);
        packed.extend_from_slice(&packet[..octets]);
    }
    Ok(packed)
}

/// The samples of a packed sound.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<i16>, AudioError> {
    let (length, mut rest) = packed.split_first_chunk().ok_or(AudioError::Broken("it ends too early"))?;
    let length = u32::from_le_bytes(*length) as usize;
    let mut decoder = OpusDecoder::new(RATE_HZ as i32, 1).map_err(AudioError::Broken)?;
    let mut sound = Vec::new();
    let mut frame = [0.0; FRAME_SAMPLES];
    while let Some((&octets, after)) = rest.split_first() {
        let (packet, next) =
            after.split_at_checked(octets.into()).ok_or(AudioError::Broken("it ends too early"))?;
        let count = decoder.decode(packet, FRAME_SAMPLES, &mut frame).map_err(AudioError::Broken)?;
        sound.extend_from_slice(&frame[..count.min(FRAME_SAMPLES)]);
        rest = next;
    }
    let end = LATE_SAMPLES.saturating_add(length);
    let mut kept = sound.get(LATE_SAMPLES..end).ok_or(AudioError::Broken("it ends too early"))?.to_vec();
    // A peak may come out higher than it went in.
    kept.iter_mut().for_each(|sample| *sample = level::bent(*sample));
    level::round_off(&mut kept);
    Ok(kept.into_iter().map(super::rounded).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(samples: usize) -> Vec<i16> {
        (0..samples).map(|n| (6_000.0 * (n as f64 * 0.3).sin()) as i16).collect()
    }

    #[test]
    fn a_sound_comes_out_as_long_and_at_the_time_and_level_at_which_it_went_in() {
        for samples in [1, 160, 4_000, 8_001] {
            let sound = tone(samples);
            let packed = pack(&sound).unwrap();
            assert_eq!(unpack(&packed).unwrap().len(), samples);
        }
        let sound = tone(8_000);
        let heard = unpack(&pack(&sound).unwrap()).unwrap();
        // Where the two fit best is where it was.
        let fit = |late: usize| -> f64 {
            sound[2_000..6_000]
                .iter()
                .zip(&heard[1_990 + late..])
                .map(|(a, b)| f64::from(*a) * f64::from(*b))
                .sum()
        };
        let best = (0..20).max_by(|&a, &b| fit(a).total_cmp(&fit(b))).unwrap();
        assert!((9..=11).contains(&best), "{best}");
        let power = |sound: &[i16]| sound.iter().map(|&s| f64::from(s).powi(2)).sum::<f64>();
        assert!((10.0 * (power(&heard) / power(&sound)).log10()).abs() < 1.0);
    }

    #[test]
    fn what_is_broken_is_an_error() {
        let packed = pack(&tone(800)).unwrap();
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end]).is_err(), "{end}");
        }
        assert!(unpack(&[0xff, 0xff, 0xff, 0xff, 3, 1, 2, 3]).is_err());
    }
}
