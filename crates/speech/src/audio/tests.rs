//! What comes out of files that people and programs bring.

use super::*;
use media::codec::Codec;
use proptest::prelude::*;

/// A sine in bursts with silence between, of this peak: something like speech to a level meter.
fn bursts(rate_hz: u32, seconds: f64, peak: f64) -> Vec<f64> {
    let length = (f64::from(rate_hz) * seconds) as usize;
    (0..length)
        .map(|n| n as f64 / f64::from(rate_hz))
        .map(|t| peak * (2.0 * std::f64::consts::PI * 440.0 * t).sin() * f64::from(u8::from(t % 1.0 < 0.8)))
        .collect()
}

fn file(tag: u16, bits: u16, channels: u16, rate_hz: u32, data: &[u8]) -> Vec<u8> {
    let mut file = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    let frame = channels * bits / 8;
    file.extend([tag.to_le_bytes(), channels.to_le_bytes()].concat());
    file.extend([rate_hz.to_le_bytes(), (rate_hz * u32::from(frame)).to_le_bytes()].concat());
    file.extend([frame.to_le_bytes(), bits.to_le_bytes()].concat());
    file.extend(b"LIST\x03\0\0\0abc\0data");
    file.extend((data.len() as u32).to_le_bytes());
    file.extend(data);
    file
}

fn pcm16(samples: &[f64]) -> Vec<u8> {
    samples.iter().flat_map(|s| ((s * 32767.0) as i16).to_le_bytes()).collect()
}

#[test]
fn every_coding_becomes_telephone_audio_of_one_loudness() {
    for rate_hz in [8_000, 11_025, 16_000, 22_050, 44_100, 48_000] {
        let sound = bursts(rate_hz, 3.0, 0.2);
        let short: Vec<i16> = sound.iter().map(|s| (s * 32767.0) as i16).collect();
        let eight = sound.iter().map(|s| (s * 127.0 + 128.0) as u8).collect::<Vec<_>>();
        let wide = |bytes: usize| -> Vec<u8> {
            sound
                .iter()
                .flat_map(|s| ((s * 2_147_483_647.0) as i32).to_le_bytes()[4 - bytes..].to_vec())
                .collect()
        };
        let stereo = pcm16(&sound.iter().flat_map(|&s| [s, s]).collect::<Vec<_>>());
        for (what, bytes) in [
            ("8 bit", file(1, 8, 1, rate_hz, &eight)),
            ("16 bit", file(1, 16, 1, rate_hz, &pcm16(&sound))),
            ("stereo", file(1, 16, 2, rate_hz, &stereo)),
            ("24 bit", file(1, 24, 1, rate_hz, &wide(3))),
            ("32 bit", file(1, 32, 1, rate_hz, &wide(4))),
            (
                "float",
                file(
                    3,
                    32,
                    1,
                    rate_hz,
                    &sound.iter().flat_map(|&s| (s as f32).to_le_bytes()).collect::<Vec<_>>(),
                ),
            ),
            (
                "double",
                file(3, 64, 1, rate_hz, &sound.iter().flat_map(|s| s.to_le_bytes()).collect::<Vec<_>>()),
            ),
            ("A-law", file(6, 8, 1, rate_hz, &Codec::Pcma.encode(&short))),
            ("µ-law", file(7, 8, 1, rate_hz, &Codec::Pcmu.encode(&short))),
        ] {
            let levelled = samples(&level(&bytes).unwrap()).unwrap();
            let measured = measure(&levelled);
            assert!(
                (measured.active_level_dbov.unwrap() + 20.0).abs() < 0.5,
                "{what} {rate_hz}: {measured:?}"
            );
            // The sound ends 0.2 s before the file does.
            assert!(
                (2.75..=2.95).contains(&(levelled.len() as f64 / 8_000.0)),
                "{what} {rate_hz}: {}",
                levelled.len()
            );
        }
    }
}

#[test]
fn silence_at_both_ends_is_cut() {
    let mut sound = vec![0.0; 16_000];
    sound.extend(bursts(8_000, 1.7, 0.3));
    sound.extend(vec![0.0; 24_000]);
    let levelled = samples(&level(&file(1, 16, 1, 8_000, &pcm16(&sound))).unwrap()).unwrap();
    let measured = measure(&levelled);
    assert!((30..=150).contains(&measured.leading_silence_milliseconds), "{measured:?}");
    assert!((30..=150).contains(&measured.trailing_silence_milliseconds), "{measured:?}");
    assert_eq!(measured.clicks, 0);
}

#[test]
fn what_lies_above_the_telephone_band_does_not_fold_back() {
    let high: Vec<f64> = (0..48_000)
        .map(|n| 0.5 * (2.0 * std::f64::consts::PI * 6_500.0 * f64::from(n) / 48_000.0).sin())
        .collect();
    let heard = samples(&file(1, 16, 1, 48_000, &pcm16(&high))).unwrap();
    // Edges ring; the middle must be silent: 60 dB below what came in.
    assert!(heard[200..7_800].iter().all(|s| s.abs() < 17), "{:?}", heard[200..7_800].iter().max());
}

