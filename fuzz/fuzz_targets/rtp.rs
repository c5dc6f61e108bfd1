//! RTP and RTCP packets, plain and sealed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use media::srtp::{Inbound, Keying, Suite};

fuzz_target!(|bytes: &[u8]| {
    let _ = media::rtp::Packet::parse(bytes);
    let mut reception = media::rtcp::Reception::default();
    let _ = media::rtcp::read(bytes, 0, 0, 1, &mut reception);
    let _ = media::rtcp::voip::read(bytes, 1);
    for suite in Suite::ALL {
        let key = vec![7; suite.key_octets() + suite.salt_octets()];
        let mut inbound = Inbound::new(&Keying::new(suite, &key).expect("a key of the suite's length"));
        assert!(inbound.rtp(&mut bytes.to_vec()).is_none(), "nobody guesses the key");
        assert!(inbound.rtcp(&mut bytes.to_vec()).is_none(), "nobody guesses the key");
    }
});
