//! Tables for the recorder: where packets land, and when a recording ends.

use super::*;
use crate::codec::FRAME;

const RULES: RecordRules = RecordRules {
    longest_ms: 60_000,
    closing_silence_ms: 5000,
    opening_silence_ms: 8000,
    ends_on: EndKeys(1 << 11),
};

fn header(ssrc: u32, timestamp: u32) -> Header {
    Header { payload_type: 8, marker: false, sequence: 0, timestamp, ssrc }
}

fn recorder(rules: RecordRules) -> Recorder {
    let chunk = Chunk { octets: Vec::with_capacity(1 << 21), sound_end: 0 };
    Recorder::new(1, rules, 1_000_000, Codec::Pcma, chunk)
}

fn loud() -> Vec<u8> {
    let samples: Vec<i16> = (0..FRAME).map(|at| (4000.0 * (at as f64 * 0.5).sin()) as i16).collect();
    Codec::Pcma.encode(&samples)
}

fn silent() -> Vec<u8> {
    vec![Codec::Pcma.silence(); FRAME]
}

/// Where packets land: (arrival in ms after the start, SSRC, timestamp) → (position, octets).
fn check_places(packets: &[(u64, u32, u32)], expected: &[(usize, usize)]) {
    let mut recorder = recorder(RULES);
    for &(arrival, ssrc, timestamp) in packets {
        recorder.sound(1_000_000 + arrival, &header(ssrc, timestamp), &silent());
    }
    let places = crate::recording::places(&recorder.chunk.octets);
    assert_eq!(places, expected, "{packets:?}");
}

#[test]
fn packets_land_by_the_senders_clock() {
    // The first packet of a stream that runs already holds sound from before the start.
    check_places(&[(5, 1, 1000), (25, 1, 1160), (45, 1, 1320)], &[(0, 40), (40, 160), (200, 160)]);
    // Jitter, order and the circle of timestamps do not matter.
    check_places(
        &[(20, 1, u32::MAX - 159), (70, 1, 160), (70, 1, 0), (80, 1, 320)],
        &[(0, 160), (320, 160), (160, 160), (480, 160)],
    );
    // A sender that was silent at first, and in between.
    check_places(&[(1020, 1, 50), (3040, 1, 50 + 16160)], &[(8000, 160), (24160, 160)]);
}

#[test]
fn a_new_stream_or_a_jump_lands_by_our_clock_and_never_over_what_is_there() {
    check_places(&[(20, 1, 0), (1020, 2, 77)], &[(0, 160), (8000, 160)]);
    check_places(&[(20, 1, 0), (25, 2, 77)], &[(0, 160), (160, 160)]);
    check_places(&[(20, 1, 0), (1020, 1, 9_000_000)], &[(0, 160), (8000, 160)]);
    check_places(&[(20, 1, 0), (1020, 1, 0u32.wrapping_sub(9_000_000))], &[(0, 160), (8000, 160)]);
}

/// Feeds loud (or silent) frames from the start and says when and how the recording ends by itself.
fn run(rules: RecordRules, loud_ms: std::ops::Range<u64>, sends: bool) -> (u64, Ending) {
    let mut recorder = recorder(rules);
    for now in (20..120_000).step_by(20) {
        if sends {
            let codes = if loud_ms.contains(&now) { loud() } else { silent() };
            recorder.sound(1_000_000 + now, &header(1, now as u32 * 8), &codes);
        }
        if let Some(ending) = recorder.tick(1_000_000 + now) {
            return (now, ending);
        }
    }
    panic!("it never ended");
}

#[test]
fn closing_silence_ends_it_and_is_cut() {
    let (at, ending) = run(RULES, 1000..4000, true);
    assert_eq!(ending.ended, RecordEnd::Silence);
    assert!((8900..9100).contains(&at), "{at}");
    assert!((3980..=4080).contains(&ending.milliseconds()), "{}", ending.milliseconds());
    assert!((2900..=3100).contains(&ending.speech_milliseconds), "{}", ending.speech_milliseconds);
}

#[test]
fn opening_silence_ends_it_with_nothing() {
    for sends in [true, false] {
        let (at, ending) = run(RULES, 0..0, sends);
        assert_eq!((at, ending.samples, ending.ended), (8000, 0, RecordEnd::Silence));
    }
}

#[test]
fn the_limit_ends_it_to_the_sample() {
    let (at, ending) = run(RecordRules { longest_ms: 3000, ..RULES }, 0..99_999, true);
    assert_eq!((at, ending.milliseconds(), ending.ended), (3000, 3000, RecordEnd::Limit));
    let endless = RecordRules { closing_silence_ms: 0, opening_silence_ms: 0, ..RULES };
    assert_eq!(run(endless, 1000..2000, true).1.ended, RecordEnd::Limit);
}

#[test]
fn a_key_cuts_where_it_was_pressed() {
    let mut recorder = recorder(RULES);
    for now in (20..=2000).step_by(20) {
        recorder.sound(1_000_000 + now, &header(1, now as u32 * 8), &loud());
    }
    // Pressed at 1.5 s by the stream's clock, however late the packet comes.
    let event = header(1, 1520 * 8);
    assert_eq!(recorder.key(1_002_100, &event, '5'), None);
    let ending = recorder.key(1_002_100, &event, '#').unwrap();
    assert_eq!((ending.milliseconds(), ending.ended), (1500, RecordEnd::Key('#')));
    let chunk = recorder.finish(&ending);
    let end = Entry::End { at: 12_000, speech_milliseconds: ending.speech_milliseconds as u32 };
    assert!(chunk.octets.ends_with(&end.to_bytes()));
}

#[test]
fn stopping_counts_to_the_moment() {
    let recorder = recorder(RULES);
    let ending = recorder.stop(1_000_000 + 1234, RecordEnd::Stopped);
    assert_eq!((ending.milliseconds(), ending.ended), (1234, RecordEnd::Stopped));
}

#[test]
fn a_chunk_is_wanted_when_it_is_full_or_old() {
    let mut recorder = Recorder::new(1, RULES, 0, Codec::Pcma, Chunk::new());
    let room = recorder.chunk.octets.capacity();
    assert!(!recorder.wants_chunk(5000, 0), "an empty one stays");
    recorder.sound(20, &header(1, 0), &silent());
    assert!(
        !recorder.wants_chunk(CHUNK_MILLISECONDS - 1, 160) && recorder.wants_chunk(CHUNK_MILLISECONDS, 160)
    );
    assert!(recorder.wants_chunk(40, room));
    let old = recorder.change_chunk(900, Chunk::new());
    assert_eq!(
        (old.octets.len(), old.sound_end, recorder.wants_chunk(1000, 160)),
        (160 + ENTRY_LENGTH, 160, false)
    );
}

#[test]
fn only_chosen_keys_end() {
    let keys = EndKeys::of("#1x");
    assert!(keys.contains('#') && keys.contains('1') && !keys.contains('2') && !keys.contains('x'));
    assert!(EndKeys::ALL.contains('D') && !EndKeys::NONE.contains('0'));
    assert_eq!(EndKeys::of("#"), RULES.ends_on);
}
