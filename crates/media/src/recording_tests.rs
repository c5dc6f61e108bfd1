//! Tables for reading recordings back: loss, disorder, repetition, damage.

use super::*;
use crate::codec::FRAME;

const CODEC: Codec = Codec::Pcmu;
/// What concealment may change on either side of a loss.
const LONGEST_BORDER: usize = 80;
/// Nothing is made up beyond this.
const LONGEST_CONCEALED: usize = 60 * 8;
const TONE_AMPLITUDE: f64 = 6000.0;

/// A tone of 200 Hz with a little of 1 kHz, like a voice in that it repeats.
fn tone(frames: usize) -> Vec<u8> {
    let wave = |at: usize| {
        let time = at as f64 / 8000.0 * std::f64::consts::TAU;
        (TONE_AMPLITUDE * (time * 200.0).sin() + 1000.0 * (time * 1000.0).sin()) as i16
    };
    CODEC.encode(&(0..frames * FRAME).map(wave).collect::<Vec<_>>())
}

/// Reads frames of a tone back in the order given by their numbers.
fn heard(order: &[usize], end: Option<u64>) -> Recording {
    let tone = tone(order.iter().max().map_or(0, |last| last + 1));
    let mut file: Vec<u8> =
        order.iter().flat_map(|&frame| packet(frame, &tone[frame * FRAME..(frame + 1) * FRAME])).collect();
    if let Some(at) = end {
        file.extend(Entry::End { at, speech_milliseconds: 77 }.to_bytes());
    }
    arrange(&parse(&file))
}

/// A packet as it lies in the file.
fn packet(frame: usize, codes: &[u8]) -> Vec<u8> {
    let entry = Entry::Sound { at: (frame * FRAME) as u64, octets: FRAME as u16, codec: CODEC };
    [&entry.to_bytes(), codes].concat()
}

fn whole(frames: usize) -> Vec<i16> {
    CODEC.decode(&tone(frames))
}

fn level(samples: &[i16]) -> f64 {
    (samples.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
}

#[test]
fn disorder_and_repetition_are_put_right() {
    for order in [vec![0, 1, 2, 3], vec![1, 0, 3, 2], vec![3, 2, 1, 0], vec![0, 0, 1, 2, 1, 3, 3]] {
        assert_eq!(heard(&order, None).samples, whole(4), "{order:?}");
    }
}

#[test]
fn a_lost_packet_is_concealed_and_nothing_moves() {
    let found = heard(&[0, 1, 2, 3, 5, 6], None).samples;
    let original = whole(7);
    assert_eq!(found.len(), original.len());
    // The borders lead into the loss and out of it.
    let (before, after) = (4 * FRAME - LONGEST_BORDER, 5 * FRAME + LONGEST_BORDER);
    assert_eq!((&found[..before], &found[after..]), (&original[..before], &original[after..]));
    // A steady tone goes on nearly as it was.
    let error: Vec<i16> = (4 * FRAME..5 * FRAME).map(|at| found[at] - original[at]).collect();
    assert!(level(&error) < 0.2 * level(&original), "{} of {}", level(&error), level(&original));
}

#[test]
fn a_long_gap_fades_into_silence() {
    let frames = 20;
    let found = heard(&[0, 1, 2, 3, frames], None).samples;
    assert_eq!(found.len(), (frames + 1) * FRAME);
    let after = 4 * FRAME;
    assert!(level(&found[after..after + 80]) > 3000.0);
    assert!(level(&found[after + 320..after + 480]) < 2000.0);
    assert!(found[after + LONGEST_CONCEALED..frames * FRAME].iter().all(|&sample| sample == 0));
    let jump = found.windows(2).take(frames * FRAME - 1).map(|pair| (pair[1] - pair[0]).abs()).max();
    assert!(jump < Some(2500), "{jump:?}");
}

#[test]
fn the_end_cuts_or_lengthens() {
    assert_eq!(heard(&[0, 1, 2], Some(200)).samples, whole(3)[..200]);
    let longer = heard(&[0, 1, 2], Some(8000));
    assert_eq!((longer.samples.len(), longer.speech_milliseconds), (8000, 77));
    assert!(longer.samples[3 * FRAME + LONGEST_CONCEALED..].iter().all(|&sample| sample == 0));
    assert_eq!(heard(&[], Some(0)), Recording { samples: vec![], speech_milliseconds: 77 });
}

#[test]
fn what_a_crash_left_is_read_up_to_the_cut() {
    let frames = 100;
    let dir = tempfile::tempdir().unwrap();
    let codes = tone(frames);
    let file: Vec<u8> =
        codes.as_chunks::<FRAME>().0.iter().enumerate().flat_map(|(at, codes)| packet(at, codes)).collect();
    let packet = ENTRY_LENGTH + FRAME;
    for (octets, expected) in [(file.len(), frames), (60 * packet + 5, 60), (71 * packet - 1, 70), (0, 0)] {
        std::fs::write(path(dir.path(), "cut"), &file[..octets]).unwrap();
        let found = read(dir.path(), "cut").unwrap();
        assert_eq!(found.samples, whole(frames)[..expected * FRAME]);
        assert_eq!(found.speech_milliseconds, expected as u64 * 20);
    }
    // Blocks that the disk never got are zeroes.
    let mut torn = file.clone();
    torn[30 * packet..].fill(0);
    std::fs::write(path(dir.path(), "cut"), &torn).unwrap();
    assert_eq!(read(dir.path(), "cut").unwrap().samples.len(), 30 * FRAME);
}

#[test]
fn nothing_is_read_of_nothing_and_removing_twice_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(read(dir.path(), "gone").unwrap_err().kind(), io::ErrorKind::NotFound);
    std::fs::write(path(dir.path(), "one"), b"").unwrap();
    assert_eq!(read(dir.path(), "one").unwrap().samples, []);
    remove(dir.path(), "one").unwrap();
    remove(dir.path(), "one").unwrap();
    assert!(!path(dir.path(), "one").exists());
}

#[test]
fn rubbish_is_read_without_harm_up_to_where_it_begins() {
    let entries = [
        Entry::Sound { at: 5, octets: 3, codec: Codec::Pcma },
        Entry::Sound { at: LONGEST_SAMPLES, octets: 0, codec: Codec::Pcmu },
        Entry::End { at: 7, speech_milliseconds: u32::MAX },
    ];
    let [first, second, end] = entries.map(Entry::to_bytes);
    let file = [&first[..], &[1, 2, 3], &second, &end].concat();
    let expected = [(5, 3), (LONGEST_SAMPLES as usize, 0)];
    assert_eq!(places(&file), expected);
    assert_eq!(parse(&file).end, Some((7, u32::MAX)));
    for at in (0..file.len()).filter(|at| !(ENTRY_LENGTH..ENTRY_LENGTH + 3).contains(at)) {
        let mut broken = file.clone();
        broken[at] ^= 0x10;
        let whole = [ENTRY_LENGTH, 2 * ENTRY_LENGTH + 3].iter().filter(|&&end| end <= at).count();
        assert_eq!(places(&broken), expected[..whole], "octet {at}");
        assert_eq!(parse(&broken).end, None);
    }
}
