//! What an IMAP client sends.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    mail::imap::read_commands(bytes);
});
