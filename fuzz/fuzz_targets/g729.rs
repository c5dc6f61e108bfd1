//! G.729 packets as they come from a telephone: in order, late, doubled, after losses, of any length.

#![no_main]

use libfuzzer_sys::fuzz_target;
use media::g729::Ear;
use media::rtp::Header;

fuzz_target!(|bytes: &[u8]| {
    for rate_hz in [8000, 16_000] {
        let mut ear = Ear::new(rate_hz).expect("a rate of legs");
        let (mut sequence, mut timestamp) = (0u16, 0u32);
        let mut rest = bytes;
        // Steps in number and time, length, payload.
        while let Some(([numbers, times, length], behind)) = rest.split_first_chunk() {
            let (payload, behind) = behind.split_at(usize::from(*length).min(behind.len()));
            rest = behind;
            sequence = sequence.wrapping_add_signed(i16::from(*numbers as i8));
            timestamp = timestamp.wrapping_add_signed(i32::from(*times as i8) * 40);
            let header = Header { payload_type: 18, marker: false, sequence, timestamp, ssrc: 1 };
            let mut heard = 0;
            ear.packet(&header, payload, |_, samples| heard += samples.len());
            assert!(heard <= 18 * 160, "{heard} samples");
        }
    }
});
