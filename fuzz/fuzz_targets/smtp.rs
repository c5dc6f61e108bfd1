//! What an SMTP client sends, and what a server answers.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    mail::smtp::read_input(bytes);
    mail::outbound::read_input(bytes);
});
