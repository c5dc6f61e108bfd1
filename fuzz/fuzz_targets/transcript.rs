//! What a recogniser answers; what is understood of it is judged and marked, and lies in the text.

#![no_main]

use domain::language::Language;
use domain::transcript::found::find;
use domain::transcript::{Spoken, judge};
use libfuzzer_sys::fuzz_target;
use speech::transcribe::{Answered, read_answer};

fuzz_target!(|bytes: &[u8]| {
    let Ok(Answered::Words(words)) = read_answer(bytes) else { return };
    assert!(words.confidence.is_none_or(|confidence| (0.0..=1.0).contains(&confidence)));
    assert!(words.text.chars().all(|c| c == '\n' || !c.is_control()));
    judge(Spoken { milliseconds: 3_000, level_dbov: Some(-20.0) }, &words);
    for language in [Language::EnGb, Language::EnUs, Language::DeDe] {
        let mut end = 0;
        for found in find(&words.text, language, jiff::civil::date(2026, 11, 22)) {
            assert!(found.range.start >= end && words.text.get(found.range.clone()).is_some());
            end = found.range.end;
        }
    }
});
