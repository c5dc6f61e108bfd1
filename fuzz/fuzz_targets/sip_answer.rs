//! What comes back on a call of ours: datagrams, separated by 0xff, into a core that is calling. `BRANCH`, `FROM` and
//! `CALL` in them stand for those of our INVITE.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    sip::outputs_of_answers(bytes);
});
