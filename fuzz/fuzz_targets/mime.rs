//! A mail message, and what it says of a mail of ours if it is a notice.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = messaging::structure::parse(bytes);
    let _ = messaging::outbound::dsn::read(bytes);
});
