//! Datagrams, separated by 0xff, into a core whose owner takes every call. `TAG` in them stands for our tag in a dialog that
//! there is, `RSEQ` for the number of our last reliable response.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    sip::outputs_of(bytes);
});
