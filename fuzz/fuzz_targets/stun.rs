//! What may be a STUN request on the SIP port: an answer is one, and as long as it says.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for remote in ["192.0.2.1:5060", "[2001:db8::1]:5060"] {
        let Ok(remote) = remote.parse() else { return };
        if let Some(answer) = sip::stun_answer(bytes, remote) {
            assert_eq!(answer.len(), 20 + usize::from(u16::from_be_bytes([answer[2], answer[3]])));
            assert_eq!(answer[4..20], bytes[4..20]);
            assert!(answer.len() <= 100, "no more than a small answer to a datagram that anybody can forge");
        }
    }
});
