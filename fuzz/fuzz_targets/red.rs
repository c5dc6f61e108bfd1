//! Packets with redundant audio (RFC 2198), in order, late, doubled, after losses, of any length.

#![no_main]

use libfuzzer_sys::fuzz_target;
use media::red::{LONGEST, ROOM, Redundancy};
use media::rtp::Header;

fuzz_target!(|bytes: &[u8]| {
    let (mut redundancy, mut other) = (Redundancy::new(121), Redundancy::new(121));
    let (mut sequence, mut timestamp) = (0u16, 0u32);
    let mut rest = bytes;
    // Steps in number and time, length, payload.
    while let Some(([numbers, times, length], behind)) = rest.split_first_chunk() {
        let (payload, behind) = behind.split_at(usize::from(*length).min(behind.len()));
        rest = behind;
        sequence = sequence.wrapping_add_signed(i16::from(*numbers as i8));
        timestamp = timestamp.wrapping_add_signed(i32::from(*times as i8) * 20);
        let header = Header { payload_type: 121, marker: false, sequence, timestamp, ssrc: 1 };
        redundancy.hear(&header, payload);
        let mut room = [0; LONGEST];
        while let Some((header, length)) = redundancy.next(&mut room) {
            // What was heard can be said again, and is understood.
            let mut out = [0; ROOM];
            let said = other.say(&header, &room[..length], &mut out).expect("not too long");
            let blocks: Vec<_> = media::red::blocks(&out[..said]).expect("our own packet").collect();
            assert_eq!(blocks.last().map(|block| block.payload), Some(&room[..length]));
        }
    }
});
