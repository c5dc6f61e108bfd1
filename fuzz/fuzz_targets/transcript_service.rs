//! What a recogniser by HTTP answers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use speech::transcribe::read_service_answer;

fuzz_target!(|bytes: &[u8]| {
    let Ok(Some(words)) = read_service_answer(bytes) else { return };
    assert!(words.confidence.is_none_or(|confidence| (0.0..=1.0).contains(&confidence)));
    assert!(words.text.chars().all(|c| c == '\n' || !c.is_control()));
});