#[test]
fn rates_of_studios_are_read() {
    for rate_hz in [44_100, 96_000, 192_000] {
        let heard = samples(&file(1, 16, 1, rate_hz, &pcm16(&bursts(rate_hz, 0.3, 0.5)))).unwrap();
        assert_eq!(heard.len(), 2400, "{rate_hz}");
        // The root mean square of a sine of half the height.
        let middle = heard[200..2200].iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / 2000.0;
        assert!(
            (middle.sqrt() - 0.5 / f64::sqrt(2.0) * 32_768.0).abs() < 100.0,
            "{rate_hz}: {}",
            middle.sqrt()
        );
    }
}

#[test]
fn the_level_is_that_of_p56() {
    // A steady sine has its own RMS as active level: -3.01 dB below its peak.
    let sine = |peak: f64| -> Vec<i16> {
        (0..40_000).map(|n| (32_767.0 * peak * (f64::from(n) * 0.35).sin()) as i16).collect()
    };
    for peak in [1.0, 0.5, 0.1, 0.01] {
        let wanted = 20.0 * f64::log10(peak) - 3.01;
        let level = measure(&sine(peak)).active_level_dbov.unwrap();
        assert!((level - wanted).abs() < 0.2, "{peak}: {level} for {wanted}");
    }
    // A long silence does not change it.
    let mut paused = sine(0.1);
    paused.extend(vec![0; 80_000]);
    assert!((measure(&paused).active_level_dbov.unwrap() + 23.01).abs() < 0.5);
}

#[test]
fn a_step_out_of_silence_is_a_click_and_a_ramp_is_none() {
    let mut step = vec![0i16; 800];
    step.extend(vec![8_000; 800]);
    assert!(measure(&step).clicks >= 1);
    assert!(measure(&[9_000; 400]).clicks >= 1);
    let ramp: Vec<i16> = (0..800)
        .map(|n| (f64::from(n) * 10.0 * (f64::from(n) * 0.1).sin()) as i16)
        .chain((0..800).rev())
        .collect();
    assert_eq!(measure(&ramp).clicks, 0);
}

#[test]
fn what_is_no_greeting_is_refused_with_its_reason() {
    let quiet = file(1, 16, 1, 8_000, &[0; 16_000]);
    let long = file(1, 8, 1, 8_000, &vec![0; 8_000 * 301]);
    for (bytes, expected) in [
        (b"".to_vec(), AudioError::Unknown),
        (b"so on, for a while".to_vec(), AudioError::Unknown),
        (b"RIFF\0\0\0\0WAVE".to_vec(), AudioError::Broken("it has no data")),
        (
            b"RIFF\0\0\0\0WAVEdata\x02\0\0\0ab".to_vec(),
            AudioError::Broken("its data comes before its format"),
        ),
        (b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0\x01\0".to_vec(), AudioError::Broken("its format is cut off")),
        (file(1, 16, 1, 7_999, &[]), AudioError::Unsupported("the sample rate")),
        (file(1, 16, 1, 192_001, &[]), AudioError::Unsupported("the sample rate")),
        (file(1, 16, 0, 8_000, &[]), AudioError::Unsupported("the number of channels")),
        (file(85, 16, 1, 8_000, &[]), AudioError::Unsupported("the coding")),
        (file(1, 16, 1, 8_000, &[]), AudioError::Silent),
        (quiet, AudioError::Silent),
        (long, AudioError::TooLong(300)),
    ] {
        assert_eq!(level(&bytes), Err(expected));
    }
}

#[test]
fn a_file_from_a_pipe_that_does_not_know_its_length_is_read() {
    let mut bytes = file(1, 16, 1, 8_000, &pcm16(&bursts(8_000, 1.0, 0.5)));
    let size_at = bytes.len() - 16_000 - 4;
    bytes[size_at..size_at + 4].copy_from_slice(&0x7FFF_F000u32.to_le_bytes());
    assert_eq!(samples(&bytes).unwrap().len(), 8_000);
}

#[test]
fn what_is_written_is_read_again() {
    let sound: Vec<i16> = (-2_000..2_000).map(|n| n * 16).collect();
    assert_eq!(samples(&wav(&sound)).unwrap(), sound);
}

proptest! {
    #[test]
    fn broken_files_are_refused_and_never_crash(cut in 0usize..3_000, at in 0usize..3_000, with in any::<u8>(), kind in 0u16..8) {
        let mut bytes = file(kind, 16, 1, 11_025, &pcm16(&bursts(11_025, 0.12, 0.5)));
        if let Some(byte) = bytes.get_mut(at) { *byte = with; }
        bytes.truncate(cut);
        let _ = level(&bytes);
        let _ = samples(&bytes);
    }
}
