//! What an SMTP client sends.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    mail::smtp::read_input(bytes);
});
