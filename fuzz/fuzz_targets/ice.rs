//! What may be a connectivity check: what is answered proves as much as it was asked for, and is no longer than its room.

#![no_main]

use libfuzzer_sys::fuzz_target;
use media::ice::{ANSWER_ROOM, Credentials, answer};

fuzz_target!(|bytes: &[u8]| {
    // Names and passwords of noughts, so that what is learnt in one run holds in the next.
    let ours = Credentials::new([0; 28]);
    for remote in ["192.0.2.1:5060", "[2001:db8::1]:5060"] {
        let Ok(remote) = remote.parse() else { return };
        let mut out = [0; ANSWER_ROOM];
        if let Some(answer) = answer(bytes, remote, &ours, &mut out) {
            assert_eq!(answer.length, 20 + usize::from(u16::from_be_bytes([out[2], out[3]])));
            assert_eq!(out[4..20], bytes[4..20]);
            assert!(!answer.nominates || out.starts_with(&[1, 1]));
        }
    }
});
