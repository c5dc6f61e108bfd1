//! RTP and RTCP packets.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = media::rtp::Packet::parse(bytes);
    let mut reception = media::rtcp::Reception::default();
    let _ = media::rtcp::read(bytes, 0, 0, 1, &mut reception);
});
