//! Datagrams, separated by 0xff, into a core whose owner takes every call.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    sip::outputs_of(bytes);
});
