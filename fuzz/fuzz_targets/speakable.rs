//! The text of a mail, made to be read aloud.

#![no_main]

use libfuzzer_sys::fuzz_target;
use messaging::speakable::{Form, language, line, speakable};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = (speakable(&text, Form::Plain), speakable(&text, Form::Html), line(&text), language(&text));
    let _ = messaging::report::of("delivery-status", bytes);
    let _ = messaging::report::of("disposition-notification", bytes);
});
