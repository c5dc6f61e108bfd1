//! A sound file of any kind, as somebody brings it for a greeting or sends it by mail.

#![no_main]

use libfuzzer_sys::fuzz_target;
use speech::audio;
use std::sync::Once;

static QUIET: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    // A decoder that gives up is caught where it is called; what is not caught ends this process without being told.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))));
    let _ = audio::samples(bytes);
    if let Ok(greeting) = audio::level(bytes) {
        assert!(audio::samples(&greeting).is_ok(), "our greeting cannot be read");
    }
});
