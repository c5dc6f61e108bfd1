//! Bodies of INFO that may be a key.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sip::pressed::key;

fuzz_target!(|bytes: &[u8]| {
    for kind in ["application/dtmf-relay", "application/dtmf"] {
        if let Some(key) = key(kind, bytes) {
            assert!("0123456789*#ABCD".contains(key));
        }
    }
});
