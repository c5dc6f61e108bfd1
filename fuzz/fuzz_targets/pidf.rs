//! A presence document as a program publishes it; what is read is shown, and what is shown can be read.

#![no_main]

use domain::presence::LineState;
use domain::publication::shown;
use libfuzzer_sys::fuzz_target;
use sip::Uri;
use sip::event::{pidf, read_pidf};

fuzz_target!(|bytes: &[u8]| {
    let Ok(published) = read_pidf(bytes) else { return };
    let shown = shown(&[published], LineState::Talking);
    let again = read_pidf(&pidf(&shown, &Uri::sip("201", "example.com"))).expect("what we write we read");
    assert_eq!(again.is_open, Some(shown.is_open));
    assert_eq!(again.activities, shown.activities);
});
