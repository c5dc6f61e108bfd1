//! A key pressed on a phone: whatever is read of it is set as the number plan has it, or not at all.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sip::event::read_feature_key;

fuzz_target!(|bytes: &[u8]| {
    let Ok(Some(pressed)) = read_feature_key(bytes) else { return };
    for change in domain::feature_key::changes(&pressed, None).unwrap_or_default() {
        assert!(change.setting.check(&change.value).is_ok(), "{change:?}");
    }
});
