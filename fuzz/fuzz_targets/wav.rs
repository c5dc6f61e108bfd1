//! A sound file, as somebody brings it for a greeting or sends it by mail.

#![no_main]

use libfuzzer_sys::fuzz_target;
use speech::audio;

fuzz_target!(|bytes: &[u8]| {
    let _ = audio::samples(bytes);
    if let Ok(greeting) = audio::level(bytes) {
        assert!(audio::samples(&greeting).is_ok(), "our greeting cannot be read");
    }
});
