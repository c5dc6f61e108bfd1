//! The same tone in every kind, whole, cut and spoilt.

use super::*;
use proptest::prelude::*;
use std::f64::consts::TAU;

const LONGEST_SECONDS: u32 = 60;
const SECONDS: f64 = 0.5;
const HERTZ: f64 = 440.0;
/// The root mean square of a sine a quarter as high as can be.
const LEVEL_DBOV: f64 = -15.05;
/// What AAC puts before the sound, and its last frame, which no decoder here takes off again: 2112 and 1023 samples at 44.1 kHz, in ours.
const AAC_SAMPLES: usize = 570;

/// A file, and what may be heard of it beyond the tone, in samples at 8 kHz.
const KINDS: [(&str, &[u8], usize); 9] = [
    ("mp3", include_bytes!("../../../tests/sounds/tone.mp3"), 1),
    ("m4a", include_bytes!("../../../tests/sounds/tone.m4a"), AAC_SAMPLES),
    ("aac", include_bytes!("../../../tests/sounds/tone.aac"), AAC_SAMPLES),
    ("alac", include_bytes!("../../../tests/sounds/alac.m4a"), 1),
    ("vorbis", include_bytes!("../../../tests/sounds/tone.ogg"), 1),
    ("opus", include_bytes!("../../../tests/sounds/tone.opus"), 1),
    ("opus stereo", include_bytes!("../../../tests/sounds/stereo.opus"), 1),
    ("flac", include_bytes!("../../../tests/sounds/tone.flac"), 1),
    ("flac in ogg", include_bytes!("../../../tests/sounds/flac.oga"), 1),
];

fn kind(name: &str) -> &'static [u8] {
    KINDS.iter().find(|kind| kind.0 == name).unwrap().1
}

fn decibels(power: f64) -> f64 {
    10.0 * power.log10()
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / samples.len() as f64
}

/// The power of one pitch.
fn power_of(samples: &[f32], hertz: f64) -> f64 {
    let part = |wave: fn(f64) -> f64| -> f64 {
        let each = samples.iter().enumerate();
        each.map(|(at, &sample)| f64::from(sample) * wave(TAU * hertz * at as f64 / 8000.0)).sum()
    };
    2.0 * (part(f64::sin).powi(2) + part(f64::cos).powi(2)) / (samples.len() as f64).powi(2)
}

#[test]
fn the_tone_is_the_same_in_every_kind() {
    for (name, file, more) in KINDS {
        let heard = read(file, LONGEST_SECONDS).unwrap_or_else(|error| panic!("{name}: {error}"));
        let due = (SECONDS * 8000.0) as usize;
        assert!((due - 1..=due + more).contains(&heard.len()), "{name}: {} samples", heard.len());
        // Whole periods in the midst, without the ends: 11 periods are 200 samples.
        let middle = &heard[1000..3400];
        let (all, tone) = (decibels(power(middle)), decibels(power_of(middle, HERTZ)));
        assert!((all - LEVEL_DBOV).abs() < 0.5, "{name}: {all} dBov");
        assert!(all - tone < 0.1, "{name}: of {all} dBov {tone} are the tone");
    }
}

#[test]
fn a_file_that_is_cut_is_said_to_be() {
    for (name, file, _) in KINDS {
        for octets in [0, 3, 20, 60] {
            let refused = read(&file[..octets.min(file.len())], LONGEST_SECONDS).unwrap_err();
            assert!(
                matches!(refused, AudioError::Unknown | AudioError::Broken(_)),
                "{name} {octets}: {refused}"
            );
        }
        // Some say how long they are; of the others a beginning is heard.
        match read(&file[..file.len() / 2], LONGEST_SECONDS) {
            Ok(heard) => assert!(heard.len() < 3900, "{name}: {}", heard.len()),
            Err(refused) => assert!(matches!(refused, AudioError::Broken(_)), "{name}: {refused}"),
        }
    }
}

#[test]
fn what_is_no_sound_is_said_to_be_none() {
    for other in [&b""[..], b"no music", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", &[0; 5000], &[0xff; 5000]] {
        let refused = read(other, LONGEST_SECONDS).unwrap_err();
        assert!(matches!(refused, AudioError::Unknown | AudioError::Broken(_)), "{refused}");
    }
}

#[test]
fn a_sound_may_not_be_longer_than_wanted() {
    for (name, file, _) in KINDS {
        assert_eq!(read(file, 0), Err(AudioError::TooLong(0)), "{name}");
    }
}

/// What this process has reserved at most, in MB.
fn reserved_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

/// `with` in the place of what stands there and `after` octets after a mark.
fn spoilt(file: &[u8], mark: &[u8], after: usize, with: &[u8]) -> Vec<u8> {
    let at = file.windows(mark.len()).position(|window| window == mark).unwrap() + after;
    let mut spoilt = file.to_vec();
    spoilt[at..at + with.len()].copy_from_slice(with);
    spoilt
}

#[test]
fn a_length_that_is_only_claimed_takes_no_memory() {
    let most = [0xff, 0xff, 0xff, 0xf0];
    let files = [
        // Entries of MP4's tables (ISO/IEC 14496-12 §8.6.1, §8.7): times, sizes, chunks, offsets.
        spoilt(kind("m4a"), b"stts", 8, &most),
        spoilt(kind("m4a"), b"stsz", 12, &most),
        spoilt(kind("m4a"), b"stsc", 8, &most),
        spoilt(kind("m4a"), b"stco", 8, &most),
        spoilt(kind("m4a"), b"moov", 0, b"skip"),
        // The size of a box, and of the largest packet.
        spoilt(kind("m4a"), b"ftyp", 28, &most),
        // Frames of an MP3 (Xing, LAME), of a FLAC (STREAMINFO, RFC 9639 §8.2) and of a page (RFC 3533 §6).
        spoilt(kind("mp3"), b"Info", 8, &most),
        spoilt(kind("flac"), b"fLaC", 22, &most),
        spoilt(kind("vorbis"), b"OggS", 6, &[0x7f; 8]),
        // The length of a tag (ID3v2 §3.1) and of a comment.
        [b"ID3\x04\0\0\x7f\x7f\x7f\x7f", kind("mp3")].concat(),
        spoilt(kind("opus"), b"OpusTags", 8, &most),
    ];
    let before = reserved_megabytes();
    for file in &files {
        let _ = read(file, LONGEST_SECONDS);
    }
    assert!(reserved_megabytes() - before < 100, "{} MB after {before}", reserved_megabytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn spoilt_files_hurt_nobody(kind in 0..KINDS.len(), at in 0usize..6000, with in any::<[u8; 3]>(), cut in 0usize..6000) {
        let mut file = KINDS[kind].1.to_vec();
        let at = at % (file.len() - with.len());
        file[at..at + with.len()].copy_from_slice(&with);
        file.truncate(cut.max(at));
        if let Ok(heard) = read(&file, 2) {
            prop_assert!(heard.len() <= 2 * 8000);
            prop_assert!(heard.iter().all(|sample| sample.is_finite()));
        }
    }
}
